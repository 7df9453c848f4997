import { App } from 'cdktf';
import { filterIn, messageOf, newApp, newStack, source, target } from '../support/app';
import { BREAKS, MORE_BREAKS } from '../checks/fixtures';
import {
  alicloud, MirrorEdition, MirrorEvaluation, MirrorFinding, MirrorPolicy, MirrorSession, MirrorSessionProps, MirrorSeverity, MirrorSource,
} from '../../src';
import { runChecks } from '../../src/checks/run';
import { MirrorModel } from '../../src/model/mirror-model';
import { findingText, grouped, groupText, helpAddress, sentencesOf, shownGroups } from '../../src/policy/finding-text';

/** An app of so many sessions that are all wrong, or right, in the same way. */
function appOf(count: number, props: (i: number) => Partial<MirrorSessionProps>, edition?: MirrorEdition): App {
  const app = newApp();
  if (edition) MirrorPolicy.of(app).edition(edition);
  const stack = newStack(app);
  const filter = filterIn(stack);
  for (let i = 1; i <= count; i++) {
    new MirrorSession(stack, `S${i}`, {
      filter,
      sources: [source(`eni-${i}`)],
      target: target(),
      priority: i,
      virtualNetworkId: i,
      ...props(i),
    });
  }
  return app;
}

function evaluated(app: App): MirrorEvaluation {
  try {
    app.synth();
  } catch { /* What is found is looked at. */ }
  return MirrorPolicy.of(app).evaluate();
}

const wrongFamily = (i: number) => ({ sources: [source(`eni-${i}`, { instanceType: 'ecs.g6.large' })] });
const linesOf = (text: string, pattern: RegExp) => text.split('\n').filter((l) => pattern.test(l));

const off: MirrorFinding = {
  id: 'TM305', severity: MirrorSeverity.WARNING, reason: 'off', parameters: {}, path: 'stack/A/Resource', subject: '', stack: 'stack',
  problem: 'stack/A is off', fix: 'Switch it on.', fingerprint: 'f', help: 'docs/checks/TM305.md',
};

describe('a finding', () => {
  test('is a block of lines: problem, fix, effect, help', () => {
    expect(findingText(off)).toBe([
      'WARNING TM305  stack/A is off',
      '  Fix     Switch it on.',
      '  Help    traffic-mirror checks TM305, or docs/checks/TM305.md in the package',
    ].join('\n'));
    expect(findingText({ ...off, effect: 'A is interrupted.', otherEdition: '2026' })).toContain(
      'TM305  (edition 2026) stack/A is off\n  Fix     Switch it on.\n  Effect  A is interrupted.\n',
    );
  });

  test('that is acknowledged shows the reason instead of a fix', () => {
    expect(findingText({ ...off, acknowledged: 'a trial' })).toMatch(/Reason {2}a trial/);
    expect(findingText({ ...off, acknowledged: 'a trial' })).not.toMatch(/Fix/);
  });

  test('stands for all of its reason: the first in natural order, some of the others, and their number', () => {
    const places = [10, 2, 1, 30, 4, 5, 6, 7].map((i) => ({ ...off, path: `stack/A${i}/Resource`, problem: `stack/A${i} is off` }));
    const [group, ...others] = grouped(places);
    expect(others).toEqual([]);
    expect(groupText(group).split('\n').slice(0, 2)).toEqual([
      'WARNING TM305  stack/A1 is off',
      '  Also    stack/A2, stack/A4, stack/A5, stack/A6, stack/A7 and 2 more (8 in all)',
    ]);
    expect(groupText(grouped(places.slice(0, 2))[0]).split('\n')[1]).toBe('  Also    stack/A10 (2 in all)');
  });

  test('names resources of the app by their constructs, also as a place, and keeps the address as its subject', () => {
    const app = newApp();
    const stack = newStack(app);
    const instance = (id: string) => new alicloud.instance.Instance(stack, id, { instanceType: 'ecs.g6.large', securityGroups: ['sg-1'] });
    const sources = ['Web1', 'Web2'].map((id) => MirrorSource.fromResource(instance(id)));
    new MirrorSession(stack, 'Session', { filter: filterIn(stack), sources, target: target() });
    const { text, findings } = evaluated(app);
    expect(linesOf(text, /ERROR TM102| Also /)).toEqual([
      expect.stringMatching(/^ERROR TM102 {2}Source stack\/Web1 has /), '  Also    stack/Session (stack/Web2) (2 in all)',
    ]);
    expect(findings.filter(({ id }) => id === 'TM102').map(({ subject }) => subject))
      .toEqual(['alicloud_instance.Web1.network_interface_id', 'alicloud_instance.Web2.network_interface_id']);
  });

  test('of any check has a name for a subject that is a resource of the app', () => {
    const nameless = [...BREAKS, ...MORE_BREAKS].flatMap(({ id, edition, app }) => {
      const model = new MirrorModel(app());
      const addresses = model.stacks.flatMap((stack) => stack.types.flatMap((type) => stack.blocks(type).map(({ address }) => address)));
      return runChecks(model, edition ?? MirrorEdition.EDITION_2023).findings
        .filter((f) => f.id === id && f.subjectName === undefined && addresses.some((address) => f.subject.startsWith(address)))
        .map(({ subject }) => `${id} ${subject}`);
    });
    expect(nameless).toEqual([]);
  });

  test('of another reason or edition is a group of its own', () => {
    expect(grouped([off, { ...off, reason: 'missing' }, { ...off, otherEdition: '2026' }, off])).toHaveLength(3);
  });

  test('of two editions is in two groups', () => {
    expect(grouped(['2026', '2023', '2026'].map((otherEdition) => ({ ...off, otherEdition })))).toHaveLength(2);
  });

  test('has sentences if the text of its group names it', () => {
    const inWords = jest.fn((path: string) => ({ ...off, path }));
    const places = Array.from({ length: 9 }, (_, i) => ({ ...off, path: `stack/A${i}` }));
    const [{ first, others, count }] = shownGroups(places, ({ path }) => inWords(path));
    expect([first.path, others.map(({ path }) => path), count]).toEqual(
      ['stack/A0', ['stack/A1', 'stack/A2', 'stack/A3', 'stack/A4', 'stack/A5'], 9],
    );
    expect(inWords).toHaveBeenCalledTimes(6);
  });

  test.each<[string, Partial<MirrorFinding>]>([
    ['check', { id: 'TM306' }], ['severity', { severity: MirrorSeverity.ERROR }], ['reason', { reason: 'missing' }],
    ['edition', { otherEdition: '2026' }],
  ])('is in the group of its %s, next to others or apart from them', (_, more) => {
    const [one, other] = [(path: string) => ({ ...off, path }), (path: string) => ({ ...off, ...more, path })];
    const groups = grouped([one('A'), one('B'), other('C'), other('D'), one('E'), other('F')]);
    expect(groups.map(({ all }) => all.map(({ path }) => path))).toEqual([['A', 'B', 'E'], ['C', 'D', 'F']]);
  });
});

describe('a refused synth', () => {
  test.each([1, 20, 57])('of %i findings of a kind shows one block', (count) => {
    const message = messageOf(() => appOf(count, wrongFamily).synth());
    expect(linesOf(message, /ERROR TM102 {2}Source eni-1 /)).toHaveLength(1);
    expect(linesOf(message, /TM102 {2}/)).toHaveLength(1);
    expect(linesOf(message, new RegExp(`\\(${count} in all\\)`))).toHaveLength(count > 1 ? 1 : 0);
    expect(linesOf(message, /Help {4}traffic-mirror checks TM102/)).toHaveLength(1);
  });

  test('shows each kind by itself, and how to acknowledge the first', () => {
    const message = messageOf(() => appOf(25, (i) => ({ ...wrongFamily(i), ...i > 22 && { priority: 22 } })).synth());
    expect(linesOf(message, /ERROR TM\d+ /).map((l) => /TM\d+/.exec(l)![0])).toEqual(['TM102', 'TM304']);
    expect(message).toContain('acknowledge it: MirrorPolicy.of(scope).acknowledge(\'TM102\', \'reason\')');
  });

  test('reports the edition only if none was chosen', () => {
    const line = /edition 2023 is in force\. Under edition 2026, 2 errors would not hold/;
    expect(messageOf(() => appOf(2, wrongFamily).synth())).toMatch(line);
    expect(messageOf(() => appOf(2, wrongFamily, MirrorEdition.EDITION_2023).synth())).not.toMatch(/in force/);
  });
});

describe('the line about editions', () => {
  test('is there only if the other edition differs', () => {
    expect(evaluated(appOf(2, wrongFamily)).editionLine).toContain('2 errors would not hold.');
    const manySources = appOf(1, () => ({ sources: Array.from({ length: 10 }, (_, i) => source(`eni-a${i}`)) }));
    expect(evaluated(manySources).editionLine).toBeUndefined();
    const empty = newApp();
    newStack(empty);
    expect(evaluated(empty).editionLine).toBeUndefined();
  });
});

describe('an evaluation as text', () => {
  test('counts everything, and shows each kind once', () => {
    const { text, errors } = evaluated(
      appOf(30, (i) => ({
        ...wrongFamily(i),
        enabled: i > 10 ? undefined : false,
        ...(i === 30 && { sources: [source('eni-30', { mtu: undefined })] }),
      })),
    );
    expect(errors).toHaveLength(29);
    expect(text.split('\n')[0]).toBe('29 errors   10 warnings   2 undecided   (edition 2023)');
    expect(linesOf(text, /^(ERROR|WARNING|UNDECIDED) /).map((l) => l.split(' ').slice(0, 2).join(' '))).toEqual([
      'ERROR TM102', 'WARNING TM305', 'UNDECIDED TM406', 'UNDECIDED TM701',
    ]);
  });

  test('shows what is acknowledged, and why', () => {
    const app = appOf(1, () => ({ enabled: false }));
    MirrorPolicy.of(app).acknowledge('TM305', 'a trial');
    expect(linesOf(evaluated(app).text, /Reason {2}a trial/)).toHaveLength(1);
    expect(evaluated(app).text.split('\n')[0]).toContain('1 acknowledged');
  });
});

describe('the sentences of a finding', () => {
  test('are problem, fix and effect, with the edition that they are for', () => {
    expect(sentencesOf(off, 'en')).toBe('stack/A is off. Fix: Switch it on.');
    expect(sentencesOf({ ...off, effect: 'A is interrupted.' }, 'en')).toBe('stack/A is off. Fix: Switch it on. Effect: A is interrupted.');
    expect(sentencesOf({ ...off, otherEdition: '2026' }, 'en')).toMatch(/^.*2026.*stack\/A is off\. Fix: Switch it on\.$/);
  });

  test('are one line each, with the place in the source', () => {
    const given = { ...off, problem: 'a\r\n\r\nb', location: { file: 'main.ts', line: 7 } };
    expect(findingText(given).split('\n').slice(0, 2)).toEqual(['WARNING TM305  a b', '  At      main.ts:7']);
  });

  test('have the address of a help only if it is one', () => {
    const of = (help: string) => helpAddress({ ...off, help });
    expect(of('https://example.com/a?b=c#d')).toBe('https://example.com/a?b=c#d');
    expect(['see https://example.com', 'https://example.com/a b', 'https://', 'https://example.com/<x>', 'docs/x.md'].map(of)).toEqual(
      Array(5).fill(undefined),
    );
  });
});
