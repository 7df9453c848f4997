import { App } from 'cdktf';
import { filterIn, messageOf, newApp, newStack, source, target } from '../support/app';
import { MirrorEdition, MirrorEvaluation, MirrorFinding, MirrorPolicy, MirrorSession, MirrorSessionProps, MirrorSeverity } from '../../src';
import { findingLine } from '../../src/policy/finding-text';

/** An app of so many sessions that are all wrong, or right, in the same way. */
function appOf(count: number, props: (i: number) => Partial<MirrorSessionProps>, edition?: MirrorEdition): App {
  const app = newApp();
  if (edition) MirrorPolicy.of(app).edition(edition);
  const stack = newStack(app);
  const filter = filterIn(stack);
  for (let i = 1; i <= count; i++) {
    new MirrorSession(stack, `S${String(i).padStart(3, '0')}`, { filter, sources: [source(`eni-${i}`)], target: target(), priority: i, virtualNetworkId: i, ...props(i) });
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

test('a finding is one line: where, which check, what is wrong, what to do', () => {
  const finding: MirrorFinding = { id: 'TM305', severity: MirrorSeverity.WARNING, path: 'stack/A', subject: '', problem: 'it is off', fix: 'switch it on', stack: 'stack' };
  expect(findingLine(finding)).toBe('[stack/A] TM305 it is off; switch it on');
  expect(findingLine({ ...finding, otherEdition: '2026' })).toBe('[stack/A] TM305 (edition 2026) it is off; switch it on');
});

describe('a refused synth', () => {
  test.each([[1, 1, undefined], [20, 20, undefined], [21, 20, 'TM102: 1 more like it'], [57, 20, 'TM102: 37 more like it']])('of %i findings of a kind says %i in full, and counts the rest', (count, inFull, rest) => {
    const message = messageOf(() => appOf(count, wrongFamily).synth());
    expect(linesOf(message, /\[stack\/S\d+\/Resource\] TM102 /)).toHaveLength(inFull);
    expect(linesOf(message, /more like it/).map((l) => l.trim())).toEqual(rest ? [rest] : []);
    expect(linesOf(message, /TM102 is explained in docs\/checks\/TM102\.md of the package/)).toHaveLength(1);
  });

  test('counts each kind by itself, sorts by id and path, and tells how to acknowledge the first', () => {
    const message = messageOf(() => appOf(25, (i) => ({ ...wrongFamily(i), ...i > 22 && { priority: 22 } })).synth());
    const at = linesOf(message, /\] TM\d+ /).map((l) => /\[(.*?)\] (TM\d+)/.exec(l)!);
    expect(at.map(([, path, id]) => `${id} ${path}`)).toEqual([...at.map(([, path, id]) => `${id} ${path}`)].sort());
    expect(at.filter(([, , id]) => id === 'TM304')).toHaveLength(3);
    expect(linesOf(message, /more like it/).map((l) => l.trim())).toEqual(['TM102: 5 more like it']);
    expect(message).toContain('acknowledge instead: MirrorPolicy.of(scope).acknowledge(\'TM102\', \'why it is accepted\')');
  });

  test('says of the edition only where none was chosen', () => {
    const line = /edition 2023 of the product is in force, since none was chosen; under 2026 2 of the errors would not hold and (\d+) findings would be new/;
    expect(messageOf(() => appOf(2, wrongFamily).synth())).toMatch(line);
    expect(messageOf(() => appOf(2, wrongFamily, MirrorEdition.EDITION_2023).synth())).not.toMatch(/since none was chosen/);
  });
});

describe('the line of the edition', () => {
  test('counts what the other edition would add: a family that it does not know', () => {
    // g6 is refused under 2023 and a warning under 2026; so two errors fall and no other thing is new.
    expect(evaluated(appOf(2, wrongFamily)).editionLine).toContain('2 of the errors would not hold and 0 findings would be new');
    const manySources = appOf(1, () => ({ sources: Array.from({ length: 10 }, (_, i) => source(`eni-a${i}`)) }));
    expect(evaluated(manySources).editionLine).toContain('0 of the errors would not hold and 0 findings would be new');
  });

  test('is not there for an app without traffic mirroring, nor where an edition is chosen', () => {
    const empty = newApp();
    newStack(empty);
    expect(evaluated(empty).editionLine).toBeUndefined();
    expect(evaluated(appOf(1, () => ({}), MirrorEdition.EDITION_2026)).editionLine).toBeUndefined();
  });
});

describe('an evaluation as text', () => {
  test('counts everything, and shows at most 20 of a kind', () => {
    const { text, errors } = evaluated(appOf(30, (i) => ({ ...wrongFamily(i), enabled: i > 10 ? undefined : false, ...i === 30 && { sources: [source('eni-30', { mtu: undefined })] } })));
    expect(errors).toHaveLength(29);
    expect(text.split('\n')[0]).toBe('29 errors, 10 warnings, 2 undecided, 0 acknowledged under edition 2023');
    expect(linesOf(text, /TM102: 9 more like it/)).toHaveLength(1);
    expect(linesOf(text, /^errors \(29\)$|^warnings \(10\)$|^undecided \(2\)$/)).toHaveLength(3);
  });

  test('says what is acknowledged, and why', () => {
    const app = appOf(1, () => ({ enabled: false }));
    MirrorPolicy.of(app).acknowledge('TM305', 'a trial');
    expect(linesOf(evaluated(app).text, /\[stack\/S001\/Resource\] TM305: a trial/)).toHaveLength(1);
  });

  test('of a right app has nothing but the counts and the edition', () => {
    const app = appOf(1, () => ({}), MirrorEdition.EDITION_2023);
    MirrorPolicy.of(app).acknowledge('TM406', 'the load balancer is another team\'s');
    expect(evaluated(app).text.split('\n')[0]).toBe('0 errors, 0 warnings, 0 undecided, 1 acknowledged under edition 2023');
  });
});
