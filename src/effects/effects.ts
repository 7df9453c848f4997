import { apart, EffectLimits, FilterState, MirrorState, SessionState } from './mirror-state';
import { gather } from '../net/gather';
import { ASSUMED_RATE } from '../catalog/behaviour';

/** Why a source is not mirrored for a while, though it is before and after. */
export enum InterruptionCause {
  /** The list of sources of its session changes: the provider takes all of them out, and puts the new list in. */
  LIST = 'list',
  /** Its session is destroyed and created again. */
  REPLACED = 'replaced',
  /** It goes from one session to another. */
  MOVED = 'moved',
  /** All rules of its filter are exchanged. */
  RULES = 'rules',
}

/** Why a source is no longer mirrored. */
export enum LossCause {
  /** Its session is destroyed. */
  REMOVED = 'removed',
  /** It leaves a session that stays. */
  LEFT = 'left',
  /** Its session is switched off. */
  SWITCHED_OFF = 'switchedOff',
  /** Its filter has no rule that accepts packets any more. */
  NO_RULES = 'noRules',
}

/** A source that is mirrored before and after, and not for a while between. */
export interface Interruption {
  readonly source: string;
  /** The session that it is in before. */
  readonly session: SessionState;
  readonly cause: InterruptionCause;
  /** How long at least, at the assumed rate. */
  readonly seconds: number;
  /** Whether another write may come between and make it longer: up to the length of the apply, or until the next one. */
  readonly mayLast: boolean;
}

/** A source that is mirrored before, and not after. */
export interface Loss {
  readonly source: string;
  readonly session: SessionState;
  readonly cause: LossCause;
}

/** A number or slot that one write frees and another uses. */
export enum RiskKind {
  PRIORITY = 'priority',
  SOURCE = 'source',
  TARGET = 'target',
  FILTER = 'filter',
  REGION = 'region',
  /** An interface is a target until now and a source from now on, or the other way round. */
  ROLE = 'role',
  /** A VNI on one target: nothing fails, but the copies of two sessions look alike for a while. */
  VNI = 'vni',
  /** Writes on one filter at the same time, which the service refuses and the provider repeats. */
  WRITES = 'writes',
  /** A priority that one rule of a filter frees and another rule takes. */
  RULE = 'rule',
  /** Room for the rules of a filter. */
  RULES = 'rules',
}

/** Risks that make no apply fail. */
export const PASSING_RISKS: readonly RiskKind[] = [RiskKind.VNI, RiskKind.WRITES];

/**
 * Something that is right before and after, and that the order of the writes of one apply decides: Terraform orders
 * neither. In two applies nothing can go wrong: first what frees, then what takes.
 */
export interface OrderRisk {
  readonly kind: RiskKind;
  /** The number, source, target, filter or region that is freed and taken. */
  readonly what: string;
  /** Frees it. Nothing if it is room that several free. */
  readonly frees?: Holder;
  readonly takes?: Holder;
  /** The resources that write on a filter at the same time. */
  readonly writers?: readonly string[];
  /** The filter and direction of the rules, if rules free and take it. */
  readonly rulesOf?: RuleList;
}

/** A session, or a filter rule, which has no target. */
export type Holder = Pick<SessionState, 'id' | 'name' | 'target'>;

/** The rules of one direction of a filter. */
export interface RuleList {
  readonly filter: string;
  readonly direction: 'inbound' | 'outbound';
}

/** A part of a change that frees or takes a number or slot. */
export interface OrderStep {
  readonly kind: RiskKind;
  readonly what: string;
  /** Frees or takes it. Undefined if it is room that several sessions share. */
  readonly holder?: Holder;
}

/** The same change in two applies, in which no order of writes fails. */
export interface TwoApplies {
  /** Freed by the first apply. A session that takes something too keeps a free number or no source until the second one. */
  readonly frees: readonly OrderStep[];
  readonly takes: readonly OrderStep[];
}

/** A session that is in place before and after, and differs. */
export interface SessionChange {
  readonly before: SessionState;
  readonly after: SessionState;
  readonly replaced: boolean;
  /** The list of sources differs. */
  readonly relisted: boolean;
  /** Another target, filter, priority, VNI or switch: one call in place, which interrupts nobody who stays on. */
  readonly updated: boolean;
}

/** The effects of a change on all mirrored sources. */
export interface MirrorEffects {
  readonly created: readonly SessionState[];
  readonly removed: readonly SessionState[];
  readonly changed: readonly SessionChange[];
  readonly interruptions: readonly Interruption[];
  readonly losses: readonly Loss[];
  readonly risks: readonly OrderRisk[];
  /** How to avoid the risks. Undefined if there is none. */
  readonly steps?: TwoApplies;
  /** Write calls on sessions. */
  readonly calls: number;
  /** How long they take at the assumed rate. */
  readonly applySeconds: number;
}

/**
 * The effects of one apply: which sources are interrupted or lost and for how long, and which results the
 * order of its writes decides. It reads no files. The same input gives the same effects.
 */
export function effectsOf(before: MirrorState, after: MirrorState, limits: EffectLimits | LimitsOfRegion = {}): MirrorEffects {
  return new Effects(before, after, typeof limits === 'function' ? limits : () => limits).all();
}

/** The two applies in place of one with these risks. */
export function twoApplies(risks: readonly OrderRisk[]): TwoApplies {
  return {
    frees: risks.map(({ kind, what, frees: holder }) => ({ kind, what, holder })),
    takes: risks.map(({ kind, what, takes: holder }) => ({ kind, what, holder })),
  };
}

/** The limits of a region, or of a session whose region is unknown. */
export type LimitsOfRegion = (region?: string) => EffectLimits;

/** A session that moves to another stack is one that is destroyed and one that is created. */
function isOther(a: SessionState, b: SessionState): boolean {
  return a.stack !== undefined && b.stack !== undefined && a.stack !== b.stack;
}

function differs<T>(a: T | undefined, b: T | undefined): boolean {
  return a !== undefined && b !== undefined && a !== b;
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a === b || (a.length === b.length && a.every((x, i) => x === b[i]));
}

class Effects {
  private readonly created: SessionState[] = [];
  private readonly removed: SessionState[] = [];
  private readonly changed: SessionChange[] = [];
  /** Sessions that stay as they are. */
  private readonly still: SessionState[] = [];
  private readonly holders: readonly SessionState[];
  private readonly filters: FilterChanges;

  constructor(before: MirrorState, after: MirrorState, private readonly limits: LimitsOfRegion) {
    this.holders = [...before.holders ?? []];
    const was = new Map<string, SessionState>();
    for (const session of before.sessions) was.set(session.id, session);
    for (const now of after.sessions) {
      const old = was.get(now.id);
      if (!old || isOther(old, now)) {
        this.created.push(now);
        continue;
      }
      was.delete(now.id);
      this.compare(old, now);
    }
    this.removed.push(...was.values());
    this.filters = new FilterChanges(before.filters, after.filters);
  }

  public all(): MirrorEffects {
    const { created, removed, changed } = this;
    const { secondsPerCall, callsToCreate, callsToExchange, callsToMove, callsToDelete, parallelism } = ASSUMED_RATE;
    const perChange = ({ replaced, relisted, updated }: SessionChange) => replaced
      ? callsToDelete + callsToCreate : (relisted ? callsToExchange : 0) + (updated ? callsToMove : 0);
    const calls = callsToCreate * created.length + callsToDelete * removed.length + changed.reduce((sum, c) => sum + perChange(c), 0);
    const risks = this.risks();
    const { interruptions, losses } = this.sources(new Set(risks.flatMap(({ takes }) => takes ? [takes.id] : [])));
    return {
      created,
      removed,
      changed,
      interruptions,
      losses,
      risks,
      ...risks.length > 0 && { steps: twoApplies(risks) },
      calls,
      applySeconds: Math.ceil(calls * secondsPerCall / parallelism),
    };
  }

  private compare(before: SessionState, after: SessionState): void {
    if (before === after) {
      this.still.push(after);
      return;
    }
    const replaced = after.replaced === true || differs(before.packetLength, after.packetLength);
    const relisted = !sameList(before.sources, after.sources);
    const updated = (['target', 'filter', 'priority', 'vni'] as const).some((name) => differs<unknown>(before[name], after[name]))
      // One of which it is not known is on as long as it counts.
      || (before.enabled ?? true) !== (after.enabled ?? true);
    if (replaced || relisted || updated) this.changed.push({ before, after, replaced, relisted, updated });
    else this.still.push(after);
  }

  /**
   * Who was mirrored and is not for a while, or no longer.
   *
   * @param risky sessions whose writes may fail after their sources were taken out
   */
  private sources(risky: ReadonlySet<string>): Pick<MirrorEffects, 'interruptions' | 'losses'> {
    const shaken = this.shaken();
    if (shaken.size === 0) return { interruptions: [], losses: [] };
    this.settle(shaken);
    const interruptions: Interruption[] = [];
    const losses: Loss[] = [];
    for (const [source, { session, cause, loss, kept, seconds, mayLast }] of shaken) {
      if (kept === 'always') continue;
      if (kept) {
        interruptions.push({
          source,
          session,
          cause: kept === 'elsewhere' ? InterruptionCause.MOVED : cause!,
          seconds,
          mayLast: mayLast || kept === 'elsewhere' || risky.has(session.id),
        });
      } else if (loss) {
        losses.push({ source, session, cause: loss });
      }
    }
    return { interruptions, losses };
  }

  /** Sources whose session changes in a way that stops their copies, if only for a moment. */
  private shaken(): Map<string, Shaken> {
    const { secondsPerCall, callsToExchange, callsToDelete, callsToCreate } = ASSUMED_RATE;
    const found = new Map<string, Shaken>();
    const add = (source: string, shaken: Shaken) => {
      // With several sessions it is the effect on the first of them. Whether another one keeps running is decided later.
      if (!found.has(source)) found.set(source, shaken);
    };
    const recreated = (callsToDelete + callsToCreate) * secondsPerCall;
    for (const session of this.removed) {
      if (session.enabled === false) continue;
      for (const source of session.sources) add(source, { session, loss: LossCause.REMOVED, seconds: recreated, mayLast: true });
    }
    for (const { before, after, replaced, relisted } of this.changed) {
      if (before.enabled === false) continue;
      const there = new Set(after.sources);
      const off = after.enabled === false;
      if (!replaced && !relisted && !off) continue;
      const cause = replaced ? InterruptionCause.REPLACED : InterruptionCause.LIST;
      const seconds = replaced ? recreated : callsToExchange * secondsPerCall;
      for (const source of before.sources) {
        const stays = there.has(source) && !off;
        add(source, {
          session: before, cause, seconds: stays ? seconds : recreated, mayLast: !stays || replaced,
          ...stays ? { kept: 'here' as const } : { loss: off && there.has(source) ? LossCause.SWITCHED_OFF : LossCause.LEFT },
        });
      }
    }
    // If a source may be in one session only, it leaves the one that holds it before it joins another.
    for (const session of this.holders) {
      if (session.enabled === false || (this.limitsOf(session).sessionsPerSource ?? 1) > 1) continue;
      for (const source of session.sources) add(source, { session, seconds: recreated, mayLast: true });
    }
    if (this.filters.any) this.shakenByRules(add);
    return found;
  }

  private shakenByRules(add: (source: string, shaken: Shaken) => void): void {
    const stays: [SessionState, SessionState][] = [
      ...this.still.map((s): [SessionState, SessionState] => [s, s]),
      ...this.changed.map((c): [SessionState, SessionState] => [c.before, c.after]),
    ];
    for (const [session, now] of stays) {
      if (session.enabled === false || session.filter === undefined || this.filters.copiedNothing(session.filter)) continue;
      const effect = this.filters.of(session.filter);
      const bare = this.filters.isBare(now.filter ?? session.filter);
      if (!effect && !bare) continue;
      for (const source of session.sources) {
        if (bare) add(source, { session, loss: LossCause.NO_RULES, seconds: 0, mayLast: true });
        else add(source, { session, cause: InterruptionCause.RULES, kept: 'here', seconds: ASSUMED_RATE.secondsPerCall, mayLast: true });
      }
    }
  }

  /** Looks for each of them in the sessions that there are afterwards. */
  private settle(shaken: Map<string, Shaken>): void {
    const gained = (session: SessionState, before?: SessionState) => {
      if (session.enabled === false) return;
      const already = before && before.enabled !== false ? new Set(before.sources) : undefined;
      for (const source of session.sources) {
        const found = shaken.get(source);
        if (found && !found.kept && !already?.has(source)) found.kept = 'elsewhere';
      }
    };
    for (const session of this.created) gained(session);
    for (const { before, after } of this.changed) gained(after, before);
    // Another session can keep running only if a source may be in several sessions.
    if ([...shaken.values()].every(({ session }) => (this.limitsOf(session).sessionsPerSource ?? Infinity) <= 1)) return;
    const goesOn = (session: SessionState) => {
      if (session.enabled === false
        || (session.filter !== undefined && (this.filters.of(session.filter) || this.filters.isBare(session.filter)))) {
        return;
      }
      for (const source of session.sources) {
        const found = shaken.get(source);
        if (found && found.session.id !== session.id) found.kept = 'always';
      }
    };
    this.still.forEach(goesOn);
    for (const { before, after, replaced, relisted } of this.changed) {
      if (!replaced && !relisted && before.enabled !== false && after.enabled !== false) goesOn(after);
    }
  }

  private limitsOf({ scope }: SessionState): EffectLimits {
    return this.limits(scope?.region);
  }

  private risks(): OrderRisk[] {
    // Only a number or place that one session frees and another takes depends on their order.
    if (this.leaving.length === 0 || this.coming.length === 0) return [];
    return [...this.priorities(), ...this.joined(), ...this.roles(), ...this.vnis(), ...this.rooms()];
  }

  /** Sessions before that go, may go or change, and after that come or change. */
  private get leaving(): SessionState[] {
    return [...this.removed, ...this.holders, ...this.changed.map(({ before }) => before)];
  }

  private get coming(): SessionState[] {
    return [...this.created, ...this.changed.map(({ after }) => after)];
  }

  private priorities(): OrderRisk[] {
    /** One session of each account and region: several hold a priority only if they are apart. */
    const held = new Map<number, Map<string, SessionState>>();
    for (const session of this.leaving) {
      if (session.priority === undefined) continue;
      const holders = held.get(session.priority) ?? new Map<string, SessionState>();
      held.set(session.priority, holders.set(`${session.scope?.account} ${session.scope?.region}`, session));
    }
    return this.coming.flatMap((takes) => {
      const holders = takes.priority === undefined ? undefined : held.get(takes.priority);
      const frees = [...holders?.values() ?? []].find((one) => (one.id !== takes.id || isOther(one, takes)) && !apart(one, takes));
      return frees ? [{ kind: RiskKind.PRIORITY, what: String(takes.priority), frees, takes }] : [];
    });
  }

  /** Sources that leave a session and join another, if the quota allows no moment in both. */
  private joined(): OrderRisk[] {
    const left = new Map<string, SessionState[]>();
    const nowOf = new Map(this.changed.map(({ after }) => [after.id, after]));
    for (const session of this.leaving) {
      const now = nowOf.get(session.id);
      const stays = now && !isOther(now, session) ? new Set(now.sources) : undefined;
      for (const source of session.sources) if (!stays?.has(source)) gather(left, source, session);
    }
    if (left.size === 0) return [];
    const joins = new Map<string, SessionState[]>();
    const beforeOf = new Map(this.changed.map(({ before }) => [before.id, before]));
    for (const session of this.coming) {
      const old = beforeOf.get(session.id);
      const already = old && !isOther(old, session) ? new Set(old.sources) : undefined;
      for (const source of session.sources) if (left.has(source) && !already?.has(source)) gather(joins, source, session);
    }
    if (joins.size === 0) return [];
    const staying = new Map<string, number>();
    const allowed = (session: SessionState): number => this.limitsOf(session).sessionsPerSource ?? 1;
    if ([...joins.values()].flat().some((session) => allowed(session) > 1)) {
      const count = (session: SessionState, also: readonly string[]) => {
        const there = new Set(also);
        for (const source of session.sources) {
          if (joins.has(source) && there.has(source)) staying.set(source, (staying.get(source) ?? 0) + 1);
        }
      };
      for (const session of this.still) count(session, session.sources);
      for (const { before, after } of this.changed) count(before, after.sources);
    }
    return [...joins].flatMap(([source, takers]) => {
      const holders = left.get(source)!;
      if (holders.length + takers.length + (staying.get(source) ?? 0) <= allowed(takers[0])) return [];
      return takers.map((takes) => ({ kind: RiskKind.SOURCE, what: source, frees: holders[0], takes }));
    });
  }

  private roles(): OrderRisk[] {
    const targets = new Map<string, SessionState>();
    for (const session of this.leaving) if (session.target !== undefined) targets.set(session.target, session);
    const found = new Map<string, OrderRisk>();
    const beforeOf = new Map(this.changed.map(({ before }) => [before.id, before]));
    for (const takes of this.coming) {
      const old = beforeOf.get(takes.id);
      for (const what of takes.sources) {
        const frees = targets.get(what);
        if (frees && !old?.sources.includes(what)) found.set(`source ${what}`, { kind: RiskKind.ROLE, what, frees, takes });
      }
    }
    const used = new Map<string, SessionState>();
    for (const takes of this.coming) {
      if (takes.target !== undefined && beforeOf.get(takes.id)?.target !== takes.target) used.set(takes.target, takes);
    }
    if (used.size > 0) {
      for (const frees of this.leaving) {
        for (const what of frees.sources) {
          const takes = used.get(what);
          if (takes) found.set(`target ${what}`, { kind: RiskKind.ROLE, what, frees, takes });
        }
      }
    }
    return [...found.values()];
  }

  private vnis(): OrderRisk[] {
    const at = ({ vni, target }: SessionState) => vni === undefined || target === undefined ? undefined : `${vni} ${target}`;
    const held = new Map<string, SessionState>();
    for (const session of this.leaving) {
      const place = at(session);
      if (place !== undefined) held.set(place, session);
    }
    return this.coming.flatMap((takes) => {
      const place = at(takes);
      const frees = place === undefined ? undefined : held.get(place);
      return frees && frees.id !== takes.id ? [{ kind: RiskKind.VNI, what: `${takes.vni}`, frees, takes }] : [];
    });
  }

  /** Quotas that hold before and after, and that old and new together may break on the way. */
  private rooms(): OrderRisk[] {
    const targets = new Peaks((place, region) => this.limits(region).target?.(place));
    const filters = new Peaks((_, region) => this.limits(region).sessionsPerFilter);
    const region = new Peaks((_, of) => this.limits(of).sessionsPerRegion);
    const load = (session: SessionState) => (this.limitsOf(session).targetUnit ?? 'sessions') === 'sessions' ? 1 : session.sources.length;
    const moves = this.moves();
    const regions = new Regions(moves);
    for (const [before, after] of moves) {
      const at = (after ?? before)!.scope?.region;
      targets.add(before?.target, before && load(before), after?.target, after && load(after), at);
      filters.add(before?.filter, before && 1, after?.filter, after && 1, at);
      for (const [place, of] of regions.of((after ?? before)!)) region.add(before && place, before && 1, after && place, after && 1, of);
      // The provider sends a session to its new target before it takes any source out.
      if (before && after && before.target !== after.target && load(before) > load(after)) {
        targets.onTheWay(after.target, load(before) - load(after));
      }
    }
    return [
      ...targets.risky().map(([what]) => ({ kind: RiskKind.TARGET, what })),
      ...filters.risky().map(([what]) => ({ kind: RiskKind.FILTER, what })),
      ...region.risky().map(([, { region: what = 'sessions' }]) => ({ kind: RiskKind.REGION, what })),
    ];
  }

  /** All sessions before and after. */
  private moves(): [SessionState | undefined, SessionState | undefined][] {
    return [
      ...this.still.map((session): [SessionState, SessionState] => [session, session]),
      ...this.changed.map(({ before, after }): [SessionState, SessionState] => [before, after]),
      ...this.removed.map((session): [SessionState, undefined] => [session, undefined]),
      ...this.created.map((session): [undefined, SessionState] => [undefined, session]),
    ];
  }
}

/** The accounts and regions of sessions. A session whose region is unknown counts in each of them. */
class Regions {
  private readonly all = new Map<string, string | undefined>();

  constructor(moves: readonly (readonly [SessionState | undefined, SessionState | undefined])[]) {
    for (const [before, after] of moves) {
      const { scope } = (after ?? before)!;
      if (scope?.region !== undefined) this.all.set(`${scope.region} ${scope.account}`, scope.region);
    }
    if (this.all.size === 0) this.all.set('sessions', undefined);
  }

  public of({ scope }: SessionState): Iterable<[string, string | undefined]> {
    return scope?.region === undefined ? this.all : [[`${scope.region} ${scope.account}`, scope.region]];
  }
}

/** A source that loses its session, or is out of it for a while. */
interface Shaken {
  readonly session: SessionState;
  readonly cause?: InterruptionCause;
  readonly loss?: LossCause;
  readonly seconds: number;
  readonly mayLast: boolean;
  /** Whether it is mirrored afterwards: in the same session, in another, or without a break by one that goes on. */
  kept?: 'here' | 'elsewhere' | 'always';
}

/** Loads of places before, after and at the worst moment between. */
class Peaks {
  private readonly loads = new Map<string, Load>();

  /** @param limitOf the limit of a place in a region */
  constructor(private readonly limitOf: (place: string, region?: string) => number | undefined) {}

  public add(
    from: string | undefined, before: number | undefined, to: string | undefined, after: number | undefined, region?: string,
  ): void {
    if (from !== undefined && from === to) {
      const place = this.at(from, region);
      place.before += before ?? 0;
      place.after += after ?? 0;
      place.most += Math.max(before ?? 0, after ?? 0);
      return;
    }
    if (from !== undefined) {
      const place = this.at(from, region);
      place.before += before ?? 0;
      place.most += before ?? 0;
    }
    if (to !== undefined) {
      const place = this.at(to, region);
      place.after += after ?? 0;
      place.most += after ?? 0;
    }
  }

  public onTheWay(to: string | undefined, more: number): void {
    if (to !== undefined) this.at(to).most += more;
  }

  /** Places that keep their limit before and after, and may break it between. */
  public risky(): [string, Load][] {
    return [...this.loads].filter(([place, { before, after, most, region }]) => {
      const limit = this.limitOf(place, region) ?? Infinity;
      return most > limit && after <= limit && most > before;
    });
  }

  private at(place: string, region?: string): Load {
    let loads = this.loads.get(place);
    if (!loads) this.loads.set(place, loads = { before: 0, after: 0, most: 0 });
    loads.region ??= region;
    return loads;
  }
}

interface Load {
  before: number;
  after: number;
  most: number;
  region?: string;
}

/** What becomes of the rules of filters. */
class FilterChanges {
  /** Filters of which no rule stays. */
  private readonly exchanged = new Set<string>();
  private readonly bare = new Set<string>();
  /** Filters without rules before. */
  private readonly silent = new Set<string>();

  constructor(before: Iterable<FilterState> = [], after: Iterable<FilterState> = []) {
    const now = new Map<string, FilterState>();
    for (const filter of after) {
      now.set(filter.id, filter);
      if (filter.rules.length === 0) this.bare.add(filter.id);
    }
    for (const { id, rules } of before) {
      const then = now.get(id);
      const left = new Set(then?.rules ?? []);
      if (rules.length > 0 && !rules.some((rule) => left.has(rule))) this.exchanged.add(id);
      if (rules.length === 0) this.silent.add(id);
    }
  }

  public get any(): boolean {
    return this.exchanged.size + this.bare.size > 0;
  }

  public of(filter: string): boolean {
    return this.exchanged.has(filter);
  }

  public isBare(filter: string): boolean {
    return this.bare.has(filter);
  }

  /** Of a session with such a filter nothing was copied that could be lost. */
  public copiedNothing(filter: string): boolean {
    return this.silent.has(filter);
  }
}
