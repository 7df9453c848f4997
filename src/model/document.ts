import type { InterfaceStatement } from './interface-statement';
import type { SourceStatements } from './source-statements';
import { NetworkFacts } from '../input/network-facts';
import { Governance } from './governance';
import type { PolicyStatement, QuotaStatements } from './policy-statement';
import type { PacketKind, Span } from '../net/packet';
import type { Phrase, Words } from '../texts/phrase';

/** The file next to a stack's Terraform JSON for everything that the JSON cannot express. */
export const STATEMENTS_FILE = 'traffic-mirror.json';

/**
 * The input of the checks: the Terraform of one stack, and the data that its JSON cannot express.
 * It comes from a synth, from a written stack or from a plan. The model does not distinguish them.
 */
export interface StackDocument {
  /** Construct path of the stack, or the name of its folder. */
  readonly path: string;
  /** Name of the folder that it is written to. */
  readonly folder?: string;
  /** The parsed Terraform JSON. Undefined if it could not be read. */
  readonly terraform?: TerraformJson;
  /** Why it could not be read. */
  readonly unreadable?: Words;
  /** The text of `.terraform.lock.hcl` next to it, with the provider versions that `terraform init` chose. */
  readonly lock?: string;
  /** The statements of the constructs in addition to the Terraform. */
  readonly statements?: StackStatements;
  /** The account that the user set for the stack. */
  readonly account?: string;
  /** The stack was not written by constructs. Findings then use Terraform's terms. */
  readonly plain?: boolean;
  /** The source contains no `lifecycle` blocks (for example a plan). A missing block is then unknown. */
  readonly withoutLifecycle?: true;
  /** It contains resources of others in the account. They count for quotas and unique numbers, but are not part of the app. */
  readonly ofOthers?: true;
  /** The path of another stack, whose environment and variables its providers use. */
  readonly environmentOf?: string;
  /** Addresses of resources that exist but no longer belong to the configuration. They count like those of others. */
  readonly standing?: ReadonlySet<string>;
  /** Raised quotas that the user set for the stack, by region id and then by quota name. */
  readonly quotas?: QuotaStatements;
  /** Facts about the network outside the app. */
  readonly network?: NetworkFacts[];
  /** The demands of the estate's owners on the sessions of the stack. One demand is the same object in all stacks. */
  readonly governance?: readonly Governance[];
}

/** Terraform JSON configuration, loosely typed. */
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
  /** Statements about interfaces that receive copies behind a load balancer, by id as written in the Terraform. */
  readonly interfaces?: Record<string, InterfaceStatement>;
  /** By the Terraform address of a filter. */
  readonly filters?: Record<string, FilterStatement>;
  /** The address books whose names filters of the stack use, by file. */
  readonly addressBooks?: Record<string, BookStatement>;
  /** The fleets of the stack. */
  readonly fleets?: FleetStatement[];
  /** The collectors of the stack. */
  readonly collectors?: CollectorStatement[];
  /** Findings of the constructs themselves, for example of a fleet about its ledger, and of the user's own checks. */
  readonly findings?: StatedFinding[];
  /** The user's own checks that ran on the app. */
  readonly checks?: OwnCheckStatement[];
  /** The lines of the user's code that create constructs, as `file:line:column` below the root of the repository. */
  readonly positions?: string[];
  /** Positions of constructs other than sessions: the index of the position, by construct path or Terraform address. */
  readonly places?: Record<string, number>;
  /** The policy of the code and of `cdktf.json`. */
  readonly policy?: PolicyStatement;
}

/** A check of the user that ran when the stack was written. */
export interface OwnCheckStatement {
  readonly id: string;
  readonly title: string;
  readonly help: string;
  /** The number of elements that passed. In an app with several stacks, only the first one has the number. */
  readonly passed: number;
}

/** A finding whose text is not in a catalogue. */
export interface OwnWords {
  readonly problem: string;
  readonly fix: string;
  readonly effect?: string;
  readonly help: string;
}

export interface SessionStatement {
  /** The index of its position in `positions`. */
  readonly at?: number;
  /** The priority was chosen by the library. */
  readonly defaultPriority?: true;
  /** Another session already has the priority that the library would have chosen. */
  readonly gaveWayTo?: PriorityHolder;
  /** By source id as written in the Terraform. */
  readonly sources?: SourceStatements | Record<string, InterfaceStatement>;
  readonly target?: InterfaceStatement;
}

/** A collector of the app. */
export interface CollectorStatement {
  readonly path: string;
  /** The id of its target as written in the Terraform. */
  readonly target: string;
  /** It has rules that admit copies. */
  readonly admits?: true;
}

/** The intent and the expectations of a filter, in addition to its rules. */
export interface FilterStatement {
  /** Statements still in force although their last day has passed. */
  readonly expired?: { readonly statement: string; readonly expires: string; readonly owner?: string }[];
  /**
   * Statements that decide about no packet, with the statements that decide instead. Without any, they match no packet. The packet
   * is one of the statement, or one that it would match without its exceptions.
   */
  readonly idle?: { readonly statement: string; readonly blockers: string[]; readonly opposed: boolean; readonly packet?: string }[];
  readonly expectations?: ExpectationStatement[];
  /** The change of the rules against the ledger of the filter, in lines. */
  readonly change?: { readonly comparedWith: string; readonly lines: string[] };
  /** The result of the compilation of the intent. */
  readonly compiled?: CompiledStatement;
  /** The networks and services of the intent and the expectations. */
  readonly names?: NamesStatement;
}

/** The rules of an intent, by their numbers. */
export interface CompiledStatement {
  /** The number of rules of the shortest lists found, both directions together. */
  readonly rules: number;
  /** No equivalent lists have fewer rules. */
  readonly least: number;
  /** The number of rules of a statement-by-statement translation. */
  readonly plain: number;
  /** The number of rules above the limit. */
  readonly excess: number;
  /** The packets that the rules copy in addition to the intent, one line for each part, and their share of the packets of the intent. */
  readonly extra?: { readonly share: number; readonly lines: string[] };
}

export interface NamesStatement {
  readonly used: NameStatement[];
  readonly overlaps: OverlapStatement[];
}

/** A network or service. */
export interface NameStatement {
  readonly kind: 'network' | 'service';
  readonly name: string;
  /** Its CIDRs, or protocols and ports. */
  readonly contents: string;
  readonly owner?: string;
  readonly comment?: string;
  /** The file of the address book that it is from. */
  readonly book?: string;
}

/** Two networks with common addresses, of which neither contains the other, or which are the same. */
export interface OverlapStatement {
  readonly name: string;
  readonly other: string;
  readonly same: boolean;
  /** A common address. */
  readonly address: string;
}

/** The names of an address book. */
export interface BookStatement {
  readonly networks: string[];
  readonly services: string[];
}

/** Packets of which a filter must copy all, or none. */
export interface ExpectationStatement {
  /** Their name in messages. */
  readonly text: string;
  readonly mirrored: boolean;
  /** The line that writes it, as an index of the positions of the stack. */
  readonly at?: number;
  readonly packets: { readonly direction: 'inbound' | 'outbound'; readonly blocks: BlockStatement[] }[];
}

/** All combinations of these values. A span is its first value, and one past its last value. */
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

/** The range of a fleet's priorities. */
export interface FleetStatement {
  readonly path: string;
  /** The identity of its ledger. Fleets that share a ledger never use the same number. */
  readonly ledger: string;
  /** The account of the ledger, if its header or its options name one. */
  readonly account?: string;
  readonly firstPriority: number;
  readonly lastPriority: number;
  /** A session with a ledger, outside of any fleet. Without a change, it is as the ledger has it. */
  readonly single?: true;
  /** The VNIs that it may use, if set. */
  readonly firstVirtualNetworkId?: number;
  readonly lastVirtualNetworkId?: number;
  /** The provider argument of its sessions. */
  readonly provider?: string;
  /** The keys of its targets without sessions. For a plan with several shards, only the first one has them. */
  readonly idleTargets?: string[];
  /** The change of its plan compared with the ledger. For a plan with several shards, only the first one has it. */
  readonly change?: ChangeStatement;
}

/** The change of a plan, in numbers. */
export interface ChangeStatement {
  /** The base of the comparison. */
  readonly comparedWith: Words;
  /** Sessions created, changed in place or replaced, and destroyed. */
  readonly created: number;
  readonly touched: number;
  readonly removed: number;
  /** Sessions among the changed ones that move to another target. */
  readonly moved: number;
  /** Sources that are added to a session, and sources that are no longer mirrored. */
  readonly added: NamedCount;
  readonly gone: NamedCount;
  /** Interrupted sources: mirrored before and after the change, but not for some seconds during the apply. */
  readonly interrupted: NamedCount;
  /** Sources whose session is switched off. */
  readonly switchedOff: NamedCount;
  /** Sources without a session until the next apply, because of a compaction or missing capacity. */
  readonly parked: NamedCount;
  readonly waiting: NamedCount;
  /** Sessions that Terraform forgets but does not destroy. */
  readonly released: NamedCount;
  readonly interruptedSeconds: number;
  /** Write calls on sessions. */
  readonly calls: number;
  readonly applySeconds: number;
}

/** The count, and the names of the first few. */
export interface NamedCount {
  readonly count: number;
  readonly names: Words;
}

/** A finding of a construct that cannot be derived from the Terraform. */
export interface StatedFinding {
  readonly id: string;
  readonly severity: 'error' | 'warning' | 'undecided';
  readonly path: string;
  readonly address?: string;
  readonly subject?: string;
  /** Key of the reason, and the parameters of its sentences. */
  readonly reason: string;
  readonly parameters: Phrase['with'];
  /** The text of a finding of the user's own check. */
  readonly words?: OwnWords;
}
