import { readFileSync } from 'fs';
import { join } from 'path';
import { App } from 'cdktf';
import { MirroredFleet, MirrorLedger, MirrorLedgerOptions, MirrorPolicy, MirrorSession } from '../../src';
import { KeyNumbers, LONE_LEASE } from '../../src/session/numbering';
import { filterIn, messageOf, newApp, newStack, source, target, temporaryFolder } from '../support/app';

let file: string;
beforeEach(() => { file = join(temporaryFolder(), 'traffic-mirror.lock'); });

/** The priority and VNI of sessions by id, after a synth. */
function numbersOf(
  ids: readonly string[],
  options: MirrorLedgerOptions = {},
  more: (app: App, ledger: MirrorLedger) => void = () => undefined,
): Record<string, string> {
  const app = newApp();
  const stack = newStack(app);
  const filter = filterIn(stack);
  const ledger = MirrorLedger.file(file, { frozen: false, ...options });
  const sessions = ids.map(
    (id) => new MirrorSession(stack, id, { filter, ledger, sources: [source(`eni-${id.replace('-', '')}`)], target: target() }),
  );
  more(app, ledger);
  app.synth();
  return Object.fromEntries(sessions.map((s, i) => [ids[i], `${s.priority} ${s.virtualNetworkId}`]));
}

/** Two ids of many whose paths have one hash. */
function colliding(): [string, string] {
  const seen = new Map<number, string>();
  for (let i = 0; ; i++) {
    const id = `web-${i}`;
    const priority = new KeyNumbers(`stack/${id}`).priority(LONE_LEASE);
    const first = seen.get(priority);
    if (first !== undefined) return [first, id];
    seen.set(priority, id);
  }
}

test('sessions keep their numbers, whichever come and go', () => {
  const [first, second] = colliding();
  const both = numbersOf([first, second]);
  expect(new Set(Object.values(both)).size).toBe(2);
  // Without a ledger the second would take its hash now.
  expect(numbersOf([second])).toEqual({ [second]: both[second] });
  const again = numbersOf([second, first]);
  expect(again[second]).toBe(both[second]);
});

test('the ledger has a line for each session, and none that is gone', () => {
  numbersOf(['web', 'db']);
  expect(readFileSync(file, 'utf8')).toContain('stack/web');
  numbersOf(['db']);
  const text = readFileSync(file, 'utf8');
  expect(text).toContain('stack/db');
  expect(text).not.toContain('stack/web');
});

test('a fleet of the ledger takes none of its numbers, and both are one account', () => {
  let fleetPriority: number | undefined;
  const app = (options: MirrorLedgerOptions) => numbersOf(['web'], options, (root, ledger) => {
    const stack = root.node.findChild('stack') as ReturnType<typeof newStack>;
    const fleet = new MirroredFleet(stack, 'Fleet', {
      filter: filterIn(stack, 'Other'),
      sources: [source('eni-fleet')],
      targets: [target()],
      ledger,
    });
    fleetPriority = fleet.session('eni-fleet').priority;
  });
  const { web } = app({});
  expect(Number(web.split(' ')[0])).not.toBe(fleetPriority);
  expect(app({}).web).toBe(web);
});

test('a frozen ledger takes no new session', () => {
  numbersOf(['web']);
  expect(messageOf(() => numbersOf(['web', 'db'], { frozen: true }))).toMatch(
    /\[stack\/db\] A session with a frozen ledger is new\. .*commit the ledger/,
  );
  expect(numbersOf(['web'], { frozen: true })).toEqual(numbersOf(['web']));
});

test('a chosen priority is recorded', () => {
  const app = newApp();
  const stack = newStack(app);
  new MirrorSession(stack, 'web', {
    filter: filterIn(stack),
    ledger: MirrorLedger.file(file, { frozen: false }),
    sources: [source('eni-web')],
    target: target(),
    priority: 7,
  });
  app.synth();
  expect(numbersOf(['web']).web).toMatch(/^7 /);
});

describe('the budget of interruptions (TM808)', () => {
  /** The findings with a budget of no interrupted source, and the number of sessions that passed. */
  const budget = (enis: readonly string[], withLedger = true): [string[], number] => {
    const app = newApp();
    MirrorPolicy.of(app).govern({ interruptedSources: 0 });
    const stack = newStack(app);
    new MirrorSession(stack, 'web', {
      filter: filterIn(stack), sources: enis.map((id) => source(id)), target: target(),
      ledger: withLedger ? MirrorLedger.file(file, { frozen: false }) : undefined,
    });
    try {
      app.synth();
    } catch {
      // The evaluation has the finding.
    }
    const evaluation = MirrorPolicy.of(app).evaluate();
    const found = evaluation.findings.filter(({ id }) => id === 'TM808');
    const lines = found.map(({ severity, problem }) => `${severity} ${problem.replace(/ against .*? interrupts/, ' interrupts')}`);
    return [lines, evaluation.passed('TM808')];
  };

  test('a session is compared with its ledger', () => {
    expect(budget(['eni-a', 'eni-b'])).toEqual([[], 1]);
    expect(budget(['eni-a', 'eni-b'])).toEqual([[], 1]);
    // The provider removes all sources before it adds the new ones.
    expect(budget(['eni-a', 'eni-c'])).toEqual([['error The change of stack/web interrupts 1 source, but the budget is 0 (eni-a)'], 0]);
    expect(budget(['eni-a', 'eni-b'])).toEqual([[], 1]);
  });

  test('a session without a ledger is undecided', () => {
    expect(budget(['eni-a'], false)).toEqual([[expect.stringMatching(/^undecided Cannot check the effect .* no ledger$/)], 0]);
  });
});
