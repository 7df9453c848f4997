import { TerraformResource } from 'cdktf';

/** Whether the user has Terraform create a resource before it destroys its predecessor, by a prop or by an override. */
export function isCreatedFirst(resource: TerraformResource): boolean {
  const { rawOverrides } = resource as unknown as { rawOverrides?: { lifecycle?: { create_before_destroy?: unknown } } };
  return resource.lifecycle?.createBeforeDestroy === true || rawOverrides?.lifecycle?.create_before_destroy === true;
}
