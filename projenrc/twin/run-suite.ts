// Runs the unit, golden and property tests on the twin: run-suite.ts [ARGUMENTS OF JEST]
import { execFileSync, spawnSync } from 'child_process';
import { relative } from 'path';
import { ROOT, TWIN } from './make';

const JEST = require.resolve('jest/bin/jest');

/** The test files that jest finds in a folder. */
function testsOf(folder: string): string[] {
  const files: string[] = JSON.parse(execFileSync(process.execPath, [JEST, '--listTests', '--json'], { cwd: folder, encoding: 'utf8' }));
  return files.map((file) => relative(folder, file)).sort();
}

// Tests in projenrc are about the repository.
const wanted = testsOf(ROOT).filter((file) => !file.startsWith('projenrc/'));
const found = testsOf(TWIN);
const missing = wanted.filter((file) => !found.includes(file));
if (wanted.length === 0 || missing.length > 0) {
  console.error(`The twin lacks ${missing.length} of ${wanted.length} test files: ${missing.join(', ')}`);
  process.exit(1);
}
console.log(
  `${found.length} test files: all ${wanted.length} of the package, and ${found.length - wanted.length} that need both frameworks`,
);

const { status } = spawnSync(process.execPath, [JEST, '--ci', ...process.argv.slice(2)], { cwd: TWIN, stdio: 'inherit' });
process.exit(status ?? 1);
