import { plainNumber } from './digits';
import { expression, textOf } from './known';
import { malformed, refusal } from './refusal';

/** The problem of a text, and the change to make. */
export interface Malformed {
  readonly ok: false;
  readonly problem: string;
  readonly fix: string;
}

/** An IPv4 network in canonical form, or the problem of the text. */
export type ParsedIpv4Cidr = { readonly ok: true; readonly cidr: Ipv4Cidr } | Malformed;

/** An IPv4 address as an unsigned 32-bit number, or the problem of the text. */
export type ParsedIpv4Address = { readonly ok: true; readonly address: number } | Malformed;

const ALLOWED = 'an IPv4 CIDR in canonical form, such as 10.0.0.0/8 or 0.0.0.0/0';
const EXAMPLE = 'write a network such as 10.0.0.0/8';

/**
 * A block of IPv4 addresses in canonical form, such as `10.0.0.0/8`.
 *
 * The parser is strict: octets of 0 to 255 without leading zeros, a mask of 0 to 32, no host bits. IPv6 is rejected, since
 * traffic mirroring copies only IPv4 (overview of VPC traffic mirroring, before 2023-03-30).
 */
export class Ipv4Cidr {
  /** Every IPv4 address, `0.0.0.0/0`. */
  public static readonly ANY = new Ipv4Cidr(0, 0);

  /**
   * Reads a CIDR from its text.
   *
   * Throws if the text is not a canonical IPv4 CIDR. The error proposes the correct form: `10.0.0.5` needs a mask
   * (`10.0.0.5/32`), `10.0.0.5/8` has host bits (`10.0.0.0/8`), `0/0` is short for `0.0.0.0/0`. A token is rejected, since its
   * addresses are unknown before apply.
   */
  public static of(text: string): Ipv4Cidr {
    const parsed = parseIpv4Cidr(textOf(text));
    if (!parsed.ok) throw refusal({ what: 'IPv4 CIDR', got: malformed(text, parsed.problem), allowed: ALLOWED, fix: parsed.fix });
    return parsed.cidr;
  }

  /** @internal */
  public static _of(network: number, prefixLength: number): Ipv4Cidr {
    return new Ipv4Cidr(network, prefixLength);
  }

  /** The lowest address of the block as an unsigned 32-bit number: 10.0.0.0 is 167772160. */
  public readonly network: number;

  /** The length of the network prefix in bits: 0 to 32. */
  public readonly prefixLength: number;

  private constructor(network: number, prefixLength: number) {
    this.network = network;
    this.prefixLength = prefixLength;
  }

  /** The lowest address of the block as an unsigned 32-bit number. Equal to `network`. */
  public get first(): number {
    return this.network;
  }

  /** The highest address of the block as an unsigned 32-bit number. */
  public get last(): number {
    return this.network + this.size - 1;
  }

  /** The lowest address in dotted form, such as `10.0.0.0`. */
  public get firstAddress(): string {
    return formatIpv4Address(this.first);
  }

  /** The highest address in dotted form, such as `10.255.255.255`. */
  public get lastAddress(): string {
    return formatIpv4Address(this.last);
  }

  /** The number of addresses in the block: 1 for a /32, 4294967296 for a /0. */
  public get size(): number {
    return 2 ** (32 - this.prefixLength);
  }

  /**
   * Whether the block contains an address.
   *
   * Throws if the text is not an IPv4 address in dotted form.
   *
   * @param address an IPv4 address such as `10.0.0.5`.
   */
  public contains(address: string): boolean {
    const parsed = parseIpv4Address(textOf(address));
    if (!parsed.ok) {
      throw refusal({
        what: 'IPv4 address',
        got: malformed(address, parsed.problem),
        allowed: 'four octets of 0 to 255, such as 10.0.0.5',
        fix: parsed.fix,
      });
    }
    return parsed.address >= this.first && parsed.address <= this.last;
  }

  /** Whether this block contains every address of the other block. A block contains itself. */
  public containsCidr(other: Ipv4Cidr): boolean {
    return other.first >= this.first && other.last <= this.last;
  }

  /** Whether the two blocks share an address. If two CIDRs overlap, one contains the other. */
  public overlaps(other: Ipv4Cidr): boolean {
    return this.first <= other.last && other.first <= this.last;
  }

  /** Whether the two blocks are the same. */
  public isSameAs(other: Ipv4Cidr): boolean {
    return this.network === other.network && this.prefixLength === other.prefixLength;
  }

  /** The canonical text, such as `10.0.0.0/8`. */
  public toString(): string {
    return `${formatIpv4Address(this.network)}/${this.prefixLength}`;
  }
}

/** The dotted form of an unsigned 32-bit number. */
export function formatIpv4Address(address: number): string {
  return [2 ** 24, 2 ** 16, 2 ** 8, 1].map(unit => Math.floor(address / unit) % 256).join('.');
}

/** Reads an IPv4 address in dotted form without throwing. */
export function parseIpv4Address(text: string): ParsedIpv4Address {
  const address = plainAddress(text, text.length);
  if (address >= 0) return { ok: true, address };
  if (expression(text)) return bad('the address is a Terraform expression, unknown before apply', 'write the literal address');
  if (text.includes(':')) return bad('IPv6 traffic is not mirrored', 'write an IPv4 address such as 10.0.0.5');
  if (text.includes('/')) return bad('the text is a CIDR instead of a single address', 'write one address without a mask');
  const meant = lenient(text);
  return bad(octetProblem(text), meant === undefined ? 'write an address such as 10.0.0.5' : `write ${formatIpv4Address(meant)}`);
}

/** Reads a canonical IPv4 CIDR without throwing. Its proposals are also canonical. */
export function parseIpv4Cidr(text: string): ParsedIpv4Cidr {
  const slash = text.indexOf('/');
  const address = plainAddress(text, slash < 0 ? text.length : slash);
  const prefix = plainNumber(text, slash + 1, text.length);
  if (address >= 0 && prefix >= 0 && prefix <= 32) {
    const network = canonical(address, prefix);
    if (network === address) return { ok: true, cidr: Ipv4Cidr._of(address, prefix) };
    return bad('host bits are set', `write ${Ipv4Cidr._of(network, prefix)}, or ${formatIpv4Address(address)}/32 for the one address`);
  }
  return diagnose(text, address);
}

/** Only for rejected text, so that the usual path stays short. */
function diagnose(text: string, address: number): Malformed {
  if (expression(text)) return bad('the CIDR is a Terraform expression, unknown before apply', 'write the literal CIDR');
  if (text === '') return bad('the text is empty', 'write 0.0.0.0/0 for any address');
  if (/^(?:\*|any|all|0|0\.0\.0\.0|0\/0)$/i.test(text)) return bad('the text is not a CIDR', 'write 0.0.0.0/0 for any address');
  if (/^[0-9a-f.:%]*:[0-9a-f.:%]*(?:\/[0-9]+)?$/i.test(text)) {
    return bad(
      'IPv6 traffic is not mirrored',
      /^[0:]+\/0$/.test(text) ? 'write 0.0.0.0/0 for any IPv4 address' : 'write an IPv4 CIDR such as 10.0.0.0/8',
    );
  }
  if (text !== text.trim()) return bad('there are blanks around the CIDR', proposal(text.trim()));
  const [head, ...more] = text.split('/');
  if (address < 0) return bad(octetProblem(head), proposal(text));
  if (more.length === 0) return bad('the mask is missing', `write ${text}/32 for the one address`);
  const mask = more.join('/');
  if (/^[0-9]+$/.test(mask)) {
    return Number(mask) > 32 ? bad('the mask is above 32', proposal(text)) : bad('the mask has leading zeros', proposal(text));
  }
  return bad('the mask is not a number of 0 to 32', proposal(text));
}

/** The canonical CIDR that a malformed text most likely means. */
function proposal(text: string): string {
  const [head, mask, ...rest] = text.split('/');
  const address = lenient(head, mask !== undefined);
  if (address === undefined || rest.length > 0) return EXAMPLE;
  if (mask === undefined) return `write ${formatIpv4Address(address)}/32`;
  const prefix = /^[0-9]{1,4}$/.test(mask) ? Number(mask) : dottedMask(mask);
  if (prefix === undefined || prefix > 32) {
    return `write ${formatIpv4Address(address)} with a mask of 0 to 32, such as ${formatIpv4Address(address)}/32`;
  }
  return `write ${Ipv4Cidr._of(canonical(address, prefix), prefix)}`;
}

/** The network part of an address. */
function canonical(address: number, prefix: number): number {
  return address - address % 2 ** (32 - prefix);
}

const DOT = '.'.charCodeAt(0);

/** The address that the beginning of a text is, -1 if it is none. */
function plainAddress(text: string, end: number): number {
  let address = 0;
  let from = 0;
  for (let part = 0; part < 4; part++) {
    let to = from;
    while (to < end && text.charCodeAt(to) !== DOT) to++;
    const octet = plainNumber(text, from, to);
    if (octet < 0 || octet > 255 || (part < 3) === (to === end)) return -1;
    address = address * 256 + octet;
    from = to + 1;
  }
  return address;
}

/** The problem of a text that is no address. */
function octetProblem(text: string): string {
  const parts = text.split('.');
  if (parts.length !== 4) return 'an IPv4 address has four octets';
  for (const part of parts) {
    if (!/^[0-9]+$/.test(part)) return 'an octet is not a decimal number';
    if (part.length > 1 && part[0] === '0') return 'an octet has leading zeros';
  }
  const above = parts.find((part) => Number(part) > 255)!;
  return `the octet ${above.length > 12 ? `${above.slice(0, 12)}...` : above} is above 255`;
}

/** The address that a text with leading zeros or missing trailing octets most likely means. */
function lenient(text: string, short = false): number | undefined {
  const parts = text.trim().split('.');
  if (parts.length > 4 || parts.length < 4 && !short || !parts.every(p => /^[0-9]{1,4}$/.test(p) && Number(p) <= 255)) return undefined;
  return [0, 1, 2, 3].reduce((address, i) => address * 256 + Number(parts[i] ?? 0), 0);
}

/** The length of a mask such as 255.255.0.0. */
function dottedMask(text: string): number | undefined {
  // Of a text that is no address, this is no whole number.
  const prefix = 32 - Math.log2(2 ** 32 - plainAddress(text, text.length));
  return Number.isInteger(prefix) ? prefix : undefined;
}

function bad(problem: string, fix: string): Malformed {
  return { ok: false, problem, fix };
}
