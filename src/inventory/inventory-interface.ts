/** The type of an elastic network interface, in the words of the ECS API. */
export enum MirrorInterfaceType {
  /** Created and released together with its instance. */
  PRIMARY = 'Primary',
  /** Created separately and attached. */
  SECONDARY = 'Secondary',
  /** Carries member interfaces, for container networks. */
  TRUNK = 'Trunk',
  /** Belongs to a trunk interface. */
  MEMBER = 'Member',
}

/** One network interface of an inventory, with the properties of its instance. */
export interface MirrorInventoryInterface {
  /** Id of the interface, `eni-...`. */
  readonly id: string;
  /**
   * Name of the interface.
   *
   * @default - no name
   */
  readonly name?: string;
  /** Type in the words of the ECS API: Primary, Secondary, Trunk or Member. */
  readonly interfaceType: string;
  /** Status of the interface. Only `InUse` can be mirrored. */
  readonly status: string;
  /**
   * Id of the attached ECS instance (`i-...`), or of the attached resource of another product.
   *
   * @default - not attached
   */
  readonly instanceId?: string;
  /**
   * Type of the ECS instance, for example `ecs.g7.large`.
   *
   * @default - not attached to an ECS instance of the inventory
   */
  readonly instanceType?: string;
  /**
   * Instance family, for example `g7`.
   *
   * @default - not attached to an ECS instance of the inventory
   */
  readonly family?: string;
  /**
   * Status of the ECS instance, for example `Running` or `Stopped`.
   *
   * @default - not attached to an ECS instance of the inventory
   */
  readonly instanceStatus?: string;
  /**
   * VPC id.
   *
   * @default - the input does not contain it
   */
  readonly vpcId?: string;
  /**
   * vSwitch id.
   *
   * @default - the input does not contain it
   */
  readonly vswitchId?: string;
  /**
   * Zone id, for example `cn-hangzhou-h`.
   *
   * @default - the input does not contain it
   */
  readonly zoneId?: string;
  /**
   * Region id: from the instance, else the region of the files, else from the zone.
   *
   * @default - unknown
   */
  readonly regionId?: string;
  /**
   * Primary private IPv4 address.
   *
   * @default - the input does not contain it
   */
  readonly primaryIp?: string;
  /** Ids of the security groups of the interface. */
  readonly securityGroupIds: string[];
  /** The tags of the interface. */
  readonly tags: { [key: string]: string };
  /** The tags of its instance. */
  readonly instanceTags: { [key: string]: string };
  /**
   * Whether a cloud service manages the interface. Such an interface cannot be mirrored.
   *
   * @default - the input does not contain it
   */
  readonly serviceManaged?: boolean;
  /**
   * Number of IPv6 addresses. Their traffic is not mirrored.
   *
   * @default - the input does not contain it
   */
  readonly ipv6Addresses?: number;
}
