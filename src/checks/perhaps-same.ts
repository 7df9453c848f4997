import { tally } from './counting';
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

const perModel = new WeakMap<MirrorModel, PerhapsSame>();

/** The sessions of an account and region, and of those that may be the same. */
export function mostSessions(model: MirrorModel, group: ScopeGroup): number {
  return PerhapsSame.of(model).most(group, ({ sessions }) => tally(sessions).atLeast);
}

/** The filters of an account and region, and of those that may be the same. */
export function mostFilters(model: MirrorModel, group: ScopeGroup): number {
  return PerhapsSame.of(model).most(group, ({ filters }) => tally(filters).atLeast);
}
