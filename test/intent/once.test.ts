import { MirrorDirection, MirrorIntent, MirrorNetwork, MirrorStatement } from '../../src';
import { compile } from '../../src/intent/compile';
import { nearMisses } from '../../src/intent/near-miss';

jest.mock('../../src/intent/compile', () => {
  const actual = jest.requireActual<typeof import('../../src/intent/compile')>('../../src/intent/compile');
  return { ...actual, compile: jest.fn(actual.compile) };
});

jest.mock('../../src/intent/near-miss', () => {
  const actual = jest.requireActual<typeof import('../../src/intent/near-miss')>('../../src/intent/near-miss');
  return { ...actual, nearMisses: jest.fn(actual.nearMisses) };
});

const compiles = jest.mocked(compile);
const searches = jest.mocked(nearMisses);

function intent(...cidrs: string[]): MirrorIntent {
  return MirrorIntent.of([MirrorStatement.accept({ direction: MirrorDirection.INBOUND, from: [MirrorNetwork.of('networks', { cidrs })] })]);
}

test('equal intents are compiled once, others for themselves', () => {
  const first = intent('10.1.0.0/16', '10.3.0.0/16').compile();
  // One search for each direction: the empty one too.
  expect(compiles).toHaveBeenCalledTimes(2);
  const again = intent('10.1.0.0/16', '10.3.0.0/16').compile();
  expect(compiles).toHaveBeenCalledTimes(2);
  expect(again).toEqual(first);
  intent('10.1.0.0/16', '10.5.0.0/16').compile();
  expect(compiles).toHaveBeenCalledTimes(3);
});

test('the near miss of equal intents is searched once', () => {
  const many = (first: number) => MirrorIntent.of([MirrorStatement.accept({
    direction: MirrorDirection.INBOUND,
    from: [MirrorNetwork.of('many', { cidrs: Array.from({ length: 12 }, (_, i) => `10.${first + 2 * i}.0.0/16`) })],
  })], { takeNearMiss: true });
  const first = many(0).compile();
  expect(searches).toHaveBeenCalledTimes(1);
  const before = compiles.mock.calls.length;
  expect(many(0).compile()).toEqual(first);
  expect(searches).toHaveBeenCalledTimes(1);
  expect(compiles).toHaveBeenCalledTimes(before);
  expect(many(1).compile()).not.toEqual(first);
  expect(searches).toHaveBeenCalledTimes(2);
});
