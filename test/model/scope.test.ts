import * as fc from 'fast-check';
import { modelOf, stackOf } from './documents';
import { StackDocument } from '../../src/model/document';
import { sameScope, Scope } from '../../src/model/scope';

/** The scope of a resource with this provider argument. */
function scopeOf(document: StackDocument, provider?: string): Scope {
  const model = modelOf(document);
  return model.scopeOfProvider(model.stacks[0], provider);
}

function scope(config: object | undefined, more: Partial<StackDocument> = {}, path = 'net'): Scope {
  return scopeOf(stackOf(path, config ? { provider: { alicloud: [config] } } : {}, more));
}

const role = (uid: string) => ({ assume_role: [{ role_arn: `acs:ram::${uid}:role/mirror` }] });

describe('a provider reaches', () => {
  test('the region that it names, or one that nobody knows', () => {
    expect(scope({ region: 'cn-hangzhou' })).toMatchObject({ region: 'cn-hangzhou', regionText: 'cn-hangzhou' });
    expect(scope({})).toMatchObject({ region: undefined, regionText: 'environment' });
    expect(scope({ region: '' })).toMatchObject({ region: undefined, regionText: 'environment' });
    expect(scope({ region: '${var.region}' })).toMatchObject({ region: undefined, regionText: '${var.region}' });
    expect(scope(undefined)).toMatchObject({ region: undefined, regionText: 'environment' });
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
    ['of the environment', { max_retry_timeout: 5 }, {}, { kind: 'open', key: '{} of net', ofEnvironment: true }],
    ['of the environment, by its profile default', { profile: 'default' }, {}, { kind: 'open', key: '{} of net', ofEnvironment: true }],
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
    expect(contradictions('1').map((c) => [c.provider, c.stated, c.uid])).toEqual([['alicloud.b', '1', '2']]);
    // One name is one account.
    expect(contradictions('prod').map((c) => [c.provider, c.stated, c.uid])).toEqual([['alicloud.b', 'prod', '2']]);
  });

  test('what its alias says, with or without an expression around it', () => {
    const document = stackOf('net', { provider: { alicloud: [{ region: 'cn-hangzhou' }, { region: 'cn-beijing', alias: 'bj' }] } });
    expect(scopeOf(document).region).toBe('cn-hangzhou');
    expect(scopeOf(document, 'alicloud').region).toBe('cn-hangzhou');
    expect(scopeOf(document, 'alicloud.bj').region).toBe('cn-beijing');
    expect(scopeOf(document, '${alicloud.bj}').region).toBe('cn-beijing');
    expect(scopeOf(document, 'alicloud.none').region).toBeUndefined();
  });

  test('the same whether there is one block or a list of one', () => {
    expect(scopeOf(stackOf('net', { provider: { alicloud: { region: 'cn-hangzhou' } } })).key).toBe(scope({ region: 'cn-hangzhou' }).key);
  });
});

describe('two scopes are one account and region', () => {
  const h = { region: 'cn-hangzhou' };
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
