import { MirrorFact } from './mirror-fact';

/** What mirroring costs. */
export interface MirrorPrice {
  /** The currency by its ISO 4217 code: USD under edition 2023, CNY under edition 2026. */
  readonly currency: string;

  /** Per source ENI and hour that its session is active. A started hour counts whole. */
  readonly perSourceHour: number;

  /** Per mirrored gigabyte. */
  readonly perGigabyte: number;

  /** The last day (`YYYY-MM-DD`) on which the fee per gigabyte is waived. */
  readonly trafficWaivedUntil: string;

  /** The source of the price. */
  readonly fact: MirrorFact;
}

/** The billed item. */
export interface MirrorEstimateOptions {
  /**
   * Source ENIs: a whole number, 0 or more.
   *
   * A source that is in several sessions counts once for each, since its hours are summed (edition 2026).
   */
  readonly sources: number;

  /** Hours that each source's session is active, 0 or more. A started hour counts whole. */
  readonly hours: number;

  /**
   * Mirrored gigabytes of all sources together, 0 or more.
   *
   * @default 0
   */
  readonly gigabytes?: number;

  /**
   * The day of use, `YYYY-MM-DD`. Up to and including the last day of the waiver the traffic costs nothing.
   *
   * @default - the traffic fee is counted in full
   */
  readonly date?: string;
}

/** What mirroring will cost. Every amount is exact to the cent, half a cent rounded up, and the parts add up to the total. */
export interface MirrorEstimate {
  /** The currency by its ISO 4217 code. */
  readonly currency: string;

  /** Hours that are paid for: sources times whole hours. */
  readonly sourceHours: number;

  /** The fee for the hours of the sources. */
  readonly instanceFee: number;

  /** The fee for the mirrored gigabytes. 0 if it is waived. */
  readonly trafficFee: number;

  /** Both fees. */
  readonly total: number;

  /** The instance fee with two decimals, such as `50.40`. */
  readonly instanceFeeText: string;

  /** The traffic fee with two decimals, such as `0.14`. */
  readonly trafficFeeText: string;

  /** The total with two decimals, such as `50.54`. */
  readonly totalText: string;

  /** Whether the traffic fee is waived on the day that was given. False without a day. */
  readonly trafficWaived: boolean;
}
