import { MirrorView } from './mirror-view';
import { MirrorSeverity } from '../checks/finding';

/** The kind of things that a check examines one by one. */
export enum MirrorCheckSubject {
  /** All sessions. */
  SESSION = 'session',
  /** All filters that the app creates. */
  FILTER = 'filter',
  /** All sources, each once. */
  SOURCE = 'source',
  /** All targets, each once. */
  TARGET = 'target',
}

/** A finding of a custom check. */
export interface MirrorCheckFinding {
  /**
   * The thing that the finding is about: the `path` of a session, filter or stack of the view, or the `id` of a filter, source or
   * target.
   */
  readonly about: string;
  /** The problem, with the value found. Write a sentence without a full stop that names the thing. */
  readonly problem: string;
  /** The change to make. Write a sentence with a full stop. */
  readonly fix: string;
  /**
   * The effect of the fix on running sessions. Write a sentence with a full stop.
   *
   * @default - no effect
   */
  readonly effect?: string;
  /**
   * The severity. Use `UNDECIDED` if the result depends on a value that is known only at apply. An undecided finding is neither a
   * pass nor an error.
   *
   * @default - the severity of the check
   */
  readonly severity?: MirrorSeverity;
  /**
   * The part of the thing that the finding is about, for example one source of a session. It is part of the identity of a finding
   * in baselines and acknowledgements.
   *
   * @default - the id if `about` is the id of a source or target, otherwise none
   */
  readonly subject?: string;
  /**
   * A short key, for example `noOwner`. Findings of one check with the same key are shown as one group, with the sentence of the
   * first. The fingerprint contains the key, so do not change it.
   *
   * @default 'undecided' for an undecided finding, otherwise 'violated'
   */
  readonly reason?: string;
}

/**
 * A custom check. Add it with `MirrorPolicy.of(app).addCheck(...)`. Its findings are reported, acknowledged, counted and kept in a
 * baseline like those of the library.
 *
 * @example
 * class OwnerCheck implements IMirrorCheck {
 *   public readonly id = 'ACME-1';
 *   public readonly title = 'Every session has an owner';
 *
 *   public check(view: MirrorView): MirrorCheckFinding[] {
 *     const findings: MirrorCheckFinding[] = [];
 *     for (const session of view.sessions) {
 *       if (session.tags.owner === undefined && !session.unknown.includes('tags')) {
 *         findings.push({ about: session.path, problem: `${session.path} has no tag owner`, fix: 'Add the tag owner.' });
 *       }
 *     }
 *     return findings;
 *   }
 * }
 */
export interface IMirrorCheck {
  /**
   * The id of the check, for example `ACME-1`. It has 2 to 40 capital letters and digits, in parts joined by `-` or `_`. It starts
   * with a letter, but not with `TM`. Policy files and acknowledgements refer to it, so do not change it.
   */
  readonly id: string;
  /** The rule, in one line without a full stop. */
  readonly title: string;
  /**
   * A URL or a sentence that leads to more information.
   *
   * @default - the title
   */
  readonly help?: string;
  /**
   * The severity of its findings: `ERROR` or `WARNING`.
   *
   * @default MirrorSeverity.ERROR
   */
  readonly severity?: MirrorSeverity;
  /**
   * The kind of things that it examines. `MirrorEvaluation.passed` counts those without a finding.
   *
   * @default MirrorCheckSubject.SESSION
   */
  readonly looksAt?: MirrorCheckSubject;
  /**
   * Checks the mirroring of the app. It is called once for each evaluation, and must return the same findings for the same view.
   *
   * @param view the mirroring in all stacks of the app, as in their Terraform
   */
  check(view: MirrorView): MirrorCheckFinding[];
}
