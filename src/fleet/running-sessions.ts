import type { LedgerSession, LedgerSource } from './ledger-content';
import type { FleetPlan, PlanInput } from './plan-input';

/** A source that left the fleet can be written only if its key is an interface id. */
const ENI = /^eni-/;

/** Decides which sources stay in recorded sessions. */
export class RunningSessions {
  public readonly gone: string[] = [];
  public readonly kept: string[] = [];
  public readonly changed: FleetPlan['changed'][number][] = [];
  public readonly switchedOff: FleetPlan['switchedOff'][number][] = [];
  /** How many of the fleet's sources have a session. */
  public placed = 0;

  constructor(private readonly input: PlanInput) {}

  /** The session with the sources that stay. Undefined if none stays. */
  public staying(session: LedgerSession): LedgerSession | undefined {
    const { sources } = this.input;
    const there = session.sources.filter(({ key }) => sources.has(key));
    const gone = session.sources.length === there.length ? NONE : session.sources.filter(({ key }) => !sources.has(key));
    this.placed += there.length;
    this.gone.push(...gone.map(({ key }) => key));
    if (there.length === 0) return undefined;
    const kept = this.keepsGone ? gone.filter((s) => s.id !== undefined || ENI.test(s.key)) : NONE;
    this.kept.push(...kept.map(({ key }) => key));
    const leaving = new Set(gone.filter((s) => !kept.includes(s)));
    const others = session.sources.length - leaving.size - 1;
    const now = session.sources.filter((s) => !leaving.has(s)).map((s) => sources.has(s.key) ? this.identified(s, others) : s);
    const same = now.length === session.sources.length && now.every((s, i) => s === session.sources[i]);
    const off = this.isOff(session, there);
    const recent = session.sinceCompaction && this.input.compaction > 0;
    if (same && off === (session.off ?? false) && recent === session.sinceCompaction) return session;
    const { off: _, sinceCompaction: __, ...rest } = session;
    return {
      ...rest, sources: same ? session.sources : now, ...off && { off: true as const }, ...recent && { sinceCompaction: true as const },
    };
  }

  /** Empties a session for a compaction. Its sources are out of any session until the next run. */
  public park({ sources }: LedgerSession, parked: Set<string>): void {
    for (const { key } of sources) {
      if (this.input.sources.has(key)) parked.add(key);
      else this.gone.push(key);
    }
  }

  /**
   * Whether removed sources stay. Removing a source interrupts the others of its session. A frozen run keeps it, because its
   * inventory may be of another time. The next run would then add the source again and interrupt the others again.
   */
  private get keepsGone(): boolean {
    return this.input.deferRemovals || this.input.ledger.frozen;
  }

  /** The recorded source with the interface that its key has now. */
  private identified(source: LedgerSource, others: number): LedgerSource {
    const { key } = source;
    const before = source.id ?? (ENI.test(key) ? key : undefined);
    const after = this.input.sources.get(key)!.id ?? before;
    if (after === before) return source;
    if (before !== undefined) this.changed.push({ key, before, after: after!, others });
    return after === key ? { key, order: source.order } : { key, order: source.order, id: after };
  }

  private isOff(session: LedgerSession, there: readonly LedgerSource[]): boolean {
    // An adopted session sets `enabled` separately.
    if (this.input.ledger.adopted.has(session.key)) return false;
    const without = there.filter(({ key }) => !this.input.sources.get(key)!.on).map(({ key }) => key);
    if (without.length > 0 && without.length < there.length) {
      const off = new Set(without);
      this.switchedOff.push({ session, without, others: there.map(({ key }) => key).filter((key) => !off.has(key)) });
    }
    return without.length > 0;
  }
}

const NONE: readonly LedgerSource[] = [];
