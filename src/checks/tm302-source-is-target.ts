import { IMirrorCheck } from './check';
import { commonKeys, sourceKinds } from './counting';
import { TargetKind, targetKind } from './target';
import { few, STATE_ACCOUNT } from './wording';
import { isLiteral, isManaged, named } from '../model/reference';

/** No interface is source and target at once. */
export const TM302: IMirrorCheck = {
  id: 'TM302',
  title: 'No interface is both source and target',
  byEdition: false,
  run(model, _facts, outcomes) {
    for (const group of model.groups) {
      const sources = sourceKinds(group);
      for (const [target, sessions] of group.byTarget) {
        const [{ path, stack }] = sessions;
        const at = { path, stack, subject: named(target) };
        const mirrored = group.bySource.get(target);
        if (mirrored) {
          outcomes.fail(at, {
            problem: `${named(target)} is the target of ${few(sessions.map((s) => s.path))} and a source of ${few(mirrored.map((s) => s.path))}`,
            fix: 'send the copies to another interface, which is set in place, or stop mirroring the sensor; exchanging source and target in one apply fails, so do it in two',
          });
          continue;
        }
        // A load balancer is no interface, so it is nobody's source.
        if (targetKind(model, target, sessions) === TargetKind.LOAD_BALANCER) {
          outcomes.pass();
          continue;
        }
        const decided = isLiteral(target) ? !sources.managed && !sources.opaque
          : isManaged(target) ? !sources.literal && !sources.opaque : group.bySource.size === 0;
        if (decided) {outcomes.pass();} else {
          outcomes.unknown(at, 'sources and target are not all named by id, or all by resource, so it may be one of the sources',
            'name interfaces in one way, by id or by resource');
        }
      }
    }
    for (const [a, b] of model.possiblySame()) {
      for (const [from, to] of [[a, b], [b, a]] as const) {
        for (const target of commonKeys<unknown>(from.byTarget, to.bySource)) {
          const [{ path, stack }] = from.byTarget.get(target)!;
          outcomes.unknown({ path, stack, subject: named(target) },
            `stack ${to.scope.stackPath} mirrors it, and whether that is the same account and region is not known`, STATE_ACCOUNT);
        }
      }
    }
  },
};
