import { spawnSync } from 'child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { ModuleKind, ScriptTarget, transpileModule } from 'typescript';

/** What the library tells the user of every run: its result, or that the workload skips the checks on purpose. */
const EXPECTED = /^[\d,]+ interfaces? mirrored in |: the app skips validation, so no check covers it, /;

/** What a script under node prints about itself. Other lines than those of every run are shown. */
export function measuredBy<T>(...args: string[]): T {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 2 ** 26 });
  const news = stderr.split('\n').filter((line) => line !== '' && !EXPECTED.test(line));
  if (status !== 0) throw new Error(`${args.join(' ')} failed\n${news.join('\n')}`);
  if (news.length > 0) process.stderr.write(`${news.join('\n')}\n`);
  return JSON.parse(stdout);
}

/** A script of this folder that measures itself, run in a process of its own each time. */
export class Workload<T> {
  private readonly folder: string;
  private readonly script: string;

  /** @param parts the files that the script imports */
  constructor(name: string, ...parts: string[]) {
    // Inside the package, so that its own name leads to the compiled library.
    this.folder = mkdtempSync(join(__dirname, '.run-'));
    this.script = join(this.folder, `${name}.js`);
    // Transpiled once: a loader in every child would count as its time and memory.
    const compilerOptions = { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022, esModuleInterop: true };
    for (const file of [name, ...parts]) {
      const source = readFileSync(join(__dirname, `${file}.ts`), 'utf8');
      writeFileSync(join(this.folder, `${file}.js`), transpileModule(source, { compilerOptions }).outputText);
    }
  }

  public run(...args: string[]): T {
    return measuredBy<T>(this.script, ...args);
  }

  /** A file for the script's runs, which is gone with it. */
  public file(name: string): string {
    return join(this.folder, name);
  }

  public end(): void {
    progress();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Shows what is being measured, where somebody looks. */
export function progress(text = ''): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${text.padEnd(90)}${text ? '' : '\r'}`);
}

export function median(numbers: number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export function table(head: string[], rows: string[][]): void {
  process.stdout.write([head, head.map((_, i) => i ? '---:' : '---'), ...rows].map((r) => `| ${r.join(' | ')} |\n`).join('') + '\n');
}
