import { Listener, Server, listenerId, serverId } from '../cloud/receiving-side';
import { BlockSchema } from '../schema';
import { Value, ValueObject, isZero } from '../wire';
import { generalResource } from './general';
import { Operation, deleteQuietly } from './operation';
import { Problem, Resource, checkRange, numeric, text, updateTags } from './resource';

/** How long the provider waits between two looks at a listener that starts or goes. */
const POLL_SECONDS = 5;
/** All groups without a name get the same one. */
const DEFAULT_GROUP_NAME = 'tf-server-group';
const SLB_LISTENER = 'DescribeLoadBalancerUDPListenerAttribute';

/** One call of an update, with the attributes that it sets. */
type UpdateStep = readonly [action: string, attributes: readonly string[]];

/** An update in several calls: tags first, then one call for each step that has something to change. */
async function updateInSteps(
  operation: Operation,
  type: string,
  prior: ValueObject,
  planned: ValueObject,
  steps: readonly UpdateStep[],
): Promise<void> {
  await updateTags(operation, prior, planned, type);
  for (const [action, names] of steps) {
    const attributes = Object.fromEntries(names.filter((name) => planned[name] !== prior[name]).map((name) => [name, planned[name]]));
    if (Object.keys(attributes).length === 0) continue;
    await operation.call(action, { type, id: text(prior.id), attributes });
    operation.halfDone.passed(...names);
  }
}

/** The general behaviour, but for how it is removed. */
function removedBy(action: string, type: string, block: BlockSchema): Resource {
  return {
    ...generalResource(type, block),
    async delete(operation: Operation, prior: ValueObject): Promise<void> {
      await deleteQuietly(operation, action, { id: text(prior.id) });
    },
  };
}

export const securityGroup = (block: BlockSchema): Resource => removedBy('DeleteSecurityGroup', 'alicloud_security_group', block);

export function loadBalancer(block: BlockSchema): Resource {
  const general = removedBy('DeleteLoadBalancer', 'alicloud_slb_load_balancer', block);
  return {
    ...general,
    async update(operation: Operation, prior: ValueObject, planned: ValueObject): Promise<void> {
      await updateInSteps(operation, 'alicloud_slb_load_balancer', prior, planned, [
        ['SetLoadBalancerName', ['load_balancer_name', 'name']],
        ['ModifyLoadBalancerInstanceSpec', ['load_balancer_spec', 'specification']],
      ]);
      await general.update(operation, prior, planned);
    },
    suppress(name, prior, proposed): boolean {
      // A public one is in no vSwitch, one that is paid by use has no spec, and one that is paid by traffic no bandwidth.
      if (name === 'vswitch_id') return prior.address_type === 'internet' && proposed.address_type === 'internet';
      if (name === 'load_balancer_spec') return proposed.instance_charge_type === 'PayByCLCU';
      return name === 'bandwidth' && proposed.internet_charge_type !== 'PayByBandwidth';
    },
  };
}

export function serverGroup(block: BlockSchema): Resource {
  const general = removedBy('DeleteVServerGroup', 'alicloud_slb_server_group', block);
  return {
    ...general,
    legacyAttributes: ['name', 'servers'],
    // Servers that are not written are the attachments' own, or stay from a time when they were written.
    suppress: (name, prior, proposed) => (name === 'servers' && isZero(proposed.servers))
      || (name === 'name' && proposed.name === null && prior.name === DEFAULT_GROUP_NAME),
    async create(operation: Operation, planned: ValueObject): Promise<void> {
      await general.create(operation, { ...planned, name: text(planned.name) || DEFAULT_GROUP_NAME });
      await addInline(operation, operation.createdId!, planned);
    },
    async read(operation: Operation, state: ValueObject): Promise<Record<string, Value> | null> {
      const found = await general.read(operation, state);
      if (!found) return null;
      const servers = operation.account.receiving.serversOf(text(state.id));
      return { ...found, servers: servers.map(({ serverId: id, port, type, weight }) => ({ server_ids: [id], port, type, weight })) };
    },
    async update(operation: Operation, prior: ValueObject, planned: ValueObject): Promise<void> {
      await updateInSteps(operation, 'alicloud_slb_server_group', prior, planned, [['SetVServerGroupAttribute', ['name']]]);
      await general.update(operation, prior, planned);
      if (JSON.stringify(prior.servers) === JSON.stringify(planned.servers)) return;
      const wanted = inlineOf(text(prior.id), planned).map(serverId);
      for (const server of operation.account.receiving.serversOf(text(prior.id))) {
        if (!wanted.includes(serverId(server))) await operation.call('RemoveVServerGroupBackendServers', { id: serverId(server) });
      }
      await addInline(operation, text(prior.id), planned);
    },
  };
}

function inlineOf(groupId: string, planned: ValueObject): Server[] {
  return ((planned.servers ?? []) as ValueObject[]).flatMap(({ server_ids: ids, port, type, weight }) => (ids as string[]).map((id) => ({
    groupId, serverId: id, port: port as number, type: text(type) || 'ecs', weight: numeric(weight) ?? 100, description: '',
  })));
}

async function addInline(operation: Operation, groupId: string, planned: ValueObject): Promise<void> {
  for (const server of inlineOf(groupId, planned)) {
    if (!operation.account.receiving.server(serverId(server))) {
      await operation.call('AddVServerGroupBackendServers', { attributes: server });
    }
  }
}

export const serverAttachment: Resource = {
  forceNew: ['server_group_id', 'server_id', 'port', 'type', 'weight', 'description'],

  async create(operation: Operation, planned: ValueObject): Promise<void> {
    const server: Server = {
      groupId: text(planned.server_group_id),
      serverId: text(planned.server_id),
      port: planned.port as number,
      type: text(planned.type) || 'ecs',
      weight: numeric(planned.weight) ?? 100, description: text(planned.description),
    };
    await operation.call('AddVServerGroupBackendServers', { attributes: server });
    operation.createdId = serverId(server);
  },

  async read(operation: Operation, state: ValueObject): Promise<Record<string, Value> | null> {
    const found = await operation.call<Server | undefined>('DescribeVServerGroupBackendServer', { id: text(state.id) });
    return found ? {
      ...state,
      server_group_id: found.groupId,
      server_id: found.serverId,
      port: found.port,
      type: found.type,
      weight: found.weight,
      description: found.description,
    } : null;
  },

  async update(): Promise<void> {
    throw new Error('everything about an attachment replaces it');
  },

  async delete(operation: Operation, prior: ValueObject): Promise<void> {
    await deleteQuietly(operation, 'RemoveVServerGroupBackendServers', { id: text(prior.id) });
  },
};

const HEALTH = {
  health_check_interval: 'interval',
  health_check_timeout: 'timeout',
  healthy_threshold: 'healthyThreshold',
  unhealthy_threshold: 'unhealthyThreshold',
  health_check_connect_port: 'port',
} as const;
const DEFAULT_SCHEDULER = 'wrr';
/** What the provider plans and sends where nothing is written. */
const HEALTH_DEFAULTS = { health_check_interval: 2, health_check_timeout: 5, healthy_threshold: 3, unhealthy_threshold: 3 };

function healthOf(planned: ValueObject): Record<string, number> {
  return Object.fromEntries(Object.entries(HEALTH).flatMap(([attribute, name]) => {
    const value = numeric(planned[attribute]);
    return value ? [[name, value]] : [];
  }));
}

export const listener: Resource = {
  forceNew: ['load_balancer_id', 'protocol', 'frontend_port', 'backend_port'],
  legacyAttributes: ['scheduler', 'backend_port', ...Object.keys(HEALTH)],
  defaults: HEALTH_DEFAULTS,
  // The check of a UDP listener cannot be switched off, and nothing says so.
  suppress: (name, prior, proposed) => name === 'health_check'
    || (proposed[name] === null && (name === 'scheduler' ? prior[name] === DEFAULT_SCHEDULER : name === 'health_check_connect_port')),

  validate(config: ValueObject): Problem[] {
    return [
      ...checkRange(config, 'healthy_threshold', [1, 10]),
      ...checkRange(config, 'unhealthy_threshold', [1, 10]),
      ...(config.bandwidth === -1 ? [] : checkRange(config, 'bandwidth', [1, 1_000])),
    ];
  },

  async create(operation: Operation, planned: ValueObject): Promise<void> {
    const made: Listener = {
      loadBalancerId: text(planned.load_balancer_id), protocol: text(planned.protocol), frontendPort: planned.frontend_port as number,
      backendPort: numeric(planned.backend_port) ?? 0,
      serverGroupId: text(planned.server_group_id),
      scheduler: text(planned.scheduler) || DEFAULT_SCHEDULER,
      description: text(planned.description), bandwidth: numeric(planned.bandwidth) ?? -1, healthCheck: {}, running: false,
    };
    const id = listenerId(made);
    await operation.call('CreateLoadBalancerUDPListener', { attributes: made });
    operation.createdId = id;
    await operation.call('StartLoadBalancerListener', { id });
    await operation.wait(POLL_SECONDS);
    await operation.call('SetLoadBalancerUDPListenerAttribute', {
      id,
      attributes: { scheduler: made.scheduler, serverGroupId: made.serverGroupId, healthCheck: healthOf(planned) },
    });
  },

  async read(operation: Operation, state: ValueObject): Promise<Record<string, Value> | null> {
    const found = await operation.call<Listener | undefined>(SLB_LISTENER, { id: text(state.id) });
    return found ? {
      ...state,
      load_balancer_id: found.loadBalancerId,
      protocol: found.protocol,
      frontend_port: found.frontendPort,
      backend_port: found.backendPort || null,
      server_group_id: found.serverGroupId,
      scheduler: found.scheduler,
      description: found.description,
      bandwidth: found.bandwidth,
      ...Object.fromEntries(Object.entries(HEALTH).map(([attribute, name]) => [attribute, found.healthCheck[name] ?? null])),
    } : null;
  },

  async update(operation: Operation, prior: ValueObject, planned: ValueObject): Promise<void> {
    await operation.call('SetLoadBalancerUDPListenerAttribute', {
      id: text(prior.id),
      attributes: {
        scheduler: text(planned.scheduler) || DEFAULT_SCHEDULER,
        serverGroupId: text(planned.server_group_id),
        healthCheck: healthOf(planned),
      },
    });
  },

  async delete(operation: Operation, prior: ValueObject): Promise<void> {
    const id = text(prior.id);
    await deleteQuietly(operation, 'DeleteLoadBalancerListener', { id });
    // It waits until the id is gone, also where another listener has taken it meanwhile.
    for (let look = 0; await operation.call(SLB_LISTENER, { id }); look++) {
      if (look >= operation.cloud.switches.attempts) throw new Error(`the listener ${id} is still there`);
      await operation.wait(POLL_SECONDS);
    }
  },
};
