import { MirrorLedger } from './mirror-ledger';
import { MirrorPacking } from './packing';
import { MirrorSource } from '../session/mirror-source';
import { MirrorTarget } from '../session/mirror-target';

/** What becomes of a source that a frozen ledger does not know. */
export enum OnNewSource {
  /** It is an error, which names what to run. */
  FAIL = 'fail',
  /** It is left out of the Terraform, with a warning. */
  LEAVE_OUT = 'leaveOut',
}

/** Numbers that a fleet takes from. */
export interface MirrorNumberRange {
  /** The first. */
  readonly first: number;
  /** The last, not less than the first. */
  readonly last: number;
}

/** A tag of an interface or its instance. */
export interface MirrorTagMatch {
  /** The tag's key, matched exactly. */
  readonly key: string;
  /**
   * The values that match, exactly.
   *
   * @default - any value
   */
  readonly values?: string[];
}

/** Which sources go to which targets, and how. */
export interface MirrorPlacementProps {
  /** The interfaces to mirror, any number. Their keys must not change. */
  readonly sources: MirrorSource[];
  /** If the copies go: a source's target is one in its own zone before others, and the least loaded of those. */
  readonly targets: MirrorTarget[];
  /** The memory of the fleet. Several fleets of one account and region share one. */
  readonly ledger: MirrorLedger;
  /**
   * How new sources are packed into sessions. What runs stays as it is.
   *
   * @default MirrorPacking.DEDICATED
   */
  readonly packing?: MirrorPacking;
  /**
   * What becomes of a source that a frozen ledger does not know.
   *
   * @default OnNewSource.FAIL
   */
  readonly onNewSource?: OnNewSource;
  /**
   * The session priorities to take from, within 1 to 32766. Apps that share an account and region take from ranges
   * that do not overlap.
   *
   * @default - 1001 to 24576
   */
  readonly priorityRange?: MirrorNumberRange;
  /**
   * The VXLAN network identifiers to take from, within 1 to 16777215.
   *
   * @default - all of them
   */
  readonly virtualNetworkIdRange?: MirrorNumberRange;
  /**
   * Switches sessions by a tag of their sources: a session is on only where every source of it has the tag. Switching
   * replaces nothing.
   *
   * @default - sessions are on unless the fleet is off
   */
  readonly enabledByTag?: MirrorTagMatch;
  /**
   * Leaves sources that are no longer given in a session that holds others, since taking one out interrupts those for a
   * while. They stay mirrored, and are billed, until this is taken away.
   *
   * @default false
   */
  readonly deferRemovals?: boolean;
  /**
   * Packs sessions again, in waves of that many sources: sessions that fewer would do for, that hold more sources than
   * the packing asks for, or that are too many for their target. As long as it is set, up to that many sources are out
   * of any session. Apply that, then take it away, and the next apply puts them into their new ones. Two applies a
   * wave: in one, the source would be in two sessions for a moment, and the service refuses that.
   *
   * @default 0
   */
  readonly compaction?: number;
}
