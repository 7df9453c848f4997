import { Bounds } from './limits';
import { MirrorEdition } from './mirror-edition';
import { MirrorFactTopic } from './mirror-fact';
import { facts, sources } from './sources';

const { stated, inferred, unverified } = facts(MirrorFactTopic.TARGET);

/** Requirements and limits of a target's security group. */
export const SECURITY_GROUP = {
  /** The arguments of the rule that lets mirrored packets in. */
  type: 'ingress',
  ipProtocol: 'udp',
  portRange: '4789/4789',
  nicType: 'intranet',
  policy: 'accept',
  /** Smaller first. At equal priority drop wins. */
  priority: { min: 1, max: 100 } as Bounds,
  /** The older text. */
  rulesPerGroup: 200,
  /** Over all groups of an interface, edition 2026. */
  rulesPerInterface: 1_000,
  groupsPerInterface: 5,
  /** Other groups that the rules of a basic group may name. */
  namedGroups: 20,
  /** `max_entries` of a prefix list. */
  prefixListEntries: { min: 1, max: 200 } as Bounds,
  /** The type of a basic group in the provider's words. An advanced one is `enterprise`. */
  basicType: 'normal',
} as const;

/** Requirements and limits of a network ACL. */
export const NETWORK_ACL = {
  protocol: 'udp',
  port: '4789/4789',
  policy: 'accept',
  entriesPerDirection: 20,
  aclsPerVswitch: 1,
} as const;

/** Requirements of an internal CLB instance. */
export const LOAD_BALANCER = {
  addressType: 'intranet',
  protocol: 'udp',
  frontendPort: 4789,
  schedulers: ['wrr', 'rr', 'sch', 'tch', 'qch'],
  /** Keeps both directions of a source on one sensor. Needs a guaranteed-performance spec. */
  sourceScheduler: 'sch',
  /** Consistent hashes: flows stay on one sensor. All need a guaranteed-performance spec. */
  hashingSchedulers: ['sch', 'tch', 'qch'],
  /** The default of the provider. */
  defaultScheduler: 'wrr',
  /** Statuses of a listener that works, or will work soon. */
  workingStatuses: ['running', 'starting', 'configuring'],
  activeStatus: 'active',
  /** Billed by traffic. It needs no spec. */
  chargeByUse: 'PayByCLCU',
  chargeBySpec: 'PayBySpec',
  weight: { min: 0, max: 100 } as Bounds,
  defaultWeight: 100,
  /** In characters. */
  nameLength: { min: 1, max: 80 } as Bounds,
  healthCheck: {
    /** Seconds. */
    interval: { min: 1, max: 50 } as Bounds,
    timeout: { min: 1, max: 300 } as Bounds,
    /** The provider takes 1 as well, which the API refuses. */
    threshold: { min: 2, max: 10 } as Bounds,
    /** The recommendation of the product for UDP. */
    advised: { interval: 5, timeout: 10, threshold: 3 },
  },
} as const;

/** How many rules a target's security groups can hold: the older text under 2023, the sum over an ENI's groups under 2026. */
export function securityGroupRuleBudget(edition: MirrorEdition): number {
  return edition === MirrorEdition.EDITION_2026 ? SECURITY_GROUP.rulesPerInterface : SECURITY_GROUP.rulesPerGroup;
}

export const targetFacts = [
  stated(sources.overviews, 'The source side ignores security groups and network ACLs for the copy. The target side must admit it.'),
  stated(sources.overviews, 'A target\'s security group must admit inbound UDP 4789 from the IPs of the source ENIs.'),
  stated(
    sources.overviews,
    "A network ACL on the target's vSwitch must admit inbound UDP from the IPs of the source ENIs and all source ports.",
    "The page names no destination port. An ACL's port is the destination port, so 4789/4789 is required, and any wider range is accepted.",
  ),
  stated(
    sources.provider,
    'A security group rule for mirrored packets: type ingress, ip_protocol udp, port_range 4789/4789, nic_type intranet, policy accept, priority 1 to '
      + '100, and one of cidr_ip, source_security_group_id and prefix_list_id.',
    'Smaller priorities come first. At equal priority drop wins. A group id works only in the same VPC.',
  ),
  stated(
    sources.provider,
    'An identical security group rule that is there already is accepted silently and shared: deleting one of two such resources opens a hole.',
  ),
  stated(sources.ecs2023, 'A security group has at most 200 rules.'),
  stated(sources.ecs2026, 'All security groups of an ENI have at most 1,000 rules together.'),
  stated(sources.ecs, 'An ENI is in at most 5 security groups.',
    '500 sources with one /32 each do not fit: aggregate CIDRs.'),
  stated(sources.ecs,
    'Basic groups admit traffic inside the group and all outbound traffic. Advanced groups deny both directions and cannot reference groups.',
  ),
  stated(
    sources.vpc,
    'A network ACL is stateless. Its entries are tried in order, and the first match decides. It has 20 entries per direction, and a vSwitch has one ACL.',
  ),
  stated(sources.provider, 'The entry list of a network ACL is a full overwrite: one that lists only 4789 cuts its vSwitch off.',
    'Only the inbound direction carries mirrored packets.'),
  stated(
    sources.provider,
    'An internal CLB target has address_type intranet and a UDP listener on 4789 with the scheduler wrr, rr, sch, tch or qch.',
    'sch keeps both directions of a source on one sensor and needs a guaranteed-performance spec.'),
  stated(sources.clb, 'The backends of a CLB target see the IPs of the sources, so their groups must admit UDP 4789 from the sources.'),
  stated(
    sources.clb,
    'A UDP health check cannot be switched off and takes an ICMP port-unreachable answer for down, so something must listen on the backend port.',
  ),
  stated(
    sources.groupsPage,
    'A basic group has default rules that are not shown: inbound it admits what comes from members of the group, and nothing else.',
  ),
  inferred(
    sources.groupsPage,
    'What comes from inside a basic group is admitted after every rule: an explicit drop goes before it.',
    'No page has the order.',
  ),
  inferred(sources.ecs, 'The rules of all groups of an interface are taken together and sorted by priority.'),
  stated(
    sources.aclPage,
    'A network ACL does not filter traffic between interfaces of one vSwitch, and does not filter a CLB itself. It filters packets that a CLB forwards to ECS.',
  ),
  stated(sources.aclPage, 'A network ACL without entries drops everything.'),
  stated(
    sources.provider,
    'The port of a network ACL entry is -1/-1 for all, icmp and gre, and two ports from 1 to 65535 for tcp and udp.',
    'The answer of the service to another form is not verified.',
  ),
  stated(sources.provider, 'A security group rule left without port_range passes the plan for UDP and fails at apply.'),
  stated(sources.provider, 'Two security group rules with the same content have one id: taking one away takes both.'),
  unverified(sources.provider, 'Whether a rule that differs from another in priority alone is added or swallowed.'),
  unverified(sources.provider, 'Which CIDR the service answers for one with host bits or without a mask. The provider compares texts.'),
  unverified(
    sources.provider,
    'Which backend port the service answers for a listener with a server group. A number other than the configured one replaces the listener in every plan.',
  ),
  unverified(
    sources.provider,
    'Which accepting_ali_uid the service answers if none is set. Another value replaces the peering in every plan.',
  ),
  stated(
    sources.clb,
    'A listener does not change from wrr or rr to a hashing scheduler, nor between hashing schedulers. These need a guaranteed-performance instance.',
  ),
  stated(sources.clb, 'A CLB without an address type is made for the internet.', 'Without address_type the provider sends none.'),
  stated(sources.clbHealth, 'For a UDP listener an interval of 5 seconds, a timeout of 10 seconds and thresholds of 3 and 3 are advised.'),
  stated(
    sources.clbHealth,
    'Health checks come from 100.64.0.0/10, for which a security group needs no rule. A firewall in the guest needs one.',
  ),
  stated(
    sources.reference,
    'A CLB health check has an interval of 1 to 50 seconds, a timeout of 1 to 300 seconds and thresholds of 2 to 10.',
    'The provider passes a threshold of 1 on.'),
  stated(
    sources.provider,
    'A security group rule is known by group, direction, protocol, ports, card type, source, policy and priority: every change but that of its '
    + 'description replaces it.'),
  stated(sources.ecs, 'The rules of a basic security group name at most 20 other groups.'),
  unverified(sources.ecs, 'Whether a prefix list counts in a group\'s rules by its max_entries or by the entries it has.'),
  unverified(sources.clb, 'The CLB pages list UDP 4789 among the reserved listener ports, while the mirroring pages demand it.',
    'The listener is demanded, the port not refused.'),
  stated(sources.overview2026, 'A Gateway Load Balancer endpoint is a target since 2025, in the jumbo group.',
    'The provider accepts only NetworkInterface and SLB as target type.'),
  stated(
    sources.overviews,
    'A target in another VPC needs a peering connection and routes both ways, CIDRs that do not overlap, and a CIDR rule in the security group.',
  ),
];

/**
 * Statuses of an instance (DescribeInstances, and `status` of alicloud_instance):
 * https://help.aliyun.com/document_detail/25506.html, read on 2026-11-27 in the reference of the SDK.
 */
export const INSTANCE = {
  /** Statuses of an instance that receives, or will receive soon. */
  runningStatuses: ['Running', 'Starting', 'Pending'],
} as const;

/** Statuses of a network interface (DescribeNetworkInterfaces). */
export const INTERFACE = {
  /** No instance has it. */
  detachedStatus: 'Available',
} as const;
