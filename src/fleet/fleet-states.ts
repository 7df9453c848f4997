import type { SessionAttributes, StateSession } from './state-session';
import { idOf } from './existing-sessions';
import { LedgerSession, LedgerShard } from './ledger-content';
import { shardText } from './ledger-lines';
import { DEFAULT_PACKET_LENGTH } from '../catalog/limits';
import type { SessionState } from '../effects/mirror-state';
import { maskedText } from '../input/sensitive';

/** The sessions of a fleet at one moment. */
export interface FleetMoment {
  readonly sessions: Iterable<LedgerSession>;
  readonly shards: ReadonlyMap<number, LedgerShard>;
  /** Attributes that only a Terraform state has, by session key. */
  readonly attributes?: ReadonlyMap<string, SessionAttributes>;
  /** Former objects of its sessions, which only a Terraform state has. The next apply destroys them. */
  readonly deposed?: readonly StateSession[];
}

/** A fleet before and after a change, in the form in which effects are computed. */
export interface FleetMoments {
  readonly fleet: string;
  readonly before: FleetMoment;
  readonly after: FleetMoment;
}

/** All fleets before and after a change. An unchanged session is the same object in both. */
export function momentsOf(fleets: Iterable<FleetMoments>): { readonly before: SessionState[]; readonly after: SessionState[] } {
  const states = { before: [] as SessionState[], after: [] as SessionState[] };
  const deposed: StateSession[] = [];
  for (const { fleet, before, after } of fleets) {
    const known = new Map<string, { session: LedgerSession; state: SessionState }>();
    const same = sameShards(before.shards, after.shards);
    for (const session of before.sessions) {
      const shard = before.shards.get(session.shard);
      const state = stateBefore(stateOf(fleet, session, shard), shard, before.attributes?.get(session.key));
      known.set(session.key, { session, state });
      states.before.push(state);
    }
    if (before.deposed) deposed.push(...before.deposed);
    for (const session of after.sessions) {
      const was = known.get(session.key);
      const attributes = before.attributes?.get(session.key);
      if (was && was.session === session && same && !attributes) states.after.push(was.state);
      else states.after.push({ ...stateOf(fleet, session, after.shards.get(session.shard)), ...attributes?.tainted && { replaced: true } });
    }
  }
  const ids = new ShownIds(states);
  for (const object of deposed) states.before.push(stateSessionOf(object, ids));
  return states;
}

/** The ids that the ledger or the app shows. A sensitive id of a state that is one of them is no secret. */
export class ShownIds {
  private ids?: Set<string>;

  constructor(private readonly states: { readonly before: readonly SessionState[]; readonly after: readonly SessionState[] }) {}

  public has(id: string): boolean {
    this.ids ??= new Set([this.states.before, this.states.after].flatMap((all) =>
      all.flatMap(({ sources, target }) => target === undefined ? sources : [...sources, target])));
    return this.ids.has(id);
  }
}

/** The id of a session. Sessions of two fleets never have the same id, whatever the names of the fleets. */
function stateId(fleet: string, key: string): string {
  return `${fleet}\n${key}`;
}

/** A session of a Terraform state under its address: no fleet of the ledger has it, or it is deposed. */
export function stateSessionOf(session: StateSession, ids: ShownIds): SessionState {
  const { address, deposed, sources, secret, targetId, priority, vni, enabled } = session;
  const name = deposed === undefined ? address : `${address} (deposed ${deposed})`;
  const shown = (id: string): string => secret.has(id) && !ids.has(id) ? maskedText(id) : id;
  return {
    id: stateId('', name), name, sources: secret.size === 0 ? sources : sources.map(shown), target: shown(targetId), priority, vni, enabled,
  };
}

function stateOf(fleet: string, session: LedgerSession, shard: LedgerShard | undefined): SessionState {
  const { key, sources, target, filter, priority, vni, off } = session;
  return {
    id: stateId(fleet, key), name: key, sources: sources.map(idOf), target, priority, vni,
    enabled: off ? false : shard?.enabled,
    packetLength: shard?.packetLength,
    filter: shard?.filter === undefined || filter === 0 ? shard?.filter : `${shard.filter} (copy ${filter + 1})`,
    stack: shard?.stack,
  };
}

/** A session before the change. If no packet length was requested, the service has chosen it. */
function stateBefore(state: SessionState, shard: LedgerShard | undefined, attributes: SessionAttributes | undefined): SessionState {
  return {
    ...state, enabled: attributes?.enabled ?? state.enabled,
    packetLength: attributes?.packetLength ?? state.packetLength ?? (shard && DEFAULT_PACKET_LENGTH),
  };
}

function sameShards(a: ReadonlyMap<number, LedgerShard>, b: ReadonlyMap<number, LedgerShard>): boolean {
  return a === b
    || (a.size === b.size && [...a].every(([n, shard]) => b.has(n) && shardText('', n, b.get(n)!) === shardText('', n, shard)));
}
