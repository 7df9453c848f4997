/** The reason why a packet is mirrored or not, or a remark on the answer. The codes never change. */
export enum MirrorAnswerCode {
  /** The packet is copied. */
  MIRRORED = 'MIRRORED',
  /** No mirrored interface has the source or destination address. */
  NO_INTERFACE = 'NO_INTERFACE',
  /** The interface is a source of no session. */
  NO_SESSION = 'NO_SESSION',
  /** The session is off. */
  SESSION_OFF = 'SESSION_OFF',
  /** A rule of the filter drops the packet. */
  DROPPED_BY_RULE = 'DROPPED_BY_RULE',
  /** No rule of the filter matches the packet. */
  NO_RULE = 'NO_RULE',
  /** Packets of this kind are never mirrored. */
  NOT_A_MIRRORED_KIND = 'NOT_A_MIRRORED_KIND',
  /** The copy does not reach its target. */
  TARGET_BLOCKED = 'TARGET_BLOCKED',
  /** Some servers of the target's load balancer refuse the copy, and the load balancer chooses one. */
  PARTLY_BLOCKED = 'PARTLY_BLOCKED',
  /** Long packets are truncated. */
  TRUNCATED = 'TRUNCATED',
  /** The packet is copied at both ends. */
  COPIED_TWICE = 'COPIED_TWICE',
  /** A session of the same interface with a larger priority number does not copy the packet. */
  HIDDEN_SESSION = 'HIDDEN_SESSION',
  /** The rules of the filter are unknown. */
  UNKNOWN_FILTER = 'UNKNOWN_FILTER',
  /** A value of a rule is unknown. */
  UNKNOWN_RULE = 'UNKNOWN_RULE',
  /** A value of a session is unknown, or sessions of one interface have equal priorities. */
  UNKNOWN_SESSION = 'UNKNOWN_SESSION',
  /** A session with unknown sources may copy or drop the packet. */
  UNKNOWN_SOURCES = 'UNKNOWN_SOURCES',
  /** A mirrored interface whose primary IP is unknown may copy the packet. */
  UNKNOWN_ADDRESS = 'UNKNOWN_ADDRESS',
  /** It is unknown whether the copy reaches its target. */
  UNKNOWN_TARGET = 'UNKNOWN_TARGET',
  /** It is unknown whether long packets are truncated. */
  UNKNOWN_LENGTH = 'UNKNOWN_LENGTH',
  /** The interface is assumed to have the address. */
  ASSUMPTION_INTERFACE = 'ASSUMPTION_INTERFACE',
}

/** A remark on an answer, with a stable code. */
export interface MirrorAnswerRemark {
  readonly code: MirrorAnswerCode;
  /** The remark as a sentence. */
  readonly text: string;
}
