import { Testing } from 'cdktf';
import {
  MirrorDirection, MirrorEdition, MirrorFilter, MirrorIntent, MirrorNetwork, MirrorProtocol, MirrorRule, MirrorService,
  MirrorStatement, PortRange,
} from '../../src';
import { newApp, newStack } from '../support/app';

const any = (name: string, ...cidrs: string[]) => MirrorNetwork.of(name, { cidrs });
const vpc = any('production', '10.10.0.0/16');
const backup = any('backup', '10.10.99.0/24');
const web = MirrorService.of('web', { tcp: ['80', '443', '8080-8090'] });
const inbound = MirrorDirection.INBOUND;
const outbound = MirrorDirection.OUTBOUND;
const texts = (rules: MirrorRule[]) => rules.map((r) => `${r.priority} ${r}`);

test('everything but the traffic inside the VPC takes two rules a direction', () => {
  const compiled = MirrorIntent.of([MirrorStatement.drop({ from: [vpc], to: [vpc] }), MirrorStatement.accept()]).compile();
  expect(texts(compiled.inbound)).toEqual([
    '5 drop ALL 10.10.0.0/16 -1/-1 -> 10.10.0.0/16 -1/-1', '10 accept ALL 0.0.0.0/0 -1/-1 -> 0.0.0.0/0 -1/-1',
  ]);
  expect(compiled.provedShortest).toBe(true);
  expect(compiled.excessRules).toBe(0);
});

test('an exclusion inside an inclusion, a service with ranges', () => {
  const compiled = MirrorIntent.of([
    MirrorStatement.accept({ from: [vpc], exceptFrom: [backup], services: [web], direction: inbound }),
  ]).compile();
  expect(compiled.outbound).toEqual([]);
  expect(texts(compiled.inbound)).toEqual([
    '2 drop TCP 10.10.99.0/24 -1/-1 -> 0.0.0.0/0 80/8090', '4 accept TCP 10.10.0.0/16 -1/-1 -> 0.0.0.0/0 80/80',
    '6 accept TCP 10.10.0.0/16 -1/-1 -> 0.0.0.0/0 443/443', '8 accept TCP 10.10.0.0/16 -1/-1 -> 0.0.0.0/0 8080/8090',
  ]);
  expect(compiled.plainRules).toBeGreaterThan(compiled.inbound.length);
});

test('replies go the other way with the ports of the service at the other end', () => {
  const { inbound: received, outbound: sent } = MirrorIntent.of([
    MirrorStatement.accept({ services: [MirrorService.DNS], direction: outbound, replies: true }),
  ]).compile();
  expect(received.map(String)).toEqual(['accept TCP 0.0.0.0/0 53/53 -> 0.0.0.0/0 -1/-1', 'accept UDP 0.0.0.0/0 53/53 -> 0.0.0.0/0 -1/-1']);
  expect(sent.map(String)).toEqual(['accept TCP 0.0.0.0/0 -1/-1 -> 0.0.0.0/0 53/53', 'accept UDP 0.0.0.0/0 -1/-1 -> 0.0.0.0/0 53/53']);
});

test('the same intent gives the same rules, and a small change with the rules before changes few of them', () => {
  const one = any('one', '10.1.0.0/16');
  const two = any('two', '10.2.0.0/16');
  const three = any('three', '10.3.0.0/16');
  const of = (networks: MirrorNetwork[], previousInbound?: MirrorRule[]) =>
    MirrorIntent.of(
      [MirrorStatement.accept({ from: networks, services: [MirrorService.of('tls', { tcp: ['443'] })], direction: inbound })],
      { previousInbound },
    ).compile().inbound;
  const before = of([one, three]);
  expect(texts(of([one, three]))).toEqual(texts(before));
  const after = of([one, any('two', '10.8.0.0/16'), three], before);
  expect(texts(after)).toEqual(expect.arrayContaining(texts(before)));
  expect(after).toHaveLength(3);
  const gone = of([two, three], before);
  expect(texts(gone)).not.toEqual(texts(before));
});

test('fails with the near miss where the intent does not fit, and takes it only where that is asked for', () => {
  const many = any('many', ...Array.from({ length: 12 }, (_, i) => `10.${2 * i}.0.0/16`));
  const statements = [MirrorStatement.accept({ from: [many], direction: inbound })];
  expect(() => MirrorIntent.of(statements).compile()).toThrow(
    /12 inbound rules and 0 outbound rules, 2 too many. Allowed: 10 rules in a filter, 10 in a direction. Fix: Set takeNearMiss to copy 25% more packets: inbound: all protocols from/,
  );
  const taken = MirrorIntent.of(statements, { takeNearMiss: true }).compile();
  expect(taken.inbound.length).toBeLessThanOrEqual(10);
  expect(taken).toMatchObject({ excessRules: 2, copiesMore: true });
  expect(taken.summary.join('\n')).toMatch(/2 rules too many. The rules copy 25% more packets:\n {2}inbound: all protocols from 10\./);
});

test('the limits are those of the edition: 10 rules a filter, then 20 with 10 a direction', () => {
  const ports = MirrorService.of('ports', { tcp: ['1', '3', '5', '7', '9', '11'] });
  const intent = MirrorIntent.of([MirrorStatement.accept({ services: [ports] })]);
  expect(() => intent.compile()).toThrow(/6 inbound rules and 6 outbound rules, 2 too many/);
  expect(intent.compile(MirrorEdition.EDITION_2026)).toMatchObject({ excessRules: 0, provedShortest: true, leastRules: 12 });
});

test('a statement that has expired stays, and goes only where that is asked for', () => {
  const statements = [
    MirrorStatement.accept({ from: [vpc], direction: inbound, expires: '2020-01-31' }),
    MirrorStatement.accept({ from: [any('lab', '172.16.0.0/12')], direction: inbound }),
  ];
  expect(MirrorIntent.of(statements).compile().inbound).toHaveLength(2);
  expect(MirrorIntent.of(statements)._statement.expired).toHaveLength(1);
  expect(MirrorIntent.of(statements, { leaveOutExpired: true })._statement.expired).toEqual([]);
  expect(MirrorIntent.of(statements, { leaveOutExpired: true }).compile().inbound).toHaveLength(1);
  process.env.SOURCE_DATE_EPOCH = String(Date.parse('2020-01-31T23:59:59Z') / 1_000);
  try {
    expect(MirrorIntent.of(statements)._statement.expired).toEqual([]);
  } finally {
    delete process.env.SOURCE_DATE_EPOCH;
  }
});

test('a filter writes the rules of its intent', () => {
  const stack = newStack(newApp());
  new MirrorFilter(stack, 'Filter', { intent: MirrorIntent.of([MirrorStatement.accept({ services: [web], direction: inbound })]) });
  const { resource } = JSON.parse(Testing.synth(stack));
  expect(
    Object.values<any>(resource.alicloud_vpc_traffic_mirror_filter_ingress_rule).map((r) => [
      r.priority,
      r.protocol,
      r.destination_port_range,
    ]),
  ).toEqual([
    [3, 'TCP', '80/80'],
    [6, 'TCP', '443/443'],
    [9, 'TCP', '8080/8090'],
  ]);
});

test.each<[string, () => unknown, RegExp]>([
  ['a malformed CIDR', () => any('x', '10.0.0.1/8'), /mirror network x: IPv4 CIDR is "10.0.0.1\/8"/],
  ['no CIDR', () => any('x'), /cidrs of mirror network x is \[\]/],
  ['a port of 0', () => MirrorService.of('x', { tcp: ['0'] }), /A TCP port of mirror service x is "0"/],
  ['a range the wrong way round', () => MirrorService.of('x', { udp: ['90-80'] }), /Write the lower port first: 80-90/],
  ['no protocol', () => MirrorService.of('x', {}), /mirror service x has no protocol/],
  ['a day that does not exist', () => MirrorStatement.accept({ expires: '2027-02-30' }), /expires of a mirror statement is "2027-02-30"/],
  ['an empty list of networks', () => MirrorStatement.accept({ from: [] }), /from of a mirror statement is an empty list/],
  ['no statement', () => MirrorIntent.of([]), /statements of a mirror intent is \[\]/],
  [
    'rules beside an intent',
    () =>
      new MirrorFilter(newStack(newApp()), 'F', { intent: MirrorIntent.of([MirrorStatement.accept()]), inbound: [MirrorRule.accept()] }),
    /intent is set together with rules/,
  ],
])('fails for %s', (_name, make, error) => {
  expect(make).toThrow(error);
});

test('rules with tokens among the rules before are passed over', () => {
  const previousInbound = [
    MirrorRule.accept({ source: '${var.cidr}' }),
    MirrorRule.accept({ protocol: MirrorProtocol.TCP, destinationPort: PortRange.single(443), priority: 7 }),
  ];
  const { inbound: rules } = MirrorIntent.of(
    [MirrorStatement.accept({ services: [MirrorService.of('tls', { tcp: ['443'] })], direction: inbound })],
    { previousInbound },
  ).compile();
  expect(rules.map((r) => r.priority)).toEqual([7]);
});

test('scenario 0: the source port is part of the intent, and its reply has it as its destination port', () => {
  const statement = (replies: boolean) => MirrorStatement.accept({
    direction: MirrorDirection.INBOUND,
    from: [MirrorNetwork.of('clients', { cidrs: ['192.168.0.0/16'] })],
    fromServices: [MirrorService.of('client port', { tcp: ['10000'] })],
    to: [MirrorNetwork.of('servers', { cidrs: ['10.0.0.0/8'] })], services: [MirrorService.of('http', { tcp: ['80'] })], replies,
  });
  expect(statement(false).toString()).toBe('accept inbound http from services client port from clients to servers');
  const compiled = MirrorIntent.of([statement(true)]).compile();
  expect(texts(compiled.inbound)).toEqual(['10 accept TCP 192.168.0.0/16 10000/10000 -> 10.0.0.0/8 80/80']);
  expect(texts(compiled.outbound)).toEqual(['10 accept TCP 10.0.0.0/8 80/80 -> 192.168.0.0/16 10000/10000']);
});

test('source services restrict the protocol as well', () => {
  const compiled = MirrorIntent.of([
    MirrorStatement.accept({ direction: MirrorDirection.INBOUND, fromServices: [MirrorService.of('dns', { udp: ['53'] })] }),
  ]).compile();
  expect(texts(compiled.inbound)).toEqual(['10 accept UDP 0.0.0.0/0 53/53 -> 0.0.0.0/0 -1/-1']);
  expect(() => MirrorStatement.accept({ from: MirrorNetwork.of('n', { cidrs: ['10.0.0.0/8'] }) as any })).toThrow(
    /is an object of MirrorNetwork, "n"\. .*Pass a list/,
  );
  expect(() => MirrorService.of('s', { tcp: ['65536'] })).toThrow(/Write ports of 1 to 65535, or all/);
});
