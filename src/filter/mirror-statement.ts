import { MirrorDirection } from '../explain/mirror-direction';
import { MirrorNetwork, plain } from './mirror-network';
import { EVERY_SERVICE, joined, MirrorService, portsText, ServicePorts, without } from './mirror-service';
import { Keys, requireNames, requireOptions } from './options';
import { namesOf } from './stated-names';
import { AddressSet } from '../net/address-set';
import { isDay } from '../net/calendar';
import { PacketKind } from '../net/packet';
import { PacketSet } from '../net/packet-set';
import { described, refusal } from '../net/refusal';

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
   * Networks that do not contain the source.
   *
   * @default - none
   */
  readonly exceptFrom?: MirrorNetwork[];
  /**
   * Networks that do not contain the destination.
   *
   * @default - none
   */
  readonly exceptTo?: MirrorNetwork[];
  /**
   * Services of the destination. A packet belongs to the traffic if it belongs to any of them.
   *
   * @default - every protocol and port
   */
  readonly services?: MirrorService[];
  /**
   * Services of the source, which match the protocol and source port of a packet. Most clients use an arbitrary source port. Use
   * this for clients with a fixed source port.
   *
   * @default - every protocol and source port
   */
  readonly fromServices?: MirrorService[];
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
   * Whether to include the replies: packets in the other direction, with source and destination exchanged, ports included.
   *
   * @default false
   */
  readonly replies?: boolean;
}

/** The traffic of a statement, with its owner, comment and last day. */
export interface MirrorStatementOptions extends MirrorTraffic {
  /**
   * The owner of the statement.
   *
   * @default - no owner
   */
  readonly owner?: string;
  /**
   * The reason for the statement.
   *
   * @default - no comment
   */
  readonly comment?: string;
  /**
   * The last day on which the statement is intended, as `YYYY-MM-DD` in UTC. An expired statement stays in force and TM214
   * reports it, unless the intent leaves expired statements out.
   *
   * @default - it does not expire
   */
  readonly expires?: string;
}

const TRAFFIC_KEYS: Keys<MirrorTraffic> = {
  from: true,
  to: true,
  exceptFrom: true,
  exceptTo: true,
  services: true,
  fromServices: true,
  exceptServices: true,
  direction: true,
  replies: true,
};
const STATEMENT_KEYS: Keys<MirrorStatementOptions> = { ...TRAFFIC_KEYS, owner: true, comment: true, expires: true };

/**
 * One statement of an intent: its packets are copied, or not copied.
 *
 * @example
 * const vpc = MirrorNetwork.of('production', { cidrs: ['10.10.0.0/16'] });
 * new MirrorFilter(this, 'Filter', {
 *   intent: MirrorIntent.of([
 *     MirrorStatement.drop({ from: [vpc], to: [vpc] }),
 *     MirrorStatement.accept({ direction: MirrorDirection.INBOUND, replies: true }),
 *   ]),
 * });
 */
export class MirrorStatement {
  /** Copies the packets, unless an earlier statement decides about them. */
  public static accept(options: MirrorStatementOptions = {}): MirrorStatement {
    return new MirrorStatement(true, options);
  }

  /** Does not copy the packets, unless an earlier statement decides about them. */
  public static drop(options: MirrorStatementOptions = {}): MirrorStatement {
    return new MirrorStatement(false, options);
  }

  /** Whether the packets are copied. */
  public readonly accepts: boolean;
  /** The owner of the statement. */
  public readonly owner?: string;
  /** The reason for the statement. */
  public readonly comment?: string;
  /** The last day on which the statement is intended. */
  public readonly expires?: string;

  private readonly traffic: Traffic;

  private constructor(accepts: boolean, private readonly options: MirrorStatementOptions) {
    requireOptions(
      'the options of a mirror statement',
      options,
      STATEMENT_KEYS,
      'write { from: [network], services: [service] }, or nothing for all traffic',
    );
    this.accepts = accepts;
    this.owner = plain('owner of a mirror statement', options.owner);
    this.comment = plain('comment of a mirror statement', options.comment);
    if (options.expires !== undefined && options.expires !== null && !isDay(options.expires)) {
      throw refusal({
        what: 'expires of a mirror statement',
        got: options.expires,
        allowed: 'a day as YYYY-MM-DD, known at synth',
        fix: 'write the last day of the statement, for example 2027-03-31',
      });
    }
    this.expires = options.expires ?? undefined;
    this.traffic = trafficOf('a mirror statement', options);
  }

  /** @internal */
  public get _traffic(): Traffic {
    return this.traffic;
  }

  /** @internal */
  public get _options(): MirrorStatementOptions {
    return this.options;
  }

  /** The statement in one line. */
  public toString(): string {
    return `${this.accepts ? 'accept' : 'drop'} ${trafficText(this.options)}`;
  }
}

/** The packets of some traffic by direction: the requests, and their replies. */
export interface Traffic {
  readonly inbound: readonly PacketSet[];
  readonly outbound: readonly PacketSet[];
}

/** @throws if a part is malformed or a token */
export function trafficOf(what: string, traffic: MirrorTraffic): Traffic {
  requireOptions(what, traffic, STATEMENT_KEYS, 'write { from: [network], services: [service] }, or {} for all traffic');
  const names = (part: 'from' | 'to' | 'exceptFrom' | 'exceptTo') => list(
    what,
    part,
    traffic[part],
    (item) => item instanceof MirrorNetwork || '_addresses' in item,
    'a list of MirrorNetwork',
    'write MirrorNetwork.of(name, { cidrs })',
  );
  const services = (part: 'services' | 'fromServices' | 'exceptServices') => list(
    what,
    part,
    traffic[part],
    (item) => '_parts' in item,
    'a list of MirrorService',
    'write MirrorService.of(name, { tcp: ["443"] })',
  );
  const lists = { from: names('from'), to: names('to'), exceptFrom: names('exceptFrom'), exceptTo: names('exceptTo') };
  const served = { services: services('services'), fromServices: services('fromServices'), exceptServices: services('exceptServices') };
  requireOneMeaning(what, [{ ...lists, ...served }]);
  const addresses = (own: MirrorNetwork[] | undefined, except: MirrorNetwork[] | undefined) =>
    (own ? AddressSet.unionOf(own.map((n) => n._addresses)) : AddressSet.ALL).minus(
      AddressSet.unionOf((except ?? []).map((n) => n._addresses)),
    );
  const [sources, destinations] = [addresses(lists.from, lists.exceptFrom), addresses(lists.to, lists.exceptTo)];
  const parts = without(served.services ? merged(served.services) : EVERY_SERVICE, merged(served.exceptServices ?? []));
  const { direction, replies } = traffic;
  if (direction !== undefined && direction !== null && !Object.values(MirrorDirection).includes(direction)) {
    throw refusal({
      what: `direction of ${what}`,
      got: direction,
      allowed: Object.values(MirrorDirection).join(' or '),
      fix: 'use MirrorDirection, or omit it for both',
    });
  }
  if (replies !== undefined && replies !== null && typeof replies !== 'boolean') {
    throw refusal({
      what: `replies of ${what}`,
      got: replies,
      allowed: 'true or false, known at synth',
      fix: 'write it without quotes, or omit it',
    });
  }
  const own = served.fromServices ? merged(served.fromServices) : EVERY_SERVICE;
  const sourcePortsOf = (kind: PacketKind) => own.find((p) => p.kind === kind)?.ports ?? [];
  const both = parts.filter(({ kind }) => sourcePortsOf(kind).length > 0);
  const forth = both.map(({ kind, ports }) => PacketSet.product([kind], sources, destinations, sourcePortsOf(kind), ports));
  const back = replies ? both.map(({ kind, ports }) => PacketSet.product([kind], destinations, sources, ports, sourcePortsOf(kind))) : [];
  const [received, sent] = [direction !== MirrorDirection.OUTBOUND, direction !== MirrorDirection.INBOUND];
  return {
    inbound: [...received ? [PacketSet.unionOf(forth)] : [], ...sent ? [PacketSet.unionOf(back)] : []].filter((set) => !set.isEmpty),
    outbound: [...sent ? [PacketSet.unionOf(forth)] : [], ...received ? [PacketSet.unionOf(back)] : []].filter((set) => !set.isEmpty),
  };
}

/**
 * Networks and services with one name are one and the same: findings and refusals have nothing but the name.
 *
 * @throws if two of one name differ
 */
export function requireOneMeaning(where: string, all: readonly MirrorTraffic[]): void {
  const { networks, services } = namesOf(all);
  requireNames(where, 'mirror network', networks, (a, b) => a._addresses.isSameAs(b._addresses), (n) => n.cidrs.join(', '));
  requireNames(where, 'mirror service', services, (a, b) => portsText(a) === portsText(b), portsText);
}

function merged(services: readonly MirrorService[]): ServicePorts[] {
  const all = services.flatMap((s) => s._parts);
  return (['TCP', 'UDP', 'ICMP', 'OTHER'] as const).flatMap((kind) => {
    const ports = joined(all.filter((p) => p.kind === kind).flatMap((p) => p.ports));
    return ports.length > 0 ? [{ kind, ports }] : [];
  });
}

function list<T extends object>(
  what: string, part: string, given: T[] | undefined, right: (item: T) => boolean, allowed: string, fix: string,
): T[] | undefined {
  if (given === undefined || given === null) return undefined;
  if (!Array.isArray(given) && typeof given === 'object') {
    throw refusal({ what: `${part} of ${what}`, got: given, allowed, fix: right(given) ? 'pass a list: [ ... ]' : fix });
  }
  const isWrong = (item: unknown) => typeof item !== 'object' || item === null || !right(item as T);
  if (!Array.isArray(given) || given.some(isWrong)) {
    throw refusal({ what: `${part} of ${what}`, got: Array.isArray(given) ? given.find(isWrong) : given, allowed, fix });
  }
  if (given.length === 0) {
    throw refusal({
      what: `${part} of ${what}`,
      got: described('is an empty list'),
      allowed,
      fix: `name at least one, or leave ${part} out`,
    });
  }
  return given;
}

/** The traffic in one line. */
export function trafficText(
  { from, to, exceptFrom, exceptTo, services, fromServices, exceptServices, direction, replies }: MirrorTraffic,
): string {
  const names = (items?: readonly object[]) => (items ?? []).map(String).join(', ');
  return [
    direction ?? 'inbound and outbound',
    services ? names(services) : 'all protocols',
    exceptServices ? `except ${names(exceptServices)}` : '',
    fromServices ? `from services ${names(fromServices)}` : '',
    from || exceptFrom ? `from ${from ? names(from) : 'any'}${exceptFrom ? ` except ${names(exceptFrom)}` : ''}` : '',
    to || exceptTo ? `to ${to ? names(to) : 'any'}${exceptTo ? ` except ${names(exceptTo)}` : ''}` : '',
    replies ? 'and the replies' : '',
  ].filter((t) => t !== '').join(' ');
}
