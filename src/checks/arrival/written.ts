import { balancingOf } from './balancing';
import { VXLAN_PORT } from '../../catalog/limits';
import { LOAD_BALANCER } from '../../catalog/target-side';
import { MirrorModel } from '../../model/mirror-model';
import { WrittenListener } from '../../model/network/load-balancers';
import { NetworkModel, Place } from '../../model/network/network-model';
import { WrittenRule } from '../../model/network/security-groups';
import { Identity, literalNumber, literalText } from '../../model/reference';
import { StackModel } from '../../model/stack-model';
import { targetKind, TargetKind } from '../target';

/** The listeners of the app for mirrored packets. */
export function mirrorListeners(model: MirrorModel): WrittenListener[] {
  return NetworkModel.of(model).loadBalancers.listeners.filter(({ block: { body } }) =>
    literalText(body.protocol ?? body.lb_protocol) === LOAD_BALANCER.protocol && literalNumber(body.frontend_port ?? body.lb_port) === LOAD_BALANCER.frontendPort);
}

/**
 * The security group rules of the app for mirrored packets: UDP on the VXLAN port alone, or on it among others in a group of
 * an interface that receives copies.
 */
export function mirrorRules(model: MirrorModel): WrittenRule[] {
  let receiving: Set<Identity> | undefined;
  return NetworkModel.of(model).groups.written.filter(({ block: { body }, group, rule: { ports } }) => {
    if (literalText(body.ip_protocol)?.toLowerCase() !== 'udp') return false;
    if (ports !== undefined && (ports[0] > VXLAN_PORT || ports[1] < VXLAN_PORT)) return false;
    if (ports !== undefined && ports[0] === ports[1]) return true;
    return (receiving ??= new Set(receivingPlaces(model).flatMap((place) => place.groups ?? []))).has(group);
  });
}

/** Where the interfaces stand that receive copies, behind load balancers too. */
export function receivingPlaces(model: MirrorModel): Place[] {
  const network = NetworkModel.of(model);
  return model.groups.flatMap((group) => [...group.byTarget].flatMap(([target, sessions]) => {
    const balanced = targetKind(model, target, sessions) === TargetKind.LOAD_BALANCER;
    if (balanced) return balancingOf(model, target).servers.map((s) => network.place(s.server));
    return [network.place(target, sessions[0].targetStatement)];
  }));
}

/** What a resource of a stack waits for, directly or over others. */
export class Waiting {
  public static in(stack: StackModel): Waiting {
    let waiting = byStack.get(stack);
    if (!waiting) byStack.set(stack, waiting = new Waiting(stack));
    return waiting;
  }

  private readonly reached = new Map<string, ReadonlySet<string>>();

  private constructor(private readonly stack: StackModel) {}

  /** Whether a body refers to a resource or depends on it, directly or over others. */
  public waits(body: any, address: string): boolean {
    return referred(body).some((a) => a === address || this.of(a).has(address));
  }

  private of(address: string): ReadonlySet<string> {
    const known = this.reached.get(address);
    if (known) return known;
    const all = new Set<string>();
    this.reached.set(address, all);
    const [type, name] = address.split('.');
    const body = this.stack.body(type, name);
    if (body === undefined) return all;
    for (const next of referred(body)) {
      all.add(next);
      for (const further of this.of(next)) all.add(further);
    }
    return all;
  }
}

const byStack = new WeakMap<StackModel, Waiting>();

/** The addresses of resources that a body names: in depends_on, and in expressions. */
function referred(body: any): string[] {
  const { '//': _comment, depends_on: dependsOn, ...rest } = body ?? {};
  const addresses: string[] = Array.isArray(dependsOn) ? dependsOn.filter((d: unknown) => typeof d === 'string') : [];
  expressionsIn(rest, addresses);
  return addresses;
}

function expressionsIn(value: unknown, addresses: string[]): void {
  if (typeof value === 'string') {
    if (!value.includes('${')) return;
    for (const [, type, name] of value.matchAll(/(?:^|[^.\w])(alicloud_\w+|terraform_data)\.([A-Za-z_][\w-]*)/g)) addresses.push(`${type}.${name}`);
  } else if (value !== null && typeof value === 'object') {
    for (const inner of Object.values(value)) expressionsIn(inner, addresses);
  }
}
