// Every fix that a check advises, applied in the advised order: what it does, and that the text told the truth.
import { existsSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { TerraformStack } from 'cdktf';
import { ADOPTED_FILTER, ADOPTED_RULE, ELSEWHERE, INLINE, OUTLINE, PLAYED } from './advice';
import { AppLife, Code, clb, source, webFilter } from './apps';
import { SESSION, sources, stack } from './handwritten';
import { Lifecycle, StepReport, describeWithTerraform } from './harness';
import { MirrorEdition, MirrorLedger, MirrorPolicy, MirroredFleet, MirroredFleetProps } from '../../src';
import { ALL_CHECKS } from '../../src/checks/all';
import { runChecks } from '../../src/checks/run';
import { STATED_CHECKS } from '../../src/checks/stated';
import { MirrorModel } from '../../src/model/mirror-model';
import { BREAKS } from '../checks/fixtures';

const page = (id: string): string => readFileSync(join(__dirname, '..', '..', 'docs', 'checks', `${id}.md`), 'utf8');

test('the advice of every check is played, or it is said why not', () => {
  const ids = [...ALL_CHECKS, ...STATED_CHECKS].map(({ id }) => id).sort();
  expect([...Object.keys(PLAYED), ...Object.keys(ELSEWHERE)].sort()).toEqual(ids);
});

/** The advice as a finding gives it; where no fixture of one fact gives that finding, as its page does. */
function adviceOf(id: string): string {
  const found = BREAKS.find((broken) => broken.id === id);
  return found ? runChecks(new MirrorModel(found.app()), MirrorEdition.EDITION_2023).findings.map(({ fix }) => fix).join('\n') : page(id);
}

test.each(Object.entries(PLAYED))('the advice of %s says what it does to running sessions', (id, { promise }) => {
  expect(adviceOf(id)).toMatch(promise);
});

describeWithTerraform('the advice of', () => {
  let life: Lifecycle;
  beforeAll(async () => { life = await Lifecycle.start(); });
  afterAll(async () => life.stop());
  beforeEach(async () => life.reset());

  test.each(Object.entries(PLAYED))('%s', async (_, { settings = {}, broken, advised }) => {
    await life.configure(settings);
    const folder = life.directory();
    for (const { to, dark = [], fails = false, unchanged = false } of [...broken, ...advised]) {
      life.write(folder, stack(to));
      if (unchanged) expect((await life.plan(folder)).changes).toEqual([]);
      const report = await life.step('apply', async () => life.apply(folder, { expect: fails ? 'failure' : 'success' }));
      expect({ dark: report.darkened, blinded: report.blinded }).toEqual({ dark, blinded: [] });
    }
    expect((await life.plan(folder)).changes).toEqual([]);
    const { sessions } = await life.account();
    expect(sessions.filter(({ enabled, sources: from }) => !enabled || from.length === 0)).toEqual([]);
  });

  describe('TM205 and TM206', () => {
    let folder: string;
    let filterId: string;
    let ruleId: string;
    beforeEach(async () => {
      folder = life.directory(stack(INLINE));
      await life.apply(folder);
      const [{ id, rules }] = (await life.account()).filters;
      [filterId, ruleId] = [id, `${id}:${rules[0].id}`];
    });

    test('to have Terraform forget the filter, and to take it in with its rules: the plan is empty', async () => {
      life.write(folder, stack(OUTLINE));
      const report = await life.step('move', async () => {
        await life.terraform(folder, ['state', 'rm', ADOPTED_FILTER]);
        await life.import(folder, ADOPTED_FILTER, filterId);
        await life.import(folder, ADOPTED_RULE, ruleId);
        expect((await life.plan(folder)).changes).toEqual([]);
      });
      expect([report.darkened, report.writes]).toEqual([[], []]);
      for (const id of ['TM205', 'TM206']) expect(page(id)).toContain(`terraform state rm ${ADOPTED_FILTER}`);
    });

    test('with the rules imported and the filter not forgotten, the filter is replaced, which fails', async () => {
      life.write(folder, stack(OUTLINE));
      await life.import(folder, ADOPTED_RULE, ruleId);
      const report = await life.step('apply', async () => life.apply(folder, { expect: 'failure' }));
      expect(Object.keys(report.refusals)).toContain('DependencyViolation.TrafficMirrorSession');
    });
  });

  describe('fleets', () => {
    let app: AppLife;
    beforeEach(() => { app = new AppLife(life); });

    const fleet = (tf: TerraformStack, ids: readonly string[], ledger: MirrorLedger, props: Partial<MirroredFleetProps> = {}, id = 'Fleet'): MirroredFleet =>
      new MirroredFleet(tf, id, { filter: props.filter ?? webFilter(tf), sources: ids.map((one) => source(one)), targets: [clb('a')], ...props, ledger });
    const frozen = (ids: readonly string[]): Code => (tf) => { fleet(tf, ids, app.ledger({ frozen: true })); };
    const free = (ids: readonly string[], expectRemovals?: number): Code => (tf) => { fleet(tf, ids, app.ledger({ expectRemovals })); };
    const unharmed = (report: StepReport): void => expect([report.darkened, report.blinded, report.failed, report.refusals]).toEqual([[], [], [], {}]);

    test('TM511: synthesized outside the pipeline, the new source alone is touched', async () => {
      await app.become(free(sources(3)));
      expect(() => app.synth(frozen(sources(4)))).toThrow('running sessions are not touched');
      const report = await app.become(free(sources(4)));
      unharmed(report);
      expect(report.touched).toHaveLength(1);
      app.synth(frozen(sources(4)));
      expect((await app.plan()).changes).toEqual([]);
    });

    test('TM512: the line that is not deployed taken out, its source gets a free number and nothing else is touched', async () => {
      await app.become(free(sources(2)));
      const [header, first, second] = readFileSync(app.ledgerFile, 'utf8').trimEnd().split('\n');
      const merged = second.split(sources(2)[1]).join(sources(3)[2]);
      writeFileSync(app.ledgerFile, `${[header, first, second, merged].join('\n')}\n`);
      expect(() => app.synth(free(sources(3)))).toThrow('that source gets a free number; running sessions are not touched');
      writeFileSync(app.ledgerFile, `${[header, first, second].join('\n')}\n`);
      const report = await app.become(free(sources(3)));
      unharmed(report);
      expect(report.touched).toHaveLength(1);
    });

    describe('TM513', () => {
      const other = (): string => app.ledgerFile.replace('.lock', '-b.lock');
      const two = (ledgerB: () => MirrorLedger, lease?: MirroredFleetProps['priorityRange']): Code => (tf) => {
        const filter = webFilter(tf);
        const ledger = app.ledger();
        fleet(tf, sources(3, 'a'), ledger, { filter }, 'A');
        const second = ledgerB();
        fleet(tf, sources(3, 'b'), second, { filter, priorityRange: lease }, 'B');
      };
      const file = (): MirrorLedger => MirrorLedger.file(other(), { frozen: false });
      beforeEach(async () => {
        await app.become((tf) => {
          MirrorPolicy.of(tf).acknowledge('TM513', 'the broken state of this test');
          two(file)(tf, undefined as never);
        });
      });

      test('with a lease of its own, the recorded sessions keep their numbers', async () => {
        app.synth(two(file, { first: 1, last: 1000 }));
        expect((await app.plan()).changes).toEqual([]);
      });

      test('with one ledger that has the lines of both, nothing changes', async () => {
        const lines = readFileSync(other(), 'utf8').split('\n').slice(1).join('\n');
        writeFileSync(app.ledgerFile, readFileSync(app.ledgerFile, 'utf8') + lines);
        app.synth((tf) => {
          const [filter, ledger] = [webFilter(tf), app.ledger()];
          for (const [id, name] of [['A', 'a'], ['B', 'b']]) fleet(tf, sources(3, name), ledger, { filter }, id);
        });
        expect((await app.plan()).changes).toEqual([]);
        expect(page('TM513')).toContain('with the lines of both');
      });
    });

    test('TM514: stated, the sessions of those who are gone are destroyed, and no other is touched', async () => {
      await app.become(free(sources(25)), { parallelism: 50 });
      expect(() => app.synth(free(sources(3)))).toThrow('their sessions are destroyed');
      const report = await app.become(free(sources(3), 22), { parallelism: 50 });
      expect(report.lost).toEqual(sources(25).slice(3));
      expect(report.touched).toHaveLength(22);
    });

    test('TM515: the ledger committed, nothing is left to apply, and the number is free', async () => {
      await app.become(free(sources(3)));
      const report = await app.become(frozen(sources(2)));
      expect(report.lost).toEqual([sources(3)[2]]);
      app.synth(free(sources(2)));
      expect((await app.plan()).changes).toEqual([]);
      expect(readFileSync(app.ledgerFile, 'utf8')).not.toContain(sources(3)[2]);
    });

    test('TM516: a fleet that comes to a file while its sources are the same keeps its numbers', async () => {
      await app.become((tf) => { fleet(tf, sources(5), MirrorLedger.inMemory()); });
      expect(existsSync(app.ledgerFile)).toBe(false);
      app.synth(free(sources(5)));
      expect((await app.plan()).changes).toEqual([]);
      expect(Object.keys(app.written().resource[SESSION])).toHaveLength(5);
    });
  });
});
