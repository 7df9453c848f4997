import { asDeployed, collisionsOf, DeployedLedger, LedgerCollision, LedgerEntry, leftBehind } from './ledger-collisions';
import { emptyFleet, LedgerFleet, LedgerHeader, LedgerLine, LedgerShardLine, ledgerText, LedgerSource } from './ledger-file';
import { filtersOf, LedgerFilters, LedgerRuleLine, sameRuleLine } from './ledger-rules';
import { agreed, LedgerClaim, MergedLedger, readMerged, sourceKey } from './ledger-merge';
import { compare } from '../net/compare';
import { refusal } from '../net/refusal';
import { counted } from '../net/wording';

/** A ledger file, by its text. */
export interface LedgerText {
  /** What errors call it. */
  readonly path: string;
  readonly text: string;
}

export interface RepairOptions {
  /** The ledger that is deployed. */
  readonly base?: LedgerText;
  /** Forget every line that the deployed ledger does not have. */
  readonly forgetNew?: boolean;
}

/** Something that was done to the entry of a source. */
export interface LedgerMend {
  readonly fleet: string;
  readonly source: string;
  /** Forgotten: the next synth places it again. Restored: as deployed. Followed: on the target of its session. */
  readonly done: 'forgotten' | 'restored' | 'followed';
  readonly why: string;
}

export interface LedgerRepair {
  /** A valid ledger. Nothing if something is open. */
  readonly text?: string;
  /** What was done to the file as a whole, in words. */
  readonly tidied: string[];
  readonly mends: LedgerMend[];
  /** What cannot be decided without knowing what is deployed. */
  readonly open: LedgerCollision[];
}

/** What is wrong with a ledger. */
export interface LedgerExamination {
  /** What a repair mends without knowing what is deployed. */
  readonly untidy: string[];
  readonly collisions: LedgerCollision[];
  readonly fleets: number;
  readonly sessions: number;
  readonly sources: number;
}

/**
 * Makes a valid ledger of one that git merged. What is deployed never moves: of two entries that collide the new one
 * is forgotten, and the next synth places it again. Without a base nothing is decided that depends on it.
 *
 * @throws if a file is no ledger, the two are of different accounts or regions, or the base is itself not valid
 */
export function repairLedger(ledger: LedgerText, { base, forgetNew = false }: RepairOptions = {}): LedgerRepair {
  const merged = readMerged(ledger.text, ledger.path);
  const deployed = base && readDeployed(base, merged.header);
  const mending = new Mending(merged, deployed?.ledger);
  if (forgetNew) mending.forgetNew();
  mending.settleClaims();
  const open = deployed ? [] : mending.collisions();
  if (open.length > 0) return { open, tidied: [], mends: [] };
  mending.settleCollisions();
  const text = ledgerText({ header: deployed?.header ?? merged.header, fleets: mending.fleets(), filters: mending.filters() });
  return { text, tidied: tidied(ledger.text, text, merged, mending.mends.length), mends: mending.mends, open };
}

/**
 * Looks at a ledger and changes nothing.
 *
 * @throws if a file is no ledger, the two are of different accounts or regions, or the base is itself not valid
 */
export function examineLedger(ledger: LedgerText, base?: LedgerText): LedgerExamination {
  const merged = readMerged(ledger.text, ledger.path);
  const mending = new Mending(merged, base && readDeployed(base, merged.header).ledger);
  const collisions = mending.collisions();
  const fleets = mending.fleets();
  const inOrder = collisions.length > 0 ? ledger.text : ledgerText({ header: merged.header, fleets, filters: mending.filters() });
  return {
    untidy: tidied(ledger.text, inOrder, merged, 0), collisions,
    fleets: fleets.size, sessions: [...fleets.values()].reduce((sum, f) => sum + f.sessions.size, 0), sources: merged.claims.size,
  };
}

function readDeployed({ path, text }: LedgerText, header: LedgerHeader): { ledger: DeployedLedger; header: LedgerHeader } {
  const base = readMerged(text, path);
  // Two sessions of one target may have one VNI and run.
  const wrong = new Mending(base, undefined).collisions().find(({ check }) => check !== 'TM308');
  if (wrong || base.conflicts > 0) {
    throw refusal({
      path: wrong ? `${path}:${wrong.at}` : path, what: 'the ledger that is deployed', got: wrong?.problem ?? 'a file with conflict markers',
      allowed: 'a ledger that is valid by itself', fix: 'take the one that was applied last',
    });
  }
  return { ledger: new DeployedLedger([...base.claims.values()].map(([{ line }]) => line), [...base.shards.values()].map(([{ line }]) => line), [...base.rules.values()].map(([{ line }]) => line)), header: agreed(base.header, header, path) };
}

/** What was not as the library writes it, in addition to what collides. */
function tidied(before: string, after: string, { conflicts, repeated }: MergedLedger, mends: number): string[] {
  const found = [
    ...conflicts > 0 ? [`${counted(conflicts, 'conflict')} of a merge`] : [],
    ...repeated > 0 ? [`${counted(repeated, 'line')} that another says too`] : [],
  ];
  return found.length === 0 && mends === 0 && before !== after ? ['lines that are not in the order or form in which the library writes them'] : found;
}

/** Entries that yield one by one until all that are left hold together. */
class Mending {
  /** By source, since the last that was done to it is what counts. */
  private readonly done = new Map<string, LedgerMend>();
  private readonly entries = new Map<string, LedgerEntry>();
  /** Sources of which several lines are left. */
  private readonly claimed = new Map<string, LedgerClaim[]>();

  private readonly shards: LedgerShardLine[] = [];
  private readonly rules: LedgerRuleLine[] = [];

  constructor(merged: MergedLedger, private readonly deployed: DeployedLedger | undefined) {
    for (const [key, claims] of merged.shards) {
      // Each synth writes it again, so that any of them will do if none is deployed.
      const lines = claims.map(({ line }) => line).sort((a, b) => compare(JSON.stringify(a), JSON.stringify(b)));
      this.shards.push(claims.length > 1 ? deployed?.shard(key) ?? lines[0] : lines[0]);
    }
    for (const [key, claims] of merged.rules) {
      // The compiler only starts from them, so any of them will do. The deployed one changes least.
      const base = deployed?.rule(key);
      const held = base && claims.find(({ line }) => sameRuleLine(line, base));
      const [first] = claims.map(({ line }) => line).sort((a, b) => compare(JSON.stringify(a), JSON.stringify(b)));
      this.rules.push(held?.line ?? first);
    }
    for (const [key, claims] of merged.claims) {
      const base = deployed?.line(key);
      this.entries.set(key, { ...claims[0], base });
      if (claims.length > 1) this.claimed.set(key, claims);
    }
  }

  public get mends(): LedgerMend[] {
    return [...this.done.values()];
  }

  /** All that cannot hold together, in the order of the file. */
  public collisions(): LedgerCollision[] {
    const twice = [...this.claimed].map(([key, claims]): LedgerCollision => ({
      check: 'TM517', at: claims[1].at, losers: [this.entries.get(key)!],
      problem: `source ${claims[1].line.source} of ${claims[1].line.fleet} has another line already (line ${claims[0].at})`,
    }));
    const once = [...this.entries].filter(([key]) => !this.claimed.has(key)).map(([, entry]) => entry);
    return [...twice, ...collisionsOf(once, this.deployed)].sort((a, b) => a.at - b.at);
  }

  public forgetNew(): void {
    this.claimed.clear();
    for (const [key, entry] of this.entries) if (!asDeployed(entry)) this.yield(key, entry, 'the deployed ledger does not have its line');
  }

  /** Of several lines about one source the deployed one holds. A new source is forgotten. */
  public settleClaims(): void {
    if (!this.deployed) return;
    for (const [key, claims] of this.claimed) this.yield(key, this.entries.get(key)!, `lines ${claims[0].at} and ${claims[1].at} are both about it`);
    this.claimed.clear();
  }

  public settleCollisions(): void {
    if (!this.deployed) return;
    this.follow(this.deployed);
    for (let found = this.collisions(); found.length > 0; found = this.collisions()) {
      for (const { losers, problem } of found) {
        for (const { line: { fleet, source } } of losers) {
          const key = sourceKey({ fleet, source });
          const entry = this.entries.get(key);
          // One may yield for two reasons.
          if (entry && !asDeployed(entry)) this.yield(key, entry, problem);
        }
      }
    }
  }

  public filters(): LedgerFilters {
    return filtersOf(this.rules);
  }

  public fleets(): Map<string, LedgerFleet> {
    const fleets = new Map<string, LedgerFleet>();
    const fleetOf = (name: string) => {
      let fleet = fleets.get(name);
      if (!fleet) fleets.set(name, fleet = emptyFleet());
      return fleet;
    };
    for (const { fleet, shard, ...about } of this.shards) fleetOf(fleet).shards.set(shard, about);
    for (const { line } of this.entries.values()) {
      const fleet = fleetOf(line.fleet);
      if (line.parked) fleet.parked.add(line.source);
      else if (line.waiting) fleet.waiting.add(line.source);
      else addTo(fleet, line);
    }
    return fleets;
  }

  /** A session that moved takes along those of its sources that a merge left on its old target. */
  private follow(deployed: DeployedLedger): void {
    for (const { entry: { line, at, base }, target } of leftBehind(this.entries.values(), deployed)) {
      const key = sourceKey(line);
      this.entries.set(key, { line: { ...line, target }, at, base });
      this.done.set(key, { fleet: line.fleet, source: line.source, done: 'followed', why: `session ${line.session} has moved to target ${target}` });
    }
  }

  private yield(key: string, { line, at, base }: LedgerEntry, why: string): void {
    if (base) this.entries.set(key, { line: base, at, base });
    else this.entries.delete(key);
    this.done.set(key, { fleet: line.fleet, source: line.source, done: base ? 'restored' : 'forgotten', why });
  }
}

function addTo(fleet: LedgerFleet, line: LedgerLine): void {
  const { source: key, order, id } = line;
  const source: LedgerSource = id === undefined ? { key, order } : { key, order, id };
  const there = fleet.sessions.get(line.session);
  if (there) {
    // As a ledger is read: on if its lines do not agree.
    if (there.off && !line.off) delete (there as { off?: true }).off;
    (there.sources as LedgerSource[]).push(source);
  } else {
    const { session, placement: packing, target, filter, shard, priority, vni, off, released } = line;
    fleet.sessions.set(session, { fleet: line.fleet, key: session, packing, target, filter, shard, priority, vni, ...off && { off }, ...released && { released }, sources: [source] });
  }
}
