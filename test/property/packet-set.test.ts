import * as fc from 'fast-check';
import { boundaryPackets, box, copied, matches, rules } from './packets';
import { AddressSet } from '../../src/net/address-set';
import { PacketSet } from '../../src/net/packet-set';
import { EVERY_ADDRESS, EVERY_PORT, hasPorts, Packet, PacketRule } from '../../src/net/packet';

const runs = { numRuns: 150, seed: 14 };

/** The packets that a set and the reference see otherwise: none. */
function differing(packets: readonly Packet[], agree: (packet: Packet) => boolean): Packet[] {
  return packets.filter((p) => !agree(p));
}

test('a list of rules copies what the first rule that matches accepts', () => {
  let accepted = 0;
  fc.assert(fc.property(rules, (list) => {
    const set = PacketSet.ofRules(list);
    const packets = boundaryPackets([list], 200);
    accepted += packets.filter((packet) => copied(list, packet)).length;
    expect(differing(packets, (packet) => set.contains(packet) === copied(list, packet))).toEqual([]);
  }), runs);
  expect(accepted).toBeGreaterThan(2_000);
});

test('operations are those of sets, packet by packet', () => {
  fc.assert(fc.property(rules, rules, (a, b) => {
    const [setA, setB] = [PacketSet.ofRules(a), PacketSet.ofRules(b)];
    const [union, both, only, not] = [setA.union(setB), setA.intersect(setB), setA.minus(setB), setA.complement()];
    expect(differing(boundaryPackets([a, b], 200), (packet) => {
      const [inA, inB] = [copied(a, packet), copied(b, packet)];
      return (
        union.contains(packet) === (inA || inB)
            && both.contains(packet) === (inA && inB)
            && only.contains(packet) === (inA && !inB)
            && not.contains(packet) === !inA
      );
    })).toEqual([]);
    expect(setA.minus(setB).union(both).isSameAs(setA)).toBe(true);
    expect(union.complement().isSameAs(not.intersect(setB.complement()))).toBe(true);
    expect(setA.isSameAs(setB)).toBe(only.isEmpty && setB.minus(setA).isEmpty);
    expect(union.size).toBe(setA.size + setB.size - both.size);
    expect(setA.overlaps(setB)).toBe(both.size > 0n);
    expect(union.isAll).toBe(union.complement().isEmpty);
  }), runs);
});

test('a set is all only if it lacks no packet of any protocol', () => {
  const everywhere = { source: EVERY_ADDRESS, destination: EVERY_ADDRESS, sourcePorts: EVERY_PORT, destinationPorts: EVERY_PORT };
  const rule = (protocol: 'TCP' | 'ALL', accept: boolean): PacketRule => ({ accept, box: { protocol, ...everywhere } });
  const lists = [[rule('ALL', true)], [rule('TCP', true)], [rule('TCP', false), rule('ALL', true)], []];
  expect(lists.map((list) => PacketSet.ofRules(list).isAll))
    .toEqual([true, false, false, false]);
});

test('the witness of a set is in it, and only the empty set has none', () => {
  fc.assert(fc.property(rules, rules, (a, b) => {
    const set = PacketSet.ofRules(a).minus(PacketSet.ofRules(b));
    const packet = set.witness();
    expect(packet === undefined).toBe(set.isEmpty);
    if (!packet) return;
    expect(copied(a, packet) && !copied(b, packet)).toBe(true);
    expect(hasPorts(packet.kind)).toBe(packet.sourcePort > 0 && packet.destinationPort > 0);
  }), runs);
});

test('a cover is exact and disjoint', () => {
  fc.assert(fc.property(rules, (list) => {
    const set = PacketSet.ofRules(list);
    const parts = set
      .cover()
      .flatMap((c) =>
        c.kinds.map((kind) => PacketSet.product([kind], set1(c.source), set1(c.destination), [c.sourcePorts], [c.destinationPorts])),
      );
    expect(PacketSet.unionOf(parts).isSameAs(set)).toBe(true);
    expect(parts.reduce((sum, p) => sum + p.size, 0n)).toBe(set.size);
  }), { ...runs, numRuns: 60 });
});

test('the answers to packets have their ends exchanged', () => {
  fc.assert(fc.property(rules, (list) => {
    const set = PacketSet.ofRules(list).reversed();
    expect(differing(boundaryPackets([list], 100), (p) => {
      const answer = { ...p, source: p.destination, destination: p.source, sourcePort: p.destinationPort, destinationPort: p.sourcePort };
      return set.contains(answer) === copied(list, p);
    })).toEqual([]);
  }), { ...runs, numRuns: 60 });
});

test('one box is the packets that it matches', () => {
  fc.assert(fc.property(box, (b) => {
    const list: PacketRule[] = [{ accept: true, box: b }];
    const set = PacketSet.ofBox(b);
    expect(differing(boundaryPackets([list], 100), (packet) => set.contains(packet) === matches(b, packet))).toEqual([]);
  }), runs);
});

function set1(cidr: { first: number; last: number }): AddressSet {
  return AddressSet.range(cidr.first, cidr.last);
}
