import { join, relative, resolve } from 'path';
import type { AdoptedSession } from './adopted-session';
import { buildServer } from './continuous-integration';
import { DeployedFleet, DeployedSessions, Loads } from './deployed-sessions';
import { addLoad, ExistingSessions, idOf, OwnSession } from './existing-sessions';
import { LedgerCapacity } from './ledger-capacity';
import { emptyFleet, LedgerContent, LedgerContradiction, LedgerFleet, LedgerHeader, LedgerSession, LedgerShard, readLedger, stageLedger, writeLedgerCopy } from './ledger-file';
import { agreed } from './ledger-merge';
import type { LedgerFilters } from './ledger-rules';
import { loneSession, loneSessionPlan } from './lone-session-plan';
import { MirrorDeployed } from './mirror-deployed';
import { filterStates } from './filter-states';
import { FleetMoments, momentsOf } from './fleet-states';
import type { FleetPlan, PlanDeployed, PlanLedger, PlanSources } from './plan-input';
import { dropGone, ReleasedSessions } from './released-sessions';
import type { TargetLoad } from './target-rooms';
import { effectsOf, MirrorEffects } from '../effects/effects';
import type { EffectLimits, FilterState } from '../effects/mirror-state';
import type { ExportedSession } from '../export/exported-session';
import { MirrorExport } from '../export/mirror-export';
import { FileStamp, stampOf, StagedFile } from '../input/staged-file';
import { known } from '../net/known';
import { refusal } from '../net/refusal';
import { few } from '../net/wording';
import type { MirrorTarget } from '../session/mirror-target';
import { KeyNumbers, LONE_LEASE, nextFree, VNI_LEASE } from '../session/numbering';
import type { FilterInLedger, IMirrorLedger, RuleInLedger, SessionInLedger, SessionNumbers } from '../terraform/ledger';

/** How a ledger is read and written. */
export interface MirrorLedgerOptions {
  /**
   * The account that the ledger is for: its id, or any name for it. A ledger of another account is refused.
   *
   * @default - as the ledger records. A new one records none
   */
  readonly account?: string;
  /**
   * The region id that the ledger is for. A ledger of another region is refused.
   *
   * @default - as the ledger records. A new one records none
   */
  readonly region?: string;
  /**
   * Whether the ledger is only read: then a new source is a finding, and a removed one stays in the ledger.
   *
   * @default - true if a build server runs the app (any of the usual variables, not only `CI`), or if the environment
   * variable TRAFFIC_MIRROR_LEDGER is `frozen`. False if that is `write`
   */
  readonly frozen?: boolean;
  /**
   * What is deployed. Then no number and no place that the cloud still holds is given to anything else, however many
   * synths lie between two applies, and what a change does is measured against it.
   *
   * @default - the files that the environment variable TRAFFIC_MIRROR_DEPLOYED names. Otherwise the ledger as it is
   * read is taken for what is deployed
   */
  readonly deployed?: MirrorDeployed;
  /**
   * How many sources are meant to go at once. Without it, it is an error if more than half of a fleet's sources are
   * missing, or more than a tenth and more than 20 of a ledger's: a truncated inventory must not tear a fleet down.
   *
   * @default 0
   */
  readonly expectRemovals?: number;
  /**
   * What the account has in the ledger's region. Sessions of it that are not the ledger's own keep their numbers, and
   * count with their sources against every quota. Export again if sessions were removed since.
   *
   * @default - nothing but the ledger's own sessions is known of
   */
  readonly existing?: MirrorExport;
  /**
   * Keys of released sessions (`fleet.release`) that no longer exist, or that another stack or ledger has adopted: the
   * ledger forgets them, and their numbers, sources and places are free again. List a session only once the service does
   * not have it any more or something else holds it.
   *
   * @default - released sessions keep all that they hold
   */
  readonly goneSessions?: string[];
}

/** A shard of a fleet as the code has it. */
export interface ShardInStack extends LedgerShard {
  /** The folder that the stack is written to. */
  readonly folder: () => string;
}

/** Two sessions that need what the other one has, as a merge may leave it. */
export interface LedgerPair {
  readonly held: LedgerSession;
  readonly other: LedgerSession;
}

/** Sources that are missing at once, if that many must be set. */
export interface MassRemoval {
  readonly missing: number;
  readonly of: number;
  /** The fleet that they are missing from. Nothing if it is the sum of all fleets that is too much. */
  readonly fleet?: string;
}

/** Sources that may go at once, as a part of the ledger and in number, before that must be set. */
const REMOVED_PART = 0.1;
const REMOVED_COUNT = 20;
/** Of one fleet, whatever its size. */
const REMOVED_PART_OF_FLEET = 0.5;

/** The variable by which a pipeline or a person decides whether ledgers are written. */
const VARIABLE = 'TRAFFIC_MIRROR_LEDGER';
const MODES = ['read', 'write', 'frozen'];

/**
 * The memory of fleets: which source is in which session, on which target, with which priority and VNI. Nobody can
 * keep these unique and every running session in its place without one. Commit the file.
 *
 * It is written once all checks have passed, whole or not at all. Never under `skipValidation`, in unit tests with
 * `Testing`, or by `MirrorPolicy.evaluate()`.
 */
export class MirrorLedger implements IMirrorLedger {
  /**
   * A ledger in a file. The first synth makes it.
   *
   * @param path relative to the working directory, for example `traffic-mirror.lock`
   * @throws if the file is damaged, has conflict markers, was written by a newer library, or is of another account or
   * region (the error names file and line), or if a file that `deployed` names is missing
   */
  public static file(path: string, options: MirrorLedgerOptions = {}): MirrorLedger {
    for (const [what, given] of Object.entries({ path, ...options })) {
      if (!known(given)) throw refusal({ what: `${what} of MirrorLedger.file`, got: given, allowed: 'a value that is known at synth', fix: 'write the value itself: the ledger is read while the app runs' });
    }
    const mode = process.env[VARIABLE] || undefined;
    if (mode !== undefined && !MODES.includes(mode)) {
      throw refusal({ what: VARIABLE, got: mode, allowed: MODES.join(', '), fix: 'unset it, or use read to look without writing' });
    }
    const absolute = resolve(path);
    const stamp = stampOf(absolute);
    const content = readLedger(absolute);
    if (content) {
      for (const part of ['account', 'region'] as const) {
        if (options[part] !== undefined && content.header[part] !== undefined && options[part] !== content.header[part]) {
          throw refusal({
            path: `${path}:1`, what: `the ${part} of the ledger`, got: content.header[part]!, allowed: options[part]!,
            fix: `keep one ledger for each account and region, or name the right ${part}`,
          });
        }
      }
    }
    return new MirrorLedger(path, absolute, content, options, { stamp, mode });
  }

  /**
   * A ledger that is forgotten. For tests and trials: the next run may number sessions again, which interrupts them.
   */
  public static inMemory(): MirrorLedger {
    return new MirrorLedger('in memory', undefined, undefined, { frozen: false }, {});
  }

  private static count = 0;

  /** The path as given, or `in memory`. */
  public readonly name: string;
  /** Whether the ledger is only read. */
  public readonly isFrozen: boolean;

  private readonly serial = MirrorLedger.count++;
  private readonly header: LedgerHeader;
  private readonly recorded: Map<string, LedgerFleet>;
  private readonly recordedRules: LedgerFilters;
  private readonly contradictions: LedgerContradiction[];
  private readonly planned = new Map<string, FleetPlan>();
  /** Filters by intent, by path. */
  private readonly filters = new Map<string, FilterInLedger>();
  private readonly limits: EffectLimits[] = [];
  private readonly capacity = new LedgerCapacity();
  private readonly deployed?: DeployedSessions;
  /** What is deployed in addition to what is recorded. */
  private readonly beside = new Loads();
  private readonly uses: ReadonlyMap<string, number> = new Map();
  private readonly usedTargets: ReadonlySet<string> = new Set();
  /** Sessions that run and that no file has: those that are adopted. */
  private readonly seeded = new Map<string, LedgerSession[]>();
  private readonly deployedOf = new Map<string, DeployedFleet>();
  private readonly stacks = new Map<string, Map<number, ShardInStack>>();
  /** Shards whose stacks are destroyed, by fleet. */
  private readonly destroyed = new Map<string, ReadonlySet<number>>();
  private readonly released: ReleasedSessions;
  private readonly buildServer?: { readonly name?: string; readonly variable: string };
  private readonly read: { readonly stamp?: FileStamp; readonly mode?: string };
  private sourceCount = 0;
  /** These are made once all fleets are planned. */
  private made: { collisions?: LedgerPair[]; orphans?: string[]; missing?: Map<string, number>; effects?: MirrorEffects } = {};
  private exported?: MirrorExport;
  private existing?: ExistingSessions;
  /** Sessions outside of any fleet, by path. */
  private readonly lone = new Map<string, FleetPlan>();
  private readonly adopted = new Map<string, ReadonlyMap<string, AdoptedSession>>();
  private readonly takenOut = new Map<string, ReadonlySet<string>>();

  private constructor(
    name: string, private readonly file: string | undefined, content: LedgerContent | undefined, private readonly options: MirrorLedgerOptions,
    read: { readonly stamp?: FileStamp; readonly mode?: string },
  ) {
    this.name = name;
    this.read = read;
    const { frozen = read.mode === undefined || read.mode === 'read' ? undefined : read.mode === 'frozen' } = options;
    if (frozen === undefined) this.buildServer = buildServer();
    this.isFrozen = frozen ?? this.buildServer !== undefined;
    this.header = { account: options.account ?? content?.header.account, region: options.region ?? content?.header.region };
    this.recorded = content?.fleets ?? new Map();
    this.recordedRules = content?.filters ?? new Map();
    this.contradictions = content?.contradictions ?? [];
    const gone = new Set(options.goneSessions);
    dropGone(this.recorded, gone);
    for (const { sessions, parked } of this.recorded.values()) {
      this.sourceCount += parked.size;
      for (const session of sessions.values()) {
        if (!session.released) this.sourceCount += session.sources.length;
        this.capacity.reserve(session);
      }
    }
    this.deployed = (options.deployed ?? (file === undefined ? undefined : MirrorDeployed._ofEnvironment()))?._sessions;
    if (this.deployed) {
      this.header = agreed(this.header, this.deployed.header, name);
      for (const numbers of this.deployed.numbers()) this.capacity.reserveNumbers(numbers);
      this.capacity.sessions += this.deployed.countBeside(this.recorded);
      this.beside = this.deployed.loadsBeside(this.recorded);
      this.uses = this.deployed.uses();
      this.usedTargets = this.deployed.targets();
    }
    const kept = this.deployed?.fleets ?? new Map<string, LedgerFleet>();
    dropGone(kept, gone);
    this.released = new ReleasedSessions(this.recorded, kept.values(), gone);
    if (options.existing) this._respect(options.existing);
  }

  /** What the ledger is known by: two objects for one file are one ledger. @internal */
  public get _identity(): string {
    return this.file === undefined ? `in memory ${this.serial}` : relative(process.cwd(), this.file);
  }

  /** @internal */
  public get _region(): string | undefined {
    return this.header.region;
  }

  /** @internal */
  public get _isInMemory(): boolean {
    return this.file === undefined;
  }

  /** Whether this run makes the file. @internal */
  public get _isNew(): boolean {
    return this.file !== undefined && this.read.stamp === undefined && !this.isFrozen && this.read.mode !== 'read';
  }

  /** What froze it, for a person. @internal */
  public get _frozenBy(): string {
    if (this.buildServer) return this.buildServer.name === undefined ? this.buildServer.variable : `${this.buildServer.variable} (${this.buildServer.name})`;
    return this.options.frozen === undefined ? `${VARIABLE}=${this.read.mode}` : 'the option frozen';
  }

  /** Whether there is a file to read. @internal */
  public get _exists(): boolean {
    return this.read.stamp !== undefined;
  }

  /** What changes are measured against, for a person. @internal */
  public get _comparedWith(): string {
    if (!this.deployed) return `the ledger ${this.name}`;
    return this.deployed.files.length === 0 ? 'nothing, since nothing is deployed yet' : `what is deployed by ${few([...this.deployed.files])}`;
  }

  /** Takes account of what the account has. @internal */
  public _respect(exported: MirrorExport): void {
    if (this.exported === exported) return;
    if (this.exported) {
      throw refusal({ path: this.name, what: 'existing', got: 'another export than the adoption\'s', allowed: 'one export', fix: 'give both the same MirrorExport, or leave existing out: an adoption tells the ledger' });
    }
    if (this.planned.size > 0) {
      const first = this.planned.keys().next().value!;
      throw refusal({
        path: this.name, what: 'the sessions of an export', got: `given after fleet ${first} has taken its numbers`, allowed: 'given before',
        fix: 'adopt before the first fleet of the ledger is made, or give the export to MirrorLedger.file as existing',
      });
    }
    this.exported = exported;
    this.existing = undefined;
    for (const { priority, virtualNetworkId: vni } of exported.sessions) this.capacity.reserveNumbers({ priority, vni });
  }

  /** Sessions of the account that the ledger knows nothing of. @internal */
  public _others(): ExportedSession[] {
    return this.told().others;
  }

  /** Recorded sessions of a fleet that the account has. @internal */
  public _ownOf(fleet: string): readonly OwnSession[] {
    return this.released.isEmpty ? this.told().ownOf(fleet) : this.told().ownOf(fleet).filter(({ recorded }) => !recorded.released);
  }

  /** Recorded sessions of a fleet. Nothing if the ledger does not know it. @internal */
  public _recorded(fleet: string): ReadonlyMap<string, LedgerSession> | undefined {
    return this.recorded.get(fleet)?.sessions;
  }

  /** The numbers of a session outside of any fleet: those that are recorded, or else the next free ones. @internal */
  public _numbersOf(session: SessionInLedger): SessionNumbers {
    const { path, priority, virtualNetworkId } = session;
    if (this.lone.has(path) || this.planned.has(path)) {
      throw refusal({ path, what: 'the session of a ledger', got: path, allowed: 'each session once', fix: `give each app its own ledger beside ${this.name}` });
    }
    const before = this.recorded.get(path)?.sessions.get(path);
    if (!before && this.isFrozen) {
      throw refusal({
        path, what: 'a new session of a frozen ledger', got: 'a session that the ledger does not have', allowed: `the sessions of ${this.name}`,
        fix: 'synthesize where the ledger is written, and commit it',
      });
    }
    const hash = new KeyNumbers(path);
    const numbers = {
      priority: priority ?? before?.priority ?? nextFree(hash.priority(LONE_LEASE), LONE_LEASE, this.capacity.priorities),
      virtualNetworkId: virtualNetworkId ?? before?.vni ?? nextFree(hash.virtualNetworkId(), VNI_LEASE, this.capacity.vnis),
    };
    const plan = loneSessionPlan(loneSession(session, numbers), before);
    this.lone.set(path, plan);
    this.made = {};
    this.capacity.record(plan);
    return numbers;
  }

  /** The rules of a filter that are deployed, or if that is not known, that are recorded. @internal */
  public _rulesOf(filter: string): readonly RuleInLedger[] | undefined {
    return this.deployed?.filters.get(filter) ?? this.recordedRules.get(filter);
  }

  /** @internal */
  public _recordRules(filter: FilterInLedger): void {
    this.filters.set(filter.path, filter);
    this.made.effects = undefined;
  }

  /** Gives a fleet that is not recorded yet sessions that run already. @internal */
  public _seed(fleet: string, sessions: LedgerSession[]): void {
    this.recorded.set(fleet, { ...emptyFleet(), sessions: new Map(sessions.map((s) => [s.key, s])) });
    this.seeded.set(fleet, sessions);
    this.existing = undefined;
    for (const session of sessions) {
      this.sourceCount += session.sources.length;
      this.capacity.reserve(session);
    }
  }

  /** Reports what recorded sessions of a fleet have of their own, by key. @internal */
  public _adopt(fleet: string, sessions: ReadonlyMap<string, AdoptedSession>): void {
    this.adopted.set(fleet, sessions);
  }

  /** Reports which recorded sources of a fleet are taken out on purpose, by key. @internal */
  public _takeOut(fleet: string, keys: ReadonlySet<string>): void {
    this.takenOut.set(fleet, keys);
  }

  /** Sessions of a fleet that Terraform let go of in an earlier run, by key. @internal */
  public _releasedOf(fleet: string): ReadonlyMap<string, LedgerSession> {
    return this.released.of(fleet);
  }

  /** The keys of the sessions of a fleet that this run releases. @internal */
  public _releasedNow(fleet: string): string[] {
    return this.released.freshOf(fleet);
  }

  /** Has the ledger keep a session of this run's plan as released. @internal */
  public _release(fleet: string, key: string): void {
    this.released.release(fleet, key);
  }

  /** Whether the user lists a released session of this key as gone. @internal */
  public _isGone(key: string): boolean {
    return this.released.isGone(key);
  }

  /** What a fleet's plan starts from. @internal */
  public _before(fleet: string, targets: readonly MirrorTarget[], sources: PlanSources): PlanLedger {
    if (this.planned.has(fleet)) {
      throw refusal({ path: fleet, what: 'the fleet of a ledger', got: fleet, allowed: 'each fleet once', fix: `give the fleets different names, or each app an own ledger beside ${this.name}` });
    }
    const recorded = this.recorded.get(fleet) ?? emptyFleet();
    return {
      recorded,
      frozen: this.isFrozen,
      priorities: this.capacity.priorities,
      vnis: this.capacity.vnis,
      loads: this.loadsOf(targets),
      sessions: this.capacity.sessions + this.told().others.length,
      resting: this.capacity.resting,
      usesOutside: this.usesOutside(),
      released: this.released.of(fleet),
      adopted: this.adopted.get(fleet) ?? new Map(),
      ...this.deployed && { deployed: this.planDeployed(this.deployed, fleet, recorded, sources, targets) },
    };
  }

  private planDeployed(deployed: DeployedSessions, fleet: string, recorded: LedgerFleet, sources: PlanSources, targets: readonly MirrorTarget[]): PlanDeployed {
    const released = this.released.of(fleet);
    const own = deployed.of(fleet, released.size === 0 ? recorded : { ...recorded, sessions: new Map([...recorded.sessions, ...released]) }, sources, targets);
    for (const key of released.keys()) own.sessions.delete(key);
    for (const session of this.seeded.get(fleet) ?? []) if (!own.sessions.has(session.key)) own.sessions.set(session.key, session);
    this.deployedOf.set(fleet, own);
    return { sessions: own.sessions, uses: this.uses, targets: this.usedTargets };
  }

  /** Reserves what a plan takes. What it frees rests: Terraform may create a successor before it is free. @internal */
  public _record(fleet: string, plan: FleetPlan, limits: EffectLimits): void {
    this.planned.set(fleet, plan);
    this.limits.push(limits);
    this.made = {};
    this.capacity.record(plan);
  }

  /** Where a shard of a fleet is. @internal */
  public _place(fleet: string, shard: number, stack: ShardInStack): void {
    let of = this.stacks.get(fleet);
    if (!of) this.stacks.set(fleet, of = new Map());
    of.set(shard, stack);
    this.made.effects = undefined;
  }

  /** Shards of a fleet that it has had, less those whose stacks are destroyed. @internal */
  public _shardsOf(fleet: string, destroyed: readonly number[]): ReadonlyMap<number, LedgerShard> {
    this.destroyed.set(fleet, new Set(destroyed));
    const shards = new Map([...this.recorded.get(fleet)?.shards ?? [], ...this.deployed?.fleets.get(fleet)?.shards ?? []]);
    for (const number of destroyed) shards.delete(number);
    return shards;
  }

  /** A fleet before and after this run. @internal */
  public _momentsOf(fleet: string): FleetMoments {
    const plan = this.planned.get(fleet) ?? this.lone.get(fleet);
    const deployed = this.deployedOf.get(fleet) ?? this.deployed?.fleets.get(fleet);
    const shards = this.deployed ? deployed?.shards ?? new Map() : this.recorded.get(fleet)?.shards ?? new Map();
    const stacks = this.stacks.get(fleet);
    return {
      fleet,
      before: { sessions: plan ? plan.before.values() : this.released.held(fleet, (this.deployed ? deployed : this.recorded.get(fleet))?.sessions.values() ?? []), shards, attributes: this.deployedOf.get(fleet)?.attributes },
      after: { sessions: plan?.sessions ?? [], shards: stacks && stacks.size > 0 ? stacks : shards },
    };
  }

  /** Filters by intent before and after this run. @internal */
  public _filterMoments(): { readonly before: FilterState[]; readonly after: FilterState[] } {
    const paths = [...this.filters.keys()].filter((path) => this._rulesOf(path));
    return {
      before: filterStates(new Map(paths.map((path) => [path, [...this._rulesOf(path)!]]))),
      after: filterStates(new Map(paths.map((path) => [path, [...this.filters.get(path)!.rules]]))),
    };
  }

  /** What the whole run does to what runs. @internal */
  public _effects(): MirrorEffects {
    if (!this.made.effects) {
      const limits: EffectLimits = { ...this.limits[0], target: (key) => this.limits.reduce<number | undefined>((found, { target }) => found ?? target?.(key), undefined) };
      const fleets = new Set([...this.planned.keys(), ...this.lone.keys(), ...this.recorded.keys(), ...this.deployed?.fleets.keys() ?? []]);
      const { before, after } = momentsOf([...fleets].map((fleet) => this._momentsOf(fleet)));
      const filters = this._filterMoments();
      this.made.effects = effectsOf({ sessions: before, filters: filters.before }, { sessions: after, filters: filters.after }, limits);
    }
    return this.made.effects;
  }

  /** Whether a fleet is the first of its ledger, which answers for what concerns all. @internal */
  public _isFirst(fleet: string): boolean {
    return fleet === this.planned.keys().next().value;
  }

  /** Recorded sources of fleets that are no longer in the app. For the first fleet to answer for. @internal */
  public _orphansFor(fleet: string): readonly string[] {
    if (!this._isFirst(fleet)) return [];
    return this.made.orphans ??= this._lostFleets().flatMap((name) => [...this.recorded.get(name)!.sessions.values()].flatMap((s) => s.sources.map(({ key }) => key)));
  }

  /** Fleets that the app no longer has. @internal */
  public _lostFleets(): string[] {
    return [...this.recorded.keys()].filter((name) => !this.planned.has(name) && !this.lone.has(name)).sort();
  }

  /** Stacks of fleets that the app no longer has. @internal */
  public _lostStacks(): string[] {
    const present = new Set([...this.stacks.values()].flatMap((of) => [...of.values()].map(({ stack }) => stack)));
    return [...new Set(this._lostFleets().flatMap((name) => [...this.recorded.get(name)!.shards.values()].flatMap(({ stack }) => stack === undefined || present.has(stack) ? [] : [stack])))].sort();
  }

  /** Those of some keys that no new session has. @internal */
  public _withoutNew(keys: readonly string[]): string[] {
    const created = new Set([...this.planned.values()].flatMap((plan) => plan.created.flatMap(({ sources }) => sources.map(({ key }) => key))));
    return keys.filter((key) => !created.has(key));
  }

  /** Removals that are set though nothing is missing. For the first fleet to answer for. @internal */
  public _staleExpectation(fleet: string): number | undefined {
    return this._isFirst(fleet) && this.totalMissing() === 0 ? this.options.expectRemovals || undefined : undefined;
  }

  /** How many sources are missing of a fleet or in all, if that many at once must be set. @internal */
  public _massRemoval(fleet: string): MassRemoval | undefined {
    const stated = this.options.expectRemovals ?? 0;
    const own = this.missing().get(fleet) ?? 0;
    const recorded = this.recorded.get(fleet);
    const size = recorded ? countOf(recorded) : 0;
    if (own > stated && own > size * REMOVED_PART_OF_FLEET) return { missing: own, of: size, fleet };
    const total = this.totalMissing();
    return total > REMOVED_COUNT && total > this.sourceCount * REMOVED_PART && total > stated ? { missing: total, of: this.sourceCount } : undefined;
  }

  /** Pairs of sessions with one priority, as a merge may leave them. @internal */
  public _collisions(): readonly LedgerPair[] {
    return this.made.collisions ??= this.findCollisions();
  }

  /** Lines of a fleet that contradict each other. @internal */
  public _contradictionsOf(fleet: string): LedgerContradiction[] {
    return this.contradictions.filter((c) => c.fleet === fleet);
  }

  /**
   * Writes what the file is to become next to the file, unless the ledger is only read, and a copy next to each stack, of what
   * the stack has: a pipeline keeps that once it is applied. @internal
   */
  public _stage(): StagedFile[] {
    if (this.file === undefined) return [];
    this.writeCopies();
    if (this.isFrozen || this.read.mode === 'read') return [];
    const fleets = new Map([...this.planned, ...this.lone].map(([name, { sessions, parked, waiting }]): [string, LedgerFleet] => [name, {
      sessions: new Map([...this.released.recordedAfter(name, sessions)].map((s) => [s.key, s])),
      parked: new Set(parked), waiting: new Set(waiting.map(({ key }) => key)), shards: this.rememberedShards(name),
    }]));
    // A fleet that left the app leaves what it has released running.
    for (const name of this.released.fleets()) if (!fleets.has(name)) fleets.set(name, { ...emptyFleet(), sessions: new Map(this.released.of(name)) });
    const filters = new Map([...this.filters].map(([path, { rules }]) => [path, [...rules]]));
    const staged = stageLedger(this.file, { header: this.header, fleets, filters }, this.read.stamp);
    return staged ? [staged] : [];
  }

  private rememberedShards(fleet: string): Map<number, LedgerShard> {
    const shards = new Map(this.recorded.get(fleet)?.shards);
    for (const number of this.destroyed.get(fleet) ?? []) shards.delete(number);
    for (const [number, { stack, filter, packetLength, enabled }] of this.stacks.get(fleet) ?? []) shards.set(number, { stack, filter, packetLength, enabled });
    return shards;
  }

  private writeCopies(): void {
    const copies = new Map<string, { readonly fleets: Map<string, LedgerFleet>; readonly filters: LedgerFilters }>();
    const copyIn = (folder: string) => {
      const path = join(folder, this._identity.replace(/[^A-Za-z0-9.-]+/g, '_'));
      let copy = copies.get(path);
      if (!copy) copies.set(path, copy = { fleets: new Map(), filters: new Map() });
      return copy;
    };
    for (const { path, folder, rules } of this.filters.values()) copyIn(folder()).filters.set(path, [...rules]);
    for (const [name, of] of this.stacks) {
      const sessions = this.planned.get(name)!.sessions;
      for (const [number, { folder, stack, filter, packetLength, enabled }] of of) {
        const { fleets } = copyIn(folder());
        let fleet = fleets.get(name);
        if (!fleet) fleets.set(name, fleet = emptyFleet());
        fleet.shards.set(number, { stack, filter, packetLength, enabled });
        for (const session of this.released.recordedAfter(name, sessions)) if (session.shard === number) fleet.sessions.set(session.key, session);
      }
    }
    for (const [path, copy] of copies) writeLedgerCopy(path, { header: this.header, ...copy });
  }

  private told(): ExistingSessions {
    return this.existing ??= new ExistingSessions(this.exported?.sessions ?? [], this.exported ? this.withReleased() : []);
  }

  /** Recorded fleets, with what is released of them. */
  private *withReleased(): Iterable<LedgerFleet> {
    yield* this.recorded.values();
    for (const name of this.released.fleets()) yield { ...emptyFleet(), sessions: new Map(this.released.of(name)) };
  }

  /** In how many sessions an interface is that no fleet of the ledger may touch, by its id. */
  private usesOutside(): ReadonlyMap<string, number> {
    const { usesBySource } = this.told();
    if (this.released.isEmpty) return usesBySource;
    const uses = new Map(usesBySource);
    for (const { sources } of this.released.all()) for (const source of sources) uses.set(idOf(source), (uses.get(idOf(source)) ?? 0) + 1);
    return uses;
  }

  /** By target key. The account knows targets by their ids. */
  private loadsOf(targets: readonly MirrorTarget[]): ReadonlyMap<string, TargetLoad> {
    if (!this.exported && this.beside.isEmpty) return this.capacity.loads;
    const loads = new Map(this.capacity.loads);
    this.beside.addTo(loads, targets);
    const others = this.told().loads(new Map(targets.map(({ key, targetId }) => [key, targetId])));
    for (const { key, targetId } of targets) {
      const load = others.get(targetId);
      if (load) addLoad(loads, key, load);
    }
    return loads;
  }

  private findCollisions(): LedgerPair[] {
    const holders = new Map([...this.released.all()].map((session): [number, LedgerSession] => [session.priority, session]));
    const pairs: LedgerPair[] = [];
    for (const { sessions } of [...this.planned.values(), ...this.lone.values()]) {
      for (const other of sessions) {
        const held = holders.get(other.priority);
        if (held) pairs.push({ held, other });
        else holders.set(other.priority, other);
      }
    }
    return pairs;
  }

  /** How many of the recorded sources each fleet lacks. What an earlier run has taken out of the ledger was set then, and what `withoutSources` lists is. */
  private missing(): Map<string, number> {
    return this.made.missing ??= new Map([...this.planned].map(([name, { gone, kept }]) => {
      const recorded = this.recorded.get(name);
      const meant = this.takenOut.get(name);
      const lacking = gone.length - kept.length;
      if (lacking === 0 || !recorded || !(this.deployed || meant)) return [name, lacking];
      const held = new Set([...recorded.parked, ...[...recorded.sessions.values()].flatMap(({ sources }) => sources.map(({ key }) => key))]);
      const keep = new Set(kept);
      return [name, gone.filter((key) => held.has(key) && !keep.has(key) && !meant?.has(key)).length];
    }));
  }

  private totalMissing(): number {
    const first = this.planned.keys().next().value;
    return [...this.missing().values()].reduce((sum, n) => sum + n, 0) + (first === undefined ? 0 : this._orphansFor(first).length);
  }
}

function countOf({ sessions, parked }: LedgerFleet): number {
  return parked.size + [...sessions.values()].reduce((sum, { sources }) => sum + sources.length, 0);
}
