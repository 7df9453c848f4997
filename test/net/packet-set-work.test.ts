import { PacketSet } from '../../src/net/packet-set';
import { LIST_KINDS, ListKind, ruleList } from '../support/rule-lists';

// The work of operations on long lists, in spans of computed nodes: the same on every machine. 500,000 take about 100 ms.

const LONG = 200;

function workOf(action: () => unknown): number {
  const before = PacketSet._work;
  action();
  return PacketSet._work - before;
}

/** The most that each operation takes, over several lists. */
function works(kind: ListKind, count: number): { build: number; operation: number } {
  const most = { build: 0, operation: 0 };
  for (const seed of [1, 2, 3]) {
    let [a, b] = [PacketSet.EMPTY, PacketSet.EMPTY];
    most.build = Math.max(most.build, workOf(() => a = PacketSet.ofRules(ruleList(kind, count, seed))));
    b = PacketSet.ofRules(ruleList(kind, count, seed + 100));
    const operations = [() => a.union(b), () => a.intersect(b), () => a.minus(b), () => a.isSameAs(b)];
    most.operation = Math.max(most.operation, ...operations.map(workOf));
    // Witness and cover read the diagram and compute no node.
    expect(workOf(() => [a.witness(), a.cover().length])).toBe(0);
  }
  return most;
}

test.each(LIST_KINDS)('%s lists of 200 rules stay far below a tenth of a second of work', (kind) => {
  const { build, operation } = works(kind, LONG);
  // What is counted is not nothing.
  expect(build).toBeGreaterThan(10 * LONG);
  expect(operation).toBeGreaterThan(LONG);
  expect(build).toBeLessThan(400_000);
  expect(operation).toBeLessThan(40_000);
});

test.each(LIST_KINDS)('%s lists: four times the rules take less than the square of that for each rule', (kind) => {
  const [few, many] = [works(kind, LONG / 4), works(kind, LONG)];
  expect(many.build / few.build).toBeLessThan(4 ** 3);
  expect(many.operation / few.operation).toBeLessThan(4 ** 3);
});

test('the first node of a process has a key of its own', () => {
  jest.isolateModules(() => {
    const fresh = jest.requireActual<typeof import('../../src/net/packet-set')>('../../src/net/packet-set');
    const two = fresh.PacketSet.ofBox({
      protocol: 'TCP', source: [0, 2 ** 32], destination: [0, 2 ** 32], destinationPorts: [80, 81], sourcePorts: [1, 2],
    });
    const [before, at, after] = two._classes(2).map(({ key }) => key);
    expect([before === at, at === after, before === after]).toEqual([false, false, true]);
  });
});
