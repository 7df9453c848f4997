import { readFileSync, readdirSync } from 'fs';
import { join } from 'path';
import { MirrorCatalog } from '../../src/catalog/mirror-catalog';
import { MirrorEdition } from '../../src/catalog/mirror-edition';
import { MirrorQuotaName } from '../../src/catalog/mirror-quota';

const then = MirrorCatalog.of(MirrorEdition.EDITION_2023);
const now = MirrorCatalog.of(MirrorEdition.EDITION_2026);

test('there is one catalog for each edition', () => {
  expect(MirrorCatalog.editions).toEqual(['2023', '2026']);
  expect(MirrorCatalog.defaultEdition).toBe(MirrorEdition.EDITION_2023);
  for (const edition of MirrorCatalog.editions) {
    expect(MirrorCatalog.of(edition)).toBe(MirrorCatalog.of(edition));
    expect(MirrorCatalog.of(edition).edition).toBe(edition);
  }
});

test('fails for an edition that is none', () => {
  expect(() => MirrorCatalog.of('2024' as MirrorEdition)).toThrow(/^edition is "2024". Allowed: 2023, 2026. Fix: Choose one of these\.$/);
});

describe.each([then, now].map(catalog => [catalog.edition, catalog] as const))('facts of edition %s', (edition, catalog) => {
  test('have a statement, a source and a date', () => {
    for (const fact of catalog.facts) {
      expect(fact.statement).toMatch(/^[A-Z].*\.$/s);
      expect(fact.source).not.toBe('');
      expect(fact.date).toMatch(/^20\d\d-\d\d(-\d\d|\/20\d\d-\d\d)$/);
      expect([edition, undefined]).toContain(fact.edition);
    }
  });

  test('are said once', () => {
    const statements = catalog.facts.map(f => f.statement);
    expect(statements.filter((s, i) => statements.indexOf(s) !== i)).toEqual([]);
  });

  test('do not name the other edition\'s numbers as their own', () => {
    const other = edition === MirrorEdition.EDITION_2023 ? now : then;
    const own = new Set(catalog.facts.filter(f => f.edition !== undefined).map(f => f.statement));
    const shared = new Set(other.facts.filter(f => f.edition === undefined).map(f => f.statement));
    expect([...own].filter(s => shared.has(s))).toEqual([]);
  });

  // One for each line of what is known about the product.
  test.each([
    /copies packets from its sources/,
    /five-tuple/,
    /first rule by priority/,
    /without rules copies nothing/,
    /mirrored at most once/,
    /VXLAN \(RFC 7348\)/,
    /primary IP of the source ENI/,
    /adds 50 bytes/,
    /0 to 16777215/,
    /64 to 8500/,
    /flow log traffic, ARP, DHCP/,
    /IPv6 is not supported/,
    /service-managed ENI/,
    /one account and region/,
    /source and target at once/,
    /dropped first under pressure/,
    /1 to 32766/,
    /1 to 10, unique within one direction/,
    /source side ignores security groups/,
    /names 2 to 128/,
    /1 to 128 characters/,
    /at most 20 tags/,
    /must not run concurrently/,
    /cannot be undone/,
    /order in which the API lists/,
    /emptied of sources/,
    /replaced or its ENI released/,
    /parallelism of 10/,
    /NetworkInterface or SLB/,
    /activated per region/,
    /inbound UDP 4789/,
    /network ACL on the target/,
    /full overwrite/,
    /accepted silently and shared/,
    /at most 5 security groups/,
    /Basic groups admit/,
    /UDP listener on 4789/,
    /health check cannot be switched off/,
    /see the IPs of the sources/,
    /reserved listener ports/,
    /peering connection/,
    /ecs\.<family>/,
  ])('say %p', statement => expect(catalog.facts.filter(f => statement.test(f.statement))).not.toEqual([]));
});

test.each([
  [/MTU of the source instance is truncated/, then],
  [/Only these ECS instance families/, then],
  [/at most 200 rules/, then],
  [/0\.014 USD/, then],
  [/15 days of grace/, then],
  [/number of targets has no limit/, then],
  [/target's MTU limits packets/, now],
  [/no list of instance families/, now],
  [/8th generation support/, now],
  [/at most 3 sessions/, now],
  [/sessions are tried|tried by session priority/, now],
  [/1,000 rules together/, now],
  [/0\.1 CNY/, now],
  [/USD of today is not known/, now],
  [/may serve 200 sources/, now],
  [/Gateway Load Balancer endpoint is a target/, now],
  [/number of targets is not documented/, now],
])('%p is of one edition only', (statement, only) => {
  for (const catalog of [then, now]) expect(catalog.facts.some(f => statement.test(f.statement))).toBe(catalog === only);
});

test('what no text settles is marked', () => {
  expect(now.facts.filter(f => f.certainty === 'unverified').length).toBeGreaterThanOrEqual(5);
});

test('the arrays are the caller\'s own', () => {
  then.regions.pop();
  then.quotas.pop();
  then.instanceFamilies.pop();
  MirrorCatalog.editions.pop();
  expect([then.regions.length, then.quotas.length, then.instanceFamilies.length, MirrorCatalog.editions.length]).toEqual([32, 11, 28, 2]);
});

test('200,000 questions take no time to speak of', () => {
  const types = Array.from({ length: 50 }, (_, i) => `ecs.g7-c${i}m1.${i}xlarge`);
  const started = process.cpuUsage().user;
  let yes = 0;
  for (let i = 0; i < 200_000; i++) {
    const catalog = MirrorCatalog.of(MirrorEdition.EDITION_2026);
    if (catalog.isRegionSupported('cn-hangzhou') && catalog.isInstanceFamilySupported(MirrorCatalog.instanceFamilyOf(types[i % 50]))
      && !catalog.isLargeTarget(types[i % 50]) && catalog.quota(MirrorQuotaName.SOURCES_PER_SESSION).limit === 10) yes++;
  }
  expect(yes).toBe(200_000);
  // A tenth of this is usual; a lookup by scan takes ten times as long.
  expect(process.cpuUsage().user - started).toBeLessThan(2_000_000);
});

test('nothing below the catalog is imported but net', () => {
  const imports = (folder: string) =>
    readdirSync(folder).flatMap((file) => [...readFileSync(join(folder, file), 'utf8').matchAll(/from '([^']+)'/g)].map((m) => m[1]));
  const src = join(__dirname, '..', '..', 'src');
  expect(imports(join(src, 'catalog')).filter(from => !/^(\.\/[a-z-]+|\.\.\/net\/[a-z-]+)$/.test(from))).toEqual([]);
  expect(imports(join(src, 'net')).filter(from => !/^\.\/[a-z0-9-]+$/.test(from))).toEqual([]);
});
