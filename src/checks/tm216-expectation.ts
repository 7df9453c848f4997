import { acceptance } from './accepted';
import { check } from './check';
import { FilterRules, packetWords, ruleWords } from './filter-rules';
import { filterStatements } from './filter-statements';
import { modelRules, outcomeOf } from './model-rules';
import { about } from './outcomes';
import { NEVER_MIRRORED, neverMirrored } from '../catalog/never-mirrored';
import { ExpectationStatement } from '../model/document';
import { Direction } from '../model/mirror-model';
import { AddressSet } from '../net/address-set';
import { Packet } from '../net/packet';
import { PacketSet } from '../net/packet-set';
import { Phrase, phrase } from '../texts/phrase';

/** A filter copies all packets that it is expected to copy, and none that it is expected to leave out. */
export const TM216 = check('TM216', {
  run(model, _facts, outcomes) {
    for (const { at, rules, statement } of filterStatements(model)) {
      for (const expectation of statement.expectations ?? []) {
        const { text: expected, mirrored } = expectation;
        const place = { ...about(at, `${mirrored ? 'mirrored' : 'not mirrored'}: ${expected}`), position: expectation.at };
        const found = judged(rules, expectation);
        if (found === true) {
          outcomes.pass(at);
        } else if (found === undefined) {
          outcomes.undecided(place, 'onlyAtApply', { expected });
        } else {
          const { packet, direction } = found;
          outcomes.error(place, mirrored ? 'notMirrored' : 'mirrored', {
            expected, packet: packetWords(packet), direction, by: decider(rules, direction, packet),
          });
        }
      }
    }
  },
});

/** Whether an expectation holds, or a packet that contradicts it. */
function judged(
  rules: FilterRules, { mirrored, packets }: ExpectationStatement,
): true | undefined | { packet: Packet; direction: Direction } {
  let open = false;
  for (const { direction, blocks } of packets) {
    const set = PacketSet.unionOf(
      blocks.map((b) => PacketSet.product(b.kinds, addresses(b.sources), addresses(b.destinations), b.sourcePorts, b.destinationPorts)),
    );
    const { sure, perhaps } = acceptance(rules, direction);
    const [surely, possibly] = mirrored
      ? [set.minus(perhaps.minus(NEVER_MIRRORED)), set.minus(sure.minus(NEVER_MIRRORED))]
      : [set.intersect(sure).minus(NEVER_MIRRORED), set.intersect(perhaps).minus(NEVER_MIRRORED)];
    const packet = surely.witness();
    if (packet) return { packet, direction };
    if (!possibly.isEmpty) open = true;
  }
  return open ? undefined : true;
}

function addresses(spans: ExpectationStatement['packets'][number]['blocks'][number]['sources']): AddressSet {
  return AddressSet.unionOf(spans.map(([first, end]) => AddressSet.range(first, end - 1)));
}

/** The rule that decides about a packet, with its verb. */
function decider(rules: FilterRules, direction: Direction, packet: Packet): Phrase {
  if (neverMirrored(packet)) return phrase('serviceNeverCopies', {});
  const known = modelRules(rules.rules, direction);
  const { outcome, by } = known ? outcomeOf(known, packet) : {};
  if (!by) return phrase('noRuleMatches', {});
  return phrase(outcome === 'accept' ? 'ruleCopies' : 'ruleDrops', { rule: ruleWords(by.rule) });
}
