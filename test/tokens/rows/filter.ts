import { Ipv4Cidr, MirrorProtocol, MirrorRule, MirrorRuleOptions, PortRange } from '../../../src';
import { FILTER, INBOUND } from '../../support/app';
import { filterWith, rule } from '../apps';
import { refused, Row } from '../row';

const at = (attribute: string) => ({ type: FILTER, path: 'stack/Filter/Resource', attribute });
const ofRule = (attribute: string) => ({ type: INBOUND, path: 'stack/Filter/inbound-1', attribute });
const written = { outcome: 'written' as const };
const undecided = { unknown: ['TM204'] };

function ports(input: string, as: (e: string) => string, of: (value: any) => PortRange): Row {
  return { input, takes: ['number'], plain: 443, ...written, as, at: ofRule('destination_port_range'), ...undecided, give: (stack, value) => rule(stack, { destinationPort: of(value) }) };
}

const notKnown = /got (a token|a number token|"\$\{var\.text\}"|".*a token"); .*(not known before apply|known at synth|known before apply)/;

export const FILTER_ROWS: Row[] = [
  { input: 'MirrorFilterProps.filterName', takes: ['text'], plain: 'web', ...written, at: at('traffic_mirror_filter_name'), unknown: ['TM307'], give: (stack, filterName) => filterWith(stack, { filterName }) },
  { input: 'MirrorFilterProps.description', takes: ['text'], plain: 'web', ...written, at: at('traffic_mirror_filter_description'), unknown: ['TM307'], give: (stack, description) => filterWith(stack, { description }) },
  { input: 'MirrorFilterProps.resourceGroupId', takes: ['text'], plain: 'rg-1', ...written, at: at('resource_group_id'), give: (stack, resourceGroupId) => filterWith(stack, { resourceGroupId }) },
  { input: 'MirrorFilterProps.tags', takes: ['map'], plain: { team: 'net' }, ...written, at: at('tags'), unknown: ['TM307'], give: (stack, tags) => filterWith(stack, { tags }) },
  { input: 'MirrorFilterProps.tags', part: 'a value', takes: [], plain: 'net', ...written, at: at('tags'), as: (e) => ({ team: e }), give: (stack, team) => filterWith(stack, { tags: { team } }) },
  refused('MirrorFilterProps.provider', [], undefined, /\] provider: got a token/, (stack, provider) => filterWith(stack, { provider })),
  refused('MirrorFilterProps.inbound', [], undefined, /\] inbound: got a token; allowed: a list of MirrorRule/, (stack, inbound) => filterWith(stack, { inbound: inbound ?? [MirrorRule.accept()] })),
  refused('MirrorFilterProps.outbound', [], undefined, /\] outbound: got a token; allowed: a list of MirrorRule/, (stack, outbound) => filterWith(stack, { outbound })),
  refused('MirrorFilter.addInboundRule(rule)', [], undefined, /\] the next inbound rule: got a token/, (stack, value) => filterWith(stack).addInboundRule(value ?? MirrorRule.drop({ source: '10.0.0.0/8' }))),
  refused('MirrorFilter.addOutboundRule(rule)', [], undefined, /\] the next outbound rule: got a token/, (stack, value) => filterWith(stack).addOutboundRule(value ?? MirrorRule.drop())),

  { input: 'MirrorRuleOptions.source', takes: ['text'], plain: '10.0.0.0/8', ...written, at: ofRule('source_cidr_block'), ...undecided, give: (stack, source) => rule(stack, { source }) },
  { input: 'MirrorRuleOptions.destination', takes: ['text'], plain: '10.0.0.0/8', ...written, at: ofRule('destination_cidr_block'), ...undecided, give: (stack, destination) => rule(stack, { destination }) },
  refused('MirrorRuleOptions.priority', ['number'], 1, /the priority of a mirror rule: got a.* token; .*known at synth/, (stack, priority) => rule(stack, { priority })),
  ...(['protocol', 'sourcePort', 'destinationPort'] as const).map((option) => refused(`MirrorRuleOptions.${option}`, [], undefined, new RegExp(`^${option} of a mirror rule: got a token; .*may be`),
    (stack, value) => rule(stack, (value ? { [option]: value } : {}) as MirrorRuleOptions))),

  { input: 'MirrorProtocol.of(name)', takes: ['text'], plain: 'TCP', ...written, at: ofRule('protocol'), ...undecided, give: (stack, name) => rule(stack, { protocol: MirrorProtocol.of(name) }) },
  {
    input: 'MirrorProtocol.of(name)', part: 'with ports', takes: ['text'], plain: 'UDP', ...written, at: ofRule('protocol'), ...undecided,
    give: (stack, name) => rule(stack, { protocol: MirrorProtocol.of(name), destinationPort: PortRange.single(53) }),
  },
  ports('PortRange.single(port)', (e) => `${e}/${e}`, (port) => PortRange.single(port)),
  ports('PortRange.range(first)', (e) => `${e}/65535`, (first) => PortRange.range(first, 65535)),
  ports('PortRange.range(last)', (e) => `1/${e}`, (last) => PortRange.range(1, last)),
  refused('PortRange.parse(text)', ['text'], '80/443', notKnown, (_, text) => PortRange.parse(text)),
  refused('PortRange.contains(port)', ['number'], 443, notKnown, (_, port) => PortRange.single(443).contains(port)),
  refused('Ipv4Cidr.of(text)', ['text'], '10.0.0.0/8', notKnown, (_, text) => Ipv4Cidr.of(text)),
  refused('Ipv4Cidr.contains(address)', ['text'], '10.0.0.4', notKnown, (_, address) => Ipv4Cidr.ANY.contains(address)),
];
