import { a, acknowledgeUndecided, count, few, listed, NAME_INTERFACES_ALIKE, number, verb } from './phrases';
import { networkKinds, networkOptions } from '../network-options';
import { Reader, reason } from '../reason';
import { acknowledgement } from '../settings';

/** A target that does not receive. The packet is absent if its sources are not known. */
type AtTarget = { target: string; packet?: string };

/** A listener without servers that have weight. The group is absent if the listener has the servers of the load balancer. */
type Servers = AtTarget & { group?: string; listener: string; snippet: string };

/** Sources that a target, or a server behind it, does not admit. The snippet is the rule or entry for the first of the CIDRs. */
type NotAdmitted = {
  target: string; server?: string; refused: number; total: number; sources: string[]; packet: string; cidrs: string[]; snippet: string;
};

/** Sources whose packets a target, or a server behind it, does not receive. */
type NotReceived = Omit<NotAdmitted, 'cidrs' | 'snippet'>;

/** Packets whose admission is undecided. */
type Undecided = { source: string; made: boolean; receiver: string; port: number };

/** Sources without a way to their target. */
type NoWay = { target: string; sources: string[]; packet: string };

/** A route that a VPC does not have. */
type MissingRoute = { vpc: string; cidr: string; peering: string };

/** A way that is undecided. */
type UndecidedWay = { source: string; target: string; made?: boolean };

/** A server that is a source. */
type MirroredServer = { source: string; target: string; sessions: string[]; port: number };

const IN_PLACE = 'The sessions are updated in place. No source is interrupted.';
const SOURCE_REMOVED = 'Removing a source interrupts the other sources of its session for some seconds.';
const BALANCER_INTERRUPTED = 'The sources of the load balancer are interrupted until the new listener is running.';
const CHECK_PLAN = 'Check the plan before you apply it.';
const SERVERS = ['serverGroups', 'networkInterfaces', 'securityGroups', 'vswitches'];
const BALANCER = ['loadBalancers', 'loadBalancerUdpListeners', ...SERVERS];
const ADMISSION = ['securityGroups', 'networkAcls', 'networkInterfaces', 'vswitches'];

/** The calls that a proof still needs, those of them that depend on a response, and the files of the responses. */
export type Needed = { commands: readonly string[]; files: readonly string[]; networkAcl?: string; prefixList?: string };

/** How to provide data that the app does not contain: with the commands, if the ids are known. */
function provide(kinds: readonly string[], reader: Reader, parameters: object = {}): string {
  const { commands, files: written, networkAcl, prefixList } = parameters as Partial<Needed>;
  if (commands !== undefined && written !== undefined) {
    const argument = reader === 'constructs'
      ? `MirrorPolicy.of(app).networkFacts(MirrorNetworkFacts.fromFiles({ ${written.join(', ')} }))`
      : `add \`${networkOptions(written)}\``;
    const also = [
      ...networkAcl === undefined ? [] : [`If the vSwitch has a network ACL, also run \`aliyun ${networkAcl}\` (networkAcls).`],
      ...prefixList === undefined ? [] : [`If a rule names a prefix list, also run \`aliyun ${prefixList}\` (prefixLists).`],
    ];
    return [`Run \`${commands.join('; ')}\`. Then provide the responses: ${argument}.`, ...also].join(' ');
  }
  const files = kinds.map((kind) => `${kind}: [...]`).join(', ');
  const what = reader === 'constructs'
    ? `MirrorPolicy.of(app).networkFacts(MirrorNetworkFacts.fromFiles({ ${files} }))`
    : `add \`${networkKinds(kinds)}\``;
  return `Provide the API responses: ${what}. The commands are in docs/proof.md.`;
}

function provided(kinds: readonly string[]): (parameters: object, reader: Reader) => string {
  return (parameters, reader) => provide(kinds, reader, parameters);
}

function dropped(packet: string | undefined): string {
  return packet === undefined ? '' : `. Packet ${packet} is dropped`;
}

function notAdmitted({ target, server, refused, total, sources, packet }: NotReceived, why: string): string {
  const receiver = server === undefined ? `Target ${target}` : `Server ${server} behind target ${target}`;
  const of = refused === total ? count(total, 'source') : `${number(refused)} of ${count(total, 'source')}`;
  return `${receiver} does not receive from ${of} (${few(sources)}): ${why}${dropped(packet)}`;
}

function eachCidr(cidrs: readonly string[], what: string): string {
  return cidrs.length > 1 ? ` Add one ${what} for each of ${few(cidrs)}.` : '';
}

function addRule({ snippet, cidrs }: NotAdmitted): string {
  return `Add ${snippet}.${eachCidr(cidrs, 'rule')}`;
}

function addEntry({ snippet, cidrs }: NotAdmitted, where: string): string {
  return `Insert ${snippet} ${where}.${eachCidr(cidrs, 'entry')} Keep the other entries, because the whole list is replaced.`;
}

function undecided({ source, receiver, port }: Undecided, why: string): string {
  return `Cannot check whether ${receiver} admits UDP ${port} from source ${source}: ${why}`;
}

function writeValue(id: string, reader: Reader): string {
  return 'Write the value itself, and one resource for each value if count or for_each makes them. '
    + acknowledgeUndecided(id, 'the source is admitted', reader);
}

/** Another resource or a module of the app decides, or an expression does. No API response has the result. */
function decidedByApp(id: string, reader: Reader): string {
  return `Write it with the resources and values of this app. ${acknowledgeUndecided(id, 'the copies arrive', reader)}`;
}

function noWay({ target, sources, packet }: NoWay, why: string): string {
  return `Target ${target} does not receive from ${count(sources.length, 'source')} (${few(sources)}): ${why}${dropped(packet)}`;
}

function undecidedWay({ source, target }: UndecidedWay, why: string): string {
  return `Cannot check the route from source ${source} to target ${target}: ${why}`;
}

function missingRoute({ vpc, cidr, peering }: MissingRoute): string {
  return `VPC ${vpc} has no route to ${cidr} over ${peering}`;
}

/** The call that sets an option of a source. */
function setOf(made: boolean, option: string): string {
  return made ? `MirrorSource.fromResource(resource, { ${option} })` : `MirrorSource.networkInterface(id, { ${option} })`;
}

/** How to set the VPC, vSwitch and groups of an interface that receives. */
function setPlace(kinds: readonly string[]): (parameters: object, reader: Reader) => string {
  return (parameters, reader) => reader === 'constructs'
    ? `Set vswitchId and securityGroupIds of MirrorTarget, or of MirrorSensor for a server. Or: ${provide(kinds, reader, parameters)}`
    : provide(kinds, reader, parameters);
}

/** How to set the address and groups of a source. */
function setGroups(parameters: Undecided, reader: Reader): string {
  const facts = provide(ADMISSION, reader, parameters);
  return reader === 'constructs' ? `Set them with ${setOf(parameters.made, 'primaryIp, securityGroupIds')}. Or: ${facts}` : facts;
}

/** How to set the VPC of a source or target. */
function setVpc(what: 'MirrorSource' | 'MirrorTarget', made: boolean, reader: Reader, parameters: object): string {
  const facts = provide(['networkInterfaces', 'vswitches'], reader, parameters);
  const how = what === 'MirrorSource' ? setOf(made, 'vpcId') : 'the options of MirrorTarget';
  return reader === 'constructs' ? `Set vpcId or vswitchId with ${how}. Or: ${facts}` : facts;
}

function serversOf({ group, listener }: Servers): string {
  return group === undefined ? `listener ${listener}` : `server group ${group}`;
}

const SERVER_NOTES = 'For a network interface, add type = "eni". Let the listener depend on it.';

const ACKNOWLEDGE_ROUTE = 'acknowledge TM408 if the route exists';

function mirroredServer({ source, target, sessions }: MirroredServer): string {
  return `Source ${source} is a server behind target ${target} of ${few(sessions)}`;
}

function notMirrored({ port }: MirroredServer): string {
  return `Remove the source from its session, or drop UDP ${port} in the first inbound rule of the session's filter.`;
}

/** Targets, and whether mirrored packets reach them. */
export const TM4 = {
  TM401: {
    title: 'A target\'s type fits its id',
    reasons: {
      otherType: reason<{ target: string; balanced: boolean; fits: string; written: string; sessions: string[] }>({
        problem: ({ target, balanced, written, sessions }) => `Target ${target} is a ${balanced ? 'load balancer' : 'network interface'}, `
          + `but traffic_mirror_target_type is ${written} (${few(sessions)})`,
        fix: ({ balanced, fits }, reader) => `Write traffic_mirror_target_type = "${fits}"`
          + (reader === 'constructs' ? `, or use MirrorTarget.${balanced ? 'internalLoadBalancer' : 'networkInterface'}(id).` : '.'),
        effect: IN_PLACE,
      }),
      otherKind: reason<{ target: string; kind: string }>({
        problem: ({ target, kind }) => `Target ${target} is the id of ${a(kind)}, but a target is a network interface or an internal CLB`,
        fix: 'Use the id of a network interface (eni-...) or of an internal CLB (lb-...). The primary interface of an instance is its attribute network_interface_id.',
        effect: IN_PLACE,
      }),
      argumentKind: reason<{ part: string; argument: string; value: string; kind: string; expected: string[]; target: string }>({
        problem: ({ part, argument, value, kind, expected, target }) =>
          `${argument} of ${part} is ${value}, the id of ${a(kind)} instead of ${expected.map(a).join(' or ')}: the apply fails, `
          + `and nothing is verified to reach target ${target}`,
        fix: ({ argument, expected }) => `Write the id of ${expected.map(a).join(' or ')} in ${argument}.`,
      }),
      noId: reason<{ target: string }>({
        problem: ({ target }) => `Target ${target === '' ? '""' : target} is neither the id of a network interface nor of a CLB`,
        fix: 'Write the id as the console shows it: eni-... or lb-...',
        effect: IN_PLACE,
      }),
      typeOnlyAtApply: reason({
        problem: ({ path }) => `${path}: traffic_mirror_target_type is known only at apply`,
        fix: 'Write traffic_mirror_target_type as a plain value.',
      }),
      typeNotKnown: reason<{ target: string }>({
        problem: ({ target }) => `Cannot check target ${target}: it is not known whether it is a network interface or a load balancer`,
        fix: 'Write traffic_mirror_target_type in the sessions of the target.',
      }),
    },
  },
  TM402: {
    title: 'No target is a Gateway Load Balancer endpoint',
    reasons: {
      endpoint: reason<{ target: string; allowed: string[] }>({
        problem: ({ target, allowed }) =>
          `Target ${target} is a Gateway Load Balancer endpoint, but the provider accepts only ${allowed.join(' and ')}`,
        fix: 'Use the network interface of a sensor or an internal CLB as target.',
        effect: IN_PLACE,
      }),
    },
  },
  TM403: {
    title: 'A target\'s security groups admit its sources',
    reasons: {
      noGroup: reason<NotAdmitted>({
        problem: (p) => notAdmitted(p, 'the network interface is in no security group'),
        fix: (p) => `Put the network interface in a security group. ${addRule(p)}`,
      }),
      noRule: reason<NotAdmitted & { groups: string[] }>({
        problem: (p) => notAdmitted(p, `no rule of ${few(p.groups)} admits ${verb(p.refused, 'it', 'them')}`),
        fix: addRule,
      }),
      groupInOtherVpc: reason<{ target: string; receiver: string; group: string; vpc: string; groupVpc: string }>({
        problem: ({ target, receiver, group, vpc, groupVpc }) =>
          `${receiver} is in VPC ${vpc}, but its security group ${group} is in VPC ${groupVpc}, so the apply fails and target ${target} receives nothing`,
        fix: ({ vpc }) => `Use a security group of VPC ${vpc}.`,
      }),
      ruleDrops: reason<NotAdmitted & { rule: string; first: boolean; firstPriority: number }>({
        problem: (p) => notAdmitted(p, `${p.rule} drops ${verb(p.refused, 'it', 'them')}`),
        fix: (p) => p.first
          ? `Remove ${p.rule}, or replace it by a rule with a priority above ${p.firstPriority}. ${addRule(p)}`
          : addRule(p),
      }),
      sourcesOnlyAtApply: reason<{ sessions: string[] }>({
        problem: ({ sessions }) => `Cannot check the sources of ${few(sessions)}: the list is known only at apply`,
        fix: (_, reader) => `List the sources one by one${reader === 'constructs' ? ', each with its primaryIp' : ''}.`,
      }),
      targetNotKnown: reason<{ target: string; port: number }>({
        problem: ({ target, port }) =>
          `Cannot check whether target ${target} admits UDP ${port}: its security groups, vSwitch and VPC are not known`,
        fix: setPlace(['networkInterfaces', 'securityGroups', 'vswitches']),
      }),
      addressNotKnown: reason<{ source: string; made: boolean; receiver: string }>({
        problem: ({ source, receiver }) =>
          `Cannot check source ${source}: its primary IP is not known, and ${receiver} does not admit all addresses that it may have`,
        fix: ({ made }, reader) => reader === 'constructs'
          ? `Set primaryIp with ${setOf(made, 'primaryIp')}, or admit the whole block of its vSwitch.`
          : `Admit the whole block of its vSwitch. Or provide the address. ${provide(['networkInterfaces'], reader)}`,
      }),
      groupsNotKnown: reason<Undecided>({
        problem: (p) => undecided(p, `the security groups of ${p.receiver} are not known`),
        fix: setPlace(ADMISSION),
      }),
      rulesNotKnown: reason<Undecided & { why: string; byApp: boolean }>({
        problem: (p) => undecided(p, p.why),
        fix: (p, reader) => p.byApp ? decidedByApp('TM403', reader) : provide(ADMISSION, reader, p),
      }),
      ruleOnlyAtApply: reason<Undecided & { why: string }>({
        problem: (p) => undecided(p, `a rule is not known (${p.why})`),
        fix: (_, reader) => writeValue('TM403', reader),
      }),
      prefixListNotKnown: reason<Undecided & { list: string; rule: string }>({
        problem: (p) => undecided(p, `the entries of prefix list ${p.list} in ${p.rule} are not known`),
        fix: provided(['prefixLists']),
      }),
      sourceGroupsNotKnown: reason<Undecided & { group: string; rule: string }>({
        problem: (p) => undecided(p, `${p.rule} refers to ${p.group}, and the security groups of the source are not known`),
        fix: setGroups,
      }),
      membershipNotKnown: reason<Undecided & { group: string; rule: string }>({
        problem: (p) => undecided(p, `${p.rule} refers to ${p.group}, and it is not known whether the source is in that group and VPC`),
        fix: (_, reader) => 'Refer to the groups of the source and of the rule in the same way, all by id or all by resource. '
          + acknowledgeUndecided('TM403', 'the source is in that group', reader),
      }),
      ruleMatchNotKnown: reason<Undecided & { rule: string }>({
        problem: (p) => undecided(p, `it is not known whether ${p.rule} matches`),
        fix: provided(ADMISSION),
      }),
      ownGroupNotKnown: reason<Undecided & { group: string }>({
        problem: (p) => undecided(p, `it is not known whether the source is in ${p.group} too`),
        fix: setGroups,
      }),
      innerAccessNotKnown: reason<Undecided & { group: string }>({
        problem: (p) => undecided(p, `it is not known whether ${p.group} admits its members`),
        fix: provided(ADMISSION),
      }),
    },
  },
  TM404: {
    title: 'The network ACL of a target admits its sources',
    reasons: {
      noEntry: reason<NotAdmitted & { acl: string }>({
        problem: (p) => notAdmitted(p, `no ingress entry of ${p.acl} admits ${verb(p.refused, 'it', 'them')}`),
        fix: (p) => addEntry(p, `in ${p.acl}`),
      }),
      entryDrops: reason<NotAdmitted & { entry: string }>({
        problem: (p) => notAdmitted(p, `${p.entry} drops ${verb(p.refused, 'it', 'them')}`),
        fix: (p) => addEntry(p, `before ${p.entry}`),
      }),
      vswitchNotKnown: reason<Undecided>({
        problem: (p) => undecided(p, `the vSwitch of ${p.receiver} and its network ACL are not known`),
        fix: setPlace(ADMISSION),
      }),
      aclNotKnown: reason<Undecided & { why: string; byApp: boolean }>({
        problem: (p) => undecided(p, p.why),
        fix: (p, reader) => p.byApp ? decidedByApp('TM404', reader) : provide(ADMISSION, reader, p),
      }),
      entryOnlyAtApply: reason<Undecided & { why: string }>({
        problem: (p) => undecided(p, `an entry is not known (${p.why})`),
        fix: (_, reader) => writeValue('TM404', reader),
      }),
      entryMatchNotKnown: reason<Undecided & { entry: string }>({
        problem: (p) => undecided(p, `it is not known whether ${p.entry} matches`),
        fix: provided(ADMISSION),
      }),
      ownVswitchNotKnown: reason<Undecided & { vswitch: string }>({
        problem: (p) => undecided(
          p, `it is not known whether the source is in vSwitch ${p.vswitch} too, and no ACL filters traffic inside a vSwitch`,
        ),
        fix: provided(ADMISSION),
      }),
    },
  },
  TM405: {
    title: 'A load balancer target is internal',
    reasons: {
      missing: reason<{ internal: string }>({
        problem: ({ path }) =>
          `${path} has no address_type: the service then creates an internet load balancer and ignores vswitch_id (not verified)`,
        fix: ({ internal }) =>
          `Write address_type = "${internal}". If the load balancer exists, create another one and set it as the target of the sessions.`,
        effect: 'A change of address_type replaces an existing load balancer. A new target of a session is set in place.',
      }),
      notInternal: reason<AtTarget & { addressType: string; internal: string }>({
        problem: ({ target, addressType, packet }) =>
          `Target ${target} has address type ${addressType}, but only an internal CLB receives mirrored packets${dropped(packet)}`,
        fix: ({ internal }) =>
          `Create another load balancer with address_type = "${internal}" and a vswitch_id, and set it as the target of the sessions.`,
        effect: 'A change of address_type replaces an existing load balancer. A new target of a session is set in place.',
      }),
      addressTypeNotKnown: reason<{ target: string }>({
        problem: ({ target }) => `Cannot check target ${target}: it is not known whether the load balancer is internal`,
        fix: provided(['loadBalancers']),
      }),
      addressTypeOnlyAtApply: reason<{ target: string; internal: string }>({
        problem: ({ target }) => `Cannot check target ${target}: its address_type is known only at apply`,
        fix: ({ internal }) => `Write address_type = "${internal}".`,
      }),
    },
  },
  TM406: {
    title: 'A load balancer target listens for mirrored packets',
    reasons: {
      noListener: reason<AtTarget & { port: number; snippet: string }>({
        problem: ({ target, packet }) => `Target ${target} has no listener${dropped(packet)}`,
        fix: ({ snippet }) => `Add ${snippet}.`,
      }),
      otherProtocol: reason<AtTarget & { port: number; snippet: string; listener: string; protocol: string }>({
        problem: ({ target, port, listener, protocol, packet }) =>
          `Target ${target} has no UDP listener on ${port}: ${listener} uses ${protocol}${dropped(packet)}`,
        fix: ({ snippet }) => `Add ${snippet}.`,
      }),
      otherPorts: reason<AtTarget & { port: number; snippet: string; listeners: string[] }>({
        problem: ({ target, port, listeners, packet }) =>
          `Target ${target} has no UDP listener on ${port}, only on ${few(listeners)}${dropped(packet)}`,
        fix: ({ snippet }) => `Add ${snippet}.`,
      }),
      balancerNotActive: reason<AtTarget & { status: string }>({
        problem: ({ target, status, packet }) => `Target ${target} is ${status}${dropped(packet)}`,
        fix: 'Start the load balancer.',
      }),
      listenerNotRunning: reason<AtTarget & { listener: string; status: string }>({
        problem: ({ target, listener, status, packet }) => `Target ${target} does not listen: ${listener} is ${status}${dropped(packet)}`,
        fix: 'Start the listener.',
      }),
      balancerNotKnown: reason<{ target: string; port: number }>({
        problem: ({ target, port }) =>
          `Cannot check target ${target}: its address type, its listener on UDP ${port} and its servers are not known`,
        fix: provided(BALANCER),
      }),
      listenersNotKnown: reason<{ target: string; why: string; byApp: boolean }>({
        problem: ({ target, why }) => `Cannot check the listeners of target ${target}: ${why}`,
        fix: (p, reader) => p.byApp ? decidedByApp('TM406', reader) : provide(BALANCER, reader, p),
      }),
      listenerOnlyAtApply: reason<{ target: string; listener: string }>({
        problem: ({ target, listener }) => `Cannot check target ${target}: protocol or frontend_port of ${listener} is known only at apply`,
        fix: 'Write protocol and frontend_port as values.',
      }),
      writtenOnlyAtApply: reason<{ target: string; why: string }>({
        problem: ({ target, why }) => `Cannot check target ${target}: ${why}`,
        fix: 'Write the value itself, without count and for_each.',
      }),
      listenerNotKnown: reason<{ target: string; why: string }>({
        problem: ({ target, why }) => `Cannot check the listener of target ${target}: ${why}`,
        fix: provided(['loadBalancerUdpListeners', 'serverGroups']),
      }),
      accessControl: reason<{ target: string; listener: string }>({
        problem: ({ target, listener }) =>
          `Cannot check target ${target}: it is not known whether the access control list of ${listener} admits the sources`,
        fix: (_, reader) => 'Write acl_status = "off": the security groups of the sensors decide. '
          + acknowledgeUndecided('TM406', 'the list admits the sources', reader),
      }),
    },
  },
  TM407: {
    title: 'A load balancer target has servers',
    reasons: {
      otherBalancer: reason<AtTarget & { group: string; owner: string }>({
        problem: ({ target, group, owner, packet }) =>
          `The listener of target ${target} names server group ${group}, which belongs to load balancer ${owner}${dropped(packet)}`,
        fix: 'Name a server group of the same load balancer in server_group_id of the listener.',
      }),
      otherVpc: reason<AtTarget & { server: string }>({
        problem: ({ target, server, packet }) =>
          `Server ${server} behind target ${target} is in another VPC than the load balancer${dropped(packet)}`,
        fix: 'Use a sensor in the VPC of the load balancer.',
      }),
      noServer: reason<Servers>({
        problem: (p) => `Target ${p.target} has no server: ${serversOf(p)} is empty${dropped(p.packet)}`,
        fix: ({ snippet }) => `Add ${snippet}. ${SERVER_NOTES}`,
      }),
      noWeight: reason<Servers>({
        problem: (p) => `Target ${p.target} has no server: every server of ${serversOf(p)} has weight 0${dropped(p.packet)}`,
        fix: ({ snippet }) => `Set a weight above 0, or add ${snippet}. ${SERVER_NOTES}`,
      }),
      withoutGroup: reason<{ target: string; listener: string }>({
        problem: ({ target, listener }) =>
          `Cannot check the servers of target ${target}: ${listener} has no server group, so it uses the default servers of the load balancer`,
        fix: 'Write server_group_id in the listener, and the sensors as servers of that group.',
      }),
      serversNotKnown: reason<{ target: string; why: string; byApp: boolean }>({
        problem: ({ target, why }) => `Cannot check the servers of target ${target}: ${why}`,
        fix: (p, reader) => p.byApp ? decidedByApp('TM407', reader) : provide(SERVERS, reader, p),
      }),
      primarySecondary: reason<{ target: string; group: string }>({
        problem: ({ target, group }) =>
          `Cannot check the servers of target ${target}: ${group} is a primary/secondary server group, and its servers are not read`,
        fix: (_, reader) => 'Name a server group in server_group_id of the listener. '
          + acknowledgeUndecided('TM407', 'its primary server is a sensor', reader),
      }),
      sameVpcNotKnown: reason<{ target: string; server: string; vpc: string; serverVpc: string }>({
        problem: ({ target, server, vpc, serverVpc }) =>
          `Cannot check server ${server} behind target ${target}: it is not known whether its VPC ${serverVpc} is ${vpc}, the VPC of the load balancer`,
        fix: 'Refer to the VPC in one way, by id or by resource.',
      }),
      vpcNotKnown: reason<{ target: string; server: string }>({
        problem: ({ target, server }) =>
          `Cannot check server ${server} behind target ${target}: it is not known whether it is in the VPC of the load balancer`,
        fix: provided(['loadBalancers', 'networkInterfaces', 'vswitches']),
      }),
      weightOnlyAtApply: reason<{ target: string; server: string }>({
        problem: ({ target, server }) =>
          `Cannot check the servers of target ${target}: the weight of server ${server} is not known`,
        fix: 'Write the weight as a number, or provide the unchanged response of the server group.',
      }),
      portNotKnown: reason<{ source: string; server: string }>({
        problem: ({ source, server }) => `Cannot check whether server ${server} admits source ${source}: the port of the server is not known`,
        fix: 'Write the port as a number, or provide the unchanged response of the server group.',
      }),
    },
  },
  TM408: {
    title: 'Mirrored packets are routed between VPCs',
    reasons: {
      blocksOverlap: reason<NoWay & { from: string; to: string; cidr: string }>({
        problem: (p) => noWay(p, `VPCs ${p.from} and ${p.to} both contain ${p.cidr}, so they cannot be connected`),
        fix: 'Use a target in the VPC of the sources, or give one of the VPCs another block.',
      }),
      notConnected: reason<NoWay & { from: string; to: string }>({
        problem: (p) => noWay(p, `VPCs ${p.from} and ${p.to} are not connected`),
        fix: 'Connect them with alicloud_vpc_peer_connection, and add an alicloud_route_entry to the route table of each VPC. '
          + 'Or use a target in the VPC of the sources.',
      }),
      noRoute: reason<NoWay & MissingRoute & { snippet: string }>({
        problem: (p) => noWay(p, missingRoute(p)),
        fix: ({ snippet }) => `Add ${snippet}. The block of the whole VPC is allowed as well.`,
      }),
      addressNotKnown: reason<UndecidedWay & MissingRoute>({
        problem: (p) => undecidedWay(p, `${missingRoute(p)}, and the primary IP of the source is not known`),
        fix: (_, reader) => reader === 'constructs'
          ? 'Set primaryIp of MirrorSource, or route the whole block of its VPC.'
          : `Route the whole block of its VPC. Or provide the address. ${provide(['networkInterfaces'], reader)}`,
      }),
      sourceVpcNotKnown: reason<UndecidedWay>({
        problem: (p) => undecidedWay(p, 'the VPC of the source is not known'),
        fix: (p, reader) => setVpc('MirrorSource', p.made === true, reader, p),
      }),
      targetVpcNotKnown: reason<UndecidedWay>({
        problem: (p) => undecidedWay(p, 'the VPC of the target is not known'),
        fix: (p, reader) => setVpc('MirrorTarget', false, reader, p),
      }),
      sameVpcNotKnown: reason<UndecidedWay & { from: string; to: string }>({
        problem: (p) => undecidedWay(p, `it is not known whether ${p.from} and ${p.to} are the same VPC`),
        fix: 'Refer to VPCs in one way, by id or by resource.',
      }),
      connectionNotKnown: reason<UndecidedWay & { from: string; to: string }>({
        problem: (p) => undecidedWay(p, `the app does not contain the connection of VPCs ${p.from} and ${p.to}`),
        fix: `Add the peering connection and its routes to the app, or ${ACKNOWLEDGE_ROUTE}.`,
      }),
      ledElsewhere: reason<NoWay & MissingRoute & { route: string }>({
        problem: (p) => noWay(p, `${p.route} leads ${p.cidr} from VPC ${p.vpc} elsewhere (the entry with the longest prefix decides)`),
        fix: ({ route, peering }) => `Remove ${route}, or lead it over ${peering}.`,
      }),
      routeOpen: reason<UndecidedWay & { vpc: string; why: string }>({
        problem: (p) => undecidedWay(p, p.why),
        fix: 'Write route_table_id as the route_table_id of the VPC, nexthop_type as VpcPeer, and the CIDR blocks of routes and VPCs as text. '
          + `Or ${ACKNOWLEDGE_ROUTE}.`,
      }),
      routesToSome: reason<UndecidedWay & MissingRoute>({
        problem: (p) => undecidedWay(p, `${missingRoute(p)}, and the address of the target is not known`),
        fix: (_, reader) => reader === 'constructs'
          ? 'Route the whole block of the target\'s VPC, or set primaryIp of MirrorTarget.'
          : `Route the whole block of the target's VPC. Or provide the address. ${provide(['networkInterfaces', 'loadBalancers'], reader)}`,
      }),
    },
  },
  TM409: {
    title: 'No sensor is mirrored',
    reasons: {
      instanceNotKnown: reason<{ instance: string; target: string }>({
        problem: ({ path, instance, target }) =>
          `Cannot check the sources of ${path}: sensor ${instance} of target ${target} is named by its instance, and the instances of some sources are not known`,
        fix: (_, reader) =>
          (reader === 'constructs' ? 'Use the sources of a MirrorInventory, which knows their instances. Or: ' : '')
          + provide(['networkInterfaces'], reader),
      }),
      perhapsAttached: reason<{ source: string; attachment: string; instance: string; target: string }>({
        problem: ({ source, attachment, instance, target }) =>
          `Cannot check source ${source}: whether ${attachment} attaches it to ${instance}, the sensor of target ${target}, `
          + 'is known only at apply',
        fix: 'Write the attachment without count, for_each and variables, or remove the source from its session.',
        effect: SOURCE_REMOVED,
      }),
      loop: reason<MirroredServer>({
        problem: (p) => `${mirroredServer(p)}, and its filter copies the UDP ${p.port} that it receives back to this target in a loop`,
        fix: notMirrored,
        effect: SOURCE_REMOVED,
      }),
      copiedAgain: reason<MirroredServer & { other?: string }>({
        problem: (p) => `${mirroredServer(p)}, and its filter copies the UDP ${p.port} that it receives to `
          + (p.other === undefined ? 'another target' : `target ${p.other}`),
        fix: notMirrored,
        effect: SOURCE_REMOVED,
      }),
      perhapsSource: reason<{ target: string; server: string; port: number }>({
        problem: ({ target, server, port }) =>
          `Cannot check target ${target}: its server ${server} may be one of the sources under another name, `
          + `and the packets that it receives on UDP ${port} would be copied again`,
        fix: ({ port }) => `${NAME_INTERFACES_ALIKE} Or drop UDP ${port} in the first inbound rule of the filter.`,
      }),
      filterNotKnown: reason<MirroredServer>({
        problem: (p) => `${mirroredServer(p)}, and it is not known whether its filter copies the UDP ${p.port} that it receives`,
        fix: notMirrored,
        effect: SOURCE_REMOVED,
      }),
      reportCopied: reason<{ sources: string[]; instance: string; sensor: string; target: string }>({
        problem: ({ sources, instance, sensor, target }) =>
          `${verb(sources.length, 'Source', 'Sources')} ${few(sources)} and sensor ${sensor} of target ${target} are network interfaces of `
          + `${instance}: packets that the sensor sends over a source are copied back to it`,
        fix: 'Let the sensor send its reports over an interface that is not mirrored, or remove the source from its session.',
        effect: SOURCE_REMOVED,
      }),
    },
  },
  TM410: {
    title: 'A target has the capacity for its sources',
    reasons: {
      tooMuch: reason<{ target: string; capacity: number; sources: number; sum: number; silent: number; busiest: string[] }>({
        problem: ({ target, capacity, sources, sum, silent, busiest }) =>
          `Target ${target} gets up to ${number(sum)} Mbit/s from ${count(sources, 'source')}, but its capacity is ${number(capacity)} Mbit/s `
          + `(busiest: ${few(busiest)})`
          + (silent > 0 ? `. ${count(silent, 'more source')} ${verb(silent, 'has', 'have')} no mirroredMbps` : ''),
        fix: 'Move the busiest sources to another target, narrow their filter, or put more sensors behind a CLB.',
        effect: 'A new target of a session is set in place. If you move a source to another session, the other sources of both sessions '
          + 'are interrupted for some seconds.',
      }),
      ratesNotKnown: reason<{ target: string; capacity: number; sources: number; sum: number; silent: number }>({
        problem: ({ target, capacity, sum, silent }) =>
          `Cannot check the capacity of target ${target}: ${count(silent, 'source')} ${verb(silent, 'has', 'have')} no mirroredMbps, `
          + `and the others send up to ${number(sum)} of ${number(capacity)} Mbit/s`,
        fix: 'Set mirroredMbps of MirrorSource, for example from the monitoring of the interface. Or remove capacityMbps of the target.',
      }),
    },
  },
  TM411: {
    title: 'Sessions wait for the listener, and a listener for its servers',
    reasons: {
      session: reason<{ sessions: string[]; listener: string; address: string }>({
        problem: ({ sessions, listener }) =>
          `${listed(sessions)} ${verb(sessions.length, 'does', 'do')} not wait for listener ${listener}: Terraform creates them in parallel, `
          + `and destroys the servers while ${verb(sessions.length, 'the session is', 'the sessions are')} running`,
        fix: ({ sessions, address }) => `Write depends_on = ["${address}"] in ${verb(sessions.length, 'the session', 'the sessions')}.`,
      }),
      listener: reason<{ servers: string[]; addresses: string[] }>({
        problem: ({ path, servers }) =>
          `${path} does not wait for ${count(servers.length, 'server')} of its group (${few(servers)}): Terraform creates them in `
          + 'parallel, and the provider does not retry the call for the listener',
        fix: ({ addresses }) => `Write depends_on = [${addresses.map((address) => `"${address}"`).join(', ')}] in the listener.`,
      }),
    },
  },
  TM412: {
    title: 'A listener has a server group and no backend port',
    reasons: {
      neither: reason({
        problem: ({ path }) => `${path} has neither server_group_id nor backend_port: the plan passes, and the apply fails`,
        fix: 'Write server_group_id.',
      }),
      both: reason<{ port: string }>({
        problem: ({ path, port }) => `${path} has backend_port ${port} and a server group: `
          + 'if the service returns another port (not verified), every plan replaces the listener',
        fix: `Remove backend_port, because each server of the group has a port. ${CHECK_PLAN}`,
        effect: `An existing listener may be replaced one more time. ${BALANCER_INTERRUPTED}`,
      }),
    },
  },
  TM413: {
    title: 'A listener keeps a flow on one sensor',
    reasons: {
      notHashing: reason<{ scheduler: string; written: boolean; advised: string }>({
        problem: ({ path, scheduler, written }) =>
          `${path} has ${written ? '' : 'no scheduler, so the provider sends '}scheduler ${scheduler}: `
          + 'the packets of one flow go to different sensors',
        fix: ({ advised }) => `Write scheduler = "${advised}", which keeps both directions of a source on one sensor. `
          + 'Replace an existing listener (terraform apply -replace), because the service does not change it to a hashing scheduler.',
        effect: BALANCER_INTERRUPTED,
      }),
      noSpec: reason<{ scheduler: string; chargeType: string }>({
        problem: ({ path, scheduler, chargeType }) =>
          `${path} has scheduler ${scheduler}, which needs a guaranteed-performance load balancer, but its load balancer has neither `
          + `load_balancer_spec nor instance_charge_type = "${chargeType}" (the type that the service creates then is not verified)`,
        fix: ({ chargeType }) =>
          `Write load_balancer_spec, for example slb.s2.small, or instance_charge_type = "${chargeType}" in the load balancer.`,
        effect: 'The load balancer is updated in place.',
      }),
      onlyAtApply: reason<{ advised: string }>({
        problem: ({ path }) => `${path}: scheduler is known only at apply`,
        fix: ({ advised }) => `Write scheduler = "${advised}".`,
      }),
    },
  },
  TM414: {
    title: 'No two security group rules are the same',
    reasons: {
      same: reason<{ rules: string[]; group: string }>({
        problem: ({ rules, group }) =>
          `${listed(rules)} describe the same rule of ${group} and have the same id: if you remove one of them, the port is closed until the next apply`,
        fix: 'Keep one of them. Run `terraform state rm` for the others before you remove them, '
          + 'so that Terraform does not revoke the rule.',
      }),
      perhapsSame: reason<{ rules: string[]; group: string }>({
        problem: ({ rules, group }) =>
          `Cannot check ${listed(rules)} of ${group}, which describe the same rule: whether they exist at the same time is known only at apply`,
        fix: 'Write one resource, or write count as a number.',
      }),
      priorityOnly: reason<{ rules: string[]; group: string }>({
        problem: ({ rules, group }) =>
          `${listed(rules)} of ${group} differ only in priority: the service may ignore one of them (not verified), `
          + 'and removing one may remove another',
        fix: 'Keep one of them. Remove the others in one apply, and check the rules of the group after it.',
      }),
    },
  },
  TM415: {
    title: 'A rule for mirrored packets is replaced without a gap',
    reasons: {
      gap: reason<{ cidr: string }>({
        problem: ({ path, cidr }) =>
          `${path} for ${cidr} has no create_before_destroy: a change of the CIDR revokes the rule first, `
          + 'and packets are dropped until the new one exists',
        fix: 'Write lifecycle { create_before_destroy = true }.',
      }),
    },
  },
  TM416: {
    title: 'A rule for mirrored packets is written as the service keeps it',
    reasons: {
      portRange: reason<{ protocol: string; written: string; why: string; write: string }>({
        problem: ({ protocol, written, why }) => `port_range ${JSON.stringify(written)} of protocol ${protocol}: ${why}`,
        fix: ({ write }) => `Write port_range = "${write}".`,
      }),
      noPortRange: reason<{ port: number }>({
        problem: ({ path }) => `${path} has no port_range: the plan passes, and the apply fails`,
        fix: ({ port }) => `Write port_range = "${port}/${port}".`,
      }),
      protocol: reason<{ written: string; allowed: string }>({
        problem: ({ path, written }) => `${path} has ip_protocol ${written}, but the provider accepts only lower case`,
        fix: ({ allowed }) => `Write ip_protocol = "${allowed}".`,
      }),
      internet: reason<{ nicType: string }>({
        problem: ({ path }) => `${path} has nic_type internet: in a VPC the apply fails, after a changed rule has been revoked`,
        fix: ({ nicType }) => `Write nic_type = "${nicType}".`,
      }),
      advancedGroup: reason<{ group: string; source: string }>({
        problem: ({ path, group, source }) =>
          `${path} refers to security group ${source}, but ${group} is an advanced security group: the plan passes, and the apply fails`,
        fix: 'Write rules for the CIDRs of the sources, or use a basic security group.',
      }),
      otherVpc: reason<{ group: string; source: string; vpc: string; sourceVpc: string }>({
        problem: ({ path, group, source, vpc, sourceVpc }) =>
          `${path} refers to security group ${source} of VPC ${sourceVpc}, but ${group} is in VPC ${vpc}: `
          + 'the plan passes, and the apply fails',
        fix: 'Write rules for the CIDRs of the sources.',
      }),
      noNicType: reason<{ nicType: string }>({
        problem: ({ path }) =>
          `${path} has no nic_type: its id then contains "<nil>", and the provider requests rules of that type `
          + '(the response of the service is not verified)',
        fix: ({ nicType }) => `Write nic_type = "${nicType}" and lifecycle { create_before_destroy = true }.`,
        effect: 'The rule is replaced one time, without a gap.',
      }),
      cidrAndList: reason({
        problem: ({ path }) => `${path} has cidr_ip and prefix_list_id: the provider silently ignores the prefix list`,
        fix: 'Write one rule for the CIDR and one for the prefix list.',
      }),
      cidrForm: reason<{ cidr: string; why: string; change: string }>({
        problem: ({ path, cidr, why }) =>
          `${path} has cidr_ip ${cidr} (${why}): if the service returns another form (not verified), `
          + 'the apply fails, and the rule is missing in the state',
        fix: ({ change }) => `For cidr_ip, ${change}. Write lifecycle { create_before_destroy = true } as well.`,
      }),
    },
  },
  TM417: {
    title: 'A network ACL keeps its entries and bindings',
    reasons: {
      tooManyEntries: reason<{ direction: string; entries: number; limit: number }>({
        problem: ({ path, direction, entries, limit }) =>
          `${path} has ${number(entries)} ${direction}, but the limit is ${limit}: the apply fails after the ACL is created`,
        fix: 'Merge the entries of adjoining CIDRs.',
      }),
      portRange: reason<{ direction: string; protocol: string; written: string; why: string; write: string }>({
        problem: ({ path, direction, protocol, written, why }) =>
          `${path} has port ${JSON.stringify(written)} for protocol ${protocol} in ${direction}: ${why}`,
        fix: ({ write }) => `Write port = "${write}".`,
      }),
      emptyList: reason<{ direction: string }>({
        problem: ({ path, direction }) => `${path} has an empty list ${direction}: the provider ignores it, and the existing entries stay`,
        fix: 'Write an entry that accepts or drops everything.',
      }),
      upperCase: reason<{ direction: string; protocol: string }>({
        problem: ({ path, direction, protocol }) =>
          `${path} has protocol ${protocol} in ${direction}: the service returns lower case, so every plan shows a change`,
        fix: ({ protocol }) => `Write protocol = "${protocol.toLowerCase()}".`,
      }),
      mirroredOnly: reason<{ port: number }>({
        problem: ({ path, port }) =>
          `${path} admits only UDP ${port}: all other inbound packets of its vSwitches are dropped, also the responses to requests from the vSwitches`,
        fix: 'Add the other entries, above all those that the ACL has now, because the whole list is replaced.',
      }),
      inResources: reason<{ limit: number }>({
        problem: ({ path }) => `${path} lists its vSwitches in resources: if you remove one from the list, it stays bound`,
        fix: ({ limit }) => 'Write an alicloud_vpc_network_acl_attachment for each vSwitch, and remove resources. '
          + `A vSwitch has at most ${count(limit, 'network ACL')}.`,
      }),
    },
  },
  TM418: {
    title: 'A server group has all servers inline or all attached',
    reasons: {
      perhapsBoth: reason<{ attachments: string[] }>({
        problem: ({ path, attachments }) =>
          `Cannot check the servers of ${path}: whether it has both inline servers and attachments (${few(attachments)}) is known only at apply`,
        fix: 'Write count as a number, or attach all servers.',
      }),
      both: reason<{ attachments: string[] }>({
        problem: ({ path, attachments }) =>
          `${path} has servers inline and as attachments (${few(attachments)}): every plan removes the attached servers`,
        fix: 'Write an alicloud_slb_server_group_server_attachment for each server, and remove servers. Before you apply, run '
          + '`terraform state rm` for the group, then import the group (<group>) and its inline servers (<group>:<server>:<port>).',
        effect: 'Without state rm and import, the apply removes every server of the group.',
      }),
    },
  },
  TM419: {
    title: 'A peering connection is not replaced by a later plan',
    reasons: {
      perhapsCrossed: reason({
        problem: ({ path }) => `Cannot check ${path}: it has no accepting_ali_uid, and it is not known whether mirrored packets cross it`,
        fix: (
          _, reader,
        ) =>
          `Write accepting_ali_uid, or set the VPC of the sources and the target. ${provide(['networkInterfaces', 'vswitches'], reader)}`,
      }),
      noAccount: reason({
        problem: ({ path }) => `${path} has no accepting_ali_uid, so the provider sends 0: if the service returns the account's id `
          + '(not verified), every plan replaces the peering, and mirrored packets are lost meanwhile',
        fix: `Write accepting_ali_uid, also for the same account, for example from data.alicloud_account. ${CHECK_PLAN}`,
        effect: 'An existing peering may be replaced one more time. Mirrored packets between the VPCs are lost until the new one exists.',
      }),
    },
  },
  TM420: {
    title: 'A running instance has the interface that receives',
    reasons: {
      detached: reason<NotReceived>({
        problem: (p) => notAdmitted(p, 'no instance has the network interface'),
        fix: (_, reader) =>
          'Attach the network interface with alicloud_ecs_network_interface_attachment, and refer to it by the attachment. '
          + `If it is attached outside of this app, acknowledge it${reader === 'terraform' ? ' in the policy file' : ''}: ${acknowledgement('TM420', false, reader)}.`,
      }),
      stopped: reason<NotReceived & { instance: string }>({
        problem: (p) => notAdmitted(p, `instance ${p.instance} is stopped`),
        fix: 'Start the instance. If the app makes it, write status = "Running" or remove status.',
      }),
      useNotKnown: reason<Undecided & { why: string }>({
        problem: ({ source, receiver, why }) => `Cannot check whether ${receiver} receives from source ${source}: ${why}`,
        fix: (_, reader) =>
          `Write the attachment as a resource of this app. ${acknowledgeUndecided('TM420', 'a running instance has the interface', reader)}`,
      }),
    },
  },
  TM421: {
    title: 'A collector with sessions admits their copies',
    reasons: {
      nothingAllowed: reason<{ target: string }>({
        problem: ({ path, target }) =>
          `${path} receives copies at ${target}, but nothing was allowed, so it has no security group rule for them`,
        fix:
          'Call allowFromSession, allowFromFleet or allowFromSources of the collector. If other code admits the copies, acknowledge TM421.',
      }),
    },
  },
};
