import { ExportedFilter, ExportedRule } from './exported-filter';
import { STATUSES } from './statuses';
import { Fields, isObject } from '../input/fields';
import { MirrorRuleAction } from '../filter/mirror-rule';
import { MirrorProtocol } from '../net/mirror-protocol';

/** Reads one record of `ListTrafficMirrorFilters`. */
export function exportedFilter(x: Fields): ExportedFilter {
  const filterId = x.named(x.required('TrafficMirrorFilterId', 'the id of a filter (tmf-...)'));
  if (!FILTER_ID.test(filterId)) throw x.wrong('TrafficMirrorFilterId', filterId, 'the id of a filter (tmf-...)');
  return Object.freeze({
    filterId,
    filterName: x.text('TrafficMirrorFilterName'),
    description: x.text('TrafficMirrorFilterDescription'),
    resourceGroupId: x.text('ResourceGroupId'),
    tags: x.tags('Tags'),
    inbound: rulesOf(x, filterId, 'IngressRules', 'ingress'),
    outbound: rulesOf(x, filterId, 'EgressRules', 'egress'),
    status: x.requiredOneOf('TrafficMirrorFilterStatus', STATUSES),
  });
}

const FILTER_ID = /^tmf-[A-Za-z0-9]+$/;
const PROTOCOLS = [MirrorProtocol.ALL, MirrorProtocol.ICMP, MirrorProtocol.TCP, MirrorProtocol.UDP].map((p) => p.name);
const ACTIONS = Object.values(MirrorRuleAction);

function rulesOf(x: Fields, filterId: string, name: string, direction: string): ExportedRule[] {
  const byPriority = new Map<string, ExportedRule>();
  x.list(name).forEach((body, i) => {
    if (!isObject(body)) throw x.wrong(`${name}[${i}]`, body, 'a rule');
    const fields = new Fields({ source: x.place.source, record: `record ${x.place.record} (${filterId}), ${name}[${i}]` }, body);
    const rule = exportedRule(fields, direction);
    const key = `${rule.ipv6} ${rule.priority}`;
    const before = byPriority.get(key);
    if (before) {
      throw fields.wrong(
        'Priority',
        rule.priority,
        `a unique priority in each direction (${before.ruleId} has it too)`,
        'read all filters again, because they changed while the pages were read',
      );
    }
    byPriority.set(key, rule);
  });
  const rules = [...byPriority.values()].sort((a, b) => a.priority - b.priority);
  Object.freeze(rules);
  return rules;
}

function exportedRule(x: Fields, direction: string): ExportedRule {
  const ruleId = x.named(x.required('TrafficMirrorFilterRuleId', 'the id of a rule (tmr-...)'));
  x.oneOf('TrafficDirection', [direction]);
  const ipv6 = x.oneOf('IpVersion', ['IPv4', 'IPv6']) === 'IPv6';
  const protocol = ipv6 ? x.required('Protocol', 'a protocol') : x.requiredOneOf('Protocol', PROTOCOLS);
  const ports = (name: string): string | undefined => protocol === MirrorProtocol.TCP.name || protocol === MirrorProtocol.UDP.name
    ? x.required(name, 'ports such as 80/443 or -1/-1')
    : x.text(name);
  return Object.freeze({
    ruleId,
    priority: x.requiredWholeNumber('Priority'),
    protocol,
    action: x.requiredOneOf('Action', ACTIONS),
    source: x.required('SourceCidrBlock', 'a CIDR'),
    destination: x.required('DestinationCidrBlock', 'a CIDR'),
    sourcePort: ports('SourcePortRange'),
    destinationPort: ports('DestinationPortRange'),
    ipv6,
    status: x.requiredOneOf('TrafficMirrorFilterRuleStatus', STATUSES),
  });
}
