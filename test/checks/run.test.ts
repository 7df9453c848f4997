import { documents, right } from './fixtures';
import { MirrorEdition } from '../../src';
import { Check, CheckOptions } from '../../src/checks/check';
import { findingOf } from '../../src/checks/found';
import { Outcomes } from '../../src/checks/outcomes';
import { passedBelow, runChecks } from '../../src/checks/run';
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

describe('of a run', () => {
  const run = (checks: Check[], inForce = MirrorEdition.EDITION_2023, of = model) => runChecks(of, inForce, checks);
  const named = (id: string, decide: Run, more: Partial<Check> = {}): Check => ({ id, byEdition: true, run: decide, ...more });

  test('what passes is counted by check, under the edition in force', () => {
    const passing = (id: string, count: number) => named(id, (_, { edition }, outcomes) => {
      outcomes.pass(session, edition === MirrorEdition.EDITION_2023 ? count : 100);
    });
    expect(run([passing('TM305', 2), passing('TM306', 3)]).passed).toEqual({ TM305: 2, TM306: 3 });
  });

  test('an earlier edition adds nothing', () => {
    const given = named('TM305', (_, { edition }, outcomes) => {
      if (edition === MirrorEdition.EDITION_2023) outcomes.error(at('a'), 'missing');
    });
    expect(run([given], MirrorEdition.EDITION_2026)).toMatchObject({ findings: [], wouldAdd: 0, wouldNotHold: 0 });
  });

  test('subjects of two resources, and two subjects of one, are apart', () => {
    const given = named('TM305', (_, { edition }, outcomes) => {
      const later = edition === MirrorEdition.EDITION_2026;
      outcomes.error(later ? { ...at('a'), path: 'elsewhere' } : at('a'), 'missing');
      outcomes.error(at(later ? 'c' : 'b'), 'missing');
    });
    const { findings, wouldAdd, wouldNotHold } = run([given]);
    expect(findings.map((f) => `${f.severity} ${f.path === session.path ? '' : f.path} ${f.subject} ${f.otherEdition}`)).toEqual([
      'error  a undefined', 'error  b undefined', 'warning elsewhere a 2026', 'warning  c 2026',
    ]);
    expect([wouldAdd, wouldNotHold]).toEqual([2, 2]);
  });

  test('a warning that a later edition no longer gives is not counted', () => {
    const given = named('TM305', (_, { edition }, outcomes) => {
      if (edition === MirrorEdition.EDITION_2023) outcomes.warn(at('a'), 'off');
    });
    expect(run([given])).toMatchObject({ wouldAdd: 0, wouldNotHold: 0 });
  });

  test('an error in force covers what a later edition would add to the same subject', () => {
    const first = (severity: 'error' | 'warn', byEdition: boolean) => named('TM301', (_, { edition }, outcomes) => {
      if (edition === MirrorEdition.EDITION_2023) (outcomes as Outcomes)[severity](at('a'), 'tooMany', {});
    }, { byEdition });
    const second = (coveredBy?: Check['coveredBy']) => named('TM310', (_, { edition }, outcomes) => {
      if (edition === MirrorEdition.EDITION_2026) for (const subject of ['a', 'b']) outcomes.error(at(subject), 'missing');
    }, { coveredBy });
    const added = (...checks: Check[]) => run(checks).findings.filter((f) => f.otherEdition).map((f) => f.subject);
    expect(added(first('error', true), second(['TM301']))).toEqual(['b']);
    expect(added(first('error', false), second(['TM302', 'TM301']))).toEqual(['b']);
    expect(added(first('warn', true), second(['TM301']))).toEqual(['a', 'b']);
    expect(added(first('error', true), second(['TM302']))).toEqual(['a', 'b']);
    expect(added(first('error', true), second())).toEqual(['a', 'b']);
  });

  test('findings and own checks that are stated count as well', () => {
    const [one, two, three] = [right(), right(), right()];
    const words = { problem: 'Bad.', fix: 'Make it good.', help: 'https://example.com' };
    const own = (id: string, passed: number) => ({ id, title: `${id} is fine`, help: 'https://example.com', passed });
    Object.assign(one.statements, {
      findings: [
        { id: 'TM501', severity: 'error', path: 'net/A', reason: 'tooMany', parameters: { sources: 11 } },
        { id: 'ACME-1', severity: 'warning', path: 'net/B', address: 'x.y', subject: 'z', reason: 'own', parameters: {}, words },
      ],
      checks: [own('ACME-1', 2), own('ACME-2', 0)],
    });
    Object.assign(two.statements, {
      findings: [{ id: 'TM515', severity: 'undecided', path: 'net1/C', reason: 'stackGone', parameters: {} }], checks: [own('ACME-1', 3)],
      positions: ['main.ts:7'], places: { 'net1/C': 0 },
    });
    const result = run([], undefined, new MirrorModel(documents(one, two, { ...three, statements: undefined as any })));
    expect(result.findings).toEqual([
      {
        id: 'TM501', severity: 'error', path: 'net/A', stack: 'net', folder: 'net', subject: '', count: 1, reason: 'tooMany',
        parameters: { sources: 11 },
      },
      {
        id: 'ACME-1', severity: 'warning', path: 'net/B', address: 'x.y', words, stack: 'net', folder: 'net', subject: 'z', count: 1,
        reason: 'own', parameters: {},
      },
      {
        id: 'TM515', severity: 'undecided', path: 'net1/C', stack: 'net1', folder: 'net1', subject: '', count: 1, reason: 'stackGone',
        parameters: {}, location: { file: 'main.ts', line: 7 },
      },
    ]);
    expect(Object.keys(result.findings[0])).not.toEqual(expect.arrayContaining(['address']));
    expect(Object.keys(result.findings[0])).not.toEqual(expect.arrayContaining(['words']));
    expect(result.passed).toEqual({ 'ACME-1': 5, 'ACME-2': 0 });
    const { passed: _, ...stated } = own('ACME-1', 0);
    expect([...result.own]).toEqual([['ACME-1', stated], ['ACME-2', { ...stated, id: 'ACME-2', title: 'ACME-2 is fine' }]]);
  });

  test('what passes below a path is counted again', () => {
    const below = (id: string, path: string, edition = MirrorEdition.EDITION_2023) => passedBelow(id, model, edition, path);
    expect(below('TM305', '')).toBe(1);
    expect(below('TM305', session.path)).toBe(1);
    expect(below('TM305', 'other')).toBe(0);
    expect(below('ACME-1', '')).toBe(0);
    expect([MirrorEdition.EDITION_2023, MirrorEdition.EDITION_2026].map((edition) => below('TM310', '', edition))).toEqual([0, 0]);
  });
});
