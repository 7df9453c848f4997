import { Doubt, Outcome, perhapsAway, Reason, received, Receiver } from './admission';
import { balancingOf, receiversOf } from './balancing';
import { causeElsewhere, elsewhere, misplaced } from './misplaced';
import { needsOf } from './needs';
import { ArrivalCheck, ArrivalReason, because, dropped, packetOf, undecided } from './reasons';
import { routed } from './routing';
import { addressesOf, firstSender, partly, Sender, SenderClass, senderClasses, senderName, wholly } from './senders';
import { VXLAN_PORT } from '../../catalog/limits';
import { MirrorModel, SessionModel } from '../../model/mirror-model';
import { useOf } from '../../model/network/interface-use';
import { NetworkModel, Place } from '../../model/network/network-model';
import { Away } from '../../model/network/reach';
import { udpPorts } from '../../model/network/packet-rule';
import { Identity, isManaged, surelyDiffer } from '../../model/reference';
import { AddressSet } from '../../net/address-set';
import { label } from '../../texts/names';
import { MirrorSeverity } from '../finding';
import { Outcomes, Subject } from '../outcomes';
import { atTarget, sendingTargets, targetKind, TargetKind } from '../target';
import { targetFault } from './target-fault';

/** The receivers of the packets that reach a target. */
interface Receiving {
  readonly receivers: readonly Receiver[];
  readonly vpc?: Identity;
  readonly vswitch?: Identity;
  /** The addresses that the target may have. */
  readonly addresses: AddressSet;
  /** Whether there may be other receivers than these. */
  readonly others: boolean;
  /** Why a server may receive nothing, although it admits the packets. */
  readonly doubt?: ArrivalReason;
}

/** Sources that are verified together. */
interface Verified {
  readonly senders: readonly Sender[];
  /** Whether all receivers are known to be on running instances. */
  readonly running: boolean;
}

/** A finding about one target. */
interface Gathered {
  readonly at: Subject;
  readonly severity: MirrorSeverity;
  readonly because: ArrivalReason;
}

/** Whether the copies of one source arrive. */
export interface Verdict {
  /** Undefined if it depends on unknown values, or on the server that the load balancer chooses. */
  readonly arrives?: boolean;
  /** Whether servers of the load balancer refuse the copies, and others admit them or may admit them. */
  readonly partly: boolean;
  /** The first obstacle, or the first unknown value. Undefined if the copies arrive. */
  readonly because?: ArrivalReason;
}

/**
 * Whether the packets of every source arrive at their target. Each source is verified, refused because of the first obstacle,
 * or undecided because of the first unknown value. Each check reports its part.
 */
export class Arrival {
  /** The same object for all checks of a model. */
  public static of(model: MirrorModel): Arrival {
    let arrival = arrivals.get(model);
    if (!arrival) arrivals.set(model, arrival = new Arrival(model));
    return arrival;
  }

  private readonly gathered: Gathered[] = [];
  /** The verified sources, in parts. */
  private readonly verified: Verified[] = [];
  /** The targets of which every source is verified. */
  private readonly whole = new Set<Identity>();

  private constructor(private readonly model: MirrorModel) {
    for (const { target, sessions } of sendingTargets(model)) this.look(target, sessions);
  }

  /** Reports the findings of a check, and the number of verified sources. */
  public report(id: ArrivalCheck, outcomes: Outcomes): void {
    const parts = new Set<string>();
    for (const { at, severity, because: { id: of, reason, parameters } } of this.gathered) {
      if (of !== id) continue;
      // Several targets may have one part.
      if ((id === 'TM109' || reason === 'argumentKind') && parts.has(`${severity}${at.path}`)) continue;
      parts.add(`${severity}${at.path}`);
      if (severity === MirrorSeverity.ERROR) outcomes.error(at, reason, parameters);
      else if (severity === MirrorSeverity.WARNING) outcomes.warn(at, reason, parameters);
      else outcomes.undecided(at, reason, parameters);
    }
    if (id === 'TM109') return;
    for (const { senders, running } of this.verified) {
      // Receivers of which neither instance nor status is known count as running, but TM420 does not pass.
      if (id === 'TM420' && !running) continue;
      // TM401 passes only for a type that is known.
      for (const { session } of senders) if (id !== 'TM401' || session.targetType !== undefined) outcomes.pass(session);
    }
  }

  /** Whether the packets of all sources of a target are verified to arrive. */
  public isVerified(target: Identity): boolean {
    return this.whole.has(target);
  }

  /**
   * Whether the copies that a session sends for one of its sources arrive.
   *
   * @param session a session that is not off, with a target
   */
  public verdict(session: SessionModel, source: Identity): Verdict {
    const sending = sendingTargets(this.model).find(({ sessions }) => sessions.includes(session));
    if (!sending) return { partly: false };
    const { target, sessions } = sending;
    const fault = targetFault(this.model, target, sessions);
    if (fault) return { arrives: false, partly: false, because: fault.because };
    const found = new TargetFindings(this.model, target, sessions, 1);
    const network = this.networkOf(sessions);
    const away = misplaced(network, [target]);
    if (away) return { ...away.sure && { arrives: false }, partly: false, because: elsewhere(away, found.name, sessions) };
    const classes = senderClasses(network, sessions).flatMap((c) => {
      const members = c.members.filter(({ identity }) => identity === source);
      return members.length > 0 ? [{ ...c, members }] : [];
    });
    const place = this.receiving(network, target, sessions, classes[0]?.members[0], found);
    if (place) for (const senders of classes) this.arrive(network, target, place, senders, found);
    const all = found.all();
    const by = (severity: MirrorSeverity) => all.find((f) => f.severity === severity)?.because;
    const [refused, atSome, open] = [by(MirrorSeverity.ERROR), by(MirrorSeverity.WARNING), by(MirrorSeverity.UNDECIDED)];
    if (refused) return { arrives: false, partly: false, because: refused };
    if (atSome || open) return { partly: atSome !== undefined, because: atSome ?? open };
    // A source that is no interface has no copies, and the address of one in a list that is unknown is unknown too.
    return classes.length > 0 ? { arrives: true, partly: false } : { partly: false };
  }

  private look(target: Identity, sessions: readonly SessionModel[]): void {
    // TM402 and TM401 report these.
    if (targetFault(this.model, target, sessions)) return;
    const found = new TargetFindings(this.model, target, sessions);
    const network = this.networkOf(sessions);
    const away = misplaced(network, [target]);
    if (away) {
      // TM109 reports one that certainly is.
      if (!away.sure || away.wrong) found.misplaced(network, [target]);
      this.gathered.push(...found.all());
      return;
    }
    const place = this.receiving(network, target, sessions, firstSender(network, sessions), found);
    // If nothing is known to receive the copies, the sources make no difference.
    const classes = place || network.reach.away.length > 0 ? senderClasses(network, sessions) : [];
    if (place) for (const senders of classes) this.arrive(network, target, place, senders, found);
    const unlisted = sessions.filter((s) => !s.sources);
    if (unlisted.length > 0) found.open(because('TM403', 'sourcesOnlyAtApply', { sessions: unlisted.map((s) => label(s.path)) }));
    const all = found.all();
    const wholes = wholesOf(network, target, place, classes);
    const parts = new Set([...[...wholes].flatMap((whole) => network.reach.partsOf(whole)), ...this.strays(network, sessions, wholes)]);
    const refused = [...parts].filter(({ sure }) => sure);
    this.gathered.push(...all, ...refused.map((part) => found.elsewhere(part)));
    // The apply fails because of an id of another kind.
    if (refused.some(({ wrong }) => wrong)) return;
    if (all.length === 0) this.whole.add(target);
    this.verified.push(...found.verified);
  }

  /** Resources in the stacks of a target that may be meant for it, and name a thing of another kind instead. */
  private strays(network: NetworkModel, sessions: readonly SessionModel[], wholes: ReadonlySet<Identity>): Away[] {
    const stacks = new Set(sessions.map(({ stack }) => stack));
    for (const whole of wholes) {
      const found = this.model.blockOf(whole);
      if (found) stacks.add(found.stack);
    }
    return [...stacks].flatMap((stack) => network.reach.straysIn(stack)).filter(({ block: { body } }) => {
      // Only the rules of a security group have these arguments.
      const ports = udpPorts(body.ip_protocol, body.port_range);
      return ports === undefined || ports[0] <= VXLAN_PORT && ports[1] >= VXLAN_PORT;
    });
  }

  /** The receivers at a target. Undefined if there are none or they are unknown. */
  private receiving(
    network: NetworkModel, target: Identity, sessions: readonly SessionModel[], sender: Sender | undefined, found: TargetFindings,
  ): Receiving | undefined {
    const kind = targetKind(this.model, target, sessions);
    if (kind === TargetKind.UNKNOWN) {
      found.open(because('TM401', 'typeNotKnown', { target: found.name }));
      return undefined;
    }
    if (kind === TargetKind.LOAD_BALANCER) {
      const balancing = balancingOf(network, target, sessions.find((s) => s.targetStatement)?.targetStatement);
      const { vpc, vswitch, addresses, refused, open, perhapsAway: doubt, stopped } = balancing;
      if (refused) {
        // The target itself treats all packets alike, so one packet is enough.
        const destination = { identity: target, place: { addresses, exact: addresses.size === 1 }, port: VXLAN_PORT };
        const packet = sender && packetOf(this.model, sender, destination);
        found.refuse({ ...refused, parameters: { ...refused.parameters, packet } });
      }
      if (open) found.open(open);
      if (stopped) return undefined;
      const receivers = receiversOf(network, balancing);
      const things = receivers.flatMap(({ identity, place }) => [identity, ...thingsOf(place)]);
      if (found.misplaced(network, [vswitch, vpc, ...things]) || found.inOtherVpc(network, receivers)) return undefined;
      return { receivers, vpc, vswitch, addresses, others: open !== undefined, doubt };
    }
    const place = network.place(target, sessions.find((s) => s.targetStatement)?.targetStatement);
    if (found.misplaced(network, thingsOf(place)) || found.inOtherVpc(network, [{ identity: target, place }])) return undefined;
    if (place.groups === undefined && place.vswitch === undefined) {
      found.open(because('TM403', 'targetNotKnown', { target: found.name, port: VXLAN_PORT }));
      return undefined;
    }
    return {
      receivers: [{ identity: target, place, port: VXLAN_PORT, balanced: false }],
      vpc: place.vpc,
      vswitch: place.vswitch,
      addresses: place.addresses,
      others: false,
    };
  }

  private arrive(
    network: NetworkModel, target: Identity, place: Receiving, senders: SenderClass, found: TargetFindings,
  ): void {
    const { receivers, vpc, vswitch, addresses, others, doubt } = place;
    if (found.misplaced(network, [senders.vswitch, senders.vpc, ...senders.groups ?? []])) return;
    // TM106 and TM109 report sources that certainly are elsewhere.
    const here = senders.members.filter(({ identity }) => network.reach.awayOf(identity) === undefined);
    const made = here.filter(({ identity }) => isManaged(identity));
    if (found.inOtherVpc(network, made.map(({ identity }) => ({ identity, place: senders })))) return;
    if (here.length < senders.members.length) {
      for (const { identity } of senders.members) {
        const source = network.reach.awayOf(identity);
        if (source && (!source.sure || source.wrong)) found.misplaced(network, [identity]);
      }
      if (here.length > 0) this.arrive(network, target, place, { ...senders, members: here }, found);
      return;
    }
    const { lost, doubtful, open: noWay, members } = routed(network, senders, { identity: target, vpc, vswitch, addresses });
    const open = noWay ?? this.ofOtherGroups(network, receivers, { ...senders, members });
    if (lost) found.refuse(lost);
    if (doubtful) found.open(doubtful);
    if (members.length === 0) return;
    if (open) found.open(open);
    const all = addressesOf({ members });
    const results = receivers.map((receiver) => ({ receiver, outcomes: received(network, receiver, senders, all) }));
    // The usual case in a large app: all sources are admitted.
    if (results.every(({ outcomes }) => outcomes.every((o) => o.verdict === 'accept'))) {
      if (!open && !others && !doubt) found.verify({ senders: members, running: isRunning(network, receivers) });
    } else {
      this.sort(network, results, members, found, open === undefined && doubt === undefined, others);
    }
    if (doubt) found.open(doubt);
  }

  /** Why it is unknown whether the service accepts the security groups of some sources. */
  private ofOtherGroups(
    network: NetworkModel, [receiver]: readonly Receiver[], { groups = [], vpc, members: [sender] }: SenderClass,
  ): ArrivalReason | undefined {
    if (sender === undefined || receiver === undefined) return undefined;
    const why = groups.map((id) => perhapsAway(network, network.groups.of(id), vpc)).find((words) => words !== undefined);
    return why === undefined ? undefined : undecided(this.model, receiver, sender, { kind: 'rules', why });
  }

  /**
   * Distinguishes which sources are verified, refused and undecided.
   *
   * @param others whether there may be other servers than these
   */
  private sort(
    network: NetworkModel, results: { receiver: Receiver; outcomes: Outcome[] }[], members: readonly Sender[], found: TargetFindings,
    decided: boolean, others: boolean,
  ): void {
    const sets = results.map(({ receiver, outcomes }) => ({
      receiver, outcomes,
      refused: AddressSet.unionOf(outcomes.filter((o) => o.verdict === 'drop').map((o) => o.sources)),
      open: AddressSet.unionOf(outcomes.filter((o) => o.verdict === undefined).map((o) => o.sources)),
    }));
    const running = isRunning(network, results.map(({ receiver }) => receiver));
    for (const sender of members) {
      let [refusing, open, admitting] = [0, 0, 0];
      for (const { refused, open: perhaps } of sets) {
        if (wholly(refused, sender)) refusing++;
        else if (partly(refused, sender) || partly(perhaps, sender)) open++;
        else admitting++;
      }
      if (open > 0) {
        const { receiver, outcomes } = sets.find((s) =>
          !wholly(s.refused, sender) && (partly(s.refused, sender) || partly(s.open, sender)))!;
        const outcome = outcomes.find((o) => o.verdict === undefined && partly(o.sources, sender));
        found.openAt(receiver, sender, outcome?.reason.doubt);
      }
      for (const { receiver, outcomes, refused } of sets) {
        if (!wholly(refused, sender)) continue;
        const outcome = outcomes.find((o) => partly(o.sources, sender))!;
        // If other sensors of the load balancer receive packets, only the packets for this one are lost.
        const partial = admitting > 0 || open > 0 || others;
        found.refuseAt(receiver, sender, outcome.reason, partial ? MirrorSeverity.WARNING : MirrorSeverity.ERROR);
      }
      if (refusing + open === 0 && decided && !others) found.verify({ senders: [sender], running });
    }
  }

  /** The network in the account and region of some sessions. */
  private networkOf([session]: readonly SessionModel[]): NetworkModel {
    return NetworkModel.of(this.model, session.scope);
  }
}

/** The resources that an interface uses. */
function thingsOf({ vswitch, vpc, groups = [] }: Place): (Identity | undefined)[] {
  return [vswitch, vpc, ...groups];
}

/** The resources and ids on the way of the copies, to which others may belong. */
function wholesOf(
  network: NetworkModel, target: Identity, receiving: Receiving | undefined, classes: readonly SenderClass[],
): Set<Identity> {
  const wholes = new Set([target]);
  const add = (...all: (Identity | undefined)[]): void => { for (const one of all) if (one !== undefined) wholes.add(one); };
  add(...network.loadBalancers.of(target).listeners.map(({ serverGroup }) => serverGroup));
  add(receiving?.vpc, receiving?.vswitch);
  for (const { vpc } of classes) add(vpc);
  for (const { identity, place } of receiving?.receivers ?? []) {
    add(network.interfaceOf(identity), ...thingsOf(place), place.vswitch && network.acls.ofVswitch(place.vswitch).acl?.identity);
  }
  return wholes;
}

function isRunning(network: NetworkModel, receivers: readonly Receiver[]): boolean {
  return receivers.every(({ identity }) => useOf(network, identity).kind === 'running');
}

const arrivals = new WeakMap<MirrorModel, Arrival>();

/** Gathers the findings about one target: refusals by reason, and the first unknown value. */
class TargetFindings {
  public readonly verified: Verified[] = [];
  /** The target's name in sentences. */
  public readonly name: string;
  private readonly at: Subject;
  private readonly refusals: Gathered[] = [];
  private readonly atReceivers = new Map<string, { receiver: Receiver; reason: Reason; severity: MirrorSeverity; senders: Sender[] }>();
  private opened?: Gathered;
  private readonly network: NetworkModel;

  /** @param total the number of sources, if they are not all sources of the sessions */
  constructor(
    private readonly model: MirrorModel, private readonly target: Identity, private readonly sessions: readonly SessionModel[],
    private readonly total?: number,
  ) {
    this.name = model.nameOf(target);
    this.network = NetworkModel.of(model, sessions[0].scope);
    this.at = atTarget(model, sessions, target);
  }

  public verify(verified: Verified): void {
    this.verified.push(verified);
  }

  /** Reports the first of some resources that is in another account or region, or may be. */
  public misplaced(network: NetworkModel, things: readonly (Identity | undefined)[]): boolean {
    const away = misplaced(network, things);
    if (!away) return false;
    if (away.sure) this.refusals.push(this.elsewhere(away));
    else this.open(this.elsewhere(away).because);
    return true;
  }

  /** Reports a security group that is in another VPC than an interface in it. The service rejects the interface. */
  public inOtherVpc(
    network: NetworkModel, receivers: readonly { readonly identity: Identity; readonly place: Pick<Place, 'vpc' | 'groups'> }[],
  ): boolean {
    for (const { identity, place: { vpc, groups = [] } } of receivers) {
      const group = groups.map((id) => network.groups.of(id)).find((g) =>
        vpc !== undefined && g.vpc !== undefined && surelyDiffer(g.vpc, vpc));
      if (!group) continue;
      this.refuse(because('TM403', 'groupInOtherVpc', {
        target: this.name, receiver: this.model.nameOf(identity), group: this.model.nameOf(group.identity),
        vpc: this.model.nameOf(vpc!), groupVpc: this.model.nameOf(group.vpc!),
      }));
      return true;
    }
    return false;
  }

  /** The finding about a resource in another account or region. */
  public elsewhere(away: Away): Gathered {
    const { stack, block } = away;
    return {
      at: { path: block.path, stack, block },
      severity: MirrorSeverity.ERROR,
      because: elsewhere(away, this.name, this.sessions),
    };
  }

  public refuse(reason: ArrivalReason): void {
    this.refusals.push({ at: this.at, severity: MirrorSeverity.ERROR, because: reason });
  }

  /** Only the first one is reported. An app that refers to its targets by id would have hundreds. */
  public open(reason: ArrivalReason): void {
    const away = causeElsewhere(this.network, reason);
    if (away?.sure) this.refusals.push(this.elsewhere(away));
    else this.opened ??= { at: this.at, severity: MirrorSeverity.UNDECIDED, because: away ? this.elsewhere(away).because : reason };
  }

  public openAt(receiver: Receiver, sender: Sender, doubt: Doubt | undefined): void {
    if (this.opened) return;
    // If nothing else is in doubt, some of its possible addresses are admitted and some are not.
    this.open(doubt ? undecided(this.model, receiver, sender, doubt) : because('TM403', 'addressNotKnown', {
      source: senderName(this.model, sender), made: isManaged(sender.identity), receiver: this.model.nameOf(receiver.identity),
    }));
  }

  public refuseAt(receiver: Receiver, sender: Sender, reason: Reason, severity: MirrorSeverity): void {
    const key = `${JSON.stringify(reason.decision)}\n${receiver.identity}\n${severity}`;
    const there = this.atReceivers.get(key);
    if (there) there.senders.push(sender);
    else this.atReceivers.set(key, { receiver, reason, severity, senders: [sender] });
  }

  public all(): Gathered[] {
    const total = this.total ?? new Set(this.sessions.flatMap((s) => s.sources ?? [])).size;
    const refused = [...this.atReceivers.values()].map(({ severity, ...rest }): Gathered => (
      { at: this.at, severity, because: dropped(this.model, this.name, { ...rest, total }) }));
    return [...this.refusals, ...refused, ...this.opened ? [this.withNeeds(this.opened)] : []];
  }

  /** The unknown value with the complete list of missing API responses, so that one round of calls is enough. */
  private withNeeds({ because: first, ...rest }: Gathered): Gathered {
    // No response has the account of a provider.
    if (first.id === 'TM109') return { ...rest, because: first };
    const needs = needsOf(this.model, this.target, this.sessions);
    return { ...rest, because: { ...first, parameters: { ...first.parameters, ...needs.commands.length > 0 && { ...needs } } } };
  }
}
