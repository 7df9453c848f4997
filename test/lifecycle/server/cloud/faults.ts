import { setTimeout as sleep } from 'timers/promises';
import { ApiError, NO_ANSWER } from './errors';

/** Which calls a fault is about; everything that is given must fit. */
export interface CallMatch {
  /** The API's action, such as `CreateTrafficMirrorSession`. */
  readonly action?: string;
  /** A text that stands somewhere in the call's parameters, such as a session's id or name or a source. */
  readonly about?: string;
}

/** Something that goes wrong, or that is made to wait, on purpose. */
export type Fault = {
  readonly on: CallMatch;
  /** How many fitting calls pass before the first that is hit. */
  readonly after?: number;
  /** How many calls are hit; all of them where it is null. */
  readonly times?: number | null;
} & (
  | { readonly kind: 'throttle' }
  | { readonly kind: 'conflict' }
  /** The call takes effect, but its answer is lost. */
  | { readonly kind: 'timeout' }
  | { readonly kind: 'error'; readonly code: string; readonly message?: string }
  /** The call waits: before it takes effect, or after, with its object still busy. */
  | {
    readonly kind: 'hold';
    readonly phase: 'before' | 'after';
    /** Lets go by itself as soon as such a call has come, or has been answered. */
    readonly until?: { readonly match: CallMatch; readonly is: 'arrived' | 'answered' };
  }
);

interface ActiveFault {
  readonly id: number;
  readonly fault: Fault;
  seen: number;
  hits: number;
  /** The ones held are let go by this. */
  open: boolean;
  readonly held: Set<() => void>;
  readonly watchers: Set<() => void>;
}

/** A call as the faults see it. */
export interface FaultedCall {
  readonly action: string;
  readonly params: Readonly<Record<string, unknown>>;
}

const fits = (match: CallMatch, call: FaultedCall): boolean =>
  (match.action === undefined || match.action === call.action)
  && (match.about === undefined || JSON.stringify(call.params).includes(match.about));

/** A hold that waits for a call that never comes must fail the run, rather than hang it or pass by chance. */
const LONGEST_HOLD_MILLIS = 120_000;

/** That the caller of a held call was killed is noticed only a moment later. */
const NOTICE_MILLIS = 20;

/** The faults that are set, and the calls that they hold. */
export class Faults {
  private readonly active = new Map<number, ActiveFault>();
  private lastId = 0;

  add(fault: Fault): number {
    const id = ++this.lastId;
    this.active.set(id, { id, fault, seen: 0, hits: 0, open: false, held: new Set(), watchers: new Set() });
    return id;
  }

  clear(): void {
    for (const active of this.active.values()) this.open(active);
    this.active.clear();
  }

  hits(id: number): number {
    return this.get(id).hits;
  }

  /** Resolves when the fault has hit a call. */
  async reached(id: number): Promise<void> {
    const active = this.get(id);
    while (active.hits === 0) await new Promise<void>((resolve) => active.watchers.add(resolve));
  }

  release(id: number): void {
    this.open(this.get(id));
  }

  /** Before the call takes effect: may wait, may throw. Returns what is to happen after. */
  async before(call: FaultedCall): Promise<{ readonly after: () => Promise<void> }> {
    this.signal('arrived', call);
    const after: Array<() => Promise<void>> = [];
    for (const active of [...this.active.values()]) {
      if (!this.hit(active, call)) continue;
      const { fault } = active;
      switch (fault.kind) {
        case 'throttle':
          throw new ApiError('Throttling.User', 'Request was denied due to user flow control.');
        case 'conflict':
          throw new ApiError('OperationConflict', 'The operation conflicts with another one.');
        case 'error':
          throw new ApiError(fault.code, fault.message ?? 'The request has failed.');
        case 'timeout':
          after.push(async () => {
            throw new ApiError(NO_ANSWER, 'The answer did not come in time.');
          });
          break;
        case 'hold':
          if (fault.phase === 'before') {
            await this.wait(active);
            await sleep(NOTICE_MILLIS);
          } else {
            after.push(async () => this.wait(active));
          }
          break;
      }
    }
    return { after: async () => { for (const step of after) await step(); } };
  }

  answered(call: FaultedCall): void {
    this.signal('answered', call);
  }

  private get(id: number): ActiveFault {
    const active = this.active.get(id);
    if (!active) throw new Error(`no fault ${id} is set`);
    return active;
  }

  private hit(active: ActiveFault, call: FaultedCall): boolean {
    const { on, after = 0, times = 1 } = active.fault;
    if (!fits(on, call) || ++active.seen <= after) return false;
    if (times !== null && active.hits >= times) return false;
    active.hits++;
    for (const resolve of active.watchers) resolve();
    active.watchers.clear();
    return true;
  }

  private async wait(active: ActiveFault): Promise<void> {
    if (active.open) return;
    await new Promise<void>((resolve, reject) => {
      const tooLong = (): void => reject(new Error(`held for ${LONGEST_HOLD_MILLIS} ms: ${JSON.stringify(active.fault)}`));
      const timer = setTimeout(tooLong, LONGEST_HOLD_MILLIS);
      active.held.add(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  private open(active: ActiveFault): void {
    active.open = true;
    for (const resolve of active.held) resolve();
    active.held.clear();
  }

  private signal(is: 'arrived' | 'answered', call: FaultedCall): void {
    for (const active of this.active.values()) {
      const { fault } = active;
      // The one that came is judged first, while the held one is still busy.
      if (fault.kind === 'hold' && fault.until?.is === is && fits(fault.until.match, call)) setImmediate(() => this.open(active));
    }
  }
}
