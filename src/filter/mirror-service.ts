import { checkName, plain } from './mirror-network';
import type { NameBook } from './name-book';
import { Keys, requireOptions } from './options';
import { known } from '../net/known';
import { EVERY_PORT, hasPorts, PACKET_KINDS, PacketKind, Span } from '../net/packet';
import { described, refusal } from '../net/refusal';

/** The protocols and ports of a service. A packet belongs to the service if it matches any of them. */
export interface MirrorServiceOptions {
  /**
   * TCP ports of the service, each a port or a range: `443`, `8080-8090`, or `all`.
   *
   * @default - no TCP
   */
  readonly tcp?: string[];
  /**
   * UDP ports of the service, each a port or a range: `53`, `5000-5010`, or `all`.
   *
   * @default - no UDP
   */
  readonly udp?: string[];
  /**
   * ICMP as well.
   *
   * @default false
   */
  readonly icmp?: boolean;
  /**
   * The owner of the service.
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

/** Ports of one protocol. */
export interface ServicePorts {
  readonly kind: PacketKind;
  readonly ports: readonly Span[];
}

const KEYS: Keys<MirrorServiceOptions> = { tcp: true, udp: true, icmp: true, owner: true, comment: true };

/**
 * A named service, for the statements of an intent. Its ports are the ports of the packet's destination.
 *
 * @example
 * const web = MirrorService.of('web', { tcp: ['80', '443', '8080-8090'] });
 * MirrorStatement.accept({ services: [web, MirrorService.DNS] });
 */
export class MirrorService {
  /** DNS: TCP and UDP port 53. */
  public static readonly DNS = MirrorService.of('DNS', { tcp: ['53'], udp: ['53'] });
  /** ICMP. */
  public static readonly ICMP = MirrorService.of('ICMP', { icmp: true });
  /** TCP, every port. */
  public static readonly TCP = MirrorService.of('TCP', { tcp: ['all'] });
  /** UDP, every port. */
  public static readonly UDP = MirrorService.of('UDP', { udp: ['all'] });

  /**
   * A service.
   *
   * @param name the name in messages. Services of one intent with different ports need different names, upper and lower case alike
   * @throws if a port is malformed or a token, or nothing is named
   */
  public static of(name: string, options: MirrorServiceOptions): MirrorService {
    return MirrorService._of(name, options);
  }

  /**
   * @param book the address book that the service is from
   * @internal
   */
  public static _of(name: string, options: MirrorServiceOptions, book?: NameBook): MirrorService {
    checkName('the name of a mirror service', name);
    requireOptions(`mirror service ${name}`, options, KEYS, 'write MirrorService.of(name, { tcp: ["443"] })');
    const parts: ServicePorts[] = [];
    for (const [kind, ports] of [['TCP', options.tcp], ['UDP', options.udp]] as const) {
      if (ports === undefined || ports === null) continue;
      if (!Array.isArray(ports) || ports.length === 0 || !known(ports)) {
        throw refusal({
          what: `${kind} ports of mirror service ${name}`,
          got: ports,
          allowed: 'a list of ports and ranges that are known at synth',
          fix: 'write at least one, for example ["80", "8080-8090"]',
        });
      }
      parts.push({ kind, ports: joined(ports.map((text) => portsOf(name, kind, text))) });
    }
    const icmp: unknown = options.icmp ?? false;
    if (typeof icmp !== 'boolean') {
      throw refusal({
        what: `icmp of mirror service ${name}`,
        got: icmp,
        allowed: 'true or false, known at synth',
        fix: 'write it without quotes, or omit it',
      });
    }
    if (icmp) parts.push({ kind: 'ICMP', ports: [EVERY_PORT] });
    if (parts.length === 0) {
      throw refusal({
        what: `mirror service ${name}`,
        got: described('has no protocol'),
        allowed: 'TCP ports, UDP ports or ICMP',
        fix: 'set at least one. For every protocol, omit the services of the statement',
      });
    }
    const [owner, comment] = (['owner', 'comment'] as const).map((what) => plain(`${what} of mirror service ${name}`, options[what]));
    return new MirrorService(name, parts, owner, comment, book);
  }

  /** The name in messages. */
  public readonly name: string;
  /** The owner. */
  public readonly owner?: string;
  /** The comment. */
  public readonly comment?: string;

  private constructor(
    name: string,
    private readonly parts: readonly ServicePorts[],
    owner?: string,
    comment?: string,
    private readonly book?: NameBook,
  ) {
    this.name = name;
    this.owner = owner;
    this.comment = comment;
  }

  /** @internal */
  public get _book(): NameBook | undefined {
    return this.book;
  }

  /** @internal */
  public get _parts(): readonly ServicePorts[] {
    return this.parts;
  }

  /** The name. */
  public toString(): string {
    return this.name;
  }
}

/** Every protocol and port. */
export const EVERY_SERVICE: readonly ServicePorts[] = PACKET_KINDS.map((kind) => ({ kind, ports: [EVERY_PORT] }));

/** The services without some others. */
export function without(services: readonly ServicePorts[], others: readonly ServicePorts[]): ServicePorts[] {
  return services.flatMap(({ kind, ports }): ServicePorts[] => {
    const taken = others.filter((o) => o.kind === kind);
    if (!hasPorts(kind)) return taken.length > 0 ? [] : [{ kind, ports }];
    const left = taken.flatMap((o) => o.ports).reduce((spans: readonly Span[], [first, end]) => spans.flatMap(([a, b]): Span[] => [
      ...a < Math.min(b, first) ? [[a, Math.min(b, first)] as Span] : [], ...Math.max(a, end) < b ? [[Math.max(a, end), b] as Span] : [],
    ]), ports);
    return left.length > 0 ? [{ kind, ports: left }] : [];
  });
}

function portsOf(name: string, kind: string, text: unknown): Span {
  const trimmed = typeof text === 'string' ? text.trim() : '';
  if (trimmed === 'all') return EVERY_PORT;
  const match = /^(\d{1,5})(?:[-/](\d{1,5}))?$/.exec(trimmed);
  const [first, last] = match ? [Number(match[1]), Number(match[2] ?? match[1])] : [0, 0];
  if (first >= EVERY_PORT[0] && last < EVERY_PORT[1] && first <= last) return [first, last + 1];
  throw refusal({
    what: `a ${kind} port of mirror service ${name}`, got: text, allowed: 'a port of 1 to 65535, a range such as 8080-8090, or all',
    fix: !match
      ? 'write the ports as text, for example "443"'
      : first > last && last > 0 ? `write the lower port first: ${last}-${first}` : 'write ports of 1 to 65535, or all',
  });
}

/** The protocols and ports of a service in one line. */
export function portsText(service: MirrorService): string {
  return service._parts.map(({ kind, ports }) =>
    hasPorts(kind) ? `${kind} ${ports.map(([first, end]) => first === end - 1 ? first : `${first}-${end - 1}`).join(', ')}` : kind)
    .join('; ');
}

/** Sorted, with adjacent ranges merged. */
export function joined(spans: readonly Span[]): Span[] {
  const result: [number, number][] = [];
  for (const [first, end] of [...spans].sort((a, b) => a[0] - b[0])) {
    const last = result[result.length - 1];
    if (last && first <= last[1]) last[1] = Math.max(last[1], end);
    else result.push([first, end]);
  }
  return result;
}
