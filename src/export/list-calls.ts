import { Json } from '../input/fields';
import { ListCall } from '../input/list-call';

/**
 * How to get all pages. The calls page by NextToken alone, at most 100 records a page and 10 unless set otherwise
 * (request models of vpc-20160428 in aliyun/alibabacloud-go-sdk at 243d18e, read 2026-11-25). The pager of the aliyun
 * command does not find a list that is at the top of the answer, so it must be named.
 */
const complete = (path: string): string => `call with --MaxResults 100 --pager path='${path}', or give every page`;

/** The request and response models document TotalCount with no such reserve as ECS makes. */
const totalsWithTokens = true;

export const FILTERS_CALL: ListCall = {
  name: 'ListTrafficMirrorFilters',
  outer: 'TrafficMirrorFilters',
  id: 'TrafficMirrorFilterId',
  complete: complete('TrafficMirrorFilters[]'),
  totalsWithTokens,
  confused: (body) => confused(body, SESSIONS_CALL),
};

export const SESSIONS_CALL: ListCall = {
  name: 'ListTrafficMirrorSessions',
  outer: 'TrafficMirrorSessions',
  id: 'TrafficMirrorSessionId',
  complete: complete('TrafficMirrorSessions[]'),
  totalsWithTokens,
  confused: (body) => confused(body, FILTERS_CALL),
};

function confused(body: Json, other: ListCall): { got: string; fix: string } | undefined {
  if (other.outer in body) return { got: `an answer of ${other.name}`, fix: 'exchange the lists filters and sessions' };
  if ('format_version' in body || 'terraform_version' in body) return { got: 'a Terraform state or plan', fix: 'make the call: what a state holds is managed already' };
  return undefined;
}
