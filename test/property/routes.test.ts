import * as fc from 'fast-check';
import { MirrorModel } from '../../src/model/mirror-model';
import { NetworkModel } from '../../src/model/network/network-model';
import { AddressSet } from '../../src/net/address-set';
import { parseIpv4Address } from '../../src/net/ipv4-cidr';
import { played } from '../support/runs';
import '../support/recorded-inputs';

/** Few addresses and blocks, so that routes meet. */
const ADDRESSES = ['10.99.0.1', '10.99.1.1', '10.99.1.129', '10.99.2.1', '10.98.0.1'];
const BLOCKS = ['10.99.0.0/16', '10.99.1.0/24', '10.99.1.128/25', '10.99.0.0/23', '10.98.0.0/15', '0.0.0.0/0'];
const HOPS = [
  'peering', 'second peering', 'other peering', 'NAT gateway', 'IPv6 gateway', 'IPv4 gateway', 'gateway endpoint', 'instance',
  'router', 'variable', 'type by variable', 'peering as a router', 'peering without a type',
] as const;
/** Next hops that may lead to the other VPC in a way that the app does not show. */
const OPEN_HOPS: readonly string[] = [
  'instance', 'router', 'variable', 'type by variable', 'peering as a router', 'peering without a type',
];
const TABLES = ['system', 'own'] as const;

interface Route {
  readonly block: string;
  readonly hop: (typeof HOPS)[number];
  readonly table: (typeof TABLES)[number];
  readonly perhaps: boolean;
}
interface World { readonly routes: Route[]; readonly ownTable: boolean }

const route: fc.Arbitrary<Route> = fc.record({
  block: fc.constantFrom(...BLOCKS), hop: fc.constantFrom(...HOPS), table: fc.constantFrom(...TABLES), perhaps: fc.boolean().map((b) => b),
});
const world: fc.Arbitrary<World> = fc.record({
  // Some blocks have several entries.
  routes: fc.array(route, { maxLength: 6 }),
  ownTable: fc.boolean(),
});

/** Bit by bit. */
function inBlock(address: string, block: string): boolean {
  const bits = (text: string) => text.split('.').map((octet) => Number(octet).toString(2).padStart(8, '0')).join('');
  const [network, length] = block.split('/');
  return bits(address).slice(0, Number(length)) === bits(network).slice(0, Number(length));
}

/** Every way in which what only Terraform knows may turn out, one packet after the other. */
function leadsOver({ routes, ownTable }: World, address: string): boolean | undefined {
  const table = routes.filter((r) => r.table === (ownTable ? 'own' : 'system'));
  const open = table.flatMap((r, i) => [
    ...(r.perhaps ? [{ i, what: 'there' }] : []),
    ...(OPEN_HOPS.includes(r.hop) ? [{ i, what: 'hop' }] : []),
  ]);
  const seen = new Set<boolean>();
  for (let n = 0; n < 2 ** open.length; n++) {
    const value = (i: number, what: string) => {
      const at = open.findIndex((o) => o.i === i && o.what === what);
      return at < 0 ? undefined : ((n >> at) & 1) === 1;
    };
    let best: { length: number; over: boolean[] } | undefined;
    table.forEach((r, i) => {
      if (value(i, 'there') === false || !inBlock(address, r.block)) return;
      const length = Number(r.block.split('/')[1]);
      const over = OPEN_HOPS.includes(r.hop) ? value(i, 'hop')! : r.hop === 'peering' || r.hop === 'second peering';
      if (best === undefined || length > best.length) best = { length, over: [over] };
      else if (length === best.length) best.over.push(over);
    });
    // The service refuses some of them, or shares the packets.
    for (const over of best?.over ?? [false]) seen.add(over);
  }
  return seen.size === 1 ? [...seen][0] : undefined;
}

function modelOf({ routes, ownTable }: World): MirrorModel {
  const hops = {
    'peering': { nexthop_type: 'VpcPeer', nexthop_id: '${alicloud_vpc_peer_connection.one.id}' },
    'second peering': { nexthop_type: 'VpcPeer', nexthop_id: '${alicloud_vpc_peer_connection.two.id}' },
    'other peering': { nexthop_type: 'VpcPeer', nexthop_id: '${alicloud_vpc_peer_connection.other.id}' },
    'NAT gateway': { nexthop_type: 'NatGateway', nexthop_id: 'ngw-1' },
    'IPv6 gateway': { nexthop_type: 'IPv6Gateway', nexthop_id: 'ipv6gw-1' },
    'IPv4 gateway': { nexthop_type: 'Ipv4Gateway', nexthop_id: 'ipv4gw-1' },
    'gateway endpoint': { nexthop_type: 'GatewayEndpoint', nexthop_id: 'vpce-1' },
    'instance': { nexthop_type: 'Instance', nexthop_id: 'i-1' },
    'router': { nexthop_type: 'Attachment', nexthop_id: 'tr-attach-1' },
    'variable': { nexthop_type: 'VpcPeer', nexthop_id: '${var.hop}' },
    'peering as a router': { nexthop_type: 'RouterInterface', nexthop_id: '${alicloud_vpc_peer_connection.one.id}' },
    'peering without a type': { nexthop_id: '${alicloud_vpc_peer_connection.one.id}' },
    'type by variable': { nexthop_type: '${var.type}', nexthop_id: '${var.hop}' },
  };
  const tables = { system: '${alicloud_vpc.web.route_table_id}', own: '${alicloud_route_table.own.id}' };
  return new MirrorModel([{
    path: 'net',
    terraform: {
      resource: {
        alicloud_vpc: {
          web: { cidr_block: '10.10.0.0/16' },
          sensor: { cidr_block: '10.98.0.0/15' },
          third: { cidr_block: '172.16.0.0/12' },
        },
        alicloud_vswitch: { web: { vpc_id: '${alicloud_vpc.web.id}', cidr_block: '10.10.1.0/24' } },
        alicloud_route_table: { own: { vpc_id: '${alicloud_vpc.web.id}' } },
        ...(ownTable && {
          alicloud_route_table_attachment: {
            own: { vswitch_id: '${alicloud_vswitch.web.id}', route_table_id: '${alicloud_route_table.own.id}' },
          },
        }),
        alicloud_vpc_peer_connection: Object.fromEntries(
          [
            ['one', 'sensor'],
            ['two', 'sensor'],
            ['other', 'third'],
          ].map(([name, to]) => [name, { vpc_id: '${alicloud_vpc.web.id}', accepting_vpc_id: `\${alicloud_vpc.${to}.id}` }]),
        ),
        alicloud_route_entry: Object.fromEntries(routes.map(({ block, hop, table, perhaps }, i) => [`r${i}`, {
          route_table_id: tables[table], destination_cidrblock: block, ...hops[hop], ...perhaps && { count: '${var.on ? 1 : 0}' },
        }])),
      },
    },
  }]);
}

test('where packets go is what looking at one packet after the other gives, with the longest prefix of the vSwitch\'s own table', () => {
  fc.assert(fc.property(world, fc.constantFrom(...ADDRESSES), (given, address) => {
    const model = modelOf(given);
    const [stack] = model.stacks;
    const parsed = parseIpv4Address(address);
    if (!parsed.ok) throw new Error(address);
    const id = (name: string) => stack.managed(name);
    const leads = NetworkModel.of(model).routes.leads(
      id('alicloud_vpc.web'),
      id('alicloud_vswitch.web'),
      AddressSet.range(parsed.address, parsed.address),
      id('alicloud_vpc.sensor'),
    );
    expect(leads.map((lead) => lead.over)).toEqual([leadsOver(given, address)]);
  }), played(250, 1));
});

test('all addresses at once go where each of them goes alone', () => {
  fc.assert(fc.property(world, (given) => {
    const model = modelOf(given);
    const [stack] = model.stacks;
    const numbers = ADDRESSES.map((a) => { const parsed = parseIpv4Address(a); return parsed.ok ? parsed.address : NaN; });
    const leads = NetworkModel.of(model).routes.leads(
      stack.managed('alicloud_vpc.web'),
      stack.managed('alicloud_vswitch.web'),
      AddressSet.ofAddresses([...numbers].sort((a, b) => a - b)),
      stack.managed('alicloud_vpc.sensor'),
    );
    ADDRESSES.forEach((address, i) =>
      expect(leads.filter((lead) => lead.addresses.contains(numbers[i])).map((lead) => lead.over)).toEqual([leadsOver(given, address)]),
    );
  }), played(150, 2));
});
