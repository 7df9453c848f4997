import { MirrorEdition, MirrorPolicy, MirrorQuotaName, MirrorTarget } from '../../src';
import { LimitsInForce } from '../../src/fleet/limits-in-force';
import { MirrorQuotaUnit } from '../../src/catalog/mirror-quota';
import { newApp, newStack } from '../support/app';

const clb = MirrorTarget.internalLoadBalancer('lb-a');
const small = MirrorTarget.networkInterface('eni-a', { instanceType: 'ecs.g7.large' });
const large = MirrorTarget.networkInterface('eni-b', { instanceType: 'ecs.g8i.48xlarge' });
const some = MirrorTarget.networkInterface('eni-c', { weight: 3, zoneId: 'cn-hangzhou-h' });

/** The limits of an app with an edition and raised quotas. */
function limits(edition: MirrorEdition, raised: Partial<Record<MirrorQuotaName, number>> = {}) {
  const app = newApp();
  const policy = MirrorPolicy.of(app).edition(edition);
  for (const [name, limit] of Object.entries(raised)) policy.quota('cn-hangzhou', name as MirrorQuotaName, limit);
  return LimitsInForce.at(newStack(app), 'cn-hangzhou');
}

const { EDITION_2023, EDITION_2026 } = MirrorEdition;

describe('the quotas in force', () => {
  test('without a policy are those of edition 2023', () => {
    const { edition } = LimitsInForce.of(undefined, 'cn-hangzhou');
    expect([edition, LimitsInForce.of(undefined, undefined).limit(MirrorQuotaName.SESSIONS_PER_FILTER)]).toEqual([EDITION_2023, 1_000]);
    expect(LimitsInForce.of(MirrorPolicy.of(newApp()).edition(EDITION_2026), undefined).edition).toBe(EDITION_2026);
  });

  test('are raised for their region alone', () => {
    const app = newApp();
    const policy = MirrorPolicy.of(app).quota('cn-hangzhou', MirrorQuotaName.SOURCES_PER_SESSION, 15);
    const stack = newStack(app);
    for (const [region, limit] of [['cn-hangzhou', 15], ['cn-beijing', 10], [undefined, 10]] as const) {
      expect(LimitsInForce.of(policy, region).limit(MirrorQuotaName.SOURCES_PER_SESSION)).toBe(limit);
      expect(LimitsInForce.at(stack, region).limit(MirrorQuotaName.SOURCES_PER_SESSION)).toBe(limit);
    }
  });

  test('are infinite if the edition sets none', () => {
    const filters = [EDITION_2023, EDITION_2026].map((edition) => limits(edition).limit(MirrorQuotaName.FILTERS_PER_REGION));
    expect(filters).toEqual([Infinity, 100]);
  });

  test.each<[string, MirrorTarget, number, number]>([
    ['load balancer', clb, 200, 500],
    ['interface of a small instance', small, 10, 20],
    ['interface of a large instance', large, 10, 200],
    ['interface of an unknown instance', some, 10, 20],
  ])('of a target: %s', (_, target, of2023, of2026) => {
    expect([EDITION_2023, EDITION_2026].map((edition) => limits(edition).target(target).limit)).toEqual([of2023, of2026]);
  });

  test('a target has its weight, zone and limit', () => {
    expect(limits(EDITION_2023).target(some)).toEqual({ key: 'eni-c', zoneId: 'cn-hangzhou-h', weight: 3, limit: 10 });
    expect(limits(EDITION_2023).target(small)).toEqual({ key: 'eni-a', zoneId: undefined, weight: 1, limit: 10 });
  });

  test('for a plan', () => {
    expect(limits(EDITION_2023).forPlan(true, Infinity)).toEqual({
      sourcesPerSession: 10, sessionsPerSource: 1, sessionsPerRegion: 20_000, sessionsPerFilter: 1_000, filters: Infinity,
      targetUnit: MirrorQuotaUnit.SESSIONS, sessionsPerShard: Infinity,
    });
    expect(limits(EDITION_2026).forPlan(false, 3_000)).toEqual({
      sourcesPerSession: 10, sessionsPerSource: 3, sessionsPerRegion: 20_000, sessionsPerFilter: 2_000, filters: 1,
      // Two filters of 20 rules, with two resources each beside the rules.
      targetUnit: MirrorQuotaUnit.SOURCES, sessionsPerShard: 3_000 - 2 * 22,
    });
  });

  test.each([[1_012, 1_000], [1_013, 989], [2_024, 2_000], [2_025, 1_989], [13, 1], [12, 1], [14, 2], [1, 1]])(
    'a state of %i resources has %i sessions with their filters', (resources, sessions) => {
      expect(limits(EDITION_2023).forPlan(true, resources).sessionsPerShard).toBe(sessions);
    },
  );

  test('for the moments of an apply', () => {
    const { target, ...rest } = limits(EDITION_2023, { [MirrorQuotaName.LOAD_BALANCER_TARGET]: 300 }).forEffects([clb, small]);
    expect(rest).toEqual({ sessionsPerSource: 1, sessionsPerRegion: 20_000, sessionsPerFilter: 1_000, targetUnit: 'sessions' });
    expect(['lb-a', 'eni-a', 'eni-b'].map((key) => target?.(key))).toEqual([300, 10, undefined]);
    expect(limits(EDITION_2026).forEffects().targetUnit).toBe('sources');
    expect(limits(EDITION_2026).forEffects().target?.('lb-a')).toBeUndefined();
  });
});
