import { documents, right } from './fixtures';
import { MirrorLocation, MirrorSeverity } from '../../src';
import { Found } from '../../src/checks/found';
import { Places, positionText } from '../../src/checks/places';
import { StackStatements } from '../../src/model/document';
import { MirrorModel } from '../../src/model/mirror-model';

/** Positions as text, and the places that they are. */
const PLACES: readonly [text: string, place?: MirrorLocation][] = [
  ['main.ts:7:12', { file: 'main.ts', line: 7, column: 12 }],
  ['lib/web.ts:12', { file: 'lib/web.ts', line: 12 }],
  ['main.ts:1:1', { file: 'main.ts', line: 1, column: 1 }],
  ['C:/app/main.py:3:5', { file: 'C:/app/main.py', line: 3, column: 5 }],
  ['a:1:2:3', { file: 'a:1', line: 2, column: 3 }],
  ['b.ts:4:0', { file: 'b.ts', line: 4 }],
  ['a.ts:0:1'], ['nowhere'], [':5'], ['x\na.ts:7'],
];
const POSITIONS = PLACES.map(([text]) => text);
const FOUND: Found = {
  id: 'TM305', severity: MirrorSeverity.WARNING, reason: 'off', parameters: {}, path: 'net/Team/Web/Resource', stack: 'net',
  subject: '', count: 1,
};

function located(given: Partial<Found>, statements: Partial<StackStatements> | undefined): MirrorLocation | undefined {
  const f = right();
  const own = statements && { version: 1, sessions: {}, positions: POSITIONS, ...statements };
  const found = { ...FOUND, ...given };
  new Places(new MirrorModel(documents({ ...f, statements: own as any }))).locate(found);
  return found.location;
}

test.each(PLACES.map(([text, place], position) => ({ text, place, position })))('the position $text', ({ place, position }) => {
  expect(located({ position }, {})).toEqual(place);
});

test.each<[name: string, found: Partial<Found>, statements: Partial<StackStatements> | undefined, at: number | undefined]>([
  ['its own position', { position: 0, address: 'x.y' }, { sessions: { 'x.y': { at: 1 } } }, 0],
  ['the position of a session', { address: 'x.y' }, { sessions: { 'x.y': { at: 1 } }, places: { 'x.y': 0 } }, 1],
  ['the position of another resource', { address: 'x.y' }, { sessions: { 'x.y': {} }, places: { 'x.y': 0 } }, 0],
  ['an address without a position, whose construct has one', { address: 'x.z' }, { places: { 'net/Team/Web': 1 } }, 1],
  ['its construct', {}, { places: { 'net/Team/Web/Resource': 0, 'net/Team/Web': 1 } }, 0],
  ['the construct above it', {}, { places: { 'net/Team': 1 } }, 1],
  ['the stack, which is no part', {}, { places: { net: 1 } }, undefined],
  ['another construct', {}, { places: { 'net/Team/We': 1, 'net/Team/Web/Resource/x': 0 } }, undefined],
  ['a path outside the stack', { path: 'network' }, { places: { network: 1 } }, 1],
  ['a path outside the stack, whose first letters have a position', { path: 'network' }, { places: { networ: 1 } }, undefined],
  ['nothing', {}, {}, undefined],
  ['no statements', { position: 0 }, undefined, undefined],
  ['no positions', { position: 0 }, { positions: [] }, undefined],
  ['positions that are not there', { position: 0 }, { positions: undefined }, undefined],
  ['the name of a method', { address: 'toString', path: 'net/valueOf' }, {}, undefined],
  ['another stack', { position: 0, stack: 'other' }, {}, undefined],
])('the place of a finding: %s', (_, found, statements, at) => {
  expect(located(found, statements)).toEqual(at === undefined ? undefined : PLACES[at][1]);
});

test('a place that is known stays', () => {
  const location = { file: 'own.ts', line: 1 };
  expect(located({ location, position: 0 }, {})).toEqual(location);
});

test('a position that is no text has no place', () => {
  for (const text of [7, ['a.ts:7'], null]) expect(located({ position: 0 }, { positions: [text as any] })).toBeUndefined();
});

test.each<[location: MirrorLocation, text: string]>([
  [{ file: 'main.ts', line: 7 }, 'main.ts:7'], [{ file: 'main.ts', line: 7, column: 3 }, 'main.ts:7:3'],
])('%j as text', (location, text) => {
  expect(positionText(location)).toBe(text);
});
