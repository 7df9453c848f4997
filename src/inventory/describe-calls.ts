import { NamedText, documentsOf } from '../input/documents';
import { Fields, Json, Shared, isObject } from '../input/fields';
import { refusal } from '../net/refusal';

/** One of the two ECS calls that an inventory is made of. */
export interface DescribeCall {
  readonly name: string;
  /** Where the records stand in the answer. */
  readonly outer: string;
  readonly inner: string;
  /** The id of a record. */
  readonly id: string;
}

export const INTERFACES_CALL: DescribeCall = {
  name: 'DescribeNetworkInterfaces', outer: 'NetworkInterfaceSets', inner: 'NetworkInterfaceSet', id: 'NetworkInterfaceId',
};
export const INSTANCES_CALL: DescribeCall = { name: 'DescribeInstances', outer: 'Instances', inner: 'Instance', id: 'InstanceId' };

interface Page {
  readonly source: string;
  readonly records: unknown[];
  readonly total?: number;
  readonly number?: number;
  readonly token?: string;
}

/** Hands over every record of every page, after all pages were seen to be there. */
export function eachRecord(call: DescribeCall, texts: NamedText[], take: (record: Fields) => void): void {
  const pages: Page[] = [];
  for (const text of texts) {
    for (const document of documentsOf(text, call.name, true)) pages.push(pageOf(call, document.source, document.body));
  }
  refuseTruncated(call, pages);
  const shared = new Shared();
  for (const page of pages) {
    page.records.forEach((body, i) => {
      const place = { source: page.source, record: i + 1 };
      if (!isObject(body)) throw new Fields(place, {}).wrong('the record', body, `an object with ${call.id}`);
      take(new Fields(place, body, shared));
    });
    // A large estate is several hundred megabytes of parsed JSON; a page that was read is not needed again.
    page.records.length = 0;
  }
}

function pageOf(call: DescribeCall, source: string, body: unknown): Page {
  if (!isObject(body)) throw wrongAnswer(call, source, body, 'store the answer as it comes');
  const outer = body[call.outer];
  const nested = isObject(outer) && call.inner in outer;
  const list = nested ? outer[call.inner] : outer;
  // The pager of the aliyun command writes null where it merged no record.
  const records = nested && list === null ? [] : list;
  if (!Array.isArray(records)) throw otherAnswer(call, source, body);
  return {
    source,
    records: records as unknown[],
    total: amount(call, source, body, 'TotalCount'),
    number: amount(call, source, body, 'PageNumber'),
    token: typeof body.NextToken === 'string' ? body.NextToken : undefined,
  };
}

function amount(call: DescribeCall, source: string, body: Json, name: string): number | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  const n = typeof value === 'string' && value !== '' ? Number(value) : value;
  if (typeof n !== 'number' || !Number.isInteger(n) || n < 0) {
    throw refusal({ path: source, what: `${name} of ${call.name}`, got: value, allowed: 'a whole number from 0', fix: 'store the answer as it comes' });
  }
  return n;
}

/** What an answer is that is not the one expected. */
function otherAnswer(call: DescribeCall, source: string, body: Json): Error {
  const other = call === INTERFACES_CALL ? INSTANCES_CALL : INTERFACES_CALL;
  if (other.outer in body) return wrongAnswer(call, source, `an answer of ${other.name}`, 'exchange the lists networkInterfaces and instances');
  if (typeof body.Code === 'string') {
    return wrongAnswer(call, source, `an error: ${body.Code}${typeof body.Message === 'string' ? `: ${body.Message}` : ''}`, 'mend what it names and make the call again');
  }
  if ('format_version' in body || 'terraform_version' in body) return wrongAnswer(call, source, 'a Terraform state or plan', 'read a state with MirrorInventory.fromState');
  if (call.id in body) return wrongAnswer(call, source, `a bare record (${String(body[call.id])})`, 'store the whole answer, without --cli-query or jq');
  return wrongAnswer(call, source, body, 'store the answer as it comes');
}

function wrongAnswer(call: DescribeCall, path: string, got: unknown, fix: string): Error {
  return refusal({ path, what: `the answer of ${call.name}`, got, allowed: `an answer with ${call.outer}.${call.inner}`, fix });
}

/**
 * Refuses an input that lacks pages. Page numbers come with TotalCount; tokens come with NextToken, and their TotalCount
 * is not valid, says the API's reference. What the pager of the aliyun command merged has neither.
 */
function refuseTruncated(call: DescribeCall, pages: Page[]): void {
  const unfinished = pages.filter(page => page.token);
  if (unfinished.length > 0 && unfinished.length === pages.length) {
    const last = unfinished[unfinished.length - 1];
    throw refusal({
      path: last.source,
      what: `NextToken of ${call.name}`,
      got: last.token,
      allowed: 'a last page, whose NextToken is empty',
      fix: `there are more pages than the ${pages.length} given: ${COMPLETE[call.name]}`,
    });
  }
  const counted = new Map<number, { first: Page; records: number; calls: number }>();
  for (const page of pages) {
    if (page.total === undefined) continue;
    if (unfinished.length > 0 && (page.token !== undefined || !page.number)) continue;
    const sum = counted.get(page.total) ?? { first: page, records: 0, calls: 0 };
    sum.records += page.records.length;
    // Two regions may have equally many; each call begins with a page 1.
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
      fix: `pages are missing${changed}: ${COMPLETE[call.name]}`,
    });
  }
}

/** How to get all pages: since release 3.0.83 the pager follows tokens only, and ends after the first page without MaxResults. */
const COMPLETE: Record<string, string> = {
  DescribeNetworkInterfaces: 'call with --MaxResults 100 --pager path=\'NetworkInterfaceSets.NetworkInterfaceSet[]\', or give every page',
  DescribeInstances: 'call with --MaxResults 100 --pager path=\'Instances.Instance[]\', or give every page',
};

/** What to do where a list may be cut without saying so. */
export function completeFix(call: DescribeCall): string {
  return COMPLETE[call.name];
}
