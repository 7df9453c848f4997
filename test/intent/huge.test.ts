import { MirrorDirection, MirrorEdition, MirrorIntent, MirrorNetwork, MirrorStatement } from '../../src';
import { meaning } from '../../src/intent/translate';
import { PacketSet } from '../../src/net/packet-set';
import { placedOf } from '../../src/filter/rule-boxes';

const direction = MirrorDirection.INBOUND;
const many = (second: number, size = 200) =>
  MirrorNetwork.of(`many ${second}`, { cidrs: Array.from({ length: size }, (_, i) => `10.${second + (i >> 7)}.${(i & 127) * 2}.0/24`) });

test('200 networks to 200 networks: the error counts the rules, and the near miss copies all that is wanted and more', () => {
  const statements = [MirrorStatement.accept({ direction, from: [many(0)], to: [many(64)] })];
  expect(() => MirrorIntent.of(statements).compile()).toThrow(/needs 40000 inbound rules and 0 outbound rules, 39990 too many/);
  const intent = MirrorIntent.of(statements, { takeNearMiss: true });
  const compiled = intent.compile();
  expect(compiled).toMatchObject({ copiesMore: true, plainRules: 40_000, provedShortest: false });
  expect(compiled.inbound.length).toBeLessThanOrEqual(10);
  expect(PacketSet.ofRules(placedOf(compiled.inbound)).containsAll(meaning(intent._sentences().inbound))).toBe(true);
});

test('a direction that is over its own limit is shortened, however many rules the filter may have', () => {
  const compiled = MirrorIntent.of([MirrorStatement.accept({ direction, from: [many(0, 12)] })], { takeNearMiss: true }).compile(
    MirrorEdition.EDITION_2026,
  );
  expect(compiled).toMatchObject({ excessRules: 2, copiesMore: true });
  expect(compiled.inbound.length).toBeLessThanOrEqual(10);
});

/** A statement for each network: that many drops, before one that accepts everything. */
const allBut = (cidrs: readonly string[]) => [
  ...cidrs.map((cidr) => MirrorStatement.drop({ direction, from: [MirrorNetwork.of(cidr, { cidrs: [cidr] })] })),
  MirrorStatement.accept({ direction }),
];
const adjacent = (count: number) => Array.from({ length: count }, (_, i) => `10.${i >> 8}.${i & 255}.0/24`);

test('many statements that mean little together fit: drops and accepts', () => {
  // 10.0.0.0/16, 10.1.0.0/19, 10.1.32.0/21, 10.1.40.0/22 and one more.
  const drops = MirrorIntent.of(allBut(adjacent(301))).compile();
  expect(drops).toMatchObject({ excessRules: 0, copiesMore: false, extra: [], extraShare: 0 });
  expect(drops.inbound.map(String)).toHaveLength(6);
  const accepts = MirrorIntent.of(
    adjacent(301).map((cidr) => MirrorStatement.accept({ direction, from: [MirrorNetwork.of(cidr, { cidrs: [cidr] })] })),
  ).compile();
  expect(accepts).toMatchObject({ excessRules: 0, copiesMore: false });
  expect(accepts.inbound).toHaveLength(5);
});

test.each([40, 301])('of %i networks that are dropped one by one, the near miss still drops the largest', (count) => {
  const small = Array.from({ length: count }, (_, i) => `10.${i >> 7}.${(i & 127) * 2}.0/24`);
  const intent = MirrorIntent.of(allBut([...small, '172.16.0.0/12', '192.168.0.0/16']), { takeNearMiss: true });
  const compiled = intent.compile();
  expect(compiled).toMatchObject({ copiesMore: true });
  expect(compiled.inbound).toHaveLength(10);
  const copied = PacketSet.ofRules(placedOf(compiled.inbound));
  expect(copied.containsAll(meaning(intent._sentences().inbound))).toBe(true);
  const dropped = compiled.inbound.filter((r) => r.action === 'drop').map((r) => r.source);
  expect(dropped).toEqual(expect.arrayContaining(['172.16.0.0/12', '192.168.0.0/16']));
  expect(dropped).toHaveLength(9);
  expect(compiled.extraShare).toBeLessThan(0.001);
});
