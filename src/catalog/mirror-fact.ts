import { MirrorEdition } from './mirror-edition';

/** What a fact is about. */
export enum MirrorFactTopic {
  /** Where the product is offered. */
  REGION = 'region',
  /** Which ECS instances can be mirrored. */
  INSTANCE_FAMILY = 'instanceFamily',
  /** How many of a thing an account may have. */
  QUOTA = 'quota',
  /** What it costs. */
  BILLING = 'billing',
  /** What the product does with a packet, a session or a call. */
  BEHAVIOUR = 'behaviour',
  /** The ranges and lengths of values. */
  LIMIT = 'limit',
  /** What must hold at the target for mirrored packets to arrive. */
  TARGET = 'target',
}

/** How sure a fact is. */
export enum MirrorFactCertainty {
  /** The source documents it. */
  STATED = 'stated',
  /** A conclusion from what the source documents. */
  INFERRED = 'inferred',
  /** No public text settles it. */
  UNVERIFIED = 'unverified',
}

/** One statement about the product, with where and when it was read. */
export interface MirrorFact {
  /** What the statement is about. */
  readonly topic: MirrorFactTopic;

  /** The fact itself, in one sentence or two. */
  readonly statement: string;

  /** If it was read: the address of a page, or the name and version of what was measured. */
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
   * What a reader should also know.
   *
   * @default - nothing
   */
  readonly note?: string;
}
