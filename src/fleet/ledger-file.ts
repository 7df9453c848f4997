import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'fs';
import { SESSION_PRIORITY, VNI, within } from '../catalog/limits';
import { refusal, shown } from '../net/refusal';

/** The newest ledger format that this library reads; it writes this one. */
export const LEDGER_VERSION = 1;
const LEDGER_KIND = 'traffic-mirror';

/** The first line of a ledger. */
export interface LedgerHeader {
  readonly account?: string;
  readonly region?: string;
}

/** Where one source of a fleet is, and the numbers of its session. */
export interface LedgerEntry {
  readonly fleet: string;
  /** The source's key. */
  readonly source: string;
  /** How the sources of the fleet are packed into sessions. */
  readonly placement: 'dedicated';
  /** The session's key. */
  readonly session: string;
  /** Position among the sources of its session. */
  readonly order: number;
  /** The target's key. */
  readonly target: string;
  /** Which copy of the filter the session uses. */
  readonly filter: number;
  /** Which shard of the fleet the session is in. */
  readonly shard: number;
  readonly priority: number;
  readonly vni: number;
}

export interface LedgerContent {
  readonly header: LedgerHeader;
  readonly entries: LedgerEntry[];
}

/** Reads a ledger: JSON Lines, a header and then one line a source. Nothing where there is no file. */
export function readLedger(path: string): LedgerContent | undefined {
  if (!existsSync(path)) return undefined;
  const text = readFileSync(path, 'utf8');
  const mend = 'restore the file from version control; a lost ledger renumbers every session';
  if (text === '') throw refusal({ path, what: 'the ledger', got: 'an empty file', allowed: 'a header and one line a source', fix: mend });
  if (!text.endsWith('\n')) throw refusal({ path, what: 'the end of the ledger', got: 'a line that is cut off', allowed: 'lines that end with a line feed', fix: mend });
  const lines = text.slice(0, -1).split('\n');
  const records = lines.map((line, i) => {
    if (/^(<{7}|={7}|>{7}|\|{7})/.test(line)) {
      throw refusal({
        path: `${path}:${i + 1}`, what: 'a line of the ledger', got: line, allowed: 'a merged file without conflict markers',
        fix: 'keep the lines of both sides and remove the markers; where both have one source, keep the line that is deployed',
      });
    }
    try {
      return JSON.parse(line);
    } catch {
      throw refusal({ path: `${path}:${i + 1}`, what: 'a line of the ledger', got: line, allowed: 'one JSON object a line', fix: mend });
    }
  });
  const header = readHeader(path, records[0]);
  const seen = new Map<string, number>();
  const entries = records.slice(1).map((record, i) => {
    const entry = readEntry(`${path}:${i + 2}`, record);
    const key = `${entry.fleet}\n${entry.source}`;
    if (seen.has(key)) {
      throw refusal({
        path: `${path}:${i + 2}`, what: 'a line of the ledger', got: `source ${entry.source} of fleet ${entry.fleet} again, after line ${seen.get(key)}`,
        allowed: 'one line a source', fix: 'keep the line that is deployed and remove the other',
      });
    }
    seen.set(key, i + 2);
    return entry;
  });
  return { header, entries };
}

/** The text of a ledger: the same bytes for the same content. */
export function ledgerText(content: LedgerContent): string {
  const { account, region } = content.header;
  const lines = [JSON.stringify({ ledger: LEDGER_KIND, version: LEDGER_VERSION, account, region })];
  const sorted = [...content.entries].sort((a, b) => compare(a.fleet, b.fleet) || compare(a.source, b.source));
  for (const e of sorted) {
    lines.push(JSON.stringify({
      fleet: e.fleet, source: e.source, placement: e.placement, session: e.session, order: e.order,
      target: e.target, filter: e.filter, shard: e.shard, priority: e.priority, vni: e.vni,
    }));
  }
  return `${lines.join('\n')}\n`;
}

/** Writes a ledger whole or not at all; not where it says the same already. */
export function writeLedger(path: string, content: LedgerContent): void {
  const text = ledgerText(content);
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return;
  // Beside the file, so that the rename stays within one file system.
  const staged = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(staged, text, { flush: true });
    renameSync(staged, path);
  } finally {
    rmSync(staged, { force: true });
  }
}

function readHeader(path: string, header: any): LedgerHeader {
  if (header?.ledger !== LEDGER_KIND || !Number.isInteger(header.version)) {
    throw refusal({
      path: `${path}:1`, what: 'the header of the ledger', got: header, allowed: `{"ledger":"${LEDGER_KIND}","version":${LEDGER_VERSION},...}`,
      fix: 'restore the file from version control, or name another file as the ledger',
    });
  }
  if (header.version > LEDGER_VERSION) {
    throw refusal({
      path: `${path}:1`, what: 'the version of the ledger', got: header.version, allowed: `up to ${LEDGER_VERSION}`,
      fix: 'update cdktf-alicloud-traffic-mirror: a newer one has written this file',
    });
  }
  return { account: header.account, region: header.region };
}

const FIELDS: [keyof LedgerEntry, 'string' | 'number'][] = [
  ['fleet', 'string'], ['source', 'string'], ['placement', 'string'], ['session', 'string'], ['order', 'number'],
  ['target', 'string'], ['filter', 'number'], ['shard', 'number'], ['priority', 'number'], ['vni', 'number'],
];

function readEntry(path: string, record: any): LedgerEntry {
  const fix = 'restore the line from version control';
  if (record === null || typeof record !== 'object' || Array.isArray(record)) {
    throw refusal({ path, what: 'a line of the ledger', got: record, allowed: 'one JSON object a line', fix });
  }
  for (const [name, type] of FIELDS) {
    const value = record[name];
    const ok = type === 'string' ? typeof value === 'string' && value !== '' : Number.isInteger(value) && value >= 0;
    if (!ok) throw refusal({ path, what: `field ${name} of a ledger line`, got: value, allowed: type === 'string' ? 'a text' : 'a whole number from 0', fix });
  }
  if (!within(SESSION_PRIORITY, record.priority)) throw refusal({ path, what: 'priority of a ledger line', got: record.priority, allowed: `${SESSION_PRIORITY.min} to ${SESSION_PRIORITY.max}`, fix });
  if (!within(VNI, record.vni)) throw refusal({ path, what: 'vni of a ledger line', got: record.vni, allowed: `${VNI.min} to ${VNI.max}`, fix });
  if (record.placement !== 'dedicated') {
    throw refusal({ path, what: 'placement of a ledger line', got: record.placement, allowed: 'dedicated', fix: `update the library if a newer one wrote ${shown(record.placement)}, or restore the line` });
  }
  return record;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
