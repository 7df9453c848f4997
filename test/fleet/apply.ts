import { Account } from '../lifecycle/server/cloud/account';
import { ApiError } from '../lifecycle/server/cloud/errors';
import { Ids } from '../lifecycle/server/cloud/ids';
import { LIMITS, Limits } from '../lifecycle/server/cloud/limits';
import { DEFAULT_SWITCHES } from '../lifecycle/server/cloud/switches';
import { LedgerSession } from '../../src/fleet/ledger-content';
import { idOf } from '../../src/fleet/existing-sessions';

/** What Terraform does to one session: a call each step, and it ends at the first one that the cloud refuses. */
type Operation = Generator<void, void>;

/** What happened while an apply ran. */
export interface Applied {
  /** Calls that the cloud refused. */
  readonly refused: string[];
  /** Sources that were mirrored and, if only for a moment, were not. */
  readonly interrupted: ReadonlySet<string>;
  /** Those of them that are not mirrored at the end. */
  readonly lost: ReadonlySet<string>;
}

/** Terraform's own, unless told otherwise. */
const PARALLELISM = 10;

/**
 * The account of the provider server and what Terraform does to it, without Terraform: thousands of histories take
 * seconds. The rules are the server's own; the steps of each operation are those of its session resource.
 */
export class SimulatedApply {
  private readonly account: Account;
  private readonly filterId: string;
  /** Terraform's state: ids of sessions by their Terraform names. */
  private readonly state = new Map<string, string>();
  private readonly lit = new Set<string>();
  private dark = new Set<string>();

  /**
   * @param nameOf the Terraform name of a session
   * @param targetIdOf the id of a target by its key
   */
  constructor(
    private readonly nameOf: (session: LedgerSession) => string,
    limits: Partial<Limits> = {},
    private readonly targetIdOf: (key: string) => string = (key) => key,
  ) {
    const all = { ...LIMITS[2023], ...limits };
    this.account = new Account('default', 'cn-hangzhou', new Ids(), () => all, () => DEFAULT_SWITCHES, (account, sources) => {
      for (const source of new Set(sources)) {
        if (account.sessions.mirrors(source)) this.lit.add(source);
        else if (this.lit.delete(source)) this.dark.add(source);
      }
    });
    this.filterId = this.account.filters.create({ name: '', description: '', resourceGroupId: '' }, []).id;
  }

  public get mirrored(): ReadonlySet<string> {
    return this.lit;
  }

  /** What `terraform show -json` prints. */
  public show(): string {
    return JSON.stringify({
      format_version: '1.0', terraform_version: '1.11.0',
      values: {
        root_module: {
          resources: [...this.state].map(([name, id]) => {
            const s = this.account.sessions.get(id);
            return {
              address: `alicloud_vpc_traffic_mirror_session.${name}`, mode: 'managed', type: 'alicloud_vpc_traffic_mirror_session', name,
              values: {
                id, priority: s.priority, virtual_network_id: s.virtualNetworkId, enabled: s.enabled, packet_length: s.packetLength,
                traffic_mirror_filter_id: s.filterId, traffic_mirror_target_id: s.targetId, traffic_mirror_source_ids: s.sources,
              },
            };
          }),
        },
      },
    });
  }

  /**
   * Applies the sessions of a plan. Terraform orders none of them, so an arbitrary order does.
   *
   * @param choose a number from 0 to below the one given
   * @param stopAfter how many calls there are before Terraform is killed
   */
  public apply(sessions: readonly LedgerSession[], choose: (below: number) => number, stopAfter = Infinity): Applied {
    this.dark = new Set();
    const refused: string[] = [];
    const queue = this.operations(sessions);
    const running: Operation[] = [];
    for (let calls = 0; calls < stopAfter && queue.length + running.length > 0; calls++) {
      while (running.length < PARALLELISM && queue.length > 0) running.push(...queue.splice(choose(queue.length), 1));
      const at = choose(running.length);
      try {
        if (running[at].next().done) running.splice(at, 1);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        refused.push(`${error.code} ${error.message}`);
        running.splice(at, 1);
      }
    }
    return { refused, interrupted: this.dark, lost: new Set([...this.dark].filter((source) => !this.lit.has(source))) };
  }

  private operations(sessions: readonly LedgerSession[]): Operation[] {
    const wanted = new Set(sessions.map((s) => this.nameOf(s)));
    return [
      ...[...this.state.keys()].filter((name) => !wanted.has(name)).map((name) => this.remove(name)),
      ...sessions.map((session) => this.state.has(this.nameOf(session)) ? this.update(session) : this.create(session)),
    ];
  }

  private *create(session: LedgerSession): Operation {
    const { id } = this.account.sessions.create({
      ...this.attributesOf(session),
      filterId: this.filterId,
      sources: session.sources.map(idOf),
    });
    this.state.set(this.nameOf(session), id);
    yield;
    this.account.sessions.update(id, {});
  }

  private *update(session: LedgerSession): Operation {
    const id = this.state.get(this.nameOf(session))!;
    const before = this.account.sessions.get(id);
    const attributes = this.attributesOf(session);
    if (Object.entries(attributes).some(([name, value]) => before[name as keyof typeof before] !== value)) {
      this.account.sessions.update(id, attributes);
      yield;
    }
    const sources = session.sources.map(idOf);
    if (JSON.stringify(before.sources) === JSON.stringify(sources)) return;
    if (before.sources.length > 0) {
      this.account.sessions.removeSources(id, before.sources);
      yield;
    }
    this.account.sessions.addSources(id, sources);
  }

  private *remove(name: string): Operation {
    this.account.sessions.delete(this.state.get(name)!);
    this.state.delete(name);
    yield;
  }

  private attributesOf({ priority, vni, target: key, off }: LedgerSession) {
    const target = this.targetIdOf(key);
    return {
      priority,
      virtualNetworkId: vni,
      targetId: target,
      targetType: target.startsWith('lb-') ? 'SLB' : 'NetworkInterface',
      enabled: !off,
    };
  }
}
