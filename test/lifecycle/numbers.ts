// Plays the history of a fleet for every way to write it, and writes what it did into docs/lives.md. `--sizes 100,1000`
// says for which fleets; the table is that of all sizes that are played.
import { readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { AppLife } from './apps';
import { stack } from './handwritten';
import { byHand, byPosition } from './handwritten-history';
import { Lifecycle, StepReport } from './harness';
import { PACKINGS, SESSIONS_PER_FILTER, Step, history, writeEstate } from '../golden/history/history';

const PAGE = join(__dirname, '..', '..', 'docs', 'lives.md');
const [BEGIN, END] = ['<!-- the numbers begin -->', '<!-- the numbers end -->'];

/** Writes each step, and gives the folder where Terraform runs. */
type Writer = (life: Lifecycle, steps: readonly Step[]) => (index: number) => string;

const handwritten = (write: typeof byHand): Writer => (life, steps) => {
  const configurations = write(steps);
  const folder = life.directory();
  return (index) => {
    life.write(folder, stack(configurations[index]));
    return folder;
  };
};

const WAYS: Readonly<Record<string, Writer>> = {
  'by hand, by position': handwritten(byPosition),
  'by hand, with care': handwritten(byHand),
  ...Object.fromEntries(PACKINGS.map((packing): [string, Writer] => [packing, (life, steps) => {
    const app = new AppLife(life);
    return (index) => {
      app.synth((tf) => writeEstate(tf, steps[index].estate, app.ledger(), packing));
      return app.folder;
    };
  }])),
};

async function play(write: Writer, steps: readonly Step[]): Promise<StepReport[]> {
  const life = await Lifecycle.start({ limits: { sessionsPerFilter: SESSIONS_PER_FILTER } });
  try {
    const folderOf = write(life, steps);
    const reports: StepReport[] = [];
    for (const [index, { name }] of steps.entries()) {
      const folder = folderOf(index);
      reports.push(await life.step(name, async () => life.apply(folder, { expect: 'any' })));
    }
    return reports;
  } finally {
    await life.stop();
  }
}

/** Sources darkened, resources touched; a failed apply is said. */
function cell({ darkened, touched, failed }: StepReport): string {
  return `${darkened.length} interrupted, ${touched.length} touched${failed.length > 0 ? `, **fails** (${failed.length})` : ''}`;
}

function table(size: number, steps: readonly Step[], played: Readonly<Record<string, StepReport[]>>): string {
  const ways = Object.keys(played);
  const rows = steps.slice(1).map(({ name }, index) => [name, ...ways.map((way) => cell(played[way][index + 1]))]);
  const sums = ways.map((way) => {
    const reports = played[way].slice(1);
    const sum = (count: (report: StepReport) => number): number => reports.reduce((total, report) => total + count(report), 0);
    return `${sum(({ darkened }) => darkened.length)} dark, ${sum(({ touched }) => touched.length)} touched, ${reports.filter(({ failed }) => failed.length > 0).length} applies fail`;
  });
  return [
    `### A fleet of ${size.toLocaleString('en')}`, '',
    `| change | ${ways.join(' | ')} |`, `|---|${ways.map(() => '---|').join('')}`,
    ...rows.map((row) => `| ${row.join(' | ')} |`),
    `| **all ten** | ${sums.map((sum) => `**${sum}**`).join(' | ')} |`,
  ].join('\n');
}

async function main(): Promise<void> {
  const given = process.argv.indexOf('--sizes');
  const sizes = (given < 0 ? '100,1000' : process.argv[given + 1]).split(',').map(Number);
  const tables: string[] = [];
  for (const size of sizes) {
    const steps = history(size);
    const played: Record<string, StepReport[]> = {};
    for (const [way, write] of Object.entries(WAYS)) {
      const started = Date.now();
      played[way] = await play(write, steps);
      process.stderr.write(`${size} ${way}: ${Math.round((Date.now() - started) / 1000)} s\n`);
    }
    tables.push(table(size, steps, played));
  }
  const page = readFileSync(PAGE, 'utf8');
  const [before, after] = [page.slice(0, page.indexOf(BEGIN) + BEGIN.length), page.slice(page.indexOf(END))];
  writeFileSync(PAGE, `${before}\n\n${tables.join('\n\n')}\n\n${after}`);
}

main().catch((error: Error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
