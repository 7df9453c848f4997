// Packages the library for each language and runs the example of each against what was packed: the Terraform, the ledger and the
// report must be those of TypeScript.
// run.ts [--only python|go]... [--packed]
// --packed takes what lies in dist/. What a machine lacks is named; with --require LANGUAGE that is a failure.
import { execFileSync, spawnSync } from 'child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { parseArgs } from 'util';
import { TSX } from '../support/programs';

const ROOT = join(__dirname, '..', '..');
const EXAMPLES = join(ROOT, 'examples', 'languages');
const DIST = join(ROOT, 'dist');

/** What an example writes and prints. */
interface Outcome {
  readonly terraform: string;
  readonly ledger: string;
  readonly report: string;
}

interface Language {
  readonly name: string;
  /** What must be on the PATH. */
  readonly programs: readonly string[];
  readonly packArguments: readonly string[];
  /** Installs what was packed beside a copy of the example, and gives the command that runs it. */
  install(folder: string): readonly string[];
  /** Tries the command `traffic-mirror` of the package, where the language has it. */
  command?(folder: string): string;
}

const LANGUAGES: readonly Language[] = [
  {
    name: 'python',
    programs: ['python3'],
    packArguments: ['--target', 'python'],
    install(folder) {
      run(folder, 'python3', '-m', 'venv', 'venv');
      const wheel = readdirSync(join(DIST, 'python')).find((file) => file.endsWith('.whl'))!;
      run(
        folder,
        join(folder, 'venv', 'bin', 'pip'),
        'install',
        '--quiet',
        '--disable-pip-version-check',
        join(DIST, 'python', wheel),
        '--requirement',
        'requirements.txt',
      );
      return [join(folder, 'venv', 'bin', 'python'), 'main.py'];
    },
    command: (folder) => run(folder, join(folder, 'venv', 'bin', 'traffic-mirror'), '--version').trim(),
  },
  {
    name: 'go',
    programs: ['go'],
    // Its own build compiles every binding once, as the example does.
    packArguments: ['--target', 'go', '--code-only'],
    install(folder) {
      const [module] = readdirSync(join(DIST, 'go'));
      const text = readFileSync(join(DIST, 'go', module, 'go.mod'), 'utf8');
      const [, path] = /^module (\S+)/.exec(text)!;
      // The version list of the framework's module is not served everywhere, so each is named.
      const required = [...text.matchAll(/^\t(\S+) (v\S+)$/gm)].map(([, name, version]) => `\t${name} ${version}`);
      writeFileSync(join(folder, 'go.mod'), [
        'module example', '', 'go 1.25', '', 'require (',
        `\t${path} v0.0.0`,
        ...required,
        ')',
        '',
        `replace ${path} => ${join(DIST, 'go', module)}`,
        '',
      ].join('\n'));
      run(folder, 'go', 'mod', 'tidy');
      run(folder, 'go', 'build', '-o', 'example', '.');
      return [join(folder, 'example')];
    },
  },
];

function run(cwd: string, program: string, ...args: string[]): string {
  return execFileSync(program, args, { cwd, encoding: 'utf8', maxBuffer: 1 << 26, stdio: ['ignore', 'pipe', 'inherit'] });
}

const onPath = (program: string): boolean => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;

/** Runs an example in a folder of its own. */
function outcomeOf([program, ...args]: readonly string[], cwd: string, home: string): Outcome {
  rmSync(home, { recursive: true, force: true });
  mkdirSync(home);
  const started = Date.now();
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd, encoding: 'utf8', maxBuffer: 1 << 26,
    env: {
      ...process.env,
      EXAMPLE_HOME: home,
      EXAMPLE_ESTATE: join(ROOT, 'examples', 'estates', 'estate-120'),
      JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20',
    },
  });
  if (status !== 0) throw new Error(`${program} ended with ${status}\n${stdout}\n${stderr}`);
  console.log(`      ran in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  return {
    terraform: readFileSync(join(home, 'cdktf.out', 'stacks', 'net', 'cdk.tf.json'), 'utf8'),
    ledger: readFileSync(join(home, 'traffic-mirror.lock'), 'utf8'),
    report: stdout.replaceAll(home, '<home>').trimEnd(),
  };
}

/** Where two texts part. */
function firstDifference(got: string, expected: string): string {
  if (got === expected) return '';
  const [these, those] = [got.split('\n'), expected.split('\n')];
  const line = these.findIndex((text, i) => text !== those[i]);
  return `\n  line ${line + 1} is ${these[line]?.slice(0, 300)}\n  and not     ${those[line]?.slice(0, 300)}`;
}

function sizeOf(path: string): number {
  return statSync(path).isDirectory() ? readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0) : statSync(path).size;
}

function main(): void {
  const { values: { only, packed, require: required = [] } } = parseArgs({
    options: { only: { type: 'string', multiple: true }, packed: { type: 'boolean' }, require: { type: 'string', multiple: true } },
  });
  if (!existsSync(join(ROOT, '.jsii'))) throw new Error('compile first: npx projen compile');
  const work = mkdtempSync(join(tmpdir(), 'languages-'));
  let failures = 0;
  const verdict = (holds: boolean, text: string): void => {
    console.log(`${holds ? 'ok    ' : 'FAILED'} ${text}`);
    if (!holds) failures++;
  };
  try {
    const home = join(work, 'home');
    const expected = outcomeOf(
      [process.execPath, TSX, '--tsconfig', join(ROOT, 'examples', 'tsconfig.json'), join(EXAMPLES, 'typescript', 'main.ts')],
      ROOT,
      home,
    );
    for (const language of LANGUAGES.filter(({ name }) => !only || only.includes(name))) {
      const { name, programs, packArguments } = language;
      const absent = programs.find((program) => !onPath(program));
      if (absent !== undefined) {
        if (required.includes(name)) verdict(false, `${name}: ${absent} is not on the PATH`);
        else console.log(`absent ${name}: ${absent} is not on the PATH`);
        continue;
      }
      const started = Date.now();
      if (!packed) {
        rmSync(join(DIST, name), { recursive: true, force: true });
        run(ROOT, process.execPath, require.resolve('jsii-pacmak/bin/jsii-pacmak'), ...packArguments);
      }
      console.log(
        `      ${name}: ${(sizeOf(join(DIST, name)) / 1e6).toFixed(1)} MB, packed in ${((Date.now() - started) / 1000).toFixed(0)} s`,
      );
      const folder = join(work, name);
      cpSync(join(EXAMPLES, name), folder, { recursive: true });
      try {
        const outcome = outcomeOf(language.install(folder), folder, home);
        for (const part of ['terraform', 'ledger', 'report'] as const) {
          verdict(
            outcome[part] === expected[part],
            `${name}: the ${part} is that of TypeScript${firstDifference(outcome[part], expected[part])}`,
          );
        }
        if (language.command) {
          verdict(
            language.command(folder) === JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).version,
            `${name}: the command traffic-mirror runs`,
          );
        }
      } catch (error) {
        verdict(false, `${name}: ${(error as Error).message}`);
      }
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  process.exit(failures === 0 ? 0 : 1);
}

main();
