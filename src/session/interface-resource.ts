import { TerraformResource, Token } from 'cdktf';
import { described, refusal } from '../net/refusal';

/** The form of a CLB id. */
export const CLB_ID = /^lb-[A-Za-z0-9]+$/;

/** The attributes of each resource type with the id of a network interface and its primary IP. */
const ATTRIBUTES: Record<string, { readonly id: string; readonly primaryIp?: string }> = {
  alicloud_ecs_network_interface: { id: 'id', primaryIp: 'primary_ip_address' },
  alicloud_network_interface: { id: 'id' },
  alicloud_ecs_network_interface_attachment: { id: 'network_interface_id' },
  alicloud_network_interface_attachment: { id: 'network_interface_id' },
  alicloud_instance: { id: 'network_interface_id', primaryIp: 'primary_ip_address' },
};

/** Throws if the value is not a resource, for example a token. The compiler accepts it if it has no type. */
export function refuseResourceToken(resource: TerraformResource, what: string): void {
  if (typeof resource === 'object' && resource !== null && 'terraformResourceType' in resource) return;
  throw refusal({
    what: `the resource of ${what}.fromResource`,
    got: resource,
    allowed: 'a resource',
    fix: `pass the resource construct, or use ${what}.networkInterface(id). The id may be a token`,
  });
}

/** The network interface of a resource, from its Terraform type. */
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
        allowed: Object.keys(ATTRIBUTES).join(', '),
        fix: `pass the interface, its attachment or its instance, or use ${what}.networkInterface(id)`,
      });
    }
    return new InterfaceResource(
      attributeOf(resource, attributes.id, what),
      attributes.primaryIp === undefined ? undefined : attributeOf(resource, attributes.primaryIp, what),
    );
  }

  /** @param primaryIp a reference, if the resource has this attribute */
  private constructor(public readonly interfaceId: string, public readonly primaryIp?: string) {}
}

/** A reference to an attribute of a resource without `count` and `forEach`. */
export function attributeOf(resource: TerraformResource, attribute: string, what: string): string {
  if (resource.count !== undefined || resource.forEach !== undefined) {
    throw refusal({
      path: resource.node.path,
      what: `the resource of ${what}.fromResource`,
      got: described(resource.forEach ? 'has forEach' : 'has count'),
      allowed: 'a resource without count and forEach',
      fix: `refer to one copy by its id: ${what}.networkInterface('\${${resource.terraformResourceType}.NAME[0].${attribute}}')`,
    });
  }
  return Token.asString(resource.interpolationForAttribute(attribute));
}
