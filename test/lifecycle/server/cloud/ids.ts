import { createHash } from 'crypto';

/** Ids of the form that the cloud gives, such as `eni-bp1a5kq...`, the same ones in every run. */
export class Ids {
  private count = 0;

  next(prefix: string): string {
    const digest = createHash('sha256').update(`${prefix}/${++this.count}`).digest('hex');
    return `${prefix}-bp1${BigInt(`0x${digest}`).toString(36).slice(0, 17)}`;
  }

  number(from: number, below: number): number {
    return from + (++this.count * 7_919) % (below - from);
  }

  address(): string {
    const n = ++this.count;
    return `10.10.${Math.floor(n / 250) % 250}.${4 + n % 250}`;
  }
}
