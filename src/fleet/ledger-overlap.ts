import { idOf } from './existing-sessions';
import { LedgerContent, LedgerSession } from './ledger-content';

/** A number or a source that two ledgers of one account and region both use. */
export interface LedgerOverlap {
  readonly what: 'priority' | 'VNI' | 'source';
  readonly value: string;
  /** The two sessions, each with its ledger. */
  readonly first: NamedSession;
  readonly second: NamedSession;
}

export interface NamedSession {
  readonly ledger: string;
  readonly session: LedgerSession;
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

/** The numbers and sources that several ledgers use. */
export function overlapsOf(ledgers: readonly NamedLedger[]): LedgerOverlap[] {
  const found: LedgerOverlap[] = [];
  const holders = new Map<string, { readonly of: NamedLedger; readonly session: LedgerSession }[]>();
  const take = (of: NamedLedger, session: LedgerSession, what: LedgerOverlap['what'], value: string) => {
    const key = `${what} ${value}`;
    const there = holders.get(key) ?? [];
    const other = there.find((holder) => holder.of !== of && mayMeet(holder.of, of));
    if (other) found.push({ what, value, first: { ledger: other.of.name, session: other.session }, second: { ledger: of.name, session } });
    if (!there.some((holder) => holder.of === of)) holders.set(key, [...there, { of, session }]);
  };
  for (const ledger of ledgers) {
    for (const { sessions } of ledger.content.fleets.values()) {
      for (const session of sessions.values()) {
        take(ledger, session, 'priority', String(session.priority));
        take(ledger, session, 'VNI', `${session.vni} on target ${session.target}`);
        for (const source of session.sources) take(ledger, session, 'source', idOf(source));
      }
    }
  }
  return found;
}
