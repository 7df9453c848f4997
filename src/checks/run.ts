import { ALL_CHECKS } from './all';
import { IMirrorCheck } from './check';
import { EditionFacts } from './edition-facts';
import { MirrorFinding, MirrorSeverity } from './finding';
import { Outcomes } from './outcomes';
import { MirrorEdition } from '../catalog/mirror-edition';
import { MirrorModel } from '../model/mirror-model';

/** What the checks say of an app. */
export interface CheckRun {
  /** Findings under the edition in force, then what a later edition would add, as warnings. */
  readonly findings: MirrorFinding[];
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
export function runChecks(model: MirrorModel, inForce: MirrorEdition, checks: IMirrorCheck[] = ALL_CHECKS): CheckRun {
  const facts = new EditionFacts(inForce, model);
  const later = inForce === MirrorEdition.EDITION_2023 ? new EditionFacts(MirrorEdition.EDITION_2026, model) : undefined;
  const findings: MirrorFinding[] = [];
  const passed: Record<string, number> = {};
  const failing = new Map<string, Set<string>>();
  let wouldNotHold = 0;
  let wouldAdd = 0;

  for (const check of checks) {
    const outcomes = run(check, model, facts);
    const own = outcomes.all();
    findings.push(...own);
    passed[check.id] = outcomes.passed;
    failing.set(check.id, subjectsInError(own));
    if (!later || !check.byEdition) continue;

    const other = run(check, model, later).all();
    const there = weights(other);
    const here = weights(own);
    for (const f of own) if (f.severity === MirrorSeverity.ERROR && there.get(subjectKey(f)) !== MirrorSeverity.ERROR) wouldNotHold++;
    for (const f of other) {
      if (f.severity === MirrorSeverity.UNKNOWN || here.has(subjectKey(f))) continue;
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
        subject: stated.subject ?? '',
        problem: stated.problem,
        fix: stated.fix,
      });
    }
  }
  return { findings, passed, wouldNotHold, wouldAdd };
}

function run(check: IMirrorCheck, model: MirrorModel, facts: EditionFacts): Outcomes {
  const outcomes = new Outcomes(check.id);
  check.run(model, facts, outcomes);
  return outcomes;
}

function subjectsInError(findings: MirrorFinding[]): Set<string> {
  return new Set(findings.filter((f) => f.severity === MirrorSeverity.ERROR).map((f) => f.subject));
}

function subjectKey(f: MirrorFinding): string {
  return `${f.path}\n${f.subject}`;
}

function weights(findings: MirrorFinding[]): Map<string, MirrorSeverity> {
  return new Map(findings.map((f) => [subjectKey(f), f.severity]));
}
