import { LedgerHeader, LedgerLine, LedgerShard, LedgerShardLine, shardOf } from './ledger-content';
import { MirrorPacking } from './packing';
import { FRAMEWORK } from '../net/framework';
import { Bounds, SESSION_PRIORITY, VNI, within } from '../catalog/limits';
import { described, refusal, shown } from '../net/refusal';
import type { Lease } from '../session/numbering';

/** The ledger format that this library writes. It reads no newer format. */
export const LEDGER_VERSION = 1;
export const LEDGER_KIND = 'traffic-mirror';

/** The fix for a ledger that cannot be read. */
const MEND = 'restore the file from version control. If the ledger is lost, the next synth renumbers every session';

/** The error for a ledger without a line. */
export function emptyLedger(path: string): Error {
  return refusal({
    path, what: 'the ledger', got: described('is an empty file'), allowed: 'a header and one line for each source', fix: MEND,
  });
}
export const CONFLICT_MARKER = /^(<{7}|={7}|>{7}|\|{7})/;

/** The text without the byte order mark that some editors add. */
export function withoutMark(text: string): string {
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}

/** The ledger line of a shard. */
export function shardText(fleet: string, shard: number, of: LedgerShard): string {
  const { priorityRange, virtualNetworkIdRange, ...attributes } = shardOf(of);
  const range = (lease?: Lease): number[] | undefined => lease && [lease.first, lease.last];
  return JSON.stringify({
    fleet, shard, ...attributes, priorityRange: range(priorityRange), virtualNetworkIdRange: range(virtualNetworkIdRange),
  });
}

/** Whether a record is a header, also a damaged one. */
export function isHeader(record: any): boolean {
  return record !== null && typeof record === 'object' && record.ledger !== undefined;
}

/** The character that a decoder returns for bytes that are not UTF-8. */
export const REPLACEMENT = '\ufffd';

/** The record of one line. */
export function readRecord(path: string, line: string): any {
  if (line.includes(REPLACEMENT)) {
    throw refusal({
      path,
      what: 'a line of the ledger',
      got: described(`has bytes that are not UTF-8: ${shown(line)}`),
      allowed: 'UTF-8',
      fix: MEND,
    });
  }
  try {
    return JSON.parse(line);
  } catch {
    throw refusal({ path, what: 'a line of the ledger', got: line, allowed: 'one JSON object on each line', fix: MEND });
  }
}

/** Checks the fields of the header. */
export function readHeader(path: string, header: any): LedgerHeader {
  if (header?.ledger !== LEDGER_KIND || !Number.isInteger(header.version)) {
    throw refusal({
      path, what: 'the header of the ledger', got: header, allowed: `{"ledger":"${LEDGER_KIND}","version":${LEDGER_VERSION},...}`,
      fix: 'restore the file from version control, or pass the path of a ledger',
    });
  }
  if (header.version > LEDGER_VERSION) {
    throw refusal({
      path, what: 'the version of the ledger', got: header.version, allowed: `${LEDGER_VERSION} or lower`,
      fix: `update ${FRAMEWORK.packageName}. A newer version has written this file`,
    });
  }
  for (const part of ['account', 'region'] as const) {
    if (header[part] === undefined || (typeof header[part] === 'string' && header[part] !== '')) continue;
    throw refusal({
      path,
      what: `the ${part} of the ledger`,
      got: header[part],
      allowed: 'a string that is not empty',
      fix: 'restore the line from version control',
    });
  }
  return { account: header.account, region: header.region };
}

const TEXTS = ['fleet', 'source', 'placement', 'session', 'target'] as const;
const NUMBERS = ['order', 'filter', 'shard', 'priority', 'vni'] as const;
const FLAGS = ['parked', 'waiting', 'off', 'released', 'sinceCompaction'] as const;
const PACKINGS = Object.values(MirrorPacking) as string[];

/** Fields that every synth sets again, so lines of different age may disagree. Then the field is not set: the session may run. */
const SET_AGAIN = ['off', 'sinceCompaction'] as const;
type SetAgain = Partial<Record<typeof SET_AGAIN[number], true>>;

/** Whether two lines agree about the fields that every synth sets again. */
export function sameSwitches(a: SetAgain, b: SetAgain): boolean {
  return SET_AGAIN.every((name) => a[name] === b[name]);
}

/** Those of the fields that two lines of a session have in common. */
export function commonSwitches(a: SetAgain, b: SetAgain): SetAgain {
  return { ...a.off && b.off && { off: true }, ...a.sinceCompaction && b.sinceCompaction && { sinceCompaction: true } };
}

/** Removes the fields from a session that a line of it does not have. */
export function keepCommonSwitches(session: SetAgain, line: SetAgain): void {
  for (const name of SET_AGAIN) if (session[name] && !line[name]) delete (session as { -readonly [K in keyof SetAgain]: true })[name];
}

/** Checks the fields of one line. */
export function readLine(path: string, record: any): LedgerLine {
  const fix = 'restore the line from version control';
  if (record === null || typeof record !== 'object' || Array.isArray(record)) {
    throw refusal({ path, what: 'a line of the ledger', got: record, allowed: 'one JSON object on each line', fix });
  }
  for (const name of FLAGS) {
    if (record[name] !== undefined && record[name] !== true) {
      throw refusal({ path, what: `field ${name} of a ledger line`, got: record[name], allowed: 'true, or no such field', fix });
    }
  }
  if (record.id !== undefined && (typeof record.id !== 'string' || record.id === '')) {
    throw refusal({ path, what: 'field id of a ledger line', got: record.id, allowed: 'a string that is not empty', fix });
  }
  const placed = hasPlace(record);
  for (const name of placed ? TEXTS : TEXTS.slice(0, 2)) {
    const value = record[name];
    if (typeof value !== 'string' || value === '') {
      throw refusal({ path, what: `field ${name} of a ledger line`, got: value, allowed: 'a string that is not empty', fix });
    }
  }
  if (!placed) return record;
  for (const name of NUMBERS) {
    const value = record[name];
    if (!Number.isInteger(value) || value < 0) {
      throw refusal({ path, what: `field ${name} of a ledger line`, got: value, allowed: 'a whole number from 0', fix });
    }
  }
  // Each shard and copy exists for a session, so there are never more of them than priorities. A larger number would create as many.
  for (const name of ['filter', 'shard'] as const) {
    if (record[name] >= SESSION_PRIORITY.max) {
      throw refusal({ path, what: `field ${name} of a ledger line`, got: record[name], allowed: `below ${SESSION_PRIORITY.max}`, fix });
    }
  }
  if (!within(SESSION_PRIORITY, record.priority)) {
    throw refusal({
      path,
      what: 'priority of a ledger line',
      got: record.priority,
      allowed: `${SESSION_PRIORITY.min} to ${SESSION_PRIORITY.max}`,
      fix,
    });
  }
  if (!within(VNI, record.vni)) {
    throw refusal({ path, what: 'vni of a ledger line', got: record.vni, allowed: `${VNI.min} to ${VNI.max}`, fix });
  }
  if (!PACKINGS.includes(record.placement)) {
    throw refusal({
      path,
      what: 'placement of a ledger line',
      got: record.placement,
      allowed: PACKINGS.join(' or '),
      fix: `update the library if a newer version wrote ${shown(record.placement)}. Otherwise restore the line from version control`,
    });
  }
  return record;
}

/** Whether the source of a line has a place in a session. */
export function hasPlace({ parked, waiting }: Pick<LedgerLine, 'parked' | 'waiting'>): boolean {
  return parked !== true && waiting !== true;
}

/** Whether a record is a shard of a fleet and not a source. */
export function isShard(record: any): boolean {
  return record !== null && typeof record === 'object' && record.source === undefined && record.shard !== undefined;
}

/** Checks the fields of the line of a shard. */
export function readShard(path: string, record: any): LedgerShardLine {
  const fix = 'restore the line from version control, or delete it. The next synth writes it again';
  if (typeof record.fleet !== 'string' || record.fleet === '') {
    throw refusal({ path, what: 'field fleet of a ledger line', got: record.fleet, allowed: 'a string that is not empty', fix });
  }
  if (!Number.isInteger(record.shard) || record.shard < 0 || record.shard >= SESSION_PRIORITY.max) {
    throw refusal({
      path,
      what: 'field shard of a ledger line',
      got: record.shard,
      allowed: `a whole number from 0 to ${SESSION_PRIORITY.max - 1}`,
      fix,
    });
  }
  for (const [name, type] of [['stack', 'string'], ['filter', 'string'], ['packetLength', 'number'], ['enabled', 'boolean']]) {
    if (record[name] !== undefined && typeof record[name] !== type) {
      throw refusal({ path, what: `field ${name} of a ledger line`, got: record[name], allowed: `a ${type}`, fix });
    }
  }
  const range = (name: 'priorityRange' | 'virtualNetworkIdRange', bounds: Bounds): Lease | undefined => {
    const given = record[name];
    if (given === undefined) return undefined;
    // Read and merged lines have the range as an object, a file has it as a pair.
    const [first, last] = Array.isArray(given) && given.length === 2 ? given : [given?.first, given?.last];
    if (within(bounds, first) && within(bounds, last) && first <= last) return { first, last };
    throw refusal({
      path,
      what: `field ${name} of a ledger line`,
      got: given,
      allowed: `two numbers from ${bounds.min} to ${bounds.max}, the lower one first`,
      fix,
    });
  };
  return {
    ...record, priorityRange: range('priorityRange', SESSION_PRIORITY), virtualNetworkIdRange: range('virtualNetworkIdRange', VNI),
  };
}
