/** How serious a finding is. */
export enum MirrorSeverity {
  /** It will not work: the synth fails. */
  ERROR = 'error',
  /** It works, but probably not as intended. */
  WARNING = 'warning',
  /** It cannot be decided at synth. An error in strict mode. */
  UNDECIDED = 'undecided',
}

/** A place in a source file. */
export interface MirrorLocation {
  /** The file, relative to the root of the repository. */
  readonly file: string;
  /** The line, from 1. */
  readonly line: number;
  /**
   * The column, from 1.
   *
   * @default - not known
   */
  readonly column?: number;
}

/** The result of a check for one thing, if the check does not pass. */
export interface MirrorFinding {
  /** The check's id, for example `TM201`. */
  readonly id: string;
  readonly severity: MirrorSeverity;
  /** Key of the reason, stable over versions. A check has one or more. */
  readonly reason: string;
  /** The values in the sentences, by name. */
  readonly parameters: { [name: string]: any };
  /** What is wrong, with the value got. */
  readonly problem: string;
  /** What to change. */
  readonly fix: string;
  /**
   * What the fix does to running sessions.
   *
   * @default - nothing
   */
  readonly effect?: string;
  /** The one thing among several of the resource, for example a source's id. Empty if there is only one. */
  readonly subject: string;
  /** Path of the stack. */
  readonly stack: string;
  /** Construct path of the resource. */
  readonly path: string;
  /**
   * Terraform address of the resource.
   *
   * @default - the finding is about a whole stack
   */
  readonly address?: string;
  /**
   * Where the construct was written.
   *
   * @default - not known
   */
  readonly location?: MirrorLocation;
  /** Identifies the finding over time: a hash of check, reason, stack, address and subject. Not of the message, the line or the order. */
  readonly fingerprint: string;
  /**
   * Why the finding was acknowledged.
   *
   * @default - it was not
   */
  readonly acknowledged?: string;
  /**
   * Who answers for the acknowledgement.
   *
   * @default - nobody is named
   */
  readonly acknowledgedBy?: string;
  /**
   * The last day of the acknowledgement, as `YYYY-MM-DD`.
   *
   * @default - it does not expire
   */
  readonly acknowledgedUntil?: string;
  /** The check's page in the installed package. The command `traffic-mirror checks TM201` prints it. */
  readonly help: string;
  /**
   * The edition in which the finding holds, if it is not the one in force.
   *
   * @default - the edition in force
   */
  readonly otherEdition?: string;
}
