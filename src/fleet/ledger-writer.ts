import type { LedgerFleet, LedgerSession, LedgerSource, LedgerToWrite } from './ledger-content';
import { LEDGER_KIND, LEDGER_VERSION, shardText } from './ledger-lines';
import { ruleParts } from './ledger-rules';
import { FileStamp, StagedFile } from '../input/staged-file';
import { writeParts } from '../input/text-file';
import { compare } from '../net/compare';

/** The text of a ledger. The same content gives the same bytes. */
export function ledgerText(content: LedgerToWrite): string {
  return [...ledgerParts(content)].join('');
}

/**
 * Writes a ledger to a temporary file next to its path. Undefined if the file has this content already.
 *
 * @param read the stamp of the file when it was read
 */
export function stageLedger(path: string, content: LedgerToWrite, read: FileStamp): StagedFile | undefined {
  return StagedFile.stage(path, () => ledgerParts(content), 'the ledger', { stamp: read });
}

/** Writes a copy of a ledger that no other process writes. */
export function writeLedgerCopy(path: string, content: LedgerToWrite): void {
  writeParts(path, ledgerParts(content));
}

function* ledgerParts({ header: { account, region }, fleets, filters }: LedgerToWrite): Generator<string> {
  yield `${JSON.stringify({ ledger: LEDGER_KIND, version: LEDGER_VERSION, account, region })}\n`;
  if (filters) yield* ruleParts(filters);
  for (const fleet of [...fleets.keys()].sort()) yield* fleetParts(fleet, fleets.get(fleet)!);
}

/** The number of lines in one write. */
const PART = 256;

/** The lines of a fleet, sorted by source. The text is assembled by hand for speed: a large fleet has 200,000 lines. */
function* fleetParts(fleet: string, { sessions, parked, waiting, shards }: LedgerFleet): Generator<string> {
  for (const shard of [...shards.keys()].sort((a, b) => a - b)) yield `${shardText(fleet, shard, shards.get(shard)!)}\n`;
  const start = `{"fleet":${JSON.stringify(fleet)},"source":`;
  let [before, after, text]: string[] = ['', '', ''];
  let last: LedgerSession | string | undefined;
  let lines = 0;
  for (const { source, owner, place } of inOrder({ sessions, parked, waiting })) {
    // Adjacent lines often belong to one session.
    if ((owner ?? place) !== last) [before, after, last] = owner ? [beforeOrder(owner), afterOrder(owner), owner] : [place, '', place];
    text += `${start}${JSON.stringify(source.key)}${before}${owner ? source.order : ''}${after}${source.id === undefined ? '' : `,"id":${JSON.stringify(source.id)}`}}\n`;
    if (++lines % PART > 0) continue;
    yield text;
    text = '';
  }
  if (text !== '') yield text;
}

const PARKED = ',"parked":true';
const WAITING = ',"waiting":true';

/** A source of a ledger and its session, or the end of its line if it has no session. */
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
  // Two lists and their order, because one object for each source would take more memory than the sessions.
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
  const flags = `${s.off ? ',"off":true' : ''}${s.released ? ',"released":true' : ''}${s.sinceCompaction ? ',"sinceCompaction":true' : ''}`;
  return `,"target":${JSON.stringify(s.target)},"filter":${s.filter},"shard":${s.shard},"priority":${s.priority},"vni":${s.vni}${flags}`;
}
