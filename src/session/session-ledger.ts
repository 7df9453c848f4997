/** A session as a ledger records it. */
export interface SessionInLedger {
  /** Construct path of the session, which is its name in the ledger. */
  readonly path: string;
  /** Keys of the sources. */
  readonly sources: readonly string[];
  /** Key of the target. */
  readonly target: string;
  /** The numbers that somebody chose. */
  readonly priority?: number;
  readonly virtualNetworkId?: number;
}

/** The numbers of a session. */
export interface SessionNumbers {
  readonly priority: number;
  readonly virtualNetworkId: number;
}

/** What remembers the numbers of sessions: a `MirrorLedger`. */
export interface IMirrorLedger {
  /** The path of the ledger as it was given. */
  readonly name: string;
  /**
   * What the ledger is known by: two objects for one file are one ledger.
   *
   * @internal
   */
  readonly _identity: string;
  /**
   * The numbers that a session has, or else free ones, which the session then keeps.
   *
   * @internal
   */
  _numbersOf(session: SessionInLedger): SessionNumbers;
  /** @internal */
  _stage(): any[];
}
