import { dependable, Lazy, TerraformResource, TerraformStack } from 'cdktf';
import { IConstruct } from 'constructs';
import type { MirrorTarget } from './mirror-target';

/** A receiving side that is written in this app: what must be there before a session sends to it. */
export interface ReceivingSide {
  readonly construct: IConstruct;
  readonly resources: () => TerraformResource[];
}

/**
 * The `depends_on` of sessions towards these targets: without it they are made beside the listener and the rules, and
 * on destroy those go first. A receiving side in another stack is deployed before as a whole.
 */
export function receivingSides(construct: IConstruct, targets: MirrorTarget[]): string[] | undefined {
  const stack = TerraformStack.of(construct);
  const sides = targets.flatMap((target) => target._side ?? []);
  const own = sides.filter((side) => {
    const other = TerraformStack.of(side.construct);
    if (other !== stack) stack.addDependency(other);
    return other === stack;
  });
  if (own.length === 0) return undefined;
  return Lazy.listValue({ produce: () => [...new Set(own.flatMap((side) => side.resources()))].map(dependable) }, { omitEmpty: true });
}
