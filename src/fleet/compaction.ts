import type { LedgerSession } from './ledger-file';
import type { PlanInput, PlanSource } from './plan-input';
import { MirrorPacking } from './packing';
import type { PlanTarget, TargetRooms } from './target-rooms';
import { MirrorQuotaUnit } from '../catalog/mirror-quota';
import { compare } from '../net/compare';
import { gather } from '../net/gather';

/**
 * The sessions that a compaction empties: those that fewer would do for, and those that are too many for their target.
 * Whole ones, the smallest first, since to take a source out interrupts the others.
 */
export class Compaction {
  constructor(private readonly input: PlanInput, private readonly rooms: TargetRooms, private readonly groupOf: (source: PlanSource) => string) {}

  /** @param budget how many sources may be out at once */
  public wave(all: readonly LedgerSession[], budget: number): Set<LedgerSession> {
    const wave = new Set<LedgerSession>();
    if (budget <= 0) return wave;
    // Packed again, the sources of an adopted session would lose its filter.
    const recorded = all.filter(({ key }) => !this.input.ledger.adopted.has(key));
    let left = budget;
    const take = (session: LedgerSession): boolean => {
      if (session.sources.length > left) return false;
      left -= session.sources.length;
      wave.add(session);
      return true;
    };
    for (const { target, sessions } of this.overfull(recorded)) {
      let excess = this.rooms.used(target.key) - target.limit;
      for (const session of bySize(sessions)) {
        if (excess <= 0) break;
        if (take(session)) excess -= this.input.quotas.targetUnit === MirrorQuotaUnit.SESSIONS ? 1 : session.sources.length;
      }
    }
    if (this.input.packing === MirrorPacking.DEDICATED) {
      for (const session of bySize(recorded.filter((s) => s.sources.length > 1 && !wave.has(s)))) take(session);
      return wave;
    }
    const size = this.input.quotas.sourcesPerSession;
    for (const group of this.underfull(recorded.filter((s) => s.sources.length < size && !wave.has(s)))) {
      let [sessions, sources] = [0, 0];
      const chosen: LedgerSession[] = [];
      for (const session of bySize(group)) {
        if (sources + session.sources.length > left) break;
        [sessions, sources] = [sessions + 1, sources + session.sources.length];
        chosen.push(session);
      }
      // Only where fewer sessions come of it.
      if (Math.ceil(sources / size) < sessions) chosen.forEach(take);
    }
    return wave;
  }

  private overfull(recorded: readonly LedgerSession[]): { target: PlanTarget; sessions: LedgerSession[] }[] {
    const full = this.input.targets.filter((t) => this.rooms.used(t.key) > t.limit);
    const over = new Map(full.map((target) => [target.key, { target, sessions: [] as LedgerSession[] }]));
    if (over.size > 0) for (const session of recorded) over.get(session.target)?.sessions.push(session);
    return [...over.values()];
  }

  /** Sessions whose sources may share one. */
  private underfull(sessions: readonly LedgerSession[]): LedgerSession[][] {
    const groups = new Map<string, LedgerSession[]>();
    for (const session of sessions) {
      const first = session.sources.map(({ key }) => this.input.sources.get(key)).find((s) => s !== undefined);
      if (first) gather(groups, this.groupOf(first), session);
    }
    return [...groups.values()];
  }
}

function bySize(list: LedgerSession[]): LedgerSession[] {
  return list.sort((a, b) => a.sources.length - b.sources.length || compare(a.key, b.key));
}
