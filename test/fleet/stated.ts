import { readFileSync, writeFileSync } from 'fs';
import { App } from 'cdktf';
import {
  MirrorDeployed, MirrorFilter, MirrorLedger, MirrorLedgerOptions, MirrorPlan, MirrorRule, MirrorSource, MirrorTarget,
  MirroredFleet, MirroredFleetProps, MirroredFleetShard, MirrorPacking,
} from '../../src';
import { Body, read, session, sessions as listed } from '../export/builders';
import { newApp, newStack, source } from '../support/app';

// Findings name the ledger as it was given, so the apps are made in an empty working directory.

const LOCK = 'traffic-mirror.lock';
export const CLB = MirrorTarget.internalLoadBalancer('lb-h', { mtu: 1500 });
export const OTHER_CLB = MirrorTarget.internalLoadBalancer('lb-i', { mtu: 1500 });

export interface Given {
  readonly sources?: MirrorSource[];
  readonly ledger?: MirrorLedger;
  readonly options?: MirrorLedgerOptions;
  readonly props?: Partial<MirroredFleetProps>;
}

export const enis = (...ids: string[]) => ids.map((id) => source(`eni-${id}`));
export const many = (count: number) => enis(...Array.from({ length: count }, (_, i) => `m${String(i).padStart(2, '0')}`));

export function fleet({
  sources = enis('a', 'b'),
  options,
  ledger = MirrorLedger.file(LOCK, { frozen: false, ...options }),
  props,
}: Given = {}): App {
  const app = newApp();
  const stack = newStack(app, 'net');
  const filter = new MirrorFilter(stack, 'Filter', { inbound: [MirrorRule.accept()] });
  new MirroredFleet(stack, 'Fleet', { filter, sources, targets: [CLB], ledger, ...props });
  return app;
}

export function ledgerText(...lines: object[]): void {
  const one = {
    fleet: 'net/Fleet',
    source: 'eni-a',
    placement: 'dense',
    session: 'eni-a',
    order: 0,
    target: 'lb-h',
    filter: 0,
    shard: 0,
    priority: 2000,
    vni: 7,
  };
  writeFileSync(
    LOCK,
    [{ ledger: 'traffic-mirror', version: 1, region: 'cn-hangzhou' }, ...lines.map((line) => ({ ...one, ...line }))]
      .map((l) => `${JSON.stringify(l)}\n`)
      .join(''),
  );
}

function shards(built: (plan: MirrorPlan) => MirrorPlan['shards']): App {
  const app = newApp();
  const plan = MirrorPlan.of({
    name: 'plan',
    sources: many(3),
    targets: [CLB],
    ledger: MirrorLedger.file(LOCK, { frozen: false }),
    resourcesPerShard: 14,
  });
  if (plan.shards.length < 2) throw new Error('the plan has one shard');
  for (const shard of built(plan)) {
    const stack = newStack(app, `net${shard.number}`);
    new MirroredFleetShard(stack, 'Fleet', { shard, filter: new MirrorFilter(stack, 'Filter', { inbound: [MirrorRule.accept()] }) });
  }
  return app;
}

/** A ledger beside what the account has: sessions with these sources. */
export function beside(...sessions: Body[]): MirrorLedger {
  return MirrorLedger.file(LOCK, { frozen: false, existing: read(undefined, [listed(sessions)]) });
}

/** An app that is right but for one fact, which a fleet knows and the Terraform cannot show. */
export interface Stated {
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

export const frozen = { frozen: true };

/** Runs the action with these environment variables and no others. */
export function inEnvironment<T>(variables: NodeJS.ProcessEnv, action: () => T): T {
  const { env } = process;
  process.env = variables;
  try {
    return action();
  } finally {
    process.env = env;
  }
}

/** The ledger as a job of GitHub reads it. */
const onGitHub = () => inEnvironment({ CI: 'true', GITHUB_ACTIONS: 'true' }, () => MirrorLedger.file(LOCK));
/** The session of the ledger as the account has it. */
const own = (priority: number) =>
  session('own', priority, { VirtualNetworkId: 7, TrafficMirrorSourceIds: ['eni-a', 'eni-b'], TrafficMirrorTargetId: 'lb-h' });
export const applied = (given: Given) => () => fleet(given).synth();
const keyed = (id: string) => [source(id, { key: 'web' }), source('eni-b')];

/** A deployed ledger, and one whose sessions have exchanged their priorities. */
function exchanged(): void {
  const two = (a: number, b: number) =>
    ledgerText({ placement: 'dedicated', priority: a }, { placement: 'dedicated', source: 'eni-b', session: 'eni-b', vni: 8, priority: b });
  two(2000, 2001);
  writeFileSync('deployed.lock', readFileSync(LOCK));
  two(2001, 2000);
}

/** A dense fleet of two sources, of which these have the tag. */
const tagged = (...ids: string[]) => fleet({
  sources: ['a', 'b'].map((id) => source(`eni-${id}`, { tags: ids.includes(id) ? { mirror: 'on' } : {} })),
  props: { packing: MirrorPacking.DENSE, enabledByTag: { key: 'mirror' } },
});

export const STATED: Stated[] = [
  {
    id: 'TM511',
    severity: 'error',
    fact: 'a pipeline meets a source that the committed ledger does not have',
    before: applied({ sources: enis('a', 'b') }),
    wrong: () => fleet({ sources: enis('a', 'b', 'new'), ledger: onGitHub() }), right: () => fleet({ ledger: onGitHub() }),
  },
  {
    id: 'TM512',
    severity: 'error',
    fact: 'a merge left two sessions with one priority',
    also: ['TM304'],
    before: () => ledgerText({}, { source: 'eni-b', session: 'eni-b', vni: 8 }),
    wrong: () => fleet(), right: () => { ledgerText({}, { source: 'eni-b', session: 'eni-b', vni: 8, priority: 2001 }); return fleet(); },
  },
  {
    id: 'TM514', severity: 'error', fact: 'the inventory is truncated', before: applied({ sources: many(60) }),
    wrong: () => fleet({ sources: many(30) }), right: () => fleet({ sources: many(30), options: { expectRemovals: 30 } }),
  },
  {
    id: 'TM515',
    severity: 'warning',
    fact: 'a source of the committed ledger is missing in a pipeline',
    before: applied({ sources: enis('a', 'b') }),
    wrong: () => fleet({ sources: enis('a'), options: frozen }), right: () => fleet({ sources: enis('a'), options: { frozen: false } }),
  },
  {
    id: 'TM516',
    severity: 'warning',
    fact: 'its ledger is in memory',
    wrong: () => fleet({ ledger: MirrorLedger.inMemory() }),
    right: () => fleet(),
  },
  {
    id: 'TM517',
    severity: 'error',
    fact: 'a session has two targets after a merge',
    before: () => ledgerText({}, { source: 'eni-b', order: 1, target: 'lb-i' }),
    wrong: () => fleet(), right: () => { ledgerText({}, { source: 'eni-b', order: 1 }); return fleet(); },
  },
  {
    id: 'TM518',
    severity: 'error',
    fact: 'a pipeline runs without one of the targets',
    before: applied({ props: { targets: [CLB, OTHER_CLB] } }),
    wrong: () => fleet({ options: frozen }), right: () => fleet({ options: frozen, props: { targets: [CLB, OTHER_CLB] } }),
  },
  {
    id: 'TM519',
    severity: 'warning',
    fact: 'a source is removed and `deferRemovals` keeps it',
    also: ['TM102', 'TM701'],
    before: applied({ props: { packing: MirrorPacking.DENSE } }),
    wrong: () => fleet({ sources: enis('a'), props: { packing: MirrorPacking.DENSE, deferRemovals: true } }),
    right: () => fleet({ props: { packing: MirrorPacking.DENSE, deferRemovals: true } }),
  },
  {
    id: 'TM521', severity: 'error', fact: 'the fleet has 11 sources, and its only target allows 10 sessions',
    wrong: () =>
      fleet({
        sources: many(11),
        props: { targets: [MirrorTarget.networkInterface('eni-sensor', { instanceType: 'ecs.g7.large', mtu: 1500 })] },
      }),
    right: () =>
      fleet({
        sources: many(10),
        props: { targets: [MirrorTarget.networkInterface('eni-sensor', { instanceType: 'ecs.g7.large', mtu: 1500 })] },
      }),
  },
  {
    id: 'TM522', severity: 'error', fact: 'a session that is not in the ledger has one of its sources',
    wrong: () => fleet({ ledger: beside(session('b', 1)) }), right: () => fleet({ ledger: beside(session('c', 1)) }),
  },
  {
    id: 'TM523', severity: 'warning', fact: 'key `web` gets another interface', before: applied({ sources: keyed('eni-old') }),
    wrong: () => fleet({ sources: keyed('eni-next') }), right: () => fleet({ sources: keyed('eni-old') }),
  },
  {
    id: 'TM524', severity: 'error', fact: 'one shard of the plan is in no stack',
    wrong: () => shards((plan) => plan.shards.slice(0, 1)), right: () => shards((plan) => plan.shards),
  },
  {
    id: 'TM525', severity: 'error', fact: 'the fleet gets another name', before: applied({}),
    wrong: () => fleet({ props: { fleetName: 'sensors' } }), right: () => fleet({ props: { fleetName: 'net/Fleet' } }),
  },
  {
    id: 'TM526',
    severity: 'warning',
    fact: 'somebody gave its session another priority in the console',
    before: () => ledgerText({}, { source: 'eni-b', order: 1 }),
    wrong: () => fleet({ ledger: beside(own(7)), props: { packing: MirrorPacking.DENSE } }),
    right: () => fleet({ ledger: beside(own(2000)), props: { packing: MirrorPacking.DENSE } }),
  },
  {
    id: 'TM527', severity: 'error', fact: 'two commits that exchange priorities are deployed together', before: exchanged,
    wrong: () => fleet({ options: { frozen: true, deployed: MirrorDeployed.files(['deployed.lock']) } }),
    right: () => fleet({ options: { frozen: true, deployed: MirrorDeployed.files([LOCK]) } }),
  },
  {
    id: 'TM528',
    severity: 'warning',
    fact: 'one of two sources in a session loses its tag',
    also: ['TM305'],
    before: () => tagged('a', 'b').synth(),
    wrong: () => tagged('a'), right: () => tagged('a', 'b'),
  },
];

