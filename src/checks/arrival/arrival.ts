import { admission, Outcome, Reason, Receiver } from './admission';
import { balancingOf, receiversOf } from './balancing';
import { routed, Way } from './routing';
import { addressesOf, Sender, SenderClass, senderClasses, senderText } from './senders';
import { ArrivalCheck, handIn, refusalFix, witness } from './words';
import { VXLAN_PORT } from '../../catalog/limits';
import { MirrorSeverity } from '../finding';
import { Outcomes, Subject } from '../outcomes';
import { isEndpoint, misfits, targetKind, TargetKind } from '../target';
import { counted, few } from '../wording';
import { MirrorModel, SessionModel } from '../../model/mirror-model';
import { NetworkModel } from '../../model/network/network-model';
import { Identity, named } from '../../model/reference';
import { AddressSet } from '../../net/address-set';

/** Who receives the copies that reach a target. */
interface Receiving {
  readonly receivers: readonly Receiver[];
  readonly vpc?: Identity;
  /** Where the target's own address lies. */
  readonly addresses: AddressSet;
  /** Whether there may be other receivers than these. */
  readonly others: boolean;
}

/** What is said of one target. */
interface Said {
  readonly id: ArrivalCheck;
  readonly at: Subject;
  readonly severity: MirrorSeverity;
  readonly problem: string;
  readonly fix: string;
}

/**
 * Whether the copies of every source get into their target. Each source is proved, refused at the first thing that stops
 * it, or undecided by the first value that is not known; each check says its part of it.
 */
export class Arrival {
  /** Looked at once for all checks. */
  public static of(model: MirrorModel): Arrival {
    let arrival = arrivals.get(model);
    if (!arrival) arrivals.set(model, arrival = new Arrival(model));
    return arrival;
  }

  private readonly said: Said[] = [];
  private proved = 0;
  private readonly network: NetworkModel;

  private constructor(private readonly model: MirrorModel) {
    this.network = NetworkModel.of(model);
    for (const group of model.groups) {
      for (const [target, sessions] of group.byTarget) this.look(target, sessions);
    }
  }

  /** Says what a check has to say, and how many sources are proved. */
  public report(id: ArrivalCheck, outcomes: Outcomes): void {
    for (const { id: of, at, severity, problem, fix } of this.said) {
      if (of !== id) continue;
      if (severity === MirrorSeverity.UNKNOWN) outcomes.unknown(at, problem, fix);
      else outcomes.fail(at, { severity, problem, fix });
    }
    outcomes.pass(this.proved);
  }

  private look(target: Identity, sessions: readonly SessionModel[]): void {
    // TM402 and TM401 say so.
    if (isEndpoint(this.model, target, sessions) || misfits(this.model, target, sessions).length > 0) return;
    const said = new TargetFindings({ path: sessions[0].path, stack: sessions[0].stack, subject: named(target) }, sessions);
    const classes = senderClasses(this.network, sessions);
    const place = this.receiving(target, sessions, classes[0]?.members[0], said);
    if (place) for (const senders of classes) this.arrive(target, place, senders, said);
    const unlisted = sessions.filter((s) => !s.sources);
    if (unlisted.length > 0) said.open('TM403', `the sources of ${few(unlisted.map((s) => s.path))} are known to Terraform alone`, 'name the sources one by one, with primaryIp');
    this.said.push(...said.all());
    this.proved += said.proved;
  }

  /** Who receives at a target; nothing where it is known that nobody does, or not known at all. */
  private receiving(target: Identity, sessions: readonly SessionModel[], sender: Sender | undefined, said: TargetFindings): Receiving | undefined {
    const kind = targetKind(this.model, target, sessions);
    if (kind === TargetKind.UNKNOWN) {
      said.open('TM401', `whether target ${named(target)} is an interface or a load balancer is not known`, 'write traffic_mirror_target_type in its sessions');
      return undefined;
    }
    if (kind === TargetKind.LOAD_BALANCER) {
      const balancing = balancingOf(this.network, target);
      const { vpc, addresses, open, stopped } = balancing;
      // What is said of the target itself, any packet shows.
      const shown = sender ? `; ${witness(sender, { identity: target, place: { addresses, exact: addresses.size === 1 }, port: VXLAN_PORT })}` : '';
      for (const { id, problem, fix } of balancing.refused) said.refuse(id, `${problem}${shown}`, fix);
      if (open) said.open(open.id, open.reason, open.fix);
      return stopped ? undefined : { receivers: receiversOf(this.network, balancing), vpc, addresses, others: open !== undefined };
    }
    const place = this.network.place(target, sessions.find((s) => s.targetStatement)?.targetStatement);
    if (place.groups === undefined && place.vswitch === undefined) {
      said.open('TM403', `the security groups, vSwitch and VPC of target ${named(target)} are not known, so whether UDP ${VXLAN_PORT} gets in is not`, handIn('networkInterfaces', 'securityGroups', 'vswitches'));
      return undefined;
    }
    return { receivers: [{ identity: target, place, port: VXLAN_PORT, balanced: false }], vpc: place.vpc, addresses: place.addresses, others: false };
  }

  private arrive(target: Identity, { receivers, vpc, addresses, others }: Receiving, senders: SenderClass, said: TargetFindings): void {
    const way = routed(this.network, senders.vpc, vpc, addressesOf(senders), addresses);
    const { lost, doubtful, members } = onTheWay(senders.members, way);
    if (lost.length > 0) said.refuse('TM408', `${way.refused!.problem}; ${counted(lost.length, 'source')}: ${few(lost.map(senderText))}; ${witness(lost[0], { identity: target, place: { addresses, exact: addresses.size === 1 }, port: VXLAN_PORT })}`, way.refused!.fix);
    if (doubtful.length > 0) said.open('TM408', `${way.refused!.problem}, and whether that is the address of source ${senderText(doubtful[0])} is not known`, 'state primaryIp of the source, or route the whole block of its VPC');
    if (members.length === 0) return;
    if (way.open) said.open('TM408', `${way.open.reason}, for source ${senderText(members[0])}`, way.open.fix);
    const all = addressesOf({ members });
    const results = receivers.map((receiver) => ({ receiver, outcomes: admission(this.network, receiver, senders, all) }));
    // The ordinary case of a large app: everything is let in.
    if (results.every(({ outcomes }) => outcomes.every((o) => o.verdict === 'accept'))) {
      if (!way.open && !others) said.prove(members.length);
    } else {
      this.sort(results, members, said, way.open === undefined, others);
    }
  }

  /**
   * Tells apart which sources are proved, refused and undecided.
   *
   * @param others whether there may be other servers than these
   */
  private sort(results: { receiver: Receiver; outcomes: Outcome[] }[], members: readonly Sender[], said: TargetFindings, decided: boolean, others: boolean): void {
    const sets = results.map(({ receiver, outcomes }) => ({
      receiver, outcomes,
      refused: AddressSet.unionOf(outcomes.filter((o) => o.verdict === 'drop').map((o) => o.sources)),
      open: AddressSet.unionOf(outcomes.filter((o) => o.verdict === undefined).map((o) => o.sources)),
    }));
    for (const sender of members) {
      let [refusing, open, admitting] = [0, 0, 0];
      for (const { refused, open: undecided } of sets) {
        if (wholly(refused, sender)) refusing++;
        else if (partly(refused, sender) || partly(undecided, sender)) open++;
        else admitting++;
      }
      if (open > 0) {
        const { receiver, outcomes } = sets.find((s) => !wholly(s.refused, sender) && (partly(s.refused, sender) || partly(s.open, sender)))!;
        const outcome = outcomes.find((o) => o.verdict === undefined && partly(o.sources, sender));
        said.openAt(receiver, sender, outcome?.reason);
      }
      for (const { receiver, outcomes, refused } of sets) {
        if (!wholly(refused, sender)) continue;
        const outcome = outcomes.find((o) => o.verdict === 'drop' && partly(o.sources, sender))!;
        // Other sensors of the load balancer receive, so only what is sent to this one is lost.
        said.refuseAt(receiver, sender, outcome.reason, admitting > 0 || open > 0 || others ? MirrorSeverity.WARNING : MirrorSeverity.ERROR);
      }
      if (refusing + open === 0 && decided && !others) said.prove(1);
    }
  }
}

/** Which sources find no way, which perhaps not, and which do. */
function onTheWay(senders: readonly Sender[], { refused }: Way): { lost: Sender[]; doubtful: Sender[]; members: Sender[] } {
  const [lost, doubtful, members]: Sender[][] = [[], [], []];
  for (const sender of senders) {
    if (!refused || !partly(refused.sources, sender)) members.push(sender);
    else if (wholly(refused.sources, sender)) lost.push(sender);
    else doubtful.push(sender);
  }
  return { lost, doubtful, members };
}

const arrivals = new WeakMap<MirrorModel, Arrival>();

function wholly(set: AddressSet, { address, candidates }: Sender): boolean {
  return address !== undefined ? set.contains(address) : set.containsAll(candidates!);
}

function partly(set: AddressSet, { address, candidates }: Sender): boolean {
  return address !== undefined ? set.contains(address) : set.overlaps(candidates!);
}

/** Gathers what is said of one target: refusals by their reason, and the first thing that is not known. */
class TargetFindings {
  public proved = 0;
  private readonly refusals: Said[] = [];
  private readonly atReceivers = new Map<string, { receiver: Receiver; reason: Reason; severity: MirrorSeverity; senders: Sender[] }>();
  private opened?: Said;

  constructor(private readonly at: Subject, private readonly sessions: readonly SessionModel[]) {}

  public prove(count: number): void {
    this.proved += count;
  }

  public refuse(id: ArrivalCheck, problem: string, fix: string): void {
    this.refusals.push({ id, at: this.at, severity: MirrorSeverity.ERROR, problem, fix });
  }

  /** Only the first is said: an app that names its targets by id would drown in the rest. */
  public open(id: ArrivalCheck, problem: string, fix: string): void {
    this.opened ??= { id, at: this.at, severity: MirrorSeverity.UNKNOWN, problem, fix };
  }

  public openAt(receiver: Receiver, sender: Sender, reason: Reason | undefined): void {
    // Its candidates fall on both sides, and nothing else is unknown.
    if (!reason) this.open('TM403', `the primary IP of ${senderText(sender)} is not known, and some addresses that it may have are not admitted by ${named(receiver.identity)}`, 'state primaryIp with MirrorSource.networkInterface(id, { primaryIp }), or admit the whole block of its vSwitch');
    else this.open(reason.id, `${reason.text}; it decides over UDP ${receiver.port ?? VXLAN_PORT} from source ${senderText(sender)} at ${named(receiver.identity)}`, reason.argument ? 'write the value itself, one resource for each where count or for_each makes them; or accept this check where the value is known to admit it' : handIn('securityGroups', 'networkAcls', 'networkInterfaces', 'vswitches'));
  }

  public refuseAt(receiver: Receiver, sender: Sender, reason: Reason, severity: MirrorSeverity): void {
    const key = `${reason.id}\n${receiver.identity}\n${reason.text}\n${severity}`;
    const there = this.atReceivers.get(key);
    if (there) there.senders.push(sender);
    else this.atReceivers.set(key, { receiver, reason, severity, senders: [sender] });
  }

  public all(): Said[] {
    const total = new Set(this.atReceivers.size > 0 ? this.sessions.flatMap((s) => s.sources ?? []) : []).size;
    const refused = [...this.atReceivers.values()].map(({ receiver, reason, severity, senders }): Said => {
      const what = receiver.balanced ? `server ${named(receiver.identity)} behind target ${this.at.subject}` : `target ${this.at.subject}`;
      const why = reason.byDefault ? reason.text : `${reason.text} drops it`;
      const of = senders.length === total ? counted(total, 'source') : `${senders.length} of ${total} sources`;
      return {
        id: reason.id, at: this.at, severity,
        problem: `${what} does not receive from ${of} (${few(senders.map(senderText))}): ${why}; ${witness(senders[0], receiver, reason.sourcePort)}`,
        fix: refusalFix(receiver, reason, senders),
      };
    });
    return [...this.refusals, ...refused, ...this.opened ? [this.opened] : []];
  }
}
