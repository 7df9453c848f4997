import type { LedgerSession } from './ledger-content';
import { MirrorPacking } from './packing';
import type { FleetPlan } from './plan-input';
import type { SessionInLedger, SessionNumbers } from '../terraform/ledger';

/** A session outside of any fleet. The ledger records it as a fleet of one session, named by the path of its construct. */
export function loneSession(
  { path, sources, target }: SessionInLedger, { priority, virtualNetworkId: vni }: SessionNumbers,
): LedgerSession {
  return {
    fleet: path, key: path, packing: MirrorPacking.DEDICATED, target, filter: 0, shard: 0, priority, vni,
    sources: sources.map(({ key, id }, order) => id === undefined || id === key ? { key, order } : { key, order, id }),
  };
}

/**
 * The plan of a session outside of any fleet. It reserves only numbers and places that are not in the ledger yet.
 *
 * @param before the recorded session
 * @param running the session before the next apply: the deployed one or, if that is unknown, the recorded one
 */
export function loneSessionPlan(session: LedgerSession, before: LedgerSession | undefined, running: LedgerSession | undefined): FleetPlan {
  const present = new Set(session.sources.map(({ key }) => key));
  const same = before?.priority === session.priority && before.vni === session.vni;
  return {
    sessions: [session], parked: [], waiting: [], leftOut: [], stranded: [], shortages: [], takenOutside: [],
    gone: before?.sources.flatMap(({ key }) => present.has(key) ? [] : [key]) ?? [], kept: [], changed: [], switchedOff: [],
    before: new Map(running ? [[running.key, running]] : []),
    created: running ? [] : [session], removed: [], placed: same ? [] : [session],
    moved: before && before.target !== session.target ? [{ from: before.target, to: session.target, sources: before.sources.length }] : [],
    freed: before && !same ? [before] : [],
  };
}
