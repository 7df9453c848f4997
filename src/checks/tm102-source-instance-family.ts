import { IMirrorCheck } from './check';
import { MirrorSeverity } from './finding';
import { InstanceTypes, typeFailure } from './instance-type';
import { Identity, named } from '../model/reference';

/** The instance of a source is of a family that can be mirrored. */
export const TM102: IMirrorCheck = {
  id: 'TM102',
  title: 'A source\'s instance family can be mirrored',
  byEdition: true,
  run(model, facts, outcomes) {
    const types = new InstanceTypes(facts);
    for (const session of model.sessions) {
      if (!session.sources) continue;
      let passed = 0;
      let silent = 0;
      let firstSilent: Identity | undefined;
      const known = model.sourceFacts(session);
      for (let i = 0; i < known.length; i++) {
        const source = session.sources[i];
        const type = known[i].instanceType;
        if (type === undefined) {
          firstSilent ??= source;
          silent++;
          continue;
        }
        const verdict = types.verdict(type);
        if (verdict.problem === undefined) {passed++;} else {
          outcomes.fail({ path: session.path, stack: session.stack, subject: named(source) }, typeFailure(verdict, `source ${named(source)}`,
            'move the workload to a listed family, or take the source out (its session\'s other sources go dark while that is applied)', MirrorSeverity.ERROR));
        }
      }
      outcomes.pass(passed);
      if (firstSilent !== undefined) {
        outcomes.unknown({ path: session.path, stack: session.stack, subject: named(firstSilent) }, 'the instance type is not stated',
          'state instanceType with MirrorSource.networkInterface(id, { instanceType }), or refer to the instance; nothing that runs is changed', silent);
      }
    }
  },
};
