import type { LedgerSession } from './ledger-content';
import type { PlanInput, PlanSource } from './plan-input';
import { MirrorPacking } from './packing';
import type { PlanTarget, TargetRooms } from './target-rooms';
import { MirrorQuotaUnit } from '../catalog/mirror-quota';
import { compare } from '../net/compare';
import { gather } from '../net/gather';

/**
 * Selects the sessions that a compaction empties: sessions that fewer sessions could replace, and sessions above the
 * limit of their target. It empties whole sessions, the smallest first, because removing one source interrupts the others.
 * A session counts only the sources that the fleet still has: the other sources leave anyway.
 */
export class Compaction {
  private left: number;
  private readonly taken = new Set<LedgerSession>();

  /** @param budget how many sources may be out of any session at once */
  constructor(
    private readonly input: PlanInput,
    private readonly rooms: TargetRooms,
    private readonly groupOf: (source: PlanSource) => string,
    budget: number,
  ) {
    this.left = budget;
  }

  /** The sessions to empty, those that must be emptied together in one part. Whether they find places again is not checked. */
  public parts(sessions: Iterable<LedgerSession>): LedgerSession[][] {
    if (this.left <= 0) return [];
    const all = this.members(sessions);
    const parts = this.overfull(all).flatMap(({ target, members }) => this.excess(target, members));
    const rest = all.filter(({ session, sources }) => sources > 0 && !this.taken.has(session));
    if (this.input.packing === MirrorPacking.DEDICATED) {
      return [...parts, ...rest.filter(({ sources }) => sources > 1).sort(bySize).flatMap((one) => this.take([one]))];
    }
    const size = this.input.quotas.sourcesPerSession;
    for (const group of this.alike(rest.filter(({ sources }) => sources < size))) {
      let sum = 0;
      const chosen: Members[] = [];
      for (const one of group.sort(bySize)) {
        if (sum + one.sources > this.left) break;
        sum += one.sources;
        chosen.push(one);
      }
      // Only if the result has fewer sessions.
      if (Math.ceil(sum / size) < chosen.length) parts.push(...this.take(chosen));
    }
    return parts;
  }

  /** The sessions that a target has above its limit. */
  private excess(target: PlanTarget, members: Members[]): LedgerSession[][] {
    const parts: LedgerSession[][] = [];
    let excess = this.rooms.used(target.key) - target.limit;
    for (const one of members.sort(bySize)) {
      if (excess <= 0) break;
      // A session that is removed anyway needs no compaction. If one is too large for the budget, so are those after it.
      if (one.sources > 0) parts.push(...this.take([one]));
      excess -= this.input.quotas.targetUnit === MirrorQuotaUnit.SESSIONS ? 1 : one.session.sources.length;
    }
    return parts;
  }

  /** One part, or none if its sources are more than may be out. */
  private take(chosen: readonly Members[]): LedgerSession[][] {
    const sum = chosen.reduce((total, { sources }) => total + sources, 0);
    if (sum > this.left) return [];
    this.left -= sum;
    const part = chosen.map(({ session }) => session);
    for (const session of part) this.taken.add(session);
    return [part];
  }

  private members(sessions: Iterable<LedgerSession>): Members[] {
    const { sources: given, ledger: { adopted } } = this.input;
    const all: Members[] = [];
    for (const session of sessions) {
      // Packed into other sessions, the sources of an adopted session would lose its filter.
      if (adopted.has(session.key)) continue;
      let [first, sources]: [PlanSource | undefined, number] = [undefined, 0];
      for (const { key } of session.sources) {
        const source = given.get(key);
        if (!source) continue;
        first ??= source;
        sources++;
      }
      all.push({ session, first, sources });
    }
    return all;
  }

  private overfull(all: readonly Members[]): { target: PlanTarget; members: Members[] }[] {
    const full = this.input.targets.filter((t) => this.rooms.used(t.key) > t.limit);
    const over = new Map(full.map((target) => [target.key, { target, members: [] as Members[] }]));
    for (const one of all) over.get(one.session.target)?.members.push(one);
    return [...over.values()];
  }

  /** Sessions whose sources may share one session. */
  private alike(all: readonly Members[]): Members[][] {
    const groups = new Map<string, Members[]>();
    for (const one of all) gather(groups, this.groupOf(one.first!), one);
    return [...groups.values()];
  }
}

/** A session, the number of its sources that the fleet still has, and the first of them. */
interface Members {
  readonly session: LedgerSession;
  readonly first?: PlanSource;
  readonly sources: number;
}

function bySize(a: Members, b: Members): number {
  return a.sources - b.sources || compare(a.session.key, b.session.key);
}
