import { join } from 'path';
import type { Extent } from './extent';
import type { LinesMeasured } from './line-workload';
import { measuredBy, median, progress, table, Workload } from './workloads';

/** The highest part of a synth that the lines may take. */
const MOST = 0.04;

/** What it costs to know the user's line of each session: compiled JavaScript under node, and TypeScript under tsx. */
export function benchLines(rounds: number, { sessions, bounded }: Extent): void {
  const workload = new Workload<LinesMeasured>('line-workload', 'library');
  const ways: Record<string, () => LinesMeasured> = {
    node: () => workload.run(String(sessions)),
    tsx: () => measuredBy('--import', 'tsx', join(__dirname, 'line-workload.ts'), String(sessions)),
  };
  const runs = new Map<string, LinesMeasured[]>();
  try {
    for (let round = 1; round <= rounds; round++) {
      for (const [name, run] of Object.entries(ways)) {
        progress(`round ${round} of ${rounds}: lines under ${name}`);
        const measured = run();
        if (measured.found !== sessions) throw new Error(`${name}: ${measured.found} of ${sessions} sessions have a line`);
        runs.set(name, [...runs.get(name) ?? [], measured]);
      }
    }
  } finally {
    workload.end();
  }
  process.stdout.write(
    `The user's line of ${sessions.toLocaleString('en')} MirrorSessions: time as a part of the rest of construction and synthesis:\n\n`,
  );
  const parts = Object.keys(ways).map((name): [string, number] => [name, median(runs.get(name)!.map((m) => m.lines / m.rest))]);
  table(['', 'part'], parts.map(([name, part]) => [name, part.toFixed(3)]));
  const over = parts.filter(([, part]) => part > MOST).map(([name, part]) => `${name}: ${part.toFixed(3)}`);
  if (bounded && over.length > 0) throw new Error(`the lines take more than ${MOST} of a synth: ${over.join(', ')}`);
}
