import { AccountSnapshot } from './cloud/account';
import { Answers, answersOf } from './cloud/answers';
import { Cloud, CloudSettings } from './cloud/cloud';
import { ConsoleChange } from './cloud/console';
import { Fault } from './cloud/faults';
import { JournalEntry, Mark, StepReport } from './journal';
import { Provider } from './provider';
import { loadSchema } from './schema';

/** What a test can ask of a running server. */
export interface Control {
  configure(settings: CloudSettings): void;
  serve(version?: string): void;
  reset(): void;
  journal(): readonly JournalEntry[];
  beginStep(name: string): void;
  endStep(): StepReport;
  mark(): Mark;
  since(mark: Mark): StepReport;
  addFault(fault: Fault): number;
  faultHits(id: number): number;
  faultReached(id: number): Promise<void>;
  releaseHold(id: number): void;
  clearFaults(): void;
  console(change: ConsoleChange, account?: string, region?: string): unknown;
  accounts(): readonly AccountSnapshot[];
  answers(maxResults: number, account?: string, region?: string): Answers;
}

export interface ControlRequest {
  readonly id: number;
  readonly method: keyof Control;
  readonly args: readonly unknown[];
}

export type ControlAnswer = { readonly id: number } & ({ readonly result: unknown } | { readonly error: string });

function controlOf(cloud: Cloud, provider: Provider): Control {
  const { journal, faults } = cloud;
  return {
    configure: (settings) => cloud.configure(settings),
    serve: (version) => provider.serve(loadSchema(version ?? undefined)),
    reset: () => cloud.reset(),
    journal: () => journal.entries,
    beginStep: (name) => journal.beginStep(name),
    endStep: () => journal.endStep(),
    mark: () => journal.mark,
    since: (mark) => journal.since(mark),
    addFault: (fault) => faults.add(fault),
    faultHits: (id) => faults.hits(id),
    faultReached: async (id) => faults.reached(id),
    releaseHold: (id) => faults.release(id),
    clearFaults: () => faults.clear(),
    // What was not given arrives as null.
    console: (change, account, region) => cloud.console(change, account ?? undefined, region ?? undefined),
    accounts: () => cloud.snapshots(),
    answers: (maxResults, account, region) => answersOf(cloud.account(account ?? undefined, region ?? undefined), maxResults),
  };
}

/** Answers the process that started this one, over the channel between the two. */
export function listenForControl(cloud: Cloud, provider: Provider): void {
  const control = controlOf(cloud, provider) as unknown as Record<string, (...args: readonly unknown[]) => unknown>;
  process.on('message', ({ id, method, args }: ControlRequest) => {
    Promise.resolve()
      .then(() => control[method](...args))
      .then((result) => process.send!({ id, result }), (error: Error) => process.send!({ id, error: error.message }));
  });
}
