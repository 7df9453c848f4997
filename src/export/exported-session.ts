import { ExportedStatus } from './exported-status';

/**
 * A session as the account has it: a record of `ListTrafficMirrorSessions` (VPC API 2016-04-28, response model of
 * aliyun/alibabacloud-go-sdk at 243d18e, read 2026-11-25).
 */
export interface ExportedSession {
  /** Id of the session (`tms-...`). */
  readonly sessionId: string;
  /**
   * Name.
   *
   * @default - the session has none
   */
  readonly sessionName?: string;
  /**
   * Description.
   *
   * @default - the session has none
   */
  readonly description?: string;
  /** Id of its filter (`tmf-...`). */
  readonly filterId: string;
  /** Ids of its sources (`eni-...`), in the order in which the API lists them: another order in Terraform is an outage. */
  readonly sourceIds: string[];
  /** Id of its target. */
  readonly targetId: string;
  /** `NetworkInterface`, `SLB`, or the API's value for a type of target that the provider does not support. */
  readonly targetType: string;
  /** Unique in an account and region. The smallest is tried first. */
  readonly priority: number;
  /** VXLAN network identifier, 0 to 16777215. */
  readonly virtualNetworkId: number;
  /**
   * Inner bytes kept of each packet.
   *
   * @default - the answer names none. Only some regions have it
   */
  readonly packetLength?: number;
  /** Whether it is switched on. */
  readonly enabled: boolean;
  /** Whether it is locked, and copies nothing, since the account is in arrears. */
  readonly locked: boolean;
  /** The session's state in the service. */
  readonly status: ExportedStatus;
  /**
   * Resource group id.
   *
   * @default - the answer names none
   */
  readonly resourceGroupId?: string;
  /** Tags, those of the service itself (`acs:`, `aliyun`) included. */
  readonly tags: { [key: string]: string };
}
