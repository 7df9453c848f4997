import { Direction, Filter, Rule, RuleInput } from '../cloud/filters';
import { Value, ValueObject, isZero } from '../wire';
import { Operation, deleteQuietly } from './operation';
import { Resource, Problem, checkBytes, moveResourceGroup, numeric, readTags, text, updateTags } from './resource';

/** Optional and computed: where none is written, the rules that the filter has stay, whoever made them. */
const BLOCKS: Readonly<Record<Direction, string>> = { ingress: 'ingress_rules', egress: 'egress_rules' };

function inlineRules(planned: ValueObject): RuleInput[] {
  return (Object.entries(BLOCKS) as Array<[Direction, string]>).flatMap(([direction, block]) =>
    ((planned[block] ?? []) as ValueObject[]).map((rule) => ({
      direction,
      action: text(rule.action),
      protocol: text(rule.protocol),
      priority: numeric(rule.priority) || undefined,
      source: text(rule.source_cidr_block) || undefined,
      destination: text(rule.destination_cidr_block) || undefined,
      sourcePort: text(rule.source_port_range) || undefined,
      destinationPort: text(rule.destination_port_range) || undefined,
    })));
}

const inlineBlock = (rule: Rule): ValueObject => ({
  action: rule.action,
  protocol: rule.protocol,
  priority: rule.priority,
  source_cidr_block: rule.source,
  destination_cidr_block: rule.destination,
  source_port_range: rule.sourcePort,
  destination_port_range: rule.destinationPort,
  traffic_mirror_filter_rule_status: 'Created',
});

export const filter: Resource = {
  forceNew: Object.values(BLOCKS),
  // What an inline rule leaves out comes back filled in.
  legacyAttributes: [...Object.values(BLOCKS), 'tags'],
  partial: true,
  nameAttribute: 'traffic_mirror_filter_name',
  suppress: (name, _prior, proposed) => Object.values(BLOCKS).includes(name) && isZero(proposed[name]),

  validate(config: ValueObject): Problem[] {
    return [
      ...checkBytes(config, 'traffic_mirror_filter_name', 1, 128),
      ...checkBytes(config, 'traffic_mirror_filter_description', 1, 256),
    ];
  },

  async create(operation: Operation, planned: ValueObject): Promise<void> {
    const created = await operation.call<Filter>('CreateTrafficMirrorFilter', {
      dryRun: planned.dry_run === true,
      attributes: {
        name: text(planned.traffic_mirror_filter_name),
        description: text(planned.traffic_mirror_filter_description),
        resourceGroupId: text(planned.resource_group_id) || 'rg-acfmxazb4ph6aiy',
      },
      rules: inlineRules(planned),
    });
    operation.createdId = created.id;
    operation.halfDone.only('tags');
    await updateTags(operation, null, planned);
  },

  async read(operation: Operation, state: ValueObject): Promise<Record<string, Value> | null> {
    const found = await operation.call<Filter | undefined>('ListTrafficMirrorFilters', { id: text(state.id) });
    if (!found) return null;
    const rules = (direction: Direction): Value[] => found.rules.filter((rule) => rule.direction === direction).map(inlineBlock);
    return {
      id: found.id,
      dry_run: state.dry_run,
      resource_group_id: found.resourceGroupId,
      status: 'Created',
      tags: readTags(found.tags),
      traffic_mirror_filter_description: found.description,
      traffic_mirror_filter_name: found.name,
      [BLOCKS.ingress]: rules('ingress'),
      [BLOCKS.egress]: rules('egress'),
      timeouts: state.timeouts,
    };
  },

  async update(operation: Operation, prior: ValueObject, planned: ValueObject): Promise<void> {
    const id = text(prior.id);
    const attributes: Record<string, Value> = {};
    if (planned.traffic_mirror_filter_name !== prior.traffic_mirror_filter_name) {
      attributes.name = text(planned.traffic_mirror_filter_name);
    }
    if (planned.traffic_mirror_filter_description !== prior.traffic_mirror_filter_description) {
      attributes.description = text(planned.traffic_mirror_filter_description);
    }
    if (Object.keys(attributes).length > 0) {
      await operation.call('UpdateTrafficMirrorFilterAttribute', { id, attributes, dryRun: planned.dry_run === true });
      operation.halfDone.passed('traffic_mirror_filter_name', 'traffic_mirror_filter_description');
    }
    await moveResourceGroup(operation, prior, planned);
    await updateTags(operation, prior, planned);
  },

  async delete(operation: Operation, prior: ValueObject): Promise<void> {
    await deleteQuietly(operation, 'DeleteTrafficMirrorFilter', { id: text(prior.id) });
  },
};
