/** How serious a finding is. */
export enum MirrorSeverity {
  /** The configuration does not work. The synth fails. */
  ERROR = 'error',
  /** The configuration works, but probably not as intended. */
  WARNING = 'warning',
  /** The check cannot be decided at synth. An error in strict mode. */
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

/** The result of a check for one subject that does not pass. */
export interface MirrorFinding {
  /** The check's id, for example `TM201`, or that of your own check. */
  readonly id: string;
  readonly severity: MirrorSeverity;
  /** Key of the reason. It stays the same in later versions. A check has at least one reason. */
  readonly reason: string;
  /** The parameters of the sentences, by name. Always in English, also if the sentences are in another language. */
  readonly parameters: { [name: string]: any };
  /** The problem, with the value found. */
  readonly problem: string;
  /** The change to make. */
  readonly fix: string;
  /**
   * The effect of the fix on running sessions.
   *
   * @default - no effect
   */
  readonly effect?: string;
  /** The part of the resource that the finding is about, for example a source's id. Empty if it is about the whole resource. */
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
   * The place in the source code that creates the construct.
   *
   * @default - not known
   */
  readonly location?: MirrorLocation;
  /** Identifies the finding over time: a hash of check, reason, stack, address and subject. Message, line and order don't change it. */
  readonly fingerprint: string;
  /**
   * The reason of the acknowledgement.
   *
   * @default - the finding is not acknowledged
   */
  readonly acknowledged?: string;
  /**
   * The owner of the acknowledgement.
   *
   * @default - no owner
   */
  readonly acknowledgedBy?: string;
  /**
   * The last day of the acknowledgement, as `YYYY-MM-DD`.
   *
   * @default - it does not expire
   */
  readonly acknowledgedUntil?: string;
  /**
   * The check's page: an https address, or a path in the installed package. `traffic-mirror checks TM201` prints the page. For your own
   * check, its help.
   */
  readonly help: string;
  /**
   * The edition to which the finding applies, if it is not the edition in force.
   *
   * @default - the edition in force
   */
  readonly otherEdition?: string;
}
