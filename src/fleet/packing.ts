/** How the sources of a fleet are packed into sessions. */
export enum MirrorPacking {
  /** One source a session: no change of one ever interrupts another. */
  DEDICATED = 'dedicated',
  /**
   * As many sources a session as the quota allows: fewer sessions and a shorter apply. An addition opens a session
   * of its own and touches none that runs. A removal interrupts the others of its session for a while, nine at most.
   */
  DENSE = 'dense',
}
