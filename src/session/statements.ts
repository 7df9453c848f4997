import { DefaultTokenResolver, StringConcat, Tokenization } from 'cdktf';
import { IConstruct } from 'constructs';
import { MirrorSource } from './mirror-source';
import { MirrorTarget } from './mirror-target';
import { InterfaceStatement } from '../model/document';
import { known } from '../net/known';

/** What the Terraform cannot say of a source; nothing where nothing was stated. */
export function sourceStatement(source: MirrorSource): InterfaceStatement | undefined {
  if (source.isList) return undefined;
  const { tags: _tags, ...options } = source.options;
  return stated({ ...options, key: source.key === source.interfaceId ? undefined : source.key });
}

/** What the Terraform cannot say of a target; nothing where nothing was stated. */
export function targetStatement(target: MirrorTarget): InterfaceStatement | undefined {
  const { weight: _weight, ...options } = target.options;
  return stated({ ...options, key: target.key === target.targetId ? undefined : target.key });
}

function stated(statement: InterfaceStatement): InterfaceStatement | undefined {
  let out: Record<string, unknown> | undefined;
  for (const [name, value] of Object.entries(statement)) {
    // A token states nothing that a check could use.
    if (value !== undefined && known(value)) (out ??= {})[name] = value;
  }
  return out;
}

/** The text that the Terraform will hold for an id. */
export function resolvedText(scope: IConstruct, text: string): string {
  if (known(text)) return text;
  return String(Tokenization.resolve(text, { scope, resolver: new DefaultTokenResolver(new StringConcat()), preparing: false }));
}
