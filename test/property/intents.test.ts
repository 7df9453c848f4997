import * as fc from 'fast-check';
import {
  MirrorDirection, MirrorEdition, MirrorIntent, MirrorNetwork, MirrorRule, MirrorService, MirrorStatement, MirrorStatementOptions,
} from '../../src';
import { placedOf } from '../../src/filter/rule-boxes';
import { PacketSet } from '../../src/net/packet-set';
import { played } from '../support/runs';

// Statements and rules are read packet by packet from their texts, by the words of docs/filters.md. Nothing of src decides here.

type Way = 'inbound' | 'outbound';

interface Packet {
  readonly way: Way;
  readonly protocol: 'TCP' | 'UDP' | 'ICMP' | 'GRE';
  readonly from: number;
  readonly to: number;
  readonly fromPort: number;
  readonly port: number;
}

interface Service {
  readonly tcp?: string[];
  readonly udp?: string[];
  readonly icmp?: boolean;
}

interface Said {
  readonly accept: boolean;
  readonly from?: string[];
  readonly to?: string[];
  readonly exceptFrom?: string[];
  readonly exceptTo?: string[];
  readonly services?: Service[];
  readonly fromServices?: Service[];
  readonly exceptServices?: Service[];
  readonly direction?: Way;
  readonly replies?: boolean;
}

const address = (text: string) => text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);

/** First and last address. */
function ends(cidr: string): [number, number] {
  const [base, length] = cidr.split('/');
  return [address(base), address(base) + 2 ** (32 - Number(length)) - 1];
}

/** First and last port of `443`, `8080-8090`, `80/80`, `all` or `-1/-1`. */
function portEnds(text: string): [number, number] {
  if (text === 'all' || text === '-1/-1') return [1, 65_535];
  const [first, last = first] = text.split(/[-/]/).map(Number);
  return [first, last];
}

const isWithin = ([first, last]: [number, number], value: number) => first <= value && value <= last;
const isIn = (cidrs: readonly string[], value: number) => cidrs.some((cidr) => isWithin(ends(cidr), value));

function isOf(services: readonly Service[], protocol: Packet['protocol'], port: number): boolean {
  return services.some(({ tcp = [], udp = [], icmp }) => protocol === 'ICMP' ? icmp === true
    : (protocol === 'TCP' ? tcp : protocol === 'UDP' ? udp : []).some((text) => isWithin(portEnds(text), port)));
}

/** Whether a statement is about a packet itself, not about replies. */
function isAbout({ from, to, exceptFrom, exceptTo, services, fromServices, exceptServices, direction }: Said, p: Packet): boolean {
  return (direction === undefined || direction === p.way)
    && (!from || isIn(from, p.from)) && (!to || isIn(to, p.to))
    && !(exceptFrom && isIn(exceptFrom, p.from)) && !(exceptTo && isIn(exceptTo, p.to))
    && (!services || isOf(services, p.protocol, p.port)) && (!fromServices || isOf(fromServices, p.protocol, p.fromPort))
    && !(exceptServices && isOf(exceptServices, p.protocol, p.port));
}

/** The packet that a packet is the reply to. */
function asked(p: Packet): Packet {
  return {
    way: p.way === 'inbound' ? 'outbound' : 'inbound',
    protocol: p.protocol,
    from: p.to,
    to: p.from,
    fromPort: p.port,
    port: p.fromPort,
  };
}

function isWanted(statements: readonly Said[], packet: Packet): boolean {
  return statements.find((s) => isAbout(s, packet) || s.replies && isAbout(s, asked(packet)))?.accept ?? false;
}

function isCopied(rules: readonly MirrorRule[], p: Packet): boolean {
  const ports = p.protocol === 'TCP' || p.protocol === 'UDP';
  const first = [...rules]
    .sort((a, b) => a.priority! - b.priority!)
    .find(
      ({ protocol, source, destination, sourcePort, destinationPort }) =>
        (protocol.name === 'ALL' || protocol.name === p.protocol) && isIn([source], p.from) && isIn([destination], p.to)
        && (!ports
          || protocol.name === 'ALL'
          || (isWithin(portEnds(String(sourcePort)), p.fromPort) && isWithin(portEnds(String(destinationPort)), p.port))),
    );
  return first?.action === 'accept';
}

/** Packets at both sides of every bound of the statements. */
function packetsOf(statements: readonly Said[], count: number): Packet[] {
  const cidrs = statements.flatMap((s) => [s.from, s.to, s.exceptFrom, s.exceptTo].flatMap((list) => list ?? []));
  const texts = statements.flatMap((s) =>
    [s.services, s.fromServices, s.exceptServices].flatMap((list) => list ?? []).flatMap(({ tcp = [], udp = [] }) => [...tcp, ...udp]),
  );
  const around = (all: [number, number][], [lowest, highest]: [number, number]) =>
    [...new Set([lowest, highest, ...all.flatMap(([first, last]) => [first - 1, first, last, last + 1])])].filter(
      (v) => lowest <= v && v <= highest,
    );
  const addresses = around(cidrs.map(ends), [0, 2 ** 32 - 1]);
  const ports = around(texts.map(portEnds), [1, 65_535]);
  let state = 1;
  const next = <T>(list: readonly T[]): T => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return list[Math.floor(state / 2 ** 16) % list.length];
  };
  return Array.from({ length: count }, () => ({
    way: next(['inbound', 'outbound'] as const), protocol: next(['TCP', 'TCP', 'UDP', 'ICMP', 'GRE'] as const),
    from: next(addresses), to: next(addresses), fromPort: next(ports), port: next(ports),
  }));
}

function stated({
  accept, from, to, exceptFrom, exceptTo, services, fromServices, exceptServices, direction, replies,
}: Said): MirrorStatement {
  const networks = (cidrs?: string[]) => cidrs && [MirrorNetwork.of(cidrs.join(' and '), { cidrs })];
  const named = (list?: Service[]) => list?.map((service) => MirrorService.of(JSON.stringify(service), service));
  const options: MirrorStatementOptions = {
    from: networks(from), to: networks(to), exceptFrom: networks(exceptFrom), exceptTo: networks(exceptTo),
    services: named(services), fromServices: named(fromServices), exceptServices: named(exceptServices),
    direction: direction === undefined ? undefined : direction === 'inbound' ? MirrorDirection.INBOUND : MirrorDirection.OUTBOUND, replies,
  };
  return accept ? MirrorStatement.accept(options) : MirrorStatement.drop(options);
}

const maybe = <T>(weight: number, arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight, arbitrary });
const cidrs = fc.uniqueArray(
  fc.constantFrom('10.0.0.0/8', '10.0.0.0/16', '10.0.1.0/24', '10.1.0.0/16', '10.0.1.7/32', '172.16.0.0/12', '128.0.0.0/1'),
  { minLength: 1, maxLength: 2 },
);
const service: fc.Arbitrary<Service> = fc.constantFrom<Service>(
  { tcp: ['443'] },
  { tcp: ['80', '8080-8090'] },
  { tcp: ['53'], udp: ['53'] },
  { udp: ['all'] },
  { icmp: true },
  { tcp: ['1-1023'] },
);
const services = fc.uniqueArray(service, { minLength: 1, maxLength: 2, selector: (s) => JSON.stringify(s) });
const said: fc.Arbitrary<Said> = fc.record({
  accept: fc.oneof({ weight: 3, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  from: maybe(3, cidrs), to: maybe(1, cidrs), exceptFrom: maybe(1, cidrs), exceptTo: maybe(1, cidrs),
  services: maybe(2, services), fromServices: maybe(1, services), exceptServices: maybe(1, services),
  direction: maybe(3, fc.constantFrom<Way>('inbound', 'outbound')), replies: fc.boolean(),
});

test('the rules of an intent copy what its statements say, packet by packet, and none is redundant', () => {
  let [exact, more, wanted] = [0, 0, 0];
  fc.assert(fc.property(fc.array(said, { minLength: 1, maxLength: 3 }), (statements) => {
    const compiled = MirrorIntent.of(statements.map(stated), { takeNearMiss: true }).compile(MirrorEdition.EDITION_2026);
    const packets = packetsOf(statements, 400);
    const copied = (p: Packet) => isCopied(compiled[p.way], p);
    wanted += packets.filter((p) => isWanted(statements, p)).length;
    expect(packets.filter((p) => isWanted(statements, p) && !copied(p))).toEqual([]);
    if (compiled.copiesMore) more++;
    else exact++;
    if (!compiled.copiesMore) expect(packets.filter((p) => copied(p) && !isWanted(statements, p))).toEqual([]);
    for (const direction of ['inbound', 'outbound'] as const) {
      const rules = placedOf(compiled[direction]);
      const all = PacketSet.ofRules(rules);
      expect(rules.filter((rule) => PacketSet.ofRules(rules.filter((r) => r !== rule)).isSameAs(all))).toEqual([]);
    }
  }), played(60, 29));
  expect(exact).toBeGreaterThan(30);
  expect(more).toBeGreaterThan(1);
  expect(wanted).toBeGreaterThan(2_000);
});

test('with previous rules that contain a redundant one, it goes', () => {
  const statements = [
    MirrorStatement.accept({
      direction: MirrorDirection.INBOUND,
      from: [MirrorNetwork.of('ten', { cidrs: ['10.0.0.0/8'] }), MirrorNetwork.of('other', { cidrs: ['172.16.0.0/12'] })],
    }),
  ];
  const rule = (source: string, priority: number) => MirrorRule.accept({ source, priority });
  const previousInbound = [rule('10.0.0.0/8', 3), rule('172.16.0.0/12', 6)];
  const texts = (rules: readonly MirrorRule[]) => rules.map((r) => `${r.priority} ${r.source}`);
  expect(texts(MirrorIntent.of(statements, { previousInbound }).compile().inbound)).toEqual(texts(previousInbound));
  const one = [
    MirrorStatement.accept({ direction: MirrorDirection.INBOUND, from: [MirrorNetwork.of('halves', { cidrs: ['0.0.0.0/0'] })] }),
  ];
  const compiled = MirrorIntent.of(one, { previousInbound: [rule('10.0.0.0/8', 3), rule('0.0.0.0/0', 6)] }).compile();
  expect(texts(compiled.inbound)).toEqual(['6 0.0.0.0/0']);
});
