import { ApiError, invalid, notFound, quotaExceeded } from './errors';
import { Limits } from './limits';
import { Objects } from './objects';
import { Switches } from './switches';

/** A rule of a security group. */
export interface GroupRule {
  readonly groupId: string;
  readonly type: string;
  readonly protocol: string;
  readonly portRange: string;
  readonly nicType: string;
  /** A CIDR, a group or a prefix list. */
  readonly source: string;
  readonly policy: string;
  readonly priority: number;
  /** No part of the rule's identity. */
  readonly description?: string;
}

export interface Server {
  readonly groupId: string;
  readonly serverId: string;
  readonly port: number;
  readonly type: string;
  readonly weight: number;
  readonly description: string;
}

export interface Listener {
  readonly loadBalancerId: string;
  readonly protocol: string;
  readonly frontendPort: number;
  readonly backendPort: number;
  readonly serverGroupId: string;
  readonly scheduler: string;
  readonly description: string;
  readonly bandwidth: number;
  readonly healthCheck: Readonly<Record<string, number>>;
  readonly running: boolean;
}

interface Surroundings {
  readonly objects: Objects;
  readonly limits: () => Limits;
  readonly switches: () => Switches;
  /** Whether a session sends to this load balancer. */
  readonly isTarget: (loadBalancerId: string) => boolean;
  /** Told whenever a rule, a server or a listener came, changed or went. */
  readonly changed: () => void;
}

const HASHING = ['sch', 'tch', 'qch'];
/** Where the copies arrive. */
export const MIRRORING_PORT = 4789;
const THRESHOLD = [2, 10];

export const listenerId = ({
  loadBalancerId,
  protocol,
  frontendPort,
}: Pick<Listener, 'loadBalancerId' | 'protocol' | 'frontendPort'>): string => `${loadBalancerId}:${protocol}:${frontendPort}`;
export const serverId = ({ groupId, serverId: id, port }: Pick<Server, 'groupId' | 'serverId' | 'port'>): string =>
  `${groupId}:${id}:${port}`;

/** 10.2.0.5/16 and 10.2.0.5 as the cloud may write them. */
function canonical(source: string): string {
  const match = /^(\d+)\.(\d+)\.(\d+)\.(\d+)(?:\/(\d+))?$/.exec(source);
  if (!match) return source;
  const prefix = Number(match[5] ?? 32);
  const address = match.slice(1, 5).reduce((sum, octet) => sum * 256 + Number(octet), 0);
  const network = address - address % 2 ** (32 - prefix);
  return `${[24, 16, 8, 0].map((shift) => Math.floor(network / 2 ** shift) % 256).join('.')}/${prefix}`;
}

/** Security group rules, load balancers and what is behind them, in one account and region. Every method is one synchronous step. */
export class ReceivingSide {
  private readonly rules = new Map<string, GroupRule>();
  /** Groups that were given here a rule, if only for a time. */
  private readonly ruled = new Set<string>();
  private readonly servers = new Map<string, Server>();
  private readonly listeners = new Map<string, Listener>();

  constructor(private readonly around: Surroundings) {}

  list(): Array<{ readonly type: string; readonly id: string }> {
    return [
      ...[...this.rules.keys()].map((id) => ({ type: 'alicloud_security_group_rule', id })),
      ...[...this.servers.keys()].map((id) => ({ type: 'alicloud_slb_server_group_server_attachment', id })),
      ...[...this.listeners.keys()].map((id) => ({ type: 'alicloud_slb_listener', id })),
    ];
  }

  /** Two rules of one key are one rule. */
  private ruleKey({ groupId, type, protocol, portRange, nicType, source, policy, priority }: GroupRule): string {
    const parts = [groupId, type, protocol, portRange, nicType, this.asKept(source), policy];
    return (this.around.switches().rulePriority === 'counts' ? [...parts, priority] : parts).join(' ');
  }

  private asKept(source: string): string {
    return this.around.switches().ruleCidr === 'canonical' ? canonical(source) : source;
  }

  /** Says nothing of a rule that is there already. */
  authorize(rule: GroupRule): void {
    if (['tcp', 'udp'].includes(rule.protocol) && rule.portRange === '') {
      throw new ApiError('MissingParameter.PortRange', 'The parameter PortRange is missing.');
    }
    const key = this.ruleKey(rule);
    if (this.rules.has(key)) return;
    const { rulesPerSecurityGroup } = this.around.limits();
    if ([...this.rules.values()].filter(({ groupId }) => groupId === rule.groupId).length >= rulesPerSecurityGroup) {
      throw quotaExceeded('rules per security group', rulesPerSecurityGroup);
    }
    this.rules.set(key, { ...rule, source: this.asKept(rule.source) });
    this.ruled.add(rule.groupId);
    this.around.changed();
  }

  /** Only the description changes. */
  describe(rule: GroupRule): void {
    const key = this.ruleKey(rule);
    const kept = this.rules.get(key);
    if (kept) this.rules.set(key, { ...kept, description: rule.description });
  }

  revoke(rule: GroupRule): void {
    if (!this.rules.delete(this.ruleKey(rule)) && this.around.switches().goneRule === 'refused') {
      throw new ApiError('InvalidSecurityGroupRule.RuleNotExist', 'The rule does not exist.');
    }
    this.around.changed();
  }

  rulesOf(groupId: string): GroupRule[] {
    return [...this.rules.values()].filter((rule) => rule.groupId === groupId);
  }

  /** Made or ruled here, and not a group of the estate whose rules nobody stated. */
  isWhollyKnown(groupId: string): boolean {
    return this.ruled.has(groupId) || this.around.objects.find('alicloud_security_group', groupId) !== undefined;
  }

  /** As the provider looks for it: by the text of its source. */
  rule(wanted: GroupRule): GroupRule | undefined {
    return [...this.rules.values()].find((rule) =>
      (Object.keys(wanted) as Array<keyof GroupRule>).every((name) => rule[name] === wanted[name]),
    );
  }

  /** A group that an interface or an instance uses stays. */
  deleteGroup(id: string): void {
    const users = [...this.around.objects.of('alicloud_instance'), ...this.around.objects.of('alicloud_ecs_network_interface')];
    const user = users.find(([, object]) =>
      [object.security_groups, object.security_group_ids].some((groups) => Array.isArray(groups) && groups.includes(id)),
    );
    if (user) throw new ApiError('DependencyViolation', `The security group ${id} is used by ${user[0]}.`);
    this.around.objects.delete('alicloud_security_group', id);
    this.ruled.add(id);
    for (const [key, rule] of this.rules) if (rule.groupId === id) this.rules.delete(key);
    this.around.changed();
  }

  addServer(server: Server): void {
    if (server.serverId.startsWith('eni-') && server.type !== 'eni') throw invalid('BackendServers', server);
    if (this.servers.has(serverId(server)) && this.around.switches().secondServer === 'refused') {
      throw new ApiError('VServerGroup.ServerDuplicated', `${server.serverId} is in ${server.groupId} already.`);
    }
    this.servers.set(serverId(server), server);
    this.around.changed();
  }

  server(id: string): Server | undefined {
    return this.servers.get(id);
  }

  serversOf(groupId: string): Server[] {
    return [...this.servers.values()].filter((server) => server.groupId === groupId);
  }

  removeServer(id: string): void {
    const server = this.servers.get(id);
    if (!server) throw notFound(id);
    const listener = [...this.listeners.values()].find(({ serverGroupId }) => serverGroupId === server.groupId);
    if (listener && this.serversOf(server.groupId).length === 1) {
      this.keepWhileUsed(listener.loadBalancerId, `the last sensor ${server.serverId}`);
    }
    this.servers.delete(id);
    this.around.changed();
  }

  deleteServerGroup(id: string): void {
    const listener = [...this.listeners.values()].find(({ serverGroupId }) => serverGroupId === id);
    if (listener) throw new ApiError('RspoolVipExist', `The server group ${id} is used by ${listenerId(listener)}.`);
    this.around.objects.delete('alicloud_slb_server_group', id);
    for (const server of this.serversOf(id)) this.servers.delete(serverId(server));
    this.around.changed();
  }

  createListener(listener: Listener): void {
    const { switches } = this.around;
    if (listener.frontendPort === MIRRORING_PORT && switches().mirroringListener === 'refused') {
      throw invalid('ListenerPort', listener.frontendPort);
    }
    if (listener.serverGroupId === '' && listener.backendPort === 0) {
      throw new ApiError('MissingParameter.BackendServerPort', 'Without a server group the parameter BackendServerPort is required.');
    }
    const id = listenerId(listener);
    if (this.listeners.has(id)) throw new ApiError('ListenerAlreadyExists', `The listener ${id} already exists.`);
    this.listeners.set(id, { ...listener, backendPort: this.portOf(listener) });
  }

  updateListener(id: string, changes: Partial<Listener>): void {
    const prior = this.listener(id);
    if (!prior) throw notFound(id);
    const next = { ...prior, ...changes };
    const stays = HASHING.includes(prior.scheduler) && this.around.switches().hashingScheduler === 'stays';
    if (next.scheduler !== prior.scheduler && (HASHING.includes(next.scheduler) || stays)) {
      throw new ApiError(
        'OperationDenied.Scheduler',
        `The scheduler of ${id} cannot be changed from ${prior.scheduler} to ${next.scheduler}.`,
      );
    }
    for (const name of ['healthyThreshold', 'unhealthyThreshold']) {
      const value = next.healthCheck[name];
      if (value !== undefined && (value < THRESHOLD[0] || value > THRESHOLD[1])) throw invalid(name, value);
    }
    this.listeners.set(id, next);
    this.around.changed();
  }

  listener(id: string): Listener | undefined {
    return this.listeners.get(id);
  }

  deleteListener(id: string): void {
    const listener = this.listeners.get(id);
    if (!listener) throw notFound(id);
    this.keepWhileUsed(listener.loadBalancerId, `the listener ${id}`);
    this.listeners.delete(id);
    this.around.changed();
  }

  deleteLoadBalancer(id: string): void {
    const object = this.around.objects.get('alicloud_slb_load_balancer', id);
    if (object.delete_protection === 'on') {
      throw new ApiError('OperationDenied.DeleteProtectionIsOn', `The load balancer ${id} is protected.`);
    }
    this.keepWhileUsed(id, `the load balancer ${id}`);
    for (const [key, listener] of this.listeners) if (listener.loadBalancerId === id) this.listeners.delete(key);
    for (const [key, group] of this.around.objects.of('alicloud_slb_server_group')) {
      if (group.load_balancer_id === id) this.deleteServerGroup(key);
    }
    this.around.objects.delete('alicloud_slb_load_balancer', id);
    this.around.changed();
  }

  /** What a session asks of its target, as far as it was made here. */
  admitTarget(id: string): void {
    if (this.around.switches().receivingSide === 'unchecked' || !this.around.objects.find('alicloud_slb_load_balancer', id)) return;
    const listener = this.listeners.get(listenerId({ loadBalancerId: id, protocol: 'udp', frontendPort: MIRRORING_PORT }));
    if (!listener?.running) {
      throw new ApiError('IncorrectStatus.Listener', `The load balancer ${id} has no running UDP listener on ${MIRRORING_PORT}.`);
    }
    if (this.serversOf(listener.serverGroupId).length === 0) {
      throw new ApiError('IncorrectStatus.Listener', `The listener of ${id} has no server.`);
    }
  }

  private keepWhileUsed(loadBalancerId: string, what: string): void {
    if (this.around.switches().receivingSide === 'strict' && this.around.isTarget(loadBalancerId)) {
      throw new ApiError('OperationDenied.InUse', `${what} is used by a traffic mirror session.`);
    }
  }

  private portOf({ backendPort, serverGroupId }: Listener): number {
    if (serverGroupId === '') return backendPort;
    return this.around.switches().backendPort === 'reported' ? MIRRORING_PORT : 0;
  }
}
