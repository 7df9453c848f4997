import { ALL_CHECKS } from './all';
import { Check } from './check';
import { EditionFacts } from './edition-facts';
import { MirrorSeverity } from './finding';
import { Found } from './found';
import { Outcomes } from './outcomes';
import { MirrorEdition } from '../catalog/mirror-edition';
import { MirrorModel } from '../model/mirror-model';

/** The results of all checks for an app. */
export interface CheckRun {
  /** Findings under the edition in force, then what a later edition would add, as warnings. */
  readonly findings: Found[];
  /** How many subjects passed, by check id. */
  readonly passed: Record<string, number>;
  /** How many findings in force would not hold under the later edition. */
  readonly wouldNotHold: number;
  /** How many the later edition would add. */
  readonly wouldAdd: number;
}

/**
 * Runs all checks under the edition in force, and those that depend on the edition under the later one as well:
 * what that would add is a warning. An earlier edition adds nothing, since the service has moved on.
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
    // One by one: as arguments of a call, 200,000 findings are too many.
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
  for (const stack of model.stacks) {
    for (const stated of stack.document.statements?.findings ?? []) {
      findings.push({
        id: stated.id,
        severity: stated.severity === 'error' ? MirrorSeverity.ERROR : MirrorSeverity.WARNING,
        path: stated.path,
        stack: stack.path,
        folder: stack.document.folder,
        subject: stated.subject ?? '',
        count: 1,
        reason: stated.reason,
        parameters: stated.parameters,
      });
    }
  }
  return { findings, passed, wouldNotHold, wouldAdd };
}

/** How many subjects below a path pass a check under an edition. */
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
