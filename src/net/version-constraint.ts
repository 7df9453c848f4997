/** The parts of a version: major, minor, patch, and the text after a hyphen, for a prerelease. */
export interface Version {
  readonly numbers: readonly [major: number, minor: number, patch: number];
  readonly prerelease?: string;
}

type Operator = '=' | '!=' | '>' | '>=' | '<' | '<=' | '~>';

interface Term {
  readonly operator: Operator;
  readonly version: Version;
  /** The count of numbers in the text, which `~>` needs. */
  readonly written: number;
}

const VERSION = /^v?(\d{1,9})(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?$/;

/** A version of one to three numbers. Undefined for any other text. Build metadata is ignored. */
export function parseVersion(text: string): Version | undefined {
  const match = VERSION.exec(text.trim());
  if (!match) return undefined;
  const [, major, minor = 0, patch = 0, prerelease] = match;
  const numbers = [Number(major), Number(minor), Number(patch)] as const;
  return { numbers, prerelease };
}

/** Negative if the first version is older. A prerelease is older than its release. Two prereleases are compared as texts. */
export function compareVersions(a: Version, b: Version): number {
  for (let i = 0; i < 3; i++) if (a.numbers[i] !== b.numbers[i]) return a.numbers[i] - b.numbers[i];
  if (a.prerelease === b.prerelease) return 0;
  if (a.prerelease === undefined) return 1;
  if (b.prerelease === undefined) return -1;
  return a.prerelease < b.prerelease ? -1 : 1;
}

/** `1.239.0`, `2.0.0-beta3`. */
export function versionText({ numbers, prerelease }: Version): string {
  return `${numbers.join('.')}${prerelease === undefined ? '' : `-${prerelease}`}`;
}

/** A version constraint of Terraform: terms separated by commas, all of which must be met. */
export class VersionConstraint {
  /** Undefined if the text is not a constraint. An empty text allows every release. */
  public static parse(text: string): VersionConstraint | undefined {
    if (text.trim() === '') return new VersionConstraint([]);
    const terms: Term[] = [];
    for (const part of text.split(',')) {
      const match = /^\s*(=|!=|>=?|<=?|~>)?\s*(\S+)\s*$/.exec(part);
      const version = match ? parseVersion(match[2]) : undefined;
      if (!match || !version) return undefined;
      terms.push({ operator: (match[1] ?? '=') as Operator, version, written: match[2].split('-')[0].split('.').length });
    }
    return new VersionConstraint(terms);
  }

  private constructor(private readonly terms: readonly Term[]) {}

  /** Whether the constraint allows a version. A prerelease is only allowed by a term with exactly this version. */
  public admits(version: Version): boolean {
    if (version.prerelease !== undefined && !this.terms.some(({ operator }) => operator === '=')) return false;
    return this.terms.every((term) => holds(term, version));
  }

  /**
   * The oldest allowed version at `from` or later. Undefined if there is none.
   *
   * The oldest version is either a lower bound, or the next version after an excluded one, so only these candidates are checked.
   */
  public oldest(from: Version): Version | undefined {
    const candidates: Version[] = [from, nextRelease(from)];
    for (const { version } of this.terms) {
      candidates.push(version, nextRelease(version), { numbers: version.numbers });
    }
    return candidates.filter((v) => compareVersions(v, from) >= 0 && this.admits(v)).sort(compareVersions)[0];
  }
}

/** The next release after a version. Its numbers have no upper limit. */
function nextRelease({ numbers: [major, minor, patch], prerelease }: Version): Version {
  return { numbers: [major, minor, prerelease === undefined ? patch + 1 : patch] };
}

function holds({ operator, version, written }: Term, given: Version): boolean {
  const order = compareVersions(given, version);
  switch (operator) {
    case '=': return order === 0;
    case '!=': return order !== 0;
    case '>': return order > 0;
    case '>=': return order >= 0;
    case '<': return order < 0;
    case '<=': return order <= 0;
    case '~>': {
      const same = written === 3 ? 2 : 1;
      return order >= 0 && version.numbers.slice(0, same).every((n, i) => n === given.numbers[i]);
    }
  }
}
