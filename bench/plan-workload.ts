import { readFileSync } from 'fs';
import { load } from './library';

/** What is done with the file of a plan. */
export type PlanWay = 'parse' | 'check' | 'forecast';

export interface PlanMeasured {
  /** CPU time from the first byte of the file to the last line of the report, in milliseconds. */
  readonly cpu: number;
  /** The same by the clock. */
  readonly elapsed: number;
  /** Peak memory of the process, in bytes, with its modules. */
  readonly memory: number;
  /** Exit code of the command. */
  readonly code: number;
  /** The line that tells what was read, or what the apply does. */
  readonly summary: string;
}

const [way, file] = process.argv.slice(2) as [PlanWay, string];
const { run } = load<typeof import('../src/cli/run')>('cli/run');

const lines: string[] = [];
const started = process.cpuUsage();
const clock = process.hrtime.bigint();
const code =
  way === 'parse'
    ? Number(!JSON.parse(readFileSync(file, 'utf8')))
    : run([way, file], { out: (line) => lines.push(line), error: (line) => lines.push(line) });
const elapsed = Number(process.hrtime.bigint() - clock) / 1e6;
const { user, system } = process.cpuUsage(started);
const measured: PlanMeasured = {
  cpu: (user + system) / 1_000,
  elapsed,
  memory: process.resourceUsage().maxRSS * 1_024,
  code,
  summary:
    lines
      .join('\n')
      .split('\n')
      .find((line) => /^\d[\d,]* sessions?[, ]/.test(line)) ?? '',
};
process.stdout.write(JSON.stringify(measured));
