import { accepted, optima, plainly, WORLDS } from './worlds';
import { compile } from '../../src/intent/compile';
import { PacketSet } from '../../src/net/packet-set';
import { DEPTH } from '../support/runs';

/** 504 worlds, and others with DEPTH. */
const PER_WORLD = 56 * DEPTH;
const SEED = DEPTH > 1 ? Date.now() % 2 ** 31 : 20_261_126;

test('small worlds: the optimum in 95 of 100, never more than one above, and never called proved wrongly', () => {
  let state = SEED;
  const next = (n: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor(state / 2 ** 31 * n);
  };
  let [compared, optimal, proved, above] = [0, 0, 0, 0];
  const wrong: string[] = [];
  for (const world of WORLDS) {
    const fewest = optima(world);
    for (let i = 0; i < PER_WORLD; i++) {
      const target = 1 + next(2 ** world.packets.length - 1);
      const plain = plainly(world, target);
      const wanted = PacketSet.ofRules(plain);
      const { rules, least } = compile(wanted, { plain });
      compared++;
      if (accepted(world, rules) !== target) wrong.push(`${world.name} ${target}: the rules mean something else`);
      if (rules.length === fewest[target]) optimal++;
      above = Math.max(above, rules.length - fewest[target]);
      if (rules.length > fewest[target] + 1) wrong.push(`${world.name} ${target}: ${rules.length} rules, ${fewest[target]} do`);
      if (least > fewest[target]) {
        wrong.push(`${world.name} ${target}: no list shorter than ${least} is said to exist, ${fewest[target]} rules do`);
      }
      if (least === rules.length) proved++;
    }
  }
  if (DEPTH > 1) process.stderr.write(`${JSON.stringify({ seed: SEED, compared, optimal, above, proved })}\n`);
  expect(wrong).toEqual([]);
  expect(compared).toBe(PER_WORLD * WORLDS.length);
  expect(optimal / compared).toBeGreaterThanOrEqual(0.95);
  // The search is not so small that it never proves anything.
  expect(proved / compared).toBeGreaterThanOrEqual(0.9);
});
