import { MirrorNetwork } from './mirror-network';
import { MirrorService, portsText } from './mirror-service';
import type { NameBook } from './name-book';
import type { BookStatement, NamesStatement, NameStatement, OverlapStatement } from '../model/document';
import { formatIpv4Address } from '../net/ipv4-cidr';

/** The networks and services of some traffic, as a statement has them. */
export interface NamedTraffic {
  readonly from?: MirrorNetwork[];
  readonly to?: MirrorNetwork[];
  readonly exceptFrom?: MirrorNetwork[];
  readonly exceptTo?: MirrorNetwork[];
  readonly services?: MirrorService[];
  readonly fromServices?: MirrorService[];
  readonly exceptServices?: MirrorService[];
}

/** The networks and services of some traffic. */
export function namesOf(all: readonly NamedTraffic[]): { networks: MirrorNetwork[]; services: MirrorService[] } {
  return {
    networks: all.flatMap(({ from, to, exceptFrom, exceptTo }) => [from, to, exceptFrom, exceptTo].flatMap((given) => given ?? [])),
    services: all.flatMap((t) => [t.services, t.fromServices, t.exceptServices].flatMap((given) => given ?? [])),
  };
}

/** The names that a filter uses, each once, and networks that overlap without one containing the other. */
export function statedNames(all: readonly NamedTraffic[]): NamesStatement {
  const { networks, services } = namesOf(all);
  const own = unique(networks);
  return {
    used: [
      ...own.map((network) => stated('network', network, network.cidrs.join(', '))),
      ...unique(services).map((service) => stated('service', service, portsText(service))),
    ],
    overlaps: overlapsOf(own),
  };
}

/** The names of the address books, by file. A book that other apps share has none, since this app need not use them. */
export function statedBooks(all: readonly NamedTraffic[]): Record<string, BookStatement> {
  const { networks, services } = namesOf(all);
  const books = new Set([...networks, ...services].flatMap(({ _book: book }): NameBook[] => book?._reportsUnused ? [book] : []));
  return Object.fromEntries([...books].map((book) => [book.file, { networks: book.networkNames, services: book.serviceNames }]));
}

function stated(
  kind: NameStatement['kind'], { name, owner, comment, _book: book }: MirrorNetwork | MirrorService, contents: string,
): NameStatement {
  const notes = { ...owner !== undefined && { owner }, ...comment !== undefined && { comment } };
  return { kind, name, contents, ...notes, ...book && { book: book.file } };
}

function unique<T extends { readonly name: string }>(all: readonly T[]): T[] {
  const byName = new Map<string, T>();
  for (const item of all) if (!byName.has(item.name)) byName.set(item.name, item);
  return [...byName.values()];
}

/** Pairs of networks with the same addresses, or with common addresses although neither contains the other. */
function overlapsOf(networks: readonly MirrorNetwork[]): OverlapStatement[] {
  const spans = networks.flatMap((network, index) => network._addresses.intervals().map(([first, end]) => ({ index, first, end })));
  spans.sort((a, b) => a.first - b.first);
  const found = new Map<string, OverlapStatement>();
  let open: typeof spans = [];
  for (const span of spans) {
    open = open.filter(({ end }) => end > span.first);
    for (const { index } of open) {
      const [one, other] = [Math.min(index, span.index), Math.max(index, span.index)];
      const key = `${one} ${other}`;
      if (found.has(key)) continue;
      const [a, b] = [networks[one], networks[other]];
      const same = a._addresses.isSameAs(b._addresses);
      const nested = a._addresses.containsAll(b._addresses) || b._addresses.containsAll(a._addresses);
      if (same || !nested) found.set(key, { name: a.name, other: b.name, same, address: formatIpv4Address(span.first) });
    }
    open.push(span);
  }
  return [...found.values()];
}
