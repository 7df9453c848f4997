import * as fc from 'fast-check';
import { editDistance } from '../../src/net/edit-distance';
import { nearestNames } from '../../src/net/nearest';

/** The distance by its definition: the last characters are equal, changed, added, removed or swapped. */
function slow(a: string, b: string): number {
  if (a === '' || b === '') return a.length + b.length;
  const [restA, restB] = [a.slice(0, -1), b.slice(0, -1)];
  const last = (text: string, i: number): string | undefined => text[text.length - i];
  const swapped = a.length > 1 && b.length > 1 && last(a, 1) === last(b, 2) && last(a, 2) === last(b, 1);
  return Math.min(
    slow(restA, b) + 1, slow(a, restB) + 1, slow(restA, restB) + (last(a, 1) === last(b, 1) ? 0 : 1),
    swapped ? slow(a.slice(0, -2), b.slice(0, -2)) + 1 : Infinity,
  );
}

const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 6 });

test('the distance is that of its definition', () => {
  fc.assert(fc.property(text, text, (a, b) => {
    const distance = slow(a, b);
    expect(editDistance(a, b)).toBe(distance);
    for (const most of [0, 1, 2, 3, 4]) expect(editDistance(a, b, most)).toBe(distance > most ? Infinity : distance);
  }), { numRuns: 300 });
  expect(editDistance('mirorr', 'mirror')).toBe(1);
});

test('names come by their distance, in small letters as in capitals, and no further than asked', () => {
  expect(nearestNames('tm305', ['TM401', 'TM306', 'TM305', 'TM305'])).toEqual(['TM305', 'TM306', 'TM401']);
  expect(nearestNames('tm305', ['TM401', 'TM306', 'TM305'], { most: 1 })).toEqual(['TM305', 'TM306']);
  expect(nearestNames('x'.repeat(300), ['x'])).toEqual([]);
  expect(nearestNames('target', ['targetTags', 'targets'], { isForm: (a, b) => b.startsWith(a) })).toEqual(['targets', 'targetTags']);
});

test('names of one distance come by their length, those as long as the written one first', () => {
  expect(nearestNames('abc', ['abcd', 'ab', 'abd'])).toEqual(['abd', 'ab', 'abcd']);
  expect(nearestNames(' abc ', ['abc'], { most: 0 })).toEqual(['abc']);
});

test('names of more than 200 characters are left out', () => {
  const [long, longer] = ['x'.repeat(200), 'x'.repeat(201)];
  expect(nearestNames(long, [long, longer])).toEqual([long]);
  expect(nearestNames(longer, [long, longer])).toEqual([]);
});

test('what is left out by its length is further than asked', () => {
  fc.assert(fc.property(text, fc.array(text, { maxLength: 6 }), fc.nat(4), (written, names, most) => {
    const all = nearestNames(written, names, { most });
    expect(new Set(all)).toEqual(new Set(names.filter((name) => slow(written, name) <= most)));
    expect(nearestNames(written, names, { most, onlyNearest: true })[0]).toBe(all[0]);
  }), { numRuns: 100 });
});
