/** How the sources of a fleet are packed into sessions. */
export enum MirrorPacking {
  /** One source for each session. A change of one source never interrupts another. */
  DEDICATED = 'dedicated',
  /**
   * As many sources for each session as the quota allows. The fleet has fewer sessions and a shorter apply. New sources get
   * new sessions, so running sessions do not change. Removing a source interrupts the other sources of its session, at
   * most nine, for some seconds.
   */
  DENSE = 'dense',
}
