import { relative, resolve } from 'path';
import type { AdoptedSession } from './adopted-session';
import { inContinuousIntegration } from './continuous-integration';
import { addLoad, ExistingSessions, OwnSession } from './existing-sessions';
import { LedgerContent, LedgerContradiction, LedgerFleet, LedgerHeader, LedgerSession, readLedger, writeLedger } from './ledger-file';
import type { FleetPlan, PlanLedger } from './planner';
import type { TargetLoad } from './target-rooms';
import type { ExportedSession } from '../export/exported-session';
import { MirrorExport } from '../export/mirror-export';
import { known } from '../net/known';
import { refusal } from '../net/refusal';
import type { MirrorTarget } from '../session/mirror-target';

/** How a ledger is read and written. */
export interface MirrorLedgerOptions {
  /**
   * The account that the ledger is for: its id, or any name for it. A ledger of another account is refused.
   *
   * @default - as the ledger says; a new one says none
   */
  readonly account?: string;
  /**
   * The region id that the ledger is for. A ledger of another region is refused.
   *
   * @default - as the ledger says; a new one says none
   */
  readonly region?: string;
  /**
   * Whether the ledger is only read: then a new source is a finding, and a removed one no change.
   *
   * @default - true where a build server runs the app (any of the usual variables, not only `CI`)
   */
  readonly frozen?: boolean;
  /**
   * How many sources are meant to go at once. More than a tenth of a ledger's sources, and more than 20, missing
   * without it is an error, since a truncated inventory must not tear a fleet down.
   *
   * @default 0
   */
  readonly expectRemovals?: number;
  /**
   * What the account has in the ledger's region. Sessions of it that are not the ledger's own keep their numbers, and
   * count with their sources against every quota. Export again where sessions were removed since.
   *
   * @default - nothing but the ledger's own sessions is known of
   */
  readonly existing?: MirrorExport;
}

/** A place in a session that a source has no longer. */
export interface FormerPlace {
  readonly fleet: string;
  readonly key: string;
  readonly session: string;
}

/** Sources that may go at once, as a part of the ledger and in number, before that must be stated. */
const REMOVED_PART = 0.1;
const REMOVED_COUNT = 20;

/**
 * The memory of fleets: which source is in which session, on which target, with which priority and VNI. Nobody can
 * keep these unique and every running session where it is without one. Commit the file.
 *
 * It is written once all checks have passed, whole or not at all; never under `skipValidation`, in unit tests with
 * `Testing`, or by `MirrorPolicy.evaluate()`.
 */
export class MirrorLedger {
  /**
   * A ledger in a file. The first synth makes it.
   *
   * @param path relative to the working directory, for example `traffic-mirror.lock`
   * @throws where the file is damaged, holds conflict markers, was written by a newer library, or is of another
   * account or region; the error names file and line
   */
  public static file(path: string, options: MirrorLedgerOptions = {}): MirrorLedger {
    for (const [what, given] of Object.entries({ path, ...options })) {
      if (!known(given)) throw refusal({ what: `${what} of MirrorLedger.file`, got: given, allowed: 'a value that is known at synth', fix: 'write the value itself: the ledger is read while the app runs' });
    }
    const absolute = resolve(path);
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
    return new MirrorLedger(path, absolute, content, options, options.frozen ?? inContinuousIntegration());
  }

  /**
   * A ledger that is forgotten. For tests and trials: the next run may number sessions anew, which darkens them.
   */
  public static inMemory(): MirrorLedger {
    return new MirrorLedger('in memory', undefined, undefined, {}, false);
  }

  private static count = 0;

  /** The path as given, or `in memory`. */
  public readonly name: string;
  /** Whether the ledger is only read. */
  public readonly isFrozen: boolean;

  private readonly serial = MirrorLedger.count++;
  private readonly header: LedgerHeader;
  private readonly recorded: Map<string, LedgerFleet>;
  private readonly contradictions: LedgerContradiction[];
  private readonly planned = new Map<string, FleetPlan>();
  /** Numbers in use, or freed in this run and so at rest. */
  private readonly priorities = new Set<number>();
  private readonly vnis = new Set<number>();
  private readonly loads = new Map<string, TargetLoad>();
  private sessionCount = 0;
  private sourceCount = 0;
  private missing = 0;
  /** These are made once all fleets are planned. */
  private collisions?: [LedgerSession, LedgerSession][];
  private former?: Map<string, FormerPlace>;
  private formerTargets?: Set<string>;
  private exported?: MirrorExport;
  private existing?: ExistingSessions;
  private readonly adopted = new Map<string, ReadonlyMap<string, AdoptedSession>>();

  private constructor(name: string, private readonly file: string | undefined, content: LedgerContent | undefined, private readonly options: MirrorLedgerOptions, frozen: boolean) {
    this.name = name;
    this.isFrozen = frozen;
    this.header = { account: options.account ?? content?.header.account, region: options.region ?? content?.header.region };
    this.recorded = content?.fleets ?? new Map();
    this.contradictions = content?.contradictions ?? [];
    for (const { sessions, parked } of this.recorded.values()) {
      this.sourceCount += parked.size;
      for (const session of sessions.values()) {
        this.sourceCount += session.sources.length;
        this.reserve(session);
      }
    }
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
    for (const { priority, virtualNetworkId } of exported.sessions) {
      this.priorities.add(priority);
      this.vnis.add(virtualNetworkId);
    }
  }

  /** Sessions of the account that the ledger knows nothing of. @internal */
  public _others(): ExportedSession[] {
    return this.told().others;
  }

  /** Recorded sessions of a fleet that the account has. @internal */
  public _ownOf(fleet: string): OwnSession[] {
    return this.told().own.filter(({ recorded }) => recorded.fleet === fleet);
  }

  /** Recorded sessions of a fleet; nothing where the ledger does not know it. @internal */
  public _recorded(fleet: string): ReadonlyMap<string, LedgerSession> | undefined {
    return this.recorded.get(fleet)?.sessions;
  }

  /** Gives a fleet that is not recorded yet sessions that run already. @internal */
  public _seed(fleet: string, sessions: LedgerSession[]): void {
    this.recorded.set(fleet, { sessions: new Map(sessions.map((s) => [s.key, s])), parked: new Set() });
    this.existing = undefined;
    for (const session of sessions) {
      this.sourceCount += session.sources.length;
      this.reserve(session);
    }
  }

  /** Says what recorded sessions of a fleet have of their own, by key. @internal */
  public _adopt(fleet: string, sessions: ReadonlyMap<string, AdoptedSession>): void {
    this.adopted.set(fleet, sessions);
  }

  /** What a fleet's plan starts from. @internal */
  public _before(fleet: string, targets: readonly MirrorTarget[]): PlanLedger {
    if (this.planned.has(fleet)) {
      throw refusal({ path: fleet, what: 'the fleet of a ledger', got: fleet, allowed: 'each fleet once', fix: `give the fleets different names, or each app an own ledger beside ${this.name}` });
    }
    return {
      recorded: this.recorded.get(fleet) ?? { sessions: new Map(), parked: new Set() },
      frozen: this.isFrozen,
      priorities: this.priorities,
      vnis: this.vnis,
      loads: this.loadsOf(targets),
      sessions: this.sessionCount + this.told().others.length,
      usesOutside: this.told().usesBySource,
      adopted: this.adopted.get(fleet) ?? new Map(),
    };
  }

  /** Reserves what a plan takes. What it frees rests: Terraform may create a successor before it is free. @internal */
  public _record(fleet: string, plan: FleetPlan): void {
    this.planned.set(fleet, plan);
    this.collisions = undefined;
    this.former = undefined;
    this.formerTargets = undefined;
    this.missing += plan.gone.length - plan.kept.length;
    for (const session of plan.created) this.reserve(session);
    const before = this.recorded.get(fleet)?.sessions;
    for (const session of plan.sessions) {
      const recorded = before?.get(session.key);
      // It moves before any source is taken out.
      if (recorded && recorded.target !== session.target) this.load(recorded.sources.length > session.sources.length ? { ...session, sources: recorded.sources } : session);
    }
  }

  /** Recorded sources of fleets that are no longer in the app; for the first fleet to answer for. @internal */
  public _orphansFor(fleet: string): string[] {
    if (fleet !== this.planned.keys().next().value) return [];
    return [...this.recorded].filter(([name]) => !this.planned.has(name)).flatMap(([, { sessions }]) => [...sessions.values()].flatMap((s) => s.sources.map(({ key }) => key)));
  }

  /** Fleets that the app no longer has. @internal */
  public _lostFleets(): string[] {
    return [...this.recorded.keys()].filter((name) => !this.planned.has(name)).sort();
  }

  /** Those of some keys that no new session has. @internal */
  public _withoutNew(keys: string[]): string[] {
    const created = new Set([...this.planned.values()].flatMap((plan) => plan.created.flatMap(({ sources }) => sources.map(({ key }) => key))));
    return keys.filter((key) => !created.has(key));
  }

  /** Where a source was that no fleet of the app has any more under that key, by its key or its interface's id. @internal */
  public _former(keyOrId: string): FormerPlace | undefined {
    if (!this.former) {
      this.former = new Map();
      for (const [fleet, { sessions }] of this.recorded) {
        const plan = this.planned.get(fleet);
        const gone = plan && new Set(plan.gone);
        const changed = new Set(plan?.changed.map(({ key }) => key));
        if (gone?.size === 0 && changed.size === 0) continue;
        for (const { key: session, sources } of sessions.values()) {
          for (const { key, id } of sources) {
            const place = { fleet, key, session };
            if (!gone || gone.has(key)) this.former.set(key, place).set(id ?? key, place);
            // The key is still there, and means another interface.
            else if (changed.has(key)) this.former.set(id ?? key, place);
          }
        }
      }
    }
    return this.former.get(keyOrId);
  }

  /** Whether recorded sessions send to this target, by its key, and none of the app does any more. @internal */
  public _wasTarget(key: string): boolean {
    if (!this.formerTargets) {
      this.formerTargets = new Set();
      for (const { sessions } of this.recorded.values()) for (const { target } of sessions.values()) this.formerTargets.add(target);
      for (const { sessions } of this.planned.values()) for (const { target } of sessions) this.formerTargets.delete(target);
    }
    return this.formerTargets.has(key);
  }

  /** Removals that are stated though nothing is missing; for the first fleet to answer for. @internal */
  public _staleExpectation(fleet: string): number | undefined {
    return fleet === this.planned.keys().next().value && this.countMissing() === 0 ? this.options.expectRemovals || undefined : undefined;
  }

  /** How many sources are missing, where so many at once must be stated. @internal */
  public _massRemoval(): { missing: number; of: number } | undefined {
    const missing = this.countMissing();
    const stated = this.options.expectRemovals ?? 0;
    return missing > REMOVED_COUNT && missing > this.sourceCount * REMOVED_PART && missing > stated ? { missing, of: this.sourceCount } : undefined;
  }

  /** Pairs of sessions with one priority, as a merge may leave them. @internal */
  public _collisions(): [LedgerSession, LedgerSession][] {
    return this.collisions ??= this.findCollisions();
  }

  /** Lines of a fleet that contradict each other. @internal */
  public _contradictionsOf(fleet: string): LedgerContradiction[] {
    return this.contradictions.filter((c) => c.fleet === fleet);
  }

  /** Writes the file, unless the ledger is frozen. @internal */
  public _commit(): void {
    if (this.file === undefined || this.isFrozen) return;
    const fleets = new Map([...this.planned].map(([name, { sessions, parked }]): [string, LedgerFleet] => [
      name, { sessions: new Map(sessions.map((s) => [s.key, s])), parked: new Set(parked) },
    ]));
    writeLedger(this.file, { header: this.header, fleets });
  }

  private told(): ExistingSessions {
    return this.existing ??= new ExistingSessions(this.exported?.sessions ?? [], this.exported ? this.recorded.values() : []);
  }

  /** By target key. The account knows targets by their ids. */
  private loadsOf(targets: readonly MirrorTarget[]): ReadonlyMap<string, TargetLoad> {
    if (!this.exported) return this.loads;
    const loads = new Map(this.loads);
    const others = this.told().loads(new Map(targets.map(({ key, targetId }) => [key, targetId])));
    for (const { key, targetId } of targets) {
      const load = others.get(targetId);
      if (load) addLoad(loads, key, load);
    }
    return loads;
  }

  private findCollisions(): [LedgerSession, LedgerSession][] {
    const holders = new Map<number, LedgerSession>();
    const pairs: [LedgerSession, LedgerSession][] = [];
    for (const { sessions } of this.planned.values()) {
      for (const session of sessions) {
        const holder = holders.get(session.priority);
        if (holder) pairs.push([holder, session]);
        else holders.set(session.priority, session);
      }
    }
    return pairs;
  }

  private countMissing(): number {
    const first = this.planned.keys().next().value;
    return this.missing + (first === undefined ? 0 : this._orphansFor(first).length);
  }

  private reserve(session: LedgerSession): void {
    this.priorities.add(session.priority);
    this.vnis.add(session.vni);
    this.sessionCount++;
    this.load(session);
  }

  private load({ target, sources }: LedgerSession): void {
    addLoad(this.loads, target, { sessions: 1, sources: sources.length });
  }
}
