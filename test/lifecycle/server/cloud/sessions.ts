import { ApiError, COLLISION_CODES, invalid, notFound, quotaExceeded } from './errors';
import { Filters } from './filters';
import { Ids } from './ids';
import { DEFAULT_PACKET_LENGTH, Limits, RANGES } from './limits';
import { NetworkInterfaces } from './network-interfaces';
import type { ReceivingSide } from './receiving-side';
import { Switches } from './switches';

export interface Session {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly filterId: string;
  readonly targetId: string;
  readonly targetType: string;
  readonly sources: readonly string[];
  readonly priority: number;
  readonly enabled: boolean;
  readonly virtualNetworkId: number;
  readonly packetLength: number;
  readonly resourceGroupId: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Set while the account is in arrears: the session is there and mirrors nothing. */
  readonly suspended: boolean;
}

export type SessionInput = Partial<Omit<Session, 'id'>>;

interface Surroundings {
  readonly ids: Ids;
  readonly limits: () => Limits;
  readonly switches: () => Switches;
  readonly filters: Filters;
  readonly interfaces: NetworkInterfaces;
  readonly receiving: ReceivingSide;
  /** Told of every source whose mirroring may have begun or ended. */
  readonly changed: (sources: readonly string[]) => void;
}

function inRange(parameter: string, value: number, [low, high]: readonly [number, number]): void {
  if (!(Number.isInteger(value) && value >= low && value <= high)) throw invalid(parameter, value);
}

/** The sessions of one account and region. Every method is one synchronous step. */
export class Sessions {
  private readonly all = new Map<string, Session>();

  constructor(private readonly around: Surroundings) {}

  list(): Session[] {
    return [...this.all.values()];
  }

  find(id: string): Session | undefined {
    return this.all.get(id);
  }

  get(id: string): Session {
    const session = this.all.get(id);
    if (!session) throw notFound(id);
    return session;
  }

  /** As the API lists it. */
  listed(id: string): Session | undefined {
    const session = this.all.get(id);
    if (!session) return undefined;
    const sources = [...session.sources];
    const order = this.around.switches().sourceOrder;
    if (order === 'sorted') sources.sort();
    if (order === 'reversed') sources.reverse();
    return { ...session, sources };
  }

  mirrors(source: string): boolean {
    if (this.around.interfaces.get(source)?.released) return false;
    return this.running(source).length > 0;
  }

  /** The sessions that mirror a source now. */
  running(source: string): Session[] {
    return this.naming(source).filter((session) => session.enabled && !session.suspended);
  }

  naming(source: string): Session[] {
    return this.list().filter((session) => session.sources.includes(source));
  }

  usingFilter(filterId: string): Session[] {
    return this.list().filter((session) => session.filterId === filterId);
  }

  create(input: SessionInput): Session {
    const { ids, limits, switches } = this.around;
    if (this.all.size >= limits().sessions) throw quotaExceeded('sessions', limits().sessions);
    const session: Session = {
      name: '',
      description: '',
      filterId: '',
      targetId: '',
      targetType: '',
      sources: [],
      priority: 0,
      enabled: false,
      virtualNetworkId: switches().virtualNetworkIds === 'zero' ? 0 : ids.number(100_000, RANGES.virtualNetworkId[1]),
      packetLength: DEFAULT_PACKET_LENGTH,
      resourceGroupId: 'rg-acfmxazb4ph6aiy',
      tags: {},
      suspended: false,
      ...input,
      id: ids.next('tms'),
    };
    if (session.sources.length === 0) throw invalid('TrafficMirrorSourceIds', session.sources);
    inRange('PacketLength', session.packetLength, RANGES.packetLength);
    this.admit(session, undefined);
    this.store(session);
    return session;
  }

  /** Changes anything but the sources. */
  update(id: string, changes: Omit<SessionInput, 'sources'>): void {
    const prior = this.get(id);
    const next = { ...prior, ...changes };
    this.admit(next, prior);
    this.store(next);
  }

  addSources(id: string, sources: readonly string[]): void {
    const prior = this.get(id);
    const next = { ...prior, sources: [...prior.sources, ...sources] };
    this.admit(next, prior);
    this.store(next);
  }

  removeSources(id: string, sources: readonly string[]): void {
    const prior = this.get(id);
    for (const source of sources) {
      if (!prior.sources.includes(source)) throw notFound(source);
    }
    const left = prior.sources.filter((source) => !sources.includes(source));
    if (left.length === 0 && this.around.switches().emptySession === 'refused') {
      throw new ApiError('OperationDenied.LastSource', `The session ${id} must keep at least one source.`);
    }
    this.store({ ...prior, sources: left });
  }

  delete(id: string): void {
    const { sources } = this.get(id);
    this.all.delete(id);
    this.around.changed(sources);
  }

  /** What the cloud itself does to a session, past every rule. */
  force(id: string, changes: SessionInput): void {
    this.store({ ...this.get(id), ...changes });
  }

  private store(session: Session): void {
    const before = this.all.get(session.id)?.sources ?? [];
    this.all.set(session.id, session);
    this.around.changed([...before, ...session.sources]);
  }

  /** Refuses a session that breaks a rule of the service, looking only at what is new. */
  private admit(next: Session, prior: Session | undefined): void {
    const others = this.list().filter((session) => session.id !== next.id);
    if (next.filterId !== prior?.filterId) this.admitFilter(next, others);
    if (next.priority !== prior?.priority) this.admitPriority(next, others);
    if (next.virtualNetworkId !== prior?.virtualNetworkId) {
      inRange('VirtualNetworkId', next.virtualNetworkId, RANGES.virtualNetworkId);
    }
    const added = next.sources.filter((source, index) => next.sources.indexOf(source) !== index || !prior?.sources.includes(source));
    if (added.length > 0) this.admitSources(next, added, others);
    if (next.targetId !== prior?.targetId || added.length > 0) this.admitTarget(next, others);
  }

  private admitFilter(next: Session, others: readonly Session[]): void {
    const { filters, limits } = this.around;
    filters.get(next.filterId);
    const { sessionsPerFilter } = limits();
    if (others.filter((other) => other.filterId === next.filterId).length >= sessionsPerFilter) {
      throw quotaExceeded('sessions per filter', sessionsPerFilter);
    }
  }

  private admitPriority(next: Session, others: readonly Session[]): void {
    inRange('Priority', next.priority, RANGES.sessionPriority);
    const holder = others.find((other) => other.priority === next.priority);
    if (holder) throw new ApiError(COLLISION_CODES.priority, `The priority ${next.priority} is already used by ${holder.id}.`);
  }

  private admitSources(next: Session, added: readonly string[], others: readonly Session[]): void {
    const { interfaces, limits } = this.around;
    const { sourcesPerSession, sessionsPerSource } = limits();
    if (new Set(next.sources).size !== next.sources.length) throw invalid('TrafficMirrorSourceIds', next.sources);
    if (next.sources.length > sourcesPerSession) throw quotaExceeded('sources per session', sourcesPerSession);
    for (const source of added) {
      interfaces.demand(source);
      if (others.filter((other) => other.sources.includes(source)).length >= sessionsPerSource) {
        throw new ApiError(COLLISION_CODES.source, `The source ${source} is already in ${sessionsPerSource} session(s).`);
      }
      if (others.some((other) => other.targetId === source)) {
        throw new ApiError('InvalidParameter.SourceIsTarget', `${source} is the target of a session, so it cannot be a source.`);
      }
    }
  }

  private admitTarget(next: Session, others: readonly Session[]): void {
    const { interfaces, limits, receiving } = this.around;
    const quota = limits();
    if ([next, ...others].some((session) => session.sources.includes(next.targetId))) {
      throw new ApiError('InvalidParameter.TargetIsSource', `${next.targetId} is the source of a session, so it cannot be a target.`);
    }
    // An interface is looked for among interfaces, and a load balancer among load balancers: an id tells them apart.
    if (!next.targetId.startsWith(next.targetType === 'SLB' ? 'lb-' : 'eni-')) throw notFound(next.targetId);
    if (next.targetType === 'NetworkInterface') interfaces.demand(next.targetId);
    if (next.targetType === 'SLB') receiving.admitTarget(next.targetId);
    const large = interfaces.get(next.targetId)?.large;
    const most = next.targetType === 'SLB' ? quota.perLoadBalancerTarget
      : large ? quota.perLargeInterfaceTarget : quota.perInterfaceTarget;
    const together = [next, ...others.filter((other) => other.targetId === next.targetId)];
    const used = quota.targetUnit === 'sessions'
      ? together.length
      : together.reduce((sum, session) => sum + session.sources.length, 0);
    if (used > most) throw quotaExceeded(`${quota.targetUnit} per target`, most);
  }
}
