import { INSTANCES_CALL, INTERFACES_CALL, VSWITCHES_CALL } from './describe-calls';
import { documentsOf, NamedText } from './documents';
import { Fields, isObject, Json } from './fields';
import { eachRecord } from './list-call';
import {
  AclEntryFact, GroupRuleFact, InterfaceFact, LoadBalancerFact, NetworkAclFact, NetworkDoubts, NetworkFacts,
  SecurityGroupFact, ServerFact, ServerGroupFact, UdpListenerFact, VswitchFact,
} from './network-facts';
import { described, refusal } from '../net/refusal';

/** The texts of each call. */
export interface NetworkTexts {
  readonly securityGroups: NamedText[];
  readonly networkAcls: NamedText[];
  readonly loadBalancers: NamedText[];
  readonly loadBalancerUdpListeners: NamedText[];
  readonly serverGroups: NamedText[];
  readonly networkInterfaces: NamedText[];
  readonly instances: NamedText[];
  readonly vswitches: NamedText[];
  readonly prefixLists: NamedText[];
}

/** A call, and the field that distinguishes its response from others. */
interface Call {
  readonly name: string;
  /** A field that only this response has. */
  readonly field: string;
}

const CALLS: Record<keyof NetworkTexts, Call> = {
  securityGroups: { name: 'DescribeSecurityGroupAttribute', field: 'Permissions' },
  networkAcls: { name: 'DescribeNetworkAclAttributes', field: 'NetworkAclAttribute' },
  loadBalancers: { name: 'DescribeLoadBalancerAttribute', field: 'LoadBalancerStatus' },
  loadBalancerUdpListeners: { name: 'DescribeLoadBalancerUDPListenerAttribute', field: 'ListenerPort' },
  serverGroups: { name: 'DescribeVServerGroupAttribute', field: 'VServerGroupName' },
  networkInterfaces: { name: 'DescribeNetworkInterfaces', field: 'NetworkInterfaceSets' },
  instances: { name: 'DescribeInstances', field: 'Instances' },
  vswitches: { name: 'DescribeVSwitches', field: 'VSwitches' },
  prefixLists: { name: 'DescribePrefixListAttributes', field: 'PrefixListName' },
};

/** The expected numbers of records of the calls that list objects in pages. */
export interface ExpectedTotals {
  readonly expectTotal?: number;
  readonly expectTotalInstances?: number;
  readonly expectTotalVswitches?: number;
}

/** The names of these numbers, by call. */
export const EXPECTED_TOTALS = {
  networkInterfaces: 'expectTotal', instances: 'expectTotalInstances', vswitches: 'expectTotalVswitches',
} as const;

/** Reads the responses of all calls. */
export function readNetworkAnswers(texts: NetworkTexts, totals: ExpectedTotals): NetworkFacts & NetworkDoubts {
  const doubts: string[] = [];
  const list = (what: keyof typeof LISTS, take: (x: Fields) => void) => {
    const name = EXPECTED_TOTALS[what];
    doubts.push(...eachRecord(LISTS[what], texts[what], take, { name, total: totals[name] }).doubts);
  };
  const interfaces = new Map<string, InterfaceFact>();
  const primaryOf = new Map<string, string>();
  list('networkInterfaces', (x) => readInterface(x, interfaces, primaryOf));
  const instances = new Map<string, string>();
  list('instances', (x) => {
    const id = x.named(x.required('InstanceId', 'the id of an instance'));
    const status = x.text('Status');
    if (status !== undefined) putOnce(instances, x, id, status);
  });
  const vswitches = new Map<string, VswitchFact>();
  list('vswitches', (x) => {
    putOnce(vswitches, x, x.named(x.required('VSwitchId', 'the id of a vSwitch')), {
      vpcId: x.text('VpcId'), cidr: x.text('CidrBlock'), networkAclId: said(x, 'NetworkAclId'),
    });
  });
  const serverGroups = new Map<string, ServerGroupFact>();
  for (const x of answers(texts, 'serverGroups')) {
    putOnce(serverGroups, x, x.named(x.required('VServerGroupId', 'the id of a server group')), {
      loadBalancerId: x.text('LoadBalancerId'), servers: servers(x),
    });
  }
  const loadBalancers = new Map<string, LoadBalancerFact>();
  for (const x of answers(texts, 'loadBalancers')) readLoadBalancer(x, loadBalancers);
  const prefixLists = new Map<string, string[]>();
  for (const x of answers(texts, 'prefixLists')) {
    const id = x.named(x.required('PrefixListId', 'the id of a prefix list'));
    putOnce(prefixLists, x, id, inner(x, 'Entries', 'Entry').map((entry) => entry.required('Cidr', 'a CIDR')));
  }
  return {
    doubts, interfaces, primaryOf, instances, vswitches, serverGroups, loadBalancers, prefixLists,
    securityGroups: readSecurityGroups(texts),
    networkAcls: readNetworkAcls(texts),
    listeners: [...answers(texts, 'loadBalancerUdpListeners')].map((x) => readListener(x, serverGroups, loadBalancers)),
  };
}

/** Adds the facts of a thing. Responses of different times may describe it differently, and then none of them is certain. */
function putOnce<T>(all: Map<string, T>, x: Fields, id: string, facts: T): void {
  const before = all.get(id);
  if (before !== undefined && JSON.stringify(before) !== JSON.stringify(facts)) {
    throw x.wrong(
      'the record', id, 'one record of each id, or equal ones', 'make the calls again at the same time, and pass each response once',
    );
  }
  all.set(id, facts);
}

/** The public address of an interface. The API returns an empty object if it has none. */
function publicIpOf(x: Fields): string | undefined {
  const associated = x.object('AssociatedPublicIp');
  const address = associated?.PublicIpAddress;
  return associated === undefined ? undefined : typeof address === 'string' ? address : '';
}

function readInterface(x: Fields, interfaces: Map<string, InterfaceFact>, primaryOf: Map<string, string>): void {
  const id = x.named(x.required('NetworkInterfaceId', 'the id of a network interface'));
  const instanceId = x.text('InstanceId');
  putOnce(interfaces, x, id, {
    securityGroupIds: x.texts('SecurityGroupIds', 'SecurityGroupId'),
    vswitchId: x.text('VSwitchId'),
    vpcId: x.text('VpcId'),
    primaryIp: x.text('PrivateIpAddress'),
    instanceId,
    status: x.text('Status'),
    publicIp: publicIpOf(x), tags: x.tags('Tags'),
  });
  if (instanceId !== undefined && x.text('Type') === 'Primary') primaryOf.set(instanceId, id);
}

/** A group may have several pages of rules. The pages of one group follow each other, and the last has no token. */
function readSecurityGroups(texts: NetworkTexts): Map<string, SecurityGroupFact> {
  const groups = new Map<string, SecurityGroupFact>();
  const open = new Map<string, Fields>();
  for (const x of answers(texts, 'securityGroups')) {
    const id = x.named(x.required('SecurityGroupId', 'the id of a security group'));
    const policy = x.text('InnerAccessPolicy');
    const before = groups.get(id);
    if (before && !open.has(id)) throw x.wrong('SecurityGroupId', id, 'each group once', 'pass each response once');
    groups.set(id, {
      vpcId: x.text('VpcId'),
      innerAccess: policy === undefined ? undefined : policy.toLowerCase() === 'accept',
      rules: [
        ...before?.rules ?? [],
        ...inner(x, 'Permissions', 'Permission').filter((rule) => rule.requiredOneOf('Direction', DIRECTIONS) === 'ingress').map(readRule),
      ],
    });
    if (x.text('NextToken') === undefined) open.delete(id);
    else open.set(id, x);
  }
  for (const x of open.values()) {
    throw x.wrong(
      'NextToken',
      x.text('NextToken'),
      'a last page, whose NextToken is empty',
      'rules are missing. Call again with --MaxResults 1000 and with --NextToken, and pass every page',
    );
  }
  return groups;
}

const DIRECTIONS = ['ingress', 'egress'] as const;

function readRule(x: Fields): GroupRuleFact {
  const list = x.text('PortRangeListId');
  return {
    name: `${x.text('SecurityGroupRuleId') ?? `inbound rule ${x.place.record}`}${list === undefined ? '' : `, whose ports are in list ${list},`}`,
    protocol: x.required('IpProtocol', 'a protocol').toLowerCase(),
    // A port list decides, regardless of PortRange. The entries of a list need another call.
    portRange: list === undefined ? x.text('PortRange') : undefined,
    policy: x.required('Policy', 'Accept or Drop').toLowerCase(),
    priority: String(x.number('Priority') ?? ''),
    sourcePortRange: x.text('SourcePortRange'),
    sourceCidr: x.text('SourceCidrIp'), sourceIpv6Cidr: x.text('Ipv6SourceCidrIp'), sourceGroupId: x.text('SourceGroupId'),
    sourcePrefixListId: x.text('SourcePrefixListId'), destinationCidr: x.text('DestCidrIp'),
  };
}

function readNetworkAcls(texts: NetworkTexts): Map<string, NetworkAclFact> {
  const acls = new Map<string, NetworkAclFact>();
  for (const answer of answers(texts, 'networkAcls')) {
    const x = new Fields(answer.place, answer.object('NetworkAclAttribute') ?? {});
    const id = x.named(x.required('NetworkAclId', 'the id of a network ACL'));
    putOnce(acls, x, id, {
      entries: inner(x, 'IngressAclEntries', 'IngressAclEntry').map((entry): AclEntryFact => ({
        name: entry.text('NetworkAclEntryName') ?? entry.text('NetworkAclEntryId') ?? `inbound entry ${entry.place.record}`,
        protocol: entry.required('Protocol', 'a protocol').toLowerCase(),
        port: entry.required('Port', 'a port range'),
        policy: entry.required('Policy', 'accept or drop').toLowerCase(),
        sourceCidr: entry.required('SourceCidrIp', 'a CIDR'),
        ipVersion: entry.text('IpVersion'),
      })),
      vswitchIds: inner(x, 'Resources', 'Resource').filter((r) => r.text('ResourceType') === 'VSwitch')
        .map((r) => r.required('ResourceId', 'the id of a vSwitch')),
    });
  }
  return acls;
}

function readLoadBalancer(x: Fields, loadBalancers: Map<string, LoadBalancerFact>): void {
  const id = x.named(x.required('LoadBalancerId', 'the id of a load balancer'));
  const listed = x.object('ListenerPortsAndProtocol');
  putOnce(loadBalancers, x, id, {
    addressType: x.required('AddressType', 'intranet or internet'),
    status: x.required('LoadBalancerStatus', 'active or inactive'),
    vpcId: x.text('VpcId'),
    address: x.text('Address'),
    listeners: listed && inner(x, 'ListenerPortsAndProtocol', 'ListenerPortAndProtocol')
      .map((l) => `${l.required('ListenerProtocol', 'a protocol').toLowerCase()} ${l.number('ListenerPort')}`),
    servers: servers(x), ...x.has('Tags') && { tags: x.tags('Tags') },
  });
}

function readListener(
  x: Fields, serverGroups: ReadonlyMap<string, ServerGroupFact>, loadBalancers: ReadonlyMap<string, LoadBalancerFact>,
): UdpListenerFact {
  const port = x.number('ListenerPort');
  if (port === undefined) throw x.wrong('ListenerPort', undefined, 'a port');
  const serverGroupId = x.text('VServerGroupId');
  // Not every version of the response contains its load balancer.
  const loadBalancerId = x.text('LoadBalancerId')
    ?? (serverGroupId === undefined ? undefined : serverGroups.get(serverGroupId)?.loadBalancerId)
    ?? (loadBalancers.size === 1 ? [...loadBalancers.keys()][0] : undefined);
  if (loadBalancerId === undefined) {
    throw x.wrong(
      'LoadBalancerId',
      undefined,
      'the id of a load balancer (lb-...)',
      'the response does not contain its load balancer. Add LoadBalancerId to it, or pass the response of DescribeVServerGroupAttribute for its server group',
    );
  }
  return {
    loadBalancerId, port, serverGroupId,
    primarySecondaryGroupId: x.text('MasterSlaveServerGroupId'),
    status: x.required('Status', 'running or stopped'),
    backendPort: x.number('BackendServerPort'),
    accessControl: x.text('AclStatus') === undefined ? undefined : x.text('AclStatus') === 'on',
  };
}

function servers(x: Fields): ServerFact[] {
  return inner(x, 'BackendServers', 'BackendServer').map((s) => ({
    serverId: s.required('ServerId', 'the id of a server'),
    weight: s.number('Weight'),
    port: s.number('Port'),
  }));
}

/** A text that may be empty in a response. An empty text differs from a missing field. */
function said(x: Fields, name: string): string | undefined {
  return x.has(name) ? x.text(name) ?? '' : undefined;
}

/** The objects of a list inside a record. */
function inner(x: Fields, outer: string, name: string): Fields[] {
  return x.list(outer, name).map((body, i) => {
    if (!isObject(body)) throw x.wrong(`${outer}.${name}`, body, 'a list of objects');
    return new Fields({ source: x.placed, record: i + 1 }, body);
  });
}

/** The responses of a call that describes one object. */
function* answers(texts: NetworkTexts, what: keyof NetworkTexts): Iterable<Fields> {
  for (const text of texts[what]) {
    let record = 0;
    for (const { source, body } of documentsOf(text, CALLS[what].name, true)) {
      yield new Fields({ source, record: ++record }, expected(what, source, body));
    }
  }
}

/** The calls that list objects in pages. */
const LISTS = {
  networkInterfaces: { ...INTERFACES_CALL, confused },
  instances: { ...INSTANCES_CALL, confused },
  vswitches: { ...VSWITCHES_CALL, confused },
};

/** Recognizes the response of another call. */
function confused(body: Json): { got: object; fix: string } | undefined {
  const other = callOf(body);
  return other && { got: described(`is a response of ${CALLS[other].name}`), fix: `pass it as ${other}` };
}

function callOf(body: Json): keyof NetworkTexts | undefined {
  return (Object.keys(CALLS) as (keyof NetworkTexts)[]).find((key) => CALLS[key].field in body);
}

/** The response, if it belongs to the call. Otherwise throws an error that shows its content. */
function expected(what: keyof NetworkTexts, path: string, body: unknown): Json {
  const { name, field } = CALLS[what];
  if (isObject(body) && field in body) return body;
  const other = isObject(body) ? callOf(body) : undefined;
  const failed = isObject(body) && typeof body.Code === 'string'
    ? `an error: ${body.Code}${typeof body.Message === 'string' ? `: ${body.Message}` : ''}`
    : undefined;
  throw refusal({
    path, what, allowed: `responses of ${name}`,
    got: failed ? described(`has ${failed}`) : other ? described(`is a response of ${CALLS[other].name}`) : body,
    fix: failed
      ? 'fix the error and make the call again'
      : other ? `pass it as ${other}` : 'store the unchanged response, without --cli-query',
  });
}
