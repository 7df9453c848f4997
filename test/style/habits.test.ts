import { join } from 'path';
import { HABITS } from './habits';
import { proseOf, proseOfMarkdown, proseOfTypeScript } from './prose';

const prose = proseOf(join(__dirname, '..', '..'));

test.each(HABITS)('$name: no more than are left', ({ pattern, most, instead }) => {
  const found = prose.flatMap(({ file, line, text }) => (text.match(pattern) ?? []).map((words) => `${file}:${line} ${words}`));
  // A text that is rewritten lowers the number in habits.ts. A new text uses the words in `instead`.
  expect({ instead, found: found.length > most ? found : [] }).toEqual({ instead, found: [] });
});

test.each(HABITS)('$name: at most a tenth is left, with a reason', ({ before, most, left }) => {
  expect(most).toBeLessThanOrEqual(before / 10);
  expect(left !== undefined).toBe(most > 0);
});

test('prose is comments, sentences in strings, and Markdown without code', () => {
  expect(
    proseOfTypeScript('a.ts', '/**\n * One.\n *\n * @example\n * two();\n * @default - three\n */').map(({ text }) => text.trim()),
  ).toEqual(['', 'One.', '', '@default - three', '']);
  expect(
    proseOfTypeScript(
      'a.ts',
      "/** It goes dark. */\nconst a = `the ${f(`x; y`)} says`; // stated\nconst b = /dark; '/;\nconst c = 'two words';\nconst d = 'dark';\n",
    ),
  ).toEqual([
    { file: 'a.ts', line: 1, text: ' It goes dark. ' },
    { file: 'a.ts', line: 2, text: 'x; y' },
    { file: 'a.ts', line: 2, text: 'the X says' },
    { file: 'a.ts', line: 2, text: ' stated' }, { file: 'a.ts', line: 4, text: 'two words' },
  ]);
  expect(proseOfMarkdown('a.md', 'It `says` so.\n```ts\ndark;\n```\n').map(({ text }) => text)).toEqual(['It `code` so.', '']);
});
