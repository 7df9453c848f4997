// Sessions that Terraform lets go of and that go on running.
import { readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import * as fc from 'fast-check';
import {
  MirrorDeployed, MirrorFilter, MirrorLedger, MirrorLedgerOptions, MirrorPacking, MirrorPolicy, MirrorQuotaName, MirrorRule,
  MirrorTarget, MirroredFleet, MirroredFleetProps,
} from '../../src';
import { session, sessions as listed, read } from '../export/builders';
import { asHcl, bodiesByPath, findings, newApp, newStack, SESSION, source, synth, temporaryFolder } from '../support/app';

const lockFile = (): string => join(temporaryFolder(), 'traffic-mirror.lock');
const CLB = MirrorTarget.internalLoadBalancer('lb-sensors');

interface Run {
  readonly sources?: readonly string[];
  readonly options?: MirrorLedgerOptions;
  readonly props?: Partial<MirroredFleetProps>;
  readonly release?: readonly string[];
  readonly quota?: readonly [MirrorQuotaName, number];
  /** The key of a second fleet's only source. */
  readonly beside?: string;
}

function run(lock: string, { sources = ['eni-a', 'eni-b', 'eni-c'], options, props, release = [], quota, beside }: Run) {
  const app = newApp();
  if (quota) MirrorPolicy.of(app).quota('cn-hangzhou', ...quota);
  const stack = newStack(app);
  const filter = new MirrorFilter(stack, 'Filter', { inbound: [MirrorRule.accept()] });
  const ledger = MirrorLedger.file(lock, { frozen: false, expectRemovals: 100, ...options });
  const fleet = new MirroredFleet(stack, 'Fleet', { filter, sources: sources.map((id) => source(id)), targets: [CLB], ledger, ...props });
  for (const key of release) fleet.release(key);
  if (beside !== undefined) new MirroredFleet(stack, 'Other', { filter, sources: [source(beside)], targets: [CLB], ledger });
  const { stack: written } = synth(app);
  const bodies: Record<string, any> = Object.fromEntries(
    Object.entries(bodiesByPath(written, SESSION)).map(([path, body]) => [path.replace('stack/Fleet/', ''), body]),
  );
  return { written: written as any, bodies, fleet, found: findings(app).map(({ id }) => id) };
}

/** The lines of sources, by source. */
const lines = (lock: string): Record<string, any> =>
  Object.fromEntries(
    readFileSync(lock, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
      .filter(({ source: key }) => key)
      .map((line) => [line.source, line]),
  );

describe('a session that is released', () => {
  let lock: string;
  let before: Record<string, any>;
  beforeEach(() => {
    lock = lockFile();
    before = run(lock, {}).bodies;
  });

  test('leaves Terraform by a removed block, and the rest is written as before', () => {
    const { written, bodies, fleet } = run(lock, { release: ['eni-b'] });
    expect(bodies).toEqual({ 'eni-a': before['eni-a'], 'eni-c': before['eni-c'] });
    expect(written.removed).toEqual([
      { from: expect.stringMatching(/^alicloud_vpc_traffic_mirror_session\.Fleet_\w+_eni-b$/), lifecycle: { destroy: false } },
    ]);
    expect(written.terraform.required_version).toBe('>= 1.7.0');
    expect(fleet.sessionKeys).toEqual(['eni-a', 'eni-c']);
    expect(fleet.releasedSessionKeys).toEqual(['eni-b']);
    expect(fleet.change).toMatchObject({
      released: ['eni-b'],
      created: [],
      touched: [],
      removed: [],
      gone: [],
      interrupted: [],
      isEmpty: true,
    });
    expect(String(fleet.change)).toMatch(/^no change against .*\. 1 session released, and still running \(eni-b\)$/);
    expect(lines(lock)['eni-b']).toMatchObject({
      released: true,
      priority: before['eni-b'].priority,
      vni: before['eni-b'].virtual_network_id,
    });
    expect(lines(lock)['eni-a']).not.toHaveProperty('released');
  });

  test.each([
    ['named still', ['eni-a', 'eni-b', 'eni-c']],
    ['named no more', ['eni-a', 'eni-c']],
  ])('stays released in later runs, its source %s', (_, sources) => {
    const { written } = run(lock, { release: ['eni-b'] });
    const bytes = readFileSync(lock, 'utf8');
    for (const release of [[], ['eni-b']]) {
      const later = run(lock, { sources, release, options: { expectRemovals: undefined } });
      expect(later.written).toEqual(written);
      expect(later.fleet.releasedSessionKeys).toEqual(['eni-b']);
      expect(later.fleet.change).toMatchObject({ released: [], added: [], gone: [], isEmpty: true });
      expect(readFileSync(lock, 'utf8')).toBe(bytes);
    }
  });

  test('keeps its numbers until it is gone', () => {
    const range = { first: 1, last: 3 };
    const small = lockFile();
    const of = (sources: string[], more: Run = {}) =>
      run(small, { ...more, sources, props: { priorityRange: range, virtualNetworkIdRange: range } });
    of(['eni-a', 'eni-b', 'eni-c']);
    of(['eni-a', 'eni-b', 'eni-c'], { release: ['eni-b'] });
    expect(() => of(['eni-a', 'eni-c', 'eni-d'])).toThrow('TM521');
    const { bodies } = of(['eni-a', 'eni-c', 'eni-d'], { options: { goneSessions: ['eni-b'] } });
    expect(bodies['eni-d'].priority + bodies['eni-a'].priority + bodies['eni-c'].priority).toBe(6);
    expect(lines(small)).not.toHaveProperty('eni-b');
  });

  test('counts in the region and on its target until it is gone', () => {
    run(lock, { release: ['eni-b'] });
    for (const quota of [MirrorQuotaName.SESSIONS_PER_REGION, MirrorQuotaName.LOAD_BALANCER_TARGET]) {
      const of = (options: MirrorLedgerOptions) => () => run(lock, { sources: ['eni-a', 'eni-c', 'eni-d'], quota: [quota, 3], options });
      expect(of({})).toThrow('TM521');
      expect(of({ goneSessions: ['eni-b'], frozen: true })).toThrow('TM511');
    }
    expect(
      Object.keys(
        run(lock, {
          sources: ['eni-a', 'eni-c', 'eni-d'],
          quota: [MirrorQuotaName.SESSIONS_PER_REGION, 3],
          options: { goneSessions: ['eni-b'] },
        }).bodies,
      ),
    ).toHaveLength(3);
  });

  test('can be mirrored anew once it is gone', () => {
    run(lock, { release: ['eni-b'] });
    const { bodies, written } = run(lock, { options: { goneSessions: ['eni-b'] } });
    expect(Object.keys(bodies).sort()).toEqual(['eni-a', 'eni-b', 'eni-c']);
    expect(written).not.toHaveProperty('removed');
  });

  test('keeps its source from another fleet of the ledger', () => {
    run(lock, { release: ['eni-b'] });
    expect(() => run(lock, { sources: ['eni-a', 'eni-c'], beside: 'eni-b' })).toThrow('TM522');
    expect(run(lock, { sources: ['eni-a', 'eni-c'], beside: 'eni-b', options: { goneSessions: ['eni-b'] } }).bodies).toHaveProperty([
      'stack/Other/eni-b',
    ]);
  });

  test('stays in the ledger when its fleet leaves the app', () => {
    run(lock, { release: ['eni-b'] });
    const app = newApp();
    const stack = newStack(app);
    const filter = new MirrorFilter(stack, 'Filter', { inbound: [MirrorRule.accept()] });
    new MirroredFleet(stack, 'Other', {
      filter,
      sources: [source('eni-z')],
      targets: [CLB],
      ledger: MirrorLedger.file(lock, { frozen: false, expectRemovals: 2 }),
    });
    synth(app);
    expect(Object.keys(lines(lock)).sort()).toEqual(['eni-b', 'eni-z']);
    expect(lines(lock)['eni-b']).toMatchObject({ released: true });
  });

  test('is known as the ledger\'s own in an export, and counted once', () => {
    const { priority, virtual_network_id: vni } = before['eni-b'];
    run(lock, { release: ['eni-b'] });
    const existing = read(undefined, [
      listed([
        session('b', priority, {
          TrafficMirrorSourceIds: ['eni-b'],
          VirtualNetworkId: vni,
          TrafficMirrorTargetId: 'lb-sensors',
          TrafficMirrorTargetType: 'SLB',
        }),
      ]),
    ]);
    const { bodies, found } = run(lock, {
      sources: ['eni-a', 'eni-c', 'eni-d'],
      options: { existing },
      quota: [MirrorQuotaName.SESSIONS_PER_REGION, 4],
    });
    expect(Object.keys(bodies)).toHaveLength(3);
    expect(found).not.toContain('TM526');
  });

  test('is not written again whatever is deployed: the apply may be still to come', () => {
    const old = readFileSync(lock, 'utf8');
    run(lock, { release: ['eni-b'] });
    const now = readFileSync(lock, 'utf8');
    for (const [n, text] of [old, now].entries()) {
      const kept = join(temporaryFolder(), `kept-${n}.lock`);
      writeFileSync(kept, text);
      const { bodies, fleet } = run(lock, { options: { deployed: MirrorDeployed.files([kept]) } });
      expect(Object.keys(bodies)).toEqual(['eni-a', 'eni-c']);
      expect(fleet.change).toMatchObject({ created: [], removed: [], gone: [] });
    }
    // A line that somebody reverted does not bring it back where it is released already.
    const kept = join(temporaryFolder(), 'kept.lock');
    writeFileSync(kept, now);
    writeFileSync(lock, old);
    expect(Object.keys(run(lock, { options: { deployed: MirrorDeployed.files([kept]) } }).bodies)).toEqual(['eni-a', 'eni-c']);
  });

  test('has no part in what a frozen ledger asks for', () => {
    run(lock, { release: ['eni-b'] });
    const { bodies, found } = run(lock, { release: ['eni-b'], options: { frozen: true, expectRemovals: undefined } });
    expect(Object.keys(bodies)).toEqual(['eni-a', 'eni-c']);
    expect(found.filter((id) => ['TM511', 'TM514', 'TM515', 'TM519'].includes(id))).toEqual([]);
  });

  test('is refused where the release could not be kept or would not leave it as it is', () => {
    const refused = (more: Run, message: RegExp) => expect(() => run(lock, more)).toThrow(message);
    refused({ release: ['eni-x'] }, /The key of a session is "eni-x". Allowed: one of the fleet's 3 keys/);
    refused({ sources: ['eni-a', 'eni-b', 'eni-c', 'eni-d'], release: ['eni-d'] }, /The session eni-d to release is not deployed yet/);
    refused({ release: ['eni-b'], props: { targets: [MirrorTarget.internalLoadBalancer('lb-others')] } }, /is also changed by this run/);
    refused({ release: ['eni-b'], options: { frozen: true } }, /is not released in the frozen ledger.* is frozen by the option frozen\./);
    refused(
      { release: ['eni-b'], options: { goneSessions: ['eni-b'] } },
      /is in goneSessions.*Remove the key from goneSessions of the ledger/,
    );
    expect(lines(lock)['eni-b']).not.toHaveProperty('released');
  });

  test('is refused where HCL is written, which has no removed block', () => {
    asHcl(() =>
      expect(() => run(lock, { release: ['eni-b'] })).toThrow(
        /release is used in an app that writes HCL. Allowed: an app that writes JSON/,
      ),
    );
    run(lock, { release: ['eni-b'] });
    asHcl(() => expect(() => run(lock, {})).toThrow(/release is used in an app that writes HCL/));
  });
});

test('a dense session is released with all its sources, and keeps its name and its copy of the filter', () => {
  const lock = lockFile();
  const props = { packing: MirrorPacking.DENSE };
  const quota = [MirrorQuotaName.SESSIONS_PER_FILTER, 1] as const;
  const ids = Array.from({ length: 12 }, (_, n) => `eni-${String(n).padStart(2, '0')}`);
  const first = run(lock, { sources: ids, props, quota });
  const filters = Object.keys(first.written.resource.alicloud_vpc_traffic_mirror_filter);
  expect(filters).toHaveLength(2);
  expect(Object.keys(first.bodies)).toEqual(['eni-00', 'eni-10']);
  run(lock, { sources: ids, props, quota, release: ['eni-10'] });
  // The first source of a running session goes, and comes back as another interface's neighbour.
  const later = run(lock, { sources: [...ids, 'eni-99'], props, quota });
  expect(Object.keys(later.bodies)).toEqual(['eni-00', 'eni-99']);
  expect(Object.keys(later.written.resource.alicloud_vpc_traffic_mirror_filter)).toEqual(expect.arrayContaining(filters));
  expect(later.bodies['eni-99'].traffic_mirror_filter_id).not.toBe(first.bodies['eni-10'].traffic_mirror_filter_id);
});

test('lines that disagree about a release are an error', () => {
  const lock = lockFile();
  const props = { packing: MirrorPacking.DENSE };
  run(lock, { props });
  const text = readFileSync(lock, 'utf8');
  writeFileSync(lock, text.replace(/("source":"eni-b".*)}/, '$1,"released":true}'));
  expect(() => run(lock, { props })).toThrow('TM517');
});

test('whatever is added, taken away, released and gone: what runs holds its numbers and sources alone', () => {
  const step = fc.record({
    sources: fc.uniqueArray(fc.integer({ min: 0, max: 7 }), { minLength: 1, maxLength: 6 }),
    release: fc.option(fc.integer({ min: 0, max: 7 })),
    gone: fc.option(fc.integer({ min: 0, max: 7 })),
  });
  fc.assert(
    fc.property(
      fc.array(step, { minLength: 2, maxLength: 5 }),
      fc.constantFrom(MirrorPacking.DEDICATED, MirrorPacking.DENSE),
      (history, packing) => {
        const lock = lockFile();
        // What runs without Terraform, by key: its numbers and its sources.
        const outside = new Map<string, { numbers: readonly number[]; sources: readonly string[] }>();
        let inside: Record<string, any> = {};
        for (const { sources, release, gone } of history) {
          const goneKeys = gone === null ? [] : [`eni-${gone}`];
          for (const key of goneKeys) outside.delete(key);
          const wanted = sources.map((n) => `eni-${n}`);
          const key = `eni-${release}`;
          // Releasing is for a session that runs and that this run leaves as it is.
          const held: readonly string[] = inside[key]?.traffic_mirror_source_ids ?? [];
          const may = held.length > 0 && held.every((id) => wanted.includes(id)) && !goneKeys.includes(key);
          const { bodies } = run(lock, {
            sources: wanted, props: { packing }, release: may ? [key] : [], options: { goneSessions: goneKeys },
          });
          if (may) {
            outside.set(key, { numbers: [inside[key].priority, inside[key].virtual_network_id], sources: held });
            expect(bodies).not.toHaveProperty([key]);
          }
          const all = [
            ...outside.values(),
            ...Object.values(bodies).map((b) => ({ numbers: [b.priority, b.virtual_network_id], sources: b.traffic_mirror_source_ids })),
          ];
          for (const taken of [
            all.map(({ numbers }) => numbers[0]),
            all.map(({ numbers }) => numbers[1]),
            all.flatMap(({ sources: ids }) => ids),
          ]) {
            expect(new Set(taken).size).toBe(taken.length);
          }
          // Every source that is asked for is mirrored, by Terraform or without it.
          expect(all.flatMap(({ sources: ids }) => ids)).toEqual(expect.arrayContaining(wanted));
          expect(
            Object.values(lines(lock))
              .filter(({ released }) => released)
              .map(({ session: of }) => of)
              .filter((k, i, list) => list.indexOf(k) === i)
              .sort(),
          ).toEqual([...outside.keys()].sort());
          inside = bodies;
        }
      }), { numRuns: 30, seed: 15 });
});
