// Runs the unit, golden and property tests on the twin: run-suite.ts [ARGUMENTS OF JEST]
import { spawnSync } from 'child_process';
import { TWIN } from './make';

const { status } = spawnSync(process.execPath, [require.resolve('jest/bin/jest'), '--ci', ...process.argv.slice(2)], {
  cwd: TWIN,
  stdio: 'inherit',
});
process.exit(status ?? 1);
