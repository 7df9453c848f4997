import type { MirrorFinding } from '../checks/finding';
import { findingOf, Found } from '../checks/found';
import type { MirrorModel } from '../model/mirror-model';
import { compare, compareNaturally } from '../net/compare';
import type { Language } from '../texts/language';

/** The findings of an evaluation in a language. Each gets its sentences when somebody reads it: a synth shows a few of thousands. */
export class WordedFindings {
  /** Who writes plain Terraform reads addresses. */
  private readonly plain: ReadonlySet<string>;
  private readonly several: boolean;
  private readonly worded = new Map<Found, MirrorFinding>();

  constructor(model: MirrorModel, private readonly language: Language) {
    this.plain = new Set(model.documents.filter((d) => d.plain).map((d) => d.path));
    this.several = model.documents.filter((d) => !d.ofOthers).length > 1;
  }

  public of(found: Found): MirrorFinding {
    let finding = this.worded.get(found);
    if (!finding) {
      finding = findingOf(found, this.plain.has(found.stack) ? 'terraform' : undefined, this.language, this.several);
      this.worded.set(found, finding);
    }
    return finding;
  }

  /** By id and path, and none twice: a source that a session lists twice would have each of its findings twice. */
  public sorted(all: readonly Found[]): Found[] {
    const found = [...all].sort(byIdThenPath);
    return found.filter((f, i) => {
      for (let j = i - 1; j >= 0 && isAtSamePlace(found[j], f); j--) {
        const [one, other] = [this.of(found[j]), this.of(f)];
        if (one.fingerprint === other.fingerprint && one.problem === other.problem) return false;
      }
      return true;
    });
  }
}

function isAtSamePlace(a: Found, b: Found): boolean {
  return a.path === b.path && a.subject === b.subject && a.id === b.id;
}

function byIdThenPath(a: Found, b: Found): number {
  return compare(a.id, b.id) || compareNaturally(a.path, b.path) || compareNaturally(a.subject, b.subject);
}
