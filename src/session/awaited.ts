import { TerraformStack } from 'cdktf';
import type { MirrorTarget } from './mirror-target';
import type { IMirrorFilter } from '../filter/i-mirror-filter';
import type { MirrorFilter } from '../filter/mirror-filter';

/**
 * The dependencies of the sessions of a stack: the rules of their filters, since a session without rules copies nothing at
 * first, and the collectors of their targets, which would otherwise be destroyed first. A collector in another stack is deployed
 * completely before this stack.
 *
 * @returns a function that returns the addresses after all constructs exist, as plain text, since thousands of sessions use them
 */
export function awaited(filters: IMirrorFilter[], targets: MirrorTarget[], stack: TerraformStack): () => string[] {
  const sides = targets.flatMap((target) => target._side ?? []).filter(({ construct }) => {
    const other = TerraformStack.of(construct);
    if (other !== stack) stack.addDependency(other);
    return other === stack;
  });
  return () => [
    // A filter that is managed elsewhere, or that the user implements, has none.
    ...filters.flatMap((filter) => (filter as Partial<MirrorFilter>)._awaited?.(stack) ?? []),
    ...[
      ...new Set(sides.flatMap((side) => side.resources())),
    ].map((resource) => `${resource.terraformResourceType}.${resource.friendlyUniqueId}`),
  ];
}
