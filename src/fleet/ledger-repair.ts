import { asDeployed, collisionsOf, DeployedLedger, LedgerCollision, LedgerEntry, leftBehind } from './ledger-collisions';
import { emptyFleet, LedgerFleet, LedgerHeader, LedgerLine, LedgerShardLine, LedgerSource } from './ledger-content';
import { keepCommonSwitches } from './ledger-lines';
import { ledgerText } from './ledger-writer';
import { filtersOf, LedgerFilters, LedgerRuleLine, oneOf, sameRuleLine } from './ledger-rules';
import { agreed, LedgerClaim, MergedLedger, readMerged, sourceKey } from './ledger-merge';
import { compare } from '../net/compare';
import { described, refusal } from '../net/refusal';
import { counted } from '../net/wording';

/** The text of a ledger file. */
export interface LedgerText {
  /** The path that errors name. */
  readonly path: string;
  readonly text: string;
}

export interface RepairOptions {
  /** The deployed ledger. */
  readonly base?: LedgerText;
  /** Forgets every line that is missing from the deployed ledger. */
  readonly forgetNew?: boolean;
}

/** A change to the entry of a source. */
export interface LedgerMend {
  readonly fleet: string;
  readonly source: string;
  /** Forgotten: the next synth places the source again. Restored: as deployed. Followed: moved to the target of its session. */
  readonly done: 'forgotten' | 'restored' | 'followed';
  readonly why: string;
}

export interface LedgerRepair {
  /** A valid ledger. Undefined if a contradiction is left. */
  readonly text?: string;
  /** The changes to the file as a whole, as sentences. */
  readonly tidied: string[];
  readonly mends: LedgerMend[];
  /** Contradictions that only the deployed ledger can resolve. */
  readonly open: LedgerCollision[];
}

/** The problems of a ledger. */
export interface LedgerExamination {
  /** Problems that a repair fixes without the deployed ledger. */
  readonly untidy: string[];
  readonly collisions: LedgerCollision[];
  readonly fleets: number;
  readonly sessions: number;
  readonly sources: number;
}

/**
 * Makes a valid ledger from the result of a git merge. Deployed sessions never move: if two entries collide, the new one is
 * forgotten, and the next synth places its source again. Without a base, contradictions that depend on it stay open.
 *
 * @throws if a file is not a ledger, if the two ledgers have different accounts or regions, or if the base is not valid
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
 * Finds the problems of a ledger without changing it.
 *
 * @throws if a file is not a ledger, if the two ledgers have different accounts or regions, or if the base is not valid
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
  // Two running sessions of one target may have the same VNI.
  const wrong = new Mending(base, undefined).collisions().find(({ check }) => check !== 'TM308');
  if (wrong || base.conflicts > 0) {
    throw refusal({
      path: wrong ? `${path}:${wrong.at}` : path,
      what: 'the deployed ledger',
      got: described(wrong ? `has a fault: ${wrong.problem}` : 'has conflict markers'),
      allowed: 'a ledger without contradictions', fix: 'use the ledger of the last apply',
    });
  }
  return {
    ledger: new DeployedLedger(
      [...base.claims.values()].map(([{ line }]) => line),
      [...base.shards.values()].map(([{ line }]) => line),
      [...base.rules.values()].map(([{ line }]) => line),
    ),
    header: agreed(base.header, header, path),
  };
}

/** Differences from the form in which the library writes ledgers, except contradictions. */
function tidied(before: string, after: string, { conflicts, repeated }: MergedLedger, mends: number): string[] {
  const found = [
    ...conflicts > 0 ? [`${counted(conflicts, 'conflict')} of a merge`] : [],
    ...repeated > 0 ? [`${counted(repeated, 'repeated line')}`] : [],
  ];
  return found.length === 0 && mends === 0 && before !== after ? ['lines in another order or form than the library writes'] : found;
}

/** Forgets or restores entries one by one until no contradiction is left. */
class Mending {
  /** The last change of each source. */
  private readonly done = new Map<string, LedgerMend>();
  private readonly entries = new Map<string, LedgerEntry>();
  /** Sources with several different lines. */
  private readonly claimed = new Map<string, LedgerClaim[]>();

  private readonly shards: LedgerShardLine[] = [];
  private readonly rules: LedgerRuleLine[] = [];

  constructor(merged: MergedLedger, private readonly deployed: DeployedLedger | undefined) {
    for (const [key, claims] of merged.shards) {
      // Each synth writes the line again, so any of them is valid if none is deployed.
      const lines = claims.map(({ line }) => line).sort((a, b) => compare(JSON.stringify(a), JSON.stringify(b)));
      this.shards.push(claims.length > 1 ? deployed?.shard(key) ?? lines[0] : lines[0]);
    }
    for (const [key, claims] of merged.rules) {
      // The compiler only starts from these rules, so any of them is valid. The deployed one causes the fewest changes.
      const base = deployed?.rule(key);
      const held = base && claims.find(({ line }) => sameRuleLine(line, base));
      this.rules.push(held?.line ?? oneOf(claims.map(({ line }) => line)));
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

  /** All contradictions, in the order of the file. */
  public collisions(): LedgerCollision[] {
    const twice = [...this.claimed].map(([key, claims]): LedgerCollision => ({
      check: 'TM517', at: claims[1].at, losers: [this.entries.get(key)!],
      problem: `source ${claims[1].line.source} of ${claims[1].line.fleet} has a different line already (line ${claims[0].at})`,
    }));
    const once = [...this.entries].filter(([key]) => !this.claimed.has(key)).map(([, entry]) => entry);
    return [...twice, ...collisionsOf(once, this.deployed)].sort((a, b) => a.at - b.at);
  }

  public forgetNew(): void {
    this.claimed.clear();
    for (const [key, entry] of this.entries) if (!asDeployed(entry)) this.yield(key, entry, 'its line is not in the deployed ledger');
  }

  /** Decides between several lines of one source: it keeps the deployed line, and forgets a new source. */
  public settleClaims(): void {
    if (!this.deployed) return;
    for (const [key, claims] of this.claimed) {
      this.yield(key, this.entries.get(key)!, `lines ${claims[0].at} and ${claims[1].at} differ for it`);
    }
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
          // An entry may be in two contradictions.
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

  /** If a session moved, moves those of its sources that a merge left on the old target. */
  private follow(deployed: DeployedLedger): void {
    for (const { entry: { line, at, base }, target } of leftBehind(this.entries.values(), deployed)) {
      const key = sourceKey(line);
      this.entries.set(key, { line: { ...line, target }, at, base });
      this.done.set(key, {
        fleet: line.fleet,
        source: line.source,
        done: 'followed',
        why: `session ${line.session} has moved to target ${target}`,
      });
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
    keepCommonSwitches(there, line);
    (there.sources as LedgerSource[]).push(source);
  } else {
    const { session, placement: packing, target, filter, shard, priority, vni, off, released, sinceCompaction } = line;
    fleet.sessions.set(session, {
      fleet: line.fleet,
      key: session,
      packing,
      target,
      filter,
      shard,
      priority,
      vni,
      ...off && { off },
      ...released && { released },
      ...sinceCompaction && { sinceCompaction },
      sources: [source],
    });
  }
}
