import { RULE_PRIORITY, within } from '../catalog/limits';
import { Ipv4Cidr } from '../net/ipv4-cidr';
import { known } from '../net/known';
import { MirrorProtocol } from '../net/mirror-protocol';
import { PortRange } from '../net/port-range';
import { refusal } from '../net/refusal';

/** Which packets a rule matches, and when it is tried. */
export interface MirrorRuleOptions {
  /**
   * The protocol.
   *
   * @default MirrorProtocol.ALL
   */
  readonly protocol?: MirrorProtocol;
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
   * Source ports. Only with TCP and UDP.
   *
   * @default - all ports
   */
  readonly sourcePort?: PortRange;
  /**
   * Destination ports. Only with TCP and UDP.
   *
   * @default - all ports
   */
  readonly destinationPort?: PortRange;
  /**
   * 1 to 10, unique within one direction of a filter. 1 is tried first. It must be known at synth, since the
   * rule's Terraform address is made of it.
   *
   * @default - one more than the rule before it in the same direction
   */
  readonly priority?: number;
}

/** What a rule does with a packet that it matches. */
export enum MirrorRuleAction {
  /** The packet is copied. */
  ACCEPT = 'accept',
  /** The packet is not copied, whatever later rules specify. */
  DROP = 'drop',
}

/**
 * A rule of a filter: the first rule of its direction that matches a packet decides whether it is copied.
 *
 * A packet is matched by protocol, source CIDR and port, destination CIDR and port, all five at once.
 */
export class MirrorRule {
  /** Copies the packets that match. */
  public static accept(options: MirrorRuleOptions = {}): MirrorRule {
    return new MirrorRule(MirrorRuleAction.ACCEPT, options);
  }

  /** Does not copy the packets that match, whatever later rules specify. */
  public static drop(options: MirrorRuleOptions = {}): MirrorRule {
    return new MirrorRule(MirrorRuleAction.DROP, options);
  }

  /** What it does with a packet that matches. */
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
  /** The set priority. Undefined if the position decides. */
  public readonly priority?: number;

  private constructor(action: MirrorRuleAction, options: MirrorRuleOptions) {
    this.action = action;
    for (const what of ['protocol', 'sourcePort', 'destinationPort'] as const) {
      const given: unknown = options[what] ?? undefined;
      if (given !== undefined && !(given instanceof Object && (what === 'protocol' ? 'takesPorts' : 'isAll') in given)) {
        throw refusal({
          what: `${what} of a mirror rule`, got: given, allowed: what === 'protocol' ? 'a MirrorProtocol' : 'a PortRange',
          fix: what === 'protocol' ? 'use MirrorProtocol.of(name); the name may be a token' : 'use PortRange.single(port) or PortRange.range(first, last); ports may be tokens',
        });
      }
    }
    this.protocol = options.protocol ?? MirrorProtocol.ALL;
    this.source = cidr('source', options.source);
    this.destination = cidr('destination', options.destination);
    this.sourcePort = this.ports('sourcePort', options.sourcePort);
    this.destinationPort = this.ports('destinationPort', options.destinationPort);
    this.priority = options.priority;
    if (options.priority !== undefined && (!known(options.priority) || !within(RULE_PRIORITY, options.priority))) {
      throw refusal({
        what: 'the priority of a mirror rule', got: options.priority,
        allowed: `whole numbers ${RULE_PRIORITY.min} to ${RULE_PRIORITY.max}, known at synth`, fix: 'write a number, or leave it out to go by position',
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
    return given ?? PortRange.all();
  }
}

function cidr(what: string, given?: string): string {
  if (given === undefined || given === null) return Ipv4Cidr.ANY.toString();
  if (!known(given)) return given;
  try {
    return Ipv4Cidr.of(given).toString();
  } catch (error) {
    throw new Error(`${what} of a mirror rule: ${(error as Error).message}`);
  }
}
