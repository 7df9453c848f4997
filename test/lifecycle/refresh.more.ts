// What `-refresh=false` saves in one stack, and what it leaves out: the numbers of docs/versions.md. SESSIONS sets the size.
import { performance } from 'perf_hooks';
import { clb, source, webFilter, AppLife, Code } from './apps';
import { SESSION } from './handwritten';
import { Lifecycle, PlannedChanges, StepReport, describeWithTerraform } from './harness';
import { MirroredFleet, MirrorSession } from '../../src';

const SESSIONS = Number(process.env.SESSIONS ?? 100);
const LIST = 'ListTrafficMirrorSessions';
const keys = Array.from({ length: SESSIONS }, (_, at) => `k${at}`);
const id = (key: string): string => `eni-bp1${key}`;

interface Measured {
  readonly plan: PlannedChanges;
  readonly reads: number;
  readonly seconds: number;
}

describeWithTerraform(`a stack of ${SESSIONS} sessions`, () => {
  let life: Lifecycle;
  beforeAll(async () => { life = await Lifecycle.start(); });
  afterAll(async () => life.stop());
  beforeEach(async () => life.reset());

  const fleet = (app: AppLife, more: readonly string[] = []): Code => (stack) => {
    new MirroredFleet(stack, 'Fleet', {
      filter: webFilter(stack),
      ledger: app.ledger(),
      sources: [...keys, ...more].map((key) => source(id(key))),
      targets: Array.from({ length: Math.ceil((SESSIONS + more.length) / 100) }, (_, at) => clb(`t${at}`)),
    });
  };

  async function measured(app: AppLife, refresh?: boolean): Promise<Measured> {
    const began = performance.now();
    let plan: PlannedChanges | undefined;
    const step = await life.step('plan', async () => { plan = await app.plan({ refresh }); });
    const seconds = (performance.now() - began) / 1000;
    expect(step.writes).toEqual([]);
    return { plan: plan!, reads: reads(step), seconds };
  }

  const reads = (step: StepReport): number => step.calls.filter(({ action }) => action === LIST).length;

  test('plans the same with and without refresh, and reads each session only with it', async () => {
    const app = new AppLife(life);
    await app.become(fleet(app));
    app.synth(fleet(app, ['another']));

    const without = await measured(app, false);
    const refreshed = await measured(app);
    expect(refreshed.reads).toBe(SESSIONS);
    expect(without.reads).toBe(0);
    expect(refreshed.plan.changes.filter(({ type }) => type === SESSION).map(({ actions }) => actions)).toEqual([['create']]);
    expect(without.plan.changes.map(({ address, actions }) => [address, actions]))
      .toEqual(refreshed.plan.changes.map(({ address, actions }) => [address, actions]));

    process.stdout.write([
      `sessions in the stack | ${SESSIONS}`,
      `reads of a plan with refresh | ${refreshed.reads}`,
      `reads of a plan without refresh | ${without.reads}`,
      `seconds of Terraform with refresh, reads that take no time | ${refreshed.seconds.toFixed(1)}`,
      `seconds of Terraform without refresh | ${without.seconds.toFixed(1)}`,
      '',
    ].join('\n'));
  });

  test('without refresh, a change of the console is not in the plan, and a refresh-only plan finds it', async () => {
    const app = new AppLife(life);
    await app.become((stack) => {
      new MirrorSession(stack, 'Session', { filter: webFilter(stack), target: clb('t'), sources: [source(id('a'))], priority: 100 });
    });
    const [session] = (await life.account()).sessions;
    await life.console({ do: 'updateSession', id: session.id, attributes: { enabled: false } });
    expect((await measured(app, false)).plan.empty).toBe(true);
    const found = await app.terraform(['plan', '-input=false', '-refresh-only', '-no-color']);
    expect(found.output).toContain('Objects have changed outside of Terraform');
    expect((await measured(app)).plan.empty).toBe(false);
  });
});
