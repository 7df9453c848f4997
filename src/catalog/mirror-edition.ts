/**
 * Which state of the product's own documentation the facts are taken from.
 *
 * The editions disagree on regions, instance families, quotas, prices and the truncation of packets.
 */
export enum MirrorEdition {
  /**
   * The overview of VPC traffic mirroring before 2023-03-30: a closed list of instance families, one session
   * per source, prices in USD. In force unless another is chosen.
   */
  EDITION_2023 = '2023',

  /**
   * The overview, quota and API reference pages from 2025-11 to 2026-08: no list of instance families, up to
   * three sessions per source, target quotas that count sources, prices in CNY.
   */
  EDITION_2026 = '2026',
}
