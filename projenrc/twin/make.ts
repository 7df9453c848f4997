// Makes the twin of this package for cdktn from the same source: make.ts [OUTDIR]
import { execFileSync } from 'child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'fs';
import { dirname, extname, join, relative } from 'path';
import { inProse, inSource } from './rename';
import { CDKTF, CDKTN, frameworkSource } from '../twins';

const ROOT = join(__dirname, '..', '..');
export const TWIN = join(ROOT, 'build', 'cdktn');

/** What is derived. The rest is generated in the twin, or is about this repository. */
const DERIVED = [
  'src', 'test', 'examples', 'schema', 'rosetta', 'docs', 'README.md', 'README.zh-CN.md', 'API.md', 'CHANGELOG.md',
  'CONTRIBUTING.md', 'SECURITY.md', 'LICENSE',
  'tsconfig.json',
];
const LEFT_OUT =
  /^src\/alicloud$|^test\/(collector|page|consumer|matrix|languages)$|^test\/lifecycle\/(?!README\.md$)|\/\.snippets$|\/cdktf\.out$|\.tfstate$/;
/** Where names of the framework are data: each is read by whichever of the two runs. */
const AS_IT_IS = /^test\/upgrade\/|^test\/golden\/.*\.json$|^examples\/[^/]+\/golden\/|\.lock$/;
/** Tests that need both frameworks run with the twin's suite alone. */
const WITH_BOTH = /\.twin\.ts$/;

function main(): void {
  for (const name of existsSync(TWIN) ? readdirSync(TWIN) : []) {
    if (!['node_modules', 'package-lock.json', '.installed'].includes(name)) rmSync(join(TWIN, name), { recursive: true });
  }
  mkdirSync(TWIN, { recursive: true });
  for (const name of DERIVED) derive(join(ROOT, name));
  writeFileSync(join(TWIN, 'src', 'catalog', 'framework.ts'), frameworkSource(CDKTN, CDKTF));
  writeFileSync(join(TWIN, 'package.json'), `${JSON.stringify(manifest(), undefined, 2)}\n`);
  install();
  execFileSync(process.execPath, [
    '--import', 'tsx', 'schema/generate-bindings.ts', 'src/alicloud', 'schema/alicloud-1.289.0.schema.json',
    'schema/alicloud-2.0.0-beta3.schema.json',
  ], { cwd: TWIN, stdio: 'inherit' });
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
  const rename = AS_IT_IS.test(name)
    ? undefined
    : name.endsWith('.ts') || name.endsWith('.ts-fixture')
      ? inSource
      : ['.md', '.json'].includes(extname(name))
        ? inProse
        : undefined;
  if (rename) writeFileSync(to, rename(readFileSync(path, 'utf8')));
  else cpSync(path, to);
}

/** The manifest of the twin: ours under other names, without what develops it. */
function manifest(): object {
  const { devDependencies, scripts, repository, keywords, ...ours } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const { dependencies } = JSON.parse(readFileSync(join(__dirname, 'package.json'), 'utf8'));
  const { targets, ...own } = JSON.parse(readFileSync(join(__dirname, 'manifest.json'), 'utf8'));
  const { jest, jsii, ...rest } = JSON.parse(inProse(JSON.stringify(ours)));
  return {
    ...rest, ...own, repository,
    keywords: keywords.map((word: string) => (word === CDKTF.module ? CDKTN.module : word)),
    jsii: { ...jsii, targets },
    // As in an app that has both frameworks, there is one copy of constructs.
    jest: { ...jest, moduleNameMapper: { ...jest.moduleNameMapper, '^constructs$': '<rootDir>/node_modules/constructs' } },
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
