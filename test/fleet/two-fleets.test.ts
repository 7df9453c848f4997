// Random histories of two fleets with one ledger, planned by the library's own classes. Sources move between the fleets,
// keys are not ids, and what is deployed is known from a state, from the copy that a pipeline kept, or not at all.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import * as fc from 'fast-check';
import { SimulatedApply } from './apply';
import {
  MirrorDeployed, MirrorLedger, MirrorPacking, MirrorPlan, MirrorPolicy, MirrorQuotaName, MirrorSource, MirrorTarget,
} from '../../src';
import { LedgerSession } from '../../src/fleet/ledger-content';
import { SessionNames } from '../../src/fleet/session-address';
import { StagedFile } from '../../src/input/staged-file';
import { newApp } from '../support/app';
import { DEPTH, played } from '../support/runs';

const FLEETS = ['net/A', 'net/B'];
const COUNT = 10;
const HISTORIES = 25;
const REGION = 'cn-hangzhou';
const LIMITS = { sourcesPerSession: 3, perTarget: 6 };

/** The fleet of each source: 0, 1, or 2 for none. */
interface Wish {
  readonly of: readonly number[];
  readonly targets: readonly number[];
  readonly dense: readonly [boolean, boolean];
}

const wish: fc.Arbitrary<Wish> = fc.record({
  of: fc.array(fc.constantFrom(0, 0, 0, 1, 1, 2), { minLength: COUNT, maxLength: COUNT }),
  targets: fc.uniqueArray(fc.integer({ min: 0, max: 2 }), { minLength: 2 }), dense: fc.tuple(fc.boolean(), fc.boolean()),
});

type Known = 'state' | 'copy' | 'none';
type Event =
  | { readonly do: 'synth'; readonly wish: Wish; readonly known: Known }
  | { readonly do: 'apply'; readonly frozen: boolean; readonly known: Known; readonly seed: number; readonly stop: number };

const event: fc.Arbitrary<Event> = fc.oneof(
  fc.record({ do: fc.constant('synth' as const), wish, known: fc.constantFrom<Known>('state', 'copy', 'none') }),
  fc.record({
    do: fc.constant('apply' as const),
    frozen: fc.boolean(),
    known: fc.constantFrom<Known>('state', 'copy'),
    seed: fc.integer({ min: 0, max: 1 << 30 }),
    stop: fc.constantFrom(1000, 1000, 1000, 3, 7),
  }),
);

/** The same numbers for the same seed. */
function chooser(seed: number): (below: number) => number {
  let state = seed | 1;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const FOLDER = mkdtempSync(join(tmpdir(), 'traffic-mirror-fleets-'));
const home = process.cwd();
beforeAll(() => process.chdir(FOLDER));
afterAll(() => {
  process.chdir(home);
  rmSync(FOLDER, { recursive: true, force: true });
});

const policy = MirrorPolicy.of(newApp()).quota(REGION, MirrorQuotaName.SOURCES_PER_SESSION, LIMITS.sourcesPerSession)
  .quota(REGION, MirrorQuotaName.LOAD_BALANCER_TARGET, LIMITS.perTarget);
const source = (n: number) => MirrorSource.networkInterface(`eni-bp1${n}`, { key: `web-${n}` });
const target = (n: number) => MirrorTarget.internalLoadBalancer(`lb-bp1${n}`, { key: `sensors-${n}` });

class History {
  public readonly counts = { synths: 0, applies: 0, refused: 0, interrupted: 0, violations: 0 };
  private readonly names = new Map(FLEETS.map((fleet) => [fleet, new SessionNames(fleet)]));
  private readonly cloud = new SimulatedApply(
    ({ fleet, key }) => this.names.get(fleet)!.of(key),
    { sourcesPerSession: LIMITS.sourcesPerSession, perLoadBalancerTarget: LIMITS.perTarget }, (key) => key.replace('sensors-', 'lb-bp1'),
  );
  private readonly folder = mkdtempSync(join(FOLDER, 'h'));
  private last: Wish = { of: Array.from({ length: COUNT }, () => 0), targets: [0, 1, 2], dense: [true, true] };
  /** The copy of the last apply that came to its end. Undefined if a later one did not. */
  private copy?: string;
  private nothing = true;

  public run(one: Event): void {
    if (one.do === 'synth') {
      this.last = one.wish;
      this.synth(false, one.known);
      return;
    }
    const known = one.known === 'copy' && this.copy === undefined && !this.nothing ? 'state' : one.known;
    const planned = this.synth(one.frozen, known);
    if (!planned) return;
    const { sessions, forecast, kept } = planned;
    const mirrored = new Set(this.cloud.mirrored);
    const applied = this.cloud.apply(sessions, chooser(one.seed), one.stop);
    this.nothing = false;
    this.copy = one.stop === 1000 ? kept : undefined;
    const unnamed = [...applied.interrupted].filter((id) => mirrored.has(id) && !forecast.has(id));
    this.counts.applies++;
    this.counts.interrupted += applied.interrupted.size;
    this.counts.violations += applied.refused.length + unnamed.length;
    expect(applied.refused).toEqual([]);
    expect(unnamed).toEqual([]);
  }

  /** What a run writes. Undefined if an error stops it. */
  private synth(frozen: boolean, known: Known): { sessions: LedgerSession[]; forecast: Set<string>; kept: string } | undefined {
    this.counts.synths++;
    const ledger = MirrorLedger.file(join(this.folder, 'traffic-mirror.lock'), {
      frozen,
      region: REGION,
      expectRemovals: COUNT,
      deployed: this.deployed(known),
    });
    const copies = mkdtempSync(join(this.folder, 'copies'));
    const plans = FLEETS.map((name, i) => MirrorPlan.of({
      name,
      ledger,
      policy,
      targets: this.last.targets.map(target),
      packing: this.last.dense[i] ? MirrorPacking.DENSE : MirrorPacking.DEDICATED,
      sources: Array.from({ length: COUNT }, (_, n) => n).filter((n) => this.last.of[n] === i).map(source),
    }));
    for (const plan of plans) {
      for (const shard of plan.shards) {
        plan._build(shard, `${plan.name}${shard.number}`);
        ledger._place(plan.name, shard.number, { stack: 'net', filter: 'net/Filter', enabled: true, folder: () => copies });
      }
    }
    if (plans.some((plan) => plan._findings(plan.name).some(({ severity }) => severity === 'error'))) {
      this.counts.refused++;
      return undefined;
    }
    StagedFile.commit(ledger._stage());
    const { interruptions, losses } = ledger._effects();
    return {
      sessions: plans.flatMap(({ shards }) => shards.flatMap(({ _sessions }) => _sessions)),
      forecast: new Set([...interruptions, ...losses].map((e) => e.source)), kept: join(copies, readdirSync(copies)[0]),
    };
  }

  private deployed(known: Known): MirrorDeployed | undefined {
    if (known === 'none') return undefined;
    if (this.nothing) return MirrorDeployed.nothing();
    if (known === 'copy') return this.copy === undefined ? undefined : MirrorDeployed.files([this.copy]);
    const file = join(this.folder, 'state.json');
    writeFileSync(file, this.cloud.show());
    return MirrorDeployed.files([file]);
  }
}

test('two fleets: no call of an apply is refused, and nobody is interrupted that was not named', () => {
  const total: History['counts'] = { synths: 0, applies: 0, refused: 0, interrupted: 0, violations: 0 };
  try {
    fc.assert(fc.property(fc.array(event, { minLength: 4, maxLength: 16 }), (events) => {
      const history = new History();
      try {
        for (const one of events) history.run(one);
      } finally {
        for (const name of Object.keys(total) as (keyof typeof total)[]) total[name] += history.counts[name];
      }
    }), { ...played(HISTORIES, 17), endOnFailure: true });
  } finally {
    if (DEPTH > 1 || total.violations > 0) process.stderr.write(`${JSON.stringify({ histories: HISTORIES * DEPTH, ...total })}\n`);
  }
  expect(total.applies).toBeGreaterThan(HISTORIES);
  expect(total.interrupted).toBeGreaterThan(0);
});
