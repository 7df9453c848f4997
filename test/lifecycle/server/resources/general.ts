import { BlockSchema, emptyOf } from '../schema';
import { Unknown, Value, ValueObject } from '../wire';
import { Operation, deleteQuietly } from './operation';
import { Resource, checkBytes, text, texts } from './resource';

interface Traits {
  readonly forceNew: readonly string[];
  /** Prefix of a generated id. */
  readonly prefix?: string;
  /** Attributes that make up the id where the cloud gives none. */
  readonly idOf?: readonly string[];
  /** What the cloud fills in; anything else that it would comes out empty. */
  readonly fill?: (operation: Operation, known: ValueObject) => Record<string, Value>;
}

function interfaceAddresses(operation: Operation, known: ValueObject): Record<string, Value> {
  const address = text(known.primary_ip_address) || text(known.private_ip) || operation.account.ids.address();
  const groups = texts(known.security_group_ids).length ? known.security_group_ids : known.security_groups;
  return {
    primary_ip_address: address,
    private_ip: address,
    private_ip_addresses: [address],
    private_ips: [address],
    security_group_ids: texts(groups),
    security_groups: texts(groups),
    mac: '00:16:3e:00:00:01',
    status: 'Available',
    network_interface_name: text(known.name),
    name: text(known.network_interface_name),
  };
}

function instanceParts(operation: Operation, known: ValueObject): Record<string, Value> {
  const address = text(known.private_ip) || operation.account.ids.address();
  return {
    network_interface_id: operation.account.ids.next('eni'),
    primary_ip_address: address,
    private_ip: address,
    status: 'Running',
    availability_zone: `${operation.account.region}-h`,
    image_id: 'aliyun_3_x64_20G_alibase',
    system_disk_id: operation.account.ids.next('d'),
    system_disk_size: 40,
    cpu: 2,
    memory: 8,
  };
}

const available = (): Record<string, Value> => ({ status: 'Available' });

/** The resources around mirroring, as far as a mirroring test needs them. */
const TRAITS: Readonly<Record<string, Traits>> = {
  alicloud_vpc: {
    prefix: 'vpc',
    forceNew: [],
    fill: ({ account }) => ({
      status: 'Available',
      region_id: account.region,
      cidr_block: '172.16.0.0/12',
      router_id: account.ids.next('vrt'),
      route_table_id: account.ids.next('vtb'),
    }),
  },
  alicloud_vswitch: { prefix: 'vsw', forceNew: ['vpc_id', 'cidr_block', 'zone_id', 'availability_zone'], fill: available },
  alicloud_security_group: { prefix: 'sg', forceNew: ['security_group_type', 'vpc_id'], fill: () => ({ inner_access_policy: 'Accept' }) },
  alicloud_ecs_prefix_list: { prefix: 'pl', forceNew: ['max_entries', 'address_family'] },
  alicloud_ecs_network_interface: {
    prefix: 'eni',
    forceNew: ['vswitch_id', 'primary_ip_address', 'private_ip', 'resource_group_id', 'instance_type', 'network_interface_traffic_mode'],
    fill: interfaceAddresses,
  },
  alicloud_ecs_network_interface_attachment: {
    idOf: ['network_interface_id', 'instance_id'],
    forceNew: ['instance_id', 'network_interface_id', 'trunk_network_instance_id', 'network_card_index'],
  },
  alicloud_instance: { prefix: 'i', forceNew: ['availability_zone'], fill: instanceParts },
  alicloud_network_acl: { prefix: 'nacl', forceNew: ['vpc_id'], fill: available },
  alicloud_vpc_network_acl_attachment: {
    idOf: ['network_acl_id', 'resource_id'],
    forceNew: ['network_acl_id', 'resource_id', 'resource_type'],
    fill: () => ({ status: 'BINDED' }),
  },
  alicloud_slb_load_balancer: {
    prefix: 'lb',
    forceNew: ['address', 'address_type', 'address_ip_version', 'vswitch_id', 'master_zone_id', 'slave_zone_id', 'resource_group_id'],
    fill: ({ account }, known) => ({
      address: account.ids.address(),
      status: 'active',
      // The API's own default.
      address_type: 'internet',
      internet: false,
      load_balancer_spec: known.instance_charge_type === 'PayByCLCU' ? 'slb.lcu.elastic' : 'slb.s1.small',
    }),
  },
  alicloud_slb_server_group: { prefix: 'rsp', forceNew: ['load_balancer_id'] },
  alicloud_vpc_peer_connection: {
    prefix: 'pcc',
    forceNew: ['accepting_ali_uid', 'accepting_region_id', 'accepting_vpc_id', 'vpc_id'],
    fill: () => ({ status: 'Activated' }),
  },
  alicloud_vpc_peer_connection_accepter: { idOf: ['instance_id'], forceNew: ['instance_id'], fill: () => ({ status: 'Activated' }) },
  alicloud_route_entry: {
    idOf: ['route_table_id', 'router_id', 'destination_cidrblock', 'nexthop_type', 'nexthop_id'],
    forceNew: ['route_table_id', 'destination_cidrblock', 'nexthop_type', 'nexthop_id', 'name', 'description'],
  },
  alicloud_resource_manager_resource_group: {
    prefix: 'rg',
    forceNew: ['name', 'resource_group_name'],
    fill: () => ({ status: 'OK', account_id: '1234567890123456' }),
  },
};

/** Computed attributes that are still open get what the cloud says, or come out empty. */
function filled(block: BlockSchema, planned: ValueObject, fills: Readonly<Record<string, Value>>): ValueObject {
  const result: ValueObject = { ...planned };
  for (const [name, value] of Object.entries(planned)) {
    const nested = block.block_types?.[name];
    if (nested && Array.isArray(value)) {
      result[name] = value.map((item) => filled(nested.block, item as ValueObject, {}));
    } else if (value instanceof Unknown) {
      result[name] = fills[name] ?? emptyOf(block.attributes![name].type);
    }
  }
  return result;
}

/** Resources whose failed update leaves the state as it was, as measured or by the provider's code. */
const PARTIAL = [
  'alicloud_slb_load_balancer', 'alicloud_slb_server_group', 'alicloud_security_group', 'alicloud_ecs_network_interface',
  'alicloud_instance',
  'alicloud_vswitch', 'alicloud_vpc', 'alicloud_network_acl', 'alicloud_vpc_peer_connection', 'alicloud_vpc_peer_connection_accepter',
  'alicloud_resource_manager_resource_group',
];

/** Create, read, update and delete as the schema says, for a resource whose rules are not what is tried here. */
export function generalResource(type: string, block: BlockSchema): Resource {
  const traits = TRAITS[type];
  if (!traits) throw new Error(`${type} is in the schema and not among the resources of the test server; add its traits`);
  return {
    forceNew: traits.forceNew,
    partial: PARTIAL.includes(type),
    validate: (config) => (type === 'alicloud_instance' ? checkBytes(config, 'instance_name', 2, 128) : []),
    nameAttribute: Object.keys(block.attributes ?? {}).find((name) => name.endsWith('_name') || name === 'name'),

    async create(operation: Operation, planned: ValueObject): Promise<void> {
      const known = Object.fromEntries(Object.entries(planned).filter(([, value]) => !(value instanceof Unknown)));
      const object = filled(block, planned, traits.fill?.(operation, known) ?? {});
      const parts = traits.idOf?.map((name) => object[name]).filter((part) => part !== null && part !== '');
      const id = parts ? parts.join(':') : operation.account.ids.next(traits.prefix!);
      await operation.call('CreateObject', { type, id, attributes: { ...object, id } });
      operation.createdId = id;
    },

    async read(operation: Operation, state: ValueObject): Promise<ValueObject | null> {
      const found = await operation.call<ValueObject | undefined>('GetObject', { type, id: text(state.id) });
      return found ? { ...found, timeouts: state.timeouts ?? null } : null;
    },

    async update(operation: Operation, prior: ValueObject, planned: ValueObject): Promise<void> {
      const object = filled(block, planned, {});
      await operation.call('UpdateObject', { type, id: text(prior.id), attributes: object });
    },

    async delete(operation: Operation, prior: ValueObject): Promise<void> {
      await deleteQuietly(operation, 'DeleteObject', { type, id: text(prior.id) });
    },
  };
}
