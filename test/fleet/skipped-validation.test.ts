import { existsSync, readFileSync } from 'fs';
import { join } from 'path';
import { App } from 'cdktf';
import {
  filterIn, manifest, messageOf, newApp, newStack, source, synth, target, temporaryFolder,
} from '../support/app';
import { MirrorLedger, MirroredFleet, MirrorSession } from '../../src';

/** What is written to standard error meanwhile. */
function standardError(action: () => void): string {
  const { write } = process.stderr;
  let text = '';
  process.stderr.write = ((chunk: string) => { text += chunk; return true; }) as typeof write;
  try {
    action();
  } finally {
    process.stderr.write = write;
  }
  return text;
}

function fleet(app: App, ledger: MirrorLedger, ids = ['eni-a', 'eni-b']): MirroredFleet {
  const stack = newStack(app);
  return new MirroredFleet(stack, 'Fleet', { filter: filterIn(stack), targets: [target()], sources: ids.map((id) => source(id)), ledger });
}

const skipping = (context?: Record<string, unknown>) => newApp({ skipValidation: true, context });
const lockFile = () => join(temporaryFolder(), 'traffic-mirror.lock');

test('new sources with a file ledger are refused, by name', () => {
  const lock = lockFile();
  const message = messageOf(() => fleet(skipping(), MirrorLedger.file(lock)));
  for (const words of ['[stack/Fleet]', 'skipValidation', '2: eni-a, eni-b', lock, 'trafficMirrorPlaceUnrecorded']) {
    expect(message).toContain(words);
  }
  expect(existsSync(lock)).toBe(false);
});

test('recorded ones are written with their numbers; stderr and the manifest tell that nothing is checked or recorded', () => {
  const lock = lockFile();
  const before = synth((() => { const app = newApp(); fleet(app, MirrorLedger.file(lock)); return app; })()).stack;
  const bytes = readFileSync(lock, 'utf8');
  const app = skipping();
  const text = standardError(() => fleet(app, MirrorLedger.file(lock)));
  expect(synth(app).stack).toEqual(before);
  for (const told of [text, manifest(app).stacks.stack.annotations.map((a: any) => a.message).join()]) {
    expect(told).toContain('no check covers it');
    expect(told).toContain(`${lock} does not record its numbers`);
  }
  expect(readFileSync(lock, 'utf8')).toBe(bytes);
  expect(messageOf(() => fleet(skipping(), MirrorLedger.file(lock), ['eni-a', 'eni-b', 'eni-c']))).toContain('1: eni-c');
});

test('new ones are written if that is told, and with a ledger in memory', () => {
  for (const [context, ledger] of [
    [{ trafficMirrorPlaceUnrecorded: true }, MirrorLedger.file(lockFile())],
    [undefined, MirrorLedger.inMemory()],
  ] as const) {
    expect(standardError(() => fleet(skipping(context), ledger))).toContain('no check covers it');
  }
});

test('an app that validates hears nothing of it', () => {
  expect(standardError(() => fleet(newApp(), MirrorLedger.file(lockFile())))).toBe('');
});

test('a session with a ledger is as a fleet of one', () => {
  const lock = lockFile();
  const session = (app: App) => {
    const stack = newStack(app);
    const ledger = MirrorLedger.file(lock);
    return new MirrorSession(stack, 'Web', { filter: filterIn(stack), target: target(), sources: [source('eni-a')], ledger });
  };
  expect(messageOf(() => session(skipping()))).toMatch(/^\[stack\/Web\] the new sources under skipValidation are 1: eni-a/i);
  const app = newApp();
  const { priority } = session(app);
  synth(app);
  let again: MirrorSession | undefined;
  expect(standardError(() => { again = session(skipping()); })).toContain(`no check covers it, and ${lock} does not record its numbers`);
  expect(again!.priority).toBe(priority);
});
