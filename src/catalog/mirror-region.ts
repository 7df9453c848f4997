import { MirrorFact } from './mirror-fact';

/** A region of Alibaba Cloud as one edition describes it. */
export interface MirrorRegion {
  /** The region's id, such as `cn-hangzhou`. */
  readonly id: string;

  /** The name in English, such as `China (Hangzhou)`. */
  readonly nameEn: string;

  /** The name in Chinese, such as `华东1（杭州）`. */
  readonly nameZh: string;

  /** Whether the edition lists the region for traffic mirroring. */
  readonly supported: boolean;

  /**
   * Whether the region is one of the nine of edition 2026 in which the target's MTU, up to 8500 bytes, limits mirrored packets
   * and Gateway Load Balancer endpoints are targets. Never under edition 2023, which knows no such group.
   */
  readonly jumbo: boolean;

  /** Whether the region is a finance or government cloud, which has separate tables and admits by invitation. */
  readonly invitationOnly: boolean;

  /**
   * A note for users of the region.
   *
   * @default - nothing
   */
  readonly note?: string;

  /** The source of the support. */
  readonly fact: MirrorFact;
}
