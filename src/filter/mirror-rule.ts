import { Keys, requireOptions } from './options';
import { RULE_PRIORITY, within } from '../catalog/limits';
import { Ipv4Cidr } from '../net/ipv4-cidr';
import { isExpression } from '../net/known';
import { MirrorProtocol } from '../net/mirror-protocol';
import { PortRange } from '../net/port-range';
import { refusal } from '../net/refusal';

/** The addresses that a rule matches, and its priority. */
export interface MirrorIcmpRuleOptions {
  /**
   * IPv4 CIDR of the packet's source, for example `10.0.0.0/8`.
   *
   * @default '0.0.0.0/0'
   */
  readonly source?: string;
  /**
   * IPv4 CIDR of the packet's destination.
   *
   * @default '0.0.0.0/0'
   */
  readonly destination?: string;
  /**
   * 1 to 10, unique within one direction of a filter. 1 comes first. It must be known at synth, since it is part of the rule's
   * Terraform address.
   *
   * @default - the priority of the previous rule of the same direction, plus 1
   */
  readonly priority?: number;
}

/** The addresses and source ports that a rule matches, and its priority. */
export interface MirrorPortRuleOptions extends MirrorIcmpRuleOptions {
  /**
   * Source ports. Only with TCP and UDP.
   *
   * @default - all ports
   */
  readonly sourcePort?: PortRange;
}

/** The packets that a rule matches, and its priority. */
export interface MirrorRuleOptions extends MirrorPortRuleOptions {
  /**
   * The protocol.
   *
   * @default MirrorProtocol.ALL
   */
  readonly protocol?: MirrorProtocol;
  /**
   * Destination ports. Only with TCP and UDP.
   *
   * @default - all ports
   */
  readonly destinationPort?: PortRange;
}

const ICMP_KEYS: Keys<MirrorIcmpRuleOptions> = { source: true, destination: true, priority: true };
const PORT_KEYS: Keys<MirrorPortRuleOptions> = { ...ICMP_KEYS, sourcePort: true };
const KEYS: Keys<MirrorRuleOptions> = { ...PORT_KEYS, protocol: true, destinationPort: true };

/** The action of a rule for matching packets. */
export enum MirrorRuleAction {
  /** The packet is copied. */
  ACCEPT = 'accept',
  /** The packet is not copied, regardless of later rules. */
  DROP = 'drop',
}

/**
 * A rule of a filter. The first rule of a direction that matches a packet decides whether the packet is copied.
 *
 * A packet matches if protocol, source CIDR and port, and destination CIDR and port all match. `acceptTcp`, `acceptUdp`, `acceptIcmp`,
 * `dropTcp`, `dropUdp` and `dropIcmp` are short forms of `accept` and `drop`.
 *
 * @example
 * new MirrorFilter(this, 'Filter', {
 *   inbound: [
 *     MirrorRule.drop({ source: '10.10.99.0/24' }),
 *     MirrorRule.acceptTcp(PortRange.HTTPS),
 *     MirrorRule.acceptUdp(PortRange.DNS, { source: '10.0.0.0/8' }),
 *   ],
 * });
 */
export class MirrorRule {
  /** Copies matching packets. */
  public static accept(options: MirrorRuleOptions = {}): MirrorRule {
    return new MirrorRule(MirrorRuleAction.ACCEPT, options);
  }

  /** Does not copy matching packets, regardless of later rules. */
  public static drop(options: MirrorRuleOptions = {}): MirrorRule {
    return new MirrorRule(MirrorRuleAction.DROP, options);
  }

  /**
   * Copies TCP packets to these ports.
   *
   * @param destinationPort all ports if omitted
   */
  public static acceptTcp(destinationPort?: PortRange, options: MirrorPortRuleOptions = {}): MirrorRule {
    return MirrorRule.short(MirrorRuleAction.ACCEPT, MirrorProtocol.TCP, options, PORT_KEYS, destinationPort);
  }

  /**
   * Copies UDP packets to these ports.
   *
   * @param destinationPort all ports if omitted
   */
  public static acceptUdp(destinationPort?: PortRange, options: MirrorPortRuleOptions = {}): MirrorRule {
    return MirrorRule.short(MirrorRuleAction.ACCEPT, MirrorProtocol.UDP, options, PORT_KEYS, destinationPort);
  }

  /** Copies ICMP packets. */
  public static acceptIcmp(options: MirrorIcmpRuleOptions = {}): MirrorRule {
    return MirrorRule.short(MirrorRuleAction.ACCEPT, MirrorProtocol.ICMP, options, ICMP_KEYS);
  }

  /**
   * Does not copy TCP packets to these ports, regardless of later rules.
   *
   * @param destinationPort all ports if omitted
   */
  public static dropTcp(destinationPort?: PortRange, options: MirrorPortRuleOptions = {}): MirrorRule {
    return MirrorRule.short(MirrorRuleAction.DROP, MirrorProtocol.TCP, options, PORT_KEYS, destinationPort);
  }

  /**
   * Does not copy UDP packets to these ports, regardless of later rules.
   *
   * @param destinationPort all ports if omitted
   */
  public static dropUdp(destinationPort?: PortRange, options: MirrorPortRuleOptions = {}): MirrorRule {
    return MirrorRule.short(MirrorRuleAction.DROP, MirrorProtocol.UDP, options, PORT_KEYS, destinationPort);
  }

  /** Does not copy ICMP packets, regardless of later rules. */
  public static dropIcmp(options: MirrorIcmpRuleOptions = {}): MirrorRule {
    return MirrorRule.short(MirrorRuleAction.DROP, MirrorProtocol.ICMP, options, ICMP_KEYS);
  }

  private static short(
    action: MirrorRuleAction, protocol: MirrorProtocol, options: MirrorPortRuleOptions, keys: object, destinationPort?: PortRange,
  ): MirrorRule {
    requireOptions(
      'the options of a mirror rule',
      options,
      keys as Keys<MirrorPortRuleOptions>,
      'write { source: "10.0.0.0/8" }, or nothing for all addresses',
    );
    return new MirrorRule(action, { ...options, protocol, destinationPort });
  }

  /** The action for matching packets. */
  public readonly action: MirrorRuleAction;
  /** The protocol. */
  public readonly protocol: MirrorProtocol;
  /** CIDR of the source. */
  public readonly source: string;
  /** CIDR of the destination. */
  public readonly destination: string;
  /** Source ports. */
  public readonly sourcePort: PortRange;
  /** Destination ports. */
  public readonly destinationPort: PortRange;
  /** The priority. Undefined if the position determines it. */
  public readonly priority?: number;

  private constructor(action: MirrorRuleAction, options: MirrorRuleOptions) {
    this.action = action;
    requireOptions(
      'the options of a mirror rule',
      options,
      KEYS,
      'write { protocol: MirrorProtocol.TCP, source: "10.0.0.0/8" }, or nothing for all packets',
    );
    for (const what of ['protocol', 'sourcePort', 'destinationPort'] as const) {
      const given: unknown = options[what] ?? undefined;
      if (given !== undefined && !(given instanceof Object && (what === 'protocol' ? 'takesPorts' : 'isAll') in given)) {
        throw refusal({
          what: `${what} of a mirror rule`, got: given, allowed: what === 'protocol' ? 'a MirrorProtocol' : 'a PortRange',
          fix: what === 'protocol'
            ? 'use MirrorProtocol.of(name). The name may be a token'
            : 'use PortRange.single(port) or PortRange.range(first, last). Ports may be tokens',
        });
      }
    }
    this.protocol = options.protocol ?? MirrorProtocol.ALL;
    this.source = cidr('source', options.source);
    this.destination = cidr('destination', options.destination);
    this.sourcePort = this.ports('sourcePort', options.sourcePort);
    this.destinationPort = this.ports('destinationPort', options.destinationPort);
    this.priority = options.priority ?? undefined;
    if (this.priority !== undefined && !within(RULE_PRIORITY, this.priority)) {
      throw refusal({
        what: 'the priority of a mirror rule', got: this.priority,
        allowed: `whole numbers ${RULE_PRIORITY.min} to ${RULE_PRIORITY.max}, known at synth`,
        fix: 'set a number, or omit it to use the position',
      });
    }
  }

  /** The rule in one line, for example `accept TCP 0.0.0.0/0 -1/-1 -> 0.0.0.0/0 443/443`. */
  public toString(): string {
    return `${this.action} ${this.protocol} ${this.source} ${this.sourcePort} -> ${this.destination} ${this.destinationPort}`;
  }

  private ports(what: string, given?: PortRange): PortRange {
    if (given && !given.isAll && this.protocol.isKnown && !this.protocol.takesPorts) {
      throw refusal({
        what: `${what} of a mirror rule for ${this.protocol}`, got: String(given), allowed: 'no ports: only TCP and UDP have them',
        fix: `leave ${what} out, or use MirrorProtocol.TCP or MirrorProtocol.UDP`,
      });
    }
    return given ?? PortRange.ALL;
  }
}

function cidr(what: string, given?: string): string {
  if (given === undefined || given === null) return Ipv4Cidr.ANY.toString();
  if (isExpression(given)) return given;
  if (typeof given !== 'string') {
    throw refusal({ what: `${what} of a mirror rule`, got: given, allowed: 'an IPv4 CIDR, or a token', fix: 'write it like 10.0.0.0/8' });
  }
  try {
    return Ipv4Cidr.of(given).toString();
  } catch (error) {
    throw new Error(`${what} of a mirror rule: ${(error as Error).message}`);
  }
}
