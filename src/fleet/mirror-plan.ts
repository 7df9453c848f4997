import type { AdoptedSession } from './adopted-session';
import { FleetFindings } from './fleet-findings';
import { LedgerSession } from './ledger-file';
import { LimitsInForce } from './limits-in-force';
import { MirrorChange } from './mirror-change';
import { MirrorLedger } from './mirror-ledger';
import { MirrorNumberRange, MirrorPlacementProps, MirrorTagMatch, OnNewSource } from './mirror-placement';
import { MirrorPacking } from './packing';
import { FleetPlan, planFleet, PlanSource } from './planner';
import { SESSION_PRIORITY, VNI, Bounds, within } from '../catalog/limits';
import { StatedFinding } from '../model/document';
import { known } from '../net/known';
import { refusal } from '../net/refusal';
import { MirrorPolicy } from '../policy/mirror-policy';
import { refuseToken } from '../session/arguments';
import { MirrorSource } from '../session/mirror-source';
import { MirrorTarget } from '../session/mirror-target';
import { FLEET_LEASE, Lease, VNI_LEASE } from '../session/numbering';

/** Properties of a `MirrorPlan`. */
export interface MirrorPlanProps extends MirrorPlacementProps {
  /** The name by which the ledger knows the fleet. It must not change. */
  readonly name: string;
  /**
   * Says which edition and which raised quotas hold: the policy of the app or of a scope in it.
   *
   * @default - edition 2023, with the quotas that it states
   */
  readonly policy?: MirrorPolicy;
  /**
   * Region id, for which raised quotas are looked up.
   *
   * @default - the ledger's region
   */
  readonly regionId?: string;
  /**
   * How many resources one shard may have in its state: sessions, copies of the filter, and the rules of each.
   *
   * @default 2000
   */
  readonly resourcesPerShard?: number;
}

/** Terraform refreshes each resource at every plan, one call each; a state of this size takes minutes. */
const RESOURCES_PER_SHARD = 2_000;

/** Part of a plan that goes into one stack. */
export class MirrorShard {
  /** @internal */
  public static _of(plan: MirrorPlan, number: number, sessions: LedgerSession[]): MirrorShard {
    return new MirrorShard(plan, number, sessions);
  }

  /** The shard's number, from 0; it never changes. */
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
 * Which source is in which session, on which target, with which numbers: made from sources, targets, quotas and the
 * ledger alone. It writes nothing. Give each of its shards to a `MirroredFleetShard` in a stack of its own; a fleet
 * that fits into one stack needs no plan, since `MirroredFleet` makes its own.
 *
 * What runs stays where it is. Growth opens new sessions and new shards, and moves nothing.
 */
export class MirrorPlan {
  /**
   * Plans a fleet that is spread over several stacks.
   *
   * @throws where a key is given twice, a literal is out of its range, or the ledger is of another region
   */
  public static of(props: MirrorPlanProps): MirrorPlan {
    for (const what of ['name', 'regionId'] as const) {
      const given = props[what];
      if (given !== undefined && (!known(given) || given === '')) throw refusal({ what: `${what} of MirrorPlan.of`, got: given, allowed: 'a text that is known at synth', fix: 'write the text itself: the ledger is read while the app runs' });
    }
    refuseToken(props.name, 'policy', props.policy, 'a MirrorPolicy', 'write MirrorPolicy.of(app)');
    const limits = LimitsInForce.of(props.policy, props.regionId ?? props.ledger._region);
    const resources = props.resourcesPerShard ?? RESOURCES_PER_SHARD;
    if (!known(resources) || !Number.isInteger(resources) || resources < 1) {
      throw refusal({ path: props.name, what: 'resourcesPerShard', got: resources, allowed: 'a whole number from 1', fix: `leave it out for ${RESOURCES_PER_SHARD}` });
    }
    return MirrorPlan._make(props.name, props, limits, true, resources);
  }

  /** @internal */
  public static _make(name: string, props: MirrorPlacementProps, limits: LimitsInForce, copyable: boolean, resourcesPerState: number): MirrorPlan {
    return new MirrorPlan(name, props, limits, copyable, resourcesPerState);
  }

  /** The name by which the ledger knows the fleet. */
  public readonly name: string;
  /** What the plan changes against the ledger. */
  public readonly change: MirrorChange;
  /** The parts for one stack each, by number; those that have become empty are among them, so that their stacks stay until they are applied. */
  public readonly shards: MirrorShard[];
  /** The keys of sources that are left out, since the frozen ledger does not know them. */
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
  private readonly sourceByKey = new Map<string, MirrorSource>();
  private readonly targetByKey = new Map<string, MirrorTarget>();
  private readonly built = new Map<number, string>();

  private constructor(name: string, private readonly props: MirrorPlacementProps, private readonly limits: LimitsInForce, private readonly copyable: boolean, resourcesPerState: number) {
    checkPlacement(name, props);
    const { ledger } = props;
    this.name = name;
    this._ledger = ledger;
    this._priorities = checkRange(name, 'priorityRange', SESSION_PRIORITY, props.priorityRange ?? FLEET_LEASE);
    this._vnis = checkRange(name, 'virtualNetworkIdRange', VNI, props.virtualNetworkIdRange ?? VNI_LEASE);
    this._vnisStated = props.virtualNetworkIdRange !== undefined;
    for (const source of props.sources) addOnce(name, 'sources', this.sourceByKey, source);
    for (const target of props.targets) addOnce(name, 'targets', this.targetByKey, target);
    const before = ledger._before(name, props.targets);
    this.adopted = before.adopted;
    const quotas = limits.forPlan(copyable, resourcesPerState);
    this.isOn = switchOf(props.enabledByTag);
    this.plan = planFleet({
      fleet: name, packing: props.packing ?? MirrorPacking.DEDICATED,
      sources: props.sources.map((s): PlanSource => ({ key: s.key, id: known(s.interfaceId) ? s.interfaceId : undefined, zoneId: s.options.zoneId, on: this.isOn(s) })),
      targets: props.targets.map((t) => limits.target(t)),
      quotas, ledger: before, priorities: this._priorities, vnis: this._vnis,
      deferRemovals: props.deferRemovals ?? false, compaction: props.compaction ?? 0,
    });
    ledger._record(name, this.plan);
    this.change = MirrorChange._of(this.plan);
    this.leftOut = [...this.plan.leftOut];
    this.shards = this.divide(Math.max(0, ...[...before.recorded.sessions.values()].map(({ shard }) => shard)));
  }

  /** @internal */
  public _source(key: string): MirrorSource | undefined {
    return this.sourceByKey.get(key);
  }

  /** @internal */
  public _target(session: LedgerSession): MirrorTarget {
    return this.targetByKey.get(session.target)!;
  }

  /** What an adopted session has of its own. @internal */
  public _adopted(session: LedgerSession): AdoptedSession | undefined {
    return this.adopted.get(session.key);
  }

  /** Whether a session is on, as far as tags decide it, or the account of an adopted one. @internal */
  public _isOn(session: LedgerSession): boolean {
    const adopted = this._adopted(session);
    if (adopted) return adopted.enabled;
    if (!this.props.enabledByTag) return true;
    return session.sources.every(({ key }) => {
      const source = this.sourceByKey.get(key);
      return source === undefined || this.isOn(source);
    });
  }

  /** Whether this is the first fleet of a shard, which answers for the whole plan. @internal */
  public _build(shard: MirrorShard, path: string): boolean {
    const other = this.built.get(shard.number);
    if (other !== undefined) {
      throw refusal({ path, what: 'shard', got: `shard ${shard.number} of plan ${this.name}, which ${other} has`, allowed: 'each shard once', fix: 'make one fleet for each of plan.shards' });
    }
    this.built.set(shard.number, path);
    return this.built.size === 1;
  }

  /** @internal */
  public _findings(path: string): StatedFinding[] {
    const unbuilt = this.shards.filter((s) => s._sessions.length > 0 && !this.built.has(s.number));
    return new FleetFindings(path, this.plan, this._ledger, this.limits, this.props, this.copyable).all(this.name, unbuilt);
  }

  private divide(last: number): MirrorShard[] {
    const parts: LedgerSession[][] = [];
    for (const session of this.plan.sessions) (parts[session.shard] ??= []).push(session);
    return Array.from({ length: Math.max(parts.length, last + 1) }, (_, number) => MirrorShard._of(this, number, parts[number] ?? []));
  }
}

function switchOf(match: MirrorTagMatch | undefined): (source: MirrorSource) => boolean {
  if (!match) return () => true;
  const values = match.values === undefined ? undefined : new Set(match.values);
  return ({ options: { tags } }) => tags !== undefined && Object.hasOwn(tags, match.key) && (values === undefined || values.has(tags[match.key]));
}

function addOnce<T extends { key: string }>(path: string, what: string, byName: Map<string, T>, item: T): void {
  if (item.key === '' || byName.has(item.key)) {
    throw refusal({
      path, what, got: item.key === '' ? 'MirrorSource.listOf' : `${item.key} twice`, allowed: item.key === '' ? 'sources that are known one by one' : 'each key once',
      fix: item.key === '' ? 'a fleet must know its sources to place them: read an inventory, or use a MirrorSession for the list' : 'name it once, or give the two different keys',
    });
  }
  if (!known(item.key)) {
    throw refusal({ path, what: `the key of one of the ${what}`, got: item.key, allowed: 'a key that is known at synth', fix: 'state a key beside the id: { key: \'web-1\' }' });
  }
  byName.set(item.key, item);
}

function checkChoice(path: string, what: string, allowed: string[], given?: string): void {
  if (given !== undefined && !allowed.includes(given)) throw refusal({ path, what, got: given, allowed: allowed.join(' or '), fix: 'choose one of these' });
}

function checkRange(path: string, what: string, { min, max }: Bounds, { first, last }: MirrorNumberRange): Lease {
  if (!known([first, last])) {
    throw refusal({ path, what, got: known(first) ? last : first, allowed: 'numbers that are known at synth', fix: 'write the numbers: the ledger takes from the range while the app runs' });
  }
  if (!within({ min, max }, first) || !within({ min, max }, last) || first > last) {
    throw refusal({
      path, what, got: `${first} to ${last}`, allowed: `first to last within ${min} to ${max}`,
      fix: first > last ? `write { first: ${last}, last: ${first} }` : 'choose a range within the bounds that no other fleet has',
    });
  }
  return { first, last };
}

function checkPlacement(path: string, props: MirrorPlacementProps): void {
  refuseToken(path, 'ledger', props.ledger, 'a MirrorLedger', 'use MirrorLedger.file(path)');
  for (const what of ['sources', 'targets'] as const) refuseToken(path, what, props[what], 'a list that is known at synth', 'a fleet must know its sources and targets to place them: read an inventory');
  for (const what of ['enabledByTag', 'deferRemovals'] as const) {
    if (!known(props[what])) throw refusal({ path, what, got: props[what], allowed: 'a value that is known at synth', fix: 'write the value itself: sources are placed while the app runs' });
  }
  checkChoice(path, 'onNewSource', Object.values(OnNewSource), props.onNewSource);
  checkChoice(path, 'packing', Object.values(MirrorPacking), props.packing);
  const { compaction, targets, ledger, sources } = props;
  if (targets.length === 0) {
    throw refusal({ path, what: 'targets', got: 'none', allowed: 'at least one target', fix: 'name the sensors\' interfaces or an internal CLB' });
  }
  if (compaction !== undefined && !(known(compaction) && Number.isInteger(compaction) && compaction >= 0)) {
    throw refusal({ path, what: 'compaction', got: compaction, allowed: 'a whole number of sources from 0', fix: 'say how many sources may be dark at once' });
  }
  const region = ledger._region;
  const stray = region === undefined ? undefined : sources.find((s) => s.options.regionId !== undefined && known(s.options.regionId) && s.options.regionId !== region);
  if (stray) {
    throw refusal({
      path, what: `the region of source ${stray}`, got: stray.options.regionId, allowed: `${region}, the region of the ledger ${ledger.name}`,
      fix: 'keep one ledger for each account and region',
    });
  }
}
