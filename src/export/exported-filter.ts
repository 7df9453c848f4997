import { ExportedStatus } from './exported-status';
import { MirrorRuleAction } from '../filter/mirror-rule';

/**
 * A rule of a filter as the account has it: a record of IngressRules or EgressRules of `ListTrafficMirrorFilters` (VPC
 * API 2016-04-28, response model of aliyun/alibabacloud-go-sdk at 243d18e, read 2026-11-25).
 */
export interface ExportedRule {
  /** Id of the rule (`tmr-...`). */
  readonly ruleId: string;
  /** Unique within one direction of the filter. The smallest is tried first. */
  readonly priority: number;
  /** ALL, ICMP, TCP or UDP. Of an IPv6 rule whatever the API returns. */
  readonly protocol: string;
  /** Its action on a matching packet. */
  readonly action: MirrorRuleAction;
  /** CIDR of the packet's source, as the API writes it. */
  readonly source: string;
  /** CIDR of the packet's destination, as the API writes it. */
  readonly destination: string;
  /**
   * Source ports as the API writes them: `80/443`, or `-1/-1` for all.
   *
   * @default - the answer names none. Never so for TCP and UDP
   */
  readonly sourcePort?: string;
  /**
   * Destination ports as the API writes them: `80/443`, or `-1/-1` for all.
   *
   * @default - the answer names none. Never so for TCP and UDP
   */
  readonly destinationPort?: string;
  /** Whether it is a rule for IPv6. */
  readonly ipv6: boolean;
  /** The rule's state in the service. */
  readonly status: ExportedStatus;
}

/**
 * A filter as the account has it: a record of `ListTrafficMirrorFilters` (VPC API 2016-04-28, response model of
 * aliyun/alibabacloud-go-sdk at 243d18e, read 2026-11-25).
 */
export interface ExportedFilter {
  /** Id of the filter (`tmf-...`). */
  readonly filterId: string;
  /**
   * Name.
   *
   * @default - the filter has none
   */
  readonly filterName?: string;
  /**
   * Description.
   *
   * @default - the filter has none
   */
  readonly description?: string;
  /**
   * Resource group id.
   *
   * @default - the answer names none
   */
  readonly resourceGroupId?: string;
  /** Tags, those of the service itself (`acs:`, `aliyun`) included. */
  readonly tags: { [key: string]: string };
  /** Rules for packets that a source receives, by priority. */
  readonly inbound: ExportedRule[];
  /** Rules for packets that a source sends, by priority. */
  readonly outbound: ExportedRule[];
  /** The filter's state in the service. */
  readonly status: ExportedStatus;
}
