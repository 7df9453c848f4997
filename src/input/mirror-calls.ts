import { described } from '../net/refusal';
import { Json } from './fields';
import { ListCall } from './list-call';

/**
 * The options to get all pages. The calls page only by NextToken, with at most 100 records per page and 10 by default
 * (request models of vpc-20160428 in aliyun/alibabacloud-go-sdk at 243d18e, read 2026-11-25). The pager of the aliyun
 * command does not find a list at the top of the response, so its path must be set.
 */
const complete = (path: string): string => `call with --MaxResults 100 --pager path='${path}', or pass every page`;

/** The request and response models document TotalCount without the restriction of ECS. */
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

function confused(body: Json, other: ListCall): { got: object; fix: string } | undefined {
  if (other.outer in body) return { got: described(`is a response of ${other.name}`), fix: 'swap the lists filters and sessions' };
  if ('format_version' in body || 'terraform_version' in body) {
    return { got: described('is a Terraform state or plan'), fix: 'make the API call. The resources of a state are already managed' };
  }
  return undefined;
}
