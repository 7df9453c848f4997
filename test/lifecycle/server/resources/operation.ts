import { setTimeout as sleep } from 'timers/promises';
import { Account } from '../cloud/account';
import { Params } from '../cloud/actions';
import { Cloud } from '../cloud/cloud';
import { ApiError, COLLISION_CODES, NO_ANSWER } from '../cloud/errors';
import { HalfDone } from './half-done';
import { isRepeated, isTokened } from './retries';

const SECONDS_PER_CALL = 1;

/** One thing that Terraform has the provider do, with its own logical time. */
export class Operation {
  /** Set once the object exists, so that a later failure leaves it tainted and not forgotten. */
  createdId?: string;
  private time: number;

  constructor(
    readonly cloud: Cloud, readonly account: Account, private readonly caller: AbortSignal,
    readonly halfDone = new HalfDone(cloud.switches.major, false, false),
  ) {
    this.time = cloud.journal.now;
  }

  /** Calls the API, and again where the provider does so. */
  async call<T>(action: string, params: Params, again = (error: ApiError): boolean => this.isRepeated(action, error)): Promise<T> {
    const sent = isTokened(action) ? { ...params, clientToken: this.cloud.newToken() } : params;
    for (let attempt = 1; ; attempt++) {
      this.pass(SECONDS_PER_CALL);
      try {
        return await this.cloud.call(this.account, action, sent, this.caller) as T;
      } catch (error) {
        // The client repeats, with the token of the first attempt, a call that nobody answered.
        const unanswered = error instanceof ApiError && error.code === NO_ANSWER && isTokened(action);
        if ((!unanswered && !(error instanceof ApiError && again(error))) || attempt >= this.cloud.switches.attempts) throw error;
        await sleep(this.cloud.switches.retryMillis);
      }
    }
  }

  /** A pause that the provider makes for the cloud to settle. */
  async wait(seconds: number): Promise<void> {
    this.pass(seconds);
    await sleep(seconds * this.cloud.switches.millisPerWaitedSecond);
  }

  private isRepeated(action: string, { code }: ApiError): boolean {
    const collision = Object.values<string>(COLLISION_CODES).includes(code);
    return collision ? this.cloud.switches.sessionCollision === 'retried' : isRepeated(action, code);
  }

  private pass(seconds: number): void {
    this.time += seconds;
    this.cloud.journal.advanceTo(this.time);
  }
}

/** An object that is gone already is as good as deleted. */
export async function deleteQuietly(operation: Operation, action: string, params: Params): Promise<void> {
  try {
    await operation.call(action, params);
  } catch (error) {
    if (!(error instanceof ApiError && error.code === 'ResourceNotFound')) throw error;
  }
}
