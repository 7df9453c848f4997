import { NetworkModel } from '../../model/network/network-model';
import { Identity, isManaged, named, surelyDiffer } from '../../model/reference';
import { AddressSet } from '../../net/address-set';

/** Whether there is a way between two VPCs. Neither refused nor open: there is. */
export interface Way {
  readonly refused?: { problem: string; fix: string };
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
    return { refused: { problem: `VPCs ${named(from)} and ${named(to)} both have ${a.intersect(b).cidrs()[0]}, so there is no way between them`, fix: 'mirror to a target in the same VPC, or give one of them another block' } };
  }
  const peering = routes.peerings.find(({ vpcs }) => vpcs.includes(from) && vpcs.includes(to));
  if (!peering) {
    if (isManaged(from) && isManaged(to) && routes.otherWay === undefined && !routes.peerings.some(({ vpcs }) => vpcs.some((v) => v === undefined || !isManaged(v)))) {
      return { refused: { problem: `VPCs ${named(from)} and ${named(to)} are not connected`, fix: 'peer them with alicloud_vpc_peer_connection and write an alicloud_route_entry in the table of each; or mirror to a target in the same VPC' } };
    }
    return { open: { reason: `how ${named(from)} reaches ${named(to)} is not written in the app`, fix: ACCEPT } };
  }
  return direction(network, from, targets, peering) ?? direction(network, to, sources, peering) ?? {};
}

/** Whether a VPC has a route to addresses over a peering. */
function direction(network: NetworkModel, vpc: Identity, addresses: AddressSet, peering: { identity: Identity; label: string }): Way | undefined {
  const over = network.routes.routes.filter((r) => r.nexthop === peering.identity);
  const own = over.filter((r) => r.vpc === vpc);
  const reached = AddressSet.unionOf(own.flatMap((r) => r.destination ?? []));
  if (!addresses.isEmpty && reached.containsAll(addresses)) return undefined;
  const vague = over.find((r) => r.vpc === undefined || (r.vpc === vpc && r.destination === undefined));
  if (vague) return { open: { reason: `whether ${vague.label} leads from ${named(vpc)} is not known`, fix: `write route_table_id as the route_table_id of the VPC, and the CIDR itself; or ${ACCEPT}` } };
  const missing = addresses.minus(reached);
  // Every address that it may be is nothing that a route could miss.
  if (missing.isSameAs(addresses) || own.length === 0) {
    if (own.length > 0 && addresses === AddressSet.ALL) return { open: { reason: `whether the routes of ${named(vpc)} over ${peering.label} lead to it is not known, since its address is not`, fix: 'state primaryIp or vswitchId' } };
    if (!isManaged(vpc)) return { open: { reason: `the routes of ${named(vpc)} are not written in the app`, fix: ACCEPT } };
    return {
      refused: {
        problem: `VPC ${named(vpc)} has no route to ${missing.cidrs()[0]} over ${peering.label}`,
        fix: `add alicloud_route_entry: route_table_id = ${named(vpc)}.route_table_id, destination_cidrblock = "${missing.cidrs()[0]}", nexthop_type = "VpcPeer", nexthop_id = <the peering>`,
      },
    };
  }
  return { open: { reason: `routes of ${named(vpc)} over ${peering.label} lead to some of the addresses only (not to ${missing.cidrs()[0]})`, fix: 'route the whole block of the VPC, or state primaryIp of every source' } };
}
