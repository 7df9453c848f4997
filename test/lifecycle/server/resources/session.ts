import { RANGES } from '../cloud/limits';
import { Session } from '../cloud/sessions';
import { Value, ValueObject } from '../wire';
import { Operation, deleteQuietly } from './operation';
import {
  Problem, Resource, checkBytes, checkOneOf, checkRange, moveResourceGroup, numeric, readTags, text, texts, updateTags,
} from './resource';

/** What one update call sends, with the attributes it sends them for. */
const UPDATED = {
  traffic_mirror_session_name: 'name',
  traffic_mirror_session_description: 'description',
  traffic_mirror_target_id: 'targetId',
  traffic_mirror_target_type: 'targetType',
  traffic_mirror_filter_id: 'filterId',
  priority: 'priority',
  virtual_network_id: 'virtualNetworkId',
  enabled: 'enabled',
} as const;

/** What an update sends for an attribute. */
function sent(attribute: string, value: Value): Value | undefined {
  if (attribute === 'virtual_network_id') return numeric(value);
  if (attribute === 'enabled') return value === true;
  return value ?? '';
}

/** The provider asks for the status after every write and goes on as soon as it is right, without a pause of its own. */
async function settle(operation: Operation, id: string): Promise<void> {
  await operation.call('ListTrafficMirrorSessions', { id });
}

export const session: Resource = {
  forceNew: ['packet_length'],
  // The cloud answers another id than the 0 that was never sent, and may list sources in an order of its own. Its own tags are
  // not read back.
  legacyAttributes: ['virtual_network_id', 'traffic_mirror_source_ids', 'tags'],
  partial: true,
  nameAttribute: 'traffic_mirror_session_name',

  validate(config: ValueObject): Problem[] {
    return [
      ...checkRange(config, 'priority', RANGES.sessionPriority),
      ...checkRange(config, 'virtual_network_id', RANGES.virtualNetworkId),
      ...checkOneOf(config, 'traffic_mirror_target_type', ['NetworkInterface', 'SLB']),
      ...checkBytes(config, 'traffic_mirror_session_name', 2, 128),
      ...checkBytes(config, 'traffic_mirror_session_description', 2, 256),
    ];
  },

  async create(operation: Operation, planned: ValueObject): Promise<void> {
    const created = await operation.call<Session>('CreateTrafficMirrorSession', {
      dryRun: planned.dry_run === true,
      attributes: {
        name: text(planned.traffic_mirror_session_name),
        description: text(planned.traffic_mirror_session_description),
        filterId: text(planned.traffic_mirror_filter_id),
        targetId: text(planned.traffic_mirror_target_id),
        targetType: text(planned.traffic_mirror_target_type),
        sources: texts(planned.traffic_mirror_source_ids),
        priority: numeric(planned.priority),
        ...(planned.enabled === true ? { enabled: true } : {}),
        ...(numeric(planned.virtual_network_id) ? { virtualNetworkId: numeric(planned.virtual_network_id) } : {}),
        ...(numeric(planned.packet_length) ? { packetLength: numeric(planned.packet_length) } : {}),
        ...(text(planned.resource_group_id) ? { resourceGroupId: text(planned.resource_group_id) } : {}),
      },
    });
    operation.createdId = created.id;
    await settle(operation, created.id);
    // The provider runs its update once after every creation. While it does, the state would keep no more than this.
    operation.halfDone.only('tags');
    await operation.call('UpdateTrafficMirrorSessionAttribute', { id: created.id, attributes: {} });
    await settle(operation, created.id);
    operation.halfDone.passed('packet_length', ...Object.keys(UPDATED));
    await updateTags(operation, null, planned);
  },

  async read(operation: Operation, state: ValueObject): Promise<Record<string, Value> | null> {
    const found = await operation.call<Session | undefined>('ListTrafficMirrorSessions', { id: text(state.id) });
    return found ? {
      id: found.id,
      dry_run: state.dry_run,
      enabled: found.enabled,
      packet_length: found.packetLength,
      priority: found.priority,
      resource_group_id: found.resourceGroupId,
      status: found.suspended ? 'Suspended' : 'Created',
      tags: readTags(found.tags),
      traffic_mirror_filter_id: found.filterId,
      traffic_mirror_session_description: found.description,
      traffic_mirror_session_name: found.name,
      traffic_mirror_source_ids: [...found.sources],
      traffic_mirror_target_id: found.targetId,
      traffic_mirror_target_type: found.targetType,
      virtual_network_id: found.virtualNetworkId,
      timeouts: state.timeouts,
    } : null;
  },

  async update(operation: Operation, prior: ValueObject, planned: ValueObject): Promise<void> {
    const id = text(prior.id);
    const attributes: Record<string, Value> = {};
    let changed = false;
    for (const [attribute, name] of Object.entries(UPDATED)) {
      if (planned[attribute] === prior[attribute]) continue;
      changed = true;
      const value = sent(attribute, planned[attribute]);
      if (value !== undefined) attributes[name] = value;
    }
    if (changed) {
      await operation.call('UpdateTrafficMirrorSessionAttribute', { id, attributes, dryRun: planned.dry_run === true });
      await settle(operation, id);
      operation.halfDone.passed(...Object.keys(UPDATED));
    }
    await moveResourceGroup(operation, prior, planned);
    const [before, after] = [texts(prior.traffic_mirror_source_ids), texts(planned.traffic_mirror_source_ids)];
    if (JSON.stringify(before) !== JSON.stringify(after)) {
      // All old sources out, then all new ones in: even those that stay go dark in between.
      if (before.length > 0) {
        await operation.call('RemoveSourcesFromTrafficMirrorSession', { id, sources: before });
        await settle(operation, id);
      }
      if (after.length > 0) {
        await operation.call('AddSourcesToTrafficMirrorSession', { id, sources: after });
        await settle(operation, id);
      }
    }
    await updateTags(operation, prior, planned);
  },

  async delete(operation: Operation, prior: ValueObject): Promise<void> {
    await deleteQuietly(operation, 'DeleteTrafficMirrorSession', { id: text(prior.id) });
  },
};
