import { execFileSync } from 'child_process';
import { createHash } from 'crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { parseArgs } from 'util';
import { EQUIVALENT } from './equivalent';
import { FOLDERS } from './folders';

const root = join(__dirname, '..', '..');
const output = join(root, 'build', 'mutants');

interface Position {
  readonly line: number;
  readonly column: number;
}

/** A mutant in Stryker's report. */
interface Mutant {
  readonly status: 'Killed' | 'Timeout' | 'Survived' | 'NoCoverage' | 'Ignored' | 'CompileError' | 'RuntimeError';
  readonly replacement?: string;
  readonly location: { readonly start: Position; readonly end: Position };
}

interface Report {
  readonly files: Readonly<Record<string, { readonly source: string; readonly mutants: readonly Mutant[] }>>;
}

const GENERATED = /^all\.ts$/;

/** The sources that are named, or below the named folders. */
function filesOf(mutated: readonly string[]): string[] {
  const below = (folder: string) => readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).sort();
  return mutated.flatMap((path) => path.endsWith('.ts')
    ? [path]
    : below(path).filter((file) => file.endsWith('.ts') && !GENERATED.test(file)).map((file) => join(path, file)));
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Some lines of the files, as Stryker's ranges: the mutants that lie within one of them are made. */
function someLines(files: readonly string[], part: number, seed: number): string[] {
  const next = random(seed);
  return files.flatMap((file) => {
    const lines = readFileSync(join(root, file), 'utf8').split('\n');
    return lines.flatMap((_, i) => next() < part ? [`${file}:${i + 1}-${i + 1}`] : []);
  });
}

/** Runs Stryker. The results stay for the next run of the same, which repeats only what changed. */
function mutate(name: string, ranges: readonly string[], tests: readonly string[]): Report {
  const run = join(output, name);
  const config = {
    testRunner: 'mocha',
    plugins: ['@stryker-mutator/mocha-runner'],
    mochaOptions: { require: ['./test/mutants/jest-interface.js'], spec: tests, extension: ['ts'] },
    mutate: ranges,
    coverageAnalysis: 'perTest',
    // A mutant that acts only while modules are loaded needs them loaded again.
    ignoreStatic: true,
    disableTypeChecks: false,
    incremental: true,
    incrementalFile: `${run}.incremental.json`,
    concurrency: 1,
    timeoutMS: 6_000,
    dryRunTimeoutMinutes: 30,
    reporters: ['json', 'progress-append-only'],
    jsonReporter: { fileName: `${run}.json` },
    tempDirName: join('build', 'mutants', 'copies'),
    ignorePatterns: ['build', 'lib', 'dist', 'coverage', 'test-reports', '.jsii'],
    allowConsoleColors: false,
  };
  mkdirSync(output, { recursive: true });
  writeFileSync(`${run}.config.json`, JSON.stringify(config, undefined, 2));
  execFileSync('npx', ['stryker', 'run', `${run}.config.json`], { cwd: root, stdio: ['ignore', 2, 'inherit'] });
  return JSON.parse(readFileSync(`${run}.json`, 'utf8'));
}

const survives = ({ status }: Mutant) => status === 'Survived' || status === 'NoCoverage';
const keyOf = ({ location: { start, end }, replacement }: Mutant) =>
  `${start.line}:${start.column}-${end.line}:${end.column} ${replacement}`;

const before = (a: Position, b: Position) => a.line < b.line || a.line === b.line && a.column <= b.column;
const within = (inner: Mutant, outer: Mutant) =>
  before(outer.location.start, inner.location.start) && before(inner.location.end, outer.location.end);

/** Stryker repeats all mutants in the place of a survivor: the place of one in which so many are killed is not repeated. */
const REPEATED = 6;

/** A report in which the survivors have the result that other tests have of them. */
function afterWider(name: string, report: Report, tests: readonly string[]): Report {
  const ranges = Object.entries(report.files).flatMap(([file, { mutants }]) => {
    const dead = mutants.filter((m) => !survives(m));
    return mutants.filter((m) => survives(m) && dead.filter((d) => within(d, m)).length < REPEATED)
      .map(({ location: { start, end } }) => `${file}:${start.line}:${start.column - 1}-${end.line}:${end.column - 1}`);
  });
  if (ranges.length === 0) return report;
  const wider = mutate(`${name}-wider`, [...new Set(ranges)], tests);
  const files = Object.entries(report.files).map(([file, { source, mutants }]) => {
    const found = new Map(wider.files[file]?.mutants.map((m) => [keyOf(m), m]));
    const later = (m: Mutant) => found.get(keyOf(m));
    // One that only the first tests run stays as they left it.
    const merged = mutants.map((m) => survives(m) && later(m)?.status !== 'NoCoverage' ? later(m) ?? m : m);
    return [file, { source, mutants: merged }] as const;
  });
  return { files: Object.fromEntries(files) };
}

const isEquivalent = (file: string, line: string, from: string, to: string) =>
  EQUIVALENT.some((e) => e.file === file && e.line === line && e.from === from && e.to === to);

/** Prints the score and every survivor that is not listed as equivalent, and returns their number. */
function score(title: string, { files }: Report): number {
  const counts = { killed: 0, listed: 0, survived: 0 };
  for (const [file, { source, mutants }] of Object.entries(files)) {
    const lines = source.split('\n');
    const survivors = mutants.filter(survives).sort((a, b) => a.location.start.line - b.location.start.line);
    counts.killed += mutants.filter((m) => m.status === 'Killed' || m.status === 'Timeout').length;
    let shown = 0;
    for (const { status, replacement = '', location: { start, end } } of survivors) {
      const line = lines[start.line - 1];
      const from = line.slice(start.column - 1, start.line === end.line ? end.column - 1 : undefined);
      if (isEquivalent(file, line.trim(), from, replacement)) {
        counts.listed++;
        continue;
      }
      counts.survived++;
      if (shown !== start.line) process.stdout.write(`${file}:${start.line}: ${line.trim()}\n`);
      shown = start.line;
      process.stdout.write(
        `    ${status === 'NoCoverage' ? 'no test runs it: ' : ''}${from} -> ${replacement.replace(/\s+/g, ' ').slice(0, 120)}\n`,
      );
    }
  }
  const { killed, listed, survived } = counts;
  const all = killed + listed + survived;
  const percent = all === 0 ? '' : ` (${(100 * killed / all).toFixed(1)} %)`;
  process.stdout.write(`${title}: ${all} mutants, ${killed} killed${percent}, ${listed} equivalent, ${survived} survived\n`);
  return survived;
}

const { values: { part, seed, file: chosen, test: few, wider }, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    part: { type: 'string', default: '1' }, seed: { type: 'string', default: '1' },
    file: { type: 'string', multiple: true }, test: { type: 'string', multiple: true },
    wider: { type: 'string', multiple: true },
  },
});
const names = positionals.length > 0 ? positionals : Object.keys(FOLDERS);
if (!names.every((name) => name in FOLDERS) || !(Number(part) > 0 && Number(part) <= 1)) {
  throw new Error(`usage: npx projen mutants [${Object.keys(FOLDERS).join(' | ')}] [--file src/net/known.ts]
  [--test test/net/known.test.ts] [--wider 'test/checks/*.test.ts'] [--part 0.1 --seed 1]
  --wider: tests for the mutants that survive the others.`);
}
let open = 0;
for (const name of names) {
  const files = chosen ?? filesOf(FOLDERS[name].mutate);
  const which = chosen ? [createHash('sha256').update(chosen.join(' ')).digest('hex').slice(0, 8)] : [];
  const run = [name, ...which, ...Number(part) < 1 ? [part, seed] : []].join('-');
  const first = mutate(run, Number(part) < 1 ? someLines(files, Number(part), Number(seed)) : files, few ?? FOLDERS[name].tests);
  open += score(name, wider === undefined ? first : afterWider(run, first, wider));
}
process.exitCode = open > 0 ? 1 : 0;
