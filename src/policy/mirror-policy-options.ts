/** How serious the findings of a check are by policy. */
export enum MirrorPolicySeverity {
  /** They refuse the synth. */
  ERROR = 'error',
  /** They are reported and refuse nothing. */
  WARNING = 'warning',
  /** They are not reported. */
  OFF = 'off',
}

/** A language of findings and reports. */
export enum MirrorLanguage {
  /** English. */
  ENGLISH = 'en',
  /** Simplified Chinese. */
  CHINESE = 'zh',
}

/** Options of an acknowledgement. */
export interface MirrorAcknowledgeOptions {
  /**
   * The last day on which it holds, as `YYYY-MM-DD`. After it the findings are reported again, and one more about the
   * acknowledgement (TM901).
   *
   * @default - it does not expire
   */
  readonly expires?: string;
  /**
   * Who answers for it.
   *
   * @default - nobody is named
   */
  readonly owner?: string;
  /**
   * A pattern of the construct path, Terraform address or subject of the findings. `*` stands for any characters, `?` for
   * one. A matching path covers everything below it.
   *
   * @default - all findings of the check at the scope and below
   */
  readonly subject?: string;
}
