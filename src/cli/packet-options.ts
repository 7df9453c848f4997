import { oneOf } from './arguments';
import { CommandArguments, CommandOption } from './command';
import { editionOf } from './edition';
import { LANGUAGE_OPTION, outputLanguage } from './language';
import { MirrorEdition } from '../catalog/mirror-edition';
import { Direction, MirrorModel } from '../model/mirror-model';
import { AddressSet } from '../net/address-set';
import { Ipv4Cidr, parseIpv4Address, parseIpv4Cidr } from '../net/ipv4-cidr';
import { EVERY_PORT, hasPorts, Packet, PACKET_KINDS, PacketKind, Span } from '../net/packet';
import { PacketSet } from '../net/packet-set';
import { malformed, refusal } from '../net/refusal';
import { Language } from '../texts/language';

/** The interface and direction at which a packet is examined, and the edition. */
export const VIEW_OPTIONS: readonly CommandOption[] = [
  { name: 'direction', value: 'NAME', about: 'inbound or outbound. Default: both' },
  { name: 'interface', value: 'ID', about: 'the mirrored interface, if its primary IP is not one of the addresses' },
  { name: 'edition', value: 'NAME', about: '2023 or 2026. Default: that of the synthesized stacks, otherwise 2023' },
  { name: 'json', about: 'print the answer as JSON' },
  LANGUAGE_OPTION,
];

const PROTOCOLS = PACKET_KINDS.map((kind) => kind.toLowerCase());

/** Options of a command that describe packets. */
export class PacketOptions {
  constructor(private readonly path: string, private readonly given: CommandArguments) {}

  public get direction(): Direction | undefined {
    return oneOf(this.given, this.path, 'direction', ['inbound', 'outbound']) as Direction | undefined;
  }

  /** The edition for an input. */
  public editionOf({ documents }: MirrorModel): MirrorEdition {
    return editionOf(this.given, this.path, documents);
  }

  /** The language of the answer. */
  public get language(): Language {
    return outputLanguage(this.given, this.path);
  }

  public get namesPacket(): boolean {
    return ['from', 'to', 'protocol', 'port', 'from-port', 'interface', 'direction'].some((option) =>
      this.given.text(option) !== undefined);
  }

  /** The packet that the options describe: protocol, addresses and ports. */
  public packet(): Packet {
    const kind = (oneOf(
      this.given, this.path, 'protocol', PROTOCOLS,
    ) ?? this.missing('protocol', PROTOCOLS.join(', '))).toUpperCase() as PacketKind;
    return {
      kind,
      source: this.address('from'),
      destination: this.address('to'),
      sourcePort: this.port('from-port', kind, 49_152),
      destinationPort: this.port('port', kind),
    };
  }

  /** All packets that match the options for protocols, networks and ports. An omitted option does not restrict them. */
  public space(): PacketSet {
    const protocol = oneOf(this.given, this.path, 'protocol', PROTOCOLS);
    const kinds = protocol === undefined ? PACKET_KINDS : [protocol.toUpperCase() as PacketKind];
    const [sourcePorts, ports] = [this.ports('from-port'), this.ports('port')];
    // A packet without ports matches no port.
    const own = sourcePorts || ports ? kinds.filter(hasPorts) : kinds;
    if (own.length === 0) {
      throw refusal({
        path: this.path,
        what: '--port',
        got: this.given.text('port') ?? this.given.text('from-port'),
        allowed: 'ports of tcp and udp only',
        fix: 'omit the option',
      });
    }
    return PacketSet.product(own, this.networks('from'), this.networks('to'), sourcePorts ?? [EVERY_PORT], ports ?? [EVERY_PORT]);
  }

  private networks(option: string): AddressSet {
    const text = this.given.text(option);
    if (text === undefined) return AddressSet.ALL;
    return AddressSet.of(text.split(',').map((part) => {
      const cidr = part.trim().includes('/') ? part.trim() : `${part.trim()}/32`;
      const parsed = parseIpv4Cidr(cidr);
      if (!parsed.ok) {
        throw refusal({
          path: this.path,
          what: `--${option}`,
          got: malformed(text, parsed.problem),
          allowed: 'IPv4 addresses and CIDRs, separated by commas',
          fix: parsed.fix,
        });
      }
      return Ipv4Cidr.of(cidr);
    }));
  }

  private ports(option: string): Span[] | undefined {
    const text = this.given.text(option);
    return text?.split(',').map((part): Span => {
      const match = /^\s*(\d{1,5})(?:-(\d{1,5}))?\s*$/.exec(part);
      const [first, last] = match ? [Number(match[1]), Number(match[2] ?? match[1])] : [0, 0];
      if (first >= EVERY_PORT[0] && last < EVERY_PORT[1] && first <= last) return [first, last + 1];
      throw refusal({
        path: this.path,
        what: `--${option}`,
        got: text,
        allowed: 'ports of 1 to 65535 and ranges, separated by commas',
        fix: 'write for example 443 or 80,8080-8090',
      });
    });
  }

  private address(option: string): number {
    const text = this.given.text(option) ?? this.missing(option, 'an IPv4 address');
    const parsed = parseIpv4Address(text);
    if (!parsed.ok) {
      throw refusal({
        path: this.path,
        what: `--${option}`,
        got: malformed(text, parsed.problem),
        allowed: 'an IPv4 address',
        fix: parsed.fix,
      });
    }
    return parsed.address;
  }

  private port(option: string, kind: PacketKind, otherwise?: number): number {
    const text = this.given.text(option);
    if (!hasPorts(kind)) {
      if (text !== undefined) {
        throw refusal({ path: this.path, what: `--${option}`, got: text, allowed: 'ports of tcp and udp only', fix: 'omit the option' });
      }
      return 0;
    }
    const number = text === undefined ? otherwise ?? Number(this.missing(option, 'a port of 1 to 65535')) : Number(text);
    if (!Number.isInteger(number) || number < 1 || number > 65_535) {
      throw refusal({ path: this.path, what: `--${option}`, got: text, allowed: 'a port of 1 to 65535', fix: 'write one number' });
    }
    return number;
  }

  private missing(option: string, allowed: string): never {
    throw refusal({
      path: this.path,
      what: `--${option}`,
      got: undefined,
      allowed,
      fix: `add --${option}. For all options, run ${this.path} --help`,
    });
  }
}
