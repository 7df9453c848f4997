import type { StateSession } from './state-session';
import { FoundSession, RecordedSessions } from './existing-sessions';
import type { LedgerFleet, LedgerSession } from './ledger-content';
import { ShownIds, stateSessionOf } from './fleet-states';
import { SessionNames } from './session-address';
import type { SessionState } from '../effects/mirror-state';

/** A session outside of any fleet is the only session of a fleet with its path. */
export function isLone(fleet: string, { sessions }: LedgerFleet): boolean {
  return sessions.size === 1 && sessions.has(fleet);
}

/**
 * The owners of the sessions in Terraform states: fleets, single sessions of the ledger, or something unknown. The name of a
 * fleet's session contains the fleet. The name of a single session depends on its construct, so without the app it is found
 * as in an export: two of three must match, the priority, the VNI, and a common source.
 */
export class StateOwners {
  private readonly lone = new Map<string, StateSession>();
  private readonly recordedOfName = new Map<string, LedgerSession>();
  private readonly recordedOfState = new Map<StateSession, LedgerSession>();

  constructor(private readonly states: readonly StateSession[], recorded: ReadonlyMap<string, LedgerFleet>) {
    if (states.length === 0) return;
    const lone: LedgerFleet[] = [];
    const fleets: string[] = [];
    for (const [fleet, content] of recorded) {
      if (isLone(fleet, content)) {
        lone.push(content);
        continue;
      }
      fleets.push(fleet);
      const names = new SessionNames(fleet);
      for (const session of content.sessions.values()) this.recordedOfName.set(names.of(session.key), session);
    }
    if (lone.length > 0) this.match(lone, fleets);
  }

  /** The session of a state that a single session of the ledger is. */
  public loneOf(path: string): StateSession | undefined {
    return this.lone.get(path);
  }

  /** The app has a single session with this Terraform name. */
  public named(path: string, name: string): void {
    const state = this.states.find((s) => s.deposed === undefined && s.name === name);
    if (state) this.lone.set(path, state);
  }

  /** The recorded session that a session of a state is. */
  public recordedOf(state: StateSession): LedgerSession | undefined {
    return state.deposed !== undefined ? undefined : this.recordedOfName.get(state.name) ?? this.recordedOfState.get(state);
  }

  /**
   * Sessions that belong to none of the fleets and to no single session: of a fleet that left the ledger, or of another
   * construct. Whether they stay is unknown, unless they are deposed.
   */
  public unowned(fleets: Iterable<string>): StateSession[] {
    const prefixes = new Set([...fleets].map((fleet) => new SessionNames(fleet).prefix));
    const lone = new Set([...this.lone.values()].map(({ name }) => name));
    return this.states.filter(({ name }) => !lone.has(name) && !prefixesOf(name).some((p) => prefixes.has(p)));
  }

  /** Sessions without an owner, by whether the next apply certainly destroys them. */
  public strangers(
    fleets: Iterable<string>, ids: ShownIds,
  ): { readonly holders: SessionState[]; readonly deposed: SessionState[] } {
    const unowned = this.unowned(fleets);
    return {
      holders: unowned.filter(({ deposed }) => deposed === undefined).map((one) => stateSessionOf(one, ids)),
      deposed: unowned.filter(({ deposed }) => deposed !== undefined).map((one) => stateSessionOf(one, ids)),
    };
  }

  private match(lone: readonly LedgerFleet[], fleets: readonly string[]): void {
    const recorded = new RecordedSessions(lone);
    let left = this.unowned(fleets).filter(({ deposed }) => deposed === undefined).map((state) => ({ state, found: asFound(state) }));
    for (const alike of [3, 2]) {
      left = left.filter(({ state, found }) => {
        const session = recorded.take(found, alike);
        if (!session) return true;
        this.lone.set(session.fleet, state);
        this.recordedOfState.set(state, session);
        return false;
      });
    }
  }
}

/** The parts of a name that may be the prefix of a fleet: each one that ends with a hash. */
function prefixesOf(name: string): string[] {
  return [...name.matchAll(/(?<=_)[0-9a-f]{8}_/g)].map(({ index, 0: hash }) => name.slice(0, index + hash.length));
}

function asFound({ address, sources, priority, vni }: StateSession): FoundSession {
  return { sessionId: address, sourceIds: sources, priority, virtualNetworkId: vni };
}
