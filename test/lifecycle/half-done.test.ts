// What Terraform's state holds of a change that fails half way, as measured with 1.289.0 and a 2.x: each row in both majors.
import { change } from './server/change';
import { Cloud } from './server/cloud/cloud';
import { ProviderMajor } from './server/cloud/switches';
import { Journal } from './server/journal';
import { plan } from './server/planner';
import { resourcesOf } from './server/resources';
import { HalfDone } from './server/resources/half-done';
import { Operation } from './server/resources/operation';
import { complete, loadSchema } from './server/schema';
import { ValueObject } from './server/wire';

const SCHEMA = loadSchema();
const RESOURCES = resourcesOf(SCHEMA);
const SESSION = 'alicloud_vpc_traffic_mirror_session';
const FILTER = 'alicloud_vpc_traffic_mirror_filter';
const RULE = 'alicloud_vpc_traffic_mirror_filter_ingress_rule';
const GROUP_RULE = 'alicloud_security_group_rule';
const LISTENER = 'alicloud_slb_listener';
const CLB = 'alicloud_slb_load_balancer';
const SERVERS = 'alicloud_slb_server_group';
const GROUP = 'alicloud_security_group';
const PREFIXES = 'alicloud_ecs_prefix_list';

/** A provider without Terraform around it. */
class Bench {
  readonly cloud = new Cloud(new Journal());

  constructor(readonly major: ProviderMajor) {
    this.cloud.configure({ switches: { major, callMillis: 0, retryMillis: 0, attempts: 1 } });
  }

  /** Applies what is written, and answers the new state. */
  async apply(
    type: string,
    prior: ValueObject | null,
    written: ValueObject,
  ): Promise<{ readonly state: ValueObject | null; readonly error?: unknown }> {
    const resource = RESOURCES[type];
    const { block } = SCHEMA.resource_schemas[type];
    const computed = Object.entries(block.attributes ?? {})
      .filter(([name, { computed: is }]) => is && written[name] === undefined)
      .map(([name]) => name);
    const kept = Object.fromEntries(computed.map((name) => [name, prior?.[name] ?? null]));
    const { planned } = plan(block, resource, prior, complete(block, { ...kept, ...written }));
    const halfDone = new HalfDone(this.major, resource.partial ?? false, !prior);
    return change(new Operation(this.cloud, this.cloud.account(), new AbortController().signal, halfDone), resource, block, prior, planned);
  }

  async made(type: string, written: ValueObject): Promise<ValueObject> {
    const { state, error } = await this.apply(type, null, written);
    if (error !== undefined) throw error;
    return state!;
  }

  fails(action: string, after = 0): void {
    this.cloud.faults.add({ on: { action }, after, kind: 'error', code: 'InternalError' });
  }
}

const REST: Readonly<Record<string, ValueObject>> = {
  [SESSION]: { traffic_mirror_target_type: 'SLB', enabled: true },
  [FILTER]: {},
  [RULE]: {
    protocol: 'TCP',
    action: 'accept',
    priority: 1,
    source_cidr_block: '0.0.0.0/0',
    destination_cidr_block: '0.0.0.0/0',
    source_port_range: '-1/-1',
  },
  [GROUP_RULE]: {
    security_group_id: 'sg-bp1x',
    type: 'ingress',
    ip_protocol: 'udp',
    port_range: '4789/4789',
    nic_type: 'intranet',
    policy: 'accept',
    priority: 1,
    cidr_ip: '10.0.0.0/8',
  },
  [LISTENER]: { load_balancer_id: 'lb-bp1x', protocol: 'udp', frontend_port: 4789, server_group_id: 'rsp-bp1x' },
  [CLB]: { address_type: 'intranet', vswitch_id: 'vsw-bp1x' },
  [SERVERS]: { load_balancer_id: 'lb-bp1x' },
  [GROUP]: { vpc_id: 'vpc-bp1x' },
  [PREFIXES]: { max_entries: 10 },
};

const session = (values: ValueObject): ValueObject => ({
  traffic_mirror_session_name: 'old',
  traffic_mirror_target_id: 'lb-bp1old',
  priority: 1,
  traffic_mirror_source_ids: ['eni-bp1old'],
  resource_group_id: 'rg-old',
  tags: { a: '1' },
  ...values,
});
/** Everything that an update of a session sends, new. */
const NEW_SESSION = session({
  traffic_mirror_session_name: 'new',
  traffic_mirror_target_id: 'lb-bp1new',
  priority: 2,
  traffic_mirror_source_ids: ['eni-bp1new'],
  resource_group_id: 'rg-new',
  tags: { a: '2' },
});
const NAMED = ['traffic_mirror_session_name', 'traffic_mirror_target_id', 'priority'];
const ALL = [...NAMED, 'traffic_mirror_source_ids', 'resource_group_id', 'tags'];
const STATUS = 'ListTrafficMirrorSessions';

type Row = readonly [
  name: string,
  type: string,
  before: ValueObject,
  after: ValueObject,
  action: string,
  calls: number,
  first: readonly string[],
  second: readonly string[],
];

/** The attributes that are new in the state, by major; `calls` pass before the one that fails. */
const UPDATES: readonly Row[] = [
  ['session: attributes', SESSION, session({}), NEW_SESSION, 'UpdateTrafficMirrorSessionAttribute', 0, [], []],
  ['session: the wait for them', SESSION, session({}), NEW_SESSION, STATUS, 0, [], []],
  ['session: group', SESSION, session({}), NEW_SESSION, 'MoveResourceGroup', 0, NAMED, []],
  [
    'session: sources out',
    SESSION,
    session({}),
    NEW_SESSION,
    'RemoveSourcesFromTrafficMirrorSession',
    0,
    [...NAMED, 'resource_group_id'],
    [],
  ],
  ['session: the wait between', SESSION, session({}), NEW_SESSION, STATUS, 1, [...NAMED, 'resource_group_id'], []],
  ['session: sources in', SESSION, session({}), NEW_SESSION, 'AddSourcesToTrafficMirrorSession', 0, [...NAMED, 'resource_group_id'], []],
  ['session: tags', SESSION, session({}), NEW_SESSION, 'TagResources', 0, [...NAMED, 'resource_group_id'], []],
  ['session: the last read', SESSION, session({}), NEW_SESSION, STATUS, 3, ALL, ALL],
  [
    'session: only sources',
    SESSION,
    session({}),
    session({ traffic_mirror_source_ids: ['eni-bp1new'] }),
    'AddSourcesToTrafficMirrorSession',
    0,
    [],
    [],
  ],
  [
    'filter: group',
    FILTER,
    { traffic_mirror_filter_name: 'old', resource_group_id: 'rg-old' },
    { traffic_mirror_filter_name: 'new', resource_group_id: 'rg-new' },
    'MoveResourceGroup', 0, ['traffic_mirror_filter_name'], [],
  ],
  ['filter: tags', FILTER, { traffic_mirror_filter_name: 'old', resource_group_id: 'rg-old', tags: { a: '1' } },
    { traffic_mirror_filter_name: 'new', resource_group_id: 'rg-new', tags: { a: '2' } },
    'TagResources',
    0,
    ['traffic_mirror_filter_name', 'resource_group_id'],
    []],
  [
    'mirror rule',
    RULE,
    { destination_port_range: '1/1' },
    { destination_port_range: '2/2' },
    'UpdateTrafficMirrorFilterRuleAttribute',
    0,
    ['destination_port_range'],
    ['destination_port_range'],
  ],
  [
    'rule of a security group: description',
    GROUP_RULE,
    { description: 'old' },
    { description: 'new' },
    'ModifySecurityGroupRule',
    0,
    ['description'],
    ['description'],
  ],
  [
    'listener',
    LISTENER,
    { health_check_interval: 5 },
    { health_check_interval: 6 },
    'SetLoadBalancerUDPListenerAttribute',
    0,
    ['health_check_interval'],
    ['health_check_interval'],
  ],
  [
    'prefix list',
    PREFIXES,
    { prefix_list_name: 'old' },
    { prefix_list_name: 'new' },
    'UpdateObject',
    0,
    ['prefix_list_name'],
    ['prefix_list_name'],
  ],
  [
    'load balancer: name',
    CLB,
    { load_balancer_name: 'old', tags: { a: '1' } },
    { load_balancer_name: 'new', tags: { a: '2' } },
    'SetLoadBalancerName',
    0,
    ['tags'],
    [],
  ],
  [
    'load balancer: spec',
    CLB,
    { load_balancer_name: 'old', load_balancer_spec: 's1' },
    { load_balancer_name: 'new', load_balancer_spec: 's2' },
    'ModifyLoadBalancerInstanceSpec', 0, ['load_balancer_name'], [],
  ],
  [
    'server group: name',
    SERVERS,
    { name: 'old', tags: { a: '1' } },
    { name: 'new', tags: { a: '2' } },
    'SetVServerGroupAttribute',
    0,
    ['tags'],
    [],
  ],
  ['security group', GROUP, { security_group_name: 'old' }, { security_group_name: 'new' }, 'UpdateObject', 0, [], []],
];

const MAJORS: readonly ProviderMajor[] = [1, 2];

async function withFilter(bench: Bench, type: string): Promise<ValueObject> {
  if (type !== SESSION && type !== RULE) return REST[type];
  const { id } = await bench.made(FILTER, {});
  return { ...REST[type], traffic_mirror_filter_id: id };
}

describe.each(MAJORS)('major %i', (major) => {
  test.each(UPDATES)('an update that fails: %s', async (_, type, before, after, action, calls, first, second) => {
    const bench = new Bench(major);
    const rest = await withFilter(bench, type);
    const prior = await bench.made(type, { ...rest, ...before });
    bench.fails(action, calls);
    const { state, error } = await bench.apply(type, prior, { ...rest, ...after });
    expect(String(error)).toContain('The request has failed');
    const written = major === 1 ? first : second;
    const expected = Object.fromEntries(Object.keys(after).map((name) => [name, written.includes(name) ? after[name] : before[name]]));
    expect(state).toMatchObject({ id: prior.id, ...expected } as object);
  });

  const created = session({ packet_length: 1_000 });
  const nothing = Object.fromEntries(ALL.map((name) => [name, null]));
  test.each<[string, string, ValueObject, string, number, ValueObject, ValueObject]>([
    ['session: the wait', SESSION, created, STATUS, 0, created, created],
    ['session: the last read', SESSION, created, STATUS, 2, created, created],
    [
      'session: the update', SESSION, created, 'UpdateTrafficMirrorSessionAttribute', 0,
      { ...nothing, tags: { a: '1' } },
      { ...nothing, tags: { a: '1' } },
    ],
    ['session: the wait for the update', SESSION, created, STATUS, 1, { ...nothing, tags: { a: '1' } }, { ...nothing, tags: { a: '1' } }],
    [
      'session: tags', SESSION, created, 'TagResources', 0,
      { ...created, traffic_mirror_source_ids: null, resource_group_id: null },
      { ...nothing, tags: { a: '1' } },
    ],
    [
      'filter: tags',
      FILTER,
      { traffic_mirror_filter_name: 'x', tags: { a: '1' } },
      'TagResources',
      0,
      { traffic_mirror_filter_name: null, tags: { a: '1' } },
      { traffic_mirror_filter_name: null, tags: { a: '1' } },
    ],
    ['rule of a security group: the read', GROUP_RULE, {}, 'DescribeSecurityGroupAttribute', 0, REST[GROUP_RULE], REST[GROUP_RULE]],
    ['listener: start', LISTENER, {}, 'StartLoadBalancerListener', 0, REST[LISTENER], REST[LISTENER]],
    ['listener: update', LISTENER, {}, 'SetLoadBalancerUDPListenerAttribute', 0, REST[LISTENER], REST[LISTENER]],
  ])('a creation that fails: %s', async (_, type, written, action, calls, first, second) => {
    const bench = new Bench(major);
    const rest = await withFilter(bench, type);
    bench.fails(action, calls);
    const { state, error } = await bench.apply(type, null, { ...rest, ...written });
    expect(error).toBeDefined();
    expect(state).toMatchObject({ id: expect.any(String), ...(major === 1 ? first : second) });
  });

  test('a creation that is refused leaves nothing, and a deletion that is refused everything', async () => {
    const bench = new Bench(major);
    bench.fails('CreateTrafficMirrorFilter');
    expect((await bench.apply(FILTER, null, {})).state).toBeNull();
    const filter = await bench.made(FILTER, {});
    bench.fails('DeleteTrafficMirrorFilter');
    const operation = new Operation(bench.cloud, bench.cloud.account(), new AbortController().signal, new HalfDone(major, true, false));
    expect((await change(operation, RESOURCES[FILTER], SCHEMA.resource_schemas[FILTER].block, filter, null)).state).toEqual(filter);
  });
});

describe('answers that are lost', () => {
  test.each([
    ['honoured', undefined, 1],
    ['ignored', 'DuplicatedParam.SessionPriority', 1],
  ] as const)('client tokens %s: a creation ends with %s', async (clientToken, code, count) => {
    const bench = new Bench(1);
    bench.cloud.configure({ switches: { clientToken, attempts: 3 } });
    const rest = await withFilter(bench, SESSION);
    bench.cloud.faults.add({ on: { action: 'CreateTrafficMirrorSession' }, kind: 'timeout' });
    const { state, error } = await bench.apply(SESSION, null, { ...rest, ...session({}) });
    expect((error as { code?: string } | undefined)?.code).toBe(code);
    expect(state === null).toBe(code !== undefined);
    expect(bench.cloud.account().sessions.list()).toHaveLength(count);
  });

  test('a server group whose creation is lost stays beside the next one', async () => {
    const bench = new Bench(1);
    const written = { load_balancer_id: 'lb-bp1x', name: 'sensors' };
    bench.cloud.faults.add({ on: { action: 'CreateObject' }, kind: 'timeout' });
    expect((await bench.apply(SERVERS, null, written)).state).toBeNull();
    expect((await bench.apply(SERVERS, null, written)).error).toBeUndefined();
    expect(bench.cloud.account().objects.of(SERVERS)).toHaveLength(2);
  });

  test('a listener whose creation is lost blocks the next one', async () => {
    const bench = new Bench(1);
    bench.cloud.faults.add({ on: { action: 'CreateLoadBalancerUDPListener' }, kind: 'timeout' });
    expect((await bench.apply(LISTENER, null, REST[LISTENER])).state).toBeNull();
    expect((await bench.apply(LISTENER, null, REST[LISTENER])).error).toMatchObject({ code: 'ListenerAlreadyExists' });
  });
});

describe('what the provider writes and plans', () => {
  test('an id of 0 is sent when it changes, and not at creation', async () => {
    const bench = new Bench(1);
    const rest = await withFilter(bench, SESSION);
    const prior = await bench.made(SESSION, { ...rest, ...session({ virtual_network_id: 5 }) });
    expect((await bench.apply(SESSION, prior, { ...rest, ...session({ virtual_network_id: 0 }) })).state).toMatchObject({
      virtual_network_id: 0,
    });
    expect(
      await bench.made(SESSION, { ...rest, ...session({ priority: 9, traffic_mirror_source_ids: ['eni-bp1x'], virtual_network_id: 0 }) }),
    ).not.toMatchObject({ virtual_network_id: 0 });
  });

  test('the ports of an ICMP rule are not sent', async () => {
    const bench = new Bench(1);
    await bench.made(RULE, { ...await withFilter(bench, RULE), protocol: 'ICMP', destination_port_range: '80/80' });
    expect(bench.cloud.account().filters.list()[0].rules).toMatchObject([{ protocol: 'ICMP', destinationPort: '-1/-1' }]);
  });

  test('health values that are dropped are planned back to the defaults', async () => {
    const bench = new Bench(1);
    const prior = await bench.made(LISTENER, { ...REST[LISTENER], health_check_interval: 7, health_check_timeout: 9 });
    expect((await bench.apply(LISTENER, prior, REST[LISTENER])).state).toMatchObject({ health_check_interval: 2, health_check_timeout: 5 });
  });

  test('a tag of the cloud\'s own is not read back, so every plan sets it', async () => {
    const bench = new Bench(1);
    const written = { tags: { 'acs:x': '1' } };
    const { state, error } = await bench.apply(FILTER, null, written);
    expect([error, state!.tags]).toEqual([undefined, {}]);
    const { block } = SCHEMA.resource_schemas[FILTER];
    expect(plan(block, RESOURCES[FILTER], state, complete(block, { ...state, ...written })).planned.tags).toEqual(written.tags);
  });

  test.each([
    ['leaves', undefined],
    ['stays', 'OperationDenied.Scheduler'],
  ] as const)('a hashing scheduler %s', async (hashingScheduler, code) => {
    const bench = new Bench(1);
    bench.cloud.configure({ switches: { hashingScheduler } });
    const prior = await bench.made(LISTENER, { ...REST[LISTENER], scheduler: 'sch' });
    expect((await bench.apply(LISTENER, prior, { ...REST[LISTENER], scheduler: 'wrr' })).error).toEqual(
      code && expect.objectContaining({ code }),
    );
  });
});

describe('what the provider refuses', () => {
  test.each<[string, string, ValueObject, RegExp]>([
    ['both actions', RULE, { rule_action: 'accept' }, /conflicts with action/],
    ['a rule without a source', GROUP_RULE, { cidr_ip: null }, /one of `cidr_ip/],
    ['a CIDR beside a group', GROUP_RULE, { source_security_group_id: 'sg-bp1y' }, /conflicts with cidr_ip/],
    ['priority 101', GROUP_RULE, { priority: 101 }, /range \(1 - 100\)/],
    ['a bandwidth of 5000', LISTENER, { bandwidth: 5_000 }, /range \(1 - 1000\)/],
    ['a name of one character', 'alicloud_instance', { instance_name: 'a' }, /range \(2 - 128\)/],
  ])('before any call: %s', (_, type, more, message) => {
    const { block } = SCHEMA.resource_schemas[type];
    const of = (written: ValueObject): string => (RESOURCES[type].validate!(complete(block, written)).map(({ text }) => text)).join();
    expect(of({ ...REST[type] })).toBe('');
    expect(of({ ...REST[type], ...more })).toMatch(message);
  });

  test.each<[string, ValueObject]>([
    ['ports -1/-1', { port_range: '-1/-1' }],
    ['card type internet', { nic_type: 'internet' }],
  ])('only when it applies: %s', async (_, more) => {
    const bench = new Bench(1);
    const { block } = SCHEMA.resource_schemas[GROUP_RULE];
    expect(RESOURCES[GROUP_RULE].validate!(complete(block, { ...REST[GROUP_RULE], ...more }))).toEqual([]);
    expect((await bench.apply(GROUP_RULE, null, { ...REST[GROUP_RULE], ...more })).error).toBeDefined();
    expect(bench.cloud.journal.entries.filter(({ kind }) => kind === 'call')).toEqual([]);
  });
});
