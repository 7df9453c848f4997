import { hub, id, managed, modelOf, MODULE, PERHAPS, set, stackOf } from './documents';
import { NetworkFacts } from '../../src/input/network-facts';
import { StackDocument, TerraformJson } from '../../src/model/document';
import { NetworkModel } from '../../src/model/network/network-model';
import { AclBinding, NetworkAcls } from '../../src/model/network/network-acls';
import { ALL_PORTS, NO_PORTS } from '../../src/model/network/packet-rule';
import { phrase } from '../../src/texts/phrase';
import { network } from '../checks/network';

const NUL = '\u0000';

type Facts = ReturnType<typeof network>;

function acls(
  resource: Record<string, any> = {}, change: (facts: Facts) => void = () => {}, more: TerraformJson = {}, ...others: StackDocument[]
): NetworkAcls {
  const facts = network();
  facts.vswitches.set('vsw-acl', { networkAclId: 'nacl-1' });
  facts.vswitches.set('vsw-open', {});
  facts.networkAcls.set('nacl-1', { vswitchIds: [], entries: [] });
  change(facts);
  const vswitches = { alicloud_vswitch: { v: {}, w: {}, x: {} } };
  const net = stackOf('net', { resource: { ...vswitches, ...resource }, ...more }, { network: [facts as NetworkFacts] });
  return NetworkModel.of(modelOf(net, ...others)).acls;
}

const V = managed('alicloud_vswitch.v');
const A = managed('alicloud_network_acl.a');
const bound = (vswitch: unknown = id('alicloud_vswitch.v')) => ({ resource_id: vswitch, resource_type: 'VSwitch' });
const ACL = { alicloud_network_acl: { a: {} } };
/** What decides: the ACL, or why it is unknown. */
const shown = ({ acl, open }: AclBinding) => acl?.identity ?? open ?? 'none';
const perhaps = (path: string, vswitch = 'net/alicloud_vswitch.v') => phrase('aclPerhaps', { path: `net/${path}`, vswitch });

const FORMS: [string, string, (vswitch?: unknown, acl?: unknown, more?: object) => Record<string, any>][] = [
  ['resources of the ACL', 'alicloud_network_acl.a', (vswitch, _, more) =>
    ({ alicloud_network_acl: { a: { resources: [bound(id('alicloud_vswitch.x')), bound(vswitch)], ...more } } })],
  ['an attachment', 'alicloud_vpc_network_acl_attachment.b', (vswitch, acl = id('alicloud_network_acl.a'), more = {}) =>
    ({ ...ACL, alicloud_vpc_network_acl_attachment: { b: { network_acl_id: acl, ...bound(vswitch), ...more } } })],
  ['an attachment of the old kind', 'alicloud_network_acl_attachment.b', (vswitch, acl = id('alicloud_network_acl.a'), more = {}) =>
    ({
      ...ACL, alicloud_network_acl_attachment: {
        b: {
          network_acl_id: acl, resources: [bound(id('alicloud_vswitch.x')), bound(vswitch)],
          ...more,
        },
      },
    })],
];

test.each<[string, object, object, unknown]>([
  ['of one VPC', { vpc_id: 'vpc-1' }, { vpc_id: 'vpc-1' }, A],
  ['in an unknown VPC', {}, { vpc_id: 'vpc-1' }, A],
  ['with an ACL of an unknown VPC', { vpc_id: 'vpc-1' }, {}, A],
  ['with an ACL of another VPC', { vpc_id: 'vpc-1' }, { vpc_id: 'vpc-2' }, phrase('aclOfOther', {
    acl: 'net/alicloud_network_acl.a', vpc: 'vpc-1', aclVpc: 'vpc-2',
  })],
])('a vSwitch %s has the ACL, unless the VPCs surely differ', (_, vswitch, acl, expected) => {
  const found = acls({ alicloud_vswitch: { v: vswitch }, alicloud_network_acl: { a: { ...acl, resources: [bound()] } } });
  expect(shown(found.ofVswitch(V))).toEqual(expected);
});

describe.each(FORMS)('by %s', (_, path, form) => {
  test('a vSwitch of the app has the ACL', () => {
    const found = acls(form());
    expect(shown(found.ofVswitch(V))).toBe(A);
    expect(found.ofVswitch(V).acl).toBe(found.ofVswitch(V).acl);
    expect(shown(acls(form()).ofVswitch(managed('alicloud_vswitch.w')))).toBe('none');
  });

  test('a vSwitch outside the app has the ACL, whatever it had', () => {
    expect(shown(acls(form('vsw-acl')).ofVswitch('vsw-acl'))).toBe(A);
    expect(shown(acls(form('vsw-1')).ofVswitch('vsw-acl'))).toBe('nacl-1');
    // A binding to a resource is none to an id for sure, but may be.
    expect(shown(acls(form()).ofVswitch('vsw-acl'))).toBe('nacl-1');
  });

  test.each(['${var.vswitch}', undefined])('a vSwitch may have the ACL, if the binding names %s', (vswitch) => {
    const given = vswitch === undefined ? form(5) : form(vswitch);
    expect(shown(acls(given).ofVswitch(V))).toEqual(perhaps(path));
    expect(shown(acls(given).ofVswitch('vsw-acl'))).toEqual(perhaps(path, 'vsw-acl'));
  });

  test('a vSwitch may have the ACL, if the binding may not exist', () => {
    expect(shown(acls(form(undefined, undefined, PERHAPS)).ofVswitch(V))).toEqual(perhaps(path));
    expect(shown(acls(form(undefined, undefined, PERHAPS)).ofVswitch(managed('alicloud_vswitch.w')))).toBe('none');
  });
});

test.each(FORMS.slice(1))('by %s without an ACL a vSwitch has an unknown one', (_, __, form) => {
  const { acl } = acls(form(undefined, 5)).ofVswitch(V);
  expect([acl!.entries, acl!.open]).toEqual([[], phrase('entriesNotKnown', { acl: '' })]);
});

describe('a vSwitch', () => {
  test.each<[string, object, unknown]>([
    ['has an ACL or not, with resources by a variable', { resources: '${var.resources}' }, perhaps('alicloud_network_acl.a')],
    ['has an ACL or not, with dynamic resources', { dynamic: { resources: {} } }, perhaps('alicloud_network_acl.a')],
    ['has no ACL, with other dynamic blocks', { dynamic: { ingress_acl_entries: {} } }, 'none'],
  ])('%s', (_, acl, expected) => {
    const found = acls({ alicloud_network_acl: { a: acl } });
    expect(shown(found.ofVswitch(V))).toEqual(expected);
    // The reason is one, whichever vSwitch.
    if (expected !== 'none') expect(shown(found.ofVswitch('vsw-acl'))).toEqual(perhaps('alicloud_network_acl.a', 'vsw-acl'));
  });

  test.each<[string, string, unknown]>([
    ['outside the app, with one', 'vsw-acl', 'nacl-1'],
    ['outside the app, without one', 'vsw-1', 'none'],
    ['outside the app, whose response does not contain it', 'vsw-open', phrase('aclNotKnown', { vswitch: 'vsw-open' })],
    ['outside the app, without a response', 'vsw-2', phrase('aclNotKnown', { vswitch: 'vsw-2' })],
    ['of a variable', `?net${NUL}\${var.v}`, phrase('aclNotKnown', { vswitch: '${var.v}' })],
    ['of the app', V, 'none'],
  ])('%s', (_, vswitch, expected) => {
    expect(shown(acls().ofVswitch(vswitch))).toEqual(expected);
  });

  test('has the ACL whose response lists it', () => {
    const change = (f: Facts) => void f.networkAcls.set('nacl-2', { vswitchIds: ['vsw-2', 'vsw-1'], entries: [] });
    expect(shown(acls({}, change).ofVswitch('vsw-2'))).toBe('nacl-2');
    expect(shown(acls({}, change).ofVswitch('vsw-1'))).toBe('nacl-2');
  });

  test('that a module has may have any, unless the app binds one', () => {
    expect(shown(acls({}, undefined, MODULE('vsw-acl')).ofVswitch('vsw-acl'))).toEqual(phrase('aclByOther', { who: hub('vsw-acl') }));
    expect(shown(acls(FORMS[1][2]('vsw-acl'), undefined, MODULE('vsw-acl')).ofVswitch('vsw-acl'))).toBe(A);
  });

  test('with a certain binding has it, whatever another may do', () => {
    const resource = {
      alicloud_network_acl: { a: {}, b: { resources: '${var.resources}' } },
      alicloud_vpc_network_acl_attachment: { b: { network_acl_id: id('alicloud_network_acl.a'), ...bound() } },
    };
    expect(shown(acls(resource).ofVswitch(V))).toBe(A);
  });
});

describe('an entry of the app', () => {
  const path = 'net/alicloud_network_acl.a';
  const label = phrase('entry', { number: 1, path });
  const UDP = { protocol: 'udp', port: '4789/4789', policy: 'accept', source_cidr_ip: '10.0.0.0/8' };
  const RULE = {
    label, verdict: 'accept', peer: { cidrs: set('10.0.0.0/8') }, certain: true, ports: [4789, 4789],
    unknown: phrase('entryIncomplete', { entry: label }),
  };
  const only = (argument: string, value: string) => phrase('argumentIs', { argument, path: label, value });
  test.each<[string, object, object]>([
    ['by itself', {}, {}],
    ['that drops', { policy: 'drop' }, { verdict: 'drop' }],
    ['without a policy', { policy: undefined }, { verdict: undefined }],
    ['with a policy by a variable', { policy: '${var.p}' }, { verdict: undefined, unknown: only('policy', '${var.p}') }],
    ['with a protocol by a variable', { protocol: '${var.p}' }, { ports: undefined, unknown: only('protocol', '${var.p}') }],
    ['with a port by a variable', { port: '${var.p}' }, { ports: undefined, unknown: only('port', '${var.p}') }],
    ['with a source by a variable', { source_cidr_ip: '${var.c}' },
      { peer: { cidrs: undefined }, unknown: only('source_cidr_ip', '${var.c}') }],
    ['of every protocol', { protocol: 'all', port: '-1/-1' }, { ports: ALL_PORTS }],
    ['of another protocol', { protocol: 'tcp' }, { ports: NO_PORTS }],
    ['of IPv6', { ip_version: 'IPV6' }, { ports: NO_PORTS }],
    ['of IPv6 in small letters', { ip_version: 'ipv6' }, { ports: NO_PORTS }],
    ['of IPv4', { ip_version: 'IPV4' }, {}],
    ['with ports that the service rejects', { port: '4789' },
      { ports: undefined, certain: false, unknown: phrase('entryRange', { entry: label }) }],
    ['of IPv6 with ports that the service rejects', { port: '4789', ip_version: 'IPV6' },
      { ports: NO_PORTS, certain: false, unknown: phrase('entryRange', { entry: label }) }],
  ])('%s', (_, entry, expected) => {
    const { acl } = acls({
      alicloud_network_acl: {
        a: {
          resources: [bound()],
          ingress_acl_entries: [{ ...UDP, ...entry }],
        },
      },
    }).ofVswitch(V);
    expect(acl).toEqual({ identity: A, entries: [{ ...RULE, ...expected }] });
  });

  test('is in order, with its number', () => {
    const { acl } = acls({
      alicloud_network_acl: { a: { resources: [bound()], ingress_acl_entries: [UDP, { ...UDP, policy: 'drop' }] } },
    }).ofVswitch(V);
    expect(acl!.entries.map((e) => [e.label, e.verdict])).toEqual([
      [phrase('entry', { number: 1, path }), 'accept'], [phrase('entry', { number: 2, path }), 'drop'],
    ]);
  });

  test('has the interface whose address it names', () => {
    const given = { ...UDP, source_cidr_ip: '${alicloud_ecs_network_interface.e.primary_ip_address}/32' };
    const found = acls({
      alicloud_network_acl: { a: { resources: [bound()], ingress_acl_entries: [given] }, b: { ingress_acl_entries: [UDP] } },
      alicloud_ecs_network_interface: { e: {} },
    });
    const peer = { interface: managed('alicloud_ecs_network_interface.e') };
    expect(found.ofVswitch(V).acl!.entries[0].peer).toEqual(peer);
    expect(found.peers()).toEqual([peer, { cidrs: set('10.0.0.0/8') }]);
  });

  test.each<[string, Record<string, any>, TerraformJson, unknown]>([
    ['by a variable', { a: { ingress_acl_entries: '${var.entries}' } }, {}, phrase('entriesAtApply', { path })],
    ['of a dynamic block', { a: { dynamic: { ingress_acl_entries: {} }, ingress_acl_entries: [UDP] } }, {},
      phrase('entriesAtApply', { path })],
    ['that is not written', { a: {} }, {}, phrase('entriesStay', { path })],
    ['of an ACL that a module has', { a: { ingress_acl_entries: [UDP] } }, MODULE(id('alicloud_network_acl.a')),
      phrase('entriesByOther', { who: hub('alicloud_network_acl.a') })],
  ])('%s is unknown', (_, given, more, open) => {
    const bodies = Object.entries(given).map(([n, body]) => [n, { resources: [bound()], ...body }]);
    const resource = { alicloud_network_acl: Object.fromEntries(bodies) };
    expect(acls(resource, undefined, more).ofVswitch(V).acl).toEqual({ identity: A, entries: [], open });
  });

  test('of another dynamic block is known', () => {
    const resource = {
      alicloud_network_acl: {
        a: {
          resources: [bound()], ingress_acl_entries: [UDP],
          dynamic: { egress_acl_entries: {} },
        },
      },
    };
    expect(acls(resource).ofVswitch(V).acl!.open).toBeUndefined();
  });

  test('may be in a resource of its own', () => {
    const resource = (acl: unknown) => ({
      alicloud_network_acl: { a: { resources: [bound()], ingress_acl_entries: [UDP] } },
      alicloud_network_acl_entries: { e: { network_acl_id: acl } },
    });
    expect(acls(resource(id('alicloud_network_acl.a'))).ofVswitch(V).acl).toEqual({
      identity: A, entries: [], open: phrase('entriesElsewhere', { path: 'net/alicloud_network_acl_entries.e' }),
    });
    expect(acls(resource('nacl-9')).ofVswitch(V).acl!.open).toBeUndefined();
    expect(acls(resource(5)).ofVswitch(V).acl!.open).toBeUndefined();
  });
});

describe('an entry outside the app', () => {
  const ENTRY = { name: 'first', protocol: 'udp', port: '4789/4789', policy: 'Accept', sourceCidr: '10.0.0.0/8' };
  const RULE = {
    label: phrase('of', { name: 'first', owner: 'nacl-1' }), verdict: 'accept', peer: { cidrs: set('10.0.0.0/8') }, certain: true,
    ports: [4789, 4789],
  };
  test.each<[string, object, object]>([
    ['by itself', {}, {}],
    ['of IPv4', { ipVersion: 'ipv4' }, {}],
    ['of IPv6', { ipVersion: 'ipv6' }, { ports: NO_PORTS }],
    ['that drops all', { policy: 'drop', protocol: 'all', port: '-1/-1' }, { verdict: 'drop', ports: ALL_PORTS }],
  ])('%s', (_, entry, expected) => {
    const found = acls({}, (f) => { f.networkAcls.set('nacl-1', { vswitchIds: [], entries: [{ ...ENTRY, ...entry }] }); });
    expect(found.ofVswitch('vsw-acl').acl).toEqual({ identity: 'nacl-1', entries: [{ ...RULE, ...expected }] });
  });

  test('is unknown without a response', () => {
    expect(acls({}, (f) => f.networkAcls.clear()).ofVswitch('vsw-acl').acl).toEqual({
      identity: 'nacl-1', entries: [], open: phrase('entriesNotKnown', { acl: 'nacl-1' }),
    });
  });
});
