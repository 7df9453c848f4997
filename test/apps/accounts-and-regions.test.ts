import { App, TerraformProvider, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { bodiesByPath, filterIn, messageOf, newApp, saidOf, SESSION, source, synth, target } from '../support/app';
import { expectConformsToSchema } from '../support/schema';
import { alicloud, MirrorEdition, MirrorFilter, MirrorPolicy, MirrorRule, MirrorSession, MirrorSessionProps, MirrorTarget } from '../../src';

let app: App;
beforeEach(() => {
  app = newApp();
  MirrorPolicy.of(app).edition(MirrorEdition.EDITION_2023);
});

interface Given { region?: string; roleArn?: string; profile?: string; alias?: string }

function provider(stack: TerraformStack, id: string, { region = 'cn-hangzhou', roleArn, profile, alias }: Given): TerraformProvider {
  return new alicloud.provider.AlicloudProvider(stack, id, { region, alias, profile, assumeRole: roleArn ? { roleArn, sessionName: 'mirror' } : undefined });
}

function stackWith(id: string, given: Given, scope: Construct = app): TerraformStack {
  const stack = new TerraformStack(scope, id);
  provider(stack, 'AliCloud', given);
  return stack;
}

let number = 0;
/** A session of a source of its own; all have priority 7 unless told otherwise. */
function session(stack: TerraformStack, props: Partial<MirrorSessionProps> = {}, id = `Session${number++}`): MirrorSession {
  const region = props.sources ? undefined : 'cn-hangzhou';
  return new MirrorSession(stack, id, {
    filter: filterIn(stack, `${id}Filter`), sources: [source(`eni-${id.toLowerCase()}`, { regionId: region })], target: target(`lb-${id.toLowerCase()}`), priority: 7, ...props,
  });
}
const elsewhere = (id: string, regionId: string) => ({ sources: [source(id, { regionId })] });

const role = (uid: number) => `acs:ram::${uid}:role/mirror`;

const said = () => saidOf(app);

function synthesized(): string[] {
  synth(app);
  return said();
}

describe('one priority', () => {
  test('in two regions is fine', () => {
    session(stackWith('a', {}));
    session(stackWith('b', { region: 'cn-beijing' }), elsewhere('eni-bj', 'cn-beijing'));
    expect(synthesized()).toEqual([]);
  });

  test('in two regions of one stack, by an alias, is fine', () => {
    const stack = stackWith('a', {});
    const beijing = provider(stack, 'Beijing', { region: 'cn-beijing', alias: 'bj' });
    session(stack);
    const own = new MirrorFilter(stack, 'Own', { provider: beijing, inbound: [MirrorRule.accept()] });
    session(stack, { ...elsewhere('eni-bj', 'cn-beijing'), provider: beijing, filter: own }, 'Bj');
    const json = synth(app).a;
    expectConformsToSchema(json);
    expect(bodiesByPath(json, SESSION)['a/Bj/Resource'].provider).toBe('alicloud.bj');
    expect(said()).toEqual([]);
  });

  test('in two accounts, by the roles that are assumed, is fine', () => {
    session(stackWith('a', { roleArn: role(1) }));
    session(stackWith('b', { roleArn: role(2) }));
    expect(synthesized()).toEqual([]);
  });

  test('in two accounts that are stated is fine', () => {
    for (const id of ['a', 'b']) {
      const stack = stackWith(id, {});
      MirrorPolicy.of(stack).account(id);
      session(stack);
    }
    expect(synthesized()).toEqual([]);
  });

  test('fails in one account and region, and names a free one', () => {
    session(stackWith('a', { profile: 'one' }), {}, 'Web');
    session(stackWith('b', { profile: 'one' }), {}, 'Db');
    expect(messageOf(() => app.synth())).toMatch(/ERROR TM304 {2}b\/Db has priority 7, which a\/Web already has in the same account and region.*\n {2}Fix {5}Set priority to 8, which is free/);
    expect(said()).toEqual(['error TM304 b/Db/Resource']);
  });

  test('fails in one stated account, whatever the arguments', () => {
    MirrorPolicy.of(app).account('prod');
    session(stackWith('a', { profile: 'one' }), {}, 'Web');
    session(stackWith('b', { profile: 'two' }), {}, 'Db');
    expect(messageOf(() => app.synth())).toContain('ERROR TM304  b/Db has priority 7, which a/Web already has');
  });

  test('fails for two roles of one account', () => {
    session(stackWith('a', { roleArn: 'acs:ram::1:role/a' }), {}, 'Web');
    session(stackWith('b', { roleArn: 'acs:ram::1:role/b' }), {}, 'Db');
    expect(messageOf(() => app.synth())).toContain('ERROR TM304  b/Db has priority 7, which a/Web already has');
  });

  test('is undecided where the arguments differ, which may be one account', () => {
    session(stackWith('a', { profile: 'one' }), {}, 'Web');
    session(stackWith('b', { profile: 'two' }), {}, 'Db');
    expect(synthesized()).toEqual(['undecided TM110 a']);
    expect(MirrorPolicy.of(app).evaluate().undecided[0].problem).toMatch(/priorities and quotas across stacks a, b: /);
  });

  describe('of stacks that have one filter or target by its id', () => {
    /** Both stacks name the same filter and target. */
    const alike = (...accounts: Given[]): string[] => {
      accounts.forEach((given, i) => {
        const stack = stackWith('ab'[i], given);
        session(stack, { filter: MirrorFilter.fromFilterId(stack, 'Shared', 'tmf-1'), target: target('lb-shared'), sources: [source(`eni-${'ab'[i]}`)] }, 'Web');
      });
      return ids();
    };
    /** What is found about the account; an error ends the synth. */
    const ids = (): string[] => {
      try {
        synth(app);
      } catch {
        // What is found is asked below.
      }
      return said().filter((line) => /TM304|TM110/.test(line));
    };
    const byVariable = (): string => '${var.account}';

    test.each<[string, Given]>([['bare providers', {}], ['one profile', { profile: 'one' }]])('fails: %s, since a filter is in one account', (_, given) => {
      expect(alike(given, given)).toEqual(['error TM304 b/Web/Resource']);
    });

    test('fails for a bare provider and a profile', () => {
      expect(alike({}, { profile: 'one' })).toEqual(['error TM304 b/Web/Resource']);
    });

    test('is undecided if a variable of each stack chooses the account: they are made of one template', () => {
      expect(alike({ profile: byVariable() }, { profile: byVariable() })).toEqual(['undecided TM110 a']);
    });

    test('is fine in two regions', () => {
      session(stackWith('a', {}), { filter: MirrorFilter.fromFilterId(app.node.findChild('a') as TerraformStack, 'Shared', 'tmf-1') });
      session(stackWith('b', { region: 'cn-beijing' }), { ...elsewhere('eni-bj', 'cn-beijing'), filter: MirrorFilter.fromFilterId(app.node.findChild('b') as TerraformStack, 'Shared', 'tmf-2') });
      expect(ids()).toEqual([]);
    });
  });

  test('is undecided if the providers are bare and share nothing, in one line that names what to set', () => {
    for (const id of ['a', 'b', 'c']) session(stackWith(id, {}), {}, `Web${id}`);
    expect(synthesized().filter((line) => line.includes('TM110'))).toEqual(['undecided TM110 a']);
    const [{ problem, fix }] = MirrorPolicy.of(app).evaluate().undecided.filter(({ id }) => id === 'TM110');
    expect(problem).toContain('a, b, c');
    expect(fix).toContain('.account(');
  });

  test('is undecided where one region is left to the environment', () => {
    session(stackWith('a', {}), {}, 'Web');
    const stack = new TerraformStack(app, 'b');
    new alicloud.provider.AlicloudProvider(stack, 'AliCloud', {});
    session(stack, {}, 'Db');
    expect(synthesized()).toEqual(['undecided TM101 b', 'undecided TM110 a']);
  });

  test('of sessions that state none is one for each path', () => {
    for (const id of ['a', 'b', 'c']) session(stackWith(id, {}), { priority: undefined, sources: [source(`eni-${id}`)] }, 'Web');
    expect(synthesized()).toEqual([]);
  });
});

describe('one source', () => {
  const shared = { sources: [source('eni-shared', { regionId: 'cn-hangzhou' })] };

  test('fails in two sessions of one account and region, in two stacks', () => {
    session(stackWith('a', {}), { ...shared, priority: 1 }, 'Web');
    session(stackWith('b', {}), { ...shared, priority: 2 }, 'Db');
    expect(messageOf(() => app.synth())).toMatch(/ERROR TM301 {2}Source eni-shared is in 2 sessions: .*a\/Web/);
    expect(said()).toEqual(['error TM301 b/Db/Resource']);
  });

  test('fails whatever the credentials, since an interface is in one account', () => {
    session(stackWith('a', { profile: 'one' }), { ...shared, priority: 1 }, 'Web');
    session(stackWith('b', { profile: 'two' }), { ...shared, priority: 2 }, 'Db');
    expect(messageOf(() => app.synth())).toMatch(/ERROR TM301 {2}Source eni-shared is in 2 sessions: .*a\/Web/);
    expect(said()).toEqual(['error TM301 b/Db/Resource']);
  });

  test('fails in a region that its session is not in', () => {
    session(stackWith('a', { region: 'cn-beijing' }), shared, 'Web');
    expect(messageOf(() => app.synth())).toMatch(/ERROR TM106 {2}Source eni-shared is in cn-hangzhou, but its session is in cn-beijing/);
    expect(said()).toEqual(['error TM106 a/Web/Resource']);
  });
});

describe('a quota', () => {
  test('is counted for each account and region', () => {
    const one = sensors('a', { profile: 'one' }, 6);
    sensors('b', { region: 'cn-beijing' }, 6);
    expect(synthesized()).toEqual([]);
    expect(one).toHaveLength(6);
  });

  test('fails where the sessions of two stacks exceed it together', () => {
    sensors('a', {}, 6);
    sensors('b', {}, 5);
    expect(messageOf(() => app.synth())).toMatch(/ERROR TM503 {2}Target eni-sensor .*serves 11 sessions .*limit is 10/);
    expect(said()).toEqual(['error TM503 b/S4/Resource']);
  });

  test('fails whatever the credentials, since a target is in one account', () => {
    sensors('a', { profile: 'one' }, 6);
    sensors('b', { profile: 'two' }, 5);
    expect(messageOf(() => app.synth())).toMatch(/ERROR TM503 {2}Target eni-sensor .*serves 11 sessions /);
    expect(said()).toEqual(['error TM503 b/S4/Resource']);
  });

  /** So many sessions to one interface. */
  function sensors(id: string, given: Given, count: number): MirrorSession[] {
    const stack = stackWith(id, given);
    const filter = filterIn(stack);
    const offset = id === 'a' ? 100 : 200;
    return Array.from({ length: count }, (_, i) => new MirrorSession(stack, `S${i}`, {
      filter, priority: offset + i, virtualNetworkId: offset + i, sources: [source(`eni-${id}${i}`, { regionId: given.region ?? 'cn-hangzhou' })],
      target: MirrorTarget.networkInterface('eni-sensor', { instanceType: 'ecs.g7.large' }),
    }));
  }
});

describe('a region that no edition lists', () => {
  test('fails once a stack, however many sessions it has', () => {
    const stack = stackWith('a', { region: 'cn-nowhere-1' });
    for (const id of ['A', 'B', 'C']) session(stack, { ...elsewhere(`eni-${id.toLowerCase()}`, 'cn-nowhere-1'), priority: undefined }, id);
    expect(messageOf(() => app.synth())).toContain('ERROR TM101  cn-nowhere-1 ');
    expect(said()).toEqual(['error TM101 a']);
  });
});

test('an app of two accounts, each with two regions, is right', () => {
  for (const uid of [1, 2]) {
    for (const region of ['cn-hangzhou', 'cn-beijing']) {
      const stack = stackWith(`${uid}-${region}`, { region, roleArn: role(uid) });
      session(stack, { sources: [source('eni-same', { regionId: region })], target: target('lb-same'), virtualNetworkId: 7 }, 'Session');
    }
  }
  const json = synth(app);
  expect(Object.keys(json)).toHaveLength(4);
  Object.values(json).forEach(expectConformsToSchema);
  expect(said()).toEqual([]);
});
