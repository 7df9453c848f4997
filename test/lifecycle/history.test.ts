// The ten steps of a fleet's history under the real Terraform: each plan is what the golden says and nothing more, each
// apply succeeds, and nobody goes dark who is not meant to.
import { readFileSync } from 'fs';
import { AppLife } from './apps';
import { byHand, byPosition } from './handwritten-history';
import { Handwritten, stack } from './handwritten';
import { Lifecycle, PlannedChanges, StepReport, describeWithTerraform } from './harness';
import { Changes, changedAttributes } from '../golden/history/changes';
import { PACKINGS, SESSIONS_PER_FILTER, Step, history, writeEstate } from '../golden/history/history';
import { GOLDEN_SIZE, goldenOf } from '../golden/history/synthesize';

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

/** Who leaves the estate at a step, and who is there before and after. */
function leaving(steps: readonly Step[], index: number): string[] {
  const stay = new Set(steps[index].estate.sources.map(({ id }) => id));
  return index === 0 ? [] : steps[index - 1].estate.sources.map(({ id }) => id).filter((id) => !stay.has(id)).sort();
}

describeWithTerraform('the history of', () => {
  let life: Lifecycle;
  beforeAll(async () => { life = await Lifecycle.start(); });
  afterAll(async () => life.stop());
  beforeEach(async () => life.reset({ limits: { sessionsPerFilter: SESSIONS_PER_FILTER } }));

  const steps = history(GOLDEN_SIZE);

  describe.each(PACKINGS)('a %s fleet', (packing) => {
    const golden = JSON.parse(readFileSync(goldenOf(packing), 'utf8')) as Record<string, Changes>;

    test.each([10, 50])('is what its golden says, %i at a time', async (parallelism) => {
      const app = new AppLife(life);
      for (const [index, { name, estate }] of steps.entries()) {
        app.synth((tf) => writeEstate(tf, estate, app.ledger(), packing));
        const plan = await app.plan();
        expect({ [name]: plannedChanges(plan) }).toEqual({ [name]: golden[name] });
        expect(plan.changes.filter(({ actions }) => actions.length > 1)).toEqual([]);
        const report = await app.apply({ parallelism });
        expect([name, report.failed, report.refusals, report.blinded]).toEqual([name, [], {}, []]);
        const dark = name === 'switched off' ? estate.sources.map(({ id }) => id).sort() : leaving(steps, index);
        expect([name, report.darkened]).toEqual([name, dark]);
      }
      expect((await app.plan()).changes).toEqual([]);
      await app.destroy({ parallelism });
      expect((await life.account()).sessions).toEqual([]);
    }, 180_000);
  });

  async function played(configurations: readonly Handwritten[]): Promise<StepReport[]> {
    const folder = life.directory();
    const reports: StepReport[] = [];
    for (const configuration of configurations) {
      life.write(folder, stack(configuration));
      reports.push(await life.step('apply', async () => life.apply(folder, { expect: 'any' })));
    }
    return reports;
  }

  test('sessions numbered by position darkens sources that nobody touched', async () => {
    const reports = await played(byPosition(steps));
    const others = reports.map(({ darkened }, index) => darkened.filter((id) => !leaving(steps, index).includes(id)).length);
    // One source fewer, and machines that were only renamed.
    expect(Math.min(others[3], others[4])).toBeGreaterThan(5);
  }, 180_000);

  test('sessions of ten in careful hands never fails, and darkens the others of a session that changes', async () => {
    const reports = await played(byHand(steps));
    expect(reports.map(({ failed }) => failed)).toEqual(reports.map(() => []));
    const others = reports.map(({ darkened }, index) => darkened.filter((id) => !leaving(steps, index).includes(id)).length);
    expect(others[2]).toBeGreaterThan(0);
    expect(others[3]).toBeGreaterThan(0);
  }, 180_000);
});
