// What becomes of each finding under a policy, and the texts of the outcome.
import { fingerprintsOf, Found } from '../../src/checks/found';
import { MirrorSeverity } from '../../src/checks/finding';
import { CheckRun, OwnCheckResult } from '../../src/checks/run';
import { MirrorEdition } from '../../src/catalog/mirror-edition';
import { MirrorModel } from '../../src/model/mirror-model';
import { Acknowledgement } from '../../src/policy/acknowledgement';
import { Baseline } from '../../src/policy/baseline';
import { aboutApp, errorTexts, notices, verifiedText } from '../../src/policy/evaluation-text';
import { placeName } from '../../src/policy/finding-text';
import { MirrorEvaluation } from '../../src/policy/mirror-evaluation';
import { ChosenSeverity, Policy } from '../../src/policy/policy';
import { messageOf } from '../support/app';

const { ERROR, WARNING, UNDECIDED } = MirrorSeverity;
const { EDITION_2023, EDITION_2026 } = MirrorEdition;

/** A finding of a check of one's own, at a construct of a stack. */
const found = (path: string, more: Partial<Found> = {}): Found => ({
  id: 'OWNER', severity: WARNING, reason: 'none', parameters: {}, path, stack: path.split('/')[0], subject: '', count: 1,
  words: { problem: `${path} has no owner`, fix: 'Name one.', help: 'https://example.com/owner' }, ...more,
});

interface Documents {
  readonly path: string;
  readonly folder?: string;
  readonly plain?: boolean;
  readonly ofOthers?: boolean;
}

interface World {
  readonly documents?: readonly Documents[];
  readonly sessions?: readonly { readonly stack: string; readonly enabled?: boolean; readonly sources?: readonly string[] }[];
  readonly run?: Partial<CheckRun>;
  readonly policy?: Partial<Policy>;
  readonly whole?: boolean;
}

const own = (id: string, passedAt?: readonly string[]): [string, OwnCheckResult] =>
  [id, { id, title: `The ${id}`, help: 'https://example.com', passedAt }];

function evaluation(findings: readonly Found[], { documents = [{ path: 'stack' }], sessions = [], run, policy, whole }: World = {}) {
  const stacks = documents.filter((d) => !d.ofOthers).map((document) => ({ path: document.path, document }));
  const model = {
    documents, stacks, filters: [],
    sessions: sessions.map(({ stack, ...one }) => ({
      ...one, stack: stacks.find((s) => s.path === stack) ?? { path: stack, document: documents.find((d) => d.path === stack) },
      block: { path: `${stack}/S`, address: 'a.b' },
    })),
  } as unknown as MirrorModel;
  return MirrorEvaluation._of(
    { findings: [...findings], passed: {}, wouldNotHold: 0, wouldAdd: 0, own: new Map([own('OWNER')]), ...run }, model,
    {
      edition: EDITION_2023, editionChosen: false, strict: false, severities: new Map(), acknowledgements: [], today: '2026-11-28',
      ...policy,
    },
    whole,
  );
}

const paths = (all: readonly { readonly path: string }[]) => all.map(({ path }) => path);
const acknowledgement = (more: Partial<Acknowledgement> = {}): Acknowledgement =>
  ({ id: 'OWNER', reason: 'why', undecided: false, where: 'here', ...more });
const baselineOf = (known: readonly Found[], expires?: string) => Baseline.parse(JSON.stringify({
  version: 1, expires, findings: known.map((f) => ({ fingerprint: fingerprintsOf(f).at(-1), id: f.id, where: f.path })),
}), 'base.json');

describe('a finding', () => {
  test.each<[string, Partial<Found>, Partial<Policy>, MirrorSeverity | 'off']>([
    ['is as serious as its check says', { severity: ERROR }, {}, ERROR],
    ['is off', {}, { severities: new Map([['OWNER', 'off']]) }, 'off'],
    ['becomes an error', {}, { severities: new Map([['OWNER', 'error']]) }, ERROR],
    ['becomes a warning', { severity: ERROR }, { severities: new Map([['OWNER', 'warning']]) }, WARNING],
    ['of another check does not', { severity: ERROR }, { severities: new Map([['OTHER', 'warning']]) }, ERROR],
    ['of the other edition stays a warning', { otherEdition: '2026' }, { severities: new Map([['OWNER', 'error']]) }, WARNING],
    ['that is undecided stays so', { severity: UNDECIDED }, { severities: new Map([['OWNER', 'error']]) }, UNDECIDED],
    ['that is undecided is an error under strict', { severity: UNDECIDED }, { strict: true }, ERROR],
    ['that is a warning stays one under strict', {}, { strict: true }, WARNING],
  ])('%s', (_, more, policy, severity) => {
    const result = evaluation([found('stack/A', more)], { policy });
    expect(result.findings.map((f) => f.severity)).toEqual(severity === 'off' ? [] : [severity]);
    expect([result.errors, result.warnings, result.undecided].map((all) => all.length)).toEqual(
      [ERROR, WARNING, UNDECIDED].map((one) => one === severity ? 1 : 0),
    );
    expect(result.ok).toBe(severity !== ERROR);
  });

  test('of a stack that is looked at alone is not strict', () => {
    const given = found('stack/A', { severity: UNDECIDED });
    expect(evaluation([given], { policy: { strict: true }, whole: false }).errors).toEqual([]);
  });

  test('goes by the policy that its stack was written with', () => {
    const byStack = new Map([
      ['one', { strict: true, severities: new Map<string, ChosenSeverity>([['OWNER', 'off']]) }], ['two', { severities: new Map() }],
    ]);
    const given = ['one', 'two', 'three'].flatMap((stack) => [
      found(`${stack}/A`), found(`${stack}/B`, { severity: UNDECIDED, id: 'OTHER' }),
    ]);
    const documents = ['one', 'two', 'three'].map((path) => ({ path }));
    const policy = { byStack, severities: new Map<string, ChosenSeverity>([['OWNER', 'error']]), strict: false };
    const result = evaluation(given, { documents, policy });
    expect([paths(result.errors), paths(result.undecided)]).toEqual([['one/B', 'three/A', 'two/A'], ['three/B', 'two/B']]);
  });

  test('is acknowledged, or in the baseline, or open', () => {
    const given = [found('stack/A'), found('stack/B'), found('stack/C'), found('stack/D')];
    const policy = {
      acknowledgements: [acknowledgement({ subject: 'stack/A', owner: 'team', expires: '2999-01-01' })],
      baseline: baselineOf([given[0], given[1], found('stack/Gone')]),
    };
    const result = evaluation(given, { policy });
    expect([paths(result.findings), paths(result.acknowledged), paths(result.baselined)]).toEqual([
      ['stack/C', 'stack/D'], ['stack/A'], ['stack/B'],
    ]);
    expect(result.acknowledged[0]).toMatchObject({ acknowledged: 'why', acknowledgedBy: 'team', acknowledgedUntil: '2999-01-01' });
    expect([result.fixedSinceBaseline, result._fixed.size]).toEqual([1, 1]);
    expect(evaluation(given).fixedSinceBaseline).toBe(0);
  });

  test('is in the baseline by its former address as well', () => {
    const given = found('stack/A', { address: 'type.new', former: { address: 'type.old', subject: '' } });
    const baseline = baselineOf([given]);
    expect(baseline.has(fingerprintsOf(given)[0])).toBe(false);
    expect(paths(evaluation([given], { policy: { baseline } }).baselined)).toEqual(['stack/A']);
  });

  test('is open again after the last day of the baseline, which is a finding itself', () => {
    const given = [found('stack/A')];
    const documents = [{ path: 'b' }, { path: 'z', folder: 'a' }, { path: 'others', folder: '0', ofOthers: true }];
    const result = evaluation(given, { documents, policy: { baseline: baselineOf(given, '2026-11-27') } });
    expect(result.findings).toMatchObject([
      { id: 'OWNER', path: 'stack/A' },
      {
        id: 'TM904', reason: 'expired', severity: WARNING, path: 'z', stack: 'z', subject: '',
        parameters: { expires: '2026-11-27', file: 'base.json' },
      },
    ]);
    expect([result.baselined, result.fixedSinceBaseline]).toEqual([[], 0]);
    expect(paths(evaluation(given, { whole: false, policy: { baseline: baselineOf(given, '2026-11-27') } }).findings)).toEqual(['stack/A']);
    expect(evaluation(given, { policy: { baseline: baselineOf(given, '2026-11-28') } }).findings).toEqual([]);
  });

  test('about an acknowledgement is at the first stack, if the whole app is looked at', () => {
    const policy = { acknowledgements: [acknowledgement({ expires: '2026-01-01' })] };
    const documents = [{ path: 'b' }, { path: 'a' }];
    expect(evaluation([], { documents, policy }).findings).toMatchObject([{ id: 'TM901', path: 'a' }]);
    expect(evaluation([], { documents, policy, whole: false }).findings).toEqual([]);
    expect(evaluation([], { documents: [], policy }).findings).toMatchObject([{ id: 'TM901', path: '', stack: '' }]);
    const misspelt = { acknowledgements: [acknowledgement({ id: 'OWNERS' })] };
    expect(evaluation([], { policy: misspelt }).findings).toMatchObject([{ id: 'TM902', parameters: { like: 'OWNER' } }]);
  });

  test('is listed by check, path and subject in natural order, each once', () => {
    const given = [
      found('stack/A10'), found('stack/A2'), found('stack/A2', { subject: 's10' }), found('stack/A2', { subject: 's9' }),
      found('stack/A1', { id: 'ZZ' }), found('stack/A2'), found('stack/A2', { words: { problem: 'another', fix: 'f', help: 'h' } }),
    ];
    expect(evaluation(given).findings.map(({ id, path, subject, problem }) => `${id} ${path} ${subject} ${problem}`)).toEqual([
      'OWNER stack/A2  stack/A2 has no owner', 'OWNER stack/A2  another', 'OWNER stack/A2 s9 stack/A2 has no owner',
      'OWNER stack/A2 s10 stack/A2 has no owner', 'OWNER stack/A10  stack/A10 has no owner', 'ZZ stack/A1  stack/A1 has no owner',
    ]);
  });
});

test('a construct that is found at one place twice is told once, another fingerprint or problem again', () => {
  const words = (problem: string) => ({ words: { problem, fix: 'f', help: 'h' } });
  const told = (...given: Found[]) => evaluation(given).findings.length;
  const one = found('stack/A', words('p'));
  const otherwise = found('stack/A', { ...words('p'), reason: 'other' });
  expect([told(one, one), told(one, found('stack/A', words('q'))), told(one, otherwise)]).toEqual([1, 2, 2]);
  expect(told(one, found('stack/A', words('q')), one)).toBe(2);
});

test('a finding of plain Terraform is at its address, with its stack if there are several', () => {
  const given = [found('stack/A', { address: 'type.a' })];
  const documents = (...more: Documents[]) => ({ documents: [{ path: 'stack', plain: true }, ...more] });
  const place = (world: World) => placeName(evaluation(given, world).findings[0]);
  expect([
    place(documents()), place(documents({ path: 'other' })), place(documents({ path: 'other', ofOthers: true })),
    place({ documents: [{ path: 'stack' }, { path: 'other', plain: true }] }),
  ]).toEqual(['type.a', 'stack/type.a', 'type.a', 'stack/A']);
});

describe('the ends of what covers findings', () => {
  test('are told as many days before, the next one first', () => {
    const given = [found('stack/A'), found('stack/B'), found('stack/C'), found('stack/D')];
    const acknowledgements = [
      acknowledgement({ subject: 'stack/A', expires: '2026-12-08' }), acknowledgement({ subject: 'stack/C', expires: '2026-12-01' }),
      acknowledgement({ subject: 'stack/B', expires: '2026-12-01' }), acknowledgement({ subject: 'stack/D' }),
    ];
    const result = evaluation(given, { policy: { acknowledgements } });
    const ends = (days: number) => result._ending(days).map((end) => `${end.days} ${end.at}`);
    expect([ends(2), ends(3), ends(9), ends(10)]).toEqual(
      [[], ['3 stack/B', '3 stack/C'], ['3 stack/B', '3 stack/C'], ['3 stack/B', '3 stack/C', '10 stack/A']],
    );
    const baseline = baselineOf(given.slice(0, 2), '2026-12-01');
    expect(evaluation(given, { policy: { baseline, acknowledgements: acknowledgements.slice(1, 2) } })._ending(9)).toMatchObject([
      { days: 3, expires: '2026-12-01', findings: 2, where: 'base.json' }, { days: 3, at: 'stack/C', findings: 1 },
    ]);
    const sameDay = ['ZZ', 'OWNER'].map((id) => acknowledgement({ id, expires: '2026-12-01' }));
    const two = [found('stack/C', { id: 'ZZ' }), found('stack/A'), found('stack/D')];
    const all = evaluation(two, { policy: { baseline: baselineOf(two.slice(2), '2026-12-01'), acknowledgements: sameDay } });
    expect(all._ending(3).map(({ check }) => check)).toEqual(['OWNER', 'ZZ']);
    expect(evaluation([], { policy: { baseline } })._ending(9)).toEqual([]);
    expect(evaluation(given, { policy: { baseline: baselineOf(given) } })._ending(9)).toEqual([]);
  });
});

describe('an evaluation', () => {
  test('of a scope has what is at it and below', () => {
    const given = [found('stack/Team/A'), found('stack/B', { severity: ERROR }), found('stack/Teams')];
    const policy = { acknowledgements: [acknowledgement({ subject: 'stack/Teams' })] };
    const all = evaluation(given, { policy });
    expect(all._below('')).toBe(all);
    const team = all._below('stack/Team');
    expect([paths(team.findings), team.ok, all.ok, paths(team.acknowledged), paths(all._below('stack/Teams').acknowledged)]).toEqual([
      ['stack/Team/A'], true, false, [], ['stack/Teams'],
    ]);
    const baseline = baselineOf([given[0], given[2]]);
    expect(paths(evaluation(given, { policy: { baseline } })._below('stack/Team').baselined)).toEqual(['stack/Team/A']);
  });

  test('counts what passed, in the app or at a scope', () => {
    const run = { passed: { TM305: 4, OWNER: 2 }, own: new Map([own('OWNER', ['stack/Team/A', 'stack/B']), own('READ')]) };
    const all = evaluation([], { run });
    expect(['TM305', 'OWNER', 'TM306', 'READ'].map((id) => all.passed(id))).toEqual([4, 2, 0, 0]);
    const team = all._below('stack/Team');
    expect(['OWNER', 'READ'].map((id) => team.passed(id))).toEqual([1, 0]);
    expect(messageOf(() => all.passed('OWNERS'))).toMatch(
      /The check id of MirrorEvaluation\.passed is "OWNERS"\. Allowed: TM101, .*, READ\. Fix: Use the id that a finding shows/,
    );
    expect([all._checkIds.slice(-2), all._passed, all._titleOf('OWNER')]).toEqual([['OWNER', 'READ'], run.passed, 'The OWNER']);
    expect(all._titleOf('TM305')).not.toBe('TM305');
  });

  test('as JSON has everything', () => {
    const given = [found('stack/A'), found('stack/B')];
    const policy = { editionChosen: true, baseline: baselineOf(given.slice(1)) };
    const result = evaluation(given, { run: { passed: { OWNER: 3 } }, policy });
    expect(JSON.parse(result.toJson())).toMatchObject({
      edition: '2023', editionChosen: true, ok: true, findings: [{ path: 'stack/A' }], acknowledged: [], baselined: [{ path: 'stack/B' }],
      fixedSinceBaseline: 0, passed: { OWNER: 3 },
    });
  });

  test('tells whether a finding is undecided without strict', () => {
    const given = [found('stack/A', { severity: UNDECIDED }), found('stack/B', { severity: ERROR })];
    const result = evaluation(given, { policy: { strict: true } });
    expect(result.errors.map((f) => [f.path, result._isUndecided(f)])).toEqual([['stack/A', true], ['stack/B', false]]);
    for (const other of [{ id: 'OTHER' }, { path: 'stack/C' }, { subject: 'x' }, { reason: 'y' }]) {
      expect(result._isUndecided({ ...result.errors[0], ...other })).toBe(false);
    }
  });

  test('has a line about the other edition if that differs and none was chosen', () => {
    const line = (run: Partial<CheckRun>, policy: Partial<Policy> = {}) => evaluation([], { run, policy }).editionLine;
    expect([line({}), line({ wouldNotHold: 1 }, { editionChosen: true })]).toEqual([undefined, undefined]);
    expect(line({ wouldNotHold: 1 })).toContain('1 error would not hold');
    expect(line({ wouldAdd: 2 })).toContain('2');
    expect(line({ wouldAdd: 2, wouldNotHold: 2 })).toContain('2 errors would not hold');
    const plain = (documents: Documents[]) => evaluation([], { documents, run: { wouldAdd: 1 } }).editionLine;
    expect(plain([{ path: 'a', plain: true }])).not.toBe(plain([{ path: 'a' }]));
    expect(plain([{ path: 'a', plain: true }, { path: 'b' }])).toBe(plain([{ path: 'a' }]));
  });

  test('speaks another language', () => {
    const given = evaluation([found('stack/A')], { policy: { language: 'zh' } });
    expect([given._language, evaluation([])._language, given._in('zh') === given]).toEqual(['zh', 'en', true]);
    const english = given._in('en');
    expect([english._language, english.text === given.text, english.findings.length]).toEqual(['en', false, 1]);
  });
});

describe('the texts of an evaluation', () => {
  const error = found('stack/A', { severity: ERROR });

  test('of a refused synth: the errors, the policy file, the edition, and how to acknowledge the first', () => {
    expect(errorTexts(evaluation([found('stack/B')]))).toEqual([]);
    expect(errorTexts(evaluation([error, found('stack/B')])).map((text) => text.split('\n')[0])).toEqual([
      'ERROR OWNER  stack/A has no owner', expect.stringContaining("acknowledge('OWNER', 'reason')"),
    ]);
    const undecided = errorTexts(evaluation([found('stack/A', { severity: UNDECIDED })], { policy: { strict: true } }));
    expect(undecided.at(-1)).toContain("acknowledgeUndecided('OWNER', 'reason')");
    const all = errorTexts(evaluation([error], { policy: { file: 'policy.json' }, run: { wouldAdd: 1 } }));
    expect([all.length, all[1]]).toEqual([4, expect.stringContaining('policy.json')]);
    expect(all[2]).toContain('2026');
  });

  test('for a synth that passes: warnings, undecided results and the edition, by the folder of their stack', () => {
    const documents = [{ path: 'app/stack', folder: 'folder' }, { path: 'other' }];
    const given = [
      found('app/stack/A', { stack: 'app/stack' }), found('other/B', { id: 'OTHER', severity: UNDECIDED }),
      found('nowhere/C', { id: 'THIRD' }),
    ];
    expect(notices(evaluation(given, { documents, run: { wouldAdd: 1 } }))).toEqual([
      { stackId: 'folder', path: 'app/stack/A', level: 'warning', text: expect.stringMatching(/^OWNER {2}app\/stack\/A has no owner\n/) },
      { stackId: 'nowhere', path: 'nowhere/C', level: 'warning', text: expect.stringMatching(/^THIRD/) },
      { stackId: 'other', path: 'other/B', level: 'information', text: expect.stringMatching(/^OTHER/) },
      { stackId: 'folder', path: 'app/stack', level: 'information', text: expect.stringContaining('2026') },
    ]);
    expect(notices(evaluation([], { documents }))).toEqual([]);
    expect(aboutApp(evaluation([], { documents: [{ path: 'other' }] }), 'text')).toEqual(
      { stackId: 'other', path: 'other', level: 'information', text: 'text' },
    );
  });

  test('for an app that mirrors: interfaces, stacks, checks and open findings', () => {
    const documents = [{ path: 'a' }, { path: 'b' }, { path: 'others', ofOthers: true }];
    const sessions = [
      { stack: 'a', sources: ['eni-1', 'eni-2'] }, { stack: 'b', enabled: true, sources: ['eni-2', 'eni-3'] },
      { stack: 'b', enabled: false, sources: ['eni-4'] }, { stack: 'others', sources: ['eni-5'] },
    ];
    const run = { passed: { TM101: 1, TM102: 0, TM305: 5, OWNER: 2 } };
    const text = (findings: Found[], more: World = {}) => verifiedText(evaluation(findings, { documents, sessions, run, ...more }));
    expect(text([])).toBe('3 interfaces mirrored in 2 stacks, 3 checks passed, 0 undecided; edition 2023');
    expect(text([found('a/X', { severity: UNDECIDED })])).toBe(
      '3 interfaces mirrored in 2 stacks, 2 checks passed, 1 undecided; edition 2023',
    );
    expect(text([found('a/X')])).toContain('2 checks passed, 1 warning');
    expect(text([], { sessions: [...sessions, { stack: 'a' }] })).toContain('At least 3 interfaces');
    expect(text([], { sessions: sessions.slice(2) })).toBeUndefined();
    expect(text([], { policy: { edition: EDITION_2026, file: 'p.json' } })).toMatch(/edition 2026.*p\.json/);
  });

  test('in full', () => {
    const given = [error, found('stack/B'), found('stack/C', { severity: UNDECIDED }), found('stack/D', { id: 'OTHER' })];
    const policy = { acknowledgements: [acknowledgement({ id: 'OTHER' })], file: 'p.json', baseline: baselineOf([]) };
    const text = evaluation(given, { policy, run: { wouldAdd: 1, own: new Map([own('OWNER'), own('OTHER')]) } }).text.split('\n');
    expect(text[0]).toBe('1 error   1 warning   1 undecided   1 acknowledged   (edition 2023)');
    expect(text.filter((line) => /^[A-Z]+ O/.test(line))).toEqual([
      'ERROR OWNER  stack/A has no owner', 'WARNING OWNER  stack/B has no owner', 'UNDECIDED OWNER  stack/C has no owner',
      expect.stringContaining('OTHER  stack/D has no owner'),
    ]);
    expect(text.filter((line) => /p\.json/.test(line))).toHaveLength(1);
    expect(text.filter((line) => /baseline/i.test(line))).toHaveLength(1);
    expect(text.filter((line) => line.includes("acknowledgeUndecided('OWNER', 'reason')"))).toHaveLength(1);
    expect(text.at(-1)).toContain('2026');
    expect(evaluation([]).text).toBe('0 errors   0 warnings   0 undecided   (edition 2023)');
  });
});
