import { MirrorRule } from './mirror-rule';

/** The result of the compilation of an intent. */
export interface MirrorCompiledIntent {
  /** Rules for packets that a source receives, with their priorities. */
  readonly inbound: MirrorRule[];
  /** Rules for packets that a source sends, with their priorities. */
  readonly outbound: MirrorRule[];
  /**
   * The number of rules of the shortest lists found with exactly the meaning of the intent, both directions together. If `copiesMore` is
   * true, `inbound` and `outbound` have fewer.
   */
  readonly exactRules: number;
  /** The number of rules above the limit in the shortest lists found. 0 if the intent fits. */
  readonly excessRules: number;
  /** Whether the rules copy packets that the intent does not copy. Only possible if `takeNearMiss` is set. */
  readonly copiesMore: boolean;
  /**
   * The packets that the rules copy in addition to the intent, one line for each part, the direction first. Empty if `copiesMore` is
   * false.
   */
  readonly extra: string[];
  /**
   * The number of additional packets divided by the number of packets of the intent, in both directions: 0.25 means 25% additional packets.
   * Packets are counted by their protocol, addresses and ports, not by their traffic. 0 if `copiesMore` is false.
   */
  readonly extraShare: number;
  /** Whether it is proved that no equivalent lists are shorter. */
  readonly provedShortest: boolean;
  /** The lower bound for the number of rules of equivalent lists, both directions together. */
  readonly leastRules: number;
  /** The number of rules of a statement-by-statement translation, both directions together. */
  readonly plainRules: number;
  /** A summary of the rules, in lines. */
  readonly summary: string[];
}
