/** One entry of `ingress_acl_entries` of an `alicloud_network_acl`, in the provider's words. */
export interface CollectorNetworkAclEntry {
  /** What it is for. */
  readonly description: string;
  /** `accept`. */
  readonly policy: string;
  /** `udp`: in upper case every plan would differ. */
  readonly protocol: string;
  /** Destination ports, `4789/4789`. */
  readonly port: string;
  /** Where mirrored packets come from, a canonical CIDR. */
  readonly sourceCidrIp: string;
}

/** How the entries may be cut down. */
export interface RequiredNetworkAclEntriesOptions {
  /**
   * The most entries to return. An ACL has 20 in one direction.
   *
   * @default 20
   */
  readonly maxEntries?: number;
  /**
   * How many addresses may be admitted that nobody asked for, so that the entries get along with that number.
   *
   * @default 0
   */
  readonly maxExtraAddresses?: number;
}
