// The ten steps of a fleet's history under the real Terraform: each plan is what the golden says and nothing more, each
// apply succeeds, and nobody goes dark who is not meant to.
import { readFileSync } from 'fs';
import { AppLife } from './apps';
import { SESSION } from './handwritten';
import { Lifecycle, PlannedChanges, Session, StepReport, describeWithTerraform } from './harness';
import { Changes, changedAttributes } from '../golden/history/changes';
import { Estate, PACKINGS, SESSIONS_PER_FILTER, history, writeEstate } from '../golden/history/history';
import { GOLDEN_SIZE, goldenOf } from '../golden/history/synthesize';
import { inTurn } from '../support/runs';
import { MirrorPacking } from '../../src';

/** What a plan would do, in the words of a golden; what only the apply will tell is no change of the code. */
function plannedChanges({ changes }: PlannedChanges): Changes {
  const of = (action: string): string[] => changes.filter(({ actions }) => String(actions) === action).map(({ address }) => address).sort();
  const known = (values: Readonly<Record<string, unknown>>, after: Readonly<Record<string, unknown>>): Record<string, unknown> =>
    Object.fromEntries(Object.entries(values).filter(([name]) => name in after));
  const update = Object.fromEntries(changes.filter(({ actions }) => String(actions) === 'update')
    .map(({ address, before, after }): [string, string[]] => [address, changedAttributes(known(before!, after!), after!)])
    .sort(([a], [b]) => (a < b ? -1 : 1)));
  return { create: of('create'), update, delete: of('delete') };
}

/** Who went dark in a step, and which running sessions it changed or destroyed. */
interface Harm {
  readonly darkened: readonly string[];
  readonly touched: readonly string[];
}

function harm({ darkened, touched }: StepReport): Harm {
  return { darkened, touched: touched.filter(({ type, change }) => type === SESSION && change !== 'create').map(({ id }) => id!).sort() };
}

/**
 * The least that a change does to running sessions:
 * to those of a source that leaves, of a lost target, or to all where all are switched.
 */
function expectedHarm(name: string, { sources, targets }: Estate, before: readonly Session[]): Harm {
  const switched = name.startsWith('switched');
  const shrunk = before.filter((session) => session.sources.some((id) => !sources.some((one) => one.id === id)));
  const stranded = before.filter(({ targetId }) => !targets.some(({ id }) => id === targetId));
  const dark = name === 'switched off' ? before : shrunk;
  return {
    darkened: dark.flatMap((session) => session.sources).sort(),
    touched: [...new Set([...shrunk, ...stranded, ...(switched ? before : [])].map(({ id }) => id))].sort(),
  };
}

describeWithTerraform('the history of', () => {
  let life: Lifecycle;
  beforeAll(async () => { life = await Lifecycle.start(); });
  afterAll(async () => life.stop());
  beforeEach(async () => life.reset({ limits: { sessionsPerFilter: SESSIONS_PER_FILTER } }));

  const steps = history(GOLDEN_SIZE);

  describe.each(PACKINGS.map((packing, turn) => [packing, turn] as const))('a %s fleet', (packing, turn) => {
    const golden = JSON.parse(readFileSync(goldenOf(packing), 'utf8')) as Record<string, Changes>;

    test.each(inTurn([10, 50], 1, turn))('is what its golden says, %i at a time', async (parallelism) => {
      const app = new AppLife(life);
      for (const [index, { name, estate }] of steps.entries()) {
        app.synth((tf) => writeEstate(tf, estate, app.ledger(), packing));
        const plan = await app.plan();
        expect({ [name]: plannedChanges(plan) }).toEqual({ [name]: golden[name] });
        expect(plan.changes.filter(({ actions }) => actions.length > 1)).toEqual([]);
        const before = index === 0 ? [] : (await life.account()).sessions;
        const report = await app.apply({ parallelism });
        expect([name, report.failed, report.refusals, report.blinded]).toEqual([name, [], {}, []]);
        expect({ [name]: harm(report) }).toEqual({ [name]: expectedHarm(name, estate, before) });
        if (index > 0) continue;
        // Half of the estate in each of two zones.
        expect((await life.account()).sessions.map(({ sources }) => sources.length)).toEqual(
          packing === MirrorPacking.DENSE ? [10, 10] : Array(GOLDEN_SIZE).fill(1),
        );
      }
      expect((await app.plan()).changes).toEqual([]);
      await app.destroy({ parallelism });
      expect((await life.account()).sessions).toEqual([]);
    });
  });
});
