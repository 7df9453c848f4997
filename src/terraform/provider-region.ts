import { TerraformProvider, TerraformStack } from 'cdktf';
import { IConstruct } from 'constructs';
import { known } from '../net/known';

/** The region of the provider that the resources of a construct use, if it is known. */
export function providerRegion(scope: IConstruct, given: TerraformProvider | undefined): string | undefined {
  const provider = given
    ?? TerraformStack.of(scope).allProviders().find((p) => p.terraformResourceType === 'alicloud' && p.alias === undefined);
  // The attribute has this name in all bindings.
  const region: unknown = (provider as TerraformProvider & { region?: unknown } | undefined)?.region;
  return typeof region === 'string' && known(region) ? region : undefined;
}
