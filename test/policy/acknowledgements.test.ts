import { App, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { filterIn, messageOf, newApp, newStack, source, synth, target } from '../support/app';
import { MirrorPolicy, MirrorPolicySeverity, MirrorSession } from '../../src';
import '../support/recorded-inputs';

let app: App;
let stack: TerraformStack;
beforeEach(() => {
  app = newApp();
  stack = newStack(app);
});

/** A session that is off, which is a warning (TM305). */
function off(id: string, priority: number, scope: Construct = stack): MirrorSession {
  return new MirrorSession(scope, id, {
    filter: filterIn(scope, `${id}Filter`),
    sources: [source(`eni-${id.toLowerCase()}`)],
    target: target(`lb-${priority}`),
    priority,
    enabled: false,
  });
}

const open = (of = app) => MirrorPolicy.of(of).evaluate().warnings.map((f) => f.path);

test('holds at its scope and below, and not beside it', () => {
  const team = new Construct(stack, 'Team');
  off('A', 1, team);
  off('B', 2);
  off('Teams', 3);
  MirrorPolicy.of(team).acknowledge('TM305', 'the team switches them on by hand');
  synth(app);
  expect(open()).toEqual(['stack/B/Resource', 'stack/Teams/Resource']);
  expect(MirrorPolicy.of(app).evaluate().acknowledged).toMatchObject([
    { id: 'TM305', path: 'stack/Team/A/Resource', acknowledged: 'the team switches them on by hand' },
  ]);
});

test('holds for a construct, its resource, a stack or the app', () => {
  const session = off('A', 1);
  off('B', 2);
  MirrorPolicy.of(session.node.defaultChild!).acknowledge('TM305', 'resource');
  synth(app);
  expect(open()).toEqual(['stack/B/Resource']);
  const whole = newApp();
  off('C', 1, newStack(whole, 'one'));
  off('D', 2, newStack(whole, 'two'));
  MirrorPolicy.of(whole).acknowledge('TM305', 'app');
  synth(whole);
  expect(open(whole)).toEqual([]);
});

test('the nearest reason is told', () => {
  const session = off('A', 1);
  MirrorPolicy.of(app).acknowledge('TM305', 'app');
  MirrorPolicy.of(session).acknowledge('TM305', 'session');
  synth(app);
  expect(MirrorPolicy.of(app).evaluate().acknowledged.map((f) => f.acknowledged)).toEqual(['session']);
});

test('is of one check only', () => {
  off('A', 1);
  MirrorPolicy.of(app).acknowledge('TM308', 'another one');
  synth(app);
  expect(MirrorPolicy.of(app).evaluate().warnings.map((f) => `${f.id} ${f.path}`)).toEqual(['TM305 stack/A/Resource', 'TM902 stack']);
});

test('with a pattern, an owner and an end', () => {
  off('A', 1);
  off('B', 2);
  MirrorPolicy.of(stack).acknowledge('TM305', 'until the move', { subject: 'stack/A*', owner: 'network team', expires: '2999-12-31' });
  synth(app);
  expect(open()).toEqual(['stack/B/Resource']);
  expect(MirrorPolicy.of(app).evaluate().acknowledged).toMatchObject([
    { path: 'stack/A/Resource', acknowledgedBy: 'network team', acknowledgedUntil: '2999-12-31' },
  ]);
  expect(messageOf(() => MirrorPolicy.of(stack).acknowledge('TM305', 'why', { expires: 'tomorrow' }))).toContain(
    'is "tomorrow". Allowed: a day as YYYY-MM-DD',
  );
});

test('after its last day it covers nothing, and is reported', () => {
  off('A', 1);
  MirrorPolicy.of(stack).acknowledge('TM305', 'until the move', { expires: '2026-11-26' });
  process.env.SOURCE_DATE_EPOCH = String(Date.parse('2026-11-26T23:59:59Z') / 1000);
  try {
    synth(app);
    expect(open()).toEqual([]);
    process.env.SOURCE_DATE_EPOCH = String(Date.parse('2026-11-27T00:00:00Z') / 1000);
    // A call of the policy has it evaluated again.
    MirrorPolicy.of(app).severity('TM101', MirrorPolicySeverity.ERROR);
    expect(MirrorPolicy.of(app).evaluate().warnings.map((f) => f.id)).toEqual(['TM305', 'TM901']);
  } finally {
    delete process.env.SOURCE_DATE_EPOCH;
  }
});

test('lets an error pass', () => {
  const refused = () => {
    const own = newApp();
    const scope = newStack(own);
    const session = new MirrorSession(scope, 'Session', {
      filter: filterIn(scope),
      sources: [source('eni-1', { instanceType: 'ecs.g6.large' })],
      target: target(),
    });
    return { own, session };
  };
  expect(messageOf(() => refused().own.synth())).toContain('TM102');
  const { own, session } = refused();
  MirrorPolicy.of(session).acknowledge('TM102', 'tried, it mirrors');
  synth(own);
  expect(MirrorPolicy.of(own).evaluate()).toMatchObject({ ok: true });
});

test('evaluate() at a scope tells of that scope alone', () => {
  const team = new Construct(stack, 'Team');
  off('A', 1, team);
  off('B', 2);
  synth(app);
  expect(MirrorPolicy.of(team).evaluate().warnings.map((f) => f.path)).toEqual(['stack/Team/A/Resource']);
  expect(MirrorPolicy.of(stack).evaluate().warnings).toHaveLength(2);
});

test.each<[string, string, string, string]>([
  ['a check that does not exist', 'TM999', 'why', 'The check to acknowledge is "TM999". Allowed: TM109, TM219, TM309, TM409, TM419'],
  ['an id in small letters, which is told the nearest first', 'tm305', 'why', 'is "tm305". Allowed: TM305, '],
  ['an id that is no finding\'s, which is told where ids are', 'TM999', 'why', 'Use the id in the finding'],
  ['no reason', 'TM305', '', 'The reason to acknowledge TM305 is ""'],
  ['a blank reason', 'TM305', ' \n', 'Explain why the finding is acknowledged'],
])('fails for %s', (_, id, reason, text) => {
  expect(messageOf(() => MirrorPolicy.of(stack).acknowledge(id, reason))).toMatch(/^\[stack\] /);
  expect(messageOf(() => MirrorPolicy.of(stack).acknowledge(id, reason))).toContain(text);
});

test('the checks that a fleet states itself can be acknowledged as well', () => {
  for (const id of ['TM511', 'TM512', 'TM514', 'TM515', 'TM516']) MirrorPolicy.of(app).acknowledge(id, 'why');
});

describe('what cannot be decided is acknowledged apart', () => {
  const withType = (instanceType: string | undefined, acknowledge: (policy: MirrorPolicy) => void) => {
    const own = newApp();
    const scope = newStack(own);
    new MirrorSession(scope, 'Session', { filter: filterIn(scope), sources: [source('eni-1', { instanceType })], target: target() });
    acknowledge(MirrorPolicy.of(scope));
    const { findings, acknowledged } = MirrorPolicy.of(own).evaluate();
    return { open: findings.filter((f) => f.id === 'TM102').length, acknowledged: acknowledged.map((f) => f.acknowledged) };
  };

  test('what was acknowledged while undecided does not silence a later violation', () => {
    const acknowledge = (policy: MirrorPolicy) => policy.acknowledgeUndecided('TM102', 'the types are in another state');
    expect(withType(undefined, acknowledge)).toEqual({ open: 0, acknowledged: ['the types are in another state'] });
    expect(withType('ecs.g6.large', acknowledge)).toEqual({ open: 1, acknowledged: [] });
  });

  test('an acknowledged violation says nothing of what is undecided', () => {
    const acknowledge = (policy: MirrorPolicy) => policy.acknowledge('TM102', 'tried, it mirrors');
    expect(withType('ecs.g6.large', acknowledge)).toEqual({ open: 0, acknowledged: ['tried, it mirrors'] });
    expect(withType(undefined, acknowledge)).toEqual({ open: 1, acknowledged: [] });
  });

  test('fails for a check that does not exist, and for no reason', () => {
    expect(messageOf(() => MirrorPolicy.of(stack).acknowledgeUndecided('TM999', 'why'))).toContain('"TM999"');
    expect(messageOf(() => MirrorPolicy.of(stack).acknowledgeUndecided('TM102', ''))).toContain('The reason to acknowledge TM102');
  });
});

describe('one that matches nothing gets a suggestion', () => {
  const unmatched = (subject: string, check = 'TM308'): string[] => {
    const own = newApp();
    const scope = newStack(own, 'mirror');
    off('Session', 1, scope);
    MirrorPolicy.of(own).acknowledge(check, 'why', { subject });
    synth(own);
    return MirrorPolicy.of(own).evaluate().warnings.filter((f) => f.id === 'TM902').map((f) => f.parameters.like ?? 'none');
  };

  test.each<[string, string, string]>([
    ['the path of a session', 'mirror/Sesion', 'mirror/Session'],
    ['a Terraform address', 'alicloud_vpc_traffic_mirror_session.Sesion_', 'alicloud_vpc_traffic_mirror_session.Session_'],
    [
      'an address with its stack',
      'mirror/alicloud_vpc_trafic_mirror_session.Session_',
      'mirror/alicloud_vpc_traffic_mirror_session.Session_',
    ],
    ['a source', 'eni-sesion', 'eni-session'],
    ['a target', 'lb-11', 'lb-1'],
    ['a stack', 'mirorr/*', 'mirror/*'],
    ['a stack, of a long pattern', 'miror/Production/Other/Thing*', 'mirror/Production/Other/Thing*'],
  ])('%s', (_, subject, like) => {
    expect(unmatched(subject)).toEqual([expect.stringContaining(like)]);
  });

  test('unless nothing is like it, or it is of a stack of another app', () => {
    expect(unmatched('entirely-different*')).toEqual(['none']);
    expect(unmatched('billing/Session')).toEqual([]);
  });
});

describe('one that covers whatever comes later is broad', () => {
  const broad = (acknowledge: (own: App, scope: TerraformStack, team: Construct) => void, sessions = 21): number => {
    const own = newApp();
    const scope = newStack(own, 'mirror');
    const team = new Construct(scope, 'Team');
    for (let i = 0; i < sessions; i++) off(`Extra${i}`, i + 1, team);
    acknowledge(own, scope, team);
    synth(own);
    const { warnings } = MirrorPolicy.of(own).evaluate();
    expect(warnings.filter((f) => f.id !== 'TM903')).toEqual([]);
    return warnings.length;
  };
  const by = (subject: string) => (own: App) => MirrorPolicy.of(own).acknowledge('TM305', 'why', { subject });

  test.each(['*', '*/*', 'mirror/*', 'mirror', 'mirror/**', '*/*x*'])('%s', (subject) => {
    expect(broad(by(subject))).toBe(1);
    expect(broad(by(subject), 20)).toBe(0);
  });

  test('of the app or a stack, but not of a part of a stack', () => {
    expect(broad((own) => MirrorPolicy.of(own).acknowledge('TM305', 'why'))).toBe(1);
    expect(broad((_own, scope) => MirrorPolicy.of(scope).acknowledge('TM305', 'why'))).toBe(1);
    expect(broad((_own, _scope, team) => MirrorPolicy.of(team).acknowledge('TM305', 'why'))).toBe(0);
    expect(broad((_own, _scope, team) => MirrorPolicy.of(team).acknowledge('TM305', 'why', { subject: '*' }))).toBe(0);
    expect(broad(by('mirror/Team/*'))).toBe(0);
  });
});
