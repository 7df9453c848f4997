import { TARGET_TYPES } from '../catalog/limits';
import { MirrorModel, SessionModel } from '../model/mirror-model';
import { Identity, isLiteral } from '../model/reference';

export enum TargetKind {
  INTERFACE,
  LOAD_BALANCER,
  UNKNOWN,
}

const [NETWORK_INTERFACE, SLB] = TARGET_TYPES;

/** What a target is: as its sessions write it, or else as its id or resource shows. */
export function targetKind(model: MirrorModel, target: Identity, sessions: readonly SessionModel[]): TargetKind {
  for (const { targetType } of sessions) {
    if (targetType === NETWORK_INTERFACE) return TargetKind.INTERFACE;
    if (targetType === SLB) return TargetKind.LOAD_BALANCER;
  }
  if (isLiteral(target)) return target.startsWith('eni-') ? TargetKind.INTERFACE : target.startsWith('lb-') ? TargetKind.LOAD_BALANCER : TargetKind.UNKNOWN;
  const type = model.blockOf(target)?.block.type;
  return type === undefined ? TargetKind.UNKNOWN : type.startsWith('alicloud_slb') ? TargetKind.LOAD_BALANCER : TargetKind.INTERFACE;
}

/** The instance type of a target, which any one of its sessions may state. */
export function targetInstanceType(model: MirrorModel, target: Identity, sessions: readonly SessionModel[]): string | undefined {
  const own = model.resourceFacts(target).instanceType;
  if (own !== undefined) return own;
  for (const { targetStatement } of sessions) if (targetStatement?.instanceType !== undefined) return targetStatement.instanceType;
  return undefined;
}

/** The MTU of a target, which any one of its sessions may state. */
export function targetMtu(sessions: readonly SessionModel[]): number | undefined {
  for (const { targetStatement } of sessions) if (targetStatement?.mtu !== undefined) return targetStatement.mtu;
  return undefined;
}
