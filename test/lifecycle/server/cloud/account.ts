import { Arrival, Loss } from './arrival';
import { ApiError } from './errors';
import { Filter, Filters } from './filters';
import { Ids } from './ids';
import { Limits } from './limits';
import { NetworkInterface, NetworkInterfaces } from './network-interfaces';
import { Objects } from './objects';
import { ReceivingSide } from './receiving-side';
import { Session, Sessions } from './sessions';
import { Switches } from './switches';

export interface AccountSnapshot {
  readonly account: string;
  readonly region: string;
  readonly sessions: readonly Session[];
  readonly filters: readonly Filter[];
  readonly interfaces: readonly NetworkInterface[];
  readonly objects: ReadonlyArray<{ readonly type: string; readonly id: string }>;
}

/** What an account has in one region. Quotas and unique numbers of the service count within it. */
export class Account {
  readonly interfaces: NetworkInterfaces;
  readonly filters: Filters;
  readonly sessions: Sessions;
  readonly objects = new Objects();
  readonly receiving: ReceivingSide;
  private readonly arrival: Arrival;

  constructor(
    readonly name: string,
    readonly region: string,
    readonly ids: Ids,
    private readonly limits: () => Limits,
    private readonly switches: () => Switches,
    private readonly changed: (account: Account, sources: readonly string[]) => void,
  ) {
    this.interfaces = new NetworkInterfaces(switches);
    this.filters = new Filters(
      ids, this.limits,
      (filterId) => this.sessions.usingFilter(filterId).length,
      (filterId) => this.changed(this, this.sessions.usingFilter(filterId).flatMap((session) => session.sources)),
    );
    this.receiving = new ReceivingSide({
      objects: this.objects,
      limits: this.limits,
      switches,
      isTarget: (id) => this.sessions.list().some(({ targetId }) => targetId === id),
      changed: () => this.receivingChanged(),
    });
    this.arrival = new Arrival(this);
    this.sessions = new Sessions({
      ids,
      limits: this.limits,
      switches,
      filters: this.filters,
      interfaces: this.interfaces,
      receiving: this.receiving,
      changed: (sources) => this.changed(this, sources),
    });
  }

  /** An interface goes away, with what that means to the sessions that name it. */
  releaseInterface(id: string): void {
    const networkInterface = this.interfaces.get(id) ?? { id };
    const naming = this.sessions.naming(id);
    const rule = this.switches().releasedSource;
    const targeted = this.sessions.list().some((session) => session.targetId === id);
    if (rule === 'refused' && (naming.length > 0 || targeted)) {
      throw new ApiError('InvalidOperation.InUse', `The network interface ${id} is in use by a traffic mirror session.`);
    }
    this.interfaces.put({ ...networkInterface, released: true });
    if (rule === 'dropped') {
      for (const session of naming) {
        this.sessions.force(session.id, { sources: session.sources.filter((source) => source !== id) });
      }
    }
    this.changed(this, [id]);
    this.receivingChanged();
  }

  /** Why no running session of a source delivers its copies; undefined if one does. */
  lossOf(source: string): Loss | undefined {
    let loss: Loss | undefined;
    for (const session of this.sessions.running(source)) {
      loss = this.arrival.lossOf(session, source);
      if (loss === undefined) return undefined;
    }
    return loss;
  }

  private receivingChanged(): void {
    this.changed(this, this.sessions.list().flatMap((session) => session.sources));
  }

  snapshot(): AccountSnapshot {
    return {
      account: this.name,
      region: this.region,
      sessions: this.sessions.list(),
      filters: this.filters.list(),
      interfaces: this.interfaces.list(),
      objects: [...this.objects.list(), ...this.receiving.list()],
    };
  }
}
