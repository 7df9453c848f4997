// What goes wrong on the way, with the library's constructs: the next apply heals it, and nobody else goes dark.
import { AppLife, Code, clb, icmp, source, tcp, webFilter } from './apps';
import { SESSION, sources } from './handwritten';
import { CallMatch, Lifecycle, StepReport, describeWithTerraform } from './harness';
import { MirrorFilter, MirrorRule, MirroredFleet, MirroredFleetProps } from '../../src';

const MAJORS = [1, 2] as const;
const CREATE = 'CreateTrafficMirrorSession';
const UPDATE = 'UpdateTrafficMirrorSessionAttribute';
const DELETE = 'DeleteTrafficMirrorSession';
const RULE_CREATE = 'CreateTrafficMirrorFilterRules';
const RULE_UPDATE = 'UpdateTrafficMirrorFilterRuleAttribute';

const FIVE = sources(5);
const SIX = sources(6);
const SEVEN = sources(7);
/** Who comes as the sixth. */
const NEW = SIX[5];

describeWithTerraform('faults under the constructs', () => {
  let life: Lifecycle;
  let app: AppLife;
  beforeAll(async () => { life = await Lifecycle.start(); });
  afterAll(async () => life.stop());
  beforeEach(async () => {
    await life.reset();
    app = new AppLife(life);
  });

  const fleet = (ids: readonly string[], props: Partial<MirroredFleetProps> = {}, rules: MirrorRule[] = [tcp(443)]): Code => (tf) => {
    new MirroredFleet(tf, 'Fleet', {
      filter: webFilter(tf, rules),
      sources: ids.map((id) => source(id)),
      targets: [clb('a')],
      ledger: app.ledger(),
      ...props,
    });
  };

  /** The next apply ends what was left undone, without harm, and nothing is left after it. */
  async function healed(count: number): Promise<void> {
    await life.clearFaults();
    const report = await app.apply();
    expect([report.darkened, report.failed]).toEqual([[], []]);
    await whole(count);
  }

  async function whole(count: number): Promise<void> {
    expect((await app.plan()).changes).toEqual([]);
    const { sessions } = await life.account();
    expect(sessions.filter(({ enabled, sources: from, suspended }) => enabled && from.length === 1 && !suspended)).toHaveLength(count);
  }

  describe.each<[string, string, Code, Code, number]>([
    ['a fleet that grows', CREATE, fleet(FIVE), fleet(SEVEN), 7],
    ['a fleet that shrinks', DELETE, fleet(SEVEN), fleet(FIVE), 5],
    ['a fleet whose target is lost', UPDATE, fleet(SEVEN), fleet(SEVEN, { targets: [clb('b')] }), 7],
    ['a rule that is appended', RULE_CREATE, fleet(SEVEN), fleet(SEVEN, {}, [tcp(443), tcp(80)]), 7],
    ['a rule that is edited', RULE_UPDATE, fleet(SEVEN), fleet(SEVEN, {}, [tcp(444)]), 7],
  ])('%s', (name, action, before, after, count) => {
    const leaving = name === 'a fleet that shrinks' ? SEVEN.slice(5) : [];
    beforeEach(async () => {
      await app.become(before);
      app.synth(after);
    });

    test.each(['throttle', 'conflict'] as const)('%s: the provider repeats the call', async (kind) => {
      await life.fault({ on: { action }, kind, times: 3 });
      const report = await app.apply();
      expect([report.darkened, report.failed]).toEqual([leaving, []]);
      await whole(count);
    });

    test('an answer that is lost: the provider repeats the call, which the service knows by its token', async () => {
      await life.fault({ on: { action }, kind: 'timeout' });
      const report = await app.apply();
      expect([report.darkened, report.failed]).toEqual([leaving, []]);
      await whole(count);
    });

    test.each(MAJORS)('an error in the middle of an apply, under major %i: the next one ends it', async (major) => {
      await life.configure({ switches: { major } });
      await life.fault({ on: { action }, kind: 'error', code: 'InternalError' });
      const report = await app.apply({ expect: 'failure' });
      expect(report.darkened.filter((id) => !leaving.includes(id))).toEqual([]);
      await life.clearFaults();
      // Both majors record a rule as written before its call: without a refresh the plan shows nothing, and the rule stays as it was.
      expect((await app.plan({ refresh: false })).empty).toBe(name === 'a rule that is edited');
      const again = await app.apply();
      expect([again.darkened.filter((id) => !leaving.includes(id)), again.failed]).toEqual([[], []]);
      await whole(count);
    });

    test.each(['before', 'after'] as const)(
      'Terraform killed %s the call took effect: the next apply ends it, and nobody else goes dark',
      async (phase) => {
        if (phase === 'after' && (action === CREATE || action === RULE_CREATE)) return;
        // All such calls: one that passed would be recorded, or not, by chance.
        const hold = await life.fault({ on: { action }, kind: 'hold', phase, times: null });
        const killed = await life.step('kill', async () => {
          const terraform = await life.startApply(app.folder);
          await hold.reached();
          terraform.kill('SIGKILL');
          await terraform.done;
          await hold.release();
        });
        expect(killed.darkened.filter((id) => !leaving.includes(id))).toEqual([]);
        await life.clearFaults();
        const again = await app.apply();
        expect([again.darkened.filter((id) => !leaving.includes(id)), again.failed]).toEqual([[], []]);
        await whole(count);
      });
  });

  describe('a creation that nobody recorded', () => {
    const orphan = async (how: 'timeout' | 'killed'): Promise<StepReport> => {
      await app.become(fleet(FIVE));
      app.synth(fleet(SIX));
      const on: CallMatch = { action: CREATE, about: NEW };
      if (how === 'timeout') {
        await life.configure({ switches: { clientToken: 'ignored' } });
        await life.fault({ on, kind: 'timeout' });
        return app.apply({ expect: 'failure' });
      }
      const hold = await life.fault({ on, kind: 'hold', phase: 'after' });
      return life.step('kill', async () => {
        const terraform = await life.startApply(app.folder);
        await hold.reached();
        terraform.kill('SIGKILL');
        await terraform.done;
        await hold.release();
      });
    };

    test.each(['timeout', 'killed'] as const)(
      '%s: its session blocks the next apply and nobody else; imported, all is well',
      async (how) => {
        expect((await orphan(how)).darkened).toEqual([]);
        await life.clearFaults();
        const blocked = await app.apply({ expect: 'failure' });
        expect([blocked.darkened, blocked.failed.length]).toEqual([[], 1]);
        const { id } = (await life.account()).sessions.find((one) => one.sources[0] === NEW)!;
        await life.import(app.folder, app.addressOfSession(NEW), id);
        // The call that follows a creation sends nothing new, so the imported session is as it is written.
        await healed(6);
      });

    test('or, where its source is not needed at once, deleted in the console', async () => {
      await orphan('timeout');
      await life.clearFaults();
      const { id } = (await life.account()).sessions.find((one) => one.sources[0] === NEW)!;
      await life.console({ do: 'deleteSession', id });
      await healed(6);
    });
  });

  test.each(MAJORS)(
    'an error right after a creation taints that session alone, and the next apply replaces it alone (major %i)',
    async (major) => {
      await life.configure({ switches: { major } });
      await app.become(fleet(FIVE));
      await life.fault({ on: { action: UPDATE }, kind: 'error', code: 'InternalError' });
      const report = await app.become(fleet(SEVEN), { expect: 'failure' });
      expect([report.darkened, report.failed.length]).toEqual([[], 1]);
      await life.clearFaults();
      const again = await app.apply();
      expect(again.interrupted).toHaveLength(1);
      expect(SEVEN.slice(5)).toContain(again.interrupted[0]);
      await whole(7);
    });

  test.each(MAJORS)(
    'an error between the deletion and the creation of a rule that becomes ICMP: the next apply makes it (major %i)',
    async (major) => {
      await life.configure({ switches: { major } });
      await app.become(fleet(FIVE));
      await life.fault({ on: { action: RULE_CREATE }, kind: 'error', code: 'InternalError' });
      expect((await app.become(fleet(FIVE, {}, [icmp()]), { expect: 'failure' })).darkened).toEqual([]);
      await healed(5);
      expect((await life.account()).filters[0].rules.map(({ protocol }) => protocol)).toEqual(['ICMP']);
    });

  test.each(MAJORS)('a filter whose first rules failed has no session yet that copies nothing (major %i)', async (major) => {
    await life.configure({ switches: { major } });
    await life.fault({ on: { action: RULE_CREATE, about: '80/80' }, kind: 'error', code: 'InternalError' });
    app.synth((tf) => fleet(FIVE, { filter: new MirrorFilter(tf, 'Filter', { inbound: [tcp(443), tcp(80)] }) })(tf, undefined as never));
    await app.apply({ expect: 'failure' });
    expect((await life.account()).sessions).toEqual([]);
    await healed(5);
  });

  describe('behind Terraform\'s back', () => {
    beforeEach(async () => app.become(fleet(FIVE)));
    const idOf = async (index: number): Promise<string> =>
      (await life.account()).sessions.find((one) => one.sources[0] === FIVE[index])!.id;

    test.each<[string, (id: string) => Promise<unknown>, string[]]>([
      ['switched off', async (id) => life.console({ do: 'updateSession', id, attributes: { enabled: false } }), []],
      ['given another priority', async (id) => life.console({ do: 'updateSession', id, attributes: { priority: 7 } }), []],
      ['sent elsewhere', async (id) => life.console({ do: 'updateSession', id, attributes: { targetId: 'lb-bp1other' } }), []],
      ['deleted', async (id) => life.console({ do: 'deleteSession', id }), []],
      ['emptied', async (id) => life.console({ do: 'removeSources', id, sources: [FIVE[2]] }), []],
      [
        'given one source more',
        async (id) => life.console({ do: 'addSources', id, sources: ['eni-bp1extra'] }),
        [FIVE[2], 'eni-bp1extra'].sort(),
      ],
    ])('a session %s comes back, and no other is touched', async (_, change, dark) => {
      await change(await idOf(2));
      expect((await app.plan()).changes).toHaveLength(1);
      const report = await app.apply();
      expect([report.darkened, report.failed, report.touched.length]).toEqual([dark, [], 1]);
      await whole(5);
    });

    test('rules deleted in the console come back, and the sessions are not touched', async () => {
      const blind = await life.step('console', async () =>
        life.console({ do: 'deleteRules', filterId: (await life.account()).filters[0].id }),
      );
      expect(blind.blinded).toEqual(FIVE);
      const report = await app.apply();
      expect([report.darkened, report.touched.length]).toEqual([[], 1]);
      await whole(5);
    });

    test('a priority that the console took: one session fails, nobody goes dark; with another key\'s number free it passes', async () => {
      app.synth(fleet(SEVEN));
      const { priority } = Object.entries(app.written().resource[SESSION]).find(([id]) => id.endsWith(NEW))![1];
      const { filterId } = (await life.account()).sessions[0];
      const id = await life.console({
        do: 'createSession',
        attributes: {
          name: 'console',
          priority: Number(priority),
          sources: ['eni-bp1console'],
          filterId,
          targetId: 'lb-bp1a',
          targetType: 'SLB',
          enabled: true,
        },
      });
      const report = await app.apply({ expect: 'failure' });
      expect([report.darkened, report.failed.length, report.refusals]).toEqual([[], 1, { 'DuplicatedParam.SessionPriority': 1 }]);
      await life.console({ do: 'updateSession', id: String(id), attributes: { priority: 30_000 } });
      await life.clearFaults();
      expect((await app.apply()).darkened).toEqual([]);
      expect((await app.plan()).changes).toEqual([]);
    });

    test('arrears: dark under a clean plan, and light again once they are paid; an apply meanwhile harms nothing', async () => {
      expect((await life.step('arrears', async () => life.console({ do: 'suspendAll' }))).lost).toEqual(FIVE);
      expect((await app.plan()).changes).toEqual([]);
      const report = await app.become(fleet(SEVEN));
      expect([report.darkened, report.failed]).toEqual([[], []]);
      await life.console({ do: 'resumeAll' });
      await whole(7);
    });

    test('an interface released: its session alone is planned', async () => {
      await life.console({ do: 'releaseInterface', id: FIVE[2] });
      expect((await app.plan()).changes.map(({ address }) => address)).toEqual([app.addressOfSession(FIVE[2])]);
      const report = await app.become(fleet(FIVE.filter((id) => id !== FIVE[2])));
      expect([report.darkened, report.failed, report.touched.length]).toEqual([[], [], 1]);
      await whole(4);
    });
  });
});
