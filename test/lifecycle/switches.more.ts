// What no public text settles about the service is a switch of the server. Each is tried here in every position.
import { Arguments, Handwritten, ownRule, session, sources, stack } from './handwritten';
import { CloudSettings, Lifecycle, describeWithTerraform } from './harness';


describeWithTerraform('switches', () => {
  let life: Lifecycle;
  beforeAll(async () => { life = await Lifecycle.start(); });
  afterAll(async () => life.stop());
  beforeEach(async () => life.reset());

  const only = (from: readonly string[], more: Arguments = {}): Handwritten => ({ sessions: { web: session('web', 100, from, more) } });

  async function applied(configuration: Handwritten, expected: 'success' | 'failure' = 'success'): Promise<string> {
    const folder = life.directory(stack(configuration));
    await life.apply(folder, { expect: expected });
    return folder;
  }

  const [one, two, three] = sources(3);

  test.each([
    ['asSent', [three, one, two], true],
    ['asSent', [one, two, three], true],
    ['sorted', [one, two, three], true],
    ['sorted', [three, one, two], false],
    ['reversed', [one, two, three], false],
  ] as const)('sourceOrder %s with %j: the second plan is empty: %s', async (sourceOrder, from, empty) => {
    await life.configure({ switches: { sourceOrder } });
    const folder = await applied(only(from));
    expect((await life.plan(folder)).empty).toBe(empty);
  });

  test.each([
    ['allowed', 'success'],
    ['refused', 'failure'],
  ] as const)('emptySession %s: a change of sources is a %s', async (emptySession, outcome) => {
    await life.configure({ switches: { emptySession } });
    const folder = await applied(only([one, two]));
    life.write(folder, stack(only([one, three])));
    const report = await life.step('apply', async () => life.apply(folder, { expect: outcome }));
    // The provider takes all out first, so where that is refused nothing goes dark and nothing ever changes.
    expect(report.interrupted).toEqual(outcome === 'success' ? [one] : []);
  });

  test.each([
    ['dropped', [two], ['update']],
    ['kept', [one, two], undefined],
  ] as const)('releasedSource %s: the session has %j left', async (releasedSource, left, planned) => {
    await life.configure({ switches: { releasedSource } });
    const folder = await applied(only([one, two]));
    const report = await life.step('release', async () => life.console({ do: 'releaseInterface', id: one }));
    expect(report.lost).toEqual([one]);
    expect((await life.session('web')).sources).toEqual(left);
    expect((await life.plan(folder)).changes.map(({ actions }) => actions)).toEqual(planned ? [planned] : []);
  });

  test('releasedSource refused: an interface in a session cannot go', async () => {
    await life.configure({ switches: { releasedSource: 'refused' } });
    await applied(only([one]));
    await expect(life.console({ do: 'releaseInterface', id: one })).rejects.toThrow('in use by a traffic mirror session');
  });

  test.each([
    ['accepted', 'success'],
    ['refused', 'failure'],
  ] as const)('unseenInterface %s: a session of one is a %s', async (unseenInterface, outcome) => {
    await life.configure({ switches: { unseenInterface } });
    await life.console({ do: 'declareInterface', networkInterface: { id: two } });
    await applied(only([two]));
    await applied({ sessions: { other: session('other', 101, [one]) } }, outcome);
  });

  test.each([
    ['accepted', 'success'],
    ['refused', 'failure'],
  ] as const)('detachedInterface %s: a session of one is a %s', async (detachedInterface, outcome) => {
    await life.configure({ switches: { detachedInterface } });
    await life.console({ do: 'declareInterface', networkInterface: { id: one } });
    await applied(only([one]), outcome);
  });

  test.each([
    ['final', 'failure'],
    ['retried', 'success'],
  ] as const)('sessionCollision %s: renaming a logical id is a %s', async (sessionCollision, outcome) => {
    await life.configure({ switches: { sessionCollision } });
    const folder = await applied(only([one]));
    // The old session is deleted only after the new one was refused once.
    await life.order({ action: 'CreateTrafficMirrorSession' }, { action: 'DeleteTrafficMirrorSession' });
    life.write(folder, stack({ sessions: { renamed: session('web', 100, [one]) } }));
    await life.apply(folder, { expect: outcome });
  });

  test.each([
    [false, 0],
    [true, 1],
  ] as const)('sessionWriteHoldsFilter %s: two sessions of one filter meet in %i conflicts or more', async (holds, least) => {
    const pair = (a: number, b: number): Handwritten => ({ sessions: { a: session('aa', a, [one]), b: session('bb', b, [two]) } });
    const folder = await applied(pair(1, 2));
    await life.configure({ switches: { sessionWriteHoldsFilter: holds } });
    await life.collide(
      { action: 'UpdateTrafficMirrorSessionAttribute', about: (await life.session('aa')).id },
      { action: 'UpdateTrafficMirrorSessionAttribute', about: (await life.session('bb')).id });
    life.write(folder, stack(pair(3, 4)));
    const report = await life.step('apply', async () => life.apply(folder));
    expect(Math.min(report.refusals.OperationConflict ?? 0, 1)).toBe(least);
  });

  test.each([
    ['counting', false],
    ['zero', true],
  ] as const)('virtualNetworkIds %s: 0 written gives an empty plan: %s', async (virtualNetworkIds, empty) => {
    await life.configure({ switches: { virtualNetworkIds } });
    const folder = await applied(only([one], { virtual_network_id: 0 }));
    expect((await life.plan(folder)).empty).toBe(empty);
  });

  test('waits take real time only where that is asked for', async () => {
    const ruled = (port: string): Handwritten => ({ ingress: { web: ownRule(1, 'TCP', port) } });
    const folder = await applied(ruled('80/80'));
    await life.configure({ switches: { millisPerWaitedSecond: 60 } });
    life.write(folder, stack(ruled('81/81')));
    const started = Date.now();
    await life.apply(folder);
    // A changed rule is waited for five seconds.
    expect(Date.now() - started).toBeGreaterThanOrEqual(300);
  });

  describe('quotas by edition', () => {
    const network = 'NetworkInterface';
    const towards = (target: string, type = network): Arguments => ({ traffic_mirror_target_id: target, traffic_mirror_target_type: type });
    const sessions = (count: number, perSession: number, more: Arguments): Handwritten => ({
      sessions: Object.fromEntries(Array.from({ length: count }, (_, index) =>
        [`s${index}`, session(`session-${index}`, index + 1, sources(perSession, `s${index}x`), more)])),
    });
    const rules = (count: number): Handwritten => ({
      ingress: Object.fromEntries(
        Array.from({ length: Math.min(count, 10) }, (_, index) => [`r${index}`, ownRule(index + 1, 'ALL', '-1/-1')]),
      ),
      egress: Object.fromEntries(
        Array.from({ length: Math.max(count - 10, 0) }, (_, index) => [`r${index}`, ownRule(index + 1, 'ALL', '-1/-1')]),
      ),
    });
    const shared = (times: number): Handwritten => ({
      sessions: Object.fromEntries(
        Array.from({ length: times }, (_, index) => [`s${index}`, session(`session-${index}`, index + 1, [one])]),
      ),
    });
    const filters = (count: number): Handwritten => ({
      filters: Object.fromEntries(Array.from({ length: count }, (_, index) => [`f${index}`, { traffic_mirror_filter_name: `f${index}` }])),
    });

    const cases: Array<[string, CloudSettings, Handwritten, string | undefined]> = [
      ['2023: a source in one session', { edition: '2023' }, shared(1), undefined],
      ['2023: a source in two', { edition: '2023' }, shared(2), 'ResourceInUse.TrafficMirrorSource'],
      ['2026: a source in three', { edition: '2026' }, shared(3), undefined],
      ['2026: a source in four', { edition: '2026' }, shared(4), 'ResourceInUse.TrafficMirrorSource'],
      ['2023: ten sessions on an interface', { edition: '2023' }, sessions(10, 3, towards('eni-bp1target')), undefined],
      ['2023: eleven sessions on an interface', { edition: '2023' }, sessions(11, 1, towards('eni-bp1target')), 'sessions per target (10)'],
      ['2026: twenty sources on an interface', { edition: '2026' }, sessions(2, 10, towards('eni-bp1target')), undefined],
      ['2026: 22 sources on an interface', { edition: '2026' }, sessions(11, 2, towards('eni-bp1target')), 'sources per target (20)'],
      ['2023: ten rules', { edition: '2023' }, rules(10), undefined],
      ['2023: eleven rules', { edition: '2023' }, rules(11), 'rules per filter (10)'],
      ['2026: eleven rules', { edition: '2026' }, rules(11), undefined],
      ['a lowered quota of filters', { edition: '2026', limits: { filters: 2 } }, filters(3), 'filters (2)'],
      ['a lowered quota of sessions of a filter', { limits: { sessionsPerFilter: 1 } }, sessions(2, 1, {}), 'sessions per filter (1)'],
      ['a lowered quota of sessions', { limits: { sessions: 1 } }, sessions(2, 1, {}), 'sessions (1)'],
      ['a raised quota of sources', { limits: { sourcesPerSession: 12 } }, only(sources(11)), undefined],
      ['a lowered quota of a load balancer', { limits: { perLoadBalancerTarget: 1 } }, sessions(2, 1, {}), 'sessions per target (1)'],
    ];

    test.each(cases)('%s', async (_name, settings, configuration, refusal) => {
      await life.configure(settings);
      const run = await life.apply(life.directory(stack(configuration)), { expect: refusal ? 'failure' : 'success' });
      if (refusal) {
        expect(run.output).toContain(refusal);
      } else {
        expect(run.output).toContain('Apply complete');
      }
    });

    test('2026: a large target takes 200 sources', async () => {
      await life.configure({ edition: '2026' });
      await life.console({ do: 'declareInterface', networkInterface: { id: 'eni-bp1large', instanceId: 'i-bp1large', large: true } });
      await applied(sessions(3, 10, towards('eni-bp1large')));
      expect((await life.account()).sessions).toHaveLength(3);
    });
  });
});
