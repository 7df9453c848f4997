// TM408: whether packets are routed from the VPC of a source to that of its target and back, with the exact reason.
import { add, Fixture, SESSION, stated } from './fixtures';
import { peered } from './peered';
import { reasonsOf } from './reasons';
import { phrase } from '../../src/texts/phrase';

const VPC = { web: 'net/alicloud_vpc.web', sensor: 'net/alicloud_vpc.sensor' };
const PEERING = 'net/alicloud_vpc_peer_connection.p';
const WAY = { source: 'net/alicloud_instance.web', made: true, target: 'net/alicloud_instance.sensor' };
const BOTH = { from: VPC.web, to: VPC.sensor };
const PACKET = '10.10.1.0:49152 -> net/alicloud_instance.sensor:4789/udp';
const LOST = { target: WAY.target, sources: [WAY.source], packet: PACKET };

const part = (f: Fixture, type: string, name: string) => f.terraform.resource[type][name];
const route = (f: Fixture, name: 'web' | 'sensor', more: object) => Object.assign(part(f, 'alicloud_route_entry', name), more);
/** A second source, an instance like the first. */
const second = (f: Fixture, more: object) => {
  add(f, 'alicloud_instance', { other: { ...part(f, 'alicloud_instance', 'web'), ...more } });
  f.terraform.resource[SESSION].web.traffic_mirror_source_ids.push('${alicloud_instance.other.network_interface_id}');
};
const withoutPeering = (f: Fixture) => {
  delete f.terraform.resource.alicloud_vpc_peer_connection;
  delete f.terraform.resource.alicloud_route_entry;
};
const found = (change: (f: Fixture) => void) => {
  const { findings, passed } = reasonsOf((f) => { peered(f); change(f); }, /^TM40/);
  return [...findings, passed.TM408];
};
const VERIFIED = [1];
const is = (passed: number, ...reasons: [reason: string, parameters: object][]) =>
  [...reasons.map(([reason, parameters]) => [reason, expect.objectContaining(parameters)]), passed];
/** The vSwitch of the source gets a route table with the entry to the target. */
const ownTable = (f: Fixture, table: object, attached = '${alicloud_route_table.own.id}') => {
  add(f, 'alicloud_route_table', { own: table });
  add(f, 'alicloud_route_table_attachment', { own: { vswitch_id: '${alicloud_vswitch.web.id}', route_table_id: attached } });
  route(f, 'web', { route_table_id: '${alicloud_route_table.own.id}' });
};
const BLOCKS = (vpc: string) => is(0, ['undecided TM408 routeOpen', { ...WAY, vpc, why: phrase('blocksNotKnown', { vpc }) }]);
const LEADS = (vpc: string) => is(0, ['undecided TM408 routeOpen', {
  ...WAY, vpc, why: phrase('leadsPerhaps', { path: 'net/alicloud_route_entry.web', ...BOTH }),
}]);
const OTHER_TABLE = is(0, ['undecided TM408 routeOpen', {
  ...WAY,
  why: phrase('tableOfOther', {
    path: 'net/alicloud_route_table_attachment.own', table: 'net/alicloud_route_table.own', vpc: VPC.web,
  }),
}]);
const NOT_CONNECTED = is(0, ['error TM408 notConnected', { ...LOST, ...BOTH }]);
const NOT_KNOWN = is(0, ['undecided TM408 connectionNotKnown', { ...WAY, ...BOTH }]);

test.each<[name: string, change: (f: Fixture) => void, expected: unknown[]]>([
  ['a peering with routes both ways', () => {}, VERIFIED],
  ['no peering', withoutPeering, NOT_CONNECTED],
  ['no peering, but a transit router', (f) => { withoutPeering(f); add(f, 'alicloud_cen_transit_router', { t: {} }); }, NOT_KNOWN],
  ['no peering, but a module that gets the VPC of the source', (f) => {
    withoutPeering(f);
    f.terraform.module = { network: { source: './n', vpc: '${alicloud_vpc.web.id}' } };
  }, NOT_KNOWN],
  ['no peering, but a module that gets the VPC of the target', (f) => {
    withoutPeering(f);
    f.terraform.module = { network: { source: './n', vpc: '${alicloud_vpc.sensor.id}' } };
  }, NOT_KNOWN],
  ['a peering of two other VPCs', (f) => {
    add(f, 'alicloud_vpc', { x: { cidr_block: '10.1.0.0/16' }, y: { cidr_block: '10.2.0.0/16' } });
    Object.assign(part(f, 'alicloud_vpc_peer_connection', 'p'), {
      vpc_id: '${alicloud_vpc.x.id}', accepting_vpc_id: '${alicloud_vpc.y.id}',
    });
  }, NOT_CONNECTED],
  ['a peering whose accepting VPC is known only at apply', (f) => {
    part(f, 'alicloud_vpc_peer_connection', 'p').accepting_vpc_id = '${var.vpc}';
  }, NOT_KNOWN],
  ['a source in a VPC by its id', (f) => {
    withoutPeering(f);
    part(f, 'alicloud_vswitch', 'web').vpc_id = 'vpc-bp1web';
  }, is(0, ['undecided TM408 sameVpcNotKnown', { ...WAY, from: 'vpc-bp1web', to: VPC.sensor }])],
  ['source and target in two VPCs by their ids', (f) => {
    withoutPeering(f);
    part(f, 'alicloud_vswitch', 'web').vpc_id = 'vpc-bp1web';
    part(f, 'alicloud_vswitch', 'sensor').vpc_id = 'vpc-bp1sensor';
  }, is(0, ['undecided TM408 connectionNotKnown', { ...WAY, from: 'vpc-bp1web', to: 'vpc-bp1sensor' }])],
  ['a source whose VPC is not known', (f) => { part(f, 'alicloud_vswitch', 'web').vpc_id = undefined; },
    is(0, ['undecided TM408 sourceVpcNotKnown', WAY])],
  ['a target whose VPC is not known', (f) => { part(f, 'alicloud_vswitch', 'sensor').vpc_id = undefined; },
    is(0, ['undecided TM408 targetVpcNotKnown', WAY])],
  ['neither VPC known', (f) => {
    part(f, 'alicloud_vswitch', 'web').vpc_id = undefined;
    part(f, 'alicloud_vswitch', 'sensor').vpc_id = undefined;
  }, is(0, ['undecided TM408 sourceVpcNotKnown', WAY])],
  ['VPCs with one block', (f) => { part(f, 'alicloud_vpc', 'sensor').cidr_block = '10.10.0.0/16'; },
    is(0, ['error TM408 blocksOverlap', { ...LOST, ...BOTH, cidr: '10.10.0.0/16' }])],
  ['a VPC whose block is known only at apply', (f) => { part(f, 'alicloud_vpc', 'sensor').cidr_block = '${var.block}'; },
    BLOCKS(VPC.sensor)],
  ['a VPC whose pool chooses its block', (f) => { delete part(f, 'alicloud_vpc', 'web').cidr_block; }, BLOCKS(VPC.web)],
  ['a VPC whose secondary blocks are known only at apply', (f) => {
    part(f, 'alicloud_vpc', 'web').secondary_cidr_blocks = '${var.blocks}';
  }, BLOCKS(VPC.web)],
  ['a VPC with a secondary block that may not exist', (f) => {
    add(f, 'alicloud_vpc_ipv4_cidr_block', {
      more: { vpc_id: '${alicloud_vpc.sensor.id}', secondary_cidr_block: '10.10.0.0/20', count: '${var.n}' },
    });
  }, BLOCKS(VPC.sensor)],
  ['a peering connection as a next hop of another type', (f) => route(f, 'web', { nexthop_type: 'RouterInterface' }), LEADS(VPC.web)],
  ['a peering connection as a next hop of no type', (f) => route(f, 'web', { nexthop_type: undefined }), LEADS(VPC.web)],
  ['a second entry for the block, with another next hop', (f) => {
    add(f, 'alicloud_route_entry', { nat: { ...part(f, 'alicloud_route_entry', 'web'), nexthop_type: 'NatGateway', nexthop_id: 'ngw-1' } });
  }, LEADS(VPC.web)],
  ['a second entry for the block, with the same next hop', (f) => {
    add(f, 'alicloud_route_entry', { again: { ...part(f, 'alicloud_route_entry', 'web') } });
  }, VERIFIED],
  ['a table of the VPC on the vSwitch of the source', (f) => ownTable(f, { vpc_id: '${alicloud_vpc.web.id}' }), VERIFIED],
  ['a table of another VPC on the vSwitch of the source', (f) => ownTable(f, { vpc_id: '${alicloud_vpc.sensor.id}' }), OTHER_TABLE],
  ['a table of an unknown VPC on the vSwitch of the source', (f) => ownTable(f, { vpc_id: '${var.vpc}' }), OTHER_TABLE],
  ['a table for gateways on the vSwitch of the source', (f) =>
    ownTable(f, { vpc_id: '${alicloud_vpc.web.id}', associate_type: 'Gateway' }), OTHER_TABLE],
  ['the system table of another VPC on the vSwitch of the source', (f) =>
    ownTable(f, { vpc_id: '${alicloud_vpc.web.id}' }, '${alicloud_vpc.sensor.route_table_id}'),
  is(0, ['undecided TM408 routeOpen', { why: expect.objectContaining({ phrase: 'tableOfOther' }) }])],
  ['no route there', (f) => { delete f.terraform.resource.alicloud_route_entry.web; },
    is(0, ['error TM408 noRoute', { ...LOST, vpc: VPC.web, cidr: '10.99.1.0/24', peering: PEERING }])],
  ['no route back', (f) => { delete f.terraform.resource.alicloud_route_entry.sensor; },
    is(0, ['error TM408 noRoute', { ...LOST, vpc: VPC.sensor, cidr: '10.10.1.0/24', peering: PEERING }])],
  ['no route there, and a target whose address is known', (f) => {
    delete f.terraform.resource.alicloud_route_entry.web;
    part(f, 'alicloud_instance', 'sensor').private_ip = '10.99.1.7';
  }, is(0, ['error TM408 noRoute', { ...LOST, cidr: '10.99.1.7/32', packet: '10.10.1.0:49152 -> 10.99.1.7:4789/udp' }])],
  ['a route there over a NAT gateway', (f) => route(f, 'web', { nexthop_type: 'NatGateway', nexthop_id: 'ngw-1' }),
    is(0, ['error TM408 ledElsewhere', {
      ...LOST, vpc: VPC.web, cidr: '10.99.1.0/24', peering: PEERING, route: 'net/alicloud_route_entry.web',
    }])],
  ['a route back over a NAT gateway', (f) => route(f, 'sensor', { nexthop_type: 'NatGateway', nexthop_id: 'ngw-1' }),
    is(0, ['error TM408 ledElsewhere', {
      ...LOST, vpc: VPC.sensor, cidr: '10.10.1.0/24', peering: PEERING, route: 'net/alicloud_route_entry.sensor',
    }])],
  ['a route there to a next hop that is known only at apply', (f) => route(f, 'web', { nexthop_id: '${var.hop}' }),
    is(0, ['undecided TM408 routeOpen', {
      ...WAY, vpc: VPC.web, why: phrase('leadsPerhaps', { path: 'net/alicloud_route_entry.web', ...BOTH }),
    }])],
  ['a route back to a destination that is known only at apply', (f) => route(f, 'sensor', { destination_cidrblock: '${var.cidr}' }),
    is(0, ['undecided TM408 routeOpen', {
      ...WAY, vpc: VPC.sensor, why: phrase('destinationNotKnown', { path: 'net/alicloud_route_entry.sensor' }),
    }])],
  ['a route there to a part of the addresses that the target may have', (f) => route(f, 'web', { destination_cidrblock: '10.99.1.0/25' }),
    is(0, ['undecided TM408 routesToSome', { ...WAY, vpc: VPC.web, cidr: '10.99.1.128/25', peering: PEERING }])],
  ['a route there to the address of the target', (f) => {
    route(f, 'web', { destination_cidrblock: '10.99.1.0/25' });
    part(f, 'alicloud_instance', 'sensor').private_ip = '10.99.1.7';
  }, VERIFIED],
  ['a route back to a part of the addresses that the source may have', (f) => route(f, 'sensor', { destination_cidrblock: '10.10.1.0/25' }),
    is(0, ['undecided TM408 addressNotKnown', { ...WAY, vpc: VPC.sensor, cidr: '10.10.1.128/25', peering: PEERING }])],
  ['a route back to one of two sources', (f) => {
    route(f, 'sensor', { destination_cidrblock: '10.10.1.0/25' });
    part(f, 'alicloud_instance', 'web').private_ip = '10.10.1.4';
    second(f, { private_ip: '10.10.1.200' });
  }, is(1, ['error TM408 noRoute', {
    sources: ['net/alicloud_instance.other (10.10.1.200)'], cidr: '10.10.1.200/32', packet: expect.stringMatching(/^10\.10\.1\.200:/),
  }])],
  ['a route back to one of two sources, whose address is known', (f) => {
    route(f, 'sensor', { destination_cidrblock: '10.10.1.0/25' });
    part(f, 'alicloud_instance', 'web').private_ip = '10.10.1.4';
    second(f, { private_ip: undefined });
  }, is(1, ['undecided TM408 addressNotKnown', { ...WAY, source: 'net/alicloud_instance.other', cidr: '10.10.1.128/25' }])],
  ['a route back to none of two sources, and a narrower one elsewhere', (f) => {
    route(f, 'sensor', { destination_cidrblock: '10.10.1.0/24' });
    add(f, 'alicloud_route_entry', {
      narrow: { ...part(f, 'alicloud_route_entry', 'sensor'), destination_cidrblock: '10.10.1.4/32', nexthop_type: 'NatGateway' },
    });
    part(f, 'alicloud_instance', 'web').private_ip = '10.10.1.4';
    second(f, { private_ip: '10.10.1.200' });
  }, is(1, ['error TM408 ledElsewhere', {
    sources: ['net/alicloud_instance.web (10.10.1.4)'], cidr: '10.10.1.4/32', route: 'net/alicloud_route_entry.narrow',
  }])],
])('%s', (_, change, expected) => {
  expect(found(change)).toEqual(expected);
});

test('a source and a target in one VPC by its id need no route', () => {
  expect(reasonsOf((f) => {
    Object.assign(f.terraform.resource[SESSION].web, {
      traffic_mirror_target_id: 'eni-bp1sensor', traffic_mirror_target_type: 'NetworkInterface',
    });
  }, /^TM408/).passed.TM408).toBe(1);
});

test('a source whose VPC is not stated is not known to be in that of its target', () => {
  expect(reasonsOf((f) => {
    f.statements.sessions[`${SESSION}.web`].sources['eni-bp1web'] = stated({ vpcId: undefined, vswitchId: undefined });
  }, /^TM408/).findings).toEqual([
    [
      'undecided TM408 sourceVpcNotKnown',
      expect.objectContaining({ source: 'eni-bp1web (10.10.0.4)', made: false, target: 'lb-bp1sensors' }),
    ],
  ]);
});
