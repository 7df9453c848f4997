import { MirrorEdition } from './mirror-edition';

/** The topic of a fact. */
export enum MirrorFactTopic {
  /** The regions that offer the product. */
  REGION = 'region',
  /** Which ECS instances can be mirrored. */
  INSTANCE_FAMILY = 'instanceFamily',
  /** How many of a thing an account may have. */
  QUOTA = 'quota',
  /** Its price. */
  BILLING = 'billing',
  /** The behavior of the product with a packet, a session or a call. */
  BEHAVIOUR = 'behaviour',
  /** The ranges and lengths of values. */
  LIMIT = 'limit',
  /** The conditions at the target for mirrored packets to arrive. */
  TARGET = 'target',
}

/** How sure a fact is. */
export enum MirrorFactCertainty {
  /** The source documents it. */
  STATED = 'stated',
  /** A conclusion from the source. */
  INFERRED = 'inferred',
  /** No public text settles it. */
  UNVERIFIED = 'unverified',
}

/** One statement about the product, with where and when it was read. */
export interface MirrorFact {
  /** The topic of the statement. */
  readonly topic: MirrorFactTopic;

  /** The fact itself, in one sentence or two. */
  readonly statement: string;

  /** The source: the address of a page, or the name and version of the measured software. */
  readonly source: string;

  /**
   * The day (`YYYY-MM-DD`) of the source's state.
   *
   * Two months with a slash (`2025-11/2026-08`) stand for a page that did not change over that time.
   */
  readonly date: string;

  /** How sure the fact is. */
  readonly certainty: MirrorFactCertainty;

  /**
   * The edition that documents it.
   *
   * @default - holds under every edition
   */
  readonly edition?: MirrorEdition;

  /**
   * Additional information for readers.
   *
   * @default - nothing
   */
  readonly note?: string;
}
