import { InventoryBuilder, eniId, family, ipv4 } from './builder';
import { NamedText, documentsOf } from '../input/documents';
import { Fields, Json, isObject } from '../input/fields';
import { refusal } from '../net/refusal';

const INSTANCE = new Set(['alicloud_instance']);
const INTERFACE = new Set(['alicloud_ecs_network_interface', 'alicloud_network_interface']);
const ATTACHMENT = new Set(['alicloud_ecs_network_interface_attachment', 'alicloud_network_interface_attachment']);
const VSWITCH = new Set(['alicloud_vswitch']);

/** Reads what `terraform show -json` prints of a state. */
export function readStates(texts: NamedText[], builder: InventoryBuilder): void {
  const byType = { instances: [] as Fields[], interfaces: [] as Fields[], attachments: [] as Fields[], vswitches: [] as Fields[] };
  for (const text of texts) {
    for (const { source, body } of documentsOf(text, 'a Terraform state', false)) {
      for (const { type, fields } of resourcesOf(source, body)) {
        if (INSTANCE.has(type)) byType.instances.push(fields);
        else if (INTERFACE.has(type)) byType.interfaces.push(fields);
        else if (ATTACHMENT.has(type)) byType.attachments.push(fields);
        else if (VSWITCH.has(type)) byType.vswitches.push(fields);
      }
    }
  }
  const owners = new Map<string, string>();
  // The state of an interface keeps the status from before it was attached, so who owns it is asked of the instance.
  for (const x of byType.instances) {
    for (const id of interfacesOf(x)) owners.set(id, x.required('id', 'the id of an instance'));
  }
  for (const x of byType.attachments) owners.set(x.required('network_interface_id', 'the id of a network interface'), x.required('instance_id', 'the id of an instance'));
  const vswitches = new Map<string, Fields>();
  for (const x of byType.vswitches) vswitches.set(x.required('id', 'the id of a vSwitch'), x);
  const instances = byType.instances.map(x => ({ id: addInstance(x, builder), fields: x }));
  for (const x of byType.interfaces) addInterface(x, owners, vswitches, builder);
  for (const { id, fields } of instances) addInterfacesOf(id, fields, builder);
}

function addInstance(x: Fields, builder: InventoryBuilder): string {
  const id = x.named(x.required('id', 'the id of an instance'));
  const instanceType = x.required('instance_type', 'an instance type');
  builder.addInstance({
    id,
    instanceType,
    family: family(instanceType),
    status: x.text('status'),
    vpcId: x.text('vpc_id'),
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
    throw x.wrong('the instance of the attachment', instanceId, 'an alicloud_instance of the state', 'give the state that holds the instance as well, in files');
  }
  builder.addInterface({
    id,
    name: x.text('network_interface_name', 'name'),
    interfaceType: x.text('instance_type') ?? 'Secondary',
    // The state keeps the status from before the attachment was made, until the next refresh.
    status: instanceId === undefined ? x.text('status') ?? 'Available' : 'InUse',
    instanceId,
    // An interface is in the VPC and zone of its instance, where neither is said.
    vpcId: vswitch?.text('vpc_id'),
    vswitchId,
    zoneId: vswitch?.text('zone_id', 'availability_zone'),
    primaryIp: ipv4(x, 'primary_ip_address', x.text('primary_ip_address', 'private_ip')),
    securityGroupIds: firstOf(x.texts('security_group_ids'), x.texts('security_groups')),
    tags: x.tags('tags'),
    // Terraform made it, so no cloud service did.
    serviceManaged: false,
    ipv6Addresses: x.texts('ipv6_addresses').length,
  }, x.place);
}

/** The primary interface of an instance, and those of its `network_interfaces` blocks that are no resource of their own. */
function addInterfacesOf(instanceId: string, x: Fields, builder: InventoryBuilder): void {
  const id = x.text('network_interface_id');
  if (id === undefined) {
    throw x.wrong('network_interface_id', undefined, 'the id of the primary interface', 'refresh the state with a provider that reads it: terraform apply -refresh-only');
  }
  const shared = { instanceId, status: 'InUse', serviceManaged: false, tags: {} };
  // Some users import the primary interface as a resource; then that one says more.
  if (!builder.has(id)) {
    builder.addInterface({
      ...shared,
      id: eniId(x, 'network_interface_id', id),
      name: x.text('instance_name'),
      interfaceType: 'Primary',
      vswitchId: x.text('vswitch_id'),
      primaryIp: ipv4(x, 'primary_ip_address', x.text('primary_ip_address', 'private_ip')),
      securityGroupIds: x.texts('security_groups'),
      ipv6Addresses: x.texts('ipv6_addresses').length,
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
      ipv6Addresses: 0,
    }, x.place);
  }
}

/** The interfaces that an instance names: its primary one, and those of its blocks. */
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

function* resourcesOf(source: string, body: unknown): Iterable<{ readonly type: string; readonly fields: Fields }> {
  if (!isObject(body) || !('format_version' in body)) {
    const raw = isObject(body) && 'lineage' in body;
    throw wrongState(source, raw ? 'the state file itself' : body, 'write it with: terraform show -json > state.json');
  }
  if ('planned_values' in body || 'resource_changes' in body) throw wrongState(source, 'a plan', 'show the state, without the name of a plan file: terraform show -json > state.json');
  if (body.values === undefined) return;
  const root = isObject(body.values) ? body.values.root_module : undefined;
  // A module stands in the list of its parent; an explicit stack takes any depth.
  const modules: unknown[] = [root ?? {}];
  while (modules.length > 0) {
    const module = modules.pop();
    if (!isObject(module)) throw wrongState(source, module, 'store the output as it comes');
    for (const child of list(source, module, 'child_modules')) modules.push(child);
    for (const resource of list(source, module, 'resources')) {
      if (!isObject(resource)) throw wrongState(source, resource, 'store the output as it comes');
      if (resource.mode === 'data' || resource.deposed_key !== undefined) continue;
      const address = typeof resource.address === 'string' ? resource.address : String(resource.type);
      yield { type: String(resource.type), fields: new Fields({ source, record: address }, isObject(resource.values) ? resource.values : {}) };
    }
  }
}

function list(source: string, module: Json, name: string): unknown[] {
  const value = module[name] ?? [];
  if (!Array.isArray(value)) throw refusal({ path: source, what: `${name} of a module`, got: value, allowed: 'a list', fix: 'store the output as it comes' });
  return value;
}

function wrongState(path: string, got: unknown, fix: string): Error {
  return refusal({ path, what: 'a Terraform state', got, allowed: 'the output of terraform show -json', fix });
}
