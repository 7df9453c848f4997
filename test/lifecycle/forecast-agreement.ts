// Whether a forecast from a plan alone tells at least what the journal of the apply shows.
import type { StepReport } from './server/journal';
import { MirrorEdition } from '../../src/catalog/mirror-edition';
import { MirrorSeverity } from '../../src/checks/finding';
import { runChecks } from '../../src/checks/run';
import { Forecast, forecast } from '../../src/door/forecast';
import { planDocument } from '../../src/door/plan-document';
import { RiskKind } from '../../src/effects/effects';
import { MirrorModel } from '../../src/model/mirror-model';
import { isPhrase } from '../../src/texts/phrase';

/** What a plan tells beforehand, and what happened. */
export interface Agreement {
  /** What happened and was not told. Must be empty. */
  readonly missing: readonly string[];
  /** What was told and did not happen, by its cause. */
  readonly over: readonly string[];
}

export function forecastOf(plan: Readonly<Record<string, unknown>>, edition = MirrorEdition.EDITION_2023): Forecast {
  return forecast([planDocument(plan, 'net')], edition);
}

/** Checks of what two parts of one configuration may not share, and of quotas. */
const SHARED = ['TM202', 'TM203', 'TM301', 'TM302', 'TM303', 'TM304', 'TM501', 'TM502', 'TM503', 'TM504', 'TM505'];

/** Whether the service must refuse what a plan leads to, in whatever order it is written: the checks report that. */
export function isRefusedAnyway(plan: Readonly<Record<string, unknown>>, edition: MirrorEdition): boolean {
  const { findings } = runChecks(new MirrorModel([planDocument(plan, 'net').document]), edition);
  return findings.some(({ id, severity }) => severity === MirrorSeverity.ERROR && SHARED.includes(id));
}

/** Refusals of a number, source or room that something else still has, with the risks of order that tell of it. */
const ORDER_REFUSALS: readonly (readonly [code: RegExp, risks: readonly RiskKind[]])[] = [
  [/^DuplicatedParam\.SessionPriority$/, [RiskKind.PRIORITY]],
  [/^DuplicatedParam\.RulePriority$/, [RiskKind.RULE]],
  [/^DuplicatedParam\./, []],
  [/^ResourceInUse\./, [RiskKind.SOURCE, RiskKind.ROLE]],
  [/^QuotaExceeded$/, [RiskKind.SOURCE, RiskKind.TARGET, RiskKind.FILTER, RiskKind.REGION, RiskKind.RULES]],
];

/** Whether a refusal is one of order, and no risk tells of it. */
function isUntold(code: string, risks: Forecast['effects']['risks']): boolean {
  const kinds = ORDER_REFUSALS.find(([pattern]) => pattern.test(code))?.[1];
  return kinds !== undefined && !risks.some(({ kind }) => kinds.includes(kind));
}

/** @param mayFail whether the apply may be refused for another reason than the order of its writes */
export function agreement(
  { effects: { interruptions, losses, risks }, copyLosses, refused: refusedRules, undecided }: Forecast,
  report: StepReport,
  mayFail = (): boolean => false,
): Agreement {
  const told = new Map([...interruptions, ...losses].map(({ source, cause }) => [source, cause as string]));
  const copies = new Set(copyLosses.flatMap(({ sessions = [] }) => sessions.flatMap(({ sources }) => sources)));
  const writes = risks.filter(({ kind }) => kind === RiskKind.WRITES);
  const conflicts = report.refusals.OperationConflict ?? 0;
  const anybody = copyLosses.some(({ sessions }) => !sessions);
  // What an apply that fails did not come to do was told all the same.
  const whole = report.failed.length === 0;
  const happened = new Set([...report.darkened, ...report.blinded]);
  const openRules = undecided.some((words) => isPhrase(words) && ['ruleAfterApply', 'ruleMayGoLast'].includes(words.phrase));
  const refused = whole ? [] : Object.keys(report.refusals).filter((code) => isUntold(code, risks)
    && !(code === 'DuplicatedParam.RulePriority' && (refusedRules.length > 0 || openRules)));
  return {
    missing: [
      ...[...happened].filter((source) => !told.has(source)).map((source) => `${source} is interrupted or lost`),
      ...report.missed
        .filter((source) => !copies.has(source) && !told.has(source) && !anybody)
        .map((source) => `copies of ${source} do not arrive`),
      ...(refused.length > 0 && mayFail() ? [] : refused).map((code) => `the apply fails by ${code}`),
      ...conflicts > 0 && writes.length === 0 && !mayFail() ? ['writes meet on one object'] : [],
    ],
    over: !whole ? [] : [...new Set([
      ...[...told].filter(([source]) => !happened.has(source)).map(([, cause]) => cause),
      ...copyLosses.length > 0 && report.missed.length === 0 ? copyLosses.map(({ cause }) => `copies: ${cause}`) : [],
      // Two writes without an order may meet or not, so a forecast of them is never too much.
      ...Object.keys(report.refusals).length === 0 ? risks.filter(({ kind }) => kind !== RiskKind.WRITES)
        .map(({ kind }) => `order: ${kind}`) : [],
      ...refusedRules.length > 0 ? ['refused'] : [],
    ])].sort(),
  };
}
