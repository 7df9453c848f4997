import { admission, Outcome, Reason, Receiver } from './admission';
import { Balancing, balancingOf, receiversOf } from './balancing';
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

/** What is said of one target. */
interface Said {
  readonly id: ArrivalCheck;
  readonly at: Subject;
  readonly severity: MirrorSeverity;
  readonly problem: string;
  readonly fix: string;
  /** How many sources it is said of. */
  readonly count: number;
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
    for (const { id: of, at, severity, problem, fix, count } of this.said) {
      if (of !== id) continue;
      if (severity === MirrorSeverity.UNKNOWN) outcomes.unknown(at, problem, fix, count);
      else outcomes.fail(at, { severity, problem, fix });
    }
    outcomes.pass(this.proved);
  }

  private look(target: Identity, sessions: readonly SessionModel[]): void {
    // TM402 and TM401 say so.
    if (isEndpoint(this.model, target, sessions) || misfits(this.model, target, sessions).length > 0) return;
    const at: Subject = { path: sessions[0].path, stack: sessions[0].stack, subject: named(target) };
    const { classes, unlisted } = senderClasses(this.network, sessions);
    const total = classes.reduce((n, c) => n + c.members.length, 0);
    const kind = targetKind(this.model, target, sessions);
    const statement = sessions.find((s) => s.targetStatement)?.targetStatement;
    const said = new TargetFindings(at, total);
    if (kind === TargetKind.UNKNOWN) {
      said.open('TM401', `whether target ${named(target)} is an interface or a load balancer is not known`, 'write traffic_mirror_target_type in its sessions', total);
    } else if (kind === TargetKind.INTERFACE) {
      const place = this.network.place(target, statement);
      if (place.groups === undefined && place.vswitch === undefined) {
        said.open('TM403', `the security groups, vSwitch and VPC of target ${named(target)} are not known, so whether UDP ${VXLAN_PORT} gets in is not`, handIn('networkInterfaces', 'securityGroups', 'vswitches'), total);
      } else {
        this.arrive([{ identity: target, place, port: VXLAN_PORT, balanced: false }], place.vpc, place.addresses, classes, said);
      }
    } else {
      const balancing = balancingOf(this.network, target);
      for (const refused of balancing.refused) said.refuse(refused.id, refused.problem, refused.fix, total, refused.severity);
      if (balancing.open) said.open(balancing.open.id, balancing.open.reason, balancing.open.fix, total);
      if (!balancing.stopped) this.arrive(receiversOf(this.network, balancing), balancing.vpc, balancing.addresses, classes, said, balancing);
    }
    if (unlisted.length > 0) {
      said.open('TM403', `the sources of ${few(unlisted.map((s) => s.path))} are known to Terraform alone`, 'name the sources one by one, with primaryIp', unlisted.length);
    }
    this.said.push(...said.all());
    this.proved += said.proved;
  }

  private arrive(receivers: readonly Receiver[], vpc: Identity | undefined, addresses: AddressSet, classes: readonly SenderClass[], said: TargetFindings, balancing?: Balancing): void {
    for (const senders of classes) {
      const way = routed(this.network, senders.vpc, vpc, addressesOf(senders), addresses);
      const { lost, doubtful, members } = onTheWay(senders.members, way);
      if (lost.length > 0) said.refuse('TM408', `${way.refused!.problem}; ${counted(lost.length, 'source')}: ${few(lost.map(senderText))}`, way.refused!.fix, lost.length);
      if (doubtful.length > 0) said.open('TM408', `${way.refused!.problem}, and whether that is the address is not known`, 'state primaryIp of the source, or route the whole block of its VPC', doubtful.length, senderText(doubtful[0]));
      if (members.length === 0) continue;
      const all = addressesOf({ members });
      if (way.open) said.open('TM408', way.open.reason, way.open.fix, members.length, senderText(members[0]));
      const results = receivers.map((receiver) => ({ receiver, outcomes: admission(this.network, receiver, senders, all) }));
      // The ordinary case of a large app: everything is let in.
      if (results.every(({ outcomes }) => outcomes.every((o) => o.verdict === 'accept'))) {
        if (!way.open && !balancing?.open) said.prove(members.length);
        continue;
      }
      this.sort(results, members, said, way.open === undefined, balancing?.open !== undefined);
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
  private opened?: { id: ArrivalCheck; reason: string; fix: string; count: number };

  constructor(private readonly at: Subject, private readonly total: number) {}

  public prove(count: number): void {
    this.proved += count;
  }

  public refuse(id: ArrivalCheck, problem: string, fix: string, count: number, severity = MirrorSeverity.ERROR): void {
    this.refusals.push({ id, at: this.at, severity, problem, fix, count });
  }

  /** Only the first is said, with the number of all sources that it or another leaves open. */
  public open(id: ArrivalCheck, reason: string, fix: string, count: number, of?: string): void {
    if (this.opened) this.opened.count += count;
    else this.opened = { id, reason: of === undefined ? reason : `${reason}, for source ${of}`, fix, count };
  }

  public openAt(receiver: Receiver, sender: Sender, reason: Reason | undefined): void {
    // Its candidates fall on both sides, and nothing else is unknown.
    if (!reason) this.open('TM403', `the primary IP of ${senderText(sender)} is not known, and some addresses that it may have are not admitted by ${named(receiver.identity)}`, 'state primaryIp with MirrorSource.networkInterface(id, { primaryIp }), or admit the whole block of its vSwitch', 1);
    else this.open(reason.id, `${reason.text}; it decides over UDP ${receiver.port ?? VXLAN_PORT} from source ${senderText(sender)} at ${named(receiver.identity)}`, handIn('securityGroups', 'networkAcls', 'networkInterfaces', 'vswitches'), 1);
  }

  public refuseAt(receiver: Receiver, sender: Sender, reason: Reason, severity: MirrorSeverity): void {
    const key = `${reason.id}\n${receiver.identity}\n${reason.text}\n${severity}`;
    const there = this.atReceivers.get(key);
    if (there) there.senders.push(sender);
    else this.atReceivers.set(key, { receiver, reason, severity, senders: [sender] });
  }

  public all(): Said[] {
    const refused = [...this.atReceivers.values()].map(({ receiver, reason, severity, senders }): Said => {
      const what = receiver.balanced ? `server ${named(receiver.identity)} behind target ${this.at.subject}` : `target ${this.at.subject}`;
      const why = reason.byDefault ? reason.text : `${reason.text} drops it`;
      const of = senders.length === this.total ? counted(senders.length, 'source') : `${senders.length} of ${this.total} sources`;
      return {
        id: reason.id, at: this.at, severity, count: senders.length,
        problem: `${what} does not receive from ${of} (${few(senders.map(senderText))}): ${why}; packet ${witness(senders[0], receiver, reason)}`,
        fix: refusalFix(receiver, reason, senders),
      };
    });
    const { opened, at } = this;
    return [...this.refusals, ...refused, ...opened ? [{ id: opened.id, at, severity: MirrorSeverity.UNKNOWN, problem: opened.reason, fix: opened.fix, count: 1 }] : []];
  }
}
