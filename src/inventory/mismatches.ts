import { refusal } from '../net/refusal';

/** Default limits for inconsistent records: as a share of all, and in number. */
const TOLERATED_PART = 0.05;
const TOLERATED_COUNT = 20;

/**
 * Inconsistent records, because the responses are from different times: a deleted instance, a new interface, or a record that
 * moved to another page. A few are left out with the reason. Many mean that pages are missing.
 */
export class Mismatches {
  private readonly found: string[] = [];
  private first?: () => Error;

  /** @param set the tolerated number, if the caller set one */
  public constructor(private readonly stated?: number) {
    if (stated === undefined || (Number.isInteger(stated) && stated >= 0)) return;
    throw refusal({
      what: 'maxMismatches of MirrorInventory',
      got: stated,
      allowed: 'a whole number from 0',
      fix: 'set the tolerated number of inconsistent records, or omit it for 5 % of the records and at most 20',
    });
  }

  /** The number of inconsistent records. */
  public get count(): number {
    return this.found.length;
  }

  /**
   * @param reason the record that is left out, and the reason
   * @param error creates the error to throw if there are too many
   */
  public add(reason: string, error: () => Error): void {
    this.found.push(reason);
    this.first ??= error;
  }

  /** Throws if too many records are inconsistent. Otherwise returns the reasons of those that are left out. */
  public settle(rows: number): string[] {
    const tolerated = this.stated ?? Math.min(TOLERATED_COUNT, Math.floor(rows * TOLERATED_PART));
    if (this.count > tolerated) {
      const error = this.first!();
      if (rows > 0 && (this.count > 1 || tolerated > 0)) {
        const end = `${this.count} of ${rows} records are inconsistent. At most ${tolerated} are tolerated (maxMismatches)`;
        error.message = `${error.message.replace(/\.?$/, '.')} ${end}`;
      }
      throw error;
    }
    return this.found.map((reason) => `the responses are from different times: ${reason}`);
  }
}
