import { MirrorLedger } from './mirror-ledger';
import { MirrorPacking } from './packing';
import { MirrorSource } from '../session/mirror-source';
import { MirrorTarget } from '../session/mirror-target';

/** The handling of a source that is not in a frozen ledger. */
export enum OnNewSource {
  /** An error that names the command to run. */
  FAIL = 'fail',
  /** The source is omitted from the Terraform, with a warning. */
  LEAVE_OUT = 'leaveOut',
}

/** A range of numbers for a fleet. Both ends are included. */
export interface MirrorNumberRange {
  /** The first number. */
  readonly first: number;
  /** The last number. It must not be less than the first. */
  readonly last: number;
}

/** A tag of an interface or of its instance. */
export interface MirrorTagMatch {
  /** The tag's key, matched exactly. */
  readonly key: string;
  /**
   * The values that match, each exactly.
   *
   * @default - any value
   */
  readonly values?: string[];
}

/** Options for placing sources into sessions and sessions on targets. */
export interface MirrorPlacementProps {
  /** The interfaces to mirror, in any number. Their keys must not change. */
  readonly sources: MirrorSource[];
  /** The targets of the copies. A fleet prefers targets in the zone of the source, and among those the least loaded one. */
  readonly targets: MirrorTarget[];
  /** The ledger of the fleet. All fleets of one account and region share one ledger. */
  readonly ledger: MirrorLedger;
  /**
   * How new sources are packed into sessions. Running sessions keep their packing.
   *
   * @default MirrorPacking.DEDICATED
   */
  readonly packing?: MirrorPacking;
  /**
   * The handling of a source that is not in a frozen ledger.
   *
   * @default OnNewSource.FAIL
   */
  readonly onNewSource?: OnNewSource;
  /**
   * The range of session priorities, within 1 to 32766. Apps that share an account and region need ranges that do not
   * overlap.
   *
   * @default - 1001 to 24576
   */
  readonly priorityRange?: MirrorNumberRange;
  /**
   * The range of VXLAN network identifiers, within 1 to 16777215.
   *
   * @default - all identifiers
   */
  readonly virtualNetworkIdRange?: MirrorNumberRange;
  /**
   * Switches sessions by a tag of their sources. A session is on only if all of its sources have the tag. Switching a
   * session does not replace it.
   *
   * @default - sessions are on unless the fleet is off
   */
  readonly enabledByTag?: MirrorTagMatch;
  /**
   * Whether removed sources stay in sessions that have other sources, because removing one interrupts the others for some
   * seconds. The removed sources are still mirrored and billed until you set this to false.
   *
   * @default false
   */
  readonly deferRemovals?: boolean;
  /**
   * How many sources one wave of a compaction may take out of their sessions. A compaction packs sessions again if fewer
   * sessions are enough, if a session has more sources than the packing allows, or if a target has too many sessions. It
   * takes out only sources that find places again, within all quotas and limits. While it is set, up to that many
   * sources are out of any session and not mirrored. Apply, then set it back to 0: the next apply adds the sources to
   * their new sessions. A wave needs two applies, because a single apply might have a source in two sessions for a
   * moment, which the service rejects. A compaction leaves sessions in place that were placed while it is set.
   *
   * @default 0
   */
  readonly compaction?: number;
}
