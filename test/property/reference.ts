// What becomes of one packet, by the product's own sentences and nothing else: no sets, no cleverness, nothing of src.

export interface Rule {
  policy: 'accept' | 'drop';
  priority: number;
  protocol: string;
  /** `first/last`, or -1/-1 for every port. */
  port: string;
  /** One of the three. */
  cidr?: string;
  group?: string;
  list?: string;
}

export interface Group {
  advanced: boolean;
  /** Members reach each other. */
  inner: boolean;
  rules: Rule[];
}

export interface Entry {
  policy: 'accept' | 'drop';
  protocol: string;
  port: string;
  cidr: string;
}

export interface World {
  groups: Record<string, Group>;
  lists: Record<string, string[]>;
  /** The ACL of the target's vSwitch, if it has one. */
  acl?: Entry[];
  target: { groups: string[]; vswitch: string; vpc: string; port: number };
}

export interface Packet {
  source: string;
  /** Groups, vSwitch and VPC of the interface that sends it. */
  groups: string[];
  vswitch: string;
  vpc: string;
}

/** Whether the packet gets in. */
export function getsIn(world: World, packet: Packet): boolean {
  if (world.acl !== undefined && packet.vswitch !== world.target.vswitch && !passesAcl(world, world.acl, packet)) return false;
  return passesGroups(world, packet);
}

function passesAcl(world: World, entries: Entry[], packet: Packet): boolean {
  for (const entry of entries) {
    if (!protocolMatches(entry.protocol, entry.port, world.target.port)) continue;
    if (!inBlock(packet.source, entry.cidr)) continue;
    return entry.policy === 'accept';
  }
  return false;
}

function passesGroups(world: World, packet: Packet): boolean {
  // One priority after the other; at each, drop before accept.
  for (let priority = 1; priority <= 100; priority++) {
    for (const policy of ['drop', 'accept']) {
      for (const id of world.target.groups) {
        const group = world.groups[id];
        for (const rule of group.rules) {
          if (rule.priority === priority && rule.policy === policy && ruleMatches(world, group, rule, packet)) return policy === 'accept';
        }
      }
    }
  }
  // No rule: basic groups admit their members.
  for (const id of world.target.groups) {
    const group = world.groups[id];
    if (!group.advanced && group.inner && packet.groups.includes(id)) return true;
  }
  return false;
}

function ruleMatches(world: World, group: Group, rule: Rule, packet: Packet): boolean {
  if (!protocolMatches(rule.protocol, rule.port, world.target.port)) return false;
  if (rule.cidr !== undefined) return inBlock(packet.source, rule.cidr);
  if (rule.list !== undefined) return world.lists[rule.list].some((cidr) => inBlock(packet.source, cidr));
  if (rule.group !== undefined) return !group.advanced && packet.vpc === world.target.vpc && packet.groups.includes(rule.group);
  return false;
}

function protocolMatches(protocol: string, port: string, destination: number): boolean {
  if (protocol === 'all') return true;
  if (protocol !== 'udp') return false;
  const [first, last] = port.split('/').map(Number);
  if (first === -1) return true;
  return first <= destination && destination <= last;
}

/** Bit by bit. */
function inBlock(address: string, block: string): boolean {
  const [network, length] = block.split('/');
  return bits(address).slice(0, Number(length)) === bits(network).slice(0, Number(length));
}

function bits(address: string): string {
  return address.split('.').map((octet) => Number(octet).toString(2).padStart(8, '0')).join('');
}
