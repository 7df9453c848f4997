import { nameKind, NAME_KINDS, NameKind, tally } from './counting';
import { MirrorModel, ScopeGroup, SessionModel } from '../model/mirror-model';
import { Identity } from '../model/reference';
import { StackModel } from '../model/stack-model';
import { gather } from '../net/gather';

/**
 * The priorities that the sessions of two accounts and regions share, if both may turn out to be the same. For each of the two the
 * priorities, with a stack that uses them.
 */
export function sharedPriorities(model: MirrorModel): ReadonlyMap<ScopeGroup, ReadonlyMap<number, StackModel>> {
  const shared = new Map<ScopeGroup, Map<number, StackModel>>();
  const pairs = model.possiblySame();
  if (pairs.length === 0) return shared;
  const byPriority = new Map(model.groups.map((group) => [group, stacksByPriority(group)] as const));
  const add = (group: ScopeGroup, priority: number, stack: StackModel): void => {
    let own = shared.get(group);
    if (!own) shared.set(group, own = new Map());
    own.set(priority, stack);
  };
  for (const [a, b] of pairs) {
    const there = byPriority.get(a)!;
    for (const [priority, stack] of byPriority.get(b)!) {
      const other = there.get(priority);
      if (!other) continue;
      add(a, priority, other);
      add(b, priority, stack);
    }
  }
  return shared;
}

function stacksByPriority({ sessions }: ScopeGroup): Map<number, StackModel> {
  const stacks = new Map<number, StackModel>();
  for (const { priority, stack } of sessions) if (priority !== undefined) stacks.set(priority, stack);
  return stacks;
}

/** A way to use an interface, target or filter. */
export type Use = 'bySource' | 'byTarget' | 'byFilter';

/** The sessions of an account and region by the kinds of name that they use, and their stacks. */
class Named {
  public readonly sessions: Record<NameKind, Set<SessionModel>> = { literal: new Set(), managed: new Set(), opaque: new Set() };
  public readonly stacks: Record<NameKind, Set<StackModel>> = { literal: new Set(), managed: new Set(), opaque: new Set() };

  constructor(uses: ReadonlyMap<Identity, readonly SessionModel[]>) {
    for (const [identity, sessions] of uses) {
      const kind = nameKind(identity);
      for (const session of sessions) {
        this.sessions[kind].add(session);
        this.stacks[kind].add(session.stack);
      }
    }
  }
}

/** The kinds of name under which a thing may occur in addition to a name of one kind. Two expressions may mean one thing. */
const OTHER_NAMES: Record<NameKind, readonly NameKind[]> = {
  literal: ['managed', 'opaque'], managed: ['literal', 'opaque'], opaque: NAME_KINDS,
};

/** The accounts and regions of an app that may turn out to be the same. */
export class PerhapsSame {
  /** The same object for all checks of a model. */
  public static of(model: MirrorModel): PerhapsSame {
    let found = perModel.get(model);
    if (!found) perModel.set(model, found = new PerhapsSame(model));
    return found;
  }

  private readonly others = new Map<ScopeGroup, Set<ScopeGroup>>();
  private readonly users = new Map<Use, Map<Identity, ScopeGroup[]>>();
  private readonly named = new Map<Use, Map<ScopeGroup, Named>>();

  private constructor(model: MirrorModel) {
    for (const [a, b] of model.possiblySame()) {
      for (const [one, other] of [[a, b], [b, a]]) this.others.set(one, (this.others.get(one) ?? new Set()).add(other));
    }
  }

  public hasOthers(group: ScopeGroup): boolean {
    return this.others.has(group);
  }

  /** Whether two different accounts and regions may be the same. */
  public mayBe(group: ScopeGroup, other: ScopeGroup): boolean {
    return this.others.get(group)?.has(other) === true;
  }

  /** An account and region, and those that may be the same. */
  public together(group: ScopeGroup): readonly ScopeGroup[] {
    return [group, ...this.others.get(group) ?? []];
  }

  /** The sessions of other accounts and regions that may be the same, if they use an interface, target or filter. */
  public elsewhere(group: ScopeGroup, use: Use, identity: Identity): SessionModel[] {
    const others = this.others.get(group);
    if (!others) return [];
    const using = this.usersOf(use).get(identity);
    return using ? using.filter((other) => others.has(other)).flatMap((other) => other[use].get(identity)!) : [];
  }

  /** The number of sessions of an account and region that use a thing, or may use it under another name. */
  public mayUse(group: ScopeGroup, use: Use, identity: Identity): number {
    const exact = group[use].get(identity) ?? NONE;
    const { sessions } = this.namedOf(group, use);
    const others = OTHER_NAMES[nameKind(identity)].map((kind) => sessions[kind]).filter(({ size }) => size > 0);
    if (others.length === 0) return exact.length;
    if (others.length === 1) return others[0].size + exact.filter((s) => !others[0].has(s)).length;
    return new Set([...exact, ...others.flatMap((of) => [...of])]).size;
  }

  /** The stacks of other accounts and regions that may be the same, if they use a thing, or may use it under another name. */
  public stacksOf(group: ScopeGroup, use: Use, identity: Identity): Set<StackModel> {
    const stacks = new Set(this.elsewhere(group, use, identity).map(({ stack }) => stack));
    for (const other of this.others.get(group) ?? NONE) {
      const named = this.namedOf(other, use).stacks;
      for (const kind of OTHER_NAMES[nameKind(identity)]) for (const stack of named[kind]) stacks.add(stack);
    }
    return stacks;
  }

  private namedOf(group: ScopeGroup, use: Use): Named {
    let byGroup = this.named.get(use);
    if (!byGroup) this.named.set(use, byGroup = new Map());
    let named = byGroup.get(group);
    if (!named) byGroup.set(group, named = new Named(group[use]));
    return named;
  }

  /** The accounts and regions with each interface, target or filter. */
  private usersOf(use: Use): ReadonlyMap<Identity, readonly ScopeGroup[]> {
    let users = this.users.get(use);
    if (!users) {
      this.users.set(use, users = new Map());
      for (const group of this.others.keys()) for (const identity of group[use].keys()) gather(users, identity, group);
    }
    return users;
  }

  /**
   * The largest number in an account and region, together with those that may be the same. It is at most one of those that certainly
   * differ from each other.
   */
  public most(group: ScopeGroup, count: (one: ScopeGroup) => number): number {
    let sum = count(group);
    const known = new Map<string, number>();
    for (const other of this.others.get(group) ?? []) {
      const { account, region, key } = other.scope;
      if (account.kind === 'uid' && region !== undefined) known.set(key, (known.get(key) ?? 0) + count(other));
      else sum += count(other);
    }
    return sum + Math.max(0, ...known.values());
  }
}

const NONE: readonly never[] = [];
const perModel = new WeakMap<MirrorModel, PerhapsSame>();

/** The sessions of an account and region, and of those that may be the same. */
export function mostSessions(model: MirrorModel, group: ScopeGroup): number {
  return PerhapsSame.of(model).most(group, ({ sessions }) => tally(sessions).atLeast);
}

/** The filters of an account and region, and of those that may be the same. */
export function mostFilters(model: MirrorModel, group: ScopeGroup): number {
  return PerhapsSame.of(model).most(group, ({ filters }) => tally(filters).atLeast);
}
