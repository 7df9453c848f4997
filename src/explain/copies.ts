import { MirroredInterface, tried } from './interfaces';
import { NEVER_MIRRORED } from '../catalog/never-mirrored';
import { acceptance, Acceptance } from '../checks/accepted';
import { FilterRules, filterRules } from '../checks/filter-rules';
import { modelRules } from '../checks/model-rules';
import { Direction, MirrorModel, SessionModel } from '../model/mirror-model';
import { Identity } from '../model/reference';
import { PacketSet } from '../net/packet-set';

/** What a filter does in one direction, as far as its rules are known. */
interface Effect extends Acceptance {
  /** Packets that a rule surely matches, and those that one may match. */
  readonly matched: PacketSet;
  readonly perhapsMatched: PacketSet;
}

/** Which packets the sessions of interfaces copy. Filters and lists of sessions that many interfaces share are looked at once. */
export class Copies {
  private readonly filters: ReadonlyMap<Identity, FilterRules>;
  private readonly effects = new Map<string, Effect>();
  private readonly lists = new Map<string, Acceptance>();

  constructor(model: MirrorModel) {
    this.filters = new Map(filterRules(model).map((f) => [f.identity, f]));
  }

  /** Of all packets that an interface receives or sends, those that its sessions copy. Equal lists of sessions give one object. */
  public of({ sessions }: Pick<MirroredInterface, 'sessions'>, direction: Direction): Acceptance {
    const order = tried(sessions);
    const list = order ?? sessions;
    const key = JSON.stringify([direction, order !== undefined, ...list.map((s) => [s.filter ?? s.path, s.enabled])]);
    let copies = this.lists.get(key);
    if (!copies) this.lists.set(key, copies = order ? this.byPriority(order, direction) : this.inAnyOrder(list, direction));
    return copies;
  }

  private byPriority(sessions: readonly SessionModel[], direction: Direction): Acceptance {
    let [sure, perhaps] = [PacketSet.EMPTY, PacketSet.EMPTY];
    /** Packets that no earlier session matches, for sure or perhaps. */
    let [left, perhapsLeft] = [PacketSet.ALL, PacketSet.ALL];
    for (const session of sessions) {
      const effect = this.effectOf(session, direction);
      const on = session.enabled === true;
      if (on) sure = sure.union(left.intersect(effect.sure));
      perhaps = perhaps.union(perhapsLeft.intersect(effect.perhaps));
      left = left.minus(effect.perhapsMatched);
      if (on) perhapsLeft = perhapsLeft.minus(effect.matched);
    }
    return { sure: sure.minus(NEVER_MIRRORED), perhaps: perhaps.minus(NEVER_MIRRORED) };
  }

  private inAnyOrder(sessions: readonly SessionModel[], direction: Direction): Acceptance {
    const all = sessions.map((session) => this.effectOf(session, direction).perhaps);
    return { sure: PacketSet.EMPTY, perhaps: PacketSet.unionOf(all).minus(NEVER_MIRRORED) };
  }

  private effectOf({ filter, path }: SessionModel, direction: Direction): Effect {
    const key = `${direction} ${filter ?? path}`;
    let effect = this.effects.get(key);
    if (!effect) this.effects.set(key, effect = effectOf(filter === undefined ? undefined : this.filters.get(filter), direction));
    return effect;
  }
}

function effectOf(filter: FilterRules | undefined, direction: Direction): Effect {
  const rules = filter && !filter.openEnded ? modelRules(filter.rules, direction) : undefined;
  if (!rules) return { sure: PacketSet.EMPTY, perhaps: PacketSet.ALL, matched: PacketSet.EMPTY, perhapsMatched: PacketSet.ALL };
  return {
    ...acceptance(filter!, direction),
    matched: PacketSet.ofBoxes(rules.filter((r) => r.certain).map((r) => r.box)), perhapsMatched: PacketSet.ofBoxes(rules.map((r) => r.box)),
  };
}
