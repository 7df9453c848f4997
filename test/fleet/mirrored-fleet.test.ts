import { existsSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { App, Aspects, TerraformStack, Testing } from 'cdktf';
import * as fc from 'fast-check';
import {
  alicloud, MirrorEdition, MirrorFilter, MirrorLedger, MirrorPacking, MirrorLedgerOptions, MirrorPolicy, MirrorRule, MirrorSource,
  MirrorTarget, MirroredFleet, MirroredFleetProps, OnNewSource,
} from '../../src';
import { buildServer } from '../../src/fleet/continuous-integration';
import { bodiesByPath, findings, messageOf, newApp, newStack, SESSION, synth, temporaryFolder } from '../support/app';
import { expectConformsToSchema } from '../support/schema';
import { played } from '../support/runs';

const CLBS = ['lb-h', 'lb-i'].map((id, i) => MirrorTarget.internalLoadBalancer(id, { zoneId: ['zone-h', 'zone-i'][i], mtu: 1500 }));

function source(id: string, zoneId?: string): MirrorSource {
  return MirrorSource.networkInterface(`eni-${id}`, {
    instanceType: 'ecs.g7.large',
    zoneId,
    mtu: 1450,
    ipv6Addresses: 0,
    serviceManaged: false,
  });
}

function fleetApp(
  lock: string,
  sources: MirrorSource[],
  options: MirrorLedgerOptions = {},
  props: Partial<MirroredFleetProps> = {},
  app: App = newApp(),
) {
  const stack = newStack(app);
  const filter = new MirrorFilter(stack, 'Filter', { inbound: [MirrorRule.accept()] });
  const fleet = new MirroredFleet(stack, 'Fleet', {
    filter,
    sources,
    targets: CLBS,
    ledger: MirrorLedger.file(lock, { frozen: false, ...options }),
    ...props,
  });
  return { app, stack, fleet, filter };
}

function sessions(app: App): Record<string, any> {
  return bodiesByPath(synth(app).stack, SESSION);
}

const lockFile = () => join(temporaryFolder(), 'traffic-mirror.lock');

test('each source has a session of its own, on, in its own zone, and the ledger says so', () => {
  const lock = lockFile();
  const { app } = fleetApp(lock, [source('b', 'zone-i'), source('a', 'zone-h')]);
  const written = synth(app).stack;
  expectConformsToSchema(written);
  const bodies = bodiesByPath(written, SESSION);
  expect(Object.keys(bodies).sort()).toEqual(['stack/Fleet/eni-a', 'stack/Fleet/eni-b']);
  expect(bodies['stack/Fleet/eni-a']).toMatchObject({
    enabled: true,
    traffic_mirror_source_ids: ['eni-a'],
    traffic_mirror_target_id: 'lb-h',
    traffic_mirror_target_type: 'SLB',
  });
  expect(bodies['stack/Fleet/eni-b']).toMatchObject({ traffic_mirror_target_id: 'lb-i' });
  const lines = readFileSync(lock, 'utf8').trimEnd().split('\n').map((l) => JSON.parse(l));
  expect(lines[1]).toEqual({ fleet: 'stack/Fleet', shard: 0, stack: 'stack', filter: 'stack/Filter', enabled: true });
  expect(lines.slice(2).map((l) => [l.source, l.target, l.priority])).toEqual([
    ['eni-a', 'lb-h', bodies['stack/Fleet/eni-a'].priority], ['eni-b', 'lb-i', bodies['stack/Fleet/eni-b'].priority],
  ]);
});

test('adding and reordering sources changes no other session, and the same sources give the same bytes', () => {
  const lock = lockFile();
  const before = sessions(fleetApp(lock, ['a', 'b', 'c'].map((s) => source(s))).app);
  const bytes = readFileSync(lock, 'utf8');
  expect(sessions(fleetApp(lock, ['c', 'a', 'b'].map((s) => source(s))).app)).toEqual(before);
  expect(readFileSync(lock, 'utf8')).toBe(bytes);
  const after = sessions(fleetApp(lock, ['aa', 'c', 'a', 'b'].map((s) => source(s))).app);
  expect(after).toMatchObject(before);
  expect(Object.keys(after)).toHaveLength(4);
});

test('any history of additions and removals keeps what survives where it is, with numbers of its own', () => {
  fc.assert(
    fc.property(
      fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 15 }), { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 5 }),
      (history) => {
        const lock = lockFile();
        let before: Record<string, any> = {};
        for (const step of history) {
          const after = sessions(fleetApp(lock, step.map((n) => source(`s${n}`)), { expectRemovals: 16 }).app);
          for (const path of Object.keys(after)) if (before[path]) expect(after[path]).toEqual(before[path]);
          // A number that is freed rests for the run that frees it.
          const gone = Object.keys(before).filter((p) => !after[p]).map((p) => before[p].priority);
          const priorities = Object.values(after).map((b) => b.priority);
          expect(new Set([...priorities, ...gone]).size).toBe(priorities.length + gone.length);
          expect(Math.min(...priorities)).toBeGreaterThanOrEqual(1001);
          expect(Math.max(...priorities)).toBeLessThanOrEqual(24576);
          before = after;
        }
      }), played(12, 1));
});

test('when a target leaves the list its sessions move in place, with their numbers', () => {
  const lock = lockFile();
  const before = sessions(fleetApp(lock, [source('a', 'zone-h'), source('b', 'zone-i')]).app);
  const after = sessions(fleetApp(lock, [source('a', 'zone-h'), source('b', 'zone-i')], {}, { targets: [CLBS[1]] }).app);
  expect(after['stack/Fleet/eni-b']).toEqual(before['stack/Fleet/eni-b']);
  expect(after['stack/Fleet/eni-a']).toEqual({ ...before['stack/Fleet/eni-a'], traffic_mirror_target_id: 'lb-i' });
});

describe('a frozen ledger', () => {
  test('fails for a new source and says what to run; or leaves it out with a warning', () => {
    const lock = lockFile();
    sessions(fleetApp(lock, [source('a')]).app);
    const bytes = readFileSync(lock, 'utf8');
    const refused = fleetApp(lock, [source('a'), source('new')], { frozen: true });
    expect(messageOf(() => refused.app.synth())).toMatch(/ERROR TM511 {2}.*eni-new.*\n {2}Fix {5}.*commit the ledger/);
    expect(findings(refused.app, 'TM511')).toMatchObject([{ severity: 'error', path: 'stack/Fleet' }]);
    expect(existsSync(join(refused.app.outdir, 'manifest.json'))).toBe(false);
    const left = fleetApp(lock, [source('a'), source('new')], { frozen: true }, { onNewSource: OnNewSource.LEAVE_OUT });
    expect(Object.keys(sessions(left.app))).toEqual(['stack/Fleet/eni-a']);
    expect(left.fleet.leftOut).toEqual(['eni-new']);
    expect(findings(left.app, 'TM511')).toMatchObject([{ severity: 'warning' }]);
    expect(readFileSync(lock, 'utf8')).toBe(bytes);
  });

  test('is not changed by a removed source, which is said', () => {
    const lock = lockFile();
    sessions(fleetApp(lock, [source('a'), source('b')]).app);
    const bytes = readFileSync(lock, 'utf8');
    const { app } = fleetApp(lock, [source('a')], { frozen: true });
    expect(Object.keys(sessions(app))).toEqual(['stack/Fleet/eni-a']);
    expect(findings(app, 'TM515')).toMatchObject([{ severity: 'warning', path: 'stack/Fleet' }]);
    expect(readFileSync(lock, 'utf8')).toBe(bytes);
  });

  test.each(['CI', 'GITHUB_ACTIONS', 'GITLAB_CI', 'JENKINS_URL', 'TF_BUILD', 'BUILD_NUMBER'])('is meant by the variable %s', (name) => {
    expect(buildServer({ [name]: 'yes' })?.variable).toBe(name);
    expect(buildServer({ [name]: '' })).toBeUndefined();
  });
});

test('fails when more than a tenth and more than 20 sources are missing at once, unless that is stated', () => {
  const lock = lockFile();
  const all = Array.from({ length: 60 }, (_, i) => source(`m${i}`));
  sessions(fleetApp(lock, all).app);
  const bytes = readFileSync(lock, 'utf8');
  expect(messageOf(() => fleetApp(lock, all.slice(21)).app.synth())).toMatch(
    /ERROR TM514 {2}21 of the 60 sources .*\n {2}Fix {5}Check that the inventory is complete\. If/,
  );
  expect(messageOf(() => fleetApp(lock, all, {}, { fleetName: 'stack/Sensors' }).app.synth())).toMatch(
    /ERROR TM514 {2}60 of the 60 .*\n {2}Fix {5}.*The app no longer has 'stack\/Fleet': if/,
  );
  expect(readFileSync(lock, 'utf8')).toBe(bytes);
  expect(Object.keys(sessions(fleetApp(lock, all.slice(21), { expectRemovals: 21 }).app))).toHaveLength(39);
});

test('twenty missing sources are no mass removal', () => {
  const lock = lockFile();
  const all = Array.from({ length: 60 }, (_, i) => source(`m${i}`));
  sessions(fleetApp(lock, all).app);
  expect(Object.keys(sessions(fleetApp(lock, all.slice(20)).app))).toHaveLength(40);
});

describe('the ledger is not written', () => {
  test.each<[string, (lock: string) => void]>([
    [
      'under skipValidation',
      (lock) =>
        fleetApp(
          lock,
          [source('a')],
          {},
          {},
          newApp({ skipValidation: true, context: { trafficMirrorPlaceUnrecorded: true } }),
        ).app.synth(),
    ],
    ['by evaluate', (lock) => { MirrorPolicy.of(fleetApp(lock, [source('a')]).app).evaluate(); }],
    ['in a stubbed app', (lock) => fleetApp(lock, [source('a')], {}, {}, Testing.app({ stubVersion: true })).app.synth()],
    ['when a check refuses the synth', (lock) => {
      const { app, stack } = fleetApp(lock, [source('a')]);
      new MirrorFilter(stack, 'Empty');
      expect(messageOf(() => app.synth())).toContain('TM201');
    }],
  ])('%s', (_, run) => {
    const lock = lockFile();
    run(lock);
    expect(existsSync(lock)).toBe(false);
  });
});

describe('a ledger that cannot be trusted is refused with file and line', () => {
  const header = '{"ledger":"traffic-mirror","version":1,"account":"a","region":"cn-hangzhou"}';
  const line =
    '{"fleet":"stack/Fleet","source":"eni-a","placement":"dedicated","session":"eni-a","order":0,"target":"lb-h","filter":0,"shard":0,"priority":2000,"vni":7}';
  test.each<[string, string, RegExp, MirrorLedgerOptions?]>([
    ['fails: empty', '', /an empty file/],
    ['fails: cut off', `${header}\n${line.slice(0, 40)}`, /:2\] .*one JSON object on each line/],
    ['fails: no JSON', `${header}\n{oops\n`, /:2\] .*one JSON object on each line/],
    ['fails: no line feed at the end', `${header}\n${line}`, /line without a line feed.* Fix: Run traffic-mirror ledger repair/],
    [
      'fails: conflict markers',
      `${header}\n<<<<<<< HEAD\n${line}\n=======\n>>>>>>> feature\n`,
      /:2\] .*conflict markers.* Fix: Run traffic-mirror ledger repair/,
    ],
    ['fails: an incomplete conflict', `${header}\n<<<<<<< HEAD\n${line}\n`, /:2\] .*without an end marker/],
    ['fails: newer version', `${header.replace('1', '2')}\n`, /is 2. Allowed: 1 or lower. Fix: Update/],
    ['fails: other account', `${header}\n`, /The account of the ledger is "a". Allowed: "?b/, { account: 'b' }],
    ['fails: other region', `${header}\n`, /The region of the ledger/, { region: 'cn-beijing' }],
    ['fails: a source twice', `${header}\n${line}\n${line}\n`, /:3\] .*on line 2 too/],
    ['fails: a priority out of range', `${header}\n${line.replace('2000', '40000')}\n`, /:2\] priority .*32766/],
    ['fails: a field is missing', `${header}\n${line.replace('"vni":7', '"x":7')}\n`, /:2\] field vni/],
  ])('%s', (_, text, message, options = {}) => {
    const lock = lockFile();
    writeFileSync(lock, text);
    expect(messageOf(() => MirrorLedger.file(lock, options))).toMatch(message);
  });

  test('fails: a merge gave one priority to two sources', () => {
    const lock = lockFile();
    writeFileSync(lock, `${header}\n${line}\n${line.replace(/eni-a/g, 'eni-b')}\n`);
    expect(messageOf(() => fleetApp(lock, [source('a'), source('b')]).app.synth())).toMatch(
      /ERROR TM512 {2}.*priority 2000 to session eni-a and to session eni-b/,
    );
  });
});

test('one session can be referred to and overridden, and an unknown key is refused', () => {
  const { app, stack, fleet } = fleetApp(lockFile(), [source('a'), source('b')]);
  const other = new alicloud.provider.AlicloudProvider(stack, 'Other', { region: 'cn-hangzhou', alias: 'other' });
  fleet.session('eni-a').addOverride('traffic_mirror_session_name', 'special');
  fleet.session('eni-b').useProvider(other);
  new alicloud.vpc.Vpc(stack, 'Vpc', { description: fleet.session('eni-a').sessionId });
  const written = synth(app).stack;
  const bodies = bodiesByPath(written, SESSION);
  expect(bodies['stack/Fleet/eni-a'].traffic_mirror_session_name).toBe('special');
  expect(bodies['stack/Fleet/eni-b'].provider).toBe('alicloud.other');
  expect(written.resource.alicloud_vpc.Vpc.description).toBe(`\${${SESSION}.${bodies['stack/Fleet/eni-a']['//'].metadata.uniqueId}.id}`);
  expect(messageOf(() => fleet.session('eni-x'))).toContain('[stack/Fleet]');
});

test('an override is seen by the checks', () => {
  const { app, fleet } = fleetApp(lockFile(), [source('a')]);
  fleet.session('eni-a').addOverride('dry_run', true);
  expect(messageOf(() => app.synth())).toContain('ERROR TM601  stack/Fleet/eni-a sets dry_run');
});

test('an Aspect that tags reaches every session', () => {
  const { app, stack } = fleetApp(lockFile(), [source('a'), source('b')], {}, { tags: { own: 'x' } });
  Aspects.of(stack).add({ visit: (node: any) => { if ('tagsInput' in node) node.tags = { ...node.tagsInput, env: 'prod' }; } });
  expect(Object.values(sessions(app)).map((b) => b.tags)).toEqual([{ own: 'x', env: 'prod' }, { own: 'x', env: 'prod' }]);
});

test('fails without a provider', () => {
  const app = newApp();
  const stack = new TerraformStack(app, 'bare');
  new MirroredFleet(stack, 'Fleet', {
    filter: MirrorFilter.fromFilterId(stack, 'Filter', 'tmf-1'),
    sources: [source('a')],
    targets: CLBS,
    ledger: MirrorLedger.inMemory(),
  });
  expect(messageOf(() => app.synth())).toMatch(/no provider for the 1 sessions/);
});

describe('a source that leaves one fleet or key and turns up under another', () => {
  const fleets = (lock: string, byId: Record<string, MirrorSource[]>, edition = MirrorEdition.EDITION_2023) => {
    const app = newApp();
    MirrorPolicy.of(app).edition(edition);
    const stack = newStack(app);
    const filter = new MirrorFilter(stack, 'Filter', { inbound: [MirrorRule.accept()] });
    const ledger = MirrorLedger.file(lock, { frozen: false });
    for (const [id, sources] of Object.entries(byId)) new MirroredFleet(stack, id, { filter, sources, targets: CLBS, ledger });
    return app;
  };
  const [a, b, c] = ['a', 'b', 'c'].map((id) => source(id));
  const as = (key: string, id: string) => MirrorSource.networkInterface(id, { ...a.options, key });
  let lock: string;
  beforeEach(() => {
    lock = lockFile();
    synth(fleets(lock, { Fleet: [a, b], Other: [c] }));
  });

  test.each<[string, Record<string, MirrorSource[]>, string]>([
    ['moves to another fleet', { Fleet: [a], Other: [b, c] }, 'eni-b (until now eni-b of stack/Fleet)'],
    ['moves to a fleet that comes first', { Other: [b, c], Fleet: [a] }, 'eni-b (until now eni-b of stack/Fleet)'],
    [
      'is in a fleet that was renamed',
      { Sensors: [a, b], Other: [c] },
      'eni-a (until now eni-a of stack/Fleet), eni-b (until now eni-b of stack/Fleet)',
    ],
    [
      'gets a key of its own',
      { Fleet: [a, MirrorSource.networkInterface('eni-b', { ...b.options, key: 'web' })], Other: [c] },
      'web (until now eni-b of stack/Fleet)',
    ],
    [
      'is exchanged with another',
      { Fleet: [as('eni-a', 'eni-b'), as('eni-b', 'eni-a')], Other: [c] },
      'eni-b, now eni-a (until now eni-b of stack/Fleet), eni-a, now eni-b (until now eni-a of stack/Fleet)',
    ],
    [
      'gives its key to another and gets a new one',
      { Fleet: [as('eni-a', 'eni-x'), b, as('web', 'eni-a')], Other: [c] },
      'web (until now eni-a of stack/Fleet)',
    ],
    [
      'gets the key of one that is left in another fleet',
      { Fleet: [a], Other: [as('eni-c', 'eni-b')] },
      'eni-b, now eni-c (until now eni-b of stack/Fleet)',
    ],
  ])('fails where it %s', (_, after, moved) => {
    const before = readFileSync(lock, 'utf8');
    const app = fleets(lock, after);
    expect(messageOf(() => synth(app))).toContain(
      `ERROR TM525  Compared with the ledger ${lock}, these sources move from another session in one apply, in an order that Terraform does not guarantee: ${moved}`,
    );
    expect(findings(app).map((f) => f.id).filter((id) => id !== 'TM523')).toEqual(['TM525']);
    expect(readFileSync(lock, 'utf8')).toBe(before);
  });

  test('is a warning under edition 2026, where a source may be in several sessions', () => {
    const app = fleets(lock, { Fleet: [a], Other: [b, c] }, MirrorEdition.EDITION_2026);
    synth(app);
    expect(findings(app, 'TM525')).toMatchObject([{ severity: 'warning', path: 'stack/Other' }]);
  });

  test('passes where two are exchanged within one session, which is one call', () => {
    const dense = (sources: MirrorSource[]) => {
      const app = newApp();
      const stack = newStack(app);
      const filter = new MirrorFilter(stack, 'Filter', { inbound: [MirrorRule.accept()] });
      new MirroredFleet(stack, 'Fleet', {
        filter,
        sources,
        targets: CLBS,
        packing: MirrorPacking.DENSE,
        ledger: MirrorLedger.file(denseLock, { frozen: false }),
      });
      return app;
    };
    const denseLock = lockFile();
    synth(dense([a, b]));
    const app = dense([as('eni-a', 'eni-b'), as('eni-b', 'eni-a')]);
    synth(app);
    expect(findings(app).map((f) => f.id)).toEqual(['TM523', 'TM523']);
  });

  test('is no more where its fleet was taken out of the app, which is a warning as long as the ledger knows it', () => {
    const app = fleets(lock, { Fleet: [a, b] });
    synth(app);
    expect(findings(app, 'TM515')).toMatchObject([
      {
        severity: 'warning',
        path: 'stack/Fleet',
        problem: `The ledger ${lock} has eni-c of 'stack/Other', which the app no longer has. Their sessions are destroyed, and the next written ledger drops them`,
      },
    ]);
    const again = fleets(lock, { Fleet: [a, b] });
    synth(again);
    expect(findings(again)).toEqual([]);
  });

  test('passes in two runs', () => {
    for (const step of [{ Fleet: [a], Other: [c] }, { Fleet: [a], Other: [b, c] }]) {
      const app = fleets(lock, step);
      synth(app);
      expect(findings(app)).toEqual([]);
    }
  });

  test('keeps its session where the ledger was told of the key', () => {
    const before = onlySession(fleets(lock, { Fleet: [a, b], Other: [c] }));
    writeFileSync(lock, readFileSync(lock, 'utf8').replace('"source":"eni-b"', '"source":"web"'));
    expect(
      onlySession(fleets(lock, { Fleet: [a, MirrorSource.networkInterface('eni-b', { ...b.options, key: 'web' })], Other: [c] })),
    ).toEqual(before);
  });

  const onlySession = (app: App) =>
    Object.values(synth(app).stack.resource[SESSION]).find((body: any) => body.traffic_mirror_source_ids[0] === 'eni-b');
});

test('an app that writes HCL has every session', () => {
  const app = newApp({ hclOutput: true });
  process.env.SYNTH_HCL_OUTPUT = 'true';
  try {
    fleetApp(lockFile(), [source('a'), source('b')], {}, {}, app);
    app.synth();
  } finally {
    delete process.env.SYNTH_HCL_OUTPUT;
  }
  const hcl = readFileSync(join(app.outdir, 'stacks', 'stack', 'cdk.tf'), 'utf8');
  expect(hcl.match(/^resource "alicloud_vpc_traffic_mirror_session"/gm)).toHaveLength(2);
});

describe('an interface that changes between source and target', () => {
  const sensor = (id: string, key?: string): MirrorTarget =>
    MirrorTarget.networkInterface(id, { mtu: 1500, instanceType: 'ecs.g7.large', key });
  const keyed = (key: string, id: string): MirrorSource => MirrorSource.networkInterface(id, { ...source('a').options, key });
  const at = (lock: string, of: MirrorSource, target: MirrorTarget): App =>
    fleetApp(lock, [of], { expectRemovals: 1 }, { targets: [target] }).app;

  test('fails in one run', () => {
    const lock = lockFile();
    synth(at(lock, source('a'), sensor('eni-b')));
    const app = at(lock, source('b'), sensor('eni-a'));
    expect(messageOf(() => synth(app))).toContain(
      'in an order that Terraform does not guarantee: eni-b (until now a target), eni-a (until now a source)',
    );
    expect(findings(app, 'TM302')).toMatchObject([{ severity: 'error', path: 'stack/Fleet' }]);
  });

  test('passes in two', () => {
    const lock = lockFile();
    for (const [from, to] of [['a', 'eni-b'], ['c', 'eni-d'], ['b', 'eni-a']]) synth(at(lock, source(from), sensor(to)));
  });

  test('passes where a key that a user chose means one interface as a source and another as a target', () => {
    const lock = lockFile();
    synth(at(lock, keyed('a', 'eni-a'), sensor('eni-b', 'b')));
    synth(at(lock, keyed('b', 'eni-c'), sensor('eni-d', 'a')));
  });
});
