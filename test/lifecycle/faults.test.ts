// What goes wrong on the way: the faults of the server, and how Terraform comes out of them.
import { Arguments, Handwritten, SESSION, ownRule, session, sources, stack } from './handwritten';
import { LISTENER, RULE, groupRule } from './handwritten-receiving';
import { Lifecycle, describeWithTerraform } from './harness';

/** What a call that fails half way leaves in the state differs between the majors of the provider. */
const MAJORS = [1, 2] as const;
const CREATE = 'CreateTrafficMirrorSession';
const UPDATE = 'UpdateTrafficMirrorSessionAttribute';
const REMOVE = 'RemoveSourcesFromTrafficMirrorSession';
const ADD = 'AddSourcesToTrafficMirrorSession';

const ANY_LISTENER: Arguments = { load_balancer_id: 'lb-bp1x', protocol: 'udp', frontend_port: 4789, server_group_id: 'rsp-bp1x' };
const prefixList = (name: string): Arguments => ({
  max_entries: 10,
  address_family: 'IPv4',
  prefix_list_name: name,
  entry: [{ cidr: '10.0.0.0/8' }],
});

describeWithTerraform('faults', () => {
  let life: Lifecycle;
  beforeAll(async () => { life = await Lifecycle.start(); });
  afterAll(async () => life.stop());
  beforeEach(async () => life.reset());

  const web = (from = sources(2)): Handwritten => ({ sessions: { web: session('web', 100, from) } });
  const address = `${SESSION}.web`;

  async function applied(configuration: Handwritten): Promise<string> {
    const folder = life.directory(stack(configuration));
    await life.apply(folder);
    return folder;
  }

  test.each(['throttle', 'conflict'] as const)('%s: the provider repeats the call and the apply passes', async (kind) => {
    const fault = await life.fault({ on: { action: CREATE }, kind, times: 3 });
    const folder = life.directory(stack(web()));
    const report = await life.step('apply', async () => life.apply(folder));
    expect(await fault.hits()).toBe(3);
    expect(report.calls.filter(({ action }) => action === CREATE)).toHaveLength(4);
    expect((await life.plan(folder)).changes).toEqual([]);
  });

  test('fails: throttling that does not end', async () => {
    await life.configure({ switches: { attempts: 5 } });
    const fault = await life.fault({ on: { action: CREATE }, kind: 'throttle', times: null });
    const run = await life.apply(life.directory(stack(web())), { expect: 'failure' });
    expect(run.output).toContain('Throttling.User');
    expect(await fault.hits()).toBe(5);
  });

  test('a creation whose answer is lost is repeated, and the service knows it by its client token', async () => {
    await life.fault({ on: { action: CREATE }, kind: 'timeout' });
    const folder = life.directory(stack(web()));
    await life.apply(folder);
    expect((await life.account()).sessions).toHaveLength(1);
    expect((await life.plan(folder)).changes).toEqual([]);
  });

  test('fails: where tokens are ignored, it leaves a session that no state owns and that blocks the next apply', async () => {
    await life.configure({ switches: { clientToken: 'ignored' } });
    await life.fault({ on: { action: CREATE }, kind: 'timeout' });
    const folder = life.directory(stack(web()));
    await life.apply(folder, { expect: 'failure' });
    expect((await life.account()).sessions).toHaveLength(1);
    expect(await life.state(folder)).not.toHaveProperty([address]);
    expect((await life.apply(folder, { expect: 'failure' })).output).toContain('DuplicatedParam.SessionPriority');
    await life.import(folder, address, (await life.session('web')).id);
    expect((await life.plan(folder)).changes).toEqual([]);
  });

  test.each(MAJORS)(
    'fails: an error right after the creation taints the session, and the next apply replaces it (major %i)',
    async (major) => {
      await life.configure({ switches: { major } });
      await life.fault({ on: { action: UPDATE }, kind: 'error', code: 'InternalError' });
      const folder = life.directory(stack(web()));
      expect((await life.apply(folder, { expect: 'failure' })).output).toContain('InternalError');
      expect((await life.plan(folder)).changes.map(({ actions }) => actions)).toEqual([['delete', 'create']]);
      const report = await life.step('repair', async () => life.apply(folder));
      expect(report.interrupted).toEqual(sources(2));
    });

  test.each(MAJORS)(
    'fails: an error between taking the sources out and putting them in leaves all of them dark until the next apply (major %i)',
    async (major) => {
      await life.configure({ switches: { major } });
      const folder = await applied(web(sources(9)));
      await life.fault({ on: { action: ADD }, kind: 'error', code: 'InternalError' });
      life.write(folder, stack(web(sources(10))));
      const broken = await life.step('break', async () => life.apply(folder, { expect: 'failure' }));
      expect(broken.lost).toEqual(sources(9));
      const repair = await life.step('repair', async () => life.apply(folder));
      expect(repair.failed).toEqual([]);
      expect((await life.session('web')).sources).toEqual(sources(10));
      expect((await life.plan(folder)).changes).toEqual([]);
    });

  // With a refresh both majors heal in one apply. Without one they plan from what each has written down.
  describe.each(MAJORS)('an update that fails half way, under major %i', (major) => {
    const before = { sessions: { web: session('web', 100, sources(2)) } };
    const after = { sessions: { web: session('renamed', 101, sources(3)) } };
    let folder: string;
    beforeEach(async () => {
      await life.configure({ switches: { major } });
      folder = await applied(before);
    });

    async function broken(action: string): Promise<void> {
      life.write(folder, stack(after));
      await life.fault({ on: { action }, kind: 'error', code: 'InternalError' });
      await life.apply(folder, { expect: 'failure' });
    }

    test.each([REMOVE, ADD])('at %s: the next apply with a refresh heals it', async (action) => {
      await broken(action);
      await life.apply(folder);
      expect(await life.session('renamed')).toMatchObject({ priority: 101, sources: sources(3) });
      expect((await life.plan(folder)).changes).toEqual([]);
    });

    test('before the sources are out, one without a refresh heals it, and sends what it does not know to be there', async () => {
      await broken(REMOVE);
      const report = await life.step('again', async () => life.apply(folder, { refresh: false }));
      expect(report.writes.map(({ action }) => action)).toEqual(major === 1 ? [REMOVE, ADD] : [UPDATE, REMOVE, ADD]);
      expect((await life.plan(folder)).changes).toEqual([]);
    });

    test('fails: after the sources are out, one without a refresh takes them out again', async () => {
      await broken(ADD);
      const report = await life.step('again', async () => life.apply(folder, { refresh: false, expect: 'failure' }));
      expect(report.refusals).toEqual({ ResourceNotFound: 1 });
      await life.apply(folder);
      expect((await life.plan(folder)).changes).toEqual([]);
    });

    test.each<[string, string, Arguments, Arguments, string]>([
      [
        'a listener',
        LISTENER,
        { ...ANY_LISTENER, health_check_interval: 5 },
        { ...ANY_LISTENER, health_check_interval: 6 },
        'SetLoadBalancerUDPListenerAttribute',
      ],
      [
        "the description of a group's rule",
        RULE,
        groupRule('10.0.0.0/8', { description: 'old' }),
        groupRule('10.0.0.0/8', { description: 'new' }),
        'ModifySecurityGroupRule',
      ],
      ['a prefix list', 'alicloud_ecs_prefix_list', prefixList('old'), prefixList('new'), 'UpdateObject'],
    ])('of %s: a plan without a refresh hides it too', async (_, type, old, now, action) => {
      const of = (written: Arguments): Handwritten => ({ ...before, resource: { [type]: { one: written } } });
      life.write(folder, stack(of(old)));
      await life.apply(folder);
      life.write(folder, stack(of(now)));
      await life.fault({ on: { action }, kind: 'error', code: 'InternalError' });
      await life.apply(folder, { expect: 'failure' });
      expect((await life.plan(folder, { refresh: false })).changes).toEqual([]);
      expect((await life.plan(folder)).changes.map(({ address: changed, actions }) => [changed, actions])).toEqual([
        [`${type}.one`, ['update']],
      ]);
    });

    test('of a rule: a plan without a refresh hides that the write never happened', async () => {
      const ruled = (port: string): Handwritten => ({ ...before, ingress: { one: ownRule(1, 'TCP', port) } });
      life.write(folder, stack(ruled('80/80')));
      await life.apply(folder);
      life.write(folder, stack(ruled('81/81')));
      await life.fault({ on: { action: 'UpdateTrafficMirrorFilterRuleAttribute' }, kind: 'error', code: 'InternalError' });
      await life.apply(folder, { expect: 'failure' });
      expect((await life.plan(folder, { refresh: false })).changes).toEqual([]);
      expect((await life.plan(folder)).changes.map(({ actions }) => actions)).toEqual([['update']]);
    });
  });

  test.each(MAJORS)('fails: an error in the middle of many leaves the others done (major %i)', async (major) => {
    await life.configure({ switches: { major } });
    const names = ['a', 'b', 'c', 'd'];
    const many = stack({
      sessions: Object.fromEntries(names.map((name, index) => [name, session(`s-${name}`, index + 1, sources(1, name))])),
    });
    await life.fault({ on: { action: CREATE, about: 's-c' }, kind: 'error', code: 'InternalError' });
    const folder = life.directory(many);
    const report = await life.step('apply', async () => life.apply(folder, { expect: 'failure' }));
    expect(report.failed.map(({ name }) => name)).toEqual(['s-c']);
    expect((await life.account()).sessions.map(({ name }) => name).sort()).toEqual(['s-a', 's-b', 's-d']);
    const rest = await life.step('again', async () => life.apply(folder));
    expect(rest.touched.map(({ name }) => name)).toEqual(['s-c']);
    expect(rest.darkened).toEqual([]);
  });

  test('Terraform killed between taking the sources out and putting them in: dark until somebody applies again', async () => {
    const folder = await applied(web());
    life.write(folder, stack(web(sources(3))));
    const hold = await life.fault({ on: { action: ADD }, kind: 'hold', phase: 'before' });
    const killed = await life.step('kill', async () => {
      const terraform = await life.startApply(folder);
      await hold.reached();
      terraform.kill('SIGKILL');
      expect((await terraform.done).exitCode).toBeNull();
    });
    expect(killed.lost).toEqual(sources(2));
    // The provider died with its Terraform: the call that was held never happens.
    await hold.release();
    expect((await life.session('web')).sources).toEqual([]);
    const repair = await life.step('repair', async () => life.apply(folder));
    expect(repair.failed).toEqual([]);
    expect((await life.session('web')).sources).toEqual(sources(3));
  });

  test('Terraform killed after a creation took effect: the session is in no state', async () => {
    const hold = await life.fault({ on: { action: CREATE }, kind: 'hold', phase: 'after' });
    const folder = life.directory(stack(web()));
    const terraform = await life.startApply(folder);
    await hold.reached();
    terraform.kill('SIGKILL');
    await terraform.done;
    await hold.release();
    expect((await life.account()).sessions).toHaveLength(1);
    expect((await life.plan(folder)).changes.map(({ address: planned, actions }) => [planned, actions])).toEqual([[address, ['create']]]);
  });

  test('Ctrl-C lets the running call end and saves it', async () => {
    const hold = await life.fault({ on: { action: CREATE }, kind: 'hold', phase: 'after' });
    const folder = life.directory(stack(web()));
    const terraform = await life.startApply(folder);
    await hold.reached();
    terraform.kill('SIGINT');
    await new Promise((resolve) => setTimeout(resolve, 50));
    await hold.release();
    expect((await terraform.done).output).toContain('Interrupt received');
    expect((await life.plan(folder)).changes).toEqual([]);
  });

  describe('behind Terraform\'s back', () => {
    let folder: string;
    let id: string;
    beforeEach(async () => {
      folder = await applied({ ...web(), ingress: { one: ownRule(1, 'TCP', '443/443') } });
      ({ id } = await life.session('web'));
    });

    const planned = async (): Promise<unknown[]> =>
      (await life.plan(folder)).changes.map(({ address: changed, actions }) => [changed, actions]);

    test('a source added in the console is planned away, which darkens the others', async () => {
      await life.console({ do: 'addSources', id, sources: ['eni-bp1extra'] });
      expect(await planned()).toEqual([[address, ['update']]]);
      const report = await life.step('apply', async () => life.apply(folder));
      expect(report.interrupted).toEqual(sources(2));
      expect(report.lost).toEqual(['eni-bp1extra']);
    });

    test('a session switched off, changed or deleted in the console comes back', async () => {
      await life.console({ do: 'updateSession', id, attributes: { enabled: false, priority: 7 } });
      expect(await planned()).toEqual([[address, ['update']]]);
      await life.apply(folder);
      expect(await life.session('web')).toMatchObject({ enabled: true, priority: 100 });
      await life.console({ do: 'deleteSession', id });
      expect(await planned()).toEqual([[address, ['create']]]);
    });

    test('rules deleted in the console are planned again', async () => {
      await life.console({ do: 'deleteRules', filterId: (await life.session('web')).filterId });
      expect(await planned()).toEqual([['alicloud_vpc_traffic_mirror_filter_ingress_rule.one', ['create']]]);
    });

    test('sessions suspended for arrears are dark under a clean plan', async () => {
      const report = await life.step('arrears', async () => life.console({ do: 'suspendAll' }));
      expect(report.lost).toEqual(sources(2));
      expect(await planned()).toEqual([]);
      const paid = await life.step('paid', async () => life.console({ do: 'resumeAll' }));
      expect(paid.darkened).toEqual([]);
      expect((await life.journal()).filter((entry) => entry.kind === 'light').slice(-2)).toEqual([
        expect.objectContaining({ lit: true }), expect.objectContaining({ lit: true }),
      ]);
    });

    test('a priority taken in the console makes a planned session fail', async () => {
      const { filterId } = await life.session('web');
      await life.console({
        do: 'createSession',
        attributes: { name: 'console', priority: 200, sources: ['eni-bp1console'], filterId, targetId: 'lb-bp1sensors', targetType: 'SLB' },
      });
      life.write(folder, stack({ ...web(), sessions: { ...web().sessions, more: session('more', 200, sources(1, 'more')) } }));
      expect((await life.apply(folder, { expect: 'failure' })).output).toContain('DuplicatedParam.SessionPriority');
    });
  });

  test('an instance replaced under its session leaves its source dark', async () => {
    const configuration = (from: string): object => stack({
      sessions: { web: session('web', 100, [from, 'eni-bp1other']) },
      resource: { alicloud_instance: { web: { instance_type: 'ecs.g7.large', image_id: 'img', vswitch_id: 'vsw-bp1' } } },
    });
    const folder = life.directory(configuration('${alicloud_instance.web.network_interface_id}'));
    await life.apply(folder);
    const { sources: [before] } = await life.session('web');
    const [{ id }] = (await life.account()).objects;
    const report = await life.step('replace', async () => life.console({ do: 'replaceInstance', id }));
    expect(report.lost).toEqual([before]);
    // The refresh sees the new interface, and the repair darkens the other source for a while.
    const repair = await life.step('apply', async () => life.apply(folder));
    expect(repair.interrupted).toEqual(['eni-bp1other']);
    const { sources: [after] } = await life.session('web');
    expect(after).not.toBe(before);
  });

  test('two calls that run in parallel go in the order that was chosen, both ways', async () => {
    for (const [first, then] of [['s-a', 's-b'], ['s-b', 's-a']]) {
      await life.reset();
      await life.order({ action: CREATE, about: first }, { action: CREATE, about: then });
      // Both want the same priority: whoever is first gets it.
      const folder = life.directory(stack({ sessions: { a: session('s-a', 1, sources(1, 'a')), b: session('s-b', 1, sources(1, 'b')) } }));
      await life.apply(folder, { expect: 'failure' });
      expect((await life.account()).sessions.map(({ name }) => name)).toEqual([first]);
    }
  });

  test('a fault passes over calls that it is not about, and waits for its turn', async () => {
    const fault = await life.fault({ on: { action: CREATE, about: 's-b' }, kind: 'conflict' });
    const second = await life.fault({ on: { action: CREATE }, kind: 'throttle', after: 1 });
    const folder = life.directory(stack({ sessions: { a: session('s-a', 1, sources(1, 'a')) } }));
    await life.apply(folder);
    expect([await fault.hits(), await second.hits()]).toEqual([0, 0]);
    await life.apply(life.directory(stack({ sessions: { c: session('s-c', 2, sources(1, 'c')) } })));
    expect([await fault.hits(), await second.hits()]).toEqual([0, 1]);
  });

  test('an unfinished removal shows in the journal with its sources', async () => {
    const folder = await applied(web());
    life.write(folder, stack(web(sources(3))));
    await life.fault({ on: { action: REMOVE }, kind: 'error', code: 'Forbidden' });
    const report = await life.step('apply', async () => life.apply(folder, { expect: 'failure' }));
    expect(report.writes).toEqual([expect.objectContaining({
      action: REMOVE, outcome: 'Forbidden', params: expect.objectContaining({ sources: sources(2) }),
    })]);
    expect(report.darkened).toEqual([]);
  });
});
