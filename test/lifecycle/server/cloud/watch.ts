import type { Journal } from '../journal';
import type { Account } from './account';
import type { Loss } from './arrival';

/** Writes down when a source begins and ceases to be mirrored, and when its copies cease and begin again to arrive. */
export class Watch {
  private readonly mirrored = new Set<string>();
  /** Sources whose copies arrived once. */
  private readonly arrived = new Set<string>();
  private readonly losses = new Map<string, Loss>();

  constructor(private readonly journal: Journal) {}

  look(account: Account, sources: Iterable<string>): void {
    for (const source of new Set(sources)) {
      const lit = account.sessions.mirrors(source);
      if (lit !== this.mirrored.has(source)) this.journal.write({ kind: 'light', source, lit });
      if (lit) this.mirrored.add(source);
      else this.mirrored.delete(source);
      // Copies of a source that is dark are not lost on their way.
      this.follow(source, lit ? account.lossOf(source) : undefined, lit);
    }
  }

  clear(): void {
    for (const members of [this.mirrored, this.arrived, this.losses]) members.clear();
  }

  private follow(source: string, loss: Loss | undefined, lit: boolean): void {
    if (lit && loss === undefined) this.arrived.add(source);
    // As with darkness, what never arrived cannot cease to.
    const found = this.arrived.has(source) ? loss : undefined;
    if (found === this.losses.get(source)) return;
    this.journal.write({ kind: 'copies', source, loss: found });
    if (found) this.losses.set(source, found);
    else this.losses.delete(source);
  }
}
