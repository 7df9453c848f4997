// Compares applies with the forecast of their plan. An apply whose plan a test made just before is always compared.
// FORECAST=all plans every other apply too, and applies that plan. FORECAST=record does so and fails nothing, for the table.
// FORECAST_RECORD names a file that gets a line for each apply.
import { appendFileSync } from 'fs';
import { basename } from 'path';
import { agreement, forecastOf, isRefusedAnyway } from './forecast-agreement';
import { isUntold, knownOver } from './forecast-over';
import type { Mark, StepReport } from './server/journal';
import { MirrorEdition } from '../../src/catalog/mirror-edition';

export type PlanJson = Readonly<Record<string, unknown>>;

/** Why an apply is not compared. */
export type Skipped = 'its plan fails' | 'another apply runs at the same time' | 'it is made with -target';

/** One line of the record. */
export interface ForecastRow {
  readonly file: string;
  readonly test: string;
  readonly skipped?: Skipped;
  readonly missing?: readonly string[];
  readonly over?: readonly string[];
}

const RECORD = process.env.FORECAST === 'record';

export const FORECAST_ALL = RECORD || process.env.FORECAST === 'all';

/** The test that runs. Programs that are no tests have only their own name. */
function place(): { file: string; test: string } {
  const { testPath, currentTestName } =
    (globalThis as { expect?: { getState?(): { testPath?: string; currentTestName?: string } } }).expect?.getState?.() ?? {};
  return { file: basename(testPath ?? process.argv[1] ?? ''), test: currentTestName ?? '' };
}

function record(row: Omit<ForecastRow, 'file' | 'test'>): void {
  const { FORECAST_RECORD: file } = process.env;
  if (file) appendFileSync(file, `${JSON.stringify({ ...place(), ...row })}\n`);
}

interface Told {
  readonly flags: string;
  readonly plan: PlanJson;
}

/** What the cloud shows of the time of an apply. */
export interface Watched {
  mark(): Promise<Mark>;
  since(mark: Mark): Promise<StepReport>;
}

export class ForecastWatch {
  /** The quotas of the cloud, as far as a plan may know them. */
  edition = MirrorEdition.EDITION_2023;
  /** Whether an apply may be refused for a reason that no plan shows: a fault, a change in the console, other quotas. */
  mayFail = false;
  private readonly told = new Map<string, Told>();
  private running = 0;
  private meetings = 0;

  constructor(private readonly watched: Watched) {}

  /** A plan was made: the next apply with the same arguments is compared with it, unless something changes before. */
  planned(folder: string, flags: string, plan: PlanJson): void {
    this.told.set(folder, { flags, plan });
  }

  /** Configuration, state or cloud changed: the plans that were made are old. */
  changed(): void {
    this.told.clear();
  }

  skip(skipped: Skipped): void {
    record({ skipped });
  }

  /** The plan of a folder, if nothing changed after it. */
  fresh(folder: string, flags: string): PlanJson | undefined {
    const told = this.told.get(folder);
    return told?.flags === flags ? told.plan : undefined;
  }

  /** Runs an apply and compares what happened with the forecast of its plan. */
  async compared<T>(plan: PlanJson | undefined, run: () => Promise<T>): Promise<T> {
    this.changed();
    const { meetings } = this;
    if (this.running++ > 0) this.meetings++;
    const mark = plan && await this.watched.mark();
    try {
      const result = await run();
      if (!mark) return result;
      // What happens meanwhile is also of the others.
      if (this.running > 1 || this.meetings > meetings) {
        this.skip('another apply runs at the same time');
      } else {
        this.compare(plan, await this.watched.since(mark));
      }
      return result;
    } finally {
      this.running--;
      this.changed();
    }
  }

  private compare(plan: PlanJson, report: StepReport): void {
    const { missing, over } = agreement(forecastOf(plan, this.edition), report, () => this.mayFail || isRefusedAnyway(plan, this.edition));
    record({ missing, over });
    if (RECORD) return;
    const where = place();
    const { file } = where;
    const untold = missing.filter((one) => !isUntold(where, one));
    if (untold.length > 0) throw new Error(`the forecast of the plan does not have: ${untold.join('; ')}`);
    const unknown = over.filter((cause) => !knownOver(file).includes(cause));
    if (unknown.length > 0) {
      throw new Error(
        `forecast, and did not happen: ${unknown.join('; ')}. test/lifecycle/forecast-over.ts has no reason for it in ${file}`,
      );
    }
  }
}
