// Unknown is never a pass, from API responses on: a response without one of its fields passes no check more often than the whole one.
import { MirrorEdition, MirrorInventory, MirrorNetworkAnswers, MirrorNetworkFacts, MirrorSelector } from '../../src';
import { CheckRun, runChecks } from '../../src/checks/run';
import { MirrorModel } from '../../src/model/mirror-model';
import { sourceStatement } from '../../src/session/statements';
import { eni as interfaceOf } from '../checks/arrival-answers';
import { documents, right, SESSION } from '../checks/fixtures';
import '../support/recorded-inputs';

type Path = readonly (string | number)[];

/** The fields of all objects in a value, at any depth. */
function fields(value: any, path: Path = []): Path[] {
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const at = [...path, Array.isArray(value) ? Number(key) : key];
    return [...Array.isArray(value) ? [] : [at], ...fields(inner, at)];
  });
}

function without<T>(value: T, path: Path): T {
  const copy: T = JSON.parse(JSON.stringify(value));
  const holder = path.slice(0, -1).reduce((inner: any, key) => inner[key], copy);
  delete holder[path[path.length - 1]];
  return copy;
}

/** The responses for an account, by the option that takes them. */
interface Estate {
  readonly inventory: { readonly networkInterfaces: object; readonly instances: object };
  readonly network: Record<string, object>;
}

const eni = (id: string, more: object = {}) => interfaceOf(id, {
  ServiceManaged: false, Ipv6Sets: { Ipv6Set: [] }, Tags: { Tag: [{ TagKey: 'role', TagValue: 'web' }] }, NetworkInterfaceName: id, ...more,
});
const instance = (id: string, more: object = {}) => ({
  InstanceId: id, InstanceType: 'ecs.g7.large', Status: 'Running', RegionId: 'cn-hangzhou', ZoneId: 'cn-hangzhou-h', Tags: { Tag: [] },
  NetworkInterfaces: { NetworkInterface: [] }, ...more,
});
const WEB = { VSwitchId: 'vsw-web', PrivateIpAddress: '10.10.0.4', SecurityGroupIds: { SecurityGroupId: ['sg-web'] } };
const interfaces = (...all: object[]) => ({ NetworkInterfaceSets: { NetworkInterfaceSet: all }, TotalCount: all.length, PageNumber: 1 });
const instances = (...all: object[]) => ({ Instances: { Instance: all }, TotalCount: all.length, PageNumber: 1 });
const accept = (more: object = {}) => ({
  Direction: 'ingress', IpProtocol: 'UDP', PortRange: '4789/4789', Policy: 'Accept', Priority: '2', SourceCidrIp: '10.10.0.0/16',
  SourcePortRange: '-1/-1', DestCidrIp: '', ...more,
});
const entry = (more: object = {}) => ({
  NetworkAclEntryId: 'e-1', Policy: 'accept', Protocol: 'udp', Port: '4789/4789', SourceCidrIp: '10.10.0.0/16', IpVersion: 'IPV4', ...more,
});

function estate(change: {
  web?: object; webInstance?: object; sensor?: object; sensorInstance?: object; rules?: object[]; inner?: string; entries?: object[];
  balancer?: object; listener?: object; group?: object; server?: object; more?: object[];
} = {}): Estate {
  const { rules = [accept()], entries = [entry()], more = [] } = change;
  return {
    inventory: {
      networkInterfaces: interfaces(eni('eni-web', { ...WEB, ...change.web })),
      instances: instances(instance('i-web', change.webInstance)),
    },
    network: {
      networkInterfaces: interfaces(eni('eni-sensor', change.sensor), eni('eni-web', { ...WEB, ...change.web }), ...more),
      instances: instances(instance('i-sensor', change.sensorInstance)),
      vswitches: {
        VSwitches: {
          VSwitch: [
            { VSwitchId: 'vsw-sensor', VpcId: 'vpc-1', CidrBlock: '10.10.9.0/24', NetworkAclId: 'nacl-1' },
            { VSwitchId: 'vsw-web', VpcId: 'vpc-1', CidrBlock: '10.10.0.0/24', NetworkAclId: '' },
          ],
        }, TotalCount: 2, PageNumber: 1,
      },
      securityGroups: {
        SecurityGroupId: 'sg-sensor', VpcId: 'vpc-1', InnerAccessPolicy: change.inner ?? 'Accept', NextToken: '',
        Permissions: { Permission: rules },
      },
      networkAcls: {
        NetworkAclAttribute: {
          NetworkAclId: 'nacl-1', IngressAclEntries: { IngressAclEntry: entries },
          Resources: { Resource: [{ ResourceType: 'VSwitch', ResourceId: 'vsw-sensor' }] },
        },
      },
      loadBalancers: {
        LoadBalancerId: 'lb-1', AddressType: 'intranet', LoadBalancerStatus: 'active', VpcId: 'vpc-1', VSwitchId: 'vsw-sensor',
        Address: '10.10.9.9', ListenerPortsAndProtocol: { ListenerPortAndProtocol: [{ ListenerPort: 4789, ListenerProtocol: 'udp' }] },
        BackendServers: { BackendServer: [] }, ...change.balancer,
      },
      loadBalancerUdpListeners: {
        LoadBalancerId: 'lb-1', ListenerPort: 4789, Status: 'running', VServerGroupId: 'rsp-1', AclStatus: 'off', ...change.listener,
      },
      serverGroups: {
        VServerGroupId: 'rsp-1', VServerGroupName: 'sensors', LoadBalancerId: 'lb-1',
        BackendServers: { BackendServer: [{ ServerId: 'eni-sensor', Weight: 100, Port: 4789, ...change.server }] }, ...change.group,
      },
    },
  };
}

/** The passes and findings of the checks. Undefined if the responses are refused. */
function checked({ inventory, network }: Estate, target: keyof typeof AT): CheckRun | undefined {
  const f = right();
  try {
    const answers = Object.fromEntries(Object.entries(network).map(([name, body]) => [name, [JSON.stringify(body)]]));
    f.network = [MirrorNetworkFacts.fromJson(answers as MirrorNetworkAnswers)._facts as (typeof f.network)[number]];
    const { sources } = MirrorInventory.fromJson({
      networkInterfaces: [JSON.stringify(inventory.networkInterfaces)], instances: [JSON.stringify(inventory.instances)],
    }).select({ include: [MirrorSelector.all()] });
    if (sources.length === 0) return undefined;
    Object.assign(f.terraform.resource[SESSION].web, { traffic_mirror_source_ids: sources.map((s) => s.interfaceId), ...AT[target] });
    f.statements.sessions[`${SESSION}.web`] = { sources: Object.fromEntries(sources.map((s) => [s.interfaceId, sourceStatement(s)])) };
  } catch {
    return undefined;
  }
  return runChecks(new MirrorModel(documents(f)), MirrorEdition.EDITION_2023);
}

const AT = {
  sensor: { traffic_mirror_target_id: 'eni-sensor', traffic_mirror_target_type: 'NetworkInterface' },
  balancer: { traffic_mirror_target_id: 'lb-1', traffic_mirror_target_type: 'SLB' },
};

/** Accounts in which all is right, and accounts in which one fact is wrong. */
const ESTATES: [string, keyof typeof AT, Estate][] = [
  ['all is right at a sensor', 'sensor', estate()],
  ['all is right behind a load balancer', 'balancer', estate()],
  ['a rule drops before', 'sensor', estate({ rules: [accept(), accept({ Policy: 'Drop', Priority: '1' })] })],
  ['only an outbound rule accepts', 'sensor', estate({ rules: [accept({ Direction: 'egress' })] })],
  ['a rule of a group', 'sensor', estate({ rules: [accept({ SourceCidrIp: '', SourceGroupId: 'sg-other' })] })],
  ['a rule of a prefix list', 'sensor', estate({ rules: [accept({ SourceCidrIp: '', SourcePrefixListId: 'pl-1' })] })],
  ['a rule of a port list', 'sensor', estate({ rules: [accept({ PortRangeListId: 'prl-1' })] })],
  ['a rule for another destination', 'sensor', estate({ rules: [accept({ DestCidrIp: '10.99.0.0/16' })] })],
  ['a rule for other source ports', 'sensor', estate({ rules: [accept({ SourcePortRange: '53/53' })] })],
  ['a rule for TCP', 'sensor', estate({ rules: [accept({ IpProtocol: 'TCP' })] })],
  ['an entry drops before', 'sensor', estate({ entries: [entry({ Policy: 'drop' }), entry()] })],
  ['an entry for IPv6', 'sensor', estate({ entries: [entry({ IpVersion: 'IPV6', SourceCidrIp: '::/0' })] })],
  ['no entry', 'sensor', estate({ entries: [] })],
  ['a sensor that is stopped', 'sensor', estate({ sensorInstance: { Status: 'Stopped' } })],
  ['a sensor that is attached to nothing', 'sensor', estate({ sensor: { Status: 'Available', InstanceId: '' } })],
  ['a sensor in another VPC', 'sensor', estate({ sensor: { VpcId: 'vpc-2' } })],
  ['a source of the instance of the sensor', 'balancer', estate({
    web: { InstanceId: 'i-sensor' }, webInstance: { InstanceId: 'i-sensor' },
  })],
  ['an internet load balancer', 'balancer', estate({ balancer: { AddressType: 'internet' } })],
  ['an inactive load balancer', 'balancer', estate({ balancer: { LoadBalancerStatus: 'inactive' } })],
  ['a load balancer without the listener', 'balancer', estate({ balancer: { ListenerPortsAndProtocol: { ListenerPortAndProtocol: [] } } })],
  ['a stopped listener', 'balancer', estate({ listener: { Status: 'stopped' } })],
  ['a listener with access control', 'balancer', estate({ listener: { AclStatus: 'on', AclType: 'white', AclId: 'acl-1' } })],
  ['a listener with a backend port', 'balancer', estate({ listener: { BackendServerPort: 80 } })],
  ['a server without weight', 'balancer', estate({ server: { Weight: 0 } })],
  ['a server on another port', 'balancer', estate({ server: { Port: 80 } })],
  ['a group without servers', 'balancer', estate({ group: { BackendServers: { BackendServer: [] } } })],
  ['a server that is an instance', 'balancer', estate({ server: { ServerId: 'i-sensor' } })],
  ['a source with IPv6', 'sensor', estate({ web: { Ipv6Sets: { Ipv6Set: [{ Ipv6Address: 'fd00::1' }] } } })],
  ['a source in another region', 'sensor', estate({ web: { ZoneId: 'cn-beijing-h' }, webInstance: { RegionId: 'cn-beijing' } })],
  ['a source of another family', 'sensor', estate({ webInstance: { InstanceType: 'ecs.g7.large', Status: 'Stopped' } })],
];

/** Fields of a rule that the API omits if they are not set. */
const OMITTED = ['PortRangeListId', 'DestCidrIp', 'SourcePortRange'];

test.each(ESTATES)('%s: no field that is missing gains a pass', (name, at, whole) => {
  const before = checked(whole, at)!;
  expect(before).toBeDefined();
  // With a fact of a wrong account missing, the account may still be the wrong one, so the check that finds it cannot pass.
  const wrong = new Set(before.findings.map(({ id }) => id));
  const compared = (id: string): boolean => id !== 'TM107' && (name.startsWith('all is right') || wrong.has(id));
  const found = fields(whole).filter((path) => path.length > 2 && !OMITTED.includes(String(path[path.length - 1])))
    .flatMap((path) =>
      Object.entries(checked(without(whole, path), at)?.passed ?? {})
        .filter(([id, n]) => compared(id) && n > (before.passed[id] ?? 0))
        .map(([id, n]) => `${path.join('.')} missing: ${id} ${before.passed[id] ?? 0} -> ${n}`));
  expect(found).toEqual([]);
});
