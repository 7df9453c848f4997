import { ProviderMajor } from '../cloud/switches';
import { BlockSchema, complete } from '../schema';
import { Value, ValueObject } from '../wire';

/** What the state holds of a change that fails half way: which of the planned values are written down. */
export class HalfDone {
  private written: ReadonlySet<string> | 'all';

  /**
   * @param partial whether the provider writes down nothing of an update of this resource until it is through; what it
   *   has created is written down whole until it says otherwise
   */
  constructor(private readonly major: ProviderMajor, partial: boolean, isCreation: boolean) {
    this.written = partial && !isCreation ? new Set() : 'all';
  }

  /** From here on a failure loses the plan but for these. */
  only(...attributes: string[]): void {
    this.written = new Set(attributes);
  }

  /** The calls for these went through: major 1 writes them down at once. */
  passed(...attributes: string[]): void {
    if (this.major === 1 && this.written !== 'all') this.written = new Set([...this.written, ...attributes]);
  }

  /** All calls went through, and only the last read is left. */
  through(): void {
    this.written = 'all';
  }

  /** @param planned without what is unknown */
  state(block: BlockSchema, prior: ValueObject | null, planned: ValueObject, id: Value): ValueObject {
    if (this.written === 'all') return { ...planned, id };
    const passed = Object.fromEntries([...this.written].map((name) => [name, planned[name] ?? null]));
    return complete(block, { ...prior, timeouts: planned.timeouts ?? null, ...passed, id });
  }
}
