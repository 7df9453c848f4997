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

  test('the account that is stated, else that of its role, else one by its arguments', () => {
    expect(scope({ ...role('123') }, { account: 'prod' }).account).toEqual({ kind: 'stated', key: 'stated prod' });
    expect(scope(role('123')).account).toEqual({ kind: 'role', key: 'role 123' });
    expect(scope({ assume_role: { role_arn: 'acs:ram::123:role/x' } }).account).toEqual({ kind: 'role', key: 'role 123' });
    expect(scope({ assume_role: [{ role_arn: '${var.role}' }] }).account.kind).toBe('arguments');
    expect(scope({ profile: 'prod' }).account.kind).toBe('arguments');
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
    ['with equal arguments, in two stacks', true, scope(h), scope(h, {}, 'other')],
    ['whatever their alias', true, scope(h), scopeOf(stackOf('net', { provider: { alicloud: [{ ...h, alias: 'a' }] } }), 'alicloud.a')],
    ['not in two regions', false, scope(h), scope(b)],
    ['not in two regions of different arguments', false, scope({ ...h, profile: 'a' }), scope({ ...b, profile: 'b' })],
    ['perhaps with other arguments', undefined, scope({ ...h, profile: 'a' }), scope({ ...h, profile: 'b' })],
    ['of two roles of one account', true, scope({ ...h, assume_role: [{ role_arn: 'acs:ram::1:role/a' }] }), scope({ ...h, assume_role: [{ role_arn: 'acs:ram::1:role/b' }] })],
    ['not of roles of two accounts', false, scope({ ...h, ...role('1') }), scope({ ...h, ...role('2') })],
    ['perhaps, a role and arguments', undefined, scope({ ...h, ...role('1') }), scope({ ...h, profile: 'a' })],
    ['not where two accounts are stated', false, scope(h, { account: 'a' }), scope(h, { account: 'b' }, 'other')],
    ['where one account is stated for different arguments', true, scope({ ...h, profile: 'a' }, { account: 'a' }), scope({ ...h, profile: 'b' }, { account: 'a' }, 'other')],
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
    region: fc.constantFrom('cn-hangzhou', 'cn-beijing', '${var.r}'), profile: fc.constantFrom('a', 'b'), assume_role: fc.constantFrom([{ role_arn: 'acs:ram::1:role/x' }], [{ role_arn: 'acs:ram::2:role/x' }]),
  }, { requiredKeys: [] });
  const any = fc.tuple(config, fc.constantFrom(undefined, 'p', 'q'), fc.constantFrom('s', 't')).map(([c, account, path]) => scope(c, { account }, path));

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
