import { join } from 'path';
import { filter, filters, read, rule, session, sessions } from './builders';
import { ExportedStatus, MirrorExport, MirrorRuleAction } from '../../src';
import { messageOf } from '../support/app';

const FILTERS = join(__dirname, 'fixtures', 'mirror-filters.json');
const SESSIONS = join(__dirname, 'fixtures', 'mirror-sessions.json');

describe('an export as the command line stores it', () => {
  const exported = MirrorExport.fromFiles({ filters: [FILTERS], sessions: [SESSIONS] });

  test('filters of all pages, by id', () => {
    expect(exported.filters.map(({ filterId }) => filterId)).toEqual([
      'tmf-bp1all0000000000002',
      'tmf-bp1dual000000000003',
      'tmf-bp1web0000000000001',
    ]);
    expect(exported.filter('tmf-none')).toBeUndefined();
  });

  test('a filter with what the API says of it, rules by priority', () => {
    expect(exported.filter('tmf-bp1web0000000000001')).toEqual({
      filterId: 'tmf-bp1web0000000000001',
      filterName: 'web',
      description: 'what the web servers do',
      resourceGroupId: 'rg-acfmxazb4ph6aiy',
      tags: { 'team': 'soc', 'acs:rm:rgId': 'rg-acfmxazb4ph6aiy' },
      inbound: [
        {
          ruleId: 'tmr-bp1web000000000000i2',
          priority: 2,
          protocol: 'TCP',
          action: MirrorRuleAction.ACCEPT,
          source: '192.168.0.0/16',
          destination: '10.0.0.0/8',
          sourcePort: '1/65535', destinationPort: '80/443', ipv6: false, status: ExportedStatus.CREATED,
        },
        {
          ruleId: 'tmr-bp1web000000000000i4',
          priority: 4,
          protocol: 'ICMP',
          action: MirrorRuleAction.DROP,
          source: '0.0.0.0/0',
          destination: '10.0.0.0/8',
          sourcePort: '-1/-1', destinationPort: '-1/-1', ipv6: false, status: ExportedStatus.CREATED,
        },
      ],
      outbound: [
        {
          ruleId: 'tmr-bp1web000000000000e1',
          priority: 1,
          protocol: 'UDP',
          action: MirrorRuleAction.ACCEPT,
          source: '10.0.0.0/8',
          destination: '0.0.0.0/0',
          sourcePort: '-1/-1', destinationPort: '53/53', ipv6: false, status: ExportedStatus.CREATED,
        },
      ],
      status: ExportedStatus.CREATED,
    });
  });

  test('a session with what the API says of it, sources in its order', () => {
    expect(exported.session('tms-bp1a000000000000001')).toEqual({
      sessionId: 'tms-bp1a000000000000001',
      sessionName: 'web-h',
      description: 'web servers of zone h',
      filterId: 'tmf-bp1web0000000000001',
      sourceIds: ['eni-bp1web03', 'eni-bp1web01', 'eni-bp1web02'],
      targetId: 'lb-bp1sensorsh',
      targetType: 'SLB',
      priority: 11,
      virtualNetworkId: 100_001,
      packetLength: 1500,
      enabled: true,
      locked: false,
      status: ExportedStatus.CREATED,
      resourceGroupId: 'rg-acfmxazb4ph6aiy',
      tags: { team: 'soc' },
    });
    expect(
      exported.sessions.map(({ sessionName, enabled, locked, targetType, virtualNetworkId }) => [
        sessionName, enabled, locked, targetType, virtualNetworkId,
      ]),
    ).toEqual([
      ['web-h', true, false, 'SLB', 100_001],
      [undefined, false, false, 'NetworkInterface', 16_777_215],
      ['endpoint', true, false, 'GatewayLoadBalancerEndpoint', 7],
      ['d', true, true, 'NetworkInterface', 0],
    ]);
  });

  test('what was read cannot be changed', () => {
    expect(() => exported.session('tms-bp1a000000000000001')!.sourceIds.sort()).toThrow(TypeError);
    expect(() => exported.filters[2].inbound.pop()).toThrow(TypeError);
    exported.sessions.pop();
    expect(exported.sessions).toHaveLength(4);
  });

  test('sessions alone, whose filters nobody asks for', () => {
    expect(MirrorExport.fromFiles({ sessions: [SESSIONS] }).sessions).toHaveLength(4);
    expect(MirrorExport.fromFiles({ filters: [FILTERS] }).sessions).toEqual([]);
  });
});

test('an account without any, as API and pager say it', () => {
  expect(read([filters([], { TotalCount: '0' })], [sessions(null)]).filters).toEqual([]);
});

test('pages are put together in any order, from one text or several', () => {
  const first = sessions([session('a', 1)], { NextToken: 't1', TotalCount: '2' });
  const last = sessions([session('b', 2)], { TotalCount: '2' });
  for (const given of [[first, last], [last, first], [[last, first]], [`${JSON.stringify(first)}\n${JSON.stringify(last)}`]]) {
    expect(read(undefined, given).sessions.map(({ sessionId }) => sessionId)).toEqual(['tms-a', 'tms-b']);
  }
});

test('fields that the answer leaves out where it may', () => {
  const bare = filter('a', {
    EgressRules: undefined,
    IngressRules: null,
    Tags: undefined,
    ResourceGroupId: undefined,
    TrafficMirrorFilterName: undefined,
  });
  const [one] = read([filters([bare])]).filters;
  expect(one).toMatchObject({ inbound: [], outbound: [], tags: {}, filterName: undefined });
  const all = rule(1, {
    Protocol: 'ALL',
    SourcePortRange: '',
    DestinationPortRange: undefined,
    IpVersion: undefined,
    TrafficDirection: undefined,
  });
  expect(read([filters([filter('a', { IngressRules: [all] })])]).filters[0].inbound[0]).toMatchObject({
    protocol: 'ALL',
    sourcePort: undefined,
    ipv6: false,
  });
  const short = session('a', 1, {
    PacketLength: undefined,
    TrafficMirrorSourceIds: undefined,
    TrafficMirrorSessionBusinessStatus: undefined,
  });
  expect(read(undefined, [sessions([short])]).sessions[0]).toMatchObject({ packetLength: undefined, sourceIds: [], locked: false });
});

test('an IPv6 rule may share its priority, and its protocol is whatever the API says', () => {
  const six = rule(1, { IpVersion: 'IPv6', Protocol: 'ICMPv6', TrafficMirrorFilterRuleId: 'tmr-six' });
  expect(read([filters([filter('a', { IngressRules: [rule(1), six] })])]).filters[0].inbound.map(({ ipv6, protocol }) => [ipv6, protocol]))
    .toEqual([[false, 'TCP'], [true, 'ICMPv6']]);
});

const inRule = (more: Record<string, unknown>) => filters([filter('a', { IngressRules: [rule(1), rule(2, more)] })]);

describe('filters that are refused', () => {
  test.each<[string, unknown, string[]]>([
    ['an empty file', '\n', ['[filters[0]]', 'empty']],
    ['no JSON', 'ERROR: SDK.ServerError', ['[filters[0]]', 'is not JSON', 'ERROR: SDK.ServerError']],
    ['JSON that ends in the middle', JSON.stringify(filters([filter('a')])).slice(0, -9), ['[filters[0]]', 'is truncated']],
    ['the other call', sessions([session('a', 1)]), ['[filters[0]]', 'a response of ListTrafficMirrorSessions', 'Swap the lists']],
    ['an error answer', { Code: 'Forbidden.RAM', Message: 'User not authorized' }, ['[filters[0]]', 'Forbidden.RAM: User not authorized']],
    ['a bare record', filter('a'), ['[filters[0]]', 'a bare record (tmf-a)', '--cli-query']],
    ['a state', { format_version: '1.0' }, ['a Terraform state or plan', 'Make the API call']],
    ['a list that is none', filters('none'), ['[filters[0]]', 'a response with TrafficMirrorFilters.']],
    ['a record that is no object', filters([filter('a'), 7]), ['[filters[0], record 2]', 'is 7']],
    [
      'a page of several',
      filters([filter('a')], { NextToken: 't1', TotalCount: '2' }),
      ['[filters[0]]', 'NextToken', '"t1"', "--pager path='TrafficMirrorFilters[]'"],
    ],
    ['a last page alone', filters([filter('a')], { TotalCount: '2' }), ['[filters[0]]', 'is 2, but there are 1 records']],
    [
      'a page lost in between',
      [filters([filter('a')], { NextToken: 't1', TotalCount: '3' }), filters([filter('c')], { TotalCount: '3' })],
      ['is 3, but there are 2 records', 'Pages are missing'],
    ],
    [
      'an id twice',
      [filters([filter('a')], { NextToken: 't1' }), filters([filter('a')])],
      ['[filters[0], page 2, record 1 (tmf-a)]', 'filters[0], page 1, record 1 has it too'],
    ],
    [
      'no id',
      filters([filter('a', { TrafficMirrorFilterId: undefined })]),
      ['[filters[0], record 1]', 'TrafficMirrorFilterId', 'Keep all fields'],
    ],
    ['an id that is none', filters([filter('a', { TrafficMirrorFilterId: 'web' })]), ['[filters[0], record 1 (web)]', 'tmf-...']],
    ['no status', filters([filter('a', { TrafficMirrorFilterStatus: '' })]), ['record 1 (tmf-a)]', 'TrafficMirrorFilterStatus']],
    [
      'a status that nobody knows',
      filters([filter('a', { TrafficMirrorFilterStatus: 'Frozen' })]),
      ['record 1 (tmf-a)]', '"Frozen"', 'Creating, Created, Modifying, Deleting'],
    ],
    [
      'a name that is no text',
      filters([filter('a', { TrafficMirrorFilterName: 7 })]),
      ['record 1 (tmf-a)]', 'TrafficMirrorFilterName is 7'],
    ],
    ['rules that are no list', filters([filter('a', { IngressRules: {} })]), ['record 1 (tmf-a)]', 'IngressRules', 'a list']],
    ['a rule that is no object', filters([filter('a', { EgressRules: ['tmr-1'] })]), ['record 1 (tmf-a)]', 'EgressRules[0]']],
    [
      'a rule without an id',
      inRule({ TrafficMirrorFilterRuleId: null }),
      ['[filters[0], record 1 (tmf-a), IngressRules[1]]', 'TrafficMirrorFilterRuleId'],
    ],
    ['a rule twice', inRule({ TrafficMirrorFilterRuleId: 'tmr-1' }), ['record 1 (tmr-1)]', 'The id of a rule']],
    ['a priority twice', inRule({ Priority: 1 }), ['record 1 (tmf-a), IngressRules[1] (tmr-2)]', 'Priority is 1', 'tmr-1 has it too']],
    ['a priority that is a text', inRule({ Priority: '2' }), ['IngressRules[1] (tmr-2)]', 'Priority is "2"']],
    ['a rule without a CIDR', inRule({ SourceCidrBlock: undefined }), ['IngressRules[1] (tmr-2)]', 'SourceCidrBlock']],
    ['a TCP rule without ports', inRule({ DestinationPortRange: undefined }), ['IngressRules[1] (tmr-2)]', 'DestinationPortRange']],
    ['a protocol that nobody knows', inRule({ Protocol: 'SCTP' }), ['IngressRules[1] (tmr-2)]', '"SCTP"', 'ALL, ICMP, TCP, UDP']],
    ['an action that nobody knows', inRule({ Action: 'count' }), ['IngressRules[1] (tmr-2)]', '"count"', 'accept, drop']],
    ['an IP version that nobody knows', inRule({ IpVersion: 'IPv5' }), ['IngressRules[1] (tmr-2)]', 'IPv4, IPv6']],
    ['a rule of the other direction', inRule({ TrafficDirection: 'egress' }), ['IngressRules[1] (tmr-2)]', 'TrafficDirection', 'ingress']],
  ])('fails: %s', (_, given, words) => {
    const message = messageOf(() => read([given]));
    for (const word of words) expect(message).toContain(word);
  });
});

describe('sessions that are refused', () => {
  const A = filters([filter('a')]);
  const one = (more: Record<string, unknown>) => sessions([session('a', 1), session('b', 2, more)]);

  test.each<[string, unknown, string[]]>([
    ['the other call', A, ['[sessions[0]]', 'a response of ListTrafficMirrorFilters', 'Swap the lists']],
    [
      'a page of several',
      sessions([session('a', 1)], { NextToken: 't1', TotalCount: '2' }),
      ['[sessions[0]]', '"t1"', "--pager path='TrafficMirrorSessions[]'"],
    ],
    ['an id twice', one({ TrafficMirrorSessionId: 'tms-a' }), ['[sessions[0], record 2 (tms-a)]', 'The id of a session']],
    ['an id that is none', one({ TrafficMirrorSessionId: 'b' }), ['[sessions[0], record 2 (b)]', 'tms-...']],
    [
      'a priority twice, as of two regions',
      one({ Priority: 1 }),
      ['[sessions[0], record 2 (tms-b)]', 'Priority is 1', 'sessions[0], record 1 (tms-a) has it too', 'one account and region'],
    ],
    ['no priority', one({ Priority: undefined }), ['record 2 (tms-b)]', 'Priority is not set']],
    ['no VNI', one({ VirtualNetworkId: null }), ['record 2 (tms-b)]', 'VirtualNetworkId']],
    ['a packet length that is a text', one({ PacketLength: '1500' }), ['record 2 (tms-b)]', 'PacketLength is "1500"']],
    ['nothing about being enabled', one({ Enabled: undefined }), ['record 2 (tms-b)]', 'Enabled is not set', 'true or false']],
    ['a flag that is a text', one({ Enabled: 'true' }), ['record 2 (tms-b)]', 'Enabled is "true"']],
    ['no target', one({ TrafficMirrorTargetId: '' }), ['record 2 (tms-b)]', 'TrafficMirrorTargetId']],
    ['no target type', one({ TrafficMirrorTargetType: undefined }), ['record 2 (tms-b)]', 'TrafficMirrorTargetType']],
    ['a source that is none', one({ TrafficMirrorSourceIds: ['i-b'] }), ['record 2 (tms-b)]', '"i-b"', 'eni-...']],
    ['a source twice', one({ TrafficMirrorSourceIds: ['eni-b', 'eni-b'] }), ['record 2 (tms-b)]', 'each source once']],
    ['sources that are no list', one({ TrafficMirrorSourceIds: 'eni-b' }), ['record 2 (tms-b)]', 'TrafficMirrorSourceIds', 'a list']],
    ['a status that nobody knows', one({ TrafficMirrorSessionStatus: 'Paused' }), ['record 2 (tms-b)]', '"Paused"']],
    [
      'a business status that nobody knows',
      one({ TrafficMirrorSessionBusinessStatus: 'Locked' }),
      ['record 2 (tms-b)]', '"Locked"', 'Normal, FinancialLocked'],
    ],
    [
      'a filter that no export holds',
      one({ TrafficMirrorFilterId: 'tmf-gone' }),
      ['[sessions[0], record 2 (tms-b)]', 'tmf-gone', 'a filter that filters[0] has', 'the same account and region'],
    ],
  ])('fails: %s', (_, given, words) => {
    const message = messageOf(() => read([A], [given]));
    for (const word of words) expect(message).toContain(word);
  });
});

test('fails: neither filters nor sessions, a file that is missing', () => {
  expect(() => MirrorExport.fromFiles({})).toThrow('filters and sessions of MirrorExport are both missing');
  expect(() => MirrorExport.fromJson({ filters: [], sessions: [] })).toThrow('filters and sessions of MirrorExport');
  expect(() => MirrorExport.fromFiles({ filters: ['none.json'] })).toThrow('[none.json]');
});
