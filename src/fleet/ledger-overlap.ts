import { idOf } from './existing-sessions';
import { LedgerContent, LedgerShard } from './ledger-content';
import { isLone } from './state-owners';
import { FLEET_LEASE, Lease } from '../session/numbering';

/** A number, a range or a source that two ledgers of one account and region both use. */
export interface LedgerOverlap {
  readonly what: 'priority' | 'VNI' | 'source' | 'priorityRange' | 'virtualNetworkIdRange';
  readonly value: string;
  readonly first: Holder;
  readonly second: Holder;
}

/** A session or, for a range, a fleet, with its ledger. */
export interface Holder {
  readonly ledger: string;
  readonly fleet: string;
  readonly session?: string;
}

export interface NamedLedger {
  readonly name: string;
  readonly content: LedgerContent;
}

/** Whether two ledgers may belong to one account and region. An account or region that a header omits may be any. */
export function mayMeet({ content: a }: NamedLedger, { content: b }: NamedLedger): boolean {
  return (['account', 'region'] as const).every((part) =>
    a.header[part] === undefined || b.header[part] === undefined || a.header[part] === b.header[part]);
}

/** The numbers, sources and ranges that several ledgers use. */
export function overlapsOf(ledgers: readonly NamedLedger[]): LedgerOverlap[] {
  return [...sharedValues(ledgers), ...sharedRanges(ledgers)];
}

function sharedValues(ledgers: readonly NamedLedger[]): LedgerOverlap[] {
  const found: LedgerOverlap[] = [];
  const holders = new Map<string, { readonly of: NamedLedger; readonly holder: Holder }[]>();
  const take = (of: NamedLedger, holder: Holder, what: LedgerOverlap['what'], value: string) => {
    const key = `${what} ${value}`;
    const there = holders.get(key) ?? [];
    const other = there.find((one) => one.of !== of && mayMeet(one.of, of));
    if (other) found.push({ what, value, first: other.holder, second: holder });
    if (!there.some((one) => one.of === of)) holders.set(key, [...there, { of, holder }]);
  };
  for (const ledger of ledgers) {
    for (const { sessions } of ledger.content.fleets.values()) {
      for (const session of sessions.values()) {
        const holder = { ledger: ledger.name, fleet: session.fleet, session: session.key };
        take(ledger, holder, 'priority', String(session.priority));
        take(ledger, holder, 'VNI', `${session.vni} on target ${session.target}`);
        for (const source of session.sources) take(ledger, holder, 'source', idOf(source));
      }
    }
  }
  return found;
}

interface Range extends Lease {
  readonly of: NamedLedger;
  readonly holder: Holder;
}

/** Ranges from which fleets of several ledgers take new numbers. A VNI range counts only if the code sets it, as the default is all. */
function sharedRanges(ledgers: readonly NamedLedger[]): LedgerOverlap[] {
  return [
    ...crossings('priorityRange', rangesOf(ledgers, ({ priorityRange = FLEET_LEASE }) => priorityRange)),
    ...crossings('virtualNetworkIdRange', rangesOf(ledgers, ({ virtualNetworkIdRange }) => virtualNetworkIdRange)),
  ];
}

function rangesOf(ledgers: readonly NamedLedger[], rangeOf: (shard: LedgerShard) => Lease | undefined): Range[] {
  return ledgers.flatMap((of) => [...of.content.fleets].flatMap(([fleet, content]) => {
    const [shard] = content.shards.values();
    const range = shard === undefined || isLone(fleet, content) ? undefined : rangeOf(shard);
    return range ? [{ ...range, of, holder: { ledger: of.name, fleet } }] : [];
  }));
}

/** One pair of fleets for each two ledgers, because fleets without a range all share the default. */
function crossings(what: LedgerOverlap['what'], ranges: readonly Range[]): LedgerOverlap[] {
  const found = new Map<string, LedgerOverlap>();
  let open: Range[] = [];
  for (const range of [...ranges].sort((a, b) => a.first - b.first)) {
    open = open.filter(({ last }) => last >= range.first);
    for (const other of open) {
      const pair = [other.of.name, range.of.name].sort().join('\n');
      if (other.of === range.of || found.has(pair) || !mayMeet(other.of, range.of)) continue;
      const value = `${range.first} to ${Math.min(other.last, range.last)}`;
      found.set(pair, { what, value, first: other.holder, second: range.holder });
    }
    open.push(range);
  }
  return [...found.values()];
}
