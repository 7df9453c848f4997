import { MirrorSource, MirrorSourceOptions } from './mirror-source';
import { MirrorTarget } from './mirror-target';
import type { InterfaceStatement } from '../model/interface-statement';
import { known } from '../net/known';

/** The options of a source that Terraform cannot express. Undefined if none is set. */
export function sourceStatement(source: MirrorSource): InterfaceStatement | undefined {
  if (source.isList) return undefined;
  return stated(source.options, source.key === source.interfaceId ? undefined : source.key);
}

/** Cache, since a target serves many sessions and never changes. */
const ofTargets = new WeakMap<MirrorTarget, { readonly statement?: InterfaceStatement }>();

/** The options of a target that Terraform cannot express. Undefined if none is set. */
export function targetStatement(target: MirrorTarget): InterfaceStatement | undefined {
  let found = ofTargets.get(target);
  if (!found) ofTargets.set(target, found = { statement: stated(target.options, target.key === target.targetId ? undefined : target.key) });
  return found.statement;
}

/** Options that only the placement of a fleet uses. */
const FOR_PLACEMENT = ['key', 'weight'];

/** The options that are known at synth. Undefined if there are none. */
export function stated(options: MirrorSourceOptions, key?: string): InterfaceStatement | undefined {
  // Nearly all of 200,000 sources have only known values, and their options can be used unchanged.
  if (key === undefined && isPlain(options)) return isEmpty(options) ? undefined : options;
  const out: Record<string, unknown> = {};
  let any = false;
  for (const name in options) {
    const value = options[name as keyof MirrorSourceOptions];
    // A check cannot use a token.
    if (value === undefined || FOR_PLACEMENT.includes(name) || !known(value)) continue;
    out[name] = value;
    any = true;
  }
  if (key !== undefined && known(key)) out.key = key;
  return any || out.key !== undefined ? out : undefined;
}

/** Whether the options can be used unchanged as a statement. */
function isPlain(options: MirrorSourceOptions): boolean {
  for (const name in options) {
    const value = options[name as keyof MirrorSourceOptions];
    if (value === undefined || FOR_PLACEMENT.includes(name) || !known(value)) return false;
  }
  return true;
}

function isEmpty(options: object): boolean {
  for (const _name in options) return false;
  return true;
}
