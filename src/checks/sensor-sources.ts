import { balancingOf } from './arrival/balancing';
import { mayCopyVxlan } from './arrival/loop';
import { sourceKinds } from './counting';
import { PerhapsSame } from './perhaps-same';
import { SendingTarget, sendingTargets, targetKind, TargetKind } from './target';
import type { Attachment } from '../model/attachments';
import { MirrorModel, ScopeGroup } from '../model/mirror-model';
import { NetworkModel } from '../model/network/network-model';
import { Identity, isLiteral, isManaged, isOpaque, surelyDiffer } from '../model/reference';
import { StackModel } from '../model/stack-model';
import { gather } from '../net/gather';

/** The sources of an account and region by their instance. */
export class Sources {
  private byInstance?: Map<Identity | undefined, Identity[]>;
  /** Sources whose instance is unknown, or known only at apply. */
  private readonly silent: Identity[] = [];

  private copies?: boolean;

  constructor(private readonly model: MirrorModel, public readonly network: NetworkModel, public readonly group: ScopeGroup) {}

  /** Whether an interface may be a source under another name, or in a list that is known only at apply. */
  public mayHave(receiver: Identity): boolean {
    const { literal, managed, opaque } = sourceKinds(this.group);
    if (opaque || this.unlisted) return true;
    return isLiteral(receiver) ? managed : literal || !isManaged(receiver);
  }

  /** Whether a server of a target, or another interface of its instance, is a source here or may be one. */
  public mayMirror(server: Identity, balanced: boolean): boolean {
    const { instance } = this.network.place(server);
    return this.mirrors(server, balanced) || balanced && this.mayHave(server) && this.copyVxlan
      || instance !== undefined && this.perhapsOf(instance, server) !== undefined;
  }

  /** Whether a server of a target, or another interface of its instance, is a source here. */
  public mirrors(server: Identity, balanced: boolean): boolean {
    const { instance } = this.network.place(server);
    return balanced && this.group.bySource.has(server) && this.copyVxlan
      || instance !== undefined && this.of(instance).some((source) => source !== server);
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
        if (own === undefined || isOpaque(own)) this.silent.push(source);
        gather(this.byInstance, own, source);
      }
    }
    return this.byInstance.get(instance) ?? [];
  }

  /** A source other than the receiver that may belong to an instance, and the attachment that may attach it. */
  public perhapsOf(instance: Identity, receiver: Identity): { readonly source: Identity; readonly attachment?: Attachment } | undefined {
    this.of(instance);
    const { attachments } = this.model;
    for (const source of isOpaque(instance) ? this.group.bySource.keys() : this.silent) {
      if (source === receiver) continue;
      const attachment = [...attachments.of(source), ...attachments.open]
        .find(({ instance: to }) => to === undefined || !surelyDiffer(to, instance));
      if (attachment) return { source, attachment };
      // The app writes the instance of each of its interfaces, and attaches each interface of its instances.
      const described = isManaged(source) ? this.instanceOf(source) === undefined : isLiteral(source) && isManaged(instance);
      if (!described) return { source };
    }
    return undefined;
  }

  /** Whether a list of sources is known only at apply. */
  public get unlisted(): boolean {
    return this.group.sessions.some((s) => !s.sources);
  }

  private instanceOf(source: Identity): Identity | undefined {
    return this.network.place(source).instance ?? this.group.bySource.get(source)![0].sourceStatements?.get(source)?.instanceId;
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
  return receiving(model).flatMap(({ sessions, balanced, receivers, elsewhere }) => {
    const mirroring = elsewhere.filter((sources) => [...receivers].some((receiver) => sources.mirrors(receiver, balanced)));
    return mirroring.length === 0 ? [] : [sessions[0].stack, ...mirroring.flatMap(({ group }) => group.sessions.map(({ stack }) => stack))];
  });
}
