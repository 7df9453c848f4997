import { isRule, LedgerRuleLine, readRule, ruleKey, sameRuleLine } from './ledger-rules';
import { LedgerHeader, LedgerLine, LedgerShardLine } from './ledger-content';
import {
  commonSwitches, emptyLedger, isHeader, isShard, readHeader, readLine, readRecord, readShard, sameSwitches, shardText, withoutMark,
} from './ledger-lines';
import { refusal } from '../net/refusal';

/** A line of the file and its number. */
interface Claim<T> {
  readonly line: T;
  readonly at: number;
}

/** The line of a source and its number in the file. */
export type LedgerClaim = Claim<LedgerLine>;

/** A ledger after a git merge. */
export interface MergedLedger {
  readonly header: LedgerHeader;
  /** The lines of each source. Several if the merge left different lines. */
  readonly claims: Map<string, LedgerClaim[]>;
  /** The lines of each shard. */
  readonly shards: Map<string, Claim<LedgerShardLine>[]>;
  /** The lines of each rule, by filter, direction and priority. */
  readonly rules: Map<string, Claim<LedgerRuleLine>[]>;
  /** The number of unresolved conflicts in the file. */
  readonly conflicts: number;
  /** The number of lines that repeat another line. */
  readonly repeated: number;
}

/** The key of a source among all fleets. */
export function sourceKey({ fleet, source }: { readonly fleet: string; readonly source: string }): string {
  return `${fleet}\n${source}`;
}

/** Whether two lines about one source are equal. */
export function sameLine(a: LedgerLine, b: LedgerLine): boolean {
  return FIELDS.every((name) => a[name] === b[name]);
}

/** Whether two lines about one shard are the same. */
export function sameShard(a: LedgerShardLine, b: LedgerShardLine): boolean {
  return shardText(a.fleet, a.shard, a) === shardText(b.fleet, b.shard, b);
}

/** The key of a shard among all fleets. */
export function shardKey({ fleet, shard }: { readonly fleet: string; readonly shard: number }): string {
  return `${fleet}\n${shard}`;
}

/** The fields to compare, without those that every synth sets again. */
const FIELDS = [
  'parked', 'waiting', 'placement', 'session', 'order', 'target', 'filter', 'shard', 'priority', 'vni', 'released', 'id',
] as const;

/**
 * Reads a ledger after a merge. It may contain conflict markers of either style, or the lines of both sides. If a conflict
 * shows the common ancestor, it is resolved source by source: if only one side changed a line, that change is kept.
 *
 * @param path the path that errors name
 * @throws if a line is not a ledger line, a conflict is incomplete, or headers disagree
 */
export function readMerged(text: string, path: string): MergedLedger {
  if (withoutMark(text).trim() === '') {
    throw emptyLedger(path);
  }
  return new MergeReader(path).read(text);
}

/** The comparison of lines of one kind. */
interface Kind<T> {
  readonly same: (a: T, b: T) => boolean;
  /** Like `same`, but with all fields. */
  readonly identical: (a: T, b: T) => boolean;
  /** Chooses one of two lines that are the same. The order of the two does not matter. */
  readonly either: (a: T, b: T) => T;
}

const SOURCES: Kind<LedgerLine> = {
  same: sameLine,
  identical: (a, b) => sameLine(a, b) && sameSwitches(a, b),
  either: (a, b) => {
    const { off, sinceCompaction, ...rest } = a;
    return { ...rest, ...commonSwitches(a, b) };
  },
};
const SHARDS: Kind<LedgerShardLine> = { same: sameShard, identical: sameShard, either: (a) => a };
const RULES: Kind<LedgerRuleLine> = { same: sameRuleLine, identical: sameRuleLine, either: (a) => a };

type Section = 'common' | 'ours' | 'ancestor' | 'theirs';
type Claims<T> = Map<string, Claim<T>[]>;

/** The lines of one side of a conflict, or the lines outside of conflicts. */
interface Lines {
  readonly sources: Claims<LedgerLine>;
  readonly shards: Claims<LedgerShardLine>;
  readonly rules: Claims<LedgerRuleLine>;
}

const noLines = (): Lines => ({ sources: new Map(), shards: new Map(), rules: new Map() });

const MARKER = /^(<{7,}|\|{7,}|={7,}|>{7,})(?=\s|$)/;
/** The section that a marker opens, and the sections that it may follow. */
const MARKERS: Record<string, { opens: Section; after: Section[] }> = {
  '<': { opens: 'ours', after: ['common'] },
  '|': { opens: 'ancestor', after: ['ours'] },
  '=': { opens: 'theirs', after: ['ours', 'ancestor'] },
  '>': { opens: 'common', after: ['theirs'] },
};

class MergeReader {
  private header?: LedgerHeader;
  private readonly common = noLines();
  private conflicts = 0;
  private repeated = 0;

  private section: Section = 'common';
  /** The length of the current markers. Longer markers belong to an ancestor that is itself a merge. */
  private markerLength = 0;
  private opened = 0;
  private hasAncestor = false;
  private sides: Record<Exclude<Section, 'common'>, Lines> = { ours: noLines(), ancestor: noLines(), theirs: noLines() };

  constructor(private readonly path: string) {}

  public read(text: string): MergedLedger {
    withoutMark(text).split('\n').forEach((line, i) => {
      // An editor may leave empty lines after a conflict was resolved by hand.
      if (line.trim() === '') return;
      const marker = MARKER.exec(line)?.[1];
      if (marker === undefined) this.line(line, i + 1);
      else this.marker(marker, line, i + 1);
    });
    if (this.section !== 'common') this.refuseConflict(this.opened, 'a conflict without an end marker');
    // Without a header, readHeader throws.
    const header = this.header ?? readHeader(`${this.path}:1`, undefined);
    return {
      header,
      claims: this.common.sources,
      shards: this.common.shards,
      rules: this.common.rules,
      conflicts: this.conflicts,
      repeated: this.repeated,
    };
  }

  private marker(marker: string, line: string, at: number): void {
    const { opens, after } = MARKERS[marker[0]];
    if (this.section === 'ancestor' && marker.length > this.markerLength) return;
    if (!after.includes(this.section) || (opens !== 'ours' && marker.length !== this.markerLength)) this.refuseConflict(at, line);
    if (opens === 'ours') [this.markerLength, this.opened, this.hasAncestor] = [marker.length, at, false];
    if (opens === 'ancestor') this.hasAncestor = true;
    if (opens === 'common') this.close();
    this.section = opens;
  }

  private line(text: string, at: number): void {
    const path = `${this.path}:${at}`;
    const record = readRecord(path, text);
    const lines = this.section === 'common' ? this.common : this.sides[this.section];
    if (isHeader(record)) {
      this.addHeader(readHeader(path, record), at);
    } else if (isRule(record)) {
      const line = readRule(path, record);
      this.add(lines.rules, ruleKey(line), { line, at }, RULES);
    } else if (isShard(record)) {
      const line = readShard(path, record);
      this.add(lines.shards, shardKey(line), { line, at }, SHARDS);
    } else {
      // A file of another kind has no header either.
      if (!this.header && record?.fleet === undefined) readHeader(path, record);
      const line = readLine(path, record);
      this.add(lines.sources, sourceKey(line), { line, at }, SOURCES);
    }
  }

  private addHeader(header: LedgerHeader, at: number): void {
    this.header = this.header ? agreed(this.header, header, `${this.path}:${at}`) : header;
  }

  private add<T>(claims: Claims<T>, key: string, claim: Claim<T>, { same, either }: Kind<T>, repeats = true): void {
    const there = claims.get(key);
    if (!there) {
      claims.set(key, [claim]);
      return;
    }
    const at = there.findIndex(({ line }) => same(line, claim.line));
    if (at < 0) {
      there.push(claim);
      return;
    }
    there[at] = { line: either(there[at].line, claim.line), at: there[at].at };
    if (repeats && Object.values(this.common).some((common) => claims as unknown === common)) this.repeated++;
  }

  /** Ends a conflict and adds the lines that remain of both sides. */
  private close(): void {
    this.conflicts++;
    this.settle('sources', SOURCES);
    this.settle('shards', SHARDS);
    this.settle('rules', RULES);
    this.sides = { ours: noLines(), ancestor: noLines(), theirs: noLines() };
  }

  private settle<T>(of: keyof Lines, kind: Kind<T>): void {
    const [common, ours, ancestor, theirs] = [this.common, this.sides.ours, this.sides.ancestor, this.sides.theirs].map((lines) =>
      lines[of] as Claims<unknown> as Claims<T>);
    for (const key of new Set([...ours.keys(), ...theirs.keys()])) {
      const left = this.hasAncestor
        ? merged(kind, ours.get(key), ancestor.get(key), theirs.get(key))
        : [...ours.get(key) ?? [], ...theirs.get(key) ?? []];
      // Both sides may have the same line, which does not count as repeated.
      for (const claim of left) this.add(common, key, claim, kind, false);
    }
  }

  private refuseConflict(at: number, got: string): never {
    throw refusal({
      path: `${this.path}:${at}`, what: 'a conflict in the ledger', got, allowed: 'complete conflicts, as git writes them',
      fix: `restore the conflict with: git checkout --merge -- ${this.path}`,
    });
  }
}

/** Merges the lines that two sides and their common ancestor have for one thing. */
function merged<T>({ same, identical }: Kind<T>, ours: Claim<T>[] = [], ancestor: Claim<T>[] = [], theirs: Claim<T>[] = []): Claim<T>[] {
  if (ancestor.length !== 1 || ours.length > 1 || theirs.length > 1) return [...ours, ...theirs];
  const differs = (by: Kind<T>['same']) => (side: Claim<T>[]) => !(side.length === 1 && by(side[0].line, ancestor[0].line));
  // If one side switched the session and the other moved it, the move is kept.
  const changed = differs([ours, theirs].some(differs(same)) ? same : identical);
  if (!changed(ours)) return theirs;
  if (!changed(theirs)) return ours;
  return [...ours, ...theirs];
}

/**
 * Combines two headers of one ledger.
 *
 * @throws if they name different accounts or regions
 */
export function agreed(a: LedgerHeader, b: LedgerHeader, path: string): LedgerHeader {
  for (const part of ['account', 'region'] as const) {
    if (a[part] !== undefined && b[part] !== undefined && a[part] !== b[part]) {
      throw refusal({
        path, what: `the ${part} of the ledger`, got: b[part], allowed: `${a[part]}, the ${part} in the other header`,
        fix: 'keep one ledger file for each account and region. These headers belong to two ledgers, so restore each file from its branch',
      });
    }
  }
  return { account: a.account ?? b.account, region: a.region ?? b.region };
}
