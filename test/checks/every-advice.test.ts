// Goes through every advice that names an API of the library: following it changes the outcome.
import { readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { App, TerraformHclModule, TerraformStack } from 'cdktf';
import { BALANCER, eni, page, RIGHT, sensor, SENSOR, VSWITCHES, web } from './arrival-answers';
import {
  alicloud,
  MirrorAdoption,
  MirrorEdition,
  MirrorExport,
  MirroredFleet,
  MirroredFleetProps,
  MirrorFilter,
  MirrorLedger,
  MirrorNetworkAnswers,
  MirrorNetworkFacts,
  MirrorPacking,
  MirrorPolicy,
  MirrorProtocol,
  MirrorQuotaName,
  MirrorRule,
  MirrorSession,
  MirrorSeverity,
  MirrorSource,
  MirrorTarget,
} from '../../src';
import { CHECKS_EN } from '../../src/texts/en/checks';
import { CheckTexts } from '../../src/texts/reason';
import { filter as accountFilter, filters as filterPage, session as accountSession, sessions as sessionPage } from '../export/builders';
import { reasonShapes } from '../texts/parameters';
import { filterIn, newApp, newStack, temporaryFolder } from '../support/app';
import '../support/recorded-inputs';

const TEXTS: Record<string, CheckTexts> = CHECKS_EN;
const API = /\b(?:Mirror[A-Z]\w*|MirroredFleet\w*|CollectorLoadBalancer)\b/;

/** The reasons whose advice names an API, for readers with constructs. */
const NAMING = [...reasonShapes()]
  .filter(([key, shape]) => {
    const [id, reason] = key.split(' ');
    const fix = TEXTS[id]?.reasons[reason]?.fix;
    if (typeof fix !== 'function') return API.test(fix ?? '');
    return [true, false].some((flag) => {
      const values = { list: ['a', 'b'], number: 3, boolean: flag };
      const all = [...shape]
        .filter(([, { optional }]) => flag || !optional)
        .map(([name, { kind }]) => [name, key === 'TM201 copiesNothing' ? 'onlyDrops' : kind === 'string' ? name : values[kind]]);
      const parameters = { path: 'net/X', count: 1, ...Object.fromEntries(all) } as Parameters<typeof fix>[0];
      return API.test(fix(parameters, 'constructs') ?? '');
    });
  })
  .map(([key]) => key);

/** What another file follows: a reason, with the file and a title or text in it. */
const ELSEWHERE: Record<string, readonly [file: string, words: string]> = {
  'TM102 notSpecified': ['checks/advice-of-apis.test.ts', 'TM102: the instance type of a source'],
  'TM103 notSpecified': ['checks/advice-of-apis.test.ts', 'TM103: the instance type of an interface target'],
  'TM109 otherAccountSet': ['checks/advice-of-apis.test.ts', 'TM109: the account that is set'],
  'TM109 partPerhapsElsewhere': ['checks/advice-of-apis.test.ts', 'TM109: the provider of a rule that may be elsewhere'],
  'TM110 notKnown': ['checks/advice-of-apis.test.ts', 'TM110: the accounts of stacks'],
  'TM309 doesNotWait': ['checks/attachments.test.ts', 'after the fix that it names'],
  'TM403 targetNotKnown': ['checks/advice-of-apis.test.ts', 'the props of a target'],
  'TM403 addressNotKnown': ['checks/advice-of-apis.test.ts', 'MirrorSource.networkInterface(id, { primaryIp })'],
  'TM404 vswitchNotKnown': ['checks/advice-of-apis.test.ts', 'the place of a sensor behind a collector'],
  'TM408 sourceVpcNotKnown': ['checks/advice-of-apis.test.ts', 'MirrorSource.networkInterface(id, { vpcId })'],
  'TM408 targetVpcNotKnown': ['checks/advice-of-apis.test.ts', 'the VPC of a load balancer target'],
  'TM701 sourceMtu': ['checks/advice-of-apis.test.ts', 'the MTU of sources by id'],
  'TM805 tagsNotKnown': ['checks/advice-of-apis.test.ts', 'TM805: the tags of a source'],
  'TM515 stackGone': ['fleet/lost-stacks.test.ts', "run({ a: both.a }, { destroyedStacks: ['b'] })"],
  'TM524 shardMissing': ['fleet/fleets.test.ts', 'With a shard for each of plan.shards, as its fix says'],
  'TM524 emptyMissing': ['fleet/fleets.test.ts', 'shardsOf(lock, some(3), { destroyedShards: [1] })'],
  'TM524 empty': ['fleet/fleets.test.ts', "expect(findings(destroyed.app, 'TM524')).toEqual([])"],
};

const followed = new Set<string>();

interface Given {
  readonly source?: MirrorSource;
  readonly target?: MirrorTarget;
  readonly answers?: MirrorNetworkAnswers;
  readonly edition?: MirrorEdition;
  /** The filter copies every packet. */
  readonly all?: true;
  /** The app has no session but those of `more`. */
  readonly empty?: true;
  readonly more?: (app: App, stack: TerraformStack) => void;
  readonly made?: (stack: TerraformStack) => { readonly source?: MirrorSource; readonly target?: MirrorTarget };
}

/** The checks of one proof: of each target it reports the first unknown value. */
const ofArrival = (id: string) => /^TM4(?:0[1-8]|20)$/.test(id);

/** The fixes of the findings of one check by reason, of an app with one session. */
function fixes(id: string, given: Given, written = false): Record<string, string> {
  const app = newApp();
  const stack = newStack(app);
  MirrorPolicy.of(app).edition(given.edition ?? MirrorEdition.EDITION_2023);
  if (given.answers) MirrorPolicy.of(app).networkFacts(MirrorNetworkFacts.fromJson(given.answers));
  const { source = web(), target = sensor() } = { ...given, ...given.made?.(stack) };
  if (!given.empty) {
    const filter = given.all
      ? new MirrorFilter(stack, 'All', { inbound: [MirrorRule.accept({ protocol: MirrorProtocol.ALL })] })
      : filterIn(stack);
    new MirrorSession(stack, 'Session', { filter, sources: [source], target });
  }
  given.more?.(app, stack);
  if (written) app.synth();
  const { findings } = MirrorPolicy.of(app).evaluate();
  const isOpen = (f: (typeof findings)[number]) => ofArrival(id) && ofArrival(f.id) && f.severity === MirrorSeverity.UNDECIDED;
  return Object.fromEntries(findings.filter((f) => f.id === id || isOpen(f))
    .map(({ id: of, reason, fix }) => [of === id ? reason : `${of} ${reason}`, fix]));
}

/** With the advice, the reason is gone, and no other one of the check takes its place. */
function follow(key: string, words: readonly string[], before: Given | (() => Given), after: Given | (() => Given)): void {
  const now = (given: Given | (() => Given)) => (typeof given === 'function' ? given() : given);
  followed.add(key);
  test(`${key}: ${words.join(', ')}`, () => {
    const [id, reason] = key.split(' ');
    const found = fixes(id, now(before));
    expect(Object.keys(found)).toContain(reason);
    for (const word of words) expect(found[reason]).toContain(word);
    expect(fixes(id, { ...(typeof before === 'function' ? {} : before), ...now(after) })).toEqual({});
  });
}

const json = (records: readonly string[] | undefined): any => JSON.parse(records![0]);
const without = (answers: MirrorNetworkAnswers, ...names: (keyof MirrorNetworkAnswers)[]): MirrorNetworkAnswers =>
  Object.fromEntries(Object.entries(answers).filter(([name]) => !names.includes(name as keyof MirrorNetworkAnswers)));
const group = (rule: object, more: object = {}): string =>
  JSON.stringify({
    ...json(SENSOR.securityGroups),
    ...more,
    Permissions: { Permission: [{ ...json(SENSOR.securityGroups).Permissions.Permission[0], ...rule }] },
  });
const balancer = MirrorTarget.internalLoadBalancer('lb-1', { vpcId: 'vpc-1' });
const acknowledged = (id: string, more?: Given['more']): Given => ({
  more: (app, stack) => {
    more?.(app, stack);
    MirrorPolicy.of(app).acknowledgeUndecided(id, 'it is known to arrive');
  },
});
const inModule =
  (thing?: string): Given['more'] =>
    (_, stack) => {
      new TerraformHclModule(stack, 'Module', {
        source: 'acme/mirroring/alicloud',
        version: '1.0.0',
        variables: thing === undefined ? {} : { thing },
      });
    };

describe('responses of the API', () => {
  follow('TM403 rulesNotKnown', ['DescribeSecurityGroupAttribute'], { answers: without(SENSOR, 'securityGroups') }, { answers: SENSOR });
  follow(
    'TM403 groupsNotKnown',
    ['securityGroupIds of MirrorTarget', 'DescribeNetworkInterfaces'],
    { target: sensor({ vpcId: 'vpc-1', vswitchId: 'vsw-sensor' }), answers: without(SENSOR, 'networkInterfaces') },
    { answers: SENSOR },
  );
  const list = { SourceCidrIp: '', SourcePrefixListId: 'pl-1' };
  const listed = { ...SENSOR, securityGroups: [group(list)] };
  const entries = JSON.stringify({ PrefixListId: 'pl-1', PrefixListName: 'web', Entries: { Entry: [{ Cidr: '10.10.0.0/24' }] } });
  follow(
    'TM403 prefixListNotKnown',
    ['DescribePrefixListAttributes'],
    { answers: listed },
    { answers: { ...listed, prefixLists: [entries] } },
  );
  const byGroup = { ...SENSOR, securityGroups: [group({ SourceCidrIp: '', SourceGroupId: 'sg-web' })] };
  follow(
    'TM403 sourceGroupsNotKnown',
    ['MirrorSource.networkInterface(id, { primaryIp, securityGroupIds })'],
    { answers: byGroup },
    { source: web({ ...RIGHT, securityGroupIds: ['sg-web'] }) },
  );
  const member = (made: boolean): Given => ({
    answers: {
      ...byGroup,
      vswitches: [
        page('VSwitches', 'VSwitch', ...json([VSWITCHES]).VSwitches.VSwitch, { VSwitchId: 'vsw-web', VpcId: 'vpc-1', NetworkAclId: '' }),
      ],
    },
    made: (stack) => {
      const own = made ? new alicloud.securityGroup.SecurityGroup(stack, 'Group', { vpcId: 'vpc-1' }).id : 'sg-web';
      return {
        source: MirrorSource.fromResource(
          new alicloud.instance.Instance(stack, 'Web', { vswitchId: 'vsw-web', securityGroups: [own], privateIp: '10.10.0.4' }),
        ),
      };
    },
  });
  follow('TM403 membershipNotKnown', ['all by id or all by resource', "acknowledgeUndecided('TM403'"], member(true), member(false));
  const inside = { ...SENSOR, securityGroups: [group({}, { InnerAccessPolicy: undefined })] };
  const own = web({ ...RIGHT, primaryIp: '10.20.0.4', securityGroupIds: ['sg-sensor'] });
  follow('TM403 innerAccessNotKnown', ['networkFacts'], { answers: inside, source: own }, { answers: SENSOR });
  follow(
    'TM403 ownGroupNotKnown',
    ['securityGroupIds'],
    { answers: SENSOR, source: web({ ...RIGHT, primaryIp: '10.20.0.4' }) },
    { source: own },
  );
  const filtered = {
    ...SENSOR,
    vswitches: [page('VSwitches', 'VSwitch', { ...json([VSWITCHES]).VSwitches.VSwitch[0], NetworkAclId: 'nacl-1' })],
    networkAcls: [
      JSON.stringify({
        NetworkAclAttribute: { NetworkAclId: 'nacl-1', IngressAclEntries: { IngressAclEntry: [] }, Resources: { Resource: [] } },
      }),
    ],
    securityGroups: [group({ SourceCidrIp: '10.10.0.0/16' })],
  };
  const beside = web({ ...RIGHT, primaryIp: '10.10.9.9' });
  follow(
    'TM404 ownVswitchNotKnown',
    ['DescribeNetworkInterfaces'],
    { answers: filtered, source: beside },
    {
      answers: {
        ...filtered,
        networkInterfaces: [
          page('NetworkInterfaceSets', 'NetworkInterfaceSet', eni('eni-sensor'), eni('eni-web', { PrivateIpAddress: '10.10.9.9' })),
        ],
      },
    },
  );
  const ports = { ...SENSOR, securityGroups: [group({ PortRange: '', PortRangeListId: 'prl-1' })] };
  follow('TM403 ruleMatchNotKnown', ['networkFacts'], { answers: ports }, { answers: SENSOR });
  const worded = (port: string): MirrorNetworkAnswers => ({
    ...filtered,
    networkAcls: [JSON.stringify({
      NetworkAclAttribute: {
        NetworkAclId: 'nacl-1',
        IngressAclEntries: { IngressAclEntry: [{ Policy: 'accept', Protocol: 'udp', Port: port, SourceCidrIp: '10.10.0.0/16' }] },
        Resources: { Resource: [] },
      },
    })],
  });
  follow('TM404 entryMatchNotKnown', ['networkFacts'], { answers: worded('VXLAN') }, { answers: worded('4789/4789') });
  follow('TM404 aclNotKnown', ['DescribeVSwitches'], { answers: without(SENSOR, 'vswitches') }, { answers: SENSOR });
  follow(
    'TM405 addressTypeNotKnown',
    ['DescribeLoadBalancerAttribute'],
    { target: balancer, answers: without(BALANCER, 'loadBalancers') },
    { answers: BALANCER },
  );
  follow('TM406 balancerNotKnown', ['DescribeLoadBalancerUDPListenerAttribute'], { target: balancer }, { answers: BALANCER });
  follow(
    'TM406 listenerNotKnown',
    ['DescribeLoadBalancerUDPListenerAttribute'],
    { target: balancer, answers: without(BALANCER, 'loadBalancerUdpListeners') },
    { answers: BALANCER },
  );
  const record = eni('eni-sensor', { VpcId: undefined });
  const unplaced = {
    ...without(BALANCER, 'vswitches'),
    networkInterfaces: [page('NetworkInterfaceSets', 'NetworkInterfaceSet', record)],
    vswitches: [page('VSwitches', 'VSwitch', { VSwitchId: 'vsw-sensor', CidrBlock: '10.10.9.0/24', NetworkAclId: '' })],
  };
  follow('TM407 vpcNotKnown', ['DescribeVSwitches'], { target: balancer, answers: unplaced }, { answers: BALANCER });
  const { ListenerPortsAndProtocol: _, ...unlisted } = json(BALANCER.loadBalancers);
  follow(
    'TM406 listenersNotKnown',
    ['DescribeLoadBalancerUDPListenerAttribute'],
    { target: balancer, answers: { ...without(BALANCER, 'loadBalancerUdpListeners'), loadBalancers: [JSON.stringify(unlisted)] } },
    { answers: BALANCER },
  );
  follow(
    'TM407 serversNotKnown',
    ['DescribeVServerGroupAttribute'],
    { target: balancer, answers: without(BALANCER, 'serverGroups') },
    { answers: BALANCER },
  );
  const peering: Given['more'] = (_app, stack) => {
    new alicloud.vpcPeerConnection.VpcPeerConnection(stack, 'Peering', {
      vpcId: 'vpc-1',
      acceptingVpcId: 'vpc-2',
      acceptingRegionId: 'cn-hangzhou',
    });
  };
  const { vpcId: _vpc, ...placeless } = RIGHT;
  follow(
    'TM419 perhapsCrossed',
    ['networkInterfaces'],
    { answers: SENSOR, source: web(placeless), more: peering },
    {
      answers: {
        ...SENSOR,
        networkInterfaces: [
          page('NetworkInterfaceSets', 'NetworkInterfaceSet', eni('eni-sensor'), eni('eni-web', { PrivateIpAddress: '10.10.0.4' })),
        ],
      },
    },
  );
  const instances = {
    ...BALANCER,
    serverGroups: [
      JSON.stringify({
        ...json(BALANCER.serverGroups),
        BackendServers: { BackendServer: [{ ServerId: 'i-sensor', Weight: 100, Port: 4789 }] },
      }),
    ],
  };
  follow(
    'TM409 instanceNotKnown',
    ['MirrorInventory', 'networkInterfaces'],
    { target: balancer, answers: without(instances, 'networkInterfaces') },
    {
      answers: {
        ...instances,
        networkInterfaces: [
          page('NetworkInterfaceSets', 'NetworkInterfaceSet', eni('eni-sensor'), eni('eni-web', { PrivateIpAddress: '10.10.0.4' })),
        ],
      },
    },
  );
});

describe('options of sources and targets', () => {
  follow(
    'TM108 otherKind',
    ['MirrorSource.fromResource(instance)'],
    {
      made: (stack) => ({
        source: MirrorSource.networkInterface(new alicloud.instance.Instance(stack, 'Web', { vswitchId: 'vsw-web' }).id),
      }),
    },
    { made: (stack) => ({ source: MirrorSource.fromResource(new alicloud.instance.Instance(stack, 'Web', { vswitchId: 'vsw-web' })) }) },
  );
  const typed =
    (type: 'NetworkInterface' | 'SLB'): Given['more'] =>
      (_app, stack) => {
        (
          stack.node.findChild('Session').node.defaultChild as alicloud.vpcTrafficMirrorSession.VpcTrafficMirrorSession
        ).trafficMirrorTargetType = type;
      };
  follow('TM401 otherType', ['MirrorTarget.networkInterface(id)'], { answers: SENSOR, more: typed('SLB') }, { more: undefined });
  const rated = (options: object): Given => ({ source: web({ ...RIGHT, ...options }), target: sensor({ capacityMbps: 500 }) });
  follow('TM410 ratesNotKnown', ['mirroredMbps of MirrorSource'], rated({}), rated({ mirroredMbps: 100 }));
  follow(
    'TM701 targetMtu',
    ['MirrorTarget.networkInterface(id, { mtu })'],
    { edition: MirrorEdition.EDITION_2026, source: web({ ...RIGHT, mtu: 1500 }) },
    { target: sensor({ mtu: 8500 }) },
  );
});

describe('quotas', () => {
  const raised = (name: MirrorQuotaName, limit: number, more: Given['more']): Given => ({
    more: (app, stack) => {
      more!(app, stack);
      MirrorPolicy.of(stack).quota('cn-hangzhou', name, limit);
    },
  });
  const session = (stack: TerraformStack, id: string, sources: number, target: MirrorTarget) =>
    new MirrorSession(stack, id, {
      filter: filterIn(stack, `${id}Filter`),
      target,
      sources: Array.from({ length: sources }, (_, i) => MirrorSource.networkInterface(`eni-${id.toLowerCase()}${i}`)),
    });
  const eleven: Given['more'] = (_, stack) => {
    session(stack, 'Many', 11, sensor());
  };
  follow(
    'TM501 tooMany',
    ['MirrorQuotaName.SOURCES_PER_SESSION'],
    { more: eleven },
    raised(MirrorQuotaName.SOURCES_PER_SESSION, 20, eleven),
  );
  const targeted: Given['more'] = (_, stack) => {
    for (let i = 0; i < 20; i++) session(stack, `S${i}`, 1, sensor({ instanceType: 'ecs.g7.large' }));
  };
  const rules: Given['more'] = (_, stack) => {
    const filter = new alicloud.vpcTrafficMirrorFilter.VpcTrafficMirrorFilter(stack, 'Rules', {});
    const rule = (priority: number) => ({
      trafficMirrorFilterId: filter.id,
      priority,
      action: 'accept',
      protocol: 'TCP',
      sourceCidrBlock: '0.0.0.0/0',
      destinationCidrBlock: '0.0.0.0/0',
      sourcePortRange: '-1/-1',
      destinationPortRange: `${priority}/${priority}`,
    });
    for (let priority = 1; priority <= 4; priority++) {
      new alicloud.vpcTrafficMirrorFilterIngressRule.VpcTrafficMirrorFilterIngressRule(stack, `In${priority}`, rule(priority));
      new alicloud.vpcTrafficMirrorFilterEgressRule.VpcTrafficMirrorFilterEgressRule(stack, `Out${priority}`, rule(priority));
    }
  };
  follow(
    'TM202 filter',
    ['MirrorQuotaName.RULES_PER_FILTER'],
    { edition: MirrorEdition.EDITION_2026, ...raised(MirrorQuotaName.RULES_PER_FILTER, 5, rules) },
    raised(MirrorQuotaName.RULES_PER_FILTER, 20, rules),
  );
  const many = (stack: TerraformStack, of: MirrorTarget): void => {
    for (let i = 0; i < 20; i++) session(stack, `S${i}`, 1, of);
  };
  follow(
    'TM503 instanceTypeNotSet',
    ['MirrorTarget.networkInterface(id, { instanceType })'],
    { edition: MirrorEdition.EDITION_2026, more: (_, stack) => many(stack, sensor()) },
    { target: sensor({ instanceType: 'ecs.g7.32xlarge' }), more: (_, stack) => many(stack, sensor({ instanceType: 'ecs.g7.32xlarge' })) },
  );
  follow(
    'TM503 tooMany',
    ['MirrorPolicy.of(stack).quota'],
    { edition: MirrorEdition.EDITION_2026, target: sensor({ instanceType: 'ecs.g7.large' }), more: targeted },
    raised(MirrorQuotaName.NETWORK_INTERFACE_TARGET, 30, targeted),
  );
});

describe('what cannot be decided is acknowledged', () => {
  const listener = (more: object): MirrorNetworkAnswers => ({
    ...BALANCER,
    loadBalancerUdpListeners: [JSON.stringify({ ...json(BALANCER.loadBalancerUdpListeners), ...more })],
  });
  follow(
    'TM406 accessControl',
    ["acknowledgeUndecided('TM406'"],
    { target: balancer, answers: listener({ AclStatus: 'on' }) },
    acknowledged('TM406'),
  );
  follow(
    'TM407 primarySecondary',
    ["acknowledgeUndecided('TM407'"],
    { target: balancer, answers: listener({ VServerGroupId: '', MasterSlaveServerGroupId: 'rsp-2' }) },
    acknowledged('TM407'),
  );
  follow('TM607 unread', ["acknowledgeUndecided('TM607'"], { more: inModule() }, acknowledged('TM607', inModule()));
  const rule =
    (count: boolean): Given['more'] =>
      (_, stack) => {
        new alicloud.securityGroupRule.SecurityGroupRule(stack, 'Rule', {
          securityGroupId: 'sg-sensor',
          type: 'ingress',
          ipProtocol: 'udp',
          portRange: '4789/4789',
          nicType: 'intranet',
          cidrIp: '10.20.0.0/16',
          lifecycle: { createBeforeDestroy: true },
        }).addOverride('count', count ? 1 : '${var.on ? 1 : 0}');
      };
  const far = { answers: SENSOR, source: web({ ...RIGHT, primaryIp: '10.20.0.4' }) };
  follow(
    'TM403 ruleOnlyAtApply',
    ['Write the value itself', "acknowledgeUndecided('TM403'"],
    { ...far, more: rule(false) },
    { more: rule(true) },
  );
  const entry =
    (cidr: string): Given['more'] =>
      (_, stack) => {
        const acl = new alicloud.networkAcl.NetworkAcl(stack, 'Acl', {
          vpcId: 'vpc-1',
          ingressAclEntries: [{ policy: 'accept', protocol: 'all', port: '-1/-1', sourceCidrIp: cidr }],
        });
        stack.addOverride('resource.alicloud_vpc_network_acl_attachment.acl', {
          network_acl_id: acl.id,
          resource_id: 'vsw-sensor',
          resource_type: 'VSwitch',
        });
      };
  follow(
    'TM404 entryOnlyAtApply',
    ['Write the value itself', "acknowledgeUndecided('TM404'"],
    { answers: SENSOR, more: entry('${var.cidr}') },
    { more: entry('10.10.0.0/16') },
  );
  const detached = {
    ...SENSOR,
    networkInterfaces: [page('NetworkInterfaceSets', 'NetworkInterfaceSet', eni('eni-sensor', { Status: 'Available', InstanceId: '' }))],
  };
  follow(
    'TM420 detached',
    ["acknowledge('TM420'"],
    { answers: detached },
    {
      more: (app) => {
        MirrorPolicy.of(app).acknowledge('TM420', 'it is attached by hand');
      },
    },
  );
  const attached = (status?: string): Given => ({
    answers: { ...SENSOR, vswitches: [VSWITCHES] },
    made: (stack) => ({
      target: MirrorTarget.fromResource(
        new alicloud.instance.Instance(stack, 'Sensor', {
          vswitchId: 'vsw-sensor',
          securityGroups: ['sg-sensor'],
          privateIp: '10.10.9.5',
          status,
        }),
      ),
    }),
  });
  follow('TM420 useNotKnown', ["acknowledgeUndecided('TM420'"], attached('${var.status}'), acknowledged('TM420'));
});

describe('what the app or a module decides needs no response', () => {
  test.each<[string, string, Given]>([
    ['TM403 rulesNotKnown', 'sg-sensor', { answers: SENSOR, source: web({ ...RIGHT, primaryIp: '10.20.0.4' }) }],
    ['TM404 aclNotKnown', 'vsw-sensor', { answers: SENSOR }],
    [
      'TM406 listenersNotKnown',
      'lb-1',
      {
        target: balancer,
        answers: {
          ...without(BALANCER, 'loadBalancerUdpListeners'),
          loadBalancers: [JSON.stringify({ ...json(BALANCER.loadBalancers), ListenerPortsAndProtocol: { ListenerPortAndProtocol: [] } })],
        },
      },
    ],
    ['TM407 serversNotKnown', 'rsp-1', { target: balancer, answers: BALANCER }],
  ])('%s: %s in a module', (key, thing, given) => {
    const [id, reason] = key.split(' ');
    const found = fixes(id, { ...given, more: inModule(thing) });
    expect(Object.keys(found)).toEqual([reason]);
    expect(found[reason]).not.toContain('networkFacts');
    expect(found[reason]).toContain(`acknowledgeUndecided('${id}'`);
    expect(fixes(id, { ...given, ...acknowledged(id, inModule(thing)) })).toEqual({});
  });
});

describe('fleets', () => {
  /** A fleet of sources, with quotas of the region. */
  const fleet = (count: number, options: Partial<MirroredFleetProps>, quotas: Partial<Record<MirrorQuotaName, number>> = {}): Given => ({
    more: (app, stack) => {
      for (const [name, limit] of Object.entries(quotas)) MirrorPolicy.of(app).quota('cn-hangzhou', name as MirrorQuotaName, limit);
      new MirroredFleet(stack, 'Fleet', {
        filter: filterIn(stack, 'FleetFilter'),
        sources: Array.from({ length: count }, (_, i) => MirrorSource.networkInterface(`eni-fleet${i}`, RIGHT)),
        targets: [MirrorTarget.networkInterface('eni-other', { instanceType: 'ecs.g7.large' })],
        ledger: MirrorLedger.file(join(temporaryFolder(), 'traffic-mirror.lock')),
        ...options,
      });
    },
  });
  const dense = { packing: MirrorPacking.DENSE };
  follow('TM516 inMemory', ["MirrorLedger.file('traffic-mirror.lock')"], fleet(1, { ledger: MirrorLedger.inMemory() }), fleet(1, {}));
  follow(
    'TM521 targets',
    ['MirrorPolicy.of(app).quota(regionId, MirrorQuotaName.NETWORK_INTERFACE_TARGET, limit)'],
    { ...fleet(21, {}), edition: MirrorEdition.EDITION_2026 },
    fleet(21, {}, { [MirrorQuotaName.NETWORK_INTERFACE_TARGET]: 30 }),
  );
  follow(
    'TM521 sessionsPerRegion',
    ['MirrorPacking.DENSE'],
    fleet(8, {}, { [MirrorQuotaName.SESSIONS_PER_REGION]: 3 }),
    fleet(8, dense, { [MirrorQuotaName.SESSIONS_PER_REGION]: 3 }),
  );
  follow(
    'TM521 filters',
    ['MirrorPacking.DENSE'],
    fleet(8, {}, { [MirrorQuotaName.SESSIONS_PER_FILTER]: 1, [MirrorQuotaName.FILTERS_PER_REGION]: 3 }),
    fleet(8, dense, { [MirrorQuotaName.SESSIONS_PER_FILTER]: 1, [MirrorQuotaName.FILTERS_PER_REGION]: 3 }),
  );
  const range = { priorityRange: { first: 11, last: 12 } };
  follow('TM521 numbers', ['MirrorPacking.DENSE'], fleet(4, range), fleet(4, { ...range, ...dense }));
  // A source loses its tag in the second synth.
  const untagged = (packing: MirrorPacking): Given => {
    const file = join(temporaryFolder(), 'traffic-mirror.lock');
    const of = (...tags: (string | undefined)[]): Given =>
      fleet(0, {
        packing,
        ledger: MirrorLedger.file(file),
        enabledByTag: { key: 'mirror' },
        sources: tags.map((mirror, i) => MirrorSource.networkInterface(`eni-fleet${i}`, { ...RIGHT, tags: { ...(mirror && { mirror }) } })),
      });
    fixes('TM528', of('on', 'on'), true);
    return of('on', undefined);
  };
  follow(
    'TM528 switchedOff',
    ['MirrorPacking.DEDICATED'],
    () => untagged(MirrorPacking.DENSE),
    () => untagged(MirrorPacking.DEDICATED),
  );
  const two: Given['more'] = (app, stack) => {
    MirrorPolicy.of(app).quota('cn-hangzhou', MirrorQuotaName.SESSIONS_PER_REGION, 2);
    for (const id of ['a', 'b']) {
      new MirrorSession(stack, id, {
        filter: filterIn(stack, `${id}Filter`),
        target: sensor(),
        sources: [MirrorSource.networkInterface(`eni-fleet${id}`)],
      });
    }
  };
  follow('TM502 tooMany', ['MirroredFleet'], { more: two }, fleet(2, dense, { [MirrorQuotaName.SESSIONS_PER_REGION]: 2 }));
});

describe('removals, and sessions outside of fleets', () => {
  // Half of the sources are missing in the second synth.
  const halved = (expectRemovals?: number): Given => {
    const file = join(temporaryFolder(), 'traffic-mirror.lock');
    const of = (count: number, options: object): Given => ({
      empty: true,
      more: (_, stack) => {
        new MirroredFleet(stack, 'Fleet', {
          filter: filterIn(stack, 'FleetFilter'),
          sources: Array.from({ length: count }, (__, i) => MirrorSource.networkInterface(`eni-fleet${i}`, RIGHT)),
          targets: [MirrorTarget.networkInterface('eni-other', { instanceType: 'ecs.g7.large' })],
          packing: MirrorPacking.DENSE,
          ledger: MirrorLedger.file(file, { frozen: false, ...options }),
        });
      },
    });
    fixes('TM514', of(40, {}), true);
    return of(15, { expectRemovals });
  };
  follow('TM514 massRemoval', ['expectRemovals: 25'], () => halved(), () => halved(25));

  const budget = (ledger: boolean, fleet: boolean): Given => ({
    empty: true,
    more: (app, stack) => {
      MirrorPolicy.of(app).govern({ interruptedSources: 1 });
      const own = MirrorLedger.file(join(temporaryFolder(), 'traffic-mirror.lock'));
      const props = { filter: filterIn(stack), sources: [web()] };
      if (fleet) new MirroredFleet(stack, 'Fleet', { ...props, targets: [sensor()], ledger: own });
      else new MirrorSession(stack, 'Session', { ...props, target: sensor(), ...ledger && { ledger: own } });
    },
  });
  follow('TM808 noFleet', ['Pass a ledger to the sessions'], budget(false, false), budget(true, false));
  follow('TM808 noFleet', ['or use a MirroredFleet'], budget(false, false), budget(false, true));

  // The account has a session that no stack describes.
  const account = (adopted: boolean, allowed?: string[]): Given => ({
    empty: true,
    more: (app, stack) => {
      const sessions = [JSON.stringify(sessionPage([accountSession('a', 7)]))];
      const file = join(temporaryFolder(), 'sessions.json');
      writeFileSync(file, sessions[0]);
      MirrorPolicy.of(app).govern({ foreignSessions: { exports: [file], ...allowed && { allowed } } });
      new MirrorSession(stack, 'Session', { filter: filterIn(stack), sources: [web()], target: sensor() });
      if (!adopted) return;
      const adoption = MirrorAdoption.of(MirrorExport.fromJson({ filters: [JSON.stringify(filterPage([accountFilter('a')]))], sessions }));
      const [filter] = adoption.filters(stack);
      adoption.fleet(stack, 'Adopted', {
        filter,
        sources: [MirrorSource.networkInterface('eni-a', RIGHT)],
        targets: [MirrorTarget.internalLoadBalancer('lb-sensors')],
        ledger: MirrorLedger.file(join(temporaryFolder(), 'traffic-mirror.lock')),
      });
    },
  });
  follow('TM810 foreign', ['Adopt it with MirrorAdoption'], account(false), account(true));
  follow('TM810 foreign', ['allowed of foreignSessions'], account(false), account(false, ['tms-*']));
});

describe('demands on tags and networks', () => {
  const tagged = (...tags: object[]): MirrorNetworkAnswers => ({
    networkInterfaces: [page('NetworkInterfaceSets', 'NetworkInterfaceSet', eni('eni-sensor', { Tags: { Tag: tags } }))],
  });
  const govern =
    (demand: Parameters<MirrorPolicy['govern']>[0]): Given['more'] =>
      (app) => {
        MirrorPolicy.of(app).govern(demand);
      };
  follow(
    'TM801 tagsNotKnown',
    ['networkFacts'],
    { more: govern({ targetTags: { use: 'mirror' } }) },
    { answers: tagged({ TagKey: 'use', TagValue: 'mirror' }) },
  );
  const placed = {
    networkInterfaces: [page('NetworkInterfaceSets', 'NetworkInterfaceSet', eni('eni-web', { VpcId: 'vpc-9', VSwitchId: 'vsw-web' }))],
  };
  const open = {
    networkInterfaces: [page('NetworkInterfaceSets', 'NetworkInterfaceSet', eni('eni-sensor', { AssociatedPublicIp: {} }))],
    securityGroups: SENSOR.securityGroups,
  };
  follow('TM809 notKnown', ['networkFacts'], { more: govern({ forbidPublicTargets: true }) }, { answers: open });
  follow(
    'TM803 vpcNotKnown',
    ['networkFacts'],
    { all: true, source: web({}), more: govern({ networks: [{ vpcs: ['vpc-1'], forbidAllTraffic: true }] }) },
    { answers: placed },
  );
  follow(
    'TM804 vpcNotKnown',
    ['networkFacts'],
    { source: web({}), more: govern({ networks: [{ vpcs: ['vpc-1'], longestPacket: 500 }] }) },
    { answers: placed },
  );
});

describe('routes between two VPCs', () => {
  /** The source in one VPC, the target in another. The routes lead to these blocks of each. */
  const peered = (
    options: { web?: object; sensor?: object; toWeb?: string; toSensor?: string; balancer?: object },
  ): Given => ({
    made: (stack) => {
      const { web: ofWeb = {}, sensor: ofSensor = {}, toWeb = '10.10.0.0/16', toSensor = '10.99.0.0/16' } = options;
      const [one, two] = (['Web', 'Sensor'] as const).map((id, i) => {
        const block = `10.${[10, 99][i]}`;
        const vpc = new alicloud.vpc.Vpc(stack, `${id}Vpc`, { cidrBlock: `${block}.0.0/16` });
        const vswitch = new alicloud.vswitch.Vswitch(stack, `${id}Vswitch`, { vpcId: vpc.id, zoneId: 'z', cidrBlock: `${block}.1.0/24` });
        const own = new alicloud.securityGroup.SecurityGroup(stack, `${id}Group`, { vpcId: vpc.id });
        return { vpc, vswitch, own };
      });
      const peering = new alicloud.vpcPeerConnection.VpcPeerConnection(stack, 'Peering', {
        vpcId: one.vpc.id, acceptingVpcId: two.vpc.id, acceptingRegionId: 'cn-hangzhou',
      });
      for (const [id, { vpc }, destinationCidrblock] of [['To', one, toSensor], ['Back', two, toWeb]] as const) {
        new alicloud.routeEntry.RouteEntry(stack, id, {
          routeTableId: vpc.routeTableId, destinationCidrblock, nexthopType: 'VpcPeer', nexthopId: peering.id,
        });
      }
      new alicloud.securityGroupRule.SecurityGroupRule(stack, 'Mirrored', {
        securityGroupId: two.own.id, type: 'ingress', ipProtocol: 'udp', portRange: '4789/4789', nicType: 'intranet',
        cidrIp: '10.10.0.0/16', lifecycle: { createBeforeDestroy: true },
      });
      const [from, to] = [one, two].map(({ vswitch, own }, i) => new alicloud.instance.Instance(stack, ['Web', 'Box'][i], {
        vswitchId: vswitch.id, securityGroups: [own.id], instanceType: 'ecs.g7.large',
      }));
      const source = MirrorSource.fromResource(from, ofWeb);
      if (!options.balancer) return { source, target: MirrorTarget.fromResource(to, ofSensor) };
      const lb = new alicloud.slbLoadBalancer.SlbLoadBalancer(stack, 'Balancer', { vswitchId: two.vswitch.id, addressType: 'intranet' });
      const servers = new alicloud.slbServerGroup.SlbServerGroup(stack, 'Servers', { loadBalancerId: lb.id });
      const server = new alicloud.slbServerGroupServerAttachment.SlbServerGroupServerAttachment(stack, 'Server', {
        serverGroupId: servers.id, serverId: to.id, port: 4789, weight: 100,
      });
      new alicloud.slbListener.SlbListener(stack, 'Listener', {
        loadBalancerId: lb.id, protocol: 'udp', frontendPort: 4789, serverGroupId: servers.id, dependsOn: [server],
      });
      return { source, target: MirrorTarget.fromResource(lb, options.balancer) };
    },
  });
  const half = { toWeb: '10.10.1.0/25' };
  follow('TM408 addressNotKnown', ['Set primaryIp of MirrorSource'], peered(half), peered({ ...half, web: { primaryIp: '10.10.1.4' } }));
  follow('TM408 addressNotKnown', ['route the whole block of its VPC'], peered(half), peered({}));
  const some = { toSensor: '10.99.1.0/25' };
  follow('TM408 routesToSome', ['set primaryIp of MirrorTarget'], peered(some), peered({ ...some, sensor: { primaryIp: '10.99.1.4' } }));
  follow('TM408 routesToSome', ['Route the whole block'], peered(some), peered({}));
  follow(
    'TM408 routesToSome',
    ['set primaryIp of MirrorTarget'],
    peered({ ...some, balancer: {} }),
    peered({ ...some, balancer: { primaryIp: '10.99.1.4' } }),
  );
});

test('an advice that acknowledges names its own check', () => {
  for (const key of NAMING) {
    const [id, reason] = key.split(' ');
    const { fix } = TEXTS[id].reasons[reason];
    const text = typeof fix === 'function' ? String(fix) : fix;
    for (const [, named] of text.matchAll(/acknowledge(?:Undecided)?\('(TM\d{3})'/g)) expect([key, named]).toEqual([key, id]);
  }
});

test('every advice that names an API is followed, here or in another file', () => {
  for (const [key, [file, words]] of Object.entries(ELSEWHERE)) {
    expect([key, readFileSync(join(__dirname, '..', file), 'utf8').includes(words)]).toEqual([key, true]);
  }
  expect(NAMING.length).toBeGreaterThan(50);
  expect(NAMING.filter((key) => !followed.has(key) && !(key in ELSEWHERE))).toEqual([]);
});
