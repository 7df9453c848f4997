import { TerraformProvider, TerraformStack } from 'cdktf';
import { IConstruct } from 'constructs';
import { known } from '../net/known';

/** The default provider of each stack, as it was found. cdktf searches the whole stack for it, and a stack may have hundreds of fleets. */
const FOUND = new WeakMap<TerraformStack, TerraformProvider>();

/** The alicloud provider of a stack without an alias, if the stack has it yet. */
export function defaultProvider(stack: TerraformStack): TerraformProvider | undefined {
  const earlier = FOUND.get(stack);
  if (earlier && isDefault(earlier) && earlier.node.scope?.node.tryFindChild(earlier.node.id) === earlier) return earlier;
  const found = stack.allProviders().find(isDefault);
  if (found) FOUND.set(stack, found);
  return found;
}

/** The region of the provider that the resources of a construct use, if it is known. */
export function providerRegion(scope: IConstruct, given: TerraformProvider | undefined): string | undefined {
  const provider = given ?? defaultProvider(TerraformStack.of(scope));
  // The attribute has this name in all bindings.
  const region: unknown = (provider as TerraformProvider & { region?: unknown } | undefined)?.region;
  return typeof region === 'string' && known(region) ? region : undefined;
}

function isDefault({ terraformResourceType, alias }: TerraformProvider): boolean {
  return terraformResourceType === 'alicloud' && alias === undefined;
}
