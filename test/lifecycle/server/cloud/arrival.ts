import type { Filters } from './filters';
import type { NetworkInterface, NetworkInterfaces } from './network-interfaces';
import type { Objects } from './objects';
import { GroupRule, MIRRORING_PORT, ReceivingSide, Server, listenerId } from './receiving-side';
import type { Session } from './sessions';

/** Why a session that runs delivers nothing. */
export type Loss = 'no rule in the filter' | 'no listener' | 'no server' | 'not admitted';

interface Surroundings {
  readonly filters: Filters;
  readonly interfaces: NetworkInterfaces;
  readonly objects: Objects;
  readonly receiving: ReceivingSide;
}

const addressOf = (dotted: string): number => dotted.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);

function holds(cidr: string, address: string): boolean {
  const [network, prefix = '32'] = cidr.split('/');
  const size = 2 ** (32 - Number(prefix));
  return Math.floor(addressOf(network) / size) === Math.floor(addressOf(address) / size);
}

/** Whether a rule lets mirrored packets of an address in. An address that nobody stated counts as covered by every source. */
function admits({ type, protocol, portRange, policy, source }: GroupRule, address: string | undefined): boolean {
  if (type !== 'ingress' || policy !== 'accept' || !['udp', 'all'].includes(protocol)) return false;
  const [first, last] = portRange.split('/').map(Number);
  if (first !== -1 && !(first <= MIRRORING_PORT && MIRRORING_PORT <= last)) return false;
  return address === undefined || !/^\d+\./.test(source) || holds(source, address);
}

/** Follows the copies of a session: filter, listener, servers, security groups. What the account has not seen lets all pass. */
export class Arrival {
  constructor(private readonly around: Surroundings) {}

  /** What stops the copies of a source in a session that runs. */
  lossOf(session: Session, source: string): Loss | undefined {
    const rules = this.around.filters.find(session.filterId)?.rules ?? [];
    // Rules that all drop copy nothing.
    if (!rules.some(({ action }) => action === 'accept')) return 'no rule in the filter';
    const address = this.around.interfaces.get(source)?.primaryIp;
    if (session.targetType === 'SLB') return this.lossAtLoadBalancer(session.targetId, address);
    const target = this.around.interfaces.get(session.targetId);
    return target && this.admitted(this.groupsOf(target), address) ? undefined : target && 'not admitted';
  }

  private lossAtLoadBalancer(id: string, address: string | undefined): Loss | undefined {
    const { objects, receiving } = this.around;
    if (!objects.find('alicloud_slb_load_balancer', id)) return undefined;
    const listener = receiving.listener(listenerId({ loadBalancerId: id, protocol: 'udp', frontendPort: MIRRORING_PORT }));
    if (!listener?.running) return 'no listener';
    const servers = receiving.serversOf(listener.serverGroupId).filter((server) => server.weight > 0 && this.isThere(server));
    if (servers.length === 0) return 'no server';
    // The load balancer spreads the flows over all of them.
    return servers.every((server) => this.admitted(this.groupsOfServer(server), address)) ? undefined : 'not admitted';
  }

  /** Not an instance or interface that was removed. */
  private isThere({ serverId, type }: Server): boolean {
    if (type === 'eni') return !this.around.interfaces.get(serverId)?.released;
    const owned = this.around.interfaces.list().filter(({ instanceId }) => instanceId === serverId);
    return owned.length === 0 || owned.some(({ released }) => !released);
  }

  private groupsOfServer({ serverId, type }: Server): readonly string[] | undefined {
    const seen = type === 'eni' ? this.around.interfaces.get(serverId) : this.around.interfaces.of(serverId)[0];
    return seen && this.groupsOf(seen);
  }

  private groupsOf({ id, instanceId, securityGroupIds }: NetworkInterface): readonly string[] | undefined {
    if (securityGroupIds) return securityGroupIds;
    const { objects } = this.around;
    const [object, name] = objects.find('alicloud_ecs_network_interface', id)
      ? [objects.find('alicloud_ecs_network_interface', id), 'security_group_ids']
      : [instanceId === undefined ? undefined : objects.find('alicloud_instance', instanceId), 'security_groups'];
    const groups = object?.[name];
    return Array.isArray(groups) && groups.length > 0 ? groups.map(String) : undefined;
  }

  /** Any rule of any group lets in. A group with rules of somebody else lets in what they say, which nobody knows here. */
  private admitted(groups: readonly string[] | undefined, address: string | undefined): boolean {
    if (!groups || groups.some((id) => !this.around.receiving.isWhollyKnown(id))) return true;
    return groups.some((id) => this.around.receiving.rulesOf(id).some((rule) => admits(rule, address)));
  }
}
