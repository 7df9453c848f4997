import { join } from 'path';
import { App, TerraformStack } from 'cdktf';
import {
  alicloud, CollectorLoadBalancer, MirrorCollector, MirrorInventory, MirrorLedger, MirrorNetworkAnswers, MirrorNetworkFacts,
  MirrorPolicy, MirrorSelector, MirrorSensor, MirrorSession,
  MirrorSource, MirrorSourceOptions, MirrorTarget, MirroredFleet,
} from '../../src';
import { BALANCER, eni, GROUP, page, RIGHT, sensor, SENSOR, VSWITCHES, web } from './arrival-answers';
import { filterIn, newApp, newStack, temporaryFolder } from '../support/app';
import '../support/recorded-inputs';

// The API that an advice names works for the case at hand: following the advice changes the outcome.

/** The undecided findings about arrival and truncation of a session, and how many sources are verified. */
function outcome(given: {
  source?: MirrorSource;
  target?: MirrorTarget;
  answers?: MirrorNetworkAnswers;
  more?: (app: App, stack: TerraformStack) => void;
  made?: (stack: TerraformStack) => { source?: MirrorSource; target?: MirrorTarget };
}) {
  const app = newApp();
  const stack = newStack(app);
  if (given.answers) MirrorPolicy.of(app).networkFacts(MirrorNetworkFacts.fromJson(given.answers));
  given.more?.(app, stack);
  const { source = web(), target = sensor() } = { ...given, ...given.made?.(stack) };
  new MirrorSession(stack, 'Session', { filter: filterIn(stack), sources: [source], target });
  const evaluation = MirrorPolicy.of(app).evaluate();
  const open = evaluation.undecided.filter(({ id }) => /^TM(?:4|7)/.test(id));
  return { ids: open.map(({ id }) => id), fix: open.map(({ fix }) => fix).join('\n'), verified: evaluation.passed('TM403') };
}

test('one finding lists every response that the proof lacks, with the ids; with them the source is verified', () => {
  const before = outcome({});
  expect(before.ids).toEqual(['TM403']);
  expect(before.fix).toContain(
    'aliyun ecs DescribeNetworkInterfaces --RegionId cn-hangzhou --NetworkInterfaceId.1 eni-sensor --MaxResults 100 > eni-sensor.json',
  );
  for (const call of [
    'DescribeSecurityGroupAttribute',
    'DescribeVSwitches',
    "MirrorNetworkFacts.fromFiles({ networkInterfaces: ['eni-sensor.json'",
  ]) {
    expect(before.fix).toContain(call);
  }
  expect(outcome({ answers: SENSOR })).toMatchObject({ ids: [], verified: 1 });
});

test('of a load balancer, its listener, servers and their groups are listed at once', () => {
  const target = MirrorTarget.internalLoadBalancer('lb-1', { vpcId: 'vpc-1' });
  const before = outcome({ target });
  expect(before.ids).toEqual(['TM406']);
  for (const call of [
    'DescribeLoadBalancerAttribute --RegionId cn-hangzhou --LoadBalancerId lb-1', 'DescribeLoadBalancerUDPListenerAttribute',
    'DescribeVServerGroupAttribute', 'DescribeNetworkInterfaces', 'DescribeSecurityGroupAttribute',
  ]) {
    expect(before.fix).toContain(call);
  }
  expect(outcome({ target, answers: BALANCER })).toMatchObject({ ids: [], verified: 1 });
});

test('the props of a target', () => {
  expect(outcome({}).fix).toContain('vswitchId and securityGroupIds of MirrorTarget');
  const target = sensor({ vpcId: 'vpc-1', vswitchId: 'vsw-sensor', securityGroupIds: ['sg-sensor'] });
  expect(outcome({ target, answers: { vswitches: [VSWITCHES], securityGroups: [GROUP] } })).toMatchObject({ ids: [], verified: 1 });
});

test('the VPC of a load balancer target', () => {
  const before = outcome({ target: MirrorTarget.internalLoadBalancer('lb-1'), answers: BALANCER });
  expect(before.ids).toEqual(['TM408']);
  expect(before.fix).toContain('vpcId or vswitchId with the options of MirrorTarget');
  expect(outcome({ target: MirrorTarget.internalLoadBalancer('lb-1', { vpcId: 'vpc-1' }), answers: BALANCER }).ids).toEqual([]);
  expect(outcome({ target: MirrorTarget.internalLoadBalancer('lb-1', { vswitchId: 'vsw-sensor' }), answers: BALANCER }).ids).toEqual([]);
});

test('the VPC and the address of a source by id', () => {
  const { vpcId, primaryIp, ...rest } = RIGHT;
  const before = outcome({ source: web(rest), answers: SENSOR });
  expect(before.ids).toEqual(['TM408']);
  expect(before.fix).toContain('MirrorSource.networkInterface(id, { vpcId })');
  expect(before.fix).toContain('--NetworkInterfaceId.1 eni-web');
  const then = outcome({ source: web({ ...rest, vpcId }), answers: SENSOR });
  expect(then.ids).toEqual(['TM403']);
  expect(then.fix).toContain('MirrorSource.networkInterface(id, { primaryIp, securityGroupIds })');
  const grouped = outcome({ source: web({ ...rest, vpcId, securityGroupIds: ['sg-web'] }), answers: SENSOR });
  expect(grouped.ids).toEqual(['TM403']);
  expect(grouped.fix).toContain('MirrorSource.networkInterface(id, { primaryIp })');
  expect(outcome({ source: web({ ...rest, vpcId, primaryIp }), answers: SENSOR })).toMatchObject({ ids: [], verified: 1 });
});

test('the address and MTU of a source that is a resource', () => {
  const instance = (stack: TerraformStack, options: MirrorSourceOptions) => ({
    source: MirrorSource.fromResource(new alicloud.instance.Instance(stack, 'Web', { vswitchId: 'vsw-web' }), options),
  });
  const answers = {
    ...SENSOR,
    vswitches: [
      page(
        'VSwitches',
        'VSwitch',
        { VSwitchId: 'vsw-sensor', VpcId: 'vpc-1', NetworkAclId: '' },
        { VSwitchId: 'vsw-web', VpcId: 'vpc-1', CidrBlock: '10.10.0.0/16', NetworkAclId: '' },
      ),
    ],
  };
  const before = outcome({ answers, made: (stack) => instance(stack, { mtu: 1450 }) });
  expect(before.ids).toContain('TM403');
  expect(before.fix).toContain('MirrorSource.fromResource(resource, { primaryIp, securityGroupIds })');
  expect(outcome({ answers, made: (stack) => instance(stack, { mtu: 1450, primaryIp: '10.10.0.4' }) }).ids).not.toContain('TM403');
  const mtu = outcome({ answers, made: (stack) => instance(stack, { primaryIp: '10.10.0.4' }) });
  expect(mtu.fix).toContain('MirrorSource.fromResource(resource, { mtu })');
});

test('the MTU of sources by id, and of an inventory', () => {
  const { mtu, ...rest } = RIGHT;
  const byId = outcome({ source: web(rest), answers: SENSOR });
  expect(byId.ids).toEqual(['TM701']);
  expect(byId.fix).toContain('MirrorSource.networkInterface(id, { mtu })');
  const instance = { InstanceId: 'i-web', InstanceType: 'ecs.g7.large', RegionId: 'cn-hangzhou', Status: 'Running' };
  const inventory = () => MirrorInventory.fromJson({
    networkInterfaces: [page('NetworkInterfaceSets', 'NetworkInterfaceSet', eni('eni-web', { PrivateIpAddress: '10.10.0.4' }))],
    instances: [page('Instances', 'Instance', instance)],
  });
  const listed = outcome({ source: inventory().select({ include: [MirrorSelector.all()] }).sources[0], answers: SENSOR });
  expect(listed.fix).toContain('inventory.select({ mtu })');
  expect(outcome({ source: inventory().select({ include: [MirrorSelector.all()], mtu }).sources[0], answers: SENSOR }).ids).toEqual([]);
});

test('the place of a sensor behind a collector', () => {
  const behind = (of: MirrorSensor) => outcome({
    answers: { vswitches: [VSWITCHES], securityGroups: [GROUP] },
    made: (stack) => ({
      target: new MirrorCollector(stack, 'Collector', { sensors: [of], loadBalancer: CollectorLoadBalancer.inVswitch('vsw-sensor') })
        .target,
    }),
  });
  const before = behind(MirrorSensor.networkInterface('eni-sensor'));
  expect(before.ids).toEqual(['TM404']);
  expect(before.fix).toContain('MirrorSensor');
  expect(before.fix).toContain('--NetworkInterfaceId.1 eni-sensor');
  expect(behind(MirrorSensor.networkInterface('eni-sensor', { vswitchId: 'vsw-sensor', securityGroupIds: ['sg-sensor'] }))).toMatchObject({
    ids: [],
    verified: 1,
  });
});

test('what cannot be decided is acknowledged as such', () => {
  const open = (more?: (app: App, stack: TerraformStack) => void) => outcome({
    answers: SENSOR, source: web({ ...RIGHT, primaryIp: '10.20.0.4' }), more: (app, stack) => {
      const rule = new alicloud.securityGroupRule.SecurityGroupRule(stack, 'Rule', {
        securityGroupId: 'sg-sensor',
        type: 'ingress',
        ipProtocol: 'udp',
        portRange: '4789/4789',
        nicType: 'intranet',
        cidrIp: '10.20.0.0/16',
        lifecycle: { createBeforeDestroy: true },
      });
      rule.addOverride('count', '${var.on ? 1 : 0}');
      more?.(app, stack);
    },
  });
  const before = open();
  expect(before.ids).toContain('TM403');
  expect(before.fix).toContain('acknowledgeUndecided(\'TM403\', \'reason\')');
  expect(open((app) => { MirrorPolicy.of(app).acknowledgeUndecided('TM403', 'the rule is on in production'); }).ids).not.toContain('TM403');
});

/** The findings of one check, and how often it passed. */
function checked(id: string, app: App): { found: string[]; fix: string; passed: number } {
  const evaluation = MirrorPolicy.of(app).evaluate();
  const own = evaluation.findings.filter((f) => f.id === id);
  return { found: own.map((f) => f.severity), fix: own.map((f) => f.fix).join('\n'), passed: evaluation.passed(id) };
}

/** An app with one session. */
function withSession(
  id: string,
  made: (stack: TerraformStack) => { source?: MirrorSource; target?: MirrorTarget },
): ReturnType<typeof checked> {
  const app = newApp();
  const stack = newStack(app);
  new MirrorSession(stack, 'Session', {
    filter: filterIn(stack),
    sources: [made(stack).source ?? web()],
    target: made(stack).target ?? sensor(),
  });
  return checked(id, app);
}

test('TM102: the instance type of a source, or its resource', () => {
  const before = withSession('TM102', () => ({ source: web() }));
  expect(before).toMatchObject({ found: ['undecided'], passed: 0 });
  expect(before.fix).toContain('MirrorSource.networkInterface(id, { instanceType })');
  expect(before.fix).toContain('pass the instance resource as the source');
  expect(withSession('TM102', () => ({ source: web({ ...RIGHT, instanceType: 'ecs.g7.large' }) }))).toMatchObject({ found: [], passed: 1 });
  const resource = (stack: TerraformStack) => stack.node.tryFindChild('Web') as alicloud.instance.Instance
    ?? new alicloud.instance.Instance(stack, 'Web', { vswitchId: 'vsw-web', instanceType: 'ecs.g7.large' });
  expect(withSession('TM102', (stack) => ({ source: MirrorSource.fromResource(resource(stack)) }))).toMatchObject({ found: [], passed: 1 });
  expect(withSession('TM102', () => ({ source: web({ ...RIGHT, instanceType: 'ecs.g6.large' }) })).found).toEqual(['error']);
});

test('TM103: the instance type of an interface target, or its resource', () => {
  const before = withSession('TM103', () => ({}));
  expect(before).toMatchObject({ found: ['undecided'], passed: 0 });
  expect(before.fix).toContain('MirrorTarget.networkInterface(id, { instanceType })');
  expect(before.fix).toContain('pass the instance resource as the target');
  expect(withSession('TM103', () => ({ target: sensor({ instanceType: 'ecs.g7.large' }) }))).toMatchObject({ found: [], passed: 1 });
  const resource = (stack: TerraformStack) => stack.node.tryFindChild('Sensor') as alicloud.instance.Instance
    ?? new alicloud.instance.Instance(stack, 'Sensor', { vswitchId: 'vsw-sensor', instanceType: 'ecs.g7.large' });
  expect(withSession('TM103', (stack) => ({ target: MirrorTarget.fromResource(resource(stack)) }))).toMatchObject({ found: [], passed: 1 });
});

/** Two stacks with one priority each, whose providers set no account. */
function twoStacks(more: (one: TerraformStack, two: TerraformStack) => void): App {
  const app = newApp();
  const [one, two] = ['one', 'two'].map((id) => {
    const stack = newStack(app, id);
    const source = MirrorSource.networkInterface(`eni-${id}`, RIGHT);
    new MirrorSession(stack, 'Session', {
      filter: filterIn(stack),
      sources: [source],
      target: MirrorTarget.networkInterface(`eni-sensor${id}`),
      priority: 7,
    });
    return stack;
  });
  more(one, two);
  return app;
}

test('TM110: the accounts of stacks', () => {
  const before = checked('TM110', twoStacks(() => {}));
  expect(before).toMatchObject({ found: ['undecided'], passed: 0 });
  expect(before.fix).toContain('MirrorPolicy.of(stack).account(...)');
  const setTo = (a: string, b: string) => twoStacks((one, two) => {
    MirrorPolicy.of(one).account(a);
    MirrorPolicy.of(two).account(b);
  });
  const apart = setTo('1111111111111111', '2222222222222222');
  expect(checked('TM110', apart)).toMatchObject({ found: [], passed: 1 });
  expect(checked('TM304', apart).found).toEqual([]);
  const same = setTo('1111111111111111', '1111111111111111');
  expect(checked('TM110', same)).toMatchObject({ found: [], passed: 1 });
  expect(checked('TM304', same).found).toEqual(['error']);
});

test('TM109: the account that is set, or the role of the provider', () => {
  const app = (set?: string) => {
    const own = newApp();
    const stack = new TerraformStack(own, 'stack');
    const assumeRole = { roleArn: 'acs:ram::1111111111111111:role/deploy', sessionExpiration: 3600 };
    new alicloud.provider.AlicloudProvider(stack, 'AliCloud', { region: 'cn-hangzhou', assumeRole });
    new MirrorSession(stack, 'Session', { filter: filterIn(stack), sources: [web()], target: sensor() });
    if (set !== undefined) MirrorPolicy.of(stack).account(set);
    return checked('TM109', own);
  };
  const before = app('2222222222222222');
  expect(before.found).toEqual(['error']);
  expect(before.fix).toContain('MirrorPolicy.of(stack).account(...), or remove it');
  expect(app('1111111111111111').found).toEqual([]);
  expect(app().found).toEqual([]);
});

test('TM109: the provider of a rule that may be elsewhere', () => {
  const app = (own: object, more: (stack: TerraformStack, rule: alicloud.securityGroupRule.SecurityGroupRule) => void = () => {}) => {
    const made = newApp();
    const stack = newStack(made);
    const answers = { ...SENSOR, securityGroups: [GROUP.replace('10.10.0.0/24', '10.9.0.0/24')] };
    MirrorPolicy.of(made).networkFacts(MirrorNetworkFacts.fromJson(answers));
    const provider = new alicloud.provider.AlicloudProvider(stack, 'Other', { alias: 'other', profile: 'other', ...own });
    const rule = new alicloud.securityGroupRule.SecurityGroupRule(stack, 'Rule', {
      securityGroupId: 'sg-sensor', type: 'ingress', ipProtocol: 'udp', portRange: '4789/4789', nicType: 'intranet', cidrIp: '10.10.0.0/24',
      lifecycle: { createBeforeDestroy: true },
      provider,
    });
    new MirrorSession(stack, 'Session', { filter: filterIn(stack), sources: [web()], target: sensor() });
    more(stack, rule);
    return checked('TM109', made);
  };
  const before = app({});
  expect(before.found).toEqual(['undecided']);
  expect(before.fix).toContain('Give stack/Rule the provider of stack/Session, which is alicloud.');
  expect(before.fix).toContain('MirrorPolicy.of(stack).account(...)');
  expect(app({}, (_, rule) => rule.addOverride('provider', 'alicloud')).found).toEqual([]);
  const region = { region: 'cn-hangzhou' };
  expect(app(region).found).toEqual(['undecided']);
  expect(app(region, (stack) => MirrorPolicy.of(stack).account('1111111111111111')).found).toEqual([]);
});

test('TM421: sources are allowed at the collector', () => {
  const app = (allow: (collector: MirrorCollector, made: { session: MirrorSession; stack: TerraformStack }) => void) => {
    const own = newApp();
    const stack = newStack(own);
    const collector = new MirrorCollector(stack, 'Collector', {
      sensors: [MirrorSensor.networkInterface('eni-sensor', { vswitchId: 'vsw-sensor', securityGroupIds: ['sg-sensor'] })],
      loadBalancer: CollectorLoadBalancer.inVswitch('vsw-sensor'), securityGroupIds: ['sg-sensor'],
    });
    const session = new MirrorSession(stack, 'Session', { filter: filterIn(stack), sources: [web()], target: collector.target });
    allow(collector, { session, stack });
    return checked('TM421', own);
  };
  const before = app(() => {});
  expect(before).toMatchObject({ found: ['warning'], passed: 0 });
  for (const method of ['allowFromSession', 'allowFromFleet', 'allowFromSources']) expect(before.fix).toContain(method);
  expect(app((collector, { session }) => collector.allowFromSession(session))).toMatchObject({ found: [], passed: 1 });
  expect(app((collector) => collector.allowFromSources([web()]))).toMatchObject({ found: [], passed: 1 });
  expect(app((collector, { stack }) => {
    const ledger = MirrorLedger.file(join(temporaryFolder(), 'traffic-mirror.lock'), { region: 'cn-hangzhou' });
    const options = {
      ledger,
      filter: filterIn(stack, 'Other'),
      targets: [collector.target],
      sources: [MirrorSource.networkInterface('eni-other', RIGHT)],
    };
    collector.allowFromFleet(new MirroredFleet(stack, 'Fleet', options));
  })).toMatchObject({ found: [], passed: 1 });
});

test('TM805: the tags of a source, an inventory, or the response of its interface', () => {
  const app = (source: MirrorSource, answers?: MirrorNetworkAnswers) => {
    const own = newApp();
    const stack = newStack(own);
    MirrorPolicy.of(own).govern({ excludedSourceTags: { mirror: 'never' } });
    if (answers) MirrorPolicy.of(own).networkFacts(MirrorNetworkFacts.fromJson(answers));
    new MirrorSession(stack, 'Session', { filter: filterIn(stack), sources: [source], target: sensor() });
    return checked('TM805', own);
  };
  const before = app(web());
  expect(before).toMatchObject({ found: ['undecided'], passed: 0 });
  for (const api of ['MirrorInventory', 'set tags of MirrorSource', 'MirrorPolicy.of(app).networkFacts(...)']) {
    expect(before.fix).toContain(api);
  }
  expect(app(web({ ...RIGHT, tags: { role: 'web' } }))).toMatchObject({ found: [], passed: 1 });
  expect(app(web({ ...RIGHT, tags: { mirror: 'never' } })).found).toEqual(['error']);
  const described = (...tags: object[]) => ({
    networkInterfaces: [page('NetworkInterfaceSets', 'NetworkInterfaceSet', eni('eni-web', { Tags: { Tag: tags } }))],
  });
  expect(app(web(), described())).toMatchObject({ found: [], passed: 1 });
  expect(app(web(), described({ TagKey: 'mirror', TagValue: 'never' })).found).toEqual(['error']);
  const inventory = MirrorInventory.fromJson({
    networkInterfaces: [page('NetworkInterfaceSets', 'NetworkInterfaceSet', eni('eni-web', { Tags: { Tag: [] } }))],
    instances: [
      page('Instances', 'Instance', {
        InstanceId: 'i-web',
        InstanceType: 'ecs.g7.large',
        RegionId: 'cn-hangzhou',
        Status: 'Running',
        Tags: { Tag: [] },
      }),
    ],
  });
  expect(app(inventory.select({ include: [MirrorSelector.all()] }).sources[0])).toMatchObject({ found: [], passed: 1 });
});
