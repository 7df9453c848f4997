import * as fc from 'fast-check';
import { block, copied, ports } from './packets';
import { ASSUMED_RATE } from '../../src/catalog/behaviour';
import { ruleChanges } from '../../src/effects/rule-changes';
import { EVERY_PORT, Packet, PacketBox, PlacedRule } from '../../src/net/packet';
import { played } from '../support/runs';

// What a change of rules does, against the rules that are there after each write, one packet after the other.

const box: fc.Arbitrary<PacketBox> = fc
  .record({
    protocol: fc.constantFrom('ALL' as const, 'TCP' as const, 'ICMP' as const),
    source: block,
    destination: fc.constant([0, 2 ** 32] as const),
    destinationPorts: ports,
  })
  .map((b) => ({ ...b, sourcePorts: EVERY_PORT, destinationPorts: b.protocol === 'TCP' ? b.destinationPorts : EVERY_PORT }));
const rules = fc.uniqueArray(fc.record({ priority: fc.integer({ min: 1, max: 5 }), accept: fc.boolean(), box }), {
  maxLength: 4,
  selector: (r) => r.priority,
});
/** Rules, and the same with one inserted in front, as a list without priorities of its own would have them. */
const inserted = fc.tuple(rules, box, fc.boolean()).map(([list, first, accept]): [PlacedRule[], PlacedRule[]] => {
  const before = [...list].sort((a, b) => a.priority - b.priority).map((r, i) => ({ ...r, priority: i + 1 }));
  return [before, [{ priority: 1, accept, box: first }, ...before.map((r) => ({ ...r, priority: r.priority + 1 }))]];
});

const bounds = (list: readonly PlacedRule[]): Packet[] => {
  const sources = [...new Set([0, ...list.flatMap(({ box: b }) => [b.source[0], b.source[1] - 1])])];
  const own = [...new Set([1, ...list.flatMap(({ box: b }) => [b.destinationPorts[0], b.destinationPorts[1] - 1])])];
  return sources.flatMap((source): Packet[] => [
    ...own.map((destinationPort) => ({ kind: 'TCP' as const, source, destination: 7, sourcePort: 9, destinationPort })),
    { kind: 'ICMP', source, destination: 7, sourcePort: 0, destinationPort: 0 },
    { kind: 'OTHER', source, destination: 7, sourcePort: 0, destinationPort: 0 },
  ]);
};

/** The rules after each write: those that go or change to or from ICMP first, the last one first. */
function states(before: readonly PlacedRule[], after: readonly PlacedRule[]): PlacedRule[][] {
  const kind = (r?: PlacedRule) => r?.box.protocol === 'ICMP';
  const at = (list: readonly PlacedRule[], priority: number) => list.find((r) => r.priority === priority);
  const found: PlacedRule[][] = [];
  let now = [...before];
  for (let p = 5; p >= 0; p--) {
    const old = at(before, p);
    if (!old || (at(after, p) && kind(at(after, p)) === kind(old))) continue;
    found.push(now = now.filter((r) => r !== old));
  }
  for (let p = 1; p <= 6; p++) {
    const next = at(after, p);
    if (!next || JSON.stringify(at(now, p)) === JSON.stringify(next)) continue;
    found.push(now = [...now.filter((r) => r.priority !== p), next].sort((a, b) => a.priority - b.priority));
  }
  return found;
}

test('what is added, taken, missed meanwhile and copied meanwhile, packet by packet', () => {
  let [missed, strayed] = [0, 0];
  fc.assert(fc.property(fc.oneof(fc.tuple(rules, rules), inserted), ([a, b]) => {
    const [before, after] = [a, b].map((list) => [...list].sort((x, y) => x.priority - y.priority));
    const changes = ruleChanges(before, after);
    const way = states(before, after);
    for (const packet of bounds([...before, ...after])) {
      const [was, is] = [copied(before, packet), copied(after, packet)];
      const between = way.map((list) => copied(list, packet));
      expect(changes.added.contains(packet)).toBe(!was && is);
      expect(changes.taken.contains(packet)).toBe(was && !is);
      expect(changes.missed.contains(packet)).toBe(was && is && between.includes(false));
      expect(changes.strayed.contains(packet)).toBe(!was && !is && between.includes(true));
      // A packet is not copied for the time of each write after which it is not.
      const seconds = (times: typeof changes.missedFor) => times.filter((t) => t.packets.contains(packet)).map((t) => t.seconds);
      const writes = (state: boolean) => between.filter((is_) => is_ === state).length * ASSUMED_RATE.secondsPerCall;
      expect(seconds(changes.missedFor)).toEqual(was && is && writes(false) > 0 ? [writes(false)] : []);
      expect(seconds(changes.strayedFor)).toEqual(!was && !is && writes(true) > 0 ? [writes(true)] : []);
    }
    if (!changes.missed.isEmpty) missed++;
    if (!changes.strayed.isEmpty) strayed++;
    expect(changes.missedSeconds > 0).toBe(!changes.missed.isEmpty);
  }), played(150, 51));
  expect(Math.min(missed, strayed)).toBeGreaterThan(5);
});
