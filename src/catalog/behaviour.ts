import { MirrorFactTopic } from './mirror-fact';
import { facts, sources } from './sources';

const { stated, unverified } = facts(MirrorFactTopic.BEHAVIOUR);

/** The assumptions behind a duration. No source has them, so every duration is shown with them. */
export const ASSUMED_RATE = {
  /** Seconds that the service needs for one write call on a session, as the provider waits for it. */
  secondsPerCall: 5,
  /** Write calls of a new session: creation, and the update that follows it. */
  callsToCreate: 2,
  /** Of one whose list of sources changes: all out, then all in. */
  callsToExchange: 2,
  /** Of one that moves to another target. */
  callsToMove: 1,
  /** Of one that goes. */
  callsToDelete: 1,
  /** Terraform's own, unless set otherwise. */
  parallelism: 10,
} as const;

/** The behavior of the product that is in no table. */
export const behaviourFacts = [
  stated(sources.overviews, 'A session copies packets from its sources through its filter to its target.'),
  stated(
    sources.overviews,
    'A rule matches by five-tuple: protocol, source CIDR and port, destination CIDR and port. Inbound rules apply to packets that an ENI receives, '
      + 'outbound rules to packets that it sends.',
    'An inbound TCP rule with source 192.168.0.0/16 port 10000 and destination 10.0.0.0/8 port 80 copies exactly what meets all five.',
  ),
  stated(
    sources.overviews,
    'The first rule by priority that matches decides: accept copies, drop does not. A packet that no rule matches is not copied.',
  ),
  stated(sources.overviews, 'A filter without rules copies nothing.'),
  stated(sources.overviews, 'A packet is mirrored at most once.'),
  stated(
    sources.overview2026,
    'If a source is in several sessions, they are tried by session priority, and the first with any matching rule decides.',
  ),
  stated(
    sources.overviews,
    'Mirrored packets are VXLAN (RFC 7348) over UDP to port 4789, which is fixed. The outer source port is a hash of the inner five-tuple.',
  ),
  stated(
    sources.overviews,
    'The outer source address is the primary IP of the source ENI, the outer destination address the primary IP of the target.',
  ),
  stated(sources.overviews, 'The encapsulation adds 50 bytes to an IPv4 packet.'),
  stated(sources.overview2023, 'A packet whose length with VXLAN exceeds the MTU of the source instance is truncated.',
    'So an ENI\'s MTU should be at least 50 bytes below that of the link.'),
  stated(
    sources.overview2026,
    "In the jumbo group the target's MTU limits packets, 8500 bytes with jumbo frames, which 8th generation families have. Elsewhere packets "
    + 'are cut at 1500, so an inner packet keeps at most 1450 bytes.'),
  stated(sources.overviews, 'Not mirrored: packets that a network ACL or a security group drops, flow log traffic, ARP, DHCP.'),
  stated(sources.overviews, 'IPv6 is not supported.'),
  stated(sources.overviews, 'A service-managed ENI can be neither source nor target.'),
  stated(sources.overviews, 'Source and target are of one account and region. Another VPC works only if it is routed.'),
  stated(sources.overviews, 'An ENI cannot be source and target at once.'),
  stated(sources.overviews, 'Mirrored traffic counts against the bandwidth of the instance, and is dropped first under pressure.'),
  stated(sources.reference, 'Write calls on one filter, one rule or one session must not run concurrently.'),
  stated(sources.reference, 'Opening the service cannot be undone.'),
  unverified(sources.reference, 'The order in which the API lists the sources of a session.'),
  unverified(sources.reference, 'Whether a session may be emptied of sources.'),
  unverified(sources.reference, 'What becomes of a session when a source\'s instance is replaced or its ENI released.'),
  unverified(
    sources.provider,
    "Creating or updating one session takes seconds. At Terraform's default parallelism of 10 a fleet of 20,000 takes hours.",
    'An assumption: every duration is shown with it.'),
];
