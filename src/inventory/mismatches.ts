import { refusal } from '../net/refusal';

/** Rows that may not fit to the others, as a part of all and in number. */
const TOLERATED_PART = 0.05;
const TOLERATED_COUNT = 20;

/**
 * Rows that do not fit together because the answers are of different moments: an instance that is gone, an interface that
 * came, a row that moved to another page. A few are left out with the reason. Many mean that pages are missing.
 */
export class Mismatches {
  private readonly found: string[] = [];
  private first?: () => Error;

  /** @param set how many are tolerated, if the caller allows them */
  public constructor(private readonly stated?: number) {
    if (stated === undefined || (Number.isInteger(stated) && stated >= 0)) return;
    throw refusal({
      what: 'maxMismatches of MirrorInventory', got: stated, allowed: 'a whole number from 0', fix: 'set how many rows may not fit together, or leave it out for 5 % of the rows and at most 20',
    });
  }

  /** How many there are. */
  public get count(): number {
    return this.found.length;
  }

  /**
   * @param reason what is left out and why
   * @param error what to throw if there are too many
   */
  public add(reason: string, error: () => Error): void {
    this.found.push(reason);
    this.first ??= error;
  }

  /** Throws if too many of all rows do not fit. Otherwise shows what is left out. */
  public settle(rows: number): string[] {
    const tolerated = this.stated ?? Math.min(TOLERATED_COUNT, Math.floor(rows * TOLERATED_PART));
    if (this.count > tolerated) {
      const error = this.first!();
      if (rows > 0 && (this.count > 1 || tolerated > 0)) error.message += `; ${this.count} of ${rows} rows do not fit together, and ${tolerated} may (maxMismatches)`;
      throw error;
    }
    return this.found.map((reason) => `the answers are of different moments: ${reason}`);
  }
}
