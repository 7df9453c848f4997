import { modelOf, stackOf } from './documents';
import { FILTER_TYPE, RULE_TYPES, SESSION_TYPE } from '../../src/model/mirror-model';

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

  test('rules one by one do not', () => {
    expect(model({ [FILTER_TYPE]: { f: {} }, [RULE_TYPES.inbound]: { a: rule() } }).filters[0].openEnded).toBe(false);
  });
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
    expect([...group.byFilter.values()].map((used) => used.length)).toEqual([2]);
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

test('a stack that cannot be read has nothing, and the others are there', () => {
  const m = modelOf({ path: 'lost', unreadable: 'why' }, stackOf('net', { provider, resource: { [SESSION_TYPE]: { a: session() } } }));
  expect(m.sessions.map((s) => s.stack.path)).toEqual(['net']);
});
