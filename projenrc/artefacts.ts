// Makes everything that a release publishes, for both frameworks, and checks it: artefacts.ts [--only TARGET]... [--require TARGET]...
// Needs both packages compiled (npx projen compile, npx projen twin:compile).
// What this machine cannot build is generated as code, and named.
import { execFileSync, spawnSync } from 'child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join, relative } from 'path';
import { parseArgs } from 'util';
import { billOfMaterials } from './bill';
import { firstScreen, ScreenLanguage } from './first-screen';
import { LIMITS } from './limits';
import { provideFramework, WITH_MAVEN } from './maven';
import { TWIN } from './twin/make';
import { CDKTF, CDKTN, Framework } from './twins';
import { PROJECT_FILES } from '../src/catalog/project';

const ROOT = join(__dirname, '..');
const OUT = join(ROOT, 'dist', 'release');

interface Target {
  readonly name: keyof typeof LIMITS;
  /** Why it cannot be built here; code alone is made then. */
  lacks(): string | undefined;
  /** What it is built against that no registry has, so it cannot be published. */
  provided?(framework: Framework, folder: string): string | undefined;
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

const TARGETS: readonly Target[] = [
  { name: 'js', lacks: () => undefined, artefact: /\.tgz$/ },
  { name: 'python', lacks: () => without('python3'), artefact: /\.whl$/ },
  {
    name: 'java',
    lacks: () => without('java', 'mvn'),
    provided(framework, folder) {
      const lacking = provideFramework(framework.module, join(folder, 'node_modules'));
      return lacking && `against a jar of ${lacking} made from its npm package, which Maven Central lacks`;
    },
    // The jar that users download; its sources and documentation lie next to it.
    artefact: /(?<!-sources|-javadoc)\.jar$|pom\.xml$/,
  },
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

/** What is wrong with what was made for a target, by the files that count. */
export function problemsOf(
  name: keyof typeof LIMITS,
  version: string,
  folder: string,
  counted: readonly string[],
  built: boolean,
): string[] {
  const megabytes = counted.reduce((sum, file) => sum + size(file), 0);
  return [
    ...counted.some((file) => isOf(version, folder, file)) ? [] : [`no artefact of ${version}`],
    ...built && megabytes > LIMITS[name] ? [`${megabytes.toFixed(2)} MB, and ${LIMITS[name]} MB is the most`] : [],
  ];
}

const run = (cwd: string, program: string, ...args: string[]): void => {
  execFileSync(join(ROOT, 'node_modules', '.bin', program), args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
};

/**
 * A copy of a package whose README is the one of a language, since its registry shows that. Its snippets are translated, as those of
 * the package are.
 */
function inLanguage(language: ScreenLanguage, folder: string, staging: string): string {
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
  const packed = execFileSync('npm', ['pack', '--silent', '--pack-destination', staging], { cwd: folder, encoding: 'utf8' });
  const tarball = packed.trim().split('\n').pop()!;
  execFileSync('tar', ['-xzf', tarball], { cwd: staging });
  rmSync(join(staging, tarball));
  const copy = join(staging, 'package');
  const tablet = read('.jsii.tabl.json');
  const manifest = JSON.parse(read('package.json'));
  const page = firstScreen(language, { manifest, readme: read('README.md'), tablet, files: PROJECT_FILES });
  writeFileSync(join(copy, '.jsii.tabl.json'), tablet);
  writeFileSync(join(copy, 'README.md'), page);
  writeFileSync(join(copy, '.jsii'), JSON.stringify({ ...JSON.parse(read('.jsii')), readme: { markdown: page } }));
  symlinkSync(join(folder, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

function main(): void {
  const {
    values: { only, require: required = [] },
  } = parseArgs({ options: { only: { type: 'string', multiple: true }, require: { type: 'string', multiple: true } } });
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const problems: string[] = [];
  Object.assign(process.env, WITH_MAVEN);
  const seconds = (since: number): string => `${((Date.now() - since) / 1000).toFixed(0)} s`;
  const row = (...cells: string[]): void => console.log(`| ${cells.join(' | ')} |`);
  row('package', 'artefact', 'time', 'size', 'made');
  for (const [framework, folder] of [[CDKTF, ROOT], [CDKTN, TWIN]] as const) {
    const { packageName } = framework;
    if (!existsSync(join(folder, '.jsii'))) {
      throw new Error(`${packageName} is not compiled: npx projen ${framework === CDKTF ? 'compile' : 'twin:compile'}`);
    }
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    if (manifest.name !== packageName || manifest.version !== version) {
      problems.push(`${folder} holds ${manifest.name} ${manifest.version}, not ${packageName} ${version}`);
    }
    const tablet = join(folder, '.jsii.tabl.json');
    if (!existsSync(tablet) || statSync(tablet).mtimeMs < statSync(join(folder, '.jsii')).mtimeMs) {
      const translating = Date.now();
      run(folder, 'jsii-rosetta', 'extract', '--strict');
      row(packageName, 'snippets', seconds(translating), '', 'compiled and translated');
    }
    const outdir = join(OUT, packageName);
    mkdirSync(outdir, { recursive: true });
    for (const target of TARGETS.filter(({ name }) => !only || only.includes(name))) {
      const { name, artefact } = target;
      const lacks = target.lacks();
      const provided = lacks === undefined ? target.provided?.(framework, folder) : undefined;
      const unpublishable = lacks ?? provided;
      if (unpublishable !== undefined && required.includes(name)) problems.push(`${packageName} for ${name}: ${unpublishable}`);
      rmSync(join(outdir, name), { recursive: true, force: true });
      const started = Date.now();
      const codeOnly = target.codeOnly || lacks !== undefined;
      const staging = mkdtempSync(join(tmpdir(), 'artefacts-'));
      try {
        const source = name === 'python' || name === 'go' ? inLanguage(name, folder, staging) : folder;
        run(folder, 'jsii-pacmak', '--target', name, '--outdir', outdir, ...(codeOnly ? ['--code-only'] : []), source);
      } finally {
        rmSync(staging, { recursive: true });
      }
      const counted = files(join(outdir, name)).filter((file) => artefact.test(file));
      const found = problemsOf(name, version, outdir, counted, lacks === undefined);
      problems.push(...found.map((problem) => `${packageName} for ${name}: ${problem}`));
      const built = provided === undefined ? 'built' : `built ${provided}`;
      const made = lacks !== undefined ? `code only: ${lacks}` : codeOnly ? 'code, which is what is published' : built;
      const megabytes = counted.reduce((sum, file) => sum + size(file), 0);
      row(packageName, name, seconds(started), lacks === undefined ? `${megabytes.toFixed(2)} MB` : '', made);
    }
    writeFileSync(join(outdir, 'sbom.cdx.json'), `${JSON.stringify(billOfMaterials(folder), undefined, 2)}\n`);
  }
  for (const problem of problems) console.error(`FAILED ${problem}`);
  if (problems.length > 0) process.exitCode = 1;
}

if (require.main === module) main();
