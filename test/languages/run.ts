// Packages the library for each language and runs the example of each against what was packed: the Terraform, the ledger and the
// report must be those of TypeScript. Each example has a test of its policy, which runs too.
// run.ts [--only python|go|java]... [--packed] [--require LANGUAGE]...
// --packed takes what lies in dist/. What a machine lacks is named; with --require LANGUAGE that is a failure.
import { execFileSync, spawnSync } from 'child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { delimiter, join } from 'path';
import { parseArgs } from 'util';
import { firstAppFails } from './first-app';
import { maven, MAVEN_REPOSITORY, provideFramework, WITH_MAVEN } from '../../projenrc/maven';
import { TSX } from '../support/programs';

const ROOT = join(__dirname, '..', '..');
const EXAMPLES = join(ROOT, 'examples', 'languages');
const DIST = join(ROOT, 'dist');
/** The policy file of all examples, next to their folders. */
const POLICY = 'traffic-mirror.policy.json';
const RUNS = ['first deploy', 'after it'];

/** What an example writes and prints. */
interface Outcome {
  readonly terraform: string;
  /** The file next to the stack. */
  readonly statements: string;
  readonly ledger: string;
  readonly report: string;
}

interface Language {
  readonly name: string;
  /** What jsii calls it to the library. */
  readonly agent: string;
  /** What must be on the PATH. */
  readonly programs: readonly string[];
  readonly packArguments: readonly string[];
  /** Makes what the package depends on, if no registry has it. */
  provide?(): void;
  /** Installs what was packed next to a copy of the example, and returns the command that runs it in any folder. */
  install(folder: string): readonly string[];
  /** Runs the example's test of its policy. */
  test(folder: string): string;
  /** What the language has besides: failures in words. */
  more?(folder: string, home: string): readonly string[];
}

/** Seconds that Python may take for 20,000 sources, from their inventory to every finding. */
const SPEED_BOUND = 10;

const LANGUAGES: readonly Language[] = [
  {
    name: 'python',
    agent: 'Python',
    programs: ['python3'],
    packArguments: ['--target', 'python'],
    install(folder) {
      run(folder, 'python3', '-m', 'venv', 'venv');
      const wheel = readdirSync(join(DIST, 'python')).find((file) => file.endsWith('.whl'))!;
      run(
        folder, join(folder, 'venv', 'bin', 'pip'), 'install', '--quiet', '--disable-pip-version-check', join(DIST, 'python', wheel),
        '--requirement', 'requirements.txt',
      );
      return [join(folder, 'venv', 'bin', 'python'), join(folder, 'main.py')];
    },
    test: (folder) => run(folder, join(folder, 'venv', 'bin', 'python'), '-m', 'unittest'),
    more(folder, home) {
      console.log(run(home, join(folder, 'venv', 'bin', 'python'), join(__dirname, 'speed.py'), String(SPEED_BOUND)).trimEnd());
      const command = (...args: string[]) => run(home, join(folder, 'venv', 'bin', 'traffic-mirror'), ...args);
      const ours = (...args: string[]) => spoken('Python', home, process.execPath, join(ROOT, 'lib', 'cli', 'main.js'), ...args);
      return [
        ...[['--version'], ['checks', 'TM201'], ['check', 'cdktf.out'], ['check', 'cdktf.out', '--out', 'json']]
          .filter((args) => command(...args) !== ours(...args))
          .map((args) => `traffic-mirror ${args.join(' ')} of the wheel prints something else`),
        ...firstAppFails('python', [join(folder, 'venv', 'bin', 'python')], home),
      ];
    },
  },
  {
    name: 'go',
    agent: 'go',
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
        'module example', '', 'go 1.25', '', 'require (', `\t${path} v0.0.0`, ...required, ')', '',
        `replace ${path} => ${join(DIST, 'go', module)}`, '',
      ].join('\n'));
      run(folder, 'go', 'mod', 'tidy');
      run(folder, 'go', 'build', '-o', 'example', '.');
      return [join(folder, 'example')];
    },
    test: (folder) => run(folder, 'go', 'test', './...'),
  },
  {
    name: 'java',
    agent: 'Java',
    programs: ['mvn', 'java'],
    packArguments: ['--target', 'java'],
    provide() {
      // Maven would use the jar that it knows by this version, and not the new one.
      rmSync(join(MAVEN_REPOSITORY, 'io', 'github', 'cdktf_alicloud_traffic_mirror'), { recursive: true, force: true });
      const started = Date.now();
      const lacking = provideFramework('cdktf', join(ROOT, 'node_modules'));
      if (lacking) console.log(`      Maven Central has no ${lacking}: made from its npm package, ${seconds(started)}`);
    },
    install(folder) {
      const settings = join(folder, 'settings.xml');
      writeFileSync(settings, [
        '<settings><profiles><profile><id>packed</id><repositories><repository>',
        `<id>packed</id><url>file://${join(DIST, 'java')}</url>`,
        '</repository></repositories></profile></profiles><activeProfiles><activeProfile>packed</activeProfile></activeProfiles></settings>',
      ].join(''));
      const goals = ['test-compile', 'dependency:build-classpath', '-DincludeScope=runtime', '-Dmdep.outputFile=classpath'];
      maven(folder, '--settings', settings, ...goals);
      const classpath = [join(folder, 'target', 'classes'), readFileSync(join(folder, 'classpath'), 'utf8').trim()].join(delimiter);
      return ['java', '-cp', classpath, 'example.Main'];
    },
    test: (folder) => maven(folder, '--settings', join(folder, 'settings.xml'), 'test'),
    more(folder, home) {
      const classes = readFileSync(join(folder, 'classpath'), 'utf8').trim();
      return firstAppFails('java', ['java', '-cp', classes], home);
    },
  },
];

const PACMAK = require.resolve('jsii-pacmak/bin/jsii-pacmak');

function seconds(since: number): string {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}

/** What a program prints if a language of jsii has started it. */
function spoken(agent: string, cwd: string, program: string, ...args: string[]): string {
  // As the script of the wheel does: the command is unpacked for one call.
  const env = { ...process.env, JSII_AGENT: agent, JSII_RUNTIME_PACKAGE_CACHE: 'disabled' };
  return execFileSync(program, args, { cwd, encoding: 'utf8', env, maxBuffer: 1 << 26 });
}

function run(cwd: string, program: string, ...args: string[]): string {
  return execFileSync(program, args, { cwd, encoding: 'utf8', maxBuffer: 1 << 26, stdio: ['ignore', 'pipe', 'inherit'] });
}

const onPath = (program: string): boolean => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;

/** Runs an example twice: for the first deploy, and after it with the ledger that the pipeline kept. */
function outcomesOf([program, ...args]: readonly string[], examples: string, home: string, agent?: string): Outcome[] {
  rmSync(home, { recursive: true, force: true });
  mkdirSync(home);
  return RUNS.map((_, i) => {
    if (i > 0) cpSync(join(home, 'traffic-mirror.lock'), join(home, 'deployed.lock'));
    const started = Date.now();
    const { status, stdout, stderr } = spawnSync(program, args, {
      cwd: home, encoding: 'utf8', maxBuffer: 1 << 26,
      env: {
        ...process.env,
        EXAMPLE_HOME: home,
        EXAMPLE_ESTATE: join(ROOT, 'examples', 'estates', 'estate-120'),
        ...agent !== undefined && { JSII_AGENT: agent },
      },
    });
    if (status !== 0) throw new Error(`${program} ended with ${status}\n${stdout}\n${stderr}`);
    console.log(`      ran in ${seconds(started)}`);
    const written = (...path: string[]): string => readFileSync(join(home, ...path), 'utf8');
    return {
      terraform: written('cdktf.out', 'stacks', 'net', 'cdk.tf.json'),
      // The path of the policy file is relative.
      statements: written('cdktf.out', 'stacks', 'net', 'traffic-mirror.json').replace(/"file":"[^"]+"/, ''),
      ledger: written('traffic-mirror.lock'),
      // Lines break elsewhere if a path is longer.
      report: stdout.trim().replace(/\s+/g, '\n').replaceAll(home, '<home>').replaceAll(examples, '<examples>')
        .replace(/\S+(?=\/docs\/checks\/)/g, '<package>'),
    };
  });
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
  // jsii warns of each version of Node that is no longer maintained, in every process.
  process.env.JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION = process.versions.node.split('.')[0];
  Object.assign(process.env, WITH_MAVEN);
  const work = mkdtempSync(join(tmpdir(), 'languages-'));
  let failures = 0;
  const verdict = (holds: boolean, text: string): void => {
    console.log(`${holds ? 'ok    ' : 'FAILED'} ${text}`);
    if (!holds) failures++;
  };
  try {
    const home = join(work, 'home');
    const inTypeScript = [
      process.execPath, TSX, '--tsconfig', join(ROOT, 'examples', 'tsconfig.json'), join(EXAMPLES, 'typescript', 'main.ts'),
    ];
    cpSync(join(EXAMPLES, POLICY), join(work, POLICY));
    run(ROOT, ...inTypeScript.slice(0, -1) as [string], join(EXAMPLES, 'typescript', 'owner-check.test.ts'));
    for (const language of LANGUAGES.filter(({ name }) => !only || only.includes(name))) {
      const { name, programs, packArguments } = language;
      const absent = programs.find((program) => !onPath(program));
      if (absent !== undefined) {
        if (required.includes(name)) verdict(false, `${name}: ${absent} is not on the PATH`);
        else console.log(`absent ${name}: ${absent} is not on the PATH`);
        continue;
      }
      try {
        language.provide?.();
        const packing = Date.now();
        if (!packed) {
          rmSync(join(DIST, name), { recursive: true, force: true });
          run(ROOT, process.execPath, PACMAK, ...packArguments);
        }
        console.log(`      ${name}: ${(sizeOf(join(DIST, name)) / 1e6).toFixed(1)} MB, packed in ${seconds(packing)}`);
        const folder = join(work, name);
        cpSync(join(EXAMPLES, name), folder, { recursive: true });
        const installing = Date.now();
        const command = language.install(folder);
        console.log(`      ${name}: installed in ${seconds(installing)}`);
        const expected = outcomesOf(inTypeScript, EXAMPLES, home, language.agent);
        const outcomes = outcomesOf(command, work, home);
        RUNS.forEach((when, i) => {
          for (const part of ['terraform', 'statements', 'ledger', 'report'] as const) {
            const [is, should] = [outcomes[i][part], expected[i][part]];
            verdict(is === should, `${name}, ${when}: the ${part} is that of TypeScript${firstDifference(is, should)}`);
          }
        });
        language.test(folder);
        verdict(true, `${name}: the test of the policy passes`);
        for (const failure of language.more?.(folder, home) ?? []) verdict(false, `${name}: ${failure}`);
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
