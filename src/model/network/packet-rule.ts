import { AddressSet } from '../../net/address-set';
import { Verdict } from '../../net/first-match';
import { parseIpv4Cidr } from '../../net/ipv4-cidr';
import { expression } from '../../net/known';
import { Identity } from '../reference';

/** Ports from the first to the last. None if the first is above the last. */
export type Ports = readonly [first: number, last: number];

export const ALL_PORTS: Ports = [1, 65_535];
export const NO_PORTS: Ports = [1, 0];

/** An inbound rule of a security group, or an inbound entry of a network ACL. What is undefined is not known. */
export interface PacketRule {
  /** How a finding names it. */
  readonly label: string;
  readonly verdict?: Verdict;
  /** Rules of a group only: 1 to 100, smaller first. An ACL goes by its order. */
  readonly priority?: number;
  /** UDP destination ports that it matches. */
  readonly ports?: Ports;
  /** Source ports that it matches. */
  readonly sourcePorts?: Ports;
  readonly peer: Peer;
  /** Destination addresses that it matches. Every one if there is none. */
  readonly destination?: AddressSet;
  /** Whether it is surely there. */
  readonly certain: boolean;
  /** The first value that is not known, for example `cidr_ip of net/Rule is ${var.cidr}`. */
  readonly unknown?: string;
}

/** Whom a rule is about: addresses, one interface, members of a group, the addresses of a list, or nobody knows. */
export interface Peer {
  readonly cidrs?: AddressSet;
  /** An interface of the app whose primary address it is. */
  readonly interface?: Identity;
  readonly group?: Identity;
  readonly list?: Identity;
}

/** The UDP destination ports that a protocol and port range match. Undefined if one of them is not known. */
export function udpPorts(protocol: unknown, range: unknown): Ports | undefined {
  if (typeof protocol !== 'string' || expression(protocol)) return undefined;
  const name = protocol.toLowerCase();
  if (name === 'all') return ALL_PORTS;
  if (name !== 'udp') return NO_PORTS;
  return portsOf(range);
}

/** A range such as 4789/4789. -1/-1 is every port. */
export function portsOf(range: unknown): Ports | undefined {
  const m = typeof range === 'string' ? /^(-?\d+)\/(-?\d+)$/.exec(range.trim()) : null;
  if (!m) return undefined;
  const [first, last] = [Number(m[1]), Number(m[2])];
  return first === -1 && last === -1 ? ALL_PORTS : [first, last];
}

/** Why the provider or the service does not take the port range of a security group rule, and what to write instead. */
export interface RangeProblem {
  readonly why: string;
  readonly write: string;
}

const [FIRST_PORT, LAST_PORT] = ALL_PORTS;
const EVERY = '-1/-1';

/** What is wrong with the port range of a security group rule. Nothing if it is right, missing, or not known. */
export function rangeProblem(protocol: unknown, range: unknown): RangeProblem | undefined {
  if (typeof protocol !== 'string' || expression(protocol) || typeof range !== 'string' && typeof range !== 'number' || expression(String(range))) return undefined;
  const text = String(range);
  if (!['tcp', 'udp'].includes(protocol.toLowerCase())) return text === EVERY ? undefined : { why: `protocol ${protocol} takes ${EVERY} only, and the service refuses any other`, write: EVERY };
  const all = `${FIRST_PORT}/${LAST_PORT}`;
  if (text === EVERY) return { why: 'the provider does not send it, so the apply fails', write: all };
  const m = /^(\d+)\/(\d+)$/.exec(text);
  if (!m) return { why: 'a range is two ports with a slash', write: /^\d+$/.test(text) ? `${text}/${text}` : all };
  const [first, last] = [Number(m[1]), Number(m[2])];
  if (first < FIRST_PORT || last > LAST_PORT) return { why: `ports go from ${FIRST_PORT} to ${LAST_PORT}`, write: `${Math.max(first, FIRST_PORT)}/${Math.min(last, LAST_PORT)}` };
  return first > last ? { why: 'the first port is above the last', write: `${last}/${first}` } : undefined;
}

/** The addresses of a block, also one that is written loosely: host bits are the service's to drop, no mask is /32. */
export function addressesOf(cidr: unknown): AddressSet | undefined {
  if (typeof cidr !== 'string' || expression(cidr)) return undefined;
  const parsed = parseIpv4Cidr(cidr);
  if (parsed.ok) return AddressSet.of([parsed.cidr]);
  if (cidr.includes(':')) return AddressSet.EMPTY;
  const m = /^(\d+\.\d+\.\d+\.\d+)(?:\/(\d+))?$/.exec(cidr.trim());
  const address = m ? parseIpv4Cidr(`${m[1]}/32`) : undefined;
  const prefix = Number(m?.[2] ?? 32);
  if (!address?.ok || prefix > 32) return undefined;
  const size = 2 ** (32 - prefix);
  const first = address.cidr.first - address.cidr.first % size;
  return AddressSet.range(first, first + size - 1);
}

export function verdictOf(policy: unknown): Verdict | undefined {
  const text = typeof policy === 'string' ? policy.toLowerCase() : undefined;
  return text === 'accept' || text === 'drop' ? text : undefined;
}

/** The first of some arguments of a resource that Terraform alone knows, in words. */
export function firstUnknown(path: string, body: any, names: readonly string[]): string | undefined {
  const name = names.find((n) => typeof body[n] === 'string' && expression(body[n]));
  return name === undefined ? undefined : `${name} of ${path} is ${body[name]}`;
}
