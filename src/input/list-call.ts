import { NamedText, documentsOf } from './documents';
import { Fields, Json, Shared, isObject } from './fields';
import { refusal } from '../net/refusal';

/** A call of an API that lists things, a page at a time. */
export interface ListCall {
  readonly name: string;
  /** If the records are in the answer: in a list of this name, or in the list `inner` of it. */
  readonly outer: string;
  readonly inner?: string;
  /** The id of a record. */
  readonly id: string;
  /** How to get all pages. */
  readonly complete: string;
  /** Whether TotalCount counts all records if pages are requested by token. */
  readonly totalsWithTokens: boolean;
  /** What an answer of something else is, and the change to make. Nothing if that is not known. */
  confused(body: Json): { readonly got: string; readonly fix: string } | undefined;
}

interface Page {
  readonly source: string;
  readonly records: unknown[];
  readonly total?: number;
  readonly number?: number;
  readonly token?: string;
}

/** Whether all records of a call are there: its pages show it, the caller states their number, or nobody knows. */
export type Completeness = 'proved' | 'as stated' | 'unknown';

/** What was read of a call. */
export interface CallRead {
  readonly records: number;
  readonly complete: Completeness;
  /** Why records may be missing. */
  readonly doubts: string[];
}

/** How many records there should be, and by which name the caller set it. */
export interface ExpectedTotal {
  readonly name: string;
  readonly total?: number;
}

/** Hands over every record of every page, after all pages were seen to be there. */
export function eachRecord(call: ListCall, texts: NamedText[], take: (record: Fields) => void, expected?: ExpectedTotal): CallRead {
  const pages: Page[] = [];
  for (const text of texts) {
    for (const document of documentsOf(text, call.name, true)) pages.push(pageOf(call, document.source, document.body));
  }
  refuseTruncated(call, pages);
  const read = completeness(call, pages, expected);
  const shared = new Shared();
  for (const page of pages) {
    page.records.forEach((body, i) => {
      const place = { source: page.source, record: i + 1 };
      if (!isObject(body)) throw new Fields(place, {}).wrong('the record', body, `an object with ${call.id}`);
      take(new Fields(place, body, shared));
    });
    // A large estate is several hundred megabytes of parsed JSON. A page that was read is not needed again.
    page.records.length = 0;
  }
  return read;
}

/** Rows of a first page by default: what the pager of the aliyun command yields without MaxResults. */
const DEFAULT_PAGE = 10;
/** Rows of a full page. */
const FULL_PAGE = 100;

function completeness(call: ListCall, pages: Page[], expected?: ExpectedTotal): CallRead {
  const records = pages.reduce((sum, page) => sum + page.records.length, 0);
  const total = expected?.total;
  if (total !== undefined) {
    if (!Number.isInteger(total) || total < 0) {
      throw refusal({ what: expected!.name, got: total, allowed: 'a whole number from 0', fix: `write the TotalCount of one call of ${call.name} without MaxResults` });
    }
    if (records < total) {
      throw refusal({ path: pages[0]?.source, what: `the records of ${call.name}`, got: records, allowed: `${total}, as ${expected!.name} states`, fix: `records are missing: ${call.complete}` });
    }
  }
  const merged = pages.filter((page) => page.total === undefined && page.number === undefined && page.token === undefined);
  if (merged.length === 0) return { records, complete: 'proved', doubts: [] };
  if (total !== undefined) return { records, complete: 'as stated', doubts: [] };
  const doubts = merged.flatMap(({ source, records: { length } }) => {
    if (length === DEFAULT_PAGE) return [`${source} holds exactly ${length} records of ${call.name}, as many as the first page: it looks cut; ${call.complete}`];
    if (length > 0 && length % FULL_PAGE === 0) {
      return [`${source} holds exactly ${length} records of ${call.name}: it looks cut, or a page was lost; ${call.complete}${expected ? `, or set ${expected.name}` : ''}`];
    }
    return [];
  });
  return { records, complete: 'unknown', doubts };
}

function pageOf(call: ListCall, source: string, body: unknown): Page {
  if (!isObject(body)) throw wrongAnswer(call, source, body, 'store the answer as it comes');
  const outer = body[call.outer];
  const nested = call.inner !== undefined && isObject(outer) && call.inner in outer;
  const list = nested ? outer[call.inner!] : outer;
  // The pager of the aliyun command writes null if it merged no record.
  const empty = list === null && (nested || call.inner === undefined);
  const records = empty ? [] : list;
  if (!Array.isArray(records)) throw otherAnswer(call, source, body);
  return {
    source,
    records: records as unknown[],
    total: amount(call, source, body, 'TotalCount'),
    number: amount(call, source, body, 'PageNumber'),
    token: typeof body.NextToken === 'string' ? body.NextToken : undefined,
  };
}

function amount(call: ListCall, source: string, body: Json, name: string): number | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  const n = typeof value === 'string' && value !== '' ? Number(value) : value;
  if (typeof n !== 'number' || !Number.isInteger(n) || n < 0) {
    throw refusal({ path: source, what: `${name} of ${call.name}`, got: value, allowed: 'a whole number from 0', fix: 'store the answer as it comes' });
  }
  return n;
}

/** What an answer is that is not the one expected. */
function otherAnswer(call: ListCall, source: string, body: Json): Error {
  const other = call.confused(body);
  if (other) return wrongAnswer(call, source, other.got, other.fix);
  if (typeof body.Code === 'string') {
    return wrongAnswer(call, source, `an error: ${body.Code}${typeof body.Message === 'string' ? `: ${body.Message}` : ''}`, 'mend what it names and make the call again');
  }
  if (call.id in body) return wrongAnswer(call, source, `a bare record (${String(body[call.id])})`, 'store the whole answer, without --cli-query or jq');
  return wrongAnswer(call, source, body, 'store the answer as it comes');
}

function wrongAnswer(call: ListCall, path: string, got: unknown, fix: string): Error {
  return refusal({ path, what: `the answer of ${call.name}`, got, allowed: `an answer with ${call.inner === undefined ? call.outer : `${call.outer}.${call.inner}`}`, fix });
}

/**
 * Refuses an input that lacks pages. Page numbers come with TotalCount, tokens with NextToken. What the pager of the
 * aliyun command merged has neither.
 */
function refuseTruncated(call: ListCall, pages: Page[]): void {
  const unfinished = pages.filter(page => page.token);
  if (unfinished.length > 0 && unfinished.length === pages.length) {
    const last = unfinished[unfinished.length - 1];
    throw refusal({
      path: last.source,
      what: `NextToken of ${call.name}`,
      got: last.token,
      allowed: 'a last page, whose NextToken is empty',
      fix: `there are more pages than the ${pages.length} given: ${call.complete}`,
    });
  }
  const counted = new Map<number, { first: Page; records: number; calls: number }>();
  for (const page of pages) {
    if (page.total === undefined) continue;
    if (!call.totalsWithTokens && unfinished.length > 0 && (page.token !== undefined || !page.number)) continue;
    const sum = counted.get(page.total) ?? { first: page, records: 0, calls: 0 };
    sum.records += page.records.length;
    // Two regions may have equally many. Each call begins with a page 1.
    if (page.number === 1) sum.calls++;
    counted.set(page.total, sum);
  }
  for (const [total, { first, records, calls }] of counted) {
    const wanted = total * Math.max(calls, 1);
    if (records >= wanted) continue;
    const changed = counted.size > 1 ? ' (or the number changed while the pages were read; then read them all again)' : '';
    throw refusal({
      path: first.source,
      what: `TotalCount of ${call.name}`,
      got: `${records} of ${wanted} records`,
      allowed: 'all pages of the call',
      fix: `pages are missing${changed}: ${call.complete}`,
    });
  }
}
