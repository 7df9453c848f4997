import { expression, textOf } from './known';
import { refusal } from './refusal';

/**
 * The protocol that a rule matches.
 *
 * The provider accepts ALL, ICMP, TCP and UDP (schema of the alicloud provider 1.289.0, measured 2026-11-23). Only TCP and
 * UDP rules have ports. A rule for ALL or ICMP always has `-1/-1`.
 *
 * @example
 * MirrorRule.accept({ protocol: MirrorProtocol.TCP, destinationPort: PortRange.HTTPS });
 */
export class MirrorProtocol {
  /** Every IPv4 protocol. Has no ports. */
  public static readonly ALL = new MirrorProtocol('ALL', false, true);
  /** ICMP. Has no ports. A change to or from ICMP replaces the rule. */
  public static readonly ICMP = new MirrorProtocol('ICMP', false, true);
  /** TCP, with source and destination ports. */
  public static readonly TCP = new MirrorProtocol('TCP', true, true);
  /** UDP, with source and destination ports. */
  public static readonly UDP = new MirrorProtocol('UDP', true, true);

  /**
   * The protocol of a name.
   *
   * Throws if the name is not one of ALL, ICMP, TCP and UDP, in capitals. A string token gives a protocol that is unknown before
   * apply.
   */
  public static of(name: string): MirrorProtocol {
    const text = textOf(name);
    const protocol = byName.get(text);
    if (protocol) return protocol;
    if (expression(text)) return new MirrorProtocol(text, false, false);
    throw refusal({ what: 'protocol', got: name, allowed: [...byName.keys()].join(', '), fix: advice(text) });
  }

  /** The provider's text: ALL, ICMP, TCP, UDP, or a token. */
  public readonly name: string;

  /** Whether a rule of this protocol has ports: true only for TCP and UDP, false for a token. */
  public readonly takesPorts: boolean;

  /** Whether the protocol is known before apply, that is, no token. */
  public readonly isKnown: boolean;

  private constructor(name: string, takesPorts: boolean, isKnown: boolean) {
    this.name = name;
    this.takesPorts = takesPorts;
    this.isKnown = isKnown;
  }

  /** The provider's text, equal to `name`. */
  public toString(): string {
    return this.name;
  }
}

const byName = new Map([MirrorProtocol.ALL, MirrorProtocol.ICMP, MirrorProtocol.TCP, MirrorProtocol.UDP].map(p => [p.name, p]));

/** Whether a text is one of the provider's protocol names. */
export function isProtocolName(text: string): boolean {
  return byName.has(text);
}

function advice(name: string): string {
  const capitals = name.trim().toUpperCase();
  if (byName.has(capitals)) return `write ${capitals}`;
  if (/^(?:ANY|\*|-1|)$/.test(capitals)) return 'write ALL for every protocol';
  if (/6/.test(capitals)) return 'write ALL, ICMP, TCP or UDP. IPv6 traffic is not mirrored';
  return 'write ALL, which includes every protocol, or one of the others';
}
