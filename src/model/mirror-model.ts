import { expression } from '../net/known';
import { Attachments } from './attachments';
import { States } from './backends';
import { PriorityHolder, StackDocument } from './document';
import type { InterfaceStatement } from './interface-statement';
import { Identity, isLiteral, isManaged, isOpaque, literalBoolean, literalNumber, literalText, named } from './reference';
import { Contradiction, Joined, namedAccounts, sameScope, Scope, Scopes } from './scope';
import { SourceStatements } from './source-statements';
import { Block, StackModel } from './stack-model';
import { bare, blocksOf } from './terraform-form';
import { label } from '../texts/names';

export const SESSION_TYPE = 'alicloud_vpc_traffic_mirror_session';
export const FILTER_TYPE = 'alicloud_vpc_traffic_mirror_filter';
export const RULE_TYPES = {
  inbound: 'alicloud_vpc_traffic_mirror_filter_ingress_rule',
  outbound: 'alicloud_vpc_traffic_mirror_filter_egress_rule',
} as const;

export type Direction = keyof typeof RULE_TYPES;

/** The inline blocks of a filter, by the direction of their rules. */
export const INLINE_RULES = { inbound: 'ingress_rules', outbound: 'egress_rules' } as const;

/** The direction of the rules of a resource type. Undefined if its resources are no rules. */
export function directionOf(type: string): Direction | undefined {
  return type === RULE_TYPES.inbound ? 'inbound' : type === RULE_TYPES.outbound ? 'outbound' : undefined;
}

/** A rule of a filter, inline or a separate resource. Fields are as written, and undefined if they cannot be read. */
export interface RuleModel {
  readonly block: Block;
  readonly stack: StackModel;
  readonly direction: Direction;
  readonly inline: boolean;
  readonly priority: unknown;
  readonly protocol: unknown;
  readonly sourceCidr: unknown;
  readonly destinationCidr: unknown;
  readonly sourcePorts: unknown;
  readonly destinationPorts: unknown;
  readonly action: unknown;
}

export interface FilterModel {
  readonly identity: Identity;
  readonly block: Block;
  readonly stack: StackModel;
  readonly scope: Scope;
  readonly rules: RuleModel[];
  /** The filter has a `dynamic` block or rules with count or for_each, or is imported without rules. So it may have other rules. */
  readonly openEnded: boolean;
  /** An import block takes the filter into the app, and none of its rules. So it keeps the rules that it had. */
  readonly keepsRules: boolean;
}

export interface SessionModel {
  readonly block: Block;
  readonly path: string;
  readonly stack: StackModel;
  readonly scope: Scope;
  readonly filter?: Identity;
  /** The sources by identity, as written. Undefined if the list is known only at apply. */
  readonly sources?: Identity[];
  readonly target?: Identity;
  readonly targetType?: string;
  readonly priority?: number;
  readonly virtualNetworkId?: number;
  readonly packetLength?: number;
  /** Whether it is switched on. Undefined if that is known only at apply. */
  readonly enabled?: boolean;
  /** The session exists, and the app cannot change it: it belongs to others, or Terraform forgets it. */
  readonly standing: boolean;
  /** The library chose the priority. */
  readonly defaultPriority: boolean;
  readonly gaveWayTo?: PriorityHolder;
  /** Statements about the sources by identity. */
  readonly sourceStatements?: SourceStatements;
  readonly targetStatement?: InterfaceStatement;
  /** Cache of `sourceFacts`. A map of 20,000 sessions would cost more. */
  facts?: InterfaceFacts[];
}

/** Sessions of one account and region. */
export interface ScopeGroup {
  readonly scope: Scope;
  readonly sessions: SessionModel[];
  readonly filters: FilterModel[];
  /** The stacks of these sessions and filters. */
  readonly stacks: Set<StackModel>;
  /** The sessions that have an interface as source. */
  readonly bySource: Map<Identity, SessionModel[]>;
  readonly byTarget: Map<Identity, SessionModel[]>;
  readonly byFilter: Map<Identity, SessionModel[]>;
}

/** The traffic mirroring of a whole app. */
export class MirrorModel {
  public readonly stacks: StackModel[];
  public readonly filters: FilterModel[] = [];
  public readonly sessions: SessionModel[] = [];
  /** Rules whose filter is not in the app, or is known only at apply. */
  public readonly strayRules: { rule: RuleModel; filter?: Identity }[] = [];
  /** Rules that may belong to any filter, since their filter is known only at apply. */
  public readonly openRules: RuleModel[] = [];
  public readonly filterByIdentity = new Map<Identity, FilterModel>();
  /** By account and region. */
  public readonly groups: ScopeGroup[] = [];
  public readonly states = new States<StackModel>();
  private readonly stackByPath = new Map<string, StackModel>();
  private readonly facts = new Map<Identity, InterfaceFacts>();
  private samePairs?: [ScopeGroup, ScopeGroup][];
  private readonly scopes = new Map<StackModel, Scopes>();
  private attached?: Attachments;

  constructor(public readonly documents: StackDocument[]) {
    this.stacks = documents.map((document) => new StackModel(document, (remote) => this.states.readBy(remote)));
    for (const stack of this.stacks) {
      this.stackByPath.set(stack.path, stack);
      this.states.add(stack, stack.terraform);
    }
    const names = namedAccounts(this.stacks);
    for (const stack of this.stacks) this.scopes.set(stack, new Scopes(stack, names));
    this.joinLedgers();
    for (const stack of this.stacks) this.readFilters(stack);
    for (const stack of this.stacks) this.readRules(stack);
    this.readImports();
    for (const stack of this.stacks) this.readSessions(stack);
    this.standingFirst();
    this.group();
    if (this.joinThings()) this.group();
  }

  /** Providers whose account differs from the account that the user set. One name is one account. */
  public get contradictions(): Contradiction[] {
    return [...this.scopes.values()].flatMap((s) => s.contradictions);
  }

  public scopeOf(stack: StackModel, block: Block): Scope {
    return this.scopeOfProvider(stack, block.written.provider);
  }

  /** @param provider the provider argument of a resource, if it has one */
  public scopeOfProvider(stack: StackModel, provider: unknown): Scope {
    return this.scopes.get(stack)!.of(provider);
  }

  /** The resource block behind a managed identity, or behind a reference to one of its copies. */
  public blockOf(identity: Identity): { stack: StackModel; block: Block } | undefined {
    if (isLiteral(identity)) return undefined;
    const stack = this.stackByPath.get(identity.slice(1, identity.indexOf('\u0000')));
    const block = stack?.blockOf(identity);
    return block && { stack: stack!, block };
  }

  /** The name of something in messages: its id, the path of its construct, or the expression. */
  public nameOf(identity: Identity): string {
    const made = isManaged(identity) ? this.blockOf(identity) : undefined;
    return made ? label(made.block.path) : named(identity);
  }

  /** Whether the app attaches an interface to an instance. */
  private isAttached(identity: Identity): boolean {
    return !this.attachments.isEmpty && this.attachments.of(identity).length > 0;
  }

  /** Properties of an interface from its resource in the app, and from the instance that the app attaches it to. */
  public resourceFacts(identity: Identity): InterfaceFacts {
    if (isLiteral(identity) && !this.isAttached(identity)) return NOTHING;
    let facts = this.facts.get(identity);
    if (!facts) this.facts.set(identity, facts = this.readFacts(identity));
    return facts;
  }

  /** Properties of an interface from its resource, its statement, or both. */
  public interfaceFacts(identity: Identity, statement?: InterfaceStatement): InterfaceFacts {
    // A literal with a statement is looked up once. A resource may be looked up by many sessions.
    if (isLiteral(identity) && !this.isAttached(identity)) return statement ?? NOTHING;
    const facts = this.resourceFacts(identity);
    if (!statement) return facts;
    return facts === NOTHING ? statement : merged(facts, statement);
  }

  /** Properties of each source of a session, in their order. */
  public sourceFacts(session: SessionModel): InterfaceFacts[] {
    if (!session.facts) {
      const statements = session.sourceStatements;
      session.facts = (session.sources ?? []).map((source, i) => this.interfaceFacts(source, statements?.get(source, i)));
    }
    return session.facts;
  }

  /** Pairs of groups that may turn out to be one account and region. */
  public possiblySame(): [ScopeGroup, ScopeGroup][] {
    return this.samePairs ??= this.findPossiblySame();
  }

  private findPossiblySame(): [ScopeGroup, ScopeGroup][] {
    const pairs: [ScopeGroup, ScopeGroup][] = [];
    this.groups.forEach((a, i) => this.groups.slice(i + 1).forEach((b) => {
      if (sameScope(a.scope, b.scope) === undefined) pairs.push([a, b]);
    }));
    return pairs;
  }

  private readFilters(stack: StackModel): void {
    for (const block of stack.blocks(FILTER_TYPE)) {
      const inline = (direction: Direction, blocks: unknown): RuleModel[] => blocksOf(blocks).map((r: any) => ({
        block, stack, direction, inline: true,
        priority: r.priority, protocol: r.protocol, action: r.action ?? r.rule_action,
        sourceCidr: r.source_cidr_block, destinationCidr: r.destination_cidr_block,
        sourcePorts: r.source_port_range, destinationPorts: r.destination_port_range,
      }));
      const filter: FilterModel = {
        identity: stack.managed(block.address), block, stack, scope: this.scopeOf(stack, block),
        rules: [...inline('inbound', block.body.ingress_rules), ...inline('outbound', block.body.egress_rules)],
        openEnded: block.body.dynamic?.ingress_rules !== undefined || block.body.dynamic?.egress_rules !== undefined
          || typeof block.body.ingress_rules === 'string' || typeof block.body.egress_rules === 'string',
        keepsRules: false,
      };
      this.filters.push(filter);
      this.filterByIdentity.set(filter.identity, filter);
    }
  }

  private readRules(stack: StackModel): void {
    for (const direction of ['inbound', 'outbound'] as const) {
      for (const block of stack.blocks(RULE_TYPES[direction])) {
        const r = block.body;
        const rule: RuleModel = {
          block, stack, direction, inline: false,
          priority: r.priority, protocol: r.protocol, action: r.action ?? r.rule_action,
          sourceCidr: r.source_cidr_block, destinationCidr: r.destination_cidr_block,
          sourcePorts: r.source_port_range, destinationPorts: r.destination_port_range,
        };
        const identity = stack.idOf(r.traffic_mirror_filter_id);
        const filter = this.filterByIdentity.get(identity!);
        if (!filter) {
          this.strayRules.push({ rule, filter: identity });
          // A rule of `filter[each.key]`: only Terraform knows the number of rules of each copy.
          const owner = identity === undefined ? undefined : this.blockOf(identity);
          const repeated = owner?.block.type === FILTER_TYPE
            ? this.filterByIdentity.get(owner.stack.managed(owner.block.address))
            : undefined;
          if (repeated) (repeated as { openEnded: boolean }).openEnded = true;
          else if (identity === undefined || isOpaque(identity)) this.openRules.push(rule);
        } else {
          filter.rules.push(rule);
          if (block.copies === undefined) (filter as { openEnded: boolean }).openEnded = true;
        }
      }
    }
  }

  private readImports(): void {
    const imported = new Map(this.stacks.map((stack) => [
      stack, new Set(blocksOf(stack.terraform.import).map(({ to }: any) => bare(String(to)).replace(/\[.*/, ''))),
    ]));
    const isImported = ({ stack, block: { type, name } }: FilterModel | RuleModel): boolean =>
      imported.get(stack)!.has(`${type}.${name}`);
    for (const filter of this.filters) {
      if (!isImported(filter) || filter.rules.some((rule) => rule.inline || isImported(rule))) continue;
      Object.assign(filter, { openEnded: true, keepsRules: true });
    }
  }

  private readSessions(stack: StackModel): void {
    const statements = stack.document.statements?.sessions ?? {};
    const identity = (text: string): Identity => stack.identity(text);
    for (const block of stack.blocks(SESSION_TYPE)) {
      const b = block.body;
      // A statement is about all copies of a block.
      const statement = statements[block.address] ?? statements[`${block.type}.${block.name}`];
      this.sessions.push({
        block, stack, path: block.path, scope: this.scopeOf(stack, block),
        filter: stack.idOf(b.traffic_mirror_filter_id),
        sources: sourceIdentities(stack, b.traffic_mirror_source_ids),
        target: stack.idOf(b.traffic_mirror_target_id),
        targetType: literalText(b.traffic_mirror_target_type),
        priority: literalNumber(b.priority),
        virtualNetworkId: literalNumber(b.virtual_network_id),
        packetLength: literalNumber(b.packet_length),
        // The provider creates a session without the argument switched off.
        enabled: b.enabled === undefined ? false : literalBoolean(b.enabled),
        standing: stack.document.ofOthers === true || stack.document.standing?.has(block.address) === true,
        defaultPriority: statement?.defaultPriority === true,
        gaveWayTo: statement?.gaveWayTo,
        sourceStatements: statement?.sources && SourceStatements.of(statement.sources).named(identity),
        targetStatement: statement?.target,
        facts: undefined,
      });
    }
  }

  /** Sessions that the app cannot change hold their numbers and sources, so a collision is reported at the other session. */
  private standingFirst(): void {
    const standing = this.sessions.filter((s) => s.standing);
    if (standing.length === 0) return;
    const others = this.sessions.filter((s) => !s.standing);
    this.sessions.length = 0;
    for (const sessions of [standing, others]) for (const session of sessions) this.sessions.push(session);
  }

  /** Fleets that share a ledger belong to one account and region, since their numbers do. */
  private joinLedgers(): void {
    const joined = this.joined();
    const byLedger = new Map<string, Scope>();
    for (const stack of this.stacks) {
      for (const { ledger, provider } of stack.document.statements?.fleets ?? []) {
        const scope = this.scopeOfProvider(stack, provider);
        const first = byLedger.get(ledger);
        if (first) joined.join(first, scope);
        else byLedger.set(ledger, scope);
      }
    }
  }

  /**
   * A resource that the app makes belongs to one account and region. Sessions that use one are therefore in the account and region of
   * its provider, unless they are certainly not. Equal ids show nothing: whether ids are unique over accounts is not documented, and
   * stacks for several accounts may be made from one template.
   *
   * @returns whether scopes were joined
   */
  private joinThings(): boolean {
    if (this.possiblySame().length === 0) return false;
    this.samePairs = undefined;
    const before = this.groups.length;
    const joined = this.joined();
    for (const group of this.groups) {
      for (const uses of [group.byFilter, group.byTarget, group.bySource]) {
        for (const identity of uses.keys()) {
          const made = isManaged(identity) ? this.blockOf(identity) : undefined;
          if (made) joined.join(this.scopeOf(made.stack, made.block), group.scope, true);
        }
      }
    }
    return new Set(this.groups.map((g) => g.scope.key)).size < before;
  }

  private joined(): Joined {
    return new Joined([...this.scopes.values()].flatMap((s) => s.all));
  }

  private group(): void {
    this.groups.length = 0;
    const byKey = new Map<string, ScopeGroup>();
    const groupOf = (scope: Scope): ScopeGroup => {
      let group = byKey.get(scope.key);
      if (!group) {
        group = { scope, sessions: [], filters: [], stacks: new Set(), bySource: new Map(), byTarget: new Map(), byFilter: new Map() };
        byKey.set(scope.key, group);
        this.groups.push(group);
      }
      return group;
    };
    const filter = (one: FilterModel): void => {
      const group = groupOf(one.scope);
      group.filters.push(one);
      group.stacks.add(one.stack);
    };
    this.filters.forEach(filter);
    let group: ScopeGroup | undefined;
    let scope: Scope | undefined;
    for (const session of this.sessions) {
      // The sessions of a provider follow each other.
      if (scope !== session.scope) {
        ({ scope } = session);
        group = groupOf(scope);
        group.stacks.add(session.stack);
      }
      group!.sessions.push(session);
      const alone = [session];
      // A source listed twice in one session counts once.
      if (session.sources) for (const source of session.sources) addUse(group!.bySource, source, alone);
      if (session.target !== undefined) addUse(group!.byTarget, session.target, alone);
      if (session.filter !== undefined) addUse(group!.byFilter, session.filter, alone);
    }
  }

  private readFacts(identity: Identity): InterfaceFacts {
    const found = this.blockOf(identity);
    const attachedType = this.attachedType(identity);
    if (!found) return attachedType === undefined ? NOTHING : { instanceType: attachedType };
    const { stack, block } = found;
    const b = block.body;
    const region = this.scopeOf(stack, block).region;
    const common = {
      regionId: region, primaryIp: literalText(b.primary_ip_address) ?? literalText(b.private_ip),
      vswitchId: literalText(b.vswitch_id), ipv6Addresses: ipv6Of(b), instanceType: literalText(b.instance_type),
      zoneId: literalText(b.availability_zone), securityGroupIds: literalTexts(b.security_group_ids ?? b.security_groups),
    };
    return { ...common, serviceManaged: false, instanceType: this.isAttached(identity) ? attachedType : common.instanceType };
  }

  /** The type of the instance that an interface is attached to. Undefined if it may be attached to instances of several types. */
  private attachedType(identity: Identity): string | undefined {
    const types = this.attachments.of(identity).map(({ instance }) =>
      instance === undefined ? undefined : literalText(this.blockOf(instance)?.block.body.instance_type));
    return types.every((type) => type === types[0]) ? types[0] : undefined;
  }

  /** The attachments of interfaces to instances, in all stacks. */
  public get attachments(): Attachments {
    return this.attached ??= new Attachments(this.stacks);
  }
}

/** The session at which a finding about several sessions is reported: the first one that the app can change. */
export function reportedAt(sessions: readonly SessionModel[]): SessionModel {
  return sessions.find((s) => !s.standing) ?? sessions[0];
}

/** Properties of an interface in addition to its identity. */
export type InterfaceFacts = InterfaceStatement;

/** Of an interface that is not in the app. */
export const NOTHING: InterfaceFacts = {};

/** The resource takes precedence over the statement. Written field by field, since a large app has 200,000 of them. */
function merged(facts: InterfaceFacts, statement: InterfaceStatement): InterfaceFacts {
  return {
    key: statement.key,
    instanceType: facts.instanceType ?? statement.instanceType,
    primaryIp: facts.primaryIp ?? statement.primaryIp,
    regionId: facts.regionId ?? statement.regionId,
    vpcId: facts.vpcId ?? statement.vpcId,
    zoneId: facts.zoneId ?? statement.zoneId,
    mtu: facts.mtu ?? statement.mtu,
    ipv6Addresses: facts.ipv6Addresses ?? statement.ipv6Addresses,
    serviceManaged: facts.serviceManaged ?? statement.serviceManaged,
    vswitchId: facts.vswitchId ?? statement.vswitchId,
    instanceId: statement.instanceId,
    securityGroupIds: facts.securityGroupIds ?? statement.securityGroupIds,
    mirroredMbps: statement.mirroredMbps,
    capacityMbps: statement.capacityMbps,
    tags: statement.tags,
  };
}

function literalTexts(value: unknown): string[] | undefined {
  return Array.isArray(value) && value.length > 0 && value.every((v) => literalText(v) !== undefined) ? value : undefined;
}

function ipv6Of(body: any): number | undefined {
  if (Array.isArray(body.ipv6_addresses)) return body.ipv6_addresses.length;
  const count = literalNumber(body.ipv6_address_count);
  // Without either argument, the interface is created without IPv6.
  return count ?? (body.ipv6_addresses === undefined && body.ipv6_address_count === undefined ? 0 : undefined);
}

/** @param alone a list of just this session, shared by everything that only it uses (nearly all of 200,000 sources) */
function addUse(uses: Map<Identity, SessionModel[]>, key: Identity, alone: SessionModel[]): void {
  const there = uses.get(key);
  if (!there) uses.set(key, alone);
  else if (there[there.length - 1] === alone[0]) return;
  else if (there.length === 1) uses.set(key, [there[0], alone[0]]);
  else there.push(alone[0]);
}

function sourceIdentities(stack: StackModel, sources: unknown): Identity[] | undefined {
  if (!Array.isArray(sources)) return typeof sources === 'string' && !expression(sources) ? [sources] : undefined;
  // A literal id is its identity.
  if (sources.every((s) => typeof s === 'string' && !expression(s))) return sources;
  return sources.map((s) => typeof s === 'string' ? stack.identity(s) : `?${stack.path}\u0000${JSON.stringify(s)}`);
}
