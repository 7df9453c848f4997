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
  let last: Owner | undefined;
  const { sources, owners } = membersOf({ sessions, parked, waiting });
  const order = orderOf(sources);
  for (let n = 0; n < sources.length; n++) {
    const at = order ? order[n] : n;
    const [source, owner] = [sources[at], owners[at]];
    const session = typeof owner === 'string' ? undefined : owner;
    // Adjacent lines often belong to one session.
    if (owner !== last) [before, after] = session ? [beforeOrder(session), afterOrder(session)] : [owner as string, ''];
    last = owner;
    text += `${start}${JSON.stringify(source.key)}${before}${session ? source.order : ''}${after}${source.id === undefined ? '' : `,"id":${JSON.stringify(source.id)}`}}\n`;
    if ((n + 1) % PART > 0) continue;
    yield text;
    text = '';
  }
  if (text !== '') yield text;
}

const PARKED = ',"parked":true';
const WAITING = ',"waiting":true';

/** The session of a source, or the end of its line if it has none. */
type Owner = LedgerSession | string;

/** All sources and their owners. Two lists, because one object for each source would take more memory than the sessions. */
function membersOf({ sessions, parked, waiting }: Pick<LedgerFleet, 'sessions' | 'parked' | 'waiting'>) {
  const sources: LedgerSource[] = [];
  const owners: Owner[] = [];
  const add = (source: LedgerSource, owner: Owner): void => {
    sources.push(source);
    owners.push(owner);
  };
  for (const owner of sessions.values()) for (const source of owner.sources) add(source, owner);
  for (const key of parked) add({ key, order: 0 }, PARKED);
  for (const key of waiting) add({ key, order: 0 }, WAITING);
  return { sources, owners };
}

/** The places of sources in the order of their keys. Undefined if they are in order. */
function orderOf(sources: readonly LedgerSource[]): Uint32Array | undefined {
  for (let n = 1; n < sources.length; n++) {
    if (sources[n - 1].key > sources[n].key) {
      return Uint32Array.from(sources.keys()).sort((a, b) => compare(sources[a].key, sources[b].key) || a - b);
    }
  }
  return undefined;
}

function beforeOrder(s: LedgerSession): string {
  return `,"placement":"${s.packing}","session":${JSON.stringify(s.key)},"order":`;
}

function afterOrder(s: LedgerSession): string {
  const flags = `${s.off ? ',"off":true' : ''}${s.released ? ',"released":true' : ''}${s.sinceCompaction ? ',"sinceCompaction":true' : ''}`;
  return `,"target":${JSON.stringify(s.target)},"filter":${s.filter},"shard":${s.shard},"priority":${s.priority},"vni":${s.vni}${flags}`;
}
