import { execFile } from 'child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join, relative } from 'path';
import { promisify } from 'util';
import { TSX } from '../support/programs';
import { FRAMEWORK } from '../../src/net/framework';

const ROOT = join(__dirname, '..', '..');
export const EXAMPLES = join(ROOT, 'examples');

/** The example apps: every folder with a `main.ts`. */
export function exampleNames(): string[] {
  return readdirSync(EXAMPLES).filter((name) => existsSync(join(EXAMPLES, name, 'main.ts'))).sort();
}

export interface SynthesizedExample {
  /** The Terraform JSON of each stack, by stack id, with the folder of the app masked. */
  readonly stacks: Record<string, any>;
  /** What a user is told beside: the annotations of all stacks, and what the app prints to standard error. */
  readonly warnings: string[];
  /** What could not be decided, and other remarks. */
  readonly notes: string[];
  /** What the app prints, which is its report. The folder of its output is masked. */
  readonly page: string;
}

/** Runs an example as a user does, in its own folder, and reads what it wrote. */
export async function synthesizeExample(name: string, env: NodeJS.ProcessEnv = {}): Promise<SynthesizedExample> {
  const cwd = join(EXAMPLES, name);
  const outdir = mkdtempSync(join(tmpdir(), `example-${name}-`));
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [TSX, 'main.ts'], {
      cwd,
      env: { ...withoutRunner(process.env), CDKTF_OUTDIR: outdir, ...env },
      maxBuffer: 1 << 26,
    });
    const folder = join(outdir, 'stacks');
    const stacks = Object.fromEntries(readdirSync(folder).sort().map((stack) => {
      const text = readFileSync(join(folder, stack, 'cdk.tf.json'), 'utf8');
      // The implicit local backend names the folder of the app.
      return [stack, JSON.parse(text.split(cwd).join('<app>'))];
    }));
    const manifest = JSON.parse(readFileSync(join(outdir, 'manifest.json'), 'utf8'));
    const annotations = (Object.values(manifest.stacks) as any[]).flatMap((stack) => stack.annotations);
    const said = (info: boolean): string[] =>
      annotations.filter((a) => (a.level === '@cdktf/info') === info).map((a) => `[${a.constructPath}] ${a.message}`);
    const page = stdout.split(relative(cwd, outdir)).join('cdktf.out');
    return { stacks, warnings: [...said(false), ...stderr ? [stderr] : []], notes: said(true), page };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** A runner passes its own settings down, which are for its own folder and its own output. */
function withoutRunner(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(TSX_|JEST_|NODE_ENV$)/.test(name)));
}

/** Where the golden Terraform of a stack lies. */
export function goldenFile(example: string, stack: string): string {
  return join(EXAMPLES, example, 'golden', stack, 'cdk.tf.json');
}

/** The golden page of an example that prints one. It lies next to the stacks. */
export function goldenPage(example: string): string {
  return join(EXAMPLES, example, 'golden', 'page.txt');
}

/** The golden page of an example, with the command of the framework. Nothing if it has none. */
export function readGoldenPage(example: string): string {
  const file = goldenPage(example);
  return existsSync(file) ? readFileSync(file, 'utf8').replace(/^(Next +)\w+(?= diff )/m, `$1${FRAMEWORK.module}`) : '';
}

/** The golden Terraform of an example, by stack id. */
export function readGoldens(example: string): Record<string, any> {
  const folder = join(EXAMPLES, example, 'golden');
  if (!existsSync(folder)) return {};
  const { version } = JSON.parse(readFileSync(require.resolve(`${FRAMEWORK.module}/package.json`), 'utf8'));
  return Object.fromEntries(
    readdirSync(folder, { withFileTypes: true })
      .filter((e) => e.isDirectory())
      .map((e) => e.name)
      .sort()
      .map((stack) => {
        const json = JSON.parse(readFileSync(goldenFile(example, stack), 'utf8'));
        // The one thing in which the twins differ.
        json['//'].metadata.version = version;
        return [stack, json];
      }));
}
