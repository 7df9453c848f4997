// Where the provider server was once unlike the real provider 1.289.0: each point as it was measured there.
import { Arguments, FILTER, Handwritten, INGRESS_RULE, SESSION, filter, ownRule, rule, session, sources, stack } from './handwritten';
import { CLB, LISTENER, Resources, RULE, SERVER, balanced, groupRule, mirroring, server } from './handwritten-receiving';
import { Lifecycle, StepReport, describeWithTerraform } from './harness';

describeWithTerraform('as the real provider:', () => {
  let life: Lifecycle;
  let folder: string;
  beforeAll(async () => { life = await Lifecycle.start(); });
  afterAll(async () => life.stop());
  beforeEach(async () => {
    await life.reset();
    folder = life.directory();
  });

  const write = (configuration: Handwritten, more: object = {}): void => life.write(folder, { ...stack(configuration), ...more });
  const apply = async (configuration: Handwritten): Promise<StepReport> => {
    write(configuration);
    return life.step('apply', async () => life.apply(folder));
  };
  const changes = async (): Promise<Array<readonly [string, readonly string[]]>> =>
    (await life.plan(folder)).changes.map(({ address, actions }) => [address, actions]);

  describe('inline rules', () => {
    const web: Handwritten = { sessions: { web: session('web', 100, sources(2)) } };
    const inline: Handwritten = { ...web, filters: { web: filter({ ingress_rules: [rule(1, 'TCP', '443/443')] }) } };
    const own: Handwritten = { ...web, ingress: { https: ownRule(1, 'TCP', '443/443') } };
    const idOfRule = async (): Promise<string> => {
      const [{ id, rules: [{ id: ruleId }] }] = (await life.account()).filters;
      return `${id}:${ruleId}`;
    };
    beforeEach(async () => { await apply(inline); });

    test('that are no longer written stay, and nothing is planned', async () => {
      write(web);
      expect(await changes()).toEqual([]);
      const report = await apply(web);
      expect(report.writes).toEqual([]);
      expect((await life.account()).filters[0].rules).toHaveLength(1);
    });

    test('become rules of their own by import blocks in the same step, which writes nothing', async () => {
      write(own, { import: [{ to: `${INGRESS_RULE}.https`, id: await idOfRule() }] });
      expect(await changes()).toEqual([]);
      const report = await life.step('apply', async () => life.apply(folder));
      expect([report.writes, report.darkened]).toEqual([[], []]);
      expect(Object.keys(await life.state(folder))).toContain(`${INGRESS_RULE}.https`);
      expect(await changes()).toEqual([]);
    });

    test('fail to become rules of their own without an import: their priority is taken', async () => {
      write(own);
      const report = await life.step('apply', async () => life.apply(folder, { expect: 'failure' }));
      expect(report.refusals).toEqual({ 'DuplicatedParam.RulePriority': 1 });
    });

    test('stand beside rules of their own of the other direction', async () => {
      await apply({ ...inline, egress: { dns: ownRule(1, 'UDP', '53/53') } });
      expect(await changes()).toEqual([]);
    });

    test('fight with rules of their own of the same direction', async () => {
      await apply({ ...inline, ingress: { dns: ownRule(2, 'UDP', '53/53') } });
      expect(await changes()).toContainEqual([`${FILTER}.web`, ['delete', 'create']]);
    });
  });

  describe('pauses', () => {
    test('there is none between taking sources out and putting them in', async () => {
      const of = (count: number): Handwritten => ({ sessions: { web: session('web', 100, sources(count)) } });
      await apply(of(1));
      const { darkSeconds, calls } = await apply(of(2));
      // A look at the status and the call itself.
      expect(darkSeconds).toEqual({ [sources(1)[0]]: 2 });
      expect(calls.map(({ action }) => action).filter((action) => /Sources|Sessions/.test(action)).slice(-5)).toEqual([
        'RemoveSourcesFromTrafficMirrorSession', 'ListTrafficMirrorSessions', 'AddSourcesToTrafficMirrorSession',
        'ListTrafficMirrorSessions', 'ListTrafficMirrorSessions',
      ]);
    });

    test('a changed rule takes five seconds', async () => {
      const of = (from: number): Handwritten => ({
        ingress: Object.fromEntries(
          [0, 1, 2].map((n) => [
            `r${n}`,
            ownRule(n + 1, 'TCP', `${from + n}/${from + n}`, n === 0 ? {} : { depends_on: [`${INGRESS_RULE}.r${n - 1}`] }),
          ]),
        ),
      });
      await apply(of(80));
      const { touched } = await apply(of(90));
      const last = (await life.journal()).at(-1)!;
      expect(last.at - touched[0].at).toBeGreaterThanOrEqual(10);
    });
  });

  describe('copies that are lost although the session runs', () => {
    const known = async (): Promise<unknown> =>
      life.console({ do: 'declareInterface', networkInterface: { id: sources(1)[0], primaryIp: '10.0.0.9', instanceId: 'i-bp1web' } });
    const given = async (resource: Resources): Promise<StepReport> => apply({ resource, filters: {} });
    /** A session to a load balancer with one server, and something else of it. */
    const receiving = (more: Resources = {}, of: Arguments = {}): Resources => balanced(of, {
      ...mirroring({ depends_on: [`${LISTENER}.sensors`] }),
      [INGRESS_RULE]: { web: ownRule(1, 'TCP', '443/443') },
      ...more,
    });

    test('nothing is lost where nothing is missing', async () => {
      await given(receiving());
      const report = await given(receiving({ [SERVER]: { one: server('i-bp1one'), two: server('i-bp1two') } }));
      expect([report.missed, report.blinded, report.lossSeconds]).toEqual([[], [], {}]);
    });

    test('a filter without rules', async () => {
      await given(receiving());
      const { blinded, missed, lossSeconds } = await given(receiving({ [INGRESS_RULE]: {} }));
      expect([blinded, missed]).toEqual([sources(1), []]);
      expect(Object.keys(lossSeconds[sources(1)[0]])).toEqual(['no rule in the filter']);
    });

    test('a filter whose only rule that accepts drops, while others drop', async () => {
      const rules = (...actions: string[]): Resources => receiving({
        [INGRESS_RULE]: Object.fromEntries(actions.map((action, n) => [`r${n}`, ownRule(n + 1, 'TCP', '443/443', { action })])),
      });
      await given(rules('accept', 'drop'));
      expect((await given(rules('accept'))).blinded).toEqual([]);
      const { blinded, lossSeconds } = await given(rules('drop'));
      expect([blinded, Object.keys(lossSeconds[sources(1)[0]])]).toEqual([sources(1), ['no rule in the filter']]);
    });

    test('a server group that is empty for a while', async () => {
      await given(receiving());
      const { darkened, missed, lossSeconds } = await given(receiving({ [SERVER]: { one: server('i-bp1one', { weight: 50 }) } }));
      expect([darkened, missed]).toEqual([[], sources(1)]);
      expect(lossSeconds).toEqual({ [sources(1)[0]]: { 'no server': expect.any(Number) } });
      const after = await life.step('nothing', async () => life.plan(folder));
      expect(after.missed).toEqual([]);
    });

    test('a listener that is replaced', async () => {
      const replaced = (scheduler: string): Resources =>
        receiving({}, { scheduler, lifecycle: { replace_triggered_by: ['terraform_data.scheduler'] } });
      await given({ ...replaced('sch'), terraform_data: { scheduler: { input: 'sch' } } });
      const { missed, lossSeconds } = await given({ ...replaced('qch'), terraform_data: { scheduler: { input: 'qch' } } });
      expect(missed).toEqual(sources(1));
      expect(Object.keys(lossSeconds[sources(1)[0]])).toEqual(['no listener']);
    });

    test('an interface whose group admits its source no longer', async () => {
      await known();
      await life.console({
        do: 'declareInterface',
        networkInterface: { id: 'eni-bp1sensor', securityGroupIds: ['sg-bp1sensors'], instanceId: 'i-bp1sensor' },
      });
      const of = (cidr: string): Handwritten => ({
        ingress: { web: ownRule(1, 'TCP', '443/443') },
        sessions: {
          web: session('web', 1, sources(1), {
            traffic_mirror_target_type: 'NetworkInterface',
            traffic_mirror_target_id: 'eni-bp1sensor',
            depends_on: [`${RULE}.in`],
          }),
        },
        resource: { [RULE]: { in: groupRule(cidr) } },
      });
      await apply(of('10.0.0.0/24'));
      // Revoked first: for a moment nobody is let in, and afterwards the source is again.
      expect((await apply(of('10.0.0.0/23'))).lossSeconds).toEqual({ [sources(1)[0]]: { 'not admitted': expect.any(Number) } });
      expect((await life.account()).sessions).toHaveLength(1);
      const shut = await apply(of('10.9.0.0/24'));
      expect([shut.missed, shut.darkened]).toEqual([sources(1), []]);
    });

    test('a load balancer of the estate is taken to receive', async () => {
      await apply({ ingress: { web: ownRule(1, 'TCP', '443/443') }, sessions: { web: session('web', 1, sources(1)) } });
      expect(Object.keys(await life.state(folder))).not.toContain(`${CLB}.sensors`);
      const report = await apply({
        ingress: { web: ownRule(1, 'TCP', '443/443') },
        sessions: { web: session('web', 1, sources(1), { traffic_mirror_target_id: 'lb-bp1other' }) },
      });
      expect([report.missed, report.touched.map(({ type }) => type)]).toEqual([[], [SESSION]]);
    });
  });
});
