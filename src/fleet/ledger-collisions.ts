import { LedgerLine, LedgerShardLine } from './ledger-content';
import { hasPlace } from './ledger-lines';
import { LedgerClaim, sameLine, shardKey, sourceKey } from './ledger-merge';
import { LedgerRuleLine, ruleKey } from './ledger-rules';
import { compare } from '../net/compare';

/** The line of a source in a ledger, and its line in the deployed ledger. */
export interface LedgerEntry extends LedgerClaim {
  /** The line in the deployed ledger. Undefined if the source is new or the deployed ledger is unknown. */
  readonly base?: LedgerLine;
}

/** Entries that contradict each other. */
export interface LedgerCollision {
  /** The check that reports it at synth. */
  readonly check: 'TM308' | 'TM512' | 'TM517';
  /** The line of the file that shows it. */
  readonly at: number;
  /** The problem, as a sentence. */
  readonly problem: string;
  /** The entries to forget: new ones first. An entry that equals the deployed one is never forgotten. */
  readonly losers: readonly LedgerEntry[];
}

/** The deployed ledger, which is valid. */
export class DeployedLedger {
  private readonly lines = new Map<string, LedgerLine>();
  /** One line for each session. */
  private readonly sessions = new Map<string, LedgerLine>();

  private readonly shards = new Map<string, LedgerShardLine>();
  private readonly rules = new Map<string, LedgerRuleLine>();

  constructor(lines: Iterable<LedgerLine>, shards: Iterable<LedgerShardLine> = [], rules: Iterable<LedgerRuleLine> = []) {
    for (const rule of rules) this.rules.set(ruleKey(rule), rule);
    for (const shard of shards) this.shards.set(shardKey(shard), shard);
    for (const line of lines) {
      this.lines.set(sourceKey(line), line);
      if (hasPlace(line)) this.sessions.set(nameOf(line.fleet, line.session), line);
    }
  }

  /** The line of a source. Undefined if the source is new. */
  public line(source: string): LedgerLine | undefined {
    return this.lines.get(source);
  }

  /** The line of a shard, by its fleet and number. */
  public shard(key: string): LedgerShardLine | undefined {
    return this.shards.get(key);
  }

  /** The line of a rule, by its filter, direction and priority. */
  public rule(key: string): LedgerRuleLine | undefined {
    return this.rules.get(key);
  }

  /** The line of one source of a session. */
  public session(fleet: string, key: string): LedgerLine | undefined {
    return this.sessions.get(nameOf(fleet, key));
  }
}

/** The entries of one session. */
class EntrySession {
  constructor(
    public readonly fleet: string,
    public readonly key: string,
    public readonly entries: LedgerEntry[],
    private readonly deployed?: DeployedLedger,
  ) {}

  public get first(): LedgerEntry {
    return this.entries[0];
  }

  public get line(): LedgerLine {
    return this.first.line;
  }

  public get base(): LedgerLine | undefined {
    return this.deployed?.session(this.fleet, this.key);
  }

  /** Entries that differ from the deployed ledger. */
  public get movable(): LedgerEntry[] {
    return this.entries.filter((e) => !asDeployed(e));
  }

  /** Whether the session is deployed, on the same target or on another. */
  public get runs(): boolean {
    return this.base !== undefined && sameNumbers(this.line, this.base);
  }

  public toString(): string {
    return `session ${this.key} of ${this.fleet} (line ${this.first.at})`;
  }
}

export function asDeployed({ line, base }: LedgerEntry): boolean {
  return base !== undefined && sameLine(line, base);
}

/**
 * The contradictions in a ledger that has one entry for each source, in the order of the file.
 *
 * @param deployed decides which entries to forget. Without it, all that collide are forgotten
 */
export function collisionsOf(entries: Iterable<LedgerEntry>, deployed?: DeployedLedger): LedgerCollision[] {
  const sessions = sessionsOf(entries, deployed);
  const found: LedgerCollision[] = [];
  const whole: EntrySession[] = [];
  for (const session of sessions) {
    const within = disagreement(session) ?? joined(session) ?? sameOrder(session);
    if (within) found.push(within);
    else whole.push(session);
  }
  found.push(
    ...numberTwice('TM512', whole, 'priority', (s) => String(s.line.priority), (s) => s.base?.priority === s.line.priority, deployed),
  );
  found.push(
    ...numberTwice(
      'TM308',
      whole,
      'VNI',
      (s) => `${s.line.vni} on target ${s.line.target}`,
      (s) => s.base?.vni === s.line.vni && s.base.target === s.line.target,
      deployed,
    ),
  );
  return found.sort((a, b) => a.at - b.at);
}

/** Entries that equal the deployed ledger although the other entries of their session have moved to another target. */
export function leftBehind(entries: Iterable<LedgerEntry>, deployed: DeployedLedger): { entry: LedgerEntry; target: string }[] {
  return sessionsOf(entries, deployed).flatMap((session) => {
    const { base } = session;
    if (!base || !session.entries.every(({ line }) => sameNumbers(line, base))) return [];
    // Only a deployed source shows that its session moves. A new line may come from a branch that predates the move.
    const moved = [...new Set(session.entries.filter((e) => e.base).map(({ line }) => line.target))].filter((t) => t !== base.target);
    return moved.length === 1
      ? session.entries.filter((e) => e.base && e.line.target === base.target).map((entry) => ({ entry, target: moved[0] }))
      : [];
  });
}

function sessionsOf(entries: Iterable<LedgerEntry>, deployed?: DeployedLedger): EntrySession[] {
  const sessions = new Map<string, EntrySession>();
  for (const entry of entries) {
    const { fleet, session } = entry.line;
    if (!hasPlace(entry.line)) continue;
    const name = nameOf(fleet, session);
    const there = sessions.get(name);
    if (there) there.entries.push(entry);
    else sessions.set(name, new EntrySession(fleet, session, [entry], deployed));
  }
  // Sorted, so that the order of the merged lines does not matter.
  for (const { entries: own } of sessions.values()) own.sort((a, b) => compare(a.line.source, b.line.source));
  return [...sessions.values()].sort((a, b) => compare(a.fleet, b.fleet) || compare(a.key, b.key));
}

/** Lines that disagree about their session. */
function disagreement(session: EntrySession): LedgerCollision | undefined {
  const { line: first } = session;
  const other = session.entries.find(({ line }) =>
    line.target !== first.target || line.released !== first.released || !sameNumbers(line, first));
  if (!other) return undefined;
  const field = SESSION_FIELDS.find((name) => other.line[name] !== first[name])!;
  return {
    check: 'TM517', at: other.at, losers: session.movable,
    problem: `source ${other.line.source} has ${field} ${other.line[field] ?? false}, and ${session} has ${first[field] ?? false}`,
  };
}

/** New sources in a running session. Adding them would interrupt the others. */
function joined(session: EntrySession): LedgerCollision | undefined {
  const losers = session.runs ? session.entries.filter((e) => !e.base) : [];
  return losers.length === 0
    ? undefined
    : {
      check: 'TM517',
      at: losers[0].at,
      losers,
      problem: `${session} is deployed, and a new line adds source ${losers[0].line.source} to it`,
    };
}

/** Two sources at one position. */
function sameOrder(session: EntrySession): LedgerCollision | undefined {
  if (session.entries.length === 1) return undefined;
  const holders = new Map<number, LedgerEntry>();
  const losers: LedgerEntry[] = [];
  for (const entry of [...session.entries].sort((a, b) => Number(asDeployed(b)) - Number(asDeployed(a)))) {
    if (holders.has(entry.line.order)) losers.push(entry);
    else holders.set(entry.line.order, entry);
  }
  if (losers.length === 0) return undefined;
  const { at, line } = losers[0];
  return {
    check: 'TM517',
    at,
    losers,
    problem: `sources ${holders.get(line.order)!.line.source} and ${line.source} have the same order ${line.order} in ${session}`,
  };
}

/** Sessions that have the same number. */
function numberTwice(
  check: 'TM308' | 'TM512', sessions: EntrySession[], what: string,
  number: (s: EntrySession) => string, isDeployed: (s: EntrySession) => boolean, deployed?: DeployedLedger,
): LedgerCollision[] {
  const holders = new Map<string, EntrySession[]>();
  for (const session of sessions) {
    const n = number(session);
    const there = holders.get(n);
    if (there) there.push(session);
    else holders.set(n, [session]);
  }
  return [...holders].filter(([, of]) => of.length > 1).flatMap(([n, of]) => {
    // The session that is deployed with the number keeps it. Otherwise a deployed session does, otherwise the first.
    const rank = (s: EntrySession) => isDeployed(s) ? 0 : s.entries.some((e) => e.base) ? 1 : 2;
    const [holder, ...others] = [...of].sort((a, b) => rank(a) - rank(b));
    const losing = deployed ? others.filter((s) => rank(s) > 0) : others;
    return losing.map((s) => ({ check, at: s.first.at, losers: s.movable, problem: `${s} and ${holder} have the same ${what} ${n}` }));
  });
}

const NUMBER_FIELDS = ['placement', 'filter', 'shard', 'priority', 'vni'] as const;
const SESSION_FIELDS = ['target', ...NUMBER_FIELDS, 'released'] as const;

/** Whether two lines belong to one session. Their targets may differ: a running session moves in place and keeps everything else. */
function sameNumbers(a: LedgerLine, b: LedgerLine): boolean {
  return NUMBER_FIELDS.every((name) => a[name] === b[name]);
}

function nameOf(fleet: string, key: string): string {
  return `${fleet}\n${key}`;
}
