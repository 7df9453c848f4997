import { statSync, writeFileSync } from 'fs';
import type { Extent } from './extent';
import type { ReportMeasured } from './report-workload';
import { median, progress, table, Workload } from './workloads';
import { FORMATS } from '../src/report/formats';

const PER_TARGET = 200;

/** Sessions that are off: each has a finding. */
function stack(size: number): object {
  const bodies = Array.from({ length: size }, (_, s): [string, object] => [`s${s}`, {
    enabled: false,
    priority: s + 1,
    virtual_network_id: s + 1,
    traffic_mirror_session_name: `web-${s}`,
    traffic_mirror_source_ids: [`eni-bp1source${s}`],
    traffic_mirror_target_id: `lb-bp1target${Math.floor(s / PER_TARGET)}`,
    traffic_mirror_target_type: 'SLB',
    traffic_mirror_filter_id: 'tmf-bp1filter',
  }]);
  return {
    provider: { alicloud: { region: 'cn-hangzhou' } },
    resource: { alicloud_vpc_traffic_mirror_session: Object.fromEntries(bodies) },
  };
}

/** The size of each report and its time, against reading the checked file and JSON.parse. */
export function benchReports(rounds: number, { sessions }: Extent): void {
  const workload = new Workload<ReportMeasured>('report-workload', 'library');
  const runs = new Map<string, ReportMeasured[]>();
  const formats = Object.keys(FORMATS);
  const file = workload.file('stack.tf.json');
  let size = 0;
  try {
    writeFileSync(file, JSON.stringify(stack(sessions)));
    size = statSync(file).size;
    for (let round = 1; round <= rounds; round++) {
      for (const format of formats) {
        progress(`round ${round} of ${rounds}: ${format}`);
        const measured = workload.run(format, file, workload.file('report'));
        if (measured.findings < sessions) throw new Error(`${format} has ${measured.findings} findings`);
        runs.set(format, [...runs.get(format) ?? [], measured]);
      }
    }
  } finally {
    workload.end();
  }
  const of = (format: string, pick: (m: ReportMeasured) => number) => median(runs.get(format)!.map(pick));
  const findings = of(formats[0], (m) => m.findings).toLocaleString('en');
  process.stdout.write(
    `Reports of ${findings} findings over ${sessions.toLocaleString('en')} sessions (${(size / 1024 / 1024).toFixed(1)} MiB of Terraform JSON), against reading that file and JSON.parse:\n\n`,
  );
  table(['format', 'size in bytes', 'CPU time', 'seconds on this machine', 'peak memory of the command'], formats.map((format) => [
    `\`${format}\``,
    of(format, (m) => m.size).toLocaleString('en'),
    of(format, (m) => m.cpu / m.parse).toFixed(1),
    of(format, (m) => m.elapsed / 1_000).toFixed(2),
    `${Math.round(of(format, (m) => m.memory) / 1024 / 1024)} MiB`,
  ]));
}
