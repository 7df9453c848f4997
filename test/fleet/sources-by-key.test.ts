import { SourcesByKey } from '../../src/fleet/sources-by-key';

const item = (key: string, id = key) => ({ key, id });
const of = (...keys: string[]) => new SourcesByKey(keys.map((key) => item(key)));

describe('items by key', () => {
  test.each([
    [['a', 'b', 'c', 'd', 'e']], [['e', 'c', 'a', 'd', 'b']], [['b', 'a']], [['x']], [[]],
  ])('%j: each is found, in any order', (keys) => {
    const items = of(...keys);
    const sorted = [...keys].sort();
    expect([items.size, items.keys()]).toEqual([keys.length, sorted]);
    for (const order of [sorted, [...sorted].reverse(), keys, sorted.flatMap((key) => [key, key]), [...sorted, ...sorted]]) {
      expect(order.map((key) => items.get(key)?.key)).toEqual(order);
    }
    for (const absent of ['', 'A', 'aa', 'bb', 'zz']) {
      expect(items.get(absent)).toBeUndefined();
      expect(sorted.map((key) => items.get(key)?.key)).toEqual(sorted);
    }
  });

  test('the order of the given list stays as it is', () => {
    const given = [item('b'), item('a')];
    expect(new SourcesByKey(given).keys()).toEqual(['a', 'b']);
    expect(given.map(({ key }) => key)).toEqual(['b', 'a']);
  });

  test('a key that occurs twice is found, wherever the two are', () => {
    expect(of('a', 'b').duplicate).toBeUndefined();
    expect(of('a').duplicate).toBeUndefined();
    expect(new SourcesByKey([]).duplicate).toBeUndefined();
    expect(of('a', 'a').duplicate?.key).toBe('a');
    expect(of('c', 'b', 'a', 'c').duplicate?.key).toBe('c');
    expect(new SourcesByKey([item('b', '1'), item('a', '2'), item('b', '3')]).duplicate).toEqual(item('b', '3'));
  });
});
