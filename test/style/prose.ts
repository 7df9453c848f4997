import { readFileSync, readdirSync } from 'fs';
import { join, relative } from 'path';

/** A piece of prose and its place. */
export interface Prose {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

/** Lines of prose of a Markdown file: without code blocks, code spans and addresses. */
export function proseOfMarkdown(file: string, text: string): Prose[] {
  let fence = false;
  return text.split('\n').flatMap((line, i) => {
    if (/^\s*(?:```|~~~)/.test(line)) {
      fence = !fence;
      return [];
    }
    if (fence) return [];
    return [
      {
        file,
        line: i + 1,
        text: line
          .replace(/`[^`]*`/g, '`code`')
          .replace(/\]\([^)]*\)/g, ']')
          .replace(/https?:\S+|&[a-z]+;/g, 'address'),
      },
    ];
  });
}

/** A comment, a string or a template of TypeScript, or a regular expression after a sign that cannot end a value. */
const TOKENS = new RegExp([
  '(?<block>/\\*[^]*?\\*/)',
  '(?<line>//[^\\n]*)',
  '(?<regex>(?<=[(,=:!&|?{;\\n]\\s*)/(?![/*])(?:[^/\\\\\\n[]|\\\\.|\\[(?:[^\\]\\\\\\n]|\\\\.)*\\])+/[a-z]*)',
  '(?<text>\'(?:[^\'\\\\\\n]|\\\\.)*\'|"(?:[^"\\\\\\n]|\\\\.)*")',
].join('|'), 'g');

/** Comments without example code, and sentences in string literals of a TypeScript file. */
export function proseOfTypeScript(file: string, source: string): Prose[] {
  const found: Prose[] = [];
  let line = 1;
  let counted = 0;
  const add = (at: number, text: string) => {
    for (; counted < at; counted++) if (source.charCodeAt(counted) === 10) line++;
    found.push({ file, line, text });
  };
  let at = 0;
  // Templates nest, so their ends are found by walking.
  const walk = (end: string | undefined): void => {
    while (at < source.length) {
      const char = source[at];
      if (end !== undefined && char === end) {
        at++;
        return;
      }
      if (char === '{') {
        at++;
        walk('}');
        continue;
      }
      if (char === '`') {
        template();
        continue;
      }
      if (char === '/' || char === '\'' || char === '"') {
        TOKENS.lastIndex = at;
        const token = TOKENS.exec(source);
        if (token && token.index === at) {
          const { block, line: comment, text } = token.groups!;
          at += token[0].length;
          if (block !== undefined) {
            let example = false;
            block.split('\n').forEach((part, i) => {
              // The lines after @example are code.
              example = /^\s*\*\s*@example\b/.test(part) || example && !/^\s*\*\s*@\w/.test(part);
              if (example) return;
              const start = token.index + block.split('\n').slice(0, i).join('\n').length + (i > 0 ? 1 : 0);
              add(start, part.replace(/^\s*\/?\*+\/?|\*\/$/g, '').replace(/`[^`]*`/g, '`code`').replace(/https?:\S+/g, 'address'));
            });
          } else if (comment !== undefined) {
            add(token.index, comment.slice(2).replace(/`[^`]*`/g, '`code`'));
          } else if (text !== undefined && / /.test(text)) {
            add(token.index, text.slice(1, -1));
          }
          continue;
        }
      }
      at++;
    }
  };
  const template = (): void => {
    const start = at++;
    let text = '';
    while (at < source.length && source[at] !== '`') {
      if (source[at] === '\\') {
        text += source[at + 1] === 'n' ? ' ' : source[at + 1];
        at += 2;
      } else if (source[at] === '$' && source[at + 1] === '{') {
        at += 2;
        text += 'X';
        walk('}');
      } else {
        text += source[at++];
      }
    }
    at++;
    if (/ /.test(text)) add(start, text.replace(/\s+/g, ' '));
  };
  walk(undefined);
  return found;
}

/** The files of a folder, without the generated bindings. */
export function filesOf(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((e) =>
    e.isDirectory() ? (e.name === 'alicloud' ? [] : filesOf(join(folder, e.name))) : [join(folder, e.name)],
  );
}

/** Texts that users and contributors read, or copy. */
const PAGES = ['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md'];
const FOLDERS = ['docs', 'src', 'examples'];

/** The prose of README, docs and src. */
export function proseOf(root: string): Prose[] {
  const files = [...PAGES.map((name) => join(root, name)), ...FOLDERS.flatMap((name) => filesOf(join(root, name)))];
  return files.flatMap((path) => {
    const file = relative(root, path);
    if (path.endsWith('.md')) return proseOfMarkdown(file, readFileSync(path, 'utf8'));
    return path.endsWith('.ts') ? proseOfTypeScript(file, readFileSync(path, 'utf8')) : [];
  });
}
