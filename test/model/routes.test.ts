import { id, managed, modelOf, PERHAPS, stackOf, withState } from './documents';
import { TerraformJson } from '../../src/model/document';
import { NetworkModel } from '../../src/model/network/network-model';
import { Lead, RouteModel, Routes } from '../../src/model/network/routes';
import { AddressSet } from '../../src/net/address-set';
import { Ipv4Cidr } from '../../src/net/ipv4-cidr';
import { phrase } from '../../src/texts/phrase';

const NUL = '\u0000';

const WEB = managed('alicloud_vpc.web');
const SENSOR = managed('alicloud_vpc.sensor');
const VSWITCH = managed('alicloud_vswitch.web');
const SYSTEM = `${WEB}${NUL}route table`;

/** Three VPCs, the vSwitches of two of them, and more. */
function routesOf(more: Record<string, any>, terraform: TerraformJson = {}): Routes {
  const resource: Record<string, any> = {
    alicloud_vpc: { web: { cidr_block: '10.10.0.0/16' }, sensor: { cidr_block: '10.99.0.0/16' }, third: { cidr_block: '172.16.0.0/12' } },
    alicloud_vswitch: {
      web: { vpc_id: id('alicloud_vpc.web') }, web2: { vpc_id: id('alicloud_vpc.web') },
      sensor: { vpc_id: id('alicloud_vpc.sensor') }, lost: {},
    },
    ...more,
  };
  return NetworkModel.of(modelOf(stackOf('net', { resource, ...terraform }))).routes;
}

const peering = (from: string, to: string, more: object = {}) => ({ vpc_id: from, accepting_vpc_id: to, ...more });
const PEERING = { one: peering(id('alicloud_vpc.web'), id('alicloud_vpc.sensor')) };
const HOP = { nexthop_type: 'VpcPeer', nexthop_id: id('alicloud_vpc_peer_connection.one') };
const NAT = { nexthop_type: 'NatGateway', nexthop_id: 'ngw-1' };
const SYSTEM_TABLE = { route_table_id: '${alicloud_vpc.web.route_table_id}' };
const OWN_TABLE = { route_table_id: id('alicloud_route_table.own') };
const to = (destination_cidrblock: string, ...more: object[]): any => Object.assign({ destination_cidrblock }, ...more);

describe('a peering connection', () => {
  test('has two VPCs, a name and certainty', () => {
    const { peerings } = routesOf({
      alicloud_vpc_peer_connection: {
        one: { ...PEERING.one, '//': { metadata: { path: 'net/Peering' } } },
        two: { vpc_id: 'vpc-1', ...PERHAPS },
      },
    });
    expect(peerings).toEqual([
      { identity: managed('alicloud_vpc_peer_connection.one'), label: 'net/Peering', certain: true, vpcs: [WEB, SENSOR] },
      {
        identity: managed('alicloud_vpc_peer_connection.two'), label: 'net/alicloud_vpc_peer_connection.two', certain: false,
        vpcs: ['vpc-1', undefined],
      },
    ]);
  });

  test.each<[string, unknown, string | undefined, boolean | undefined]>([
    ['no region', undefined, 'cn-hangzhou', true],
    ['no text', 5, 'cn-hangzhou', true],
    ['its own region', 'cn-hangzhou', 'cn-hangzhou', true],
    ['another region', 'cn-beijing', 'cn-hangzhou', false],
    ['a region by a variable', '${var.region}', 'cn-hangzhou', undefined],
    ['a region by the variable of its own', '${var.region}', '${var.region}', true],
    ['a region by another variable than its own', '${var.other}', '${var.region}', undefined],
    ['a region, while its own is unknown', 'cn-hangzhou', undefined, undefined],
  ])('accepted in %s (%j, from %j) connects VPCs of one region: %s', (_, accepting, region, here) => {
    const one = { ...PEERING.one, accepting_region_id: accepting };
    const { peerings: [found] } = routesOf({ alicloud_vpc_peer_connection: { one } }, { provider: { alicloud: { region } } });
    const path = 'net/alicloud_vpc_peer_connection.one';
    expect(found).toEqual({
      identity: managed('alicloud_vpc_peer_connection.one'), label: path, certain: here !== undefined,
      vpcs: [WEB, here === false ? `#${NUL}elsewhere` : SENSOR],
      doubt: here === undefined ? phrase('argumentIs', { argument: 'accepting_region_id', path, value: String(accepting) }) : undefined,
    });
  });

  test.each<[string, object[], number, boolean]>([
    ['none', [], 0, false],
    ['one', [PEERING.one], 1, false],
    ['one that the other VPC asked for', [peering(id('alicloud_vpc.sensor'), id('alicloud_vpc.web'))], 1, false],
    ['two', [PEERING.one, PEERING.one], 2, false],
    ['one that may not exist', [{ ...PEERING.one, ...PERHAPS }], 1, true],
    ['one of two that may not exist', [{ ...PEERING.one, ...PERHAPS }, PEERING.one], 2, true],
    ['one of another VPC', [peering(id('alicloud_vpc.web'), id('alicloud_vpc.third'))], 0, false],
    ['one of another VPC on the other side', [peering(id('alicloud_vpc.third'), id('alicloud_vpc.sensor'))], 0, false],
    ['one to a VPC that a variable names', [peering(id('alicloud_vpc.web'), '${var.vpc}')], 0, true],
    ['one from a VPC that a variable names', [peering('${var.vpc}', id('alicloud_vpc.web'))], 0, true],
    ['one without its second VPC', [{ vpc_id: id('alicloud_vpc.sensor') }], 0, true],
    ['one without its first VPC', [{ accepting_vpc_id: id('alicloud_vpc.sensor') }], 0, true],
    ['one with nothing', [{}], 0, true],
    ['one to an id, which may be the VPC of the app', [peering('vpc-1', id('alicloud_vpc.sensor'))], 0, true],
    ['one of a third VPC and a variable', [peering(id('alicloud_vpc.third'), '${var.vpc}')], 0, false],
    ['one of a variable and a third VPC', [peering('${var.vpc}', id('alicloud_vpc.third'))], 0, false],
    ['a certain one beside one to a variable', [PEERING.one, peering(id('alicloud_vpc.web'), '${var.vpc}')], 1, false],
    ['a certain one beside a variable one that may not exist',
      [PEERING.one, peering(id('alicloud_vpc.web'), '${var.vpc}', PERHAPS)], 1, true],
  ])('between two VPCs: %s', (_, given, found, perhaps) => {
    const routes = routesOf({ alicloud_vpc_peer_connection: Object.fromEntries(given.map((body, i) => [`p${i}`, body])) });
    for (const [a, b] of [[WEB, SENSOR], [SENSOR, WEB]]) {
      const between = routes.between(a, b);
      expect([between.peerings.length, between.perhaps]).toEqual([found, perhaps]);
    }
  });
});

describe('a route entry', () => {
  const entry = (body: object, more: Record<string, any> = {}): RouteModel =>
    routesOf({ alicloud_vpc_peer_connection: PEERING, alicloud_route_entry: { r: body }, ...more }).routes[0];
  const block = AddressSet.of([Ipv4Cidr.of('10.99.0.0/16')]);

  test('has a table, a destination and a next hop', () => {
    expect(entry(to('10.99.0.0/16', SYSTEM_TABLE, HOP))).toEqual({
      label: 'net/alicloud_route_entry.r', table: SYSTEM, destination: block, nexthopType: 'VpcPeer',
      nexthop: managed('alicloud_vpc_peer_connection.one'), certain: true,
    });
    expect(entry({ ...PERHAPS, destination_cidrblock: '${var.block}' })).toEqual({
      label: 'net/alicloud_route_entry.r', table: undefined, destination: undefined, nexthopType: undefined, nexthop: undefined,
      certain: false,
    });
  });

  test.each<[string, unknown, string | undefined]>([
    ['an id', 'vtb-1', 'vtb-1'],
    ['a table of the app', id('alicloud_route_table.own'), managed('alicloud_route_table.own')],
    ['the system table of a VPC', '${alicloud_vpc.web.route_table_id}', SYSTEM],
    ['the same by another name', '${alicloud_vpc.web.router_table_id}', SYSTEM],
    ['the same by a third name', '${alicloud_vpc.web.system_route_table_id}', SYSTEM],
    ['the system table of a copy', '${alicloud_vpc.many["a"].route_table_id}', `${managed('alicloud_vpc.many["a"]')}${NUL}route table`],
    ['another attribute of a VPC', '${alicloud_vpc.web.router_id}', undefined],
    ['another resource', '${alicloud_vswitch.web.route_table_id}', undefined],
    ['a data source', '${data.alicloud_vpc.web.route_table_id}', undefined],
    ['a variable', '${var.table}', undefined],
    ['no text', 5, undefined],
  ])('is in the table of %s', (_, table, expected) => {
    const own = { alicloud_route_table: { own: {} } };
    const vpcs = { alicloud_vpc: { web: {}, many: { for_each: { a: 1, b: 2 } } } };
    expect(entry(to('10.99.0.0/16', { route_table_id: table }), { ...own, ...vpcs }).table).toBe(expected);
  });

  test('of another stack is in the system table of the VPC there', () => {
    const vpc = withState('net', {
      resource: { alicloud_vpc: { web: {} } },
      output: { table: { value: '${alicloud_vpc.web.route_table_id}' } },
    });
    const entries = stackOf('routes', {
      data: { terraform_remote_state: { net: { backend: 'local', config: { path: 'net.tfstate' } } } },
      resource: { alicloud_route_entry: { r: { route_table_id: '${data.terraform_remote_state.net.outputs.table}' } } },
    });
    expect(NetworkModel.of(modelOf(entries, vpc)).routes.routes[0].table).toBe(SYSTEM);
  });

  test('by the accepter of a peering leads over the peering', () => {
    const accepter = { alicloud_vpc_peer_connection_accepter: { a: { instance_id: id('alicloud_vpc_peer_connection.one') }, none: {} } };
    const by = (name: string) =>
      entry(to('10.99.0.0/16', { nexthop_id: id(`alicloud_vpc_peer_connection_accepter.${name}`) }), accepter).nexthop;
    expect(by('a')).toBe(managed('alicloud_vpc_peer_connection.one'));
    expect(by('none')).toBe(managed('alicloud_vpc_peer_connection_accepter.none'));
  });
});

describe('the addresses of a VPC', () => {
  const more = (body: object) => ({ alicloud_vpc_ipv4_cidr_block: { more: body } });
  const own = { vpc_id: id('alicloud_vpc.v') };
  test.each<[string, object, object, string[] | undefined]>([
    ['its block', { cidr_block: '10.0.0.0/16' }, {}, ['10.0.0.0/16']],
    ['unknown without a block', {}, {}, undefined],
    ['unknown without a block, whatever else it has', { secondary_cidr_blocks: ['10.0.0.0/16'] }, {}, undefined],
    ['unknown with a block by a variable', { cidr_block: '${var.block}' }, {}, undefined],
    ['its secondary blocks too', { cidr_block: '10.0.0.0/16', secondary_cidr_blocks: ['10.2.0.0/16'] }, {}, ['10.0.0.0/16', '10.2.0.0/16']],
    ['unknown with secondary blocks by a variable', { cidr_block: '10.0.0.0/16', secondary_cidr_blocks: '${var.blocks}' }, {}, undefined],
    ['unknown with one by a variable',
      { cidr_block: '10.0.0.0/16', secondary_cidr_blocks: ['10.2.0.0/16', '${var.block}'] }, {}, undefined],
    ['with a block of a separate resource',
      { cidr_block: '10.0.0.0/16' }, more({ ...own, secondary_cidr_block: '10.4.0.0/16' }), ['10.0.0.0/16', '10.4.0.0/16']],
    ['with blocks of both forms',
      { cidr_block: '10.0.0.0/16', secondary_cidr_blocks: ['10.2.0.0/16'] },
      more({ ...own, secondary_cidr_block: '10.4.0.0/16' }), ['10.0.0.0/16', '10.2.0.0/16', '10.4.0.0/16']],
    ['unknown with a separate block that may not exist',
      { cidr_block: '10.0.0.0/16' }, more({ ...own, ...PERHAPS, secondary_cidr_block: '10.4.0.0/16' }), undefined],
    ['unknown with a separate block by a variable',
      { cidr_block: '10.0.0.0/16' }, more({ ...own, secondary_cidr_block: '${var.block}' }), undefined],
    ['without the block of another VPC',
      { cidr_block: '10.0.0.0/16' }, more({ vpc_id: 'vpc-1', secondary_cidr_block: '10.4.0.0/16' }), ['10.0.0.0/16']],
    ['without a block of no VPC', { cidr_block: '10.0.0.0/16' }, more({ secondary_cidr_block: '10.4.0.0/16' }), ['10.0.0.0/16']],
  ])('are %s', (_, vpc, resource, expected) => {
    const blocks = routesOf({ alicloud_vpc: { v: vpc }, ...resource }).blocksOf(managed('alicloud_vpc.v'));
    expect(blocks?.cidrs().map(String)).toEqual(expected);
  });

  test('are unknown for a VPC outside the app', () => {
    expect(routesOf({}).blocksOf('vpc-1')).toBeUndefined();
  });

  test('include every separate block', () => {
    const block = (secondary_cidr_block: string) => ({ ...own, secondary_cidr_block });
    const routes = routesOf({
      alicloud_vpc: { v: { cidr_block: '10.0.0.0/16' } },
      alicloud_vpc_ipv4_cidr_block: { one: block('10.2.0.0/16'), two: block('10.4.0.0/16') },
    });
    expect(routes.blocksOf(managed('alicloud_vpc.v'))!.cidrs().map(String)).toEqual(['10.0.0.0/16', '10.2.0.0/16', '10.4.0.0/16']);
  });
});

describe('another way between two VPCs', () => {
  test.each<[string, Record<string, any>, TerraformJson, unknown]>([
    ['is none', {}, {}, undefined],
    ['is none by a type that only reads', { alicloud_instance: { a: { vpc: id('alicloud_vpc.web') } } }, {}, undefined],
    ['may be a module with one of them', {}, { module: { hub: { source: 'x', vpc: id('alicloud_vpc.sensor') } } },
      phrase('moduleHas', { module: 'hub', thing: 'alicloud_vpc.sensor' })],
    ['may be an attachment', { alicloud_cen_instance_attachment: { a: { child: id('alicloud_vpc.web') } } }, {},
      phrase('refersTo', {
        path: 'net/alicloud_cen_instance_attachment.a', type: 'alicloud_cen_instance_attachment', thing: 'alicloud_vpc.web',
      })],
    ['may be a transit router by ids', { alicloud_cen_transit_router: { a: {} } }, {}, 'alicloud_cen_transit_router'],
    ['may be a router interface by ids', { alicloud_router_interface: { a: {} } }, {}, 'alicloud_router_interface'],
    ['may be an express connection by ids', { alicloud_express_connect_x: { a: {} } }, {}, 'alicloud_express_connect_x'],
    ['is none by a type that has such a name in it', { other_alicloud_cen_x: { a: {} } }, {}, undefined],
  ])('%s', (_, more, terraform, expected) => {
    expect(routesOf(more, terraform).otherWay([WEB, SENSOR])).toEqual(expected);
  });
});

/** The routes of 10.99.0.0/16 as texts. */
function shown(routes: readonly Lead[]): unknown[] {
  return routes.map(({ addresses, over, reason }) => [String(addresses), over, reason ?? 'no entry']);
}

const ALL = '10.99.0.0-10.99.255.255';
const DIFFER = phrase('tablesDiffer', { vpc: 'net/alicloud_vpc.web' });
const entryOf = (name = 'r') => `net/alicloud_route_entry.${name}`;
const leadsPerhaps = (path: string, from = 'net/alicloud_vpc.web') => phrase('leadsPerhaps', { path, from, to: 'net/alicloud_vpc.sensor' });

function leads(more: Record<string, any>,
  options: { from?: string; vswitch?: string; to?: string; terraform?: TerraformJson } = {}): unknown[] {
  const { from = WEB, to: other = SENSOR, terraform } = options;
  const vswitch = 'vswitch' in options ? options.vswitch : VSWITCH;
  const routes = routesOf({ alicloud_vpc_peer_connection: PEERING, alicloud_route_table: { own: {}, other: {} }, ...more }, terraform);
  return shown(routes.leads(from, vswitch, AddressSet.of([Ipv4Cidr.of('10.99.0.0/16')]), other));
}

const entries = (...given: any[]) => ({ alicloud_route_entry: Object.fromEntries(given.map((body, i) => [`r${i || ''}`, body])) });
const attached = (...given: object[]) => ({ alicloud_route_table_attachment: Object.fromEntries(given.map((body, i) => [`a${i}`, body])) });
const WEB_OWN = { vswitch_id: id('alicloud_vswitch.web'), ...OWN_TABLE };

describe('packets to another VPC', () => {
  test.each<[string, Record<string, any>, unknown[]]>([
    ['have no route', {}, [[ALL, false, 'no entry']]],
    ['are routed over a peering', entries(to('10.99.0.0/16', SYSTEM_TABLE, HOP)), [[ALL, true, entryOf()]]],
    ['are routed in part', entries(to('10.99.0.0/24', SYSTEM_TABLE, HOP)), [
      ['10.99.1.0-10.99.255.255', false, 'no entry'], ['10.99.0.0-10.99.0.255', true, entryOf()],
    ]],
    ['take the longest prefix, in any order', entries(to('10.99.0.0/16', SYSTEM_TABLE, NAT), to('10.99.0.0/24', SYSTEM_TABLE, HOP)), [
      ['10.99.1.0-10.99.255.255', false, entryOf()], ['10.99.0.0-10.99.0.255', true, entryOf('r1')],
    ]],
    ['are perhaps routed over an entry that may not exist', entries(to('10.99.0.0/16', SYSTEM_TABLE, HOP, PERHAPS)),
      [[ALL, undefined, leadsPerhaps(entryOf())]]],
    ['are perhaps routed over a peering that may not exist', {
      ...entries(to('10.99.0.0/16', SYSTEM_TABLE, HOP)), alicloud_vpc_peer_connection: { one: { ...PEERING.one, ...PERHAPS } },
    }, [[ALL, undefined, leadsPerhaps(entryOf())]]],
    ['are dropped by a peering of other VPCs', {
      ...entries(to('10.99.0.0/16', SYSTEM_TABLE, HOP)),
      alicloud_vpc_peer_connection: { one: peering(id('alicloud_vpc.web'), id('alicloud_vpc.third')) },
    }, [[ALL, false, entryOf()]]],
    ['are perhaps routed over a peering to a variable', {
      ...entries(to('10.99.0.0/16', SYSTEM_TABLE, HOP)),
      alicloud_vpc_peer_connection: { one: peering(id('alicloud_vpc.web'), '${var.vpc}') },
    }, [[ALL, undefined, leadsPerhaps(entryOf())]]],
    ['are perhaps routed over a peering without its VPCs', {
      ...entries(to('10.99.0.0/16', SYSTEM_TABLE, HOP)), alicloud_vpc_peer_connection: { one: {} },
    }, [[ALL, undefined, leadsPerhaps(entryOf())]]],
    ['are dropped by a peering of a variable and a third VPC', {
      ...entries(to('10.99.0.0/16', SYSTEM_TABLE, HOP)),
      alicloud_vpc_peer_connection: { one: peering('${var.vpc}', id('alicloud_vpc.third')) },
    }, [[ALL, false, entryOf()]]],
    ['are perhaps routed over a peering of an id', {
      ...entries(to('10.99.0.0/16', SYSTEM_TABLE, HOP)), alicloud_vpc_peer_connection: { one: peering('vpc-1', id('alicloud_vpc.sensor')) },
    }, [[ALL, undefined, leadsPerhaps(entryOf())]]],
    ['are dropped by a peering of a third VPC and their own', {
      ...entries(to('10.99.0.0/16', SYSTEM_TABLE, HOP)),
      alicloud_vpc_peer_connection: { one: peering(id('alicloud_vpc.third'), id('alicloud_vpc.web')) },
    }, [[ALL, false, entryOf()]]],
    ['are perhaps routed over an unknown hop', entries(to('10.99.0.0/16', SYSTEM_TABLE, { nexthop_type: 'Instance', nexthop_id: 'i-1' })),
      [[ALL, undefined, leadsPerhaps(entryOf())]]],
    ['are perhaps routed over no hop', entries(to('10.99.0.0/16', SYSTEM_TABLE)), [[ALL, undefined, leadsPerhaps(entryOf())]]],
    ['are perhaps routed by a destination of a variable', entries(to('${var.block}', SYSTEM_TABLE, HOP)), [
      [ALL, undefined, phrase('destinationNotKnown', { path: entryOf() })],
    ]],
    ['are routed whatever an entry of a variable does, if it leads there too',
      entries(to('${var.block}', SYSTEM_TABLE, HOP), to('10.99.0.0/16', SYSTEM_TABLE, HOP)), [[ALL, true, entryOf('r1')]]],
    ['are dropped whatever an entry of a variable does, if it drops them too',
      entries(to('${var.block}', SYSTEM_TABLE, NAT), to('10.99.0.0/16', SYSTEM_TABLE, NAT)), [[ALL, false, entryOf('r1')]]],
    ['are undecided, with a destination of a variable before a hop that is unknown',
      entries(to('${var.block}', SYSTEM_TABLE, HOP), to('10.99.0.0/16', SYSTEM_TABLE)), [
        [ALL, undefined, phrase('destinationNotKnown', { path: entryOf() })],
      ]],
    ['do not take an entry of another table of the app', entries(to('10.99.0.0/16', OWN_TABLE, HOP)), [[ALL, false, 'no entry']]],
    ['may take an entry of a table of a variable', entries(to('10.99.0.0/16', { route_table_id: '${var.table}' }, HOP)),
      [[ALL, undefined, leadsPerhaps(entryOf())]]],
    ['may take an entry of a table of a variable, with a destination of a variable',
      entries(to('${var.block}', { route_table_id: '${var.table}' }, HOP)),
      [[ALL, undefined, phrase('destinationNotKnown', { path: entryOf() })]]],
    ['do not take an entry of a table of a variable to other addresses',
      entries(to('10.98.0.0/16', { route_table_id: '${var.table}' }, HOP)), [[ALL, false, 'no entry']]],
    ['may take an entry of a table by its id', entries(to('10.99.0.0/16', { route_table_id: 'vtb-1' }, HOP)),
      [[ALL, undefined, leadsPerhaps(entryOf())]]],
    ['may take an entry of a table by its id, with a destination of a variable',
      entries(to('${var.block}', { route_table_id: 'vtb-1' }, HOP)),
      [[ALL, undefined, phrase('destinationNotKnown', { path: entryOf() })]]],
    ['take the certain entry only if the perhaps equal one of an unknown table does the same',
      entries(to('10.99.0.0/16', SYSTEM_TABLE, HOP), to('10.99.0.0/16', { route_table_id: '${var.table}' }, NAT)),
      [[ALL, undefined, leadsPerhaps(entryOf('r1'))]]],
    ['take the table of the vSwitch', { ...attached(WEB_OWN), ...entries(to('10.99.0.0/16', OWN_TABLE, HOP)) }, [[ALL, true, entryOf()]]],
    ['take no other table then', { ...attached(WEB_OWN), ...entries(to('10.99.0.0/16', SYSTEM_TABLE, HOP)) }, [[ALL, false, 'no entry']]],
    ['do not take the table of another vSwitch', {
      ...attached({ ...WEB_OWN, vswitch_id: id('alicloud_vswitch.sensor') }), ...entries(to('10.99.0.0/16', OWN_TABLE, HOP)),
    }, [[ALL, false, 'no entry']]],
    ['do not take the table of another vSwitch of the VPC', {
      ...attached({ ...WEB_OWN, vswitch_id: id('alicloud_vswitch.web2') }), ...entries(to('10.99.0.0/16', OWN_TABLE, HOP)),
    }, [[ALL, false, 'no entry']]],
    ['may take both tables, if the attachment may not exist', {
      ...attached({ ...WEB_OWN, ...PERHAPS }), ...entries(to('10.99.0.0/16', OWN_TABLE, HOP)),
    }, [[ALL, undefined, DIFFER]]],
    ['are routed, if both possible tables agree', {
      ...attached({ ...WEB_OWN, ...PERHAPS }), ...entries(to('10.99.0.0/16', OWN_TABLE, HOP), to('10.99.0.0/16', SYSTEM_TABLE, HOP)),
    }, [[ALL, true, entryOf()]]],
    ['are not routed, if both possible tables agree', { ...attached({ ...WEB_OWN, ...PERHAPS }) }, [[ALL, false, 'no entry']]],
    ['may take the table of a vSwitch of a variable', {
      ...attached({ ...WEB_OWN, vswitch_id: '${var.vswitch}' }), ...entries(to('10.99.0.0/16', OWN_TABLE, HOP)),
    }, [[ALL, undefined, DIFFER]]],
    ['may take the table of an unknown vSwitch', {
      ...attached({ ...OWN_TABLE }), ...entries(to('10.99.0.0/16', OWN_TABLE, HOP)),
    }, [[ALL, undefined, DIFFER]]],
    ['have an unknown route with a table of a variable', attached({ ...WEB_OWN, route_table_id: '${var.table}' }), [
      [ALL, undefined, phrase('tableNotKnown', { path: 'net/alicloud_route_table_attachment.a0' })],
    ]],
    ['have an unknown route without a table', attached({ vswitch_id: id('alicloud_vswitch.web') }), [
      [ALL, undefined, phrase('tableNotKnown', { path: 'net/alicloud_route_table_attachment.a0' })],
    ]],
    ['have the routes of the system table that the vSwitch is given', {
      ...attached({ ...WEB_OWN, ...SYSTEM_TABLE }), ...entries(to('10.99.0.0/16', SYSTEM_TABLE, HOP)),
    }, [[ALL, true, entryOf()]]],
    ['may have more routes in a table outside the app', { ...attached({ ...WEB_OWN, route_table_id: 'vtb-1' }) }, [
      [ALL, undefined, phrase('routesNotWritten', { of: 'vtb-1' })],
    ]],
    ['may take another entry than the certain one in a table outside the app', {
      ...attached({ ...WEB_OWN, route_table_id: 'vtb-1' }), ...entries(to('10.99.0.0/16', { route_table_id: 'vtb-1' }, HOP)),
    }, [[ALL, undefined, phrase('routesNotWritten', { of: 'vtb-1' })]]],
    ['do not take an entry of another table outside the app', {
      ...attached({ ...WEB_OWN, route_table_id: 'vtb-1' }), ...entries(to('10.99.0.0/16', { route_table_id: 'vtb-2' }, HOP)),
    }, [[ALL, undefined, phrase('routesNotWritten', { of: 'vtb-1' })]]],
    ['may take an entry of a table of the app in a table outside of it', {
      ...attached({ ...WEB_OWN, route_table_id: 'vtb-1' }), ...entries(to('10.99.0.0/16', OWN_TABLE, HOP)),
    }, [[ALL, undefined, phrase('routesNotWritten', { of: 'vtb-1' })]]],
    ['have an unknown route with the system table of another VPC', {
      ...attached({ ...WEB_OWN, route_table_id: '${alicloud_vpc.sensor.route_table_id}' }),
    }, [[ALL, undefined, phrase('tableOfOther', {
      path: 'net/alicloud_route_table_attachment.a0', table: 'net/alicloud_vpc.sensor', vpc: 'net/alicloud_vpc.web',
    })]]],
    ['are perhaps routed over a peering that may be accepted in another region', {
      ...entries(to('10.99.0.0/16', SYSTEM_TABLE, HOP)),
      alicloud_vpc_peer_connection: { one: { ...PEERING.one, accepting_region_id: '${var.region}' } },
    }, [[ALL, undefined, phrase('argumentIs', {
      argument: 'accepting_region_id', path: 'net/alicloud_vpc_peer_connection.one', value: '${var.region}',
    })]]],
    ['have two tables of one vSwitch', {
      ...attached(WEB_OWN, { ...WEB_OWN, route_table_id: id('alicloud_route_table.other') }),
      ...entries(to('10.99.0.0/16', OWN_TABLE, HOP)),
    }, [[ALL, undefined, DIFFER]]],
  ])('%s', (_, more, expected) => {
    expect(leads(more)).toEqual(expected);
  });

  const anywhere = { vswitch: undefined };
  test.each<[string, Record<string, any>, unknown[]]>([
    ['the system table', entries(to('10.99.0.0/16', SYSTEM_TABLE, HOP)), [[ALL, true, entryOf()]]],
    ['a table of a vSwitch too', { ...attached(WEB_OWN), ...entries(to('10.99.0.0/16', SYSTEM_TABLE, HOP)) }, [[ALL, undefined, DIFFER]]],
    ['no table of a vSwitch of another VPC', {
      ...attached({ ...WEB_OWN, vswitch_id: id('alicloud_vswitch.sensor') }), ...entries(to('10.99.0.0/16', SYSTEM_TABLE, HOP)),
    }, [[ALL, true, entryOf()]]],
    ['a table of a vSwitch without a VPC', {
      ...attached({ ...WEB_OWN, vswitch_id: id('alicloud_vswitch.lost') }), ...entries(to('10.99.0.0/16', SYSTEM_TABLE, HOP)),
    }, [[ALL, undefined, DIFFER]]],
    ['a table of a vSwitch outside the app', {
      ...attached({ ...WEB_OWN, vswitch_id: 'vsw-1' }), ...entries(to('10.99.0.0/16', SYSTEM_TABLE, HOP)),
    }, [[ALL, undefined, DIFFER]]],
  ])('from anywhere in the VPC take %s', (_, more, expected) => {
    expect(leads(more, anywhere)).toEqual(expected);
  });

  test.each<[string, Record<string, any>, string]>([
    ['an attachment', attached({ ...WEB_OWN, provider: 'alicloud.open' }), 'net/alicloud_route_table_attachment.a0'],
    ['an entry', entries(to('10.99.0.0/16', SYSTEM_TABLE, HOP, { provider: 'alicloud.open' })), entryOf()],
  ])('have an unknown route with %s that may be in another account', (_, more, path) => {
    const resource: Record<string, any> = {
      alicloud_vpc: { web: {}, sensor: {} }, alicloud_vswitch: { web: { vpc_id: id('alicloud_vpc.web') } },
      alicloud_vpc_peer_connection: PEERING, alicloud_route_table: { own: {} }, ...more,
    };
    const region = 'cn-hangzhou';
    const provider = { alicloud: [{ account_id: '1', region }, { alias: 'open', profile: 'p', region }] };
    const model = modelOf(stackOf('net', { provider, resource }));
    const { routes } = NetworkModel.of(model, model.scopeOfProvider(model.stacks[0], undefined));
    expect(shown(routes.leads(WEB, VSWITCH, AddressSet.of([Ipv4Cidr.of('10.99.0.0/16')]), SENSOR))).toEqual([
      [ALL, undefined, phrase('perhapsElsewhere', { path, provider: 'alicloud.open' })],
    ]);
  });

  test('may take the table of an unknown vSwitch, which may be one outside the app', () => {
    expect(leads({ ...attached(OWN_TABLE), ...entries(to('10.99.0.0/16', OWN_TABLE, HOP)) }, { vswitch: 'vsw-1' })).toEqual([
      [ALL, undefined, phrase('tableOfVswitch', { vswitch: 'vsw-1' })],
    ]);
  });

  test('of several tables are split where the tables differ', () => {
    const more = {
      ...attached({ ...WEB_OWN, ...PERHAPS }),
      ...entries(to('10.99.0.0/17', OWN_TABLE, HOP), to('10.99.128.0/18', SYSTEM_TABLE), to('10.99.0.0/18', SYSTEM_TABLE, HOP)),
    };
    expect(leads(more)).toEqual([
      ['10.99.64.0-10.99.127.255', undefined, DIFFER],
      ['10.99.128.0-10.99.191.255', undefined, leadsPerhaps(entryOf('r1'))],
      ['10.99.192.0-10.99.255.255', false, 'no entry'],
      ['10.99.0.0-10.99.63.255', true, entryOf()],
    ]);
  });

  test.each<[string, TerraformJson['module'], string]>([
    ['the VPC', { vpc: id('alicloud_vpc.web') }, 'alicloud_vpc.web'],
    ['the vSwitch', { vswitch: id('alicloud_vswitch.web') }, 'alicloud_vswitch.web'],
    ['the table', { table: id('alicloud_route_table.own') }, 'alicloud_route_table.own'],
  ])('have an unknown route if a module has %s', (_, inputs, thing) => {
    const text = phrase('routesByOther', { who: phrase('moduleHas', { module: 'hub', thing }) });
    expect(leads(attached(WEB_OWN), { terraform: { module: { hub: { source: 'x', ...inputs } } } })).toEqual([[ALL, undefined, text]]);
  });

  test('have a known route if a module has the vSwitch of others', () => {
    const terraform = { module: { hub: { source: 'x', vswitch: id('alicloud_vswitch.web') } } };
    expect(leads({}, { terraform, vswitch: undefined })).toEqual([[ALL, false, 'no entry']]);
  });

  test('may have other routes in a VPC outside the app', () => {
    const notWritten = phrase('routesNotWritten', { of: 'vpc-1' });
    const options = { from: 'vpc-1', vswitch: 'vsw-1' };
    expect(leads({}, options)).toEqual([[ALL, undefined, notWritten]]);
    expect(leads(entries(to('10.99.0.0/16', SYSTEM_TABLE, NAT)), options)).toEqual([[ALL, undefined, notWritten]]);
    expect(leads(attached(OWN_TABLE), options)).toEqual([[ALL, undefined, notWritten]]);
  });

  test.each<[string, object, [to: string, id: string][], unknown[][]]>([
    ['a VPC', SYSTEM_TABLE, [['alicloud_vpc.web', 'vpc-1']],
      [[ALL, undefined, phrase('routesNotWritten', { of: 'net/alicloud_vpc.web' })]]],
    ['another VPC', SYSTEM_TABLE, [['alicloud_vpc.sensor', 'vpc-1']], [[ALL, true, entryOf()]]],
    ['a vSwitch', SYSTEM_TABLE, [['alicloud_vswitch.web', 'vsw-1']],
      [[ALL, undefined, phrase('tableOfVswitch', { vswitch: 'net/alicloud_vswitch.web' })]]],
    ['a route table', OWN_TABLE, [['alicloud_route_table.own', 'vtb-1']],
      [[ALL, undefined, phrase('routesNotWritten', { of: 'net/alicloud_route_table.own' })]]],
    ['a VPC and a vSwitch with a table of the app', OWN_TABLE, [['alicloud_vpc.web', 'vpc-1'], ['alicloud_vswitch.web', 'vsw-1']],
      [[ALL, true, entryOf()]]],
  ])('of %s that is imported may be others than those of the app', (_, table, imports, expected) => {
    const own = table === OWN_TABLE ? attached(WEB_OWN) : {};
    const terraform = { import: imports.map(([address, name]) => ({ to: address, id: name })) };
    expect(leads({ ...own, ...entries(to('10.99.0.0/16', table, HOP)) }, { terraform })).toEqual(expected);
  });
});
