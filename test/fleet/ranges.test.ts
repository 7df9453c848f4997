import { readFileSync } from 'fs';
import { App } from 'cdktf';
import { MirrorFilter, MirrorLedger, MirrorNumberRange, MirrorRule, MirrorTarget, MirroredFleet, MirroredFleetProps } from '../../src';
import { bodiesByPath, findings, messageOf, newApp, newStack, SESSION, source, synth, temporaryFolder } from '../support/app';

const home = process.cwd();
beforeEach(() => process.chdir(temporaryFolder()));
afterEach(() => process.chdir(home));

const CLB = MirrorTarget.internalLoadBalancer('lb-h', { mtu: 1500 });
const enis = (prefix: string, count: number) => Array.from({ length: count }, (_, i) => source(`eni-${prefix}${i}`));

interface Fleet extends Partial<MirroredFleetProps> {
  readonly name: string;
}

/** An app with fleets in one stack; without a ledger of their own they share one. */
function appOf(fleets: Fleet[], lock = 'traffic-mirror.lock', region = 'cn-hangzhou'): App {
  const app = newApp();
  const stack = newStack(app, 'net', region);
  const filter = new MirrorFilter(stack, 'Filter', { inbound: [MirrorRule.accept()] });
  const ledger = MirrorLedger.file(lock, { frozen: false });
  for (const { name, ...props } of fleets) {
    new MirroredFleet(stack, name, { filter, sources: enis(name, 20), targets: [CLB], ledger, ...props });
  }
  return app;
}

const bodies = (app: App): any[] => Object.values(bodiesByPath(synth(app).net, SESSION));
const lines = (lock = 'traffic-mirror.lock'): any[] =>
  readFileSync(lock, 'utf8')
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((l) => JSON.parse(l))
    .filter((l) => l.source !== undefined);
const range = (first: number, last: number): MirrorNumberRange => ({ first, last });

describe('several fleets of one app in one file', () => {
  test('never take the same number, also in a range that just fits them', () => {
    const narrow = { priorityRange: range(2001, 2040), virtualNetworkIdRange: range(1, 40) };
    const written = bodies(appOf([{ name: 'a', ...narrow }, { name: 'b', ...narrow }]));
    expect(new Set(written.map((b) => b.priority)).size).toBe(40);
    expect(new Set(written.map((b) => b.virtual_network_id)).size).toBe(40);
    expect(new Set(lines().map((l) => l.fleet))).toEqual(new Set(['net/a', 'net/b']));
  });

  test('share the room of a target', () => {
    const sensor = MirrorTarget.networkInterface('eni-sensor', { instanceType: 'ecs.g7.large', mtu: 1500 });
    const app = appOf([{ name: 'a', sources: enis('a', 6), targets: [sensor] }, { name: 'b', sources: enis('b', 6), targets: [sensor] }]);
    expect(messageOf(() => app.synth())).toContain('ERROR TM521  eni-b4, eni-b5 (2 of 6 sources) have no place');
    expect(findings(app).map((f) => `${f.severity} ${f.id} ${f.path}`)).toEqual(['error TM521 net/b']);
  });

  test('a change of one leaves the lines of the other, whichever stands first', () => {
    bodies(appOf([{ name: 'a' }, { name: 'b' }]));
    const b = lines().filter((l) => l.fleet === 'net/b');
    bodies(appOf([{ name: 'b' }, { name: 'a', sources: enis('a', 25) }]));
    expect(lines().filter((l) => l.fleet === 'net/b')).toEqual(b);
    expect(lines()).toHaveLength(45);
  });

  test('fails: two MirrorLedger objects for one file, of which each would forget the fleets of the other', () => {
    const ledger = () => MirrorLedger.file('traffic-mirror.lock', { frozen: false });
    expect(
      messageOf(() =>
        appOf([
          { name: 'a', ledger: ledger() },
          { name: 'b', ledger: ledger() },
        ]),
      ),
    ).toBe(
      '[net/b] ledger has a second MirrorLedger for traffic-mirror.lock. Allowed: one MirrorLedger for a file. Fix: Make it once, and give the same one to every fleet, session and filter of the account and region.',
    );
    expect(() =>
      appOf([
        { name: 'a', ledger: MirrorLedger.inMemory() },
        { name: 'b', ledger: MirrorLedger.inMemory(), priorityRange: range(1, 900) },
      ]),
    ).not.toThrow();
  });
});

describe('several apps with a ledger and ranges each', () => {
  test('never take the same number, and grow without a look at each other', () => {
    const apps = [
      { name: 'shop', priorityRange: range(1001, 1060), virtualNetworkIdRange: range(1, 60) },
      { name: 'bank', priorityRange: range(1061, 1120), virtualNetworkIdRange: range(61, 120) },
    ];
    for (const count of [10, 25, 50]) {
      for (const app of apps) bodies(appOf([{ ...app, sources: enis(app.name, count) }], `${app.name}.lock`));
    }
    const all = apps.flatMap(({ name }) => lines(`${name}.lock`));
    expect(new Set(all.map((l) => l.priority)).size).toBe(100);
    expect(new Set(all.map((l) => l.vni)).size).toBe(100);
    for (const { name, priorityRange } of apps) {
      for (const { priority } of lines(`${name}.lock`)) {
        expect([priority >= priorityRange.first, priority <= priorityRange.last]).toEqual([true, true]);
      }
    }
  });

  test('a range that is narrowed moves nothing that has a number', () => {
    bodies(appOf([{ name: 'shop' }], 'shop.lock'));
    const before = lines('shop.lock');
    bodies(appOf([{ name: 'shop', sources: enis('shop', 21), priorityRange: range(5, 6) }], 'shop.lock'));
    expect(lines('shop.lock')).toEqual(expect.arrayContaining(before));
    expect(lines('shop.lock').filter((l) => l.priority < 7)).toHaveLength(1);
  });

  test('fails: a range that is used up', () => {
    expect(messageOf(() => appOf([{ name: 'shop', priorityRange: range(1, 15) }], 'shop.lock').synth())).toMatch(
      /ERROR TM521 {2}.*\(5 of 20 sources\) have no place: they need 5 more numbers, priority and VNI each, and.*short by 5\n {2}Fix {5}Widen the range/,
    );
  });
});

describe('two ledgers in one app', () => {
  const two = (a: Partial<Fleet>, b: Partial<Fleet>) =>
    appOf([
      { name: 'a', ...a },
      { name: 'b', ledger: MirrorLedger.file('other.lock', { frozen: false }), ...b },
    ]);

  test('fails: with one range of priorities', () => {
    const app = two({}, {});
    expect(messageOf(() => app.synth())).toMatch(/ERROR TM513 {2}net\/b uses priorities 1001 to 24576 with ledger other\.lock, and net\/a/);
    expect(findings(app, 'TM513')).toMatchObject([{ severity: 'error', path: 'net/b' }]);
  });

  test('a range of VNIs that both state and that overlaps is a warning', () => {
    const app = two(
      { priorityRange: range(1, 500), virtualNetworkIdRange: range(1, 500) },
      { priorityRange: range(501, 900), virtualNetworkIdRange: range(500, 900) },
    );
    app.synth();
    expect(findings(app).map((f) => `${f.severity} ${f.id} ${f.path}`)).toEqual(['warning TM513 net/b']);
  });

  test('with ranges of their own they pass', () => {
    const app = two(
      { priorityRange: range(1, 500), virtualNetworkIdRange: range(1, 500) },
      { priorityRange: range(501, 900), virtualNetworkIdRange: range(501, 900) },
    );
    app.synth();
    expect(findings(app)).toEqual([]);
  });
});
