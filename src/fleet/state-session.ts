/** A session in a Terraform state. */
export interface StateSession {
  /** Its Terraform name. */
  readonly name: string;
  /** Terraform's key of a deposed object. It still exists, with its sources and numbers, until the next apply destroys it. */
  readonly deposed?: string;
  readonly address: string;
  readonly file: string;
  readonly sources: readonly string[];
  /** Sources and targets that are sensitive. They are compared with the known ones, and otherwise not shown. */
  readonly secret: ReadonlySet<string>;
  readonly targetId: string;
  readonly filterId: string;
  readonly priority: number;
  readonly vni: number;
  readonly packetLength?: number;
  readonly enabled?: boolean;
  /** The next apply replaces it. */
  readonly tainted: boolean;
}

/** The attributes of a session that a state has and a ledger does not. */
export type SessionAttributes = Pick<StateSession, 'packetLength' | 'enabled' | 'tainted'>;
