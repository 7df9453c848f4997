import { join, relative, resolve } from 'path';
import type { AdoptedSession } from './adopted-session';
import type { AccountSessions } from './beside-findings';
import { buildServer } from './continuous-integration';
import { DeployedFleet, DeployedSessions, Loads } from './deployed-sessions';
import { addLoad, ExistingSessions, idOf, OwnSession } from './existing-sessions';
import { LedgerCapacity } from './ledger-capacity';
import {
  emptyFleet, LedgerContent, LedgerContradiction, LedgerFleet, LedgerHeader, LedgerSession, LedgerShard, plannedSources, shardOf,
} from './ledger-content';
import { readLedger } from './ledger-reader';
import { stageLedger, writeLedgerCopy } from './ledger-writer';
import { agreed } from './ledger-merge';
import { LedgerRemovals, MassRemoval } from './ledger-removals';
import type { LedgerFilters } from './ledger-rules';
import { loneSession, loneSessionPlan } from './lone-session-plan';
import { LostStacks } from './lost-stacks';
import { MirrorChange } from './mirror-change';
import { MirrorDeployed } from './mirror-deployed';
import type { MirrorLedgerOptions } from './mirror-ledger-options';
import { filterStates } from './filter-states';
import { FleetMoments, momentsOf, ShownIds } from './fleet-states';
import { LimitsInForce } from './limits-in-force';
import type { FleetPlan, PlanDeployed, PlanLedger, PlanSources } from './plan-input';
import { OrderBase, orderFindings } from './order-findings';
import { dropGone, ReleasedSessions } from './released-sessions';
import { underSkippedValidation } from './skipped-validation';
import { StateOwners } from './state-owners';
import type { TargetLoad } from './target-rooms';
import { effectsOf, MirrorEffects } from '../effects/effects';
import type { EffectLimits, FilterState } from '../effects/mirror-state';
import type { ExportedSession } from '../export/exported-session';
import { MirrorExport } from '../export/mirror-export';
import type { Completeness } from '../input/list-call';
import { FileStamp, stampOf, StagedFile } from '../input/staged-file';
import { known } from '../net/known';
import { described, refusal } from '../net/refusal';
import type { ChangeStatement, StatedFinding } from '../model/document';
import type { MirrorTarget } from '../session/mirror-target';
import { KeyNumbers, LONE_LEASE, nextFree, VNI_LEASE } from '../session/numbering';
import type { FilterInLedger, IMirrorLedger, RuleInLedger, SessionInLedger, SessionNumbers } from '../terraform/ledger';
import { inWords } from '../texts/catalogue';
import { Phrase, phrase, Words } from '../texts/phrase';

/** A shard of a fleet in a stack of the app. */
export interface ShardInStack extends LedgerShard {
  /** Returns the folder of the synthesized stack. */
  readonly folder: () => string;
}

/** Two sessions with the same number, for example after a merge. */
export interface LedgerPair {
  readonly held: LedgerSession;
  readonly other: LedgerSession;
}

/** The environment variable that selects whether ledgers are written. */
const VARIABLE = 'TRAFFIC_MIRROR_LEDGER';
const MODES = ['read', 'write', 'frozen'];

/**
 * The record of fleets: the session of each source, and the target, priority and VNI of each session. A fleet needs it
 * to keep priorities and VNIs unique and running sessions in place. Commit the file.
 *
 * The file is written after all checks have passed, as a whole or not at all. It is never written under `skipValidation`,
 * in unit tests with `Testing`, or by `MirrorPolicy.evaluate()`.
 *
 * @example
 * declare const filter: IMirrorFilter;
 * declare const sources: MirrorSource[];
 *
 * const ledger = MirrorLedger.file('traffic-mirror.lock');
 * new MirroredFleet(this, 'Fleet', { filter, sources, targets: [MirrorTarget.internalLoadBalancer('lb-bp1sensors')], ledger });
 */
export class MirrorLedger implements IMirrorLedger {
  /**
   * A ledger in a file. The first synth creates the file.
   *
   * @param path for example `traffic-mirror.lock`, relative to the working directory. In Python, Go, Java and C#, use an
   * absolute path: jsii keeps the working directory in which it was started, even if the program changes it later
   * @throws if the file is damaged, has conflict markers, was written by a newer library, or belongs to another account or
   * region (the error names the file and the line), or if a file that `deployed` names is missing
   */
  public static file(path: string, options: MirrorLedgerOptions = {}): MirrorLedger {
    for (const [what, given] of Object.entries({ path, ...options })) {
      if (!known(given)) {
        throw refusal({
          what: `${what} of MirrorLedger.file`,
          got: given,
          allowed: 'a value that is known at synth',
          fix: 'pass the value itself. The ledger is read while the app runs',
        });
      }
    }
    const mode = process.env[VARIABLE] || undefined;
    if (mode !== undefined && !MODES.includes(mode)) {
      throw refusal({
        what: VARIABLE,
        got: mode,
        allowed: MODES.join(', '),
        fix: 'unset the variable, or set it to read if the ledger must not be written',
      });
    }
    const absolute = resolve(path);
    const stamp = stampOf(absolute);
    const content = readLedger(absolute);
    if (content) {
      for (const part of ['account', 'region'] as const) {
        if (options[part] !== undefined && content.header[part] !== undefined && options[part] !== content.header[part]) {
          throw refusal({
            path: `${path}:1`, what: `the ${part} of the ledger`, got: content.header[part]!, allowed: options[part]!,
            fix: `pass the ${part} of the ledger, or use a separate ledger for each account and region`,
          });
        }
      }
    }
    return new MirrorLedger(path, absolute, content, options, { stamp, mode });
  }

  /**
   * A ledger without a file, for tests and trials. The next run may renumber sessions, which interrupts them.
   */
  public static inMemory(): MirrorLedger {
    return new MirrorLedger('in memory', undefined, undefined, { frozen: false }, {});
  }

  private static count = 0;

  /** The path as passed, or `in memory`. */
  public readonly name: string;
  /** Whether the ledger is read-only. */
  public readonly isFrozen: boolean;

  private readonly serial = MirrorLedger.count++;
  private readonly header: LedgerHeader;
  private readonly recorded: Map<string, LedgerFleet>;
  private readonly recordedRules: LedgerFilters;
  private readonly contradictions: LedgerContradiction[];
  private readonly planned = new Map<string, FleetPlan>();
  /** Filters by intent, by construct path. */
  private readonly filters = new Map<string, FilterInLedger>();
  private readonly limits: EffectLimits[] = [];
  /** The limits if the ledger has no fleet. */
  private loneLimits?: () => EffectLimits;
  private readonly capacity = new LedgerCapacity();
  private readonly deployed?: DeployedSessions;
  /** The deployed load that the ledger does not record. */
  private readonly beside = new Loads();
  private readonly uses: ReadonlyMap<string, number> = new Map();
  private readonly usedTargets: ReadonlySet<string> = new Set();
  private readonly usedPriorities: ReadonlySet<number> = new Set();
  private readonly owners?: StateOwners;
  /** Adopted sessions: they run and are in no file yet. */
  private readonly seeded = new Map<string, LedgerSession[]>();
  private readonly deployedOf = new Map<string, DeployedFleet>();
  private readonly stacks = new Map<string, Map<number, ShardInStack>>();
  /** Shards whose stacks are destroyed, by fleet. */
  private readonly destroyed = new Map<string, ReadonlySet<number>>();
  private readonly lost: LostStacks;
  /** Returns the ids of the stacks in the app, as far as the app is known. */
  private stackIds: () => readonly string[] = () => [];
  private readonly released: ReleasedSessions;
  private readonly buildServer?: { readonly name?: string; readonly variable: string };
  private readonly read: { readonly stamp?: FileStamp; readonly mode?: string };
  private sourceCount = 0;
  /** Results that are computed once all fleets are planned. */
  private made: { collisions?: LedgerPair[]; effects?: MirrorEffects; comparedWith?: Phrase } = {};
  private exported?: MirrorExport;
  private existing?: ExistingSessions;
  /** Sessions outside of any fleet, by construct path. */
  private readonly lone = new Map<string, FleetPlan>();
  private readonly adopted = new Map<string, ReadonlyMap<string, AdoptedSession>>();
  private readonly takenOut = new Map<string, ReadonlySet<string>>();
  private readonly inventories = new Map<string, Completeness>();
  private readonly removals: LedgerRemovals;

  private constructor(
    name: string,
    private readonly file: string | undefined,
    content: LedgerContent | undefined,
    private readonly options: MirrorLedgerOptions,
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
      this.owners = new StateOwners(this.deployed.states, this.recorded);
      this.capacity.sessions += this.deployed.countBeside(this.recorded, this.owners);
      this.beside = this.deployed.loadsBeside(this.recorded, this.owners);
      this.uses = this.deployed.uses();
      this.usedTargets = this.deployed.targets();
      this.usedPriorities = this.deployed.priorities();
    }
    this.removals = new LedgerRemovals({
      recorded: this.recorded, planned: this.planned, lone: this.lone, takenOut: this.takenOut, inventories: this.inventories,
      untouched: (fleet) => this.lost.untouched(fleet), knowsDeployed: this.deployed !== undefined, expected: options.expectRemovals ?? 0,
    });
    this.lost = new LostStacks(this.recorded, this.removals, () => this.presentStacks(), new Set(options.destroyedStacks));
    const kept = this.deployed?.fleets ?? new Map<string, LedgerFleet>();
    dropGone(kept, gone);
    this.released = new ReleasedSessions(this.recorded, kept.values(), gone);
    if (options.existing) this._respect(options.existing);
  }

  /** The identity of the ledger. Two objects for one file have the same identity. @internal */
  public get _identity(): string {
    return this.file === undefined ? `in memory ${this.serial}` : relative(process.cwd(), this.file);
  }

  /** @internal */
  public get _accountName(): string | undefined {
    return this.header.account;
  }

  /** @internal */
  public get _region(): string | undefined {
    return this.header.region;
  }

  /** @internal */
  public get _isInMemory(): boolean {
    return this.file === undefined;
  }

  /** Whether this run creates the file. @internal */
  public get _isNew(): boolean {
    return this.file !== undefined && this.read.stamp === undefined && !this.isFrozen && this.read.mode !== 'read';
  }

  /** Why the ledger is frozen, in words. @internal */
  public get _frozenBy(): Words {
    if (this.buildServer) {
      return this.buildServer.name === undefined ? this.buildServer.variable : `${this.buildServer.variable} (${this.buildServer.name})`;
    }
    return this.options.frozen === undefined ? `${VARIABLE}=${this.read.mode}` : phrase('frozenOption', {});
  }

  /** The change that unfreezes the ledger, in words. @internal */
  public get _unfreeze(): Phrase {
    if (this.buildServer) return phrase('unfreezeBuildServer', {});
    return this.options.frozen === undefined
      ? phrase('unfreezeVariable', { variable: `${VARIABLE}=${this.read.mode}` })
      : phrase('unfreezeOption', {});
  }

  /** Whether the ledger was read from a file. @internal */
  public get _exists(): boolean {
    return this.read.stamp !== undefined;
  }

  /** The base that changes are compared with, in words. @internal */
  public get _comparedWith(): Phrase {
    return this.made.comparedWith ??= this.baseInWords();
  }

  private baseInWords(): Phrase {
    if (!this.deployed) return phrase('theLedger', { ledger: this._identity.startsWith('..') ? this.name : this._identity });
    return this.deployed.files.length === 0 ? phrase('nothingDeployed', {}) : phrase('deployedBy', { files: [...this.deployed.files] });
  }

  /** Whether changes are compared with Terraform states. @internal */
  public get _isComparedWithStates(): boolean {
    return this.deployed?.hasStates ?? false;
  }

  /** Reserves the numbers and places of the sessions in an export. @internal */
  public _respect(exported: MirrorExport): void {
    if (this.exported === exported) return;
    if (this.exported) {
      throw refusal({
        path: this.name,
        what: 'existing',
        got: described('is not the export of the adoption'),
        allowed: 'the same export',
        fix: 'pass the same MirrorExport to both, or omit existing. An adoption passes its export to the ledger',
      });
    }
    if (this.planned.size > 0) {
      const first = this.planned.keys().next().value!;
      throw refusal({
        path: this.name,
        what: 'the export of an adoption',
        got: described(`comes after fleet ${first} has taken its numbers`),
        allowed: 'an export before the first fleet of the ledger',
        fix: 'create the adoption before the first fleet of the ledger, or pass the export to MirrorLedger.file as existing',
      });
    }
    this.exported = exported;
    this.existing = undefined;
    for (const { priority, virtualNetworkId: vni } of exported.sessions) this.capacity.reserveNumbers({ priority, vni });
  }

  /** Sessions of the account that are not in the ledger. @internal */
  public _others(): ExportedSession[] {
    return this.told().others;
  }

  /** Recorded sessions of a fleet that exist in the account. @internal */
  public _ownOf(fleet: string): readonly OwnSession[] {
    return this.released.isEmpty ? this.told().ownOf(fleet) : this.told().ownOf(fleet).filter(({ recorded }) => !recorded.released);
  }

  /** The sessions of the account, with the recorded ones of a fleet. @internal */
  public _account(fleet: string): AccountSessions {
    const { others, usesBySource } = this.told();
    return { others, usesBySource, own: this._ownOf(fleet) };
  }

  /**
   * Keys of the recorded sessions of a fleet that are deployed and that the account lacks. If the deployed sessions are not
   * known, a missing session may be one that no apply has created yet. @internal
   */
  public _absentOf(fleet: string): string[] {
    const running = this.deployedOf.get(fleet)?.sessions;
    if (!this.exported || !running) return [];
    const found = new Set(this._ownOf(fleet).map(({ recorded }) => recorded.key));
    return [...this.recorded.get(fleet)?.sessions.keys() ?? []].filter((key) => running.has(key) && !found.has(key)).sort();
  }

  /** The switch and the packet length of a session, as far as the code sets them. An adopted session has those of the export. @internal */
  public _attributesOf(fleet: string, { key, shard, off }: LedgerSession): Pick<LedgerShard, 'enabled' | 'packetLength'> {
    if (this.adopted.get(fleet)?.has(key)) return {};
    const { enabled, packetLength } = this.stacks.get(fleet)?.get(shard) ?? {};
    return { enabled: off ? false : enabled, packetLength };
  }

  /** Recorded sessions of a fleet. Undefined if the fleet is not in the ledger. @internal */
  public _recorded(fleet: string): ReadonlyMap<string, LedgerSession> | undefined {
    return this.recorded.get(fleet)?.sessions;
  }

  /** The numbers of a session outside of any fleet: the recorded ones, or the next free ones. @internal */
  public _numbersOf(session: SessionInLedger): SessionNumbers {
    const { path, priority, virtualNetworkId } = session;
    if (this.lone.has(path) || this.planned.has(path)) {
      throw refusal({
        path,
        what: 'the session of a ledger',
        got: path,
        allowed: 'each session once',
        fix: `use a separate ledger for each app, next to ${this.name}`,
      });
    }
    const fleet = this.recorded.get(path) ?? emptyFleet();
    const before = fleet.sessions.get(path);
    if (!before && this.isFrozen) {
      throw refusal({
        path, what: 'a session with a frozen ledger', got: described('is new'), allowed: `the sessions of ${this.name}`,
        fix: `${inWords(this._unfreeze, 'en')}, and commit the ledger. It is frozen by ${inWords(this._frozenBy, 'en')}`,
      });
    }
    underSkippedValidation(session.scope, this, () => before ? [] : session.sources.map(({ key }) => key));
    const running = this.deployed ? this.deployedLone(this.deployed, session, fleet) : before;
    // A frozen run writes the recorded numbers. Otherwise a running session keeps its numbers.
    const kept = (this.isFrozen ? undefined : running) ?? before;
    const held = !running && kept !== undefined && this.isHeld(kept);
    const hash = new KeyNumbers(path);
    const numbers = {
      priority: priority ?? (held ? undefined : kept?.priority)
        ?? nextFree(hash.priority(LONE_LEASE), LONE_LEASE, this.capacity.priorities),
      virtualNetworkId: virtualNetworkId ?? kept?.vni ?? nextFree(hash.virtualNetworkId(), VNI_LEASE, this.capacity.vnis),
    };
    const plan = loneSessionPlan(loneSession(session, numbers), before, running);
    this.lone.set(path, plan);
    this.loneLimits ??= () => LimitsInForce.at(session.scope, this._region).forEffects();
    this._place(path, 0, session);
    this.made = {};
    this.removals.reset();
    this.capacity.record(plan);
    return numbers;
  }

  /** The deployed session of a single one. */
  private deployedLone(
    deployed: DeployedSessions, { path, name, sources }: SessionInLedger, recorded: LedgerFleet,
  ): LedgerSession | undefined {
    this.owners!.named(path, name);
    const own = deployed.of(path, recorded, new Map(sources.map((s) => [s.key, { ...s, on: true }])), [], this.owners!.loneOf(path));
    this.deployedOf.set(path, own);
    return own.sessions.get(path);
  }

  /** Whether a deployed session of another name has the priority of a session that does not run. */
  private isHeld({ priority }: LedgerSession): boolean {
    return !this.isFrozen && this.usedPriorities.has(priority);
  }

  /** The change of a session outside of any fleet. @internal */
  public _changeOf(path: string): ChangeStatement | undefined {
    const { before, after } = momentsOf([this._momentsOf(path)]);
    const effects = effectsOf({ sessions: before, filters: [] }, { sessions: after, filters: [] }, this.loneLimits!());
    const change = MirrorChange._of(this.lone.get(path)!, effects, this._comparedWith);
    return change.isEmpty ? undefined : change._statement();
  }

  /** Findings of a session outside of any fleet. @internal */
  public _findingsOf(path: string): StatedFinding[] {
    const first = this.planned.size === 0 && path === this.lone.keys().next().value;
    return orderFindings({ fleet: path, isFirst: first, single: true, keyOf: (id) => id }, this._orderBase)
      .map((finding) => ({ ...finding, path }));
  }

  /** @internal */
  public get _orderBase(): OrderBase {
    return { effects: this._effects(), comparedWith: this._comparedWith, frozen: this.isFrozen };
  }

  /** The deployed rules of a filter or, if they are unknown, the recorded ones. @internal */
  public _rulesOf(filter: string): readonly RuleInLedger[] | undefined {
    return this.deployed?.filters.get(filter) ?? this.recordedRules.get(filter);
  }

  /** @internal */
  public _recordRules(filter: FilterInLedger): void {
    this.filters.set(filter.path, filter);
    this.made.effects = undefined;
  }

  /** Adds running sessions to a fleet that is not recorded yet. @internal */
  public _seed(fleet: string, sessions: LedgerSession[]): void {
    this.recorded.set(fleet, { ...emptyFleet(), sessions: new Map(sessions.map((s) => [s.key, s])) });
    this.seeded.set(fleet, sessions);
    this.existing = undefined;
    for (const session of sessions) {
      this.sourceCount += session.sources.length;
      this.capacity.reserve(session);
    }
  }

  /** Sets the attributes of the adopted sessions of a fleet, by session key. @internal */
  public _adopt(fleet: string, sessions: ReadonlyMap<string, AdoptedSession>): void {
    this.adopted.set(fleet, sessions);
  }

  /** Sets the keys of the sources that are removed from a fleet on purpose. @internal */
  public _takeOut(fleet: string, keys: ReadonlySet<string>): void {
    this.takenOut.set(fleet, keys);
  }

  /** Sets whether the inventories of a fleet's sources have every interface. @internal */
  public _setInventory(fleet: string, complete: Completeness): void {
    this.inventories.set(fleet, complete);
  }

  /** Sessions of a fleet that an earlier run released from Terraform, by key. @internal */
  public _releasedOf(fleet: string): ReadonlyMap<string, LedgerSession> {
    return this.released.of(fleet);
  }

  /** The keys of the sessions of a fleet that this run releases. @internal */
  public _releasedNow(fleet: string): string[] {
    return this.released.freshOf(fleet);
  }

  /** Records a session of this run's plan as released. @internal */
  public _release(fleet: string, key: string): void {
    this.released.release(fleet, key);
  }

  /** Whether `goneSessions` lists the key. @internal */
  public _isGone(key: string): boolean {
    return this.released.isGone(key);
  }

  /** The input of a fleet's plan. @internal */
  public _before(fleet: string, targets: readonly MirrorTarget[], sources: PlanSources): PlanLedger {
    if (this.planned.has(fleet)) {
      throw refusal({
        path: fleet,
        what: 'the fleet of a ledger',
        got: fleet,
        allowed: 'each fleet once',
        fix: `give the fleets different names, or use a separate ledger for each app, next to ${this.name}`,
      });
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

  private planDeployed(
    deployed: DeployedSessions, fleet: string, recorded: LedgerFleet, sources: PlanSources, targets: readonly MirrorTarget[],
  ): PlanDeployed {
    const released = this.released.of(fleet);
    const own = deployed.of(
      fleet,
      released.size === 0 ? recorded : { ...recorded, sessions: new Map([...recorded.sessions, ...released]) },
      sources,
      targets,
    );
    for (const key of released.keys()) own.sessions.delete(key);
    for (const session of this.seeded.get(fleet) ?? []) if (!own.sessions.has(session.key)) own.sessions.set(session.key, session);
    this.deployedOf.set(fleet, own);
    const { others } = this.told();
    const priorities = others.length === 0 ? this.usedPriorities : new Set([...this.usedPriorities, ...others.map((s) => s.priority)]);
    return { sessions: own.sessions, uses: this.uses, targets: this.usedTargets, priorities };
  }

  /** Records a plan. Numbers that it frees are not reused in this run, because Terraform may create a successor first. @internal */
  public _record(fleet: string, plan: FleetPlan, limits: EffectLimits): void {
    this.planned.set(fleet, plan);
    this.limits.push(limits);
    this.made = {};
    this.removals.reset();
    this.capacity.record(plan);
  }

  /** Sets the stack of a shard. @internal */
  public _place(fleet: string, shard: number, stack: ShardInStack): void {
    let of = this.stacks.get(fleet);
    if (!of) this.stacks.set(fleet, of = new Map());
    of.set(shard, stack);
    this.made.effects = undefined;
  }

  /** The shards that a fleet has had, except those whose stacks are destroyed. @internal */
  public _shardsOf(fleet: string, destroyed: readonly number[]): ReadonlyMap<number, LedgerShard> {
    this.destroyed.set(fleet, new Set(destroyed));
    const shards = new Map([...this.recorded.get(fleet)?.shards ?? [], ...this.deployed?.fleets.get(fleet)?.shards ?? []]);
    for (const number of destroyed) shards.delete(number);
    return shards;
  }

  /** A fleet before and after this run. @internal */
  public _momentsOf(fleet: string): FleetMoments {
    const plan = this.planned.get(fleet) ?? this.lone.get(fleet);
    const recorded = this.recorded.get(fleet) ?? emptyFleet();
    const deployed = this.deployed
      && (this.deployedOf.get(fleet) ?? this.deployed.of(fleet, recorded, plannedSources(recorded), [], this.owners!.loneOf(fleet)));
    const { shards, sessions: running } = deployed ?? recorded;
    const untouched = this.lost.untouched(fleet);
    const stacks = this.stacks.get(fleet);
    return {
      fleet,
      before: {
        sessions: plan
          ? plan.before.values()
          : this.released.held(fleet, [...running.values()].filter(({ shard }) => !untouched.has(shard))),
        shards,
        attributes: deployed?.attributes, deposed: deployed?.deposed,
      },
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

  /** The effects of the whole run on running sessions. @internal */
  public _effects(): MirrorEffects {
    if (!this.made.effects) {
      const limits: EffectLimits = {
        ...this.limits[0] ?? this.loneLimits?.(),
        target: (key) => this.limits.reduce<number | undefined>((found, { target }) => found ?? target?.(key), undefined),
      };
      const fleets = new Set([...this.planned.keys(), ...this.lone.keys(), ...this.recorded.keys(), ...this.deployed?.fleets.keys() ?? []]);
      const { before, after } = momentsOf([...fleets].map((fleet) => this._momentsOf(fleet)));
      const filters = this._filterMoments();
      const { holders = [], deposed = [] } = this.owners?.strangers(fleets, new ShownIds({ before, after })) ?? {};
      const kept = momentsOf(this.lost.fleets().map((fleet) => ({
        fleet, before: { sessions: this.lost.sessions(fleet), shards: this.lost.kept(fleet) }, after: { sessions: [], shards: new Map() },
      }))).before;
      this.made.effects = effectsOf(
        { sessions: [...before, ...deposed], holders: [...holders, ...kept], filters: filters.before },
        { sessions: after, filters: filters.after },
        limits,
      );
    }
    return this.made.effects;
  }

  /** Whether a fleet is the first of its ledger. The first fleet reports the findings that concern all fleets. @internal */
  public _isFirst(fleet: string): boolean {
    return fleet === this.planned.keys().next().value;
  }

  /** Recorded sources of fleets that are no longer in the app. Only the first fleet reports them. @internal */
  public _orphansFor(fleet: string): readonly string[] {
    return this._isFirst(fleet) ? this.removals.orphans() : [];
  }

  /** Fleets that the app no longer has. @internal */
  public _lostFleets(): string[] {
    return this.removals.lostFleets();
  }

  /** Sets how to find the stacks of the app. @internal */
  public _setStacks(ids: () => readonly string[]): void {
    this.stackIds = ids;
  }

  /** Stacks of lost fleets that are not in the app, with these fleets. The ledger keeps them. @internal */
  public _lostStacks(): { readonly stacks: string[]; readonly fleets: string[] } {
    return { stacks: this.lost.names(), fleets: this.lost.fleets() };
  }

  /** Of some source keys, those that no new session has. @internal */
  public _withoutNew(keys: readonly string[]): string[] {
    const created = new Set(
      [...this.planned.values()].flatMap((plan) => plan.created.flatMap(({ sources }) => sources.map(({ key }) => key))),
    );
    return keys.filter((key) => !created.has(key));
  }

  /** The value of `expectRemovals` if no source is removed. Only the first fleet reports it. @internal */
  public _staleExpectation(fleet: string): number | undefined {
    return this._isFirst(fleet) && !this.removals.any ? this.options.expectRemovals || undefined : undefined;
  }

  /** The number of missing sources of a fleet or of all fleets, if `expectRemovals` must allow it. @internal */
  public _massRemoval(fleet: string): MassRemoval | undefined {
    return this.removals.massRemoval(fleet, this.sourceCount);
  }

  /** Pairs of sessions with the same priority, for example after a merge. @internal */
  public _collisions(): readonly LedgerPair[] {
    return this.made.collisions ??= this.findCollisions();
  }

  /** Lines of a fleet that contradict each other. @internal */
  public _contradictionsOf(fleet: string): LedgerContradiction[] {
    return this.contradictions.filter((c) => c.fleet === fleet);
  }

  /**
   * Writes the new ledger to a temporary file, unless the ledger is read-only. Next to each stack it writes a copy with the
   * sessions of that stack, which a pipeline keeps after the apply. @internal
   */
  public _stage(): StagedFile[] {
    if (this.file === undefined) return [];
    this.writeCopies();
    if (this.isFrozen || this.read.mode === 'read') return [];
    const fleets = new Map([...this.planned, ...this.lone].map(([name, { sessions, parked, waiting }]): [string, LedgerFleet] => [name, {
      sessions: new Map([...this.released.recordedAfter(name, sessions)].map((s) => [s.key, s])),
      parked: new Set(parked), waiting: new Set(waiting.map(({ key }) => key)), shards: this.rememberedShards(name),
    }]));
    // The released sessions of a fleet that left the app still run.
    for (const name of this.released.fleets()) {
      if (!fleets.has(name)) fleets.set(name, { ...emptyFleet(), sessions: new Map(this.released.of(name)) });
    }
    for (const name of this.lost.fleets()) {
      const fleet = fleets.get(name) ?? emptyFleet();
      for (const session of this.lost.sessions(name)) fleet.sessions.set(session.key, session);
      fleets.set(name, { ...fleet, shards: new Map(this.lost.kept(name)) });
    }
    const filters = new Map([...this.filters].map(([path, { rules }]) => [path, [...rules]]));
    const staged = stageLedger(this.file, { header: this.header, fleets, filters }, this.read.stamp);
    return staged ? [staged] : [];
  }

  private presentStacks(): ReadonlySet<string> {
    const placed = [...this.stacks.values()].flatMap((of) => [...of.values()].flatMap(({ stack }) => stack ?? []));
    return new Set([...placed, ...this.stackIds()]);
  }

  private rememberedShards(fleet: string): Map<number, LedgerShard> {
    const shards = new Map(this.recorded.get(fleet)?.shards);
    for (const number of this.destroyed.get(fleet) ?? []) shards.delete(number);
    for (const [number, shard] of this.stacks.get(fleet) ?? []) shards.set(number, shardOf(shard));
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
      const { sessions, parked, waiting } = (this.planned.get(name) ?? this.lone.get(name))!;
      const first = Math.min(...of.keys());
      for (const [number, shard] of of) {
        const { fleets } = copyIn(shard.folder());
        let fleet = fleets.get(name);
        if (!fleet) fleets.set(name, fleet = emptyFleet());
        fleet.shards.set(number, shardOf(shard));
        if (number === first) {
          fleets.set(name, fleet = { ...fleet, parked: new Set(parked), waiting: new Set(waiting.map(({ key }) => key)) });
        }
        for (const session of this.released.recordedAfter(name, sessions)) {
          if (session.shard === number) fleet.sessions.set(session.key, session);
        }
      }
    }
    for (const [path, copy] of copies) writeLedgerCopy(path, { header: this.header, ...copy });
  }

  private told(): ExistingSessions {
    return this.existing ??= new ExistingSessions(this.exported?.sessions ?? [], this.exported ? this.withReleased() : []);
  }

  /** Recorded fleets, including their released sessions. */
  private *withReleased(): Iterable<LedgerFleet> {
    yield* this.recorded.values();
    for (const name of this.released.fleets()) yield { ...emptyFleet(), sessions: new Map(this.released.of(name)) };
  }

  /** The number of sessions of each interface that no fleet of the ledger may change, by interface id. */
  private usesOutside(): ReadonlyMap<string, number> {
    const { usesBySource } = this.told();
    if (this.released.isEmpty) return usesBySource;
    const uses = new Map(usesBySource);
    for (const { sources } of this.released.all()) for (const source of sources) uses.set(idOf(source), (uses.get(idOf(source)) ?? 0) + 1);
    return uses;
  }

  /** The loads of targets by target key. The account has the ids of targets only. */
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

}
