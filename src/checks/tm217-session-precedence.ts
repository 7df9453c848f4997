import { acceptance } from './accepted';
import { check } from './check';
import { DIRECTIONS, FilterRules, filterRules, knownRules, packetWords } from './filter-rules';
import { modelRules } from './model-rules';
import { aboutPart } from './outcomes';
import { MirrorQuotaName } from '../catalog/mirror-quota';
import { NEVER_MIRRORED } from '../catalog/never-mirrored';
import { Direction, SessionModel } from '../model/mirror-model';
import { Identity } from '../model/reference';
import { Packet } from '../net/packet';
import { PacketSet } from '../net/packet-set';
import { label } from '../texts/names';

/** For a source in several sessions, the first session with a rule for a packet decides. No session is hidden by the others. */
export const TM217 = check('TM217', {
  run(model, facts, outcomes) {
    // If the edition allows one session per source, TM301 reports the second one.
    if (facts.catalog.quota(MirrorQuotaName.SESSIONS_PER_SOURCE).limit! < 2) return;
    const rules = new Map(filterRules(model).map((f) => [f.identity, f]));
    for (const group of model.groups) {
      const known = new Map<string, Precedence>();
      for (const [source, sessions] of group.bySource) {
        if (sessions.length < 2) continue;
        const ordered = inOrder(sessions);
        if (!ordered) continue;
        // Thousands of sources have the same few filters in the same order.
        const key = ordered.map((s) => s.filter).join('\n');
        let hidden = known.get(key);
        if (!hidden) known.set(key, hidden = hiddenOf(rules, ordered));
        outcomes.pass(ordered[0], hidden.copying);
        for (const { session, winners, packet } of hidden.sessions) {
          outcomes.warn(aboutPart(model, ordered[session], source), 'hidden', {
            source: model.nameOf(source), winners: winners.map((w) => label(ordered[w].path)), packet: packetWords(packet),
          });
        }
      }
    }
  },
});

/** The sessions that are on, by priority. Undefined if a value that decides is unknown. TM304 reports equal priorities. */
function inOrder(sessions: readonly SessionModel[]): (SessionModel & { filter: Identity })[] | undefined {
  const on = sessions.filter((s) => s.enabled === true);
  if (on.length < 2 || on.some((s) => s.priority === undefined || s.filter === undefined || s.block.copies !== 1)) return undefined;
  const ordered = [...on].sort((a, b) => a.priority! - b.priority!);
  return ordered.some((s, i) => i > 0 && s.priority === ordered[i - 1].priority)
    ? undefined
    : ordered as (SessionModel & { filter: Identity })[];
}

/** A session that copies nothing, by its place, with the sessions of higher precedence. */
interface Hidden {
  readonly session: number;
  readonly winners: readonly number[];
  readonly packet: Packet;
}

/** The sessions of a source that are hidden, and the number of those that certainly copy something. */
interface Precedence {
  readonly sessions: readonly Hidden[];
  readonly copying: number;
}

function hiddenOf(rules: ReadonlyMap<Identity, FilterRules>, ordered: readonly { filter: Identity }[]): Precedence {
  const decided: Record<Direction, PacketSet[]> = { inbound: [], outbound: [] };
  /** Packets that no earlier session may match. */
  const left: Record<Direction, PacketSet> = { inbound: PacketSet.ALL, outbound: PacketSet.ALL };
  let copying = 0;
  const sessions = ordered.flatMap(({ filter }, session): Hidden[] => {
    const own = rules.get(filter);
    if (own && DIRECTIONS.some((direction) => left[direction].overlaps(acceptance(own, direction).sure.minus(NEVER_MIRRORED)))) copying++;
    for (const direction of DIRECTIONS) left[direction] = left[direction].minus(perhapsMatched(own, direction));
    return hiddenBy(own, session, decided);
  });
  return { sessions, copying };
}

/** The session at a place, if the earlier ones certainly decide about all of its packets. */
function hiddenBy(own: FilterRules | undefined, session: number, decided: Record<Direction, PacketSet[]>): Hidden[] {
  const winners = new Set<number>();
  let [copies, left] = [PacketSet.EMPTY, false];
  for (const direction of ['inbound', 'outbound'] as const) {
    const accepts = own ? acceptance(own, direction).perhaps.minus(NEVER_MIRRORED) : PacketSet.ALL;
    let open = accepts;
    decided[direction].forEach((set, i) => {
      if (!set.overlaps(open)) return;
      winners.add(i);
      open = open.minus(set);
    });
    if (!open.isEmpty) left = true;
    if (copies.isEmpty) copies = accepts;
    decided[direction].push(own ? matched(own, direction) : PacketSet.EMPTY);
  }
  const packet = copies.witness();
  return left || !packet ? [] : [{ session, winners: [...winners].sort((a, b) => a - b), packet }];
}

/** The packets that a rule of a filter may match. */
function perhapsMatched(filter: FilterRules | undefined, direction: Direction): PacketSet {
  const rules = filter && knownRules(filter, direction);
  return rules ? PacketSet.ofBoxes(rules.map((r) => r.box)) : PacketSet.ALL;
}

/** The packets that certainly match a rule of a filter. */
function matched(filter: FilterRules, direction: Direction): PacketSet {
  return PacketSet.ofBoxes((modelRules(filter.rules, direction) ?? []).filter((r) => r.certain).map((r) => r.box));
}
