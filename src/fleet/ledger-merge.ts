import { isRule, LedgerRuleLine, readRule, ruleKey, sameRuleLine } from './ledger-rules';
import { isShard, LedgerHeader, LedgerLine, LedgerShardLine, MEND, readHeader, readLine, readShard, shardText, withoutMark } from './ledger-file';
import { refusal } from '../net/refusal';

/** One line of the file, and which. */
interface Claim<T> {
  readonly line: T;
  readonly at: number;
}

/** What one line contains of a source, and which line of the file that is. */
export type LedgerClaim = Claim<LedgerLine>;

/** A ledger as git left it. */
export interface MergedLedger {
  readonly header: LedgerHeader;
  /** By source: several if the merge left lines that differ. */
  readonly claims: Map<string, LedgerClaim[]>;
  /** By shard, in the same way. */
  readonly shards: Map<string, Claim<LedgerShardLine>[]>;
  /** By filter, direction and priority, in the same way. */
  readonly rules: Map<string, Claim<LedgerRuleLine>[]>;
  /** Conflicts that were left in the file. */
  readonly conflicts: number;
  /** Lines that report what another line contains too. */
  readonly repeated: number;
}

/** A source among those of all fleets. */
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

/** A shard among those of all fleets. */
export function shardKey({ fleet, shard }: { readonly fleet: string; readonly shard: number }): string {
  return `${fleet}\n${shard}`;
}

/** Not whether it is switched off, which every synth decides again. */
const FIELDS = ['parked', 'waiting', 'placement', 'session', 'order', 'target', 'filter', 'shard', 'priority', 'vni', 'released', 'id'] as const;

/**
 * Reads a ledger as a merge left it: with conflict markers of either style, or with the lines of both sides. Where a
 * conflict shows its common ancestor, it is resolved source by source: what one side left alone is as the other has it.
 *
 * @param path what errors call it
 * @throws if a line is no ledger line, a conflict is not whole, or headers disagree
 */
export function readMerged(text: string, path: string): MergedLedger {
  if (withoutMark(text).trim() === '') throw refusal({ path, what: 'the ledger', got: 'an empty file', allowed: 'a header and one line a source', fix: MEND });
  return new MergeReader(path).read(text);
}

/** How lines of one kind are compared. */
interface Kind<T> {
  readonly same: (a: T, b: T) => boolean;
  /** Also in what `same` leaves out. */
  readonly identical: (a: T, b: T) => boolean;
  /** One of two that are the same, whichever of them comes first. */
  readonly either: (a: T, b: T) => T;
}

const SOURCES: Kind<LedgerLine> = {
  same: sameLine,
  identical: (a, b) => sameLine(a, b) && a.off === b.off,
  // Nothing that may run counts as off.
  either: (a, b) => a.off ? b : a,
};
const SHARDS: Kind<LedgerShardLine> = { same: sameShard, identical: sameShard, either: (a) => a };
const RULES: Kind<LedgerRuleLine> = { same: sameRuleLine, identical: sameRuleLine, either: (a) => a };

type Section = 'common' | 'ours' | 'ancestor' | 'theirs';
type Claims<T> = Map<string, Claim<T>[]>;

/** The lines of one side of a conflict, or of what is outside any. */
interface Lines {
  readonly sources: Claims<LedgerLine>;
  readonly shards: Claims<LedgerShardLine>;
  readonly rules: Claims<LedgerRuleLine>;
}

const noLines = (): Lines => ({ sources: new Map(), shards: new Map(), rules: new Map() });

const MARKER = /^(<{7,}|\|{7,}|={7,}|>{7,})(?=\s|$)/;
/** Which section a marker opens, and after which it may be. */
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
  /** Longer ones are in an ancestor that is itself a merge. */
  private markerLength = 0;
  private opened = 0;
  private hasAncestor = false;
  private sides: Record<Exclude<Section, 'common'>, Lines> = { ours: noLines(), ancestor: noLines(), theirs: noLines() };

  constructor(private readonly path: string) {}

  public read(text: string): MergedLedger {
    withoutMark(text).split('\n').forEach((line, i) => {
      // As an editor leaves them if a conflict was mended by hand.
      if (line.trim() === '') return;
      const marker = MARKER.exec(line)?.[1];
      if (marker === undefined) this.line(line, i + 1);
      else this.marker(marker, line, i + 1);
    });
    if (this.section !== 'common') this.refuseConflict(this.opened, 'a conflict without an end');
    // Reports what a ledger starts with.
    const header = this.header ?? readHeader(`${this.path}:1`, undefined);
    return { header, claims: this.common.sources, shards: this.common.shards, rules: this.common.rules, conflicts: this.conflicts, repeated: this.repeated };
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
    let record: any;
    try {
      record = JSON.parse(text);
    } catch {
      throw refusal({ path: `${this.path}:${at}`, what: 'a line of the ledger', got: text, allowed: 'one JSON object a line', fix: MEND });
    }
    const path = `${this.path}:${at}`;
    const lines = this.section === 'common' ? this.common : this.sides[this.section];
    if (record?.ledger !== undefined) {
      this.addHeader(readHeader(path, record), at);
    } else if (isRule(record)) {
      const line = readRule(path, record);
      this.add(lines.rules, ruleKey(line), { line, at }, RULES);
    } else if (isShard(record)) {
      const line = readShard(path, record);
      this.add(lines.shards, shardKey(line), { line, at }, SHARDS);
    } else {
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

  /** The end of a conflict: what is left of both sides. */
  private close(): void {
    this.conflicts++;
    this.settle('sources', SOURCES);
    this.settle('shards', SHARDS);
    this.settle('rules', RULES);
    this.sides = { ours: noLines(), ancestor: noLines(), theirs: noLines() };
  }

  private settle<T>(of: keyof Lines, kind: Kind<T>): void {
    const [common, ours, ancestor, theirs] = [this.common, this.sides.ours, this.sides.ancestor, this.sides.theirs].map((lines) => lines[of] as Claims<unknown> as Claims<T>);
    for (const key of new Set([...ours.keys(), ...theirs.keys()])) {
      const left = this.hasAncestor ? merged(kind, ours.get(key), ancestor.get(key), theirs.get(key)) : [...ours.get(key) ?? [], ...theirs.get(key) ?? []];
      // Both sides may have the same line. That is no line too many.
      for (const claim of left) this.add(common, key, claim, kind, false);
    }
  }

  private refuseConflict(at: number, got: string): never {
    throw refusal({
      path: `${this.path}:${at}`, what: 'a conflict in the ledger', got, allowed: 'conflicts as git writes them, whole',
      fix: `have git write it again: git checkout --merge -- ${this.path}`,
    });
  }
}

/** What two sides make of a line that their ancestor may have had. */
function merged<T>({ same, identical }: Kind<T>, ours: Claim<T>[] = [], ancestor: Claim<T>[] = [], theirs: Claim<T>[] = []): Claim<T>[] {
  if (ancestor.length !== 1 || ours.length > 1 || theirs.length > 1) return [...ours, ...theirs];
  const differs = (by: Kind<T>['same']) => (side: Claim<T>[]) => !(side.length === 1 && by(side[0].line, ancestor[0].line));
  // If one side has switched the session and the other has moved it, it is moved.
  const changed = differs([ours, theirs].some(differs(same)) ? same : identical);
  if (!changed(ours)) return theirs;
  if (!changed(theirs)) return ours;
  return [...ours, ...theirs];
}

/**
 * Two headers of one ledger combined.
 *
 * @throws if they name different accounts or regions
 */
export function agreed(a: LedgerHeader, b: LedgerHeader, path: string): LedgerHeader {
  for (const part of ['account', 'region'] as const) {
    if (a[part] !== undefined && b[part] !== undefined && a[part] !== b[part]) {
      throw refusal({
        path, what: `the ${part} of the ledger`, got: b[part], allowed: `${a[part]}, as another header says`,
        fix: 'these are two ledgers: restore the file of each from its own branch, and keep one file for each account and region',
      });
    }
  }
  return { account: a.account ?? b.account, region: a.region ?? b.region };
}
