import { Account } from './account';
import { Filter, Rule } from './filters';
import { Session } from './sessions';

/** A page of an answer, in the form of the VPC API 2016-04-28. */
type Answer = Readonly<Record<string, unknown>>;

/** What the API answers to the two calls that list what an account mirrors, page by page. */
export interface Answers {
  readonly ListTrafficMirrorFilters: readonly Answer[];
  readonly ListTrafficMirrorSessions: readonly Answer[];
}

const CREATED = '2023-09-05T15:26Z';

const tags = (pairs: Readonly<Record<string, string>>): Answer[] => Object.entries(pairs).map(([Key, Value]) => ({ Key, Value }));

function ruleRecord(filter: Filter, rule: Rule): Answer {
  return {
    Action: rule.action,
    DestinationCidrBlock: rule.destination,
    DestinationPortRange: rule.destinationPort,
    IpVersion: 'IPv4',
    Priority: rule.priority,
    Protocol: rule.protocol,
    SourceCidrBlock: rule.source,
    SourcePortRange: rule.sourcePort,
    TrafficDirection: rule.direction,
    TrafficMirrorFilterId: filter.id,
    TrafficMirrorFilterRuleId: rule.id,
    TrafficMirrorFilterRuleStatus: 'Created',
  };
}

function filterRecord(filter: Filter): Answer {
  const rules = (direction: string): Answer[] =>
    filter.rules.filter((rule) => rule.direction === direction).map((rule) => ruleRecord(filter, rule));
  return {
    CreationTime: CREATED,
    EgressRules: rules('egress'),
    IngressRules: rules('ingress'),
    ResourceGroupId: filter.resourceGroupId,
    Tags: tags(filter.tags),
    TrafficMirrorFilterDescription: filter.description,
    TrafficMirrorFilterId: filter.id,
    TrafficMirrorFilterName: filter.name,
    TrafficMirrorFilterStatus: 'Created',
  };
}

function sessionRecord(session: Session): Answer {
  return {
    CreationTime: CREATED,
    Enabled: session.enabled,
    PacketLength: session.packetLength,
    Priority: session.priority,
    ResourceGroupId: session.resourceGroupId,
    Tags: tags(session.tags),
    TrafficMirrorFilterId: session.filterId,
    TrafficMirrorSessionBusinessStatus: session.suspended ? 'FinancialLocked' : 'Normal',
    TrafficMirrorSessionDescription: session.description,
    TrafficMirrorSessionId: session.id,
    TrafficMirrorSessionName: session.name,
    TrafficMirrorSessionStatus: 'Created',
    TrafficMirrorSourceIds: session.sources,
    TrafficMirrorTargetId: session.targetId,
    TrafficMirrorTargetType: session.targetType,
    VirtualNetworkId: session.virtualNetworkId,
  };
}

/** Both calls page by token, with the total as a text. */
function paged(name: string, records: readonly Answer[], maxResults: number): Answer[] {
  const pages: Answer[] = [];
  for (let at = 0; at < Math.max(records.length, 1); at += maxResults) {
    const rest = at + maxResults < records.length;
    pages.push({
      ...(rest ? { NextToken: `FFmyTO70tTpLG6I3FmYAX${at + maxResults}` } : {}),
      RequestId: '739CA01C-92EB-4C69-BCC0-280149C6F41E',
      TotalCount: String(records.length),
      [name]: records.slice(at, at + maxResults),
    });
  }
  return pages;
}

/** Lists an account as the API would. */
export function answersOf(account: Account, maxResults: number): Answers {
  const sessions = account.sessions.list().map(({ id }) => sessionRecord(account.sessions.listed(id)!));
  return {
    ListTrafficMirrorFilters: paged('TrafficMirrorFilters', account.filters.list().map(filterRecord), maxResults),
    ListTrafficMirrorSessions: paged('TrafficMirrorSessions', sessions, maxResults),
  };
}
