import { MirrorFactTopic } from './mirror-fact';
import { facts, sources } from './sources';

const { stated, unverified } = facts(MirrorFactTopic.BEHAVIOUR);

/** What a duration is reckoned with. No source gives these: give them with every duration. */
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

/** What the product does, which no table holds. */
export const behaviourFacts = [
  stated(sources.overviews, 'A session copies packets from its sources through its filter to its target.'),
  stated(sources.overviews, 'A rule matches by five-tuple: protocol, source CIDR and port, destination CIDR and port. Inbound rules see what an ENI receives, '
    + 'outbound rules what it sends.', 'An inbound TCP rule with source 192.168.0.0/16 port 10000 and destination 10.0.0.0/8 port 80 copies exactly what meets all five.'),
  stated(sources.overviews, 'The first rule by priority that matches decides: accept copies, drop does not. What no rule matches is not copied.'),
  stated(sources.overviews, 'A filter without rules copies nothing.'),
  stated(sources.overviews, 'A packet is mirrored at most once.'),
  stated(sources.overview2026, 'Where a source is in several sessions, they are tried by session priority, and the first with any matching rule decides.'),
  stated(sources.overviews, 'Mirrored packets are VXLAN (RFC 7348) over UDP to port 4789, which is fixed; the outer source port is a hash of the inner five-tuple.'),
  stated(sources.overviews, 'The outer source address is the primary IP of the source ENI, the outer destination address the primary IP of the target.'),
  stated(sources.overviews, 'The encapsulation adds 50 bytes to an IPv4 packet.'),
  stated(sources.overview2023, 'A packet whose length with VXLAN exceeds the MTU of the source instance is truncated.',
    'So an ENI\'s MTU should be at least 50 bytes below what the link supports.'),
  stated(sources.overview2026, 'In the jumbo group the target\'s MTU limits packets, 8500 bytes with jumbo frames, which 8th generation families have; elsewhere packets '
    + 'are cut at 1500, so an inner packet keeps at most 1450 bytes.'),
  stated(sources.overviews, 'Not mirrored: packets that a network ACL or a security group drops, flow log traffic, ARP, DHCP.'),
  stated(sources.overviews, 'IPv6 is not supported.'),
  stated(sources.overviews, 'A service-managed ENI can be neither source nor target.'),
  stated(sources.overviews, 'Source and target are of one account and region; another VPC works only where it is routed.'),
  stated(sources.overviews, 'An ENI cannot be source and target at once.'),
  stated(sources.overviews, 'Mirrored traffic counts against the bandwidth of the instance, and is dropped first under pressure.'),
  stated(sources.reference, 'Write calls on one filter, one rule or one session must not run concurrently.'),
  stated(sources.reference, 'Opening the service cannot be undone.'),
  unverified(sources.reference, 'The order in which the API lists the sources of a session.'),
  unverified(sources.reference, 'Whether a session may be emptied of sources.'),
  unverified(sources.reference, 'What becomes of a session when a source\'s instance is replaced or its ENI released.'),
  unverified(sources.provider, 'Creating or updating one session takes seconds; at Terraform\'s default parallelism of 10 a fleet of 20,000 takes hours.',
    'An assumption: state it beside every duration.'),
];
