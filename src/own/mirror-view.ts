import { Direction, FilterModel, MirrorModel, RuleModel, SessionModel } from '../model/mirror-model';
import { Identity, isLiteral, literalBoolean, literalNumber, literalText, named } from '../model/reference';
import { Scope } from '../model/scope';
import { Block } from '../model/stack-model';
import { tagsOf } from '../model/tags';
import { label } from '../texts/names';

/**
 * A mirroring session in the Terraform. An absent field is not set, or `unknown` has its name. Then its value is known only at
 * apply.
 */
export interface MirrorSessionView {
  /** Path of the construct. Without constructs: stack and Terraform address. */
  readonly path: string;
  /** Path of the stack. */
  readonly stack: string;
  /** Terraform address, for example `alicloud_vpc_traffic_mirror_session.web`. */
  readonly address: string;
  /** The names of the fields whose values are known only at apply. */
  readonly unknown: string[];
  /**
   * The number of sessions: `count` or `for_each` may create several.
   *
   * @default - known only at apply
   */
  readonly copies?: number;
  /**
   * Name of the session.
   *
   * @default - see `unknown`
   */
  readonly name?: string;
  /**
   * Whether the session is on.
   *
   * @default - see `unknown`. If it is not set, the session is off
   */
  readonly enabled?: boolean;
  /**
   * The priority of the session. Sessions with smaller numbers are tried first.
   *
   * @default - see `unknown`
   */
  readonly priority?: number;
  /**
   * The VNI of the session.
   *
   * @default - see `unknown`. If it is not set, the service chooses a VNI
   */
  readonly virtualNetworkId?: number;
  /**
   * The number of bytes that are copied of each packet.
   *
   * @default - see `unknown`. If it is not set, whole packets are copied
   */
  readonly packetLength?: number;
  /**
   * The `id` of its filter.
   *
   * @default - see `unknown`
   */
  readonly filter?: string;
  /**
   * The `id` of its target.
   *
   * @default - see `unknown`
   */
  readonly target?: string;
  /**
   * `NetworkInterface` or `SLB`.
   *
   * @default - see `unknown`
   */
  readonly targetType?: string;
  /** The `id`s of its sources. Empty if `unknown` has `sources`. */
  readonly sources: string[];
  /** Its tags. Those whose values are known only at apply are left out, and `unknown` has `tags` then. */
  readonly tags: { [key: string]: string };
  /**
   * Region id of its provider.
   *
   * @default - the environment or an expression decides
   */
  readonly region?: string;
  /**
   * Id of the account, or the name that the policy gives it.
   *
   * @default - not known
   */
  readonly account?: string;
}

/** A rule of a filter in the Terraform. An absent field is not set, or `unknown` has its name. */
export interface MirrorRuleView {
  /** `inbound` or `outbound`. */
  readonly direction: string;
  /** The names of the fields whose values are known only at apply. */
  readonly unknown: string[];
  /**
   * Its priority. Smaller numbers are tried first.
   *
   * @default - see `unknown`
   */
  readonly priority?: number;
  /**
   * `accept` copies packets, `drop` does not.
   *
   * @default - see `unknown`
   */
  readonly action?: string;
  /**
   * `ALL`, `TCP`, `UDP` or `ICMP`.
   *
   * @default - see `unknown`
   */
  readonly protocol?: string;
  /**
   * CIDR of the packet's source.
   *
   * @default - see `unknown`
   */
  readonly sourceCidr?: string;
  /**
   * CIDR of the packet's destination.
   *
   * @default - see `unknown`
   */
  readonly destinationCidr?: string;
  /**
   * Ports of the packet's source, for example `1/65535`.
   *
   * @default - see `unknown`
   */
  readonly sourcePorts?: string;
  /**
   * Ports of the packet's destination, for example `443/443`.
   *
   * @default - see `unknown`
   */
  readonly destinationPorts?: string;
}

/** A filter that the app creates. */
export interface MirrorFilterView {
  /** The id that the field `filter` of sessions has. */
  readonly id: string;
  /** Path of the construct. Without constructs: stack and Terraform address. */
  readonly path: string;
  /** Path of the stack. */
  readonly stack: string;
  /** Terraform address. */
  readonly address: string;
  /** The names of the fields whose values are known only at apply. It contains `rules` if the filter may have more rules. */
  readonly unknown: string[];
  /**
   * Name of the filter.
   *
   * @default - see `unknown`
   */
  readonly name?: string;
  /** Its rules, in the order of the Terraform. */
  readonly rules: MirrorRuleView[];
  /** Its tags. Those whose values are known only at apply are left out, and `unknown` has `tags` then. */
  readonly tags: { [key: string]: string };
  /**
   * Region id of its provider.
   *
   * @default - the environment or an expression decides
   */
  readonly region?: string;
  /**
   * Id of the account, or the name that the policy gives it.
   *
   * @default - not known
   */
  readonly account?: string;
}

/**
 * A source or a target, with the facts from its resource in the app and from the options that the app sets. An absent field is
 * unknown.
 */
export interface MirrorInterfaceView {
  /** Its id, for example `eni-bp1...`. For a resource of the app: stack and Terraform address. */
  readonly id: string;
  /** The paths of the sessions that use it. */
  readonly sessions: string[];
  /**
   * Path of its construct.
   *
   * @default - it is no resource of the app
   */
  readonly path?: string;
  /**
   * Path of its stack.
   *
   * @default - it is no resource of the app
   */
  readonly stack?: string;
  /**
   * Its Terraform address.
   *
   * @default - it is no resource of the app
   */
  readonly address?: string;
  /**
   * Its key in a ledger.
   *
   * @default - none is set
   */
  readonly key?: string;
  /**
   * ECS instance type.
   *
   * @default - not known
   */
  readonly instanceType?: string;
  /**
   * Id of its instance.
   *
   * @default - not known
   */
  readonly instanceId?: string;
  /**
   * Primary private IPv4 address.
   *
   * @default - not known
   */
  readonly primaryIp?: string;
  /**
   * Region id.
   *
   * @default - not known
   */
  readonly regionId?: string;
  /**
   * Zone id.
   *
   * @default - not known
   */
  readonly zoneId?: string;
  /**
   * VPC id.
   *
   * @default - not known
   */
  readonly vpcId?: string;
  /**
   * vSwitch id.
   *
   * @default - not known
   */
  readonly vswitchId?: string;
  /**
   * Ids of its security groups.
   *
   * @default - not known
   */
  readonly securityGroupIds?: string[];
  /**
   * How many IPv6 addresses it has.
   *
   * @default - not known
   */
  readonly ipv6Addresses?: number;
  /**
   * Whether a cloud service manages it.
   *
   * @default - not known
   */
  readonly serviceManaged?: boolean;
  /**
   * The tags of its resource whose values are known.
   *
   * @default - it is no resource of the app
   */
  readonly tags?: { [key: string]: string };
}

/**
 * The mirroring of an app, as in its Terraform: the sessions, filters, sources and targets of all stacks. It is read-only: changes
 * to it have no effect.
 *
 * If a value is known only at apply, the field is absent, and `unknown` of its session, filter or rule has its name. A check that
 * needs the value returns a finding with `MirrorSeverity.UNDECIDED`.
 *
 * @example
 * declare const view: MirrorView;
 * for (const session of view.sessions) {
 *   if (session.unknown.includes('enabled')) console.log(`${session.path} may be on or off`);
 * }
 */
export class MirrorView {
  /** @internal */
  public static _of(model: MirrorModel): MirrorView {
    return new MirrorView(model);
  }

  private allSessions?: MirrorSessionView[];
  private allFilters?: MirrorFilterView[];
  private allSources?: MirrorInterfaceView[];
  private allTargets?: MirrorInterfaceView[];

  private constructor(private readonly model: MirrorModel) {}

  /** The paths of the stacks. */
  public get stacks(): string[] {
    return this.model.stacks.map((s) => s.path);
  }

  /** All sessions. */
  public get sessions(): MirrorSessionView[] {
    return this.allSessions ??= this.model.sessions.map(sessionView);
  }

  /** The filters that the app creates. */
  public get filters(): MirrorFilterView[] {
    return this.allFilters ??= this.model.filters.map(filterView);
  }

  /** The sources of all sessions, each once. */
  public get sources(): MirrorInterfaceView[] {
    return this.allSources ??= interfaces(this.model, (session) => {
      const facts = this.model.sourceFacts(session);
      return (session.sources ?? []).map((identity, i) => ({ identity, facts: facts[i] }));
    });
  }

  /** The targets of all sessions, each once. */
  public get targets(): MirrorInterfaceView[] {
    return this.allTargets ??= interfaces(this.model, ({ target, targetStatement }) =>
      target === undefined ? [] : [{ identity: target, facts: this.model.interfaceFacts(target, targetStatement) }]);
  }

  /**
   * The whole view as JSON text: an object with the lists `stacks`, `sessions`, `filters`, `sources` and `targets`, with the fields
   * of the structs. In Python, Java, C# and Go, one call for 20,000 sessions is much faster than reading them one by one.
   */
  public toJson(): string {
    const { stacks, sessions, filters, sources, targets } = this;
    return JSON.stringify({ version: 1, stacks, sessions, filters, sources, targets });
  }
}

/** The id of a thing in the view: its cloud id, or stack and address. */
export function viewId(identity: Identity): string {
  return isLiteral(identity) ? identity : `${identity.slice(1, identity.indexOf('\u0000'))}/${named(identity)}`;
}

/** Reads arguments, and collects the names of those that are known only at apply. */
class Arguments {
  public readonly unknown: string[] = [];

  public read<T>(name: string, written: unknown, parse: (value: unknown) => T | undefined): T | undefined {
    if (written === undefined || written === null) return undefined;
    const value = parse(written);
    if (value === undefined) this.unknown.push(name);
    return value;
  }

  public tags(written: unknown): { [key: string]: string } {
    const { known, open, complete } = tagsOf(written);
    if (open.length > 0 || !complete) this.unknown.push('tags');
    return known;
  }
}

function sessionView(session: SessionModel): MirrorSessionView {
  const { block, path, stack, sources, scope } = session;
  const b = block.body;
  const args = new Arguments();
  if (block.copies === undefined) args.unknown.push('copies');
  if (sources === undefined) args.unknown.push('sources');
  return {
    path: label(path), stack: stack.path, address: block.address, unknown: args.unknown, copies: block.copies,
    name: args.read('name', b.traffic_mirror_session_name, literalText),
    enabled: args.read('enabled', b.enabled, literalBoolean),
    priority: args.read('priority', b.priority, literalNumber),
    virtualNetworkId: args.read('virtualNetworkId', b.virtual_network_id, literalNumber),
    packetLength: args.read('packetLength', b.packet_length, literalNumber),
    filter: args.read('filter', b.traffic_mirror_filter_id, () => idOf(session.filter)),
    target: args.read('target', b.traffic_mirror_target_id, () => idOf(session.target)),
    targetType: args.read('targetType', b.traffic_mirror_target_type, literalText),
    sources: (sources ?? []).map(viewId),
    tags: args.tags(b.tags),
    ...placeOf(scope),
  };
}

function filterView({ identity, block, stack, rules, openEnded, scope }: FilterModel): MirrorFilterView {
  const args = new Arguments();
  if (openEnded) args.unknown.push('rules');
  return {
    id: viewId(identity), path: label(block.path), stack: stack.path, address: block.address, unknown: args.unknown,
    name: args.read('name', block.body.traffic_mirror_filter_name, literalText),
    rules: rules.map(ruleView), tags: args.tags(block.body.tags), ...placeOf(scope),
  };
}

function ruleView(rule: RuleModel): MirrorRuleView {
  const args = new Arguments();
  const direction: Direction = rule.direction;
  return {
    direction, unknown: args.unknown,
    priority: args.read('priority', rule.priority, literalNumber),
    action: args.read('action', rule.action, literalText),
    protocol: args.read('protocol', rule.protocol, literalText),
    sourceCidr: args.read('sourceCidr', rule.sourceCidr, literalText),
    destinationCidr: args.read('destinationCidr', rule.destinationCidr, literalText),
    sourcePorts: args.read('sourcePorts', rule.sourcePorts, literalText),
    destinationPorts: args.read('destinationPorts', rule.destinationPorts, literalText),
  };
}

interface Use {
  readonly identity: Identity;
  readonly facts: Partial<MirrorInterfaceView>;
}

/** The interfaces of sessions, each once, with the facts of the first session that has any. */
function interfaces(model: MirrorModel, usesOf: (session: SessionModel) => Use[]): MirrorInterfaceView[] {
  const byIdentity = new Map<Identity, { use: Use; readonly sessions: string[] }>();
  for (const session of model.sessions) {
    const path = label(session.path);
    for (const use of usesOf(session)) {
      const there = byIdentity.get(use.identity);
      if (!there) {
        byIdentity.set(use.identity, { use, sessions: [path] });
        continue;
      }
      if (there.sessions[there.sessions.length - 1] !== path) there.sessions.push(path);
      if (Object.keys(there.use.facts).length === 0) there.use = use;
    }
  }
  return [...byIdentity.values()].map(({ use: { identity, facts }, sessions }): MirrorInterfaceView => {
    const {
      key, instanceType, instanceId, primaryIp, regionId, zoneId, vpcId, vswitchId, securityGroupIds, ipv6Addresses,
      serviceManaged,
    } = facts;
    return {
      id: viewId(identity), sessions, ...resourceOf(model.blockOf(identity)),
      key, instanceType, instanceId, primaryIp, regionId, zoneId, vpcId, vswitchId, securityGroupIds, ipv6Addresses, serviceManaged,
    };
  });
}

function resourceOf(found?: { stack: { path: string }; block: Block }): Partial<MirrorInterfaceView> {
  return found
    ? { path: label(found.block.path), stack: found.stack.path, address: found.block.address, tags: tagsOf(found.block.body.tags).known }
    : {};
}

/** The id of an identity. An expression counts as an id, because equal expressions of one stack are the same thing. */
function idOf(identity: Identity | undefined): string | undefined {
  return identity === undefined ? undefined : viewId(identity);
}

function placeOf({ region, account }: Scope): { region?: string; account?: string } {
  return {
    region,
    account: account.kind === 'uid' || account.kind === 'stated' ? account.key.slice(account.key.indexOf(' ') + 1) : undefined,
  };
}
