import { AddressSet } from '../../net/address-set';
import { Verdict } from '../../net/first-match';
import { parseIpv4Address } from '../../net/ipv4-cidr';
import { expression } from '../../net/known';
import { Identity } from '../reference';
import { Phrase, phrase, Words } from '../../texts/phrase';

/** Ports from the first to the last. Empty if the first is above the last. */
export type Ports = readonly [first: number, last: number];

export const ALL_PORTS: Ports = [1, 65_535];
export const NO_PORTS: Ports = [1, 0];

/** An inbound rule of a security group, or an inbound entry of a network ACL. Undefined fields are unknown. */
export interface PacketRule {
  /** Its name in findings. */
  readonly label: Words;
  readonly verdict?: Verdict;
  /** Security group rules only: 1 to 100, smaller first. ACL entries apply in their order. */
  readonly priority?: number;
  /** UDP destination ports that it matches. */
  readonly ports?: Ports;
  /** Source ports that it matches. */
  readonly sourcePorts?: Ports;
  readonly peer: Peer;
  /** Destination addresses that it matches. Undefined matches every address. */
  readonly destination?: AddressSet;
  /** Whether it certainly exists. */
  readonly certain: boolean;
  /** The first unknown value, for example `cidr_ip of net/Rule is ${var.cidr}`. */
  readonly unknown?: Words;
}

/** The peer of a rule: addresses, one interface, the members of a group, the addresses of a prefix list, or unknown. */
export interface Peer {
  readonly cidrs?: AddressSet;
  /** The interface of the app that has this primary address. */
  readonly interface?: Identity;
  readonly group?: Identity;
  readonly list?: Identity;
}

/** The UDP destination ports that a protocol and port range match. Undefined if one of them is unknown. */
export function udpPorts(protocol: unknown, range: unknown): Ports | undefined {
  if (typeof protocol !== 'string' || expression(protocol)) return undefined;
  const name = protocol.toLowerCase();
  if (name === 'all') return ALL_PORTS;
  if (name !== 'udp') return NO_PORTS;
  return portsOf(range);
}

/** A range such as 4789/4789. -1/-1 means every port. */
export function portsOf(range: unknown): Ports | undefined {
  const m = typeof range === 'string' ? /^(-?\d+)\/(-?\d+)$/.exec(range.trim()) : null;
  if (!m) return undefined;
  const [first, last] = [Number(m[1]), Number(m[2])];
  return first === -1 && last === -1 ? ALL_PORTS : [first, last];
}

/** The reason why the provider or the service rejects a port range, and the value to use instead. */
export interface RangeProblem {
  readonly why: Phrase;
  readonly write: string;
}

const [FIRST_PORT, LAST_PORT] = ALL_PORTS;
const EVERY = '-1/-1';
const ALL = `${FIRST_PORT}/${LAST_PORT}`;

/** Checks the port range of a security group rule. Undefined if it is valid, missing, or unknown. */
export function rangeProblem(protocol: unknown, range: unknown): RangeProblem | undefined {
  // The provider does not send this value for protocols with ports.
  return problemOf(protocol, range, { why: phrase('rangeNotSent', {}), write: ALL });
}

/** Checks the port range of a network ACL entry. Undefined if it is valid, missing, or unknown. */
export function entryRangeProblem(protocol: unknown, range: unknown): RangeProblem | undefined {
  return problemOf(protocol, range, { why: OUTSIDE, write: ALL });
}

const OUTSIDE = phrase('rangeOutside', { first: FIRST_PORT, last: LAST_PORT });

/** @param every the problem of -1/-1 for a protocol with ports */
function problemOf(protocol: unknown, range: unknown, every: RangeProblem): RangeProblem | undefined {
  if (typeof protocol !== 'string'
    || expression(protocol)
    || typeof range !== 'string' && typeof range !== 'number'
    || expression(String(range))) {
    return undefined;
  }
  const text = String(range);
  if (!['tcp', 'udp'].includes(protocol.toLowerCase())) {
    return text === EVERY ? undefined : { why: phrase('rangeOnlyEvery', { protocol, every: EVERY }), write: EVERY };
  }
  if (text === EVERY) return every;
  const m = /^(\d+)\/(\d+)$/.exec(text);
  // The ports of another form, for example 4789 or 4789-4790.
  const [first, last = first] = (text.match(/\d+/g) ?? []).map(Number);
  const ports = [first, last].map((port) => Math.min(Math.max(port, FIRST_PORT), LAST_PORT)).sort((a, b) => a - b);
  const write = first === undefined ? ALL : ports.join('/');
  if (!m) return { why: phrase('rangeForm', {}), write };
  if (write === text) return undefined;
  if (first > last) return { why: phrase('rangeOrder', {}), write };
  return first < FIRST_PORT || last > LAST_PORT ? { why: OUTSIDE, write } : { why: phrase('rangeForm', {}), write };
}

/** The addresses of a CIDR block. Host bits are allowed, since the service drops them. An address without a mask is /32. */
export function addressesOf(cidr: unknown): AddressSet | undefined {
  if (typeof cidr !== 'string' || expression(cidr)) return undefined;
  if (cidr.includes(':')) return AddressSet.EMPTY;
  const [address, prefix = '32', ...more] = cidr.split('/');
  const parsed = parseIpv4Address(address);
  if (!parsed.ok || !/^(?:0|[1-9]\d*)$/.test(prefix) || Number(prefix) > 32 || more.length > 0) return undefined;
  const size = 2 ** (32 - Number(prefix));
  const first = parsed.address - parsed.address % size;
  return AddressSet.range(first, first + size - 1);
}

export function verdictOf(policy: unknown): Verdict | undefined {
  const text = typeof policy === 'string' ? policy.toLowerCase() : undefined;
  return text === 'accept' || text === 'drop' ? text : undefined;
}

/** A phrase for the first of these arguments that is known only at apply. */
export function firstUnknown(path: Words, body: any, names: readonly string[]): Phrase | undefined {
  const name = names.find((n) => typeof body[n] === 'string' && expression(body[n]));
  return name === undefined ? undefined : phrase('argumentIs', { argument: name, path, value: body[name] });
}
