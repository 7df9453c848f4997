import { balancingOf } from './balancing';
import { VXLAN_PORT } from '../../catalog/limits';
import { LOAD_BALANCER } from '../../catalog/target-side';
import { MirrorModel, SessionModel } from '../../model/mirror-model';
import { WrittenListener } from '../../model/network/load-balancers';
import { NetworkModel, Place } from '../../model/network/network-model';
import { rangeProblem } from '../../model/network/packet-rule';
import { WrittenRule } from '../../model/network/security-groups';
import { Identity, literalNumber, literalText } from '../../model/reference';
import { StackModel } from '../../model/stack-model';
import { bare } from '../../model/terraform-form';
import { sendingTargets, targetKind, TargetKind } from '../target';

/** The listeners of the app for mirrored packets, on load balancers that are targets. Other listeners are ignored. */
export function mirrorListeners(model: MirrorModel): WrittenListener[] {
  const targets = new Set(sendingTargets(model).map(({ target }) => target));
  return NetworkModel.of(model).loadBalancers.listeners.filter(({ loadBalancer, block: { body } }) =>
    targets.has(loadBalancer)
      && literalText(body.protocol ?? body.lb_protocol) === LOAD_BALANCER.protocol
      && literalNumber(body.frontend_port ?? body.lb_port) === LOAD_BALANCER.frontendPort);
}

/**
 * The security group rules of the app for mirrored packets: those of groups of interfaces that receive copies, if they may
 * match UDP on the VXLAN port.
 */
export function mirrorRules(model: MirrorModel): WrittenRule[] {
  const groups = receivingGroups(model);
  return NetworkModel.of(model).groups.written.filter(({ block: { body }, group, rule: { ports } }) => {
    if (!groups.has(group)) return false;
    const protocol = literalText(body.ip_protocol)?.toLowerCase();
    if (protocol === 'all') return rangeProblem(body.ip_protocol, body.port_range) !== undefined || body.ip_protocol !== protocol;
    return protocol === 'udp' && !(ports !== undefined && (ports[0] > VXLAN_PORT || ports[1] < VXLAN_PORT));
  });
}

/** The groups of interfaces that receive copies, as far as they are known. Other groups may belong to others. */
function receivingGroups(model: MirrorModel): ReadonlySet<Identity> {
  return new Set(receivingPlaces(model).flatMap((place) => place.groups ?? []));
}

/** The locations of the interfaces that receive copies, including those behind load balancers. */
export function receivingPlaces(model: MirrorModel): Place[] {
  return sendingTargets(model).flatMap(({ group, target, sessions }) =>
    placesOf(NetworkModel.of(model, group.scope), target, sessions));
}

function placesOf(network: NetworkModel, target: Identity, sessions: readonly SessionModel[]): Place[] {
  const balanced = targetKind(network.model, target, sessions) === TargetKind.LOAD_BALANCER;
  if (balanced) return balancingOf(network, target).servers.map((s) => network.place(s.server));
  return [network.place(target, sessions[0].targetStatement)];
}

/** The pairs of different VPCs between which packets flow. Undefined if a VPC is unknown. */
export function crossings(model: MirrorModel): [Identity | undefined, Identity | undefined][] {
  const found = new Map<string, [Identity | undefined, Identity | undefined]>();
  for (const { group, target, sessions } of sendingTargets(model)) {
    const network = NetworkModel.of(model, group.scope);
    const balanced = targetKind(model, target, sessions) === TargetKind.LOAD_BALANCER;
    const vpcs = [
      ...new Set(
        balanced ? [
          balancingOf(network, target, sessions[0].targetStatement).vpc,
        ] : placesOf(network, target, sessions).map((p) => p.vpc),
      ),
    ];
    const from = new Set<Identity | undefined>();
    for (const session of sessions) {
      if (!session.sources) from.add(undefined);
      else for (const source of session.sources) from.add(network.place(source, session.sourceStatements?.get(source)).vpc);
    }
    for (const a of from) for (const b of vpcs) if (a === undefined || a !== b) found.set(`${a}\n${b}`, [a, b]);
  }
  return [...found.values()];
}

/** The dependencies of a resource within its stack, direct and indirect. */
export class Waiting {
  public static in(stack: StackModel): Waiting {
    let waiting = byStack.get(stack);
    if (!waiting) byStack.set(stack, waiting = new Waiting(stack));
    return waiting;
  }

  private readonly reached = new Map<string, ReadonlySet<string>>();

  private constructor(private readonly stack: StackModel) {}

  /** Whether a body refers to a resource or depends on it, directly or indirectly. */
  public waits(body: any, address: string): boolean {
    const wanted = address.replace(/\[.*/, '');
    return this.referred(body).some((a) => a === wanted || this.of(a).has(wanted));
  }

  private of(address: string): ReadonlySet<string> {
    const known = this.reached.get(address);
    if (known) return known;
    const all = new Set<string>();
    this.reached.set(address, all);
    const [type, name] = address.split('.');
    const body = this.stack.body(type, name);
    for (const next of this.referred(body)) {
      all.add(next);
      for (const further of this.of(next)) all.add(further);
    }
    return all;
  }

  /** The addresses of the resources in a body's depends_on and expressions, also through locals. */
  private referred(body: any): string[] {
    const { '//': _comment, depends_on: dependsOn, ...rest } = body ?? {};
    const addresses: string[] = Array.isArray(dependsOn) ? dependsOn.filter((d: unknown) => typeof d === 'string').map(bare) : [];
    this.expressionsIn(rest, addresses, new Set());
    return addresses;
  }

  private expressionsIn(value: unknown, addresses: string[], locals: Set<string>): void {
    if (typeof value === 'string') {
      if (!value.includes('${')) return;
      for (const [, type, name] of value.matchAll(RESOURCE)) addresses.push(`${type}.${name}`);
      for (const [, name] of value.matchAll(LOCAL)) {
        if (locals.has(name)) continue;
        locals.add(name);
        this.expressionsIn(this.stack.terraform.locals?.[name], addresses, locals);
      }
    } else if (value !== null && typeof value === 'object') {
      for (const inner of Object.values(value)) this.expressionsIn(inner, addresses, locals);
    }
  }
}

const RESOURCE = /(?:^|[^.\w])(alicloud_\w+|terraform_data)\.([A-Za-z_][\w-]*)/g;
const LOCAL = /(?:^|[^.\w])local\.([A-Za-z_][\w-]*)/g;

const byStack = new WeakMap<StackModel, Waiting>();
