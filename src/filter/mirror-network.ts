import { AddressSet } from '../net/address-set';
import { Ipv4Cidr } from '../net/ipv4-cidr';
import { known } from '../net/known';
import { refusal } from '../net/refusal';

/** The addresses of a named network, and who answers for them. */
export interface MirrorNetworkOptions {
  /** At least one IPv4 CIDR, for example `10.0.0.0/8`. Known at synth. They may overlap. */
  readonly cidrs: string[];
  /**
   * Who answers for the network.
   *
   * @default - nobody is named
   */
  readonly owner?: string;
  /**
   * A remark for the reader.
   *
   * @default - no remark
   */
  readonly comment?: string;
}

/** A named set of IPv4 addresses, for the statements of an intent. */
export class MirrorNetwork {
  /**
   * A network.
   *
   * @param name how messages name it
   * @throws if a CIDR is malformed or a token
   */
  public static of(name: string, options: MirrorNetworkOptions): MirrorNetwork {
    checkName('the name of a mirror network', name);
    const cidrs = options?.cidrs;
    if (!Array.isArray(cidrs) || cidrs.length === 0 || !known(cidrs)) {
      throw refusal({ what: `cidrs of mirror network ${name}`, got: cidrs, allowed: 'a list of IPv4 CIDRs that are known at synth', fix: 'write at least one, for example ["10.0.0.0/8"]' });
    }
    return new MirrorNetwork(name, AddressSet.of(cidrs.map((text) => {
      try {
        return Ipv4Cidr.of(text);
      } catch (error) {
        throw new Error(`mirror network ${name}: ${(error as Error).message}`);
      }
    })), plain(`owner of mirror network ${name}`, options.owner), plain(`comment of mirror network ${name}`, options.comment));
  }

  /** How messages name it. */
  public readonly name: string;
  /** Who answers for it. */
  public readonly owner?: string;
  /** A remark for the reader. */
  public readonly comment?: string;

  private constructor(name: string, private readonly addresses: AddressSet, owner?: string, comment?: string) {
    this.name = name;
    this.owner = owner;
    this.comment = comment;
  }

  /** The fewest CIDRs that have exactly the addresses of the network. */
  public get cidrs(): string[] {
    return this.addresses.cidrs().map(String);
  }

  /** @internal */
  public get _addresses(): AddressSet {
    return this.addresses;
  }

  /** The name. */
  public toString(): string {
    return this.name;
  }
}

/** @throws if the name is empty or a token */
export function checkName(what: string, name: unknown): void {
  if (typeof name === 'string' && name.trim() !== '' && known(name)) return;
  throw refusal({ what, got: name, allowed: 'a text that is known at synth', fix: 'write a short name, for example "web"' });
}

/** A text that only readers see. */
export function plain(what: string, text: string | undefined): string | undefined {
  if (text === undefined || text === null) return undefined;
  if (typeof text !== 'string' || !known(text)) throw refusal({ what, got: text, allowed: 'a text that is known at synth', fix: 'write it in quotes, or leave it out' });
  return text;
}
