// What becomes of fleets in a real synth: which Terraform and which ledger a change of the code gives.
import { existsSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { App, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import {
  MirrorEdition, MirrorFilter, MirrorLedger, MirrorPacking, MirrorPlan, MirrorPlanProps, MirrorPolicy, MirrorProtocol,
  MirrorQuotaName, MirrorReport, MirrorRule, MirrorSource, MirrorTarget, MirroredFleet, MirroredFleetProps, MirroredFleetShard,
} from '../../src';
import {
  bodiesByPath, FILTER, filterIn, findings, INBOUND, messageOf, newApp, newStack, SESSION, source, synth, temporaryFolder,
} from '../support/app';

const REGION = 'cn-hangzhou';
const lockFile = () => join(temporaryFolder(), 'traffic-mirror.lock');
const ledgerOf = (lock: string) => MirrorLedger.file(lock, { frozen: false });
const clb = (name: string, options = {}) => MirrorTarget.internalLoadBalancer(`lb-${name}`, { mtu: 1500, ...options });
const eni = (name: string, options = {}) =>
  MirrorTarget.networkInterface(`eni-${name}`, { mtu: 1500, instanceType: 'ecs.g7.large', ...options });
const some = (count: number, options = {}, prefix = 's') =>
  Array.from({ length: count }, (_, i) => source(`eni-${prefix}${String(i).padStart(3, '0')}`, options));
const mirrored = (on: boolean) => ({ tags: on ? { mirror: 'on' } : { mirror: 'off' } });
const BY_TAG = { key: 'mirror', values: ['on'] };

type Prepare = (policy: MirrorPolicy) => void;

/** The app of one fleet, as its code is at one moment. */
function fleetOf(
  lock: string | MirrorLedger,
  sources: MirrorSource[],
  props: Partial<MirroredFleetProps> = {},
  prepare: Prepare = () => {},
  scopeOf = (stack: TerraformStack): Construct => stack,
) {
  const app = newApp();
  prepare(MirrorPolicy.of(app));
  const stack = newStack(app);
  const filter = filterIn(stack);
  const fleet = new MirroredFleet(scopeOf(stack), 'Fleet', {
    filter,
    sources,
    targets: [clb('a')],
    ledger: typeof lock === 'string' ? ledgerOf(lock) : lock,
    ...props,
  });
  return { app, stack, fleet, filter };
}

/** Session bodies by Terraform name. */
const sessionsOf = (app: App): Record<string, any> => synth(app).stack.resource?.[SESSION] ?? {};
const withoutComments = (bodies: Record<string, any>) =>
  Object.fromEntries(Object.entries(bodies).map(([id, { '//': _comment, ...body }]) => [id, body]));
const targetsOf = (bodies: Record<string, any>): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { traffic_mirror_target_id: target } of Object.values(bodies)) counts[target] = (counts[target] ?? 0) + 1;
  return counts;
};

test('a fleet that is moved and renamed in the code keeps its Terraform and its ledger where fleetName states its old path', () => {
  const lock = lockFile();
  const before = sessionsOf(fleetOf(lock, some(3)).app);
  const bytes = readFileSync(lock, 'utf8');
  const after = sessionsOf(fleetOf(lock, some(3), { fleetName: 'stack/Fleet' }, undefined, (stack) => new Construct(stack, 'Sensors')).app);
  expect(Object.values(after)[0]['//'].metadata.path).toBe('stack/Sensors/Fleet/eni-s000');
  expect(withoutComments(after)).toEqual(withoutComments(before));
  expect(readFileSync(lock, 'utf8')).toBe(bytes);
});

describe('more sources than a target has sessions', () => {
  const DENSE = { targets: [eni('t')], packing: MirrorPacking.DENSE };

  test('new ones: dense packing helps, as the message says', () => {
    const lock = lockFile();
    expect(messageOf(() => fleetOf(lock, some(12), { targets: [eni('t')] }).app.synth())).toMatch(
      /ERROR TM521 {2}.*\(2 of 12 sources\).*\n {2}Fix {5}.*pack them densely \(packing: MirrorPacking.DENSE\): the 12 new sources then need 2 sessions\./,
    );
    expect(Object.keys(sessionsOf(fleetOf(lock, some(12), DENSE).app))).toHaveLength(2);
  });

  test('beside those that run: these are packed first, as the message says', () => {
    const lock = lockFile();
    synth(fleetOf(lock, some(10), { targets: [eni('t')] }).app);
    const advice =
      /ERROR TM521 {2}.*\(2 of 12 sources\).*\n {2}Fix {5}.*Or first pack the running sessions densely \(packing: MirrorPacking.DENSE and compaction, without these sources,/;
    expect(messageOf(() => fleetOf(lock, some(12), { targets: [eni('t')] }).app.synth())).toMatch(advice);
    synth(fleetOf(lock, some(10), { ...DENSE, compaction: 10 }).app);
    synth(fleetOf(lock, some(10), DENSE).app);
    expect(Object.keys(sessionsOf(fleetOf(lock, some(12), DENSE).app))).toHaveLength(2);
  });
});

describe('more sessions than one filter serves', () => {
  const lowered: Prepare = (policy) => policy.quota(REGION, MirrorQuotaName.SESSIONS_PER_FILTER, 3);

  test('use copies of it with its rules, also with those that are added later', () => {
    const { app, filter } = fleetOf(lockFile(), some(7), {}, lowered);
    filter.addInboundRule(MirrorRule.accept({ protocol: MirrorProtocol.ICMP }));
    const { stack } = synth(app);
    const filters = bodiesByPath(stack, FILTER);
    expect(Object.fromEntries(Object.entries(filters).map(([path, body]) => [path, body.traffic_mirror_filter_name]))).toEqual({
      'stack/Filter/Resource': undefined,
      'stack/Fleet/Filter-2/Resource': 'stack_Filter-2',
      'stack/Fleet/Filter-3/Resource': 'stack_Filter-3',
    });
    const rules = bodiesByPath(stack, INBOUND);
    for (const path of ['stack/Filter', 'stack/Fleet/Filter-2', 'stack/Fleet/Filter-3']) {
      expect([1, 2].map((n) => rules[`${path}/inbound-${n}`].protocol)).toEqual(['TCP', 'ICMP']);
    }
    const uses = Object.values(bodiesByPath(stack, SESSION)).map((body) => body.traffic_mirror_filter_id);
    expect([...new Set(uses)].map((id) => uses.filter((use) => use === id).length).sort()).toEqual([1, 3, 3]);
    expect(findings(app)).toEqual([]);
  });

  test('and growth over the limit changes no running session', () => {
    const lock = lockFile();
    const before = sessionsOf(fleetOf(lock, some(3), {}, lowered).app);
    expect(sessionsOf(fleetOf(lock, some(4), {}, lowered).app)).toMatchObject(before);
  });

  test('of the real size: 1,001 sessions have a second filter', () => {
    const { app } = fleetOf(lockFile(), some(1_001), { targets: Array.from({ length: 6 }, (_, i) => clb(String(i))) });
    const { stack } = synth(app);
    expect(Object.keys(bodiesByPath(stack, FILTER))).toEqual(['stack/Filter/Resource', 'stack/Fleet/Filter-2/Resource']);
    expect(findings(app, 'TM504')).toEqual([]);
  }, 60_000);

  test('fail with the arithmetic where the filter is imported, since it cannot be copied', () => {
    const app = newApp();
    lowered(MirrorPolicy.of(app));
    const stack = newStack(app);
    const lock = lockFile();
    const filter = MirrorFilter.fromFilterAttributes(stack, 'Filter', { filterId: 'tmf-bp1' });
    new MirroredFleet(stack, 'Fleet', { filter, sources: some(5), targets: [clb('a')], ledger: ledgerOf(lock) });
    expect(messageOf(() => app.synth())).toMatch(
      /ERROR TM521 {2}eni-s003, eni-s004 \(2 of 5 sources\) have no place: they need 2 more sessions, and the filter is used by 3 sessions, .*short by 2\n {2}Fix {5}Create the filter with new MirrorFilter/,
    );
    expect(existsSync(lock)).toBe(false);
  });
});

describe('quotas that hold in placement', () => {
  test('fail where a target takes no more under edition 2023, and pass where the quota was raised in the region of the provider or of the ledger', () => {
    expect(messageOf(() => fleetOf(lockFile(), some(11), { targets: [eni('t')] }).app.synth())).toMatch(
      /ERROR TM521 {2}eni-s010 \(1 of 11 sources\) has no place: they need 1 more session, and 1 interface at 10 takes 10 sessions in all/,
    );
    const raised: Prepare = (policy) => policy.quota(REGION, MirrorQuotaName.NETWORK_INTERFACE_TARGET, 11);
    expect(Object.keys(sessionsOf(fleetOf(lockFile(), some(11), { targets: [eni('t')] }, raised).app))).toHaveLength(11);
    const byLedger = MirrorLedger.file(lockFile(), { frozen: false, region: REGION });
    expect(Object.keys(sessionsOf(fleetOf(byLedger, some(11), { targets: [eni('t')] }, raised).app))).toHaveLength(11);
    const elsewhere: Prepare = (policy) => policy.quota('cn-beijing', MirrorQuotaName.NETWORK_INTERFACE_TARGET, 11);
    expect(messageOf(() => fleetOf(lockFile(), some(11), { targets: [eni('t')] }, elsewhere).app.synth())).toContain('TM521');
  });

  test('count sources under edition 2026: 20 on an ENI, 200 on a large type', () => {
    const later: Prepare = (policy) => policy.edition(MirrorEdition.EDITION_2026);
    const dense = { packing: MirrorPacking.DENSE, targets: [eni('t')] };
    expect(Object.keys(sessionsOf(fleetOf(lockFile(), some(20), dense, later).app))).toHaveLength(2);
    expect(messageOf(() => fleetOf(lockFile(), some(21), dense, later).app.synth())).toMatch(
      /ERROR TM521 {2}eni-s020 .*1 more source.*20 sources in all under edition 2026/,
    );
    const large = { ...dense, targets: [eni('t', { instanceType: 'ecs.g7.32xlarge' })] };
    expect(Object.keys(sessionsOf(fleetOf(lockFile(), some(200), large, later).app))).toHaveLength(20);
    expect(messageOf(() => fleetOf(lockFile(), some(201), large, later).app.synth())).toContain('ERROR TM521  eni-s200');
  });

  test('a target of twice the weight is given twice as many, and one in the zone of a source before others', () => {
    expect(targetsOf(sessionsOf(fleetOf(lockFile(), some(9), { targets: [clb('a'), clb('b', { weight: 2 })] }).app))).toEqual({
      'lb-a': 3,
      'lb-b': 6,
    });
    const zones = { targets: [clb('h', { zoneId: 'cn-hangzhou-h' }), clb('i', { zoneId: 'cn-hangzhou-i' })] };
    const sources = [
      ...some(5, { zoneId: 'cn-hangzhou-h' }),
      ...some(1, { zoneId: 'cn-hangzhou-i' }, 'i'),
      ...some(1, { zoneId: 'cn-hangzhou-j' }, 'j'),
    ];
    const bodies = Object.values(sessionsOf(fleetOf(lockFile(), sources, zones).app));
    expect(bodies.map((body) => [body.traffic_mirror_source_ids[0], body.traffic_mirror_target_id])).toEqual([
      ['eni-i000', 'lb-i'], ['eni-j000', 'lb-h'], ...some(5).map(({ key }) => [key, 'lb-h']),
    ]);
  });
});

describe('switched', () => {
  const enabled = (bodies: Record<string, any>) =>
    Object.fromEntries(Object.values(bodies).map((body) => [body.traffic_mirror_source_ids.join(), body.enabled]));

  test('by tag, session by session, with nothing else changed', () => {
    const lock = lockFile();
    const off = sessionsOf(fleetOf(lock, some(2, mirrored(false)), { enabledByTag: BY_TAG }).app);
    expect(enabled(off)).toEqual({ 'eni-s000': false, 'eni-s001': false });
    const bytes = readFileSync(lock, 'utf8');
    const on = sessionsOf(fleetOf(lock, [some(1, mirrored(true))[0], some(2, mirrored(false))[1]], { enabledByTag: BY_TAG }).app);
    expect(enabled(on)).toEqual({ 'eni-s000': true, 'eni-s001': false });
    expect(Object.fromEntries(Object.entries(on).map(([id, body]) => [id, { ...body, enabled: false }]))).toEqual(off);
    // The ledger knows which session was off.
    expect(readFileSync(lock, 'utf8')).toBe(bytes.replace(/("source":"eni-s000".*),"off":true/, '$1'));
  });

  test('densely: what is on and what is off is packed apart, and one that is off switches its session off', () => {
    const lock = lockFile();
    const dense = { packing: MirrorPacking.DENSE, enabledByTag: BY_TAG };
    const before = enabled(sessionsOf(fleetOf(lock, [...some(2, mirrored(true)), ...some(2, mirrored(false), 'off')], dense).app));
    expect(before).toEqual({ 'eni-s000,eni-s001': true, 'eni-off000,eni-off001': false });
    const after = enabled(
      sessionsOf(fleetOf(lock, [some(1, mirrored(true))[0], some(2, mirrored(false))[1], ...some(2, mirrored(true), 'off')], dense).app),
    );
    expect(after).toEqual({ 'eni-s000,eni-s001': false, 'eni-off000,eni-off001': true });
  });

  test('as a whole: off by one flag, whatever the tags say', () => {
    const lock = lockFile();
    const on = sessionsOf(fleetOf(lock, some(2, mirrored(true)), { enabledByTag: BY_TAG }).app);
    const off = sessionsOf(fleetOf(lock, some(2, mirrored(true)), { enabledByTag: BY_TAG, enabled: false }).app);
    expect(Object.values(off).map((body) => body.enabled)).toEqual([false, false]);
    expect(Object.fromEntries(Object.entries(off).map(([id, body]) => [id, { ...body, enabled: true }]))).toEqual(on);
  });
});

test('with deferRemovals a source that goes stays beside others and is said, and goes where it is alone', () => {
  const lock = lockFile();
  const dense = { packing: MirrorPacking.DENSE, deferRemovals: true };
  const before = sessionsOf(fleetOf(lock, some(11), dense).app);
  const { app, fleet } = fleetOf(lock, some(9), dense);
  const after = sessionsOf(app);
  expect(after).toEqual(Object.fromEntries(Object.entries(before).filter(([, body]) => body.traffic_mirror_source_ids.length === 10)));
  expect(fleet.change).toMatchObject({ interrupted: [], gone: ['eni-s010'], removed: ['eni-s010'] });
  expect(findings(app, 'TM519')[0].problem).toContain('eni-s009 is no longer among the sources, and stays mirrored');
});

describe('shards', () => {
  function shardsOf(
    lock: string,
    sources: MirrorSource[],
    props: Partial<MirrorPlanProps> = {},
    build = (shards: MirrorPlan['shards']) => shards,
  ) {
    const app = newApp();
    const plan = MirrorPlan.of({
      name: 'net',
      sources,
      targets: [clb('a')],
      ledger: ledgerOf(lock),
      policy: MirrorPolicy.of(app),
      resourcesPerShard: 16,
      ...props,
    });
    for (const shard of build(plan.shards)) {
      const id = `shard-${shard.number}`;
      const stack = (app.node.tryFindChild(id) ?? newStack(app, id)) as TerraformStack;
      new MirroredFleetShard(stack, `Fleet${stack.node.children.length}`, {
        shard,
        filter: filterIn(stack, `Filter${stack.node.children.length}`),
      });
    }
    return { app, plan };
  }

  test('each is whole in a stack of its own, and growth opens another and moves nothing', () => {
    const lock = lockFile();
    // 16 resources, less 12 for a filter and its rules.
    const before = synth(shardsOf(lock, some(8)).app);
    expect(
      Object.entries(before).map(([id, stack]) => [
        id,
        Object.keys(stack.resource[SESSION]).length,
        Object.keys(stack.resource[FILTER]).length,
      ]),
    ).toEqual([
      ['shard-0', 4, 1],
      ['shard-1', 4, 1],
    ]);
    expect(JSON.stringify(before)).not.toContain('terraform_remote_state');
    const { app, plan } = shardsOf(lock, some(9));
    const after = synth(app);
    expect(Object.keys(after)).toEqual(['shard-0', 'shard-1', 'shard-2']);
    for (const id of Object.keys(before)) expect(after[id].resource).toEqual(before[id].resource);
    expect(plan.change).toMatchObject({ created: ['eni-s008'], touched: [], removed: [] });
    expect(plan.shards[2].sessionKeys).toEqual(['eni-s008']);
  });

  test('fail where one is used twice, or is in no stack', () => {
    expect(messageOf(() => shardsOf(lockFile(), some(2), {}, ([first]) => [first, first]))).toMatch(
      /shard 0 of plan net, which shard-0\/Fleet2 uses already/,
    );
    const lock = lockFile();
    expect(messageOf(() => shardsOf(lock, some(8), {}, ([first]) => [first]).app.synth())).toContain(
      'ERROR TM524  Shard 1 of plan net with 4 sessions is in no stack of the app',
    );
    expect(existsSync(lock)).toBe(false);
    // With a shard for each of plan.shards, as its fix says.
    const { app } = shardsOf(lock, some(8));
    synth(app);
    expect(findings(app, 'TM524')).toEqual([]);
  });

  test('one that has become empty stays until its stack is said to be destroyed', () => {
    const lock = lockFile();
    synth(shardsOf(lock, some(8)).app);
    const ledger = { ledger: MirrorLedger.file(lock, { frozen: false, expectRemovals: 5 }) };
    const { app, plan } = shardsOf(lock, some(3), ledger);
    const { 'shard-1': emptied } = synth(app);
    expect([emptied.resource[SESSION], plan.shards.map((s) => s.sessionKeys.length)]).toEqual([undefined, [3, 0]]);
    expect(findings(app, 'TM524')).toMatchObject([
      { severity: 'warning', fix: expect.stringContaining('set destroyedShards: [1] in MirrorPlan.of') },
    ]);
    // A later run, as in a pipeline, reads the ledger that this one wrote.
    const later = shardsOf(lock, some(3));
    expect(Object.keys(synth(later.app))).toEqual(['shard-0', 'shard-1']);
    expect(findings(later.app, 'TM524')).toMatchObject([{ severity: 'warning' }]);
    // Not made, and nobody has said that its stack is destroyed.
    expect(messageOf(() => shardsOf(lock, some(3), {}, ([first]) => [first]).app.synth())).toContain(
      'ERROR TM524  Shard 1 of plan net has no session any more and is in no stack',
    );
    const destroyed = shardsOf(lock, some(3), { destroyedShards: [1] });
    expect(Object.keys(synth(destroyed.app))).toEqual(['shard-0']);
    expect(findings(destroyed.app, 'TM524')).toEqual([]);
    expect(shardsOf(lock, some(3)).plan.shards).toHaveLength(1);
  });

  test('one in the middle that has become empty stays, and is filled again', () => {
    const lock = lockFile();
    synth(shardsOf(lock, some(9)).app);
    const kept = [...some(4), some(9)[8]];
    synth(shardsOf(lock, kept).app);
    expect(shardsOf(lock, kept).plan.shards.map((s) => s.sessionKeys.length)).toEqual([4, 0, 1]);
    expect(shardsOf(lock, [...kept, ...some(1, {}, 'new')]).plan.shards.map((s) => s.sessionKeys)).toMatchObject([
      { length: 4 },
      ['eni-new000'],
      ['eni-s008'],
    ]);
  });
});

describe('what a synth changes', () => {
  test('is said before it, with the names of the first, and in the report', () => {
    const lock = lockFile();
    const dense = { packing: MirrorPacking.DENSE };
    synth(fleetOf(lock, some(13), dense).app);
    const { app, fleet } = fleetOf(lock, [...some(13).slice(1), ...some(4, {}, 'new')], dense);
    expect(fleet.change).toMatchObject({
      added: ['eni-new000', 'eni-new001', 'eni-new002', 'eni-new003'],
      gone: ['eni-s000'],
      moved: [],
      touched: ['eni-s000'],
      calls: 4,
      isEmpty: false,
    });
    const said =
      `Against the ledger ${lock}: 1 session created, 1 changed in place, 0 destroyed. Sources: 4 new (eni-new000, eni-new001, eni-new002 and 1 more), 1 gone (eni-s000). `
      + '9 other sources are interrupted for about 10 s (eni-s001, eni-s002, eni-s003 and 6 more). 4 write calls, about 1 min to apply, at 5 s a call and a parallelism of 10';
    expect(fleet.change.toString()).toBe(said);
    app.synth();
    expect(MirrorReport.of(app).text.replace(/\s+/g, ' ')).toContain(`Changes stack/Fleet: ${said} Targets`);
  });

  test('counts a session that moves, and one whose key means another interface', () => {
    const lock = lockFile();
    const keyed = (id: string) => [source(id, { key: 'web-1' }), source('eni-b', { key: 'web-2' })];
    synth(fleetOf(lock, keyed('eni-a'), { packing: MirrorPacking.DENSE }).app);
    expect(fleetOf(lock, keyed('eni-c'), { packing: MirrorPacking.DENSE }).fleet.change).toMatchObject({
      touched: ['web-1'],
      interrupted: ['web-2'],
      moved: [],
    });
    const { change } = fleetOf(lock, keyed('eni-a'), { packing: MirrorPacking.DENSE, targets: [clb('b')] }).fleet;
    expect(change).toMatchObject({ touched: ['web-1'], moved: ['web-1'], interrupted: [] });
    expect(change.toString()).toContain('1 changed in place (1 to another target)');
  });

  test('is nothing where nothing changes', () => {
    const lock = lockFile();
    synth(fleetOf(lock, some(2)).app);
    const { change } = fleetOf(lock, some(2)).fleet;
    expect([change.isEmpty, change.toString()]).toEqual([true, `no change against the ledger ${lock}`]);
  });
});

test('an app that writes HCL has the same sessions, filters and switches', () => {
  const lock = lockFile();
  process.env.SYNTH_HCL_OUTPUT = 'true';
  try {
    const app = newApp({ hclOutput: true });
    MirrorPolicy.of(app).quota(REGION, MirrorQuotaName.SESSIONS_PER_FILTER, 2);
    const stack = newStack(app);
    const fleet = new MirroredFleet(stack, 'Fleet', {
      filter: filterIn(stack),
      sources: some(3, mirrored(false)),
      targets: [clb('a')],
      ledger: ledgerOf(lock),
      enabledByTag: BY_TAG,
    });
    fleet.session('eni-s001').addOverride('timeouts.create', '9m');
    app.synth();
    const hcl = readFileSync(join(app.outdir, 'stacks', 'stack', 'cdk.tf'), 'utf8');
    expect(hcl.match(/^resource "alicloud_vpc_traffic_mirror_session"/gm)).toHaveLength(3);
    expect(hcl.match(/enabled += false/g)).toHaveLength(3);
    expect(hcl.match(/^resource "alicloud_vpc_traffic_mirror_filter"/gm)).toHaveLength(2);
  } finally {
    delete process.env.SYNTH_HCL_OUTPUT;
  }
});

test('an override of the stack reaches a session of a fleet', () => {
  const { app, stack } = fleetOf(lockFile(), some(2));
  const [id] = Object.keys(sessionsOf(fleetOf(lockFile(), some(2)).app));
  stack.addOverride(`resource.${SESSION}.${id}.enabled`, false);
  expect(Object.values(sessionsOf(app)).map((body) => body.enabled)).toEqual([false, true]);
});

test('a ledger whose lines a merge has left in another order is read the same, and written sorted', () => {
  const lock = lockFile();
  const before = sessionsOf(fleetOf(lock, some(6), { packing: MirrorPacking.DENSE }).app);
  const bytes = readFileSync(lock, 'utf8');
  const [header, ...lines] = bytes.trimEnd().split('\n');
  writeFileSync(lock, `${[header, ...lines.reverse()].join('\n')}\n`);
  expect(sessionsOf(fleetOf(lock, some(6), { packing: MirrorPacking.DENSE }).app)).toEqual(before);
  expect(readFileSync(lock, 'utf8')).toBe(bytes);
});
