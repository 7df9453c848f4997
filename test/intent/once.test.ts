import { MirrorDirection, MirrorIntent, MirrorNetwork, MirrorStatement } from '../../src';
import { compile } from '../../src/intent/compile';

jest.mock('../../src/intent/compile', () => {
  const actual = jest.requireActual<typeof import('../../src/intent/compile')>('../../src/intent/compile');
  return { ...actual, compile: jest.fn(actual.compile) };
});

const compiles = jest.mocked(compile);

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
