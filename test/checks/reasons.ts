import { documents, Fixture, right } from './fixtures';
import { MirrorEdition } from '../../src';
import { ALL_CHECKS } from '../../src/checks/all';
import { runChecks } from '../../src/checks/run';
import { MirrorModel } from '../../src/model/mirror-model';
import '../support/recorded-inputs';

/** The result of checks of a right app after changes: each finding as severity, id and reason, with its parameters. */
export interface Reasons {
  readonly findings: readonly (readonly [found: string, parameters: object])[];
  /** The resource of each finding, and the part of it. */
  readonly at: readonly string[];
  readonly passed: Record<string, number>;
}

/** The result of the checks with such an id, in the order of the findings. No other check runs. */
export function reasonsOf(change: (f: Fixture) => void, id: RegExp, edition = MirrorEdition.EDITION_2023): Reasons {
  return reasonsIn([right()], ([f]) => change(f), id, edition);
}

/** The same of an app of several stacks. */
export function reasonsIn(
  stacks: Fixture[], change: (stacks: Fixture[]) => void, id: RegExp, edition = MirrorEdition.EDITION_2023,
): Reasons {
  change(stacks);
  const { findings, passed } = runChecks(new MirrorModel(documents(...stacks)), edition, ALL_CHECKS.filter((c) => id.test(c.id)));
  return {
    findings: findings.map((x) => [`${x.severity} ${x.id} ${x.reason}`, x.parameters]),
    at: findings.map((x) => [x.address ?? x.path, x.subjectName ?? x.subject].join(' ').trim()),
    passed,
  };
}
