import * as fc from 'fast-check';
import { copied, matches } from './packets';
import { MirrorEdition } from '../../src/catalog/mirror-edition';
import { appNotes } from '../../src/checks/filter-notes';
import { precedences } from '../../src/checks/precedence';
import { runChecks } from '../../src/checks/run';
import { explain } from '../../src/explain/explain';
import { search } from '../../src/explain/search';
import { MirrorModel } from '../../src/model/mirror-model';
import { parseIpv4Cidr } from '../../src/net/ipv4-cidr';
import { EVERY_PORT, hasPorts, Packet, PACKET_KINDS, PacketRule, Span } from '../../src/net/packet';
import { PacketSet } from '../../src/net/packet-set';
import { documents, FILTER, INBOUND, right, rule, SESSION, session, stated } from '../checks/fixtures';
import { OUTBOUND } from '../support/app';
import { played } from '../support/runs';
import '../support/recorded-inputs';

// Sessions of one source under edition 2026, packet by packet: they are tried by priority,
// and the first with a rule for the packet decides.

interface Written {
  readonly accept: boolean;
  readonly protocol: 'ALL' | 'TCP' | 'UDP' | 'ICMP';
  readonly source: string;
  readonly destination: string;
  readonly from: Span;
  readonly to: Span;
}
type Direction = 'inbound' | 'outbound';
type Filter = Record<Direction, readonly Written[]>;

const cidr = fc.constantFrom('0.0.0.0/0', '0.0.0.0/0', '10.0.0.0/8', '10.0.0.0/9', '10.128.0.0/9', '10.1.0.0/16');
const written: fc.Arbitrary<Written> = fc.record({
  accept: fc.constantFrom(true, true, false),
  protocol: fc.constantFrom('ALL' as const, 'ALL' as const, 'TCP' as const, 'UDP' as const, 'ICMP' as const),
  source: cidr,
  destination: fc.constantFrom('0.0.0.0/0', '0.0.0.0/0', '10.1.0.0/16'),
  from: fc.constantFrom<Span>(EVERY_PORT, EVERY_PORT, [67, 69]),
  to: fc.constantFrom<Span>(EVERY_PORT, EVERY_PORT, [53, 54], [67, 69], [80, 444]),
}).map((r) => hasPorts(r.protocol) ? r : { ...r, from: EVERY_PORT, to: EVERY_PORT });
const list = fc.array(written, { maxLength: 3 });
const filters: fc.Arbitrary<Filter[]> = fc.array(fc.record({ inbound: list, outbound: fc.oneof(fc.constant([]), list) }), {
  minLength: 2,
  maxLength: 3,
});

const spanOf = (text: string): Span => {
  const { first, last } = (parseIpv4Cidr(text) as { cidr: { first: number; last: number } }).cidr;
  return [first, last + 1];
};
const boxed = (rules: readonly Written[]): PacketRule[] =>
  rules.map((r) => ({
    accept: r.accept,
    box: {
      protocol: r.protocol,
      source: spanOf(r.source),
      destination: spanOf(r.destination),
      sourcePorts: r.from,
      destinationPorts: r.to,
    },
  }));

/** A packet for each combination of values that some rule tells apart. */
const ADDRESSES = ['0.0.0.0/0', '10.0.0.0/8', '10.1.0.0/16', '10.128.0.0/9', '11.0.0.0/8'].map((text) => spanOf(text)[0]);
const PACKETS: Packet[] = PACKET_KINDS.flatMap((kind) => ADDRESSES.flatMap((source) => ADDRESSES.slice(0, 3).flatMap((destination) =>
  (hasPorts(kind) ? [1, 67, 69] : [0]).flatMap((sourcePort) =>
    (hasPorts(kind) ? [1, 53, 54, 67, 69, 80, 444] : [0]).map((destinationPort) => ({
      kind, source, destination, sourcePort, destinationPort,
    })),
  ),
),
),
);
const isDhcp = (p: Packet) => p.kind === 'UDP' && [p.sourcePort, p.destinationPort].every((port) => port === 67 || port === 68);

function modelOf(all: readonly Filter[]): MirrorModel {
  const f = right();
  const { resource } = f.terraform;
  const text = ([first, end]: Span) => first === EVERY_PORT[0] && end === EVERY_PORT[1] ? '-1/-1' : `${first}/${end - 1}`;
  const blocks = (direction: Direction) =>
    Object.fromEntries(
      all.flatMap((filter, n) =>
        filter[direction].map((r, i) => [
          `f${n}-${i}`,
          rule(i + 1, {
            traffic_mirror_filter_id: `\${${FILTER}.f${n}.id}`,
            action: r.accept ? 'accept' : 'drop',
            protocol: r.protocol,
            source_cidr_block: r.source,
            destination_cidr_block: r.destination,
            source_port_range: text(r.from), destination_port_range: text(r.to),
          }),
        ])));
  resource[FILTER] = Object.fromEntries(all.map((_, n) => [`f${n}`, {}]));
  [resource[INBOUND], resource[OUTBOUND]] = [blocks('inbound'), blocks('outbound')];
  // An interface whose address is not known may see every packet.
  const source = { sources: { 'eni-bp1web': stated({ primaryIp: undefined }) }, target: { mtu: 1_500 } };
  f.statements.sessions = Object.fromEntries(all.map((_, n) => [`${SESSION}.s${n}`, source]));
  // The order of the names is not that of the priorities.
  resource[SESSION] = Object.fromEntries(
    all
      .map((_, n) => n)
      .reverse()
      .map((n) => [`s${n}`, session(['eni-bp1web'], 10 * (n + 1), { traffic_mirror_filter_id: `\${${FILTER}.f${n}.id}` })]),
  );
  return new MirrorModel(documents(f));
}

test('the sessions that another one hides, explain and search, packet by packet', () => {
  const seen = { hidden: 0, shown: 0, second: 0, none: 0 };
  fc.assert(fc.property(filters, (all) => {
    const rules = all.map((f) => ({ inbound: boxed(f.inbound), outbound: boxed(f.outbound) }));
    const model = modelOf(all);
    /** By session, whether it copies a packet, alone and behind the others, and who decides about packets that it would copy. */
    const state = all.map(() => ({ alone: false, copies: false, deciders: new Set<number>() }));
    for (const direction of ['inbound', 'outbound'] as const) {
      const copies = new Map<Packet, number | undefined>();
      for (const packet of PACKETS) {
        const decider = rules.findIndex((own) => own[direction].some((r) => matches(r.box, packet)));
        if (decider >= 0 && copied(rules[decider][direction], packet) && !isDhcp(packet)) {
          state[decider].copies = true;
          copies.set(packet, decider);
        }
        rules.forEach((own, n) => {
          if (isDhcp(packet) || !copied(own[direction], packet)) return;
          state[n].alone = true;
          for (let k = 0; k < n; k++) if (k === decider) state[n].deciders.add(k);
        });
      }
      for (const packet of PACKETS.filter((_, i) => i % 61 === all.length)) {
        const [answer] = explain(model, { packet, interfaceId: 'eni-bp1web', direction }).answers;
        expect([answer.mirrored, answer.mirrored ? answer.session : undefined]).toEqual([
          copies.has(packet),
          copies.has(packet) ? expect.stringMatching(new RegExp(`s${copies.get(packet)}$`)) : undefined,
        ]);
        if ((copies.get(packet) ?? 0) > 0) seen.second++;
      }
      for (const wanted of [true, false]) {
        const found = search(model, { space: PacketSet.ALL, copied: wanted, interfaceId: 'eni-bp1web', direction });
        expect(found.undecided).toBe(false);
        if (wanted) expect(found.packet !== undefined).toBe(copies.size > 0);
        if (found.packet) {
          const { answers } = explain(model, { packet: found.packet, interfaceId: 'eni-bp1web', direction });
          expect(answers.map((a) => a.mirrored)).toEqual([wanted]);
        } else {
          seen.none++;
        }
      }
    }
    // What each session copies and what others take from it, packet by packet.
    const [precedence] = precedences(model);
    for (const direction of ['inbound', 'outbound'] as const) {
      rules.forEach((own, n) => {
        const share = precedence.shares.find((s) => s.direction === direction && s.session.path.endsWith(`s${n}`));
        const by = new Set(share?.by.map((s) => Number(/s(\d)$/.exec(s.path)![1])));
        expect(share?.open ?? false).toBe(false);
        expect(PACKETS.filter((packet) => {
          const decider = rules.findIndex((other) => other[direction].some((r) => matches(r.box, packet)));
          const alone = copied(own[direction], packet) && !isDhcp(packet);
          const [wins, loses] = [alone && decider === n, alone && decider < n];
          return (
            wins !== (share?.wins.contains(packet) ?? false)
                || loses !== (share?.taken.contains(packet) ?? false)
                || (loses && !by.has(decider))
          );
        })).toEqual([]);
      });
    }
    // The note names a packet of each part.
    const [note] = appNotes(model).filter((x) => x.code === 'SESSION_PRECEDENCE');
    expect(note.sources).toEqual(['eni-bp1web']);
    for (const { wins, packet, taken, takenPacket, by } of note.sessions!) {
      expect([packet !== undefined, takenPacket !== undefined]).toEqual([wins.length > 0, taken.length > 0]);
      expect(by.length > 0).toBe(taken.length > 0);
    }

    const findings = runChecks(model, MirrorEdition.EDITION_2026).findings.filter((f) => f.id === 'TM217');
    const hidden = state.flatMap(({ alone, copies }, n) => alone && !copies ? [n] : []);
    expect(findings.map((f) => Number(/s(\d)$/.exec(f.path)![1])).sort()).toEqual(hidden);
    for (const finding of findings) {
      const n = Number(/s(\d)$/.exec(finding.path)![1]);
      const winners = [...JSON.stringify(finding.parameters).matchAll(/s(\d)\\?"/g)].map((m) => Number(m[1]));
      expect([...new Set(winners)].sort()).toEqual([...state[n].deciders].sort());
    }
    seen[hidden.length > 0 ? 'hidden' : 'shown']++;
  }), played(20, 217));
  expect(Math.min(seen.hidden, seen.shown, seen.second)).toBeGreaterThan(1);
});
