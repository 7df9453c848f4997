/** The direction of a packet, as the mirrored interface sees it. */
export enum MirrorDirection {
  /** The interface receives the packet. */
  INBOUND = 'inbound',
  /** The interface sends the packet. */
  OUTBOUND = 'outbound',
}
