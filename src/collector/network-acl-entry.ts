/** An entry of `ingress_acl_entries` of an `alicloud_network_acl`, with the provider's values. */
export interface CollectorNetworkAclEntry {
  /** The purpose of the entry. */
  readonly description: string;
  /** `accept`. */
  readonly policy: string;
  /** `udp`, in lower case: in upper case, every plan would show a change. */
  readonly protocol: string;
  /** Destination ports, `4789/4789`. */
  readonly port: string;
  /** The source of mirrored packets, a canonical CIDR. */
  readonly sourceCidrIp: string;
}

/** Limits of the entries. */
export interface RequiredNetworkAclEntriesOptions {
  /**
   * The highest number of entries to return. An ACL has 20 entries in each direction.
   *
   * @default 20
   */
  readonly maxEntries?: number;
  /**
   * How many extra addresses the entries may admit to stay within `maxEntries`.
   *
   * @default 0
   */
  readonly maxExtraAddresses?: number;
}
