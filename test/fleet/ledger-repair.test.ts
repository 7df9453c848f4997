import { examineLedger, repairLedger } from '../../src/fleet/ledger-repair';
import { parseLedger } from '../../src/fleet/ledger-reader';
import { messageOf } from '../support/app';

const HEADER = { ledger: 'traffic-mirror', version: 1, account: 'production', region: 'cn-hangzhou' };

/** A line about a source in a session of its own, but for what is said. */
function line(source: string, priority: number, more: object = {}): string {
  return JSON.stringify({
    fleet: 'net/Fleet',
    source,
    placement: 'dedicated',
    session: source,
    order: 0,
    target: 'lb-h',
    filter: 0,
    shard: 0,
    priority,
    vni: priority,
    ...more,
  });
}

/** A line about a source of a session with others. */
const dense = (source: string, session: string, order: number, priority: number, more: object = {}) =>
  line(source, priority, { placement: 'dense', session, order, ...more });
const parked = (source: string) => JSON.stringify({ fleet: 'net/Fleet', source, parked: true });
const text = (...lines: string[]) => [JSON.stringify(HEADER), ...lines].map((l) => `${l}\n`).join('');
const conflict = (ours: string[], theirs: string[], ancestor?: string[]) => [
  '<<<<<<< HEAD',
  ...ours,
  ...(ancestor ? ['||||||| 1a2b3c4', ...ancestor] : []),
  '=======',
  ...theirs,
  '>>>>>>> feature',
];

function repair(merged: string, base?: string, forgetNew = false) {
  return repairLedger(
    { path: 'test.lock', text: merged },
    { base: base === undefined ? undefined : { path: 'base.lock', text: base }, forgetNew },
  );
}

/** What was done, in short. */
const done = (r: ReturnType<typeof repair>) => r.mends.map((m) => `${m.done} ${m.source}`).sort();

const [A, B, C] = [line('eni-a', 2000), line('eni-b', 2001), line('eni-c', 2002)];

/** A line about a rule of a filter. */
const rule = (priority: number, source: string) =>
  JSON.stringify({
    filter: 'net/Filter',
    direction: 'inbound',
    priority,
    action: 'accept',
    protocol: 'ALL',
    source,
    destination: '0.0.0.0/0',
    sourcePorts: '-1/-1',
    destinationPorts: '-1/-1',
  });
const [P, Q, R] = [rule(3, '10.1.0.0/16'), rule(3, '10.2.0.0/16'), rule(6, '10.3.0.0/16')];

describe('rules of filters', () => {
  test('what one side changed holds, and of two changes any', () => {
    expect(repair(text(...conflict([P], [Q], [P]), R, A)).text).toBe(text(Q, R, A));
    expect(repair(text(...conflict([P, R], [P], [P, R]), A)).text).toBe(text(P, A));
    expect(repair(text(...conflict([Q], [P]), R, A)).text).toBe(text(P, R, A));
    expect(repair(text(P, Q, R, A)).text).toBe(text(P, R, A));
  });

  test('of two lines the deployed one holds', () => {
    const r = repair(text(...conflict([P], [Q]), A), text(Q, A));
    expect([r.text, r.open]).toEqual([text(Q, A), []]);
    expect(examineLedger({ path: 'test.lock', text: text(P, R, A) }).untidy).toEqual([]);
  });
});

describe('what needs no base', () => {
  test('markers around lines that do not collide are taken out', () => {
    const r = repair(text(A, ...conflict([B], [C])));
    expect([r.text, r.tidied, r.mends]).toEqual([text(A, B, C), ['1 conflict of a merge'], []]);
  });

  test('lines that say the same, and lines out of order, are put in order', () => {
    const twice = repair(text(A, C, B, C));
    expect([twice.text, twice.tidied]).toEqual([text(A, B, C), ['1 repeated line']]);
    const unsorted = repair(text(C, A));
    expect([unsorted.text, unsorted.tidied]).toEqual([text(A, C), ['lines in another order or form than the library writes']]);
    // The line ends of another system, and a last one that is missing.
    expect(repair(text(A, B).replace(/\n/g, '\r\n')).text).toBe(text(A, B));
    expect(repair(text(A, B).trimEnd()).text).toBe(text(A, B));
  });

  test('a ledger that is valid stays as it is', () => {
    expect(repair(text(A, B, C))).toEqual({ text: text(A, B, C), tidied: [], mends: [], open: [] });
    expect(repair(text()).text).toBe(text());
  });

  test('a conflict that shows its ancestor is merged source by source', () => {
    const moved = line('eni-b', 2001, { target: 'lb-i' });
    // One side moved b and the other added c; one side removed a and the other left it alone.
    const r = repair(text(...conflict([A, B, C], [moved], [A, B])));
    expect([r.text, r.mends]).toEqual([text(moved, C), []]);
  });

  test('an ancestor that is itself a merge decides nothing', () => {
    const nested = ['<<<<<<<<< one', A, '=========', line('eni-a', 3000), '>>>>>>>>> two'];
    expect(repair(text(...conflict([A], [A, B], nested))).text).toBe(text(A, B));
  });

  test('a header that one side alone has made more exact holds', () => {
    const { account: _, ...less } = HEADER;
    const merged = ['<<<<<<< a', JSON.stringify(HEADER), '=======', JSON.stringify(less), '>>>>>>> b', A, ''].join('\n');
    expect(repair(merged).text).toBe(text(A));
  });
});

describe('a collision', () => {
  const VALID_ALONE = ['one VNI on two targets is none', 'a new source joins a session that runs'];

  test.each<[string, string, string, string, string[]]>([
    ['one priority: the new session gives way', text(A, line('eni-b', 2000, { vni: 5 })), text(A), text(A), ['forgotten eni-b']],
    [
      'one priority, both new: the first by key stays',
      text(B, line('eni-a', 2001, { vni: 5 })),
      text(),
      text(line('eni-a', 2001, { vni: 5 })),
      ['forgotten eni-b'],
    ],
    ['one VNI on one target', text(A, line('eni-b', 2001, { vni: 2000 })), text(A), text(A), ['forgotten eni-b']],
    [
      'one VNI on two targets is none',
      text(A, line('eni-b', 2001, { vni: 2000, target: 'lb-i' })),
      text(A),
      text(A, line('eni-b', 2001, { vni: 2000, target: 'lb-i' })),
      [],
    ],
    ['a new source twice', text(A, B, line('eni-b', 2003)), text(A), text(A), ['forgotten eni-b']],
    ['a deployed source twice is as deployed', text(A, line('eni-a', 2003)), text(A), text(A), ['restored eni-a']],
    [
      'the lines of a new session disagree', text(A, dense('eni-b', 'eni-b', 0, 2001), dense('eni-c', 'eni-b', 1, 2002)), text(A),
      text(A), ['forgotten eni-b', 'forgotten eni-c'],
    ],
    [
      'one position in a session',
      text(dense('eni-b', 'eni-b', 0, 2001), dense('eni-c', 'eni-b', 1, 2001), dense('eni-d', 'eni-b', 1, 2001)),
      text(),
      text(dense('eni-b', 'eni-b', 0, 2001), dense('eni-c', 'eni-b', 1, 2001)), ['forgotten eni-d'],
    ],
    [
      'a new source joins a session that runs',
      text(dense('eni-a', 'eni-a', 0, 2000), dense('eni-b', 'eni-a', 1, 2000)),
      text(dense('eni-a', 'eni-a', 0, 2000)),
      text(dense('eni-a', 'eni-a', 0, 2000)), ['forgotten eni-b'],
    ],
    [
      'a session that moved takes the source along that a merge left behind',
      text(dense('eni-a', 'eni-a', 0, 2000), dense('eni-b', 'eni-a', 1, 2000, { target: 'lb-i' })),
      text(dense('eni-a', 'eni-a', 0, 2000), dense('eni-b', 'eni-a', 1, 2000)),
      text(dense('eni-a', 'eni-a', 0, 2000, { target: 'lb-i' }), dense('eni-b', 'eni-a', 1, 2000, { target: 'lb-i' })),
      ['followed eni-a'],
    ],
    [
      'a session that moved to where its VNI is taken is back',
      text(line('eni-a', 2000, { target: 'lb-i' }), line('eni-b', 2001, { vni: 2000, target: 'lb-i' })),
      text(A, line('eni-b', 2001, { vni: 2000, target: 'lb-i' })),
      text(A, line('eni-b', 2001, { vni: 2000, target: 'lb-i' })),
      ['restored eni-a'],
    ],
    [
      // Deployed: lb-old was lost, so the session moved to lb-new, and eni-b was removed. A branch from before brings its line back.
      'a stale line of a removed source does not move the session back',
      text(
        dense('eni-a', 'eni-a', 0, 2000, { target: 'lb-new' }),
        dense('eni-b', 'eni-a', 1, 2000, { target: 'lb-old' }),
        dense('eni-c', 'eni-a', 2, 2000, { target: 'lb-new' }),
        line('eni-d', 2003, { target: 'lb-old' }),
      ),
      text(dense('eni-a', 'eni-a', 0, 2000, { target: 'lb-new' }), dense('eni-c', 'eni-a', 2, 2000, { target: 'lb-new' })),
      text(
        dense('eni-a', 'eni-a', 0, 2000, { target: 'lb-new' }),
        dense('eni-c', 'eni-a', 2, 2000, { target: 'lb-new' }),
        line('eni-d', 2003, { target: 'lb-old' }),
      ),
      ['forgotten eni-b'],
    ],
    [
      'a source out of its session in one branch and moved in the other is as deployed',
      text(...conflict([parked('eni-a')], [line('eni-a', 2000, { target: 'lb-i' })])),
      text(A),
      text(A),
      ['restored eni-a'],
    ],
    [
      'of another fleet of the ledger counts too',
      text(A, line('eni-b', 2000, { fleet: 'net/Other', vni: 5 })),
      text(A),
      text(A),
      ['forgotten eni-b'],
    ],
  ])('%s', (name, merged, base, mended, mends) => {
    const r = repair(merged, base);
    expect([r.text, done(r)]).toEqual([mended, mends]);
    expect(parseLedger(r.text!, 'test.lock').contradictions).toEqual([]);
    // Without a base nothing is decided.
    const alone = repair(merged);
    expect([alone.text, alone.open.length > 0]).toEqual(VALID_ALONE.includes(name) ? [merged, false] : [undefined, true]);
  });

  test('what one branch alone changed stays changed, and what it removed stays away', () => {
    const moved = line('eni-a', 2000, { target: 'lb-i' });
    const r = repair(text(moved, C), text(A, B));
    expect([r.text, r.mends]).toEqual([text(moved, C), []]);
  });

  test('a conflict that names the deployed line beside another takes the deployed one: the other may be older', () => {
    const r = repair(text(...conflict([A], [line('eni-a', 2000, { target: 'lb-i' })])), text(A));
    expect([r.text, done(r)]).toEqual([text(A), ['restored eni-a']]);
  });

  test('fails: which of two is deployed cannot be known without a base', () => {
    const { open } = repair(text(A, line('eni-b', 2000, { vni: 5 })));
    expect(open.map((c) => `${c.at} ${c.check} ${c.problem}`)).toEqual([
      '3 TM512 session eni-b of net/Fleet (line 3) and session eni-a of net/Fleet (line 2) have the same priority 2000',
    ]);
  });

  test('all that is new can be forgotten, and what was changed is as deployed', () => {
    const r = repair(text(line('eni-a', 2000, { target: 'lb-i' }), B, C), text(A, B), true);
    expect([r.text, done(r)]).toEqual([text(A, B), ['forgotten eni-c', 'restored eni-a']]);
  });
});

test('an examination finds the same and changes nothing', () => {
  const look = (merged: string, base?: string) =>
    examineLedger({ path: 'test.lock', text: merged }, base === undefined ? undefined : { path: 'base.lock', text: base });
  expect(look(text(A, B))).toEqual({ untidy: [], collisions: [], fleets: 1, sessions: 2, sources: 2 });
  const found = look(text(A, ...conflict([B], [line('eni-b', 2003)])));
  expect([found.untidy, found.collisions.map((c) => `${c.at} ${c.problem}`)]).toEqual([
    ['1 conflict of a merge'],
    ['6 source eni-b of net/Fleet has a different line already (line 4)'],
  ]);
  const joined = text(dense('eni-a', 'eni-a', 0, 2000), dense('eni-b', 'eni-a', 1, 2000));
  expect(look(joined).collisions).toEqual([]);
  expect(look(joined, text(dense('eni-a', 'eni-a', 0, 2000))).collisions.map((c) => c.problem)).toEqual([
    'session eni-a of net/Fleet (line 2) is deployed, and a new line adds source eni-b to it',
  ]);
});

describe('what is no ledger is refused, with file and line', () => {
  const header = (more: object) => JSON.stringify({ ...HEADER, ...more });
  test.each<[string, string, RegExp, string?]>([
    ['fails: empty', '', /^\[test.lock\] The ledger is an empty file/],
    ['fails: no header', `${A}\n`, /^\[test.lock:1\] The header of the ledger is not set/],
    ['fails: a line is cut off', `${text(A)}{"fleet":"ne`, /^\[test.lock:3\] .*one JSON object on each line/],
    ['fails: a field is missing', text(A.replace('"vni":2000', '"x":1')), /^\[test.lock:2\] field vni/],
    [
      'fails: two accounts',
      `${text(A)}${header({ account: 'test' })}\n`,
      /^\[test.lock:3\] The account of the ledger is "test". Allowed: production/,
    ],
    ['fails: two regions', `${text(A)}${header({ region: 'cn-beijing' })}\n`, /^\[test.lock:3\] The region of the ledger/],
    [
      'fails: a newer version on one side',
      `${text(A)}${header({ version: 2 })}\n`,
      /^\[test.lock:3\] The version of the ledger is 2. Allowed: 1 or lower. Fix: Update/,
    ],
    ['fails: the base is of another account', text(A), /^\[base.lock\] The account of the ledger/, `${header({ account: 'test' })}\n`],
    ['fails: the base is itself a merge', text(A), /^\[base.lock\] The deployed ledger has conflict markers/, text(...conflict([A], [B]))],
    [
      'fails: the base is not valid',
      text(A),
      /^\[base.lock:3\] The deployed ledger has a fault: session eni-b .* have the same priority 2000/,
      text(A, line('eni-b', 2000, { vni: 9 })),
    ],
    [
      'fails: the lines of the base disagree',
      text(A),
      /^\[base.lock:3\] The deployed ledger has a fault: source eni-c has priority 2002/,
      text(dense('eni-b', 'eni-b', 0, 2001), dense('eni-c', 'eni-b', 1, 2002)),
    ],
    [
      'fails: a conflict without an end',
      text('<<<<<<< HEAD', A, '=======', B),
      /^\[test.lock:2\] A conflict in the ledger.*git checkout --merge -- test.lock/,
    ],
    ['fails: an ancestor that swallows a side', text('<<<<<<< HEAD', A, '||||||| 1a2b3c4', B, '>>>>>>> x'), /^\[test.lock:6\] A conflict/],
    ['fails: a stray marker', text(A, '=======', B), /^\[test.lock:3\] A conflict/],
  ])('%s', (_, merged, message, base: string | undefined = undefined) => {
    expect(messageOf(() => repair(merged, base))).toMatch(message);
    expect(
      messageOf(() =>
        examineLedger({ path: 'test.lock', text: merged }, base === undefined ? undefined : { path: 'base.lock', text: base }),
      ),
    ).toMatch(message);
  });
});

test('a fleet of 200,000 sources is read and written', () => {
  const many = Array.from({ length: 200_000 }, (_, i) => {
    const [first, order] = [i - i % 10, i % 10];
    return dense(`eni-${String(i).padStart(6, '0')}`, `eni-${String(first).padStart(6, '0')}`, order, 1 + first / 10);
  });
  // In one argument: a call takes no 200,000.
  const all = text(many.join('\n'));
  expect(repair(all).text === all).toBe(true);
}, 120_000);
