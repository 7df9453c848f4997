// TM501 to TM513: what each says of small apps, alone.
import { add, FILTER, Fixture, INBOUND, right, SESSION } from './fixtures';
import { from, rows, to, withSessions } from './one-check';
import { MirrorEdition } from '../../src';
import { LARGE_TARGET_TYPES } from '../../src/catalog/instance-families';

const LATER = MirrorEdition.EDITION_2026;
const ENI = '${alicloud_ecs_network_interface.e.id}';
const OTHER_ENI = '${alicloud_ecs_network_interface.f.id}';
const [LARGE] = LARGE_TARGET_TYPES;
const UNKNOWN = { count: '${var.n}' };
const UNLISTED = { traffic_mirror_source_ids: '${var.list}' };
const ids = (count: number, prefix = 'eni-') => Array.from({ length: count }, (_, i) => `${prefix}${i}`);

interface Given {
  /** The raised quotas, which may also be lower than those of the product. */
  readonly quotas?: Record<string, Record<string, number>>;
  /** The region of the provider. */
  readonly region?: string;
  readonly account?: string;
}

/** An app with these sessions, under these quotas. */
function some(bodies: Record<string, object>, { quotas, region = 'cn-hangzhou', account }: Given = {}): () => Fixture {
  return () => withSessions(bodies, (f) => {
    add(f, 'alicloud_ecs_network_interface', { e: {}, f: {} });
    f.terraform.provider.alicloud[0].region = region;
    Object.assign(f, { quotas, account });
  });
}
const under = (limits: Record<string, number>): Given => ({ quotas: { 'cn-hangzhou': limits } });
const UNKNOWN_REGION = '${var.region}';

rows('TM501', [
  ['as many as the quota', some({ a: from(...ids(10)), b: {} }), ['pass a', 'pass b']],
  ['one more', some({ a: from(...ids(11)), b: {} }), [
    'pass b',
    ['error tooMany a', { sources: 11, limit: 10, edition: '2023', raisable: true, quota: 'SOURCES_PER_SESSION' }],
  ]],
  ['one more', some({ a: from(...ids(11)) }), [
    ['error tooMany a', { sources: 11, limit: 10, edition: '2026', raisable: true, quota: 'SOURCES_PER_SESSION' }],
  ], LATER],
  ['one more, of which one is listed twice', some({ a: from(...ids(10), 'eni-0'), b: from(...ids(11), 'eni-0') }), [
    'pass a',
    ['error tooMany b', { sources: 11, limit: 10, edition: '2023', raisable: true, quota: 'SOURCES_PER_SESSION' }],
  ]],
  ['references', some({ a: from(...ids(9), ENI), b: from(...ids(10), ENI) }), [
    'pass a',
    ['error tooMany b', { sources: 11, limit: 10, edition: '2023', raisable: true, quota: 'SOURCES_PER_SESSION' }],
  ]],
  ['a raised quota', some({ a: from(...ids(11)), b: from(...ids(13)) }, under({ sourcesPerSession: 12 })), [
    'pass a',
    ['error tooMany b', { sources: 13, limit: 12, edition: '2023', raisable: true, quota: 'SOURCES_PER_SESSION' }],
  ]],
  ['a list that is known only at apply', some({ a: UNLISTED, b: { traffic_mirror_source_ids: undefined }, c: from() }), [
    'pass c',
    'undecided onlyAtApply a',
  ]],
]);

const three = (more: object = {}) => ({ a: more, b: more, c: more });

rows('TM502', [
  ['as many as the quota', some(three(), under({ sessionsPerRegion: 3 })), ['pass net cn-hangzhou']],
  ['one more', some(three(), under({ sessionsPerRegion: 2 })), [
    ['error tooMany net cn-hangzhou', { sessions: 3, region: 'cn-hangzhou', limit: 2, edition: '2023' }],
  ]],
  ['one more', some(three(), under({ sessionsPerRegion: 2 })), [
    ['error tooMany net cn-hangzhou', { sessions: 3, region: 'cn-hangzhou', limit: 2, edition: '2026' }],
  ], LATER],
  ['copies', some({ a: { count: 3 } }, under({ sessionsPerRegion: 2 })), [
    ['error tooMany net cn-hangzhou', { sessions: 3, region: 'cn-hangzhou', limit: 2, edition: '2023' }],
  ]],
  ['an unknown number of copies', some({ a: UNKNOWN, b: UNKNOWN, c: {} }, under({ sessionsPerRegion: 1 })), [
    ['undecided copiesOnlyAtApply net cn-hangzhou', { blocks: 2 }],
  ]],
  ['an unknown number of copies, of more than the quota', some({ a: UNKNOWN, b: {}, c: {} }, under({ sessionsPerRegion: 1 })), [
    ['error tooMany net cn-hangzhou', { sessions: 2, region: 'cn-hangzhou', limit: 1, edition: '2023' }],
  ]],
  ['none', some({}), []],
  ['the quota of another region', some(three(), { quotas: { 'cn-beijing': { sessionsPerRegion: 2 } } }), ['pass net cn-hangzhou']],
  ['another quota', some(three(), under({ sessionsPerFilter: 2 })), ['pass net cn-hangzhou']],
  ['two stacks of one account', () => [some({ a: {} }, { account: '1', ...under({ sessionsPerRegion: 9 }) })(),
    some({ b: {}, c: {} }, { account: '1', ...under({ sessionsPerRegion: 2 }) })()], [
    ['error tooMany net1 cn-hangzhou', { sessions: 3, region: 'cn-hangzhou', limit: 2, edition: '2023' }],
  ]],
  ['two accounts', () => [some({ a: {} }, { account: '1', ...under({ sessionsPerRegion: 2 }) })(),
    some({ b: {}, c: {} }, { account: '2', ...under({ sessionsPerRegion: 2 }) })()], ['pass net cn-hangzhou', 'pass net1 cn-hangzhou']],
  ['an account that may be the same', () => [some({ a: {} }, under({ sessionsPerRegion: 2 }))(),
    some({ b: {}, c: {} }, under({ sessionsPerRegion: 2 }))()], []],
  ['an account that may be the same, within the quota', () => [some({ a: {} }, under({ sessionsPerRegion: 3 }))(),
    some({ b: {}, c: {} }, under({ sessionsPerRegion: 3 }))()], ['pass net cn-hangzhou', 'pass net1 cn-hangzhou']],
  ['an unknown region', some(three(), { region: UNKNOWN_REGION }), ['pass net']],
  ['an unknown region, and a lower quota', some(three(), { region: UNKNOWN_REGION, ...under({ sessionsPerRegion: 2 }) }), []],
  ['an unknown region, and quotas of two', some(three(), {
    region: UNKNOWN_REGION, quotas: { 'cn-hangzhou': { sessionsPerRegion: 3 }, 'cn-beijing': { sessionsPerRegion: 30_000 } },
  }), ['pass net']],
]);

rows('TM503', [
  ['10 sessions of an interface', some(Object.fromEntries(ids(10, 's').map((name) => [name, to('eni-t')]))), ['pass s9 eni-t']],
  ['11 sessions of an interface, and 11 of a load balancer',
    some(Object.fromEntries(ids(11, 's').flatMap((name) => [[name, to('eni-t')], [`b${name}`, {}]]))), [
      'pass bs10 lb-bp1sensors',
      ['error tooMany s10 eni-t', {
        target: 'eni-t', loadBalancer: false, large: false, sessions: ['s0', 's1', 's2', 's3', 's4', 's5', 's6', 's7', 's8', 's9', 's10'],
        used: 11, unit: 'sessions', limit: 10, edition: '2023', raisable: false, quota: 'NETWORK_INTERFACE_TARGET',
      }],
    ]],
  ['a load balancer at its quota', some({ a: {}, b: {} }, under({ loadBalancerTarget: 2 })), ['pass b lb-bp1sensors']],
  ['a load balancer above its quota', some({ a: {}, b: {} }, under({ loadBalancerTarget: 1 })), [
    ['error tooMany b lb-bp1sensors', {
      target: 'lb-bp1sensors', loadBalancer: true, large: false, sessions: ['a', 'b'], used: 2, unit: 'sessions', limit: 1,
      edition: '2023', raisable: false, quota: 'LOAD_BALANCER_TARGET',
    }],
  ]],
  ['copies', some({ a: { count: 3 } }, under({ loadBalancerTarget: 2 })), [
    ['error tooMany a lb-bp1sensors', {
      target: 'lb-bp1sensors', loadBalancer: true, large: false, sessions: ['a'], used: 3, unit: 'sessions', limit: 2, edition: '2023',
      raisable: false, quota: 'LOAD_BALANCER_TARGET',
    }],
  ]],
  ['an unknown number of copies', some({ a: UNKNOWN, b: {} }, under({ loadBalancerTarget: 1 })), [
    ['undecided onlyAtApply b lb-bp1sensors', { unit: 'sessions', limit: 1, edition: '2023' }],
  ]],
  ['20 sources of an interface', some({ a: { ...from(...ids(20)), ...to('eni-t') } }), ['pass a eni-t'], LATER],
  ['21 sources of an interface of unknown type', some({ a: { ...from(...ids(21)), ...to('eni-t') } }), [
    ['undecided instanceTypeNotSet a eni-t', { target: 'eni-t', used: 21, unit: 'sources', limit: 20, largeLimit: 200, edition: '2026' }],
  ], LATER],
  ['201 sources of an interface of unknown type', some({ a: { ...from(...ids(201)), ...to('eni-t') } }), [
    ['error tooMany a eni-t', {
      target: 'eni-t', loadBalancer: false, large: false, sessions: ['a'], used: 201, unit: 'sources', limit: 20, edition: '2026',
      raisable: true, quota: 'NETWORK_INTERFACE_TARGET',
    }],
  ], LATER],
  ['of an unknown type, with the quota of large types below', some({ a: { ...from(...ids(3)), ...to('eni-t') } },
    under({ networkInterfaceTarget: 2, largeNetworkInterfaceTarget: 1 })), [
    ['error tooMany a eni-t', {
      target: 'eni-t', loadBalancer: false, large: false, sessions: ['a'], used: 3, unit: 'sources', limit: 2, edition: '2026',
      raisable: true, quota: 'NETWORK_INTERFACE_TARGET',
    }],
  ], LATER],
  ['21 sources of a small type', () => {
    const f = some({ a: { ...from(...ids(21)), ...to('eni-t') } })();
    f.statements.sessions = { [`${SESSION}.a`]: { target: { instanceType: 'ecs.g7.large' } } };
    return f;
  }, [
    ['error tooMany a eni-t', {
      target: 'eni-t', loadBalancer: false, large: false, instanceType: 'ecs.g7.large', sessions: ['a'], used: 21, unit: 'sources',
      limit: 20, edition: '2026', raisable: true, quota: 'NETWORK_INTERFACE_TARGET',
    }],
  ], LATER],
  ['of a large type', () => {
    const f = some({ a: { ...from(...ids(21)), ...to('eni-t') }, b: { ...from(...ids(201, 'eni-x')), ...to('eni-u') } })();
    const target = { instanceType: LARGE };
    f.statements.sessions = { [`${SESSION}.a`]: { target }, [`${SESSION}.b`]: { target } };
    return f;
  }, [
    'pass a eni-t',
    ['error tooMany b eni-u', {
      target: 'eni-u', loadBalancer: false, large: true, instanceType: LARGE, sessions: ['b'], used: 201, unit: 'sources', limit: 200,
      edition: '2026', raisable: true, quota: 'LARGE_NETWORK_INTERFACE_TARGET',
    }],
  ], LATER],
  ['sources in two sessions', some({ a: from('eni-1', 'eni-2'), b: from('eni-2', 'eni-1') }, under({ loadBalancerTarget: 2 })), [
    'pass b lb-bp1sensors',
  ], LATER],
  ['ids and resources', some({ a: from('eni-1', 'eni-2', ENI) }, under({ loadBalancerTarget: 2 })), [
    ['undecided mixedSourceNames a lb-bp1sensors', { target: 'lb-bp1sensors', sources: 3, limit: 2, edition: '2026' }],
  ], LATER],
  ['an id and resources', some({ a: from('eni-1', OTHER_ENI, ENI) }, under({ loadBalancerTarget: 1 })), [
    ['error tooMany a lb-bp1sensors', {
      target: 'lb-bp1sensors', loadBalancer: true, large: false, sessions: ['a'], used: 2, unit: 'sources', limit: 1, edition: '2026',
      raisable: false, quota: 'LOAD_BALANCER_TARGET',
    }],
  ], LATER],
  ['two variables', some({ a: from('${var.x}', '${var.y}') }, under({ loadBalancerTarget: 1 })), [
    ['undecided mixedSourceNames a lb-bp1sensors', { target: 'lb-bp1sensors', sources: 2, limit: 1, edition: '2026' }],
  ], LATER],
  ['a variable', some({ a: from('${var.x}'), b: from('${var.x}') }, under({ loadBalancerTarget: 1 })), ['pass b lb-bp1sensors'], LATER],
  ['a variable above a quota of 0', some({ a: from('${var.x}') }, under({ loadBalancerTarget: 0 })), [
    ['error tooMany a lb-bp1sensors', {
      target: 'lb-bp1sensors', loadBalancer: true, large: false, sessions: ['a'], used: 1, unit: 'sources', limit: 0, edition: '2026',
      raisable: false, quota: 'LOAD_BALANCER_TARGET',
    }],
  ], LATER],
  ['a list that is known only at apply', some({ a: UNLISTED, b: {} }, under({ loadBalancerTarget: 2 })), [
    ['undecided onlyAtApply b lb-bp1sensors', { unit: 'sources', limit: 2, edition: '2026' }],
  ], LATER],
  ['a list that is known only at apply, beside too many',
    some({ a: UNLISTED, b: from('eni-1', 'eni-2') }, under({ loadBalancerTarget: 1 })), [
      ['error tooMany b lb-bp1sensors', {
        target: 'lb-bp1sensors', loadBalancer: true, large: false, sessions: ['a', 'b'], used: 2, unit: 'sources', limit: 1,
        edition: '2026', raisable: false, quota: 'LOAD_BALANCER_TARGET',
      }],
    ], LATER],
  ['three copies with a source each',
    some({ a: { ...from('${each.key}'), for_each: ['x', 'y', 'z'] } }, under({ loadBalancerTarget: 2 })), [
      ['error tooMany a["z"] lb-bp1sensors', {
        target: 'lb-bp1sensors', loadBalancer: true, large: false, sessions: ['a["x"]', 'a["y"]', 'a["z"]'], used: 3, unit: 'sources',
        limit: 2, edition: '2026', raisable: false, quota: 'LOAD_BALANCER_TARGET',
      }],
    ], LATER],
  ['10,001 copies with a source each', some({ a: { ...from('${var.l[count.index]}'), count: 10_001 }, b: from('${var.l[count.index]}') }), [
    ['undecided mixedSourceNames b lb-bp1sensors', { target: 'lb-bp1sensors', sources: 10001, limit: 500, edition: '2026' }],
  ], LATER],
  ['an unknown number of copies with a source each', some({ a: { ...from('${each.key}', 'eni-1'), for_each: '${var.m}' } }), [
    ['undecided onlyAtApply a lb-bp1sensors', { unit: 'sources', limit: 500, edition: '2026' }],
  ], LATER],
  ['an unknown number of copies with one source', some({ a: { ...from('eni-1'), ...UNKNOWN } }), ['pass a lb-bp1sensors'], LATER],
  ['two copies with one source', some({ a: { ...from('eni-1'), count: 2 } }, under({ loadBalancerTarget: 1 })), [
    'pass a lb-bp1sensors',
  ], LATER],
  ['an interface and a resource, together above the quota',
    some({ a: to('eni-t'), b: to('eni-t'), c: to(ENI) }, under({ networkInterfaceTarget: 2 })), [
      'undecided mixedTargetNames c alicloud_ecs_network_interface.e',
    ]],
  ['an interface and a resource, together at the quota',
    some({ a: to('eni-t'), b: to('eni-t'), c: to(ENI) }, under({ networkInterfaceTarget: 3 })), [
      'pass b eni-t',
      'pass c alicloud_ecs_network_interface.e',
    ]],
  ['a load balancer by variable and one by id, together above the quota',
    some({ a: {}, b: {}, c: to('${var.lb}', 'SLB') }, under({ loadBalancerTarget: 2, networkInterfaceTarget: 1 })), [
      'undecided mixedTargetNames c ${var.lb}',
    ]],
  ['an interface and a load balancer by variable',
    some({ a: to('eni-t'), b: to('eni-t'), c: to('${var.lb}', 'SLB') }, under({ networkInterfaceTarget: 2 })), [
      'pass b eni-t',
      'pass c ${var.lb}',
    ]],
  ['an unknown region',
    some({ a: {}, b: {}, c: to('${var.lb}', 'SLB') }, { region: UNKNOWN_REGION, ...under({ loadBalancerTarget: 1 }) }), [
      'undecided mixedTargetNames c ${var.lb}',
    ]],
  ['an unknown region, and a raised quota', some({ a: {}, b: {} }, { region: UNKNOWN_REGION, ...under({ loadBalancerTarget: 1000 }) }), [
    'pass b lb-bp1sensors',
  ]],
  ['one load balancer in an account that may be the same', () => [some({ a: {} }, under({ loadBalancerTarget: 2 }))(),
    some({ b: {}, c: {} }, under({ loadBalancerTarget: 2 }))()], []],
  ['one load balancer in an account that may be the same, at the quota', () => [some({ a: {} }, under({ loadBalancerTarget: 3 }))(),
    some({ b: {}, c: {} }, under({ loadBalancerTarget: 3 }))()], ['pass a lb-bp1sensors', 'pass net1/c lb-bp1sensors']],
  ['another load balancer in an account that may be the same', () => [some({ a: to('lb-1') }, under({ loadBalancerTarget: 1 }))(),
    some({ b: to('lb-2') }, under({ loadBalancerTarget: 1 }))()], ['pass a lb-1', 'pass net1/b lb-2']],
  ['no target', some({ a: { traffic_mirror_target_id: undefined } }), []],
  ['two load balancers, together above the quota',
    some({ a: from('eni-1', 'eni-2'), b: { ...from('eni-3', 'eni-4'), ...to('${var.lb}', 'SLB') } }, under({ loadBalancerTarget: 3 })), [
      'undecided mixedTargetNames b ${var.lb}',
    ], LATER],
  ['two load balancers that get a source twice, together at the quota',
    some({
      a: from('eni-1'), b: from('eni-1'), c: { ...from('eni-3', 'eni-4'), ...to('${var.lb}', 'SLB') },
    }, under({ loadBalancerTarget: 3 })), [
      'pass b lb-bp1sensors', 'pass c ${var.lb}',
    ], LATER],
]);

const filter = (id: string) => ({ traffic_mirror_filter_id: id });

rows('TM504', [
  ['at the quota', some({ a: {}, b: {} }, under({ sessionsPerFilter: 2 })), ['pass b alicloud_vpc_traffic_mirror_filter.web']],
  ['one more', some({ a: {}, b: {}, c: filter('tmf-1') }, under({ sessionsPerFilter: 1 })), [
    ['error tooMany b alicloud_vpc_traffic_mirror_filter.web', {
      filter: 'net/alicloud_vpc_traffic_mirror_filter.web', sessions: 2, users: ['a', 'b'], limit: 1, edition: '2023',
    }],
  ]],
  ['one more', some({ a: {}, b: {} }, under({ sessionsPerFilter: 1 })), [
    ['error tooMany b alicloud_vpc_traffic_mirror_filter.web', {
      filter: 'net/alicloud_vpc_traffic_mirror_filter.web', sessions: 2, users: ['a', 'b'], limit: 1, edition: '2026',
    }],
  ], LATER],
  ['copies', some({ a: { count: 2 } }, under({ sessionsPerFilter: 1 })), [
    ['error tooMany a alicloud_vpc_traffic_mirror_filter.web', {
      filter: 'net/alicloud_vpc_traffic_mirror_filter.web', sessions: 2, users: ['a'], limit: 1, edition: '2023',
    }],
  ]],
  ['an unknown number of copies', some({ a: UNKNOWN, b: {} }, under({ sessionsPerFilter: 1 })), [
    'undecided copiesOnlyAtApply b alicloud_vpc_traffic_mirror_filter.web',
  ]],
  ['a filter and an id, together above the quota',
    some({ a: {}, b: filter('tmf-1'), c: filter('tmf-1') }, under({ sessionsPerFilter: 2 })), [
      'undecided mixedNames a alicloud_vpc_traffic_mirror_filter.web',
    ]],
  ['a filter and an id, together at the quota', some({ a: {}, b: filter('tmf-1') }, under({ sessionsPerFilter: 2 })), [
    'pass a alicloud_vpc_traffic_mirror_filter.web',
    'pass b tmf-1',
  ]],
  ['variables', some({ a: filter('${var.f}'), b: filter('${var.g}') }, under({ sessionsPerFilter: 1 })), [
    'undecided mixedNames a ${var.f}',
    'undecided mixedNames b ${var.g}',
  ]],
  ['no filter', some({ a: filter(undefined as unknown as string) }), []],
  ['an unknown region, and a lower quota', some({ a: {}, b: {} }, { region: UNKNOWN_REGION, ...under({ sessionsPerFilter: 1 }) }), []],
  ['one id in an account that may be the same',
    () => ['a', 'b'].map((name) => some({ [name]: filter('tmf-1') }, under({ sessionsPerFilter: 1 }))()), [
    ]],
  ['one id in an account that may be the same, at the quota',
    () => ['a', 'b'].map((name) => some({ [name]: filter('tmf-1') }, under({ sessionsPerFilter: 2 }))()), [
      'pass a tmf-1',
      'pass net1/b tmf-1',
    ]],
  ['other filters in an account that may be the same',
    () => ['a', 'b'].map((name) => some({ [name]: filter(`tmf-${name}`) }, under({ sessionsPerFilter: 1 }))()), [
      'pass a tmf-a', 'pass net1/b tmf-b',
    ]],
]);

const filters = (bodies: Record<string, object>, given: Given = {}) => () => {
  const f = some({}, given)();
  f.terraform.resource[FILTER] = bodies;
  f.terraform.resource[INBOUND] = {};
  return f;
};

rows('TM505', [
  ['no quota', filters({ a: {}, b: {} }), ['pass net cn-hangzhou']],
  ['no filter', filters({}), []],
  ['at the quota', filters({ a: {}, b: {} }, under({ filtersPerRegion: 2 })), ['pass net cn-hangzhou']],
  ['one more', filters({ a: {}, b: {} }, under({ filtersPerRegion: 1 })), [
    ['error tooMany net cn-hangzhou', { filters: 2, region: 'cn-hangzhou', limit: 1, edition: '2023' }],
  ]],
  ['100 filters, and 101', () => [100, 101].map((count, i) => ({
    ...filters(Object.fromEntries(ids(count, 'f').map((name) => [name, {}])))(), account: `${i}`,
  })), [
    'pass net cn-hangzhou',
    ['error tooMany net1 cn-hangzhou', { filters: 101, region: 'cn-hangzhou', limit: 100, edition: '2026' }],
  ], LATER],
  ['an unknown number of copies', filters({ a: {}, b: UNKNOWN }, under({ filtersPerRegion: 1 })), [
    ['undecided copiesOnlyAtApply net cn-hangzhou', { blocks: 1 }],
  ]],
  ['an unknown number of copies, of more than the quota', filters({ a: { count: 2 }, b: UNKNOWN }, under({ filtersPerRegion: 1 })), [
    ['error tooMany net cn-hangzhou', { filters: 2, region: 'cn-hangzhou', limit: 1, edition: '2023' }],
  ]],
  ['an unknown number of copies, without a quota', filters({ b: UNKNOWN }), ['pass net cn-hangzhou']],
  ['an unknown region, and a quota', filters({ a: {}, b: {} }, { region: UNKNOWN_REGION, ...under({ filtersPerRegion: 1 }) }), []],
  ['an unknown region, within the quota', filters({ a: {} }, { region: UNKNOWN_REGION, ...under({ filtersPerRegion: 1 }) }), ['pass net']],
  ['an account that may be the same',
    () => [filters({ a: {} }, under({ filtersPerRegion: 1 }))(), filters({ b: {} }, under({ filtersPerRegion: 1 }))()], [
    ]],
  ['a filter of others', () => {
    const f = some({ a: filter('tmf-1') })();
    f.terraform.resource[FILTER] = {};
    return f;
  }, []],
]);

/** Fleets, as name, first and last priority, first and last VNI. The ledger is the name, without digits. */
const fleets = (...given: [name: string, ...numbers: (number | undefined)[]][]) => () => {
  const f = right();
  f.statements.fleets = given.map(([name, firstPriority, lastPriority, firstVirtualNetworkId, lastVirtualNetworkId]) => ({
    path: `net/${name}/Resource`, ledger: `${name.replace(/\d/g, '')}.lock`, firstPriority, lastPriority,
    firstVirtualNetworkId, lastVirtualNetworkId,
  }));
  return f;
};

rows('TM513', [
  ['ranges that touch', fleets(['A', 1, 10], ['B', 11, 20]), ['pass net/A/Resource', 'pass net/B/Resource']],
  ['ranges that overlap', fleets(['B', 10, 20], ['A', 1, 10]), [
    'pass net/A/Resource',
    ['error prioritiesOverlap net/B/Resource', {
      first: 10, last: 20, ledger: 'B.lock', other: 'net/A', otherFirst: 1, otherLast: 10, otherLedger: 'A.lock',
    }],
  ]],
  ['one ledger', fleets(['A', 1, 10], ['A2', 5, 20]), ['pass net/A/Resource', 'pass net/A2/Resource']],
  ['a range that ended, and one that has not', fleets(['A', 1, 100], ['B', 2, 3], ['C', 50, 60]), [
    'pass net/A/Resource',
    ['error prioritiesOverlap net/B/Resource', {
      first: 2, last: 3, ledger: 'B.lock', other: 'net/A', otherFirst: 1, otherLast: 100, otherLedger: 'A.lock',
    }],
    ['error prioritiesOverlap net/C/Resource', {
      first: 50, last: 60, ledger: 'C.lock', other: 'net/A', otherFirst: 1, otherLast: 100, otherLedger: 'A.lock',
    }],
  ]],
  ['VNIs that overlap', fleets(['A', 1, 10, 100, 200], ['B', 11, 20, 200, 300]), [
    'pass net/A/Resource',
    'pass net/B/Resource',
    'pass net/A/Resource',
    ['warning vnisOverlap net/B/Resource', {
      first: 200, last: 300, ledger: 'B.lock', other: 'net/A', otherFirst: 100, otherLast: 200, otherLedger: 'A.lock',
    }],
  ]],
  ['VNIs that touch', fleets(['A', 1, 10, 100, 199], ['B', 11, 20, 200, 300]), [
    'pass net/A/Resource',
    'pass net/B/Resource',
    'pass net/A/Resource',
    'pass net/B/Resource',
  ]],
  ['VNIs with one end', fleets(['A', 1, 10, 100], ['B', 11, 20, 50, 300]), [
    'pass net/A/Resource',
    'pass net/B/Resource',
    'pass net/B/Resource',
  ]],
  ['two accounts that may be one', () => [fleets(['A', 1, 10])(), fleets(['B', 5, 20])()], ['pass net/A/Resource']],
  ['two accounts', () => [fleets(['A', 1, 10]), fleets(['B', 5, 20])].map((make, i) => ({ ...make(), account: `${i}` })), [
    'pass net/A/Resource',
    'pass net/B/Resource',
  ]],
  ['two accounts that may be one, and one that is', () => [fleets(['A', 1, 10])(), fleets(['B', 5, 20], ['C', 6, 7])()], [
    'pass net/A/Resource',
    ['error prioritiesOverlap net/C/Resource', {
      first: 6, last: 7, ledger: 'C.lock', other: 'net/B', otherFirst: 5, otherLast: 20, otherLedger: 'B.lock',
    }],
  ]],
  ['a provider in another region', () => {
    const f = fleets(['A', 1, 10], ['B', 5, 20])();
    f.terraform.provider.alicloud.push({ alias: 'other', region: 'cn-beijing' });
    f.statements.fleets[1].provider = 'alicloud.other';
    return f;
  }, ['pass net/A/Resource', 'pass net/B/Resource']],
  ['VNIs with the other end', fleets(['A', 1, 10, 100, 200], ['B', 11, 20, undefined, 150]), [
    'pass net/A/Resource', 'pass net/B/Resource', 'pass net/A/Resource',
  ]],
  ['a stack without statements', () => ({ ...right(), statements: undefined as any }), []],
]);
