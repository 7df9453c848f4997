import { ArrivalReason, because, packetOf } from './reasons';
import { addressesOf, partly, Sender, SenderClass, senderName, wholly } from './senders';
import { peeringRoute } from './snippets';
import { VXLAN_PORT } from '../../catalog/limits';
import { MirrorModel } from '../../model/mirror-model';
import { NetworkModel } from '../../model/network/network-model';
import { PeeringModel } from '../../model/network/routes';
import { Identity, isManaged, surelyDiffer } from '../../model/reference';
import { AddressSet } from '../../net/address-set';
import { label } from '../../texts/names';

/** Whether there is a way from sources to their target. */
export interface Way {
  /** Some sources have no way. */
  readonly lost?: ArrivalReason;
  /** Some sources have none from a part of the addresses that they may have. */
  readonly doubtful?: ArrivalReason;
  /** It is not known whether the members have a way. */
  readonly open?: ArrivalReason;
  /** The other sources: unless `open` is set, they have a way. */
  readonly members: Sender[];
}

/** A target as the routes see it. */
export interface Destined {
  readonly identity: Identity;
  readonly vpc?: Identity;
  /** The addresses that it may have. */
  readonly addresses: AddressSet;
}

/** Whether packets are routed from the sources' VPC to the target's and back: the same VPC, or a peering with routes both ways. */
export function routed(model: MirrorModel, senders: SenderClass, target: Destined): Way {
  return new Routing(model, senders, target).way();
}

class Routing {
  private readonly network: NetworkModel;

  constructor(private readonly model: MirrorModel, private readonly senders: SenderClass, private readonly to: Destined) {
    this.network = NetworkModel.of(model);
  }

  public way(): Way {
    const { senders: { vpc: from }, to: { vpc: to, addresses: targets } } = this;
    if (from !== undefined && from === to) return this.free();
    const ends = this.ends();
    if (from === undefined) return this.open(because('TM408', 'sourceVpcNotKnown', ends));
    if (to === undefined) return this.open(because('TM408', 'targetVpcNotKnown', ends));
    const { routes } = this.network;
    const vpcs = { from: this.model.nameOf(from), to: this.model.nameOf(to) };
    if (!surelyDiffer(from, to)) return this.open(because('TM408', 'sameVpcNotKnown', { ...ends, ...vpcs }));
    const [a, b] = [routes.blocksOf(from), routes.blocksOf(to)];
    if (a && b && a.overlaps(b)) {
      const cidr = String(a.intersect(b).cidrs()[0]);
      return { lost: because('TM408', 'blocksOverlap', { ...this.evidence(this.senders.members), ...vpcs, cidr }), members: [] };
    }
    const module = routes.moduleOf([from, to]);
    const peering = routes.peerings.find((p) => p.vpcs.includes(from) && p.vpcs.includes(to));
    if (!peering) {
      const perhaps = routes.peerings.some((p) => p.vpcs.some((v) => v === undefined || !isManaged(v)));
      if (isManaged(from) && isManaged(to) && routes.otherWay === undefined && module === undefined && !perhaps) {
        return { lost: because('TM408', 'notConnected', { ...this.evidence(this.senders.members), ...vpcs }), members: [] };
      }
      return this.open(because('TM408', 'connectionNotKnown', { ...ends, ...vpcs }));
    }
    if (module !== undefined) return this.open(because('TM408', 'routesOfModule', { ...ends, ...vpcs, module }));
    if (routes.otherTables !== undefined) return this.open(because('TM408', 'otherTables', { ...ends, ...vpcs, type: routes.otherTables }));

    const there = this.missingFrom(from, targets, peering);
    if (there.open) return this.open(there.open);
    if (!there.missing.isEmpty) {
      return targets.size > there.missing.size
        ? this.open(because('TM408', 'routesToSome', { ...ends, ...this.route(from, there.missing, peering) }))
        : this.noRoute(addressesOf(this.senders), from, there.missing, peering);
    }
    const back = this.missingFrom(to, addressesOf(this.senders), peering);
    if (back.open) return this.open(back.open);
    return back.missing.isEmpty ? this.free() : this.noRoute(back.missing, to, back.missing, peering);
  }

  private ends(source = this.senders.members[0]): { source: string; target: string } {
    return { source: senderName(this.model, source), target: this.model.nameOf(this.to.identity) };
  }

  private free(): Way {
    return { members: this.senders.members };
  }

  private open(open: ArrivalReason): Way {
    return { open, members: this.senders.members };
  }

  /** Sources whose packets, or the answers to them, find no route. */
  private noRoute(sources: AddressSet, vpc: Identity, missing: AddressSet, peering: PeeringModel): Way {
    const [lost, doubtful, members]: Sender[][] = [[], [], []];
    for (const sender of this.senders.members) (wholly(sources, sender) ? lost : partly(sources, sender) ? doubtful : members).push(sender);
    const route = this.route(vpc, missing, peering);
    const snippet = peeringRoute(vpc, route.cidr, peering.identity);
    return {
      members,
      ...lost.length > 0 && { lost: because('TM408', 'noRoute', { ...this.evidence(lost), ...route, snippet }) },
      ...doubtful.length > 0 && { doubtful: because('TM408', 'addressNotKnown', { ...this.ends(doubtful[0]), ...route }) },
    };
  }

  /** The addresses to which a VPC has no route over a peering. */
  private missingFrom(vpc: Identity, addresses: AddressSet, peering: PeeringModel): { missing: AddressSet; open?: ArrivalReason } {
    const over = this.network.routes.routes.filter((r) => r.nexthop === peering.identity);
    const missing = addresses.minus(AddressSet.unionOf(over.filter((r) => r.vpc === vpc).flatMap((r) => r.destination ?? [])));
    if (missing.isEmpty) return { missing };
    const where = { ...this.ends(), vpc: this.model.nameOf(vpc) };
    const vague = over.find((r) => r.vpc === undefined || (r.vpc === vpc && r.destination === undefined));
    if (vague) return { missing, open: because('TM408', 'routeNotKnown', { ...where, route: label(vague.label) }) };
    return isManaged(vpc) ? { missing } : { missing, open: because('TM408', 'routesNotKnown', where) };
  }

  private route(vpc: Identity, missing: AddressSet, peering: PeeringModel): { vpc: string; cidr: string; peering: string } {
    return { vpc: this.model.nameOf(vpc), cidr: String(missing.cidrs()[0]), peering: label(peering.label) };
  }

  private evidence(lost: readonly Sender[]): { target: string; sources: string[]; packet: string } {
    const { identity, addresses } = this.to;
    const destination = { identity, place: { addresses, exact: addresses.size === 1 }, port: VXLAN_PORT };
    const sources = lost.map((s) => senderName(this.model, s));
    return { target: this.model.nameOf(identity), sources, packet: packetOf(this.model, lost[0], destination) };
  }
}
