import { NamedText, documentsOf } from './documents';
import { Fields, Json, Shared, isObject } from './fields';
import { described, refusal } from '../net/refusal';

/** An API call that lists records in pages. */
export interface ListCall {
  readonly name: string;
  /** The name of the list with the records in the response. With `inner`, the records are in that list inside it. */
  readonly outer: string;
  readonly inner?: string;
  /** The field with the id of a record. */
  readonly id: string;
  /** The instruction to get all pages. */
  readonly complete: string;
  /** Whether TotalCount is valid if pages are requested by token. */
  readonly totalsWithTokens: boolean;
  /** Recognizes the response of another call, with the change to make. Undefined if it is unknown. */
  confused(body: Json): { readonly got: object; readonly fix: string } | undefined;
}

interface Page {
  readonly source: string;
  readonly records: unknown[];
  readonly total?: number;
  readonly number?: number;
  readonly token?: string;
}

/** Whether all records of a call are present: proved by its pages, given by the caller's number, or unknown. */
export type Completeness = 'proved' | 'as given' | 'unknown';

/** The result of reading a call. */
export interface CallRead {
  readonly records: number;
  readonly complete: Completeness;
  /** Reasons why records may be missing. */
  readonly doubts: string[];
}

/** The expected number of records, and the name of the caller's option. */
export interface ExpectedTotal {
  readonly name: string;
  readonly total?: number;
}

/** Passes every record of every page to a callback, after it has checked that all pages are present. */
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
    // A large estate is several hundred megabytes of parsed JSON, so a page is released after it was read.
    page.records.length = 0;
  }
  return read;
}

/** Default size of the first page. The pager of the aliyun command returns only this page without MaxResults. */
const DEFAULT_PAGE = 10;
/** Size of a full page. */
const FULL_PAGE = 100;

function completeness(call: ListCall, pages: Page[], expected?: ExpectedTotal): CallRead {
  const records = pages.reduce((sum, page) => sum + page.records.length, 0);
  const total = expected?.total;
  if (total !== undefined) {
    if (!Number.isInteger(total) || total < 0) {
      throw refusal({
        what: expected!.name,
        got: total,
        allowed: 'a whole number from 0',
        fix: `write the TotalCount of one call of ${call.name} without MaxResults`,
      });
    }
    if (records < total) {
      throw refusal({
        path: pages[0]?.source,
        what: `the records of ${call.name}`,
        got: records,
        allowed: `${total} (${expected!.name})`,
        fix: `records are missing. To get them, ${call.complete}`,
      });
    }
  }
  const merged = pages.filter((page) => page.total === undefined && page.number === undefined && page.token === undefined);
  if (merged.length === 0) return { records, complete: 'proved', doubts: [] };
  if (total !== undefined) return { records, complete: 'as given', doubts: [] };
  const doubts = merged.flatMap(({ source, records: { length } }) => {
    if (length === DEFAULT_PAGE) {
      return [
        `${source} holds exactly ${length} records of ${call.name}, which is the size of the first page. It may be truncated: ${call.complete}`,
      ];
    }
    if (length > 0 && length % FULL_PAGE === 0) {
      return [
        `${source} holds exactly ${length} records of ${call.name}. It may be truncated, or a page may be missing: ${call.complete}${expected ? `, or set ${expected.name}` : ''}`,
      ];
    }
    return [];
  });
  return { records, complete: 'unknown', doubts };
}

function pageOf(call: ListCall, source: string, body: unknown): Page {
  if (!isObject(body)) throw wrongAnswer(call, source, body, 'store the unchanged response');
  const outer = body[call.outer];
  const nested = call.inner !== undefined && isObject(outer) && call.inner in outer;
  const list = nested ? outer[call.inner!] : outer;
  // The pager of the aliyun command writes null if there are no records.
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
    throw refusal({
      path: source,
      what: `${name} of ${call.name}`,
      got: value,
      allowed: 'a whole number from 0',
      fix: 'store the unchanged response',
    });
  }
  return n;
}

/** The error for a response that is not the expected one. */
function otherAnswer(call: ListCall, source: string, body: Json): Error {
  const other = call.confused(body);
  if (other) return wrongAnswer(call, source, other.got, other.fix);
  if (typeof body.Code === 'string') {
    return wrongAnswer(
      call,
      source,
      `an error: ${body.Code}${typeof body.Message === 'string' ? `: ${body.Message}` : ''}`,
      'fix the error and make the call again',
    );
  }
  if (call.id in body) {
    return wrongAnswer(call, source, `a bare record (${String(body[call.id])})`, 'store the whole response, without --cli-query or jq');
  }
  return wrongAnswer(call, source, body, 'store the unchanged response');
}

function wrongAnswer(call: ListCall, path: string, got: unknown, fix: string): Error {
  return refusal({
    path,
    what: `the response of ${call.name}`,
    got,
    allowed: `a response with ${call.inner === undefined ? call.outer : `${call.outer}.${call.inner}`}`,
    fix,
  });
}

/**
 * Rejects an input with missing pages. Numbered pages have TotalCount, and pages by token have NextToken. The merged output of
 * the aliyun command's pager has neither.
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
      fix: `there are more pages than these ${pages.length}. To get them, ${call.complete}`,
    });
  }
  const counted = new Map<number, { first: Page; records: number; calls: number }>();
  for (const page of pages) {
    if (page.total === undefined) continue;
    if (!call.totalsWithTokens && unfinished.length > 0 && (page.token !== undefined || !page.number)) continue;
    const sum = counted.get(page.total) ?? { first: page, records: 0, calls: 0 };
    sum.records += page.records.length;
    // Two regions may have the same number. Each call begins with page 1.
    if (page.number === 1) sum.calls++;
    counted.set(page.total, sum);
  }
  for (const [total, { first, records, calls }] of counted) {
    const wanted = total * Math.max(calls, 1);
    if (records >= wanted) continue;
    const changed = counted.size > 1 ? ', or the number changed while the pages were read' : '';
    throw refusal({
      path: first.source,
      what: `TotalCount of ${call.name}`,
      got: described(`is ${wanted}, but there are ${records} records`),
      allowed: 'all pages of the call',
      fix: `pages are missing${changed}. Read all pages again: ${call.complete}`,
    });
  }
}
