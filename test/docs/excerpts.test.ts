// Blocks of pages that are taken from examples which are run in their language: <!-- from FILE --> stands before them.
import { readFileSync } from 'fs';
import { join } from 'path';

const ROOT = join(__dirname, '..', '..');
const PAGES = ['README.md', 'README.zh-CN.md', 'docs/languages.md'];

/** Lines without what all of them begin with, which a block in a function has. */
function atTheMargin(text: string): string {
  const lines = text.split('\n');
  const indents = lines.filter((line) => line !== '').map((line) => /^\s*/.exec(line)![0].length);
  return lines.map((line) => line.slice(Math.min(...indents))).join('\n');
}

/** Whether a block is a run of whole lines of a file, wherever that indents them. */
function isOf(file: string, block: string): boolean {
  const [lines, wanted] = [file.split('\n'), block.split('\n')];
  return lines.some((_, i) => atTheMargin(lines.slice(i, i + wanted.length).join('\n')) === block);
}

const excerpts = PAGES.flatMap((page) =>
  [...readFileSync(join(ROOT, page), 'utf8').matchAll(/^<!-- from (\S+) -->\n```\w+\n([\s\S]*?)\n```$/gm)].map(
    ([, file, block]): [page: string, file: string, block: string] => [page, file, block],
  ),
);

test('README and the page of languages show Go, and README what jsii makes of its first app', () => {
  for (const page of PAGES) {
    expect([page, ...excerpts.filter(([of]) => of === page).map(([, file]) => file)]).toEqual(
      expect.arrayContaining([page, 'examples/languages/go/main.go']),
    );
  }
  for (const page of ['README.md', 'README.zh-CN.md']) {
    const languages = [...readFileSync(join(ROOT, page), 'utf8').matchAll(/^<!-- translated from main\.ts -->\n```(\w+)$/gm)];
    // `npx projen rosetta` compares them with the translations.
    expect([page, languages.map(([, language]) => language)]).toEqual([page, ['python', 'java']]);
  }
});

test.each(excerpts)('%s shows what %s has', (_, file, block) => {
  expect(isOf(readFileSync(join(ROOT, file), 'utf8'), block)).toBe(true);
});

test('fails where a line differs', () => {
  const [, file, block] = excerpts[0];
  expect(isOf(readFileSync(join(ROOT, file), 'utf8'), block.replace('443', '80'))).toBe(false);
});
