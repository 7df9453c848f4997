import * as fc from 'fast-check';
import { block, ports, rules } from './packets';
import { EVERY_PORT, PacketRule } from '../../src/net/packet';
import { PacketSet } from '../../src/net/packet-set';
import { deadRules } from '../../src/net/shadows';

/** Few blocks, so that rules often hide others, several together too. */
const crowded = fc.array(fc.record({
  accept: fc.boolean(),
  box: fc
    .record({
      protocol: fc.constantFrom('ALL' as const, 'TCP' as const),
      source: fc.oneof(fc.constant([0, 2 ** 32] as const), fc.constantFrom([0, 2 ** 31] as const, [2 ** 31, 2 ** 32] as const), block),
      destination: fc.constant([0, 2 ** 32] as const),
      sourcePorts: fc.constant(EVERY_PORT),
      destinationPorts: ports,
    })
    .map((b) => b.protocol === 'ALL' ? { ...b, destinationPorts: EVERY_PORT } : b),
}), { minLength: 2, maxLength: 7 });
const lists: fc.Arbitrary<PacketRule[]> = fc.oneof(rules, crowded);
const runs = { numRuns: 200, seed: 15 };

test('a dead rule can go and nothing changes, and after that none is left', () => {
  let [found, together] = [0, 0];
  fc.assert(fc.property(lists, (list) => {
    const dead = deadRules(list);
    found += dead.length;
    for (const d of dead) {
      if (d.blockers.length > 1) together++;
      expect(PacketSet.ofRules(list.filter((_, i) => i !== d.rule)).isSameAs(PacketSet.ofRules(list))).toBe(true);
      // The rules that are named hide it without any help, and each is needed for that or does the opposite.
      const hidden = (blockers: readonly number[]) =>
        PacketSet.ofBoxes(blockers.map((b) => list[b].box)).containsAll(PacketSet.ofBox(list[d.rule].box));
      expect(hidden(d.blockers)).toBe(true);
      expect(d.opposed).toBe(d.blockers.some((b) => list[b].accept !== list[d.rule].accept));
    }
    const kept = list.filter((_, i) => !dead.some((d) => d.rule === i));
    expect(deadRules(kept)).toEqual([]);
    expect(PacketSet.ofRules(kept).isSameAs(PacketSet.ofRules(list))).toBe(true);
  }), runs);
  expect(found).toBeGreaterThan(100);
  expect(together).toBeGreaterThan(5);
});

test('a rule that is not dead decides about some packet', () => {
  fc.assert(fc.property(lists, (list) => {
    const dead = new Set(deadRules(list).map((d) => d.rule));
    list.forEach((_, i) => {
      if (dead.has(i)) return;
      // With the opposite action some packet has another fate, or the rule itself is the only one that matches it.
      const flipped = list.map((r, k) => k === i ? { ...r, accept: !r.accept } : r);
      expect(PacketSet.ofRules(flipped).isSameAs(PacketSet.ofRules(list))).toBe(false);
    });
  }), runs);
});
