import { documents, right } from './fixtures';
import { MirrorEdition } from '../../src';
import { Check, CheckOptions } from '../../src/checks/check';
import { findingOf } from '../../src/checks/found';
import { Outcomes } from '../../src/checks/outcomes';
import { runChecks } from '../../src/checks/run';
import { MirrorModel } from '../../src/model/mirror-model';
import '../support/recorded-inputs';

const model = new MirrorModel(documents(right()));
const [session] = model.sessions;
const at = (subject: string) => ({ path: session.path, stack: session.stack, subject });
type Run = CheckOptions<'TM305'>['run'];

function check(run: Run, byEdition = true): Check {
  return { id: 'TM305', byEdition, run };
}

function found(run: Run, byEdition = true) {
  const { findings, wouldAdd, wouldNotHold } = runChecks(model, MirrorEdition.EDITION_2023, [check(run, byEdition)]);
  return { said: findings.map((f) => `${f.severity} ${f.subject}${f.otherEdition ? ` ${f.otherEdition}` : ''}`), wouldAdd, wouldNotHold };
}

test('200,000 findings of one check are no more than a list', () => {
  const { findings } = runChecks(model, MirrorEdition.EDITION_2023, [check((_, facts, outcomes) => {
    if (facts.edition === MirrorEdition.EDITION_2023) for (let i = 0; i < 200_000; i++) outcomes.error(at(`eni-${i}`), 'missing');
  }, false)]);
  expect(findings).toHaveLength(200_000);
});

describe('what the later edition says', () => {
  const later = MirrorEdition.EDITION_2026;

  test('is a warning where it is new', () => {
    expect(
      found((_, facts, outcomes) => {
        if (facts.edition === later) outcomes.error(at('a'), 'missing');
      }),
    ).toEqual({ said: ['warning a 2026'], wouldAdd: 1, wouldNotHold: 0 });
  });

  test('is not said again where it holds in force, or cannot be decided there', () => {
    expect(found((_, _facts, outcomes) => outcomes.error(at('a'), 'missing'))).toEqual({ said: ['error a'], wouldAdd: 0, wouldNotHold: 0 });
    expect(
      found((_, facts, outcomes) =>
        facts.edition === later ? outcomes.error(at('a'), 'missing') : outcomes.undecided(at('a'), 'onlyAtApply'),
      ),
    ).toEqual({ said: ['undecided a'], wouldAdd: 0, wouldNotHold: 0 });
  });

  test('is counted where an error in force would fall, to a warning or to nothing', () => {
    expect(found((_, facts, outcomes) => {
      if (facts.edition !== later) outcomes.error(at('a'), 'missing');
      if (facts.edition === later) outcomes.warn(at('b'), 'off');
      else outcomes.error(at('b'), 'off');
    })).toEqual({ said: ['error a', 'error b'], wouldAdd: 0, wouldNotHold: 2 });
  });

  test('is not asked of a check that no edition changes, and what it cannot decide is nothing', () => {
    expect(found((_, facts, outcomes) => { if (facts.edition === later) outcomes.error(at('a'), 'missing'); }, false).said).toEqual([]);
    expect(found((_, facts, outcomes) => { if (facts.edition === later) outcomes.undecided(at('a'), 'onlyAtApply'); }).said).toEqual([]);
  });
});

test('what cannot be decided is one finding for a resource and reason, with the number of subjects', () => {
  const { findings } = runChecks(model, MirrorEdition.EDITION_2023, [{
    id: 'TM102',
    run: (_, _facts, outcomes: Outcomes<'TM102'>) => {
      outcomes.undecided(at('a'), 'notSpecified');
      outcomes.undecidedOf(2, at('b'), 'notSpecified');
      outcomes.undecided({ ...at('c'), path: 'elsewhere' }, 'notSpecified');
    },
  }]);
  expect(findings.map((f) => `${f.path} ${f.subject} ${f.count}`)).toEqual([`${session.path} a 3`, 'elsewhere c 1']);
  expect(findingOf(findings[0]).problem).toContain('source a and 2 more');
});
