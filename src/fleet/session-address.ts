import { shortHash } from '../terraform/derived-name';

/** The Terraform names of a fleet's sessions. They contain the fleet's name in the ledger, so they stay as long as it does. */
export class SessionNames {
  /** The common prefix of the names. */
  public readonly prefix: string;

  constructor(fleet: string) {
    const last = fleet.slice(fleet.lastIndexOf('/') + 1).replace(/[^A-Za-z0-9_-]+/g, '-');
    this.prefix = `${/^[A-Za-z_]/.test(last) ? last : `_${last}`}_${shortHash(fleet)}_`;
  }

  /** The name of a session: its key if it is a valid name, otherwise a name with a hash. */
  public of(key: string): string {
    if (/^[A-Za-z0-9_-]+$/.test(key)) return `${this.prefix}${key}`;
    return `${this.prefix}${key.replace(/[^A-Za-z0-9_-]+/g, '-')}_${shortHash(key)}`;
  }

  /** The key of the session with a name. Undefined if the name belongs to another fleet or to none. */
  public keyOf(name: string): string | undefined {
    return name.startsWith(this.prefix) && name.length > this.prefix.length ? name.slice(this.prefix.length) : undefined;
  }
}
