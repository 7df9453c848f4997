import { idOf } from './existing-sessions';
import { LedgerContent, LedgerSession } from './ledger-file';

/** Something that two ledgers of one account and region both give away. */
export interface LedgerOverlap {
  readonly what: 'priority' | 'VNI' | 'source';
  readonly value: string;
  /** The two ledgers and their sessions. */
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

/** Whether two ledgers may be of one account and region: what a header leaves out may be anything. */
export function mayMeet({ content: a }: NamedLedger, { content: b }: NamedLedger): boolean {
  return (['account', 'region'] as const).every((part) => a.header[part] === undefined || b.header[part] === undefined || a.header[part] === b.header[part]);
}

/** Numbers and sources that ledgers of several repositories share. */
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
  for (const of of ledgers) {
    for (const { sessions } of of.content.fleets.values()) {
      for (const session of sessions.values()) {
        take(of, session, 'priority', String(session.priority));
        take(of, session, 'VNI', `${session.vni} on target ${session.target}`);
        for (const source of session.sources) take(of, session, 'source', idOf(source));
      }
    }
  }
  return found;
}
