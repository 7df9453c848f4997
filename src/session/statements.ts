import { DefaultTokenResolver, StringConcat, Tokenization } from 'cdktf';
import { IConstruct } from 'constructs';
import { MirrorSource, MirrorSourceOptions } from './mirror-source';
import { MirrorTarget } from './mirror-target';
import { InterfaceStatement } from '../model/document';
import { known } from '../net/known';

/** What the Terraform cannot express of a source. Nothing if nothing was set. */
export function sourceStatement(source: MirrorSource): InterfaceStatement | undefined {
  if (source.isList) return undefined;
  return stated(source.options, source.key === source.interfaceId ? undefined : source.key);
}

/** A target serves many sessions, and nothing of it changes. */
const ofTargets = new WeakMap<MirrorTarget, { readonly statement?: InterfaceStatement }>();

/** What the Terraform cannot express of a target. Nothing if nothing was set. */
export function targetStatement(target: MirrorTarget): InterfaceStatement | undefined {
  let found = ofTargets.get(target);
  if (!found) ofTargets.set(target, found = { statement: stated(target.options, target.key === target.targetId ? undefined : target.key) });
  return found.statement;
}

/** What nothing but the placement of a fleet looks at. */
const FOR_PLACEMENT = ['key', 'tags', 'weight'];

/** What of some options is known at synth; nothing if nothing is. */
export function stated(options: MirrorSourceOptions, key?: string): InterfaceStatement | undefined {
  // Of 200,000 sources nearly every one has the known values unchanged.
  if (key === undefined && isPlain(options)) return isEmpty(options) ? undefined : options;
  const out: Record<string, unknown> = {};
  let any = false;
  for (const name in options) {
    const value = options[name as keyof MirrorSourceOptions];
    // A token states nothing that a check could use.
    if (value === undefined || FOR_PLACEMENT.includes(name) || !known(value)) continue;
    out[name] = value;
    any = true;
  }
  if (key !== undefined && known(key)) out.key = key;
  return any || out.key !== undefined ? out : undefined;
}

/** Whether the options are a statement as they stand. */
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

/** The text that the Terraform will hold for an id. */
export function resolvedText(scope: IConstruct, text: string): string {
  if (known(text)) return text;
  return String(Tokenization.resolve(text, { scope, resolver: new DefaultTokenResolver(new StringConcat()), preparing: false }));
}
