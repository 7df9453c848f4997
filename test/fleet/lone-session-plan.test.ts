import { LedgerSession } from '../../src/fleet/ledger-content';
import { loneSession, loneSessionPlan } from '../../src/fleet/lone-session-plan';
import { MirrorPacking } from '../../src/fleet/packing';
import { SessionInLedger } from '../../src/terraform/ledger';

const given = (sources: { key: string; id?: string }[], target = 't') =>
  ({ path: 'net/Session', sources, target }) as Partial<SessionInLedger> as SessionInLedger;
const session = (keys: string[], priority = 7, vni = 8, target = 't'): LedgerSession =>
  loneSession(given(keys.map((key) => ({ key })), target), { priority, virtualNetworkId: vni });

test('a single session is recorded as a fleet of one, with the ids that differ from the keys', () => {
  expect(loneSession(given([{ key: 'a' }, { key: 'eni-b', id: 'eni-b' }, { key: 'c', id: 'eni-c' }]), { priority: 5, virtualNetworkId: 6 }))
    .toStrictEqual({
      fleet: 'net/Session', key: 'net/Session', packing: MirrorPacking.DEDICATED, target: 't', filter: 0, shard: 0, priority: 5, vni: 6,
      sources: [{ key: 'a', order: 0 }, { key: 'eni-b', order: 1 }, { key: 'c', order: 2, id: 'eni-c' }],
    });
});

const nothing = {
  parked: [], waiting: [], leftOut: [], stranded: [], shortages: [], takenOutside: [], kept: [], changed: [], switchedOff: [], removed: [],
};

describe('the plan of a single session', () => {
  const now = session(['a', 'b']);

  test('that is new', () => {
    expect(loneSessionPlan(now, undefined, undefined))
      .toEqual({ ...nothing, sessions: [now], gone: [], before: new Map(), created: [now], placed: [now], moved: [], freed: [] });
  });

  test('that is recorded and runs', () => {
    expect(loneSessionPlan(now, now, now))
      .toEqual({
        ...nothing, sessions: [now], gone: [], before: new Map([['net/Session', now]]), created: [], placed: [], moved: [], freed: [],
      });
  });

  test('that is recorded and does not run', () => {
    expect(loneSessionPlan(now, now, undefined)).toMatchObject({ before: new Map(), created: [now], placed: [], freed: [] });
  });

  test.each([
    ['priority', session(['a', 'b'], 9, 8)], ['VNI', session(['a', 'b'], 7, 9)],
  ])('whose %s changes: the old one is free after the apply', (_, was) => {
    expect(loneSessionPlan(now, was, was)).toMatchObject({ placed: [now], freed: [was], created: [], moved: [], gone: [] });
  });

  test('that loses a source', () => {
    expect(loneSessionPlan(session(['b']), now, now)).toMatchObject({ gone: ['a'], placed: [], freed: [], moved: [] });
  });

  test('that gets another target: its sources move', () => {
    const moved = session(['a', 'b'], 7, 8, 'u');
    expect(loneSessionPlan(moved, now, now)).toMatchObject({
      moved: [{ from: 't', to: 'u', sources: 2 }], placed: [], freed: [], gone: [],
    });
  });
});
