// The receiving side as Terraform written by hand has it: what was measured there.
import { planned } from './apps';
import { Arguments, stack as stackOf } from './handwritten';
import {
  ACL, balanced, CLB, GROUP, group, LISTENER, mirroring, Resources, RULE, SERVER, server, SERVERS,
  groupRule as rule,
} from './handwritten-receiving';
import { Lifecycle, StepReport, TerraformOptions, describeWithTerraform } from './harness';
import { gaps } from './packets-let-in';
import type { Switches } from './server/cloud/switches';

/** With a filter where there is a session. */
const stack = (resource: Resources): object => stackOf({ resource, filters: {} });

describeWithTerraform('the receiving side written by hand', () => {
  let life: Lifecycle;
  let folder: string;
  beforeAll(async () => { life = await Lifecycle.start(); });
  afterAll(async () => life.stop());

  beforeEach(async () => {
    await switched();
    folder = life.directory();
  });
  const switched = async (switches: Partial<Switches> = {}): Promise<void> => life.reset({ switches });
  const apply = async (resources: Resources, options: TerraformOptions = {}): Promise<StepReport> => {
    life.write(folder, stack(resources));
    return life.step('apply', async () => life.apply(folder, options));
  };
  const fails = { expect: 'failure' } as const;
  const again = async (): Promise<string[]> => planned(await life.plan(folder));

  test('a CLB without address_type is public, its vSwitch is ignored, and no plan says so', async () => {
    await apply({ [CLB]: { sensors: { load_balancer_name: 'sensors', vswitch_id: 'vsw-bp1sensors' } } });
    expect((await life.state(folder))[`${CLB}.sensors`]).toMatchObject({ address_type: 'internet' });
    expect(await again()).toEqual([]);
  });

  test.each<[string, Arguments, Switches['backendPort']]>([
    ['given beside a server group, the cloud reporting none', { backend_port: 4789 }, 'none'],
    ['left out, the cloud reporting one', {}, 'reported'],
  ])('a backend port %s replaces the listener in every plan', async (_, more, backendPort) => {
    await switched({ backendPort });
    await apply(balanced(more));
    expect(await again()).toEqual([`delete and create ${LISTENER}.sensors`]);
  });

  test('fails: another scheduler is planned in place, and refused', async () => {
    await apply(balanced({ scheduler: 'wrr' }));
    life.write(folder, stack(balanced()));
    expect(await again()).toEqual([`update ${LISTENER}.sensors`]);
    expect((await apply(balanced(), fails)).refusals).toEqual({ 'OperationDenied.Scheduler': 1 });
  });

  test('fails: a threshold of 1 is valid to the provider and not to the service', async () => {
    life.write(folder, stack(balanced({ healthy_threshold: 1 })));
    await life.validate(folder);
    expect((await apply(balanced({ healthy_threshold: 1 }), fails)).refusals).toEqual({ 'InvalidParameter.healthyThreshold': 1 });
  });

  test('fails: a listener with neither a server group nor a backend port', async () => {
    expect((await apply(balanced({ server_group_id: undefined }), fails)).refusals).toEqual({ 'MissingParameter.BackendServerPort': 1 });
  });

  test('a session beside its listener, where the service asks for one, is created again until the listener runs', async () => {
    await switched({ receivingSide: 'strict' });
    await life.order({ action: 'CreateTrafficMirrorSession' }, { action: 'CreateLoadBalancerUDPListener' });
    const { failed, refusals } = await apply(balanced({}, mirroring()));
    expect(failed).toEqual([]);
    expect(refusals['IncorrectStatus.Listener']).toBeGreaterThan(0);
  });

  test('fails: on destroy the listener goes beside the session that needs it', async () => {
    await switched({ receivingSide: 'strict' });
    await apply(balanced({}, mirroring({ depends_on: [`${LISTENER}.sensors`] })));
    await apply(balanced({}, mirroring()));
    await life.order({ action: 'DeleteLoadBalancerListener' }, { action: 'DeleteTrafficMirrorSession' });
    const report = await life.step('destroy', async () => life.destroy(folder, fails));
    expect(report.refusals).toEqual({ 'OperationDenied.InUse': 1 });
  });

  test('fails: a renamed listener is taken for gone only when its successor is', async () => {
    await switched({ attempts: 3 });
    await apply(balanced());
    await life.order({ action: 'DeleteLoadBalancerListener' }, { action: 'CreateLoadBalancerUDPListener' });
    await life.order({ action: 'CreateLoadBalancerUDPListener' }, { action: 'DescribeLoadBalancerUDPListenerAttribute' });
    const { [LISTENER]: { sensors }, ...rest } = balanced();
    life.write(folder, stack({ ...rest, [LISTENER]: { renamed: sensors } }));
    const run = await life.apply(folder, { ...fails, refresh: false });
    expect(run.output).toContain('is still there');
  });

  test('with create_before_destroy a changed weight leaves the group empty', async () => {
    const of = (weight: number): Resources =>
      balanced({}, { [SERVER]: { one: server('i-bp1one', { weight, lifecycle: { create_before_destroy: true } }) } });
    await apply(of(100));
    await apply(of(50));
    expect(await life.objectIds(SERVER)).toEqual([]);
    expect(await again()).toEqual([`create ${SERVER}.one`]);
  });

  test('inline servers and attachments take each other out', async () => {
    await apply(balanced({}, { [SERVERS]: { sensors: group({ servers: [{ server_ids: ['i-bp1two'], port: 4789 }] }) } }));
    expect(await again()).toEqual([`update ${SERVERS}.sensors`]);
  });

  test('a changed CIDR is shut out before it is let in; with create_before_destroy it is not', async () => {
    await apply({ [RULE]: { web: rule('10.0.0.0/24') } });
    await apply({ [RULE]: { web: rule('10.0.0.0/23') } });
    expect(gaps(await life.journal(), ['10.0.0.0/24'])).toEqual(['10.0.0.0/24']);

    await switched();
    folder = life.directory();
    const kept = { lifecycle: { create_before_destroy: true } };
    await apply({ [RULE]: { web: rule('10.0.0.0/24', kept) } });
    await apply({ [RULE]: { web: rule('10.0.0.0/23', kept) } });
    expect(gaps(await life.journal(), ['10.0.0.0/24'])).toEqual([]);
  });

  test('of two rules under names of their own the old one may go first', async () => {
    await apply({ [RULE]: { 'net-24': rule('10.0.0.0/24') } });
    await life.order({ action: 'RevokeSecurityGroup' }, { action: 'AuthorizeSecurityGroup' });
    await apply({ [RULE]: { 'net-23': rule('10.0.0.0/23') } });
    expect(gaps(await life.journal(), ['10.0.0.0/24'])).toEqual(['10.0.0.0/24']);
  });

  test('two equal rules are one: taking one away closes the port until the next apply', async () => {
    await apply({ [RULE]: { a: rule('10.0.0.0/24'), b: rule('10.0.0.0/24') } });
    expect(await life.objectIds(RULE)).toHaveLength(1);
    expect(await again()).toEqual([]);
    await apply({ [RULE]: { a: rule('10.0.0.0/24') } });
    expect(await life.objectIds(RULE)).toEqual([]);
    expect(await again()).toEqual([`create ${RULE}.a`]);
  });

  test('a renamed rule is added to itself, and removed', async () => {
    await apply({ [RULE]: { a: rule('10.0.0.0/24') } });
    await life.order({ action: 'AuthorizeSecurityGroup' }, { action: 'RevokeSecurityGroup' });
    await apply({ [RULE]: { b: rule('10.0.0.0/24') } });
    expect(await life.objectIds(RULE)).toEqual([]);
  });

  test('fails: a CIDR that the cloud writes otherwise is let in and owned by no state', async () => {
    await switched({ ruleCidr: 'canonical' });
    const report = await apply({ [RULE]: { web: rule('10.2.0.5/16') } }, fails);
    expect(report.failed).toHaveLength(1);
    expect(await life.objectIds(RULE)).toHaveLength(1);
  });

  test('fails: a rule without ports', async () => {
    expect((await apply({ [RULE]: { web: rule('10.0.0.0/24', { port_range: undefined }) } }, fails)).refusals).toEqual({
      'MissingParameter.PortRange': 1,
    });
  });

  test('fails: another priority is swallowed where it does not count', async () => {
    await switched({ rulePriority: 'ignored' });
    const kept = { lifecycle: { create_before_destroy: true } };
    await apply({ [RULE]: { web: rule('10.0.0.0/24', kept) } });
    expect((await apply({ [RULE]: { web: rule('10.0.0.0/24', { ...kept, priority: 2 }) } }, fails)).failed).toHaveLength(1);
  });

  test('fails: the second of two equal rules cannot be removed where one that is gone is refused', async () => {
    await switched({ goneRule: 'refused', attempts: 5 });
    await apply({ [RULE]: { a: rule('10.0.0.0/24'), b: rule('10.0.0.0/24') } });
    const report = await life.step('destroy', async () => life.destroy(folder, fails));
    expect(report.refusals).toEqual({ 'InvalidSecurityGroupRule.RuleNotExist': 5 });
  });

  test('fails: a group that an instance uses is not replaced, unless the new one is made first', async () => {
    const of = (type: string, more: Arguments = {}): Resources => ({
      [GROUP]: { sensors: { vpc_id: 'vpc-bp1x', security_group_type: type, ...more } },
      alicloud_instance: { one: { instance_type: 'ecs.g7.large', security_groups: [`\${${GROUP}.sensors.id}`] } },
    });
    await switched({ attempts: 4 });
    await apply(of('normal'));
    expect((await apply(of('enterprise'), fails)).refusals).toEqual({ DependencyViolation: 4 });
    await apply(of('enterprise', { lifecycle: { create_before_destroy: true } }));
  });

  test('a network ACL cannot be emptied, and has room for 20 entries', async () => {
    const entry = (n: number): Arguments => ({ policy: 'accept', protocol: 'udp', port: '4789/4789', source_cidr_ip: `10.0.${n}.0/24` });
    const of = (count: number): Resources => ({
      [ACL]: { sensors: { vpc_id: 'vpc-bp1x', ingress_acl_entries: Array.from({ length: count }, (_, n) => entry(n)) } },
    });
    await apply(of(2));
    life.write(folder, stack(of(0)));
    expect(await again()).toEqual([]);
    life.write(folder, stack(of(1)));
    expect(await again()).toEqual([`update ${ACL}.sensors`]);

    folder = life.directory();
    expect((await apply(of(21), fails)).refusals).toEqual({ 'QuotaExceeded.AclEntry': 1 });
    life.write(folder, stack(of(20)));
    expect(await again()).toEqual([`delete and create ${ACL}.sensors`]);
  });
});
