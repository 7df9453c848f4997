// Random histories of one fleet: what holds for every plan.
import * as fc from 'fast-check';
import { changeOf, FleetWorld, loadsOf, QUOTAS, source, target } from './fleet-world';
import { MirrorQuotaUnit } from '../../src/catalog/mirror-quota';
import { LedgerSession } from '../../src/fleet/ledger-content';
import { MirrorPacking } from '../../src/fleet/packing';
import { FleetPlan, PlanInput, PlanSource } from '../../src/fleet/plan-input';
import { PlanTarget } from '../../src/fleet/target-rooms';

const { DEDICATED, DENSE } = MirrorPacking;
const members = (sessions: readonly LedgerSession[]) => sessions.map((s) => s.sources.map((x) => x.key));

test('keys that look like the names of other sessions, or like anything else, never share one', () => {
  const names = ['a', 'a~2', 'a~2~2', 'a~3', '__proto__', 'constructor', 'x\ny', 'q"z', '日本', '\ud800', 'eni-1', 'eni-2', 'b', ' ', '\\'];
  const run = fc.record({
    keys: fc.uniqueArray(fc.constantFrom(...names)),
    packing: fc.constantFrom(DENSE, DEDICATED),
    compaction: fc.constantFrom(0, 0, 3),
    deferRemovals: fc.boolean(),
    targets: fc.uniqueArray(fc.constantFrom('__proto__', 't', 'u\nv'), { minLength: 1 }),
  });
  fc.assert(fc.property(fc.array(run, { maxLength: 10 }), (history) => {
    const world = new FleetWorld();
    for (const { keys: given, targets, ...more } of history) {
      // One whose id is the key of another.
      const { sessions, parked } = world.run(
        given.map((key) => source(key, { id: key === 'a' ? 'eni-2' : undefined })),
        targets.map((key) => target(key)),
        more,
      );
      expect(new Set(sessions.map((s) => s.key)).size).toBe(sessions.length);
      expect(sessions.every((s) => s.sources.length > 0)).toBe(true);
      expect(new Set(members(sessions).flat()).size).toBe(members(sessions).flat().length);
      // What is read is what was written.
      expect(world.recorded.sessions).toEqual(new Map(sessions.map((s) => [s.key, s])));
      expect([...world.recorded.parked].sort()).toEqual(parked);
    }
  }), {
    numRuns: 300, examples: [[[
      { keys: ['a', 'b'], packing: DENSE, compaction: 0, deferRemovals: false, targets: ['t'] },
      { keys: ['b'], packing: DEDICATED, compaction: 0, deferRemovals: false, targets: ['t'] },
      { keys: ['a', 'a~2', 'b'], packing: DEDICATED, compaction: 0, deferRemovals: false, targets: ['t'] },
    ]]],
  });
});

describe('any history', () => {
  interface Step {
    readonly sources: number[];
    readonly zones: number[];
    readonly off: number[];
    readonly targets: number[];
    readonly limit: number;
    readonly perSession: number;
    readonly dense: boolean;
    readonly compaction: number;
    readonly defer: boolean;
    readonly unit: MirrorQuotaUnit;
  }

  const someOf = (n: number, minLength = 0) => fc.uniqueArray(fc.integer({ min: 0, max: n - 1 }), { minLength, maxLength: n });
  const step: fc.Arbitrary<Step> = fc.record({
    sources: someOf(24),
    zones: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 24, maxLength: 24 }),
    off: someOf(24),
    targets: someOf(4, 1),
    limit: fc.integer({ min: 1, max: 12 }), perSession: fc.integer({ min: 1, max: 4 }), dense: fc.boolean(),
    compaction: fc.constantFrom(0, 0, 0, 5), defer: fc.boolean(), unit: fc.constantFrom(MirrorQuotaUnit.SESSIONS, MirrorQuotaUnit.SOURCES),
  });

  function play(world: FleetWorld, s: Step): { plan: FleetPlan; sources: PlanSource[]; targets: PlanTarget[]; more: Partial<PlanInput> } {
    const sources = s.sources.map((n) => source(`eni-${n}`, { zoneId: `z${s.zones[n]}`, on: !s.off.includes(n) }));
    const targets = s.targets.map((n) => target(`t${n}`, s.limit, { zoneId: `z${n}` }));
    const more = {
      packing: s.dense ? DENSE : DEDICATED,
      compaction: s.compaction,
      deferRemovals: s.defer,
      quotas: { ...QUOTAS, targetUnit: s.unit, sourcesPerSession: s.perSession },
    };
    return { plan: world.plan(sources, targets, more), sources, targets, more };
  }

  test('keeps what runs, breaks no quota at any moment, and gives the same bytes for the same input', () => {
    fc.assert(fc.property(fc.array(step, { minLength: 1, maxLength: 8 }), (history) => {
      const world = new FleetWorld();
      for (const s of history) {
        const before = new Map(world.sessions.map((x) => [x.key, x]));
        const { plan, sources, targets, more } = play(world, s);
        const given = new Set(sources.map((x) => x.key));
        const after = new Map(plan.sessions.map((x) => [x.key, x]));
        const moving = new Set(changeOf(plan).touched);

        for (const was of before.values()) {
          const stays = was.sources.filter((x) => given.has(x.key));
          const now = after.get(was.key);
          if (stays.length === 0) {
            expect(now).toBeUndefined();
          } else if (now) {
            expect(now).toMatchObject({ priority: was.priority, vni: was.vni, filter: was.filter, shard: was.shard });
            expect(now.sources.filter((x) => given.has(x.key))).toEqual(stays);
            if (targets.some((t) => t.key === was.target)) expect(now.target).toBe(was.target);
            // Only a removal, a lost target or a switch touches a session that runs, and a switch is by its sources alone.
            if (stays.length === was.sources.length && targets.some((t) => t.key === was.target)) {
              expect(moving.has(was.key)).toBe(now.off !== was.off);
            }
            expect(now.off ?? false).toBe(stays.some((x) => !sources.find(({ key }) => key === x.key)!.on));
          } else {
            expect(stays.every((x) => plan.parked.includes(x.key) || plan.shortages.some((l) => l.sources.includes(x.key)))).toBe(true);
          }
        }
        // Everybody is somewhere, once.
        const where = [
          ...plan.sessions.flatMap((x) => x.sources.map((y) => y.key)),
          ...plan.parked,
          ...plan.waiting.map((w) => w.key),
          ...plan.shortages.flatMap((l) => l.sources),
        ].filter((key) => given.has(key));
        expect(where.sort()).toEqual([...given].sort());

        // Old and new sessions may live at once while it is applied.
        const both = [...before.values(), ...plan.created];
        const numbers = (pick: (x: LedgerSession) => number) => expect(new Set(both.map(pick)).size).toBe(both.length);
        numbers((x) => x.priority);
        numbers((x) => x.vni);
        for (const x of plan.created) expect(x.sources.length).toBeLessThanOrEqual(x.packing === DENSE ? s.perSession : 1);
        const old = loadsOf(before.values());
        for (const [key, load] of loadsOf([
          ...both,
          ...plan.sessions.filter((x) => before.has(x.key) && before.get(x.key)!.target !== x.target),
        ])) {
          const inUnit = (l = { sessions: 0, sources: 0 }) => s.unit === MirrorQuotaUnit.SESSIONS ? l.sessions : l.sources;
          // A quota that was lowered below what runs takes nothing more.
          expect(inUnit(load)).toBeLessThanOrEqual(Math.max(s.limit, inUnit(old.get(key))));
        }
        for (const shard of new Set(plan.sessions.map((x) => x.shard))) {
          const there = both.filter((x) => x.shard === shard);
          expect(there.length).toBeLessThanOrEqual(QUOTAS.sessionsPerShard);
          for (const copy of new Set(there.map((x) => x.filter))) {
            expect(there.filter((x) => x.filter === copy).length).toBeLessThanOrEqual(QUOTAS.sessionsPerFilter);
          }
        }
        expect(both.length).toBeLessThanOrEqual(QUOTAS.sessionsPerRegion);

        // The order in which sources are given is nothing.
        expect(world.text(world.after(world.plan([...sources].reverse(), targets, more)))).toBe(world.text(world.after(plan)));
        world.recorded = world.after(plan);
        // Run again, it changes nothing.
        if (plan.shortages.length === 0) {
          // What waits for room has it in the next run.
          if (plan.waiting.length > 0) {
            const next = world.run(sources, targets, more);
            const placed = new Set(members(next.sessions).flat());
            expect(plan.waiting.filter(({ key }) => !placed.has(key))).toEqual([]);
            if (next.waiting.length + next.shortages.length > 0) continue;
          }
          const again = world.plan(sources, targets, more);
          expect([again.created, changeOf(again).touched]).toEqual([[], []]);
          expect(world.text(world.after(again))).toBe(world.text());
        }
      }
    }), { numRuns: 300 });
  });
});

test('whatever is frozen, weighed or lowered: one priority a session, one session a source, and the order that is recorded', () => {
  const run = fc.record({
    sources: fc.uniqueArray(fc.integer({ min: 0, max: 20 })), targets: fc.uniqueArray(fc.integer({ min: 0, max: 3 }), { minLength: 1 }),
    limit: fc.constantFrom(1, 3, 8, Infinity), weight: fc.constantFrom(0.001, 1, 1e9), zones: fc.boolean(),
    input: fc.record({
      frozen: fc.boolean(),
      packing: fc.constantFrom(DENSE, DEDICATED),
      compaction: fc.constantFrom(0, 0, 4, 100),
      deferRemovals: fc.boolean(),
      priorities: fc.constantFrom(1, 3, 20, 100).map((last) => ({ first: 1, last })),
      quotas: fc.record({
        sourcesPerSession: fc.constantFrom(1, 3),
        sessionsPerSource: fc.constant(1),
        sessionsPerRegion: fc.constantFrom(2, 10, 40),
        sessionsPerFilter: fc.constantFrom(1, 3, 1000),
        filters: fc.constantFrom(1, 3, Infinity),
        targetUnit: fc.constantFrom(MirrorQuotaUnit.SESSIONS, MirrorQuotaUnit.SOURCES),
        sessionsPerShard: fc.constantFrom(1, 4, Infinity),
      }),
    }),
  });
  const distinct = (values: unknown[]) => expect(new Set(values).size).toBe(values.length);
  const copies = (sessions: LedgerSession[]) => new Set(sessions.map((s) => `${s.shard} ${s.filter}`)).size;
  fc.assert(fc.property(fc.array(run, { maxLength: 10 }), (history) => {
    const world = new FleetWorld();
    for (const { sources, targets, limit, weight, zones, input } of history) {
      const zone = (n: number) => zones ? `z${n}` : undefined;
      const given = sources.map((n) => source(n % 3 ? `eni-${n}` : `k${n}`, { zoneId: zone(n % 3) }));
      const to = targets.map((n) => target(`t${n}`, limit, { weight, zoneId: zone(n) }));
      const before = world.sessions;
      const plan = world.plan(given, to, input);
      expect(world.plan([...given].reverse(), to, input)).toEqual(plan);

      const all = [...plan.sessions, ...plan.stranded];
      const placed = [...members(all).flat(), ...plan.parked, ...plan.waiting.map(({ key }) => key)];
      distinct(all.map((s) => s.key));
      distinct(all.map((s) => s.priority));
      distinct(placed);
      expect(all.every((s) => s.sources.length > 0)).toBe(true);
      const found = new Set([...placed, ...plan.leftOut, ...plan.shortages.flatMap((l) => l.sources)]);
      expect(given.filter(({ key }) => !found.has(key))).toEqual([]);
      for (const was of before) {
        const now = all.find((s) => s.key === was.key);
        if (!now) continue;
        expect(now).toMatchObject({ priority: was.priority, vni: was.vni, filter: was.filter, shard: was.shard, packing: was.packing });
        expect(now.sources).toEqual(was.sources.filter(({ key }) => now.sources.some((s) => s.key === key)));
      }
      expect(input.frozen && plan.created.length > 0).toBe(false);
      const both = [...before, ...plan.created];
      expect(copies(both)).toBeLessThanOrEqual(Math.max(input.quotas.filters, copies(before)));
      expect(both.length).toBeLessThanOrEqual(Math.max(input.quotas.sessionsPerRegion, before.length));
      // As a real run: a frozen ledger is not written, and none where a source has no place.
      if (!input.frozen && plan.shortages.length === 0) world.recorded = world.after(plan);
    }
  }), { numRuns: 300 });
});
