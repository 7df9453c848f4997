// TM601 to TM607 and TM701: what each says of small apps, alone.
import { add, documents, FILTER, Fixture, INBOUND, providers, right, rule, SESSION, stated } from './fixtures';
import { from, outcomesOf, rows, to, withSessions } from './one-check';
import { MirrorEdition } from '../../src';
import { EditionFacts } from '../../src/checks/edition-facts';
import { TM701, truncationOf } from '../../src/checks/tm701-truncation';
import { MirrorModel } from '../../src/model/mirror-model';
import { phrase } from '../../src/texts/phrase';

const LATER = MirrorEdition.EDITION_2026;
const some = (bodies: Record<string, object>, change?: (f: Fixture) => void) => () => withSessions(bodies, change);
/** The sessions, filters and rules of this app have this argument. */
const everywhere = (more: object, change: (f: Fixture) => void = () => undefined) => some({ a: more }, (f) => {
  f.terraform.resource[FILTER].web = more;
  f.terraform.resource[INBOUND] = { r: rule(1, more) };
  change(f);
});
/** A document that is a plan. */
const planned = (make: () => Fixture) => () => ({ ...make(), withoutLifecycle: true });

rows('TM601', [
  ['not set', everywhere({}), [
    'pass a',
    'pass net/alicloud_vpc_traffic_mirror_filter.web',
    'pass net/alicloud_vpc_traffic_mirror_filter_ingress_rule.r',
  ]],
  ['null', everywhere({ dry_run: null }), [
    'pass a',
    'pass net/alicloud_vpc_traffic_mirror_filter.web',
    'pass net/alicloud_vpc_traffic_mirror_filter_ingress_rule.r',
  ]],
  ['false', everywhere({ dry_run: 'false' }), [
    'pass a',
    'pass net/alicloud_vpc_traffic_mirror_filter.web',
    'pass net/alicloud_vpc_traffic_mirror_filter_ingress_rule.r',
  ]],
  ['true', everywhere({ dry_run: true }), [
    'error dryRun a',
    'error dryRun net/alicloud_vpc_traffic_mirror_filter.web',
    'error dryRun net/alicloud_vpc_traffic_mirror_filter_ingress_rule.r',
  ]],
  ['a variable', everywhere({ dry_run: '${var.dry}' }), [
    'undecided onlyAtApply a',
    'undecided onlyAtApply net/alicloud_vpc_traffic_mirror_filter.web',
    'undecided onlyAtApply net/alicloud_vpc_traffic_mirror_filter_ingress_rule.r',
  ]],
  ['one of two', some({ a: {}, b: { dry_run: true }, c: { dry_run: true } }), [
    'pass a',
    'pass net/alicloud_vpc_traffic_mirror_filter.web',
    'pass net/alicloud_vpc_traffic_mirror_filter_ingress_rule.inbound-1',
    'error dryRun b',
    'error dryRun c',
  ]],
]);

const vni = (...numbers: unknown[]) =>
  some(Object.fromEntries(numbers.map((number, i) => ['abcdefgh'[i], { virtual_network_id: number }])));

rows('TM602', [
  ['numbers', vni(undefined, null, 1, 16_777_215, '7'), ['pass a', 'pass b', 'pass c', 'pass d', 'pass e']],
  ['numbers out of range', vni(0, 16_777_216, -1, 1.5), [
    ['error zero a', { min: 1, max: 16777215 }],
    ['error outside b', { vni: 16777216, min: 1, max: 16777215 }],
    ['error outside c', { vni: -1, min: 1, max: 16777215 }],
    ['error outside d', { vni: 1.5, min: 1, max: 16777215 }],
  ]],
  ['a variable', vni('${var.v}'), ['undecided onlyAtApply a']],
]);

rows('TM603', [
  ['no lifecycle', some({ a: {}, b: { lifecycle: {} }, c: { lifecycle: [] }, d: { lifecycle: { create_before_destroy: false } } }), [
    'pass a',
    'pass b',
    'pass c',
    'pass d',
  ]],
  ['create_before_destroy', some({
    a: { lifecycle: { create_before_destroy: true } }, b: { lifecycle: [{ create_before_destroy: 'true' }] },
    c: { lifecycle: [{ create_before_destroy: 'true' }] },
  }), ['error createFirst a', 'error createFirst b', 'error createFirst c']],
  ['a plan', planned(some({ a: {}, b: { lifecycle: { create_before_destroy: true } }, c: { lifecycle: {} } })), [
    'pass c',
    'error createFirst b',
  ]],
]);

rows('TM604', [
  ['two stacks', () => [right(), right()], ['pass net net', 'pass net1 net1']],
  ['one folder', () => [right(), right(), right()].map((f, i) => ({ ...f, folder: i === 1 ? 'other' : 'same' })), [
    'pass net1 other',
    'pass net2 same',
    ['error overwritten net same', { other: 'net2', folder: 'same' }],
  ]],
  ['no folder', () => [right(), right()].map((f) => ({ ...f, folder: undefined })), ['pass net', 'pass net1']],
  ['a file that cannot be read', () => ({ ...right(), terraform: undefined, unreadable: phrase('theLedger', { ledger: 'x' }) }), [
    ['error unreadable net net', { why: { phrase: 'theLedger', with: { ledger: 'x' } } }],
  ]],
  ['no provider', some({}, (f) => { delete f.terraform.provider; }), ['pass net net']],
  ['null', some({}, (f) => { f.terraform.provider = { alicloud: null }; }), ['pass net net']],
  ['one provider, not in a list', some({}, (f) => { f.terraform.provider = { alicloud: { region: 'cn-hangzhou' } }; }), ['pass net net']],
  ['two providers, one with an alias', some({}, (f) => { f.terraform.provider.alicloud.push({ alias: 'b' }); }), ['pass net net']],
  ['three providers without an alias', some({}, (f) => { f.terraform.provider.alicloud.push({}, { alias: 'b' }, null, {}); }), [
    ['error unnamed net provider', { providers: 3 }],
  ]],
  ['a provider that is there', some({ a: { provider: 'alicloud.b' } }, (f) => { f.terraform.provider.alicloud.push({ alias: 'b' }); }), [
    'pass net net',
  ]],
  ['a provider that is not there', some({ a: {}, b: { provider: 'alicloud.b' }, c: { provider: 'alicloud.c' } }), [
    ['error noProvider net provider', { provider: 'alicloud.b', resource: 'b' }],
  ]],
  ['a provider of another resource', some({}, (f) => { add(f, 'alicloud_vpc', { v: { provider: 'alicloud.b' } }); }), [
    ['error noProvider net provider', { provider: 'alicloud.b', resource: 'net/alicloud_vpc.v' }],
  ]],
  ['a provider of a resource of others', some({}, (f) => { add(f, 'random_id', { v: { provider: 'alicloud.b' } }); }), ['pass net net']],
]);

const ignoring = (...names: string[]) => ({ lifecycle: { ignore_changes: names } });

rows('TM605', [
  ['no lifecycle', everywhere({}), [
    'pass a',
    'pass net/alicloud_vpc_traffic_mirror_filter.web',
    'pass net/alicloud_vpc_traffic_mirror_filter_ingress_rule.r',
  ]],
  ['another lifecycle', everywhere({ lifecycle: { prevent_destroy: true } }), [
    'pass a',
    'pass net/alicloud_vpc_traffic_mirror_filter.web',
    'pass net/alicloud_vpc_traffic_mirror_filter_ingress_rule.r',
  ]],
  ['an empty list of blocks', everywhere({ lifecycle: [] }), [
    'pass a',
    'pass net/alicloud_vpc_traffic_mirror_filter.web',
    'pass net/alicloud_vpc_traffic_mirror_filter_ingress_rule.r',
  ]],
  ['an empty list', everywhere(ignoring()), [
    'pass a',
    'pass net/alicloud_vpc_traffic_mirror_filter.web',
    'pass net/alicloud_vpc_traffic_mirror_filter_ingress_rule.r',
  ]],
  ['all', everywhere({ lifecycle: { ignore_changes: 'all' } }), [
    'warning all a all',
    'warning all net/alicloud_vpc_traffic_mirror_filter.web all',
    'warning all net/alicloud_vpc_traffic_mirror_filter_ingress_rule.r all',
  ]],
  ['all in a list', everywhere({ lifecycle: [{ ignore_changes: ['priority', 'all'] }] }), [
    'warning all a all',
    'warning all net/alicloud_vpc_traffic_mirror_filter.web all',
    'warning all net/alicloud_vpc_traffic_mirror_filter_ingress_rule.r all',
  ]],
  ['an expression', everywhere(ignoring('${priority}')), [
    ['warning some a priority', { attributes: ['priority'] }],
    ['warning some net/alicloud_vpc_traffic_mirror_filter.web priority', { attributes: ['priority'] }],
    ['warning some net/alicloud_vpc_traffic_mirror_filter_ingress_rule.r priority', { attributes: ['priority'] }],
  ]],
  ['harmless attributes', everywhere(ignoring(
    'tags', 'traffic_mirror_session_name', 'traffic_mirror_session_description', 'traffic_mirror_filter_name',
    'traffic_mirror_filter_description', 'resource_group_id', 'dry_run', 'tags["a"]', 'tags.b',
  )), [
    'pass a',
    'pass net/alicloud_vpc_traffic_mirror_filter.web',
    'pass net/alicloud_vpc_traffic_mirror_filter_ingress_rule.r',
  ]],
  ['harmless ones and others', some({ a: ignoring('tags', 'enabled', 'priority'), b: {}, c: ignoring('traffic_mirror_source_ids[0]') }), [
    'pass b',
    'pass net/alicloud_vpc_traffic_mirror_filter.web',
    'pass net/alicloud_vpc_traffic_mirror_filter_ingress_rule.inbound-1',
    ['warning some a enabled', { attributes: ['enabled', 'priority'] }],
    ['warning some c traffic_mirror_source_ids[0]', { attributes: ['traffic_mirror_source_ids[0]'] }],
  ]],
  ['a plan', planned(everywhere({}, (f) => { f.terraform.resource[SESSION].b = { ...ignoring('priority'), enabled: true }; })), [
    ['warning some b priority', { attributes: ['priority'] }],
  ]],
]);

const required = (version?: string, locked?: string) => () => ({
  ...some({}, (f) => { f.terraform.terraform = providers(version); })(),
  ...locked !== undefined && { lock: `provider "registry.terraform.io/aliyun/alicloud" {\n  version = "${locked}"\n}\n` },
});

rows('TM606', [
  ['no provider', some({}), []],
  ['tested versions', required('>= 1.239.0, < 3.0.0'), ['pass net']],
  ['the oldest version alone', required('1.239.0'), ['pass net']],
  ['older versions', required('< 1.239.0'), [
    ['warning older net', { oldest: '1.239.0', untried: '3.0.0', constraint: '>= 1.239.0, < 3.0.0', got: '< 1.239.0' }],
  ]],
  ['untried versions', required('>= 1.239.0'), [
    ['warning untried net', {
      oldest: '1.239.0', untried: '3.0.0', constraint: '>= 1.239.0, < 3.0.0', got: '>= 1.239.0', version: '3.0.0',
    }],
  ]],
  ['an unreadable constraint', required('newest'), [
    ['undecided unreadable net', { oldest: '1.239.0', untried: '3.0.0', constraint: '>= 1.239.0, < 3.0.0', got: 'newest' }],
  ]],
  ['no constraint', required(), [
    ['warning none net', { oldest: '1.239.0', untried: '3.0.0', constraint: '>= 1.239.0, < 3.0.0' }],
  ]],
  ['the oldest version, locked', required('>= 1.0.0', '1.239.0'), ['pass net']],
  ['an older version, locked', required('>= 1.0.0', '1.238.9'), [
    ['warning locked net', { oldest: '1.239.0', untried: '3.0.0', constraint: '>= 1.239.0, < 3.0.0', version: '1.238.9' }],
  ]],
  ['an untried version, locked', required(undefined, '3.0.0'), [
    ['warning locked net', { oldest: '1.239.0', untried: '3.0.0', constraint: '>= 1.239.0, < 3.0.0', version: '3.0.0' }],
  ]],
  ['an untried prerelease, locked', required('>= 1.0.0', '3.0.0-0'), [
    ['warning locked net', { oldest: '1.239.0', untried: '3.0.0', constraint: '>= 1.239.0, < 3.0.0', version: '3.0.0-0' }],
  ]],
  ['the last tested version, locked', required(undefined, '2.99.0'), ['pass net']],
  ['an unreadable lock', required('< 1.239.0', 'newest'), [
    ['warning older net', { oldest: '1.239.0', untried: '3.0.0', constraint: '>= 1.239.0, < 3.0.0', got: '< 1.239.0' }],
  ]],
]);

const modules = (given: Record<string, object>) => some({}, (f) => { f.terraform.module = given; });

rows('TM607', [
  ['other modules', modules({ vpc: { source: './vpc', cidr: '10.0.0.0/8', id: 'xtmf-bp1', note: 'the mirror' } }), ['pass net/module.vpc']],
  ['by its name', modules({ Mirrors: { source: './m' } }), [
    ['undecided unread net/module.Mirrors Mirrors', { module: 'Mirrors', source: './m' }],
  ]],
  ['by its source', modules({ web: { source: 'app.terraform.io/acme/traffic-MIRRORING/alicloud' } }), [
    ['undecided unread net/module.web web', { module: 'web', source: 'app.terraform.io/acme/traffic-MIRRORING/alicloud' }],
  ]],
  ['by an input', modules({ web: { source: './m', mirror_target: 'x' } }), [
    ['undecided unread net/module.web web', { module: 'web', source: './m' }],
  ]],
  ['by other words for it', modules({ tap: { source: './modules/traffic-capture' }, ids: { source: './packet_tap' } }), [
    ['undecided unread net/module.tap tap', { module: 'tap', source: './modules/traffic-capture' }],
    ['undecided unread net/module.ids ids', { module: 'ids', source: './packet_tap' }],
  ]],
  ['mirrors of packages and images', modules({
    registry_mirror: { source: './m', docker_registry_mirrors: ['https://x'] }, build: { source: './yum-mirror', go_mirror: 'x' },
  }), ['pass net/module.registry_mirror', 'pass net/module.build']],
  ['such a mirror beside a mirror of traffic', modules({
    web: { source: './m', registry_mirror: 'x', mirror_target: 'y', cargo_mirror: 'z' },
  }), [
    ['undecided unread net/module.web web', { module: 'web', source: './m' }],
  ]],
  ['by a filter', modules({ web: { source: './m', id: `\${${FILTER}.web.id}` } }), [
    ['undecided unread net/module.web web', { module: 'web', source: './m' }],
  ]],
  ['by ids', modules({
    a: { source: './m', id: 'tmf-bp1' }, b: { source: './m', ids: ['tms-bp1'] }, c: { source: './m', id: 'tmx-bp1' },
  }), [
    'pass net/module.c',
    ['undecided unread net/module.a a', { module: 'a', source: './m' }],
    ['undecided unread net/module.b b', { module: 'b', source: './m' }],
  ]],
  ['an input without an id', modules({ web: { source: './m', size: 3 } }), ['pass net/module.web']],
  ['by one of several ids', modules({ web: { source: './m', ids: ['vpc-bp1', 'tmf-bp1'] } }), [
    ['undecided unread net/module.web web', { module: 'web', source: './m' }],
  ]],
  ['a stack that is named like a resource', () => ({
    ...some({}, (f) => {
      add(f, 'alicloud_vpc', { v: {} });
      f.terraform.module = { web: { source: './m', id: '${alicloud_vpc.v.id}' } };
    })(),
    path: 'alicloud_vpc_traffic_mirror_net',
  }), ['pass alicloud_vpc_traffic_mirror_net/module.web']],
]);

const statements = (mtus: Record<string, number | undefined>, target?: number) => ({
  sources: Object.fromEntries(Object.entries(mtus).map(([id, mtu]) => [id, stated({ mtu })])),
  ...target !== undefined && { target: { mtu: target } },
});
/** A session with these sources by their MTUs, in the region cn-hangzhou. */
const mtu = (
  mtus: Record<string, number | undefined>, more: object = {}, target?: number, change: (f: Fixture) => void = () => undefined,
) =>
  some({ a: { ...from(...Object.keys(mtus)), ...more } }, (f) => {
    f.statements.sessions = { [`${SESSION}.a`]: statements(mtus, target) };
    change(f);
  });
const one = (size: number | undefined, more?: object, target?: number, change?: (f: Fixture) => void) =>
  mtu({ 'eni-1': size }, more, target, change);
const inRegion = (region: string | undefined) => (f: Fixture) => { f.terraform.provider.alicloud[0].region = region; };
const length = (packetLength: unknown) => ({ packet_length: packetLength });
const ENI = '${alicloud_ecs_network_interface.e.id}';
const managed = (f: Fixture) => add(f, 'alicloud_ecs_network_interface', { e: {} });

rows('TM701', [
  ['1450 bytes', one(1450), ['pass a']],
  ['1451 bytes', one(1451), [
    ['warning encapsulation a eni-1', { sources: ['eni-1'], mtu: 1451, lost: 1, whole: 1450, overhead: 50 }],
  ]],
  ['1500 bytes', one(1500), [
    ['warning encapsulation a eni-1', { sources: ['eni-1'], mtu: 1500, lost: 50, whole: 1450, overhead: 50 }],
  ]],
  ['1501 bytes', one(1501), [
    ['warning defaultLength a eni-1', { sources: ['eni-1'], mtu: 1501, lost: 1, whole: 8450, kept: 1500, length: 1501 }],
  ]],
  ['8500 bytes', one(8500), [
    ['warning defaultLength a eni-1', { sources: ['eni-1'], mtu: 8500, lost: 7000, whole: 8450, kept: 1500, length: 8450 }],
  ]],
  ['an unknown MTU', one(undefined), [
    ['undecided sourceMtu a eni-1', { sourceMade: false, listed: false }],
  ]],
  ['a length below the MTU', one(1500, length(1449)), ['pass a']],
  ['the longest copy', one(1500, length(1450)), ['pass a']],
  ['a length above the longest copy', one(1500, length(1451)), [
    ['warning encapsulation a eni-1', { sources: ['eni-1'], mtu: 1500, lost: 50, whole: 1450, overhead: 50 }],
  ]],
  ['a length above the MTU', one(1450, length(8500)), ['pass a']],
  ['a length of null', one(8500, length(null)), [
    ['warning defaultLength a eni-1', { sources: ['eni-1'], mtu: 8500, lost: 7000, whole: 8450, kept: 1500, length: 8450 }],
  ]],
  ['a length with jumbo frames', one(8500, length(8450)), ['pass a']],
  ['a length with jumbo frames that is too long', one(8500, length(8451)), [
    ['warning encapsulation a eni-1', { sources: ['eni-1'], mtu: 8500, lost: 50, whole: 8450, overhead: 50 }],
  ]],
  ['a length with jumbo frames that is short', one(8500, length(100)), ['pass a']],
  ['a length by a variable', one(1500, length('${var.l}')), ['undecided onlyAtApply a eni-1']],
  ['a length by a variable, and a small MTU', one(1450, length('${var.l}')), ['undecided onlyAtApply a eni-1']],
  ['a session that is off', one(1500, { enabled: false }), []],
  ['a session that may be off', one(1500, { enabled: '${var.on}' }), [
    ['warning encapsulation a eni-1', { sources: ['eni-1'], mtu: 1500, lost: 50, whole: 1450, overhead: 50 }],
  ]],
  ['two sources alike', mtu({ 'eni-1': 1500, 'eni-2': 1500 }), [
    ['warning encapsulation a eni-1', { sources: ['eni-1', 'eni-2'], mtu: 1500, lost: 50, whole: 1450, overhead: 50 }],
  ]],
  ['several sources', mtu({ 'eni-1': 1500, 'eni-2': 1450, 'eni-3': undefined, 'eni-4': 1500, 'eni-5': undefined }), [
    'pass a',
    ['warning encapsulation a eni-1', { sources: ['eni-1', 'eni-4'], mtu: 1500, lost: 50, whole: 1450, overhead: 50 }],
    ['undecided sourceMtu a eni-3 (2)', { sourceMade: false, listed: false }],
  ]],
  ['small sources', mtu({ 'eni-1': 1400, 'eni-2': 1450 }), ['pass a (2)']],
  ['small sources, and a length', mtu({ 'eni-1': 1400, 'eni-2': 1450 }, length(1420)), ['pass a', 'pass a']],
  ['several sources, and a short length', mtu({ 'eni-1': 1500, 'eni-2': undefined }, length(100)), [
    'pass a',
    ['undecided sourceMtu a eni-2', { sourceMade: false, listed: false }],
  ]],
  ['sources that are resources', mtu({ 'eni-1': undefined, [ENI]: undefined }, {}, undefined, managed), [
    ['undecided sourceMtu a eni-1 (2)', { sourceMade: false, listed: false }],
  ]],
  ['a resource alone', mtu({ [ENI]: undefined }, {}, undefined, managed), [
    ['undecided sourceMtu a alicloud_ecs_network_interface.e', { sourceMade: true, listed: false }],
  ]],
  ['a resource with an MTU', mtu({ [ENI]: 1500 }, {}, undefined, managed), [
    ['warning encapsulation a alicloud_ecs_network_interface.e', {
      sources: ['net/alicloud_ecs_network_interface.e'], mtu: 1500, lost: 50, whole: 1450, overhead: 50,
    }],
  ]],
  ['a source that is listed', one(undefined, {}, undefined, (f) => {
    f.statements.sessions[`${SESSION}.a`].sources['eni-1'] = { instanceId: 'i-1' };
  }), [
    ['undecided sourceMtu a eni-1', { sourceMade: false, listed: true }],
  ]],
  ['a source that is listed and a resource', mtu({ [ENI]: undefined }, {}, undefined, (f) => {
    managed(f);
    f.statements.sessions[`${SESSION}.a`].sources[ENI] = { instanceId: 'i-1' };
  }), [
    ['undecided sourceMtu a alicloud_ecs_network_interface.e', { sourceMade: true, listed: true }],
  ]],
  ['an id of another kind', mtu({ 'i-1': 1500, 'eni-1': 1500 }), []],
  ['no sources', some({ a: from(), b: { traffic_mirror_source_ids: '${var.list}' } }), []],
  ['two sessions of one form', some({ a: {}, b: {} }, (f) => {
    f.statements.sessions = { [`${SESSION}.a`]: statements({ 'eni-a': 1500 }), [`${SESSION}.b`]: statements({ 'eni-b': 1500 }) };
  }), [
    ['warning encapsulation a eni-a', { sources: ['eni-a'], mtu: 1500, lost: 50, whole: 1450, overhead: 50 }],
    ['warning encapsulation b eni-b', { sources: ['eni-b'], mtu: 1500, lost: 50, whole: 1450, overhead: 50 }],
  ]],
  ['an unknown region', one(8500, {}, 8500, inRegion('${var.region}')), [
    ['warning defaultLength a eni-1', { sources: ['eni-1'], mtu: 8500, lost: 7000, whole: 8450, kept: 1500, length: 8450 }],
  ]],

  ['1450 bytes', one(1450), ['pass a'], LATER],
  ['1451 bytes', one(1451), ['undecided targetMtu a eni-1'], LATER],
  ['1500 bytes to a target of 1500', one(1500, {}, 1500), [
    ['warning encapsulation a eni-1', { sources: ['eni-1'], mtu: 1500, lost: 50, whole: 1450, overhead: 50 }],
  ], LATER],
  ['1500 bytes to a target of 1550', one(1500, {}, 1550), ['pass a'], LATER],
  ['8500 bytes to a target of 8500', one(8500, {}, 8500), [
    ['warning defaultLength a eni-1', { sources: ['eni-1'], mtu: 8500, lost: 7000, whole: 8450, kept: 1500, length: 8450 }],
  ], LATER],
  ['8500 bytes, and a length', one(8500, length(8450), 8500), ['pass a'], LATER],
  ['8500 bytes, and a length that is too long', one(8500, length(8451), 8500), [
    ['warning encapsulation a eni-1', { sources: ['eni-1'], mtu: 8500, lost: 50, whole: 8450, overhead: 50 }],
  ], LATER],
  ['8500 bytes to a target of 9000', one(8500, {}, 9000), [
    ['warning defaultLength a eni-1', { sources: ['eni-1'], mtu: 8500, lost: 7000, whole: 8950, kept: 1500, length: 8500 }],
  ], LATER],
  ['9000 bytes to a target of 9500', one(9000, {}, 9500), [
    ['warning defaultLength a eni-1', { sources: ['eni-1'], mtu: 9000, lost: 7500, whole: 9450, kept: 1500, length: 8500 }],
  ], LATER],
  ['1500 bytes, and a length of 1500 to a target of 1550', one(1500, length(1500), 1550), ['pass a'], LATER],
  ['an unknown region', one(1500, {}, 8500, inRegion('${var.region}')), [], LATER],
  ['an unknown region, and 1450 bytes', one(1450, length(1450), 8500, inRegion('${var.region}')), ['pass a'], LATER],
  ['a region without jumbo frames', one(1500, {}, 8500, inRegion('cn-fuzhou')), [
    ['warning encapsulation a eni-1', { sources: ['eni-1'], mtu: 1500, lost: 50, whole: 1450, overhead: 50 }],
  ], LATER],
  ['a region that does not exist', one(1500, {}, 8500, inRegion('cn-nowhere')), [
    ['warning encapsulation a eni-1', { sources: ['eni-1'], mtu: 1500, lost: 50, whole: 1450, overhead: 50 }],
  ], LATER],
  ['an MTU of the target from another session', some({
    a: { ...from('eni-1'), ...to('eni-t') }, b: { ...from('eni-2'), ...to('eni-t') },
  }, (f) => {
    f.statements.sessions = { [`${SESSION}.a`]: statements({ 'eni-1': 1500 }), [`${SESSION}.b`]: statements({ 'eni-2': 1500 }, 1550) };
  }), ['pass a', 'pass b'], LATER],
  ['no target', some({ a: { ...from('eni-1'), traffic_mirror_target_id: undefined } }, (f) => {
    f.statements.sessions = { [`${SESSION}.a`]: statements({ 'eni-1': 1500 }, 1550) };
  }), ['undecided targetMtu a eni-1'], LATER],
  ['several sources with an unknown target', mtu({ 'eni-1': 1500, 'eni-2': 1500, 'eni-3': 1450 }), [
    'pass a',
    'undecided targetMtu a eni-1 (2)',
  ], LATER],
  ['nothing is stated of the session', some({ a: from('eni-1') }), [['undecided sourceMtu a eni-1', { sourceMade: false, listed: false }]]],
  ['nothing is stated of the source', some({ a: from('eni-1') }, (f) => {
    f.statements.sessions = { [`${SESSION}.a`]: statements({ 'eni-2': 1500 }) };
  }), [['undecided sourceMtu a eni-1', { sourceMade: false, listed: false }]]],
  ['1600 bytes to a target of 1550', one(1600, {}, 1550), [
    ['warning encapsulation a eni-1', { sources: ['eni-1'], mtu: 1600, lost: 100, whole: 1500, overhead: 50 }],
  ], LATER],
  ['1600 bytes in a region without jumbo frames', one(1600, {}, 8500, inRegion('cn-fuzhou')), [
    ['warning encapsulation a eni-1', { sources: ['eni-1'], mtu: 1600, lost: 150, whole: 1450, overhead: 50 }],
  ], LATER],
]);

test('TM701 of the later edition reports what is decided, also beside what is not', () => {
  const decided = (make: () => Fixture) => outcomesOf(TM701, make(), LATER, true);
  expect(decided(one(8500, {}, 8500))).toEqual([
    ['warning defaultLength a eni-1', { sources: ['eni-1'], mtu: 8500, lost: 7000, whole: 8450, kept: 1500, length: 8450 }],
  ]);
  expect(decided(one(8500))).toEqual([]);
  expect(decided(mtu({ 'eni-1': undefined, 'eni-2': 1450 }))).toEqual(['pass a']);
});

describe('whether the copies of one source are whole', () => {
  const of = (make: () => Fixture, edition = MirrorEdition.EDITION_2023, source = 'eni-1') => {
    const model = new MirrorModel(documents(make()));
    return truncationOf(model, new EditionFacts(edition, model), model.sessions[0], source);
  };
  const ENCAPSULATION = { mtu: 1500, kept: 1450, whole: 1450 };

  test.each<[name: string, make: () => Fixture, edition: MirrorEdition, found: ReturnType<typeof truncationOf>]>([
    ['1450 bytes', one(1450), LATER, { cut: { kind: 'whole' } }],
    ['a short length', one(1500, length(100)), LATER, { cut: { kind: 'open', why: 'targetMtu' }, reason: 'targetMtu', parameters: {} }],
    ['a short length', one(1500, length(100)), MirrorEdition.EDITION_2023, { cut: { kind: 'intended', kept: 100 } }],
    ['1500 bytes', one(1500), MirrorEdition.EDITION_2023, {
      cut: { kind: 'encapsulation', ...ENCAPSULATION }, reason: 'encapsulation',
      parameters: { sources: ['eni-1'], mtu: 1500, lost: 50, whole: 1450, overhead: 50 },
    }],
    ['1500 bytes to a target of 1500', one(1500, {}, 1500), LATER, {
      cut: { kind: 'encapsulation', ...ENCAPSULATION }, reason: 'encapsulation',
      parameters: { sources: ['eni-1'], mtu: 1500, lost: 50, whole: 1450, overhead: 50 },
    }],
    ['8500 bytes', one(8500), MirrorEdition.EDITION_2023, {
      cut: { kind: 'defaultLength', mtu: 8500, kept: 1500, whole: 8450, length: 8450 }, reason: 'defaultLength',
      parameters: { sources: ['eni-1'], mtu: 8500, lost: 7000, whole: 8450, kept: 1500, length: 8450 },
    }],
    ['an unknown MTU', one(undefined), LATER, {
      cut: { kind: 'open', why: 'sourceMtu' }, reason: 'sourceMtu', parameters: { sourceMade: false, listed: false },
    }],
    ['a length by a variable', one(1500, length('${var.l}')), MirrorEdition.EDITION_2023, {
      cut: { kind: 'open', why: 'onlyAtApply' }, reason: 'onlyAtApply', parameters: {},
    }],
    ['an unknown region', one(1500, {}, 8500, inRegion('${var.region}')), LATER, { cut: { kind: 'open', why: 'region' } }],
    ['the second of two sources', mtu({ 'eni-0': undefined, 'eni-1': 1450 }), LATER, { cut: { kind: 'whole' } }],
    ['a source of another session', one(1450, from('eni-2')), LATER, {
      cut: { kind: 'open', why: 'sourceMtu' }, reason: 'sourceMtu', parameters: { sourceMade: false, listed: false },
    }],
    ['no list of sources', some({ a: { traffic_mirror_source_ids: '${var.list}' } }), LATER, {
      cut: { kind: 'open', why: 'sourceMtu' }, reason: 'sourceMtu', parameters: { sourceMade: false, listed: false },
    }],
    ['no target', one(1500, { traffic_mirror_target_id: undefined }, 1550), LATER, { cut: { kind: 'whole' } }],
    ['a target of another session', some({ a: { ...from('eni-1'), ...to('eni-t') }, b: { ...from('eni-2'), ...to('eni-t') } }, (f) => {
      f.statements.sessions = { [`${SESSION}.a`]: statements({ 'eni-1': 1500 }), [`${SESSION}.b`]: statements({ 'eni-2': 1500 }, 1550) };
    }), LATER, { cut: { kind: 'whole' } }],
  ])('%s, edition %#', (_, make, edition, found) => {
    expect(of(make, edition)).toEqual(found);
  });
});
