import { Copies } from './copies';
import { DIRECTIONS } from './filter-rules';
import { mirroredInterfaces, tried } from './mirrored-interfaces';
import { Direction, MirrorModel, SessionModel } from '../model/mirror-model';
import { Identity } from '../model/reference';
import { PacketSet } from '../net/packet-set';

/** The part of one session in one direction, among the sessions of a source. */
export interface SessionShare {
  readonly session: SessionModel;
  readonly direction: Direction;
  /** Packets that it copies. */
  readonly wins: PacketSet;
  /** Packets that it would copy alone, and that earlier sessions decide about. */
  readonly taken: PacketSet;
  /** The sessions that take packets from it. */
  readonly by: readonly SessionModel[];
  /** Whether unknown values change this. The sets have all packets that are possible. */
  readonly open: boolean;
}

/** Sources in several sessions with the same filters in the same order. */
export interface Precedence {
  readonly sources: readonly Identity[];
  /** The sessions of the first source. */
  readonly shares: readonly SessionShare[];
}

/** Which session copies which packets, for sources in several sessions that are in a known order. */
export function precedences(model: MirrorModel): Precedence[] {
  const copies = new Copies(model);
  const lists = new Map<string, { sources: Identity[]; shares: readonly SessionShare[] }>();
  for (const at of mirroredInterfaces(model)) {
    if (at.sessions.length < 2) continue;
    const { sessions, order } = tried({ sessions: at.sessions, unlisted: [] });
    if (sessions.length < 2 || order !== 'known') continue;
    const key = JSON.stringify(sessions.map(({ session, doubt }) => [session.filter ?? session.path, doubt]));
    const known = lists.get(key);
    if (known) {
      known.sources.push(at.source);
      continue;
    }
    const shares = DIRECTIONS.flatMap((direction) => {
      const all = copies.shares(sessions, direction);
      return all.map((share, i): SessionShare => ({
        session: sessions[i].session, direction, wins: share.perhaps, taken: share.taken,
        by: all.slice(0, i).flatMap((earlier, k) => earlier.decides.overlaps(share.taken) ? [sessions[k].session] : []),
        open: !share.sure.isSameAs(share.perhaps),
      }));
    });
    lists.set(key, { sources: [at.source], shares: shares.filter((s) => !s.wins.isEmpty || !s.taken.isEmpty) });
  }
  return [...lists.values()];
}
