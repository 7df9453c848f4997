import { isBelow } from '../checks/outcomes';
import type { Governance } from '../model/governance';

/** Budgets and switches: a scope has one value of each. All other demands are lists, which add up. */
const SINGLE = [
  'monthlyCost', 'gigabytesPerMonth', 'sourcesPerTarget', 'interruptedSources', 'interruptedSeconds', 'forbidPublicTargets',
] as const;

/**
 * The demands of several layers: of a budget or switch at one scope, the last layer counts. Lists and other scopes add up.
 *
 * @param layers demands, from the policy file to the context
 */
export function demandsOf(layers: readonly Governance[]): Governance[] {
  const byScope = new Map<string, Governance[]>();
  for (const layer of layers) byScope.set(layer.scope, [...byScope.get(layer.scope) ?? [], layer]);
  return [...byScope.values()].flatMap((own) => own.length === 1 ? own : merged(own));
}

function merged(layers: readonly Governance[]): Governance[] {
  const lists: Governance[] = [];
  const single: Record<string, unknown> = {};
  for (const { scope, ...demands } of layers) {
    const rest: Record<string, unknown> = { ...demands };
    for (const key of SINGLE) {
      if (rest[key] !== undefined) single[key] = rest[key];
      delete rest[key];
    }
    if (Object.values(rest).some((demand) => demand !== undefined)) lists.push({ ...rest, scope });
  }
  return Object.keys(single).length === 0 ? lists : [...lists, { ...single, scope: layers[0].scope }];
}

/** The demands of a file or of the context. */
export function demandsIn({ governance }: { readonly governance?: Governance }): Governance[] {
  return governance ? [governance] : [];
}

/** Whether something at a scope is about a stack: it is at the stack, above or in it. */
export function concerns(scope: string, stackPath: string): boolean {
  return isBelow(stackPath, scope) || isBelow(scope, stackPath);
}
