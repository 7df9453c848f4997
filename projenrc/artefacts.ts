// Makes everything that a release publishes, for both frameworks, and checks it: artefacts.ts [--only TARGET]... [--require TARGET]...
// Needs both packages compiled (npx projen compile, npx projen twin:compile).
// What this machine cannot build is generated as code, and named.
import { execFileSync, spawnSync } from 'child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'fs';
import { join, relative } from 'path';
import { parseArgs } from 'util';
import { LIMITS } from './limits';
import { TWIN } from './twin/make';
import { CDKTF, CDKTN, Framework } from './twins';

const ROOT = join(__dirname, '..');
const OUT = join(ROOT, 'dist', 'release');

interface Target {
  readonly name: keyof typeof LIMITS;
  /** Why it cannot be built here; code alone is made then. */
  lacks(framework: Framework): string | undefined;
  /** Only code is published. */
  readonly codeOnly?: boolean;
  /** The files whose size counts, and that must have the version in their name or in their text. */
  readonly artefact: RegExp;
}

const has = (program: string): boolean => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
const without = (...programs: string[]): string | undefined => {
  const missing = programs.filter((program) => !has(program));
  return missing.length > 0 ? `${missing.join(' and ')} is not on the PATH` : undefined;
};

/** The framework's own jar, which the Java package is compiled against. */
function withoutJar({ module, version }: Framework): string | undefined {
  const coordinates = `${module === 'cdktf' ? 'com.hashicorp:cdktf' : 'io.cdktn:cdktn'}:${version}:pom`;
  const { status } = spawnSync('mvn', ['--batch-mode', '--quiet', 'dependency:get', `-Dartifact=${coordinates}`, '-Dtransitive=false'], {
    cwd: ROOT,
  });
  return status === 0 ? undefined : `the Maven repository has no ${coordinates}`;
}

const TARGETS: readonly Target[] = [
  { name: 'js', lacks: () => undefined, artefact: /\.tgz$/ },
  { name: 'python', lacks: () => without('python3'), artefact: /\.whl$/ },
  { name: 'java', lacks: (framework) => without('java', 'mvn') ?? withoutJar(framework), artefact: /[^s]\.jar$|pom\.xml$/ },
  // Its sources are what is published.
  { name: 'go', lacks: () => undefined, codeOnly: true, artefact: /\/version$|\.go$|\.tgz$/ },
  { name: 'dotnet', lacks: () => without('dotnet'), artefact: /\.nupkg$|\.csproj$/ },
];

const files = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((e) => e.isFile())
    .map((e) => join(e.parentPath, e.name));
const size = (path: string): number => statSync(path).size / 1e6;

/** Whether an artefact is of a version: by its name, or by what it says. */
function isOf(version: string, folder: string, file: string): boolean {
  return (
    relative(folder, file).includes(version)
    || (/\/version$|pom\.xml$|\.csproj$/.test(file) && readFileSync(file, 'utf8').includes(version))
  );
}

function main(): void {
  const {
    values: { only, require: required = [] },
  } = parseArgs({ options: { only: { type: 'string', multiple: true }, require: { type: 'string', multiple: true } } });
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const rows: string[] = [];
  const problems: string[] = [];
  for (const [framework, folder] of [[CDKTF, ROOT], [CDKTN, TWIN]] as const) {
    const { packageName } = framework;
    if (!existsSync(join(folder, '.jsii'))) {
      throw new Error(`${packageName} is not compiled: npx projen ${framework === CDKTF ? 'compile' : 'twin:compile'}`);
    }
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    if (manifest.name !== packageName || manifest.version !== version) {
      problems.push(`${folder} holds ${manifest.name} ${manifest.version}, not ${packageName} ${version}`);
    }
    for (const target of TARGETS.filter(({ name }) => !only || only.includes(name))) {
      const { name, artefact } = target;
      const limit = LIMITS[name];
      const lacks = target.lacks(framework);
      if (lacks !== undefined && required.includes(name)) problems.push(`${packageName} for ${name}: ${lacks}`);
      const outdir = join(OUT, packageName);
      rmSync(join(outdir, name), { recursive: true, force: true });
      mkdirSync(outdir, { recursive: true });
      const started = Date.now();
      const codeOnly = target.codeOnly || lacks !== undefined;
      execFileSync(
        process.execPath,
        [
          require.resolve('jsii-pacmak/bin/jsii-pacmak'),
          '--target', name, '--outdir', outdir,
          ...(codeOnly ? ['--code-only'] : []),
          folder,
        ],
        { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] },
      );
      const made = files(join(outdir, name));
      const counted = made.filter((file) => artefact.test(file));
      const megabytes = counted.reduce((sum, file) => sum + size(file), 0);
      if (!counted.some((file) => isOf(version, outdir, file))) problems.push(`${packageName} for ${name}: no artefact of ${version}`);
      if (lacks === undefined && megabytes > limit) {
        problems.push(`${packageName} for ${name}: ${megabytes.toFixed(2)} MB, and ${limit} MB is the most`);
      }
      rows.push(
        `| ${packageName} | ${name} | ${((Date.now() - started) / 1000).toFixed(0)} s | ${megabytes.toFixed(2)} MB | ${lacks === undefined ? (codeOnly ? 'code, which is what is published' : 'built') : `code only: ${lacks}`} |`,
      );
      console.log(rows[rows.length - 1]);
    }
    // What the package brings with it: its peers, since it has no dependencies of its own.
    if (!only) {
      writeFileSync(
        join(OUT, packageName, 'sbom.cdx.json'),
        execFileSync('npm', ['sbom', '--sbom-format', 'cyclonedx', '--omit', 'dev'], { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 26 }),
      );
    }
  }
  for (const problem of problems) console.error(`FAILED ${problem}`);
  if (problems.length > 0) process.exitCode = 1;
}

main();
