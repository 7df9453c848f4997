import * as fc from 'fast-check';
import { sentence } from './sentences';
import { changedPlaces } from '../../src/intent/priorities';
import { compileFilter, meaning, RuleLimits, Sentence } from '../../src/intent/translate';
import { PlacedRule } from '../../src/net/packet';
import { PacketSet } from '../../src/net/packet-set';
import { played } from '../support/runs';

// An intent that is changed a statement at a time, each time with the rules of the last time.

const STEPS = 200_000;
const LIMITS: RuleLimits = { perFilter: 20, perDirection: 10 };
const edit = fc.record({ at: fc.nat(9), what: fc.constantFrom('add', 'add', 'remove', 'replace'), sentence });
const histories = fc.record({
  first: fc.array(sentence, { minLength: 2, maxLength: 5 }),
  edits: fc.array(edit, { minLength: 1, maxLength: 3 }),
});

function edited(
  sentences: readonly Sentence[],
  { at, what, sentence: other }: { at: number; what: string; sentence: Sentence },
): Sentence[] {
  const i = at % (sentences.length + (what === 'add' ? 1 : 0));
  return [
    ...sentences.slice(0, i),
    ...(what === 'remove' && sentences.length > 1 ? [] : [other]),
    ...sentences.slice(what === 'add' ? i : i + 1),
  ];
}

/** The rules of an intent for inbound packets, near misses included. */
function rulesOf(sentences: readonly Sentence[], previous: readonly PlacedRule[]): readonly PlacedRule[] {
  const { inbound } = compileFilter({ inbound: sentences, outbound: [] }, LIMITS, { inbound: previous, outbound: [] }, STEPS);
  return inbound.near?.rules ?? inbound.rules;
}

test('with the rules of the last time a changed intent changes fewer rules than without, and the same intent none', () => {
  let [changed, fresh, changes] = [0, 0, 0];
  fc.assert(fc.property(histories, ({ first, edits }) => {
    let sentences: readonly Sentence[] = first;
    let rules = rulesOf(sentences, []);
    for (const next of edits) {
      sentences = edited(sentences, next);
      const [now, alone] = [rulesOf(sentences, rules), rulesOf(sentences, [])];
      expect(now.length).toBeLessThanOrEqual(alone.length);
      expect(rulesOf(sentences, now)).toEqual(now);
      const own = changedPlaces(now, rules);
      expect(own).toBeLessThanOrEqual(changedPlaces(alone, rules));
      if (alone.length <= LIMITS.perDirection) expect(PacketSet.ofRules(now).isSameAs(meaning(sentences))).toBe(true);
      changed += own;
      fresh += changedPlaces(alone, rules);
      changes++;
      rules = now;
    }
  }), played(40, 14));
  expect(changes).toBeGreaterThan(50);
  // A statement more or less is two or three rules. Without the ledger most rules move, since priorities are spread again.
  expect(changed / changes).toBeLessThan(3);
  expect(fresh).toBeGreaterThan(1.5 * changed);
});
