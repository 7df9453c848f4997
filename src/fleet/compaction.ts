import type { LedgerSession } from './ledger-file';
import type { PlanInput, PlanSource } from './plan-input';
import { MirrorPacking } from './packing';
import type { PlanTarget, TargetRooms } from './target-rooms';
import { MirrorQuotaUnit } from '../catalog/mirror-quota';
import { compare } from '../net/compare';
import { gather } from '../net/gather';

/**
 * The sessions that a compaction empties: those that fewer would do for, and those that are too many for their target.
 * Whole ones, the smallest first, since to take a source out interrupts the others. A session counts with the sources
 * that are still given: those that go are out anyway, and another synth finds them gone.
 */
export class Compaction {
  constructor(private readonly input: PlanInput, private readonly rooms: TargetRooms, private readonly groupOf: (source: PlanSource) => string) {}

  /**
   * @param sessions of which some may be emptied
   * @param budget how many sources may be out at once
   */
  public wave(sessions: Iterable<LedgerSession>, budget: number): Set<LedgerSession> {
    const wave = new Set<LedgerSession>();
    if (budget <= 0) return wave;
    const all = this.members(sessions);
    let left = budget;
    const take = ({ session, sources }: Members): boolean => {
      if (sources > left) return false;
      left -= sources;
      wave.add(session);
      return true;
    };
    for (const { target, members } of this.overfull(all)) {
      let excess = this.rooms.used(target.key) - target.limit;
      for (const one of members.sort(bySize)) {
        if (excess <= 0) break;
        // Of one that goes altogether nothing need be emptied.
        if (one.sources === 0 || take(one)) excess -= this.input.quotas.targetUnit === MirrorQuotaUnit.SESSIONS ? 1 : one.session.sources.length;
      }
    }
    const rest = all.filter(({ session, sources }) => sources > 0 && !wave.has(session));
    if (this.input.packing === MirrorPacking.DEDICATED) {
      for (const one of rest.filter(({ sources }) => sources > 1).sort(bySize)) take(one);
      return wave;
    }
    const size = this.input.quotas.sourcesPerSession;
    for (const group of this.alike(rest.filter(({ sources }) => sources < size))) {
      let sum = 0;
      const chosen: Members[] = [];
      for (const one of group.sort(bySize)) {
        if (sum + one.sources > left) break;
        sum += one.sources;
        chosen.push(one);
      }
      // Only if fewer sessions come of it.
      if (Math.ceil(sum / size) < chosen.length) chosen.forEach(take);
    }
    return wave;
  }

  private members(sessions: Iterable<LedgerSession>): Members[] {
    const { sources: given, ledger: { adopted } } = this.input;
    const all: Members[] = [];
    for (const session of sessions) {
      // Packed again, the sources of an adopted session would lose its filter.
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
    if (over.size > 0) for (const one of all) over.get(one.session.target)?.members.push(one);
    return [...over.values()];
  }

  /** Sessions whose sources may share one. */
  private alike(all: readonly Members[]): Members[][] {
    const groups = new Map<string, Members[]>();
    for (const one of all) gather(groups, this.groupOf(one.first!), one);
    return [...groups.values()];
  }
}

/** A session with how many of its sources are still given, and the first of them. */
interface Members {
  readonly session: LedgerSession;
  readonly first?: PlanSource;
  readonly sources: number;
}

function bySize(a: Members, b: Members): number {
  return a.sources - b.sources || compare(a.session.key, b.session.key);
}
