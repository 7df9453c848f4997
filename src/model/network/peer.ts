import { attributeReference, Identity, isManaged, named } from '../reference';
import type { MirrorModel } from '../mirror-model';
import { StackModel } from '../stack-model';
import { addressesOf, Peer } from './packet-rule';
import { byName } from '../../net/by-name';

/** The attributes with the primary address of an interface, and the suffix of the interface's identity after the resource's address. */
const PRIMARY_ADDRESS: Record<string, { readonly attributes: readonly string[]; readonly suffix: string }> = byName({
  alicloud_instance: { attributes: ['primary_ip_address', 'private_ip'], suffix: '.network_interface_id' },
  alicloud_ecs_network_interface: { attributes: ['primary_ip_address', 'private_ip'], suffix: '' },
  alicloud_network_interface: { attributes: ['private_ip'], suffix: '' },
});

/** The peer that a CIDR describes, also one such as `${alicloud_instance.web.primary_ip_address}/32`. */
export function peerOf(model: MirrorModel, stack: StackModel, cidr: unknown): Peer {
  const owner = typeof cidr === 'string' && cidr.endsWith('/32') ? ownerOf(model, stack.identity(cidr.slice(0, -'/32'.length))) : undefined;
  if (owner === undefined) return { cidrs: addressesOf(cidr) };
  const { primaryIp } = model.resourceFacts(owner);
  return primaryIp === undefined ? { interface: owner } : { cidrs: addressesOf(primaryIp) };
}

/** The interface whose primary address a reference gives. */
function ownerOf(model: MirrorModel, address: Identity): Identity | undefined {
  const reference = attributeReference(named(address));
  const known = reference && !reference.data ? PRIMARY_ADDRESS[reference.type] : undefined;
  if (!known?.attributes.includes(reference!.attribute)) return undefined;
  const stack = model.stacks.find((s) => s.path === address.slice(1, address.indexOf('\u0000')))!;
  const { type, name, index } = reference!;
  const owner = stack.identity(`\${${type}.${name}${index}${known!.suffix || '.id'}}`);
  return isManaged(owner) ? owner : undefined;
}
