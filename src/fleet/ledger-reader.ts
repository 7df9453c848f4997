import { existsSync } from 'fs';
import {
  emptyFleet, LedgerContent, LedgerContradiction, LedgerFleet, LedgerHeader, LedgerLine, LedgerSession,
  LedgerShardLine, LedgerSource, shardOf,
} from './ledger-content';
import {
  CONFLICT_MARKER, emptyLedger, hasPlace, isHeader, isShard, keepCommonSwitches, readHeader, readLine, readRecord, readShard, REPLACEMENT,
  withoutMark,
} from './ledger-lines';
import { readMerged } from './ledger-merge';
import { repairAdvice, repairCommand } from './ledger-repair-advice';
import { filtersOf, isRule, LedgerRuleLine, readRule } from './ledger-rules';
import { readText, unreadable } from '../input/readable-file';
import { readParts } from '../input/text-file';
import { compare } from '../net/compare';
import { described, refusal } from '../net/refusal';

/**
 * Reads a ledger file. Undefined if the file does not exist.
 *
 * @throws if the file is damaged
 */
export function readLedger(path: string): LedgerContent | undefined {
  return existsSync(path) ? read(() => parseParts(() => readParts(path), path), () => readText(path, 'the ledger').text, path) : undefined;
}

/**
 * Reads the text of a ledger. It is JSON Lines: a header, one line for each shard, each rule of a filter and each source.
 *
 * @param path the path that errors name
 * @throws if the text is damaged
 */
export function parseLedger(text: string, path: string): LedgerContent {
  return read(() => parseParts(() => [text], path), () => text, path);
}

/**
 * The strict reader is fast and accepts only ledgers that a synth can use. The reader of the repair accepts more and decides about damage:
 * its error counts if it cannot read the file either. Otherwise the error of the strict reader leads to the repair.
 */
function read(strict: () => LedgerContent, text: () => string, path: string): LedgerContent {
  try {
    return strict();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== undefined) throw unreadable(path, 'the ledger', error);
    readMerged(text(), path);
    throw error;
  }
}

/** @param parts returns the parts of the text, starting at the first at each call */
function parseParts(parts: () => Iterable<string>, path: string): LedgerContent {
  // The library writes ledgers sorted, so two lines of one source are adjacent.
  return parse(parts(), path, true) ?? parse(parts(), path, false)!;
}

/** Parses the text. Undefined if `sorted` is set and the lines are not sorted. */
function parse(parts: Iterable<string>, path: string, sorted: boolean): LedgerContent | undefined {
  const gathered = new Gathering(path, sorted);
  let first = true;
  let header: LedgerHeader | undefined;
  let count = 0;
  for (const given of parts) {
    const part = first ? withoutMark(given) : given;
    first = false;
    if (part === '') break;
    if (!part.endsWith('\n')) {
      throw repairable(path, path, 'the end of the ledger', described('is a line without a line feed'), 'lines that end with a line feed');
    }
    const found = records(path, part.slice(0, -1).split('\n'), count);
    for (const record of found) {
      count++;
      if (!header) {
        header = firstLine(path, record);
      } else if (isHeader(record)) {
        throw repairable(
          `${path}:${count}`, path, 'a line of the ledger', described('is a second header'), 'one header, on the first line',
        );
      } else if (!gathered.add(record, count)) {
        return undefined;
      }
    }
  }
  if (!header) {
    throw emptyLedger(path);
  }
  return { header, ...gathered.result() };
}

/** The error of a ledger that a synth does not read and that `ledger repair` repairs. */
function repairable(at: string, path: string, what: string, got: unknown, allowed: string): Error {
  return refusal({
    path: at,
    what,
    got,
    allowed,
    fix: `run ${repairCommand(path)}. It reports if it needs the deployed ledger. Or restore the file from version control`,
  });
}

function firstLine(path: string, record: any): LedgerHeader {
  if (!isHeader(record)) throw repairable(`${path}:1`, path, 'the first line of the ledger', record, 'the header');
  return readHeader(`${path}:1`, record);
}

const [BRACE, CLOSING_BRACE] = [123, 125];

/**
 * The records of some lines. It parses them together. If that fails, it parses them one by one to name the wrong line.
 *
 * @param before the number of lines before them
 */
function records(path: string, lines: string[], before: number): any[] {
  // Two records on one line must not compensate one record on two lines.
  if (lines.every((line) => line.charCodeAt(0) === BRACE && line.charCodeAt(line.length - 1) === CLOSING_BRACE)) {
    try {
      const parsed = JSON.parse(`[${lines.join(',\n')}]`);
      if (parsed.length === lines.length && !lines.some((line) => line.includes(REPLACEMENT))) return parsed;
    } catch {
      // The lines below find the wrong one.
    }
  }
  return lines.map((line, i) => {
    const at = `${path}:${before + i + 1}`;
    if (CONFLICT_MARKER.test(line)) throw repairable(at, path, 'a line of the ledger', line, 'a file without conflict markers');
    if (line.trim() === '') throw repairable(at, path, 'a line of the ledger', described('is empty'), 'one JSON object on each line');
    return readRecord(at, line);
  });
}

/** Collects the lines of a ledger into sessions. */
class Gathering {
  private readonly fleets = new Map<string, LedgerFleet>();
  private readonly rules: LedgerRuleLine[] = [];
  private readonly contradictions: LedgerContradiction[] = [];
  /** The line of each source of the current fleet, if the lines are not sorted. */
  private seen = new Map<string, number>();
  private readonly seenOf = new Map<string, Map<string, number>>();
  private name = '';
  private fleet!: LedgerFleet;
  /** One string for each target, however many lines contain it. */
  private readonly targets = new Map<string, string>();

  /** The source of the previous line. */
  private last = '';

  constructor(private readonly path: string, private readonly sorted: boolean) {}

  /** Adds a line. False if the lines must be sorted and this one is not in order. */
  public add(record: any, line: number): boolean {
    if (isRule(record)) {
      this.rules.push(readRule(`${this.path}:${line}`, record));
      return true;
    }
    if (isShard(record)) return this.addShard(readShard(`${this.path}:${line}`, record), line);
    const e = readLine(`${this.path}:${line}`, record);
    if (e.fleet !== this.name) {
      if (this.sorted && this.fleets.has(e.fleet)) return false;
      this.open(e.fleet);
      this.last = '';
    } else if (this.sorted && e.source <= this.last) {
      return false;
    }
    this.last = e.source;
    const earlier = this.seen.get(e.source);
    if (earlier !== undefined) {
      throw refusal({
        path: `${this.path}:${line}`,
        what: 'a line of the ledger',
        got: described(`has source ${e.source} of fleet ${e.fleet}, which is on line ${earlier} too`),
        allowed: 'one line for each source', fix: repairAdvice(this.path),
      });
    }
    if (!this.sorted) this.seen.set(e.source, line);
    if (!hasPlace(e)) {
      (e.parked ? this.fleet.parked : this.fleet.waiting).add(e.source);
      return true;
    }
    const source: LedgerSource = e.id === undefined ? { key: e.source, order: e.order } : { key: e.source, order: e.order, id: e.id };
    const session = this.fleet.sessions.get(e.session);
    if (session) {
      this.compare(session, e, line);
      keepCommonSwitches(session, e);
      (session.sources as LedgerSource[]).push(source);
      return true;
    }
    let target = this.targets.get(e.target);
    if (target === undefined) this.targets.set(e.target, target = e.target);
    this.fleet.sessions.set(e.session, {
      fleet: this.name,
      key: e.session,
      packing: e.placement,
      target,
      filter: e.filter,
      shard: e.shard,
      priority: e.priority,
      vni: e.vni,
      ...e.off && { off: true },
      ...e.released && { released: true },
      ...e.sinceCompaction && { sinceCompaction: true },
      sources: [source],
    });
    return true;
  }

  private addShard({ fleet, shard, ...attributes }: LedgerShardLine, line: number): boolean {
    const known = this.fleets.get(fleet);
    if (this.sorted && known && (fleet !== this.name || this.last !== '')) return false;
    this.open(fleet);
    const there = this.fleet.shards.get(shard);
    const now = shardOf(attributes);
    if (there) {
      throw refusal({
        path: `${this.path}:${line}`,
        what: 'a line of the ledger',
        got: described(`has shard ${shard} of fleet ${fleet}, which has a line already`),
        allowed: 'one line for each shard',
        fix: repairAdvice(this.path),
      });
    }
    this.fleet.shards.set(shard, now);
    this.last = '';
    return true;
  }

  public result(): Omit<LedgerContent, 'header'> {
    for (const { sessions } of this.fleets.values()) {
      for (const { sources } of sessions.values()) {
        if (sources.length > 1) (sources as LedgerSource[]).sort((a, b) => a.order - b.order || compare(a.key, b.key));
      }
    }
    return { fleets: this.fleets, filters: filtersOf(this.rules), contradictions: this.contradictions };
  }

  private open(name: string): void {
    let fleet = this.fleets.get(name);
    if (!fleet) {
      this.fleets.set(name, fleet = emptyFleet());
      this.seenOf.set(name, new Map());
    }
    [this.name, this.fleet, this.seen] = [name, fleet, this.seenOf.get(name)!];
  }

  private compare(session: LedgerSession, e: LedgerLine, line: number): void {
    // Nearly every line equals the session's first line.
    if (e.placement === session.packing && e.target === session.target && e.filter === session.filter && e.shard === session.shard
      && e.priority === session.priority
      && e.vni === session.vni
      && e.released === session.released
      && !session.sources.some(({ order }) => order === e.order)) {
      return;
    }
    const pairs: [string, unknown, unknown][] = [
      ['placement', e.placement, session.packing], ['target', e.target, session.target], ['filter', e.filter, session.filter],
      ['shard', e.shard, session.shard], ['priority', e.priority, session.priority], ['vni', e.vni, session.vni],
      ['released', e.released ?? false, session.released ?? false],
    ];
    const [field, got, earlier] = pairs.find(([, a, b]) => a !== b) ?? ['order', e.order, e.order];
    this.contradictions.push({ line, fleet: e.fleet, source: e.source, session: e.session, field, got, earlier });
  }
}
