// The two frameworks and the packages for both in one Python program, from their wheels: every wrong mixture has an error that names
// the right package. mixtures.ts [--packed]
// --packed takes the wheels of an earlier run. Both packages must be compiled: npx projen compile, npx projen twin, twin:compile.
import { execFileSync } from 'child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { TWIN } from '../../projenrc/twin/make';
import { CDKTF, CDKTN, Framework } from '../../projenrc/twins';

const ROOT = join(__dirname, '..', '..');

const run = (cwd: string, program: string, ...args: string[]): string =>
  execFileSync(program, args, {
    cwd, encoding: 'utf8', maxBuffer: 1 << 26, stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20' },
  });

/** The wheel of a package, which is packed unless it is taken as it lies there. */
function wheelOf(folder: string, packed: boolean): string {
  const dist = join(folder, 'dist', 'python');
  if (!packed) {
    if (!existsSync(join(folder, '.jsii'))) throw new Error(`${folder} is not compiled`);
    rmSync(dist, { recursive: true, force: true });
    run(folder, process.execPath, require.resolve('jsii-pacmak/bin/jsii-pacmak'), '--target', 'python');
  }
  return join(dist, readdirSync(dist).find((file) => file.endsWith('.whl'))!);
}

/** The error for what a package is used with, which is of the other framework. Python prints a text of its own around it. */
const refusal = (what: string, used: Framework, is: Framework): string =>
  `${what} is a ${is.module}.${what === 'The app' ? 'App' : 'TerraformStack'}. `
  + `Allowed: ${what === 'The app' ? 'an App' : 'a TerraformStack'} of ${used.module}, with which ${used.packageName} works. `
  + `Fix: Use ${is.packageName}, or make it with ${used.module}.`;

function main(): void {
  const packed = process.argv.includes('--packed');
  const work = mkdtempSync(join(tmpdir(), 'mixtures-'));
  let failed = 0;
  try {
    const wheels = [ROOT, TWIN].map((folder) => wheelOf(folder, packed));
    run(work, 'python3', '-m', 'venv', 'venv');
    const python = join(work, 'venv', 'bin', 'python');
    run(work, python, '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...wheels,
      ...[CDKTF, CDKTN].map(({ module, version }) => `${module}==${version}`));
    const outcomes = JSON.parse(run(work, python, join(__dirname, 'mixtures.py')));
    for (const [used, other] of [[CDKTF, CDKTN], [CDKTN, CDKTF]]) {
      for (const [mixture, outcome] of Object.entries<string | null>(outcomes[used.module])) {
        const expected = mixture === 'its own app and stack' ? undefined
          : refusal(/stack$|stack in its own/.test(mixture) ? 'The stack net' : 'The app', used, other);
        const holds = expected === undefined ? outcome === null : outcome?.includes(expected) === true;
        if (!holds) failed++;
        console.log(
          `${holds ? 'ok    ' : 'FAILED'} Python, ${used.packageName}: ${mixture}${holds ? '' : `: ${outcome} instead of ${expected}`}`,
        );
      }
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  if (failed > 0) process.exitCode = 1;
}

main();
