// The packed library and a life on every version of Node, constructs, Terraform and OpenTofu that is present:
// run.ts [--with PROGRAM]... [--require KIND]... [--only consumer|lives] [--write]
// A life also runs with the schema of each version of the provider that was tried.
// Programs are those on the PATH (node, terraform, tofu) and those that --with names. What is absent is said; with
// --require it fails. --write puts the table into docs/versions.md, where rows that were not run now stay with their date.
import { spawnSync } from 'child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join, resolve } from 'path';
import { parseArgs } from 'util';
import { TRIED_PROVIDERS } from '../../src/catalog/versions';
import { compareVersions, parseVersion } from '../../src/net/version-constraint';
import { CDKTF } from '../../projenrc/twins';
import { appUnder, CONSTRUCTS, contentsOf, firstAppsUnder, installApp, packInto, Verdict } from '../consumer/consumer';

const ROOT = join(__dirname, '..', '..');
const PAGE = join(ROOT, 'docs', 'versions.md');
const [BEGIN, END] = ['<!-- the table begins -->', '<!-- the table ends -->'];

type Kind = 'node' | 'terraform' | 'tofu';
const NAMES: Record<Kind, string> = { node: 'Node', terraform: 'Terraform', tofu: 'OpenTofu' };
/** Versions that README names: those that are not present are said to be absent. */
const WANTED: Record<Kind, readonly string[]> = { node: ['20', '22', '24'], terraform: ['1.5', '1.11', '1.17'], tofu: ['1.11'] };

interface Program {
  readonly kind: Kind;
  readonly path: string;
  readonly version: string;
}

interface Row {
  readonly what: string;
  readonly on: string;
  readonly played: string;
  readonly outcome: 'passed' | 'failed';
}

const LIFE = 'a life with a collector, a fleet and an import';

/** What a program is, by what it says of itself. */
function programAt(path: string): Program | undefined {
  const { stdout, error } = spawnSync(path, ['--version'], { encoding: 'utf8', env: { ...process.env, CHECKPOINT_DISABLE: '1' } });
  if (error) return undefined;
  const [, name, version] = /^(v|Terraform v|OpenTofu v)(\d+\.\d+\.\d+\S*)/m.exec(stdout) ?? [];
  if (version === undefined) return undefined;
  return { kind: name === 'v' ? 'node' : name.startsWith('T') ? 'terraform' : 'tofu', path, version };
}

let failures = 0;
function verify(verdicts: readonly Verdict[], where: string): Row['outcome'] {
  for (const [what, holds] of verdicts) console.log(`${holds ? 'ok    ' : 'FAILED'} ${where}: ${what}`);
  const missed = verdicts.filter(([, holds]) => !holds).length;
  failures += missed;
  return missed === 0 ? 'passed' : 'failed';
}

function life(node: Program, terraform: Program, provider?: string): Row['outcome'] {
  const { stdout, stderr, status } = spawnSync(node.path, ['--import', 'tsx', join(__dirname, 'life.ts')], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, TERRAFORM_BINARY_NAME: terraform.path, NODE_NO_WARNINGS: '1', ...(provider && { PROVIDER_VERSION: provider }) },
  });
  const where = `a life on Node ${node.version} and ${NAMES[terraform.kind]} ${terraform.version}${provider ? `, provider ${provider}` : ''}`;
  const verdicts = stdout
    .split('\n')
    .filter((line) => /^(ok|FAILED) /.test(line))
    .map((line): Verdict => [line.replace(/^\S+\s+/, ''), line.startsWith('ok')]);
  if (status !== 0) console.error(stderr.trim());
  return verify([...verdicts, ['it came to its end', status === 0 && verdicts.length > 0]], where);
}

function consumers(nodes: readonly Program[]): Row[] {
  const folder = mkdtempSync(join(tmpdir(), 'matrix-'));
  try {
    const tarball = packInto(folder);
    verify(contentsOf(tarball, folder), 'the package');
    verify(firstAppsUnder(folder, tarball, ['README.md', 'README.zh-CN.md']), 'a newcomer');
    return CONSTRUCTS.flatMap((wanted) => {
      const { app, constructs } = installApp(folder, tarball, wanted);
      return nodes.map((node): Row => ({
        what: `${CDKTF.module} ${CDKTF.version}, constructs ${constructs}`, on: `Node ${node.version}`,
        played: 'the packed package in an empty app',
        outcome: verify(appUnder(node.path, app), `constructs ${constructs} under Node ${node.version}`),
      }));
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function main(): void {
  const { values } = parseArgs({
    options: {
      with: { type: 'string', multiple: true, default: [] },
      require: { type: 'string', multiple: true, default: [] },
      only: { type: 'string' },
      write: { type: 'boolean' },
    },
  });
  const found = [process.execPath, 'terraform', 'tofu', ...values.with!.map((path) => resolve(path))].flatMap(
    (path) => programAt(path) ?? [],
  );
  const programs = found.filter((p, i) => found.findIndex((o) => o.kind === p.kind && o.version === p.version) === i)
    .sort((a, b) => compareVersions(parseVersion(a.version)!, parseVersion(b.version)!));
  const of = (kind: Kind): Program[] => programs.filter((p) => p.kind === kind);
  const absent = (Object.keys(WANTED) as Kind[]).flatMap((kind) => WANTED[kind]
    .filter((wanted) => !of(kind).some(({ version }) => version.startsWith(`${wanted}.`))).map((wanted) => `${NAMES[kind]} ${wanted}`));
  for (const one of absent) console.log(`absent ${one}: not on this machine, so nothing was tried with it`);
  for (const kind of values.require as Kind[]) verify([[`${NAMES[kind]} is present`, of(kind).length > 0]], 'required');

  const current = of('node').find(({ path }) => path === process.execPath)!;
  const runners = [...of('terraform'), ...of('tofu')];
  const standard = runners.find(({ path }) => path === 'terraform') ?? runners[0];
  const rows: Row[] = [];
  if (values.only !== 'lives') rows.push(...consumers(of('node')));
  if (values.only !== 'consumer') {
    const pairs = [
      ...of('node').flatMap((node) => (standard ? [[node, standard]] : [])),
      ...runners.filter((r) => r !== standard).map((r) => [current, r]),
    ];
    for (const [node, runner] of pairs) {
      rows.push({ what: `${NAMES[runner.kind]} ${runner.version}`, on: `Node ${node.version}`, played: LIFE, outcome: life(node, runner) });
    }
    for (const { version } of standard ? TRIED_PROVIDERS : []) {
      const on = `${NAMES[standard.kind]} ${standard.version}`;
      rows.push({ what: `the schema of provider ${version}`, on, played: LIFE, outcome: life(current, standard, version) });
    }
  }
  if (values.write) writeTable(rows, absent);
  const [passed, failed] = (['passed', 'failed'] as const).map((outcome) => rows.filter((row) => row.outcome === outcome).length);
  console.log(`matrix: ${passed} passed, ${failed} failed`);
  if (failures > 0) process.exitCode = 1;
}

/** What a row is about: its first two columns. */
const keyOf = (line: string): string => line.split(' | ').slice(0, 2).join(' | ');

const { compare: inVersionOrder } = new Intl.Collator('en', { numeric: true });

function writeTable(rows: readonly Row[], absent: readonly string[]): void {
  const page = readFileSync(PAGE, 'utf8');
  const [before, after] = [page.slice(0, page.indexOf(BEGIN) + BEGIN.length), page.slice(page.indexOf(END))];
  const today = new Date().toISOString().slice(0, 10);
  const all = new Map([
    ...page
      .slice(before.length, page.indexOf(END))
      .split('\n')
      .filter((line) => /\d+ \|$/.test(line))
      .map((line): [string, string] => [keyOf(line), line]),
    ...rows
      .map(({ what, on, played, outcome }) => `| ${what} | ${on} | ${played} | ${outcome} | ${today} |`)
      .map((line): [string, string] => [keyOf(line), line]),
  ]);
  const table = ['| version | with | what was run | outcome | date |', '|---|---|---|---|---|', ...[...all.values()].sort(inVersionOrder)];
  const missing = absent.filter((name) => ![...all.keys()].some((key) => key.includes(`${name}.`)));
  const note = missing.length > 0 ? [`Not tried: ${missing.join(', ')}.`, ''] : [];
  writeFileSync(PAGE, [before, 'Written by `npx projen test:matrix --write`.', '', ...table, '', ...note].join('\n') + after);
}

main();
