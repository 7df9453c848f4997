// Runs every example in every language that this machine has, and the whole suite on the twin: everywhere.ts [--require LANGUAGE]...
// Prints the time of each step and the size of each artefact, also if a step fails.
import { spawnSync } from 'child_process';
import { existsSync, readdirSync, statSync } from 'fs';
import { join } from 'path';
import { TWIN } from './twin/make';

const ROOT = join(__dirname, '..');

export interface Step {
  readonly name: string;
  readonly seconds: number;
  readonly passed: boolean;
}

export interface Artefact {
  readonly file: string;
  readonly megabytes: number;
}

/** What is printed at the end. */
export function summary(steps: readonly Step[], artefacts: readonly Artefact[]): string {
  const total = steps.reduce((sum, { seconds }) => sum + seconds, 0);
  return [
    '| step | time | result |',
    '|---|---|---|',
    ...steps.map(({ name, seconds, passed }) => `| ${name} | ${seconds.toFixed(0)} s | ${passed ? 'passed' : 'FAILED'} |`),
    `| all | ${total.toFixed(0)} s | ${steps.every(({ passed }) => passed) ? 'passed' : 'FAILED'} |`,
    '',
    '| artefact | size |',
    '|---|---|',
    ...artefacts.map(({ file, megabytes }) => `| ${file} | ${megabytes.toFixed(2)} MB |`),
  ].join('\n');
}

/** What users download, as far as it lies in a folder. */
export function artefactsIn(folder: string): Artefact[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(?:tgz|whl|nupkg)$|(?<!-sources|-javadoc)\.jar$/.test(file) && !/^release\/|\/node_modules\//.test(file))
    .sort()
    .map((file) => ({ file, megabytes: statSync(join(folder, file)).size / 1e6 }));
}

function main(): void {
  const given = process.argv.slice(2);
  const steps = [['compile'], ['languages', ...given], ['test:twin']].map(([task, ...args]): Step => {
    const started = Date.now();
    const { status } = spawnSync('npx', ['projen', task, ...args], { cwd: ROOT, stdio: 'inherit' });
    return { name: task, seconds: (Date.now() - started) / 1000, passed: status === 0 };
  });
  console.log(summary(steps, [...artefactsIn(join(ROOT, 'dist')), ...artefactsIn(join(TWIN, 'dist'))]));
  if (!steps.every(({ passed }) => passed)) process.exitCode = 1;
}

if (require.main === module) main();
