import { readFileSync } from 'fs';
import { App } from 'cdktf';
import { eni, enis as inventoryEnis, instance, instances as inventoryInstances, read } from '../inventory/builders';
import {
  MirrorEdition, MirrorFilter, MirrorLedger, MirrorLedgerOptions, MirrorPacking, MirrorPolicy, MirrorQuotaName, MirrorRule,
  MirrorSelector, MirrorSource, MirrorTarget, MirroredFleet, MirroredFleetProps,
} from '../../src';
import { findings, messageOf, newApp, newStack, source, temporaryFolder } from '../support/app';
import { FRAMEWORK } from '../../src/net/framework';

const LOCK = 'traffic-mirror.lock';
const SENSOR = MirrorTarget.networkInterface('eni-sensor', { instanceType: 'ecs.g7.large', mtu: 1500 });
const OTHER = MirrorTarget.networkInterface('eni-other', { instanceType: 'ecs.g7.large', mtu: 1500 });

const home = process.cwd();
beforeEach(() => process.chdir(temporaryFolder()));
afterEach(() => process.chdir(home));

const enis = (count: number) => Array.from({ length: count }, (_, i) => source(`eni-m${String(i).padStart(2, '0')}`));

function fleet(
  sources: MirrorSource[],
  options: MirrorLedgerOptions = {},
  props: Partial<MirroredFleetProps> = {},
  change: (app: App) => void = () => {},
): App {
  const app = newApp();
  change(app);
  const stack = newStack(app, 'net');
  const filter = new MirrorFilter(stack, 'Filter', { inbound: [MirrorRule.accept()] });
  new MirroredFleet(stack, 'Fleet', {
    filter,
    sources,
    targets: [SENSOR],
    ledger: MirrorLedger.file(LOCK, { frozen: false, ...options }),
    ...props,
  });
  return app;
}

const bytes = () => readFileSync(LOCK, 'utf8');

/** What a bad input says, with the ledger byte for byte as it was. */
function refused(action: () => unknown): string {
  const before = bytes();
  const message = messageOf(action);
  expect(bytes()).toBe(before);
  return message;
}

test('fails: two sources with one key, at the line that gives them', () => {
  fleet(enis(3)).synth();
  const twice = [...enis(3), source('eni-x', { key: 'web' }), source('eni-y', { key: 'web' })];
  expect(refused(() => fleet(twice))).toBe(
    '[net/Fleet] sources has web twice. Allowed: each key once. Fix: List it once, or give the two different keys.',
  );
});

describe('a key that changes its meaning', () => {
  const web = (id: string, packing = MirrorPacking.DENSE) => fleet([source(id, { key: 'web' }), source('eni-b')], {}, { packing });
  test('is a warning that says what to do, and its session keeps its numbers', () => {
    web('eni-old').synth();
    const before = bytes();
    const app = web('eni-new');
    app.synth();
    expect(findings(app, 'TM523')).toMatchObject([
      {
        severity: 'warning',
        problem: expect.stringContaining('Key web meant eni-old and now means eni-new'),
        fix: expect.stringContaining('give it a separate key'),
      },
    ]);
    expect(bytes()).toBe(before.replace('eni-old', 'eni-new'));
  });

  test('changes no frozen ledger', () => {
    web('eni-old').synth();
    const before = bytes();
    const app = fleet([source('eni-new', { key: 'web' }), source('eni-b')], { frozen: true }, { packing: MirrorPacking.DENSE });
    app.synth();
    expect(findings(app, 'TM523')).toHaveLength(1);
    expect(bytes()).toBe(before);
  });
});

test('fails: a target that disappears while the ledger is frozen', () => {
  fleet(enis(4), {}, { targets: [SENSOR, OTHER] }).synth();
  expect(refused(() => fleet(enis(4), { frozen: true }).synth())).toMatch(
    new RegExp('ERROR TM518 {2}The frozen ledger traffic-mirror.lock has 2 sessions on eni-other.*\n {2}Fix {5}Put the target back. '
      + `Or: Run ${FRAMEWORK.module} synth outside the pipeline`),
  );
});

describe('a quota that is lowered below what runs', () => {
  const lowered = (name: MirrorQuotaName, limit: number) => (app: App) => { MirrorPolicy.of(app).quota('cn-hangzhou', name, limit); };
  const { NETWORK_INTERFACE_TARGET, SESSIONS_PER_REGION, SESSIONS_PER_FILTER } = MirrorQuotaName;

  test.each<[string, RegExp, (app: App) => void]>([
    ['per target', /ERROR TM503 {2}Target eni-sensor .*serves 8 sessions .*limit is 5/, lowered(NETWORK_INTERFACE_TARGET, 5)],
    ['per region', /ERROR TM502 {2}The app has 8 sessions .*limit is 5/, lowered(SESSIONS_PER_REGION, 5)],
    ['per filter', /ERROR TM504 {2}.*8 sessions.*limit is 5/, lowered(SESSIONS_PER_FILTER, 5)],
  ])('fails: %s', (_, message, change) => {
    fleet(enis(8)).synth();
    expect(refused(() => fleet(enis(8), { region: 'cn-hangzhou' }, {}, change).synth())).toMatch(message);
    // What is new is not placed on top of it.
    expect(refused(() => fleet(enis(9), { region: 'cn-hangzhou' }, {}, change).synth())).toMatch(/ERROR TM521 {2}eni-m08|ERROR TM50[234]/);
  });

  test('fails: by another edition, which counts sources', () => {
    fleet(enis(100), {}, { packing: MirrorPacking.DENSE }).synth();
    expect(
      refused(() =>
        fleet(enis(100), {}, { packing: MirrorPacking.DENSE }, (app) => {
          MirrorPolicy.of(app).edition(MirrorEdition.EDITION_2026);
        }).synth(),
      ),
    ).toMatch(/ERROR TM503 {2}.*serves 100 sources/);
  });
});

test('fails: an inventory cut in half, and one that is empty', () => {
  fleet(enis(50), {}, { packing: MirrorPacking.DENSE }).synth();
  // A frozen run takes nothing out of a shared session, so it loses nobody.
  for (const count of [25, 0]) {
    expect(refused(() => fleet(enis(count), { frozen: false }, { packing: MirrorPacking.DENSE }).synth())).toMatch(
      new RegExp(
        `ERROR TM514 {2}${50 - count} of the 50 sources (?:of fleet net/Fleet )?in the ledger traffic-mirror.lock are missing at once .*\\n {2}Fix {5}.*inventory is complete.*expectRemovals: ${50 - count} `,
      ),
    );
  }
});

/** A fleet of 500 sources beside one of 20, as in most ledgers. */
function shopAndPay(pay: readonly MirrorSource[], frozen = false, shop = 500, expectRemovals?: number): App {
  const app = newApp();
  const stack = newStack(app, 'net');
  const ledger = MirrorLedger.file(LOCK, { frozen, expectRemovals });
  const filter = new MirrorFilter(stack, 'Filter', { inbound: [MirrorRule.accept()] });
  const targets = ['lb-1', 'lb-2', 'lb-3'].map((id) => MirrorTarget.internalLoadBalancer(id, { mtu: 1500 }));
  const sources = Array.from({ length: shop }, (_, i) => source(`eni-shop${i}`));
  new MirroredFleet(stack, 'Shop', { filter, sources, targets, ledger });
  new MirroredFleet(stack, 'Pay', { filter, sources: [...pay], targets, ledger });
  return app;
}

const pays = (count: number) => enis(count);
/** Sources as an inventory selects them: a merged list, or pages with their total. */
const selected = (count: number, complete: boolean) => {
  const list = Array.from({ length: count }, (_, i) => eni(`m${String(i).padStart(2, '0')}`));
  const pages = complete ? { TotalCount: count, PageNumber: 1, PageSize: 100 } : {};
  const instances = list.map(({ InstanceId }) => instance(String(InstanceId).slice(2)));
  return read([inventoryEnis(list, pages)], [inventoryInstances(instances, pages)])
    .select({ include: [MirrorSelector.all()] }).sources;
};

describe('a small fleet beside a large one', () => {
  test.each<[string, number, number, boolean, string | undefined]>([
    ['that finds nothing', 20, 0, false, '20 of the 20 sources of fleet net/Pay'],
    ['that finds nothing, frozen', 20, 0, true, '20 of the 20 sources of fleet net/Pay'],
    ['that finds less than half', 20, 9, false, '11 of the 20 sources of fleet net/Pay'],
    ['that finds less than half, frozen', 20, 9, true, '11 of the 20 sources of fleet net/Pay'],
    ['that finds half', 20, 10, false, undefined],
    ['that loses its only source', 1, 0, false, '1 of the 1 source of fleet net/Pay'],
  ])('%s', (_, before, after, frozen, problem) => {
    shopAndPay(pays(before)).synth();
    const run = () => shopAndPay(pays(after), frozen).synth();
    if (problem === undefined) expect(run).not.toThrow();
    else expect(refused(run)).toMatch(new RegExp(`ERROR TM514 {2}${problem} in the ledger`));
    if (problem !== undefined && !frozen) expect(() => shopAndPay(pays(after), false, 500, before - after).synth()).not.toThrow();
  });

  test.each<[string, boolean, number, string | undefined]>([
    ['of a list that may lack a page loses more than a tenth', false, 17, '3 of the 20 sources of fleet net/Pay'],
    ['of a list that may lack a page loses one source', false, 19, undefined],
    ['of complete pages loses less than half', true, 11, undefined],
    ['of complete pages loses more than half', true, 9, '11 of the 20 sources of fleet net/Pay'],
  ])('%s', (_, complete, after, problem) => {
    shopAndPay(selected(20, complete)).synth();
    const run = () => shopAndPay(selected(after, complete)).synth();
    if (problem === undefined) {
      expect(run).not.toThrow();
    } else {
      expect(refused(run)).toMatch(
        new RegExp(
          `ERROR TM514 {2}${problem} .*\\n {2}Fix {5}Check that the inventory is complete\\. ${complete ? 'If' : 'Its files do not prove that: store the pages, or set expectTotal'}`,
        ),
      );
    }
  });
});

test('fails: a fleet that leaves the app with all its sources is a mass removal too', () => {
  const app = (names: string[]) => {
    const a = newApp();
    const stack = newStack(a, 'net');
    const ledger = MirrorLedger.file(LOCK, { frozen: false });
    const filter = new MirrorFilter(stack, 'Filter', { inbound: [MirrorRule.accept()] });
    for (const name of names) {
      new MirroredFleet(stack, name, {
        filter,
        sources: enis(30).map((s) => MirrorSource.networkInterface(`${s.key}${name}`, s.options)),
        targets: [MirrorTarget.internalLoadBalancer('lb-h', { mtu: 1500 })],
        ledger,
      });
    }
    return a;
  };
  app(['A', 'B']).synth();
  expect(refused(() => app(['A']).synth())).toMatch(/ERROR TM514 {2}30 of the 60 sources/);
});
