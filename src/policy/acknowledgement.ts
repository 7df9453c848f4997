import { Found } from '../checks/found';
import { MirrorSeverity } from '../checks/finding';
import { isBelow } from '../checks/outcomes';
import { gather } from '../net/gather';
import { glob } from '../net/glob';
import { isOwnCheckId } from '../texts/catalogue';
import { label } from '../texts/names';
import { probable, SubjectNames } from './subject-names';

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
  /** The stacks of its app, each with whether it is at or below the scope. Without it, the stacks of all inputs. */
  readonly stacks?: ReadonlyMap<string, boolean>;
  /** A stack of its app is not among the inputs. Its findings are not known. */
  readonly isPart?: boolean;
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

/** An acknowledgement of a whole stack covers whatever comes later. More findings than this are too many for that. */
const BROAD = 20;
/** A pattern with fewer characters than this, apart from the stack and the wildcards, covers nearly everything. */
const FIXED = 3;

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
   * @param place the stack that shows them
   * @param names the names that subjects can have
   * @param own the ids of the user's own checks that ran
   */
  public findings({ stack, folder }: Pick<Found, 'stack' | 'folder'>, names: SubjectNames, own: readonly string[]): Found[] {
    return this.entries.flatMap((entry): Found[] => {
      const { of: { id, reason, owner, expires, where, scope, subject, undecided }, matched, expired } = entry;
      const at = {
        severity: MirrorSeverity.WARNING,
        path: scope || stack,
        stack,
        folder,
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
        if (entry.of.isPart) return [];
        const like = subject === undefined ? undefined : names.nearest(subject);
        if (subject !== undefined && like === undefined && names.isOfAnother(subject)) return [];
        return [{ ...at, id: 'TM902', reason: 'unmatched', parameters: { check: id, at: subject ?? scope ?? '', undecided, where, like } }];
      }
      if (matched > BROAD && entry.isBroad(names)) {
        return [{ ...at, id: 'TM903', reason: 'broad', parameters: { check: id, matched, where, most: BROAD } }];
      }
      return [];
    });
  }
}

class Entry {
  public matched = 0;
  public readonly expired: boolean;
  public readonly rank: number;
  private readonly pattern?: RegExp;

  constructor(public readonly of: Acknowledgement, today: string) {
    const { subject, scope, expires } = of;
    this.expired = expires !== undefined && expires < today;
    this.rank = subject === undefined ? scope?.length ?? 0 : Infinity;
    this.pattern = subject === undefined ? undefined : glob(subject, true);
  }

  /** Whether it covers whatever comes later in a stack. */
  public isBroad(names: SubjectNames): boolean {
    const { subject, scope = '' } = this.of;
    if (!names.isWhole(scope)) return false;
    return subject === undefined || names.fixedLength(subject) < FIXED;
  }

  public matches({ severity, path, stack, address, former, subject }: Found): boolean {
    const { undecided, scope, stacks } = this.of;
    if (undecided !== (severity === MirrorSeverity.UNDECIDED)) return false;
    if (stacks && !stacks.has(stack)) return false;
    if (scope !== undefined && stacks?.get(stack) !== true && !isBelow(path, scope)) return false;
    const { pattern } = this;
    if (!pattern) return true;
    return pattern.test(path)
      || pattern.test(label(path))
      || [address, former?.address].some((one) => one !== undefined && (pattern.test(one) || pattern.test(`${stack}/${one}`)))
      || [subject, former?.subject].some((one) => one !== undefined && one !== '' && pattern.test(one));
  }
}

/** The id of a check that is probably meant. Ids that differ in a number of equal length are two checks of a series. */
function misspelt(id: string, own: readonly string[]): string | undefined {
  const series = (text: string): string => text.replace(/\d/g, '0');
  return probable(id, own.filter((other) => series(other) !== series(id)));
}
