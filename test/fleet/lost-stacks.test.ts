// A fleet that leaves the app together with its stack: Terraform destroys nothing, so the ledger keeps its sessions.
import { readFileSync, writeFileSync } from 'fs';
import { MirrorLedger, MirrorLedgerOptions, MirroredFleet, MirroredFleetProps } from '../../src';
import { filterIn, findings, newApp, newStack, source, target, temporaryFolder } from '../support/app';

const LOCK = 'traffic-mirror.lock';
const home = process.cwd();
beforeEach(() => process.chdir(temporaryFolder()));
afterEach(() => process.chdir(home));

type Fleets = Record<string, Partial<MirroredFleetProps> & { ids: string[] }>;

/** An app of stacks, each with fleets by name. */
function run(stacks: Record<string, Fleets>, options: MirrorLedgerOptions = {}) {
  const app = newApp();
  const ledger = MirrorLedger.file(LOCK, { frozen: false, ...options });
  for (const [id, fleets] of Object.entries(stacks)) {
    const stack = newStack(app, id);
    const filter = filterIn(stack);
    for (const [name, { ids, ...props }] of Object.entries(fleets)) {
      const sources = ids.map((key) => source(key));
      new MirroredFleet(stack, name, { filter, ledger, fleetName: name, targets: [target()], sources, ...props });
    }
  }
  try {
    app.synth();
  } catch {
    // The findings have the errors.
  }
  const found = (findings(app) as (ReturnType<typeof findings>[number] & { readonly reason: string })[])
    .filter(({ id }) => /TM5[12]/.test(id));
  return { said: found.map(({ severity, id, reason }) => `${severity} ${id} ${reason}`), found, text: readFileSync(LOCK, 'utf8'), ledger };
}

const linesOf = (text: string, fleet: string) => text.split('\n').filter((line) => line.includes(`"fleet":"${fleet}"`));
const both = { a: { A: { ids: ['eni-a'] } }, b: { B: { ids: ['eni-b', 'eni-c'] } } };

test('the ledger keeps its sessions and their numbers, and each run reports it, also a frozen one', () => {
  const { text } = run(both);
  const priority = JSON.parse(linesOf(text, 'B').find((line) => line.includes('"source":"eni-b"'))!).priority as number;
  const range = { priorityRange: { first: priority, last: priority + 1 } };
  const alone = { a: { A: { ids: ['eni-a'] }, More: { ids: ['eni-m'], ...range } } };
  const first = run(alone);
  expect(first.said).toEqual(['warning TM515 stackGone']);
  expect(first.found[0].problem).toBe(
    'The ledger traffic-mirror.lock has \'B\', and stack b is no longer in the app. Nothing destroys the sessions and filters that the stack may still have, so the ledger keeps them',
  );
  expect(linesOf(first.text, 'B')).toEqual(linesOf(text, 'B'));
  expect(linesOf(first.text, 'More').at(-1)).toContain(`"priority":${priority + 1}`);
  const { losses, removed } = first.ledger._effects();
  expect([losses, removed]).toEqual([[], []]);
  for (const frozen of [false, true]) {
    const again = run(alone, { frozen });
    expect([again.said, again.text]).toEqual([['warning TM515 stackGone'], first.text]);
  }
  // Back in the app, nothing changes.
  expect(run({ ...alone, b: both.b }).said).toEqual([]);
});

test('once the stack is listed as destroyed, the ledger forgets it', () => {
  run(both);
  const { said, text } = run({ a: both.a }, { destroyedStacks: ['b'] });
  expect([said, linesOf(text, 'B')]).toEqual([[], []]);
  // A stack that is in the app is not destroyed.
  expect(linesOf(run(both, { destroyedStacks: ['a'] }).text, 'A')).toHaveLength(2);
});

test('if the stack stays, the apply destroys the sessions, and the ledger forgets them', () => {
  run(both);
  const { said, text } = run({ a: both.a, b: {} });
  expect([said, linesOf(text, 'B')]).toEqual([['warning TM515 fleetGone'], []]);
});

test('an empty fleet leaves a filter in its stack', () => {
  run({ a: both.a, b: { B: { ids: [] } } });
  expect(run({ a: both.a }).said).toEqual(['warning TM515 stackGone']);
});

test('fails: another fleet takes a source that the lost stack still mirrors', () => {
  run(both);
  const { text } = run({ a: { A: { ids: ['eni-a', 'eni-b'] } } });
  const { said } = run({ a: { A: { ids: ['eni-a', 'eni-b'] } } });
  expect(said).toEqual(['warning TM515 stackGone', 'error TM525 movedRefused']);
  expect(linesOf(text, 'B')).toHaveLength(3);
});

test('a large fleet that leaves with its stack is no mass removal, because nothing is removed', () => {
  const many = Array.from({ length: 60 }, (_, i) => `eni-m${i}`);
  run({ a: both.a, b: { B: { ids: many } } });
  expect(run({ a: both.a }).said).toEqual(['warning TM515 stackGone']);
  // Lines of an older ledger without the stack are removed as before.
  writeFileSync(LOCK, readFileSync(LOCK, 'utf8').replaceAll('"stack":"b",', ''));
  expect(run({ a: both.a }).said).toEqual(['error TM514 massRemoval']);
});
