import { readFileSync } from 'fs';
import { join, relative } from 'path';
import * as ts from 'typescript';
import { filesOf } from './prose';

const ROOT = join(__dirname, '..', '..');
const LONGEST = 140;
/** What may stand on the line of a long text beside it: a key, brackets, a short call. */
const BESIDE = 40;

const FOLDERS = ['src', 'test', 'bench', 'examples', 'projenrc', 'schema'];
const FILES = [join(ROOT, '.projenrc.ts'), ...FOLDERS.flatMap((name) => filesOf(join(ROOT, name)))]
  .filter((path) => /(?<!\.d)\.ts$/.test(path));

/** The long lines that could be wrapped: those that are not one text, which is found by its words only while it is whole. */
function wrappable(path: string, text: string): string[] {
  const lines = text.split('\n');
  if (!lines.some((line) => line.length > LONGEST)) return [];
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const starts = file.getLineStarts();
  const whole = new Set<number>();
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteral(node) || ts.isTemplateLiteral(node) || ts.isRegularExpressionLiteral(node)) {
      const first = file.getLineAndCharacterOfPosition(node.getStart()).line;
      const last = file.getLineAndCharacterOfPosition(node.getEnd()).line;
      for (let i = first; i <= last; i++) {
        const covered = Math.min(node.getEnd(), starts[i] + lines[i].length) - Math.max(node.getStart(), starts[i]);
        if (covered >= lines[i].trim().length - BESIDE) whole.add(i);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return lines.flatMap((line, i) => line.length > LONGEST && !whole.has(i) ? [`${path}:${i + 1}`] : []);
}

test('a line that is not one text is held to be too long', () => {
  const long = 'x'.repeat(LONGEST);
  expect(wrappable('a.ts', `const a = '${long}';\nconst b = \`\n  ${long} \${c}\`;\nconst c = /${long}/;\n`)).toEqual([]);
  const wide = `// ${long}\nconst ${long} = '${long}';\nf('${long.slice(60)}', '${long.slice(60)}');\n`;
  expect(wrappable('a.ts', wide)).toEqual(['a.ts:1', 'a.ts:2', 'a.ts:3']);
});

test(`lines of code have at most ${LONGEST} characters`, () => {
  expect(FILES.length).toBeGreaterThan(600);
  expect(FILES.flatMap((path) => wrappable(relative(ROOT, path), readFileSync(path, 'utf8')))).toEqual([]);
});
