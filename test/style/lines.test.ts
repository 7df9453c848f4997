import { readFileSync } from 'fs';
import { join, relative } from 'path';
import { filesOf } from './prose';

const SRC = join(__dirname, '..', '..', 'src');
const LONGEST = 140;
/** Lines that are still longer: mostly templates of one sentence. Lower it with every one that is wrapped. */
const MOST = 300;

const LINES = filesOf(SRC).filter((path) => path.endsWith('.ts')).flatMap((path) => readFileSync(path, 'utf8').split('\n')
  .map((text, i) => ({ text, at: `${relative(SRC, path)}:${i + 1}` })));
const LONG = LINES.filter(({ text }) => text.length > LONGEST);

test(`lines of src have at most ${LONGEST} characters`, () => {
  expect(LINES.length).toBeGreaterThan(10_000);
  expect(LONG.length > MOST ? LONG.map(({ at }) => at) : []).toEqual([]);
});

test('no comment of src is longer', () => {
  // A comment can always be wrapped.
  const comments = LONG.filter(({ text }) => /^\s*(?:\*|\/\/|\/\*)/.test(text) && !/https?:\S{60,}/.test(text));
  expect(comments.map(({ at }) => at)).toEqual([]);
});
