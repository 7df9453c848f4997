import type { NameBook } from './name-book';
import { Keys, requireOptions } from './options';
import { AddressSet } from '../net/address-set';
import { Ipv4Cidr } from '../net/ipv4-cidr';
import { known } from '../net/known';
import { refusal } from '../net/refusal';

/** The addresses and the owner of a named network. */
export interface MirrorNetworkOptions {
  /** At least one IPv4 CIDR, for example `10.0.0.0/8`. Known at synth. They may overlap. */
  readonly cidrs: string[];
  /**
   * The owner of the network.
   *
   * @default - no owner
   */
  readonly owner?: string;
  /**
   * A comment.
   *
   * @default - no comment
   */
  readonly comment?: string;
}

const KEYS: Keys<MirrorNetworkOptions> = { cidrs: true, owner: true, comment: true };

/**
 * A named set of IPv4 addresses, for the statements of an intent.
 *
 * @example
 * const backup = MirrorNetwork.of('backup', { cidrs: ['10.10.99.0/24'], owner: 'storage team' });
 * MirrorStatement.drop({ from: [backup] });
 */
export class MirrorNetwork {
  /**
   * A network.
   *
   * @param name the name in messages. Networks of one intent with different addresses need different names, upper and lower case alike
   * @throws if a CIDR is malformed or a token, or the list is empty
   */
  public static of(name: string, options: MirrorNetworkOptions): MirrorNetwork {
    return MirrorNetwork._of(name, options);
  }

  /**
   * @param book the address book that the network is from
   * @internal
   */
  public static _of(name: string, options: MirrorNetworkOptions, book?: NameBook): MirrorNetwork {
    checkName('the name of a mirror network', name);
    requireOptions(`mirror network ${name}`, options, KEYS, 'write MirrorNetwork.of(name, { cidrs: ["10.0.0.0/8"] })');
    const { cidrs } = options;
    if (!Array.isArray(cidrs) || cidrs.length === 0 || !known(cidrs) || cidrs.some((cidr) => typeof cidr !== 'string')) {
      throw refusal({
        what: `cidrs of mirror network ${name}`,
        got: cidrs,
        allowed: 'a list of IPv4 CIDRs that are known at synth',
        fix: 'write at least one, for example ["10.0.0.0/8"]',
      });
    }
    return new MirrorNetwork(name, AddressSet.of(cidrs.map((text) => {
      try {
        return Ipv4Cidr.of(text);
      } catch (error) {
        throw new Error(`mirror network ${name}: ${(error as Error).message}`);
      }
    })), plain(`owner of mirror network ${name}`, options.owner), plain(`comment of mirror network ${name}`, options.comment), book);
  }

  /** The name in messages. */
  public readonly name: string;
  /** The owner. */
  public readonly owner?: string;
  /** The comment. */
  public readonly comment?: string;

  private constructor(
    name: string, private readonly addresses: AddressSet, owner?: string, comment?: string, private readonly book?: NameBook,
  ) {
    this.name = name;
    this.owner = owner;
    this.comment = comment;
  }

  /** The fewest CIDRs with exactly the addresses of the network. */
  public get cidrs(): string[] {
    return this.addresses.cidrs().map(String);
  }

  /** @internal */
  public get _book(): NameBook | undefined {
    return this.book;
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
  if (typeof name === 'string' && name.trim() !== '' && !/[\r\n]/.test(name) && known(name)) return;
  throw refusal({ what, got: name, allowed: 'one line of text that is known at synth', fix: 'write a short name, for example "web"' });
}

/** A text for readers only. */
export function plain(what: string, text: string | undefined): string | undefined {
  if (text === undefined || text === null) return undefined;
  if (typeof text !== 'string' || !known(text)) {
    throw refusal({ what, got: text, allowed: 'a text that is known at synth', fix: 'write it in quotes, or omit it' });
  }
  return text;
}
