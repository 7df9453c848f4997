// TM801 to TM810: what each says of small apps, alone.
import { add, changeOf, documents, Fixture, INBOUND, rule, SESSION, stated } from './fixtures';
import { from, rows, to, withSessions } from './one-check';
import { MirrorEdition } from '../../src';
import { fits, governed } from '../../src/checks/governed';
import { Governance } from '../../src/model/governance';
import { MirrorModel } from '../../src/model/mirror-model';

const LATER = MirrorEdition.EDITION_2026;
const UNKNOWN = { count: '${var.n}' };
const UNLISTED = { traffic_mirror_source_ids: '${var.list}' };
type Demand = Partial<Governance>;

/** An app with these sessions under a demand. */
const some = (demand: Demand, bodies: Record<string, object>, change: (f: Fixture) => void = () => undefined) => () => {
  const f = withSessions(bodies, (made) => add(made, 'alicloud_ecs_network_interface', { e: {} }));
  f.governance = [{ scope: '', ...demand }];
  change(f);
  return f;
};
const ENI = '${alicloud_ecs_network_interface.e.id}';
const eni = (f: Fixture, body: object) => { f.terraform.resource.alicloud_ecs_network_interface.e = body; };
/** The API response for an interface. */
const known = (f: Fixture, id: string, more: object) =>
  f.network[0].interfaces.set(id, { ...f.network[0].interfaces.get('eni-bp1sensor')!, instanceId: undefined, ...more });

const owned = { requiredTags: { owner: '*' } };

// The sessions that a demand is about.
rows('TM802', [
  ['no demand', () => withSessions({ a: {} }), []],
  ['another demand', some({ targets: ['*'] }, { a: {} }), []],
  ['a path', some({ ...owned, scope: `net/${SESSION}.a` }, { a: {}, ab: {} }), [['error missing a', { missing: ['owner'] }]]],
  ['a stack', () => ['net', 'net1'].map((scope) => some({ ...owned, scope }, { a: {} })()), [
    ['error missing a', { missing: ['owner'] }],
    ['error missing net1/a', { missing: ['owner'] }],
  ]],
  ['a scope that is a part of the name', some({ ...owned, scope: 'ne' }, { a: {} }), []],
  ['one demand of two stacks', () => {
    const demand = { scope: '', ...owned };
    return [some({}, { a: {} })(), some({}, { b: {} })()].map((f) => ({ ...f, governance: [demand] }));
  }, [
    ['error missing a', { missing: ['owner'] }],
    ['error missing net1/b', { missing: ['owner'] }],
  ]],
  ['two demands', () => ({
    ...some({}, { a: {} })(), governance: [{ scope: '', ...owned }, { scope: '', requiredTags: { env: 'prod' } }],
  }), [
    ['error missing a', { missing: ['owner'] }],
    ['error missing a', { missing: ['env=prod'] }],
  ]],
  ['a demand of one of two stacks', () => [some(owned, { a: {} })(), withSessions({ b: {} })], [
    ['error missing a', { missing: ['owner'] }],
  ]],
]);

const NO_TARGET = { traffic_mirror_target_id: { a: 1 } };
/** The target is an interface with this body, attached to an instance with that body. */
const attached = (own: object, instance: object) => some({ targetTags: { use: 'mirror' } }, { a: to(ENI) }, (f) => {
  eni(f, own);
  add(f, 'alicloud_instance', { i: instance });
  add(f, 'alicloud_ecs_network_interface_attachment', { a: { network_interface_id: ENI, instance_id: '${alicloud_instance.i.id}' } });
});
const MIRROR = { tags: { use: 'mirror' } };
const OPEN = { tags: { use: '${var.use}' } };

rows('TM801', [
  ['no demand about targets', some({ monthlyCost: 1 }, { a: {} }), []],
  ['ids', some({ targets: ['lb-1', 'eni-?x'] }, { a: to('lb-1'), b: to('eni-ax'), c: to('eni-x'), d: to('lb-11') }), [
    'pass a lb-1',
    'pass b eni-ax',
    ['error notAllowed c eni-x', { target: 'eni-x', allowed: ['lb-1', 'eni-?x'], tags: [] }],
    ['error notAllowed d lb-11', { target: 'lb-11', allowed: ['lb-1', 'eni-?x'], tags: [] }],
  ]],
  ['no target', some({ targets: ['lb-1'] }, { a: NO_TARGET, b: NO_TARGET }), ['undecided onlyAtApply a', 'undecided onlyAtApply b']],
  ['one target of two sessions', some({ targets: ['lb-2'] }, { a: to('lb-1'), b: to('lb-1'), c: to('lb-2') }), [
    'pass c lb-2',
    ['error notAllowed a lb-1', { target: 'lb-1', allowed: ['lb-2'], tags: [] }],
  ]],
  ['a variable', some({ targets: ['lb-1'] }, { a: to('${var.t}') }), [['undecided idOnlyAtApply a ${var.t}', { target: '${var.t}' }]]],
  ['a variable, and all', some({ targets: ['lb-1', '*'] }, { a: to('${var.t}') }), ['pass a ${var.t}']],
  ['a resource by its path', some({ targets: ['net/*.e'] }, { a: to(ENI) }), ['pass a alicloud_ecs_network_interface.e']],
  ['a resource by its address', some({ targets: ['alicloud_ecs_network_interface.e'] }, { a: to(ENI) }), [
    'pass a alicloud_ecs_network_interface.e',
  ]],
  ['a resource by another path', some({ targets: ['net/*.f', 'Lb-1'] }, { a: to(ENI) }), [
    ['error notAllowed a alicloud_ecs_network_interface.e', {
      target: 'net/alicloud_ecs_network_interface.e', allowed: ['net/*.f', 'Lb-1'], tags: [],
    }],
  ]],
  ['a resource by an id', some({ targets: ['eni-*'] }, { a: to(ENI) }), [
    ['undecided idOnlyAtApply a alicloud_ecs_network_interface.e', { target: 'net/alicloud_ecs_network_interface.e' }],
  ]],
  ['paths that look like ids', some({ targets: ['web-app/Sensor', 'Web-app', 'webapps-x', 'x/lb-1'] }, { a: to(ENI) }), [
    ['error notAllowed a alicloud_ecs_network_interface.e', {
      target: 'net/alicloud_ecs_network_interface.e', allowed: ['web-app/Sensor', 'Web-app', 'webapps-x', 'x/lb-1'], tags: [],
    }],
  ]],
  ['a list and tags',
    some({ targets: ['lb-2'], targetTags: { use: 'mirror', env: '*' } }, { a: to(ENI), b: to('eni-1'), c: to('lb-2') }, (f) => {
      eni(f, { tags: { use: 'mirror', env: 'prod' } });
      known(f, 'eni-1', { tags: { use: 'web', env: 'x' } });
    }), [
      'pass a alicloud_ecs_network_interface.e',
      'pass c lb-2',
      ['error notAllowed b eni-1', { target: 'eni-1', allowed: ['lb-2'], tags: ['use=mirror', 'env'] }],
    ]],
  ['tags that are known only at apply',
    some({ targets: ['lb-2'], targetTags: { use: 'mirror' } }, { a: to(ENI), b: to('eni-1') }, (f) => eni(f, OPEN)), [
      ['undecided idOnlyAtApply a alicloud_ecs_network_interface.e', { target: 'net/alicloud_ecs_network_interface.e' }],
      ['undecided tagsNotKnown b eni-1', { target: 'eni-1', tags: ['use=mirror'] }],
    ]],
  ['a list by id, and tags that are not there',
    some({ targets: ['eni-*'], targetTags: { use: 'mirror' } }, { a: to(ENI) }, (f) => eni(f, { tags: { use: 'web' } })), [
      ['undecided idOnlyAtApply a alicloud_ecs_network_interface.e', { target: 'net/alicloud_ecs_network_interface.e' }],
    ]],
  ['one tag that is missing, and one that is known only at apply',
    some({ targetTags: { use: 'mirror', env: '*' } }, { a: to(ENI) }, (f) => eni(f, { tags: { '${var.k}': 'x', use: 'web' } })), [
      ['error notAllowed a alicloud_ecs_network_interface.e', {
        target: 'net/alicloud_ecs_network_interface.e', allowed: [], tags: ['use=mirror', 'env'],
      }],
    ]],
  ['a key that is known only at apply', some({ targetTags: { use: '*' } }, { a: to(ENI) }, (f) => eni(f, OPEN)), [
    'pass a alicloud_ecs_network_interface.e',
  ]],
  ['the tags of a load balancer', some({ targetTags: { use: 'mirror' } }, { a: to('lb-bp1sensors') }, (f) => {
    f.network[0].loadBalancers.set('lb-bp1sensors', { ...f.network[0].loadBalancers.get('lb-bp1sensors')!, tags: { use: 'mirror' } });
  }), ['pass a lb-bp1sensors']],
  ['no API responses', some({ targetTags: { use: 'mirror' } }, { a: to('eni-1') }, (f) => { f.network = []; }), [
    ['undecided tagsNotKnown a eni-1', { target: 'eni-1', tags: ['use=mirror'] }],
  ]],
  ['the tag of an instance', attached({}, MIRROR), ['pass a alicloud_ecs_network_interface.e']],
  ['the tag of an interface before that of its instance', attached({ tags: { use: 'web' } }, MIRROR), [
    ['error notAllowed a alicloud_ecs_network_interface.e', {
      target: 'net/alicloud_ecs_network_interface.e', allowed: [], tags: ['use=mirror'],
    }],
  ]],
  ['the tag of an interface that its instance does not have', attached(MIRROR, {}), ['pass a alicloud_ecs_network_interface.e']],
  ['a tag of an instance that is known only at apply', attached({ tags: { other: 'a' } }, OPEN), [
    ['undecided tagsNotKnown a alicloud_ecs_network_interface.e', { target: 'net/alicloud_ecs_network_interface.e', tags: ['use=mirror'] }],
  ]],
  ['a tag of an interface, and one of its instance that is known only at apply', attached(MIRROR, OPEN), [
    'pass a alicloud_ecs_network_interface.e',
  ]],
  ['another tag of an interface, and one of its instance that is known only at apply', attached({ tags: { use: 'web' } }, OPEN), [
    ['error notAllowed a alicloud_ecs_network_interface.e', {
      target: 'net/alicloud_ecs_network_interface.e', allowed: [], tags: ['use=mirror'],
    }],
  ]],
  ['a tag of an interface that is known only at apply', attached(OPEN, {}), [
    ['undecided tagsNotKnown a alicloud_ecs_network_interface.e', { target: 'net/alicloud_ecs_network_interface.e', tags: ['use=mirror'] }],
  ]],
  ['keys of an instance that are known only at apply', attached({}, { tags: '${var.tags}' }), [
    ['undecided tagsNotKnown a alicloud_ecs_network_interface.e', { target: 'net/alicloud_ecs_network_interface.e', tags: ['use=mirror'] }],
  ]],
  ['keys of an interface that are known only at apply', attached({ tags: '${var.tags}' }, {}), [
    ['undecided tagsNotKnown a alicloud_ecs_network_interface.e', { target: 'net/alicloud_ecs_network_interface.e', tags: ['use=mirror'] }],
  ]],
  ['the tags of the first interface of an instance',
    some({ targetTags: { use: 'mirror' } }, { a: to('${alicloud_instance.i.network_interface_id}') }, (f) => {
      add(f, 'alicloud_instance', { i: MIRROR });
    }), ['pass a alicloud_instance.i.network_interface_id']],
  ['a variable, and a path', some({ targets: ['net/*'] }, { a: to('${var.t}') }), [
    ['undecided idOnlyAtApply a ${var.t}', { target: '${var.t}' }],
  ]],
  ['a variable, and tags', some({ targetTags: { use: '*' } }, { a: to('${var.t}') }), [
    ['undecided tagsNotKnown a ${var.t}', { target: '${var.t}', tags: ['use'] }],
  ]],
  ['a resource by the second of two paths', some({ targets: ['net/*.f', 'net/*.e'] }, { a: to(ENI) }), [
    'pass a alicloud_ecs_network_interface.e',
  ]],
  ['a resource by a path and an id', some({ targets: ['eni-*', 'net/*.f'] }, { a: to(ENI) }), [
    ['undecided idOnlyAtApply a alicloud_ecs_network_interface.e', { target: 'net/alicloud_ecs_network_interface.e' }],
  ]],
  ['a tag of an interface that is known only at apply, and one of its instance', attached(OPEN, MIRROR), [
    ['undecided tagsNotKnown a alicloud_ecs_network_interface.e', { target: 'net/alicloud_ecs_network_interface.e', tags: ['use=mirror'] }],
  ]],
  ['a tag of an interface that is known only at apply, and another one of its instance', attached(OPEN, { tags: { use: 'web' } }), [
    ['undecided tagsNotKnown a alicloud_ecs_network_interface.e', { target: 'net/alicloud_ecs_network_interface.e', tags: ['use=mirror'] }],
  ]],
  ['keys of an interface that are known only at apply, and a tag of its instance', attached({ tags: '${var.tags}' }, MIRROR), [
    ['undecided tagsNotKnown a alicloud_ecs_network_interface.e', { target: 'net/alicloud_ecs_network_interface.e', tags: ['use=mirror'] }],
  ]],
  ['another tag of an interface that is known only at apply, and one of its instance', attached({ tags: { other: '${var.o}' } }, MIRROR), [
    'pass a alicloud_ecs_network_interface.e',
  ]],
  ['other tags of an interface and its instance', attached({ tags: { other: 'a' } }, { tags: { another: 'b' } }), [
    ['error notAllowed a alicloud_ecs_network_interface.e', {
      target: 'net/alicloud_ecs_network_interface.e', allowed: [], tags: ['use=mirror'],
    }],
  ]],
]);

rows('TM802', [
  ['tags', some({ requiredTags: { owner: '*', env: 'pr*' } }, {
    a: { tags: { owner: 'net', env: 'prod' } }, b: { tags: { owner: '', env: 'test' } }, c: {}, d: { tags: { owner: 'net', env: 'pr' } },
    e: { tags: { owner: '${var.o}', env: '${var.e}' } }, f: { tags: '${var.tags}' }, g: { tags: { env: '${var.e}' } },
    h: { tags: { owner: 5, env: 'prod' } }, i: { tags: { '${var.k}': 'x', env: 'prod' } }, j: { tags: { '${var.k}': 'x', env: 'dev' } },
  }), [
    'pass a',
    'pass d',
    'pass h',
    ['error missing b', { missing: ['owner', 'env=pr*'], wrong: ['owner=', 'env=test'] }],
    ['error missing c', { missing: ['owner', 'env=pr*'] }],
    ['error missing g', { missing: ['owner'] }],
    ['error missing j', { missing: ['env=pr*'], wrong: ['env=dev'] }],
    ['undecided onlyAtApply e', { tags: ['env'] }],
    ['undecided onlyAtApply f', { tags: ['owner', 'env'] }],
    ['undecided onlyAtApply i', { tags: ['owner'] }],
  ]],
  ['the name of a method', some({ requiredTags: { toString: '*' } }, { a: { tags: { b: 'c' } } }), [
    ['error missing a', { missing: ['toString'] }],
  ]],
]);

const ALL = { protocol: 'ALL', destination_port_range: '-1/-1' };
const everything = (f: Fixture) => { f.terraform.resource[INBOUND] = { r: rule(1, ALL) }; };
const bothWays = (f: Fixture) => {
  everything(f);
  f.terraform.resource.alicloud_vpc_traffic_mirror_filter_egress_rule = { r: rule(1, ALL) };
};
const cards = { networks: [{ vpcs: ['vpc-cards'], forbidAllTraffic: true }] };
/** The sources of the sessions are in these VPCs. */
const inVpcs = (f: Fixture, vpcs: Record<string, Record<string, string | undefined>>) => {
  f.statements.sessions = Object.fromEntries(Object.entries(vpcs).map(([name, of]) => [`${SESSION}.${name}`, {
    sources: Object.fromEntries(Object.entries(of).map(([id, vpcId]) => [id, vpcId === undefined ? {} : stated({ vpcId })])),
  }]));
};

rows('TM803', [
  ['no networks', some({}, { a: {} }, everything), []],
  ['networks without this demand', some({ networks: [{ vpcs: ['*'], longestPacket: 100 }] }, { a: {} }, everything), []],
  ['some traffic', some(cards, { a: {}, b: {}, c: UNLISTED }, (f) => inVpcs(f, {
    a: { 'eni-a': 'vpc-cards' }, b: { 'eni-b': 'vpc-web' },
  })), [
    'pass a',
    'pass c',
  ]],
  ['all inbound traffic', some(cards, { a: {}, b: {}, c: UNLISTED, d: {} }, (f) => {
    everything(f);
    inVpcs(f, { a: { 'eni-a': 'vpc-cards' }, b: { 'eni-b': 'vpc-web' } });
  }), [
    ['error copiesAll a', { filter: 'net/alicloud_vpc_traffic_mirror_filter.web', directions: ['inbound'], vpc: 'vpc-cards' }],
    ['undecided vpcNotKnown c', { filter: 'net/alicloud_vpc_traffic_mirror_filter.web', vpcs: ['vpc-cards'] }],
    ['undecided vpcNotKnown d', { filter: 'net/alicloud_vpc_traffic_mirror_filter.web', vpcs: ['vpc-cards'] }],
  ]],
  ['all traffic', some(cards, { a: from('eni-a', 'eni-b'), b: from('eni-b', 'eni-c') }, (f) => {
    bothWays(f);
    inVpcs(f, { a: { 'eni-a': 'vpc-web', 'eni-b': 'vpc-cards' }, b: { 'eni-b': 'vpc-web', 'eni-c': undefined } });
  }), [
    ['error copiesAll a', { filter: 'net/alicloud_vpc_traffic_mirror_filter.web', directions: ['inbound', 'outbound'], vpc: 'vpc-cards' }],
    ['undecided vpcNotKnown b', { filter: 'net/alicloud_vpc_traffic_mirror_filter.web', vpcs: ['vpc-cards'] }],
  ]],
  ['an unknown source beside one inside', some(cards, { a: from('eni-a', 'eni-b'), b: from('eni-b', 'eni-a') }, (f) => {
    bothWays(f);
    inVpcs(f, { a: { 'eni-a': undefined, 'eni-b': 'vpc-cards' }, b: { 'eni-a': undefined, 'eni-b': 'vpc-cards' } });
  }), [
    ['error copiesAll a', { filter: 'net/alicloud_vpc_traffic_mirror_filter.web', directions: ['inbound', 'outbound'], vpc: 'vpc-cards' }],
    ['error copiesAll b', { filter: 'net/alicloud_vpc_traffic_mirror_filter.web', directions: ['inbound', 'outbound'], vpc: 'vpc-cards' }],
  ]],
  ['a filter that is not in the app', some(cards, {
    a: { traffic_mirror_filter_id: 'tmf-1' }, b: { traffic_mirror_filter_id: { a: 1 } },
  }, (f) => {
    inVpcs(f, { a: { 'eni-a': 'vpc-cards' }, b: { 'eni-b': 'vpc-cards' } });
  }), [
    ['undecided rulesNotKnown a', { filter: 'tmf-1', vpcs: ['vpc-cards'] }],
    ['undecided rulesNotKnown b', { filter: '', vpcs: ['vpc-cards'] }],
  ]],
  ['rules of a filter that is not in the app', some(cards, { a: { traffic_mirror_filter_id: 'tmf-1' } }, (f) => {
    f.terraform.resource[INBOUND].shared = rule(1, { ...ALL, traffic_mirror_filter_id: 'tmf-1' });
    inVpcs(f, { a: { 'eni-a': 'vpc-cards' } });
  }), [
    ['undecided rulesNotKnown a', { filter: 'tmf-1', vpcs: ['vpc-cards'] }],
  ]],
  ['a rule by a variable', some(cards, { a: {}, b: {} }, (f) => {
    f.terraform.resource[INBOUND] = { r: rule(1, { protocol: '${var.p}', destination_port_range: '-1/-1' }) };
    inVpcs(f, { a: { 'eni-a': 'vpc-cards' } });
  }), [
    ['undecided rulesNotKnown a', { filter: 'net/alicloud_vpc_traffic_mirror_filter.web', vpcs: ['vpc-cards'] }],
    ['undecided rulesNotKnown b', { filter: 'net/alicloud_vpc_traffic_mirror_filter.web', vpcs: ['vpc-cards'] }],
  ]],
  ['two networks', some({ networks: [...cards.networks, { vpcs: ['vpc-web', 'vpc-x'], forbidAllTraffic: true }] }, { a: {} }, (f) => {
    everything(f);
    inVpcs(f, { a: { 'eni-a': 'vpc-web' } });
  }), [
    ['error copiesAll a', { filter: 'net/alicloud_vpc_traffic_mirror_filter.web', directions: ['inbound'], vpc: 'vpc-web' }],
  ]],
  ['a VPC of the app', some({ networks: [{ vpcs: ['net/alicloud_vpc.cards'], forbidAllTraffic: true }] }, { a: from(ENI) }, (f) => {
    everything(f);
    add(f, 'alicloud_vpc', { cards: {} });
    add(f, 'alicloud_vswitch', { v: { vpc_id: '${alicloud_vpc.cards.id}' } });
    eni(f, { vswitch_id: '${alicloud_vswitch.v.id}' });
  }), [
    ['error copiesAll a', { filter: 'net/alicloud_vpc_traffic_mirror_filter.web', directions: ['inbound'], vpc: 'net/alicloud_vpc.cards' }],
  ]],
  ['a VPC by the vSwitch of an interface', some({
    networks: [{ vpcs: ['vpc-bp1prod'], forbidAllTraffic: true }],
  }, { a: from(ENI) }, (f) => {
    everything(f);
    eni(f, { vswitch_id: 'vsw-bp1web' });
  }), [
    ['error copiesAll a', { filter: 'net/alicloud_vpc_traffic_mirror_filter.web', directions: ['inbound'], vpc: 'vpc-bp1prod' }],
  ]],
  ['a VPC by the vSwitch that is stated', some({ networks: [{ vpcs: ['vpc-bp1prod'], forbidAllTraffic: true }] }, { a: {} }, (f) => {
    everything(f);
    f.statements.sessions = { [`${SESSION}.a`]: { sources: { 'eni-a': { vswitchId: 'vsw-bp1web' } } } };
  }), [
    ['error copiesAll a', { filter: 'net/alicloud_vpc_traffic_mirror_filter.web', directions: ['inbound'], vpc: 'vpc-bp1prod' }],
  ]],
]);

const short = (most: number) => ({ networks: [{ vpcs: ['vpc-cards'], longestPacket: most }] });
const length = (packetLength: unknown) => ({ packet_length: packetLength });

rows('TM804', [
  ['no networks', some({}, { a: {} }), []],
  ['another demand', some(cards, { a: {} }, (f) => inVpcs(f, { a: { 'eni-a': 'vpc-cards' } })), []],
  ['lengths', some(short(128), {
    a: length(128), b: length(129), c: {}, d: length('${var.l}'), e: length(129), f: length(129), g: length(64),
  }, (f) => inVpcs(f, {
    a: { 'eni-a': 'vpc-cards' }, b: { 'eni-b': 'vpc-cards' }, c: { 'eni-c': 'vpc-cards' }, d: { 'eni-d': 'vpc-cards' },
    e: { 'eni-e': 'vpc-web' },
  })), [
    'pass a',
    'pass g',
    ['error longer b', { length: 129, most: 128, vpc: 'vpc-cards' }],
    ['error notSet c', { length: 1500, most: 128, vpc: 'vpc-cards' }],
    ['undecided lengthOnlyAtApply d', { most: 128 }],
    ['undecided vpcNotKnown f', { length: 129, most: 128, vpcs: ['vpc-cards'] }],
  ]],
  ['the default', some(short(1500), { a: {}, b: {} }, (f) => inVpcs(f, { a: { 'eni-a': 'vpc-cards' } })), ['pass a', 'pass b']],
  ['below the default', some(short(1499), { a: {}, b: {} }, (f) => inVpcs(f, { a: { 'eni-a': 'vpc-cards' } })), [
    ['error notSet a', { length: 1500, most: 1499, vpc: 'vpc-cards' }],
    ['undecided vpcNotKnown b', { length: 1500, most: 1499, vpcs: ['vpc-cards'] }],
  ]],
]);

const never = { excludedSourceTags: { mirror: 'never', env: 'prod*' } };
/** The tags of sources, by session and id. */
const tagged = (f: Fixture, tags: Record<string, Record<string, Record<string, string> | undefined>>) => {
  f.statements.sessions = Object.fromEntries(Object.entries(tags).map(([name, of]) => [`${SESSION}.${name}`, {
    sources: Object.fromEntries(Object.entries(of).map(([id, own]) => [id, stated({ tags: own })])),
  }]));
};

rows('TM805', [
  ['no demand', some({}, { a: {} }), []],
  ['tags', some(never, { a: from('eni-1', 'eni-2', 'eni-3', 'eni-4'), b: from('eni-1'), c: UNLISTED }, (f) => tagged(f, {
    a: { 'eni-1': { mirror: 'never' }, 'eni-2': { mirror: 'yes' }, 'eni-3': undefined, 'eni-4': { env: 'production', mirror: 'x' } },
    b: { 'eni-1': { mirror: 'no' } },
  })), [
    'pass a',
    'pass b',
    ['error excluded a eni-1', { source: 'eni-1', key: 'mirror', value: 'never' }],
    ['error excluded a eni-4', { source: 'eni-4', key: 'env', value: 'production' }],
    ['undecided tagsNotKnown a eni-3', { keys: ['mirror', 'env'] }],
    'undecided onlyAtApply c',
  ]],
  ['two that pass, and two that are unknown', some(never, { a: from('eni-1', 'eni-2', 'eni-3', 'eni-4') }, (f) => tagged(f, {
    a: { 'eni-1': undefined, 'eni-2': { mirror: 'yes' }, 'eni-3': undefined, 'eni-4': {} },
  })), [
    'pass a (2)',
    ['undecided tagsNotKnown a eni-1 (2)', { keys: ['mirror', 'env'] }],
  ]],
  ['an unknown tag, and one that excludes', some(never, { a: from(ENI) }, (f) => eni(f, { tags: { mirror: '${var.m}', env: 'prod' } })), [
    ['error excluded a alicloud_ecs_network_interface.e', { source: 'net/alicloud_ecs_network_interface.e', key: 'env', value: 'prod' }],
  ]],
  ['both tags', some(never, { a: {} }, (f) => tagged(f, { a: { 'eni-a': { mirror: 'never', env: 'prod' } } })), [
    ['error excluded a eni-a', { source: 'eni-a', key: 'mirror', value: 'never' }],
  ]],
  ['API responses', some(never, { a: {}, b: {} }, (f) => {
    known(f, 'eni-a', { tags: { mirror: 'never' } });
    known(f, 'eni-b', { tags: {} });
  }), [
    'pass b',
    ['error excluded a eni-a', { source: 'eni-a', key: 'mirror', value: 'never' }],
  ]],
  ['a statement before API responses', some(never, { a: {} }, (f) => {
    known(f, 'eni-a', { tags: { mirror: 'never' } });
    tagged(f, { a: { 'eni-a': { mirror: 'yes' } } });
  }), ['pass a']],
  ['no sources', some(never, { a: from() }), []],
]);

rows('TM806', [
  ['no demand', some({}, { a: {} }), []],
  ['no sessions', some({ monthlyCost: 0 }, {}), []],
  ['a budget', some({ monthlyCost: 20 }, { a: {}, b: {} }), [
    ['error over net monthly cost', { cost: '20.16', currency: 'USD', budget: 20, sessions: 2 }],
  ]],
  ['a budget of a scope', some({ monthlyCost: 20, scope: 'net' }, { a: {}, b: {} }), [
    ['error over net monthly cost', { cost: '20.16', currency: 'USD', budget: 20, sessions: 2 }],
  ]],
  ['more than a budget of a scope', some({ monthlyCost: 5, scope: `net/${SESSION}.a` }, { a: {}, b: {} }), [
    ['error over a monthly cost', { cost: '10.08', currency: 'USD', budget: 5, sessions: 1 }],
  ]],
  ['a source in two sessions', some({ monthlyCost: 15 }, { a: from('eni-1'), b: from('eni-1') }), ['pass net monthly cost']],
  ['a source in two sessions', some({ monthlyCost: 15 }, { a: from('eni-1'), b: from('eni-1') }), [
    ['error over net monthly cost', { cost: '144.00', currency: 'CNY', budget: 15, sessions: 2 }],
  ], LATER],
  ['copies', some({ monthlyCost: 15 }, { a: { count: 3 } }), [
    ['error over net monthly cost', { cost: '216.00', currency: 'CNY', budget: 15, sessions: 1 }],
  ], LATER],
  ['an unknown number of copies', some({ monthlyCost: 15 }, { a: UNKNOWN }), [
    ['undecided onlyAtApply net monthly cost', { cost: '0.00', currency: 'CNY', budget: 15 }],
  ], LATER],
  ['an unknown number of copies', some({ monthlyCost: 15 }, { a: UNKNOWN }), [
    ['undecided onlyAtApply net monthly cost', { cost: '0.00', currency: 'USD', budget: 15 }],
  ]],
  ['an unknown number of copies, of more than the budget', some({ monthlyCost: 5 }, { a: UNKNOWN }), [
    ['undecided onlyAtApply net monthly cost', { cost: '0.00', currency: 'USD', budget: 5 }],
  ]],
  ['sessions that are off', some({ monthlyCost: 15 }, { a: { enabled: false, ...UNLISTED }, b: { enabled: false }, c: {} }), [
    'pass net monthly cost',
  ]],
  ['a session that may be off', some({ monthlyCost: 15 }, { a: { enabled: '${var.on}' }, b: {} }), [
    ['undecided onlyAtApply net monthly cost', { cost: '10.08', currency: 'USD', budget: 15 }],
  ]],
  ['a list that is known only at apply', some({ monthlyCost: 15 }, { a: UNLISTED, b: {} }), [
    ['undecided onlyAtApply net monthly cost', { cost: '10.08', currency: 'USD', budget: 15 }],
  ]],
  ['a list that is known only at apply', some({ monthlyCost: 15 }, { a: UNLISTED, b: {} }), [
    ['error over net monthly cost', { cost: '72.00', currency: 'CNY', budget: 15, sessions: 2 }],
  ], LATER],
  ['traffic', some({ monthlyCost: 15, gigabytesPerMonth: 100 }, { a: {} }), ['pass net monthly cost']],
  ['more traffic', some({ monthlyCost: 15, gigabytesPerMonth: 10_000 }, { a: {} }), [
    ['error over net monthly cost', { cost: '80.08', currency: 'USD', budget: 15, sessions: 1 }],
  ]],
  ['exactly the budget', some({ monthlyCost: 10.08 }, { a: {} }), ['pass net monthly cost']],
]);

rows('TM807', [
  ['no demand', some({}, { a: {} }), []],
  ['budgets', some({ sourcesPerTarget: 2 }, {
    a: { ...from('eni-1', 'eni-2'), ...to('lb-1') }, b: { ...from('eni-1'), ...to('lb-1') }, c: to('lb-2'),
  }), [
    'pass a lb-1',
    'pass c lb-2',
  ]],
  ['more', some({ sourcesPerTarget: 2 }, { a: { ...from('eni-1', 'eni-2'), ...to('lb-1') }, b: { ...from('eni-3'), ...to('lb-1') } }), [
    ['error over a lb-1', { target: 'lb-1', sources: 3, most: 2 }],
  ]],
  ['a session that is off', some({ sourcesPerTarget: 1 }, { a: {}, b: { enabled: false } }), ['pass a lb-bp1sensors']],
  ['a session that may be off', some({ sourcesPerTarget: 1 }, { a: {}, b: { enabled: '${var.on}' } }), [
    ['undecided sourcesOnlyAtApply a lb-bp1sensors', { target: 'lb-bp1sensors', sources: 1, most: 1 }],
  ]],
  ['an unknown number of copies', some({ sourcesPerTarget: 1 }, { a: {}, b: UNKNOWN }), [
    ['undecided sourcesOnlyAtApply a lb-bp1sensors', { target: 'lb-bp1sensors', sources: 1, most: 1 }],
  ]],
  ['an unknown number of copies alone', some({ sourcesPerTarget: 1 }, { a: UNKNOWN }), ['pass a lb-bp1sensors']],
  ['an unknown number of copies with a source each',
    some({ sourcesPerTarget: 1 }, { a: { ...from('${each.key}'), for_each: '${var.m}' } }), [
      ['undecided sourcesOnlyAtApply a lb-bp1sensors', { target: 'lb-bp1sensors', sources: 0, most: 1 }],
    ]],
  ['an id and a resource', some({ sourcesPerTarget: 1 }, { a: from('eni-1', ENI) }), [
    ['undecided sourcesOnlyAtApply a lb-bp1sensors', { target: 'lb-bp1sensors', sources: 1, most: 1 }],
  ]],
  ['a list that is known only at apply', some({ sourcesPerTarget: 2 }, { a: {}, b: UNLISTED }), [
    ['undecided sourcesOnlyAtApply a lb-bp1sensors', { target: 'lb-bp1sensors', sources: 1, most: 2 }],
  ]],
  ['a list that is known only at apply, beside too many', some({ sourcesPerTarget: 1 }, { a: from('eni-1', 'eni-2'), b: UNLISTED }), [
    ['error over a lb-bp1sensors', { target: 'lb-bp1sensors', sources: 2, most: 1 }],
  ]],
  ['two names of targets', some({ sourcesPerTarget: 1 }, { a: to('eni-1'), b: to(ENI) }), [
    ['undecided sourcesOnlyAtApply a eni-1', { target: 'eni-1', sources: 1, most: 1 }],
    ['undecided sourcesOnlyAtApply b alicloud_ecs_network_interface.e', {
      target: 'net/alicloud_ecs_network_interface.e', sources: 1, most: 1,
    }],
  ]],
  ['two names of targets, within the budget', some({ sourcesPerTarget: 2 }, { a: to('eni-1'), b: to(ENI) }), [
    'pass a eni-1',
    'pass b alicloud_ecs_network_interface.e',
  ]],
  ['no target', some({ sourcesPerTarget: 1 }, { a: NO_TARGET, b: { ...NO_TARGET, enabled: false } }), [
    ['undecided targetOnlyAtApply a', { most: 1 }],
  ]],
]);

/** Fleets of the app, with what they change. */
const fleets = (f: Fixture, given: Record<string, object | undefined>, more: object = {}) => {
  f.statements.fleets = Object.entries(given).map(([path, change]) => ({
    path, ledger: 'a', firstPriority: 1, lastPriority: 9, change: change && changeOf(change), ...more,
  }));
};
const interrupted = (count: number, interruptedSeconds = 10, parked = 0) => ({
  interrupted: { count, names: 'eni-i' }, parked: { count: parked, names: 'eni-p' }, interruptedSeconds,
});
const sourcesBudget = { interruptedSources: 2 };

rows('TM808', [
  ['no demand', some({}, { a: {} }), []],
  ['no fleet', some(sourcesBudget, { a: {}, b: {} }), ['undecided noFleet net (2)']],
  ['a fleet without a change', some(sourcesBudget, { a: {} }, (f) => fleets(f, { [`net/${SESSION}.a`]: undefined })), []],
  ['a fleet whose name begins like a path', some(sourcesBudget, { ab: {} }, (f) => fleets(f, { [`net/${SESSION}.a`]: interrupted(1) })), [
    'pass a',
    'undecided noFleet net',
  ]],
  ['within the budget', some({ ...sourcesBudget, interruptedSeconds: 10 }, { a: {} }, (f) => fleets(f, { net: interrupted(2) })), [
    'pass net',
  ]],
  ['too many', some(sourcesBudget, { a: {} }, (f) => fleets(f, { net: interrupted(3) })), [
    ['error sources net', {
      sources: 3, most: 2, names: ['eni-i'], comparedWith: { phrase: 'theLedger', with: { ledger: 'traffic-mirror.lock' } },
    }],
  ]],
  ['too many with those that wait', some(sourcesBudget, { a: {} }, (f) => fleets(f, { net: interrupted(1, 10, 2) })), [
    ['error sources net', {
      sources: 3, most: 2, names: ['eni-i', 'eni-p'], comparedWith: { phrase: 'theLedger', with: { ledger: 'traffic-mirror.lock' } },
    }],
  ]],
  ['only those that wait', some(sourcesBudget, { a: {} }, (f) => fleets(f, { net: interrupted(0, 10, 3) })), [
    ['error sources net', {
      sources: 3, most: 2, names: ['eni-p'], comparedWith: { phrase: 'theLedger', with: { ledger: 'traffic-mirror.lock' } },
    }],
  ]],
  ['too long', some({ interruptedSeconds: 9 }, { a: {} }, (f) => fleets(f, { net: interrupted(1) })), [
    ['error seconds net', { seconds: 10, longest: 9, sources: 1, names: ['eni-i'] }],
  ]],
  ['too long for none', some({ interruptedSeconds: 9 }, { a: {} }, (f) => fleets(f, { net: interrupted(0, 10, 1) })), ['pass net']],
  ['too long, and many', some({ interruptedSources: 0, interruptedSeconds: 9 }, { a: {} }, (f) => fleets(f, { net: interrupted(1) })), [
    ['error sources net', {
      sources: 1, most: 0, names: ['eni-i'], comparedWith: { phrase: 'theLedger', with: { ledger: 'traffic-mirror.lock' } },
    }],
  ]],
  ['another scope', some({ ...sourcesBudget, scope: 'net/Team' }, { a: {} }, (f) => fleets(f, {
    'net/Fleet': interrupted(3), 'net/Team/Fleet': interrupted(4),
  })), [
    ['error sources net/Team/Fleet', {
      sources: 4, most: 2, names: ['eni-i'], comparedWith: { phrase: 'theLedger', with: { ledger: 'traffic-mirror.lock' } },
    }],
  ]],
  ['a lone session with a ledger', some(sourcesBudget, { a: {}, b: {} }, (f) => fleets(f, {
    [`net/${SESSION}.a`]: undefined,
  }, { single: true })), ['pass a', 'undecided noFleet net']],
  ['a lone session with a ledger, and a change', some(sourcesBudget, { a: {} }, (f) => fleets(f, {
    [`net/${SESSION}.a`]: interrupted(3),
  }, { single: true })), [
    ['error sources a', {
      sources: 3, most: 2, names: ['eni-i'], comparedWith: { phrase: 'theLedger', with: { ledger: 'traffic-mirror.lock' } },
    }],
  ]],
  ['a stack without statements', some(sourcesBudget, { a: {} }, (f) => { f.statements = undefined as any; }), ['undecided noFleet net']],
  ['two stacks', () => {
    const demand = { scope: '', ...sourcesBudget };
    return [some({}, { a: {}, b: {} })(), some({}, { c: {} })()].map((f) => ({ ...f, governance: [demand] }));
  }, ['undecided noFleet net (2)', 'undecided noFleet net1']],
  ['a stack without statements, and a scope', some({ ...sourcesBudget, scope: 'net' }, { a: {} }, (f) => {
    f.statements = undefined as any;
  }), [
    'undecided noFleet net',
  ]],
]);

rows('TM809', [
  ['no demand', some({ forbidPublicTargets: false }, { a: {} }), []],
  ['targets', some({ forbidPublicTargets: true }, {
    a: {}, b: to('eni-bp1sensor'), c: to('eni-public'), d: to('lb-public'), e: to('eni-x'), f: NO_TARGET,
    g: to('eni-open'), h: to('eni-public'),
  }, (f) => {
    known(f, 'eni-public', { publicIp: '203.0.113.7' });
    f.network[0].securityGroups.set('sg-open', {
      ...f.network[0].securityGroups.get('sg-1')!, rules: [{
        ...f.network[0].securityGroups.get('sg-1')!.rules[0], sourceCidr: '0.0.0.0/0',
      }],
    });
    known(f, 'eni-open', { securityGroupIds: ['sg-open'] });
    f.network[0].loadBalancers.set('lb-public', { ...f.network[0].loadBalancers.get('lb-bp1sensors')!, addressType: 'internet' });
  }), [
    'pass a lb-bp1sensors',
    ['error address c eni-public', { target: 'eni-public', by: '203.0.113.7' }],
    ['error loadBalancer d lb-public', { target: 'lb-public' }],
    ['error groupOpen g eni-open', { target: 'eni-open', group: 'sg-open' }],
    'undecided targetOnlyAtApply f',
    ['undecided notKnown b eni-bp1sensor', { target: 'eni-bp1sensor', unknown: { phrase: 'publicAddressNotKnown', with: {} } }],
    ['undecided notKnown e eni-x', { target: 'eni-x', unknown: { phrase: 'itsGroupsNotKnown', with: {} } }],
  ]],
  ['an EIP of the app', some({ forbidPublicTargets: true }, { a: to('eni-bp1sensor') }, (f) => {
    add(f, 'alicloud_eip_association', { eip: { instance_id: 'eni-bp1sensor', allocation_id: 'eip-1' } });
  }), [
    ['error address a eni-bp1sensor', { target: 'eni-bp1sensor', by: 'net/alicloud_eip_association.eip' }],
  ]],
]);

const ACCOUNT = { id: 'tms-1', name: 'capture', priority: 7, virtualNetworkId: 70, targetId: 'eni-t', sourceIds: ['eni-1', 'eni-2'] };
const foreign = (sessions: object[] = [{}], allowed: string[] = []): Demand => ({
  foreignSessions: { allowed, sessions: sessions.map((more) => ({ ...ACCOUNT, ...more })) },
});
/** A session that is the one of the account, or differs in some arguments. */
const same = (more: object = {}) => ({ priority: 7, virtual_network_id: 71, ...to('eni-u'), ...from('eni-3'), ...more });

rows('TM810', [
  ['no demand', some({}, { a: {} }), []],
  ['no sessions', some(foreign(), {}), [
    ['warning foreign net tms-1', { session: 'tms-1 (capture)', priority: 7, sources: ['eni-1', 'eni-2'], target: 'eni-t' }],
  ]],
  ['no sessions, and a scope', some({ ...foreign(), scope: 'net' }, {}), [
    ['warning foreign net tms-1', { session: 'tms-1 (capture)', priority: 7, sources: ['eni-1', 'eni-2'], target: 'eni-t' }],
  ]],
  ['another session', some(foreign(), { a: {} }), [
    ['warning foreign net tms-1', { session: 'tms-1 (capture)', priority: 7, sources: ['eni-1', 'eni-2'], target: 'eni-t' }],
  ]],
  ['a session without a name', some(foreign([{ name: undefined }], ['capture']), { a: {} }), [
    ['warning foreign net tms-1', { session: 'tms-1', priority: 7, sources: ['eni-1', 'eni-2'], target: 'eni-t' }],
  ]],
  ['an allowed id', some(foreign([{}], ['other', 'tms-*']), { a: {} }), ['pass net tms-1']],
  ['an allowed name', some(foreign([{}], ['cap*']), { a: {} }), ['pass net tms-1']],
  ['another name', some(foreign([{}], ['x', 'Capture']), { a: {} }), [
    ['warning foreign net tms-1', { session: 'tms-1 (capture)', priority: 7, sources: ['eni-1', 'eni-2'], target: 'eni-t' }],
  ]],
  ['the same target', some(foreign(), { a: same(to('eni-t')) }), ['pass net tms-1']],
  ['the same VNI', some(foreign(), { a: same({ virtual_network_id: 70 }) }), ['pass net tms-1']],
  ['the same source', some(foreign(), { a: same(from('eni-3', 'eni-2')) }), ['pass net tms-1']],
  ['the same priority', some(foreign(), { a: same() }), [
    ['warning foreign net tms-1', { session: 'tms-1 (capture)', priority: 7, sources: ['eni-1', 'eni-2'], target: 'eni-t' }],
  ]],
  ['the same of all, with another priority', some(foreign(), {
    a: { priority: 8, virtual_network_id: 70, ...to('eni-t'), ...from('eni-1') },
  }), [
    ['warning foreign net tms-1', { session: 'tms-1 (capture)', priority: 7, sources: ['eni-1', 'eni-2'], target: 'eni-t' }],
  ]],
  ['the same priority, and a target that is known only at apply', some(foreign(), { a: same(to(ENI)) }), [
    ['undecided onlyAtApply net tms-1', { session: 'tms-1 (capture)', priority: 7 }],
  ]],
  ['the same priority, and a VNI that is known only at apply', some(foreign(), { a: same({ virtual_network_id: '${var.v}' }) }), [
    ['undecided onlyAtApply net tms-1', { session: 'tms-1 (capture)', priority: 7 }],
  ]],
  ['the same priority, and a source that is known only at apply', some(foreign(), { a: same(from('eni-3', ENI)) }), [
    ['undecided onlyAtApply net tms-1', { session: 'tms-1 (capture)', priority: 7 }],
  ]],
  ['the same priority, and a list that is known only at apply', some(foreign(), { a: same(UNLISTED) }), [
    ['undecided onlyAtApply net tms-1', { session: 'tms-1 (capture)', priority: 7 }],
  ]],
  ['the same priority, and no target', some(foreign(), { a: same(NO_TARGET) }), [
    ['undecided onlyAtApply net tms-1', { session: 'tms-1 (capture)', priority: 7 }],
  ]],
  ['one of two with the same priority', some(foreign(), { a: same(), b: same(to('eni-t')) }), ['pass net tms-1']],
  ['one of two with the same priority, and an unknown one', some(foreign(), { a: same(UNLISTED), b: same(to('eni-t')) }), [
    'pass net tms-1',
  ]],
  ['an unknown priority', some(foreign(), { a: same({ priority: '${var.p}' }) }), [
    ['warning foreign net tms-1', { session: 'tms-1 (capture)', priority: 7, sources: ['eni-1', 'eni-2'], target: 'eni-t' }],
  ]],
  ['an unknown priority and the same target', some(foreign(), { a: same({ priority: '${var.p}', ...to('eni-t') }) }), [
    ['undecided onlyAtApply net tms-1', { session: 'tms-1 (capture)', priority: 7 }],
  ]],
  ['an unknown priority and the same VNI', some(foreign(), { a: same({ priority: '${var.p}', virtual_network_id: 70 }) }), [
    ['undecided onlyAtApply net tms-1', { session: 'tms-1 (capture)', priority: 7 }],
  ]],
  ['an unknown priority and the same source', some(foreign(), { a: same({ priority: '${var.p}', ...from('eni-3', 'eni-2') }) }), [
    ['undecided onlyAtApply net tms-1', { session: 'tms-1 (capture)', priority: 7 }],
  ]],
  ['an unknown priority and list', some(foreign(), { a: same({ priority: '${var.p}', ...UNLISTED }) }), [
    ['undecided onlyAtApply net tms-1', { session: 'tms-1 (capture)', priority: 7 }],
  ]],
  ['an unknown priority and VNI', some(foreign(), {
    a: same({ priority: '${var.p}', virtual_network_id: '${var.v}' }), b: same({ priority: '${var.p}' }),
  }), [
    ['undecided onlyAtApply net tms-1', { session: 'tms-1 (capture)', priority: 7 }],
  ]],
  ['an unknown priority and no target', some(foreign(), { a: same({ priority: '${var.p}', ...NO_TARGET }) }), [
    ['undecided onlyAtApply net tms-1', { session: 'tms-1 (capture)', priority: 7 }],
  ]],
  ['an unknown number of copies', some(foreign(), { a: same(UNKNOWN) }), [
    ['warning foreign net tms-1', { session: 'tms-1 (capture)', priority: 7, sources: ['eni-1', 'eni-2'], target: 'eni-t' }],
  ]],
  ['an unknown number of copies, and the same target', some(foreign(), { a: same({ ...UNKNOWN, ...to('eni-t') }) }), [
    ['undecided onlyAtApply net tms-1', { session: 'tms-1 (capture)', priority: 7 }],
  ]],
  ['an import', some(foreign([{}, { id: 'tms-2' }, { id: 'tms-3' }]), { a: {} }, (f) => {
    f.terraform.import = [{ to: 'x.y', id: 'tms-1' }, null, { id: '${var.id}' }, { to: 'x.z', id: 'tms-3' }];
  }), [
    'pass net tms-1',
    'pass net tms-3',
    ['warning foreign net tms-2', { session: 'tms-2 (capture)', priority: 7, sources: ['eni-1', 'eni-2'], target: 'eni-t' }],
  ]],
  ['one import', some(foreign(), { a: {} }, (f) => { f.terraform.import = { to: 'x.y', id: 'tms-1' }; }), ['pass net tms-1']],
  ['a session without a name, and a pattern of names', some(foreign([{ name: undefined }], ['undef*']), { a: {} }), [
    ['warning foreign net tms-1', { session: 'tms-1', priority: 7, sources: ['eni-1', 'eni-2'], target: 'eni-t' }],
  ]],
]);

test('an app without demands has none', () => {
  expect(governed(new MirrorModel(documents(withSessions({ a: {} }))))).toEqual([]);
});

test.each<[text: string, pattern: string, fitting: boolean]>([
  ['lb-1', 'lb-*', true], ['lb-1', 'lb-?', true], ['lb-12', 'lb-?', false], ['alb-1', 'lb-*', false],
  ['lb.1', 'lb?1', true], ['lbx1', 'lb.1', false],
])('whether %s matches %s: %s', (text, pattern, fitting) => {
  // A pattern that was never used before.
  const own = Math.random();
  expect([fits(`${own}${text}`, `${own}${pattern}`), fits(`${own}${text}`, `${own}${pattern}`)]).toEqual([fitting, fitting]);
});
