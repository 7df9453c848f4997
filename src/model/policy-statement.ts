import type { Governance } from './governance';
import type { MirrorEdition } from '../catalog/mirror-edition';

/** Raised quotas by region id, then by quota name. */
export type QuotaStatements = Record<string, Record<string, number>>;

/** The policy of a synthesized stack in code and in the context of `cdktf.json`, without the policy file. */
export interface PolicyStatement {
  /** The folders of all stacks of the app. */
  readonly stacks: readonly string[];
  /** Construct path of the stack. */
  readonly path: string;
  /** The policy file that the code names, relative to the folder of the stack. */
  readonly file?: string;
  readonly edition?: MirrorEdition;
  readonly strict?: boolean;
  readonly account?: string;
  readonly quotas?: QuotaStatements;
  /** By check id. */
  readonly severities?: Readonly<Record<string, 'error' | 'warning' | 'off'>>;
  readonly acknowledgements?: readonly AcknowledgementStatement[];
  readonly governance?: readonly DemandStatement[];
}

/** An acknowledgement in code. */
export interface AcknowledgementStatement {
  readonly check: string;
  /** The construct path at and below which it holds. */
  readonly scope: string;
  readonly subject?: string;
  readonly reason: string;
  readonly undecided?: true;
  readonly owner?: string;
  readonly expires?: string;
  /** The place of the acknowledgement. */
  readonly where: string;
}

/** Demands of the code or of the context. */
export interface DemandStatement extends Governance {
  /** Its number among those of the app. */
  readonly index: number;
}
