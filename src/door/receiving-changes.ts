import type { PlanDocument } from './plan-document';
import type { PlannedRow } from './planned-row';
import { deletes, makes, makesFirst, PlannedValues } from './planned-states';
import { VXLAN_PORT } from '../catalog/limits';
import type { SessionState } from '../effects/mirror-state';
import { LISTENER_TYPE, LOAD_BALANCER_TYPES, SERVER_GROUP_TYPE, SERVER_TYPE } from '../model/network/load-balancers';
import { RULE_TYPE } from '../model/network/security-groups';
import { gather } from '../net/gather';
import { parseIpv4Cidr } from '../net/ipv4-cidr';
import { parsePortRange } from '../net/port-range';

/** Why copies of a running session do not arrive. */
export enum CopyLossCause {
  /** The security group of the receiver blocks a network, for some time or permanently. */
  RULE = 'rule',
  /** The load balancer's listener on the VXLAN port is replaced or deleted. */
  LISTENER = 'listener',
  /** The server group has no server. */
  SERVERS = 'servers',
  /** The receiver is replaced or deleted. */
  RECEIVER = 'receiver',
}

/** Copies that may be lost at the receiver. */
export interface CopyLoss {
  readonly cause: CopyLossCause;
  /** The address of the resource that changes. */
  readonly address: string;
  /** For a rule, the network. */
  readonly what?: string;
  /** Whether the loss is permanent: the apply leaves no such resource. */
  readonly lasts: boolean;
  /** Whether the loss depends on the order of writes. */
  readonly byOrder: boolean;
  /** Set if a tainted resource is replaced by one that the service treats as the same. */
  readonly tainted?: true;
  /** Sessions that send to the resource. Undefined if the plans do not show them. */
  readonly sessions?: readonly SessionState[];
}

const LISTENERS: readonly string[] = [LISTENER_TYPE, 'alicloud_nlb_listener'];
const INTERFACES: readonly string[] = ['alicloud_ecs_network_interface', 'alicloud_network_interface'];
const INSTANCE = 'alicloud_instance';

/** Changes at the receivers of sessions that run before the apply. */
export function receivingChanges(plans: readonly PlanDocument[], sessions: readonly SessionState[]): CopyLoss[] {
  const byTarget = new Map<string, SessionState[]>();
  for (const session of sessions) if (session.enabled !== false && session.target !== undefined) gather(byTarget, session.target, session);
  // Rules and listeners without sessions are not part of mirroring.
  if (byTarget.size === 0) return [];
  const gone = goneServers(plans);
  return plans.flatMap((plan) => new ReceivingReader(plan, byTarget, gone).losses());
}

/** The rows of instances and interfaces that any of the plans deletes, by id. */
function goneServers(plans: readonly PlanDocument[]): ReadonlyMap<string, PlannedRow> {
  const rows = plans.flatMap(({ changes }) => changes)
    .filter((row) => deletes(row) && (row.type === INSTANCE || INTERFACES.includes(row.type)));
  return new Map(rows.flatMap((row) => row.before?.id === undefined ? [] : [[String(row.before.id), row]]));
}

/** A rule that admits copies. */
interface Opening {
  readonly row: PlannedRow;
  readonly group: string;
  /** The network or group that the rule admits. */
  readonly from: string;
  /** The identity of the rule in the service, which treats equal rules as one. */
  readonly identity: string;
}

/** A server in a group. */
interface Membership {
  readonly row: PlannedRow;
  readonly group: string;
  /** The id of the instance or interface. */
  readonly id: string;
  /** The id and the port. */
  readonly server: string;
}

class ReceivingReader {
  private readonly values: PlannedValues;
  private readonly rows: readonly PlannedRow[];
  /** Sessions by security group, built at the first lookup. */
  private byGroup?: ReadonlyMap<string, SessionState[]>;

  constructor(
    plan: PlanDocument,
    private readonly byTarget: ReadonlyMap<string, SessionState[]>,
    private readonly gone: ReadonlyMap<string, PlannedRow>,
  ) {
    this.values = new PlannedValues(plan);
    this.rows = plan.changes.filter((row) => row.deposed === undefined);
  }

  public losses(): CopyLoss[] {
    return [...this.rules(), ...this.servers(), ...this.listeners(), ...this.receivers()].filter(({ sessions }) =>
      sessions === undefined || sessions.length > 0);
  }

  private rules(): CopyLoss[] {
    const before: Opening[] = [];
    const after: Opening[] = [];
    for (const row of this.rows) {
      if (row.type !== RULE_TYPE) continue;
      const was = opening(row, (name) => this.values.before(row, name));
      const now = row.after ? opening(row, (name) => this.values.after(row, name)) : undefined;
      if (was) before.push(was);
      if (now) after.push(now);
    }
    const nowOf = new Map(after.map((o) => [o.row.address, o]));
    const byGroup = new Map<string, Opening[]>();
    for (const o of after) gather(byGroup, o.group, o);
    const deleted = new Set(before.filter((o) => deletes(o.row)).map((o) => o.identity));
    const losses: CopyLoss[] = [];
    for (const was of before) {
      const { row, group, from } = was;
      const now = nowOf.get(row.address);
      if (isStill(row) && now && covers(now.from, from) && now.group === group) continue;
      const others = (byGroup.get(group) ?? []).filter((o) => covers(o.from, from));
      // Revoking a rule also revokes an equal rule of another resource.
      const safe = others.some((o) => (isStill(o.row) || o.row === row && makesFirst(row)) && !deleted.has(o.identity));
      if (safe) continue;
      losses.push({
        cause: CopyLossCause.RULE, address: row.address, what: from,
        // A rule that is created before its equal predecessor is destroyed is missing until the next apply.
        lasts: others.every((o) => makesFirst(o.row) && deleted.has(o.identity)),
        byOrder: others.some((o) => o.row !== row),
        sessions: this.behindGroup(group),
        ...isItself(row) && { tainted: true as const },
      });
    }
    return losses;
  }

  private servers(): CopyLoss[] {
    const before = new Map<string, Membership[]>();
    const after = new Map<string, Membership[]>();
    for (const row of this.rows) {
      if (row.type === SERVER_TYPE) {
        const was = row.before && member(row, (name) => this.values.before(row, name));
        const now = row.after && member(row, (name) => this.values.after(row, name));
        if (was) gather(before, was.group, was);
        if (now) gather(after, now.group, now);
      } else if (row.type === SERVER_GROUP_TYPE && this.values.sets(row, 'servers')) {
        // The provider reads attached servers back as inline ones.
        const inline = (of: any): string[] =>
          Array.isArray(of?.servers) ? of.servers.flatMap((s: any) => Array.isArray(s?.server_ids) ? s.server_ids.map(String) : []) : [];
        const [was, now] = [String(row.before?.id), this.values.idAfter(row)];
        for (const server of inline(row.before)) gather(before, was, { row, group: was, id: server, server });
        for (const server of inline(row.after)) gather(after, now, { row, group: now, id: server, server });
      }
    }
    const ordered = this.ordered();
    const losses: CopyLoss[] = [];
    for (const [group, members] of before) {
      const next = this.groupAfter(group);
      const now = after.get(next?.group ?? group) ?? [];
      const servers = new Set(members.map((m) => m.server));
      const serves = next
        // The listener switches after the new group has a server, and the servers of the old group are removed after that.
        ? now.some((m) => this.stays(m) || next.waits.has(m.row.local)) && members.some((m) => this.stays(m) || makesFirst(m.row))
        // Removing a server also removes an equal membership that was added before.
        : now.some((m) => this.stays(m) && servers.has(m.server)) || now.some((m) => makesFirst(m.row) && !servers.has(m.server))
          || members.some((m) => now.some((n) => !servers.has(n.server) && ordered.get(m.row.address)?.has(n.row.local) === true));
      if (serves) continue;
      const changing = members.find((m) => !isStill(m.row)) ?? members[0];
      // If no member changes, the instances are deleted. The group keeps their ids.
      const deleted = isStill(changing.row) ? this.gone.get(changing.id) : undefined;
      losses.push({
        cause: CopyLossCause.SERVERS,
        address: deleted?.address ?? changing.row.address,
        lasts: now.every((m) => deleted !== undefined && isStill(m.row) || makesFirst(m.row) && servers.has(m.server)),
        byOrder: now.some((m) => !servers.has(m.server)),
        sessions: this.behindServers(group),
        ...isItself(changing.row) && { tainted: true as const },
      });
    }
    return losses;
  }

  /** Whether a membership and its server stay the same. */
  private stays({ row, id }: Membership): boolean {
    return isStill(row) && !this.gone.has(id);
  }

  /** The new group of a listener that changes its group in place, and the addresses that the listener waits for. */
  private groupAfter(group: string): { readonly group: string; readonly waits: ReadonlySet<string | undefined> } | undefined {
    const listener = this.rows.find((row) =>
      LISTENERS.includes(row.type) && isStill(row) && this.values.before(row, 'server_group_id') === group);
    const now = listener && this.values.after(listener, 'server_group_id');
    return now === undefined || now === group ? undefined : { group: String(now), waits: new Set(this.values.waitsFor(listener!)) };
  }

  /**
   * Resources that are deleted only after their successors exist, by address. A `MirrorCollector` orders them with a `terraform_data`
   * resource. It contains the addresses of resources that are created first, waits for the present ones, and changes before the old ones
   * are deleted.
   */
  private ordered(): ReadonlyMap<string, ReadonlySet<string | undefined>> {
    const found = new Map<string, ReadonlySet<string | undefined>>();
    for (const row of this.rows) {
      const input: unknown = row.type === 'terraform_data' && isStill(row) ? row.before?.input : undefined;
      if (typeof input !== 'object' || input === null) continue;
      const waits = new Set<string | undefined>(this.values.waitsFor(row));
      for (const address of Object.keys(input)) if (!waits.has(address)) found.set(address, waits);
    }
    return found;
  }

  private listeners(): CopyLoss[] {
    return this.rows.filter((row) => LISTENERS.includes(row.type) && deletes(row)).flatMap((row): CopyLoss[] => {
      const port = row.before?.frontend_port ?? row.before?.listener_port;
      if (port !== undefined && Number(port) !== VXLAN_PORT) return [];
      return [{
        cause: CopyLossCause.LISTENER,
        address: row.address,
        lasts: !makes(row),
        byOrder: false,
        sessions: this.to(this.values.before(row, 'load_balancer_id')),
      }];
    });
  }

  /** Replaced or deleted targets: interfaces, their instances, load balancers. */
  private receivers(): CopyLoss[] {
    return this.rows.filter((row) => deletes(row) && row.before).flatMap((row): CopyLoss[] => {
      const isReceiver = INTERFACES.includes(row.type) || LOAD_BALANCER_TYPES.includes(row.type) || row.type === INSTANCE;
      const id = isReceiver ? this.targetOf(row) : undefined;
      return id === undefined
        ? []
        : [{ cause: CopyLossCause.RECEIVER, address: row.address, lasts: !makes(row), byOrder: false, sessions: this.to(id) }];
    });
  }

  private to(target: unknown): readonly SessionState[] {
    return this.byTarget.get(String(target)) ?? [];
  }

  /** Sessions whose target is an interface in a group, or a load balancer with a server in the group. */
  private behindGroup(group: string): readonly SessionState[] | undefined {
    this.byGroup ??= this.sessionsByGroup();
    return this.byGroup.get(group);
  }

  private sessionsByGroup(): Map<string, SessionState[]> {
    const found = new Map<string, SessionState[]>();
    for (const row of this.rows) {
      const groups = row.before?.security_group_ids ?? row.before?.security_groups;
      if (!Array.isArray(groups)) continue;
      for (const session of this.to(this.targetOf(row))) for (const group of new Set(groups)) gather(found, String(group), session);
    }
    return found;
  }

  /** The target id of sessions that send to a resource. For an instance, the id of its primary interface. */
  private targetOf(row: PlannedRow): unknown {
    return row.type === INSTANCE
      ? this.values.before(row, 'primary_network_interface_id') ?? this.values.before(row, 'network_interface_id')
      : this.values.before(row, 'id');
  }

  private behindServers(group: string): readonly SessionState[] | undefined {
    const balancers = this.rows.filter((row) => row.type === SERVER_GROUP_TYPE || LISTENERS.includes(row.type))
      .filter((row) =>
        (row.type === SERVER_GROUP_TYPE ? row.before?.id : row.before?.server_group_id) === group).map((row) => this.values.before(
        row, 'load_balancer_id',
      ));
    return balancers.length > 0 ? [...new Set(balancers)].flatMap((id) => this.to(id)) : undefined;
  }
}

/** Whether the object stays the same. */
function isStill(row: PlannedRow): boolean {
  return !deletes(row) && !makes(row);
}

/** Whether a tainted object is created before the old one is destroyed. The service treats both as the same. */
function isItself(row: PlannedRow): boolean {
  return row.tainted === true && makesFirst(row);
}

/** The network that a security group rule admits to the VXLAN port. */
function opening(row: PlannedRow, value: (name: string) => unknown): Opening | undefined {
  if (value('type') !== 'ingress' || value('policy') === 'drop') return undefined;
  const protocol = String(value('ip_protocol')).toLowerCase();
  const ports = String(value('port_range') ?? '-1/-1');
  if (protocol !== 'udp' && protocol !== 'all') return undefined;
  const range = parsePortRange(ports);
  if (ports !== '-1/-1' && !(range.ok && range.range.contains(VXLAN_PORT))) return undefined;
  const from = value('cidr_ip') || value('source_security_group_id') || value('prefix_list_id');
  const group = value('security_group_id');
  if (from === undefined || from === '' || group === undefined) return undefined;
  return { row, group: String(group), from: String(from), identity: [group, protocol, ports, from, value('priority') ?? 1].join(' ') };
}

function member(row: PlannedRow, value: (name: string) => unknown): Membership | undefined {
  const group = value('server_group_id');
  const id = String(value('server_id'));
  return group === undefined ? undefined : { row, group: String(group), id, server: `${id}:${String(value('port'))}` };
}

/** Whether one network contains all addresses of another. Groups and prefix lists contain only themselves. */
function covers(outer: string, inner: string): boolean {
  if (outer === inner) return true;
  const [a, b] = [parseIpv4Cidr(outer), parseIpv4Cidr(inner)];
  return a.ok && b.ok && a.cidr.containsCidr(b.cidr);
}
