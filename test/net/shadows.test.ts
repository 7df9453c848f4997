import { Ipv4Cidr } from '../../src/net/ipv4-cidr';
import { EVERY_ADDRESS, EVERY_PORT, PacketBox, PacketRule, Span } from '../../src/net/packet';
import { PacketSet } from '../../src/net/packet-set';
import { deadRules, freePacket } from '../../src/net/shadows';

const block = (cidr: string): Span => {
  const { first, size } = Ipv4Cidr.of(cidr);
  return [first, first + size];
};
const box = (protocol: PacketBox['protocol'], source?: string, more: Partial<PacketBox> = {}): PacketBox => ({
  protocol, source: source === undefined ? EVERY_ADDRESS : block(source), destination: EVERY_ADDRESS, sourcePorts: EVERY_PORT,
  destinationPorts: EVERY_PORT, ...more,
});
const accept = (protocol: PacketBox['protocol'], source?: string, more?: Partial<PacketBox>): PacketRule =>
  ({ accept: true, box: box(protocol, source, more) });
const drop = (protocol: PacketBox['protocol'], source?: string, more?: Partial<PacketBox>): PacketRule =>
  ({ accept: false, box: box(protocol, source, more) });
const port = (number: number) => ({ destinationPorts: [number, number + 1] as const });

/** Each dead rule: its index, its blockers, and whether one of them does the opposite. */
const dead = (...rules: PacketRule[]) => deadRules(rules).map(({ rule, blockers, opposed, reason }) => {
  expect(reason).toBe('BLOCKED');
  return [rule, blockers, opposed];
});

test.each<[string, PacketRule[], unknown[]]>([
  ['none of one', [accept('TCP')], []],
  ['none of two of different protocols', [accept('TCP'), drop('UDP')], []],
  ['none, if the wider one follows', [accept('TCP', '10.0.0.0/8'), drop('TCP')], []],
  ['the same again', [accept('TCP'), accept('TCP')], [[1, [0], false]]],
  ['the opposite of the same', [accept('TCP'), drop('TCP')], [[1, [0], true]]],
  ['a part', [drop('ALL', '10.0.0.0/8'), accept('TCP', '10.1.0.0/16', port(443))], [[1, [0], true]]],
  ['what a later one has too: the first is named', [accept('TCP'), accept('ALL'), accept('TCP', '10.0.0.0/8')], [[2, [0], false]]],
  ['what two have together', [drop('TCP', '10.0.0.0/9'), drop('TCP', '10.128.0.0/9'), accept('TCP', '10.0.0.0/8')], [[2, [0, 1], true]]],
  ['what two of its action have together',
    [accept('TCP', '10.0.0.0/9'), accept('TCP', '10.128.0.0/9'), accept('TCP', '10.0.0.0/8')], [[2, [0, 1], false]]],
  ['what two have together, in any order',
    [drop('TCP', '10.128.0.0/9'), accept('UDP'), drop('TCP', '10.0.0.0/9'), accept('TCP', '10.0.0.0/8')], [[3, [0, 2], true]]],
  ['what one has behind others of its action: only the one is named',
    [accept('TCP', '10.0.0.0/9'), accept('TCP'), accept('TCP', '10.0.0.0/8')], [[2, [1], false]]],
  ['what one of its action has behind one of the other: both are named',
    [drop('TCP', '10.0.0.0/9'), accept('TCP'), accept('TCP', '10.0.0.0/8')], [[2, [0, 1], true]]],
  ['what one of the other action has, behind one of its own: only the one is named',
    [accept('TCP', '10.0.0.0/9'), drop('TCP'), accept('TCP', '10.0.0.0/8')], [[2, [1], true]]],
  ['the fewest that hide it', [
    drop('TCP', '10.0.0.0/10'), drop('TCP', '10.0.0.0/9'), drop('TCP', '10.128.0.0/9'), accept('TCP', '10.0.0.0/8'),
  ], [[3, [1, 2], true]]],
  ['the largest of the other action, if those that hide it have its own', [
    drop('TCP', '10.0.0.0/24'), drop('TCP', '10.0.1.0/25'), accept('TCP', '10.0.0.0/9'), accept('TCP', '10.128.0.0/9'),
    accept('TCP', '10.0.0.0/8'),
  ], [[4, [0, 2, 3], true]]],
  ['what one of the other action has, behind others that have it together: only the one is named',
    [drop('TCP', '10.0.0.0/9'), drop('TCP', '10.128.0.0/9'), drop('TCP', '10.0.0.0/8'), accept('TCP', '10.0.0.0/8')],
    [[2, [0, 1], false], [3, [2], true]]],
  ['what one of its action has, behind others of its action that have it together: only the one is named', [
    accept('TCP', '10.0.0.0/9'), accept('TCP', '10.128.0.0/9'), accept('TCP', '10.0.0.0/8'), drop('TCP', '10.1.0.0/16'),
    accept('TCP', '10.0.0.0/8'),
  ], [[2, [0, 1], false], [3, [0], true], [4, [2], false]]],
  ['what one of its action has, behind others that have it together, one of the other action: those are named',
    [drop('TCP', '10.0.0.0/9'), accept('TCP', '10.128.0.0/9'), accept('TCP', '10.0.0.0/8'), accept('TCP', '10.0.0.0/8')],
    [[2, [0, 1], true], [3, [0, 1], true]]],
  ['none of those that decide nothing, however large', [
    drop('TCP', '10.0.0.0/10'), drop('TCP', '10.64.0.0/10'), drop('TCP', '10.0.0.0/9'), drop('TCP', '10.128.0.0/9'),
    accept('TCP', '10.0.0.0/8'),
  ], [[2, [0, 1], false], [4, [0, 1, 3], true]]],
  ['none of those that a larger one has', [
    drop('TCP', '10.0.0.0/10'), drop('TCP', '10.0.0.0/9'), drop('TCP', '10.128.0.0/10'), drop('TCP', '10.192.0.0/10'),
    accept('TCP', '10.0.0.0/8'),
  ], [[4, [1, 2, 3], true]]],
  ['none, if a port is left', [drop('TCP', undefined, port(80)), drop('TCP', undefined, port(443)), accept('TCP')], []],
  ['none, if a packet in the middle is left', [
    drop('TCP', undefined, { destinationPorts: [1, 100] }), drop('TCP', undefined, { destinationPorts: [101, 65_536] }), accept('TCP'),
  ], []],
  ['one, if no port is left', [
    drop('TCP', undefined, { destinationPorts: [1, 100] }), drop('TCP', undefined, { destinationPorts: [100, 65_536] }), accept('TCP'),
  ], [[2, [0, 1], true]]],
  ['none, if only the other protocols are left', [drop('TCP'), drop('UDP'), drop('ICMP'), accept('ALL')], []],
])('dead is %s', (_, rules, expected) => {
  expect(dead(...rules)).toEqual(expected);
});

test('blockers with as many packets are named by their order, larger ones first', () => {
  // Three thirds of the packets overlap, so that the largest two hide it.
  const rules = [drop('TCP', '10.64.0.0/10'), drop('TCP', '10.0.0.0/9'), drop('TCP', '10.128.0.0/9'), drop('TCP', '10.192.0.0/10')];
  expect(dead(...rules, accept('TCP', '10.0.0.0/8'))).toEqual([[3, [2], false], [4, [1, 2], true]]);
});

describe('packets that are never mirrored', () => {
  const never = PacketSet.ofBox(box('ALL', '10.0.0.0/8'));
  test('hide a rule that matches only them', () => {
    const [one, ...others] = deadRules([accept('TCP', '10.1.0.0/16'), accept('TCP')], never);
    expect(others).toEqual([]);
    expect(one).toEqual({
      rule: 0, reason: 'ONLY_NEVER_MIRRORED', blockers: [], opposed: false, witness: expect.any(PacketSet),
    });
    expect(one.witness.isSameAs(PacketSet.ofBox(box('TCP', '10.1.0.0/16')))).toBe(true);
  });

  test('hide a rule together with others: the rest is the witness', () => {
    const rules = [drop('TCP', '11.0.0.0/8'), accept('TCP', '10.0.0.0/7')];
    const [one] = deadRules(rules, never);
    expect([one.rule, one.reason]).toEqual([1, 'ONLY_NEVER_MIRRORED']);
    expect(one.witness.isSameAs(PacketSet.ofBox(box('TCP', '10.0.0.0/8')))).toBe(true);
    expect(deadRules(rules)).toEqual([]);
  });

  test('do not hide a rule that others hide already', () => {
    const found = deadRules([drop('TCP', '10.0.0.0/8'), accept('TCP', '10.1.0.0/16')], never);
    expect(found.map(({ rule, reason }) => [rule, reason])).toEqual([[0, 'ONLY_NEVER_MIRRORED'], [1, 'BLOCKED']]);
  });
});

describe('a packet that no rule has', () => {
  const base: PacketBox = { protocol: 'TCP', source: [10, 20], destination: [10, 20], sourcePorts: [10, 20], destinationPorts: [10, 20] };
  const low = { kind: 'TCP', source: 10, destination: 10, sourcePort: 10, destinationPort: 10 };
  const high = { kind: 'TCP', source: 19, destination: 19, sourcePort: 19, destinationPort: 19 };
  const free = (...others: Partial<PacketBox>[]) => freePacket(base, others.map((more) => ({ ...base, ...more })));
  test.each<[string, Partial<PacketBox>[], object | undefined]>([
    ['of none', [], low],
    ['is the highest, if the lowest is taken', [{ source: [10, 11] }], high],
    ['is behind the end of a rule', [{ source: [10, 15] }, { source: [16, 20] }], { ...low, source: 15 }],
    ['is before the start of a rule', [{ source: [12, 20] }, { source: [10, 11] }], { ...low, source: 11 }],
    ['is between destinations', [{ destination: [10, 15] }, { destination: [16, 20] }], { ...low, destination: 15 }],
    ['is between source ports', [{ sourcePorts: [10, 15] }, { sourcePorts: [16, 20] }], { ...low, sourcePort: 15 }],
    ['is between destination ports', [{ destinationPorts: [10, 15] }, { destinationPorts: [16, 20] }], { ...low, destinationPort: 15 }],
    ['is none', [{ source: [10, 15] }, { source: [15, 20] }], undefined],
    ['is none beside rules of all protocols', [{ protocol: 'ALL' }], undefined],
    ['is any beside rules of other protocols', [{ protocol: 'UDP' }], low],
  ])('%s', (_, others, packet) => {
    expect(free(...others)).toEqual(packet);
  });

  test('is looked for 150 times', () => {
    const wide: PacketBox = {
      protocol: 'TCP', source: [0, 1_000], destination: [10, 11], sourcePorts: [10, 11], destinationPorts: [10, 11],
    };
    const source = (first: number, end: number) => ({ ...wide, source: [first, end] as const });
    // Both ends are tried first, then what follows each address: the last of them is free.
    const last = (count: number) => freePacket(wide, [...Array.from({ length: count }, (_, n) => source(n, n + 1)), source(998, 1_000)]);
    expect([2, 147, 148, 149].map((count) => last(count)?.source)).toEqual([2, 147, 148, undefined]);
  });

  test('has no ports, if its protocol has none', () => {
    const icmp: PacketBox = { ...base, protocol: 'ICMP' };
    const none = { sourcePort: 0, destinationPort: 0 };
    expect(freePacket(icmp, [])).toEqual({ ...low, ...none, kind: 'ICMP' });
    expect(freePacket({ ...base, protocol: 'ALL' }, [])).toEqual({ ...low, ...none, kind: 'OTHER' });
    expect(freePacket(icmp, [{ ...icmp, source: [10, 11] }])).toEqual({ ...high, ...none, kind: 'ICMP' });
    expect(freePacket(icmp, [{ ...icmp, source: [10, 15] }, { ...icmp, source: [16, 20] }])).toEqual({
      ...low, ...none, kind: 'ICMP',
      source: 15,
    });
    expect(freePacket({ ...base, protocol: 'ALL' }, [{ ...base, protocol: 'TCP' }])).toMatchObject({ kind: 'OTHER' });
  });

  test('may be mirrored', () => {
    const never = PacketSet.ofBox({ ...base, source: [10, 15] });
    expect(freePacket(base, [], never)).toEqual(high);
    expect(freePacket(base, [{ ...base, source: [16, 20] }], never)).toEqual({ ...low, source: 15 });
  });
});
