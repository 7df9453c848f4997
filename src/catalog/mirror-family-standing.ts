/** The support of an ECS instance family in an edition. */
export enum MirrorFamilyStanding {
  /** Its instances can be mirrored. */
  SUPPORTED = 'supported',
  /** The edition has a closed list, and the family is not in it: edition 2023 only. */
  NOT_SUPPORTED = 'notSupported',
  /** The edition neither lists nor excludes it: edition 2026 only. */
  NOT_KNOWN = 'notKnown',
}
