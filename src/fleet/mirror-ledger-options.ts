import type { MirrorDeployed } from './mirror-deployed';
import type { MirrorExport } from '../export/mirror-export';

/** Options of a ledger file. */
export interface MirrorLedgerOptions {
  /**
   * The account of the ledger: its id, or any name for it. A ledger file of another account is an error.
   *
   * @default - the account in the file. A new file has none
   */
  readonly account?: string;
  /**
   * The region id of the ledger, for example `cn-hangzhou`. A ledger file of another region is an error.
   *
   * @default - the region in the file. A new file has none
   */
  readonly region?: string;
  /**
   * Whether the ledger is read-only. If so, a new source is a finding, and a removed source stays in the ledger.
   *
   * @default - true if a build server runs the app (`CI` or another variable that build servers set), or if the environment
   * variable TRAFFIC_MIRROR_LEDGER is `frozen`. False if that variable is `write`. In Python, Go, Java and C#, set the variables
   * before the program starts: jsii keeps the environment in which it was started. A value of `frozen` always wins
   */
  readonly frozen?: boolean;
  /**
   * The deployed sessions. With them, a synth never reuses a number or a place that a deployed session still holds, even
   * after several synths without an apply. The effects of a change are computed against the deployed sessions.
   *
   * @default - the files that the environment variable TRAFFIC_MIRROR_DEPLOYED names. Without it, the sessions in the
   * ledger file count as deployed. In Python, Go, Java and C#, set the variable before the program starts
   */
  readonly deployed?: MirrorDeployed;
  /**
   * How many sources may be removed at once. More removed sources are an error if they are over half of a fleet, or over
   * 20 and over a tenth of the ledger. The limit protects a fleet against an incomplete inventory.
   *
   * @default 0
   */
  readonly expectRemovals?: number;
  /**
   * The existing sessions of the account in the ledger's region. Sessions that are not in the ledger keep their numbers. They
   * and their sources count against every quota. Export again after sessions were removed.
   *
   * @default - only the sessions in the ledger are known
   */
  readonly existing?: MirrorExport;
  /**
   * Keys of released sessions (`fleet.release`) that no longer exist, or that another stack or ledger has adopted. The
   * ledger forgets them, and their numbers, sources and places are free again. List a session only after it was deleted
   * from the service or adopted elsewhere.
   *
   * @default - released sessions keep their numbers, sources and places
   */
  readonly goneSessions?: string[];
  /**
   * Ids of stacks that are destroyed and no longer in the app. If a fleet and its stack leave the app, nothing destroys
   * the sessions, so the ledger keeps them with their numbers. It forgets them once the stack is listed. A stack that is in the
   * app has no effect here.
   *
   * @default - the ledger keeps the sessions of stacks that left the app
   */
  readonly destroyedStacks?: string[];
}
