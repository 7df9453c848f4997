import { join } from 'path';
import { App, TerraformProvider, TerraformResource, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import {
  bodiesByPath, filterIn, messageOf, newApp, saidOf, SESSION, source, synth, target, temporaryFolder,
} from '../support/app';
import { expectConformsToSchema } from '../support/schema';
import {
  alicloud, MirrorEdition, MirroredFleet, MirrorFilter, MirrorLedger, MirrorPolicy, MirrorQuotaName, MirrorRule, MirrorSession,
  MirrorSessionProps, MirrorSource, MirrorTarget,
} from '../../src';
import '../support/recorded-inputs';

let app: App;
beforeEach(() => {
  app = newApp();
  MirrorPolicy.of(app).edition(MirrorEdition.EDITION_2023);
});

interface Given { region?: string; roleArn?: string; profile?: string; alias?: string }

function provider(stack: TerraformStack, id: string, { region = 'cn-hangzhou', roleArn, profile, alias }: Given): TerraformProvider {
  return new alicloud.provider.AlicloudProvider(stack, id, {
    region,
    alias,
    profile,
    assumeRole: roleArn ? { roleArn, sessionName: 'mirror' } : undefined,
  });
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
    filter: filterIn(stack, `${id}Filter`),
    sources: [source(`eni-${id.toLowerCase()}`, { regionId: region })],
    target: target(`lb-${id.toLowerCase()}`),
    priority: 7,
    ...props,
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
    expect(messageOf(() => app.synth())).toMatch(
      /ERROR TM304 {2}b\/Db has priority 7, which a\/Web already has in the same account and region.*\n {2}Fix {5}Set priority to 8, which is free/,
    );
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
    expect(MirrorPolicy.of(app).evaluate().undecided[0].problem).toMatch(/the sessions of stacks a, b together: /);
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
    session(stackWith('a', { profile: 'one' }), { ...shared, priority: 1 }, 'Web');
    session(stackWith('b', { profile: 'one' }), { ...shared, priority: 2 }, 'Db');
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
    sensors('a', { roleArn: role(1) }, 6);
    sensors('b', { roleArn: role(1) }, 5);
    expect(messageOf(() => app.synth())).toMatch(/ERROR TM503 {2}Target eni-sensor .*serves 11 sessions .*limit is 10/);
    expect(said()).toEqual(['error TM503 b/S4/Resource']);
  });

  /** So many sessions to one interface. */
  function sensors(id: string, given: Given, count: number): MirrorSession[] {
    const stack = stackWith(id, given);
    const filter = filterIn(stack);
    const offset = id === 'a' ? 100 : 200;
    return Array.from({ length: count }, (_, i) => new MirrorSession(stack, `S${i}`, {
      filter,
      priority: offset + i,
      virtualNetworkId: offset + i,
      sources: [source(`eni-${id}${i}`, { regionId: given.region ?? 'cn-hangzhou' })],
      target: MirrorTarget.networkInterface('eni-sensor', { instanceType: 'ecs.g7.large' }),
    }));
  }
});

describe('quotas over stacks that may be one account', () => {
  const perVariable = { profile: '${var.profile}' };
  const named = (line: string) => line.includes('TM110');
  /** Sessions to one target by its id, which joins no accounts. */
  function sessions(
    id: string,
    count: number,
    props: (stack: TerraformStack) => Partial<MirrorSessionProps>,
    given: Given = perVariable,
  ): void {
    const stack = stackWith(id, given);
    const own = props(stack);
    const filter = own.filter ?? filterIn(stack, 'Shared');
    const offset = id === 'a' ? 100 : 200;
    for (let i = 0; i < count; i++) {
      new MirrorSession(stack, `S${i}`, {
        target: target(`lb-${id}`),
        ...own,
        filter,
        priority: offset + i,
        virtualNetworkId: offset + i,
        sources: [source(`eni-${id}${i}`, { regionId: 'cn-hangzhou' })],
      });
    }
  }
  const sensor = () => ({ target: MirrorTarget.networkInterface('eni-sensor', { instanceType: 'ecs.g7.large' }) });

  test.each<[string, number, number, string[]]>([
    ['at the quota of a target', 5, 5, []],
    ['over the quota of a target', 6, 5, ['undecided TM110 a']],
  ])('%s', (_, one, two, expected) => {
    sessions('a', one, sensor);
    sessions('b', two, sensor);
    expect(synthesized().filter(named)).toEqual(expected);
    // Neither stack exceeds the quota alone, and it is not known whether they do together.
    expect(MirrorPolicy.of(app).evaluate().passed('TM503')).toBe(expected.length > 0 ? 0 : 2);
  });

  test.each([
    [MirrorQuotaName.SESSIONS_PER_REGION, 'TM502', () => ({})],
    [
      MirrorQuotaName.SESSIONS_PER_FILTER,
      'TM504',
      (stack: TerraformStack) => ({ filter: MirrorFilter.fromFilterId(stack, 'Shared', 'tmf-shared') }),
    ],
  ])('over %s', (quota, check, props) => {
    sessions('a', 3, props);
    sessions('b', 3, props);
    const limited = (limit: number) => {
      for (const id of ['a', 'b']) MirrorPolicy.of(app.node.findChild(id)).quota('cn-hangzhou', quota, limit);
      const evaluation = MirrorPolicy.of(app).evaluate();
      return [evaluation.undecided.filter(({ id }) => id === 'TM110').length, evaluation.passed(check)];
    };
    expect(limited(6)).toEqual([0, 2]);
    expect(limited(5)).toEqual([1, 0]);
  });

  test('over the filters of a region', () => {
    for (const id of ['a', 'b']) {
      sessions(id, 1, () => ({}));
      filterIn(app.node.findChild(id), 'Second');
      MirrorPolicy.of(app.node.findChild(id)).quota('cn-hangzhou', MirrorQuotaName.FILTERS_PER_REGION, 3);
    }
    expect(synthesized().filter(named)).toEqual(['undecided TM110 a']);
    expect(MirrorPolicy.of(app).evaluate().passed('TM505')).toBe(0);
  });

  test.each<[number, string[]]>([[4, []], [5, ['undecided TM110 a']]])(
    'beside two known accounts, which are never both that of the variable: %s sessions', (count, expected) => {
      sessions('a', 6, sensor, { roleArn: role(1) });
      sessions('b', 6, sensor, { roleArn: role(2) });
      const stack = stackWith('c', perVariable);
      const filter = filterIn(stack);
      for (let i = 0; i < count; i++) {
        const sources = [source(`eni-c${i}`, { regionId: 'cn-hangzhou' })];
        new MirrorSession(stack, `S${i}`, { filter, priority: 300 + i, virtualNetworkId: 300 + i, sources, ...sensor() });
      }
      expect(synthesized().filter(named)).toEqual(expected);
    });

  test('is decided for two accounts', () => {
    sessions('a', 6, sensor, { roleArn: role(1) });
    sessions('b', 5, sensor, { roleArn: role(2) });
    expect(synthesized()).toEqual([]);
  });
});

describe('two stacks whose accounts are not known', () => {
  /** Providers of which nobody knows whether another stack's reaches the same account. */
  const OPEN: [string, alicloud.provider.AlicloudProviderConfig][] = [
    ['bare', {}],
    ['by a variable', { profile: '${var.profile}' }],
    ['by keys of variables', { accessKey: '${var.key}', secretKey: '${var.secret}' }],
    ['by a role of a variable', { assumeRole: { roleArn: 'acs:ram::${var.account}:role/mirror' } }],
    ['by an account of a variable', { accountId: '${var.account}' }],
    ['by the profile default', { profile: 'default' }],
    ['by the role of the machine', { ecsRoleName: 'terraform' }],
    ['by a file of credentials alone', { sharedCredentialsFile: '/etc/credentials' }],
    ['by a role that the environment names', { assumeRole: { roleArn: '' } }],
    ['with retries', { maxRetryTimeout: 9, clientReadTimeout: 5, signVersion: { oss: 'v4' } }],
  ];
  const UNLIKE: [string, alicloud.provider.AlicloudProviderConfig][] = [
    ['a profile', { profile: 'one' }],
    ['another profile', { profile: 'two' }],
    ['a profile of another file', { profile: 'one', sharedCredentialsFile: '/etc/credentials' }],
    ['a key', { accessKey: 'AKID1', secretKey: 's' }],
    ['another key', { accessKey: 'AKID2', secretKey: 's' }],
    ['a role', { assumeRole: { roleArn: role(1) } }],
  ];
  /** What the two stacks have in common, or exceed together. Each is an error in one account. */
  const COMMON: [string, (stack: TerraformStack, i: number) => Partial<MirrorSessionProps>][] = [
    ['a priority', () => ({ priority: 7 })],
    ['a priority, a filter and a target', (stack) => ({
      priority: 7, filter: MirrorFilter.fromFilterId(stack, 'Shared', 'tmf-1'), target: target('lb-shared'),
    })],
    ['a source', () => ({ sources: [source('eni-shared', { regionId: 'cn-hangzhou' })] })],
    ['a VNI at a target', () => ({ target: target('lb-shared'), virtualNetworkId: 5 })],
    ['a source that is a target', (_, i) => i === 0
      ? { sources: [source('eni-shared', { regionId: 'cn-hangzhou' })] }
      : { target: MirrorTarget.networkInterface('eni-shared', { instanceType: 'ecs.g7.large' }) }],
    ['a source, under two names', (stack, i) => ({
      sources: [i === 0 ? source('eni-shared', { regionId: 'cn-hangzhou' }) : MirrorSource.fromResource(
        new alicloud.ecsNetworkInterface.EcsNetworkInterface(stack, 'Eni', { vswitchId: 'vsw-1', securityGroupIds: ['sg-1'] }),
        { instanceType: 'ecs.g7.large', mtu: 1450 })],
    })],
    ['a target with two addresses', (_, i) => ({ target: MirrorTarget.internalLoadBalancer('lb-shared', { primaryIp: `10.0.0.${i}` }) })],
  ];
  const both = (one: object, two: object, use: typeof COMMON[number][1]): string[] => {
    [one, two].forEach((config, i) => {
      const stack = new TerraformStack(app, 'ab'[i]);
      new alicloud.provider.AlicloudProvider(stack, 'AliCloud', { region: 'cn-hangzhou', ...config });
      session(stack, { priority: 100 + i, virtualNetworkId: 200 + i, ...use(stack, i) }, `Web${i}`);
    });
    // The target is not in the app, which TM406 and TM403 report.
    return synthesized().filter((line) => !/TM40[36]|TM201/.test(line));
  };
  const pairs = OPEN.flatMap(([name, config], i) => [
    [`${name}, twice`, config, config] as const,
    [`${name}, and ${OPEN[(i + 1) % OPEN.length][0]}`, config, OPEN[(i + 1) % OPEN.length][1]] as const,
    [`${name}, and ${UNLIKE[i % UNLIKE.length][0]}`, config, UNLIKE[i % UNLIKE.length][1]] as const,
  ]).concat(UNLIKE.map(([name, config], i) => {
    const [other, next] = UNLIKE[(i + 1) % UNLIKE.length];
    return [`${name}, and ${other}`, config, next] as const;
  }));

  describe.each(COMMON)('share %s', (_, use) => {
    test.each(pairs)('is one undecided line: %s', (_name, one, two) => {
      expect(both(one, two, use)).toEqual(['undecided TM110 a']);
    });
  });

  test.each(COMMON.slice(0, 3))('is an error in one account: %s', (_, use) => {
    const config = { assumeRole: { roleArn: role(1) } };
    expect(messageOf(() => both(config, config, use))).toMatch(/ERROR TM30[14]/);
  });

  test.each(COMMON)('is nothing in two accounts: %s', (_, use) => {
    expect(both({ assumeRole: { roleArn: role(1) } }, { assumeRole: { roleArn: role(2) } }, use)).toEqual([]);
  });

  test('are one if the sessions use what one provider makes', () => {
    const net = stackWith('net', {});
    const made = ['A', 'B'].map((id) =>
      new alicloud.ecsNetworkInterface.EcsNetworkInterface(net, id, { vswitchId: 'vsw-1', securityGroupIds: ['sg-1'] }));
    made.forEach((eni, i) => {
      session(stackWith('ab'[i], {}), { sources: [MirrorSource.fromResource(eni, { instanceType: 'ecs.g7.large' })] }, 'Web');
    });
    expect(messageOf(() => app.synth())).toContain('ERROR TM304  b/Web has priority 7, which a/Web already has');
  });

  test('are named once, however many there are', () => {
    for (let i = 0; i < 12; i++) session(stackWith(`s${i}`, {}), { priority: 7 + i % 2 }, `Web${i}`);
    expect(synthesized().filter((line) => line.includes('TM110'))).toEqual(['undecided TM110 s0']);
  });
});

describe('an account that the user sets', () => {
  const withRole = (id: string, uid: number, account?: string): TerraformStack => {
    const stack = stackWith(id, { roleArn: role(uid) });
    if (account !== undefined) MirrorPolicy.of(stack).account(account);
    return stack;
  };

  test.each<[string, () => void, string[]]>([
    ['the account of its role', () => { session(withRole('a', 1, '1')); }, []],
    ['another account than its role', () => { session(withRole('a', 1, '2')); }, ['error TM109 a']],
    ['a name, for a role', () => { session(withRole('a', 1, 'prod')); }, []],
    ['one name, for roles of two accounts', () => {
      session(withRole('a', 1, 'prod'), { priority: 1 });
      session(withRole('b', 2, 'prod'), { priority: 2 });
    }, ['error TM109 b']],
    ['a name for a role, and the role alone', () => {
      session(withRole('a', 1, 'prod'));
      session(withRole('b', 1));
    }, ['error TM304 b']],
    ['a name for a role, and the name alone', () => {
      session(withRole('a', 1, 'prod'));
      const stack = stackWith('b', {});
      MirrorPolicy.of(stack).account('prod');
      session(stack);
    }, ['error TM304 b']],
    ['a name for a role, and another name alone', () => {
      session(withRole('a', 1, 'prod'));
      const stack = stackWith('b', {});
      MirrorPolicy.of(stack).account('test');
      session(stack);
    }, []],
    ['the id of a role in another stack', () => {
      session(withRole('a', 1));
      const stack = stackWith('b', {});
      MirrorPolicy.of(stack).account('1');
      session(stack);
    }, ['error TM304 b']],
  ])('%s', (_, make, expected) => {
    make();
    const message = expected.length > 0 ? messageOf(() => app.synth()) : synthesized().join();
    expect(message === '' ? [] : said().map((line) => line.replace(/\/.*/, ''))).toEqual(expected);
  });

  test('is not that of other providers: an account_id there is another thing', () => {
    const stack = withRole('a', 1, '1');
    class Other extends TerraformProvider {}
    new Other(stack, 'Other', {
      terraformResourceType: 'newrelic',
      terraformGeneratorMetadata: { providerName: 'newrelic' },
      terraformProviderSource: 'newrelic/newrelic',
    }).addOverride('account_id', 9876);
    session(stack);
    expect(synthesized()).toEqual([]);
  });
});

/** What may name an account: the role of the provider, its account_id, the policy, and the ledger of a fleet. */
interface Naming {
  readonly role?: number;
  readonly accountId?: string;
  readonly policy?: string;
  readonly ledger?: string;
}

describe('an account that several things name', () => {
  const named = ({ role: uid, accountId, policy, ledger: account }: Naming, id = 's') => {
    const stack = new TerraformStack(app, id);
    new alicloud.provider.AlicloudProvider(stack, 'AliCloud', {
      region: 'cn-hangzhou', accountId, ...uid !== undefined && { assumeRole: { roleArn: role(uid) } },
    });
    if (policy !== undefined) MirrorPolicy.of(stack).account(policy);
    const ledger = MirrorLedger.file(join(temporaryFolder(), `${id}.lock`), { account });
    new MirroredFleet(stack, 'Fleet', {
      filter: filterIn(stack), targets: [target(`lb-${id}`)], ledger, sources: [source(`eni-${id}`, { regionId: 'cn-hangzhou' })],
    });
  };
  const about = () => MirrorPolicy.of(app).evaluate().findings.filter(({ id }) => /TM1(09|10)|TM513/.test(id));

  test.each<[string, Naming, string]>([
    ['nothing', {}, ''],
    ['all the same', { role: 1, accountId: '1', policy: '1', ledger: '1' }, ''],
    ['names for one id', { role: 1, policy: 'prod', ledger: 'prod' }, ''],
    ['an id and a name', { policy: 'prod', ledger: '2' }, ''],
    ['a ledger against a role', { role: 1, ledger: '2' }, 's.lock is of account 2, but provider alicloud reaches account 1'],
    ['a ledger against account_id', { accountId: '1', ledger: '2' },
      's.lock is of account 2, but account_id of provider alicloud is 1'],
    ['a ledger against the policy', { policy: 'dev', ledger: 'prod' }, 's.lock is of account prod, but the account of s is set to dev'],
    ['account_id against a role', { role: 1, accountId: '2' }, 'account_id of provider alicloud is 2, but its role is of account 1'],
    ['the policy against account_id', { accountId: '1', policy: '2' },
      'The account of s is set to 2, but account_id of provider alicloud is 1'],
  ])('%s', (_, naming, problem) => {
    named(naming);
    const found = about();
    expect(found.map(({ id, severity }) => `${severity} ${id}`)).toEqual(problem === '' ? [] : ['error TM109']);
    if (problem !== '') expect(found[0].problem).toContain(problem);
  });

  test.each<[string, Naming, Naming, string[]]>([
    ['ledgers of two accounts', { ledger: '1' }, { ledger: '2' }, []],
    ['ledgers of two names', { ledger: 'prod' }, { ledger: 'dev' }, []],
    ['ledgers of one account', { ledger: '1' }, { ledger: '1' }, ['error TM513']],
    ['a ledger and a role of one account', { ledger: '1' }, { role: 1 }, ['error TM513']],
    ['a ledger of one account', { ledger: '1' }, {}, ['undecided TM110']],
    ['one name for roles of two accounts', { role: 1, ledger: 'prod' }, { role: 2, ledger: 'prod' }, ['error TM109']],
  ])('two stacks: %s', (_, one, other, expected) => {
    named(one, 'a');
    named(other, 'b');
    expect(about().map(({ id, severity }) => `${severity} ${id}`)).toEqual(expected);
  });

  test('two ledgers of a provider', () => {
    const stack = stackWith('s', {});
    ['1', '2'].forEach((account) => {
      const ledger = MirrorLedger.file(join(temporaryFolder(), `${account}.lock`), { account });
      new MirrorSession(stack, account, {
        filter: filterIn(stack, `F${account}`), target: target(`lb-${account}`), sources: [source(`eni-${account}`)], ledger,
      });
    });
    const [{ problem }] = about();
    expect(problem).toMatch(/^Ledger .*2\.lock is of account 2, but ledger .*1\.lock is of account 1$/);
  });
});

describe('fleets that share a ledger', () => {
  test.each([
    ['one ledger is one account', true, []],
    ['two ledgers leave it open', false, ['undecided TM110 a']],
  ])('bare providers: %s', (_, shared, expected) => {
    const folder = temporaryFolder();
    const ledgers = ['a', 'b'].map((id) =>
      MirrorLedger.file(join(folder, shared ? 'shared.lock' : `${id}.lock`), { region: 'cn-hangzhou' }),
    );
    if (shared) ledgers[1] = ledgers[0];
    ['a', 'b'].forEach((id, i) => {
      const stack = stackWith(id, {});
      new MirroredFleet(stack, 'Fleet', {
        fleetName: id,
        filter: filterIn(stack),
        targets: [target(`lb-${id}`)],
        ledger: ledgers[i],
        sources: [source(`eni-${id}`, { regionId: 'cn-hangzhou' })],
      });
    });
    expect(synthesized().filter((line) => line.includes('TM110'))).toEqual(expected);
  });
});

describe('the provider of each part', () => {
  const HANGZHOU = 'cn-hangzhou';
  /** A stack of two providers, of which the second one is in another region or account. */
  function parts(second: Given, use: (stack: TerraformStack, other: TerraformProvider) => Partial<MirrorSessionProps>): void {
    const stack = stackWith('a', { roleArn: role(1) });
    const other = provider(stack, 'Other', { roleArn: role(1), ...second, alias: 'other' });
    session(stack, { sources: [source('eni-web', { regionId: HANGZHOU })], ...use(stack, other) }, 'Web');
  }
  const eni = (stack: TerraformStack, id: string, by?: TerraformProvider) =>
    new alicloud.ecsNetworkInterface.EcsNetworkInterface(stack, id, { vswitchId: 'vsw-1', securityGroupIds: ['sg-1'], provider: by });
  const clb = (stack: TerraformStack, by?: TerraformProvider) =>
    new alicloud.slbLoadBalancer.SlbLoadBalancer(stack, 'Clb', {
      addressType: 'intranet',
      vswitchId: 'vsw-1',
      loadBalancerSpec: 'slb.s2.small',
      provider: by,
    });
  const ruleBy = (stack: TerraformStack, by: TerraformProvider | undefined) => {
    const filter = filterIn(stack, 'Ruled');
    new alicloud.vpcTrafficMirrorFilterIngressRule.VpcTrafficMirrorFilterIngressRule(stack, 'Rule', {
      trafficMirrorFilterId: filter.filterId,
      priority: 9,
      action: 'accept',
      protocol: 'UDP',
      sourceCidrBlock: '10.0.0.0/8',
      destinationCidrBlock: '0.0.0.0/0',
      sourcePortRange: '-1/-1', destinationPortRange: '53/53', provider: by,
    });
    return { filter };
  };
  const beijing = { region: 'cn-beijing' };
  const account = { roleArn: role(2) };
  const errors = () => saidOf(app).filter((line) => /^error/.test(line));

  test.each<[string, Given, (stack: TerraformStack, other: TerraformProvider) => Partial<MirrorSessionProps>, string[]]>([
    [
      'all parts alike',
      {},
      (stack, other) => ({
        sources: [MirrorSource.fromResource(eni(stack, 'Eni', other))],
        target: MirrorTarget.fromResource(clb(stack, other)),
      }),
      [],
    ],
    [
      'the region of the filter',
      beijing,
      (stack, other) => ({ filter: new MirrorFilter(stack, 'F', { provider: other, inbound: [MirrorRule.accept()] }) }),
      ['error TM109 a/Web/Resource'],
    ],
    [
      'the region of the target',
      beijing,
      (stack, other) => ({ target: MirrorTarget.fromResource(clb(stack, other)) }),
      ['error TM109 a/Web/Resource'],
    ],
    [
      'the region of a source',
      beijing,
      (stack, other) => ({ sources: [MirrorSource.fromResource(eni(stack, 'Eni', other))] }),
      ['error TM106 a/Web/Resource'],
    ],
    ['the region of a rule', beijing, ruleBy, ['error TM109 a/Rule']],
    [
      'the account of the filter',
      account,
      (stack, other) => ({ filter: new MirrorFilter(stack, 'F', { provider: other, inbound: [MirrorRule.accept()] }) }),
      ['error TM109 a/Web/Resource'],
    ],
    [
      'the account of the target',
      account,
      (stack, other) => ({ target: MirrorTarget.fromResource(clb(stack, other)) }),
      ['error TM109 a/Web/Resource'],
    ],
    [
      'the account of a source',
      account,
      (stack, other) => ({ sources: [MirrorSource.fromResource(eni(stack, 'Eni', other))] }),
      ['error TM109 a/Web/Resource'],
    ],
    ['the account of a rule', account, ruleBy, ['error TM109 a/Rule']],
  ])('%s', (_, second, use, expected) => {
    parts(second, use);
    expect(errors()).toEqual(expected);
  });

  test.each<[string, (stack: TerraformStack, missing: TerraformElementOverride) => Partial<MirrorSessionProps>]>([
    ['a source', (stack, missing) => ({ sources: [MirrorSource.fromResource(missing(eni(stack, 'Eni')))] })],
    ['a target', (stack, missing) => ({ target: MirrorTarget.fromResource(missing(clb(stack))) })],
    ['a rule', (stack, missing) => {
      const made = ruleBy(stack, undefined);
      missing(stack.node.findChild('Rule') as TerraformResource);
      return made;
    }],
  ])('fails TM604: %s names an alias that the stack does not have', (_, use) => {
    parts({}, (stack) => use(stack, (resource) => {
      resource.addOverride('provider', 'alicloud.absent');
      return resource;
    }));
    expect(errors()).toEqual(['error TM604 a']);
  });
});

/** Makes a resource name a provider that does not exist. */
type TerraformElementOverride = (resource: TerraformResource) => TerraformResource;

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
