import { acceptance } from './accepted';
import { check } from './check';
import { DIRECTIONS, filterRules } from './filter-rules';
import { governed, sourceIn } from './governed';
import { Direction } from '../model/mirror-model';
import { Identity } from '../model/reference';

/** Whether a filter copies all traffic of a direction. */
interface Everything {
  readonly surely: Direction[];
  readonly perhaps: boolean;
}

/** No session of the given VPCs has a filter that copies everything. */
export const TM803 = check('TM803', {
  run(model, _facts, outcomes) {
    const filters = new Map(filterRules(model).map((f) => [f.identity, f]));
    const known = new Map<Identity, Everything>();
    const everything = (identity: Identity | undefined): Everything | undefined => {
      const filter = filters.get(identity!);
      // If the filter is outside the app, the app may contain only some of its rules.
      if (!filter?.filter) return undefined;
      let found = known.get(identity!);
      if (!found) {
        const accepted = DIRECTIONS.map((direction) => ({ direction, ...acceptance(filter, direction) }));
        known.set(
          identity!,
          found = { surely: accepted.filter((a) => a.sure.isAll).map((a) => a.direction), perhaps: accepted.some((a) => a.perhaps.isAll) },
        );
      }
      return found;
    };
    for (const { rule: { networks = [] }, sessions } of governed(model)) {
      for (const { vpcs } of networks.filter((n) => n.forbidAllTraffic)) {
        for (const session of sessions) {
          const { inside, vpc } = sourceIn(model, session, vpcs);
          if (inside === false) continue;
          const all = everything(session.filter);
          const filter = session.filter === undefined ? '' : model.nameOf(session.filter);
          if (all && !all.perhaps) outcomes.pass(session);
          else if (!all || all.surely.length === 0) outcomes.undecided(session, 'rulesNotKnown', { filter, vpcs: [...vpcs] });
          else if (inside === undefined) outcomes.undecided(session, 'vpcNotKnown', { filter, vpcs: [...vpcs] });
          else outcomes.error(session, 'copiesAll', { filter, directions: all.surely, vpc: model.nameOf(vpc!) });
        }
      }
    }
  },
});
