import { InventoryBuilder, eniId, family, ipv4 } from './builder';
import { NamedText, documentsOf } from '../input/documents';
import { Fields, isObject } from '../input/fields';
import { withoutSensitive } from '../input/sensitive';
import { StateResource, stateResources } from '../input/state-resources';

const INSTANCE = new Set(['alicloud_instance']);
const INTERFACE = new Set(['alicloud_ecs_network_interface', 'alicloud_network_interface']);
const ATTACHMENT = new Set(['alicloud_ecs_network_interface_attachment', 'alicloud_network_interface_attachment']);
const VSWITCH = new Set(['alicloud_vswitch']);

/**
 * Reads the output of `terraform show -json` for a state.
 *
 * @returns warnings
 */
export function readStates(texts: NamedText[], builder: InventoryBuilder): string[] {
  const replaced: string[] = [];
  const byType = { instances: [] as Fields[], interfaces: [] as Fields[], attachments: [] as Fields[], vswitches: [] as Fields[] };
  for (const text of texts) {
    for (const { source, body } of documentsOf(text, 'a Terraform state', false)) {
      for (const { type, fields, tainted, address } of resourcesOf(source, body)) {
        if (tainted && (INSTANCE.has(type) || INTERFACE.has(type))) replaced.push(address);
        if (INSTANCE.has(type)) byType.instances.push(fields);
        else if (INTERFACE.has(type)) byType.interfaces.push(fields);
        else if (ATTACHMENT.has(type)) byType.attachments.push(fields);
        else if (VSWITCH.has(type)) byType.vswitches.push(fields);
      }
    }
  }
  const owners = new Map<string, string>();
  // The state of an interface keeps the status from before the attachment, so the owner is read from the instance.
  for (const x of byType.instances) {
    for (const id of interfacesOf(x)) owners.set(id, x.required('id', 'the id of an instance'));
  }
  for (const x of byType.attachments) {
    owners.set(x.required('network_interface_id', 'the id of a network interface'), x.required('instance_id', 'the id of an instance'));
  }
  const vswitches = new Map<string, Fields>();
  for (const x of byType.vswitches) vswitches.set(x.required('id', 'the id of a vSwitch'), x);
  const instances = byType.instances.map(x => ({ id: addInstance(x, vswitches, builder), fields: x }));
  for (const x of byType.interfaces) addInterface(x, owners, vswitches, builder);
  for (const { id, fields } of instances) addInterfacesOf(id, fields, builder);
  return replaced.length === 0 ? [] : [
    `${replaced.length} tainted ${replaced.length === 1 ? 'resource' : 'resources'}: ${replaced.slice(0, MOST_NAMED).join(', ')}${replaced.length > MOST_NAMED ? ` and ${replaced.length - MOST_NAMED} more` : ''}. Terraform replaces them with the next apply, and the new interfaces have other ids`,
  ];
}

/** Number of addresses in a warning. */
const MOST_NAMED = 5;

function addInstance(x: Fields, vswitches: Map<string, Fields>, builder: InventoryBuilder): string {
  const id = x.named(x.required('id', 'the id of an instance'));
  const instanceType = x.required('instance_type', 'an instance type');
  builder.addInstance({
    id,
    instanceType,
    family: family(instanceType),
    status: x.text('status'),
    // Older providers do not store the VPC of an instance.
    vpcId: x.text('vpc_id') ?? vswitches.get(x.text('vswitch_id') ?? '')?.text('vpc_id'),
    zoneId: x.text('availability_zone'),
    tags: x.tags('tags'),
    place: x.place,
    interfaceIds: [],
  });
  return id;
}

function addInterface(x: Fields, owners: Map<string, string>, vswitches: Map<string, Fields>, builder: InventoryBuilder): void {
  const id = eniId(x, 'id', x.named(x.required('id', 'the id of a network interface')));
  const instanceId = owners.get(id);
  const vswitchId = x.text('vswitch_id');
  const vswitch = vswitchId === undefined ? undefined : vswitches.get(vswitchId);
  if (instanceId !== undefined && !builder.instances.has(instanceId)) {
    throw x.wrong(
      'the instance of the attachment',
      instanceId,
      'an alicloud_instance of the state',
      'add the state with the instance to the inputs',
    );
  }
  builder.addInterface({
    id,
    name: x.text('network_interface_name', 'name'),
    interfaceType: x.text('instance_type') ?? 'Secondary',
    // The state keeps the status from before the attachment until the next refresh.
    status: instanceId === undefined ? x.text('status') ?? 'Available' : 'InUse',
    instanceId,
    // An interface is in the VPC and zone of its instance, if neither is set.
    vpcId: vswitch?.text('vpc_id'),
    vswitchId,
    zoneId: vswitch?.text('zone_id', 'availability_zone'),
    primaryIp: ipv4(x, 'primary_ip_address', x.text('primary_ip_address', 'private_ip')),
    securityGroupIds: firstOf(x.texts('security_group_ids'), x.texts('security_groups')),
    tags: x.tags('tags'),
    // Terraform created it, so no cloud service manages it.
    serviceManaged: false,
    ipv6Addresses: x.count('ipv6_addresses'),
  }, x.place);
}

/** The primary interface of an instance, and those of its `network_interfaces` blocks that are not separate resources. */
function addInterfacesOf(instanceId: string, x: Fields, builder: InventoryBuilder): void {
  const id = x.text('network_interface_id');
  if (id === undefined) {
    throw x.wrong(
      'network_interface_id',
      undefined,
      'the id of the primary interface',
      'refresh the state with a provider that reads it: terraform apply -refresh-only',
    );
  }
  const shared = { instanceId, status: 'InUse', serviceManaged: false, tags: {} };
  // Some users import the primary interface as a resource, which then contains more attributes.
  if (!builder.has(id)) {
    builder.addInterface({
      ...shared,
      id: eniId(x, 'network_interface_id', id),
      name: x.text('instance_name'),
      interfaceType: 'Primary',
      vswitchId: x.text('vswitch_id'),
      primaryIp: ipv4(x, 'primary_ip_address', x.text('primary_ip_address', 'private_ip')),
      securityGroupIds: x.texts('security_groups'),
      ipv6Addresses: x.count('ipv6_addresses'),
    }, x.place);
  }
  for (const block of x.list('network_interfaces')) {
    if (!isObject(block)) throw x.wrong('network_interfaces', block, 'a list of objects');
    const inner = new Fields(x.place, block);
    const secondary = inner.text('network_interface_id');
    if (secondary === undefined || builder.has(secondary)) continue;
    builder.addInterface({
      ...shared,
      id: eniId(x, 'network_interfaces', secondary),
      interfaceType: 'Secondary',
      vswitchId: inner.text('vswitch_id'),
      securityGroupIds: inner.texts('security_group_ids'),
    }, x.place);
  }
}

/** The interfaces in the body of an instance: its primary one, and those of its blocks. */
function interfacesOf(x: Fields): string[] {
  const blocks = x.list('network_interfaces').map((block) => {
    if (!isObject(block)) throw x.wrong('network_interfaces', block, 'a list of objects');
    return new Fields(x.place, block).text('network_interface_id');
  });
  return [x.text('network_interface_id'), ...blocks].filter((id): id is string => id !== undefined);
}

function firstOf(a: string[], b: string[]): string[] {
  return a.length > 0 ? a : b;
}

type StateRecord = Pick<StateResource, 'type' | 'address' | 'tainted'> & { readonly fields: Fields };

function* resourcesOf(source: string, body: unknown): Iterable<StateRecord> {
  for (const { type, address, values, sensitive, deposed, tainted } of stateResources(source, body)) {
    if (deposed !== undefined) continue;
    yield { type, address, tainted, fields: new Fields({ source, record: address }, withoutSensitive(values, sensitive)) };
  }
}
