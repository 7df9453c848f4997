// What a release needs: release-check.ts refs/tags/vX.Y.Z
import { readFileSync } from 'fs';
import { join } from 'path';

const ROOT = join(__dirname, '..');

/** What keeps a ref from being released; empty where nothing does. */
export function releaseProblems(ref: string, version: string, changelog: string): string[] {
  const problems: string[] = [];
  if (ref !== `refs/tags/v${version}`) {
    problems.push(`the ref is ${ref}; run the workflow on the tag v${version}, or set the version in .projenrc.ts`);
  }
  const heading = new RegExp(`^## ${version.replace(/\./g, '\\.')} \\(\\d{4}-\\d{2}-\\d{2}\\)$`, 'm');
  if (!heading.test(changelog)) problems.push(`CHANGELOG.md has no heading "## ${version} (YYYY-MM-DD)"; date the section of this version`);
  return problems;
}

if (require.main === module) {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const problems = releaseProblems(process.argv[2] ?? '', version, readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8'));
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;
}
