import { EditionFacts } from './edition-facts';
import { MirrorSeverity } from './finding';
import { Failure } from './outcomes';
import { INSTANCE_TYPE_GRAMMAR, familyOf } from '../catalog/instance-families';
import { MirrorFamilyStanding } from '../catalog/mirror-family-standing';

/** What an edition says of instance types; a fleet has many sources and few types. */
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
    if (family === undefined) return { problem: `${JSON.stringify(type)} is no instance type (${INSTANCE_TYPE_GRAMMAR})`, standing: 'malformed' };
    switch (this.facts.catalog.familyStanding(family)) {
      case MirrorFamilyStanding.SUPPORTED: return OK;
      case MirrorFamilyStanding.NOT_SUPPORTED:
        return { problem: `instance type ${type} is of family ${family}, which edition ${this.facts.edition} does not list for traffic mirroring`, standing: 'notSupported' };
      case MirrorFamilyStanding.NOT_KNOWN:
        return { problem: `instance type ${type} is of family ${family}, of which edition ${this.facts.edition} does not say whether it can be mirrored`, standing: 'notKnown' };
    }
  }
}

export interface TypeVerdict {
  /** What is wrong, nothing where the type is right. */
  readonly problem?: string;
  readonly standing: 'ok' | 'malformed' | 'notSupported' | 'notKnown';
}

const OK: TypeVerdict = { standing: 'ok' };

/** The failure of a verdict, with the severity that a family outside the list has. */
export function typeFailure(verdict: TypeVerdict, who: string, fix: string, outsideList: MirrorSeverity): Failure {
  if (verdict.standing === 'malformed') return { problem: `${who}: ${verdict.problem}`, fix: 'write the type as the ECS console shows it; nothing that runs is changed' };
  return { problem: `${who}: ${verdict.problem}`, fix, severity: verdict.standing === 'notKnown' ? MirrorSeverity.WARNING : outsideList };
}
