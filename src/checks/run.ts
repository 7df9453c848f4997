import { ALL_CHECKS } from './all';
import { Check } from './check';
import { EditionFacts } from './edition-facts';
import { MirrorSeverity } from './finding';
import { Found } from './found';
import { Outcomes } from './outcomes';
import { Places } from './places';
import { MirrorEdition } from '../catalog/mirror-edition';
import { MirrorModel } from '../model/mirror-model';

/** The results of all checks for an app. */
export interface CheckRun {
  /** Findings under the edition in force, then the additional findings of a later edition, as warnings. */
  readonly findings: Found[];
  /** The number of subjects that passed, by check id. */
  readonly passed: Record<string, number>;
  /** The number of findings in force that would disappear under the later edition. */
  readonly wouldNotHold: number;
  /** The number of findings that the later edition would add. */
  readonly wouldAdd: number;
  /** The user's own checks, by id. */
  readonly own: ReadonlyMap<string, OwnCheckResult>;
}

/** A user's own check that ran on the app. */
export interface OwnCheckResult {
  readonly id: string;
  readonly title: string;
  readonly help: string;
  /** The paths of the elements that passed, if the check ran in this process. */
  readonly passedAt?: readonly string[];
}

/**
 * Runs all checks under the edition in force. Checks that depend on the edition also run under the later one, and their
 * additional findings become warnings. An earlier edition adds nothing, since the service no longer offers it.
 */
export function runChecks(model: MirrorModel, inForce: MirrorEdition, checks: readonly Check[] = ALL_CHECKS): CheckRun {
  const facts = new EditionFacts(inForce, model);
  const later = inForce === MirrorEdition.EDITION_2023 ? new EditionFacts(MirrorEdition.EDITION_2026, model) : undefined;
  const findings: Found[] = [];
  const passed: Record<string, number> = {};
  const failing = new Map<string, Set<string>>();
  let wouldNotHold = 0;
  let wouldAdd = 0;

  for (const check of checks) {
    const outcomes = run(check, model, facts);
    const own = outcomes.all();
    // One by one, since 200,000 findings are too many arguments for one call.
    for (const f of own) findings.push(f);
    passed[check.id] = outcomes.passed;
    const errors = outcomes.findings.filter(isError);
    failing.set(check.id, new Set(errors.map((f) => f.subject)));
    if (!later || !check.byEdition) continue;

    const other = run(check, model, later, true).findings;
    if (errors.length > 0) {
      const there = new Set(other.filter(isError).map(subjectKey));
      for (const f of errors) if (!there.has(subjectKey(f))) wouldNotHold++;
    }
    if (other.length === 0) continue;
    const here = new Set(own.map(subjectKey));
    for (const f of other) {
      if (here.has(subjectKey(f))) continue;
      if (check.coveredBy?.some((id) => failing.get(id)?.has(f.subject))) continue;
      wouldAdd++;
      findings.push({ ...f, severity: MirrorSeverity.WARNING, otherEdition: later.edition });
    }
  }
  const own = new Map<string, OwnCheckResult>();
  for (const stack of model.stacks) {
    for (const { id, title, help, passed: count } of stack.document.statements?.checks ?? []) {
      own.set(id, { id, title, help });
      passed[id] = (passed[id] ?? 0) + count;
    }
    for (const stated of stack.document.statements?.findings ?? []) {
      findings.push({
        id: stated.id,
        severity: SEVERITY[stated.severity],
        path: stated.path,
        ...stated.address !== undefined && { address: stated.address },
        ...stated.words && { words: stated.words },
        stack: stack.path,
        folder: stack.document.folder,
        subject: stated.subject ?? '',
        count: 1,
        reason: stated.reason,
        parameters: stated.parameters,
      });
    }
  }
  const places = new Places(model);
  for (const f of findings) places.locate(f);
  return { findings, passed, wouldNotHold, wouldAdd, own };
}

const SEVERITY = { error: MirrorSeverity.ERROR, warning: MirrorSeverity.WARNING, undecided: MirrorSeverity.UNDECIDED } as const;

/** The number of subjects below a path that pass a check under an edition. */
export function passedBelow(id: string, model: MirrorModel, inForce: MirrorEdition, path: string): number {
  const check = ALL_CHECKS.find((c) => c.id === id);
  if (!check) return 0;
  const outcomes = new Outcomes(check.id, true, path);
  check.run(model, new EditionFacts(inForce, model), outcomes);
  return outcomes.passed;
}

function run(check: Check, model: MirrorModel, facts: EditionFacts, decidedOnly = false): Outcomes {
  const outcomes = new Outcomes(check.id, decidedOnly);
  check.run(model, facts, outcomes);
  return outcomes;
}

function isError(f: Found): boolean {
  return f.severity === MirrorSeverity.ERROR;
}

function subjectKey(f: Found): string {
  return `${f.path}\n${f.subject}`;
}
