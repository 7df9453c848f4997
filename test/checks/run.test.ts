import { documents, right } from './fixtures';
import { MirrorEdition, MirrorSeverity } from '../../src';
import { IMirrorCheck } from '../../src/checks/check';
import { runChecks } from '../../src/checks/run';
import { MirrorModel } from '../../src/model/mirror-model';

const model = new MirrorModel(documents(right()));
const [session] = model.sessions;
const at = (subject: string) => ({ path: session.path, stack: session.stack, subject });
const failure = { problem: 'wrong', fix: 'right' };

function check(run: IMirrorCheck['run'], byEdition = true): IMirrorCheck {
  return { id: 'TM000', title: 'A check', byEdition, run };
}

function found(run: IMirrorCheck['run'], byEdition = true) {
  const { findings, wouldAdd, wouldNotHold } = runChecks(model, MirrorEdition.EDITION_2023, [check(run, byEdition)]);
  return { said: findings.map((f) => `${f.severity} ${f.subject}${f.otherEdition ? ` ${f.otherEdition}` : ''}`), wouldAdd, wouldNotHold };
}

test('200,000 findings of one check are no more than a list', () => {
  const { findings } = runChecks(model, MirrorEdition.EDITION_2023, [check((_, facts, outcomes) => {
    if (facts.edition === MirrorEdition.EDITION_2023) for (let i = 0; i < 200_000; i++) outcomes.fail(at(`eni-${i}`), failure);
  }, false)]);
  expect(findings).toHaveLength(200_000);
});

describe('what the later edition says', () => {
  const later = MirrorEdition.EDITION_2026;

  test('is a warning where it is new', () => {
    expect(found((_, facts, outcomes) => { if (facts.edition === later) outcomes.fail(at('a'), failure); })).toEqual({ said: ['warning a 2026'], wouldAdd: 1, wouldNotHold: 0 });
  });

  test('is not said again where it holds in force, or cannot be decided there', () => {
    expect(found((_, _facts, outcomes) => outcomes.fail(at('a'), failure))).toEqual({ said: ['error a'], wouldAdd: 0, wouldNotHold: 0 });
    expect(found((_, facts, outcomes) => facts.edition === later ? outcomes.fail(at('a'), failure) : outcomes.unknown(at('a'), 'why', 'how'))).toEqual({ said: ['unknown a'], wouldAdd: 0, wouldNotHold: 0 });
  });

  test('is counted where an error in force would fall, to a warning or to nothing', () => {
    expect(found((_, facts, outcomes) => {
      if (facts.edition !== later) outcomes.fail(at('a'), failure);
      outcomes.fail(at('b'), { ...failure, severity: facts.edition === later ? MirrorSeverity.WARNING : MirrorSeverity.ERROR });
    })).toEqual({ said: ['error a', 'error b'], wouldAdd: 0, wouldNotHold: 2 });
  });

  test('is not asked of a check that no edition changes, and what it cannot decide is nothing', () => {
    expect(found((_, facts, outcomes) => { if (facts.edition === later) outcomes.fail(at('a'), failure); }, false).said).toEqual([]);
    expect(found((_, facts, outcomes) => { if (facts.edition === later) outcomes.unknown(at('a'), 'why', 'how'); }).said).toEqual([]);
  });
});

test('what cannot be decided is said once for a resource and reason, with the number of subjects', () => {
  const { findings } = runChecks(model, MirrorEdition.EDITION_2023, [check((_, _facts, outcomes) => {
    outcomes.unknown(at('a'), 'one', 'how');
    outcomes.unknown(at('b'), 'one', 'how', 2);
    outcomes.unknown({ ...at('c'), path: 'elsewhere' }, 'one', 'how');
    outcomes.unknown(at('d'), 'two', 'how');
  }, false)]);
  expect(findings.map((f) => `${f.path}: ${f.problem}`)).toEqual([
    `${session.path}: cannot be decided for a and 2 more: one`, 'elsewhere: cannot be decided for c: one', `${session.path}: cannot be decided for d: two`,
  ]);
});
