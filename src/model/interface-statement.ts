/** Properties of an interface, set by the user or read from an inventory. */
export interface InterfaceStatement {
  readonly key?: string;
  readonly instanceType?: string;
  readonly primaryIp?: string;
  readonly regionId?: string;
  readonly vpcId?: string;
  readonly zoneId?: string;
  readonly vswitchId?: string;
  /** The instance that it is attached to. */
  readonly instanceId?: string;
  readonly securityGroupIds?: string[];
  /** The peak traffic of copies that the interface sends, in Mbit/s. */
  readonly mirroredMbps?: number;
  /** The capacity of a target, in Mbit/s. */
  readonly capacityMbps?: number;
  readonly mtu?: number;
  readonly ipv6Addresses?: number;
  readonly serviceManaged?: boolean;
  /** Tags of the interface and its instance. */
  readonly tags?: Readonly<Record<string, string>>;
}
