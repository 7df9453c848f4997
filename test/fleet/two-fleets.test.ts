// Random histories of two fleets with one ledger, planned by the library's own classes. Sources move between the fleets,
// keys are not ids, and what is deployed is known from a state, from the copy that a pipeline kept, or not at all. Ledgers
// are reverted, lose lines and are merged with stale branches. At the end a developer who knows the state repairs everything.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import * as fc from 'fast-check';
import { SimulatedApply } from './apply';
import { ConflictStyle, gitMerge, hasGit, mergeLines } from './line-merge';
import {
  MirrorDeployed, MirrorLedger, MirrorPacking, MirrorPlan, MirrorPolicy, MirrorQuotaName, MirrorSource, MirrorTarget,
} from '../../src';
import { LedgerSession } from '../../src/fleet/ledger-content';
import { repairLedger } from '../../src/fleet/ledger-repair';
import { SessionNames } from '../../src/fleet/session-address';
import { StagedFile } from '../../src/input/staged-file';
import { StatedFinding } from '../../src/model/document';
import { newApp } from '../support/app';
import { DEPTH, played } from '../support/runs';

const FLEETS = ['net/A', 'net/B'];
const COUNT = 12;
const HISTORIES = 20;
const REGION = 'cn-hangzhou';
const LIMITS = { sourcesPerSession: 3, perTarget: 6 };
/** Rounds of a synth and an apply after which a developer who knows the state has what the code asks for. */
const ROUNDS = 4;

/** The fleet of each source: 0, 1, or 2 for none. */
interface Wish {
  readonly of: readonly number[];
  readonly targets: readonly number[];
  readonly dense: readonly [boolean, boolean];
  readonly off: readonly number[];
  readonly compaction: number;
  readonly defer: boolean;
}

const someOf = (most: number) => fc.uniqueArray(fc.integer({ min: 0, max: COUNT - 1 }), { maxLength: most });
const wish: fc.Arbitrary<Wish> = fc.record({
  of: fc.array(fc.constantFrom(0, 0, 0, 0, 1, 1, 2), { minLength: COUNT, maxLength: COUNT }),
  targets: fc.uniqueArray(fc.integer({ min: 0, max: 2 }), { minLength: 2 }), dense: fc.tuple(fc.boolean(), fc.boolean()),
  off: someOf(2), compaction: fc.constantFrom(0, 0, 0, 4), defer: fc.constantFrom(false, false, true),
});

type Known = 'state' | 'copy' | 'none';
type Event =
  | { readonly do: 'synth'; readonly wish: Wish; readonly known: Known }
  | {
    readonly do: 'apply';
    readonly frozen: boolean;
    readonly known: Known;
    readonly seed: number;
    readonly stop: number;
    /** Sources that the inventory of a pipeline lacks. */
    readonly out: readonly number[];
  }
  | { readonly do: 'revert'; readonly back: number }
  | { readonly do: 'lose'; readonly lines: readonly number[] }
  | { readonly do: 'merge'; readonly wish: Wish; readonly back: number; readonly style: ConflictStyle };

const back = fc.integer({ min: 1, max: 3 });
const event: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('synth' as const), wish, known: fc.constantFrom<Known>('state', 'copy', 'none') }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('apply' as const),
      frozen: fc.boolean(),
      known: fc.constantFrom<Known>('state', 'copy'),
      seed: fc.integer({ min: 0, max: 1 << 30 }),
      stop: fc.constantFrom(1000, 1000, 1000, 1, 3, 7),
      out: someOf(2),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('revert' as const), back }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('lose' as const), lines: fc.uniqueArray(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 6 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('merge' as const), wish, back, style: fc.constantFrom(...Object.values(ConflictStyle)) }),
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

const FOLDER = mkdtempSync(join(tmpdir(), 'traffic-mirror-fleets-'));
const home = process.cwd();
beforeAll(() => process.chdir(FOLDER));
afterAll(() => {
  process.chdir(home);
  rmSync(FOLDER, { recursive: true, force: true });
});

const policy = MirrorPolicy.of(newApp()).quota(REGION, MirrorQuotaName.SOURCES_PER_SESSION, LIMITS.sourcesPerSession)
  .quota(REGION, MirrorQuotaName.LOAD_BALANCER_TARGET, LIMITS.perTarget);
const target = (n: number) => MirrorTarget.internalLoadBalancer(`lb-bp1${n}`, { key: `sensors-${n}` });

/** What a run writes, or the errors that stop it. */
interface Synth {
  readonly errors: readonly StatedFinding[];
  readonly findings: readonly StatedFinding[];
  readonly sessions: readonly LedgerSession[];
  readonly change: readonly string[];
  /** Whether sources wait for room, and whether a compaction keeps sources out of any session. */
  readonly waiting: boolean;
  readonly parked: boolean;
  readonly interruptedOrLost: ReadonlySet<string>;
  readonly lost: ReadonlySet<string>;
  readonly copy: string;
}

class History {
  public readonly counts = { synths: 0, applies: 0, refused: 0, interrupted: 0, lost: 0, merges: 0, repeated: 0, violations: 0 };
  private readonly names = new Map(FLEETS.map((fleet) => [fleet, new SessionNames(fleet)]));
  private readonly cloud = new SimulatedApply(
    ({ fleet, key }) => this.names.get(fleet)!.of(key),
    { sourcesPerSession: LIMITS.sourcesPerSession, perLoadBalancerTarget: LIMITS.perTarget }, (key) => key.replace('sensors-', 'lb-bp1'),
  );
  private readonly folder = mkdtempSync(join(FOLDER, 'h'));
  private readonly lock = join(this.folder, 'traffic-mirror.lock');
  private readonly committed: string[] = [];
  private last: Wish = {
    of: Array.from({ length: COUNT }, () => 0), targets: [0, 1, 2], dense: [true, true], off: [], compaction: 0, defer: false,
  };
  /** The copy of the last apply that came to its end. Undefined if a later one did not. */
  private copy?: string;
  private nothing = true;

  public run(one: Event): void {
    switch (one.do) {
      case 'synth': return this.develop(one.wish, one.known);
      case 'apply': return this.deploy(one);
      case 'revert': return this.commit(this.committed[Math.max(0, this.committed.length - 1 - one.back)] ?? this.text);
      case 'lose': return this.lose(one.lines);
      case 'merge': return this.merge(one.wish, one.back, one.style);
    }
  }

  /** A developer who knows the state synthesizes and applies until nothing waits. */
  public repair(): void {
    const asked: Wish = { ...this.last, targets: [0, 1, 2], compaction: 0, defer: false, dense: [true, true], off: [] };
    for (let round = 0; round < ROUNDS; round++) {
      const planned = this.synth(asked, false, 'state');
      expect(planned.errors).toEqual([]);
      this.apply(planned, round, 1000);
      if (!planned.waiting && !planned.parked) break;
    }
    const wanted = asked.of.flatMap((fleet, n) => fleet < 2 ? [`eni-bp1${n}`] : []).sort();
    expect([...this.cloud.mirrored].sort()).toEqual(wanted);
  }

  public end(): void {
    rmSync(this.folder, { recursive: true });
  }

  private get text(): string {
    return existsSync(this.lock) ? readFileSync(this.lock, 'utf8') : '';
  }

  private commit(text: string): void {
    if (text === '') return;
    writeFileSync(this.lock, text);
    this.committed.push(text);
  }

  /** Without a copy of the last apply a pipeline reads the state. */
  private usable(known: Known): Known {
    return known === 'copy' && this.copy === undefined && !this.nothing ? 'state' : known;
  }

  /** A developer's run, which another one repeats before the next apply. */
  private develop(asked: Wish, given: Known): void {
    this.last = asked;
    const known = this.usable(given);
    const first = this.synth(asked, false, known);
    this.commit(this.text);
    // Without the deployed sessions the next run counts as the next apply, so it places what waits.
    if (first.errors.length > 0 || (known === 'none' && first.waiting)) return;
    const text = this.text;
    const again = this.synth(asked, false, known);
    this.counts.repeated++;
    expect(this.text).toBe(text);
    expect(again.sessions).toEqual(first.sessions);
    if (known !== 'none') expect([again.change, again.findings]).toEqual([first.change, first.findings]);
  }

  private deploy({ frozen, known: given, seed, stop, out }: Event & { readonly do: 'apply' }): void {
    const asked = frozen ? { ...this.last, of: this.last.of.map((fleet, n) => out.includes(n) ? 2 : fleet) } : this.last;
    const before = this.text;
    const planned = this.synth(asked, frozen, this.usable(given));
    if (frozen) expect(this.text).toBe(before);
    else this.commit(this.text);
    if (planned.errors.length === 0) this.apply(planned, seed, stop);
  }

  private apply({ sessions, interruptedOrLost, lost, copy }: Synth, seed: number, stop: number): void {
    const mirrored = new Set(this.cloud.mirrored);
    const applied = this.cloud.apply(sessions, chooser(seed), stop);
    this.nothing = false;
    this.copy = stop === 1000 ? copy : undefined;
    const interrupted = [...applied.interrupted].filter((id) => mirrored.has(id));
    const unnamed = interrupted.filter((id) => !interruptedOrLost.has(id));
    this.counts.applies++;
    this.counts.interrupted += applied.interrupted.size;
    this.counts.lost += applied.lost.size;
    this.counts.violations += applied.refused.length + unnamed.length;
    expect(applied.refused).toEqual([]);
    expect(unnamed).toEqual([]);
    if (stop < 1000) return;
    // And never more than what happened.
    expect([...interruptedOrLost].filter((id) => mirrored.has(id) && !applied.interrupted.has(id))).toEqual([]);
    expect([...lost].filter((id) => this.cloud.mirrored.has(id))).toEqual([]);
  }

  private lose(lines: readonly number[]): void {
    const [header, ...rest] = this.text.trimEnd().split('\n');
    if (header !== '') this.commit(`${[header, ...rest.filter((_, i) => !lines.includes(i))].join('\n')}\n`);
  }

  /** A branch from some commits ago is synthesized without knowing what is deployed, merged, and repaired. */
  private merge(asked: Wish, commits: number, style: ConflictStyle): void {
    const base = this.committed[Math.max(0, this.committed.length - 1 - commits)];
    const ours = this.text;
    if (base === undefined) return;
    const branch = join(this.folder, 'branch.lock');
    writeFileSync(branch, base);
    this.synth(asked, false, 'none', branch);
    const merged = (hasGit ? gitMerge : mergeLines)(ours, base, readFileSync(branch, 'utf8'), style);
    const { text } = repairLedger({ path: 'test.lock', text: merged }, { base: { path: 'ours.lock', text: ours } });
    this.counts.merges++;
    this.commit(text!);
  }

  private synth(asked: Wish, frozen: boolean, known: Known, lock = this.lock): Synth {
    this.counts.synths++;
    const ledger = MirrorLedger.file(lock, { frozen, region: REGION, expectRemovals: COUNT, deployed: this.deployed(known) });
    const copies = mkdtempSync(join(this.folder, 'copies'));
    const plans = FLEETS.map((name, i) => MirrorPlan.of({
      name, ledger, policy, targets: asked.targets.map(target), packing: asked.dense[i] ? MirrorPacking.DENSE : MirrorPacking.DEDICATED,
      compaction: asked.compaction, deferRemovals: asked.defer, enabledByTag: { key: 'mirror' },
      sources: asked.of.flatMap((fleet, n) => fleet === i
        ? [MirrorSource.networkInterface(`eni-bp1${n}`, { key: `web-${n}`, tags: asked.off.includes(n) ? {} : { mirror: 'on' } })]
        : []),
    }));
    for (const plan of plans) {
      for (const shard of plan.shards) {
        plan._build(shard, `${plan.name}${shard.number}`);
        ledger._place(plan.name, shard.number, { stack: 'net', filter: 'net/Filter', enabled: true, folder: () => copies });
      }
    }
    const findings = plans.flatMap((plan) => plan._findings(plan.name));
    const sessions = plans.flatMap(({ shards }) => shards.flatMap(({ _sessions }) => _sessions));
    const errors = [...findings.filter(({ severity }) => severity === 'error'), ...twice(sessions)];
    if (errors.length === 0) StagedFile.commit(ledger._stage());
    else this.counts.refused++;
    const { interruptions, losses } = ledger._effects();
    return {
      errors, findings, sessions, change: plans.map(({ change }) => change.toString()),
      waiting: plans.some(({ change }) => change.waiting.length > 0), parked: plans.some(({ change }) => change.parked.length > 0),
      interruptedOrLost: new Set([...interruptions, ...losses].map((e) => e.source)), lost: new Set(losses.map((e) => e.source)),
      copy: join(copies, readdirSync(copies)[0] ?? ''),
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

/** An error like TM301, which the checks of an app report: a deferred removal keeps a source that another fleet has too. */
function twice(sessions: readonly LedgerSession[]): StatedFinding[] {
  const ids = sessions.flatMap(({ sources }) => sources.map(({ key, id = key }) => id));
  return new Set(ids).size === ids.length
    ? []
    : [{ id: 'TM301', reason: 'sourceTwice', severity: 'error', parameters: {}, path: '' } as unknown as StatedFinding];
}

test('two fleets: no call of an apply is refused, nobody is interrupted that was not named, and a known state repairs all', () => {
  const total: History['counts'] = { synths: 0, applies: 0, refused: 0, interrupted: 0, lost: 0, merges: 0, repeated: 0, violations: 0 };
  try {
    fc.assert(fc.property(fc.array(event, { minLength: 4, maxLength: 20 }), (events) => {
      const history = new History();
      try {
        for (const one of events) history.run(one);
        history.repair();
      } finally {
        history.end();
        for (const name of Object.keys(total) as (keyof typeof total)[]) total[name] += history.counts[name];
      }
    }), { ...played(HISTORIES, 17), endOnFailure: true });
  } finally {
    if (DEPTH > 1 || total.violations > 0) process.stderr.write(`${JSON.stringify({ histories: HISTORIES * DEPTH, ...total })}\n`);
  }
  expect(total.applies).toBeGreaterThan(HISTORIES);
  for (const name of ['interrupted', 'lost', 'merges', 'repeated'] as const) expect(total[name]).toBeGreaterThan(0);
});
