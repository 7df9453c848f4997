// The advice of checks, played over Terraform written by hand.
import type { Advice } from './advice';
import { stack } from './handwritten';
import { Lifecycle } from './harness';

/** Declares a test for each check; the lifecycle is started, and reset before each test, by whoever calls. */
export function playAdvice(started: () => Lifecycle, entries: readonly (readonly [id: string, advice: Advice])[]): void {
  test.each(entries)('%s', async (_, { settings = {}, broken, advised, afterwards = [] }) => {
    const life = started();
    await life.configure(settings);
    const folder = life.directory();
    for (const [step, { to, dark = [], fails = false, unchanged = false, before = [], args }] of [
      ...broken,
      ...advised,
      ...afterwards,
    ].entries()) {
      life.write(folder, stack(to));
      for (const command of before) await life.terraform(folder, command);
      // Planned, so the apply is compared with its forecast. The first one meets nothing that runs.
      const plan = step > 0 ? await life.plan(folder, { args }) : undefined;
      if (unchanged) expect(plan?.changes).toEqual([]);
      const report = await life.step('apply', async () => life.apply(folder, { expect: fails ? 'failure' : 'success', args }));
      expect({ dark: report.darkened, blinded: report.blinded }).toEqual({ dark, blinded: [] });
    }
    expect((await life.plan(folder)).changes).toEqual([]);
    const { sessions } = await life.account();
    expect(sessions.filter(({ enabled, sources: from }) => !enabled || from.length === 0)).toEqual([]);
  });
}
