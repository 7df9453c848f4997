import { IConstruct } from 'constructs';
import { MirrorRule } from './mirror-rule';

/** A filter that decides which packets of a source are copied. */
export interface IMirrorFilter extends IConstruct {
  /** The filter's id (`tmf-...`), or a reference to it. */
  readonly filterId: string;

  /**
   * Adds a rule for packets that a source receives. On a filter that is managed elsewhere, the rule needs a priority that no other rule
   * of the direction has.
   *
   * @throws if the priority is taken, out of range, or missing on a filter that is managed elsewhere
   */
  addInboundRule(rule: MirrorRule): void;

  /**
   * Adds a rule for packets that a source sends. On a filter that is managed elsewhere, the rule needs a priority that no other rule of
   * the direction has.
   *
   * @throws if the priority is taken, out of range, or missing on a filter that is managed elsewhere
   */
  addOutboundRule(rule: MirrorRule): void;
}
