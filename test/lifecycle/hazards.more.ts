// What Terraform written by hand does to running sessions: one test for each row of the measured table of the real
// provider, and for what else was measured. The constructs of the library are tried against the same changes elsewhere.
import { Arguments, Handwritten, SESSION, filter, ownRule, rule, session, sources, stack } from './handwritten';
import { agreement, forecastOf } from './forecast-agreement';
import { Lifecycle, StepReport, describeWithTerraform } from './harness';
import { RiskKind } from '../../src/effects/effects';

const CREATE = 'CreateTrafficMirrorSession';
const DELETE = 'DeleteTrafficMirrorSession';
const UPDATE = 'UpdateTrafficMirrorSessionAttribute';
const REMOVE = 'RemoveSourcesFromTrafficMirrorSession';
const ADD = 'AddSourcesToTrafficMirrorSession';

describeWithTerraform('Terraform written by hand', () => {
  let life: Lifecycle;
  beforeAll(async () => { life = await Lifecycle.start(); });
  afterAll(async () => life.stop());
  beforeEach(async () => life.reset());

  let folder: string;

  async function given(before: Handwritten): Promise<void> {
    folder = life.directory(stack(before));
    await life.apply(folder);
  }

  async function change(after: Handwritten, expected: 'success' | 'failure' = 'success'): Promise<StepReport> {
    life.write(folder, stack(after));
    // Planned, so the apply is compared with its forecast.
    await life.plan(folder);
    return life.step('change', async () => life.apply(folder, { expect: expected }));
  }

  const onlySession = (more: Arguments = {}, from: readonly string[] = sources(2)): Handwritten =>
    ({ sessions: { web: session('web', 100, from, more) } });

  const actions = (report: StepReport): string[] => report.writes.map(({ action }) => action);

  describe('measured table', () => {
    test('adding one source to a session of nine darkens the other nine', async () => {
      await given(onlySession({}, sources(9)));
      const report = await change(onlySession({}, sources(10)));
      expect(report.interrupted).toEqual(sources(9));
      expect(report.lost).toEqual([]);
      expect(actions(report)).toEqual([REMOVE, ADD]);
      expect(Object.values(report.darkSeconds).every((seconds) => seconds > 0)).toBe(true);
      expect(report.touched.map(({ type, change: kind }) => [type, kind])).toEqual([[SESSION, 'update']]);
    });

    test('another order of ten sources darkens all ten', async () => {
      await given(onlySession({}, sources(10)));
      const report = await change(onlySession({}, sources(10).reverse()));
      expect(report.interrupted).toEqual(sources(10));
    });

    test('fails: the priorities of two sessions are swapped', async () => {
      const two = (a: number, b: number): Handwritten =>
        ({ sessions: { a: session('aa', a, sources(1, 'a')), b: session('bb', b, sources(1, 'b')) } });
      await given(two(1, 2));
      const report = await change(two(2, 1), 'failure');
      expect(report.refusals).toEqual({ 'DuplicatedParam.SessionPriority': 2 });
      expect(report.failed).toHaveLength(2);
      expect(report.darkened).toEqual([]);
    });

    describe('moving a source from one session to another', () => {
      const [moved] = sources(1, 'moved');
      const placed = (a: readonly string[], b: readonly string[]): Handwritten =>
        ({ sessions: { a: session('aa', 1, a), b: session('bb', 2, b) } });
      const dark = [...sources(1, 'a'), ...sources(1, 'b'), moved].sort();
      let a: string;
      let b: string;
      beforeEach(async () => {
        await given(placed([...sources(1, 'a'), moved], sources(1, 'b')));
        [a, b] = [(await life.session('aa')).id, (await life.session('bb')).id];
      });

      test('works where the old session lets go first, and darkens three', async () => {
        await life.order({ action: REMOVE, about: a }, { action: ADD, about: b });
        const report = await change(placed(sources(1, 'a'), [...sources(1, 'b'), moved]));
        expect(report.interrupted).toEqual(dark);
      });

      test('fails where the new session asks first, and leaves its own source dark', async () => {
        await life.order({ action: ADD, about: b }, { action: REMOVE, about: a });
        const report = await change(placed(sources(1, 'a'), [...sources(1, 'b'), moved]), 'failure');
        expect(report.refusals).toEqual({ 'ResourceInUse.TrafficMirrorSource': 1 });
        expect(report.darkened).toEqual(dark);
        expect(report.lost).toEqual([...sources(1, 'b'), moved].sort());
      });
    });

    describe('exchanging the sources of two sessions', () => {
      const [one, other] = sources(2);
      const placed = (a: string, b: string): Handwritten => ({ sessions: { a: session('aa', 1, [a]), b: session('bb', 2, [b]) } });
      let a: string;
      let b: string;
      beforeEach(async () => {
        await given(placed(one, other));
        [a, b] = [(await life.session('aa')).id, (await life.session('bb')).id];
      });

      test('works where both let go before either asks', async () => {
        await life.order({ action: REMOVE, about: a }, { action: ADD, about: b });
        await life.order({ action: REMOVE, about: b }, { action: ADD, about: a });
        expect((await change(placed(other, one))).interrupted).toEqual([one, other]);
      });

      test('fails where one asks while the other still holds', async () => {
        await life.order({ action: ADD, about: a }, { action: REMOVE, about: b });
        const report = await change(placed(other, one), 'failure');
        expect(report.refusals).toEqual({ 'ResourceInUse.TrafficMirrorSource': 1 });
        expect(report.lost).toEqual([other]);
      });
    });

    describe('renaming the logical id of a session', () => {
      const named = (id: string): Handwritten => ({ sessions: { [id]: session('web', 100, sources(2)) } });
      beforeEach(async () => given(named('old')));

      test('works where the old one is deleted first, and darkens its sources', async () => {
        await life.order({ action: DELETE }, { action: CREATE });
        expect((await change(named('new'))).interrupted).toEqual(sources(2));
      });

      test('fails where the new one is created first, and its sources stay dark', async () => {
        await life.order({ action: CREATE }, { action: DELETE });
        const report = await change(named('new'), 'failure');
        expect(report.lost).toEqual(sources(2));
        expect(report.failed).toEqual([expect.objectContaining({ type: SESSION, change: 'create' })]);
      });
    });

    test('fails: a changed inline rule replaces the filter, which is in use', async () => {
      const inline = (port: string): Handwritten =>
        ({ ...onlySession(), filters: { web: filter({ ingress_rules: [rule(1, 'TCP', port)] }) } });
      await given(inline('443/443'));
      life.write(folder, stack(inline('444/444')));
      const { changes } = await life.plan(folder);
      expect(changes.map(({ address, actions: planned }) => [address, planned])).toContainEqual(
        ['alicloud_vpc_traffic_mirror_filter.web', ['delete', 'create']]);
      const report = await change(inline('444/444'), 'failure');
      expect(report.refusals).toEqual({ 'DependencyViolation.TrafficMirrorSession': 1 });
      expect(report.darkened).toEqual([]);
    });

    describe('changing packet_length', () => {
      test('replaces the session, which darkens its sources', async () => {
        await given(onlySession({ packet_length: 1000 }));
        const report = await change(onlySession({ packet_length: 1500 }));
        expect(report.interrupted).toEqual(sources(2));
        expect(report.touched.map((operation) => operation.change)).toEqual(['delete', 'create']);
      });

      test('fails with create_before_destroy: the old session holds source and priority', async () => {
        const lifecycle = { create_before_destroy: true };
        await given(onlySession({ packet_length: 1000, lifecycle }));
        const report = await change(onlySession({ packet_length: 1500, lifecycle }), 'failure');
        expect(report.refusals).toEqual({ 'DuplicatedParam.SessionPriority': 1 });
        expect(report.darkened).toEqual([]);
        // Another priority helps nothing: the source is still taken.
        const again = await change({ sessions: { web: session('web', 101, sources(2), { packet_length: 1500, lifecycle }) } }, 'failure');
        expect(again.refusals).toEqual({ 'ResourceInUse.TrafficMirrorSource': 1 });
      });
    });

    test('fails: source and target are exchanged', async () => {
      const [one, other] = sources(2);
      const towards = (target: string): Arguments => ({ traffic_mirror_target_type: 'NetworkInterface', traffic_mirror_target_id: target });
      await given(onlySession(towards(other), [one]));
      const report = await change(onlySession(towards(one), [other]), 'failure');
      expect(report.refusals).toEqual({ 'InvalidParameter.TargetIsSource': 1 });
      expect(actions(report)).toEqual([UPDATE]);
      expect(report.darkened).toEqual([]);
    });

    test('virtual_network_id 0 is not sent at creation, and the next plan shows a change, which sends it', async () => {
      await given(onlySession({ virtual_network_id: 0 }));
      expect((await life.session('web')).virtualNetworkId).not.toBe(0);
      const { changes } = await life.plan(folder);
      expect(changes).toEqual([expect.objectContaining({ type: SESSION, actions: ['update'] })]);
      expect(changes[0].after).toMatchObject({ virtual_network_id: 0 });
      await life.apply(folder);
      expect((await life.session('web')).virtualNetworkId).toBe(0);
      expect((await life.plan(folder)).changes).toEqual([]);
    });

    describe('enabled', () => {
      const { enabled, ...unsaid } = session('web', 100, sources(2));

      test('left out after it was true switches the session off', async () => {
        expect(enabled).toBe(true);
        await given(onlySession());
        const report = await change({ sessions: { web: unsaid } });
        expect(report.lost).toEqual(sources(2));
        expect((await life.session('web')).enabled).toBe(false);
        expect((await life.plan(folder)).changes).toEqual([]);
      });

      test('left out at creation leaves the session off', async () => {
        await given({ sessions: { web: unsaid } });
        expect((await life.session('web')).enabled).toBe(false);
        expect((await life.plan(folder)).changes).toEqual([]);
      });
    });

    test('fails: dry_run', async () => {
      folder = life.directory(stack(onlySession({ dry_run: true })));
      const run = await life.apply(folder, { expect: 'failure' });
      expect(run.output).toContain('DryRunOperation');
      expect((await life.account()).sessions).toEqual([]);
    });

    test('fails: eleven sources', async () => {
      folder = life.directory(stack(onlySession({}, sources(11))));
      const run = await life.apply(folder, { expect: 'failure' });
      expect(run.output).toContain('QuotaExceeded');
      expect(run.output).toContain('sources per session (10)');
    });

    test.each(['ALL', 'ICMP'])(
      'an inline %s rule without ports replaces the filter at every plan, one with -1/-1 does not',
      async (protocol) => {
        await given({ filters: { web: filter({ ingress_rules: [rule(1, protocol)] }) } });
        for (let round = 0; round < 2; round++) {
          const { changes } = await life.plan(folder);
          expect(changes.map((one) => one.actions)).toEqual([['delete', 'create']]);
          await life.apply(folder);
        }
        await change({ filters: { web: filter({ ingress_rules: [rule(1, protocol, '-1/-1')] }) } });
        expect((await life.plan(folder)).changes).toEqual([]);
      });
  });

  describe('rules of their own', () => {
    const only = async (): Promise<object> => (await life.account()).filters[0].rules[0];

    test('from TCP to ALL with the ports left out, the old ports stay under a clean plan; -1/-1 mends it', async () => {
      await given({ ingress: { one: ownRule(1, 'TCP', '80/90') } });
      await change({ ingress: { one: ownRule(1, 'ALL') } });
      expect(await only()).toMatchObject({ protocol: 'ALL', destinationPort: '80/90' });
      expect((await life.plan(folder)).changes).toEqual([]);
      await change({ ingress: { one: ownRule(1, 'ALL', '-1/-1') } });
      expect(await only()).toMatchObject({ protocol: 'ALL', destinationPort: '-1/-1' });
    });

    test('from TCP to ICMP the old ports stay, written -1/-1 or not', async () => {
      await given({ ingress: { one: ownRule(1, 'TCP', '80/90') } });
      await change({ ingress: { one: ownRule(1, 'ICMP', '-1/-1') } });
      expect(await only()).toMatchObject({ protocol: 'ICMP', destinationPort: '80/90' });
      expect((await life.plan(folder)).changes).toEqual([]);
    });

    test('change in place and darken nothing', async () => {
      await given({ ...onlySession(), ingress: { one: ownRule(1, 'TCP', '80/90') } });
      const report = await change({ ...onlySession(), ingress: { one: ownRule(1, 'UDP', '53/53', { action: 'drop' }) } });
      expect(report.touched.map((operation) => operation.change)).toEqual(['update']);
      expect(await only()).toMatchObject({ protocol: 'UDP', action: 'drop', destinationPort: '53/53' });
      expect(report.darkened).toEqual([]);
      expect((await life.plan(folder)).changes).toEqual([]);
    });

    const [web, dns] = ['443/443', '53/53'];

    test('fails: keyed by content, a rule inserted in front collides with the one that held its priority', async () => {
      await given({ ingress: { web: ownRule(1, 'TCP', web) } });
      await life.order({ action: 'CreateTrafficMirrorFilterRules' }, { action: 'UpdateTrafficMirrorFilterRuleAttribute' });
      const report = await change({ ingress: { dns: ownRule(1, 'UDP', dns), web: ownRule(2, 'TCP', web) } }, 'failure');
      expect(report.refusals).toMatchObject({ 'DuplicatedParam.RulePriority': 1 });
    });

    test('fails: keyed by content, an edited rule collides with its former self', async () => {
      await given({ ingress: { tcp443: ownRule(1, 'TCP', web) } });
      await life.order({ action: 'CreateTrafficMirrorFilterRules' }, { action: 'DeleteTrafficMirrorFilterRules' });
      const report = await change({ ingress: { tcp444: ownRule(1, 'TCP', '444/444') } }, 'failure');
      expect(report.refusals).toMatchObject({ 'DuplicatedParam.RulePriority': 1 });
    });

    test('keyed by direction and priority, a rule inserted in front passes', async () => {
      const after = { depends_on: ['alicloud_vpc_traffic_mirror_filter_ingress_rule.p1'] };
      await given({ ingress: { p1: ownRule(1, 'TCP', web) } });
      const report = await change({ ingress: { p1: ownRule(1, 'UDP', dns), p2: ownRule(2, 'TCP', web, after) } });
      expect(report.refusals).toEqual({});
      expect((await life.plan(folder)).changes).toEqual([]);
    });

    test('two rules of one filter that are not chained meet in a conflict, which the provider repeats', async () => {
      await life.collide(
        { action: 'CreateTrafficMirrorFilterRules', about: web },
        { action: 'CreateTrafficMirrorFilterRules', about: dns });
      folder = life.directory(stack({ ingress: { web: ownRule(1, 'TCP', web), dns: ownRule(2, 'UDP', dns) } }));
      const told = forecastOf((await life.plan(folder)).json);
      const report = await life.step('apply', async () => life.apply(folder));
      expect(report.refusals.OperationConflict ?? 0).toBeGreaterThan(0);
      expect(agreement(told, report)).toEqual({ missing: [], over: [] });
      expect(told.effects.risks).toMatchObject([
        { kind: RiskKind.WRITES, writers: [expect.stringContaining('.dns'), expect.stringContaining('.web')] },
      ]);
      expect((await life.account()).filters[0].rules).toHaveLength(2);
    });

    test('chained ones do not', async () => {
      const after = { depends_on: ['alicloud_vpc_traffic_mirror_filter_ingress_rule.web'] };
      folder = life.directory(stack({ ingress: { web: ownRule(1, 'TCP', web), dns: ownRule(2, 'UDP', dns, after) } }));
      const told = forecastOf((await life.plan(folder)).json);
      const report = await life.step('apply', async () => life.apply(folder));
      expect([told.effects.risks, report.refusals]).toEqual([[], {}]);
    });

    test('a rule that moves to the other direction makes two writes on one filter at once', async () => {
      await given({ ingress: { one: ownRule(1, 'TCP', web) } });
      await life.collide({ action: 'DeleteTrafficMirrorFilterRules' }, { action: 'CreateTrafficMirrorFilterRules' });
      const report = await change({ egress: { one: ownRule(1, 'TCP', web) } });
      expect(report.refusals.OperationConflict).toBeGreaterThan(0);
    });

    test('beside inline ones they make the next plan replace the filter', async () => {
      await given({ filters: { web: filter({ ingress_rules: [rule(1, 'TCP', web)] }) }, ingress: { two: ownRule(2, 'UDP', dns) } });
      expect((await life.plan(folder)).changes.map(({ actions: planned }) => planned)).toContainEqual(['delete', 'create']);
    });

    test.each([
      ['fails: TCP with ports from 0', ownRule(1, 'TCP', '0/90'), 'DestinationPortRange'],
      ['fails: an octet of 999', ownRule(1, 'ALL', '-1/-1', { destination_cidr_block: '999.1.1.1/8' }), 'DestinationCidrBlock'],
    ])('%s', async (_name, wrong, parameter) => {
      const run = await life.apply(life.directory(stack({ ingress: { one: wrong } })), { expect: 'failure' });
      expect(run.output).toContain(`InvalidParameter.${parameter}`);
    });
  });

  describe('importing', () => {
    const [first, second, third] = sources(3);

    async function imported(order: readonly string[]): Promise<void> {
      folder = life.directory(stack({}));
      await life.apply(folder);
      const { id: filterId } = (await life.account()).filters[0];
      const id = await life.console({
        do: 'createSession',
        attributes: {
          name: 'web',
          priority: 100,
          sources: [third, first, second],
          filterId,
          targetId: 'lb-bp1sensors',
          targetType: 'SLB',
          enabled: true,
        },
      });
      life.write(folder, stack({ sessions: { web: session('web', 100, order) } }));
      await life.import(folder, `${SESSION}.web`, String(id));
    }

    test('a session in the order of the API plans nothing', async () => {
      await imported([third, first, second]);
      expect((await life.plan(folder)).changes).toEqual([]);
    });

    test('a session with its sources sorted plans an update that darkens every one', async () => {
      await imported([first, second, third]);
      expect((await life.plan(folder)).changes.map(({ actions: planned }) => planned)).toEqual([['update']]);
      const report = await life.step('apply', async () => life.apply(folder));
      expect(report.interrupted).toEqual([first, second, third]);
    });

    test('a rule that was born inline comes in as one of its own, with an empty plan', async () => {
      await given({ filters: { web: filter({ ingress_rules: [rule(1, 'TCP', '443/443')] }) } });
      const [{ id, rules: [{ id: ruleId }] }] = (await life.account()).filters;
      const adopted = life.directory(stack({ ingress: { one: ownRule(1, 'TCP', '443/443') } }));
      await life.import(adopted, 'alicloud_vpc_traffic_mirror_filter.web', id);
      await life.import(adopted, 'alicloud_vpc_traffic_mirror_filter_ingress_rule.one', `${id}:${ruleId}`);
      expect((await life.plan(adopted)).changes).toEqual([]);
    });
  });

  test('a creation is followed by one more update call, and a refresh is one list call a session', async () => {
    const two = { sessions: { a: session('aa', 1, sources(1, 'a')), b: session('bb', 2, sources(1, 'b')) } };
    folder = life.directory(stack(two));
    const creation = await life.step('create', async () => life.apply(folder));
    expect(actions(creation).filter((action) => action === CREATE)).toHaveLength(2);
    expect(actions(creation).filter((action) => action === UPDATE)).toHaveLength(2);
    const refresh = await life.step('plan', async () => life.plan(folder));
    expect(refresh.calls.filter(({ action }) => action === 'ListTrafficMirrorSessions')).toHaveLength(2);
    expect(refresh.writes).toEqual([]);
  });

  test('an update sends attributes, then the resource group, then the sources, then tags', async () => {
    await given(onlySession({ tags: { old: '1' } }));
    const report = await change(onlySession({ priority: 101, resource_group_id: 'rg-new', tags: { new: '1' } }, sources(3)));
    expect(actions(report)).toEqual([UPDATE, 'MoveResourceGroup', REMOVE, ADD, 'UntagResources', 'TagResources']);
    expect((await life.plan(folder)).changes).toEqual([]);
  });

  test('timeouts alone are no change', async () => {
    await given(onlySession());
    life.write(folder, stack(onlySession({ timeouts: { create: '9m' } })));
    expect((await life.plan(folder)).changes).toEqual([]);
  });

  test('a new filter, target or name darkens nothing', async () => {
    await given(onlySession());
    const report = await change({
      filters: { web: filter(), other: filter({ traffic_mirror_filter_name: 'other' }) },
      sessions: {
        web: session('renamed', 100, sources(2), {
          traffic_mirror_filter_id: '${alicloud_vpc_traffic_mirror_filter.other.id}', traffic_mirror_target_id: 'lb-bp1other',
        }),
      },
    });
    expect(report.darkened).toEqual([]);
    expect(await life.session('renamed')).toMatchObject({ targetId: 'lb-bp1other' });
  });
});
