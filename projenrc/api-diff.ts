// Compares the API with that of the last release: api-diff.ts [TAG]
// What a user may not rely on being kept fails, unless the version allows it. Needs the compiled library (npx projen compile).
import { execFileSync, spawnSync } from 'child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { compareVersions, parseVersion } from '../src/net/version-constraint';

const ROOT = join(__dirname, '..');

/** Whether a version may break what an older one had: until 1.0.0 a minor version, from then on a major one. */
export function mayBreak(from: string, to: string): boolean {
  const [[oldMajor, oldMinor], [major, minor]] = [from, to].map((version) => parseVersion(version)!.numbers);
  if (major !== oldMajor) return major > oldMajor;
  return major === 0 && minor > oldMinor;
}

/** The last tag of a version below the one of the package; nothing before the first release. */
export function lastTag(tags: readonly string[], version: string): string | undefined {
  const compare = (a: string, b: string): number => compareVersions(parseVersion(a)!, parseVersion(b)!);
  return tags.filter((tag) => /^v\d+\.\d+\.\d+$/.test(tag) && compare(tag, version) < 0).sort(compare).pop();
}

const git = (...args: string[]): string => execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' });

/** Whether the API of one folder's package has everything that another's has. */
export function isKept(before: string, after: string, stdio: 'inherit' | 'ignore'): boolean {
  const accepted = join(after, '.compatignore');
  const { status } = spawnSync(
    process.execPath,
    [require.resolve('jsii-diff/bin/jsii-diff'), before, after, '--error-on=all', '--keys', '--ignore-file', accepted],
    { stdio },
  );
  return status === 0;
}

function main(): void {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const tag = process.argv[2] ?? lastTag(git('tag', '--list', 'v*').trim().split('\n'), version);
  if (tag === undefined) {
    console.log(`there is no release before ${version}, so there is no API to compare with`);
    return;
  }
  if (!existsSync(join(ROOT, '.jsii'))) throw new Error('compile first: npx projen compile');
  const work = mkdtempSync(join(tmpdir(), 'api-'));
  const old = join(work, tag);
  try {
    git('worktree', 'add', '--detach', '--force', old, tag);
    // What it was built with, unless that is what is installed here.
    const sameLock = git('diff', '--name-only', tag, '--', 'package-lock.json') === '';
    if (sameLock) symlinkSync(join(ROOT, 'node_modules'), join(old, 'node_modules'));
    else execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: old, stdio: 'inherit' });
    execFileSync('npx', ['projen', 'compile'], { cwd: old, stdio: ['ignore', 'ignore', 'inherit'] });
    const kept = isKept(old, ROOT, 'inherit');
    console.log(
      kept
        ? `the API of ${tag} is kept`
        : `the API of ${tag} is not kept${mayBreak(tag, version) ? `, and ${version} may break it: list it in CHANGELOG.md` : ''}`,
    );
    if (!kept && !mayBreak(tag, version)) process.exitCode = 1;
  } finally {
    git('worktree', 'remove', '--force', old);
    rmSync(work, { recursive: true, force: true });
  }
}

if (require.main === module) main();
