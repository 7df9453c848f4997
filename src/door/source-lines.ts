import { existsSync, readdirSync, readFileSync, statSync } from 'fs';
import { join } from 'path';
import { Address, parseAddress } from './address';
import { isObject } from '../model/terraform-form';
import { described, refusal } from '../net/refusal';

/** A line of a configuration file. */
export interface SourceLine {
  readonly file: string;
  /** The line number, from 1. */
  readonly line: number;
}

/** The key of a block of a configuration file: `resource`, its type and its name, or `module` and its name. */
type BlockKey = string;

/** The lines of the resources of a configuration, in its folder and in the folders of its modules. */
export class SourceLines {
  private readonly folders: ReadonlyMap<string, string>;
  private readonly blocks = new Map<string, ReadonlyMap<BlockKey, SourceLine>>();

  /**
   * @param folder the folder of the root module
   * @throws if the folder has no configuration
   */
  constructor(private readonly folder: string) {
    if (!existsSync(folder) || !statSync(folder).isDirectory() || configurationFiles(folder).length === 0) {
      throw refusal({
        path: folder,
        what: '--enrich',
        got: described(existsSync(folder) ? 'has no .tf files' : 'does not exist'),
        allowed: 'the folder in which terraform plan ran',
        fix: 'write --enrich DIR, or --enrich NAME=DIR for the plan with the label NAME',
      });
    }
    this.folders = moduleFolders(folder);
  }

  /** The line of a resource. If its module is in another place, the line of the module call. */
  public of(address: string): SourceLine | undefined {
    const parsed = parseAddress(address);
    return parsed && (this.resource(parsed) ?? this.moduleCall(parsed));
  }

  private resource({ modules, data, type, name }: Address): SourceLine | undefined {
    const folder = modules.length === 0 ? this.folder : this.folders.get(modules.map((m) => m.name).join('.'));
    return folder === undefined ? undefined : this.blocksOf(folder).get(`${data ? 'data' : 'resource'} ${type} ${name}`);
  }

  /** The line of the innermost module call that can be found. */
  private moduleCall({ modules }: Address): SourceLine | undefined {
    for (let depth = modules.length - 1; depth >= 0; depth--) {
      const around = depth === 0 ? this.folder : this.folders.get(modules.slice(0, depth).map((m) => m.name).join('.'));
      const line = around === undefined ? undefined : this.blocksOf(around).get(`module ${modules[depth].name}`);
      if (line) return line;
    }
    return undefined;
  }

  private blocksOf(folder: string): ReadonlyMap<BlockKey, SourceLine> {
    let found = this.blocks.get(folder);
    if (!found) {
      const all = new Map<BlockKey, SourceLine>();
      for (const file of configurationFiles(folder)) {
        const text = readFileSync(file, 'utf8').replace(/^\ufeff/, '');
        for (const [key, line] of file.endsWith('.json') ? jsonBlocks(text) : hclBlocks(text)) {
          if (!all.has(key)) all.set(key, { file, line });
        }
      }
      this.blocks.set(folder, found = all);
    }
    return found;
  }
}

function configurationFiles(folder: string): string[] {
  return existsSync(folder)
    ? readdirSync(folder).filter((name) => /\.(tf|tofu)(\.json)?$/.test(name)).sort().map((name) => join(folder, name))
    : [];
}

/** The folders of modules by their path of names, from the records of `terraform init`. */
function moduleFolders(folder: string): Map<string, string> {
  const folders = new Map<string, string>();
  const file = join(folder, '.terraform', 'modules', 'modules.json');
  if (!existsSync(file)) return folders;
  let json: any;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return folders;
  }
  for (const module of isObject(json) && Array.isArray(json.Modules) ? json.Modules : []) {
    if (typeof module?.Key === 'string' && module.Key !== '' && typeof module.Dir === 'string') {
      folders.set(module.Key, join(folder, module.Dir));
    }
  }
  return folders;
}

const KEYWORDS = ['resource', 'data', 'module'];

/** The top-level blocks of an HCL file, each with its line. */
export function hclBlocks(text: string): [BlockKey, number][] {
  const found: [BlockKey, number][] = [];
  const reader = new HclReader(text);
  let header: { readonly words: string[]; readonly line: number } | undefined;
  let depth = 0;
  for (let token = reader.next(); token !== undefined; token = reader.next()) {
    if (token.kind === 'open') {
      if (depth === 0 && header && KEYWORDS.includes(header.words[0])) found.push([header.words.join(' '), header.line]);
      header = undefined;
      depth++;
    } else if (token.kind === 'close') {
      depth = Math.max(0, depth - 1);
      header = undefined;
    } else if (depth === 0 && token.kind === 'word') {
      header = header ? { ...header, words: [...header.words, token.text] } : { words: [token.text], line: token.line };
    } else {
      header = undefined;
    }
  }
  return found;
}

interface HclToken {
  readonly kind: 'word' | 'open' | 'close' | 'other';
  readonly text: string;
  readonly line: number;
}

const IDENTIFIER = /[\p{L}_][\p{L}\p{N}_-]*/uy;
const HEREDOC = /<<-?([\p{L}_][\p{L}\p{N}_-]*)[^\S\n]*\r?\n/uy;

/** Reads words, labels and brackets of HCL. It skips comments, heredocs and the content of strings. */
class HclReader {
  private at = 0;
  private line = 1;

  constructor(private readonly text: string) {}

  public next(): HclToken | undefined {
    for (;;) {
      const c = this.text[this.at];
      if (c === undefined) return undefined;
      const { line } = this;
      if (c === '\n' || c === ' ' || c === '\t' || c === '\r') this.skip(1);
      else if (c === '#' || this.starts('//')) this.skipTo('\n', 0);
      else if (this.starts('/*')) this.skipTo('*/', 2);
      else if (c === '"') return { kind: 'word', text: this.quoted(), line };
      else if (this.starts('<<') && this.heredoc()) return { kind: 'other', text: '', line };
      else return this.word(line) ?? this.sign(c, line);
    }
  }

  private word(line: number): HclToken | undefined {
    IDENTIFIER.lastIndex = this.at;
    const text = IDENTIFIER.exec(this.text)?.[0];
    if (text === undefined) return undefined;
    this.at += text.length;
    return { kind: 'word', text, line };
  }

  private sign(c: string, line: number): HclToken {
    this.skip(1);
    return { kind: c === '{' || c === '[' || c === '(' ? 'open' : c === '}' || c === ']' || c === ')' ? 'close' : 'other', text: c, line };
  }

  private starts(text: string): boolean {
    return this.text.startsWith(text, this.at);
  }

  private skip(count: number): void {
    for (let i = 0; i < count && this.at < this.text.length; i++, this.at++) if (this.text[this.at] === '\n') this.line++;
  }

  private skipTo(end: string, more: number): void {
    const at = this.text.indexOf(end, this.at);
    this.skip((at < 0 ? this.text.length : at + more) - this.at);
  }

  /** Reads a string with its interpolations, which may contain strings. Returns its text. */
  private quoted(): string {
    this.skip(1);
    const start = this.at;
    /** The open levels: strings, and braces of interpolations. A string in an interpolation is another level. */
    const levels: ('string' | 'braces')[] = ['string'];
    while (levels.length > 0 && this.at < this.text.length) {
      const c = this.text[this.at];
      const inString = levels[levels.length - 1] === 'string';
      if (inString && c === '\\') {
        this.skip(2);
        continue;
      }
      if (inString && (this.starts('$${') || this.starts('%%{'))) {
        this.skip(3);
        continue;
      }
      if (inString && (this.starts('${') || this.starts('%{'))) {
        levels.push('braces');
        this.skip(2);
        continue;
      }
      if (c === '"') {
        if (inString) levels.pop();
        else levels.push('string');
      } else if (!inString && c === '{') {
        levels.push('braces');
      } else if (!inString && c === '}') {
        levels.pop();
      }
      this.skip(1);
    }
    return this.text.slice(start, this.at - 1);
  }

  private heredoc(): boolean {
    HEREDOC.lastIndex = this.at;
    const m = HEREDOC.exec(this.text);
    if (!m) return false;
    this.skip(m[0].length);
    while (this.at < this.text.length) {
      const end = this.text.indexOf('\n', this.at);
      const line = this.text.slice(this.at, end < 0 ? this.text.length : end);
      this.skip(line.length + 1);
      if (line.trim() === m[1]) return true;
    }
    return true;
  }
}

/** The resources and modules of a file of Terraform JSON, each with its line. */
export function jsonBlocks(text: string): [BlockKey, number][] {
  const found: [BlockKey, number][] = [];
  /** The keys of the enclosing objects. A list is not a level. */
  const keys: (string | undefined)[] = [];
  let key: string | undefined;
  let line = 1;
  const token = /"((?:[^"\\]|\\.)*)"(\s*:)?|[{}]|\n/g;
  for (let m = token.exec(text); m; m = token.exec(text)) {
    const [whole, string, colon] = m;
    if (whole === '\n') {
      line++;
    } else if (whole === '{') {
      keys.push(key);
      key = undefined;
    } else if (whole === '}') {
      key = keys.pop();
    } else if (colon !== undefined) {
      key = string;
      // The root object has no key.
      const path = [...keys.slice(1), key];
      const wanted = path[0] === 'module' ? 2 : 3;
      if (path.length === wanted && KEYWORDS.includes(String(path[0]))) found.push([path.join(' '), line]);
      line += colon.split('\n').length - 1;
    }
  }
  return found;
}
