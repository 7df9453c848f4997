import { NetworkModel } from '../../model/network/network-model';
import { PeeringModel } from '../../model/network/routes';
import { Identity, isManaged, named, surelyDiffer } from '../../model/reference';
import { AddressSet } from '../../net/address-set';

/** Whether there is a way between two VPCs. Neither refused nor open: there is. */
export interface Way {
  /** The sources that find no way, or whose answers would not. */
  readonly refused?: { sources: AddressSet; problem: string; fix: string };
  readonly open?: { reason: string; fix: string };
}

const ACCEPT = 'accept this check where the way is known to be there';

/** Whether packets find from the sources' VPC to the target's and back: the same VPC, or a peering with routes both ways. */
export function routed(network: NetworkModel, from: Identity | undefined, to: Identity | undefined, sources: AddressSet, targets: AddressSet): Way {
  if (from === undefined || to === undefined) {
    return { open: { reason: `the VPC of ${from === undefined ? 'sources' : 'the target'} is not known`, fix: 'state vpcId or vswitchId with MirrorSource and MirrorTarget, or hand in networkInterfaces and vswitches with MirrorPolicy.of(app).networkFacts(...)' } };
  }
  if (from === to) return {};
  const { routes } = network;
  if (!surelyDiffer(from, to)) return { open: { reason: `whether ${named(from)} and ${named(to)} are one VPC is not known`, fix: 'name VPCs in one way, by id or by resource' } };
  const [a, b] = [routes.blocksOf(from), routes.blocksOf(to)];
  if (a && b && a.overlaps(b)) {
    return { refused: { sources, problem: `VPCs ${named(from)} and ${named(to)} both have ${a.intersect(b).cidrs()[0]}, so there is no way between them`, fix: 'mirror to a target in the same VPC, or give one of them another block' } };
  }
  const module = routes.moduleOf([from, to]);
  const peering = routes.peerings.find(({ vpcs }) => vpcs.includes(from) && vpcs.includes(to));
  if (!peering) {
    const perhaps = routes.peerings.some(({ vpcs }) => vpcs.some((v) => v === undefined || !isManaged(v)));
    if (isManaged(from) && isManaged(to) && routes.otherWay === undefined && module === undefined && !perhaps) {
      return { refused: { sources, problem: `VPCs ${named(from)} and ${named(to)} are not connected`, fix: 'peer them with alicloud_vpc_peer_connection and write an alicloud_route_entry in the table of each; or mirror to a target in the same VPC' } };
    }
    return { open: { reason: `how ${named(from)} reaches ${named(to)} is not written in the app`, fix: ACCEPT } };
  }
  const unread = module === undefined ? routes.otherTables : `module ${module}`;
  if (unread !== undefined) return { open: { reason: `whether the tables of ${named(from)} and ${named(to)} lead over ${peering.label} is not known, since ${unread} may change them`, fix: ACCEPT } };
  const there = missingFrom(network, from, targets, peering);
  if (there.open) return there;
  if (!there.missing.isEmpty) return targets.size > there.missing.size ? { open: someOnly(from, there.missing, peering) } : { refused: { sources, ...noRoute(from, there.missing, peering) } };
  const back = missingFrom(network, to, sources, peering);
  if (back.open || back.missing.isEmpty) return back;
  return { refused: { sources: back.missing, ...noRoute(to, back.missing, peering) } };
}

type Named = Pick<PeeringModel, 'identity' | 'label'>;

/** The addresses to which a VPC has no route over a peering. */
function missingFrom(network: NetworkModel, vpc: Identity, addresses: AddressSet, peering: Named): Way & { missing: AddressSet } {
  const over = network.routes.routes.filter((r) => r.nexthop === peering.identity);
  const missing = addresses.minus(AddressSet.unionOf(over.filter((r) => r.vpc === vpc).flatMap((r) => r.destination ?? [])));
  if (missing.isEmpty) return { missing };
  const vague = over.find((r) => r.vpc === undefined || (r.vpc === vpc && r.destination === undefined));
  if (vague) return { missing, open: { reason: `whether ${vague.label} leads from ${named(vpc)} is not known`, fix: `write route_table_id as the route_table_id of the VPC, and the CIDR itself; or ${ACCEPT}` } };
  return isManaged(vpc) ? { missing } : { missing, open: { reason: `the routes of ${named(vpc)} are not written in the app`, fix: ACCEPT } };
}

function someOnly(vpc: Identity, missing: AddressSet, peering: Named): { reason: string; fix: string } {
  return { reason: `routes of ${named(vpc)} over ${peering.label} lead to some of the addresses only that the target may have (not to ${missing.cidrs()[0]})`, fix: 'route the whole block of the VPC, or state primaryIp of the target' };
}

function noRoute(vpc: Identity, missing: AddressSet, peering: Named): { problem: string; fix: string } {
  const cidr = missing.cidrs()[0];
  return {
    problem: `VPC ${named(vpc)} has no route to ${cidr} over ${peering.label}`,
    fix: `add alicloud_route_entry: route_table_id = ${named(vpc)}.route_table_id, destination_cidrblock = "${cidr}" (or the block of the VPC), nexthop_type = "VpcPeer", nexthop_id = <the peering>`,
  };
}
