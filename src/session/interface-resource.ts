import { TerraformResource, Token } from 'cdktf';
import { refusal } from '../net/refusal';

/** The form of an ENI id. */
export const ENI_ID = /^eni-[A-Za-z0-9]+$/;
/** The form of a CLB id. */
export const CLB_ID = /^lb-[A-Za-z0-9]+$/;

/** Which attributes of a resource are the id of a network interface and its primary IP. */
const ATTRIBUTES: Record<string, { readonly id: string; readonly primaryIp?: string }> = {
  alicloud_ecs_network_interface: { id: 'id', primaryIp: 'primary_ip_address' },
  alicloud_network_interface: { id: 'id' },
  alicloud_ecs_network_interface_attachment: { id: 'network_interface_id' },
  alicloud_network_interface_attachment: { id: 'network_interface_id' },
  alicloud_instance: { id: 'network_interface_id', primaryIp: 'primary_ip_address' },
};

/** Throws if a token or anything else is given for a resource, which the compiler lets pass if it has no type. */
export function refuseResourceToken(resource: TerraformResource, what: string): void {
  if (typeof resource === 'object' && resource !== null && 'terraformResourceType' in resource) return;
  throw refusal({ what: `the resource of ${what}.fromResource`, got: resource, allowed: 'a resource', fix: `give the resource itself, or use ${what}.networkInterface(id); the id may be a token` });
}

/** The network interface that a resource is or has, by its Terraform type alone. */
export class InterfaceResource {
  public static has(resource: TerraformResource): boolean {
    return resource.terraformResourceType in ATTRIBUTES;
  }

  public static of(resource: TerraformResource, what: string): InterfaceResource {
    refuseResourceToken(resource, what);
    const attributes = ATTRIBUTES[resource.terraformResourceType];
    if (attributes === undefined) {
      throw refusal({
        path: resource.node.path, what: `the resource of ${what}.fromResource`, got: resource.terraformResourceType,
        allowed: Object.keys(ATTRIBUTES).join(', '), fix: `give the interface, its attachment or its instance, or use ${what}.networkInterface(id)`,
      });
    }
    return new InterfaceResource(
      attributeOf(resource, attributes.id, what),
      attributes.primaryIp === undefined ? undefined : attributeOf(resource, attributes.primaryIp, what),
    );
  }

  /** @param primaryIp a reference, if the resource has such an attribute */
  private constructor(public readonly interfaceId: string, public readonly primaryIp?: string) {}
}

/** A reference to an attribute of a resource that is exactly one. */
export function attributeOf(resource: TerraformResource, attribute: string, what: string): string {
  if (resource.count !== undefined || resource.forEach !== undefined) {
    throw refusal({
      path: resource.node.path, what: `the resource of ${what}.fromResource`, got: resource.forEach ? 'a resource with forEach' : 'a resource with count',
      allowed: 'a resource that is exactly one', fix: `name the instance that is meant by its id: ${what}.networkInterface('\${${resource.terraformResourceType}.NAME[0].${attribute}}')`,
    });
  }
  return Token.asString(resource.interpolationForAttribute(attribute));
}
