import * as fc from 'fast-check';
import * as limits from '../../src/catalog/limits';
import { MirrorEdition } from '../../src/catalog/mirror-edition';
import { LOAD_BALANCER, NETWORK_ACL, SECURITY_GROUP, securityGroupRuleBudget } from '../../src/catalog/target-side';

test('numbers', () => {
  expect(limits).toMatchObject({
    SESSION_PRIORITY: { min: 1, max: 32766 },
    RULE_PRIORITY: { min: 1, max: 10 },
    VNI: { min: 1, max: 16777215 },
    PACKET_LENGTH: { min: 64, max: 8500 },
    DEFAULT_PACKET_LENGTH: 1500,
    VXLAN_PORT: 4789,
    VXLAN_OVERHEAD: 50,
    STANDARD_MTU: 1500,
    JUMBO_MTU: 8500,
    TARGET_TYPES: ['NetworkInterface', 'SLB'],
    SESSION_NAME: { min: 2, max: 128 },
    SESSION_DESCRIPTION: { min: 2, max: 256 },
    FILTER_NAME: { min: 1, max: 128 },
    FILTER_DESCRIPTION: { min: 1, max: 256 },
    TAGS_PER_RESOURCE: 20,
  });
});

test('the side of the target', () => {
  expect(SECURITY_GROUP).toMatchObject({
    portRange: '4789/4789',
    priority: { min: 1, max: 100 },
    rulesPerGroup: 200,
    rulesPerInterface: 1000,
    groupsPerInterface: 5,
  });
  expect(securityGroupRuleBudget(MirrorEdition.EDITION_2023)).toBe(200);
  expect(securityGroupRuleBudget(MirrorEdition.EDITION_2026)).toBe(1000);
  expect(NETWORK_ACL).toMatchObject({ port: '4789/4789', entriesPerDirection: 20, aclsPerVswitch: 1 });
  expect(LOAD_BALANCER).toMatchObject({ addressType: 'intranet', frontendPort: 4789, schedulers: ['wrr', 'rr', 'sch', 'tch', 'qch'] });
});

test('bounds hold whole numbers from end to end', () => {
  expect([1, 32766].every(n => limits.within(limits.SESSION_PRIORITY, n))).toBe(true);
  expect([0, 32767, 1.5, NaN, -1, Infinity].some(n => limits.within(limits.SESSION_PRIORITY, n))).toBe(false);
  expect(limits.within(limits.VNI, 0)).toBe(false);
});

test('length is in bytes of UTF-8', () => {
  expect(limits.byteLength('abc')).toBe(3);
  expect(limits.byteLength('镜像')).toBe(6);
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => expect(limits.byteLength(text)).toBe(new TextEncoder().encode(text).length)),
  );
});

test('texts within the limits', () => {
  expect(limits.textProblem(limits.SESSION_NAME, 'ab')).toBeUndefined();
  expect(limits.textProblem(limits.SESSION_NAME, 'a'.repeat(128))).toBeUndefined();
  expect(limits.textProblem(limits.FILTER_NAME, 'a')).toBeUndefined();
  expect(limits.textProblem(limits.FILTER_DESCRIPTION, 'see http://wiki')).toBeUndefined();
});

test.each([
  [limits.SESSION_NAME, 'a', '1 byte long, outside 2 to 128', 'write at least 2'],
  [limits.FILTER_NAME, '', '0 bytes long, outside 1 to 128', 'write at least 1'],
  [limits.SESSION_NAME, 'a'.repeat(129), '129 bytes long, outside 2 to 128', 'shorten it to 128 bytes'],
  [
    limits.SESSION_NAME,
    '镜'.repeat(43),
    '129 bytes long, outside 2 to 128 in UTF-8, with 3 bytes for a Chinese character',
    'shorten it to 128 bytes',
  ],
  [limits.SESSION_NAME, 'http://a', 'starts with http:// or https://', 'leave the scheme out'],
  [limits.FILTER_DESCRIPTION, 'https://a', 'starts with http:// or https://', 'leave the scheme out'],
])('fails for %j %j', (bounds, text, problem, fix) => {
  expect(limits.textProblem(bounds, text)).toEqual({ problem, fix });
});

test('keys of tags within the limits', () => {
  for (const key of ['a', 'my-aliyun', 'acs', '镜'.repeat(128)]) expect(limits.tagKeyProblem(key)).toBeUndefined();
});

test.each([
  ['', /0 characters long/],
  ['a'.repeat(129), /129 characters long/],
  ['aliyunish', /starts with aliyun, which is reserved/],
  ['acs:ecs', /starts with acs:, which is reserved/],
])('fails for the key %j', (key, problem) => expect(limits.tagKeyProblem(key)?.problem).toMatch(problem));
