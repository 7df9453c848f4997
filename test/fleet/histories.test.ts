// Random histories of a fleet whose ledger is measured against what is deployed: developers synthesize any number of
// times between two applies, pipelines apply what is committed, applies fail half way, commits are reverted, branches
// merged, lines lost. Each apply runs against the rules of the provider server, in an arbitrary order.
import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import * as fc from 'fast-check';
import { SimulatedApply } from './apply';
import { effects, FleetWorld, QUOTAS, source, target } from './fleet-world';
import { ConflictStyle, mergeLines } from './line-merge';
import { RiskKind } from '../../src/effects/effects';
import { DeployedSessions } from '../../src/fleet/deployed-sessions';
import { emptyFleet, LedgerFleet } from '../../src/fleet/ledger-content';
import { parseLedger } from '../../src/fleet/ledger-reader';
import { repairLedger } from '../../src/fleet/ledger-repair';
import { MirrorPacking } from '../../src/fleet/packing';
import { FleetPlan, PlanSource } from '../../src/fleet/plan-input';
import { SessionNames } from '../../src/fleet/session-address';
import { DEPTH, played } from '../support/runs';

const FLEET = 'net/Fleet';
const COUNT = 14;
const HISTORIES = 40;

/** What the code asks for at one moment. */
interface Wish {
  readonly out: number[];
  readonly targets: number[];
  readonly off: number[];
  readonly limit: number;
  readonly dense: boolean;
  readonly compaction: number;
  readonly defer: boolean;
}

const wish: fc.Arbitrary<Wish> = fc.record({
  out: fc.uniqueArray(fc.integer({ min: 0, max: COUNT - 1 }), { maxLength: 5 }),
  targets: fc.uniqueArray(fc.integer({ min: 0, max: 2 }), { minLength: 1 }),
  off: fc.uniqueArray(fc.integer({ min: 0, max: COUNT - 1 }), { maxLength: 2 }), limit: fc.constantFrom(5, 8, 20), dense: fc.boolean(),
  compaction: fc.constantFrom(0, 0, 0, 4), defer: fc.boolean(),
});

type Event =
  | { readonly do: 'synth'; readonly wish: Wish; readonly blind: boolean }
  | { readonly do: 'apply'; readonly order: number; readonly stop: number }
  | { readonly do: 'pipeline'; readonly out: number[]; readonly order: number; readonly stop: number }
  | { readonly do: 'revert'; readonly back: number }
  | { readonly do: 'lose'; readonly lines: number[] }
  | { readonly do: 'merge'; readonly wish: Wish; readonly back: number; readonly style: ConflictStyle };

const order = fc.integer({ min: 0, max: 1 << 30 });
/** Most applies come to their end. */
const stop = fc.constantFrom(1000, 1000, 1000, 2, 5, 9);
const event: fc.Arbitrary<Event> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('synth' as const), wish, blind: fc.constantFrom(false, false, true) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('apply' as const), order, stop }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('pipeline' as const),
      out: fc.uniqueArray(fc.integer({ min: 0, max: COUNT - 1 }), { maxLength: 2 }),
      order,
      stop,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('revert' as const), back: fc.integer({ min: 1, max: 3 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('lose' as const),
      lines: fc.uniqueArray(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 6 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('merge' as const),
      wish,
      back: fc.integer({ min: 1, max: 3 }),
      style: fc.constantFrom(...Object.values(ConflictStyle)),
    }),
  },
);

/** The same numbers for the same seed. */
function chooser(seed: number): (below: number) => number {
  let state = seed | 1;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

class History {
  public readonly counts = { synths: 0, applies: 0, refused: 0, interrupted: 0, lost: 0, forecast: 0 };
  private readonly names = new SessionNames(FLEET);
  private readonly cloud = new SimulatedApply(({ key }) => this.names.of(key), {
    sourcesPerSession: QUOTAS.sourcesPerSession, perLoadBalancerTarget: 20, sessionsPerFilter: 1000, sessions: QUOTAS.sessionsPerRegion,
  });
  private readonly file = join(FOLDER, 'state.json');
  private committed: string[] = [];
  private recorded: LedgerFleet = emptyFleet();
  private last: Wish = { out: [], targets: [0, 1, 2], off: [], limit: 20, dense: true, compaction: 0, defer: false };

  public run(one: Event): void {
    switch (one.do) {
      case 'synth': return this.synth(one.wish, one.blind);
      case 'apply': return this.apply(this.plan(this.last, {}), one.order, one.stop);
      case 'pipeline':
        return this.apply(this.plan({ ...this.last, out: [...this.last.out, ...one.out] }, { frozen: true }), one.order, one.stop);
      case 'revert': return this.commit(this.committed[Math.max(0, this.committed.length - 1 - one.back)] ?? this.world().text());
      case 'lose': return this.lose(one.lines);
      case 'merge': return this.merge(one.wish, one.back, one.style);
    }
  }

  private world(): FleetWorld {
    const world = new FleetWorld();
    world.recorded = this.recorded;
    return world;
  }

  private sources({ out, off }: Wish): PlanSource[] {
    return Array.from({ length: COUNT }, (_, i) => i)
      .filter((i) => !out.includes(i))
      .map((i) => source(`eni-${String(i).padStart(2, '0')}`, { on: !off.includes(i) }));
  }

  /** What a run plans that knows the state, unless it is blind. */
  private plan(asked: Wish, { frozen = false, blind = false }): FleetPlan {
    const world = this.world();
    const sources = this.sources(asked);
    const targets = asked.targets.map((n) => target(`lb-${n}`, asked.limit));
    if (!blind) {
      writeFileSync(this.file, this.cloud.show());
      const given = new Map(sources.map((s) => [s.key, s]));
      world.deployed = DeployedSessions.read([this.file]).of(
        FLEET,
        this.recorded,
        given,
        targets.map(({ key }) => ({ key, targetId: key })),
      ).sessions;
    }
    this.counts.synths++;
    return world.plan(sources, targets, {
      packing: asked.dense ? MirrorPacking.DENSE : MirrorPacking.DEDICATED,
      compaction: asked.compaction,
      deferRemovals: asked.defer,
      frozen,
    });
  }

  /** A developer's run; nothing is written where it is refused. */
  private synth(asked: Wish, blind: boolean): void {
    const plan = this.plan(asked, { blind });
    this.last = asked;
    if (refusedBy(plan)) return;
    const text = this.textAfter(plan);
    this.commit(text);
    if (blind) return;
    // Any further run before the apply changes nothing more.
    const again = this.plan(asked, {});
    expect(again.sessions).toEqual(plan.sessions);
    expect(this.textAfter(again)).toBe(text);
    expect(this.effectsByName(again)).toEqual(this.effectsByName(plan));
  }

  /** A session that the ledger no longer has is called by its Terraform name alone. */
  private effectsByName(plan: FleetPlan): unknown {
    return JSON.parse(
      JSON.stringify(effects(plan), (field, value) => (field === 'id' ? undefined : field === 'name' ? this.names.of(value) : value)),
    );
  }

  private textAfter(plan: FleetPlan): string {
    const world = this.world();
    return world.text(world.after(plan));
  }

  private commit(text: string): void {
    this.recorded = parseLedger(text, 'test.lock').fleets.get(FLEET) ?? emptyFleet();
    this.committed.push(text);
  }

  private lose(lines: number[]): void {
    const [header, ...rest] = this.world().text().trimEnd().split('\n');
    this.commit(`${[header, ...rest.filter((_, i) => !lines.includes(i))].join('\n')}\n`);
  }

  /** A branch from some commits ago is synthesized without knowing what is deployed, merged, and mended. */
  private merge(asked: Wish, back: number, style: ConflictStyle): void {
    const base = this.committed[Math.max(0, this.committed.length - 1 - back)];
    if (base === undefined) return;
    const ours = this.world().text();
    const world = new FleetWorld();
    world.recorded = parseLedger(base, 'test.lock').fleets.get(FLEET) ?? emptyFleet();
    const plan = world.plan(
      this.sources(asked),
      asked.targets.map((n) => target(`lb-${n}`, asked.limit)),
      { packing: asked.dense ? MirrorPacking.DENSE : MirrorPacking.DEDICATED },
    );
    if (plan.shortages.length > 0) return;
    const theirs = world.text(world.after(plan));
    const merged = mergeLines(ours, base, theirs, style);
    const { text } = repairLedger({ path: 'test.lock', text: merged }, { base: { path: 'ours.lock', text: ours } });
    // What main has stays where it is, or a branch of one's own has changed it on purpose: its target, or that it is gone.
    const before = sessionsBySource(ours);
    for (const [key, session] of sessionsBySource(text!)) {
      const was = before.get(key);
      if (was) expect([session.key, session.priority, session.vni]).toEqual([was.key, was.priority, was.vni]);
    }
    this.commit(text!);
  }

  private apply(plan: FleetPlan, seed: number, stopAfter: number): void {
    const { interruptions, losses, risks } = effects(plan);
    // Refused at synth, with the order of deploys that works.
    if (refusedBy(plan) || risks.some(({ kind }) => kind !== RiskKind.VNI)) {
      this.counts.refused++;
      return;
    }
    // One that was not mirrored before is not interrupted, though it may be switched on and put in again in one apply.
    const mirrored = new Set(this.cloud.mirrored);
    const applied = this.cloud.apply(plan.sessions, chooser(seed), stopAfter);
    const interrupted = [...applied.interrupted].filter((id) => mirrored.has(id));
    this.counts.applies++;
    this.counts.interrupted += applied.interrupted.size;
    this.counts.lost += applied.lost.size;
    this.counts.forecast += interruptions.length + losses.length;
    expect(applied.refused).toEqual([]);
    const forecast = new Set([...interruptions, ...losses].map((e) => e.source));
    expect(interrupted.filter((id) => !forecast.has(id))).toEqual([]);
    if (stopAfter < 1000) return;
    const lost = new Set(losses.map((e) => e.source));
    expect(interrupted.filter((id) => applied.lost.has(id) && !lost.has(id))).toEqual([]);
    // And never more than what happened.
    expect([...forecast].filter((id) => !applied.interrupted.has(id))).toEqual([]);
  }
}

function sessionsBySource(text: string) {
  const sessions = parseLedger(text, 'test.lock').fleets.get(FLEET)?.sessions.values() ?? [];
  return new Map([...sessions].flatMap((s) => s.sources.map((x) => [x.key, s] as const)));
}

const refusedBy = ({ shortages, stranded, leftOut }: FleetPlan): boolean => shortages.length + stranded.length + leftOut.length > 0;

const FOLDER = mkdtempSync(join(tmpdir(), 'traffic-mirror-history-'));
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

test('whatever lies between two applies, an apply is never refused, and never interrupts anybody that was not named', () => {
  const total: History['counts'] = { synths: 0, applies: 0, refused: 0, interrupted: 0, lost: 0, forecast: 0 };
  fc.assert(fc.property(fc.array(event, { minLength: 4, maxLength: 24 }), (events) => {
    const history = new History();
    for (const one of events) history.run(one);
    for (const name of Object.keys(total) as (keyof typeof total)[]) total[name] += history.counts[name];
  }), { ...played(HISTORIES, 11), endOnFailure: true });
  // The histories are worth something: most applies go through, and some sources are interrupted and lost in them.
  expect(total.applies).toBeGreaterThan(HISTORIES);
  expect(total.interrupted).toBeGreaterThan(0);
  expect(total.lost).toBeGreaterThan(0);
  if (DEPTH > 1) process.stderr.write(`${JSON.stringify({ histories: HISTORIES * DEPTH, ...total })}\n`);
});
