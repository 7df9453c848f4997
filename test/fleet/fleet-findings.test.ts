import { readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { App } from 'cdktf';
import { MirrorFilter, MirrorLedger, MirrorLedgerOptions, MirrorPlan, MirrorPolicy, MirrorRule, MirrorSource, MirrorTarget, MirroredFleet, MirroredFleetProps, MirroredFleetShard, MirrorPacking, OnNewSource } from '../../src';
import { Body, read, session, sessions as listed } from '../export/builders';
import { STATED_CHECKS } from '../../src/checks/stated';
import { findingLine } from '../../src/policy/finding-text';
import { manifest, messageOf, newApp, newStack, notAboutArrival, source, temporaryFolder } from '../support/app';

const PAGES = join(__dirname, '..', '..', 'docs', 'checks');
const LOCK = 'traffic-mirror.lock';
const CLB = MirrorTarget.internalLoadBalancer('lb-h', { mtu: 1500 });
const OTHER_CLB = MirrorTarget.internalLoadBalancer('lb-i', { mtu: 1500 });

const home = process.cwd();
// Findings name the ledger as it was given, so the example in a page is that of a file in the working directory.
beforeEach(() => process.chdir(temporaryFolder()));
afterEach(() => {
  process.chdir(home);
  jest.restoreAllMocks();
});

interface Given {
  readonly sources?: MirrorSource[];
  readonly ledger?: MirrorLedger;
  readonly options?: MirrorLedgerOptions;
  readonly props?: Partial<MirroredFleetProps>;
}

const enis = (...ids: string[]) => ids.map((id) => source(`eni-${id}`));
const many = (count: number) => enis(...Array.from({ length: count }, (_, i) => `m${String(i).padStart(2, '0')}`));

function fleet({ sources = enis('a', 'b'), options, ledger = MirrorLedger.file(LOCK, { frozen: false, ...options }), props }: Given = {}): App {
  const app = newApp();
  const stack = newStack(app, 'net');
  const filter = new MirrorFilter(stack, 'Filter', { inbound: [MirrorRule.accept()] });
  new MirroredFleet(stack, 'Fleet', { filter, sources, targets: [CLB], ledger, ...props });
  return app;
}

function ledgerText(...lines: object[]): void {
  const one = { fleet: 'net/Fleet', source: 'eni-a', placement: 'dense', session: 'eni-a', order: 0, target: 'lb-h', filter: 0, shard: 0, priority: 2000, vni: 7 };
  writeFileSync(LOCK, [{ ledger: 'traffic-mirror', version: 1, region: 'cn-hangzhou' }, ...lines.map((line) => ({ ...one, ...line }))].map((l) => `${JSON.stringify(l)}\n`).join(''));
}

function shards(built: (plan: MirrorPlan) => MirrorPlan['shards']): App {
  const app = newApp();
  const plan = MirrorPlan.of({ name: 'plan', sources: many(3), targets: [CLB], ledger: MirrorLedger.file(LOCK, { frozen: false }), resourcesPerShard: 14 });
  expect(plan.shards.length).toBeGreaterThan(1);
  for (const shard of built(plan)) {
    const stack = newStack(app, `net${shard.number}`);
    new MirroredFleetShard(stack, 'Fleet', { shard, filter: new MirrorFilter(stack, 'Filter', { inbound: [MirrorRule.accept()] }) });
  }
  return app;
}

/** A ledger beside what the account has: sessions with these sources. */
function beside(...sessions: Body[]): MirrorLedger {
  return MirrorLedger.file(LOCK, { frozen: false, existing: read(undefined, [listed(sessions)]) });
}

interface Stated {
  readonly id: string;
  readonly severity: 'error' | 'warning';
  /** The one fact that is broken, as the page shows it. */
  readonly fact: string;
  /** What other checks say of the same fact. */
  readonly also?: string[];
  /** What happened before. */
  readonly before?: () => unknown;
  readonly wrong: () => App;
  /** The same without that fact. */
  readonly right: () => App;
}

const frozen = { frozen: true };
/** The session of the ledger as the account has it. */
const own = (priority: number) => session('own', priority, { VirtualNetworkId: 7, TrafficMirrorSourceIds: ['eni-a', 'eni-b'], TrafficMirrorTargetId: 'lb-h' });
const applied = (given: Given) => () => fleet(given).synth();
const keyed = (id: string) => [source(id, { key: 'web' }), source('eni-b')];

const STATED: Stated[] = [
  {
    id: 'TM511', severity: 'error', fact: 'a pipeline meets a source that the committed ledger does not have', before: applied({ sources: enis('a', 'b') }),
    wrong: () => fleet({ sources: enis('a', 'b', 'new'), options: frozen }), right: () => fleet({ options: frozen }),
  },
  {
    id: 'TM512', severity: 'error', fact: 'a merge left two sessions with one priority', also: ['TM304'], before: () => ledgerText({}, { source: 'eni-b', session: 'eni-b', vni: 8 }),
    wrong: () => fleet(), right: () => { ledgerText({}, { source: 'eni-b', session: 'eni-b', vni: 8, priority: 2001 }); return fleet(); },
  },
  {
    id: 'TM514', severity: 'error', fact: 'the inventory is cut off', before: applied({ sources: many(60) }),
    wrong: () => fleet({ sources: many(30) }), right: () => fleet({ sources: many(30), options: { expectRemovals: 30 } }),
  },
  {
    id: 'TM515', severity: 'warning', fact: 'a pipeline no longer meets a source of the committed ledger', before: applied({ sources: enis('a', 'b') }),
    wrong: () => fleet({ sources: enis('a'), options: frozen }), right: () => fleet({ sources: enis('a'), options: { frozen: false } }),
  },
  { id: 'TM516', severity: 'warning', fact: 'its ledger is in memory', wrong: () => fleet({ ledger: MirrorLedger.inMemory() }), right: () => fleet() },
  {
    id: 'TM517', severity: 'error', fact: 'a merge left two targets of one session', before: () => ledgerText({}, { source: 'eni-b', order: 1, target: 'lb-i' }),
    wrong: () => fleet(), right: () => { ledgerText({}, { source: 'eni-b', order: 1 }); return fleet(); },
  },
  {
    id: 'TM518', severity: 'error', fact: 'a pipeline runs it with a target less', before: applied({ props: { targets: [CLB, OTHER_CLB] } }),
    wrong: () => fleet({ options: frozen }), right: () => fleet({ options: frozen, props: { targets: [CLB, OTHER_CLB] } }),
  },
  {
    id: 'TM519', severity: 'warning', fact: 'a source is gone and `deferRemovals` keeps it', also: ['TM102', 'TM701'], before: applied({ props: { packing: MirrorPacking.DENSE } }),
    wrong: () => fleet({ sources: enis('a'), props: { packing: MirrorPacking.DENSE, deferRemovals: true } }),
    right: () => fleet({ props: { packing: MirrorPacking.DENSE, deferRemovals: true } }),
  },
  {
    id: 'TM521', severity: 'error', fact: 'it has 11 sources, and its only target takes 10 sessions',
    wrong: () => fleet({ sources: many(11), props: { targets: [MirrorTarget.networkInterface('eni-sensor', { instanceType: 'ecs.g7.large', mtu: 1500 })] } }),
    right: () => fleet({ sources: many(10), props: { targets: [MirrorTarget.networkInterface('eni-sensor', { instanceType: 'ecs.g7.large', mtu: 1500 })] } }),
  },
  {
    id: 'TM522', severity: 'error', fact: 'a session that is not in the ledger has one of its sources',
    wrong: () => fleet({ ledger: beside(session('b', 1)) }), right: () => fleet({ ledger: beside(session('c', 1)) }),
  },
  {
    id: 'TM523', severity: 'warning', fact: 'key `web` is given to another interface', before: applied({ sources: keyed('eni-old') }),
    wrong: () => fleet({ sources: keyed('eni-next') }), right: () => fleet({ sources: keyed('eni-old') }),
  },
  {
    id: 'TM524', severity: 'error', fact: 'one of the shards of its plan is in no stack',
    wrong: () => shards((plan) => plan.shards.slice(0, 1)), right: () => shards((plan) => plan.shards),
  },
  {
    id: 'TM525', severity: 'error', fact: 'its fleet is given another name', before: applied({}),
    wrong: () => fleet({ props: { fleetName: 'sensors' } }), right: () => fleet({ props: { fleetName: 'net/Fleet' } }),
  },
  {
    id: 'TM526', severity: 'warning', fact: 'somebody gave its session another priority in the console', before: () => ledgerText({}, { source: 'eni-b', order: 1 }),
    wrong: () => fleet({ ledger: beside(own(7)), props: { packing: MirrorPacking.DENSE } }), right: () => fleet({ ledger: beside(own(2000)), props: { packing: MirrorPacking.DENSE } }),
  },
];

/** What a synth finds, and whether it is refused. */
function found(app: App): { lines: string[]; refused: boolean; ids: string[] } {
  let refused = false;
  try {
    app.synth();
  } catch {
    refused = true;
  }
  const findings = MirrorPolicy.of(app).evaluate().findings.filter(notAboutArrival);
  return { lines: findings.map(findingLine), ids: findings.map((f) => f.id), refused };
}

test('every check that a fleet states has an app that it fails on', () => {
  expect(STATED.map((s) => s.id)).toEqual(STATED_CHECKS.map((c) => c.id));
});

describe.each(STATED)('$id', ({ id, severity, fact, also = [], before, wrong, right }) => {
  test(`fails: ${fact}`, () => {
    before?.();
    const app = wrong();
    const { lines, ids, refused } = found(app);
    expect([...ids].sort()).toEqual([id, ...also].sort());
    const line = lines[ids.indexOf(id)];
    expect(refused).toBe(severity === 'error');
    if (!refused) expect(Object.values<any>(manifest(app).stacks).flatMap((s) => s.annotations.map((a: any) => a.message))).toContainEqual(line.replace(/^\[[^\]]*\] /, ''));
    const page = readFileSync(join(PAGES, `${id}.md`), 'utf8');
    expect(page).toContain(`An app that is right, but ${fact}:\n\n\`\`\`console\n${line}\n\`\`\``);
  });

  test('passes without that', () => {
    before?.();
    expect(found(right())).toEqual({ lines: [], ids: [], refused: false });
  });
});

test('TM511: left out on request it is a warning, and TM519: a compaction says who is out', () => {
  applied({})();
  const left = found(fleet({ sources: enis('a', 'b', 'new'), options: frozen, props: { onNewSource: OnNewSource.LEAVE_OUT } }));
  expect([left.ids, left.refused]).toEqual([['TM511'], false]);
  const wave = found(fleet({ props: { packing: MirrorPacking.DENSE, compaction: 2 } }));
  expect(wave.lines).toEqual([expect.stringContaining('TM519 eni-a, eni-b are out of any session')]);
});

test('TM515: removals that are stated when nothing is missing any more', () => {
  applied({})();
  const stale = found(fleet({ options: { expectRemovals: 30 } }));
  expect(stale.lines).toEqual(['[net/Fleet] TM515 expectRemovals states 30 for the ledger traffic-mirror.lock, and no source is missing; take it away: as long as it stands, so many sources may go missing without an error']);
  expect(stale.refused).toBe(false);
});

test('fails TM517: two sources in one position of a session', () => {
  ledgerText({}, { source: 'eni-b' });
  expect(found(fleet())).toMatchObject({ refused: true, lines: [expect.stringContaining('TM517 line 3 of the ledger traffic-mirror.lock gives eni-b order 0 in session eni-a, as an earlier line gives another source; say which')] });
});

test('fails TM521: the message of a refused synth says what is short', () => {
  const text = messageOf(() => STATED.find((s) => s.id === 'TM521')!.wrong().synth());
  expect(text).toMatch(/need 1 session more, and 1 interface at 10 takes 10 sessions.*short by 1; add 1 target/);
});
