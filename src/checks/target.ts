import { ENDPOINT_PREFIXES } from '../catalog/id-kinds';
import { ENDPOINT_TARGET_TYPE, TARGET_TYPES } from '../catalog/limits';
import { aboutPart, Subject } from './outcomes';
import { MirrorModel, reportedAt, ScopeGroup, SessionModel } from '../model/mirror-model';
import { isOther, kindOf } from '../model/kinds';
import { LOAD_BALANCER_TYPES } from '../model/network/load-balancers';
import { Identity, isLiteral } from '../model/reference';

export enum TargetKind {
  INTERFACE,
  LOAD_BALANCER,
  UNKNOWN,
}

const [NETWORK_INTERFACE, SLB] = TARGET_TYPES;

/** A target of several sessions. A finding about it is reported at the first session that the app can change. */
export function atTarget(model: MirrorModel, sessions: readonly SessionModel[], target: Identity): Subject {
  return aboutPart(model, reportedAt(sessions), target);
}

/** The type of a target: as set in its sessions, or else from its id or resource. */
export function targetKind(model: MirrorModel, target: Identity, sessions: readonly SessionModel[]): TargetKind {
  for (const { targetType } of sessions) {
    if (targetType === NETWORK_INTERFACE) return TargetKind.INTERFACE;
    if (targetType === SLB) return TargetKind.LOAD_BALANCER;
  }
  if (isLiteral(target)) {
    return target.startsWith('eni-') ? TargetKind.INTERFACE : target.startsWith('lb-') ? TargetKind.LOAD_BALANCER : TargetKind.UNKNOWN;
  }
  const type = model.blockOf(target)?.block.type;
  return type === undefined ? TargetKind.UNKNOWN : type.startsWith('alicloud_slb') ? TargetKind.LOAD_BALANCER : TargetKind.INTERFACE;
}

const ENDPOINT_TYPES: readonly (string | undefined)[] = ['alicloud_privatelink_vpc_endpoint', 'alicloud_gwlb_load_balancer'];
const INTERFACE_TYPES = ['alicloud_ecs_network_interface', 'alicloud_network_interface', 'alicloud_instance'];

/** Whether a target is a Gateway Load Balancer endpoint. */
export function isEndpoint(model: MirrorModel, target: Identity, sessions: readonly SessionModel[]): boolean {
  if (sessions.some((s) => s.targetType === ENDPOINT_TARGET_TYPE)) return true;
  return isLiteral(target)
    ? ENDPOINT_PREFIXES.some((prefix) => target.startsWith(prefix))
    : ENDPOINT_TYPES.includes(model.blockOf(target)?.block.type);
}

/** The target type of an id or a resource. Undefined if it is unknown. */
export function shownType(model: MirrorModel, target: Identity): string | undefined {
  if (isLiteral(target)) return target.startsWith('eni-') ? NETWORK_INTERFACE : target.startsWith('lb-') ? SLB : undefined;
  const type = model.blockOf(target)?.block.type;
  if (type === undefined) return undefined;
  return LOAD_BALANCER_TYPES.includes(type) ? SLB : INTERFACE_TYPES.includes(type) ? NETWORK_INTERFACE : undefined;
}

/** The sessions whose target type differs from the type of the target. */
export function misfits(model: MirrorModel, target: Identity, sessions: readonly SessionModel[]): SessionModel[] {
  const shown = shownType(model, target);
  return shown === undefined ? [] : sessions.filter((s) => s.targetType !== undefined && s.targetType !== shown);
}

/** The instance type of a target, from any of its sessions. */
export function targetInstanceType(model: MirrorModel, target: Identity, sessions: readonly SessionModel[]): string | undefined {
  const own = model.resourceFacts(target).instanceType;
  if (own !== undefined) return own;
  for (const { targetStatement } of sessions) if (targetStatement?.instanceType !== undefined) return targetStatement.instanceType;
  return undefined;
}

/** The MTU of a target, from any of its sessions. */
export function targetMtu(sessions: readonly SessionModel[]): number | undefined {
  for (const { targetStatement } of sessions) if (targetStatement?.mtu !== undefined) return targetStatement.mtu;
  return undefined;
}

/** The kind of a target id that is neither an interface nor a CLB. `none` for a text that is no id. Undefined if it may be a target. */
export function wrongKind(target: Identity): string | undefined {
  return isOther(target, 'network interface') && isOther(target, 'CLB') ? kindOf(target) : undefined;
}

/** A target that gets packets, and the sessions that send them. */
export interface SendingTarget {
  readonly group: ScopeGroup;
  readonly target: Identity;
  /** All sessions except those that are certainly off. At least one. */
  readonly sessions: readonly SessionModel[];
}

const sending = new WeakMap<MirrorModel, SendingTarget[]>();

/** The targets that get packets. A session that is off sends nothing. */
export function sendingTargets(model: MirrorModel): readonly SendingTarget[] {
  let found = sending.get(model);
  if (!found) {
    sending.set(model, found = []);
    for (const group of model.groups) {
      for (const [target, all] of group.byTarget) {
        const sessions = all.some((s) => s.enabled === false) ? all.filter((s) => s.enabled !== false) : all;
        if (sessions.length > 0) found.push({ group, target, sessions });
      }
    }
  }
  return found;
}
