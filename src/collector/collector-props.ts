import { TerraformProvider } from 'cdktf';
import { CollectorHealthCheck, CollectorLoadBalancer, CollectorScheduler } from './collector-load-balancer';
import { MirrorSensor } from './mirror-sensor';
import { MirrorTargetOptions } from '../session/mirror-target';

/** Properties of a `MirrorCollector`. */
export interface MirrorCollectorProps {
  /**
   * The machines that receive mirrored packets. Without a load balancer, exactly one. A sensor that needs the security group
   * of the collector is created after the collector: add it with `addSensor`.
   *
   * @default - no sensors yet
   */
  readonly sensors?: MirrorSensor[];
  /**
   * The internal CLB that distributes mirrored packets to the sensors.
   *
   * @default - none. The target is the interface of the single sensor
   */
  readonly loadBalancer?: CollectorLoadBalancer;
  /**
   * How the load balancer chooses a sensor. Changing the scheduler replaces the listener, which interrupts all sessions for
   * some seconds. The service cannot change the scheduler of a listener to a hashing one, or from one hashing scheduler to another.
   *
   * @default CollectorScheduler.SOURCE_ADDRESS
   */
  readonly scheduler?: CollectorScheduler;
  /**
   * How the load balancer checks that a sensor receives packets. The check of a UDP listener cannot be switched off.
   *
   * @default - every 5 seconds, with 10 seconds to answer, and 3 checks in a row
   */
  readonly healthCheck?: CollectorHealthCheck;
  /**
   * The security groups of the sensors, to which the `allowFrom` methods add rules. One group of each sensor is enough.
   *
   * @default - none, or the group of `createSecurityGroupIn`
   */
  readonly securityGroupIds?: string[];
  /**
   * A VPC id. The collector creates a basic security group for the sensors in this VPC, and adds it to its `securityGroupIds`.
   *
   * @default - no new security group
   */
  readonly createSecurityGroupIn?: string;
  /**
   * How many rules of one security group the collector may use. Set a smaller number if the group has other rules.
   *
   * @default - 200 in edition 2023. In edition 2026, 1,000 over all groups of the collector
   */
  readonly ruleBudget?: number;
  /**
   * How many extra addresses the rules may admit to stay within their budget. The collector admits extra addresses only if the
   * exact CIDRs exceed the budget, and then as few as possible.
   *
   * @default 0
   */
  readonly maxExtraAddresses?: number;
  /**
   * Facts about the target, which is the load balancer or the interface of the single sensor.
   *
   * @default - no facts
   */
  readonly targetOptions?: MirrorTargetOptions;
  /**
   * Tags of all new resources, at most 20. A key has at most 128 characters and does not start with `aliyun` or `acs:`.
   *
   * @default - no tags
   */
  readonly tags?: { [key: string]: string };
  /**
   * Resource group id of all new resources. Changing it replaces the load balancer.
   *
   * @default - the account's default resource group
   */
  readonly resourceGroupId?: string;
  /**
   * The provider, which sets account and region.
   *
   * @default - the stack's alicloud provider without alias
   */
  readonly provider?: TerraformProvider;
}

/** Facts about a prefix list. */
export interface AllowFromPrefixListOptions {
  /**
   * The `max_entries` of the list: 1 to 200. The list may count as this many rules of a group. The documentation does not
   * specify it.
   *
   * @default 1
   */
  readonly maxEntries?: number;
}
