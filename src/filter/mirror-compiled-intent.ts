import { MirrorRule } from './mirror-rule';

/** What becomes of an intent. */
export interface MirrorCompiledIntent {
  /** Rules for packets that a source receives, with their priorities. */
  readonly inbound: MirrorRule[];
  /** Rules for packets that a source sends, with their priorities. */
  readonly outbound: MirrorRule[];
  /** How many rules more than allowed the shortest lists have: 0 if the intent fits. */
  readonly excessRules: number;
  /** Whether the rules copy packets that the intent does not copy, which happens only where `takeNearMiss` is set. */
  readonly copiesMore: boolean;
  /** Whether it is proved that no shorter lists mean the same. */
  readonly provedShortest: boolean;
  /** No lists with fewer rules mean the same, both directions together. */
  readonly leastRules: number;
  /** The rules that a statement by statement translation has, both directions together. */
  readonly plainRules: number;
  /** What is to be known of the rules, line by line. */
  readonly summary: string[];
}
