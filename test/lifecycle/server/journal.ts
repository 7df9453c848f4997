import type { Loss } from './cloud/arrival';

/** One call of the provider to the cloud's API, as the cloud saw it. */
export interface CallEntry {
  readonly kind: 'call';
  readonly seq: number;
  /** Logical seconds since the server started. */
  readonly at: number;
  readonly action: string;
  /** The objects the call is about. */
  readonly ids: readonly string[];
  readonly params: Readonly<Record<string, unknown>>;
  /** Set when the answer is given: `ok` or the error code. */
  outcome?: string;
}

/** One resource that Terraform had created, updated or deleted. */
export interface OperationEntry {
  readonly kind: 'operation';
  readonly seq: number;
  readonly at: number;
  readonly type: string;
  readonly change: 'create' | 'update' | 'delete';
  id?: string;
  readonly name?: string;
  /** Set at the end: `ok` or the error's text. */
  outcome?: string;
}

/** A source began or ceased to be mirrored. */
export interface LightEntry {
  readonly kind: 'light';
  readonly seq: number;
  readonly at: number;
  readonly source: string;
  readonly lit: boolean;
}

/** The copies of a source, whose session runs, ceased to arrive, or began again. */
export interface CopiesEntry {
  readonly kind: 'copies';
  readonly seq: number;
  readonly at: number;
  readonly source: string;
  /** Undefined when they arrive again, or when the source is dark from now on. */
  readonly loss?: Loss;
}

/** Something that happened behind Terraform's back, or a provider block that was configured. */
export interface EventEntry {
  readonly kind: 'console' | 'configure';
  readonly seq: number;
  readonly at: number;
  readonly what: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

export type JournalEntry = CallEntry | OperationEntry | LightEntry | CopiesEntry | EventEntry;

/** What happened between two marks. */
export interface StepReport {
  readonly name: string;
  /** Sources that were mirrored and ceased to be, even for a moment, sorted. */
  readonly darkened: readonly string[];
  /** Those of them that are mirrored again at the end of the step. */
  readonly interrupted: readonly string[];
  /** Those of them that stay dark. */
  readonly lost: readonly string[];
  /** Logical seconds that each darkened source was dark within the step. */
  readonly darkSeconds: Readonly<Record<string, number>>;
  /** Sources that were copied and, even for a moment, no longer were although their session ran: its filter had no rules. */
  readonly blinded: readonly string[];
  /** Sources whose copies were sent and, even for a moment, did not get in: no listener, no server, or no rule that admits them. */
  readonly missed: readonly string[];
  /** Logical seconds within the step that the copies of a running session were lost, by source and reason. */
  readonly lossSeconds: Readonly<Record<string, Partial<Record<Loss, number>>>>;
  /** Resources that Terraform created, updated or deleted. */
  readonly touched: readonly OperationEntry[];
  readonly calls: readonly CallEntry[];
  /** Calls that change something. */
  readonly writes: readonly CallEntry[];
  /** Resources whose change failed. */
  readonly failed: readonly OperationEntry[];
  /** Answers of the cloud that said no, by code, the retried ones included. */
  readonly refusals: Readonly<Record<string, number>>;
}

/** A place in the journal. */
export interface Mark {
  readonly entries: number;
  readonly at: number;
}

type Unstamped<T> = T extends JournalEntry ? Omit<T, 'seq' | 'at'> : never;

const READ_ACTION = /^(List|Describe|Get)/;

/** Everything that happened, in order, on a logical clock that never runs backwards. */
export class Journal {
  readonly entries: JournalEntry[] = [];
  private clock = 0;
  private step?: { name: string; from: number; at: number };

  get now(): number {
    return this.clock;
  }

  /** Operations keep their own time, so that waits of parallel ones do not add up. */
  advanceTo(time: number): void {
    this.clock = Math.max(this.clock, time);
  }

  write<T extends Unstamped<JournalEntry>>(entry: T): T & { seq: number; at: number } {
    const stamped = { ...entry, seq: this.entries.length, at: this.clock };
    this.entries.push(stamped as unknown as JournalEntry);
    return stamped;
  }

  clear(): void {
    this.entries.length = 0;
    this.step = undefined;
  }

  beginStep(name: string): void {
    if (this.step) throw new Error(`step "${this.step.name}" is not ended yet; end it before "${name}"`);
    this.step = { name, from: this.entries.length, at: this.clock };
  }

  /** What happened since an entry of the journal, whatever steps there are. */
  since(mark: Mark): StepReport {
    return report('since', mark.at, this.clock, this.entries.slice(mark.entries));
  }

  /** Where the journal is now. */
  get mark(): Mark {
    return { entries: this.entries.length, at: this.clock };
  }

  endStep(): StepReport {
    if (!this.step) throw new Error('no step has begun');
    const { name, from, at } = this.step;
    this.step = undefined;
    return report(name, at, this.clock, this.entries.slice(from));
  }
}

const FILTER_LOSS: Loss = 'no rule in the filter';

function lossSecondsOf(entries: readonly JournalEntry[], end: number): StepReport['lossSeconds'] {
  const seconds: Record<string, Partial<Record<Loss, number>>> = {};
  const open = new Map<string, { readonly loss: Loss; readonly at: number }>();
  const close = (source: string, at: number): void => {
    const since = open.get(source);
    if (!since) return;
    (seconds[source] ??= {})[since.loss] = (seconds[source][since.loss] ?? 0) + at - since.at;
    open.delete(source);
  };
  for (const entry of entries) {
    if (entry.kind !== 'copies') continue;
    close(entry.source, entry.at);
    if (entry.loss) open.set(entry.source, { loss: entry.loss, at: entry.at });
  }
  for (const source of [...open.keys()]) close(source, end);
  return seconds;
}

function report(name: string, from: number, to: number, entries: readonly JournalEntry[]): StepReport {
  const calls = entries.filter((entry): entry is CallEntry => entry.kind === 'call');
  const touched = entries.filter((entry): entry is OperationEntry => entry.kind === 'operation');
  const darkSince = new Map<string, number>();
  const darkSeconds: Record<string, number> = {};
  for (const entry of entries) {
    if (entry.kind !== 'light') continue;
    if (!entry.lit) {
      darkSince.set(entry.source, entry.at);
      darkSeconds[entry.source] ??= 0;
    } else if (darkSince.has(entry.source)) {
      darkSeconds[entry.source] += entry.at - darkSince.get(entry.source)!;
      darkSince.delete(entry.source);
    }
  }
  const lost = [...darkSince.keys()].sort();
  for (const source of lost) darkSeconds[source] += Math.max(to, from) - darkSince.get(source)!;
  const darkened = Object.keys(darkSeconds).sort();
  const refusals: Record<string, number> = {};
  for (const { outcome } of calls) {
    if (outcome && outcome !== 'ok') refusals[outcome] = (refusals[outcome] ?? 0) + 1;
  }
  const losses = entries.filter((entry): entry is CopiesEntry => entry.kind === 'copies' && entry.loss !== undefined);
  const losing = (isFilter: boolean): string[] =>
    [...new Set(losses.filter(({ loss }) => (loss === FILTER_LOSS) === isFilter).map(({ source }) => source))].sort();
  return {
    name,
    darkened,
    interrupted: darkened.filter((source) => !darkSince.has(source)),
    lost,
    darkSeconds,
    blinded: losing(true),
    missed: losing(false),
    lossSeconds: lossSecondsOf(entries, Math.max(to, from)),
    touched,
    calls,
    writes: calls.filter((call) => !READ_ACTION.test(call.action)),
    failed: touched.filter((operation) => operation.outcome !== 'ok'),
    refusals,
  };
}
