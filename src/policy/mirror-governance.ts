/** What holds for sessions with a source in some VPCs. */
export interface MirrorGovernedNetwork {
  /** Ids or construct paths of VPCs. `*` stands for any characters, `?` for one. */
  readonly vpcs: string[];
  /**
   * Refuses filters that copy every packet of a direction (TM803).
   *
   * @default false
   */
  readonly forbidAllTraffic?: boolean;
  /**
   * The most bytes of a packet that may be copied (TM804): 64 to 8500.
   *
   * @default - any number
   */
  readonly longestPacket?: number;
}

/** The sessions that an account has, to find those that no app describes. */
export interface MirrorForeignSessions {
  /**
   * Paths of files with answers of `ListTrafficMirrorSessions`, all pages of one account and region. In a policy file, relative to it.
   * In Python, Go, Java and C#, use absolute paths: jsii keeps the working directory in which it was started.
   */
  readonly exports: string[];
  /**
   * Ids or names of sessions that others own. `*` stands for any characters, `?` for one.
   *
   * @default - none
   */
  readonly allowed?: string[];
}

/**
 * Demands of the owners of an estate: the checks TM801 to TM810. Each check runs only if its demand is set.
 *
 * In patterns `*` stands for any characters and `?` for one. A pattern of a tag's value is for tags that are there and not empty.
 *
 * @example
 * declare const app: App;
 * MirrorPolicy.of(app).govern({
 *   targets: ['lb-bp1sensors*'],
 *   requiredTags: { owner: '*', env: 'prod' },
 *   networks: [{ vpcs: ['vpc-bp1cards'], forbidAllTraffic: true, longestPacket: 128 }],
 *   excludedSourceTags: { mirror: 'never' },
 *   monthlyCost: 2000,
 * });
 */
export interface MirrorGovernance {
  /**
   * Patterns of the ids or construct paths of targets that are allowed (TM801).
   *
   * @default - any target, or those with `targetTags`
   */
  readonly targets?: string[];
  /**
   * Tags of targets that are allowed, with a pattern for the value of each (TM801). A target needs all of them, or to be in `targets`.
   *
   * @default - any target, or those of `targets`
   */
  readonly targetTags?: { [key: string]: string };
  /**
   * Tags that every session must have, with a pattern for the value of each (TM802), for example an owner.
   *
   * @default - none
   */
  readonly requiredTags?: { [key: string]: string };
  /**
   * What holds for sessions with a source in some VPCs (TM803, TM804).
   *
   * @default - nothing
   */
  readonly networks?: MirrorGovernedNetwork[];
  /**
   * Tags, with a pattern for the value of each, that no source may have (TM805): not one of them.
   *
   * @default - none
   */
  readonly excludedSourceTags?: { [key: string]: string };
  /**
   * The most that the sessions may cost in a month of 30 days, in the currency of the edition in force (TM806): 0 or more.
   *
   * @default - any amount
   */
  readonly monthlyCost?: number;
  /**
   * Gigabytes mirrored in a month, for `monthlyCost`: 0 or more.
   *
   * @default 0
   */
  readonly gigabytesPerMonth?: number;
  /**
   * The most sources whose copies a target may get (TM807): 1 or more.
   *
   * @default - any number
   */
  readonly sourcesPerTarget?: number;
  /**
   * The most sources that a change may interrupt, those that wait for the next apply included (TM808): 0 or more. It is the
   * change of each fleet against its ledger, as `fleet.change` shows it.
   *
   * @default - any number
   */
  readonly interruptedSources?: number;
  /**
   * The most seconds for which a change may interrupt a source (TM808): 0 or more.
   *
   * @default - any time
   */
  readonly interruptedSeconds?: number;
  /**
   * Refuses targets with a way to or from the internet (TM809): an internet-facing CLB, a public address, or a security group
   * that admits mirrored packets from every address.
   *
   * @default false
   */
  readonly forbidPublicTargets?: boolean;
  /**
   * The sessions that the account has: those that no stack describes are reported (TM810).
   *
   * @default - not looked for
   */
  readonly foreignSessions?: MirrorForeignSessions;
}
