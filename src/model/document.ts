import type { SourceStatements } from './source-statements';
import { NetworkFacts } from '../input/network-facts';
import type { PacketKind, Span } from '../net/packet';
import { ParameterValue } from '../texts/reason';

/** The file next to a stack's Terraform that holds what the Terraform cannot express. */
export const STATEMENTS_FILE = 'traffic-mirror.json';

/**
 * What the checks look at: the written Terraform of one stack, and what its JSON cannot express.
 * It comes from a synth, from a written stack or from a plan. The model does not know which.
 */
export interface StackDocument {
  /** Construct path of the stack, or the name of its folder. */
  readonly path: string;
  /** Name of the folder that it is written to. */
  readonly folder?: string;
  /** The parsed Terraform JSON, or nothing if it could not be read. */
  readonly terraform?: TerraformJson;
  /** Why it could not be read. */
  readonly unreadable?: string;
  /** The text of `.terraform.lock.hcl` next to it: which versions of providers `terraform init` has chosen. */
  readonly lock?: string;
  /** What the constructs of the stack set in addition to its Terraform. */
  readonly statements?: StackStatements;
  /** The account that the user sets for the stack. */
  readonly account?: string;
  /** No constructs wrote it: findings use Terraform's words. */
  readonly plain?: boolean;
  /** Raised quotas that the user sets for the stack: by region id, then by quota name. */
  readonly quotas?: QuotaStatements;
  /** What is known of the network outside the app. */
  readonly network?: NetworkFacts[];
}

/** Raised quotas by region id, then by quota name. */
export type QuotaStatements = Record<string, Record<string, number>>;

/** Terraform JSON configuration, as far as anybody can type it. */
export interface TerraformJson {
  readonly terraform?: any;
  readonly provider?: Record<string, any>;
  readonly resource?: Record<string, Record<string, any>>;
  readonly data?: Record<string, Record<string, any>>;
  readonly output?: Record<string, any>;
  readonly locals?: Record<string, any>;
  readonly [key: string]: any;
}

/** The content of `traffic-mirror.json`. */
export interface StackStatements {
  readonly version: 1;
  /** By the Terraform address of a session. */
  readonly sessions: Record<string, SessionStatement>;
  /** What is set for interfaces that receive behind a load balancer, by the id as the Terraform writes it. */
  readonly interfaces?: Record<string, InterfaceStatement>;
  /** By the Terraform address of a filter. */
  readonly filters?: Record<string, FilterStatement>;
  /** The fleets of the stack. */
  readonly fleets?: FleetStatement[];
  /** Findings of the constructs themselves, for example of a fleet about its ledger. */
  readonly findings?: StatedFinding[];
}

export interface SessionStatement {
  /** The priority was chosen by the library. */
  readonly defaultPriority?: true;
  /** Another session keeps the priority that the library would have chosen. */
  readonly gaveWayTo?: PriorityHolder;
  /** By source id as the Terraform writes it. */
  readonly sources?: SourceStatements | Record<string, InterfaceStatement>;
  readonly target?: InterfaceStatement;
}

/** What an intent and the expectations of a filter hold beside its rules. */
export interface FilterStatement {
  /** Statements in force whose last day has passed. */
  readonly expired?: { readonly statement: string; readonly expires: string; readonly owner?: string }[];
  /** Statements that decide about no packet, with those that decide about theirs; without any, they have no packet. */
  readonly idle?: { readonly statement: string; readonly blockers: string[]; readonly opposed: boolean }[];
  readonly expectations?: ExpectationStatement[];
  /** The change of the rules against the ledger of the filter, in lines. */
  readonly change?: { readonly comparedWith: string; readonly lines: string[] };
}

/** Packets that a filter must copy, all of them, or none. */
export interface ExpectationStatement {
  /** How a message names them. */
  readonly text: string;
  readonly mirrored: boolean;
  readonly packets: { readonly direction: 'inbound' | 'outbound'; readonly blocks: BlockStatement[] }[];
}

/** Every combination of some values; spans have their first value, and one past the last. */
export interface BlockStatement {
  readonly kinds: readonly PacketKind[];
  readonly sources: readonly Span[];
  readonly destinations: readonly Span[];
  readonly sourcePorts: readonly Span[];
  readonly destinationPorts: readonly Span[];
}

/** A session and its priority. */
export interface PriorityHolder {
  /** Construct path of its resource. */
  readonly path: string;
  readonly priority: number;
}

/** Where a fleet takes its priorities. */
export interface FleetStatement {
  readonly path: string;
  /** What its ledger is known by: fleets of one ledger never take the same number. */
  readonly ledger: string;
  readonly firstPriority: number;
  readonly lastPriority: number;
  /** The VNIs that it takes, if that was set. */
  readonly firstVirtualNetworkId?: number;
  readonly lastVirtualNetworkId?: number;
  /** The provider argument of its sessions. */
  readonly provider?: string;
  /** What its plan changes against the ledger. Of a plan of several shards, the first one holds it. */
  readonly change?: ChangeStatement;
}

/** What a plan changes, in numbers. */
export interface ChangeStatement {
  /** What it is measured against. */
  readonly comparedWith: string;
  /** Sessions created, changed in place or replaced, and destroyed. */
  readonly created: number;
  readonly touched: number;
  readonly removed: number;
  /** Sessions among the changed ones that move to another target. */
  readonly moved: number;
  /** Sources that are added to a session, and that are mirrored no more. */
  readonly added: NamedCount;
  readonly gone: NamedCount;
  /** Sources that are not mirrored for some seconds, though they are before and after. */
  readonly interrupted: NamedCount;
  /** Sources whose session is switched off. */
  readonly switchedOff: NamedCount;
  /** Sources that are out of any session until the next apply, by a compaction or for want of room. */
  readonly parked: NamedCount;
  readonly waiting: NamedCount;
  /** Sessions that Terraform lets go of and that go on running. */
  readonly released: NamedCount;
  readonly interruptedSeconds: number;
  /** Write calls on sessions. */
  readonly calls: number;
  readonly applySeconds: number;
}

/** How many, and the names of the first. */
export interface NamedCount {
  readonly count: number;
  readonly names: string;
}

/** What a user or an inventory specifies about an interface. */
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
  /** What the interface sends as copies, in Mbit/s at its busiest. */
  readonly mirroredMbps?: number;
  /** What a target takes, in Mbit/s. */
  readonly capacityMbps?: number;
  readonly mtu?: number;
  readonly ipv6Addresses?: number;
  readonly serviceManaged?: boolean;
}

/** A finding that a construct knows and the Terraform cannot show. */
export interface StatedFinding {
  readonly id: string;
  readonly severity: 'error' | 'warning';
  readonly path: string;
  readonly subject?: string;
  /** Key of the reason, and the values in its sentences. */
  readonly reason: string;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
}
