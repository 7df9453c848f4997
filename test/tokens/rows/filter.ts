import { writeFileSync } from 'fs';
import { join } from 'path';
import {
  Ipv4Cidr, MirrorAddressBook, MirrorDirection, MirrorFilter, MirrorIntent, MirrorIntentOptions, MirrorNetwork,
  MirrorNetworkOptions, MirrorPacket, MirrorPortRuleOptions, MirrorProtocol, MirrorRule, MirrorRuleOptions, MirrorService,
  MirrorServiceOptions, MirrorStatement, MirrorStatementOptions, MirrorTraffic, PortRange,
} from '../../../src';
import { FILTER, INBOUND, temporaryFolder } from '../../support/app';
import { filterWith, rule } from '../apps';
import { refused, Row } from '../row';

const at = (attribute: string) => ({ type: FILTER, path: 'stack/Filter/Resource', attribute });
const ofRule = (attribute: string) => ({ type: INBOUND, path: 'stack/Filter/inbound-1', attribute });
const written = { outcome: 'written' as const };
const undecided = { unknown: ['TM204'] };

function ports(input: string, as: (e: string) => string, of: (value: any) => PortRange): Row {
  return {
    input,
    takes: ['number'],
    plain: 443,
    ...written,
    as,
    at: ofRule('destination_port_range'),
    ...undecided,
    give: (stack, value) => rule(stack, { destinationPort: of(value) }),
  };
}

/** A value of an intent, of which nothing may be a token: its rules are made at synth. */
function intent(input: string, takes: Row['takes'], plain: any, of: (value: any) => unknown): Row {
  return refused(input, takes, plain, /of (a |the )?(next )?mirror (network|service|statement|intent)|^edition is/, (_, value) =>
    of(value),
  );
}

function emptyBook(): string {
  const path = join(temporaryFolder(), 'networks.json');
  writeFileSync(path, '{}');
  return path;
}

const network = (options: Partial<MirrorNetworkOptions>) => MirrorNetwork.of('n', { cidrs: ['10.0.0.0/8'], ...options });
const service = (options: MirrorServiceOptions) => MirrorService.of('s', { udp: ['53'], ...options });
const statement = (options: MirrorStatementOptions) => MirrorStatement.accept(options);
const intentWith = (options: MirrorIntentOptions) => MirrorIntent.of([MirrorStatement.accept()], options);
/** An address book without names. */
const book = () => MirrorAddressBook.fromFile(emptyBook());
const INTENT = MirrorIntent.of([MirrorStatement.accept()]);
const NETWORKS = [MirrorNetwork.of('n', { cidrs: ['10.0.0.0/8'] })];

const PACKET: MirrorPacket = {
  from: '10.0.0.4',
  to: '10.0.0.5',
  protocol: MirrorProtocol.TCP,
  port: 443,
  direction: MirrorDirection.INBOUND,
};

/** A part of the traffic that a filter is searched for: its packets are compared at synth. */
function search(part: keyof MirrorTraffic, takes: Row['takes'], plain: any): Row {
  return refused(`MirrorTraffic.${part}`, takes, plain, /of (a search in|expectNever of) /, (stack, value) =>
    filterWith(stack).expectNever({ [part]: value }),
  );
}

const notKnown =
  /is (a token|a number token|"\$\{var\.text\}"|.*a token)[.:] .*(unknown before apply|not known before apply|known at synth|known before apply)/;

export const FILTER_ROWS: Row[] = [
  {
    input: 'MirrorFilterProps.filterName',
    takes: ['text'],
    plain: 'web',
    ...written,
    at: at('traffic_mirror_filter_name'),
    unknown: ['TM307'],
    give: (stack, filterName) => filterWith(stack, { filterName }),
  },
  {
    input: 'MirrorFilterProps.description',
    takes: ['text'],
    plain: 'web',
    ...written,
    at: at('traffic_mirror_filter_description'),
    unknown: ['TM307'],
    give: (stack, description) => filterWith(stack, { description }),
  },
  {
    input: 'MirrorFilterProps.resourceGroupId',
    takes: ['text'],
    plain: 'rg-1',
    ...written,
    at: at('resource_group_id'),
    give: (stack, resourceGroupId) => filterWith(stack, { resourceGroupId }),
  },
  {
    input: 'MirrorFilterProps.tags',
    takes: ['map'],
    plain: { team: 'net' },
    ...written,
    at: at('tags'),
    unknown: ['TM307'],
    give: (stack, tags) => filterWith(stack, { tags }),
  },
  {
    input: 'MirrorFilterProps.tags',
    part: 'a value',
    takes: [],
    plain: 'net',
    ...written,
    at: at('tags'),
    as: (e) => ({ team: e }),
    give: (stack, team) => filterWith(stack, { tags: { team } }),
  },
  refused('MirrorFilterProps.provider', [], undefined, /\] provider is a token/, (stack, provider) => filterWith(stack, { provider })),
  refused('MirrorFilterProps.ledger', [], undefined, /\] ledger is a token/, (stack, given) =>
    filterWith(stack, { inbound: undefined, intent: INTENT, ...(given && { ledger: given }) }),
  ),
  refused('MirrorFilterProps.inbound', [], undefined, /\] inbound is a token. Allowed: a list of MirrorRule/, (stack, inbound) =>
    filterWith(stack, { inbound: inbound ?? [MirrorRule.accept()] }),
  ),
  refused('MirrorFilterProps.outbound', [], undefined, /\] outbound is a token. Allowed: a list of MirrorRule/, (stack, outbound) =>
    filterWith(stack, { outbound }),
  ),
  refused('MirrorFilter.addInboundRule(rule)', [], undefined, /\] The next inbound rule is a token/, (stack, value) =>
    filterWith(stack).addInboundRule(value ?? MirrorRule.drop({ source: '10.0.0.0/8' })),
  ),
  refused('MirrorFilterAttributes.provider', [], undefined, /\] provider is a token/, (stack, provider) =>
    MirrorFilter.fromFilterAttributes(stack, 'Imported', { filterId: 'tmf-1', provider }),
  ),
  refused('MirrorFilter.addOutboundRule(rule)', [], undefined, /\] The next outbound rule is a token/, (stack, value) =>
    filterWith(stack).addOutboundRule(value ?? MirrorRule.drop()),
  ),

  {
    input: 'MirrorRuleOptions.source',
    takes: ['text'],
    plain: '10.0.0.0/8',
    ...written,
    at: ofRule('source_cidr_block'),
    ...undecided,
    give: (stack, source) => rule(stack, { source }),
  },
  {
    input: 'MirrorRuleOptions.destination',
    takes: ['text'],
    plain: '10.0.0.0/8',
    ...written,
    at: ofRule('destination_cidr_block'),
    ...undecided,
    give: (stack, destination) => rule(stack, { destination }),
  },
  refused('MirrorRuleOptions.priority', ['number'], 1, /The priority of a mirror rule is a.* token\. .*known at synth/, (stack, priority) =>
    rule(stack, { priority }),
  ),
  ...(['protocol', 'sourcePort', 'destinationPort'] as const).map((option) =>
    refused(`MirrorRuleOptions.${option}`, [], undefined, new RegExp(`^${option} of a mirror rule is a token\. .*may be`), (stack, value) =>
      rule(stack, (value ? { [option]: value } : {}) as MirrorRuleOptions),
    ),
  ),

  ...([
    ['MirrorPortRuleOptions', (options) => MirrorRule.acceptTcp(undefined, options)],
    ['MirrorIcmpRuleOptions', (options) => MirrorRule.acceptIcmp(options)],
  ] as [string, (options: MirrorPortRuleOptions) => MirrorRule][]).flatMap(([struct, of]): Row[] => [
    ...(['source', 'destination'] as const).map((end): Row => ({
      input: `${struct}.${end}`, takes: ['text'], plain: '10.0.0.0/8', ...written, at: ofRule(`${end}_cidr_block`), ...undecided,
      give: (stack, value) => filterWith(stack, { inbound: [of({ [end]: value })] }),
    })),
    refused(`${struct}.priority`, ['number'], 1, /The priority of a mirror rule is a.* token\. .*known at synth/, (_, priority) =>
      of({ priority }),
    ),
  ]),
  refused('MirrorPortRuleOptions.sourcePort', [], undefined, /^sourcePort of a mirror rule is a token\. .*may be/, (_, value) =>
    MirrorRule.acceptTcp(undefined, value ? { sourcePort: value } : {}),
  ),
  ...(['acceptTcp', 'acceptUdp', 'dropTcp', 'dropUdp'] as const).map((name) => refused(`MirrorRule.${name}(destinationPort)`, [], undefined,
    /^destinationPort of a mirror rule is a token\. .*may be/, (_, value) => MirrorRule[name](value))),

  {
    input: 'MirrorProtocol.of(name)',
    takes: ['text'],
    plain: 'TCP',
    ...written,
    at: ofRule('protocol'),
    ...undecided,
    give: (stack, name) => rule(stack, { protocol: MirrorProtocol.of(name) }),
  },
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

  refused(
    'MirrorFilterProps.intent',
    [],
    undefined,
    /\] intent is a token/,
    (stack, value) => value && new MirrorFilter(stack, 'Filter', { intent: value }),
  ),
  intent('MirrorNetwork.of(name)', ['text'], 'vpc', (name) => MirrorNetwork.of(name, { cidrs: ['10.0.0.0/8'] })),
  intent('MirrorNetworkOptions.cidrs', ['list'], ['10.0.0.0/8'], (cidrs) => network({ cidrs })),
  intent('MirrorNetworkOptions.owner', ['text'], 'net', (owner) => network({ owner })),
  intent('MirrorNetworkOptions.comment', ['text'], 'net', (comment) => network({ comment })),
  refused(
    'MirrorAddressBook.fromFile(path)',
    ['text'],
    undefined,
    /The path of an address book is .*token.* known at synth/,
    (_, path) => path && MirrorAddressBook.fromFile(path),
  ),
  refused(
    'MirrorAddressBookOptions.shared',
    [],
    undefined,
    /shared of an address book is .*token.* known at synth/,
    (_, shared) => shared && MirrorAddressBook.fromFile(emptyBook(), { shared }),
  ),
  refused(
    'MirrorAddressBook.network(name)',
    ['text'],
    undefined,
    /The name of a network is .*Allowed: no name/,
    (_, name) => name && book().network(name),
  ),
  refused(
    'MirrorAddressBook.service(name)',
    ['text'],
    undefined,
    /The name of a service is .*Allowed: no name/,
    (_, name) => name && book().service(name),
  ),
  intent('MirrorService.of(name)', ['text'], 'web', (name) => MirrorService.of(name, { tcp: ['443'] })),
  intent('MirrorServiceOptions.tcp', ['list'], ['443'], (tcp) => service({ tcp })),
  intent('MirrorServiceOptions.udp', ['list'], ['53'], (udp) => service({ udp })),
  intent('MirrorServiceOptions.owner', ['text'], 'net', (owner) => service({ owner })),
  intent('MirrorServiceOptions.comment', ['text'], 'net', (comment) => service({ comment })),
  intent('MirrorServiceOptions.icmp', [], true, (icmp) => service({ icmp })),
  ...(['from', 'to', 'exceptFrom', 'exceptTo'] as const).map((part) =>
    intent(`MirrorStatementOptions.${part}`, [], NETWORKS, (value) => statement({ [part]: value })),
  ),
  ...(['services', 'fromServices', 'exceptServices'] as const).map((part) =>
    intent(`MirrorStatementOptions.${part}`, [], [MirrorService.DNS], (value) => statement({ [part]: value })),
  ),
  intent('MirrorStatementOptions.direction', [], MirrorDirection.INBOUND, (direction) => statement({ direction })),
  intent('MirrorStatementOptions.replies', [], true, (replies) => statement({ replies })),
  intent('MirrorStatementOptions.owner', ['text'], 'net', (owner) => statement({ owner })),
  intent('MirrorStatementOptions.comment', ['text'], 'net', (comment) => statement({ comment })),
  intent('MirrorStatementOptions.expires', ['text'], '2099-12-31', (expires) => statement({ expires })),
  ...(['from', 'to', 'exceptFrom', 'exceptTo'] as const).map((part) => search(part, [], NETWORKS)),
  ...(['services', 'fromServices', 'exceptServices'] as const).map((part) => search(part, [], [MirrorService.DNS])),
  search('direction', [], MirrorDirection.INBOUND),
  search('replies', [], true),
  ...(
    [
      ['from', ['text'], '10.0.0.4'],
      ['to', ['text'], '10.0.0.5'],
      ['protocol', [], MirrorProtocol.TCP],
      ['port', ['number'], 443],
      ['fromPort', ['number'], 50_000],
      ['direction', [], MirrorDirection.INBOUND],
    ] as const).map(([part, takes, plain]) =>
    refused(`MirrorPacket.${part}`, [...takes], plain, /of a mirror packet is/, (stack, value) =>
      filterWith(stack).expectMirrored({ ...PACKET, [part]: value }),
    ),
  ),
  intent('MirrorIntent.of(statements)', [], [MirrorStatement.accept()], (statements) => MirrorIntent.of(statements)),
  intent('MirrorIntent.compile(edition)', [], undefined, (edition) => intentWith({}).compile(edition)),
  ...(['previousInbound', 'previousOutbound'] as const).map((part) =>
    intent(`MirrorIntentOptions.${part}`, [], [MirrorRule.accept()], (value) => intentWith({ [part]: value })),
  ),
  ...(['leaveOutExpired', 'takeNearMiss'] as const).map((part) =>
    intent(`MirrorIntentOptions.${part}`, [], true, (value) => intentWith({ [part]: value })),
  ),
];
