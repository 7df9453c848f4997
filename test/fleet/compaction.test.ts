import * as fc from 'fast-check';
import { FleetWorld, loadsOf, QUOTAS, source, target } from './fleet-world';
import { MirrorQuotaUnit } from '../../src/catalog/mirror-quota';
import type { LedgerSession } from '../../src/fleet/ledger-content';
import { MirrorPacking } from '../../src/fleet/packing';
import type { PlanQuotas, PlanSource } from '../../src/fleet/plan-input';
import type { PlanTarget } from '../../src/fleet/target-rooms';

const { DENSE, DEDICATED } = MirrorPacking;
const { SESSIONS, SOURCES } = MirrorQuotaUnit;

interface World {
  readonly placedAs: MirrorPacking;
  readonly packing: MirrorPacking;
  readonly unit: MirrorQuotaUnit;
  readonly sources: readonly { readonly zone: number; readonly on: boolean }[];
  readonly limits: readonly number[];
  readonly then: readonly number[];
  readonly perSession: number;
  readonly perRegion: number;
  readonly perFilter: number;
  readonly filters: number;
  readonly priorities: number;
  readonly budget: number;
}

const worlds: fc.Arbitrary<World> = fc.record({
  placedAs: fc.constantFrom(DENSE, DEDICATED), packing: fc.constantFrom(DENSE, DEDICATED), unit: fc.constantFrom(SESSIONS, SOURCES),
  sources: fc.array(
    fc.record({ zone: fc.integer({ min: 0, max: 1 }), on: fc.constantFrom(true, true, false) }),
    { minLength: 1, maxLength: 14 },
  ),
  limits: fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: 3 }),
  then: fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 3, maxLength: 3 }),
  perSession: fc.integer({ min: 2, max: 5 }), perRegion: fc.integer({ min: 3, max: 16 }), perFilter: fc.integer({ min: 1, max: 5 }),
  filters: fc.integer({ min: 1, max: 5 }), priorities: fc.integer({ min: 3, max: 30 }), budget: fc.integer({ min: 1, max: 14 }),
});

/** How far the sessions are from what a compaction is for: sources above a limit, and sessions or shared sessions. */
function badness(sessions: readonly LedgerSession[], targets: readonly PlanTarget[], { packing, unit }: World): [number, number] {
  const loads = loadsOf(sessions);
  const above = targets.map(({ key, limit }) => {
    const load = loads.get(key);
    return Math.max(0, (unit === SESSIONS ? load?.sessions ?? 0 : load?.sources ?? 0) - limit);
  });
  const rest = packing === DENSE ? sessions.length : sessions.reduce((sum, s) => sum + s.sources.length - 1, 0);
  return [above.reduce((a, b) => a + b, 0), rest];
}

function start(given: World): {
  world: FleetWorld; sources: PlanSource[]; targets: PlanTarget[]; more: { packing: MirrorPacking; quotas: PlanQuotas; priorities: any };
} {
  const world = new FleetWorld();
  const sources = given.sources.map(({ zone, on }, i) => source(`s${i}`, { zoneId: `z${zone}`, on }));
  const targetsOf = (limits: readonly number[]) => given.limits.map((_, i) => target(`t${i}`, limits[i], { zoneId: `z${i}` }));
  const quotas = {
    ...QUOTAS, targetUnit: given.unit, sourcesPerSession: given.perSession, sessionsPerRegion: given.perRegion,
    sessionsPerFilter: given.perFilter, filters: given.filters,
  };
  const more = { packing: given.packing, quotas, priorities: { first: 1, last: given.priorities } };
  world.run(sources, targetsOf(given.limits), { ...more, packing: given.placedAs });
  // Sources that find no place are of no interest here.
  const placed = new Set(world.sessions.flatMap((s) => s.sources.map(({ key }) => key)));
  return { world, sources: sources.filter(({ key }) => placed.has(key)), targets: targetsOf(given.then), more };
}

const keysOf = (sessions: readonly LedgerSession[]) => sessions.flatMap((s) => s.sources.map(({ key }) => key)).sort();

/** A wave, its apply, and the run after it. */
function wave({ world, sources, targets, more }: ReturnType<typeof start>, budget: number, deployed: boolean): string[] {
  if (deployed) world.deployed = new Map(world.sessions.map((s) => [s.key, s]));
  const { parked } = world.run(sources, targets, { ...more, compaction: budget });
  if (deployed) world.deployed = new Map(world.sessions.map((s) => [s.key, s]));
  world.run(sources, targets, more);
  return [...parked];
}

test.each([false, true])('a wave takes out only sources that find a place again, and is worth it (deployed sessions: %s)', (deployed) => {
  fc.assert(fc.property(worlds, (given) => {
    const run = start(given);
    const { world, targets } = run;
    for (let waves = 0; ; waves++) {
      expect(waves).toBeLessThan(60);
      const before = world.sessions;
      const parked = wave(run, given.budget, deployed);
      expect(keysOf(world.sessions)).toEqual(keysOf(before));
      if (parked.length === 0) break;
      expect(parked.length).toBeLessThanOrEqual(given.budget);
      const [was, now] = [badness(before, targets, given), badness(world.sessions, targets, given)];
      expect(now[0] < was[0] || now[0] === was[0] && now[1] < was[1]).toBe(true);
    }
  }), { numRuns: 300 });
});
