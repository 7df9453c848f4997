import { readFileSync } from 'fs';
import { known } from '../net/known';
import { refusal } from '../net/refusal';

/** One JSON document of a file. */
export interface Document {
  /** The file as the caller named it. With the document's number if the file holds more than one. */
  readonly source: string;
  readonly body: unknown;
}

/** A text and the name by which errors call it. */
export interface NamedText {
  readonly name: string;
  /** Read when it is needed: the files of a large estate are not all in memory at once. */
  readonly read: () => string;
}

/** Texts of files. */
export function textsOfFiles(what: string, files: string[]): NamedText[] {
  if (!known(files)) throw refusal({ what, got: files, allowed: 'paths that are known at synth', fix: 'write the paths themselves: the files are read while the app runs' });
  refuseOther(what, files, 'paths');
  return files.map(file => ({ name: file, read: () => readText(what, file) }));
}

/** Plain JavaScript lets anything pass. */
function refuseOther(what: string, given: unknown, items: string): void {
  if (Array.isArray(given) && given.every((item) => typeof item === 'string')) return;
  throw refusal({ what, got: given, allowed: `a list of ${items}`, fix: 'put it into a list, also where it is one' });
}

/** Texts that came from no file. */
export function namedTexts(what: string, texts: string[]): NamedText[] {
  refuseOther(what, texts, 'texts');
  return texts.map((text, i) => ({ name: `${what}[${i}]`, read: () => withoutBom(text) }));
}

/**
 * The documents of a text: one, an array of pages, or several one after another, as `aliyun ... >> file` leaves them.
 *
 * @param pages whether a top-level array is a list of documents
 */
export function documentsOf({ name, read }: NamedText, what: string, pages: boolean): Document[] {
  const text = read();
  if (text.trim() === '') {
    throw refusal({ path: name, what, got: text, allowed: 'JSON', fix: 'the file is empty: run the command again and look at what it prints on standard error' });
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
    throw refusal({ path: file, what, got: code || (e as Error).message, allowed: 'a readable file of JSON', fix: FIXES[code] ?? 'see that the file can be read' });
  }
}

const FIXES: Record<string, string> = {
  ENOENT: 'no such file: see the path, which counts from the folder in which the app runs',
  EISDIR: 'this is a directory: name the files in it, one by one',
  EACCES: 'permission denied: see the rights of the file',
  ERR_STRING_TOO_LONG: 'larger than 512 MB: give the pages as files of their own',
};

/** PowerShell's redirection writes UTF-16 or a byte order mark. Both identify themselves, so both are read. */
function decode(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString('utf16le', 2);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return Buffer.from(bytes.subarray(2, bytes.length - bytes.length % 2)).swap16().toString('utf16le');
  return withoutBom(bytes.toString('utf8'));
}

function withoutBom(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

function parse(name: string, text: string, what: string): unknown[] {
  try {
    return [JSON.parse(text)];
  } catch (whole) {
    const parts = split(text);
    // One broken document and several good ones look the same to the parser. Only the second is worth another try.
    if (parts.length < 2) throw notJson(name, text, what, 1, whole as Error);
    return parts.map((part, i) => {
      try {
        return JSON.parse(text.slice(part.start, part.end)) as unknown;
      } catch (e) {
        const line = 1 + count(text, '\n', part.start);
        throw notJson(`${name}, page ${i + 1}`, text.slice(part.start, part.end), what, line, e as Error);
      }
    });
  }
}

function notJson(path: string, text: string, what: string, line: number, e: Error): Error {
  const open = /end of JSON input|Unterminated/.test(e.message);
  return refusal({
    path,
    what,
    got: text.trim().slice(0, 80),
    allowed: 'JSON',
    fix: open ? `what begins on line ${line} ends in the middle: run the command again` : `what begins on line ${line} is not JSON (${e.message}): store standard output alone, in the JSON format`,
  });
}

interface Part {
  readonly start: number;
  readonly end: number;
}

/** Cuts a text if a top-level value ends. What is between values becomes a separate part, so that it is refused. */
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
