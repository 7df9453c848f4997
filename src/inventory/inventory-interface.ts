/** The type of an elastic network interface, in the words of the ECS API. */
export enum MirrorInterfaceType {
  /** Made with its instance, and released with it. */
  PRIMARY = 'Primary',
  /** Made apart and attached. */
  SECONDARY = 'Secondary',
  /** Carries member interfaces, as container networks use them. */
  TRUNK = 'Trunk',
  /** Rides on a trunk interface. */
  MEMBER = 'Member',
}

/** One network interface of an inventory, with what its instance adds. */
export interface MirrorInventoryInterface {
  /** Id of the interface, `eni-...`. */
  readonly id: string;
  /**
   * Name of the interface.
   *
   * @default - it has none
   */
  readonly name?: string;
  /** Type in the words of the ECS API: Primary, Secondary, Trunk or Member. */
  readonly interfaceType: string;
  /** Status of the interface. Only `InUse` can be mirrored. */
  readonly status: string;
  /**
   * Id of what the interface is attached to: an ECS instance (`i-...`), or a resource of another product.
   *
   * @default - attached to nothing
   */
  readonly instanceId?: string;
  /**
   * Type of the ECS instance, for example `ecs.g7.large`.
   *
   * @default - attached to no ECS instance of the inventory
   */
  readonly instanceType?: string;
  /**
   * Instance family, for example `g7`.
   *
   * @default - attached to no ECS instance of the inventory
   */
  readonly family?: string;
  /**
   * Status of the ECS instance, for example `Running` or `Stopped`.
   *
   * @default - attached to no ECS instance of the inventory
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
   * Region id: of the instance, else as given with the files, else read from the zone.
   *
   * @default - none of the three contains it
   */
  readonly regionId?: string;
  /**
   * Primary private IPv4 address.
   *
   * @default - the input does not contain it
   */
  readonly primaryIp?: string;
  /** Ids of the security groups that the interface is in. */
  readonly securityGroupIds: string[];
  /** The interface's own tags. */
  readonly tags: { [key: string]: string };
  /** The tags of its instance. */
  readonly instanceTags: { [key: string]: string };
  /** Whether a cloud service manages the interface. Such an interface cannot be mirrored. */
  readonly serviceManaged: boolean;
  /** Number of IPv6 addresses. Their traffic is not mirrored. */
  readonly ipv6Addresses: number;
}
