import { ArrivalReason, because, packetOf } from './reasons';
import { addressesOf, partly, Sender, SenderClass, senderName, wholly } from './senders';
import { peeringRoute } from './snippets';
import { VXLAN_PORT } from '../../catalog/limits';
import { MirrorModel } from '../../model/mirror-model';
import { NetworkModel } from '../../model/network/network-model';
import { Lead, PeeringModel } from '../../model/network/routes';
import { Identity, isManaged, surelyDiffer } from '../../model/reference';
import { AddressSet } from '../../net/address-set';
import { label } from '../../texts/names';
import { phrase } from '../../texts/phrase';

/** Whether there is a route from sources to their target. */
export interface Way {
  /** Some sources have no route. */
  readonly lost?: ArrivalReason;
  /** Some sources have no route from some of their possible addresses. */
  readonly doubtful?: ArrivalReason;
  /** It is unknown whether the members have a route. */
  readonly open?: ArrivalReason;
  /** The other sources. They have a route, unless `open` is set. */
  readonly members: Sender[];
}

/** The properties of a target that routing needs. */
export interface Destined {
  readonly identity: Identity;
  readonly vpc?: Identity;
  readonly vswitch?: Identity;
  /** The addresses that it may have. */
  readonly addresses: AddressSet;
}

/** Whether packets are routed from the sources' VPC to the target's and back: the same VPC, or a peering with routes both ways. */
export function routed(network: NetworkModel, senders: SenderClass, target: Destined): Way {
  return new Routing(network, senders, target).way();
}

class Routing {
  private readonly model: MirrorModel;

  constructor(private readonly network: NetworkModel, private readonly senders: SenderClass, private readonly to: Destined) {
    this.model = network.model;
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
    const { peerings, perhaps } = routes.between(from, to);
    const other = routes.otherWay([from, to]);
    if (peerings.length === 0) {
      if (routes.isNew(from) && routes.isNew(to) && other === undefined && !perhaps) {
        return { lost: because('TM408', 'notConnected', { ...this.evidence(this.senders.members), ...vpcs }), members: [] };
      }
      return this.open(because('TM408', 'connectionNotKnown', { ...ends, ...vpcs }));
    }
    const [peering] = peerings;
    const there = routes.leads(from, this.senders.vswitch, targets, to);
    const open = there.find((lead) => lead.over === undefined);
    if (open) return this.open(because('TM408', 'routeOpen', { ...ends, vpc: vpcs.from, why: open.reason! }));
    const dead = there.filter((lead) => lead.over === false);
    if (dead.length > 0) {
      const missing = AddressSet.unionOf(dead.map((lead) => lead.addresses));
      return targets.size > missing.size
        ? this.open(because('TM408', 'routesToSome', { ...ends, ...this.route(from, missing, peering) }))
        : this.noRoute(addressesOf(this.senders), from, missing, peering, dead[0]);
    }
    const unknown = a === undefined ? vpcs.from : b === undefined ? vpcs.to : undefined;
    // The blocks may overlap.
    if (unknown !== undefined) {
      return this.open(because('TM408', 'routeOpen', { ...ends, vpc: unknown, why: phrase('blocksNotKnown', { vpc: unknown }) }));
    }
    return this.back(from, to, peering);
  }

  /** The reverse route. */
  private back(from: Identity, to: Identity, peering: PeeringModel): Way {
    const leads = this.network.routes.leads(to, this.to.vswitch, addressesOf(this.senders), from);
    const open = leads.find((lead) => lead.over === undefined);
    if (open) return this.open(because('TM408', 'routeOpen', { ...this.ends(), vpc: this.model.nameOf(to), why: open.reason! }));
    const dead = leads.filter((lead) => lead.over === false);
    if (dead.length === 0) return this.free();
    const missing = AddressSet.unionOf(dead.map((lead) => lead.addresses));
    return this.noRoute(missing, to, missing, peering, dead[0]);
  }

  private ends(source = this.senders.members[0]): { source: string; made: boolean; target: string } {
    return { source: senderName(this.model, source), made: isManaged(source.identity), target: this.model.nameOf(this.to.identity) };
  }

  private free(): Way {
    return { members: this.senders.members };
  }

  private open(open: ArrivalReason): Way {
    return { open, members: this.senders.members };
  }

  /** Sources without a route to the target, or without a reverse route. */
  private noRoute(sources: AddressSet, vpc: Identity, missing: AddressSet, peering: PeeringModel, lead: Lead): Way {
    const [lost, doubtful, members]: Sender[][] = [[], [], []];
    for (const sender of this.senders.members) (wholly(sources, sender) ? lost : partly(sources, sender) ? doubtful : members).push(sender);
    const route = this.route(vpc, missing, peering);
    const snippet = peeringRoute(vpc, route.cidr, peering.identity);
    const elsewhere = label(lead.reason);
    return {
      members,
      ...lost.length > 0 && {
        lost: elsewhere === undefined ? because('TM408', 'noRoute', { ...this.evidence(lost), ...route, snippet })
          : because('TM408', 'ledElsewhere', { ...this.evidence(lost), ...route, route: elsewhere }),
      },
      ...doubtful.length > 0 && { doubtful: because('TM408', 'addressNotKnown', { ...this.ends(doubtful[0]), ...route }) },
    };
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
