import { DefaultTokenResolver, StringConcat, TerraformLocal, TerraformResource, TerraformStack, Tokenization } from 'cdktf';
import { IConstruct } from 'constructs';
import { mayReachResource } from '../model/reference';
import { known, textOf } from '../net/known';

/** The text of an id in the Terraform. */
export function resolvedText(scope: IConstruct, text: string): string {
  if (known(text)) return text;
  return String(resolved(scope, text));
}

function resolved(scope: IConstruct, value: unknown): unknown {
  return Tokenization.resolve(value, { scope, resolver: new DefaultTokenResolver(new StringConcat()), preparing: false });
}

/** The other stack whose resource a text refers to. Such a text is read from a remote state. */
export function origin(scope: IConstruct, text: string): TerraformStack | undefined {
  const own = TerraformStack.of(scope);
  for (const token of Tokenization.reverseString(textOf(text)).tokens) {
    const { originStack } = token as { originStack?: TerraformStack };
    if (originStack !== undefined && originStack !== own) return originStack;
  }
  return undefined;
}

/**
 * Whether a text may come from a resource of its own stack, also through locals, modules and data sources. Terraform spreads
 * `create_before_destroy` of a resource that has the text to that resource.
 */
export function comesFromResource(scope: IConstruct, text: string): boolean {
  return !known(text) && origin(scope, text) === undefined && reaches(scope, resolvedText(scope, text), []);
}

/** Whether a resource refers to another resource of its stack, except to these. Its stack is prepared for the synth. */
export function refersToOthers(resource: TerraformResource, except: readonly TerraformResource[]): boolean {
  const { rawOverrides = {}, synthesizeAttributes } = resource as unknown as {
    rawOverrides?: Record<string, unknown>;
    synthesizeAttributes(): Record<string, unknown>;
  };
  const { depends_on: overridden, ...overrides } = rawOverrides;
  const addresses = except.map(addressOf);
  const waits = [resolved(resource, resource.dependsOn ?? []), overridden ?? []].flat().map(String);
  return waits.some((address) => !addresses.includes(address))
    || reaches(resource, resolved(resource, [synthesizeAttributes.call(resource), overrides]), addresses);
}

function addressOf(resource: TerraformResource): string {
  return `${resource.terraformResourceType}.${resource.friendlyUniqueId}`;
}

function reaches(scope: IConstruct, value: unknown, except: readonly string[]): boolean {
  return mayReachResource(value, {
    isExcepted: (address) => except.includes(address),
    local: (name) => {
      const found = TerraformStack.of(scope).node.findAll().filter(isLocal).find(({ friendlyUniqueId }) => friendlyUniqueId === name);
      return found && [resolved(scope, found.toTerraform().locals[name])];
    },
  });
}

function isLocal(construct: IConstruct): construct is TerraformLocal {
  return 'expression' in construct && 'asStringMap' in construct;
}
