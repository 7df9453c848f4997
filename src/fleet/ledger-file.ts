import { existsSync } from 'fs';
import { isAbsolute, relative, sep } from 'path';
import { filtersOf, isRule, LedgerFilters, LedgerRuleLine, readRule, ruleParts } from './ledger-rules';
import { MirrorPacking } from './packing';
import { SESSION_PRIORITY, VNI, within } from '../catalog/limits';
import { compare } from '../net/compare';
import { refusal, shown } from '../net/refusal';
import { FileStamp, StagedFile } from '../input/staged-file';
import { readParts, writeParts } from '../input/text-file';
import { repairSteps } from '../texts/en/ledger';

/** The newest ledger format that this library reads. It writes this one. */
export const LEDGER_VERSION = 1;
const LEDGER_KIND = 'traffic-mirror';

/** The first line of a ledger. */
export interface LedgerHeader {
  readonly account?: string;
  readonly region?: string;
}

/** A session of a fleet: what all lines of its sources share. */
export interface LedgerSession {
  readonly fleet: string;
  readonly key: string;
  readonly packing: MirrorPacking;
  /** The target's key. */
  readonly target: string;
  /** Which copy of the filter it uses, from 0. */
  readonly filter: number;
  /** Which shard of the fleet it is in, from 0. */
  readonly shard: number;
  readonly priority: number;
  readonly vni: number;
  /** It is switched off, since a source of it lacks the fleet's tag. */
  readonly off?: true;
  /** Terraform has let go of it, and it goes on running. */
  readonly released?: true;
  /** In the order in which the session lists them. */
  readonly sources: readonly LedgerSource[];
}

/** A source in its session. */
export interface LedgerSource {
  readonly key: string;
  /** Position among the sources of its session. Gaps are left by sources that went. */
  readonly order: number;
  /** The interface's id, if it is known and not the key. */
  readonly id?: string;
}

/** What a ledger records of one fleet. */
export interface LedgerFleet {
  /** By key. */
  readonly sessions: Map<string, LedgerSession>;
  /** Keys of sources that a compaction has taken out of their sessions, and the next run places. */
  readonly parked: Set<string>;
  /** Keys of sources that have no session yet: what they need is not free before the next apply. */
  readonly waiting: Set<string>;
  /** What the sessions of a shard have in common, by its number. */
  readonly shards: Map<number, LedgerShard>;
}

/**
 * A stack that a fleet has, and what replaces or interrupts its sessions next to their places. It is remembered until
 * its stack is destroyed, also when it has no session any more.
 */
export interface LedgerShard {
  /** The stack's id in the app. */
  readonly stack?: string;
  /** The construct path of the filter, or its id. */
  readonly filter?: string;
  /** Left out for the default. */
  readonly packetLength?: number;
  /** Whether the fleet is switched on. Left out if only Terraform knows. */
  readonly enabled?: boolean;
}

export function emptyFleet(): LedgerFleet {
  return { sessions: new Map(), parked: new Set(), waiting: new Set(), shards: new Map() };
}

/** A line that contradicts an earlier one about the same session, as a merge may leave it. */
export interface LedgerContradiction {
  readonly line: number;
  readonly fleet: string;
  readonly source: string;
  readonly session: string;
  readonly field: string;
  readonly got: unknown;
  readonly earlier: unknown;
}

export interface LedgerContent {
  readonly header: LedgerHeader;
  readonly fleets: Map<string, LedgerFleet>;
  readonly filters: LedgerFilters;
  readonly contradictions: LedgerContradiction[];
}

/** The content that a ledger is written of. */
export type LedgerToWrite = Pick<LedgerContent, 'header' | 'fleets'> & Partial<Pick<LedgerContent, 'filters'>>;

/** One line of a ledger about a source. A source that is parked or waits has no place. */
export interface LedgerLine {
  readonly fleet: string;
  readonly source: string;
  readonly parked?: true;
  readonly waiting?: true;
  readonly placement: MirrorPacking;
  readonly session: string;
  readonly order: number;
  readonly target: string;
  readonly filter: number;
  readonly shard: number;
  readonly priority: number;
  readonly vni: number;
  readonly off?: true;
  readonly released?: true;
  readonly id?: string;
}

/** One line of a ledger about a shard of a fleet. */
export interface LedgerShardLine extends LedgerShard {
  readonly fleet: string;
  readonly shard: number;
}

/** What to do about a ledger that cannot be read. */
export const MEND = 'restore the file from version control; a lost ledger renumbers every session';
export const CONFLICT_MARKER = /^(<{7}|={7}|>{7}|\|{7})/;

/** The command that mends a ledger. */
export function repairCommand(path: string): string {
  return `traffic-mirror ledger repair ${fromHere(path)}`;
}

/** What to do if it must be known which of two entries is deployed. */
export function repairAdvice(path: string): string {
  return repairSteps(fromHere(path), repairCommand(path));
}

/** The same, as parameters of a finding. */
export function repairOf(path: string): { ledger: string; from: string; command: string } {
  return { ledger: path, from: fromHere(path), command: repairCommand(path) };
}

/** As someone in the working directory would type it. */
function fromHere(path: string): string {
  return (isAbsolute(path) ? relative(process.cwd(), path) : path).split(sep).join('/');
}

/** Reads a ledger file. Nothing if there is none. */
export function readLedger(path: string): LedgerContent | undefined {
  return existsSync(path) ? parseParts(() => readParts(path), path) : undefined;
}

/**
 * Reads the text of a ledger: JSON Lines, a header, one line a rule of a filter, and one line a source.
 *
 * @param path what errors call it
 */
export function parseLedger(text: string, path: string): LedgerContent {
  return parseParts(() => [text], path);
}

/** @param parts gives the parts of the text, from the first on each time it is called */
function parseParts(parts: () => Iterable<string>, path: string): LedgerContent {
  // As it is written a ledger is sorted, so a source that is there twice would be side by side.
  return parse(parts(), path, true) ?? parse(parts(), path, false)!;
}

/** Without the byte order mark that some editors put in front. */
export function withoutMark(text: string): string {
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}

/** Nothing if the lines were to be sorted and are not. */
function parse(parts: Iterable<string>, path: string, sorted: boolean): LedgerContent | undefined {
  const gathered = new Gathering(path, sorted);
  let first = true;
  let header: LedgerHeader | undefined;
  let count = 0;
  for (const given of parts) {
    const part = first ? withoutMark(given) : given;
    first = false;
    if (part === '') break;
    if (!part.endsWith('\n')) throw refusal({ path, what: 'the end of the ledger', got: 'a line that is cut off', allowed: 'lines that end with a line feed', fix: MEND });
    const found = records(path, part.slice(0, -1).split('\n'), count);
    for (const record of found) {
      count++;
      if (!header) header = readHeader(`${path}:1`, record);
      else if (!gathered.add(record, count)) return undefined;
    }
  }
  if (!header) throw refusal({ path, what: 'the ledger', got: 'an empty file', allowed: 'a header and one line a source', fix: MEND });
  return { header, ...gathered.result() };
}

/** The text of a ledger: the same bytes for the same content. */
export function ledgerText(content: LedgerToWrite): string {
  return [...ledgerParts(content)].join('');
}

/**
 * Writes a ledger next to its place. Nothing if it has this content already.
 *
 * @param read its stamp when it was read
 */
export function stageLedger(path: string, content: LedgerToWrite, read: FileStamp): StagedFile | undefined {
  return StagedFile.stage(path, () => ledgerParts(content), 'the ledger', { stamp: read });
}

/** Writes a copy of a ledger that nobody else writes. */
export function writeLedgerCopy(path: string, content: LedgerToWrite): void {
  writeParts(path, ledgerParts(content));
}

function* ledgerParts({ header: { account, region }, fleets, filters }: LedgerToWrite): Generator<string> {
  yield `${JSON.stringify({ ledger: LEDGER_KIND, version: LEDGER_VERSION, account, region })}\n`;
  if (filters) yield* ruleParts(filters);
  for (const fleet of [...fleets.keys()].sort()) yield* fleetParts(fleet, fleets.get(fleet)!);
}

/** How many lines are written at once. */
const PART = 256;

/** The lines of a fleet, sorted by source. Written out by hand: a large fleet has 200,000 of them. */
function* fleetParts(fleet: string, { sessions, parked, waiting, shards }: LedgerFleet): Generator<string> {
  for (const shard of [...shards.keys()].sort((a, b) => a - b)) yield `${shardText(fleet, shard, shards.get(shard)!)}\n`;
  const start = `{"fleet":${JSON.stringify(fleet)},"source":`;
  let [before, after, text]: string[] = ['', '', ''];
  let last: LedgerSession | string | undefined;
  let lines = 0;
  for (const { source, owner, place } of inOrder({ sessions, parked, waiting })) {
    // Neighbours are often of one session.
    if ((owner ?? place) !== last) [before, after, last] = owner ? [beforeOrder(owner), afterOrder(owner), owner] : [place, '', place];
    text += `${start}${JSON.stringify(source.key)}${before}${owner ? source.order : ''}${after}${source.id === undefined ? '' : `,"id":${JSON.stringify(source.id)}`}}\n`;
    if (++lines % PART > 0) continue;
    yield text;
    text = '';
  }
  if (text !== '') yield text;
}

/** How a shard is written. */
export function shardText(fleet: string, shard: number, { stack, filter, packetLength, enabled }: LedgerShard): string {
  return JSON.stringify({ fleet, shard, stack, filter, packetLength, enabled });
}

const PARKED = ',"parked":true';
const WAITING = ',"waiting":true';

/** A source of a ledger and its session, or the text of what it is without one. */
interface Entry {
  readonly source: LedgerSource;
  readonly owner?: LedgerSession;
  readonly place: string;
}

type Members = Pick<LedgerFleet, 'sessions' | 'parked' | 'waiting'>;

/** All sources by key. */
function* inOrder(members: Members): Generator<Entry> {
  let count = 0;
  let last = '';
  let sorted = true;
  for (const { source } of entries(members)) {
    sorted &&= last <= source.key;
    last = source.key;
    count++;
  }
  if (sorted) {
    yield* entries(members);
    return;
  }
  // Two lists and their order, since an object for each source would cost more than the sessions.
  const sources = new Array<LedgerSource>(count);
  const owners = new Array<LedgerSession | string>(count);
  let n = 0;
  for (const { source, owner, place } of entries(members)) {
    sources[n] = source;
    owners[n++] = owner ?? place;
  }
  const order = Uint32Array.from(sources.keys()).sort((a, b) => compare(sources[a].key, sources[b].key) || a - b);
  for (const at of order) {
    const owner = owners[at];
    yield typeof owner === 'string' ? { source: sources[at], place: owner } : { source: sources[at], owner, place: '' };
  }
}

function* entries({ sessions, parked, waiting }: Members): Generator<Entry> {
  for (const owner of sessions.values()) for (const source of owner.sources) yield { source, owner, place: '' };
  for (const key of parked) yield { source: { key, order: 0 }, place: PARKED };
  for (const key of waiting) yield { source: { key, order: 0 }, place: WAITING };
}

function beforeOrder(s: LedgerSession): string {
  return `,"placement":"${s.packing}","session":${JSON.stringify(s.key)},"order":`;
}

function afterOrder(s: LedgerSession): string {
  return `,"target":${JSON.stringify(s.target)},"filter":${s.filter},"shard":${s.shard},"priority":${s.priority},"vni":${s.vni}${s.off ? ',"off":true' : ''}${s.released ? ',"released":true' : ''}`;
}

/**
 * The records of some lines. Parsed together, and one by one if that fails, to name the line.
 *
 * @param before how many lines there are before them
 */
function records(path: string, lines: string[], before: number): any[] {
  try {
    const parsed = JSON.parse(`[${lines.join(',')}]`);
    if (parsed.length === lines.length) return parsed;
  } catch {
    // Found below.
  }
  return lines.map((line, i) => {
    const at = `${path}:${before + i + 1}`;
    if (CONFLICT_MARKER.test(line)) {
      throw refusal({
        path: at, what: 'a line of the ledger', got: line, allowed: 'a merged file without conflict markers',
        fix: `run ${repairCommand(path)}, which says where it must know the ledger that is deployed, or restore the file`,
      });
    }
    try {
      return JSON.parse(line);
    } catch {
      throw refusal({ path: at, what: 'a line of the ledger', got: line, allowed: 'one JSON object a line', fix: MEND });
    }
  });
}

/** Checks the fields of the header. */
export function readHeader(path: string, header: any): LedgerHeader {
  if (header?.ledger !== LEDGER_KIND || !Number.isInteger(header.version)) {
    throw refusal({
      path, what: 'the header of the ledger', got: header, allowed: `{"ledger":"${LEDGER_KIND}","version":${LEDGER_VERSION},...}`,
      fix: 'restore the file from version control, or name another file as the ledger',
    });
  }
  if (header.version > LEDGER_VERSION) {
    throw refusal({
      path, what: 'the version of the ledger', got: header.version, allowed: `up to ${LEDGER_VERSION}`,
      fix: 'update cdktf-alicloud-traffic-mirror: a newer one has written this file',
    });
  }
  return { account: header.account, region: header.region };
}

const TEXTS = ['fleet', 'source', 'placement', 'session', 'target'] as const;
const NUMBERS = ['order', 'filter', 'shard', 'priority', 'vni'] as const;
const PACKINGS = Object.values(MirrorPacking) as string[];

/** Checks the fields of one line. */
export function readLine(path: string, record: any): LedgerLine {
  const fix = 'restore the line from version control';
  if (record === null || typeof record !== 'object' || Array.isArray(record)) {
    throw refusal({ path, what: 'a line of the ledger', got: record, allowed: 'one JSON object a line', fix });
  }
  const placed = hasPlace(record);
  for (const name of placed ? TEXTS : TEXTS.slice(0, 2)) {
    const value = record[name];
    if (typeof value !== 'string' || value === '') throw refusal({ path, what: `field ${name} of a ledger line`, got: value, allowed: 'a text', fix });
  }
  if (!placed) return record;
  for (const name of NUMBERS) {
    const value = record[name];
    if (!Number.isInteger(value) || value < 0) throw refusal({ path, what: `field ${name} of a ledger line`, got: value, allowed: 'a whole number from 0', fix });
  }
  // Each is opened for a session, and no more of them can be than there are priorities. A larger one would have as many made.
  for (const name of ['filter', 'shard'] as const) {
    if (record[name] >= SESSION_PRIORITY.max) throw refusal({ path, what: `field ${name} of a ledger line`, got: record[name], allowed: `below ${SESSION_PRIORITY.max}`, fix });
  }
  if (!within(SESSION_PRIORITY, record.priority)) throw refusal({ path, what: 'priority of a ledger line', got: record.priority, allowed: `${SESSION_PRIORITY.min} to ${SESSION_PRIORITY.max}`, fix });
  if (!within(VNI, record.vni)) throw refusal({ path, what: 'vni of a ledger line', got: record.vni, allowed: `${VNI.min} to ${VNI.max}`, fix });
  if (!PACKINGS.includes(record.placement)) {
    throw refusal({ path, what: 'placement of a ledger line', got: record.placement, allowed: PACKINGS.join(' or '), fix: `update the library if a newer one wrote ${shown(record.placement)}, or restore the line` });
  }
  return record;
}

/** Whether a line gives its source a place in a session. */
export function hasPlace({ parked, waiting }: Pick<LedgerLine, 'parked' | 'waiting'>): boolean {
  return parked !== true && waiting !== true;
}

/** Whether a record is about a shard of a fleet, and no source. */
export function isShard(record: any): boolean {
  return record !== null && typeof record === 'object' && record.source === undefined && record.shard !== undefined;
}

/** Checks the fields of a line about a shard. */
export function readShard(path: string, record: any): LedgerShardLine {
  const fix = 'restore the line from version control, or delete it: the next synth writes it again';
  if (typeof record.fleet !== 'string' || record.fleet === '') throw refusal({ path, what: 'field fleet of a ledger line', got: record.fleet, allowed: 'a text', fix });
  if (!Number.isInteger(record.shard) || record.shard < 0 || record.shard >= SESSION_PRIORITY.max) {
    throw refusal({ path, what: 'field shard of a ledger line', got: record.shard, allowed: `a whole number from 0, below ${SESSION_PRIORITY.max}`, fix });
  }
  for (const [name, type] of [['stack', 'string'], ['filter', 'string'], ['packetLength', 'number'], ['enabled', 'boolean']]) {
    if (record[name] !== undefined && typeof record[name] !== type) throw refusal({ path, what: `field ${name} of a ledger line`, got: record[name], allowed: `a ${type}`, fix });
  }
  return record;
}

/** Puts the lines of a ledger together to sessions. */
class Gathering {
  private readonly fleets = new Map<string, LedgerFleet>();
  private readonly rules: LedgerRuleLine[] = [];
  private readonly contradictions: LedgerContradiction[] = [];
  /** Of the fleet that is being read: the line of each source, if they are not sorted. */
  private seen = new Map<string, number>();
  private readonly seenOf = new Map<string, Map<string, number>>();
  private name = '';
  private fleet!: LedgerFleet;
  /** Targets by their text: one string each, however many lines have it. */
  private readonly targets = new Map<string, string>();

  /** The source of the line before. */
  private last = '';

  constructor(private readonly path: string, private readonly sorted: boolean) {}

  /** Whether the line is in its place, if the lines are to be sorted. */
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
        path: `${this.path}:${line}`, what: 'a line of the ledger', got: `source ${e.source} of fleet ${e.fleet} again, after line ${earlier}`,
        allowed: 'one line a source', fix: repairAdvice(this.path),
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
      // Each synth decides it again, so that lines of different age need not agree. What may run does not count as off.
      if (session.off && !e.off) delete (session as { off?: true }).off;
      (session.sources as LedgerSource[]).push(source);
      return true;
    }
    let target = this.targets.get(e.target);
    if (target === undefined) this.targets.set(e.target, target = e.target);
    this.fleet.sessions.set(e.session, {
      fleet: this.name, key: e.session, packing: e.placement, target, filter: e.filter, shard: e.shard, priority: e.priority, vni: e.vni, ...e.off && { off: true }, ...e.released && { released: true }, sources: [source],
    });
    return true;
  }

  private addShard({ fleet, shard, stack, filter, packetLength, enabled }: LedgerShardLine, line: number): boolean {
    const known = this.fleets.get(fleet);
    if (this.sorted && known && (fleet !== this.name || this.last !== '')) return false;
    this.open(fleet);
    const there = this.fleet.shards.get(shard);
    const now: LedgerShard = { stack, filter, packetLength, enabled };
    if (there) {
      throw refusal({
        path: `${this.path}:${line}`, what: 'a line of the ledger', got: `shard ${shard} of fleet ${fleet} again`, allowed: 'one line for each shard', fix: repairAdvice(this.path),
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
    // Nearly every line agrees.
    if (e.placement === session.packing && e.target === session.target && e.filter === session.filter && e.shard === session.shard
      && e.priority === session.priority && e.vni === session.vni && e.released === session.released && !session.sources.some(({ order }) => order === e.order)) return;
    const pairs: [string, unknown, unknown][] = [
      ['placement', e.placement, session.packing], ['target', e.target, session.target], ['filter', e.filter, session.filter],
      ['shard', e.shard, session.shard], ['priority', e.priority, session.priority], ['vni', e.vni, session.vni],
      ['released', e.released ?? false, session.released ?? false],
    ];
    const [field, got, earlier] = pairs.find(([, a, b]) => a !== b) ?? ['order', e.order, e.order];
    this.contradictions.push({ line, fleet: e.fleet, source: e.source, session: e.session, field, got, earlier });
  }
}
