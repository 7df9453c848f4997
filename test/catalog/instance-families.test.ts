import * as fc from 'fast-check';
import { familyOf } from '../../src/catalog/instance-families';
import { MirrorCatalog } from '../../src/catalog/mirror-catalog';
import { MirrorEdition } from '../../src/catalog/mirror-edition';
import { MirrorFamilyStanding } from '../../src/catalog/mirror-family-standing';

/** Copied from the product's pages, apart from the library. */
const FAMILIES = 'g7ne g7a g7 g7t g6t g6e c7a c7 c7t c6t c6e r7a r7 r7t r6e hfc7 hfg7 hfr7 gn7i '
  + 'ebmc6a ebmc6e ebmg6a ebmg6e ebmr6a ebmr6e ebmhfg7 ebmhfc7 ebmhfr7';
const LARGE =
  'ebmc7.32xlarge ebmg7.32xlarge ebmr7.32xlarge ebmhfg7.48xlarge ebmhfc7.48xlarge ebmhfr7.48xlarge ebmc7a.64xlarge ebmg7a.64xlarge '
  + 'ebmg7se.32xlarge ebmg6a.64xlarge ebmg6e.26xlarge ebmc6a.64xlarge ebmc6e.26xlarge ebmr7a.64xlarge ebmr6a.64xlarge ebmr6e.26xlarge c8i.48xlarge '
  + 'g8i.48xlarge c7nex.32xlarge g7nex.32xlarge g7ne.24xlarge c7.32xlarge g7.32xlarge r7.32xlarge r6e.26xlarge g7t.32xlarge g6t.26xlarge g6e.26xlarge '
  + 'c7t.32xlarge c6t.26xlarge c6e.26xlarge g5ne.18xlarge r7t.32xlarge';
const families = FAMILIES.split(' ');
const large = LARGE.split(' ').map(type => `ecs.${type}`);

const then = MirrorCatalog.of(MirrorEdition.EDITION_2023);
const now = MirrorCatalog.of(MirrorEdition.EDITION_2026);
const { SUPPORTED, NOT_SUPPORTED, NOT_KNOWN } = MirrorFamilyStanding;

describe('families', () => {
  test('the list of edition 2023 is closed, that of 2026 is gone', () => {
    expect([...then.instanceFamilies].sort()).toEqual([...families].sort());
    expect(families).toHaveLength(28);
    expect(now.instanceFamilies).toEqual([]);
  });

  test.each(families)('%s is supported by both editions', family => {
    for (const catalog of [then, now]) {
      expect(catalog.familyStanding(family)).toBe(SUPPORTED);
      expect(catalog.familyStanding(`ecs.${family}`)).toBe(SUPPORTED);
      expect(catalog.isInstanceFamilySupported(family)).toBe(true);
    }
  });

  test.each(['g8i', 'c8i', 'r8y', 'ebmg8i', 'gn8v', 'hfg8i', 'g8'])('%s of the 8th generation is supported by 2026 only', family => {
    expect([then.familyStanding(family), now.familyStanding(family)]).toEqual([NOT_SUPPORTED, SUPPORTED]);
  });

  test.each(['g6', 'g5', 't6', 'g9i', 'ebmg7', 's6', 'e', 'u1', 'G7', 'g7n', 'g18', 'g81', 'g6e8', '8', ''])(
    'fails to support %j',
    (family) => {
      expect([then.familyStanding(family), now.familyStanding(family)]).toEqual([NOT_SUPPORTED, NOT_KNOWN]);
      expect(then.isInstanceFamilySupported(family) || now.isInstanceFamilySupported(family)).toBe(false);
    });
});

describe('instance types', () => {
  test.each([
    ['ecs.g7ne.large', 'g7ne'],
    ['ecs.ebmhfg7.48xlarge', 'ebmhfg7'],
    ['ecs.gn7i-c8g1.2xlarge', 'gn7i'],
    ['ecs.vgn6i-m4-vws.xlarge', 'vgn6i'],
    ['ecs.u1-c1m2.large', 'u1'],
    ['ecs.e-c1m1.large', 'e'],
    ['ecs.n1.tiny', 'n1'],
    ['ecs.s6-c1m1.small', 's6'],
  ])('%s is of %s', (type, family) => {
    expect(MirrorCatalog.instanceFamilyOf(type)).toBe(family);
    expect(familyOf(type)).toBe(family);
  });

  test('everything from the first hyphen on is left out', () => {
    const word = fc.stringMatching(/^[a-z][a-z0-9]{0,6}$/);
    const ratio = fc.stringMatching(/^[a-z0-9]{1,4}$/);
    fc.assert(fc.property(word, fc.array(ratio, { maxLength: 2 }), fc.nat(99), (family, ratios, size) => {
      expect(familyOf(`ecs.${[family, ...ratios].join('-')}.${size}xlarge`)).toBe(family);
    }));
  });

  test.each([
    ['g7.large', /Write ecs\.g7\.large/],
    ['ecs.g7', /Write it as the ECS console shows it/],
    ['ecs.g7.', /as the ECS console/],
    ['ecs.G7.large', /as the ECS console/],
    ['ecs..large', /as the ECS console/],
    ['ecs.7g.large', /as the ECS console/],
    ['ecs.g7-.large', /as the ECS console/],
    ['ecs.g7.large ', /as the ECS console/],
    ['ecs.g7.large.x', /as the ECS console/],
    ['m5.large', /Write ecs\.m5\.large/],
    ['', /as the ECS console/],
  ])('fails for %j', (type, message) => {
    expect(() => MirrorCatalog.instanceFamilyOf(type)).toThrow(message);
    expect(() => MirrorCatalog.instanceFamilyOf(type)).toThrow('Allowed: ecs.<family>[-<ratio>].<size>');
    expect(familyOf(type)).toBeUndefined();
  });
});

describe('large targets', () => {
  test('there are 33', () => expect(new Set(large).size).toBe(33));

  test.each(large)('%s is large under 2026', type => {
    expect(now.isLargeTarget(type)).toBe(true);
    expect(then.isLargeTarget(type)).toBe(false);
    expect(familyOf(type)).toBeDefined();
  });

  test.each(['ecs.g8i.24xlarge', 'ecs.g7.large', 'g8i.48xlarge', 'ecs.g8i.48xlarge '])('fails to count %j as large', type => {
    expect(now.isLargeTarget(type)).toBe(false);
  });
});
