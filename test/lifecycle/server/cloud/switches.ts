/** What no public text settles about the service, and how long things take. A test sets what it wants to try. */
export interface Switches {
  /** In which order the API lists the sources of a session. */
  readonly sourceOrder: 'asSent' | 'sorted' | 'reversed';
  /** Whether the last source of a session may be taken out. */
  readonly emptySession: 'allowed' | 'refused';
  /** What becomes of a session's source whose interface is released, or whose instance is replaced. */
  readonly releasedSource: 'dropped' | 'kept' | 'refused';
  /** Whether an interface that the account has not seen is taken for one that was there before. */
  readonly unseenInterface: 'accepted' | 'refused';
  /** Whether an interface made here must be attached to an instance before a session may name it. */
  readonly detachedInterface: 'accepted' | 'refused';
  /** Whether the provider repeats a call that was refused for a priority or a source that another session holds. */
  readonly sessionCollision: 'final' | 'retried';
  /** Whether a write of a session also holds its filter, so that writes of several sessions of one filter conflict. */
  readonly sessionWriteHoldsFilter: boolean;
  /** The virtual network id that the cloud gives to a session without one. */
  readonly virtualNetworkIds: 'counting' | 'zero';
  /** Real milliseconds that an API call takes. */
  readonly callMillis: number;
  /** Real milliseconds for each logical second that the provider waits. */
  readonly millisPerWaitedSecond: number;
  /** Real milliseconds before the provider repeats a call. */
  readonly retryMillis: number;
  /** How often the provider makes a call before it gives up. */
  readonly attempts: number;
}

export const DEFAULT_SWITCHES: Switches = {
  sourceOrder: 'asSent',
  emptySession: 'allowed',
  releasedSource: 'dropped',
  unseenInterface: 'accepted',
  detachedInterface: 'accepted',
  sessionCollision: 'final',
  sessionWriteHoldsFilter: false,
  virtualNetworkIds: 'counting',
  callMillis: 1,
  millisPerWaitedSecond: 0,
  retryMillis: 3,
  attempts: 60,
};
