/** A session in a Terraform state. */
export interface StateSession {
  /** Its Terraform name. Undefined for a deposed object, which the next apply destroys. */
  readonly name?: string;
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
