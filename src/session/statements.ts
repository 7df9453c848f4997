import { MirrorSource } from './mirror-source';
import { MirrorTarget } from './mirror-target';
import { InterfaceStatement } from '../model/document';
import { known } from '../net/known';

/** What the Terraform cannot say of a source; nothing where nothing was stated. */
export function sourceStatement(source: MirrorSource): InterfaceStatement | undefined {
  if (source.isList) return undefined;
  return stated({ ...source.options, key: source.key === source.interfaceId ? undefined : source.key });
}

/** What the Terraform cannot say of a target; nothing where nothing was stated. */
export function targetStatement(target: MirrorTarget): InterfaceStatement | undefined {
  return stated({ ...target.options, key: target.key === target.targetId ? undefined : target.key });
}

function stated(statement: InterfaceStatement): InterfaceStatement | undefined {
  let out: Record<string, unknown> | undefined;
  for (const [name, value] of Object.entries(statement)) {
    // A token states nothing that a check could use.
    if (value !== undefined && known(value)) (out ??= {})[name] = value;
  }
  return out;
}
