import { readFileSync, statSync } from 'fs';
import { load } from './library';

export interface ReportMeasured {
  /** CPU time of reading the file and `JSON.parse`, in milliseconds. */
  readonly parse: number;
  /** CPU time of the report alone, in milliseconds. */
  readonly cpu: number;
  /** The same by the clock. */
  readonly elapsed: number;
  /** Peak memory of the process, in bytes, with its modules. */
  readonly memory: number;
  /** The report, in bytes. */
  readonly size: number;
  /** Findings of the check. */
  readonly findings: number;
}

const [format, file, output] = process.argv.slice(2);
const { run } = load<typeof import('../src/cli/run')>('cli/run');
const { FORMATS } = load<{ FORMATS: Record<string, import('../src/report/formats').Format> }>('report/formats');

const spent = (work: () => void): { cpu: number; elapsed: number } => {
  const [cpu, clock] = [process.cpuUsage(), process.hrtime.bigint()];
  work();
  const { user, system } = process.cpuUsage(cpu);
  return { cpu: (user + system) / 1_000, elapsed: Number(process.hrtime.bigint() - clock) / 1e6 };
};

const parse = spent(() => { JSON.parse(readFileSync(file, 'utf8')); });
const { write } = FORMATS[format];
let findings = 0;
let report = { cpu: 0, elapsed: 0 };
FORMATS[format] = {
  ...FORMATS[format],
  write: (data, options) => {
    findings = data.evaluation.findings.length;
    let text = '';
    report = spent(() => { text = write(data, options); });
    return text;
  },
};
const errors: string[] = [];
run(['check', file, '--out', `${format}=${output}`], { out: () => undefined, error: (line) => errors.push(line) });
if (findings === 0) throw new Error(errors.join('\n'));
const measured: ReportMeasured = {
  parse: parse.cpu,
  ...report,
  memory: process.resourceUsage().maxRSS * 1_024,
  size: statSync(output).size,
  findings,
};
process.stdout.write(JSON.stringify(measured));
