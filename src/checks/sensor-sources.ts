import { balancingOf } from './arrival/balancing';
import { mayCopyVxlan } from './arrival/loop';
import { sourceKinds } from './counting';
import { PerhapsSame } from './perhaps-same';
import { SendingTarget, sendingTargets, targetKind, TargetKind } from './target';
import { MirrorModel, ScopeGroup } from '../model/mirror-model';
import { NetworkModel } from '../model/network/network-model';
import { Identity, isLiteral, isManaged, surelyDiffer } from '../model/reference';
import { StackModel } from '../model/stack-model';

/** The sources of an account and region by their instance. */
export class Sources {
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

  /** Whether a server of a target, or another interface of its instance, is a source here or may be one. */
  public mayMirror(server: Identity, balanced: boolean, target: Identity): boolean {
    return this.mirrors(server, balanced, target) || balanced && this.mayHave(server) && this.copyVxlan
      || this.silentLike(server).some((source) => source !== server && source !== target);
  }

  /** Whether a server of a target, or another interface of its instance, is a source here. */
  public mirrors(server: Identity, balanced: boolean, target: Identity): boolean {
    const instance = this.network.place(server).instance;
    return balanced && this.group.bySource.has(server) && this.copyVxlan
      || instance !== undefined && this.of(instance).some((source) => source !== server && source !== target);
  }

  private silentLike(server: Identity): Identity[] {
    const instance = this.network.place(server).instance;
    return instance === undefined ? [] : this.like(instance);
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

/** A target that gets copies, and the interfaces or servers that receive them. */
interface Receiving extends SendingTarget {
  readonly balanced: boolean;
  readonly receivers: ReadonlySet<Identity>;
  readonly sources: Sources;
  /** The sources of accounts and regions that may be the same. */
  readonly elsewhere: readonly Sources[];
}

const perModel = new WeakMap<MirrorModel, Receiving[]>();

/** All targets that get copies, with their receivers and the sources of their accounts. */
export function receiving(model: MirrorModel): readonly Receiving[] {
  let found = perModel.get(model);
  if (found) return found;
  const byGroup = new Map(model.groups.map((group) => [group, new Sources(model, NetworkModel.of(model, group.scope), group)] as const));
  const perhapsSame = PerhapsSame.of(model);
  found = sendingTargets(model).map((one) => {
    const sources = byGroup.get(one.group)!;
    const balanced = targetKind(model, one.target, one.sessions) === TargetKind.LOAD_BALANCER;
    const receivers = balanced
      ? balancingOf(sources.network, one.target).servers.map((s) => sources.network.interfaceOf(s.server))
      : [one.target];
    const elsewhere = perhapsSame.together(one.group).slice(1).map((group) => byGroup.get(group)!);
    return { ...one, balanced, receivers: new Set(receivers), sources, elsewhere };
  });
  perModel.set(model, found);
  return found;
}

/** Stacks that send copies to a sensor, and stacks of accounts that may be the same and mirror this sensor. */
export function mirroringElsewhere(model: MirrorModel): StackModel[] {
  if (model.possiblySame().length === 0) return [];
  return receiving(model).flatMap(({ sessions, target, balanced, receivers, elsewhere }) => {
    const mirroring = elsewhere.filter((sources) => [...receivers].some((receiver) => sources.mirrors(receiver, balanced, target)));
    return mirroring.length === 0 ? [] : [sessions[0].stack, ...mirroring.flatMap(({ group }) => group.sessions.map(({ stack }) => stack))];
  });
}
