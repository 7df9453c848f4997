import { MirrorAnswerCode as Code } from './answer-code';
import type { MirrorFilterAnswer } from './mirror-answer';
import { outcomeOf } from '../checks/model-rules';
import { neverMirrored } from '../catalog/never-mirrored';
import { Direction } from '../model/mirror-model';
import { Packet, PlacedRule } from '../net/packet';
import { commandWords, inWords } from '../texts/catalogue';
import { phrase } from '../texts/phrase';

/** Whether the rules of one direction copy a packet. A rule that is not certain matches at most its box. */
export function filterAnswer(
  rules: readonly (PlacedRule & { readonly certain: boolean })[], direction: Direction, packet: Packet,
): MirrorFilterAnswer {
  const words = commandWords('en');
  if (neverMirrored(packet)) return { mirrored: false, code: Code.NOT_A_MIRRORED_KIND, text: words.neverMirrored };
  const { outcome, by } = outcomeOf(rules, packet);
  const rule = by && inWords(phrase('rule', { direction, priority: String(by.priority) }), 'en');
  switch (outcome) {
    case 'accept': return { mirrored: true, code: Code.MIRRORED, text: words.copiesIt(rule!), rule };
    case 'drop': return { mirrored: false, code: Code.DROPPED_BY_RULE, text: words.drops(rule!), rule };
    case 'none': return { mirrored: false, code: Code.NO_RULE, text: words.noRuleOfFilter(direction) };
    default: return { code: Code.UNKNOWN_RULE, text: words.ruleNotKnown(rule!), rule };
  }
}
