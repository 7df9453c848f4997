import { existsSync } from 'fs';
import { join } from 'path';
import { App, LocalBackend, TerraformOutput, TerraformResource, TerraformStack, TerraformVariable } from 'cdktf';
import { Construct } from 'constructs';
import {
  bodiesByPath, filterIn, manifest, messageOf, newApp, newStack, onlyBody, saidOf, SESSION, source, synth, target,
  temporaryFolder,
} from '../support/app';
import { expectConformsToSchema } from '../support/schema';
import {
  alicloud, MirrorEdition, MirrorFilter, MirrorLedger, MirrorPolicy, MirrorReport, MirrorRule, MirrorSession, MirrorSource,
  MirrorTarget, MirroredFleet,
} from '../../src';
import '../support/recorded-inputs';

let app: App;
beforeEach(() => {
  app = newApp();
  MirrorPolicy.of(app).edition(MirrorEdition.EDITION_2023);
});

const said = () => saidOf(app);
const ledger = () => MirrorLedger.file(join(temporaryFolder(), 'traffic-mirror.lock'), { frozen: false });

describe('a reference to another stack', () => {
  test('a filter of stack A, used by a session of stack B, is checked as one', () => {
    const filter = filterIn(newStack(app, 'a'));
    new MirrorSession(newStack(app, 'b'), 'Session', { filter, sources: [source('eni-1')], target: target() });
    const json = synth(app);
    Object.values(json).forEach(expectConformsToSchema);
    expect(onlyBody(json.b, SESSION).traffic_mirror_filter_id).toMatch(
      /^\$\{data\.terraform_remote_state\.cross-stack-reference-input-a\.outputs\./,
    );
    expect(said()).toEqual([]);
    expect(manifest(app).stacks.b.dependencies).toEqual(['a']);
  });

  test('fails for a filter of stack A that has no rule', () => {
    const filter = new MirrorFilter(newStack(app, 'a'), 'Empty');
    new MirrorSession(newStack(app, 'b'), 'Session', { filter, sources: [source('eni-1')], target: target() });
    expect(messageOf(() => app.synth())).toContain('ERROR TM201  a/Empty has no rules');
    expect(said()).toEqual(['error TM201 a/Empty/Resource']);
  });

  test('a source and a target of other stacks are what their resources say', () => {
    const machines = newStack(app, 'machines');
    const web = new alicloud.instance.Instance(machines, 'Web', { instanceType: 'ecs.g6.large' });
    const sensors = new alicloud.slbLoadBalancer.SlbLoadBalancer(newStack(app, 'sensors'), 'Sensors', { addressType: 'intranet' });
    const stack = newStack(app, 'mirror');
    new MirrorSession(stack, 'Session', {
      filter: filterIn(stack),
      sources: [MirrorSource.fromResource(web, { mtu: 1450 })],
      target: MirrorTarget.fromResource(sensors),
    });
    // The family is that of the instance in the other stack, which the finding names by its path.
    expect(messageOf(() => app.synth())).toMatch(/ERROR TM102 {2}.*machines\/Web .*ecs\.g6\.large/);
    expect(said()).toEqual(['error TM102 mirror/Session/Resource']);
  });

  test('what the app creates has its path in findings and on the page, not its address or reference', () => {
    const sensors = newStack(app, 'sensors');
    const balancer = new alicloud.slbLoadBalancer.SlbLoadBalancer(sensors, 'Sensors', { addressType: 'intranet' });
    const group = new alicloud.securityGroup.SecurityGroup(sensors, 'Group', { vpcId: 'vpc-1' });
    const eni = new alicloud.ecsNetworkInterface.EcsNetworkInterface(sensors, 'Eni', { vswitchId: 'vsw-1', securityGroupIds: [group.id] });
    const stack = newStack(app, 'mirror');
    new MirrorSession(stack, 'Balanced', {
      filter: filterIn(stack, 'A'),
      sources: [source('eni-1')],
      target: MirrorTarget.fromResource(balancer),
    });
    new MirrorSession(stack, 'Single', {
      filter: filterIn(stack, 'B'),
      sources: [source('eni-2', { primaryIp: '10.0.0.2' })],
      target: MirrorTarget.fromResource(eni, { instanceType: 'ecs.g7.xlarge' }),
    });
    const { findings } = MirrorPolicy.of(app).evaluate();
    expect(findings.map(({ problem }) => problem).join('\n')).toMatch(/sensors\/Sensors[^]*sensors\/Eni|sensors\/Eni[^]*sensors\/Sensors/);
    expect(findings.filter(({ problem }) => /\$\{|alicloud_\w+\.\w/.test(problem)).map(({ problem }) => problem)).toEqual([]);
    const targets = MirrorReport.of(app).text.split('\n').filter((line) => /^ {2}\S+ +\d+ +\d+ +\d/.test(line));
    expect(targets.map((line) => line.trim().split(' ')[0]).sort()).toEqual(['sensors/Eni', 'sensors/Sensors']);
  });

  test('fails for one interface mirrored by two stacks, through two states', () => {
    const web = new alicloud.ecsNetworkInterface.EcsNetworkInterface(newStack(app, 'machines'), 'Web', {
      vswitchId: 'vsw-1',
      securityGroupIds: ['sg-1'],
    });
    for (const [i, id] of ['one', 'two'].entries()) {
      const stack = newStack(app, id);
      new MirrorSession(stack, 'Session', {
        filter: filterIn(stack),
        sources: [MirrorSource.fromResource(web, { instanceType: 'ecs.g7.large', mtu: 1450 })],
        target: target(`lb-${id}`),
        priority: i + 1,
      });
    }
    expect(messageOf(() => app.synth())).toMatch(
      /ERROR TM301 {2}.*machines\/Web is in 2 sessions: (one\/Session, two\/Session|two\/Session, one\/Session), but edition/,
    );
  });

  test('a fleet takes sources, filter, name and tags of other stacks', () => {
    const machines = newStack(app, 'machines');
    const web = new alicloud.ecsNetworkInterface.EcsNetworkInterface(machines, 'Web', { vswitchId: 'vsw-1', securityGroupIds: ['sg-1'] });
    const vpc = new alicloud.vpc.Vpc(machines, 'Vpc', { vpcName: 'prod' });
    const stack = newStack(app, 'mirror');
    new MirroredFleet(stack, 'Fleet', {
      filter: filterIn(machines),
      sources: [MirrorSource.fromResource(web, { key: 'web', instanceType: 'ecs.g7.large', mtu: 1450 })],
      targets: [target()],
      ledger: ledger(),
      sessionNamePrefix: vpc.vpcName, tags: { vpc: vpc.id }, resourceGroupId: vpc.resourceGroupId,
    });
    const json = synth(app);
    Object.values(json).forEach(expectConformsToSchema);
    const body = onlyBody(json.mirror, SESSION);
    const remote = /^\$\{data\.terraform_remote_state\.cross-stack-reference-input-machines\.outputs\.[\w-]+\}/;
    for (const text of [
      body.traffic_mirror_filter_id,
      body.traffic_mirror_source_ids[0],
      body.traffic_mirror_session_name,
      body.tags.vpc,
      body.resource_group_id,
    ]) {
      expect(text).toMatch(remote);
    }
    expect(body.traffic_mirror_session_name).toMatch(/web$/);
    expect(Object.keys(json.machines.output)).toHaveLength(5);
  });
});

describe('nested stacks', () => {
  test('each has its folder, its checks and its statements', () => {
    MirrorPolicy.of(app).account('prod');
    const outer = newStack(app, 'outer');
    const inner = newStack(new Construct(outer, 'Team'), 'inner');
    new MirrorSession(outer, 'Session', { filter: filterIn(outer), sources: [source('eni-1')], target: target('lb-1'), priority: 1 });
    new MirrorSession(inner, 'Session', {
      filter: filterIn(inner),
      sources: [source('eni-2', { instanceType: 'ecs.g6.large' })],
      target: target('lb-2'),
      priority: 1,
    });
    expect(messageOf(() => app.synth())).toContain('TM102');
    expect(said()).toEqual(['error TM102 outer/Team/inner/Session/Resource', 'error TM304 outer/Team/inner/Session/Resource']);
    for (const id of ['outer', 'inner']) expect(existsSync(join(app.outdir, 'stacks', id, 'traffic-mirror.json'))).toBe(true);
  });

  test('fails for equal ids of nested stacks, of which one is lost', () => {
    const teams = ['a', 'b'].map((id) => newStack(new Construct(app, id), 'mirror'));
    teams.forEach(
      (stack, i) =>
        new MirrorSession(stack, 'Session', {
          filter: filterIn(stack),
          sources: [source(`eni-${i}`)],
          target: target(`lb-${i}`),
          priority: i + 1,
        }),
    );
    expect(messageOf(() => app.synth())).toMatch(/ERROR TM604 {2}a\/mirror is lost: .*b\/mirror .*folder mirror/);
    expect(said()).toEqual(['error TM604 a/mirror']);
    expect(existsSync(join(app.outdir, 'manifest.json'))).toBe(false);
  });
});

describe('one stack with two providers', () => {
  test('fails without aliases', () => {
    const stack = newStack(app);
    new alicloud.provider.AlicloudProvider(stack, 'Again', { region: 'cn-hangzhou' });
    new MirrorSession(stack, 'Session', { filter: filterIn(stack), sources: [source('eni-1')], target: target() });
    expect(messageOf(() => app.synth())).toMatch(/ERROR TM604 {2}stack has 2 alicloud providers without an alias/);
    expect(said()).toEqual(['error TM604 stack']);
  });

  test('leaves the version that another one asks for', () => {
    const stack = new TerraformStack(app, 'own');
    class Own extends alicloud.provider.AlicloudProvider {}
    const own = new Own(stack, 'AliCloud', { region: 'cn-hangzhou' });
    Object.assign(own.terraformGeneratorMetadata!, { providerVersionConstraint: '~> 1.250' });
    new MirrorSession(stack, 'Session', { filter: filterIn(stack), sources: [source('eni-1')], target: target() });
    expect(synth(app).own.terraform.required_providers.alicloud).toMatchObject({ source: 'aliyun/alicloud', version: '~> 1.250' });
  });
});

describe('hand-written resources and escape hatches beside our constructs', () => {
  const raw = (stack: TerraformStack, more: object = {}, id = 'Raw') =>
    new alicloud.vpcTrafficMirrorSession.VpcTrafficMirrorSession(stack, id, {
      enabled: true,
      priority: 1,
      virtualNetworkId: 1,
      trafficMirrorFilterId: 'tmf-1',
      trafficMirrorSourceIds: ['eni-raw'],
      trafficMirrorTargetId: 'lb-raw',
      trafficMirrorTargetType: 'SLB',
      ...more,
    });

  test('fails for a priority that a hand-written session has already', () => {
    const stack = newStack(app);
    new MirrorSession(stack, 'Session', { filter: filterIn(stack), sources: [source('eni-1')], target: target(), priority: 1 });
    raw(stack);
    expect(messageOf(() => app.synth())).toMatch(/ERROR TM304 {2}stack\/Session has priority 1, which stack\/Raw already has/);
  });

  test('fails for a source of a fleet that a hand-written session has', () => {
    const stack = newStack(app);
    const filter = filterIn(stack);
    new MirroredFleet(stack, 'Fleet', { filter, sources: [source('eni-raw')], targets: [target()], ledger: ledger() });
    raw(stack, { trafficMirrorFilterId: filter.filterId });
    expect(messageOf(() => app.synth())).toMatch(/ERROR TM301 {2}Source eni-raw is in 2 sessions: .*stack\/Raw/);
  });

  test('an override is what is checked, not the prop', () => {
    const stack = newStack(app);
    const session = new MirrorSession(stack, 'Session', {
      filter: filterIn(stack),
      sources: [source('eni-1')],
      target: target(),
      priority: 1,
    });
    const resource = session.node.defaultChild as TerraformResource;
    resource.addOverride('priority', 40_000);
    resource.addOverride('enabled', undefined);
    expect(messageOf(() => app.synth())).toMatch(/ERROR TM304 {2}stack\/Session has priority 40000, allowed: 1 to 32766/);
    expect(said()).toEqual(['error TM304 stack/Session/Resource', 'error TM305 stack/Session/Resource']);
  });

  test('an override by a variable is undecided', () => {
    const stack = newStack(app);
    const session = new MirrorSession(stack, 'Session', {
      filter: filterIn(stack),
      sources: [source('eni-1')],
      target: target(),
      priority: 1,
    });
    (session.node.defaultChild as TerraformResource).addOverride(
      'priority',
      new TerraformVariable(stack, 'p', { type: 'number' }).numberValue,
    );
    synth(app);
    expect(said()).toEqual(['undecided TM304 stack/Session/Resource']);
  });

  test('a rule by an override of the stack counts as one', () => {
    const stack = newStack(app);
    const filter = new MirrorFilter(stack, 'Filter', { inbound: [MirrorRule.accept()] });
    const session = new MirrorSession(stack, 'Session', { filter, sources: [source('eni-1')], target: target(), priority: 1 });
    stack.addOverride('resource.alicloud_vpc_traffic_mirror_filter_ingress_rule.extra', {
      traffic_mirror_filter_id: filter.filterId,
      priority: 1,
      protocol: 'TCP',
      action: 'drop',
      source_cidr_block: '10.0.0.1/8',
      destination_cidr_block: '0.0.0.0/0',
    });
    expect(session.priority).toBe(1);
    expect(messageOf(() => app.synth())).toContain('TM203');
    // Of two rules with one priority, one of them malformed, nobody knows what is left to accept.
    expect(said()).toEqual([
      'undecided TM201 stack/Filter/Resource',
      'error TM203 stack/alicloud_vpc_traffic_mirror_filter_ingress_rule.extra',
      'error TM204 stack/alicloud_vpc_traffic_mirror_filter_ingress_rule.extra',
    ]);
  });

  test('a data source that opens the service, by an override of the stack', () => {
    const stack = newStack(app);
    filterIn(stack);
    stack.addOverride('data.alicloud_vpc_traffic_mirror_service.open', { enable: 'On' });
    expect(messageOf(() => app.synth())).toContain('TM104');
  });

  test('a literal and a reference may be one interface', () => {
    const stack = newStack(app);
    const web = new alicloud.ecsNetworkInterface.EcsNetworkInterface(stack, 'Web', { vswitchId: 'vsw-1', securityGroupIds: ['sg-1'] });
    new MirrorSession(stack, 'Session', {
      filter: filterIn(stack),
      sources: [MirrorSource.fromResource(web, { instanceType: 'ecs.g7.large', mtu: 1450 })],
      target: target(),
      priority: 1,
    });
    new MirrorSession(stack, 'Other', {
      filter: filterIn(stack, 'Second'),
      sources: [source('eni-1')],
      target: target('lb-2'),
      priority: 2,
    });
    synth(app);
    expect(said()).toEqual([expect.stringMatching(/^undecided TM301 /)]);
  });
});

describe('backends', () => {
  test('a state that is read by hand is followed as well', () => {
    const machines = new TerraformStack(app, 'machines');
    new alicloud.provider.AlicloudProvider(machines, 'AliCloud', { region: 'cn-hangzhou' });
    new LocalBackend(machines, { path: 'machines.tfstate' });
    const web = new alicloud.instance.Instance(machines, 'Web', { instanceType: 'ecs.t6.large' });
    new TerraformOutput(machines, 'eni', { value: web.networkInterfaceId }).overrideLogicalId('eni');
    const stack = newStack(app, 'mirror');
    stack.addOverride('data.terraform_remote_state.machines', { backend: 'local', config: { path: 'machines.tfstate' } });
    new MirrorSession(stack, 'Session', {
      filter: filterIn(stack),
      sources: [MirrorSource.networkInterface('${data.terraform_remote_state.machines.outputs.eni}', { mtu: 1450 })],
      target: target(),
      priority: 1,
    });
    expect(messageOf(() => app.synth())).toMatch(/ERROR TM102 {2}.*machines\/Web .*ecs\.t6\.large/);
  });
});

test('bodies of sessions lie at the paths of their constructs, whatever wrote them', () => {
  const stack = newStack(app);
  const filter = filterIn(stack);
  new MirrorSession(stack, 'Session', { filter, sources: [source('eni-1')], target: target(), priority: 1 });
  new MirroredFleet(stack, 'Fleet', { filter, sources: [source('eni-2')], targets: [target('lb-2')], ledger: ledger() });
  expect(Object.keys(bodiesByPath(synth(app).stack, SESSION)).sort()).toEqual(['stack/Fleet/eni-2', 'stack/Session/Resource']);
});
