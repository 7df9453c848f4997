import { documents, FILTER, Fixture, SESSION } from './fixtures';
import { withSessions } from './one-check';
import { MirrorSeverity } from '../../src';
import { about, aboutBlock, aboutPart, isBelow, Outcomes } from '../../src/checks/outcomes';
import { MirrorModel, SessionModel } from '../../src/model/mirror-model';
import { sessionForms } from '../../src/model/session-forms';

const A = `net/${SESSION}.a`;
/** An app of two sessions of one form, and a third one. */
function app(change: (f: Fixture) => void = () => undefined): { model: MirrorModel; a: SessionModel; b: SessionModel; c: SessionModel } {
  const f = withSessions({ a: { traffic_mirror_source_ids: ['eni-1', 'eni-2'] }, b: {}, c: { enabled: false } }, change);
  const model = new MirrorModel(documents(f));
  const [a, b, c] = model.sessions;
  return { model, a, b, c };
}

test.each<[path: string, other: string, below: boolean]>([
  ['net/a', '', true], ['', '', true], ['net/a', 'net/a', true], ['net/a/b', 'net/a', true], ['net/ab', 'net/a', false],
  ['net', 'net/a', false], ['a/net', 'net', false], ['', 'net', false],
])('whether %j is at or below %j: %j', (path, other, below) => {
  expect(isBelow(path, other)).toBe(below);
});

describe('subjects', () => {
  test('a part of a resource', () => {
    const { a } = app();
    expect(about(a, 'eni-1')).toEqual({ path: A, stack: a.stack, block: a.block, subject: 'eni-1' });
  });

  test('an id, a resource and an expression', () => {
    const { model, a } = app((f) => {
      f.terraform.resource[FILTER].web['//'] = { metadata: { path: 'net/Web/Resource', uniqueId: 'x' } };
      f.terraform.resource[SESSION].a.traffic_mirror_target_id = '${var.target}';
    });
    const shown = (...given: [identity: string, argument?: string]) => {
      const { subject, subjectName, path } = aboutPart(model, a, ...given) as { subject: string; subjectName?: string; path: string };
      return [path, subject, subjectName];
    };
    expect(shown('eni-1')).toEqual([A, 'eni-1', undefined]);
    expect('subjectName' in aboutPart(model, a, 'eni-1')).toBe(false);
    expect(shown('eni-1', 'tags')).toEqual([A, 'eni-1 tags', undefined]);
    expect(shown(a.target!)).toEqual([A, '${var.target}', undefined]);
    expect(shown(a.filter!)).toEqual([A, `${FILTER}.web`, 'net/Web']);
    expect(shown(a.filter!, 'tags')).toEqual([A, `${FILTER}.web tags`, 'net/Web tags']);
  });

  test('another resource', () => {
    const { model, a } = app((f) => {
      f.terraform.resource[FILTER].web['//'] = { metadata: { path: 'net/Web/Resource', uniqueId: 'x' } };
    });
    expect(aboutBlock(a, model.filters[0].block)).toEqual({
      path: A, stack: a.stack, block: a.block, subject: `${FILTER}.web`, subjectName: 'net/Web',
    });
  });
});

describe('what passes is counted', () => {
  test('by subjects', () => {
    const { a } = app();
    const outcomes = new Outcomes('TM305');
    outcomes.pass(a);
    outcomes.pass({ path: 'elsewhere' }, 3);
    outcomes.pass(a, 0);
    expect([outcomes.passed, outcomes.all()]).toEqual([4, []]);
  });

  test('at and below a path', () => {
    const { a, b } = app();
    const outcomes = new Outcomes('TM305', false, A);
    outcomes.pass(a);
    outcomes.pass(b, 5);
    outcomes.pass({ path: `${A}/x` }, 2);
    expect(outcomes.passed).toBe(3);
  });

  test.each<[below: string | undefined, bySession: number, bySource: number]>([
    [undefined, 2, 3], [A, 1, 2], [`net/${SESSION}.b`, 1, 1], ['other', 0, 0], ['net', 2, 3],
  ])('by sessions of one form, below %j', (below, bySession, bySource) => {
    const [form] = sessionForms(app().model);
    const passed = (each?: 'session' | 'source') => {
      const outcomes = new Outcomes('TM305', false, below);
      outcomes.passForm(form, each);
      return outcomes.passed;
    };
    expect([passed(), passed('session'), passed('source')]).toEqual([bySession, bySession, bySource]);
  });
});

describe('findings', () => {
  test('have severity, place and subject', () => {
    const { a, b } = app();
    const outcomes = new Outcomes('TM304');
    outcomes.error({ ...about(a, 'eni-1'), subjectName: 'net/Web', position: 0 }, 'sharedByCopies', { priority: 7, copies: 2 });
    outcomes.warn({ path: 'net', stack: b.stack }, 'moved', { priority: 1, first: 'net/A', kept: 2 });
    outcomes.undecided(b, 'onlyAtApply');
    const at = { stack: 'net', folder: 'net', count: 1 };
    expect(outcomes.all()).toEqual([
      {
        id: 'TM304', severity: MirrorSeverity.ERROR, reason: 'sharedByCopies', parameters: { priority: 7, copies: 2 }, path: A, ...at,
        address: `${SESSION}.a`, subject: 'eni-1', subjectName: 'net/Web', position: 0,
      },
      {
        id: 'TM304', severity: MirrorSeverity.WARNING, reason: 'moved', parameters: { priority: 1, first: 'net/A', kept: 2 }, path: 'net',
        ...at, address: undefined, subject: '',
      },
      {
        id: 'TM304', severity: MirrorSeverity.UNDECIDED, reason: 'onlyAtApply', parameters: {}, path: `net/${SESSION}.b`, ...at,
        address: `${SESSION}.b`, subject: '',
      },
    ]);
    // Objects of one shape.
    expect(new Set(outcomes.all().map((found) => Object.keys(found).join(' '))).size).toBe(1);
    expect(outcomes.passed).toBe(0);
  });

  test('that are undecided are one for each resource, reason and parameters', () => {
    const { a, b, c } = app();
    const outcomes = new Outcomes('TM304');
    outcomes.undecided(about(a, 'eni-1'), 'copiesOnlyAtApply', { priority: 1 });
    outcomes.undecidedOf(3, about(a, 'eni-2'), 'copiesOnlyAtApply', { priority: 1 });
    outcomes.undecided(b, 'copiesOnlyAtApply', { priority: 1 });
    outcomes.undecided(a, 'copiesOnlyAtApply', { priority: 2 });
    outcomes.undecided(a, 'onlyAtApply');
    outcomes.undecided(about(a, 'eni-1'), 'copiesOnlyAtApply', { priority: 1 });
    outcomes.undecidedOf(2, a, 'onlyAtApply');
    outcomes.undecided(c, 'onlyAtApply');
    outcomes.error(c, 'sharedByCopies', { priority: 7, copies: 2 });
    const shown = outcomes.all().map(({ reason, path, subject, count, parameters }) =>
      `${reason} ${path.replace(`net/${SESSION}.`, '')} ${subject} ${count} ${JSON.stringify(parameters)}`);
    expect(shown).toEqual([
      'sharedByCopies c  1 {"priority":7,"copies":2}',
      'copiesOnlyAtApply a eni-1 5 {"priority":1}', 'copiesOnlyAtApply b  1 {"priority":1}', 'copiesOnlyAtApply a  1 {"priority":2}',
      'onlyAtApply a  3 {}', 'onlyAtApply c  1 {}',
    ]);
    expect(outcomes.findings).toHaveLength(1);
  });

  test('that are undecided do not count if only decided ones do', () => {
    const { a } = app();
    const outcomes = new Outcomes('TM304', true);
    outcomes.undecided(a, 'onlyAtApply');
    outcomes.undecidedOf(2, a, 'copiesOnlyAtApply', { priority: 1 });
    expect(outcomes.all()).toEqual([]);
    outcomes.error(a, 'sharedByCopies', { priority: 7, copies: 2 });
    expect(outcomes.all()).toHaveLength(1);
  });
});
