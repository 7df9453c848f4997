import { setTimeout as sleep } from 'timers/promises';
import { Journal } from '../journal';
import { Account, AccountSnapshot } from './account';
import { Params, actionOf, refuseDryRun } from './actions';
import { ConsoleChange, changeFromConsole } from './console';
import { ApiError } from './errors';
import { Faults } from './faults';
import { Ids } from './ids';
import { Edition, LIMITS, Limits } from './limits';
import { DEFAULT_SWITCHES, Switches } from './switches';
import { Watch } from './watch';

export interface CloudSettings {
  /** Whose quotas are in force; 2023 unless said. */
  readonly edition?: Edition;
  /** Quotas that were raised, or lowered to try them with little. */
  readonly limits?: Partial<Limits>;
  readonly switches?: Partial<Switches>;
}

/** The provider died with its Terraform, before its call had left. */
class CallerGone extends Error {
  constructor() {
    super('the caller is gone');
  }
}

export const DEFAULT_ACCOUNT = 'default';
export const DEFAULT_REGION = 'cn-hangzhou';

/** All accounts in all regions, behind one API. */
export class Cloud {
  readonly faults = new Faults();
  switches: Switches = DEFAULT_SWITCHES;
  private limits: Limits = LIMITS[2023];
  private ids = new Ids();
  private readonly accounts = new Map<string, Account>();
  private readonly busy = new Set<string>();
  private readonly watch: Watch;
  /** What was answered, or would have been, to calls with a client token. */
  private readonly answers = new Map<string, unknown>();
  private lastToken = 0;

  constructor(readonly journal: Journal) {
    this.watch = new Watch(journal);
  }

  configure({ edition, limits, switches }: CloudSettings): void {
    if (edition) this.limits = LIMITS[edition];
    this.limits = { ...this.limits, ...limits };
    this.switches = { ...this.switches, ...switches };
  }

  /** A new, empty cloud under the default settings. */
  reset(): void {
    this.faults.clear();
    this.accounts.clear();
    this.busy.clear();
    this.watch.clear();
    this.answers.clear();
    this.ids = new Ids();
    this.limits = LIMITS[2023];
    this.switches = DEFAULT_SWITCHES;
    this.journal.clear();
  }

  account(name = DEFAULT_ACCOUNT, region = DEFAULT_REGION): Account {
    const key = `${name}/${region}`;
    if (!this.accounts.has(key)) {
      const changed = (account: Account, sources: readonly string[]): void => this.watch.look(account, sources);
      this.accounts.set(key, new Account(name, region, this.ids, () => this.limits, () => this.switches, changed));
    }
    return this.accounts.get(key)!;
  }

  newToken(): string {
    return `token-${++this.lastToken}`;
  }

  snapshots(): AccountSnapshot[] {
    return [...this.accounts.values()].map((account) => account.snapshot());
  }

  console(change: ConsoleChange, name?: string, region?: string): unknown {
    this.journal.write({ kind: 'console', what: change.do, detail: { ...change } });
    return changeFromConsole(this.account(name, region), change);
  }

  /**
   * One call of the API: waits and fails as the faults say, is judged and takes effect in one synchronous step.
   * A call whose caller died before that step never happens.
   */
  async call(account: Account, action: string, params: Params, caller: AbortSignal): Promise<unknown> {
    const { holds, run, busyCode = 'OperationConflict' } = actionOf(action);
    const { clientToken, ...sent } = params;
    const call = { action, params: sent as Record<string, unknown> };
    const ids = [params.id, params.ruleId, params.filterId].filter((id): id is string => id !== undefined);
    const entry = this.journal.write({ kind: 'call', action, ids, params: call.params, outcome: undefined as string | undefined });
    let held: string[] = [];
    try {
      const { after } = await this.faults.before(call);
      if (caller.aborted) throw new CallerGone();
      if (clientToken !== undefined && this.answers.has(clientToken) && this.switches.clientToken === 'honoured') {
        entry.outcome = 'ok';
        return this.answers.get(clientToken);
      }
      // From here to the end of run() nothing else can happen in between.
      refuseDryRun(params);
      const wanted = (holds?.(params, account, this.switches) ?? []).filter((id): id is string => id !== undefined);
      const taken = wanted.find((id) => this.busy.has(id));
      if (taken) throw new ApiError(busyCode, `Another write on ${taken} is still running.`);
      const result = run(account, params);
      if (clientToken !== undefined) this.answers.set(clientToken, result);
      held = wanted;
      for (const id of held) this.busy.add(id);
      entry.outcome = 'ok';
      await sleep(this.switches.callMillis);
      await after();
      return result;
    } catch (error) {
      entry.outcome = error instanceof ApiError ? error.code : (error as Error).message;
      throw error;
    } finally {
      for (const id of held) this.busy.delete(id);
      this.faults.answered(call);
    }
  }
}
