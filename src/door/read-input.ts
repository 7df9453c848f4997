import { existsSync, fstatSync, readdirSync, readFileSync, statSync } from 'fs';
import { basename, dirname, extname, join, resolve } from 'path';
import { PlanDocument, planDocument, stateDocument } from './plan-document';
import { STACK_FILE, stackFilesIn } from './written-stacks';
import { StackDocument, STATEMENTS_FILE } from '../model/document';
import { isObject } from '../model/terraform-form';
import { refusal } from '../net/refusal';

/** What one call of the command reads. */
export interface Input {
  readonly documents: readonly StackDocument[];
  /** The file of each document, by its label. */
  readonly files: ReadonlyMap<string, string>;
  readonly plans: readonly PlanDocument[];
  /** What was read, for example `2 stacks that cdktf wrote, 1 plan of Terraform 1.11.4`. */
  readonly kinds: string;
}

export interface InputOptions {
  /** A region for providers whose region is left to the environment. */
  readonly region?: string;
  /** Reads standard input, for the path `-`. */
  readonly standardInput?: () => Buffer;
}

/** A JavaScript string holds no more. */
const MOST_BYTES = 400 * 1024 * 1024;
const SHOW = 'terraform show -json PLANFILE > plan.json';

/** Keys of Terraform JSON configuration. */
const CONFIGURATION_KEYS = ['terraform', 'provider', 'resource', 'data', 'locals', 'module', 'variable', 'output', 'import', 'moved', 'removed', 'check'];

/**
 * Reads written stacks, Terraform JSON, plans and states.
 *
 * @param paths folders and files; `-` is standard input, and `NAME=FILE` gives a label
 * @throws if one of them cannot be read or is none of these; the message names the command that makes the right file
 */
export function readInput(paths: readonly string[], options: InputOptions = {}): Input {
  const reader = new InputReader(options);
  for (const path of paths) reader.read(path);
  return reader.input;
}

class InputReader {
  private readonly documents: StackDocument[] = [];
  private readonly files = new Map<string, string>();
  private readonly plans: PlanDocument[] = [];
  private readonly counts = new Map<string, number>();

  constructor(private readonly options: InputOptions) {}

  public get input(): Input {
    const kinds = [...this.counts].map(([kind, n]) => `${n} ${n === 1 ? kind : kind.replace(/^(stack|file|plan|state)/, '$1s')}`).join(', ');
    return { documents: this.documents, files: this.files, plans: this.plans, kinds };
  }

  public read(given: string): void {
    const { label, path } = named(given);
    if (path === '-') return this.readText(decoded((this.options.standardInput ?? readStandardInput)(), 'standard input'), 'standard input', label ?? 'plan');
    if (!existsSync(path)) throw refusal({ path, what: 'the input', got: 'no such file', allowed: INPUTS, fix: 'name an existing file or folder' });
    if (statSync(path).isDirectory()) return this.readFolder(path, label);
    if (basename(path) === STACK_FILE) return this.readStack(path, label);
    refuseLarge(statSync(path).size, path, 'plan fewer stacks in one file, or check the written stacks');
    this.readText(decoded(readFileSync(path), path), path, label ?? labelOf(path));
  }

  private readFolder(path: string, label?: string): void {
    const own = join(path, STACK_FILE);
    if (existsSync(own)) return this.readStack(own, label);
    const stacks = stackFilesIn(path);
    if (stacks.length > 0) return stacks.forEach((file) => this.readStack(file));
    const names = readdirSync(path).sort();
    const configurations = names.filter((name) => name.endsWith('.tf.json'));
    if (names.some((name) => name.endsWith('.tf'))) {
      throw refusal({
        path, what: 'the folder', got: 'Terraform configuration in HCL', allowed: INPUTS,
        fix: `run terraform plan -out=PLANFILE and ${SHOW} in the folder, then check plan.json`,
      });
    }
    if (configurations.length === 0) throw refusal({ path, what: 'the folder', got: `a folder without ${STACK_FILE}`, allowed: INPUTS, fix: 'run cdktf synth, and name its output' });
    const files = configurations.map((name) => join(path, name));
    this.count('folder of Terraform JSON');
    this.add({ path: label ?? basename(resolve(path)), plain: true, terraform: merged(files.map((file) => parsed(decoded(readFileSync(file), file), file))) }, files[0]);
  }

  private readStack(file: string, label?: string): void {
    const folder = label ?? basename(dirname(resolve(file)));
    const statements = join(dirname(file), STATEMENTS_FILE);
    const lock = join(dirname(file), '.terraform.lock.hcl');
    this.count('stack that cdktf wrote');
    this.add({
      path: folder, terraform: parsed(decoded(readFileSync(file), file), file), statements: existsSync(statements) ? statementsOf(statements) : undefined,
      lock: existsSync(lock) ? readFileSync(lock, 'utf8') : undefined,
    }, file);
  }

  private readText(text: string, path: string, label: string): void {
    const json = parsed(text, path);
    const { format_version: format } = json;
    if (format === undefined) {
      if (json.version === 4 && json.lineage !== undefined) {
        throw refusal({ path, what: 'the file', got: 'a raw Terraform state', allowed: INPUTS, fix: 'run terraform show -json > state.json, and name state.json' });
      }
      if (!CONFIGURATION_KEYS.some((key) => isObject(json[key]) || Array.isArray(json[key]))) {
        throw refusal({ path, what: 'the file', got: `JSON with the keys ${Object.keys(json).slice(0, 5).join(', ') || '(none)'}`, allowed: INPUTS, fix: `run ${SHOW}, and name plan.json` });
      }
      this.count('file of Terraform JSON');
      return this.add({ path: label, plain: true, terraform: json }, path);
    }
    const version = String(format).split('.')[0];
    const isPlan = Array.isArray(json.resource_changes) || isObject(json.planned_values);
    // Major 0 was that of Terraform 0.12 to 1.0, which has what is read here as well.
    if (version !== '1' && version !== '0') {
      throw refusal({ path, what: 'format_version', got: format, allowed: '1.x', fix: 'use a version of this command that knows the format, or an earlier Terraform' });
    }
    if (!isPlan && !isObject(json.values)) {
      throw refusal({ path, what: 'the file', got: 'a plan or state without resources', allowed: INPUTS, fix: `apply first, or run terraform plan -out=PLANFILE and ${SHOW}` });
    }
    const plan = isPlan ? planDocument(json, label) : stateDocument(json, label);
    this.count(`${plan.kind}${plan.terraformVersion === '' ? '' : ` of Terraform ${plan.terraformVersion}`}`);
    this.plans.push(plan);
    this.add({ ...plan.document, ...this.beside(path, label) }, path);
  }

  /** A plan in the folder of a written stack is of its constructs, which state more beside it. */
  private beside(path: string, label: string): Partial<StackDocument> {
    const folder = dirname(resolve(path));
    if (path === 'standard input' || !existsSync(join(folder, STACK_FILE)) || basename(folder) !== label) return {};
    const statements = join(folder, STATEMENTS_FILE);
    return { plain: undefined, statements: existsSync(statements) ? statementsOf(statements) : undefined };
  }

  private add(document: StackDocument, file: string): void {
    const { path } = document;
    if (this.files.has(path)) {
      throw refusal({ path: file, what: 'the label', got: `${path} twice`, allowed: 'one input for each label', fix: `name one of them apart, for example other=${file}` });
    }
    this.files.set(path, file);
    this.documents.push({ folder: path, ...this.inRegion(document) });
  }

  /** Providers without a region, in the region that the user names. */
  private inRegion(document: StackDocument): StackDocument {
    const { region } = this.options;
    const { terraform } = document;
    if (region === undefined || !terraform) return document;
    const given = terraform.provider?.alicloud;
    const set = (config: any) => isObject(config) && (config.region === undefined || config.region === null) ? { ...config, region } : config;
    const alicloud = given === undefined ? [{ region }] : Array.isArray(given) ? given.map(set) : set(given);
    return { ...document, terraform: { ...terraform, provider: { ...terraform.provider, alicloud } } };
  }

  private count(kind: string): void {
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1);
  }
}

const INPUTS = 'cdktf.out, the folder of a stack, Terraform JSON, or terraform show -json of a plan or a state';

/** `NAME=FILE`, unless a file is named so. */
function named(given: string): { label?: string; path: string } {
  const m = /^([\w.-]+)=(.+)$/s.exec(given);
  return m && !existsSync(given) ? { label: m[1], path: m[2] } : { path: given };
}

/** A plan beside a written stack is of that stack; other files have their own name. */
function labelOf(path: string): string {
  const folder = dirname(resolve(path));
  if (existsSync(join(folder, STACK_FILE))) return basename(folder);
  const name = basename(path).replace(/\.tf\.json$/, '');
  return name.slice(0, name.length - extname(name).length) || name;
}

function readStandardInput(): Buffer {
  refuseLarge(fstatSync(0).size, 'standard input');
  return readFileSync(0);
}

function refuseLarge(bytes: number, path: string, fix = 'check the written stacks'): void {
  if (bytes <= MOST_BYTES) return;
  const mebibytes = (n: number): number => Math.round(n / 1024 / 1024);
  throw refusal({ path, what: 'the size', got: `${mebibytes(bytes)} MiB`, allowed: `up to ${mebibytes(MOST_BYTES)} MiB`, fix });
}

function decoded(bytes: Buffer, path: string): string {
  refuseLarge(bytes.length, path);
  if (bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4) {
    throw refusal({ path, what: 'the file', got: 'a plan in Terraform\'s binary form', allowed: INPUTS, fix: `run terraform show -json ${path} > plan.json, and name plan.json` });
  }
  // PowerShell's redirection writes UTF-16, with a mark that shows it.
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString('utf16le', 2);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return Buffer.from(bytes.subarray(2, bytes.length - bytes.length % 2)).swap16().toString('utf16le');
  return bytes.toString('utf8', bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0);
}

function parsed(text: string, path: string): any {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    if (text.trim() === '') throw refusal({ path, what: 'the file', got: 'nothing', allowed: INPUTS, fix: 'run the command before it again, and look at its error' });
    const [first] = text.trimStart().split('\n', 1);
    if (/"@level"/.test(first.slice(0, 2_000))) {
      throw refusal({ path, what: 'the file', got: 'the log of terraform plan -json', allowed: INPUTS, fix: `run terraform plan -out=PLANFILE, then ${SHOW}` });
    }
    const cut = /end of JSON input|Unterminated/.test((error as Error).message);
    throw refusal({
      path, what: 'the file', got: cut ? 'JSON that ends in the middle' : `${JSON.stringify(first.slice(0, 40))}, which is not JSON`, allowed: INPUTS,
      fix: cut ? 'write the file again: the disk may be full, or the command was stopped' : `run ${SHOW}, and name plan.json`,
    });
  }
  if (!isObject(json)) throw refusal({ path, what: 'the file', got: Array.isArray(json) ? 'a list' : JSON.stringify(json), allowed: INPUTS, fix: `run ${SHOW}, and name plan.json` });
  if (deeper(json, 200)) throw refusal({ path, what: 'the file', got: 'JSON nested more than 200 levels deep', allowed: INPUTS, fix: `run ${SHOW} again: Terraform writes nothing like it` });
  return json;
}

/** Whether values are nested more deeply than a number of levels; without recursion, since that is what may overflow. */
function deeper(json: unknown, levels: number): boolean {
  let level: unknown[] = [json];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > levels) return true;
    const next: unknown[] = [];
    for (const value of level) {
      if (Array.isArray(value)) {
        for (const item of value) if (item !== null && typeof item === 'object') next.push(item);
      } else {
        for (const key in value as object) {
          const item = (value as any)[key];
          if (item !== null && typeof item === 'object') next.push(item);
        }
      }
    }
    level = next;
  }
  return false;
}

function statementsOf(file: string): any {
  const json = parsed(decoded(readFileSync(file), file), file);
  if (json.version !== 1) throw refusal({ path: file, what: 'version', got: json.version, allowed: '1', fix: 'run cdktf synth again with the installed version of the library' });
  return json;
}

/** Several files of one module. */
function merged(files: readonly any[]): any {
  const all: Record<string, any> = {};
  for (const file of files) {
    for (const [key, value] of Object.entries<any>(file)) {
      if (key === '__proto__') continue;
      all[key] = key in all ? [...Array.isArray(all[key]) ? all[key] : [all[key]], ...Array.isArray(value) ? value : [value]] : value;
    }
  }
  return all;
}
