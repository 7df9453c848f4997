/** How much a finding weighs. */
export enum MirrorSeverity {
  /** It will not work: the synth fails. */
  ERROR = 'error',
  /** It works, but hardly as meant. */
  WARNING = 'warning',
  /** It cannot be decided at synth; an error in strict mode. */
  UNKNOWN = 'unknown',
}

/** What a check says of one thing. */
export interface MirrorFinding {
  /** The check's id, for example `TM201`. */
  readonly id: string;
  readonly severity: MirrorSeverity;
  /** Construct path of the resource that it is about. */
  readonly path: string;
  /** The one thing among several of that resource, for example a source's id; empty where there is only one. */
  readonly subject: string;
  /** What is wrong, with the value got. */
  readonly problem: string;
  /** What to do, and what that does to running sessions. */
  readonly fix: string;
  /** Path of the stack that it belongs to. */
  readonly stack: string;
  /** The edition that says so, where it is not the one in force. */
  readonly otherEdition?: string;
  /** Why the finding is accepted, where it is acknowledged. */
  readonly acknowledged?: string;
}
