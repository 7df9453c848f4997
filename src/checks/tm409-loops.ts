import { balancingOf } from './arrival/balancing';
import { mayCopyVxlan } from './arrival/loop';
import { check } from './check';
import { isSure, sourceKinds } from './counting';
import { aboutPart, Outcomes } from './outcomes';
import { sendingTargets, targetKind, TargetKind } from './target';
import { VXLAN_PORT } from '../catalog/limits';
import { MirrorModel, reportedAt, ScopeGroup, SessionModel } from '../model/mirror-model';
import { kindOf } from '../model/kinds';
import { NetworkModel } from '../model/network/network-model';
import { Identity, isLiteral, isManaged, surelyDiffer } from '../model/reference';
import { label } from '../texts/names';

/** No sensor is a source. Otherwise its received copies would be copied again, and copies of its reports would be sent back to it. */
export const TM409 = check('TM409', {
  run(model, _facts, outcomes) {
    const byGroup = new Map(model.groups.map((group) => [group, new Sources(model, NetworkModel.of(model, group.scope), group)] as const));
    for (const { group, target, sessions } of sendingTargets(model)) {
      const sources = byGroup.get(group)!;
      const { network } = sources;
      const balanced = targetKind(model, target, sessions) === TargetKind.LOAD_BALANCER;
      const receivers = balanced ? balancingOf(network, target).servers.map((s) => network.interfaceOf(s.server)) : [target];
      for (const receiver of new Set(receivers)) {
        // TM302 reports a target that is a source itself.
        if (balanced && kindOf(receiver) !== 'instance') received(model, sources, target, sessions, receiver, outcomes);
        reported(model, network, sources, target, receiver, outcomes);
      }
    }
  },
});

/** Reports a server that is a source. The copies that it receives may be copied again. */
function received(
  model: MirrorModel, sources: Sources, target: Identity, sessions: readonly SessionModel[], receiver: Identity,
  outcomes: Outcomes<'TM409'>,
): void {
  const mirrored = sources.group.bySource.get(receiver)?.filter((s) => s.enabled !== false);
  if (!mirrored || mirrored.length === 0) {
    if (!sources.mayHave(receiver) || !sources.copyVxlan) {
      outcomes.pass(sessions[0]);
    } else {
      outcomes.undecided(aboutPart(model, sessions[0], target), 'perhapsSource', {
        target: model.nameOf(target), server: model.nameOf(receiver), port: VXLAN_PORT,
      });
    }
    return;
  }
  const again = mirrored.map((session) => ({ session, copies: mayCopyVxlan(model, session) })).filter(({ copies }) => copies !== false);
  if (again.length === 0) {
    outcomes.pass(sessions[0]);
    return;
  }
  const { session, copies } = again.find(({ session: s }) => s.target === target) ?? again[0];
  const at = aboutPart(model, session, receiver);
  const common = {
    source: model.nameOf(receiver), target: model.nameOf(target), sessions: sessions.map((s) => label(s.path)), port: VXLAN_PORT,
  };
  if (copies === undefined || !isSure(session) || !sessions.some(isSure)) outcomes.undecided(at, 'filterNotKnown', common);
  else if (session.target === target) outcomes.error(at, 'loop', common);
  else outcomes.warn(at, 'copiedAgain', { ...common, other: session.target === undefined ? undefined : model.nameOf(session.target) });
}

/** Reports another interface of a sensor's instance that is a source. Packets that the sensor sends from it are copied to the sensor. */
function reported(
  model: MirrorModel, network: NetworkModel, sources: Sources, target: Identity, receiver: Identity, outcomes: Outcomes<'TM409'>,
): void {
  // A server that is given as an instance with unknown interfaces stands for that instance.
  const byInstance = kindOf(receiver) === 'instance';
  const instance = network.place(receiver).instance ?? (byInstance ? receiver : undefined);
  if (instance === undefined) return;
  const others = sources.of(instance).filter((source) => source !== receiver && source !== target);
  if (others.length === 0) {
    // A source with an unknown instance may be another interface of this instance.
    const open = sources.like(instance).find((source) => source !== receiver && source !== target);
    const [attachment] = open === undefined ? [] : model.attachments.of(open);
    if (open === undefined) {
      // TM501 reports a list of sources that is known only at apply.
      if (!sources.unlisted) outcomes.pass(sources.group.byTarget.get(target)![0]);
    } else if (attachment) {
      outcomes.undecided(aboutPart(model, reportedAt(sources.group.bySource.get(open)!), open), 'perhapsAttached', {
        source: model.nameOf(open), attachment: label(attachment.block.path), instance: model.nameOf(instance),
        target: model.nameOf(target),
      });
    } else if (byInstance) {
      outcomes.undecidedOf(
        1,
        aboutPart(model, sources.group.bySource.get(open)![0], instance),
        'instanceNotKnown',
        { instance: model.nameOf(instance), target: model.nameOf(target) },
      );
    }
    return;
  }
  const session = reportedAt(sources.group.bySource.get(others[0])!);
  outcomes.warn(aboutPart(model, session, others[0]), 'reportCopied', {
    sources: others.map((s) => model.nameOf(s)), instance: model.nameOf(instance), sensor: model.nameOf(receiver),
    target: model.nameOf(target),
  });
}

/** The sources of an account and region by their instance. */
class Sources {
  private byInstance?: Map<Identity, Identity[]>;
  /** Sources with an unknown instance. */
  private readonly silent: Identity[] = [];

  private copies?: boolean;

  constructor(private readonly model: MirrorModel, public readonly network: NetworkModel, public readonly group: ScopeGroup) {}

  /** Whether an interface may be a source under another name, or in a list that is known only at apply. */
  public mayHave(receiver: Identity): boolean {
    const { literal, managed, opaque } = sourceKinds(this.group);
    if (opaque || this.unlisted) return true;
    return isLiteral(receiver) ? managed : isManaged(receiver) ? literal : literal || managed;
  }

  /** Whether some session may copy the VXLAN packets that its sources receive. */
  public get copyVxlan(): boolean {
    const seen = new Set<Identity | undefined>();
    return this.copies ??= this.group.sessions.some((session) => {
      if (session.enabled === false || seen.has(session.filter)) return false;
      seen.add(session.filter);
      return mayCopyVxlan(this.model, session) !== false;
    });
  }

  public of(instance: Identity): Identity[] {
    if (!this.byInstance) {
      this.byInstance = new Map();
      for (const source of this.group.bySource.keys()) {
        const own = this.instanceOf(source);
        if (own === undefined) {
          this.silent.push(source);
          continue;
        }
        const there = this.byInstance.get(own);
        if (there) there.push(source);
        else this.byInstance.set(own, [source]);
      }
    }
    return this.byInstance.get(instance) ?? [];
  }

  /** Sources that may belong to an instance. The primary interface of a resource belongs to that resource. */
  public like(instance: Identity): Identity[] {
    this.of(instance);
    return this.silent.filter((source) => {
      const attachments = this.model.attachments.of(source);
      if (attachments.length > 0) {
        return attachments.some(({ instance: own }) => own === undefined || !surelyDiffer(own, instance));
      }
      // The app writes the instance of each of its interfaces.
      return !isManaged(source) && (isLiteral(instance) || !isLiteral(source));
    });
  }

  /** Whether a list of sources is known only at apply. */
  public get unlisted(): boolean {
    return this.group.sessions.some((s) => !s.sources);
  }

  private instanceOf(source: Identity): Identity | undefined {
    return this.network.place(source).instance ?? this.group.bySource.get(source)?.[0].sourceStatements?.get(source)?.instanceId;
  }
}
