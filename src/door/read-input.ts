import { closeSync, existsSync, openSync, readdirSync, readSync, statSync } from 'fs';
import { basename, dirname, extname, join, resolve } from 'path';
import { OWN_PROVIDER } from './plan-configuration';
import { configurationDocument, PlanDocument, planDocument, stateDocument } from './plan-document';
import { withStatements, WrittenStack } from './stack-statements';
import { STACK_FILE, stackFilesIn, stackFolders } from './written-stacks';
import { refuseFormat } from '../input/state-resources';
import { StackDocument, STATEMENTS_FILE } from '../model/document';
import { isObject } from '../model/terraform-form';
import { described, refusal } from '../net/refusal';
import { phrase, Words } from '../texts/phrase';
import { FRAMEWORK } from '../net/framework';

/** The inputs of one call of the command. */
export interface Input {
  readonly documents: readonly StackDocument[];
  /** The file of each document, by its label. */
  readonly files: ReadonlyMap<string, string>;
  readonly plans: readonly PlanDocument[];
  /** The kinds of inputs, for example `2 stacks that cdktf wrote` and `1 plan of Terraform 1.11.4`. */
  readonly kinds: readonly Words[];
}

export interface InputOptions {
  /** The region of providers whose region comes from the environment. */
  readonly region?: string;
  /** The output folder of an app, or the folder of one stack, to which the plans belong. */
  readonly statements?: string;
  /** The largest allowed file, in bytes. */
  readonly mostBytes?: number;
  /** Reads standard input, for the path `-`. */
  readonly standardInput?: () => Buffer;
}

/** Stays below the length limit of a JavaScript string. */
const MOST_BYTES = 400 * 1024 * 1024;
const SHOW = 'terraform show -json PLANFILE > plan.json';

/** Keys of Terraform JSON configuration. */
const CONFIGURATION_KEYS = [
  'terraform', 'provider', 'resource', 'data', 'locals', 'module', 'variable', 'output', 'import', 'moved', 'removed', 'check',
];

/**
 * Reads synthesized stacks, Terraform JSON, plans and Terraform states.
 *
 * @param paths folders and files. `-` is standard input. `NAME=FILE` sets a label
 * @throws if a path cannot be read or is not a supported input. The message names the command that creates the right file
 */
export function readInput(paths: readonly string[], options: InputOptions = {}): Input {
  const reader = new InputReader(options);
  for (const path of paths) reader.read(path);
  return reader.input;
}

/** Kinds of inputs, by the name of their phrase. */
type InputKind = 'stacks' | 'folders' | 'files' | 'configurations' | 'plans' | 'states';

class InputReader {
  private readonly documents: StackDocument[] = [];
  private readonly files = new Map<string, string>();
  private readonly plans: PlanDocument[] = [];
  private readonly counts = new Map<string, { readonly kind: InputKind; readonly version: string; amount: number }>();
  /** Folders of the stacks from which plans get their statements. */
  private readonly stated: ReadonlyMap<string, string>;

  constructor(private readonly options: InputOptions) {
    this.stated = options.statements === undefined ? new Map() : stackFolders(options.statements);
    if (options.statements !== undefined && this.stated.size === 0) {
      throw refusal({
        path: options.statements,
        what: '--statements',
        got: described(`is not a folder with ${STACK_FILE}`),
        allowed: 'cdktf.out, or the folder of a stack',
        fix: `run ${FRAMEWORK.module} synth, and pass its output folder`,
      });
    }
  }

  public get input(): Input {
    const kinds = [...this.counts.values()].map(({ kind, version, amount }) => phrase(kind, { amount, version }));
    return { documents: this.documents, files: this.files, plans: this.plans, kinds };
  }

  public read(given: string): void {
    const { label, path } = named(given);
    const { mostBytes = MOST_BYTES, standardInput = () => readBounded(0, 'standard input', mostBytes) } = this.options;
    if (path === '-') return this.readText(decoded(standardInput(), 'standard input'), 'standard input', label);
    if (!existsSync(path)) {
      throw refusal({
        path, what: 'the input', got: described('does not exist'), allowed: INPUTS,
        fix: path.endsWith('.json') || !extname(path)
          ? 'pass an existing file or folder. If terraform plan failed, it wrote no plan file: fix its errors first'
          : 'pass an existing file or folder',
      });
    }
    if (statSync(path).isDirectory()) return this.readFolder(path, label);
    if (basename(path) === STACK_FILE) return this.readStack(path, label);
    this.readText(decoded(this.bytesOf(path), path), path, label);
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
        path, what: 'the folder', got: described('has Terraform configuration in HCL'), allowed: INPUTS,
        fix: `run terraform plan -out=PLANFILE and ${SHOW} in the folder, then check plan.json`,
      });
    }
    if (configurations.length === 0) {
      throw refusal({
        path,
        what: 'the folder',
        got: described(`has no ${STACK_FILE}`),
        allowed: INPUTS,
        fix: `run ${FRAMEWORK.module} synth, and pass its output folder`,
      });
    }
    const files = configurations.map((name) => join(path, name));
    this.count('folders');
    this.add(
      {
        path: label ?? basename(resolve(path)),
        plain: true,
        terraform: merged(files.map((file) => this.parsedFile(file))),
      },
      files[0],
    );
  }

  private readStack(file: string, label?: string): void {
    const folder = label ?? basename(dirname(resolve(file)));
    this.count('stacks');
    this.add({ path: folder, ...this.writtenStack(dirname(file)) }, file);
  }

  private readText(text: string, path: string, given?: string): void {
    const json = parsed(text, path);
    const { format_version: format } = json;
    const label = given ?? (path === 'standard input' ? 'plan' : labelOf(path));
    const isPlan = Array.isArray(json.resource_changes) || isObject(json.planned_values);
    if (!isPlan && json.resource === undefined && (isObject(json.root_module) || isObject(json.configuration?.root_module))) {
      if (format !== undefined) refuseFormat(format, path);
      this.count('configurations');
      return this.addPlan(configurationDocument(json, label), path, given);
    }
    if (format === undefined) {
      const remote = json.plan_format_version !== undefined
        ? 'a plan of HCP Terraform without its configuration and secrets'
        : json.remote_plan_format !== undefined ? 'the bookmark of a plan of HCP Terraform' : undefined;
      if (remote !== undefined) {
        throw refusal({
          path,
          what: 'the file',
          got: remote,
          allowed: INPUTS,
          fix: 'run terraform show -json PLANFILE with the file of terraform plan -out, or fetch json-output of the plan from the API',
        });
      }
      if (json.version === 4 && json.lineage !== undefined) {
        throw refusal({
          path,
          what: 'the file',
          got: described('is a raw Terraform state'),
          allowed: INPUTS,
          fix: 'run terraform show -json > state.json in its folder, and pass state.json',
        });
      }
      if (!CONFIGURATION_KEYS.some((key) => isObject(json[key]) || Array.isArray(json[key]))) {
        throw refusal({
          path,
          what: 'the file',
          got: described(`is JSON with the keys ${Object.keys(json).slice(0, 5).join(', ') || '(none)'}`),
          allowed: INPUTS,
          fix: `run ${SHOW}, and pass plan.json`,
        });
      }
      this.count('files');
      return this.add({ path: label, plain: true, terraform: json }, path);
    }
    refuseFormat(format, path);
    if (!isPlan && !isObject(json.values)) {
      throw refusal({
        path,
        what: 'the file',
        got: described('is a plan or state without resources'),
        allowed: INPUTS,
        fix: `apply first, or run terraform plan -out=PLANFILE and ${SHOW}`,
      });
    }
    const plan = isPlan ? planDocument(json, label) : stateDocument(json, label);
    this.count(`${isPlan ? 'plan' : 'state'}s`, plan.madeBy);
    this.addPlan(plan, path, given);
  }

  private addPlan(plan: PlanDocument, path: string, label?: string): void {
    const stack = this.stackOf(plan, path, label);
    const renamed = stack && stack.name !== plan.document.path
      ? { ...plan, document: { ...plan.document, path: stack.name, folder: stack.name } }
      : plan;
    const document = stack ? withStatements(renamed, this.writtenStack(stack.folder)) : renamed.document;
    this.plans.push({ ...renamed, document });
    this.add(document, path);
  }

  /** The synthesized stack of a plan: by the label of the plan, the folder of the plan, or the only stack. */
  private stackOf(plan: PlanDocument, path: string, label?: string): { name: string; folder: string } | undefined {
    const name = plan.document.path;
    if (this.options.statements === undefined) {
      const folder = dirname(resolve(path));
      return path !== 'standard input' && existsSync(join(folder, STACK_FILE)) && basename(folder) === name ? { name, folder } : undefined;
    }
    const written = this.stated.get(name);
    if (written !== undefined) return { name, folder: written };
    const [[only, folder], second] = [...this.stated];
    if (label === undefined && second === undefined) return { name: only, folder };
    throw refusal({
      path,
      what: 'the label',
      got: name,
      allowed: `a stack of ${this.options.statements}: ${[...this.stated.keys()].slice(0, 10).join(', ')}`,
      fix: `write the name of its stack before the file, for example ${only}=${path === 'standard input' ? '-' : path}`,
    });
  }

  /** The Terraform of a synthesized stack, with the other files in its folder. */
  private writtenStack(folder: string): WrittenStack {
    const [file, statements, lock] = [STACK_FILE, STATEMENTS_FILE, '.terraform.lock.hcl'].map((name) => join(folder, name));
    return {
      terraform: this.parsedFile(file), statements: existsSync(statements) ? this.statementsOf(statements) : undefined,
      lock: existsSync(lock) ? this.bytesOf(lock).toString('utf8') : undefined,
    };
  }

  private statementsOf(file: string): any {
    const json = this.parsedFile(file);
    if (json.version !== 1) {
      throw refusal({
        path: file,
        what: 'version',
        got: json.version,
        allowed: '1',
        fix: `run ${FRAMEWORK.module} synth again with the installed version of the library`,
      });
    }
    const { policy } = json;
    // Relative to the stack in the file.
    if (!isObject(policy) || typeof policy.file !== 'string') return json;
    return { ...json, policy: { ...policy, file: resolve(dirname(file), policy.file) } };
  }

  private parsedFile(file: string): any {
    return parsed(decoded(this.bytesOf(file), file), file);
  }

  /** The bytes of a file, up to the limit. The size is known before anything is read. */
  private bytesOf(file: string): Buffer {
    const { mostBytes = MOST_BYTES } = this.options;
    refuseLarge(statSync(file).size, mostBytes, file);
    return readBounded(file, file, mostBytes);
  }

  private add(document: StackDocument, file: string): void {
    const { path } = document;
    if (this.files.has(path)) {
      throw refusal({
        path: file,
        what: 'the label',
        got: described(`${path} occurs twice`),
        allowed: 'one input for each label',
        fix: `set another label for one of them, for example other=${file}`,
      });
    }
    this.files.set(path, file);
    this.documents.push({ folder: path, ...this.inRegion(document) });
  }

  /** The document with the region of the options in providers without a region. */
  private inRegion(document: StackDocument): StackDocument {
    const { region } = this.options;
    const { terraform } = document;
    if (region === undefined || !terraform) return document;
    const given = terraform.provider?.alicloud;
    const set = (config: any) =>
      isObject(config) && (config.region === undefined || config.region === null || String(config.region).startsWith(`\${${OWN_PROVIDER}[`))
        ? { ...config, region }
        : config;
    const alicloud = given === undefined ? [{ region }] : Array.isArray(given) ? given.map(set) : set(given);
    return { ...document, terraform: { ...terraform, provider: { ...terraform.provider, alicloud } } };
  }

  private count(kind: InputKind, version = ''): void {
    const key = `${kind} ${version}`;
    const counted = this.counts.get(key);
    if (counted) counted.amount++;
    else this.counts.set(key, { kind, version, amount: 1 });
  }
}

const INPUTS = 'cdktf.out, the folder of a stack, Terraform JSON, terraform show -json of a plan or a state, or tofu show -config -json';

/** Splits `NAME=FILE`, unless a file with that whole name exists. */
function named(given: string): { label?: string; path: string } {
  const m = /^([\w.-]+)=(.+)$/s.exec(given);
  return m && !existsSync(given) ? { label: m[1], path: m[2] } : { path: given };
}

/** The label of a file: the name of the stack for a plan in the folder of a stack, otherwise the name of the file. */
function labelOf(path: string): string {
  const folder = dirname(resolve(path));
  if (existsSync(join(folder, STACK_FILE))) return basename(folder);
  const name = basename(path).replace(/\.tf\.json$/, '');
  return name.slice(0, name.length - extname(name).length) || name;
}

const CHUNK = 4 * 1024 * 1024;

/** Reads a file or a pipe. The size of a pipe is unknown in advance. */
function readBounded(from: string | number, path: string, mostBytes: number): Buffer {
  const file = typeof from === 'number' ? from : openSync(from, 'r');
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for (;;) {
      const chunk = Buffer.allocUnsafe(CHUNK);
      const read = readSome(file, chunk);
      if (read === 0) return chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
      size += read;
      refuseLarge(size, mostBytes, path, 'at least ');
      chunks.push(chunk.subarray(0, read));
    }
  } finally {
    if (typeof from !== 'number') closeSync(file);
  }
}

function readSome(file: number, chunk: Buffer): number {
  for (;;) {
    try {
      return readSync(file, chunk, 0, chunk.length, null);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EOF') return 0;
      if (code !== 'EAGAIN') throw error;
      // The pipe has no data yet.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}

function refuseLarge(bytes: number, most: number, path: string, about = ''): void {
  if (bytes <= most) return;
  const mebibytes = (n: number): number => Math.round(n / 1024 / 1024);
  throw refusal({
    path, what: 'the size', got: described(`is ${about}${mebibytes(bytes)} MiB`), allowed: `up to ${mebibytes(most)} MiB`,
    fix: 'split the configuration into several Terraform states and pass the plan of each, or check the synthesized stacks',
  });
}

function decoded(bytes: Buffer, path: string): string {
  const [first, second] = bytes;
  if (first === 0x50 && second === 0x4b && bytes[2] === 3 && bytes[3] === 4) {
    const folder = dirname(path);
    const show = existsSync(join(folder, STACK_FILE))
      ? `terraform -chdir=${folder} show -json ${basename(path)}`
      : `terraform show -json ${path}`;
    throw refusal({
      path,
      what: 'the file',
      got: described('is a binary Terraform plan'),
      allowed: INPUTS,
      fix: `run ${show} > plan.json, and pass plan.json`,
    });
  }
  // PowerShell redirects in UTF-16 with a byte order mark.
  if (first === 0xff && second === 0xfe) return bytes.toString('utf16le', 2);
  if (first === 0xfe && second === 0xff) return bigEndian(bytes.subarray(2));
  if (first === 0x7b && second === 0) return bytes.toString('utf16le');
  if (first === 0 && second === 0x7b) return bigEndian(bytes);
  return bytes.toString('utf8', first === 0xef && second === 0xbb && bytes[2] === 0xbf ? 3 : 0);
}

function bigEndian(bytes: Buffer): string {
  return Buffer.from(bytes.subarray(0, bytes.length - bytes.length % 2)).swap16().toString('utf16le');
}

function parsed(text: string, path: string): any {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    if (text.trim() === '') {
      throw refusal({
        path,
        what: 'the file',
        got: described('is empty'),
        allowed: INPUTS,
        fix: 'run the command that writes the file again, and fix its error',
      });
    }
    const [first] = text.trimStart().split('\n', 1);
    if (/"@level"/.test(first.slice(0, 2_000))) {
      throw refusal({
        path,
        what: 'the file',
        got: described('is the log of terraform plan -json'),
        allowed: INPUTS,
        fix: `run terraform plan -out=PLANFILE, then ${SHOW}`,
      });
    }
    const cut = /end of JSON input|Unterminated/.test((error as Error).message) || isOpen(text);
    throw refusal({
      path,
      what: 'the file',
      got: described(cut ? 'is JSON that ends in the middle' : `is not JSON: ${JSON.stringify(first.slice(0, 40))}`),
      allowed: INPUTS,
      fix: cut ? 'write the file again. The disk may be full, or the command was stopped' : `run ${SHOW}, and pass plan.json`,
    });
  }
  if (!isObject(json)) {
    throw refusal({
      path,
      what: 'the file',
      got: described(`is ${Array.isArray(json) ? 'a list' : JSON.stringify(json)}`),
      allowed: INPUTS,
      fix: `run ${SHOW}, and pass plan.json`,
    });
  }
  if (deeper(json, 200)) {
    throw refusal({
      path,
      what: 'the file',
      got: described('is JSON nested more than 200 levels deep'),
      allowed: INPUTS,
      fix: `run ${SHOW} again. Terraform does not write such a file`,
    });
  }
  return json;
}

/** Whether a text is an object whose end is missing. */
function isOpen(text: string): boolean {
  if (!/^\s*\{\s*"/.test(text.slice(0, 1_000))) return false;
  let depth = 0;
  for (const [token] of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|["{}[\]]/gs)) {
    // A string without an end.
    if (token === '"') return true;
    if (token === '{' || token === '[') depth++;
    else if (token === '}' || token === ']') depth--;
  }
  return depth > 0;
}

/**
 * Whether values are nested deeper than a number of levels. It uses no recursion, which could overflow the stack. An object with a
 * key named toString gets a text, because it has no other.
 */
function deeper(json: unknown, levels: number): boolean {
  let level: unknown[] = [json];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > levels) return true;
    const next: unknown[] = [];
    for (const value of level) {
      if (Array.isArray(value)) {
        for (const item of value) if (item !== null && typeof item === 'object') next.push(item);
      } else {
        if (Object.hasOwn(value as object, 'toString')) Object.defineProperty(value, Symbol.toPrimitive, { value: () => '{...}' });
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

/** Merges several files of one module. */
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
