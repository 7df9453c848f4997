import { MirrorInputAge } from '../input/input-age';

/** The responses of the two ECS calls that describe an estate. */
export interface MirrorInventoryFiles extends MirrorInputAge {
  /**
   * JSON of `DescribeNetworkInterfaces`: paths for `fromFiles`, texts for `fromJson`. Each contains one response, a list of
   * responses, or several in sequence.
   */
  readonly networkInterfaces: string[];
  /** JSON of `DescribeInstances`, in the same forms. */
  readonly instances: string[];
  /**
   * Region of the calls. Instances of another region are rejected.
   *
   * @default - the region in each instance's record, else the region of the zone
   */
  readonly regionId?: string;
  /**
   * Whether interfaces in an instance's record may be missing, because DescribeNetworkInterfaces was called with a filter.
   * Otherwise a missing interface is an error, since nothing else shows that a merged response was truncated.
   *
   * @default false
   */
  readonly partial?: boolean;
  /**
   * The expected number of interfaces: the TotalCount of one call of `DescribeNetworkInterfaces` without MaxResults. A merged
   * list does not show whether a page is missing, so set this number to detect it. Fewer interfaces are an error.
   *
   * @default - not compared
   */
  readonly expectTotal?: number;
  /**
   * The expected number of instances: the TotalCount of one call of `DescribeInstances` without MaxResults.
   *
   * @default - not compared
   */
  readonly expectTotalInstances?: number;
  /**
   * The tolerated number of inconsistent records, because the two calls were made at different times: interfaces without their
   * instance, instances without their interface, or duplicate ids. Each is left out with its reason. More are an error.
   *
   * @default - 5 % of all records, and at most 20
   */
  readonly maxMismatches?: number;
}

/** Terraform states that describe an estate. */
export interface MirrorInventoryStates extends MirrorInputAge {
  /** Output of `terraform show -json` for states: paths for `fromState`, texts for `fromStateJson`. */
  readonly states: string[];
  /**
   * Region of the resources.
   *
   * @default - the region of each instance's zone
   */
  readonly regionId?: string;
}
