import * as fc from 'fast-check';
import { optima, plainly, World, WORLDS } from './worlds';
import { compile } from '../../src/intent/compile';
import { nearMisses } from '../../src/intent/near-miss';
import { compileFilter, meaning, RuleLimits, Sentence } from '../../src/intent/translate';
import { PacketSet } from '../../src/net/packet-set';
import { sentence } from './sentences';
import { DEPTH, played } from '../support/runs';

const PER_WORLD = 12 * DEPTH;
const SEED = DEPTH > 1 ? Date.now() % 2 ** 31 : 20_261_128;

/** Whether a set contains all of another, as bits. */
const holds = (outer: number, inner: number) => (outer & inner) === inner;

/** For each set, the number of packets that it stands for. */
function sizes(world: World): (mask: number) => bigint {
  const each = world.packets.map((_, i) => PacketSet.ofRules(plainly(world, 1 << i)).size);
  return (mask) => each.reduce((sum, size, i) => mask >> i & 1 ? sum + size : sum, 0n);
}

test('small worlds: the near miss copies all that is wanted, and in 95 of 100 no list of that length copies less', () => {
  let state = SEED;
  const next = (n: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor(state / 2 ** 31 * n);
  };
  let [compared, optimal] = [0, 0];
  for (const world of WORLDS) {
    const fewest = optima(world);
    const size = sizes(world);
    for (let i = 0; i < PER_WORLD; i++) {
      const target = 1 + next(fewest.length - 1);
      if (fewest[target] < 2) continue;
      const most = 1 + next(fewest[target] - 1);
      const plain = plainly(world, target);
      const wanted = PacketSet.ofRules(plain);
      const way = nearMisses(wanted, compile(wanted, { plain }).rules, most, most).get(most)!;
      expect(way.rules.length).toBeLessThanOrEqual(most);
      const copied = PacketSet.ofRules(way.rules);
      expect(copied.containsAll(wanted)).toBe(true);
      expect(way.extra).toBe(copied.minus(wanted).size);
      let least = way.extra;
      fewest.forEach((count, mask) => {
        if (count > most || !holds(mask, target)) return;
        const extra = size(mask & ~target);
        if (extra < least) least = extra;
      });
      compared++;
      if (way.extra === least) optimal++;
    }
  }
  expect(compared).toBeGreaterThan(PER_WORLD * WORLDS.length / 2);
  expect(optimal / compared).toBeGreaterThanOrEqual(0.95);
});

const everything: Sentence = { accept: true, parts: [PacketSet.ALL] };

test('an intent that does not fit gets rules within the limits that copy all of it, and says what they add', () => {
  const limits: RuleLimits = { perFilter: 5, perDirection: 3 };
  let [short, mixed] = [0, 0];
  fc.assert(
    fc.property(
      fc.array(sentence, { minLength: 1, maxLength: 8 }),
      fc.array(sentence, { maxLength: 8 }),
      fc.boolean(),
      (into, out, rest) => {
        // Statements that drop decide nothing unless a later one accepts.
        const statements = { inbound: into, outbound: rest ? [...out, everything] : out };
        const compiled = compileFilter(statements, limits, { inbound: [], outbound: [] }, 100_000);
        let total = 0;
        for (const direction of ['inbound', 'outbound'] as const) {
          const { near, rules } = compiled[direction];
          const taken = near?.rules ?? rules;
          const [copied, wanted] = [PacketSet.ofRules(taken), meaning(statements[direction])];
          total += taken.length;
          expect(taken.length).toBeLessThanOrEqual(limits.perDirection);
          expect(copied.containsAll(wanted)).toBe(true);
          expect((near?.extra ?? PacketSet.EMPTY).isSameAs(copied.minus(wanted))).toBe(true);
          if (near) expect(near.extra.isEmpty).toBe(false);
          if (near && taken.some((r) => !r.accept)) mixed++;
        }
        expect(total).toBeLessThanOrEqual(limits.perFilter);
        if (compiled.excess > 0) short++;
        expect(compiled.excess > 0).toBe(compiled.inbound.near !== undefined || compiled.outbound.near !== undefined);
      }), played(80, 28));
  expect(short).toBeGreaterThan(15);
  expect(mixed).toBeGreaterThan(3);
});
