import { check } from './check';
import { copiesSomething, DIRECTIONS, filterRules, Nothing, packetWords } from './filter-rules';
import { modelRules } from './model-rules';
import { NEVER_MIRRORED } from '../catalog/never-mirrored';
import { ResourceEffect } from '../catalog/resource-effects';
import { Others } from '../model/network/others';
import { RuleModel } from '../model/mirror-model';
import { isLiteral, isManaged } from '../model/reference';
import { sameScope, Scope } from '../model/scope';
import { PacketSet } from '../net/packet-set';
import { Words } from '../texts/phrase';

/** A packet that a rule decides about, and the filter does not copy for this reason. */
function witnessOf(rules: readonly RuleModel[], why: Nothing): Words | undefined {
  for (const direction of DIRECTIONS) {
    for (const { accept, box } of modelRules(rules, direction) ?? []) {
      if ((accept === false) !== (why === 'onlyDrops')) continue;
      const set = PacketSet.ofBox(box);
      const packet = (why === 'neverMirrored' ? set.intersect(NEVER_MIRRORED) : set.minus(NEVER_MIRRORED)).witness();
      if (packet) return packetWords(packet);
    }
  }
  return undefined;
}

/** A filter copies something: it has rules, and not only drop rules. */
export const TM201 = check('TM201', {
  run(model, _facts, outcomes) {
    const withRules = new Set<string>();
    // Rules that may belong to any filter of their account and region.
    const unbound = new Map<string, Scope>();
    for (const { rule, filter } of model.strayRules) {
      if (filter !== undefined && (isManaged(filter) || isLiteral(filter))) continue;
      const scope = model.scopeOf(rule.stack, rule.block);
      unbound.set(scope.key, scope);
    }
    for (const { identity, filter, rules, openEnded, scope, at } of filterRules(model)) {
      const copies = copiesSomething(rules);
      // A filter that is managed elsewhere may have other rules.
      if (filter || copies === true) withRules.add(identity);
      if (copies === true) {
        outcomes.pass(at);
        continue;
      }
      if (!filter) continue;
      const who = Others.of(model).at(identity, ResourceEffect.FILTER_RULES);
      if (filter.keepsRules) outcomes.undecided(at, 'imported');
      else if (openEnded) outcomes.undecided(at, 'dynamic');
      else if (copies === undefined) outcomes.undecided(at, 'ruleNotKnown');
      else if (who !== undefined) outcomes.undecided(at, 'others', { who });
      else if ([...unbound.values()].some((s) => sameScope(s, scope) !== false)) outcomes.undecided(at, 'perhapsElsewhere');
      else if (rules.length > 0) outcomes.error(at, 'copiesNothing', { why: copies, packet: witnessOf(rules, copies) });
      else outcomes.error(at, 'none');
    }
    for (const group of model.groups) {
      for (const [filter, sessions] of group.byFilter) {
        if (isManaged(filter) || withRules.has(filter)) continue;
        let stack;
        // Once per stack, since all sessions of a filter miss the same rules.
        for (const session of sessions) {
          if (session.stack === stack) continue;
          stack = session.stack;
          outcomes.undecided(session, isLiteral(filter) ? 'notInApp' : 'filterOnlyAtApply', { filter: model.nameOf(filter) });
        }
      }
    }
  },
});
