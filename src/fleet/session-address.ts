import { createHash } from 'crypto';

/** The Terraform names of a fleet's sessions: by the fleet's name in the ledger, so that both live as long. */
export class SessionNames {
  /** What they start with. */
  public readonly prefix: string;

  constructor(fleet: string) {
    const last = fleet.slice(fleet.lastIndexOf('/') + 1).replace(/[^A-Za-z0-9_-]+/g, '-');
    this.prefix = `${/^[A-Za-z_]/.test(last) ? last : `_${last}`}_${shortHash(fleet)}_`;
  }

  /** The name of a session: its key if a name may be that, otherwise distinguished by a hash. */
  public of(key: string): string {
    if (/^[A-Za-z0-9_-]+$/.test(key)) return `${this.prefix}${key}`;
    return `${this.prefix}${key.replace(/[^A-Za-z0-9_-]+/g, '-')}_${shortHash(key)}`;
  }

  /** A key whose name this is. Nothing if it is of another fleet or of no fleet. */
  public keyOf(name: string): string | undefined {
    return name.startsWith(this.prefix) && name.length > this.prefix.length ? name.slice(this.prefix.length) : undefined;
  }
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
