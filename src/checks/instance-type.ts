import { EditionFacts } from './edition-facts';
import { familyOf } from '../catalog/instance-families';
import { MirrorFamilyStanding } from '../catalog/mirror-family-standing';

/** The support for instance types in an edition. Cached, since a fleet has many sources but few types. */
export class InstanceTypes {
  private readonly seen = new Map<string, TypeVerdict>();

  constructor(private readonly facts: EditionFacts) {}

  public verdict(type: string): TypeVerdict {
    let verdict = this.seen.get(type);
    if (verdict === undefined) this.seen.set(type, verdict = this.judge(type));
    return verdict;
  }

  private judge(type: string): TypeVerdict {
    const family = familyOf(type);
    if (family === undefined) return { standing: 'malformed' };
    switch (this.facts.catalog.familyStanding(family)) {
      case MirrorFamilyStanding.SUPPORTED: return { standing: 'ok' };
      case MirrorFamilyStanding.NOT_SUPPORTED: return { standing: 'notListed', family };
      case MirrorFamilyStanding.NOT_KNOWN: return { standing: 'undocumented', family };
    }
  }
}

export type TypeVerdict =
  | { readonly standing: 'ok' }
  | { readonly standing: 'malformed' }
  | { readonly standing: 'undocumented'; readonly family: string }
  | { readonly standing: 'notListed'; readonly family: string };
