import * as fc from 'fast-check';
import { modelOf, stackOf } from './documents';
import { StackDocument } from '../../src/model/document';
import { accountName, accountReached, belongs, Joined, sameAccount, sameRegion, sameScope, Scope, Scopes } from '../../src/model/scope';

/** The scope of a resource with this provider argument. */
function scopeOf(document: StackDocument, provider?: string): Scope {
  const model = modelOf(document);
  return model.scopeOfProvider(model.stacks[0], provider);
}

function scope(config: object | undefined, more: Partial<StackDocument> = {}, path = 'net'): Scope {
  return scopeOf(stackOf(path, config ? { provider: { alicloud: [config] } } : {}, more));
}

const h = { region: 'cn-hangzhou' };
const role = (uid: string) => ({ assume_role: [{ role_arn: `acs:ram::${uid}:role/mirror` }] });

describe('a provider reaches', () => {
  test('the region that it names, or one that nobody knows', () => {
    expect(scope({ region: 'cn-hangzhou' })).toMatchObject({ region: 'cn-hangzhou', regionText: 'cn-hangzhou' });
    expect(scope({})).toMatchObject({ region: undefined, regionText: 'environment' });
    expect(scope({ region: '' })).toMatchObject({ region: undefined, regionText: 'environment' });
    expect(scope({ region: '${var.region}' })).toMatchObject({ region: undefined, regionText: '${var.region}' });
    expect(scope(undefined)).toMatchObject({ region: undefined, regionText: 'environment' });
    expect(scope(undefined).missing).toBeUndefined();
  });

  test.each<[string, object, Partial<StackDocument>, object]>([
    ['that is stated, by a name', {}, { account: 'prod' }, { kind: 'stated', key: 'name prod', name: 'prod' }],
    ['that is stated, by its id', {}, { account: '123' }, { kind: 'uid', key: 'uid 123' }],
    ['of its role', role('123'), {}, { kind: 'uid', key: 'uid 123' }],
    ['of its role, whatever name is stated', role('123'), { account: '123' }, { kind: 'uid', key: 'uid 123' }],
    ['of a role in one block', { assume_role: { role_arn: 'acs:ram::123:role/x' } }, {}, { kind: 'uid', key: 'uid 123' }],
    ['of a role by OIDC', { assume_role_with_oidc: [{ role_arn: 'acs:ram::123:role/x' }] }, {}, { kind: 'uid', key: 'uid 123' }],
    ['by its id', { account_id: '123' }, {}, { kind: 'uid', key: 'uid 123' }],
    ['of a role that a local names', { assume_role: [{ role_arn: '${local.role}' }] }, {}, { kind: 'uid', key: 'uid 7' }],
    [
      'of a static key, whatever else is written',
      { access_key: 'k', secret_key: 's', max_retry_timeout: 5, client_read_timeout: 9 },
      {},
      { kind: 'credentials', key: '{"access_key":"k"}' },
    ],
    ['of a profile', { profile: 'prod' }, {}, { kind: 'credentials', key: '{"profile":"prod"}' }],
    [
      "of a variable, which is the stack's own",
      { profile: '${var.p}' },
      {},
      { kind: 'open', key: JSON.stringify({ profile: '?net\u0000${var.p}' }) },
    ],
    ['of a variable of the stack whose environment applies', { profile: '${var.p}' }, { environmentOf: 'other' },
      { kind: 'open', key: JSON.stringify({ profile: '?other\u0000${var.p}' }) }],
    ['of a role whose account is not in its name', { assume_role: [{ role_arn: 'r' }], profile: 'p' }, {},
      { kind: 'credentials', key: '{"role":"r"}' }],
    ['of a role that the environment sets', { assume_role: [{ role_arn: '' }], profile: 'p' }, {},
      { kind: 'open', key: '{"roles":[null]} of net' }],
    ['of a role without an ARN', { assume_role: [{}] }, {}, { kind: 'open', key: '{"roles":[null]} of net' }],
    ['of roles of a dynamic block', { dynamic: { assume_role: { for_each: '${var.r}' } } }, {},
      { kind: 'open', key: '{"roles":[null],"dynamic":{"assume_role":{"for_each":"${var.r}"}}} of net' }],
    ['by its id beside a role of an unknown account', { assume_role: [{ role_arn: 'r' }], account_id: '5' }, {},
      { kind: 'uid', key: 'uid 5' }],
    ['not by a text that is no id', { account_id: 'x5', access_key: 'k' }, {}, { kind: 'credentials', key: '{"access_key":"k"}' }],
    ['not by a text that begins like one', { account_id: '5x', access_key: 'k' }, {}, { kind: 'credentials', key: '{"access_key":"k"}' }],
    ['by a number', { account_id: 5 }, {}, { kind: 'uid', key: 'uid 5' }],
    ['of a profile, for lack of a key', { access_key: '', profile: 'p' }, {}, { kind: 'credentials', key: '{"profile":"p"}' }],
    ['of the default profile, which is of the machine', { profile: 'default' }, {},
      { kind: 'open', ofEnvironment: true, key: '{} of net' }],
    ['of the default profile of a file', { profile: 'default', shared_credentials_file: 'f' }, {},
      { kind: 'credentials', key: '{"profile":"default","shared_credentials_file":"f"}' }],
    ['of the role of the machine', { ecs_role_name: 'r' }, {}, { kind: 'open', key: '{"ecs_role_name":"r"} of net' }],
    ['of a service with credentials', { credentials_uri: 'u' }, {}, { kind: 'open', key: '{"credentials_uri":"u"} of net' }],
    ['of the environment of another stack', {}, { environmentOf: 'other' }, { kind: 'open', ofEnvironment: true, key: '{} of other' }],
    ['that is stated, as a name with its id', role('123'), { account: 'prod' }, { kind: 'uid', key: 'uid 123', name: 'prod' }],
    ['of the environment', { max_retry_timeout: 5 }, {}, { kind: 'open', key: '{} of net', ofEnvironment: true }],
    ['of the environment, by its profile default', { profile: 'default' }, {},
      { kind: 'open', ofEnvironment: true, key: '{} of net' }],
    ['of the environment of another stack', {}, { environmentOf: 'other' }, { kind: 'open', key: '{} of other', ofEnvironment: true }],
    ['of a role, whatever its name', { assume_role: { role_arn: 'acs:ram::9:role/${var.r}' } }, {}, { kind: 'uid', key: 'uid 9' }],
    ['of a role of a local account', { assume_role: { role_arn: 'acs:ram::${local.id}:role/x' } }, {}, { kind: 'uid', key: 'uid 7' }],
    [
      'of a role before its account_id',
      { assume_role: { role_arn: 'acs:ram::9:role/x' }, account_id: '8' },
      {},
      { kind: 'uid', key: 'uid 9' },
    ],
    ['by its id, beside a profile', { profile: 'p', account_id: '8' }, {}, { kind: 'uid', key: 'uid 8' }],
    [
      'of one of two roles',
      {
        assume_role: { role_arn: 'acs:ram::9:role/x' },
        assume_role_with_oidc: { role_arn: 'acs:ram::8:role/x' },
        account_id: '8',
      },
      {},
      { kind: 'open', key: '{"roles":["acs:ram::9:role/x","acs:ram::8:role/x"]} of net' },
    ],
    ['of a key before a profile', { access_key: 'k', profile: 'p' }, {}, { kind: 'credentials', key: '{"access_key":"k"}' }],
    ['of a block that is dynamic', { dynamic: { assume_role: { for_each: '${var.roles}', content: {} } } }, {}, {
      kind: 'open',
      key: '{"roles":[null],"dynamic":{"assume_role":{"for_each":"${var.roles}","content":{}}}} of net',
    }],
  ])('the account %s', (_, config, more, account) => {
    const terraform = { provider: { alicloud: [config] }, locals: { role: 'acs:ram::7:role/x', id: 7 } };
    expect(scopeOf(stackOf('net', terraform, more)).account).toEqual(account);
  });

  test('none where its alias is not there', () => {
    const document = stackOf('net', { provider: { alicloud: [{ region: 'cn-hangzhou' }] } });
    expect(scopeOf(document, 'alicloud.nope').missing).toBe('alicloud.nope');
    expect(scopeOf(document, 'alicloud').missing).toBeUndefined();
    expect(sameScope(scopeOf(document, 'alicloud.nope'), scopeOf(document))).not.toBe(true);
  });

  test('one account of two, where the user states another than its role: that is told', () => {
    const contradictions = (account: string) =>
      modelOf(stackOf('net', { provider: { alicloud: [role('1'), { ...role('2'), alias: 'b' }] } }, { account })).contradictions;
    expect(contradictions('1').map((c) => [c.provider, c.other.account, c.one.account])).toEqual([['alicloud.b', '1', '2']]);
    // One name is one account.
    expect(contradictions('prod').map((c) => [c.provider, c.other.account, c.one.account])).toEqual([['alicloud.b', 'prod', '2']]);
  });

  test('what its alias says, with or without an expression around it', () => {
    const document = stackOf('net', { provider: { alicloud: [{ region: 'cn-hangzhou' }, { region: 'cn-beijing', alias: 'bj' }] } });
    expect(scopeOf(document).region).toBe('cn-hangzhou');
    expect(scopeOf(document, 'alicloud').region).toBe('cn-hangzhou');
    expect(scopeOf(document, 'alicloud.bj').region).toBe('cn-beijing');
    expect(scopeOf(document, '${alicloud.bj}').region).toBe('cn-beijing');
    expect(scopeOf(document, 'alicloud.none').region).toBeUndefined();
  });

  test('the scopes of all providers, first that of none', () => {
    const [stack] = modelOf(stackOf('net', {
      provider: {
        alicloud: [{ region: 'a', alias: 'x' }, { region: 'b', alias: 'y' }],
        aws: [{}],
      },
    })).stacks;
    expect(new Scopes(stack).all.map(({ region }) => region)).toEqual([undefined, 'a', 'b']);
  });

  test('what its missing alias is, once', () => {
    const model = modelOf(stackOf('net', { provider: { alicloud: [h] } }));
    const missing = model.scopeOfProvider(model.stacks[0], 'alicloud.nope');
    expect(model.scopeOfProvider(model.stacks[0], 'alicloud.nope')).toBe(missing);
    expect(missing).toMatchObject({ region: undefined, missing: 'alicloud.nope', key: expect.stringMatching(/\|missing alicloud\.nope$/) });
  });

  test('nothing of other providers', () => {
    const model = modelOf(stackOf('net', { provider: { aws: [{ region: 'x', alias: 'a' }], alicloud: [h] } }));
    expect(model.scopeOfProvider(model.stacks[0], 'aws.a').missing).toBe('aws.a');
    expect(model.scopeOfProvider(model.stacks[0], undefined).region).toBe('cn-hangzhou');
  });

  test('the account whose name another stack shows the id of', () => {
    const stacks = [
      stackOf('a', { provider: { alicloud: [h] } }, { account: 'prod' }),
      stackOf('b', { provider: { alicloud: [{ profile: 'p' }, { ...role('123'), alias: 'r' }] } }, { account: 'prod' }),
      stackOf('c', { provider: { alicloud: [role('456')] } }),
      stackOf('d', { provider: { alicloud: [h] } }, { account: 'test' }),
    ];
    const model = modelOf(...stacks);
    expect(model.stacks.map((s) => model.scopeOfProvider(s, undefined).account)).toEqual([
      { kind: 'uid', key: 'uid 123', name: 'prod' }, { kind: 'uid', key: 'uid 123', name: 'prod' }, { kind: 'uid', key: 'uid 456' },
      { kind: 'stated', key: 'name test', name: 'test' },
    ]);
    expect(model.contradictions).toEqual([]);
  });

  test('the same whether there is one block or a list of one', () => {
    expect(scopeOf(stackOf('net', { provider: { alicloud: { region: 'cn-hangzhou' } } })).key).toBe(scope({ region: 'cn-hangzhou' }).key);
  });
});

describe('the account of a ledger', () => {
  const ledger = (account: unknown, provider?: string) =>
    ({ statements: { version: 1, sessions: {}, fleets: [{ path: 'F', ledger: 'l', account, provider }] } as any });
  const ENVIRONMENT = '{} of net';
  test.each<[string, Partial<StackDocument>, string]>([
    ['is that of its provider', ledger('5'), 'uid 5'],
    ['is that of a provider by its name', ledger('5', '${alicloud}'), 'uid 5'],
    ['may be a name', ledger('prod'), 'name prod'],
    ['is none of another provider', ledger('5', 'alicloud.b'), ENVIRONMENT],
    ['is none of no text', ledger(5), ENVIRONMENT],
    ['gives a name its id', { ...ledger('5'), account: 'prod' }, 'uid 5'],
  ])('%s', (_, more, key) => {
    const model = modelOf(stackOf('net', { provider: { alicloud: [h] } }, more));
    expect(model.scopeOfProvider(model.stacks[0], undefined).account.key).toBe(key);
    expect(model.contradictions).toEqual([]);
  });

  test('contradicts another one', () => {
    const model = modelOf(stackOf('net', { provider: { alicloud: [role('1')] } }, ledger('2')));
    expect(model.contradictions.map(({ provider, one, other }) => [provider, one, other])).toEqual([
      ['alicloud', { by: 'role', account: '1' }, { by: 'ledger', account: '2', ledger: 'l' }],
    ]);
  });

  test('comes before a name of which nothing is known', () => {
    const [stack] = modelOf(stackOf('net', { provider: { alicloud: [h] } }, { ...ledger('5'), account: 'prod' })).stacks;
    expect(new Scopes(stack).of(undefined).account).toEqual({ kind: 'uid', key: 'uid 5', name: 'prod' });
  });

  test('is that of a stack that configures no provider', () => {
    expect(scope(undefined, ledger('5')).account.key).toBe('uid 5');
  });
});

test('a provider reaches the account of its role or of its account_id, or an unknown one', () => {
  expect([role('1'), { account_id: '5' }, { ...role('1'), account_id: '5' }, {}].map((config) => accountReached(config, (text) => text)))
    .toEqual(['1', '5', '1', undefined]);
});

describe('the name of an account', () => {
  test.each<[string, object, Partial<StackDocument>]>([
    ['123', role('123'), {}],
    ['uid prod', {}, { account: 'uid prod' }],
    ['name', {}, { account: 'name' }],
    ['{"profile":"of uid 1"}', { profile: 'of uid 1' }, {}],
  ])('is %s', (name, config, more) => expect(accountName(scope(config, more))).toBe(name));

  test('has the id that one of its providers reaches, in any stack', () => {
    const accounts = (...stacks: [account: string | undefined, config: object][]) => {
      const model = modelOf(...stacks.map(([account, config], i) => stackOf(`s${i}`, { provider: { alicloud: [config] } }, { account })));
      return model.stacks.map((s) => model.scopeOfProvider(s, undefined).account.key);
    };
    expect(accounts(['a', {}], ['a', role('1')], ['a', role('2')])).toEqual(['uid 1', 'uid 1', 'uid 2']);
    expect(accounts(['a', {}], ['b', role('2')], [undefined, role('3')])).toEqual(['name a', 'uid 2', 'uid 3']);
    expect(accounts(['7', {}], ['7', role('8')])).toEqual(['uid 7', 'uid 8']);
  });

  test('is not contradicted by itself, or by nothing', () => {
    const contradictions = (account: string | undefined, config: object) =>
      modelOf(stackOf('net', { provider: { alicloud: [config] } }, { account })).contradictions.length;
    expect([
      contradictions('5', role('5')), contradictions('5', role('6')), contradictions('5', {}), contradictions('a', role('6')),
      contradictions(undefined, role('6')), contradictions('a', {}),
    ]).toEqual([0, 1, 0, 0, 0, 0]);
  });
});

describe('a resource belongs to another', () => {
  const b = { region: 'cn-beijing' };
  const account = (name: string) => ({ account: name });
  test.each<[string, boolean | undefined, Scope, Scope]>([
    ['of one provider', true, scope(h), scope(h)],
    ['whose environment may be another, since every apply fails otherwise', true, scope(h), scope(h, {}, 'other')],
    ['also in the region of the environment', true, scope({}), scope({}, {}, 'other')],
    ['not in another region', false, scope(h), scope(b, {}, 'other')],
    ['perhaps in the region of the environment', undefined, scope(h), scope({}, {}, 'other')],
    ['perhaps in the region of a variable', undefined, scope({ region: '${var.r}' }), scope({ region: '${var.r}' }, {}, 'other')],
    ['perhaps in the region of a variable and of the environment', undefined, scope({ region: '${var.r}' }), scope({}, {}, 'other')],
    ['perhaps with a profile', undefined, scope(h), scope({ ...h, profile: 'p' }, {}, 'other')],
    ['perhaps with two profiles', undefined, scope({ ...h, profile: 'p' }), scope({ ...h, profile: 'q' })],
    ['perhaps with the role of the machine', undefined, scope({ ...h, ecs_role_name: 'r' }), scope({ ...h, ecs_role_name: 'r' }, {}, 'x')],
    ['with one profile', true, scope({ ...h, profile: 'p' }), scope({ ...h, profile: 'p' }, {}, 'other')],
    ['not with another account', false, scope(h, account('a')), scope(h, account('b'), 'other')],
    ['not with another account in an unknown region', false, scope({}, account('a')), scope(h, account('b'), 'other')],
    ['not with a profile in another region', false, scope({ ...h, profile: 'p' }), scope(b)],
    ['perhaps with an account and the environment', undefined, scope(h, account('a')), scope(h, {}, 'other')],
  ])('%s: %s', (_, expected, one, two) => {
    expect(belongs(one, two)).toBe(expected);
    expect(belongs(two, one)).toBe(expected);
  });

  test('perhaps, if its own provider is missing', () => {
    const document = stackOf('net', { provider: { alicloud: [h] } });
    const missing = scopeOf(document, 'alicloud.nope');
    expect([belongs(missing, missing), belongs(missing, scopeOf(document)), belongs(scopeOf(document), missing)]).toEqual([
      undefined, undefined, undefined,
    ]);
  });
});

test('accounts and regions are compared by themselves', () => {
  const of = (...stacks: [object, Partial<StackDocument>?, string?][]) => stacks.map((given) => scope(...given));
  const [one, two, named, other, ided] = of([h], [h, {}, 'b'], [h, { account: 'a' }], [h, { account: 'b' }],
    [{ ...h, ...role('5') }, { account: 'a' }]);
  expect([
    sameAccount(one.account, one.account), sameAccount(one.account, two.account), sameAccount(named.account, other.account),
    sameAccount(named.account, ided.account), sameAccount(other.account, ided.account), sameAccount(ided.account, scope(role('6')).account),
  ]).toEqual([true, undefined, false, undefined, false, false]);
  const [open, variable, variableToo, elsewhere] = of([{}], [{ region: '${var.r}' }], [{ region: '${var.r}', profile: 'p' }],
    [{}, {}, 'b']);
  expect([
    sameRegion(one, two), sameRegion(open, open), sameRegion(open, elsewhere), sameRegion(variable, variableToo),
    sameRegion(open, variable),
    sameRegion(one, open), sameRegion(one, scope({ region: 'cn-beijing' })),
  ]).toEqual([true, true, undefined, true, undefined, undefined, false]);
  expect([sameScope(variable, scope({ region: '${var.r}', max_retry_timeout: 5 })), sameScope(open, scope({}, { account: 'a' }))]).toEqual([
    true, undefined,
  ]);
  // The account of one, and the region of both, under different keys.
  expect(sameScope({ ...one, key: 'x' }, { ...one, key: 'y' })).toBe(true);
});

describe('scopes that turn out to be one', () => {
  /** The scopes of the stacks a and b after they are joined, and of a third one that was equal to the second before. */
  const joined = (one: object, two: object, more: [Partial<StackDocument>?, Partial<StackDocument>?] = [], assumed = false): Scope[] => {
    const all = [scope(one, more[0], 'a'), scope(two, more[1], 'b'), scope(two, more[1], 'b')];
    new Joined(all).join(all[0], all[1], assumed);
    return all;
  };
  const key = ({ key: k, region, regionText }: Scope) => [k, region, regionText];
  const KEY = { access_key: 'k' };

  test.each<[string, object, object, [Partial<StackDocument>?, Partial<StackDocument>?], unknown[]]>([
    ['have the better known account', h, { ...h, ...KEY }, [], ['{"access_key":"k"}|cn-hangzhou', 'cn-hangzhou', 'cn-hangzhou']],
    ['have it in any order', { ...h, ...KEY }, h, [], ['{"access_key":"k"}|cn-hangzhou', 'cn-hangzhou', 'cn-hangzhou']],
    ['have a stated account rather than credentials', { ...h, ...KEY }, h, [{}, { account: 'n' }],
      ['name n|cn-hangzhou', 'cn-hangzhou', 'cn-hangzhou']],
    ['have an id rather than a stated account', h, { ...h, account_id: '5' }, [{ account: 'n' }],
      ['uid 5|cn-hangzhou', 'cn-hangzhou', 'cn-hangzhou']],
    ['have the known region', KEY, { ...KEY, ...h }, [], ['{"access_key":"k"}|cn-hangzhou', 'cn-hangzhou', 'cn-hangzhou']],
    ['have the region of one and the account of the other', h, KEY, [], ['{"access_key":"k"}|cn-hangzhou', 'cn-hangzhou', 'cn-hangzhou']],
    ['have the first of two that are known alike', { ...h, profile: 'a' }, { ...h, profile: 'b' }, [],
      ['{"profile":"a"}|cn-hangzhou', 'cn-hangzhou', 'cn-hangzhou']],
    ['have no region, if none has one', KEY, KEY, [], ['{"access_key":"k"}|?a environment', undefined, 'environment']],
  ])('%s', (_, one, two, more, expected) => {
    const all = joined(one, two, more);
    expect(all.map(key)).toEqual([expected, expected, expected]);
    expect(all.map(({ alone }) => alone)).toEqual([undefined, undefined, undefined]);
    expect(sameScope(all[0], all[1])).toBe(true);
  });

  test('are not joined twice', () => {
    const [, two, three] = joined(h, KEY);
    new Joined([two, three]).join(two, three, true);
    expect([two.alone, three.alone]).toEqual([undefined, undefined]);
  });

  test('stay apart if they certainly differ', () => {
    const all = joined(h, { region: 'cn-beijing' });
    expect(all.map(({ region }) => region)).toEqual(['cn-hangzhou', 'cn-beijing', 'cn-beijing']);
  });

  test('keep what they were alone, if that is assumed', () => {
    const all = joined(h, { ...h, ...KEY }, [], true);
    expect(all.map(({ alone }) => alone!.key)).toEqual([
      '{} of a|cn-hangzhou', '{"access_key":"k"}|cn-hangzhou', '{"access_key":"k"}|cn-hangzhou',
    ]);
  });

  test('belong together, also in the region of a variable', () => {
    const [one, two] = joined({ ...KEY, region: '${var.r}' }, { ...KEY, region: '${var.r}' });
    expect([one.region, one.key === two.key, belongs(one, two), sameScope(one, two)]).toEqual([undefined, true, true, true]);
  });

  test('may have been known to nobody', () => {
    const [one, two] = [scope(h, {}, 'a'), scope({ ...h, ...KEY }, {}, 'b')];
    new Joined([]).join(one, two);
    expect([one.key, two.key, one.alone]).toEqual(['{"access_key":"k"}|cn-hangzhou', '{"access_key":"k"}|cn-hangzhou', undefined]);
  });

  test('take those along that had the same key', () => {
    const scopes = [scope(h, {}, 'a'), scope({ ...KEY }, {}, 'b'), scope({ ...h, ...KEY }, {}, 'c'), scope({ ...h, ...KEY }, {}, 'd')];
    const set = new Joined(scopes);
    // The account of one and the region of the other are those of the last two.
    set.join(scopes[0], scopes[1]);
    expect(new Set(scopes.map(({ key: k }) => k))).toEqual(new Set(['{"access_key":"k"}|cn-hangzhou']));
    set.join(scopes[3], scope({ ...h, account_id: '5' }, {}, 'e'));
    expect(new Set(scopes.map(({ key: k }) => k))).toEqual(new Set(['uid 5|cn-hangzhou']));
  });

  test('are joined one after the other', () => {
    const all = [scope(h, {}, 'a'), scope(h, {}, 'b'), scope({ ...h, ...KEY }, {}, 'c')];
    const set = new Joined(all);
    set.join(all[0], all[1], true);
    set.join(all[1], all[2], true);
    expect(new Set(all.map(({ key: k }) => k))).toEqual(new Set(['{"access_key":"k"}|cn-hangzhou']));
    expect(all.map(({ alone }) => alone!.key)).toEqual(['{} of a|cn-hangzhou', '{} of b|cn-hangzhou', '{"access_key":"k"}|cn-hangzhou']);
  });
});

describe('two scopes are one account and region', () => {
  const b = { region: 'cn-beijing' };
  test.each<[string, boolean | undefined, Scope, Scope]>([
    ['perhaps with nothing but the environment, in two stacks', undefined, scope(h), scope(h, {}, 'other')],
    ['with equal keys, in two stacks', true, scope({ ...h, access_key: 'k' }), scope({ ...h, access_key: 'k' }, {}, 'other')],
    [
      'perhaps by variables of two stacks',
      undefined,
      scope({ ...h, profile: '${var.p}' }),
      scope({ ...h, profile: '${var.p}' }, {}, 'other'),
    ],
    ['by one variable of a stack', true, scope({ ...h, profile: '${var.p}' }), scope({ ...h, profile: '${var.p}', max_retry_timeout: 5 })],
    ['whatever their alias', true, scope(h), scopeOf(stackOf('net', { provider: { alicloud: [{ ...h, alias: 'a' }] } }), 'alicloud.a')],
    ['not in two regions', false, scope(h), scope(b)],
    ['not in two regions of different arguments', false, scope({ ...h, profile: 'a' }), scope({ ...b, profile: 'b' })],
    ['perhaps with other arguments', undefined, scope({ ...h, profile: 'a' }), scope({ ...h, profile: 'b' })],
    [
      'of two roles of one account',
      true,
      scope({ ...h, assume_role: [{ role_arn: 'acs:ram::1:role/a' }] }),
      scope({ ...h, assume_role: [{ role_arn: 'acs:ram::1:role/b' }] }),
    ],
    ['not of roles of two accounts', false, scope({ ...h, ...role('1') }), scope({ ...h, ...role('2') })],
    ['perhaps, a role and arguments', undefined, scope({ ...h, ...role('1') }), scope({ ...h, profile: 'a' })],
    ['not where two accounts are stated', false, scope(h, { account: 'a' }), scope(h, { account: 'b' }, 'other')],
    [
      'where one account is stated for different arguments',
      true,
      scope({ ...h, profile: 'a' }, { account: 'a' }),
      scope({ ...h, profile: 'b' }, { account: 'a' }, 'other'),
    ],
    ['perhaps, stated and not', undefined, scope(h, { account: 'a' }), scope(h, {}, 'other')],
    ['with a region from the environment in one stack', true, scope({}), scope({})],
    ['perhaps, with a region from the environment in two stacks', undefined, scope({}), scope({}, {}, 'other')],
    ['perhaps, with a region and without', undefined, scope(h), scope({})],
    ['not of two accounts, whatever the region', false, scope({}, { account: 'a' }), scope({}, { account: 'b' }, 'other')],
  ])('%s: %s', (_, same, one, two) => {
    expect(sameScope(one, two)).toBe(same);
    expect(sameScope(two, one)).toBe(same);
  });

  const config = fc.record({
    region: fc.constantFrom('cn-hangzhou', 'cn-beijing', '${var.r}'),
    profile: fc.constantFrom('a', 'b'),
    assume_role: fc.constantFrom([{ role_arn: 'acs:ram::1:role/x' }], [{ role_arn: 'acs:ram::2:role/x' }]),
  }, { requiredKeys: [] });
  const any = fc
    .tuple(config, fc.constantFrom(undefined, 'p', 'q'), fc.constantFrom('s', 't'))
    .map(([c, account, path]) => scope(c, { account }, path));

  test('is a question that both sides answer alike, and each scope is one with itself', () => {
    fc.assert(fc.property(any, any, (a, c) => {
      expect(sameScope(a, c)).toBe(sameScope(c, a));
      expect(sameScope(a, a)).toBe(true);
      // Equal keys group what is surely one.
      if (a.key === c.key) expect(sameScope(a, c)).toBe(true);
      if (sameScope(a, c) === true) expect(a.key).toBe(c.key);
    }));
  });
});
