import { modelOf, stackOf } from './documents';
import { directionOf, FILTER_TYPE, reportedAt, RULE_TYPES, SESSION_TYPE } from '../../src/model/mirror-model';

const provider = { alicloud: [{ region: 'cn-hangzhou' }, { region: 'cn-beijing', alias: 'bj' }] };
const eni = 'alicloud_ecs_network_interface';

function session(more: object = {}): any {
  return {
    enabled: true,
    priority: 1,
    traffic_mirror_filter_id: `\${${FILTER_TYPE}.f.id}`,
    traffic_mirror_source_ids: ['eni-1'],
    traffic_mirror_target_id: 'lb-1',
    traffic_mirror_target_type: 'SLB',
    ...more,
  };
}

function model(resource: any, statements: any = {}) {
  return modelOf(stackOf('net', { provider, resource }, { statements: { version: 1, sessions: statements } }));
}

describe('filters and their rules', () => {
  const rule = (more: object = {}) => ({
    traffic_mirror_filter_id: `\${${FILTER_TYPE}.f.id}`,
    priority: 1,
    protocol: 'ALL',
    action: 'accept',
    ...more,
  });

  test('stand-alone rules find their filter, inline ones are there, of one block or of many', () => {
    const m = model({
      [FILTER_TYPE]: { f: { ingress_rules: { priority: 3, rule_action: 'drop' }, egress_rules: [{ priority: 1 }, { priority: 2 }] } },
      [RULE_TYPES.inbound]: { a: rule() }, [RULE_TYPES.outbound]: { b: rule({ priority: 9 }) },
    });
    expect(m.filters[0].rules.map((r) => [r.direction, r.inline, r.priority, r.action])).toEqual([
      ['inbound', true, 3, 'drop'],
      ['outbound', true, 1, undefined],
      ['outbound', true, 2, undefined],
      ['inbound', false, 1, 'accept'],
      ['outbound', false, 9, 'accept'],
    ]);
    expect(m.strayRules).toEqual([]);
  });

  test('a rule of a filter from elsewhere is astray, by what it names', () => {
    const m = model({
      [RULE_TYPES.inbound]: {
        a: rule({ traffic_mirror_filter_id: 'tmf-1' }),
        b: rule({ traffic_mirror_filter_id: '${var.f}' }),
        c: rule({ traffic_mirror_filter_id: undefined }),
      },
    });
    expect(m.strayRules.map((s) => s.filter)).toEqual(['tmf-1', '?net\u0000${var.f}', undefined]);
  });

  test.each<[string, any]>([
    ['a dynamic block', { [FILTER_TYPE]: { f: { dynamic: { ingress_rules: { for_each: '${var.rules}', content: {} } } } } }],
    ['rules that Terraform alone knows', { [FILTER_TYPE]: { f: { egress_rules: '${var.rules}' } } }],
    ['a rule with count', { [FILTER_TYPE]: { f: {} }, [RULE_TYPES.inbound]: { a: rule({ count: '${var.n}' }) } }],
    [
      'a rule of each copy of the filter',
      {
        [FILTER_TYPE]: { f: { for_each: '${var.f}' } },
        [RULE_TYPES.inbound]: { a: rule({ for_each: '${var.f}', traffic_mirror_filter_id: `\${${FILTER_TYPE}.f[each.key].id}` }) },
      },
    ],
  ])('%s leaves the number of rules open', (_, resource) => {
    expect(model(resource).filters[0].openEnded).toBe(true);
  });

  test.each<[string, object]>([
    ['a dynamic block of the other direction', { dynamic: { egress_rules: { for_each: '${var.rules}', content: {} } } }],
    ['inbound rules that Terraform alone knows', { ingress_rules: '${var.rules}' }],
  ])('%s leaves the number of rules open too', (_, f) => {
    expect(model({ [FILTER_TYPE]: { f } }).filters[0].openEnded).toBe(true);
  });

  test('rules one by one do not', () => {
    expect(model({ [FILTER_TYPE]: { f: {} }, [RULE_TYPES.inbound]: { a: rule() } }).filters[0].openEnded).toBe(false);
    const tags = { dynamic: { tags: { for_each: '${var.tags}', content: {} } } };
    expect(model({ [FILTER_TYPE]: { f: tags }, [RULE_TYPES.inbound]: { a: rule({ count: 2 }) } }).filters[0].openEnded).toBe(false);
  });

  test('a rule has the arguments of its resource, or of its block', () => {
    const written = {
      priority: 5, protocol: 'TCP', source_cidr_block: '10.0.0.0/8', destination_cidr_block: '10.1.0.0/16', source_port_range: '1/2',
      destination_port_range: '3/4',
    };
    const m = model({
      [FILTER_TYPE]: { f: { ingress_rules: [{ ...written, action: 'accept', rule_action: 'drop' }] } },
      [RULE_TYPES.outbound]: { a: rule({ ...written, action: undefined, rule_action: 'drop' }) },
    });
    const arguments_ = {
      priority: 5, protocol: 'TCP', sourceCidr: '10.0.0.0/8', destinationCidr: '10.1.0.0/16', sourcePorts: '1/2', destinationPorts: '3/4',
    };
    const [stack] = m.stacks;
    expect(m.filters[0].rules).toEqual([
      { ...arguments_, action: 'accept', direction: 'inbound', inline: true, stack, block: m.filters[0].block },
      { ...arguments_, action: 'drop', direction: 'outbound', inline: false, stack, block: stack.blocks(RULE_TYPES.outbound)[0] },
    ]);
    expect([m.filters[0].identity, m.filterByIdentity.get(m.filters[0].identity)]).toEqual([`#net\u0000${FILTER_TYPE}.f`, m.filters[0]]);
  });

  test.each<[string, unknown, boolean]>([
    ['a variable', '${var.f}', true],
    ['nothing', undefined, true],
    ['an id', 'tmf-1', false],
    ['a resource that is no filter', '${alicloud_vpc.v.id}', false],
  ])('a rule of %s may belong to any filter: %s', (_, id, open) => {
    const m = model({
      [FILTER_TYPE]: { f: {} }, alicloud_vpc: { v: {} },
      [RULE_TYPES.inbound]: { a: rule({ traffic_mirror_filter_id: id }) },
    });
    expect(m.openRules.map((r) => r.block.name)).toEqual(open ? ['a'] : []);
    expect(m.strayRules.map((s) => s.rule.block.name)).toEqual(['a']);
    expect(m.filters[0].openEnded).toBe(false);
  });
});

test('a resource type has rules of one direction, or none', () => {
  expect([RULE_TYPES.inbound, RULE_TYPES.outbound, FILTER_TYPE].map(directionOf)).toEqual(['inbound', 'outbound', undefined]);
});

test('things have the names of their constructs, or else their own', () => {
  const m = model({ alicloud_vpc: { v: { '//': { metadata: { path: 'net/Vpc/Resource' } } }, w: {} } });
  expect(['vpc-1', '${alicloud_vpc.v.id}', '${alicloud_vpc.w.id}', '${alicloud_vpc.x.id}'].map((id) => m.nameOf(m.stacks[0].identity(id))))
    .toEqual(['vpc-1', 'net/Vpc', 'net/alicloud_vpc.w', '${alicloud_vpc.x.id}']);
  expect(m.nameOf('#gone\u0000alicloud_vpc.v')).toBe('alicloud_vpc.v');
  expect(m.blockOf('?gone\u0000${alicloud_vpc.v.id}')).toBeUndefined();
});

test('accounts that contradict each other are those of all stacks', () => {
  const stack = (path: string, uid: string) =>
    stackOf(path, { provider: { alicloud: [{ assume_role: { role_arn: `acs:ram::${uid}:role/x` } }] } }, { account: '1' });
  expect(modelOf(stack('a', '1'), stack('b', '2'), stack('c', '3')).contradictions.map((one) => one.stack.path)).toEqual(['b', 'c']);
});

describe('sessions', () => {
  test('numbers and truth values are read as Terraform reads them, and what it alone knows is nothing', () => {
    const m = model({
      [SESSION_TYPE]: {
        a: session({ priority: '7', enabled: 'true', virtual_network_id: '${var.v}', packet_length: 128 }),
        b: session({ priority: '${var.p}', enabled: '${var.on}', traffic_mirror_target_type: '${var.t}' }),
      },
    });
    expect(m.sessions[0]).toMatchObject({
      priority: 7,
      enabled: true,
      virtualNetworkId: undefined,
      packetLength: 128,
      targetType: 'SLB',
      target: 'lb-1',
      filter: `?net\u0000\${${FILTER_TYPE}.f.id}`,
    });
    expect(m.sessions[1]).toMatchObject({ priority: undefined, enabled: undefined, targetType: undefined });
  });

  test('sources are a list, one literal, or nobody knows', () => {
    const sources = (given: unknown) => model({ [SESSION_TYPE]: { a: session({ traffic_mirror_source_ids: given }) } }).sessions[0].sources;
    expect(sources(['eni-1', '${var.a}'])).toEqual(['eni-1', '?net\u0000${var.a}']);
    expect(sources('eni-1')).toEqual(['eni-1']);
    expect(sources('${var.enis}')).toBeUndefined();
    expect(sources(undefined)).toBeUndefined();
    expect(sources([7])).toEqual(['?net\u00007']);
    expect(sources([])).toEqual([]);
    const m = model({ [SESSION_TYPE]: { a: session(), b: session({ traffic_mirror_source_ids: '${var.enis}' }) } });
    // Ids are not copied.
    expect(m.sessions[0].sources).toBe(m.sessions[0].block.body.traffic_mirror_source_ids);
    expect(m.sessions.map((s) => m.sourceFacts(s))).toEqual([[{}], []]);
  });

  test('are grouped by account and region, each use once', () => {
    const m = model({
      [SESSION_TYPE]: {
        a: session({ traffic_mirror_source_ids: ['eni-1', 'eni-1', 'eni-2'] }),
        b: session({ traffic_mirror_source_ids: ['eni-1'], traffic_mirror_target_id: 'lb-2' }),
        c: session({ provider: 'alicloud.bj' }),
      },
    });
    expect(m.groups.map((g) => [g.scope.region, g.sessions.map((s) => s.block.name)])).toEqual([
      ['cn-hangzhou', ['a', 'b']],
      ['cn-beijing', ['c']],
    ]);
    const [group] = m.groups;
    expect([...group.bySource].map(([id, used]) => [id, used.map((s) => s.block.name)])).toEqual([['eni-1', ['a', 'b']], ['eni-2', ['a']]]);
    expect([...group.byTarget.keys()]).toEqual(['lb-1', 'lb-2']);
    expect(m.groups.map((g) => [[...g.stacks].map((s) => s.path), g.filters])).toEqual([[['net'], []], [['net'], []]]);
    expect([...group.byFilter.values()].map((used) => used.length)).toEqual([2]);
  });

  test('and filters of all stacks are in the group of their provider', () => {
    const bj = { provider: 'alicloud.bj' };
    const of = (path: string, resource: any) => stackOf(path,
      { provider: { alicloud: [{ access_key: 'k', region: 'r' }, { alias: 'bj', region: 'b' }] }, resource });
    const m = modelOf(
      of('a', { [FILTER_TYPE]: { f: {}, g: bj }, [SESSION_TYPE]: { s: session(), t: session(bj), u: session() } }),
      of('b', { [SESSION_TYPE]: { v: session() } }), of('c', { [FILTER_TYPE]: { h: {} } }),
    );
    expect(m.groups.map((g) => [[...g.stacks].map((s) => s.path), g.filters.map((f) => f.block.name), g.sessions.map((s) => s.block.name)]))
      .toEqual([[['a', 'c', 'b'], ['f', 'h'], ['s', 'u', 'v']], [['a'], ['g'], ['t']]]);
  });

  test('are off without the argument', () => {
    const enabled = (given: object) => model({ [SESSION_TYPE]: { a: session(given) } }).sessions[0].enabled;
    expect([{ enabled: undefined }, { enabled: null }, { enabled: false }, { enabled: 'false' }].map(enabled)).toEqual([false, false,
      false, false]);
    expect(enabled({ enabled: true })).toBe(true);
  });

  test('that the app cannot change come first, and findings are reported at the others', () => {
    const named = (path: string, more: object = {}) =>
      stackOf(path, { provider, resource: { [SESSION_TYPE]: { a: session(), b: session() } } }, more);
    const m = modelOf(named('one', { standing: new Set([`${SESSION_TYPE}.b`]) }), named('two', { ofOthers: true }));
    expect(m.sessions.map((s) => [s.path, s.standing])).toEqual([
      [`one/${SESSION_TYPE}.b`, true], [`two/${SESSION_TYPE}.a`, true], [`two/${SESSION_TYPE}.b`, true], [`one/${SESSION_TYPE}.a`, false],
    ]);
    expect(reportedAt(m.sessions).path).toBe(`one/${SESSION_TYPE}.a`);
    expect(reportedAt(m.sessions.slice(0, 2)).path).toBe(`one/${SESSION_TYPE}.b`);
    expect(modelOf(named('one')).sessions.map((s) => s.standing)).toEqual([false, false]);
  });

  test('have what their construct states', () => {
    const m = model({ [SESSION_TYPE]: { a: session(), b: session() } }, { [`${SESSION_TYPE}.a`]: { gaveWayTo: 'net/Other' } });
    expect(m.sessions.map(({ gaveWayTo, defaultPriority, sourceStatements, targetStatement }) =>
      [gaveWayTo, defaultPriority, sourceStatements, targetStatement])).toEqual([
      ['net/Other', false, undefined, undefined], [undefined, false, undefined, undefined],
    ]);
  });

  test('of one source are all of its uses', () => {
    const m = model({
      [SESSION_TYPE]: {
        a: session(), b: session(), c: session({ traffic_mirror_source_ids: ['eni-1', 'eni-1'] }),
        d: session(),
      },
    });
    const names = (uses: Map<string, { block: { name: string } }[]>) => [...uses.values()].map((used) => used.map((s) => s.block.name));
    const [group] = m.groups;
    expect([names(group.bySource), names(group.byTarget), names(group.byFilter)]).toEqual(Array(3).fill([['a', 'b', 'c', 'd']]));
    const bare = model({ [SESSION_TYPE]: { a: {} } }).groups[0];
    expect([bare.bySource.size, bare.byTarget.size, bare.byFilter.size]).toEqual([0, 0, 0]);
  });

  test('the path is that of the construct, or else of the stack and address', () => {
    const m = model({ [SESSION_TYPE]: { a: session({ '//': { metadata: { path: 'net/Web/Resource' } } }), b: session() } });
    expect(m.sessions.map((s) => s.path)).toEqual(['net/Web/Resource', `net/${SESSION_TYPE}.b`]);
  });
});

describe('what is known of an interface', () => {
  const resources = {
    [eni]: {
      web: { vswitch_id: 'vsw-1', primary_ip_address: '10.0.0.4', ipv6_addresses: ['::1'] },
      db: { ipv6_address_count: 2 },
      plain: {},
      open: { ipv6_address_count: '${var.n}' },
    },
    alicloud_instance: { app: { instance_type: 'ecs.g7.large', private_ip: '10.0.0.9', availability_zone: 'cn-hangzhou-h' } },
    [`${eni}_attachment`]: { web: { network_interface_id: `\${${eni}.web.id}`, instance_id: '${alicloud_instance.app.id}' } },
  };
  const known = (text: string, statement?: object) => {
    const m = model(resources);
    return m.interfaceFacts(m.stacks[0].identity(text), statement);
  };

  test('its resource says, and the instance that it is attached to', () => {
    expect(known(`\${${eni}.web.id}`)).toMatchObject({
      instanceType: 'ecs.g7.large',
      primaryIp: '10.0.0.4',
      regionId: 'cn-hangzhou',
      vswitchId: 'vsw-1',
      ipv6Addresses: 1,
      serviceManaged: false,
    });
    expect(known('${alicloud_instance.app.network_interface_id}')).toMatchObject({
      instanceType: 'ecs.g7.large',
      primaryIp: '10.0.0.9',
      zoneId: 'cn-hangzhou-h',
    });
    expect(known(`\${${eni}.db.id}`)).toMatchObject({ instanceType: undefined, ipv6Addresses: 2 });
    expect(known(`\${${eni}.plain.id}`)).toMatchObject({ ipv6Addresses: 0 });
    expect(known(`\${${eni}.open.id}`)).toMatchObject({ ipv6Addresses: undefined });
  });

  test('a statement fills what the resource does not say, and never overrules it', () => {
    expect(known(`\${${eni}.web.id}`, { mtu: 1450, primaryIp: '10.9.9.9', key: 'web' })).toMatchObject({
      mtu: 1450,
      primaryIp: '10.0.0.4',
      key: 'web',
    });
    expect(known('eni-1', { mtu: 1450 })).toEqual({ mtu: 1450 });
    expect(known('eni-1')).toEqual({});
    expect(known('${var.eni}', { mtu: 1450 })).toEqual({ mtu: 1450 });
    const statement = { mtu: 1450 };
    expect(known('${var.eni}', statement)).toBe(statement);
    const m = model(resources);
    const web = m.stacks[0].identity(`\${${eni}.web.id}`);
    expect(m.resourceFacts(web)).toBe(m.resourceFacts(web));
  });

  test('of each source of a session by the text that is written, whatever it is called there', () => {
    const m = model(
      { ...resources, [SESSION_TYPE]: { a: session({ traffic_mirror_source_ids: [`\${${eni}.web.id}`, 'eni-1', '${var.eni}'] }) } },
      {
        [`${SESSION_TYPE}.a`]: {
          sources: { [`\${${eni}_attachment.web.network_interface_id}`]: { mtu: 1 }, 'eni-1': { mtu: 2 }, '${var.eni}': { mtu: 3 } },
          target: { mtu: 4 },
          defaultPriority: true,
        },
      });
    expect(m.sourceFacts(m.sessions[0]).map((f) => f.mtu)).toEqual([1, 2, 3]);
    expect(m.sessions[0]).toMatchObject({ defaultPriority: true, targetStatement: { mtu: 4 } });
    expect(m.sourceFacts(m.sessions[0])).toBe(m.sourceFacts(m.sessions[0]));
  });
});

describe('the type of an interface that is attached', () => {
  const attachment = (type: string | undefined, of = `\${${eni}.web.id}`) =>
    ({ network_interface_id: of, instance_id: type === undefined ? undefined : `\${alicloud_instance.${type}.id}` });
  const instances = {
    large: { instance_type: 'ecs.g7.large' }, also: { instance_type: 'ecs.g7.large' },
    small: { instance_type: 'ecs.c6.small' }, open: {},
  };
  const typeOf = (...given: (string | undefined)[]) => {
    const m = model({
      [eni]: { web: { instance_type: 'written' } }, alicloud_instance: instances,
      [`${eni}_attachment`]: Object.fromEntries(given.map((type, i) => [`a${i}`, attachment(type)])),
    });
    return m.resourceFacts(m.stacks[0].identity(`\${${eni}.web.id}`)).instanceType;
  };
  test.each<[string, (string | undefined)[], string | undefined]>([
    ['to nothing', [], 'written'],
    ['to an instance', ['large'], 'ecs.g7.large'],
    ['to two of one type', ['large', 'also'], 'ecs.g7.large'],
    ['to two of different types', ['large', 'small'], undefined],
    ['to an instance without a type', ['open'], undefined],
    ['to one of them without a type', ['large', 'open'], undefined],
    ['to an unknown instance', [undefined], undefined],
  ])('%s', (_, given, type) => expect(typeOf(...given)).toBe(type));

  test('elsewhere, or to an instance by its id', () => {
    const m = model({
      [eni]: { web: { instance_type: 'written' }, db: { instance_type: 'written' } }, alicloud_instance: instances,
      [`${eni}_attachment`]: { a: attachment('large', `\${${eni}.db.id}`), b: { network_interface_id: 'eni-5', instance_id: 'i-1' } },
    });
    expect(['web', 'db'].map((name) => m.resourceFacts(m.stacks[0].identity(`\${${eni}.${name}.id}`)).instanceType)).toEqual([
      'written', 'ecs.g7.large',
    ]);
    expect(m.resourceFacts('eni-5')).toEqual({});
  });

  test('and is none of the app', () => {
    const m = model({
      alicloud_instance: instances, [`${eni}_attachment`]: {
        a: attachment('large', 'eni-1'),
        b: attachment(undefined, 'eni-2'),
      },
    });
    expect(m.resourceFacts('eni-1')).toEqual({ instanceType: 'ecs.g7.large' });
    expect(m.interfaceFacts('eni-1', { mtu: 1450 })).toMatchObject({ instanceType: 'ecs.g7.large', mtu: 1450 });
    expect(m.interfaceFacts('eni-2', { mtu: 1450 })).toEqual({ mtu: 1450 });
    expect([m.resourceFacts('eni-2'), m.resourceFacts('eni-3')]).toEqual([{}, {}]);
    expect(m.interfaceFacts('eni-1', { serviceManaged: true })).toMatchObject({ serviceManaged: true });
    const statement = { mtu: 1450 };
    expect(m.interfaceFacts('eni-2', statement)).toBe(statement);
    expect(m.interfaceFacts('eni-3', { mtu: 1450 })).toEqual({ mtu: 1450 });
  });
});

test.each<[object, object]>([
  [{}, { ipv6Addresses: 0 }],
  [{ ipv6_addresses: [] }, { ipv6Addresses: 0 }],
  [{ ipv6_addresses: ['a', 'b'] }, { ipv6Addresses: 2 }],
  [{ ipv6_addresses: '${var.a}' }, { ipv6Addresses: undefined }],
  [{ ipv6_address_count: '3' }, { ipv6Addresses: 3 }],
  [{ ipv6_address_count: '${var.n}' }, { ipv6Addresses: undefined }],
  [{ security_group_ids: ['sg-1', 'sg-2'] }, { securityGroupIds: ['sg-1', 'sg-2'] }],
  [{ security_groups: ['sg-1'] }, { securityGroupIds: ['sg-1'] }],
  [{ security_group_ids: ['sg-1', '${var.sg}'] }, { securityGroupIds: undefined }],
  [{ security_group_ids: [] }, { securityGroupIds: undefined }],
  [{ security_group_ids: '${var.sgs}' }, { securityGroupIds: undefined }],
  [{ private_ip: '10.0.0.7' }, { primaryIp: '10.0.0.7' }],
  [{ primary_ip_address: '10.0.0.8', private_ip: '10.0.0.7' }, { primaryIp: '10.0.0.8' }],
  [{ primary_ip_address: '${var.ip}' }, { primaryIp: undefined }],
  [{ vswitch_id: '${var.v}' }, { vswitchId: undefined }],
  [{ vswitch_id: 'vsw-1', availability_zone: 'cn-hangzhou-h', instance_type: 'ecs.g7.large' },
    { vswitchId: 'vsw-1', zoneId: 'cn-hangzhou-h', instanceType: 'ecs.g7.large' }],
  [{ provider: 'alicloud.bj' }, { regionId: 'cn-beijing' }],
])('an interface or instance with %j has %j', (body, facts) => {
  for (const type of [eni, 'alicloud_instance']) {
    const m = model({ [type]: { x: body } });
    const id = type === eni ? 'id' : 'network_interface_id';
    expect(m.resourceFacts(m.stacks[0].identity(`\${${type}.x.${id}}`))).toMatchObject({
      serviceManaged: false, regionId: 'cn-hangzhou',
      ...facts,
    });
  }
});

test('what the resource says comes before the statement, and the rest from it', () => {
  const stated = {
    key: 'k', instanceType: 't', primaryIp: '10.9.9.9', regionId: 'r', vpcId: 'vpc-9', zoneId: 'z', mtu: 1, ipv6Addresses: 9,
    serviceManaged: true,
    vswitchId: 'vsw-9', instanceId: 'i-9', securityGroupIds: ['sg-9'], mirroredMbps: 1, capacityMbps: 2, tags: { a: 'b' },
  };
  const written = {
    instance_type: 'ecs.g7.large', private_ip: '10.0.0.7', vswitch_id: 'vsw-1', availability_zone: 'h', security_group_ids: ['sg-1'],
    ipv6_address_count: 1,
  };
  const facts = (body: object) => {
    const m = model({ [eni]: { x: body } });
    return m.interfaceFacts(m.stacks[0].identity(`\${${eni}.x.id}`), stated);
  };
  const own = { regionId: 'cn-hangzhou', serviceManaged: false };
  expect(facts(written)).toEqual({
    ...stated, ...own, instanceType: 'ecs.g7.large', primaryIp: '10.0.0.7', vswitchId: 'vsw-1', zoneId: 'h', securityGroupIds: ['sg-1'],
    ipv6Addresses: 1,
  });
  expect(facts({ ipv6_addresses: '${var.a}' })).toEqual({ ...stated, ...own });
});

describe('accounts and regions', () => {
  const h = { region: 'cn-hangzhou' };
  const stack = (path: string, config: object, more: object = {}, statements: object = {}) => stackOf(
    path,
    {
      provider: { alicloud: [config] }, resource: { [SESSION_TYPE]: { a: session({ traffic_mirror_source_ids: [`eni-${path}`] }) } },
      ...more,
    },
    { statements: { version: 1, sessions: {}, fleets: [], findings: [], ...statements } as any },
  );
  const grouped = (...documents: Parameters<typeof modelOf>) => {
    const m = modelOf(...documents);
    return [m.groups.map((g) => g.sessions.map((s) => s.stack.path)), m.possiblySame().length];
  };
  const fleet = (ledger: string) => ({ fleets: [{ path: 'F', ledger, firstPriority: 1, lastPriority: 9 }] });

  test('of two stacks are perhaps one, if the environment chooses', () => {
    expect(grouped(stack('a', h), stack('b', h))).toEqual([[['a'], ['b']], 1]);
    expect(grouped(stack('a', h), stack('b', h), stack('c', h))).toEqual([[['a'], ['b'], ['c']], 3]);
    expect(grouped(stack('a', h), stack('b', { region: 'cn-beijing' }))).toEqual([[['a'], ['b']], 0]);
    expect(grouped(stack('a', { ...h, access_key: 'k' }), stack('b', { ...h, access_key: 'k' }))).toEqual([[['a', 'b']], 0]);
  });

  test('of two stacks are a pair', () => {
    const m = modelOf(stack('a', h), stack('b', { region: 'cn-beijing' }), stack('c', h));
    expect(m.possiblySame().map((pair) => pair.map((g) => g.sessions[0].stack.path))).toEqual([['a', 'c']]);
    // Without any statements of constructs.
    const plain = (path: string) => ({ ...stack(path, h), statements: undefined });
    expect(grouped(plain('a'), plain('b'))).toEqual([[['a'], ['b']], 1]);
  });

  test('of other providers alike follow a ledger', () => {
    const two = { alicloud: [h, { ...h, alias: 'x' }] };
    const of = (path: string, sessionProvider: string) => stack(path, h, {
      provider: two, resource: { [SESSION_TYPE]: { a: session({ provider: sessionProvider }) } },
    }, fleet('one'));
    expect(grouped(of('a', 'alicloud'), of('b', 'alicloud.x'))).toEqual([[['a', 'b']], 0]);
  });

  test('of two stacks are one, if they share a ledger', () => {
    expect(grouped(stack('a', h, {}, fleet('one')), stack('b', h, {}, fleet('one')))).toEqual([[['a', 'b']], 0]);
    expect(grouped(stack('a', h, {}, fleet('one')), stack('b', h, {}, fleet('two')))).toEqual([[['a'], ['b']], 1]);
    expect(grouped(stack('a', h, {}, fleet('one')), stack('b', { region: 'cn-beijing' }, {}, fleet('one')))).toEqual([[['a'], ['b']], 0]);
  });

  test.each(['traffic_mirror_filter_id', 'traffic_mirror_target_id', 'source'])(
    'of two stacks are one, if one uses a resource of the other as its %s', (argument) => {
      const resource = argument === 'traffic_mirror_filter_id' ? FILTER_TYPE : eni;
      const made = stack('a', h, {
        terraform: { backend: { local: { path: 'a.tfstate' } } },
        resource: { [resource]: { x: {} }, [SESSION_TYPE]: { a: session({ traffic_mirror_source_ids: ['eni-a'] }) } },
        output: { x: { value: `\${${resource}.x.id}` } },
      });
      const text = '${data.terraform_remote_state.a.outputs.x}';
      const used = argument === 'source' ? { traffic_mirror_source_ids: [text] } : {
        traffic_mirror_source_ids: ['eni-b'],
        [argument]: text,
      };
      const user = (config: object) => stack('b', config, {
        data: { terraform_remote_state: { a: { backend: 'local', config: { path: 'a.tfstate' } } } },
        resource: { [SESSION_TYPE]: { a: session(used) } },
      });
      expect(grouped(made, user(h))).toEqual([[['a', 'b']], 0]);
      expect(modelOf(made, user(h)).groups[0].scope.alone).toBeDefined();
      // A resource of another region cannot be used: both stay apart.
      expect(grouped(made, user({ region: 'cn-beijing' }))).toEqual([[['a'], ['b']], 0]);
    });

  test('are not one because of an id that both have', () => {
    const shared = (path: string) => stack(path, h, { resource: { [SESSION_TYPE]: { a: session() } } });
    expect(grouped(shared('a'), shared('b'))).toEqual([[['a'], ['b']], 1]);
  });
});

test('a stack that cannot be read has nothing, and the others are there', () => {
  const m = modelOf({ path: 'lost', unreadable: 'why' }, stackOf('net', { provider, resource: { [SESSION_TYPE]: { a: session() } } }));
  expect(m.sessions.map((s) => s.stack.path)).toEqual(['net']);
});
