/**
 * The content of API responses about network objects that an app references only by id. Plain data: ids and texts as in the
 * responses. Fields that a response does not have are undefined.
 */
export interface NetworkFacts {
  /** By id of the interface. */
  readonly interfaces: ReadonlyMap<string, InterfaceFact>;
  /** The primary interface of an instance, by the instance's id. */
  readonly primaryOf: ReadonlyMap<string, string>;
  /** The status of an instance, by the instance's id. */
  readonly instances: ReadonlyMap<string, string>;
  readonly vswitches: ReadonlyMap<string, VswitchFact>;
  readonly securityGroups: ReadonlyMap<string, SecurityGroupFact>;
  readonly prefixLists: ReadonlyMap<string, string[]>;
  readonly networkAcls: ReadonlyMap<string, NetworkAclFact>;
  readonly loadBalancers: ReadonlyMap<string, LoadBalancerFact>;
  readonly listeners: readonly UdpListenerFact[];
  readonly serverGroups: ReadonlyMap<string, ServerGroupFact>;
}

/** Reasons why records may be missing in the responses. */
export interface NetworkDoubts {
  readonly doubts: readonly string[];
}

export interface InterfaceFact {
  readonly securityGroupIds: string[];
  readonly vswitchId?: string;
  readonly vpcId?: string;
  readonly primaryIp?: string;
  readonly instanceId?: string;
  readonly status?: string;
  /** Empty if it has none. Undefined if the response does not contain it. */
  readonly publicIp?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

export interface VswitchFact {
  readonly vpcId?: string;
  readonly cidr?: string;
  /** Empty if the vSwitch has none. Undefined if the response does not contain it. */
  readonly networkAclId?: string;
}

export interface SecurityGroupFact {
  readonly vpcId?: string;
  /** Whether members reach each other without a rule. */
  readonly innerAccess?: boolean;
  readonly rules: GroupRuleFact[];
}

/** An inbound rule. */
export interface GroupRuleFact {
  /** Its id, or its position in the response. */
  readonly name: string;
  readonly protocol: string;
  /** Undefined if a port list contains the ports. */
  readonly portRange?: string;
  readonly policy: string;
  readonly priority: string;
  readonly sourcePortRange?: string;
  readonly sourceCidr?: string;
  readonly sourceIpv6Cidr?: string;
  readonly sourceGroupId?: string;
  readonly sourcePrefixListId?: string;
  readonly destinationCidr?: string;
}

export interface NetworkAclFact {
  /** Inbound entries, in order. */
  readonly entries: AclEntryFact[];
  /** The vSwitches to which it is bound. */
  readonly vswitchIds: string[];
}

export interface AclEntryFact {
  readonly name: string;
  readonly protocol: string;
  readonly port: string;
  readonly policy: string;
  readonly sourceCidr: string;
  readonly ipVersion?: string;
}

export interface LoadBalancerFact {
  readonly addressType: string;
  readonly status?: string;
  readonly vpcId?: string;
  readonly address?: string;
  /** All listeners, as `protocol port`. Undefined if the response does not list them. */
  readonly listeners?: string[];
  /** The default servers, which are in no group. */
  readonly servers: ServerFact[];
  readonly tags?: Readonly<Record<string, string>>;
}

export interface UdpListenerFact {
  readonly loadBalancerId: string;
  readonly port: number;
  readonly status: string;
  readonly serverGroupId?: string;
  /** Its primary/secondary server group, whose servers no response contains. */
  readonly primarySecondaryGroupId?: string;
  readonly backendPort?: number;
  readonly accessControl?: boolean;
}

export interface ServerGroupFact {
  readonly loadBalancerId?: string;
  readonly servers: ServerFact[];
}

export interface ServerFact {
  readonly serverId: string;
  readonly weight?: number;
  readonly port?: number;
}
