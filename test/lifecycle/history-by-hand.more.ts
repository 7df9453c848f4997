// The same history as somebody would write it by hand: who is interrupted that nobody touched.
import { Handwritten, stack } from './handwritten';
import { byHand, byPosition } from './handwritten-history';
import { Lifecycle, StepReport, describeWithTerraform } from './harness';
import { SESSIONS_PER_FILTER, Step, history } from '../golden/history/history';
import { GOLDEN_SIZE } from '../golden/history/synthesize';

/** Who leaves the estate at a step, and who is there before and after. */
function leaving(steps: readonly Step[], index: number): string[] {
  const stay = new Set(steps[index].estate.sources.map(({ id }) => id));
  return index === 0 ? [] : steps[index - 1].estate.sources.map(({ id }) => id).filter((id) => !stay.has(id)).sort();
}

describeWithTerraform('the history written by hand', () => {
  let life: Lifecycle;
  beforeAll(async () => { life = await Lifecycle.start(); });
  afterAll(async () => life.stop());
  beforeEach(async () => life.reset({ limits: { sessionsPerFilter: SESSIONS_PER_FILTER } }));

  const steps = history(GOLDEN_SIZE);

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
  });

  test('sessions of ten in careful hands never fails, and darkens the others of a session that changes', async () => {
    const reports = await played(byHand(steps));
    expect(reports.map(({ failed }) => failed)).toEqual(reports.map(() => []));
    const others = reports.map(({ darkened }, index) => darkened.filter((id) => !leaving(steps, index).includes(id)).length);
    expect(others[2]).toBeGreaterThan(0);
    expect(others[3]).toBeGreaterThan(0);
  });
});
