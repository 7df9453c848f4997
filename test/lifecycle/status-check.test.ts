// A check of sessions under the real Terraform: it warns at plan and apply, fails neither, and is in the JSON of a plan.
import { AppLife, Code, clb, source, webFilter } from './apps';
import { Lifecycle, PlannedChanges, describeWithTerraform } from './harness';
import { MirrorStatusCheck, MirroredFleet } from '../../src';

describeWithTerraform('a check of the status of sessions', () => {
  let life: Lifecycle;
  beforeAll(async () => { life = await Lifecycle.start(); });
  afterAll(async () => life.stop());
  beforeEach(async () => life.reset());

  const code = (app: AppLife, ids = ['eni-bp1a', 'eni-bp1b']): Code => (stack) => {
    const fleet = new MirroredFleet(stack, 'Fleet', {
      filter: webFilter(stack), ledger: app.ledger(), targets: [clb('a')], sources: ids.map(source),
    });
    new MirrorStatusCheck(stack, 'Running', { sessionIds: fleet.sessionKeys.map((key) => fleet.session(key).sessionId) });
  };
  /** The status of the only check in the JSON of a plan, and its messages. */
  const inJson = ({ json }: PlannedChanges): unknown => {
    const [{ status, instances = [] }] = json.checks as { status: string; instances?: { problems?: { message: string }[] }[] }[];
    return [status, instances.flatMap(({ problems = [] }) => problems.map(({ message }) => message.replace(/\s+/g, ' ')))];
  };
  const output = async (app: AppLife, command: string): Promise<string> =>
    (await app.terraform([command, '-input=false', ...(command === 'apply' ? ['-auto-approve'] : [])])).output;

  test('passes, warns of a session that does not run, and passes again', async () => {
    const app = new AppLife(life);
    app.synth(code(app));
    expect(inJson(await app.plan())).toEqual(['unknown', []]);
    expect((await app.apply()).failed).toEqual([]);
    expect(await output(app, 'plan')).not.toContain('Warning');

    await life.console({ do: 'suspendAll' });
    for (const command of ['plan', 'apply']) {
      const text = (await output(app, command)).replace(/\s+/g, ' ');
      expect(text).toContain('Warning: Check block assertion failed');
      expect(text).toContain('has status Suspended: its sources may not be mirrored.');
    }
    // A change, so that there is a plan to show.
    app.synth(code(app, ['eni-bp1a', 'eni-bp1b', 'eni-bp1c']));
    expect(inJson(await app.plan())).toEqual(['fail', Array(2).fill(expect.stringContaining('has status Suspended'))]);
    expect((await app.apply()).failed).toEqual([]);

    await life.console({ do: 'resumeAll' });
    expect(await output(app, 'plan')).not.toContain('Warning');
  });

  test('has nothing to say of a session that the console switches off: the plan switches it on again', async () => {
    const app = new AppLife(life);
    await app.become(code(app));
    const [{ id }] = (await life.account()).sessions;
    await life.console({ do: 'updateSession', id, attributes: { enabled: false } });
    const plan = await app.plan();
    expect([plan.changes.map(({ actions }) => actions), inJson(plan)]).toEqual([[['update']], ['pass', []]]);
    await app.apply();
    expect((await life.account()).sessions.filter(({ enabled }) => !enabled)).toEqual([]);
  });
});
