// Makes the twin of this package for cdktn from the same source: make.ts [OUTDIR]
import { execFileSync } from 'child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'fs';
import { dirname, extname, join, relative } from 'path';
import { pageOfTwin } from './prose';
import { inProse, inSource } from './rename';
import { CDKTF, CDKTN, FRAMEWORK_FILE, frameworkSource } from '../twins';

export const ROOT = join(__dirname, '..', '..');
export const TWIN = join(ROOT, 'build', 'cdktn');

/** What is derived. The rest is generated in the twin, or is about this repository. */
const DERIVED = [
  'src', 'test', 'examples', 'schema', 'rosetta', 'docs', 'bench', 'projenrc', '.projenrc.ts', '.projen/tasks.json', 'tsconfig.json',
  'README.md', 'README.zh-CN.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md', 'LICENSE',
];
/** What is made in the twin, and what a run has left. */
const LEFT_OUT = /^src\/alicloud$|^projenrc\/twin\/node_modules$|\/\.snippets$|\/cdktf\.out$|\/\.terraform$|\.tfstate$/;
/** What is about both frameworks or about the repository, and data, which both frameworks read. */
const AS_IT_IS = [
  /^docs\/(languages|architecture|benchmarks)\.md$/, /^(CHANGELOG|CONTRIBUTING|SECURITY)\.md$/,
  /^(bench|projenrc|\.projen)\//, /^\.projenrc\.ts$/, /^test\/(consumer|matrix|languages|upgrade)\//,
  /^test\/.+\/.+\.json$/, /^examples\/[^/]+\/golden\//, /\.lock$/,
];
/** Tests that need both frameworks run with the twin's suite alone. */
const WITH_BOTH = /\.twin\.ts$/;

function main(): void {
  for (const name of existsSync(TWIN) ? readdirSync(TWIN) : []) {
    if (!['node_modules', '.installed'].includes(name)) rmSync(join(TWIN, name), { recursive: true });
  }
  // Findings name files from the top of a repository on.
  mkdirSync(join(TWIN, '.git'), { recursive: true });
  for (const name of DERIVED) derive(join(ROOT, name));
  writeFileSync(join(TWIN, FRAMEWORK_FILE), frameworkSource(CDKTN, CDKTF));
  writeFileSync(join(TWIN, 'package.json'), `${JSON.stringify(manifest(), undefined, 2)}\n`);
  install();
  const schemas = ['schema/alicloud-1.289.0.schema.json', 'schema/alicloud-2.0.0-beta3.schema.json'];
  execFileSync(
    process.execPath, ['--import', 'tsx', 'schema/generate-bindings.ts', 'src/alicloud', ...schemas],
    { cwd: TWIN, stdio: 'inherit' },
  );
}

function derive(path: string): void {
  const name = relative(ROOT, path);
  if (LEFT_OUT.test(name)) return;
  if (statSync(path).isDirectory()) {
    for (const child of readdirSync(path)) derive(join(path, child));
    return;
  }
  const to = join(TWIN, name.replace(WITH_BOTH, '.test.ts'));
  mkdirSync(dirname(to), { recursive: true });
  const rename = renaming(name);
  if (rename) writeFileSync(to, rename(readFileSync(path, 'utf8')));
  else cpSync(path, to);
}

function renaming(name: string): ((text: string) => string) | undefined {
  if (AS_IT_IS.some((pattern) => pattern.test(name))) return undefined;
  if (['.ts', '.ts-fixture'].includes(extname(name))) return inSource;
  if (extname(name) === '.md') return (text) => pageOfTwin(name, text);
  return extname(name) === '.json' ? inProse : undefined;
}
/** The manifest of the twin: ours under other names, without what develops it. */
function manifest(): object {
  const { devDependencies, scripts, repository, author, keywords, ...ours } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const { dependencies } = JSON.parse(readFileSync(join(__dirname, 'package.json'), 'utf8'));
  const { targets, ...own } = JSON.parse(readFileSync(join(__dirname, 'manifest.json'), 'utf8'));
  const { jest, jsii, ...rest } = JSON.parse(inProse(JSON.stringify(ours)));
  return {
    ...rest, ...own, repository, author,
    keywords: keywords.map((word: string) => (word === CDKTF.module ? CDKTN.module : word)),
    jsii: { ...jsii, targets },
    jest: {
      ...jest,
      // Tests in projenrc are about the repository.
      testMatch: jest.testMatch.filter((pattern: string) => !pattern.includes('projenrc')),
      // As in an app that has both frameworks, there is one copy of constructs.
      moduleNameMapper: { ...jest.moduleNameMapper, '^constructs$': '<rootDir>/node_modules/constructs' },
    },
    devDependencies: dependencies,
    scripts: { prepack: 'test -f .jsii -a -f lib/index.js' },
  };
}

/** The framework and its generator, beside which everything else is found in this repository. */
function install(): void {
  const lock = readFileSync(join(__dirname, 'package-lock.json'), 'utf8');
  const stamp = join(TWIN, '.installed');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  const staging = join(TWIN, '.install');
  mkdirSync(staging, { recursive: true });
  for (const name of ['package.json', 'package-lock.json']) cpSync(join(__dirname, name), join(staging, name));
  cpSync(join(ROOT, '.npmrc'), join(staging, '.npmrc'));
  execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: staging, stdio: 'inherit' });
  rmSync(join(TWIN, 'node_modules'), { recursive: true, force: true });
  renameSync(join(staging, 'node_modules'), join(TWIN, 'node_modules'));
  rmSync(staging, { recursive: true });
  writeFileSync(stamp, lock);
}

if (require.main === module) main();
