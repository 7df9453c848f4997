import { MirrorCatalog } from '../../src/catalog/mirror-catalog';
import { MirrorEdition } from '../../src/catalog/mirror-edition';
import { MirrorQuotaName } from '../../src/catalog/mirror-quota';

/** Copied from the product's pages, apart from the library: name, scope; then limit, unit, raisable and id for each edition. */
const TABLE = `
sourcesPerSession | session | 10 sources yes | 10 sources yes trafficmirror_quota_source_num_per_session
sessionsPerRegion | region | 20000 sessions no | 20000 sessions no
sessionsPerSource | source | 1 sessions no | 3 sessions no
networkInterfaceTarget | target | 10 sessions no | 20 sources yes vpc_quota_traffic_mirror_source_num_per_small_ecs_target
largeNetworkInterfaceTarget | target | 10 sessions no | 200 sources yes vpc_quota_traffic_mirror_source_num_per_large_ecs_target
loadBalancerTarget | target | 200 sessions no | 500 sources no
gatewayEndpointTarget | target | 0 sources no | 500 sources no
rulesPerFilter | filter | 10 rules no | 20 rules yes vpc_quota_traffic_mirror_rules_num_per_filter
rulesPerDirection | direction | 10 rules no | 10 rules no
sessionsPerFilter | filter | 1000 sessions no | 2000 sessions no
filtersPerRegion | region | - filters no | 100 filters no`;

const rows = TABLE.trim().split('\n').map(line => line.split('|').map(cell => cell.trim()));
const cases = rows.flatMap(([name, scope, in2023, in2026]) => [
  [name, MirrorEdition.EDITION_2023, scope, in2023],
  [name, MirrorEdition.EDITION_2026, scope, in2026],
] as [MirrorQuotaName, MirrorEdition, string, string][]);

test.each(cases)('%s of edition %s', (name, edition, scope, cell) => {
  const [limit, unit, raisable, quotaId] = cell.split(' ');
  const quota = MirrorCatalog.of(edition).quota(name);
  expect({ ...quota, fact: undefined }).toEqual({
    name,
    scope,
    unit,
    raisable: raisable === 'yes',
    fact: undefined,
    ...(limit === '-' ? {} : { limit: Number(limit) }),
    ...(quotaId === undefined ? {} : { quotaId }),
  });
  expect([edition, undefined]).toContain(quota.fact.edition);
  if (quota.limit) expect(quota.fact.statement.replaceAll(',', '')).toContain(String(quota.limit));
});

test.each(MirrorCatalog.editions)('edition %s has one quota for each name', edition => {
  const names = MirrorCatalog.of(edition).quotas.map(q => q.name);
  expect(names).toEqual(rows.map(([name]) => name));
  expect([...names].sort()).toEqual(Object.values(MirrorQuotaName).sort());
});

test('fails for a name that is none', () => {
  expect(() => MirrorCatalog.of(MirrorEdition.EDITION_2023).quota('sourcesPerFilter' as MirrorQuotaName))
    .toThrow(/^quota is "sourcesPerFilter". Allowed: sourcesPerSession, .*. Fix: Choose one of these\.$/);
});
