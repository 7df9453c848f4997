// A ledger that cannot be written refuses the synth, and leaves nothing that `cdktf deploy --skip-synth` could take.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { App } from 'cdktf';
import { filterIn, messageOf, newApp, newStack, source, target, temporaryFolder } from '../support/app';
import { MirroredFleet, MirrorLedger } from '../../src';

let folder: string;
let file: string;
beforeEach(() => {
  folder = join(temporaryFolder(), 'ledgers');
  mkdirSync(folder);
  file = join(folder, 'traffic-mirror.lock');
});

/** An app with a fleet in an output folder that keeps the manifest of an earlier synth. */
function app(outdir: string, ...ids: string[]): App {
  const made = newApp({ outdir });
  const stack = newStack(made);
  const ledger = MirrorLedger.file(file, { frozen: false });
  new MirroredFleet(stack, 'Fleet', { filter: filterIn(stack), sources: ids.map((id) => source(id)), targets: [target()], ledger });
  return made;
}

test.each<[string, () => void, RegExp]>([
  ['it changed since this run read it', () => writeFileSync(file, `${readFileSync(file, 'utf8')}\n`), /changed since this run read it/],
  ['its folder is gone', () => rmSync(folder, { recursive: true }), /could not be written: ENOENT.*Create it/],
  ['another process writes it', () => writeFileSync(`${file}.${process.ppid}.tmp`, ''), /is being written by another process/],
])('fails if %s', (_, change, message) => {
  const outdir = join(temporaryFolder(), 'cdktf.out');
  app(outdir, 'eni-1').synth();
  const manifest = join(outdir, 'manifest.json');
  expect(existsSync(manifest)).toBe(true);
  const before = readFileSync(file, 'utf8');

  const next = app(outdir, 'eni-1', 'eni-2');
  change();
  expect(messageOf(() => next.synth())).toMatch(message);
  expect(existsSync(manifest)).toBe(false);
  if (existsSync(file)) expect(readFileSync(file, 'utf8').trimEnd()).toBe(before.trimEnd());
});
