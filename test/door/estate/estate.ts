import { join } from 'path';
import { App, TerraformStack } from 'cdktf';
import {
  alicloud, MirrorFilter, MirrorInventory, MirrorNetworkFacts, MirrorPolicy, MirrorProtocol, MirrorRule, MirrorSession,
  MirrorSource, MirrorTarget, PortRange,
} from '../../../src';

const file = (name: string): string => join(__dirname, `${name}.json`);

/** What the API reports of the account. */
export const INVENTORY = { networkInterfaces: [file('interfaces')], instances: [file('instances')] };
export const FACTS = {
  securityGroups: [file('groups')],
  loadBalancers: [file('balancers')],
  loadBalancerUdpListeners: [file('listeners')],
  serverGroups: [file('server-groups')],
  networkInterfaces: [file('interfaces')], instances: [file('instances')], vswitches: [file('vswitches')],
};

/** The same for the command. */
export const OPTIONS = [
  ...Object.entries(INVENTORY).map(([kind, [path]]) => ['--inventory', `${kind}=${path}`]),
  ...Object.entries(FACTS).map(([kind, [path]]) => ['--network-facts', `${kind}=${path}`]),
].flat();

/** The faults that are put into the estate, each with the check that must find it. `main.tf` has the same ones by hand. */
export const FAULTS: Readonly<Record<string, string>> = {
  TM102: 'a source of a family that cannot be mirrored',
  TM105: 'a source that a cloud service manages',
  TM106: 'a source in another region',
  TM108: 'the id of an instance as source',
  TM201: 'a filter without rules',
  TM203: 'two rules with one priority',
  TM204: 'a malformed CIDR',
  TM206: 'inline rules',
  TM207: 'a rule for ALL without ports',
  TM208: 'the id of a VPC as filter',
  TM211: 'a rule behind a wider one',
  TM212: 'a rule that contradicts an earlier one',
  TM301: 'a source in two sessions',
  TM302: 'an interface as source and target',
  TM303: 'a source twice in one session',
  TM304: 'a priority twice',
  TM305: 'a session that is off',
  TM306: 'a packet length below the smallest',
  TM308: 'a VNI twice at one target',
  TM311: 'a source with IPv6 addresses',
  TM401: 'a load balancer under the type of an interface',
  TM403: 'a security group that does not admit a source',
  TM405: 'a public load balancer',
  TM501: 'eleven sources in one session', TM601: 'a dry run', TM602: 'the VNI 0',
};

const SESSIONS = alicloud.vpcTrafficMirrorSession;
const FILTERS = alicloud.vpcTrafficMirrorFilter;
const RULES = alicloud.vpcTrafficMirrorFilterIngressRule;

/** Writes the stack of an app. The synth refuses it after it is written. */
export function write(app: App): void {
  try {
    app.synth();
  } catch (error) {
    if (!/validation failed/.test(String(error))) throw error;
    return;
  }
  throw new Error('the faults are refused');
}

/** The estate as an app. What the constructs refuse is written with the bindings. */
export function estate(outdir: string): App {
  const app = new App({ outdir, stackTraces: false });
  MirrorPolicy.of(app).networkFacts(MirrorNetworkFacts.fromFiles(FACTS));
  const stack = new TerraformStack(app, 'estate');
  new alicloud.provider.AlicloudProvider(stack, 'AliCloud', { region: 'cn-hangzhou' });
  const inventory = new Map(MirrorInventory.fromFiles(INVENTORY).interfaces.map((x) => [x.id, x]));
  const source = (name: string): MirrorSource => {
    const { instanceType, primaryIp, regionId, vpcId, zoneId, vswitchId, instanceId, securityGroupIds, ipv6Addresses, serviceManaged } =
      inventory.get(`eni-bp1${name}`)!;
    return MirrorSource.networkInterface(`eni-bp1${name}`, {
      instanceType, primaryIp, regionId, vpcId, zoneId, vswitchId, instanceId, securityGroupIds, ipv6Addresses, serviceManaged,
    });
  };
  const sensors = MirrorTarget.internalLoadBalancer('lb-bp1sensors');
  const https = MirrorRule.accept({ protocol: MirrorProtocol.TCP, destinationPort: PortRange.single(443) });
  const web = new MirrorFilter(stack, 'Web', { inbound: [https] });
  let next = 100;
  const session = (name: string, sources: string[], more: Partial<ConstructorParameters<typeof MirrorSession>[2]> = {}): void => {
    next += 100;
    new MirrorSession(stack, name, {
      filter: web,
      sources: sources.map(source),
      target: sensors,
      priority: next,
      virtualNetworkId: next,
      sessionName: name,
      ...more,
    });
  };
  const raw = (name: string, more: object, sources = [`eni-bp1${name.toLowerCase()}`]): void => {
    next += 100;
    new SESSIONS.VpcTrafficMirrorSession(stack, name, {
      trafficMirrorSessionName: name,
      enabled: true,
      priority: next,
      virtualNetworkId: next,
      trafficMirrorFilterId: web.filterId,
      trafficMirrorSourceIds: sources,
      trafficMirrorTargetId: 'lb-bp1sensors', trafficMirrorTargetType: 'SLB', ...more,
    });
  };
  session('Right', ['right'], { priority: 100, virtualNetworkId: 100 });
  session('Family', ['g8i']);
  session('Region', ['shanghai']);
  raw('Kind', {}, ['i-bp1right']);
  session('Ipv6', ['ipv6']);
  session('Managed', ['managed']);
  session('Again', ['right']);
  raw('Double', {}, ['eni-bp1double', 'eni-bp1double']);
  session('Priority', ['priority'], { priority: 100 });
  session('Off', ['off'], { enabled: false });
  raw('Length', { packetLength: 20 });
  session('Vni', ['vni'], { virtualNetworkId: 100 });
  raw('Type', { trafficMirrorTargetType: 'NetworkInterface' });
  raw('Nofilter', { trafficMirrorFilterId: 'vpc-bp1prod' });
  raw('Many', {}, Array.from({ length: 11 }, (_, i) => `eni-bp1many${i}`));
  session('Tap', ['both'], { target: MirrorTarget.networkInterface('eni-bp1tap') });
  session('Both', ['tap']);
  session('Closed', ['closed'], { target: MirrorTarget.networkInterface('eni-bp1shut') });
  raw('Dry', { dryRun: true });
  raw('Number', { virtualNetworkId: 0 });
  const balancer = new alicloud.slbLoadBalancer.SlbLoadBalancer(stack, 'Balancer', {
    loadBalancerName: 'public',
    addressType: 'internet',
    loadBalancerSpec: 'slb.s2.small',
  });
  raw('Public', { trafficMirrorTargetId: balancer.id });

  new FILTERS.VpcTrafficMirrorFilter(stack, 'Empty', { trafficMirrorFilterName: 'empty' });
  const inline = {
    action: 'accept',
    protocol: 'TCP',
    priority: 1,
    sourceCidrBlock: '0.0.0.0/0',
    destinationCidrBlock: '0.0.0.0/0',
    sourcePortRange: '-1/-1',
    destinationPortRange: '443/443',
  };
  new FILTERS.VpcTrafficMirrorFilter(stack, 'Inline', { trafficMirrorFilterName: 'inline', ingressRules: [inline] });
  const faulty = new FILTERS.VpcTrafficMirrorFilter(stack, 'Faulty', { trafficMirrorFilterName: 'faulty' });
  const hiding = new FILTERS.VpcTrafficMirrorFilter(stack, 'Hiding', { trafficMirrorFilterName: 'hiding' });
  const rule = (name: string, priority: number, more: object = {}): void => {
    new RULES.VpcTrafficMirrorFilterIngressRule(stack, name, { ...inline, trafficMirrorFilterId: faulty.id, priority, ...more });
  };
  rule('All', 1, { protocol: 'ALL', sourceCidrBlock: '10.50.0.0/16', sourcePortRange: undefined, destinationPortRange: undefined });
  rule('Same', 1, { destinationPortRange: '80/80' });
  rule('Malformed', 2, { sourceCidrBlock: '10.40.0.0/33' });
  rule('Https', 1, { trafficMirrorFilterId: hiding.id });
  rule('Hidden', 2, { trafficMirrorFilterId: hiding.id, sourceCidrBlock: '10.20.0.0/16' });
  rule('Against', 3, { trafficMirrorFilterId: hiding.id, action: 'drop', sourceCidrBlock: '10.30.0.0/16' });
  return app;
}
