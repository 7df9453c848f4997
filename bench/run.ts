import { execFileSync } from 'child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { parseArgs } from 'util';
import { ModuleKind, ScriptTarget, transpileModule } from 'typescript';
import type { ProofMeasured, ProofWay } from './proof';
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
    rounds: { type: 'string', default: '3' },
    sizes: { type: 'string', default: '1000,5000,20000' },
  },
});
const rounds = Number(values.rounds);
const sizes = values.sizes!.split(',').map(Number).sort((a, b) => a - b);
if (![rounds, ...sizes].every((n) => Number.isInteger(n) && n > 0)) throw new Error('usage: npm run bench -- [--rounds 3] [--sizes 1000,5000,20000]');

/** What TM401 to TM419 cost, over 200 security groups of 100 rules. */
const PROOFS: { way: ProofWay; title: string }[] = [
  { way: 'fleet-facts', title: 'MirroredFleet, groups handed in' },
  { way: 'fleet-app', title: 'MirroredFleet, 20,000 rules in the app' },
  { way: 'session-facts', title: 'MirrorSession, groups handed in' },
  { way: 'session-app', title: 'MirrorSession, 20,000 rules in the app' },
];
const PROOF_SIZE = 20_000;
const proofs = new Map<ProofWay, ProofMeasured[]>();

/** All runs, by size and variant. */
const runs = new Map<string, Measured[]>();
const of = (size: number, v: { way: Way; checked: boolean }): Measured[] => runs.get(`${size} ${v.way} ${v.checked}`) ?? [];

// Inside the package, so that its own name leads to the compiled library.
const folder = mkdtempSync(join(__dirname, '.run-'));
try {
  // Transpiled once: a loader in every child would count as its time and memory.
  const script = transpiled('workload');
  const proofScript = transpiled('proof');
  for (let round = 1; round <= rounds; round++) {
    for (const size of sizes) {
      for (const v of VARIANTS) {
        if (process.stderr.isTTY) process.stderr.write(`\rround ${round} of ${rounds}: ${size} sessions, ${v.title}`.padEnd(90));
        const measured: Measured = JSON.parse(execFileSync(process.execPath, [script, v.way, String(size), v.checked ? 'checked' : 'unchecked'], { encoding: 'utf8' }));
        runs.set(`${size} ${v.way} ${v.checked}`, [...of(size, v), measured]);
        const first = of(size, VARIANTS[0])[0];
        if (measured.sessions !== size || measured.digest !== first.digest) throw new Error(`${v.title} does not write the ${size} sessions that hand-written L1s write`);
      }
    }
    for (const { way, title } of PROOFS) {
      if (process.stderr.isTTY) process.stderr.write(`\rround ${round} of ${rounds}: the proof, ${title}`.padEnd(90));
      const measured: ProofMeasured = JSON.parse(execFileSync(process.execPath, [proofScript, way, String(PROOF_SIZE)], { encoding: 'utf8' }));
      if (measured.proved !== PROOF_SIZE) throw new Error(`${title}: ${measured.proved} of ${PROOF_SIZE} sources are proved`);
      proofs.set(way, [...proofs.get(way) ?? [], measured]);
    }
  }
  if (process.stderr.isTTY) process.stderr.write(`\r${' '.repeat(90)}\r`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** A module of this folder as a script for a child. */
function transpiled(name: string): string {
  const file = join(folder, `${name}.js`);
  const { outputText } = transpileModule(readFileSync(join(__dirname, `${name}.ts`), 'utf8'), { compilerOptions: { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022, esModuleInterop: true } });
  writeFileSync(file, outputText);
  return file;
}

function median(numbers: number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The median over the rounds: neighbours in a round share what else the machine does, so each is divided by its own floor. */
function ratio(size: number, v: Variant, pick: (m: Measured, floor: Measured, plain: Measured) => number): string {
  const floors = of(size, { way: 'l1', checked: v.checked });
  const plain = of(size, { way: v.way === 'l1-policy' ? 'l1' : v.way, checked: v.way === 'l1-policy' });
  return median(of(size, v).map((m, i) => pick(m, floors[i], plain[i]))).toFixed(2);
}

function table(head: string[], rows: string[][]): void {
  process.stdout.write([head, head.map((_, i) => i ? '---:' : '---'), ...rows].map((r) => `| ${r.join(' | ')} |\n`).join('') + '\n');
}

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
process.stdout.write('The same as a difference, the run with checks less the one without (noisy, and with cdktf\'s own validations):\n\n');
table(['', ...sizes.map(title)], checked.map((v) => [v.title, ...perSize(v, (m, floor, plain) => (m.cpu - plain.cpu) / floor.cpu)]));
if (sizes.length > 1) {
  process.stdout.write('Growth: CPU time per session, as a part of that at the size before (1 is linear):\n\n');
  const each = (size: number, v: Variant) => median(of(size, v).map((m) => m.cpu)) / size;
  table(['', ...sizes.slice(1).map((size, i) => `${sizes[i].toLocaleString('en')} to ${size.toLocaleString('en')}`)],
    VARIANTS.map((v) => [v.title, ...sizes.slice(1).map((size, i) => (each(size, v) / each(sizes[i], v)).toFixed(2))]));
}

process.stdout.write(`The proof that copies arrive (TM401 to TM419), ${PROOF_SIZE.toLocaleString('en')} sessions over 200 groups of 100 rules: its CPU time as a part of the rest of construction and synth:\n\n`);
table(['', 'part'], PROOFS.map(({ way, title: name }) => [name, median(proofs.get(way)!.map((m) => m.proof / (m.cpu - m.proof))).toFixed(2)]));
