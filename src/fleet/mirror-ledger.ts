import { relative, resolve } from 'path';
import { inContinuousIntegration } from './continuous-integration';
import { LedgerContent, LedgerEntry, LedgerHeader, readLedger, writeLedger } from './ledger-file';
import { VNI } from '../catalog/limits';
import { known } from '../net/known';
import { refusal } from '../net/refusal';
import { KeyNumbers, Lease } from '../session/numbering';

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
  readonly expectedRemovals?: number;
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
  /** By fleet, then by source key. */
  private readonly recorded = new Map<string, Map<string, LedgerEntry>>();
  private readonly claimed: LedgerEntry[] = [];
  private readonly claimedFleets = new Set<string>();
  /** Numbers in use, or freed in this run and so at rest. */
  private readonly priorities = new Set<number>();
  private readonly vnis = new Set<number>();
  private readonly loads = new Map<string, number>();
  private readonly recordedCount: number;
  private recordedClaimed = 0;

  private constructor(name: string, private readonly file: string | undefined, content: LedgerContent | undefined, private readonly options: MirrorLedgerOptions, frozen: boolean) {
    this.name = name;
    this.isFrozen = frozen;
    this.header = { account: options.account ?? content?.header.account, region: options.region ?? content?.header.region };
    const entries = content?.entries ?? [];
    this.recordedCount = entries.length;
    for (const entry of entries) {
      let fleet = this.recorded.get(entry.fleet);
      if (!fleet) this.recorded.set(entry.fleet, fleet = new Map());
      fleet.set(entry.source, entry);
      this.priorities.add(entry.priority);
      this.vnis.add(entry.vni);
      this.addLoad(entry.target);
    }
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

  /** The recorded entries of a fleet, by source key. @internal */
  public _recordedOf(fleet: string): Map<string, LedgerEntry> {
    if (this.claimedFleets.has(fleet)) {
      throw refusal({ path: fleet, what: 'the fleet of a ledger', got: fleet, allowed: 'each fleet once', fix: `give the fleets different ids, or each app an own ledger beside ${this.name}` });
    }
    this.claimedFleets.add(fleet);
    return this.recorded.get(fleet) ?? new Map();
  }

  /** Keeps an entry, recorded or new. @internal */
  public _claim(entry: LedgerEntry, recorded: boolean): void {
    this.claimed.push(entry);
    if (recorded) this.recordedClaimed++;
    // The place that a session had rests too: Terraform may create its successor before it is free.
    if (this.recorded.get(entry.fleet)?.get(entry.source)?.target !== entry.target) this.addLoad(entry.target);
  }

  /** Sessions on a target: those that are recorded, of all fleets, and the new ones so far. @internal */
  public _load(target: string): number {
    return this.loads.get(target) ?? 0;
  }

  /** A free priority and VNI for a key; undefined where the lease is used up. @internal */
  public _allocate(key: string, lease: Lease): { priority: number; vni: number } | undefined {
    const numbers = new KeyNumbers(key);
    const priority = probe(this.priorities, numbers.priority(lease), lease);
    const vni = probe(this.vnis, numbers.virtualNetworkId(), { first: VNI.min, last: VNI.max });
    if (priority === undefined || vni === undefined) return undefined;
    this.priorities.add(priority);
    this.vnis.add(vni);
    return { priority, vni };
  }

  /**
   * Recorded entries of a fleet that it does not have any more; the first fleet answers for those of fleets that
   * are no longer in the app.
   *
   * @internal
   */
  public _goneOf(fleet: string): LedgerEntry[] {
    const kept = new Set(this.claimed.filter((e) => e.fleet === fleet).map((e) => e.source));
    const orphans = fleet === this.claimedFleets.values().next().value
      ? [...this.recorded].filter(([name]) => !this.claimedFleets.has(name)).flatMap(([, entries]) => [...entries.values()])
      : [];
    return [...[...this.recorded.get(fleet)?.values() ?? []].filter((e) => !kept.has(e.source)), ...orphans];
  }

  /** How many sources are missing, where so many at once must be stated. @internal */
  public _massRemoval(): { missing: number; of: number } | undefined {
    const missing = this.recordedCount - this.recordedClaimed;
    const stated = this.options.expectedRemovals ?? 0;
    return missing > REMOVED_COUNT && missing > this.recordedCount * REMOVED_PART && missing > stated ? { missing, of: this.recordedCount } : undefined;
  }

  /** Pairs of claimed entries with one priority, as a merge may leave them. @internal */
  public _collisions(): [LedgerEntry, LedgerEntry][] {
    const holders = new Map<number, LedgerEntry>();
    const pairs: [LedgerEntry, LedgerEntry][] = [];
    for (const entry of this.claimed) {
      const holder = holders.get(entry.priority);
      if (holder && (holder.session !== entry.session || holder.fleet !== entry.fleet)) pairs.push([holder, entry]);
      else holders.set(entry.priority, entry);
    }
    return pairs;
  }

  /** Writes the file, unless the ledger is frozen. @internal */
  public _commit(): void {
    if (this.file !== undefined && !this.isFrozen) writeLedger(this.file, { header: this.header, entries: this.claimed });
  }

  private addLoad(target: string): void {
    this.loads.set(target, (this.loads.get(target) ?? 0) + 1);
  }
}

/** The first number that is not taken, from the start on and round. */
function probe(taken: Set<number>, start: number, lease: Lease): number | undefined {
  const size = lease.last - lease.first + 1;
  // Numbers outside the lease may be taken too, so the set's size alone decides nothing.
  for (let i = 0; i < size; i++) {
    const n = lease.first + (start - lease.first + i) % size;
    if (!taken.has(n)) return n;
  }
  return undefined;
}
