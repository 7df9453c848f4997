import { MirrorDirection, MirrorEdition, MirrorIntent, MirrorNetwork, MirrorStatement } from '../../src';
import { meaning } from '../../src/intent/translate';
import { PacketSet } from '../../src/net/packet-set';
import { placedOf } from '../../src/filter/rule-boxes';

const direction = MirrorDirection.INBOUND;
const many = (second: number, size = 200) => MirrorNetwork.of(`many ${second}`, { cidrs: Array.from({ length: size }, (_, i) => `10.${second + (i >> 7)}.${(i & 127) * 2}.0/24`) });

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
  const compiled = MirrorIntent.of([MirrorStatement.accept({ direction, from: [many(0, 12)] })], { takeNearMiss: true }).compile(MirrorEdition.EDITION_2026);
  expect(compiled).toMatchObject({ excessRules: 2, copiesMore: true });
  expect(compiled.inbound.length).toBeLessThanOrEqual(10);
});
