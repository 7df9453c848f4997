import * as fc from 'fast-check';
import { boundaryPackets, copied, matches, rule as anyRule, rules } from './packets';
import { MirrorDirection, MirrorIntent, MirrorNetwork, MirrorService, MirrorStatement } from '../../src';
import { MirrorEdition } from '../../src/catalog/mirror-edition';
import { filterRules } from '../../src/checks/filter-rules';
import { findingOf } from '../../src/checks/found';
import { runChecks } from '../../src/checks/run';
import { compareFilters, lostPackets } from '../../src/explain/compare';
import { filterAnswer } from '../../src/explain/filter-answer';
import { MirrorModel } from '../../src/model/mirror-model';
import { formatIpv4Address } from '../../src/net/ipv4-cidr';
import { EVERY_ADDRESS, EVERY_PORT, isIn, Packet, PacketBox, PacketRule, Span } from '../../src/net/packet';
import { documents, FILTER, INBOUND, right, rule, SESSION, stated } from '../checks/fixtures';
import { OUTBOUND } from '../support/app';
import { played } from '../support/runs';
import '../support/recorded-inputs';

// Findings and answers about filters, against a matcher that looks at one packet after the other.

type Direction = 'inbound' | 'outbound';
type Filter = Record<Direction, readonly PacketRule[]>;

const cidr = ([first, end]: Span) => `${formatIpv4Address(first)}/${32 - Math.log2(end - first)}`;
const range = ([first, end]: Span) => first === 1 && end === 65_536 ? '-1/-1' : `${first}/${end - 1}`;
const written = (list: readonly PacketRule[], hidden: readonly boolean[] = []) =>
  Object.fromEntries(
    list.map(({ accept, box }, i) => [
      `r${i + 1}`,
      rule(i + 1, {
        action: accept ? 'accept' : 'drop',
        protocol: box.protocol,
        source_cidr_block: hidden[i] ? '${var.cidr}' : cidr(box.source),
        destination_cidr_block: cidr(box.destination),
        source_port_range: range(box.sourcePorts), destination_port_range: range(box.destinationPorts),
      }),
    ]));

const OWN = 0x0a100007;
const isDhcp = (p: Packet) => p.kind === 'UDP' && [p.sourcePort, p.destinationPort].every((port) => port === 67 || port === 68);

function modelOf({ inbound, outbound }: Filter, hidden: readonly boolean[] = [], expectations: object[] = []): MirrorModel {
  const f = right();
  f.terraform.resource[INBOUND] = written(inbound, hidden);
  f.terraform.resource[OUTBOUND] = written(outbound);
  f.statements.sessions[`${SESSION}.web`].sources = { 'eni-bp1web': stated({ primaryIp: formatIpv4Address(OWN) }) };
  if (expectations.length > 0) f.statements.filters = { [`${FILTER}.web`]: { expectations } };
  return new MirrorModel(documents(f));
}

/** Packets at every bound of the rules, and the same from and to the interface. */
const packetsOf = (all: readonly (readonly PacketRule[])[], most = 60) =>
  boundaryPackets(all, most).flatMap((p) => [p, { ...p, source: OWN }, { ...p, destination: OWN }]);

const filters: fc.Arbitrary<Filter> = fc.record({ inbound: rules, outbound: rules });
/** A filter, and the same with a rule put in, taken out or exchanged, or another one. */
const changes = fc.oneof(
  fc.tuple(filters, filters),
  fc.tuple(filters, fc.nat(8), anyRule, fc.constantFrom(0, 1)).map(([before, at, one, taken]): [Filter, Filter] => {
    const inbound = [...before.inbound];
    inbound.splice(at, taken, one);
    return [before, { ...before, inbound: inbound.slice(0, 10) }];
  }));

test('diff: what a change adds, takes, and loses at the interface', () => {
  const seen = { added: 0, taken: 0, lost: 0 };
  fc.assert(fc.property(changes, ([a, b]) => {
    const [before, after] = [modelOf(a), modelOf(b)];
    const found = compareFilters(before, after);
    const { lost, perhaps } = lostPackets(before, after);
    expect(perhaps.isSameAs(lost)).toBe(true);
    const packets = packetsOf([a.inbound, a.outbound, b.inbound, b.outbound]);
    for (const direction of ['inbound', 'outbound'] as const) {
      const change = found.find((f) => f.direction === direction)?.changes;
      const [was, is] = [(p: Packet) => copied(a[direction], p), (p: Packet) => copied(b[direction], p)];
      expect(packets.filter((p) => (change?.added.contains(p) ?? false) !== (!was(p) && is(p)))).toEqual([]);
      expect(packets.filter((p) => (change?.taken.contains(p) ?? false) !== (was(p) && !is(p)))).toEqual([]);
      seen.added += packets.filter((p) => !was(p) && is(p)).length;
      seen.taken += packets.filter((p) => was(p) && !is(p)).length;
    }
    const at = ({ inbound, outbound }: Filter, p: Packet) =>
      !isDhcp(p) && ((p.destination === OWN && copied(inbound, p)) || (p.source === OWN && copied(outbound, p)));
    const gone = (p: Packet) => at(a, p) && !at(b, p) && !(p.source === OWN && p.destination === OWN);
    expect(packets.filter((p) => lost.contains(p) !== gone(p))).toEqual([]);
    seen.lost += packets.filter(gone).length;
  }), played(30, 61));
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(50);
});

const dice = fc.array(fc.nat(2), { minLength: 8, maxLength: 8 }).map((d) => d.map((n) => n === 0));
/** The rules for some values of the hidden ones: as they are, any source, and almost none. */
const completions = (list: readonly PacketRule[], hidden: readonly boolean[]): (readonly PacketRule[])[] =>
  [undefined, EVERY_ADDRESS, [1, 2] as const].map((source) =>
    source === undefined ? list : list.map((r, i) => (hidden[i] ? { ...r, box: { ...r.box, source } } : r)),
  );

test('explain of a filter answers for every value that is not known', () => {
  const seen = { yes: 0, no: 0, open: 0 };
  fc.assert(fc.property(rules, dice, (list, hidden) => {
    const placed = list.map((r, i) => ({
      ...r,
      priority: i + 1,
      certain: !hidden[i],
      box: hidden[i] ? { ...r.box, source: EVERY_ADDRESS } : r.box,
    }));
    for (const packet of boundaryPackets([list], 60)) {
      const { mirrored, code, rule: by } = filterAnswer(placed, 'inbound', packet);
      const truth = new Set(completions(list, hidden).map((rulesThen) => copied(rulesThen, packet) && !isDhcp(packet)));
      if (mirrored !== undefined) expect([...truth]).toEqual([mirrored]);
      // Undecided only if a rule with a hidden value may match.
      else expect(list.some((r, i) => hidden[i] && matches({ ...r.box, source: EVERY_ADDRESS }, packet))).toBe(true);
      if (code === 'MIRRORED' || code === 'DROPPED_BY_RULE') {
        expect(matches(placed[Number(/\d+$/.exec(by!)![0]) - 1].box, packet)).toBe(true);
      }
      if (code === 'NO_RULE') expect(list.some((r) => matches(r.box, packet))).toBe(false);
      seen[mirrored === undefined ? 'open' : mirrored ? 'yes' : 'no']++;
    }
  }), played(60, 62));
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(50);
});

test('TM216: an expectation fails, holds or is undecided as its packets do', () => {
  const seen = { error: 0, undecided: 0, pass: 0 };
  const space: fc.Arbitrary<PacketBox> = anyRule.map((r) => r.box);
  fc.assert(fc.property(rules.filter((r) => r.length > 0), dice, space, fc.boolean(), (list, hidden, box, mirrored) => {
    const kinds = box.protocol === 'ALL' ? ['TCP', 'UDP', 'ICMP', 'OTHER'] : [box.protocol];
    const block = {
      kinds,
      sources: [box.source],
      destinations: [box.destination],
      sourcePorts: [box.sourcePorts],
      destinationPorts: [box.destinationPorts],
    };
    const model = modelOf({ inbound: list, outbound: [] }, hidden, [
      { text: 'x', mirrored, packets: [{ direction: 'inbound', blocks: [block] }] },
    ]);
    const finding = runChecks(model, MirrorEdition.EDITION_2023).findings.filter((f) => f.id === 'TM216').map((f) => findingOf(f))[0];
    const inside = boundaryPackets([list, [{ accept: true, box }]], 250).filter((p) => isIn(box, p));
    /** A packet that contradicts the expectation, for these rules. */
    const wrong = (rulesThen: readonly PacketRule[]) => inside.find((p) => (copied(rulesThen, p) && !isDhcp(p)) !== mirrored);
    const all = completions(list, hidden).map(wrong);
    if (!finding) expect(all).toEqual([undefined, undefined, undefined]);
    if (finding?.severity === 'error') {
      // Its packet contradicts the expectation for every value.
      const [, kind, from, fromPort, to, port] = /^(TCP|UDP|ICMP) ([\d.]+)(?::(\d+))? -> ([\d.]+)(?::(\d+))?$/.exec(
        finding.parameters.packet,
      ) ?? [undefined, 'OTHER', ...(finding.parameters.packet as string).match(/[\d.]{7,}/g)!.flatMap((a) => [a, undefined])];
      const value = (text: string) => text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
      const packet = {
        kind,
        source: value(from!),
        destination: value(to!),
        sourcePort: Number(fromPort ?? 0),
        destinationPort: Number(port ?? 0),
      } as Packet;
      expect(isIn(box, packet)).toBe(true);
      expect(completions(list, hidden).map((r) => copied(r, packet) && !isDhcp(packet))).toEqual([!mirrored, !mirrored, !mirrored]);
    }
    if (finding?.severity === 'undecided') expect(hidden.slice(0, list.length).some(Boolean)).toBe(true);
    seen[(finding?.severity ?? 'pass') as keyof typeof seen]++;
  }), played(120, 63));
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(3);
});

test('TM201: a filter that copies nothing, and its packet', () => {
  let nothing = 0;
  const few = fc.oneof(
    rules,
    rules.map((list) => list.map((r) => ({ ...r, accept: false }))),
    rules.map((list) => [
      {
        accept: false,
        box: {
          protocol: 'ALL' as const,
          source: EVERY_ADDRESS,
          destination: EVERY_ADDRESS,
          sourcePorts: EVERY_PORT,
          destinationPorts: EVERY_PORT,
        },
      },
      ...list,
    ]),
  );
  fc.assert(fc.property(few.filter((r) => r.length > 0), (list) => {
    const model = modelOf({ inbound: list, outbound: [] });
    const finding = runChecks(model, MirrorEdition.EDITION_2023).findings.find((f) => f.id === 'TM201');
    const some = boundaryPackets([list], 400).some((p) => copied(list, p) && !isDhcp(p));
    if (finding) {
      nothing++;
      expect([some, finding.severity]).toEqual([false, 'error']);
      expect(Object.keys(finding.parameters)).toEqual(['why', 'packet']);
      expect(findingOf(finding).parameters.packet).toEqual(expect.any(String));
    }
    expect(filterRules(model)).toHaveLength(1);
  }), played(60, 64));
  expect(nothing).toBeGreaterThan(10);
});

describe('statements of an intent', () => {
  const CIDRS = ['10.0.0.0/8', '10.1.0.0/16', '10.1.2.0/24', '10.1.2.3/32', '192.168.0.0/16'];
  interface Stated {
    readonly accepts: boolean;
    readonly from?: number;
    readonly to?: number;
    readonly exceptFrom?: number;
    readonly port?: number;
    readonly direction?: MirrorDirection;
    readonly expires?: string;
  }
  const network = (i: number) => MirrorNetwork.of(`n${i}`, { cidrs: [CIDRS[i]] });
  const index = fc.option(fc.nat(CIDRS.length - 1), { nil: undefined });
  const statements: fc.Arbitrary<Stated[]> = fc.array(fc.record({
    accepts: fc.boolean(), from: index, to: index, exceptFrom: index, port: fc.constantFrom(undefined, undefined, 80, 443),
    direction: fc.constantFrom(undefined, MirrorDirection.INBOUND, MirrorDirection.OUTBOUND),
    expires: fc.constantFrom(undefined, '2020-01-31', '2999-01-31'),
  }), { minLength: 1, maxLength: 4 });

  const inside = (i: number, address: number) => {
    const [text, length] = CIDRS[i].split('/');
    const size = 2 ** (32 - Number(length));
    return Math.floor(text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0) / size) === Math.floor(address / size);
  };
  const matchesIt = ({ from, to, exceptFrom, port, direction }: Stated, p: Packet, at: MirrorDirection) =>
    (direction === undefined || direction === at)
    && (from === undefined || inside(from, p.source))
    && (to === undefined || inside(to, p.destination))
    && !(exceptFrom !== undefined && inside(exceptFrom, p.source))
    && (port === undefined || (p.kind === 'TCP' && p.destinationPort === port));
  const ADDRESSES = [7, ...CIDRS.map((c) => c.split('/')[0].split('.').reduce((sum, part) => sum * 256 + Number(part), 0))];
  const EVERY: Packet[] = (['TCP', 'ICMP'] as const).flatMap((kind) => ADDRESSES.flatMap((source) => ADDRESSES.flatMap((destination) =>
    (kind === 'TCP' ? [80, 443, 9] : [0]).map((destinationPort) => ({
      kind,
      source,
      destination,
      sourcePort: kind === 'TCP' ? 9 : 0,
      destinationPort,
    })),
  ),
  ),
  );
  const DIRECTIONS = [MirrorDirection.INBOUND, MirrorDirection.OUTBOUND];

  test('TM214 and TM215: expired ones, and those that decide about no packet', () => {
    const seen = { hidden: 0, empty: 0, decides: 0, expired: 0 };
    fc.assert(fc.property(statements, (list) => {
      const made = list.map(({ accepts, from, to, exceptFrom, port, direction, expires }) =>
        (accepts ? MirrorStatement.accept : MirrorStatement.drop)({
          direction, expires, from: from === undefined ? undefined : [network(from)], to: to === undefined ? undefined : [network(to)],
          exceptFrom: exceptFrom === undefined ? undefined : [network(exceptFrom)],
          services: port === undefined ? undefined : [MirrorService.of(`tcp${port}`, { tcp: [String(port)] })],
        }));
      const { idle = [], expired = [] } = MirrorIntent.of(made)._statement;
      expect(expired.map((e) => e.statement)).toEqual(made.filter((_, i) => list[i].expires === '2020-01-31').map(String));
      seen.expired += expired.length;
      const expected = list.flatMap((one, i) => {
        const own = DIRECTIONS.flatMap((at) => EVERY.filter((p) => matchesIt(one, p, at)).map((p) => ({ p, at })));
        const first = own.map(({ p, at }) => list.findIndex((other) => matchesIt(other, p, at)));
        seen[own.length === 0 ? 'empty' : first.includes(i) ? 'decides' : 'hidden']++;
        if (first.includes(i)) return [];
        const blockers = [...new Set(first)].sort((x, y) => x - y);
        return [
          {
            statement: String(made[i]),
            blockers: blockers.map((b) => String(made[b])),
            opposed: blockers.some((b) => list[b].accepts !== one.accepts),
          },
        ];
      });
      expect(idle.map(({ packet: _packet, ...rest }) => rest)).toEqual(expected);
      // Each has a packet, of the statement or of the statement without its exceptions.
      expect(idle.filter(({ packet }) => !/^(inbound|outbound) /.test(packet ?? ''))).toEqual([]);
    }), played(120, 65));
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(4);
  });
});
