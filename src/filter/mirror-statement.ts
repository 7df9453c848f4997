import { MirrorDirection } from './mirror-direction';
import { MirrorNetwork, plain } from './mirror-network';
import { EVERY_SERVICE, joined, MirrorService, ServicePorts, without } from './mirror-service';
import { AddressSet } from '../net/address-set';
import { dayOf } from '../net/calendar';
import { known } from '../net/known';
import { EVERY_PORT } from '../net/packet';
import { PacketSet } from '../net/packet-set';
import { refusal } from '../net/refusal';

/** Some traffic: packets from some networks to others, of some services. */
export interface MirrorTraffic {
  /**
   * Networks of the packet's source.
   *
   * @default - any address
   */
  readonly from?: MirrorNetwork[];
  /**
   * Networks of the packet's destination.
   *
   * @default - any address
   */
  readonly to?: MirrorNetwork[];
  /**
   * Networks that the source is not in.
   *
   * @default - none
   */
  readonly exceptFrom?: MirrorNetwork[];
  /**
   * Networks that the destination is not in.
   *
   * @default - none
   */
  readonly exceptTo?: MirrorNetwork[];
  /**
   * Services of the destination. A packet of any of them belongs to the traffic.
   *
   * @default - every protocol and port
   */
  readonly services?: MirrorService[];
  /**
   * Services that the packet does not belong to.
   *
   * @default - none
   */
  readonly exceptServices?: MirrorService[];
  /**
   * The direction, as the mirrored interface sees it.
   *
   * @default - both directions
   */
  readonly direction?: MirrorDirection;
  /**
   * The answers as well: in the other direction, with source and destination exchanged, ports included.
   *
   * @default false
   */
  readonly replies?: boolean;
}

/** What a statement contains in addition to its traffic. */
export interface MirrorStatementOptions extends MirrorTraffic {
  /**
   * Who asked for it.
   *
   * @default - nobody is named
   */
  readonly owner?: string;
  /**
   * Why it is there.
   *
   * @default - no remark
   */
  readonly comment?: string;
  /**
   * The last day on which it is meant to hold, as `YYYY-MM-DD` in UTC. A statement that has expired stays in force and is a
   * finding, unless the intent leaves expired statements out.
   *
   * @default - it does not expire
   */
  readonly expires?: string;
}

/** One sentence of an intent: these packets are copied, or these are not. */
export class MirrorStatement {
  /** Copies the packets, unless an earlier statement decides about them. */
  public static accept(options: MirrorStatementOptions = {}): MirrorStatement {
    return new MirrorStatement(true, options);
  }

  /** Does not copy the packets, unless an earlier statement decides about them. */
  public static drop(options: MirrorStatementOptions = {}): MirrorStatement {
    return new MirrorStatement(false, options);
  }

  /** Whether its packets are copied. */
  public readonly accepts: boolean;
  /** Who asked for it. */
  public readonly owner?: string;
  /** Why it is there. */
  public readonly comment?: string;
  /** The last day on which it is meant to hold. */
  public readonly expires?: string;

  private readonly traffic: Traffic;

  private constructor(accepts: boolean, private readonly options: MirrorStatementOptions) {
    this.accepts = accepts;
    this.owner = plain('owner of a mirror statement', options.owner);
    this.comment = plain('comment of a mirror statement', options.comment);
    if (options.expires !== undefined && options.expires !== null && (typeof options.expires !== 'string' || dayOf(options.expires) === undefined)) {
      throw refusal({ what: 'expires of a mirror statement', got: options.expires, allowed: 'a day as YYYY-MM-DD, known at synth', fix: 'write the last day on which it holds, for example 2027-03-31' });
    }
    this.expires = options.expires ?? undefined;
    this.traffic = trafficOf('a mirror statement', options);
  }

  /** @internal */
  public get _traffic(): Traffic {
    return this.traffic;
  }

  /** The statement in one line. */
  public toString(): string {
    return `${this.accepts ? 'accept' : 'drop'} ${trafficText(this.options)}`;
  }
}

/** The packets of some traffic by direction: those that go forth, and their replies. */
export interface Traffic {
  readonly inbound: readonly PacketSet[];
  readonly outbound: readonly PacketSet[];
}

/** @throws if a part is malformed or a token */
export function trafficOf(what: string, traffic: MirrorTraffic): Traffic {
  const names = (part: 'from' | 'to' | 'exceptFrom' | 'exceptTo') => list(what, part, traffic[part], (item) => item instanceof MirrorNetwork || '_addresses' in item, 'a list of MirrorNetwork', 'write MirrorNetwork.of(name, { cidrs })');
  const services = (part: 'services' | 'exceptServices') => list(what, part, traffic[part], (item) => '_parts' in item, 'a list of MirrorService', 'write MirrorService.of(name, { tcp: ["443"] })');
  const addresses = (own: MirrorNetwork[] | undefined, except: MirrorNetwork[] | undefined) =>
    (own ? AddressSet.unionOf(own.map((n) => n._addresses)) : AddressSet.ALL).minus(AddressSet.unionOf((except ?? []).map((n) => n._addresses)));
  const [sources, destinations] = [addresses(names('from'), names('exceptFrom')), addresses(names('to'), names('exceptTo'))];
  const given = services('services');
  const parts = without(given ? merged(given) : EVERY_SERVICE, merged(services('exceptServices') ?? []));
  const { direction, replies } = traffic;
  if (direction !== undefined && direction !== null && !Object.values(MirrorDirection).includes(direction)) {
    throw refusal({ what: `direction of ${what}`, got: direction, allowed: Object.values(MirrorDirection).join(' or '), fix: 'use MirrorDirection, or leave it out for both' });
  }
  if (replies !== undefined && replies !== null && typeof replies !== 'boolean') {
    throw refusal({ what: `replies of ${what}`, got: replies, allowed: 'true or false, known at synth', fix: 'write it without quotes, or leave it out' });
  }
  const forth = parts.map(({ kind, ports }) => PacketSet.product([kind], sources, destinations, [EVERY_PORT], ports));
  const back = replies ? parts.map(({ kind, ports }) => PacketSet.product([kind], destinations, sources, ports, [EVERY_PORT])) : [];
  const [received, sent] = [direction !== MirrorDirection.OUTBOUND, direction !== MirrorDirection.INBOUND];
  return {
    inbound: [...received ? [PacketSet.unionOf(forth)] : [], ...sent ? [PacketSet.unionOf(back)] : []].filter((set) => !set.isEmpty),
    outbound: [...sent ? [PacketSet.unionOf(forth)] : [], ...received ? [PacketSet.unionOf(back)] : []].filter((set) => !set.isEmpty),
  };
}

function merged(services: readonly MirrorService[]): ServicePorts[] {
  const all = services.flatMap((s) => s._parts);
  return (['TCP', 'UDP', 'ICMP', 'OTHER'] as const).flatMap((kind) => {
    const ports = joined(all.filter((p) => p.kind === kind).flatMap((p) => p.ports));
    return ports.length > 0 ? [{ kind, ports }] : [];
  });
}

function list<T extends object>(what: string, part: string, given: T[] | undefined, right: (item: T) => boolean, allowed: string, fix: string): T[] | undefined {
  if (given === undefined || given === null) return undefined;
  if (!Array.isArray(given) || !known([...given].filter((g) => typeof g !== 'object')) || given.some((g) => typeof g !== 'object' || g === null || !right(g))) {
    throw refusal({ what: `${part} of ${what}`, got: Array.isArray(given) ? given.find((g) => typeof g !== 'object' || g === null || !right(g)) : given, allowed, fix });
  }
  if (given.length === 0) throw refusal({ what: `${part} of ${what}`, got: 'an empty list', allowed, fix: `name at least one, or leave ${part} out` });
  return given;
}

/** The traffic in one line. */
export function trafficText({ from, to, exceptFrom, exceptTo, services, exceptServices, direction, replies }: MirrorTraffic): string {
  const names = (items?: readonly object[]) => (items ?? []).map(String).join(', ');
  return [
    direction ?? 'inbound and outbound', services ? names(services) : 'all protocols', exceptServices ? `except ${names(exceptServices)}` : '',
    from || exceptFrom ? `from ${from ? names(from) : 'any'}${exceptFrom ? ` except ${names(exceptFrom)}` : ''}` : '',
    to || exceptTo ? `to ${to ? names(to) : 'any'}${exceptTo ? ` except ${names(exceptTo)}` : ''}` : '',
    replies ? 'and the replies' : '',
  ].filter((t) => t !== '').join(' ');
}
