import { Found } from '../checks/found';
import { MirrorSeverity } from '../checks/finding';
import { isBelow } from '../checks/outcomes';
import { editDistance } from '../net/edit-distance';
import { gather } from '../net/gather';
import { glob } from '../net/glob';
import { isOwnCheckId } from '../texts/catalogue';
import { label } from '../texts/names';

/** A finding that somebody intends. */
export interface Acknowledgement {
  /** The check. */
  readonly id: string;
  readonly reason: string;
  /** True for undecided results, otherwise for violations. Neither covers the other. */
  readonly undecided: boolean;
  /** The construct path at and below which it holds. */
  readonly scope?: string;
  /** A pattern of construct path, Terraform address or subject. `*` stands for any characters, `?` for one. */
  readonly subject?: string;
  readonly owner?: string;
  /** The last day on which it holds, as `YYYY-MM-DD`. */
  readonly expires?: string;
  /** The place of the acknowledgement. */
  readonly where: string;
}

/** An acknowledgement or a baseline with a last day. */
export interface End {
  /** The check. Of a baseline none. */
  readonly check?: string;
  /** The reason. Absent for a baseline. */
  readonly at?: string;
  /** The last day, as `YYYY-MM-DD`. */
  readonly expires: string;
  readonly owner?: string;
  readonly reason?: string;
  /** How many findings count from then on. */
  readonly findings: number;
  /** The place of the acknowledgement. */
  readonly where: string;
}

/** A wildcard alone covers whatever comes later. More findings than this are too many for that. */
const BROAD = 20;

/** The acknowledgements in force, and what became of each of them. */
export class Acknowledgements {
  private readonly byId = new Map<string, Entry[]>();
  private readonly entries: Entry[];

  constructor(all: readonly Acknowledgement[], today: string) {
    this.entries = all.map((acknowledgement) => new Entry(acknowledgement, today));
    for (const entry of this.entries) gather(this.byId, entry.of.id, entry);
    // The nearest scope first. Patterns have no scope and come before all others.
    for (const entries of this.byId.values()) entries.sort((a, b) => b.rank - a.rank);
  }

  /** The acknowledgement that covers a finding. */
  public of(found: Found): Acknowledgement | undefined {
    const entries = this.byId.get(found.id);
    if (!entries) return undefined;
    let covering: Entry | undefined;
    for (const entry of entries) {
      if (!entry.matches(found)) continue;
      entry.matched++;
      if (!entry.expired) covering ??= entry;
    }
    return covering?.of;
  }

  /** The last days of what covers findings now. */
  public get ends(): End[] {
    return this.entries.flatMap(({ of: { id, subject, scope, owner, reason, expires, where }, expired, matched }) =>
      expires === undefined || expired || matched === 0
        ? []
        : [{ check: id, at: subject ?? scope ?? '', expires, owner, reason, findings: matched, where }]);
  }

  /**
   * Findings about the acknowledgements themselves.
   *
   * @param stacks the stacks that are looked at: one file may serve several apps
   * @param names paths and addresses that there are, for a suggestion
   * @param own the ids of the user's own checks that ran
   */
  public findings(stack: string, stacks: ReadonlySet<string>, names: readonly string[], own: readonly string[]): Found[] {
    return this.entries.flatMap((entry): Found[] => {
      const { of: { id, reason, owner, expires, where, scope, subject, undecided }, matched, expired } = entry;
      const at = {
        severity: MirrorSeverity.WARNING,
        path: scope || stack,
        stack,
        folder: stack,
        count: 1,
        subject: `${id} ${scope ?? ''} ${subject ?? ''}`.trimEnd(),
      };
      if (expired) return [{ ...at, id: 'TM901', reason: 'expired', parameters: { check: id, expires, reason, owner, where } }];
      if (isOwnCheckId(id) && !own.includes(id)) {
        // A check of another app, or one that did not run here, unless it is misspelt.
        const like = misspelt(id, own);
        return like === undefined
          ? []
          : [{ ...at, id: 'TM902', reason: 'unmatched', parameters: { check: id, at: subject ?? scope ?? '', undecided, where, like } }];
      }
      if (matched === 0) {
        const like = subject === undefined ? undefined : nearest(subject, names);
        if (like === undefined && isOfAnother(subject, stacks)) return [];
        return [{ ...at, id: 'TM902', reason: 'unmatched', parameters: { check: id, at: subject ?? scope ?? '', undecided, where, like } }];
      }
      if (entry.isBroad && matched > BROAD) {
        return [{ ...at, id: 'TM903', reason: 'broad', parameters: { check: id, matched, where, most: BROAD } }];
      }
      return [];
    });
  }
}

class Entry {
  public matched = 0;
  public readonly expired: boolean;
  public readonly isBroad: boolean;
  public readonly rank: number;
  private readonly pattern?: RegExp;

  constructor(public readonly of: Acknowledgement, today: string) {
    const { subject, scope, expires } = of;
    this.expired = expires !== undefined && expires < today;
    this.isBroad = subject !== undefined && /^[*?/]*$/.test(subject);
    this.rank = subject === undefined ? scope?.length ?? 0 : Infinity;
    this.pattern = subject === undefined ? undefined : glob(subject, true);
  }

  public matches({ severity, path, stack, address, subject }: Found): boolean {
    const { undecided, scope } = this.of;
    if (undecided !== (severity === MirrorSeverity.UNDECIDED)) return false;
    if (scope !== undefined && !isBelow(path, scope)) return false;
    const { pattern } = this;
    if (!pattern) return true;
    return pattern.test(path)
      || pattern.test(label(path))
      || address !== undefined && (pattern.test(address) || pattern.test(`${stack}/${address}`))
      || subject !== '' && pattern.test(subject);
  }
}

/** Whether a pattern starts with the name of a stack that is not looked at. */
function isOfAnother(subject: string | undefined, stacks: ReadonlySet<string>): boolean {
  const [first, ...rest] = subject?.split('/') ?? [];
  return first !== undefined && rest.length > 0 && !/[*?]/.test(first) && !stacks.has(first);
}

/** The id of a check that is probably meant. Ids that differ in a number of equal length are two checks of a series. */
function misspelt(id: string, own: readonly string[]): string | undefined {
  const series = (text: string): string => text.replace(/\d/g, '0');
  return nearest(id, own.filter((other) => series(other) !== series(id)));
}

/** Longer names are not compared: an edit distance is quadratic. */
const LONGEST = 200;

/** The name most like a pattern, if any is. */
function nearest(pattern: string, names: readonly string[]): string | undefined {
  const wanted = pattern.replace(/[*?]/g, '').toLowerCase();
  if (wanted === '' || wanted.length > LONGEST) return undefined;
  let best: string | undefined;
  let least = Math.ceil(wanted.length / 3);
  for (const name of names.slice(0, 2_000)) {
    if (Math.abs(name.length - wanted.length) > least || name.length > LONGEST) continue;
    const d = editDistance(wanted, name.toLowerCase());
    if (d < least) [best, least] = [name, d];
  }
  return best;
}
