// Which sources stay in a recorded session.
import { source } from './fleet-world';
import { AdoptedSession } from '../../src/fleet/adopted-session';
import { LedgerSession, LedgerSource } from '../../src/fleet/ledger-content';
import { MirrorPacking } from '../../src/fleet/packing';
import { PlanInput, PlanSource } from '../../src/fleet/plan-input';
import { RunningSessions } from '../../src/fleet/running-sessions';

/** A session of sources, given as `key` or `key=id`. */
const session = (sources: string, more: Partial<LedgerSession> = {}): LedgerSession => ({
  fleet: 'f', key: 's', packing: MirrorPacking.DENSE, target: 't', filter: 0, shard: 0, priority: 1, vni: 1,
  sources: sources.split(' ').map((text, order): LedgerSource => {
    const [key, id] = text.split('=');
    return id === undefined ? { key, order } : { key, order, id };
  }), ...more,
});

interface Given {
  readonly deferRemovals?: boolean;
  readonly frozen?: boolean;
  readonly adopted?: boolean;
  readonly compaction?: number;
}

/** The decisions over sources, given as `key` or `key=id`, and `-key` for one that must be off. */
function running(sources: string, { deferRemovals = false, frozen = false, adopted = false, compaction = 0 }: Given = {}): RunningSessions {
  const given = sources.split(' ').filter((text) => text !== '').map((text): [string, PlanSource] => {
    const [key, id] = text.replace(/^-/, '').split('=');
    return [key, source(key, { id, on: !text.startsWith('-') })];
  });
  const ledger = { frozen, adopted: new Map(adopted ? [['s', {} as AdoptedSession]] : []) };
  return new RunningSessions({ sources: new Map(given), deferRemovals, compaction, ledger } as unknown as PlanInput);
}

describe('a recorded session', () => {
  test('whose sources are all there stays as it is', () => {
    const decisions = running('a b=eni-2 c');
    const one = session('a b=eni-2');
    expect(decisions.staying(one)).toBe(one);
    expect(decisions).toMatchObject({ gone: [], kept: [], changed: [], switchedOff: [], placed: 2 });
    expect(decisions.staying(session('c'))).toBeDefined();
    expect(decisions.placed).toBe(3);
  });

  test('whose sources have all left goes, also if removals are deferred', () => {
    for (const given of [{}, { deferRemovals: true }, { frozen: true }]) {
      const decisions = running('c', given);
      expect(decisions.staying(session('eni-a eni-b'))).toBeUndefined();
      expect(decisions).toMatchObject({ gone: ['eni-a', 'eni-b'], kept: [], placed: 0 });
    }
  });

  test('loses the sources that have left, and the others keep their order', () => {
    const decisions = running('b d');
    const was = session('a b c d');
    expect(decisions.staying(was)).toStrictEqual({ ...was, sources: [{ key: 'b', order: 1 }, { key: 'd', order: 3 }] });
    expect(decisions).toMatchObject({ gone: ['a', 'c'], kept: [], placed: 2 });
    expect(running('eni-a').staying(session('eni-a eni-b'))?.sources).toEqual([{ key: 'eni-a', order: 0 }]);
  });

  test.each<[string, Given]>([['removals are deferred', { deferRemovals: true }], ['the ledger is frozen', { frozen: true }]])(
    'keeps sources that have left and whose interface is known, if %s', (_, given) => {
      const decisions = running('d', given);
      const was = session('eni-a b=eni-b c d x-eni-e');
      expect(decisions.staying(was)?.sources.map(({ key }) => key)).toEqual(['eni-a', 'b', 'd']);
      expect(decisions).toMatchObject({ gone: ['eni-a', 'b', 'c', 'x-eni-e'], kept: ['eni-a', 'b'], placed: 1 });
      const whole = session('eni-a d');
      expect(decisions.staying(whole)).toBe(whole);
    },
  );
});

describe('a key that belongs to another interface', () => {
  test.each([
    ['with another id', 'a=eni-1 b', 'a=eni-9 b', ['a=eni-9', 'b'], [{ key: 'a', before: 'eni-1', after: 'eni-9', others: 1 }]],
    ['with an id instead of the key', 'eni-1 b', 'eni-1=eni-9 b', ['eni-1=eni-9', 'b'], [
      { key: 'eni-1', before: 'eni-1', after: 'eni-9', others: 1 },
    ]],
    ['with the key instead of an id', 'eni-1=eni-9', 'eni-1=eni-1', ['eni-1'], [
      { key: 'eni-1', before: 'eni-9', after: 'eni-1', others: 0 },
    ]],
    ['with an id that was not known', 'a b', 'a=eni-1 b', ['a=eni-1', 'b'], []],
    ['with an id that is not known any more', 'a=eni-1 b', 'a b', ['a=eni-1', 'b'], []],
    ['with a key that is its id', 'eni-1 b', 'eni-1 b', ['eni-1', 'b'], []],
    ['with a key that is its id, told', 'eni-1 b', 'eni-1=eni-1 b', ['eni-1', 'b'], []],
    ['beside one that leaves', 'a=eni-1 b c', 'a=eni-9 c', ['a=eni-9', 'c'], [{ key: 'a', before: 'eni-1', after: 'eni-9', others: 1 }]],
  ])('%s', (_, recorded, now, sources, changed) => {
    const decisions = running(now);
    const was = session(recorded);
    const stays = decisions.staying(was)!;
    expect(stays.sources.map(({ key, id }) => id === undefined ? key : `${key}=${id}`)).toEqual(sources);
    expect(stays.sources.map(({ order }) => order)).toEqual(was.sources.filter(({ key }) => sources.some((s) => s.split('=')[0] === key))
      .map(({ order }) => order));
    for (const one of stays.sources) if (one.id === undefined) expect(one).not.toHaveProperty('id');
    expect(decisions.changed).toEqual(changed);
  });
});

describe('the switch of a session', () => {
  test.each<[string, string, Partial<LedgerSession>, boolean, number]>([
    ['stays on', 'a b', {}, false, 0],
    ['is turned off with one source', '-a b', {}, true, 1],
    ['is turned off with all sources, without other sources that it stops', '-a -b', {}, true, 0],
    ['is turned on', 'a b', { off: true }, false, 0],
    ['stays off', '-a -b', { off: true }, true, 0],
  ])('%s', (_, given, more, off, switched) => {
    const decisions = running(given);
    const was = session('a b', more);
    const now = decisions.staying(was)!;
    expect(now.off ?? false).toBe(off);
    if (off === (was.off ?? false)) expect(now).toBe(was);
    else expect(now).toStrictEqual({ ...session('a b'), ...off && { off: true } });
    expect(now.sources).toBe(was.sources);
    expect(decisions.switchedOff).toEqual(switched === 0 ? [] : [{ session: was, without: ['a'], others: ['b'] }]);
  });

  test('is set apart in an adopted session', () => {
    const decisions = running('-a b', { adopted: true });
    const was = session('a b');
    expect([decisions.staying(was), decisions.switchedOff]).toEqual([was, []]);
  });

  test('depends on the sources that the fleet has', () => {
    expect(running('-a b', { deferRemovals: true }).staying(session('a b eni-c'))?.off).toBe(true);
    const decisions = running('a', { deferRemovals: true });
    expect(decisions.staying(session('a eni-c'))?.off).toBeUndefined();
  });
});

describe('the mark of a compaction', () => {
  const marked: Partial<LedgerSession> = { sinceCompaction: true };

  test('stays while a run asks for one', () => {
    const was = session('a b', marked);
    expect(running('a b', { compaction: 1 }).staying(was)).toBe(was);
    expect(running('b', { compaction: 1 }).staying(was)).toStrictEqual({ ...was, sources: [{ key: 'b', order: 1 }] });
    expect(running('-a -b', { compaction: 1 }).staying(was)).toStrictEqual({ ...was, off: true });
  });

  test('goes with the first run that asks for none', () => {
    expect(running('a b').staying(session('a b', marked))).toStrictEqual(session('a b'));
  });

  test('comes to no session by itself', () => {
    const was = session('a b');
    expect(running('a b', { compaction: 1 }).staying(was)).toBe(was);
  });
});

test('a session that a compaction empties: its sources are parked, and those that left are gone', () => {
  const decisions = running('a c');
  const parked = new Set(['z']);
  decisions.park(session('a b c'), parked);
  expect([parked, decisions.gone, decisions.placed]).toEqual([new Set(['z', 'a', 'c']), ['b'], 0]);
});
