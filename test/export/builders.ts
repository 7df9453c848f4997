import { MirrorExport } from '../../src';

/** Any JSON object: tests put in what the API never sends, too. */
export type Body = Record<string, unknown>;

export function rule(priority: number, more: Body = {}): Body {
  return {
    Action: 'accept',
    DestinationCidrBlock: '0.0.0.0/0',
    DestinationPortRange: '443/443',
    IpVersion: 'IPv4',
    Priority: priority,
    Protocol: 'TCP',
    SourceCidrBlock: '10.0.0.0/8',
    SourcePortRange: '-1/-1',
    TrafficDirection: 'ingress',
    TrafficMirrorFilterRuleId: `tmr-${priority}`,
    TrafficMirrorFilterRuleStatus: 'Created',
    ...more,
  };
}

export function filter(id: string, more: Body = {}): Body {
  return {
    EgressRules: [],
    IngressRules: [rule(1, { TrafficMirrorFilterRuleId: `tmr-${id}1` })],
    ResourceGroupId: 'rg-a',
    Tags: [],
    TrafficMirrorFilterDescription: '',
    TrafficMirrorFilterId: `tmf-${id}`,
    TrafficMirrorFilterName: id,
    TrafficMirrorFilterStatus: 'Created',
    ...more,
  };
}

export function session(id: string, priority: number, more: Body = {}): Body {
  return {
    Enabled: true,
    PacketLength: 1500,
    Priority: priority,
    ResourceGroupId: 'rg-a',
    Tags: [],
    TrafficMirrorFilterId: 'tmf-a',
    TrafficMirrorSessionBusinessStatus: 'Normal',
    TrafficMirrorSessionDescription: '',
    TrafficMirrorSessionId: `tms-${id}`,
    TrafficMirrorSessionName: `session ${id}`,
    TrafficMirrorSessionStatus: 'Created',
    TrafficMirrorSourceIds: [`eni-${id}`],
    TrafficMirrorTargetId: 'lb-sensors',
    TrafficMirrorTargetType: 'SLB',
    VirtualNetworkId: priority,
    ...more,
  };
}

/** An answer as the pager of the command merges it: the list alone. */
export function filters(records: unknown, more: Body = {}): Body {
  return { TrafficMirrorFilters: records, ...more };
}

export function sessions(records: unknown, more: Body = {}): Body {
  return { TrafficMirrorSessions: records, ...more };
}

/** The export of answers, each the content of a text; of sessions alone where no filter is given. */
export function read(listedFilters?: unknown[], listedSessions?: unknown[]): MirrorExport {
  return MirrorExport.fromJson({ filters: listedFilters?.map(text), sessions: listedSessions?.map(text) });
}

function text(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body);
}
