import { readFileSync } from 'fs';
import { isObject } from './fields';
import { known } from '../net/known';
import { described, refusal } from '../net/refusal';

/** One JSON document of a file. */
export interface Document {
  /** The file path from the caller, with the number of the document if the file contains several. */
  readonly source: string;
  readonly body: unknown;
}

/** A text, and its name in errors. */
export interface NamedText {
  readonly name: string;
  /** Reads the text when it is needed, so that the files of a large estate are not all in memory at the same time. */
  readonly read: () => string;
}

/** Texts of files. */
export function textsOfFiles(what: string, files: string[]): NamedText[] {
  if (!known(files)) {
    throw refusal({
      what,
      got: files,
      allowed: 'paths that are known at synth',
      fix: 'use literal paths. The files are read while the app runs',
    });
  }
  refuseOther(what, files, 'paths');
  return files.map(file => ({ name: file, read: () => readText(what, file) }));
}

/** Plain JavaScript callers may pass anything. */
function refuseOther(what: string, given: unknown, items: string): void {
  if (Array.isArray(given) && given.every((item) => typeof item === 'string')) return;
  throw refusal({ what, got: given, allowed: `a list of ${items}`, fix: 'pass a list, also for a single item' });
}

/** Texts that were not read from a file. */
export function namedTexts(what: string, texts: string[]): NamedText[] {
  refuseOther(what, texts, 'texts');
  return texts.map((text, i) => ({ name: `${what}[${i}]`, read: () => withoutBom(text) }));
}

/**
 * The documents of a text: one, an array of pages, or several in sequence, as `aliyun ... >> file` writes them.
 *
 * @param pages whether a top-level array is a list of documents
 */
export function documentsOf({ name, read }: NamedText, what: string, pages: boolean): Document[] {
  const text = read();
  if (text.trim() === '') {
    throw refusal({
      path: name,
      what,
      got: text,
      allowed: 'JSON',
      fix: 'the file is empty. Run the command again and read its standard error',
    });
  }
  const bodies = parse(name, text, what);
  const flat = pages ? bodies.flatMap(body => Array.isArray(body) ? body as unknown[] : [body]) : bodies;
  return flat.map((body, i) => ({ source: flat.length === 1 ? name : `${name}, page ${i + 1}`, body }));
}

function readText(what: string, file: string): string {
  try {
    return decode(readFileSync(file));
  } catch (e) {
    const code = (e as NodeJS.ErrnoException).code ?? '';
    throw refusal({
      path: file,
      what,
      got: described(FAULTS[code] ?? `cannot be read: ${code || (e as Error).message}`),
      allowed: 'a readable JSON file',
      fix: FIXES[code] ?? 'make the file readable',
    });
  }
}

const FAULTS: Record<string, string> = {
  ENOENT: 'does not exist',
  EISDIR: 'is a folder',
  EACCES: 'may not be read',
  ERR_STRING_TOO_LONG: 'is larger than 512 MB',
};

const FIXES: Record<string, string> = {
  ENOENT: 'check the path. A relative path begins in the folder in which the program was started',
  EISDIR: 'list the files in it individually',
  EACCES: 'check the permissions of the file',
  ERR_STRING_TOO_LONG: 'store each page as a separate file',
};

/** PowerShell's redirection writes UTF-16 or a byte order mark. Both identify themselves, so both are read. */
function decode(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString('utf16le', 2);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) {
    return Buffer.from(bytes.subarray(2, bytes.length - bytes.length % 2)).swap16().toString('utf16le');
  }
  return withoutBom(bytes.toString('utf8'));
}

function withoutBom(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

function parse(name: string, text: string, what: string): unknown[] {
  try {
    return [parsed(text)];
  } catch (whole) {
    const parts = split(text);
    // The parser fails for one broken document and for several valid ones. Only several can be parsed individually.
    if (parts.length < 2) throw notJson(name, text, what, 1, whole as Error);
    return parts.map((part, i) => {
      try {
        return parsed(text.slice(part.start, part.end));
      } catch (e) {
        const line = 1 + count(text, '\n', part.start);
        throw notJson(`${name}, page ${i + 1}`, text.slice(part.start, part.end), what, line, e as Error);
      }
    });
  }
}

/** An object with a key named toString gets a text, because it has no other. */
function parsed(text: string): unknown {
  return text.includes('"toString"')
    ? JSON.parse(text, (_, value: unknown) => isObject(value) && Object.hasOwn(value, 'toString')
      ? Object.defineProperty(value, Symbol.toPrimitive, { value: () => '{...}' }) : value)
    : JSON.parse(text);
}

function notJson(path: string, text: string, what: string, line: number, e: Error): Error {
  const open = /end of JSON input|Unterminated/.test(e.message);
  return refusal({
    path,
    what,
    got: text.trim().slice(0, 80),
    allowed: 'JSON',
    fix: open
      ? `the JSON that begins on line ${line} is truncated. Run the command again`
      : `the text that begins on line ${line} is not JSON (${e.message}). Store only standard output, in the JSON format`,
  });
}

interface Part {
  readonly start: number;
  readonly end: number;
}

/** Splits a text at the end of each top-level value. Text between values becomes a separate part, so that it is rejected. */
function split(text: string): Part[] {
  const parts: Part[] = [];
  let start = -1;
  let depth = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (quoted) {
      if (c === BACKSLASH) i++;
      else if (c === QUOTE) quoted = false;
      continue;
    }
    if (start < 0) {
      if (c === SPACE || c === TAB || c === LF || c === CR) continue;
      start = i;
    }
    if (c === QUOTE) {quoted = true;} else if (c === BRACE || c === BRACKET) {depth++;} else if (c === BRACE_END || c === BRACKET_END) {
      if (--depth <= 0) {
        parts.push({ start, end: i + 1 });
        start = -1;
        depth = 0;
      }
    }
  }
  if (start >= 0) parts.push({ start, end: text.length });
  return parts;
}

const [TAB, LF, CR, SPACE, QUOTE, BACKSLASH] = [9, 10, 13, 32, 34, 92];
const [BRACKET, BRACKET_END, BRACE, BRACE_END] = [91, 93, 123, 125];

function count(text: string, mark: string, end: number): number {
  let n = 0;
  for (let i = text.indexOf(mark); i >= 0 && i < end; i = text.indexOf(mark, i + 1)) n++;
  return n;
}
