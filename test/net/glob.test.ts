import * as fc from 'fast-check';
import { glob } from '../../src/net/glob';

/** A pattern by its definition, one character of it after the other. */
function slow(pattern: string, text: string): boolean {
  if (pattern === '') return text === '';
  const rest = pattern.slice(1);
  if (pattern[0] === '*') return slow(rest, text) || text !== '' && slow(pattern, text.slice(1));
  return text !== '' && (pattern[0] === '?' || pattern[0] === text[0]) && slow(rest, text.slice(1));
}

test('a pattern matches what its definition matches, also with characters that mean something else in a regular expression', () => {
  const text = (characters: string) => fc.string({ unit: fc.constantFrom(...characters), maxLength: 6 });
  fc.assert(fc.property(text('ab*?.+^$(|[\\{'), text('ab.+^$(|[\\{\n'), (pattern, name) => {
    expect(glob(pattern).test(name)).toBe(slow(pattern, name));
  }), { numRuns: 500 });
  for (const character of '.+^${}()|[]\\') {
    expect([character, 'a', ''].map((name) => glob(character).test(name))).toEqual([true, false, false]);
  }
});

test('a pattern matches what is below a path, if that is asked', () => {
  expect(['prod', 'prod/web', 'prod/web/1', 'production'].map((path) => glob('prod', true).test(path))).toEqual([true, true, true, false]);
  expect(glob('prod').test('prod/web')).toBe(false);
});
