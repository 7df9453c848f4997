// Which acknowledgement covers a finding, and what is found about the acknowledgements themselves.
import { Found } from '../../src/checks/found';
import { MirrorSeverity } from '../../src/checks/finding';
import { Acknowledgement, Acknowledgements } from '../../src/policy/acknowledgement';
import { probable, SubjectNames } from '../../src/policy/subject-names';
import { MirrorModel } from '../../src/model/mirror-model';

const TODAY = '2026-11-28';
const { ERROR, WARNING, UNDECIDED } = MirrorSeverity;

const one = (more: Partial<Acknowledgement> = {}): Acknowledgement =>
  ({ id: 'TM305', reason: 'why', undecided: false, where: 'the policy', ...more });
const found = (more: Partial<Found> = {}): Found => ({
  id: 'TM305', severity: WARNING, reason: 'off', parameters: {}, path: 'stack/Team/A/Resource', stack: 'stack', subject: '', count: 1,
  ...more,
});
const all = (...given: Acknowledgement[]) => new Acknowledgements(given, TODAY);
/** A model of stacks with sessions, given as construct paths. */
const names = (stacks: string[], sessions: string[] = []) => new SubjectNames({
  documents: stacks.map((path) => ({ path })), stacks: stacks.map((path) => ({ path, document: {} })), filters: [],
  sessions: sessions.map((path) => ({
    block: { path: `${path}/Resource`, address: `session.${path.split('/').at(-1)}` }, stack: { path: path.split('/')[0] },
  })),
} as unknown as MirrorModel);

describe('an acknowledgement covers', () => {
  test.each<[string, Partial<Acknowledgement>, Partial<Found>, boolean]>([
    ['a violation', {}, {}, true],
    ['an error as well', {}, { severity: ERROR }, true],
    ['no other check', {}, { id: 'TM306' }, false],
    ['no undecided result', {}, { severity: UNDECIDED }, false],
    ['an undecided result, if it is for those', { undecided: true }, { severity: UNDECIDED }, true],
    ['no violation, if it is for undecided results', { undecided: true }, {}, false],
    ['what is at its scope', { scope: 'stack/Team/A/Resource' }, {}, true],
    ['what is below it', { scope: 'stack/Team' }, {}, true],
    ['all, at the app', { scope: '' }, {}, true],
    ['nothing above it', { scope: 'stack/Team/A/Resource/X' }, {}, false],
    ['nothing beside it', { scope: 'stack/Tea' }, {}, false],
    ['a stack of its app', { scope: '', stacks: new Map([['stack', true]]) }, {}, true],
    ['no stack of another app', { scope: '', stacks: new Map([['other', true]]) }, {}, false],
    ['all of a stack at whose scope it is', { scope: 'app/stack', stacks: new Map([['stack', true]]) }, {}, true],
    ['what is below it in a stack that is above it', { scope: 'stack/Team', stacks: new Map([['stack', false]]) }, {}, true],
    ['nothing beside it in such a stack', { scope: 'stack/Other', stacks: new Map([['stack', false]]) }, {}, false],
    ['a path by a pattern', { subject: 'stack/*/A/Resource' }, {}, true],
    ['a path as it is shown', { subject: 'stack/Team/?' }, { path: 'stack/Team/A/Resource' }, true],
    ['what is below a path', { subject: 'stack/Team' }, {}, true],
    ['no other path', { subject: 'stack/Team/B*' }, {}, false],
    ['an address', { subject: 'type.A' }, { address: 'type.A' }, true],
    ['an address of a stack', { subject: 'stack/type.A' }, { address: 'type.A' }, true],
    ['no address of another stack', { subject: 'other/type.A' }, { address: 'type.A' }, false],
    ['a former address', { subject: 'type.B' }, { address: 'type.A', former: { address: 'type.B', subject: '' } }, true],
    ['a former address of a stack', { subject: 'stack/type.B' }, { former: { address: 'type.B', subject: '' } }, true],
    ['a subject', { subject: 'eni-*' }, { subject: 'eni-1' }, true],
    ['a former subject', { subject: 'eni-2' }, { subject: 'eni-1', former: { address: 'x', subject: 'eni-2' } }, true],
    ['no address or subject that is none', { subject: 'undefined' }, {}, false],
    ['no address of a stack that is none', { subject: 'stack/undefined' }, {}, false],
    ['no empty subject', { subject: '' }, {}, false],
    ['both a scope and a subject', { scope: 'stack/Team', subject: 'stack/Team/A' }, {}, true],
    ['no subject beyond its scope', { scope: 'stack/Other', subject: 'stack/Team/A' }, {}, false],
    ['on its last day', { expires: TODAY }, {}, true],
    ['nothing after it', { expires: '2026-11-27' }, {}, false],
  ])('%s', (_, acknowledgement, finding, covered) => {
    const given = one(acknowledgement);
    expect(all(given).of(found(finding))).toBe(covered ? given : undefined);
  });

  test.each<[string, Acknowledgement[], number]>([
    ['the nearest scope', [one({ scope: '' }), one({ scope: 'stack/Team' }), one({ scope: 'stack' })], 1],
    ['a pattern before any scope', [one({ scope: 'stack/Team/A' }), one({ subject: '*' })], 1],
    ['the first of equal ones', [one({ scope: 'stack' }), one({ scope: 'stack' })], 0],
    ['the nearest one that still holds', [one({ scope: 'stack/Team', expires: '2026-01-01' }), one({ scope: 'stack' })], 1],
    ['one without a scope last', [one(), one({ scope: 'stack' })], 1],
  ])('by %s', (_, given, expected) => {
    expect(all(...given).of(found())).toBe(given[expected]);
  });
});

describe('the last days of acknowledgements', () => {
  test('are those of the ones that cover something and have not ended', () => {
    const some = all(
      one({ scope: 'stack', expires: '2026-12-01', owner: 'team' }),
      one({ subject: 'stack/*', expires: '2026-12-02' }),
      one({ expires: '2026-12-03' }),
      one({ id: 'TM306', expires: '2026-12-04' }),
      one({ expires: '2026-11-27' }),
      one(),
    );
    some.of(found());
    some.of(found({ path: 'stack/B' }));
    expect(some.ends).toEqual([
      { check: 'TM305', at: 'stack', expires: '2026-12-01', owner: 'team', reason: 'why', findings: 2, where: 'the policy' },
      { check: 'TM305', at: 'stack/*', expires: '2026-12-02', reason: 'why', findings: 2, where: 'the policy' },
      { check: 'TM305', at: '', expires: '2026-12-03', reason: 'why', findings: 2, where: 'the policy' },
    ]);
  });
});

describe('what is found about acknowledgements', () => {
  const about = (given: Acknowledgement, count = 0, subjects = names(['stack'], ['stack/Session']), own: string[] = []) => {
    const some = all(given);
    for (let i = 0; i < count; i++) some.of(found());
    return some.findings({ stack: 'stack', folder: 'folder' }, subjects, own);
  };
  const shown = (...args: Parameters<typeof about>) => about(...args).map(({ id, reason, parameters }) => ({ id, reason, ...parameters }));

  test('nothing if it covers something', () => {
    expect(about(one(), 1)).toEqual([]);
    expect(about(one({ scope: 'stack', expires: TODAY }), 20)).toEqual([]);
  });

  test('that it is over', () => {
    expect(about(one({ expires: '2026-11-27', owner: 'team', scope: 'stack/Team' }), 1)).toEqual([{
      id: 'TM901', severity: WARNING, reason: 'expired', path: 'stack/Team', stack: 'stack', folder: 'folder', count: 1,
      subject: 'TM305 stack/Team', parameters: { check: 'TM305', expires: '2026-11-27', reason: 'why', owner: 'team', where: 'the policy' },
    }]);
  });

  test('that it matches nothing, at its scope or at the stack', () => {
    expect(about(one({ subject: 'stack/Sesion' }))).toEqual([{
      id: 'TM902', severity: WARNING, reason: 'unmatched', path: 'stack', stack: 'stack', folder: 'folder', count: 1,
      subject: 'TM305  stack/Sesion',
      parameters: { check: 'TM305', at: 'stack/Sesion', undecided: false, where: 'the policy', like: 'stack/Session' },
    }]);
    expect(about(one({ scope: '' })).map(({ path, subject }) => [path, subject])).toEqual([['stack', 'TM305']]);
    expect(about(one({ scope: 'stack/X', undecided: true }))).toMatchObject([
      { path: 'stack/X', subject: 'TM305 stack/X', parameters: { at: 'stack/X', undecided: true, like: undefined } },
    ]);
    expect(about(one())).toMatchObject([{ path: 'stack', parameters: { at: '' } }]);
  });

  test('not that it matches nothing, if what it is for may be elsewhere', () => {
    expect(about(one({ isPart: true }))).toEqual([]);
    expect(about(one({ subject: 'billing/Session' }))).toEqual([]);
    expect(shown(one({ subject: 'stck/Session' }))).toMatchObject([{ id: 'TM902', like: 'stack/Session' }]);
  });

  test('of a check that does not run here only that it is probably misspelt', () => {
    expect(shown(one({ id: 'OWNERS' }))).toEqual([]);
    expect(shown(one({ id: 'OWNERS' }), 0, names(['stack']), ['OWNER'])).toMatchObject([
      { id: 'TM902', reason: 'unmatched', check: 'OWNERS', at: '', like: 'OWNER' },
    ]);
    expect(shown(one({ id: 'OWNERS', subject: 'a', scope: 'b' }), 0, names(['stack']), ['OWNER'])).toMatchObject([{ at: 'a' }]);
    expect(shown(one({ id: 'OWNERS', scope: 'b' }), 0, names(['stack']), ['OWNER'])).toMatchObject([{ at: 'b' }]);
    expect(shown(one({ id: 'NET-12' }), 0, names(['stack']), ['NET-13', 'XYZ'])).toEqual([]);
    expect(shown(one({ id: 'NET-12' }), 0, names(['stack']), ['NETS-12'])).toMatchObject([{ like: 'NETS-12' }]);
    expect(shown(one({ id: 'NET-12' }), 0, names(['stack']), ['NET-123'])).toMatchObject([{ like: 'NET-123' }]);
    expect(shown(one({ id: 'OWNER' }), 0, names(['stack']), ['OWNER'])).toMatchObject([{ id: 'TM902', like: undefined }]);
  });

  test.each<[string, Partial<Acknowledgement>, number, boolean]>([
    ['a stack with 21 findings', { scope: 'stack' }, 21, true],
    ['a stack with 20', { scope: 'stack' }, 20, false],
    ['the app', { scope: '' }, 21, true],
    ['no scope', {}, 21, true],
    ['a part of a stack', { scope: 'stack/Team' }, 21, false],
    ['a pattern for everything', { subject: '*' }, 21, true],
    ['a pattern of a stack', { subject: 'stack/*' }, 21, true],
    ['a pattern with two characters of its own', { subject: 'stack/*Te*' }, 21, true],
    ['a pattern with three', { subject: 'stack/Tea*' }, 21, false],
    ['a pattern in a part of a stack', { subject: '*', scope: 'stack/Team' }, 21, false],
  ])('that it is broad: %s', (_, given, count, broad) => {
    expect(shown(one(given), count)).toEqual(
      broad ? [{ id: 'TM903', reason: 'broad', check: 'TM305', matched: 21, where: 'the policy', most: 20 }] : [],
    );
  });
});

describe('the names of subjects', () => {
  test('a stack is whole at and above its path', () => {
    const some = names(['a/stack', 'other']);
    expect(['', 'a', 'a/stack', 'other', 'a/stack/X', 'b', 'a/s'].map((scope) => some.isWhole(scope))).toEqual(
      [true, true, true, true, false, false, false],
    );
  });

  test('the length of a pattern is that of its own characters', () => {
    const some = names(['stack']);
    expect(['*', 'stack', 'stack/*', 'stack/Ab*', 'stacks/Ab', 'a?c/*d'].map((pattern) => some.fixedLength(pattern))).toEqual(
      [0, 0, 0, 2, 8, 3],
    );
  });

  test('a pattern is of another app if its first part is no stack', () => {
    const some = names(['stack', 'stage/net']);
    expect(['stack/X', 'stage/net/X', 'stage/X', 'bill/X', 'bill', 'bi*l/X', 'bi?l/X'].map((p) => some.isOfAnother(p))).toEqual(
      [false, false, false, true, false, false, false],
    );
  });

  test('the nearest one is a stack, a path, an address or an interface', () => {
    const some = names(['stack'], ['stack/Session']);
    const written = [
      'stck', 'stack/Sessoin', 'session.Sesion', 'stack/session.Sesion', 'entirely', '*', 'stack/Sess*oin', 'stck/Other/Thing',
      'stck/Sesion',
    ];
    expect(written.map((p) => some.nearest(p))).toEqual([
      'stack', 'stack/Session', 'session.Session', 'stack/session.Session', undefined, undefined, 'stack/Session', 'stack/Other/Thing',
      'stack/Session',
    ]);
    expect(names(['stack']).nearest('billing/Other')).toBeUndefined();
  });

  test('are also those of collectors, filters, sources and targets, of this app alone', () => {
    const block = (path: string) => ({ block: { path, address: path.replace('/', '.') }, stack: { path: 'stack' } });
    const some = new SubjectNames({
      documents: [{ path: 'stack', folder: 'zone-folder' }, { path: 'foreign', ofOthers: true }],
      stacks: [
        { path: 'stack', document: { statements: { collectors: [{ path: 'stack/Collector' }] } } },
        { path: 'other', document: { statements: {} } },
      ],
      filters: [block('stack/Filter')],
      sessions: [
        { ...block('stack/One'), target: 'lb-target', sources: ['eni-source'] }, { ...block('stack/Two') },
      ],
    } as unknown as MirrorModel);
    expect(['stack/Colector', 'stack/Filtr', 'stack.Filtr', 'stack/Too', 'lb-targt', 'eni-sorce'].map((p) => some.nearest(p))).toEqual(
      ['stack/Collector', 'stack/Filter', 'stack.Filter', 'stack/Two', 'lb-target', 'eni-source'],
    );
    expect([some.isWhole('zone-folder'), some.isWhole('foreign')]).toEqual([true, false]);
    expect([some.isOfAnother('foreign/X'), some.isOfAnother('zone-folder/X')]).toEqual([true, false]);
  });

  test('are those of the first 500 sessions, and of as many interfaces', () => {
    const session = (name: string, i: number) => ({
      block: { path: `stack/${name}`, address: `session.${name}` }, stack: { path: 'stack' }, target: 'lb-1', sources: [`eni-${name}-${i}`],
    });
    const of = (count: number) => new SubjectNames({
      documents: [{ path: 'stack' }], stacks: [], filters: [],
      sessions: [...Array.from({ length: count }, (_, i) => session('Common', i)), session('Zebra', 0)],
    } as unknown as MirrorModel);
    for (const [written, name] of [['stack/Zebrb', 'stack/Zebra'], ['session.Zebrb', 'session.Zebra'], ['eni-Zebrb-0', 'eni-Zebra-0']]) {
      expect([of(1).nearest(written), of(499).nearest(written), of(500).nearest(written)]).toEqual([name, name, undefined]);
    }
  });

  test('are probable if less than a third of the characters differ', () => {
    expect([
      probable('abc', ['abd']), probable('abc', ['ABC']), probable('abcdef', ['abcxef']), probable('abcdef', ['abxyef']),
      probable('abcdefg', ['abxyefg']), probable('', ['a']), probable('', []),
    ]).toEqual([undefined, 'ABC', 'abcxef', undefined, 'abxyefg', undefined, undefined]);
  });
});
