/** Majors of the provider that differ in what their state holds after a call that failed half way. */
export type ProviderMajor = 1 | 2;

/** What no public text settles about the service, and how long things take. A test sets what it wants to try. */
export interface Switches {
  /** Whose behaviour the server has. */
  readonly major: ProviderMajor;
  /** Whether the API knows a repeated call by its client token, or judges it as another one. */
  readonly clientToken: 'honoured' | 'ignored';
  /** Whether a listener changes from a hashing scheduler to another kind. */
  readonly hashingScheduler: 'leaves' | 'stays';
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
  /** Whether two rules of a security group that differ in priority only are two. */
  readonly rulePriority: 'counts' | 'ignored';
  /** What revoking a rule that is gone answers. */
  readonly goneRule: 'accepted' | 'refused';
  /** How the cloud writes the CIDR of a rule back. */
  readonly ruleCidr: 'asSent' | 'canonical';
  /** Whether a session asks for a running listener with a server at its load balancer, and keeps them from being removed. */
  readonly receivingSide: 'unchecked' | 'strict';
  /** What the cloud says of the backend port of a listener with a server group. */
  readonly backendPort: 'none' | 'reported';
  /** What adding a server answers that is in its group already. */
  readonly secondServer: 'same' | 'refused';
  /** Whether a load balancer may listen on the port of mirrored packets, which its own pages call reserved. */
  readonly mirroringListener: 'accepted' | 'refused';
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
  major: 1,
  clientToken: 'honoured',
  hashingScheduler: 'leaves',
  sourceOrder: 'asSent',
  emptySession: 'allowed',
  releasedSource: 'dropped',
  unseenInterface: 'accepted',
  detachedInterface: 'accepted',
  sessionCollision: 'final',
  sessionWriteHoldsFilter: false,
  virtualNetworkIds: 'counting',
  rulePriority: 'counts',
  goneRule: 'accepted',
  ruleCidr: 'asSent',
  receivingSide: 'unchecked',
  backendPort: 'none',
  secondServer: 'same',
  mirroringListener: 'accepted',
  callMillis: 1,
  millisPerWaitedSecond: 0,
  retryMillis: 3,
  attempts: 60,
};
