import type { AdoptedSession } from './adopted-session';
import { idOf } from './existing-sessions';
import { FleetFindings } from './fleet-findings';
import { momentsOf } from './fleet-states';
import { LedgerSession } from './ledger-content';
import { LimitsInForce } from './limits-in-force';
import { MirrorChange } from './mirror-change';
import { MirrorLedger } from './mirror-ledger';
import { MirrorNumberRange, MirrorPlacementProps, MirrorTagMatch, OnNewSource } from './mirror-placement';
import { MirrorPacking } from './packing';
import { FleetPlan, PlanSource, PlanSources } from './plan-input';
import { planFleet } from './planner';
import { placeable } from './released-sessions';
import { SourcesByKey } from './sources-by-key';
import { SESSION_PRIORITY, VNI, Bounds, within } from '../catalog/limits';
import { StatedFinding } from '../model/document';
import { effectsOf } from '../effects/effects';
import type { FilterState } from '../effects/mirror-state';
import { filterEffectLines, filterEffectsOf } from '../effects/rule-changes';
import type { Completeness } from '../input/list-call';
import { gather } from '../net/gather';
import { known } from '../net/known';
import { described, refusal } from '../net/refusal';
import { tokenName } from '../net/token-name';
import { MirrorPolicy } from '../policy/mirror-policy';
import { MirrorSource } from '../session/mirror-source';
import { MirrorTarget } from '../session/mirror-target';
import { FLEET_LEASE, Lease, VNI_LEASE } from '../session/numbering';
import { inWords } from '../texts/catalogue';

/** Properties of a `MirrorPlan`. */
export interface MirrorPlanProps extends MirrorPlacementProps {
  /** The name of the fleet in the ledger. It must not change. */
  readonly name: string;
  /**
   * The policy of the app or of a scope in it. It sets the edition and the raised quotas.
   *
   * @default - edition 2023, with its quotas
   */
  readonly policy?: MirrorPolicy;
  /**
   * The region id whose raised quotas apply.
   *
   * @default - the ledger's region
   */
  readonly regionId?: string;
  /**
   * How many resources one shard may have in its state, at least 1. Sessions, copies of the filter, and their rules count.
   *
   * @default 2000
   */
  readonly resourcesPerShard?: number;
  /**
   * Numbers of shards that have no sessions and whose stacks are destroyed. The ledger keeps every other shard, so that no
   * stack leaves the app while its filter still exists in the cloud.
   *
   * @default - none
   */
  readonly destroyedShards?: number[];
}

/** Terraform refreshes each resource at every plan, with one call for each. A state of this size takes minutes. */
const RESOURCES_PER_SHARD = 2_000;

/** Throws if an option of a plan is a token: the plan is computed while the app runs. */
function refuseTokens<T>(path: string, given: T, things: (keyof T & string)[], values: (keyof T & string)[]): void {
  const open = things.find((name) => typeof given[name] === 'string' || tokenName(given[name]) !== undefined)
    ?? values.find((name) => !known(given[name]));
  if (open === undefined) return;
  throw refusal({
    path: known(path) ? path : undefined,
    what: open,
    got: given[open],
    allowed: 'a value that is known at synth',
    fix: 'pass the value itself. A fleet is placed while the app runs. For existing resources, read an inventory',
  });
}

/** The part of a plan for one stack. */
export class MirrorShard {
  /** @internal */
  public static _of(plan: MirrorPlan, number: number, sessions: LedgerSession[]): MirrorShard {
    return new MirrorShard(plan, number, sessions);
  }

  /** The shard's number, from 0. It never changes. */
  public readonly number: number;
  /** The keys of its sessions, sorted. */
  public readonly sessionKeys: string[];
  /** @internal */
  public readonly _plan: MirrorPlan;
  /** @internal */
  public readonly _sessions: LedgerSession[];

  private constructor(plan: MirrorPlan, number: number, sessions: LedgerSession[]) {
    this.number = number;
    this._plan = plan;
    this._sessions = sessions;
    this.sessionKeys = sessions.map(({ key }) => key);
  }
}

/**
 * The placement of a fleet over several stacks: the session of each source, and the target, priority and VNI of each
 * session. It depends on sources, targets, quotas and the ledger only, and writes nothing. Pass each of its shards to a
 * `MirroredFleetShard` in a separate stack. A fleet that fits into one stack needs no plan: use `MirroredFleet`.
 *
 * Running sessions stay in place. Growth adds sessions and shards, and moves nothing.
 *
 * @example
 * declare const app: App;
 * declare const sources: MirrorSource[];
 *
 * const plan = MirrorPlan.of({
 *   name: 'production',
 *   sources,
 *   targets: [MirrorTarget.internalLoadBalancer('lb-bp1sensors')],
 *   ledger: MirrorLedger.file('traffic-mirror.lock'),
 * });
 * for (const shard of plan.shards) {
 *   const stack = new TerraformStack(app, `mirroring-${shard.number}`);
 *   new alicloud.provider.AlicloudProvider(stack, 'AliCloud', { region: 'cn-hangzhou' });
 *   const filter = new MirrorFilter(stack, 'Filter', { inbound: [MirrorRule.acceptTcp()] });
 *   new MirroredFleetShard(stack, 'Fleet', { filter, shard });
 * }
 */
export class MirrorPlan {
  /**
   * Plans a fleet over several stacks.
   *
   * @throws if a key occurs twice, a value is out of its range, or the ledger is of another region
   */
  public static of(props: MirrorPlanProps): MirrorPlan {
    refuseTokens(props.name, props, ['policy'], ['name', 'regionId']);
    const limits = LimitsInForce.of(props.policy, props.regionId ?? props.ledger._region);
    const resources = props.resourcesPerShard ?? RESOURCES_PER_SHARD;
    if (!known(resources) || !Number.isInteger(resources) || resources < 1) {
      throw refusal({
        path: props.name,
        what: 'resourcesPerShard',
        got: resources,
        allowed: 'a whole number from 1',
        fix: `omit it for the default of ${RESOURCES_PER_SHARD}`,
      });
    }
    const { destroyedShards = [] } = props;
    if (!known(destroyedShards) || !Array.isArray(destroyedShards) || !destroyedShards.every((n) => Number.isInteger(n) && n >= 0)) {
      throw refusal({
        path: props.name,
        what: 'destroyedShards',
        got: destroyedShards,
        allowed: 'whole numbers from 0',
        fix: 'list the numbers of the shards whose stacks are destroyed',
      });
    }
    return MirrorPlan._make(props.name, props, limits, true, resources, destroyedShards);
  }

  /** @internal */
  public static _make(
    name: string,
    props: MirrorPlacementProps,
    limits: LimitsInForce,
    copyable: boolean,
    resourcesPerState: number,
    destroyed: number[],
  ): MirrorPlan {
    return new MirrorPlan(name, props, limits, copyable, resourcesPerState, destroyed);
  }

  /** The name of the fleet in the ledger. */
  public readonly name: string;
  /** The parts of the plan, one for each stack, by number. Empty shards are included, so that their stacks stay until they are applied. */
  public readonly shards: MirrorShard[];
  /** The keys of sources that are omitted because they are not in the frozen ledger. */
  public readonly leftOut: string[];

  /** @internal */
  public readonly _ledger: MirrorLedger;
  /** @internal */
  public readonly _priorities: Lease;
  /** @internal */
  public readonly _vnis: Lease;
  /** @internal */
  public readonly _vnisStated: boolean;
  private readonly plan: FleetPlan;
  private readonly adopted: ReadonlyMap<string, AdoptedSession>;
  private readonly isOn: (source: MirrorSource) => boolean;
  private changed?: MirrorChange;
  /** The sources of each session, in their order. */
  private readonly sourcesOf = new Map<LedgerSession, readonly (MirrorSource | undefined)[]>();
  private readonly targetByKey = new Map<string, MirrorTarget>();
  private readonly built = new Map<number, string>();

  private constructor(
    name: string,
    private readonly props: MirrorPlacementProps,
    private readonly limits: LimitsInForce,
    private readonly copyable: boolean,
    resourcesPerState: number,
    private readonly destroyed: number[],
  ) {
    checkPlacement(name, props);
    const { ledger } = props;
    this.name = name;
    this._ledger = ledger;
    this._priorities = checkRange(name, 'priorityRange', SESSION_PRIORITY, props.priorityRange ?? FLEET_LEASE);
    this._vnis = checkRange(name, 'virtualNetworkIdRange', VNI, props.virtualNetworkIdRange ?? VNI_LEASE);
    this._vnisStated = props.virtualNetworkIdRange !== undefined;
    this.isOn = switchOf(props.enabledByTag);
    const sourceByKey = byKey(name, 'sources', props.sources);
    byKey(name, 'targets', props.targets);
    for (const target of props.targets) this.targetByKey.set(target.key, target);
    const sources = this.asPlanned(sourceByKey);
    const before = ledger._before(name, props.targets, sources);
    const inventory = inventoryOf(props.sources);
    if (inventory) ledger._setInventory(name, inventory);
    this.adopted = before.adopted;
    const quotas = limits.forPlan(copyable, resourcesPerState);
    this.plan = planFleet({
      fleet: name, packing: props.packing ?? MirrorPacking.DEDICATED,
      sources: placeable(sources, ledger._releasedOf(name)),
      targets: props.targets.map((t) => limits.target(t)),
      quotas, ledger: before, priorities: this._priorities, vnis: this._vnis,
      deferRemovals: props.deferRemovals ?? false, compaction: props.compaction ?? 0,
    });
    // Looked up once: finding 200,000 sources by key takes as long as writing them.
    for (const session of this.plan.sessions) this.sourcesOf.set(session, session.sources.map(({ key }) => sourceByKey.get(key)));
    ledger._record(name, this.plan, limits.forEffects(props.targets));
    this.leftOut = [...this.plan.leftOut];
    this.shards = this.divide(ledger._shardsOf(name, destroyed));
  }

  /** The changes of the plan, compared with the deployed sessions or, if they are unknown, with the ledger. */
  public get change(): MirrorChange {
    if (!this.changed) {
      const moments = this._ledger._momentsOf(this.name);
      const { before, after } = momentsOf([moments]);
      const own = new Set([...moments.after.shards.values()].map(({ filter }) => filter));
      const filters = this._ledger._filterMoments();
      const of = (states: readonly FilterState[]) => states.filter(({ id }) => own.has(id));
      this.changed = MirrorChange._of(this.plan, effectsOf(
        { sessions: before, filters: of(filters.before) },
        { sessions: after, filters: of(filters.after) },
        this.limits.forEffects(),
      ), this._ledger._comparedWith, this._ledger._releasedNow(this.name),
      filterEffectLines(filterEffectsOf(of(filters.before), of(filters.after))), this._ledger._isComparedWithStates);
    }
    return this.changed;
  }

  /** The ranges of numbers that the code sets. @internal */
  public get _rangesSet(): { readonly priorityRange?: Lease; readonly virtualNetworkIdRange?: Lease } {
    const { priorityRange, virtualNetworkIdRange } = this.props;
    return { ...priorityRange && { priorityRange: this._priorities }, ...virtualNetworkIdRange && { virtualNetworkIdRange: this._vnis } };
  }

  /** The sources of a session, in their order. Undefined for a removed source that stays for now. @internal */
  public _sources(session: LedgerSession): readonly (MirrorSource | undefined)[] {
    return this.sourcesOf.get(session)!;
  }

  /** @internal */
  public _target(session: LedgerSession): MirrorTarget {
    return this.targetByKey.get(session.target)!;
  }

  /** The keys of the targets that have no session. @internal */
  public get _idleTargets(): string[] {
    const used = new Set(this.plan.sessions.map(({ target }) => target));
    return [...this.targetByKey.keys()].filter((key) => !used.has(key));
  }

  /** The attributes of an adopted session. @internal */
  public _adopted(session: LedgerSession): AdoptedSession | undefined {
    return this.adopted.get(session.key);
  }

  /**
   * Records a session as released. It still runs, and this run does not change it.
   *
   * @internal
   */
  public _release(session: LedgerSession, path: string): void {
    const { _ledger: ledger } = this;
    const what = `the session ${session.key} to release`;
    if (this._adopted(session)) {
      throw refusal({
        path, what, got: described('is adopted'), allowed: 'a session that the fleet has created',
        fix:
          'remove it from the state with terraform state rm, and remove its lines from the ledger. Its numbers then come from the export',
      });
    }
    if (ledger._isGone(session.key)) {
      throw refusal({
        path, what, got: described('is in goneSessions'), allowed: 'a session that exists',
        fix: `remove the key from goneSessions of the ledger ${ledger.name}. Otherwise new sessions get its numbers while it still runs`,
      });
    }
    if (ledger.isFrozen) {
      throw refusal({
        path, what, got: described('is not released in the frozen ledger'), allowed: 'a ledger that records the release',
        fix: `run the synth outside of the build server, and commit the ledger. ${ledger.name} is frozen by ${inWords(ledger._frozenBy, 'en')}. No running session is changed`,
      });
    }
    const running = this.plan.before.get(session.key);
    if (!running || !isUnchanged(running, session)) {
      throw refusal({
        path,
        what,
        got: described(running ? 'is also changed by this run' : 'is not deployed yet'),
        allowed: 'a running session without changes',
        fix: running ? 'apply the change first, then release the session' : 'remove its sources from the fleet instead',
      });
    }
    ledger._release(this.name, session.key);
    this.changed = undefined;
  }

  /** Whether this is the first shard in the app. It reports the findings of the whole plan. @internal */
  public _build(shard: MirrorShard, path: string): boolean {
    const other = this.built.get(shard.number);
    if (other !== undefined) {
      throw refusal({
        path,
        what: 'shard',
        got: described(`is shard ${shard.number} of plan ${this.name}, which ${other} uses already`),
        allowed: 'each shard once',
        fix: 'create one MirroredFleetShard for each of plan.shards',
      });
    }
    this.built.set(shard.number, path);
    this.changed = undefined;
    return this.built.size === 1;
  }

  /** @internal */
  public _findings(path: string): StatedFinding[] {
    const unbuilt = this.shards.filter((s) => !this.built.has(s.number))
      .map(({ number, sessionKeys }) => ({ number, sessions: sessionKeys.length }));
    // The filter of a released session must stay.
    const used = new Set([...this._ledger._releasedOf(this.name).values()].map(({ shard }) => shard));
    const empty = this.shards.filter((s) => s._sessions.length === 0 && this.built.has(s.number) && s.number > 0 && !used.has(s.number))
      .map(({ number }) => number);
    const wrong = this.destroyed.filter((n) => this.shards.some((s) => s.number === n));
    return new FleetFindings(path, this.plan, this._ledger, this.limits, this.props, this.copyable).all(
      this.name, { unbuilt, empty, wrong },
    );
  }

  /** The sources as the planner sees them, built when used: keeping all would take as much memory as the sources. */
  private asPlanned(sourceByKey: SourcesByKey<MirrorSource>): PlanSources {
    const planned = (s: MirrorSource): PlanSource => ({
      key: s.key,
      id: known(s.interfaceId) ? s.interfaceId : undefined,
      zoneId: s.options.zoneId,
      on: this.isOn(s),
    });
    return {
      size: sourceByKey.size,
      has: (key) => sourceByKey.get(key) !== undefined,
      get: (key) => {
        const source = sourceByKey.get(key);
        return source && planned(source);
      },
      keys: () => sourceByKey.keys(),
    };
  }

  private divide(remembered: ReadonlyMap<number, unknown>): MirrorShard[] {
    const parts = new Map<number, LedgerSession[]>([0, ...remembered.keys()].map((number) => [number, []]));
    for (const session of this.plan.sessions) gather(parts, session.shard, session);
    return [...parts].sort(([a], [b]) => a - b).map(([number, sessions]) => MirrorShard._of(this, number, sessions));
  }
}

/** Whether the inventories that selected the sources have every interface. Undefined if some source comes from no inventory. */
function inventoryOf(sources: readonly MirrorSource[]): Completeness | undefined {
  const found = new Set(sources.map(({ _inventory }) => _inventory));
  if (found.has('unknown')) return 'unknown';
  return found.size === 0 || found.has(undefined) ? undefined : 'proved';
}

function isUnchanged(running: LedgerSession, now: LedgerSession): boolean {
  const essence = ({ target, priority, vni, off, sources }: LedgerSession) => JSON.stringify([
    target, priority, vni, off ?? false, sources.map(idOf),
  ]);
  return running === now || essence(running) === essence(now);
}

function switchOf(match: MirrorTagMatch | undefined): (source: MirrorSource) => boolean {
  if (!match) return () => true;
  const values = match.values === undefined ? undefined : new Set(match.values);
  return ({ options: { tags } }) =>
    tags !== undefined && Object.hasOwn(tags, match.key) && (values === undefined || values.has(tags[match.key]));
}

/** The items by key. Throws if a key is a token or occurs twice. */
function byKey<T extends { readonly key: string }>(path: string, what: string, items: readonly T[]): SourcesByKey<T> {
  const of = new SourcesByKey(items);
  const twice = of.duplicate;
  const nameless = items.some(({ key }) => key === '');
  if (nameless || twice) {
    throw refusal({
      path,
      what,
      got: described(nameless ? 'has a MirrorSource.listOf' : `has ${twice!.key} twice`),
      allowed: nameless ? 'single sources that are known at synth' : 'each key once',
      fix: nameless
        ? 'read the sources from an inventory, because a fleet places each source at synth. Or use a MirrorSession for the list'
        : 'list it once, or give the two different keys',
    });
  }
  const open = items.find(({ key }) => !known(key));
  if (open) {
    throw refusal({
      path,
      what: `the key of one of the ${what}`,
      got: open.key,
      allowed: 'a key that is known at synth',
      fix: 'set a key in addition to the id: { key: \'web-1\' }',
    });
  }
  return of;
}

function checkChoice(path: string, what: string, allowed: string[], given?: string): void {
  if (given !== undefined && !allowed.includes(given)) {
    throw refusal({ path, what, got: given, allowed: allowed.join(' or '), fix: 'choose one of these' });
  }
}

function checkRange(path: string, what: string, { min, max }: Bounds, { first, last }: MirrorNumberRange): Lease {
  if (!within({ min, max }, first) || !within({ min, max }, last) || first > last) {
    throw refusal({
      path, what, got: `${first} to ${last}`, allowed: `first to last within ${min} to ${max}`,
      fix: first > last ? `write { first: ${last}, last: ${first} }` : 'choose a range within these bounds that no other fleet uses',
    });
  }
  return { first, last };
}

function checkPlacement(path: string, props: MirrorPlacementProps): void {
  refuseTokens(
    path,
    props,
    ['sources', 'targets', 'ledger'],
    ['packing', 'onNewSource', 'priorityRange', 'virtualNetworkIdRange', 'enabledByTag', 'deferRemovals', 'compaction'],
  );
  if (props.enabledByTag) props.sources.forEach((s) => refuseTokens(path, s.options, [], ['tags']));
  checkChoice(path, 'onNewSource', Object.values(OnNewSource), props.onNewSource);
  checkChoice(path, 'packing', Object.values(MirrorPacking), props.packing);
  const { compaction, targets, ledger, sources } = props;
  if (targets.length === 0) {
    throw refusal({
      path,
      what: 'targets',
      got: described('is empty'),
      allowed: 'at least one target',
      fix: 'pass the interfaces of the sensors or an internal CLB',
    });
  }
  if (compaction !== undefined && !(known(compaction) && Number.isInteger(compaction) && compaction >= 0)) {
    throw refusal({
      path,
      what: 'compaction',
      got: compaction,
      allowed: 'a whole number of sources from 0',
      fix: 'set how many sources may be interrupted at once',
    });
  }
  const region = ledger._region;
  const stray = region === undefined
    ? undefined
    : sources.find((s) => s.options.regionId !== undefined && known(s.options.regionId) && s.options.regionId !== region);
  if (stray) {
    throw refusal({
      path,
      what: `the region of source ${stray}`,
      got: stray.options.regionId,
      allowed: `${region}, the region of the ledger ${ledger.name}`,
      fix: 'keep one ledger for each account and region',
    });
  }
}
