import { Receiver } from './admission';
import { ArrivalReason, because, explained } from './reasons';
import { serverAttachment, udpListener } from './snippets';
import { LOAD_BALANCER } from '../../catalog/target-side';
import type { InterfaceStatement } from '../../model/interface-statement';
import { BackendModel, BackendsModel, ListenerModel, LoadBalancerModel } from '../../model/network/load-balancers';
import { NetworkModel } from '../../model/network/network-model';
import { addressesOf } from '../../model/network/packet-rule';
import { Identity, surelyDiffer } from '../../model/reference';
import { AddressSet } from '../../net/address-set';
import { label } from '../../texts/names';
import { phrase } from '../../texts/phrase';

/** How a load balancer forwards the packets that reach it. */
export interface Balancing {
  readonly vpc?: Identity;
  readonly vswitch?: Identity;
  /** The addresses that the load balancer may have. */
  readonly addresses: AddressSet;
  /** The servers to which it may forward packets. */
  readonly servers: BackendModel[];
  readonly refused?: ArrivalReason;
  readonly open?: ArrivalReason;
  /** A server that may be in another VPC. */
  readonly perhapsAway?: ArrivalReason;
  /** Whether its servers are unknown or receive nothing. */
  readonly stopped: boolean;
}

const { frontendPort: PORT, protocol: PROTOCOL, addressType: INTERNAL } = LOAD_BALANCER;

function isWorking(status: string): boolean {
  return (LOAD_BALANCER.workingStatuses as readonly string[]).includes(status);
}

/**
 * Whether a load balancer is internal, listens, and has servers.
 *
 * @param statement the user's statement about the target: its VPC, vSwitch and address, if the app and the API responses lack them
 */
export function balancingOf(network: NetworkModel, identity: Identity, statement?: InterfaceStatement): Balancing {
  const { model } = network;
  const balancer = network.loadBalancers.of(identity);
  const vswitch = network.names.of(balancer.vswitch ?? statement?.vswitchId);
  const vpc = balancer.vpc ?? (vswitch === undefined ? undefined : network.vpcOf(vswitch)) ?? network.names.of(statement?.vpcId);
  const addresses = addressesAt(
    balancer.addresses,
    (vswitch === undefined ? undefined : network.blockOf(vswitch)) ?? (vpc === undefined ? undefined : network.routes.blocksOf(vpc)),
    statement?.primaryIp,
  );
  const target = model.nameOf(identity);
  const refuse = (refused: ArrivalReason): Balancing => ({ vpc, vswitch, addresses, servers: [], refused, stopped: true });
  const leaveOpen = (open: ArrivalReason): Balancing => ({ vpc, vswitch, addresses, servers: [], open, stopped: true });

  if (balancer.addressType !== undefined && balancer.addressType !== INTERNAL) {
    return refuse(because('TM405', 'notInternal', { target, addressType: balancer.addressType, internal: INTERNAL }));
  }
  const listener = balancer.listeners.find((l) => l.port === PORT && l.protocol === PROTOCOL);
  if (!listener) {
    const open = otherListeners(target, balancer);
    return open ? leaveOpen(open) : refuse(withoutListener(target, balancer));
  }
  const name = label(listener.label);
  if (balancer.status !== undefined && balancer.status !== LOAD_BALANCER.activeStatus) {
    return refuse(because('TM406', 'balancerNotActive', { target, status: balancer.status }));
  }
  if (balancer.statusOpen !== undefined) return leaveOpen(because('TM406', 'writtenOnlyAtApply', { target, why: balancer.statusOpen }));
  if (!isWorking(listener.status) && listener.open === undefined) {
    return refuse(because('TM406', 'listenerNotRunning', { target, listener: name, status: listener.status }));
  }
  if (listener.open !== undefined) {
    return leaveOpen(because('TM406', listener.written ? 'writtenOnlyAtApply' : 'listenerNotKnown', { target, why: listener.open }));
  }
  // The service refuses the second one.
  const twice = balancer.listeners.find((l) => l !== listener && l.port === PORT && l.protocol === PROTOCOL && l.written);
  if (twice) {
    const why = phrase('listenerTwice', { path: label(twice.label), port: PORT });
    return leaveOpen(because('TM406', 'writtenOnlyAtApply', { target, why }));
  }
  if (listener.accessControl) return leaveOpen(because('TM406', 'accessControl', { target, listener: name }));
  return { vpc, vswitch, addresses, ...behind(network, target, listener, { ...balancer, vpc }) };
}

/** The addresses that a load balancer may have. An address outside of its vSwitch proves nothing. */
function addressesAt(known: AddressSet, block: AddressSet | undefined, stated: string | undefined): AddressSet {
  const within = block === undefined || !known.containsAll(block) ? known : block;
  const address = addressesOf(stated);
  return address !== undefined && within.containsAll(address) ? address : within;
}

/** The reason why there may be an unknown listener for mirrored packets. */
function otherListeners(target: string, { open, addressTypeOpen, block, listeners }: LoadBalancerModel): ArrivalReason | undefined {
  if (open !== undefined) {
    return block === undefined && addressTypeOpen !== undefined
      ? because('TM406', 'balancerNotKnown', { target, port: PORT })
      : because('TM406', 'listenersNotKnown', { target, ...explained(open) });
  }
  const vague = listeners.find((l) => l.port === undefined || l.protocol === undefined);
  return vague && because('TM406', 'listenerOnlyAtApply', { target, listener: label(vague.label) });
}

function withoutListener(target: string, { identity, listeners }: LoadBalancerModel): ArrivalReason {
  const common = { target, port: PORT, snippet: udpListener(identity) };
  const other = listeners.find((l) => l.port === PORT);
  if (other) return because('TM406', 'otherProtocol', { ...common, listener: label(other.label), protocol: other.protocol! });
  return listeners.length === 0 ? because('TM406', 'noListener', common)
    : because('TM406', 'otherPorts', { ...common, listeners: listeners.map((l) => `${l.protocol} ${l.port}`) });
}

/** The servers of an active listener. */
function behind(
  network: NetworkModel, target: string, listener: ListenerModel, balancer: LoadBalancerModel,
): Omit<Balancing, 'vpc' | 'vswitch' | 'addresses'> {
  const { model } = network;
  const { serverGroup, servers, serversOpen } = listener;
  const name = label(listener.label);
  if (serverGroup === undefined && !servers) {
    const open = typeNotKnown(target, balancer) ?? because('TM407', 'withoutGroup', { target, listener: name });
    return { servers: [], open, stopped: true };
  }
  if (serverGroup !== undefined && network.loadBalancers.isPrimarySecondary(serverGroup)) {
    return { servers: [], open: because('TM407', 'primarySecondary', { target, group: model.nameOf(serverGroup) }), stopped: true };
  }
  const { servers: all, open: more, loadBalancer: owner }: BackendsModel = serverGroup === undefined
    ? { servers: servers!, open: serversOpen }
    : network.loadBalancers.backendsOf(serverGroup);
  if (owner !== undefined && surelyDiffer(owner, balancer.identity)) {
    return {
      servers: [],
      refused: because('TM407', 'otherBalancer', { target, group: model.nameOf(serverGroup!), owner: model.nameOf(owner) }),
      stopped: true,
    };
  }
  const away = all.find((s) => awayFrom(network, s, balancer.vpc));
  if (away) return { servers: [], refused: because('TM407', 'otherVpc', { target, server: model.nameOf(away.server) }), stopped: true };
  const weighted = all.filter((s) => s.weight !== 0);
  if (weighted.length === 0 && more === undefined) {
    const group = serverGroup === undefined ? undefined : model.nameOf(serverGroup);
    const common = { target, group, listener: name, snippet: serverAttachment(serverGroup) };
    const refused = because('TM407', all.length === 0 ? 'noServer' : 'noWeight', common);
    return { servers: [], refused, stopped: true };
  }
  const doubtful = weighted.find((s) => s.weight === undefined);
  const perhapsOther = owner !== undefined && owner !== balancer.identity
    ? phrase('groupOfPerhaps', { group: model.nameOf(serverGroup!), owner: model.nameOf(owner) }) : undefined;
  const open = typeNotKnown(target, balancer)
    ?? (perhapsOther && because('TM407', 'serversNotKnown', { target, ...explained(perhapsOther) }))
    ?? (more !== undefined ? because('TM407', 'serversNotKnown', { target, ...explained(more) })
      : doubtful && because('TM407', 'weightOnlyAtApply', { target, server: model.nameOf(doubtful.server) }));
  return { servers: weighted, open, perhapsAway: perhapsAway(network, target, weighted, balancer.vpc), stopped: weighted.length === 0 };
}

/** Whether a server is in another VPC than its load balancer. The service rejects such servers. */
function awayFrom(network: NetworkModel, { server }: BackendModel, vpc: Identity | undefined): boolean {
  const own = network.place(server).vpc;
  return vpc !== undefined && own !== undefined && surelyDiffer(own, vpc);
}

/** Why it is unknown whether a server is in the VPC of its load balancer. */
function perhapsAway(
  network: NetworkModel, target: string, servers: readonly BackendModel[], vpc: Identity | undefined,
): ArrivalReason | undefined {
  for (const { server } of servers) {
    const own = network.place(server).vpc;
    if (own !== undefined && own === vpc) continue;
    const { model } = network;
    const names = { target, server: model.nameOf(server) };
    return own === undefined || vpc === undefined ? because('TM407', 'vpcNotKnown', names)
      : because('TM407', 'sameVpcNotKnown', { ...names, vpc: model.nameOf(vpc), serverVpc: model.nameOf(own) });
  }
  return undefined;
}

function typeNotKnown(target: string, { addressTypeOpen, block }: LoadBalancerModel): ArrivalReason | undefined {
  if (addressTypeOpen === undefined) return undefined;
  return block === undefined ? because('TM405', 'addressTypeNotKnown', { target })
    : because('TM405', 'addressTypeOnlyAtApply', { target, internal: INTERNAL });
}

/** The interfaces of the servers. */
export function receiversOf(network: NetworkModel, { servers }: Balancing): Receiver[] {
  return servers.map(({ server, port }) => ({ identity: server, place: network.place(server), port, balanced: true }));
}
