// What the sessions of an interface copy, and what is copied at both ends, set by set.
import { Copying, copying, Using } from './copying';
import { documents, Fixture, SESSION } from './fixtures';
import { MirrorEdition } from '../../src';
import { acceptance, acceptedBy } from '../../src/checks/accepted';
import { betweenInterfaces, copiedSomewhere, copiedTwice, Copies, seenPackets, witnessBetween } from '../../src/checks/copies';
import { EditionFacts } from '../../src/checks/edition-facts';
import { filterRules } from '../../src/checks/filter-rules';
import { mirroredInterfaces, tried, unlistedInterface } from '../../src/checks/mirrored-interfaces';
import { precedences } from '../../src/checks/precedence';
import { Direction, MirrorModel } from '../../src/model/mirror-model';
import { AddressSet } from '../../src/net/address-set';
import { EVERY_PORT, PacketKind, Span } from '../../src/net/packet';
import { PacketSet } from '../../src/net/packet-set';
import { setLines } from '../../src/net/packet-text';
import { PERHAPS } from '../model/documents';

const modelOf = (filters: readonly Copying[], sessions: readonly Using[], change: (f: Fixture) => void = () => {}) => {
  const f = copying(filters, sessions);
  change(f);
  return new MirrorModel(documents(f));
};
const lines = (set: PacketSet): string[] => set.isEmpty ? [] : setLines(set);
const path = (n: number) => `net/${SESSION}.s${n}`;
const from = (cidr: string, more: object = {}) => ({ source_cidr_block: cidr, ...more });
const port = (number: number, more: object = {}) => ({ destination_port_range: `${number}/${number}`, ...more });
const DROP = { action: 'drop' };
const UNKNOWN = { source_cidr_block: '${var.cidr}' };
const UDP = { protocol: 'UDP', destination_port_range: '-1/-1' };
const UNLISTED = { traffic_mirror_source_ids: '${var.enis}' };
const HTTPS = 'TCP from any to any port 443';
const A = { 'eni-bp1a': '10.0.0.1' };

describe('the packets that a filter accepts', () => {
  const of = (inbound: object[]) => {
    const [filter] = filterRules(modelOf([{ inbound }], []));
    const { sure, perhaps } = acceptance(filter, 'inbound');
    expect(acceptedBy(filter, 'inbound')).toEqual(sure.isSameAs(perhaps) ? sure : undefined);
    return [lines(sure), lines(perhaps)];
  };
  test.each<[object[], string[], string[]]>([
    [[{}], [HTTPS], [HTTPS]], [[DROP], [], []], [[DROP, {}], [], []],
    [[from('128.0.0.0/1', DROP), {}], ['TCP from 0.0.0.0/1 to any port 443'], ['TCP from 0.0.0.0/1 to any port 443']],
    [[UNKNOWN], [], [HTTPS]], [[{}, UNKNOWN], [HTTPS], [HTTPS]], [[{ ...UNKNOWN, ...DROP }, {}], [], [HTTPS]],
    [[{ action: '${var.action}' }], [], [HTTPS]], [[DROP, { action: '${var.action}' }], [], []],
    [[from('128.0.0.0/1', DROP), { ...UNKNOWN, ...port(80) }, {}], ['TCP from 0.0.0.0/1 to any port 443'],
      ['TCP from 0.0.0.0/1 to any port 80, 443', 'TCP from 128.0.0.0/1 to any port 80']],
    [[{ priority: '${var.p}' }], [], ['all protocols from any to any']],
  ])('%j', (inbound, sure, perhaps) => {
    expect(of(inbound)).toEqual([sure, perhaps]);
  });
});

describe('the interfaces of an app', () => {
  const F: Copying = { inbound: [{}] };
  const shown = (model: MirrorModel, facts?: EditionFacts) => mirroredInterfaces(model, facts)
    .map(({ source, address, sessions, unlisted }) =>
      [source, address, ...[sessions, unlisted].map((list) => list.map((one) => one.path))]);

  test('have their address and sessions', () => {
    expect(shown(
      modelOf([F], [[0, { ...A, 'eni-bp1b': '10.0.0.2' }], [0, { 'eni-bp1b': undefined, 'eni-bp1c': undefined, 'eni-bp1d': 'none' }]]),
    ))
      .toEqual([
        ['eni-bp1a', 0x0a000001, [path(0)], []], ['eni-bp1b', 0x0a000002, [path(0), path(1)], []],
        ['eni-bp1c', undefined, [path(1)], []], ['eni-bp1d', undefined, [path(1)], []],
      ]);
  });
  test('may also be sources of sessions whose list is not known', () => {
    const model = modelOf([F], [[0, A], [0, {}, UNLISTED], [0, {}, { ...UNLISTED, enabled: false }], [0, {}, { ...UNLISTED, ...PERHAPS }]]);
    expect(shown(model)).toEqual([['eni-bp1a', 0x0a000001, [path(0)], [path(1), path(3)]]]);
    expect(shown(model, new EditionFacts(MirrorEdition.EDITION_2026, model))).toEqual(shown(model));
    // One session per source.
    expect(shown(model, new EditionFacts(MirrorEdition.EDITION_2023, model))).toStrictEqual([['eni-bp1a', 0x0a000001, [path(0)], []]]);
  });
  test('one that is in no list may be in those', () => {
    const model = modelOf([F], [[0, A], [0, {}, UNLISTED]]);
    expect(unlistedInterface(model)).toEqual({ source: '', sessions: [], unlisted: [model.sessions[1]] });
    expect(unlistedInterface(model, 'eni-bp1x')).toMatchObject({ source: 'eni-bp1x' });
    expect(unlistedInterface(modelOf([F], [[0, A]]))).toBeUndefined();
  });
  test('of two stacks are one if the accounts may be the same', () => {
    const two = (one: object, other: object, ip?: string) => {
      const fixtures = [copying([F], [[0, { 'eni-bp1a': ip }], [0, {}, UNLISTED]]), copying([F], [[0, A], [0, {}, UNLISTED]])];
      fixtures.forEach((f, i) => { Object.assign(f.terraform.provider.alicloud[0], [one, other][i]); });
      return shown(new MirrorModel(documents(...fixtures)));
    };
    const path1 = (n: number) => path(n).replace('net', 'net1');
    expect(two({}, {})).toEqual([['eni-bp1a', 0x0a000001, [path(0), path1(0)], [path(1), path1(1)]]]);
    expect(two({}, {}, '10.0.0.9')).toEqual([['eni-bp1a', 0x0a000009, expect.any(Array), expect.any(Array)]]);
    expect(two({ account_id: '1' }, { account_id: '2' })).toEqual([
      ['eni-bp1a', undefined, [path(0)], [path(1)]], ['eni-bp1a', 0x0a000001, [path1(0)], [path1(1)]],
    ]);
  });
});

describe('the sessions that are tried for a packet', () => {
  const of = (...sessions: object[]) => {
    const model = modelOf([{ inbound: [{}] }], sessions.map((more): Using => [0, A, more]));
    const [{ sessions: own, unlisted }] = mirroredInterfaces(model);
    const found = tried({ sessions: own, unlisted });
    return [found.order, ...found.sessions.map(({ session, doubt }) => [session.path, doubt].filter((x) => x !== undefined).join(' '))];
  };
  test('are in the order of their priorities', () => {
    expect(of({}, {})).toEqual(['known', path(0), path(1)]);
    expect(of({ priority: 30 }, {}, { priority: 10 })).toEqual(['known', path(2), path(1), path(0)]);
    expect(of({ enabled: false }, {})).toEqual(['known', path(1)]);
    expect(of({ enabled: false })).toEqual(['known']);
  });
  test('may be off, or have other sources', () => {
    expect(of({ enabled: '${var.on}' }, {})).toEqual(['known', `${path(0)} switch`, path(1)]);
    expect(of(PERHAPS, {})).toEqual(['known', `${path(0)} switch`, path(1)]);
    expect(of({}, { ...UNLISTED, priority: 5 })).toEqual(['known', `${path(1)} sources`, path(0)]);
  });
  test('may be in an unknown order', () => {
    expect(of({ priority: '${var.p}' }, {})).toEqual(['unknown', path(0), path(1)]);
    expect(of({}, { priority: '${var.p}' })).toEqual(['unknown', path(0), path(1)]);
    expect(of({ priority: '${var.p}' })).toEqual(['known', path(0)]);
    expect(of({ priority: 20 }, {})).toEqual(['equal', path(0), path(1)]);
    expect(of({ priority: 20 }, { priority: 10 }, { priority: 20 })).toEqual(['equal', path(1), path(0), path(2)]);
    expect(of({ priority: 20 }, { priority: 20, enabled: false })).toEqual(['known', path(0)]);
  });
});

describe('what the sessions of an interface copy', () => {
  const of = (filters: Copying[], more: object[] = [], direction: Direction = 'inbound', change?: (f: Fixture) => void) => {
    const model = modelOf(filters, filters.map((_, n): Using => [n, A, more[n]]), change);
    const [one] = mirroredInterfaces(model);
    const { sure, perhaps } = new Copies(model).of(one, direction);
    return [lines(sure), lines(perhaps)];
  };
  const share = (filters: Copying[], more: object[] = []) => {
    const model = modelOf(filters, filters.map((_, n): Using => [n, A, more[n]]));
    const shares = new Copies(model).shares(tried(mirroredInterfaces(model)[0]).sessions, 'inbound');
    return shares.map(({ sure, perhaps, taken, decides }) => [sure, perhaps, taken, decides].map(lines));
  };
  const both = (...parts: string[]) => [parts, parts];

  test('one after the other', () => {
    expect(of([{ inbound: [{}] }])).toEqual(both(HTTPS));
    expect(of([{ inbound: [{}] }], [], 'outbound')).toEqual(both());
    expect(of([{ inbound: [{}] }, { inbound: [port(80)] }])).toEqual(both('TCP from any to any port 80, 443'));
    // The first with a rule decides, also one that drops.
    expect(of([{ inbound: [from('128.0.0.0/1', DROP)] }, { inbound: [{}] }])).toEqual(both('TCP from 0.0.0.0/1 to any port 443'));
    expect(of([{ inbound: [{ protocol: 'UDP', source_port_range: '67/67', destination_port_range: '67/67' }] }])).toEqual(both());
  });
  test('as far as it is known', () => {
    expect(of([{ inbound: [DROP] }, { inbound: [{}] }], [PERHAPS])).toEqual([[], [HTTPS]]);
    expect(of([{ inbound: [{}] }], [{ enabled: '${var.on}' }])).toEqual([[], [HTTPS]]);
    expect(of([{ inbound: [{ ...UNKNOWN, ...DROP }] }, { inbound: [{}] }])).toEqual([[], [HTTPS]]);
    expect(of([{ inbound: [{}] }, { inbound: [UNKNOWN] }])).toEqual(both(HTTPS));
    // In an unknown order, each may be the first.
    expect(of([{ inbound: [{}] }, { inbound: [DROP, port(80)] }], [{ priority: 20 }, { priority: 20 }])).toEqual([
      [], ['TCP from any to any port 80, 443'],
    ]);
    expect(of([{ inbound: [UDP] }, { inbound: [UDP] }], [{ priority: '${var.p}' }])[1]).not.toEqual(['UDP from any to any']);
    // A filter outside the app may copy anything but DHCP.
    const [sure, perhaps] = of([{ inbound: [{}] }], [{ traffic_mirror_filter_id: 'tmf-bp1x' }]);
    expect([sure, perhaps.length > 1]).toEqual([[], true]);
    expect(of([{ inbound: [{}] }], [{ traffic_mirror_filter_id: null }])[0]).toEqual([]);
  });
  test('session by session', () => {
    expect(share([{ inbound: [from('128.0.0.0/1')] }, { inbound: [{}] }])).toEqual([
      [['TCP from 128.0.0.0/1 to any port 443'], ['TCP from 128.0.0.0/1 to any port 443'], [], ['TCP from 128.0.0.0/1 to any port 443']],
      [
        ['TCP from 0.0.0.0/1 to any port 443'], ['TCP from 0.0.0.0/1 to any port 443'], ['TCP from 128.0.0.0/1 to any port 443'],
        ['TCP from 0.0.0.0/1 to any port 443'],
      ],
    ]);
    // One that may be off decides perhaps.
    expect(share([{ inbound: [{}] }, { inbound: [{}] }], [PERHAPS])).toEqual([[[], [HTTPS], [], [HTTPS]], [[], [HTTPS], [HTTPS], [HTTPS]]]);
    expect(share([{ inbound: [UNKNOWN] }, { inbound: [{}] }])).toEqual([[[], [HTTPS], [], [HTTPS]], [[], [HTTPS], [HTTPS], [HTTPS]]]);
    expect(share([{ inbound: [DROP] }, { inbound: [{}] }])).toEqual([[[], [], [], [HTTPS]], [[], [], [HTTPS], []]]);
  });
  test('equal lists of sessions are one object', () => {
    const model = modelOf([{ inbound: [{}] }, { inbound: [{}] }], [
      [0, { ...A, 'eni-bp1b': undefined }], [0, { 'eni-bp1c': undefined }], [1, { 'eni-bp1d': undefined }], [
        0, { 'eni-bp1e': undefined }, PERHAPS,
      ],
    ]);
    const copies = new Copies(model);
    const [a, b, c, d, e] = mirroredInterfaces(model).map((one) => copies.of(one, 'inbound'));
    expect([b === a, c === a, d === a, e === a, copies.of(mirroredInterfaces(model)[0], 'outbound') === a]).toEqual(
      [true, true, false, false, false],
    );
    expect([lines(e.sure), lines(e.perhaps)]).toEqual([[], [HTTPS]]);
  });
  test('sessions without a known filter are told apart', () => {
    const model = modelOf(
      [{}], [[0, A, { traffic_mirror_filter_id: null }], [0, { 'eni-bp1b': undefined }, { traffic_mirror_filter_id: null }]],
    );
    const copies = new Copies(model);
    const [a, b] = mirroredInterfaces(model).map((one) => copies.of(one, 'inbound'));
    expect([a === b, a.perhaps.isSameAs(b.perhaps), a.sure.isEmpty]).toEqual([false, true, true]);
  });
});

describe('the packets that interfaces see', () => {
  const seen = (sources: Record<string, string | undefined>, direction: Direction, filter: Copying = { inbound: [{}], outbound: [{}] }) => {
    const model = modelOf([filter], [[0, sources]]);
    const found = seenPackets(new Copies(model), mirroredInterfaces(model), direction);
    return [found.seen, found.sure, found.perhaps].map(lines);
  };
  test('are those from and to their addresses', () => {
    const two = { ...A, 'eni-bp1b': '10.0.0.9' };
    expect(seen(two, 'inbound')).toEqual([
      ['all protocols from any to 10.0.0.1, 10.0.0.9'], ['TCP from any to 10.0.0.1, 10.0.0.9 port 443'], [
        'TCP from any to 10.0.0.1, 10.0.0.9 port 443',
      ],
    ]);
    expect(seen(two, 'outbound')).toEqual([
      ['all protocols from 10.0.0.1, 10.0.0.9 to any'], ['TCP from 10.0.0.1, 10.0.0.9 to any port 443'], [
        'TCP from 10.0.0.1, 10.0.0.9 to any port 443',
      ],
    ]);
  });
  test('are all if an address is not known', () => {
    expect(seen({ ...A, 'eni-bp1b': undefined }, 'inbound')).toEqual([['all protocols from any to any'], [HTTPS], [HTTPS]]);
  });
  test('that are copied perhaps', () => {
    expect(seen(A, 'inbound', { inbound: [UNKNOWN] })).toEqual(
      [['all protocols from any to 10.0.0.1'], [], ['TCP from any to 10.0.0.1 port 443']],
    );
  });
});

describe('a packet between two interfaces', () => {
  const set = (sources: number[], destinations: number[], kinds: PacketKind[] = ['TCP'], ports: Span = [443, 444]) =>
    PacketSet.product(kinds, AddressSet.ofAddresses(sources), AddressSet.ofAddresses(destinations), [EVERY_PORT], [ports]);

  test('none of an empty set, or of an interface to itself', () => {
    for (const none of [PacketSet.EMPTY, set([5], [5]), set([5], [5], ['ICMP', 'OTHER'])]) {
      expect([witnessBetween(none), betweenInterfaces(none).isEmpty]).toEqual([undefined, true]);
    }
  });
  test.each<[string, PacketSet, object]>([
    ['any', set([5], [7]), { kind: 'TCP', source: 5, destination: 7, destinationPort: 443 }],
    ['to another destination', set([5], [5, 7]), { kind: 'TCP', source: 5, destination: 7, destinationPort: 443 }],
    ['to an earlier destination', set([5], [3, 5]), { source: 5, destination: 3 }],
    ['from another source', set([5, 7], [5]), { kind: 'TCP', source: 7, destination: 5, destinationPort: 443 }],
    ['from an earlier source', set([3, 5], [5]), { source: 3, destination: 5 }],
    ['of several to several', set([5, 7], [5, 7]), { source: 5, destination: 7 }],
    ['without ports', set([5], [5, 7], ['ICMP']), { kind: 'ICMP', source: 5, destination: 7, sourcePort: 0, destinationPort: 0 }],
    ['of another kind', set([5], [5]).union(set([5], [7], ['ICMP'])), {
      kind: 'ICMP', source: 5, destination: 7, sourcePort: 0, destinationPort: 0,
    }],
    ['of another port', set([5], [5]).union(set([7], [5, 9], ['TCP'], [80, 82])), { kind: 'TCP', destinationPort: 80, sourcePort: 1 }],
  ])('%s', (_, of, packet) => {
    const found = witnessBetween(of)!;
    expect(found).toMatchObject('sourcePort' in packet && packet.sourcePort === 1 ? { ...packet, sourcePort: expect.any(Number) } : packet);
    expect([of.contains(found), found.source === found.destination, betweenInterfaces(of)]).toEqual([true, false, of]);
  });
  test('is the one that the set itself shows, if that is between two', () => {
    const two = set([5], [7]);
    expect(witnessBetween(two)).toEqual(two.witness());
  });
  test('its ports are the first ones of its part', () => {
    expect(witnessBetween(set([5], [5, 7], ['UDP'], [80, 90]))).toEqual(
      { kind: 'UDP', source: 5, destination: 7, sourcePort: 1, destinationPort: 80 },
    );
  });
});

describe('packets that are copied at both ends', () => {
  const BOTH: Copying = { inbound: [{}], outbound: [{}] };
  const of = (filters: Copying[], sessions: Using[]) => {
    const model = modelOf(filters, sessions);
    const { packets, pairs, between, once, withoutAddress } = copiedTwice(model);
    const somewhere = copiedSomewhere(model);
    return {
      packets: lines(packets), pairs, between, withoutAddress,
      once: once && { from: once.from.toString(), to: once.to.toString(), lost: lines(once.lost) },
      somewhere: [lines(somewhere.sure), lines(somewhere.perhaps)],
    };
  };
  const two = { ...A, 'eni-bp1b': '10.0.0.3' };

  test('each of two interfaces sends to the other', () => {
    expect(of([BOTH], [[0, two]])).toMatchObject({
      packets: ['TCP from 10.0.0.1, 10.0.0.3 to 10.0.0.1, 10.0.0.3 port 443'], pairs: 2n,
      between: [{ from: ['eni-bp1a', 'eni-bp1b'], to: ['eni-bp1a', 'eni-bp1b'] }],
      once: { from: '10.0.0.1, 10.0.0.3', to: '10.0.0.1, 10.0.0.3', lost: [] }, withoutAddress: 0,
    });
  });
  test('one sends, and the other receives', () => {
    expect(of([{ outbound: [{}] }, { inbound: [{}] }], [[0, A], [1, { 'eni-bp1b': '10.0.0.3', 'eni-bp1c': '10.0.0.5' }]])).toMatchObject({
      packets: ['TCP from 10.0.0.1 to 10.0.0.3, 10.0.0.5 port 443'], pairs: 2n,
      between: [{ from: ['eni-bp1a'], to: ['eni-bp1b', 'eni-bp1c'] }], once: { from: '10.0.0.1', to: '10.0.0.3, 10.0.0.5', lost: [] },
      somewhere: [[
        'TCP from 0.0.0.0-10.0.0.0, 10.0.0.2-255.255.255.255 to 10.0.0.3, 10.0.0.5 port 443', 'TCP from 10.0.0.1 to any port 443',
      ],
      expect.any(Array)],
    });
  });
  test('packets of an interface to itself are none', () => {
    expect(of([BOTH], [[0, A]])).toMatchObject({ packets: [], pairs: 0n, between: [], once: undefined, withoutAddress: 0 });
  });
  test('nothing is copied at both ends if one end copies nothing, or perhaps nothing', () => {
    expect(of([{ inbound: [{}] }], [[0, two]])).toMatchObject({ packets: [], pairs: 0n, between: [], once: undefined });
    expect(of([{ inbound: [{}], outbound: [UNKNOWN] }], [[0, two]])).toMatchObject({ packets: [], once: undefined });
    expect(of([{ inbound: [{}], outbound: [port(80)] }], [[0, two]])).toMatchObject({ packets: [], once: undefined });
  });
  test('interfaces without an address are counted and left out', () => {
    expect(of([BOTH], [[0, { ...two, 'eni-bp1c': undefined }]])).toMatchObject({ pairs: 2n, withoutAddress: 1 });
    expect(of([BOTH], [[0, { ...A, 'eni-bp1c': undefined }]])).toMatchObject({
      packets: [], withoutAddress: 1, somewhere: [
        ['TCP from 0.0.0.0-10.0.0.0, 10.0.0.2-255.255.255.255 to 10.0.0.1 port 443', 'TCP from 10.0.0.1 to any port 443'],
        expect.any(Array),
      ],
    });
  });
  test('what the change would lose: packets that only the receiver copies, also perhaps', () => {
    expect(of([{ inbound: [{}, port(80)], outbound: [{}] }], [[0, two]]).once!.lost).toEqual([
      'TCP from 10.0.0.1, 10.0.0.3 to 10.0.0.1, 10.0.0.3 port 80',
    ]);
    expect(of([{ inbound: [{}, { ...UNKNOWN, ...port(80) }], outbound: [{}] }], [[0, two]])).toMatchObject({
      once: { lost: ['TCP from 10.0.0.1, 10.0.0.3 to 10.0.0.1, 10.0.0.3 port 80'] },
      somewhere: [[expect.stringMatching(/port 443$/), expect.any(String)], [
        expect.stringMatching(/port 80, 443/), expect.any(String), expect.any(String),
      ]],
    });
    // Packets of an interface to itself are no loss.
    const itself = [{ outbound: [{}] }, { inbound: [{}, from('10.0.0.3/32', port(80))] }];
    expect(of(itself, [[0, two], [1, { 'eni-bp1b': '10.0.0.3' }]]).once!.lost).toEqual([]);
  });
  test('parts that differ have each their pairs', () => {
    expect(of([{ outbound: [{ destination_cidr_block: '10.0.0.3/32' }] }, { outbound: [port(80)], inbound: [{}, port(80)] }], [
      [0, A], [1, { 'eni-bp1b': '10.0.0.3', 'eni-bp1c': '10.0.0.5' }],
    ])).toMatchObject({
      pairs: 3n, between: expect.arrayContaining([
        { from: ['eni-bp1a'], to: ['eni-bp1b'] }, { from: ['eni-bp1b', 'eni-bp1c'], to: ['eni-bp1b', 'eni-bp1c'] },
      ]),
    });
  });
});

describe('the sessions of a source, one before the other', () => {
  const of = (filters: Copying[], sessions: Using[]) => precedences(modelOf(filters, sessions)).map(({ sources, shares }) => ({
    sources,
    shares: shares.map(
      ({ session, direction, wins, taken, by, open }) => [session.path, direction, lines(wins), lines(taken), by.map((b) => b.path), open],
    ),
  }));
  const wide: Copying = { inbound: [{}] };
  const half: Copying = { inbound: [from('0.0.0.0/1')] };

  test('each with what it copies and what is taken from it', () => {
    expect(of([half, wide], [[0, A], [1, A]])).toEqual([{
      sources: ['eni-bp1a'],
      shares: [
        [path(0), 'inbound', ['TCP from 0.0.0.0/1 to any port 443'], [], [], false],
        [path(1), 'inbound', ['TCP from 128.0.0.0/1 to any port 443'], ['TCP from 0.0.0.0/1 to any port 443'], [path(0)], false],
      ],
    }]);
    expect(of([{ outbound: [{}] }, wide], [[0, A], [1, A]])[0].shares).toEqual([
      [path(1), 'inbound', [HTTPS], [], [], false], [path(0), 'outbound', [HTTPS], [], [], false],
    ]);
    // All of its packets are taken.
    expect(of([wide, half], [[0, A], [1, A]])[0].shares[1]).toEqual(
      [path(1), 'inbound', [], ['TCP from 0.0.0.0/1 to any port 443'], [path(0)], false],
    );
  });
  test('only those that take something are named', () => {
    expect(of([half, { inbound: [UDP] }, { inbound: [from('128.0.0.0/1')] }, wide], [[0, A], [1, A], [2, A], [3, A]])[0].shares[3])
      .toEqual([path(3), 'inbound', [], [HTTPS], [path(0), path(2)], false]);
  });
  test('what depends on unknown values is marked', () => {
    expect(of([{ inbound: [UNKNOWN] }, wide], [[0, A], [1, A]])[0].shares).toEqual([
      [path(0), 'inbound', [HTTPS], [], [], true], [path(1), 'inbound', [HTTPS], [HTTPS], [path(0)], true],
    ]);
    expect(of([half, wide], [[0, A], [1, A, PERHAPS]])[0].shares.map((share) => share[5])).toEqual([false, true]);
  });
  test('sources with the same filters in the same order are one', () => {
    const both = { ...A, 'eni-bp1b': undefined };
    expect(of([half, wide], [[0, both], [1, both]])).toMatchObject([{ sources: ['eni-bp1a', 'eni-bp1b'] }]);
    expect(of([half, wide], [[0, A], [1, A], [0, { 'eni-bp1b': undefined }], [1, { 'eni-bp1b': undefined }]]))
      .toMatchObject([{ sources: ['eni-bp1a', 'eni-bp1b'], shares: { length: 2 } }]);
    expect(of([half, wide], [[0, A], [1, A], [1, { 'eni-bp1b': undefined }], [0, { 'eni-bp1b': undefined }]]))
      .toMatchObject([{ sources: ['eni-bp1a'] }, { sources: ['eni-bp1b'] }]);
    expect(of([half, wide], [[0, A], [1, A], [0, { 'eni-bp1b': undefined }], [1, { 'eni-bp1b': undefined }, PERHAPS]]))
      .toMatchObject([{ sources: ['eni-bp1a'] }, { sources: ['eni-bp1b'] }]);
  });
  test.each<[string, Using[]]>([
    ['one session', [[0, A]]], ['another that is off', [[0, A], [1, A, { enabled: false }]]],
    ['another of an equal priority', [[0, A], [1, A, { priority: 10 }]]], [
      'a priority that is not known', [[0, A], [1, A, { priority: '${var.p}' }]],
    ],
    ['another that only may have it', [[0, A], [1, {}, UNLISTED]]],
  ])('%s is no order', (_, sessions) => {
    expect(of([half, wide], sessions)).toEqual([]);
  });
  test('sessions that only may have the source do not count in the order', () => {
    expect(of([half, wide], [[0, A], [1, A], [1, {}, { ...UNLISTED, priority: '${var.p}' }]])[0].shares).toHaveLength(2);
  });
  test('filters that are not known are those of their sessions', () => {
    const none = { traffic_mirror_filter_id: null };
    expect(of([half], [[0, A, none], [0, A], [0, { 'eni-bp1b': undefined }, none], [0, { 'eni-bp1b': undefined }]]))
      .toMatchObject([{ sources: ['eni-bp1a'] }, { sources: ['eni-bp1b'] }]);
  });
});
