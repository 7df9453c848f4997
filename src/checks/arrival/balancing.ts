import { ArrivalCheck, handIn } from './words';
import { LOAD_BALANCER } from '../../catalog/target-side';
import { BackendModel, ListenerModel } from '../../model/network/load-balancers';
import { NetworkModel } from '../../model/network/network-model';
import { Identity, isLiteral, named } from '../../model/reference';
import { few } from '../wording';
import { Receiver } from './admission';
import { AddressSet } from '../../net/address-set';

/** What a load balancer does with the copies that reach it. */
export interface Balancing {
  readonly vpc?: Identity;
  /** Where the load balancer's own address lies. */
  readonly addresses: AddressSet;
  /** The servers that packets may be handed on to. */
  readonly servers: BackendModel[];
  readonly refused: { id: ArrivalCheck; problem: string; fix: string }[];
  readonly open?: { id: ArrivalCheck; reason: string; fix: string };
  /** Nothing can be said of what lies behind it. */
  readonly stopped: boolean;
}

const { frontendPort: PORT, protocol: PROTOCOL, addressType: INTERNAL } = LOAD_BALANCER;

function isWorking(status: string): boolean {
  return (LOAD_BALANCER.workingStatuses as readonly string[]).includes(status);
}

/** Whether a load balancer is internal, listens, and has servers. */
export function balancingOf(network: NetworkModel, target: Identity): Balancing {
  const balancer = network.loadBalancers.of(target);
  const { vpc, addresses, block } = balancer;
  const name = named(target);
  const refuse = (id: ArrivalCheck, problem: string, fix: string): Balancing => ({ vpc, addresses, servers: [], refused: [{ id, problem, fix }], stopped: true });
  const leaveOpen = (id: ArrivalCheck, reason: string, fix: string): Balancing => ({ vpc, addresses, servers: [], refused: [], open: { id, reason, fix }, stopped: true });

  if (balancer.addressType !== undefined && balancer.addressType !== INTERNAL) {
    return refuse('TM405', `target ${name} has the address type ${balancer.addressType}, and only an internal CLB takes mirrored packets`,
      `make another one with address_type = "${INTERNAL}" and a vswitch_id, since a change replaces it; then set the target of the sessions, in place`);
  }
  const udp = balancer.listeners.filter((l) => l.port === PORT && l.protocol === PROTOCOL);
  const listener = udp[0];
  if (!listener) {
    const vague = balancer.listeners.find((l) => l.port === undefined || l.protocol === undefined);
    const reason = balancer.open ?? (vague && `protocol or frontend_port of ${vague.label} is known to Terraform alone`);
    if (reason !== undefined) return leaveOpen('TM406', isLiteral(target) && balancer.open !== undefined ? `${reason}: neither its address type nor its UDP ${PORT} nor the servers behind it` : reason, handIn('loadBalancers', 'loadBalancerUdpListeners', 'serverGroups', 'networkInterfaces', 'securityGroups', 'vswitches'));
    const other = balancer.listeners.find((l) => l.port === PORT);
    const has = other ? `its listener on ${PORT} (${other.label}) is ${other.protocol}` : balancer.listeners.length === 0 ? 'it has no listener' : `it listens on ${few(balancer.listeners.map((l) => `${l.protocol} ${l.port}`))}`;
    return refuse('TM406', `target ${name} has no UDP listener on ${PORT}: ${has}`,
      `add alicloud_slb_listener: load_balancer_id = ${isLiteral(target) ? `"${target}"` : `${name}.id`}, protocol = "${PROTOCOL}", frontend_port = ${PORT}, server_group_id = <the sensors' group>, `
      + `scheduler = "${LOAD_BALANCER.sourceScheduler}"; sessions keep running`);
  }
  if (balancer.status !== undefined && balancer.status !== LOAD_BALANCER.activeStatus) return refuse('TM406', `target ${name} is ${balancer.status}`, 'start the load balancer; sessions keep running');
  if (!isWorking(listener.status) && listener.open === undefined) return refuse('TM406', `${listener.label} is ${listener.status}`, 'start the listener; sessions keep running');
  if (listener.open !== undefined) return leaveOpen('TM406', listener.open, handIn('loadBalancerUdpListeners', 'serverGroups'));
  if (listener.accessControl) {
    return leaveOpen('TM406', `${listener.label} has an access control list, and whether it admits the sources is not known`, 'switch acl_status off: the security groups of the sensors decide; or accept this, when its list was looked at');
  }
  return { vpc, addresses, ...behind(network, target, listener, balancer.addressTypeOpen, block === undefined) };
}

/** The servers behind a listener that works. */
function behind(network: NetworkModel, target: Identity, listener: ListenerModel, typeOpen: string | undefined, outside: boolean): Omit<Balancing, 'vpc' | 'addresses'> {
  const { serverGroup } = listener;
  const backends = serverGroup !== undefined ? network.loadBalancers.backendsOf(serverGroup)
    : { servers: listener.servers ?? [], open: listener.servers ? undefined : `the servers behind ${listener.label}, which has no server group, are not known` };
  const weighted = backends.servers.filter((s) => s.weight !== 0);
  const group = serverGroup === undefined ? listener.label : `server group ${named(serverGroup)}`;
  if (weighted.length === 0 && backends.open === undefined) {
    return {
      servers: [], stopped: true,
      refused: [{
        id: 'TM407',
        problem: backends.servers.length === 0 ? `${group} behind target ${named(target)} has no server` : `every server of ${group} behind target ${named(target)} has weight 0`,
        fix: `add alicloud_slb_server_group_server_attachment: server_group_id, server_id = <a sensor>, port = ${PORT}, weight = 100 (type = "eni" for an interface), and let the listener depend on it; sessions keep running`,
      }],
    };
  }
  const doubtful = weighted.find((s) => s.weight === undefined);
  const open = typeOpen !== undefined ? { id: 'TM405' as const, reason: typeOpen, fix: outside ? handIn('loadBalancers') : `write address_type = "${INTERNAL}"` }
    : backends.open !== undefined ? { id: 'TM407' as const, reason: backends.open, fix: handIn('serverGroups', 'networkInterfaces', 'securityGroups', 'vswitches') }
      : doubtful ? { id: 'TM407' as const, reason: `the weight of server ${named(doubtful.server)} is known to Terraform alone`, fix: 'write the weight' } : undefined;
  return { servers: weighted, refused: [], open, stopped: weighted.length === 0 };
}

/** The interfaces of the servers. */
export function receiversOf(network: NetworkModel, { servers }: Balancing): Receiver[] {
  return servers.map(({ server, port }) => ({ identity: server, place: network.place(server), port, balanced: true }));
}
