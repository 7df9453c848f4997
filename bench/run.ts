import { parseArgs } from 'util';
import { FULL, SMALL } from './extent';
import { benchFilters } from './filters';
import { benchFleets } from './fleets';
import { benchLines } from './lines';
import { benchPlans } from './plans';
import { benchReports } from './reports';
import type { ProofMeasured, ProofWay } from './proof';
import { median, progress, table, Workload } from './workloads';
import type { Measured, Way } from './workload';

interface Variant {
  readonly way: Way;
  readonly checked: boolean;
  readonly title: string;
}

const VARIANTS: Variant[] = [
  { way: 'l1', checked: false, title: 'hand-written L1, no validation' },
  { way: 'session', checked: false, title: 'MirrorSession, no validation' },
  { way: 'fleet', checked: false, title: 'MirroredFleet, no validation' },
  { way: 'l1', checked: true, title: 'hand-written L1, cdktf\'s validations' },
  { way: 'l1-policy', checked: true, title: 'hand-written L1 and MirrorPolicy.of(app)' },
  { way: 'session', checked: true, title: 'MirrorSession, all checks' },
  { way: 'fleet', checked: true, title: 'MirroredFleet, all checks' },
];

const { values } = parseArgs({
  options: {
    rounds: { type: 'string' },
    sizes: { type: 'string' },
    sources: { type: 'string' },
    only: { type: 'string' },
    small: { type: 'boolean', default: false },
  },
});
const extent = values.small ? SMALL : FULL;
const rounds = Number(values.rounds ?? extent.rounds);
const numbers = (text: string) => text.split(',').map(Number).sort((a, b) => a - b);
const [sizes, sources] = [numbers(values.sizes ?? extent.sizes), numbers(values.sources ?? extent.sources)];
if (
  ![rounds, ...sizes, ...sources].every((n) => Number.isInteger(n) && n > 0)
  || ![undefined, 'sessions', 'proof', 'fleets', 'filters', 'plans', 'reports', 'lines'].includes(values.only)
) {
  throw new Error(
    'usage: npm run bench -- [--small] [--rounds 3] [--sizes 1000,5000,20000] [--sources 20000,100000,200000] [--only sessions|proof|fleets|filters|plans|reports|lines]',
  );
}

/** What TM401 to TM419 cost, over a security group of 100 rules for each 100 sessions. */
const PROOFS: { way: ProofWay; title: string }[] = [
  { way: 'fleet-facts', title: 'MirroredFleet, groups handed in' },
  { way: 'fleet-app', title: 'MirroredFleet, rules in the app' },
  { way: 'session-facts', title: 'MirrorSession, groups handed in' },
  { way: 'session-app', title: 'MirrorSession, rules in the app' },
];
const proofs = new Map<ProofWay, ProofMeasured[]>();

/** All runs, by size and variant. */
const runs = new Map<string, Measured[]>();
const of = (size: number, v: { way: Way; checked: boolean }): Measured[] => runs.get(`${size} ${v.way} ${v.checked}`) ?? [];

function measureSessions(): void {
  const workload = new Workload<Measured>('workload', 'without-checks');
  try {
    for (let round = 1; round <= rounds; round++) {
      for (const size of sizes) {
        for (const v of VARIANTS) {
          progress(`round ${round} of ${rounds}: ${size} sessions, ${v.title}`);
          const measured = workload.run(v.way, String(size), v.checked ? 'checked' : 'unchecked');
          runs.set(`${size} ${v.way} ${v.checked}`, [...of(size, v), measured]);
          const first = of(size, VARIANTS[0])[0];
          if (measured.sessions !== size || measured.digest !== first.digest) {
            throw new Error(`${v.title} does not write the ${size} sessions that hand-written L1s write`);
          }
        }
      }
    }
  } finally {
    workload.end();
  }
}

function measureProof(): void {
  const workload = new Workload<ProofMeasured>('proof', 'library');
  try {
    for (let round = 1; round <= rounds; round++) {
      for (const { way, title } of PROOFS) {
        progress(`round ${round} of ${rounds}: the proof, ${title}`);
        const measured = workload.run(way, String(extent.sessions));
        if (measured.proved !== extent.sessions) throw new Error(`${title}: ${measured.proved} of ${extent.sessions} sources are proved`);
        proofs.set(way, [...proofs.get(way) ?? [], measured]);
      }
    }
  } finally {
    workload.end();
  }
}

/** The median over the rounds: neighbours in a round share what else the machine does, so each is divided by its own floor. */
function ratio(size: number, v: Variant, pick: (m: Measured, floor: Measured, plain: Measured) => number): string {
  const floors = of(size, { way: 'l1', checked: v.checked });
  const plain = of(size, { way: v.way === 'l1-policy' ? 'l1' : v.way, checked: v.way === 'l1-policy' });
  return median(of(size, v).map((m, i) => pick(m, floors[i], plain[i]))).toFixed(2);
}

function reportSessions(): void {
  const title = (size: number) => `${size.toLocaleString('en')} sessions`;
  const perSize = (v: Variant, pick: Parameters<typeof ratio>[2]) => sizes.map((size) => ratio(size, v, pick));
  const checked = VARIANTS.filter((v) => v.checked && v.way !== 'l1');

  process.stdout.write(`Node ${process.version}, ${rounds} rounds, medians. Every way wrote the same sessions.\n\n`);
  process.stdout.write('CPU time, as a part of the hand-written L1s with the same validation:\n\n');
  table(['', ...sizes.map(title)], VARIANTS.map((v) => [v.title, ...perSize(v, (m, floor) => m.cpu / floor.cpu)]));
  process.stdout.write('Peak memory of the process, likewise:\n\n');
  table(['', ...sizes.map(title)], VARIANTS.map((v) => [v.title, ...perSize(v, (m, floor) => m.memory / floor.memory)]));
  process.stdout.write('CPU time of the checks alone, as a part of the hand-written L1s (measured around them):\n\n');
  table(['', ...sizes.map(title)], checked.map((v) => [v.title, ...perSize(v, (m, floor) => m.checks / floor.cpu)]));
  process.stdout.write("The same as a difference, the run with checks less the one without (noisy, and with cdktf's own validations):\n\n");
  table(['', ...sizes.map(title)], checked.map((v) => [v.title, ...perSize(v, (m, floor, plain) => (m.cpu - plain.cpu) / floor.cpu)]));
  if (sizes.length > 1) {
    process.stdout.write('Growth: CPU time per session, as a part of that at the size before (1 is linear):\n\n');
    const each = (size: number, v: Variant) => median(of(size, v).map((m) => m.cpu)) / size;
    table(['', ...sizes.slice(1).map((size, i) => `${sizes[i].toLocaleString('en')} to ${size.toLocaleString('en')}`)],
      VARIANTS.map((v) => [v.title, ...sizes.slice(1).map((size, i) => (each(size, v) / each(sizes[i], v)).toFixed(2))]));
  }
}

if (values.only === undefined || values.only === 'sessions') {
  measureSessions();
  reportSessions();
}

if (values.only === undefined || values.only === 'proof') {
  measureProof();
  process.stdout.write(
    `The proof that copies arrive (TM401 to TM419), ${extent.sessions.toLocaleString('en')} sessions over ${extent.sessions / 100} groups of 100 rules: its CPU time as a part of the rest of construction and synth:\n\n`,
  );
  table(
    ['', 'part'],
    PROOFS.map(({ way, title: name }) => [name, median(proofs.get(way)!.map((m) => m.proof / (m.cpu - m.proof))).toFixed(2)]),
  );
}
if (values.only === undefined || values.only === 'fleets') benchFleets(rounds, sources, extent);
if (values.only === undefined || values.only === 'filters') benchFilters(rounds, extent);
if (values.only === undefined || values.only === 'plans') benchPlans(rounds, extent);
if (values.only === undefined || values.only === 'reports') benchReports(rounds, extent);
if (values.only === undefined || values.only === 'lines') benchLines(rounds, extent);
