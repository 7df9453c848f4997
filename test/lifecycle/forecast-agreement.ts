// Whether a forecast from a plan alone tells at least what the journal of the apply shows.
import type { StepReport } from './harness';
import { MirrorEdition } from '../../src';
import { Forecast, forecast } from '../../src/door/forecast';
import { planDocument } from '../../src/door/plan-document';

/** What a plan tells beforehand, and what happened. */
export interface Agreement {
  /** What happened and was not told. Must be empty. */
  readonly missing: readonly string[];
  /** What was told and did not happen, by its cause. */
  readonly over: readonly string[];
}

export function forecastOf(plan: Readonly<Record<string, unknown>>): Forecast {
  return forecast([planDocument(plan, 'net')], MirrorEdition.EDITION_2023);
}

export function agreement({ effects: { interruptions, losses, risks }, copyLosses }: Forecast, report: StepReport): Agreement {
  const told = new Map([...interruptions, ...losses].map(({ source, cause }) => [source, cause as string]));
  const copies = new Set(copyLosses.flatMap(({ sessions = [] }) => sessions.flatMap(({ sources }) => sources)));
  const anybody = copyLosses.some(({ sessions }) => !sessions);
  // What an apply that fails did not come to do was told all the same.
  const whole = report.failed.length === 0;
  const happened = new Set([...report.darkened, ...report.blinded]);
  return {
    missing: [
      ...[...happened].filter((source) => !told.has(source)).map((source) => `${source} is interrupted or lost`),
      ...report.missed.filter((source) => !copies.has(source) && !told.has(source) && !anybody).map((source) => `copies of ${source} do not arrive`),
    ],
    over: !whole ? [] : [...new Set([
      ...[...told].filter(([source]) => !happened.has(source)).map(([, cause]) => cause),
      ...copyLosses.length > 0 && report.missed.length === 0 ? copyLosses.map(({ cause }) => `copies: ${cause}`) : [],
      ...risks.length > 0 && Object.keys(report.refusals).length === 0 ? risks.map(({ kind }) => `order: ${kind}`) : [],
    ])].sort(),
  };
}
