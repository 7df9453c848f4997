import { TerraformResource, TerraformStack } from 'cdktf';
import { IConstruct } from 'constructs';
import type { MirrorTarget } from './mirror-target';
import type { IMirrorFilter, MirrorFilter } from '../filter/mirror-filter';

/** A collector that is written in this app: what must be there before a session sends to it. */
export interface ReceivingSide {
  readonly construct: IConstruct;
  readonly resources: () => TerraformResource[];
}

/**
 * What sessions of a stack must wait for, once all is there: the rules of their filters, without which they would copy
 * nothing at first, and the collectors of their targets, which on destroy would otherwise go before them. A
 * collector in another stack is deployed before as a whole.
 *
 * @returns what gives their addresses once all is there, in plain text, since thousands of sessions ask
 */
export function awaited(filters: IMirrorFilter[], targets: MirrorTarget[], stack: TerraformStack): () => string[] {
  const sides = targets.flatMap((target) => target._side ?? []).filter(({ construct }) => {
    const other = TerraformStack.of(construct);
    if (other !== stack) stack.addDependency(other);
    return other === stack;
  });
  return () => [
    // A filter that is managed elsewhere, or that a user implements, has none.
    ...filters.flatMap((filter) => (filter as Partial<MirrorFilter>)._awaited?.(stack) ?? []),
    ...[...new Set(sides.flatMap((side) => side.resources()))].map((resource) => `${resource.terraformResourceType}.${resource.friendlyUniqueId}`),
  ];
}
