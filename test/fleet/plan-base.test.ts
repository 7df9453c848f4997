// What a plan starts from: the sessions that the next apply finds.
import { deployedOf, loadsOf, source } from './fleet-world';
import { emptyFleet, LedgerFleet, LedgerSession, LedgerSource } from '../../src/fleet/ledger-content';
import { MirrorPacking } from '../../src/fleet/packing';
import { PlanBase, planBase, withoutDropped } from '../../src/fleet/plan-base';
import { PlanDeployed, PlanLedger, PlanSource } from '../../src/fleet/plan-input';

let priority = 0;
beforeEach(() => { priority = 0; });

/** A session of sources, given as `key` or `key=id`. */
function session(key: string, sources: string, more: Partial<LedgerSession> = {}): LedgerSession {
  priority++;
  return {
    fleet: 'f', key, packing: MirrorPacking.DENSE, target: 't', filter: 0, shard: 0, priority, vni: priority,
    sources: sources.split(' ').filter((text) => text !== '').map((text, order): LedgerSource => {
      const [name, id] = text.split('=');
      return id === undefined ? { key: name, order } : { key: name, order, id };
    }), ...more,
  };
}

const mapOf = (sessions: readonly LedgerSession[]) => new Map(sessions.map((one) => [one.key, one]));
const fleetOf = (...sessions: LedgerSession[]): LedgerFleet => ({ ...emptyFleet(), sessions: mapOf(sessions) });
const running = (...sessions: LedgerSession[]): PlanDeployed => deployedOf(mapOf(sessions));
/** The sources of the fleet now, as `key` or `key=id`. */
const given = (text: string): Map<string, PlanSource> => new Map(text.split(' ').map((one) => {
  const [key, id] = one.split('=');
  return [key, source(key, { id })];
}));
const sessionsOf = ({ fleet }: PlanBase) => [...fleet.sessions.values()];
/** Sessions as `key: sources`. */
const shown = (base: PlanBase) =>
  sessionsOf(base).map(({ key, sources }) => `${key}: ${sources.map((s) => s.id === undefined ? s.key : `${s.key}=${s.id}`).join(' ')}`);

test('without deployed sessions, the ledger runs', () => {
  const recorded = fleetOf(session('a', 'x'));
  expect(planBase(recorded, undefined, given('x'), false)).toEqual({ fleet: recorded, running: recorded.sessions });
  expect(planBase(recorded, undefined, given('x'), true).running).toBe(recorded.sessions);
});

describe('a frozen ledger is the base', () => {
  const base = (recorded: LedgerSession, deployed?: LedgerSession) =>
    planBase(fleetOf(recorded), running(...deployed ? [deployed] : []), given('x'), true);

  test('with its sessions that do not run, and those that run as recorded', () => {
    const one = session('a', 'x y');
    expect(sessionsOf(base(one))[0]).toBe(one);
    expect(sessionsOf(base(one, { ...one, target: 'u' }))[0]).toBe(one);
    expect(base(one, one).running).toEqual(mapOf([one]));
  });

  test.each([
    ['the one that is not deployed is left out', 'x y', 'x', 'a: x'],
    ['the same interface under another key stays', 'x=eni-1 y', 'eni-1', 'a: x=eni-1'],
    ['the same key with another interface stays', 'x=eni-1 y', 'x=eni-2', 'a: x=eni-1'],
    ['the same key with another interface stays, beside others', 'x=eni-1 y', 'x=eni-2 z', 'a: x=eni-1'],
    ['if none is deployed, it is another session, and whole', 'x y', 'z', 'a: x y'],
  ])('with the sources that run: %s', (_, recorded, deployed, expected) => {
    expect(shown(base(session('a', recorded), session('a', deployed)))).toEqual([expected]);
  });

  test('with all else of the fleet', () => {
    const recorded = { ...fleetOf(session('a', 'x y')), parked: new Set(['p']) };
    expect(planBase(recorded, running(session('a', 'x')), given('x'), true).fleet.parked).toEqual(new Set(['p']));
  });
});

describe('a deployed session is the base', () => {
  const base = (recorded: LedgerFleet, deployed: PlanDeployed, sources: string) => planBase(recorded, deployed, given(sources), false);

  test('as it runs, if the ledger does not have it', () => {
    const one = session('a', 'x y', { target: 'u' });
    expect(sessionsOf(base(emptyFleet(), running(one), 'x y'))).toStrictEqual([one]);
    expect(sessionsOf(base(emptyFleet(), running(one), 'x y'))[0].sources).toBe(one.sources);
  });

  test('with the target and the packing of the ledger, and the sources and numbers that run', () => {
    const one = session('a', 'x y');
    const there = session('a', 'x z', { target: 'u', packing: MirrorPacking.DEDICATED });
    expect(sessionsOf(base(fleetOf(there), running(one), 'x y z'))).toStrictEqual([
      { ...one, target: 'u', packing: MirrorPacking.DEDICATED },
    ]);
  });

  test('with the mark of a compaction that the ledger has, not the one of an older copy', () => {
    const plain = session('a', 'x');
    const marked: LedgerSession = { ...plain, sinceCompaction: true };
    const mark = (recorded: LedgerFleet, runs: LedgerSession) => sessionsOf(base(recorded, running(runs), 'x'))[0].sinceCompaction;
    expect([
      mark(fleetOf(marked), plain), mark(fleetOf(marked), marked), mark(fleetOf(plain), marked), mark(emptyFleet(), marked),
    ]).toEqual([true, true, undefined, undefined]);
    expect(sessionsOf(base(fleetOf(plain), running(marked), 'x'))[0]).not.toHaveProperty('sinceCompaction');
  });

  test('without the sources that a compaction keeps out, as far as the fleet still has them', () => {
    const recorded: LedgerFleet = { ...emptyFleet(), parked: new Set(['x', 'y']) };
    expect(shown(base(recorded, running(session('a', 'x y z')), 'x z'))).toEqual(['a: y z']);
    expect(shown(base(recorded, running(session('a', 'x'), session('b', 'y')), 'x y'))).toEqual([]);
  });

  test('with the key that an interface has now', () => {
    const deployed = running(session('a', 'x=eni-1 y=eni-2'));
    expect(shown(base(emptyFleet(), deployed, 'web=eni-1 y=eni-2'))).toEqual(['a: web=eni-1 y=eni-2']);
    expect(shown(base(emptyFleet(), deployed, 'eni-1 y=eni-2'))).toEqual(['a: eni-1 y=eni-2']);
    expect(sessionsOf(base(emptyFleet(), deployed, 'eni-1 y=eni-2'))[0].sources[0]).toStrictEqual({ key: 'eni-1', order: 0 });
    expect(shown(base(emptyFleet(), running(session('a', 'eni-1')), 'web=eni-1'))).toEqual(['a: web=eni-1']);
    // Another interface: the source has left, and a new one came.
    expect(shown(base(emptyFleet(), deployed, 'web=eni-3 y=eni-2'))).toEqual(['a: x=eni-1 y=eni-2']);
    // As long as the old key is there, too, the interface keeps it.
    expect(shown(base(emptyFleet(), deployed, 'x=eni-1 web=eni-1 y=eni-2'))).toEqual(['a: x=eni-1 y=eni-2']);
  });

  test('a key that is deployed already is no new name of another source', () => {
    const deployed = running(session('a', 'x=eni-1'), session('b', 'y=eni-2'));
    expect(shown(base(emptyFleet(), deployed, 'y=eni-1'))).toEqual(['a: x=eni-1', 'b: y=eni-2']);
  });
});

describe('a recorded session that does not run', () => {
  const base = (recorded: LedgerSession, deployed: PlanDeployed, sources = 'x y') =>
    planBase(fleetOf(recorded), deployed, given(sources), false);

  test('stays as it is if nothing contradicts it', () => {
    const one = session('b', 'x y');
    expect(sessionsOf(base(one, running(session('a', 'z')))).at(-1)).toBe(one);
  });

  test('is another one than that which runs under its key', () => {
    expect(shown(base(session('a', 'x y'), running(session('a', 'z'))))).toEqual(['a: z']);
  });

  test('does not stay if a deployed session has its priority, of this fleet or another', () => {
    const one = session('b', 'x y');
    expect(shown(base(one, running(session('a', 'z', { priority: one.priority }))))).toEqual(['a: z']);
    const others: PlanDeployed = { ...running(), priorities: new Set([one.priority]) };
    expect(shown(base(one, others))).toEqual([]);
    const neither: PlanDeployed = { ...running(session('a', 'z', { priority: 9 })), priorities: new Set() };
    expect(shown(base(one, neither))).toEqual(['a: z', 'b: x y']);
  });

  test('has no source that is deployed elsewhere or that the fleet has no more', () => {
    const one = session('b', 'x y=eni-2 z');
    expect(shown(base(one, running(session('a', 'x')), 'x y=eni-2 z'))).toEqual(['a: x', 'b: y=eni-2 z']);
    expect(shown(base(one, running(), 'x y=eni-2'))).toEqual(['b: x y=eni-2']);
    expect(shown(base(one, { ...running(), uses: new Map([['eni-2', 1]]) }, 'x y=eni-2 z'))).toEqual(['b: x z']);
    expect(shown(base(one, { ...running(), uses: new Map([['eni-2', 1]]) }, 'y=eni-2'))).toEqual([]);
    // Deployed under the key of the ledger, with another interface.
    expect(shown(base(one, running(session('a', 'x=eni-1')), 'x y=eni-2 z'))).toEqual(['a: x=eni-1', 'b: y=eni-2 z']);
  });
});

describe('the loads of a ledger, without the sessions that no apply finds', () => {
  /** Loads and number of sessions of all that is known, and what stays of them. */
  function after(recorded: LedgerSession[], deployed: LedgerSession[], sources: string, more: Partial<PlanLedger> = {}) {
    const fleet: LedgerFleet = { ...fleetOf(...recorded), ...more.recorded };
    const there = running(...deployed);
    const known = mapOf([...deployed, ...recorded]);
    const ledger = {
      recorded: fleet, frozen: false, deployed: there, loads: loadsOf(recorded), sessions: known.size, ...more,
    } as Partial<PlanLedger> as PlanLedger;
    const result = withoutDropped(ledger, planBase(fleet, ledger.deployed, given(sources), ledger.frozen));
    return { result, ledger, loads: Object.fromEntries(result.loads), sessions: result.sessions };
  }
  const load = (sessions: number, sources: number) => ({ sessions, sources });

  test('are those of the ledger if it is frozen, or if nothing is known of what runs', () => {
    const one = session('b', 'x y');
    for (const more of [{ frozen: true }, { deployed: undefined }]) {
      const { result, ledger } = after([one], [session('a', 'x')], 'x y', more);
      expect(result).toBe(ledger);
    }
  });

  test('of a session that stays', () => {
    const one = session('b', 'x y');
    expect(after([one], [], 'x y')).toMatchObject({ loads: { t: load(1, 2) }, sessions: 1 });
  });

  test('of one that is dropped', () => {
    const [one, other] = [session('b', 'x y'), session('c', 'z')];
    expect(after([one, other], [], 'z')).toMatchObject({ loads: { t: load(1, 1) }, sessions: 1 });
  });

  test('of one that keeps some of its sources', () => {
    expect(after([session('b', 'x y z')], [], 'z')).toMatchObject({ loads: { t: load(1, 1) }, sessions: 1 });
  });

  test('of one that runs with fewer sources, on the same target', () => {
    expect(after([session('a', 'x y')], [session('a', 'x')], 'x y')).toMatchObject({ loads: { t: load(1, 1) }, sessions: 1 });
  });

  test('of one that runs on another target: it moves to the recorded one', () => {
    const deployed = [session('a', 'x', { target: 'u' })];
    expect(after([session('a', 'x y')], deployed, 'x y')).toMatchObject({ loads: { t: load(1, 1) }, sessions: 1 });
    const larger = [session('a', 'x y z', { target: 'u' })];
    expect(after([session('a', 'x')], larger, 'x y z')).toMatchObject({ loads: { t: load(1, 3) }, sessions: 1 });
  });

  test('of one that a compaction empties: it is there until the apply', () => {
    const recorded = { ...fleetOf(session('a', 'x y')), parked: new Set(['x', 'y']) };
    const one = [...recorded.sessions.values()];
    expect(after(one, one, 'x y', { recorded })).toMatchObject({ loads: { t: load(1, 2) }, sessions: 1 });
  });

  test('of one that runs with more sources, some of which a compaction empties', () => {
    const recorded = { ...fleetOf(session('a', 'x')), parked: new Set(['y', 'z']) };
    const more = { recorded, loads: new Map([['t', load(1, 3)]]) };
    const one = [...recorded.sessions.values()];
    expect(after(one, [session('a', 'x y z')], 'x y z', more)).toMatchObject({ loads: { t: load(1, 3) }, sessions: 1 });
  });

  test('keep what others have on the target', () => {
    const { loads } = after([session('b', 'x y')], [], 'z', { loads: new Map([['t', load(4, 9)], ['u', load(1, 1)]]), sessions: 5 });
    expect(loads).toEqual({ t: load(3, 7), u: load(1, 1) });
  });
});
