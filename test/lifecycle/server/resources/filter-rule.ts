import { Direction, Filter, Rule } from '../cloud/filters';
import { RANGES } from '../cloud/limits';
import { Value, ValueObject } from '../wire';
import { Operation, deleteQuietly } from './operation';
import { Problem, Resource, checkExclusive, checkOneOf, checkRange, numeric, text } from './resource';

/** How long the provider waits after it has made or changed a rule. */
const SETTLE_SECONDS = 5;

const PORTS = ['source_port_range', 'destination_port_range'];

const SENT = {
  protocol: 'protocol',
  priority: 'priority',
  source_cidr_block: 'source',
  destination_cidr_block: 'destination',
  source_port_range: 'sourcePort',
  destination_port_range: 'destinationPort',
} as const;

const actionOf = (planned: ValueObject): string => text(planned.action) || text(planned.rule_action);

/** The import id and the state's id: `<filter id>:<rule id>`. */
function ids(state: ValueObject): { filterId: string; ruleId: string } {
  const [filterId, ruleId = ''] = text(state.id).split(':');
  return { filterId, ruleId };
}

/** A rule of its own, for one direction. */
export function filterRule(direction: Direction): Resource {
  return {
    forceNew: ['traffic_mirror_filter_id'],
    // The deprecated twin of `action` follows it.
    legacyAttributes: ['action', 'rule_action', ...PORTS],

    // For ICMP the provider looks at no port: those of a former TCP stay in the state and in the cloud.
    suppress(name: string, _prior: ValueObject, proposed: ValueObject): boolean {
      return PORTS.includes(name) && proposed.protocol === 'ICMP';
    },

    validate(config: ValueObject): Problem[] {
      return [
        ...checkRange(config, 'priority', RANGES.rulePriority),
        ...checkOneOf(config, 'protocol', ['ALL', 'ICMP', 'TCP', 'UDP']),
        ...checkOneOf(config, 'action', ['accept', 'drop']),
        ...checkExclusive(config, ['action', 'rule_action'], true),
      ];
    },

    async create(operation: Operation, planned: ValueObject): Promise<void> {
      const filterId = text(planned.traffic_mirror_filter_id);
      const rule = Object.fromEntries(Object.entries(SENT)
        .filter(([attribute]) => !(PORTS.includes(attribute) && planned.protocol === 'ICMP'))
        .map(([attribute, name]) => [name, typeof planned[attribute] === 'object' ? undefined : planned[attribute]]));
      const [created] = await operation.call<Rule[]>('CreateTrafficMirrorFilterRules', {
        filterId,
        dryRun: planned.dry_run === true,
        rules: [{ ...rule, direction, action: actionOf(planned) }],
      });
      operation.createdId = `${filterId}:${created.id}`;
      await operation.wait(SETTLE_SECONDS);
    },

    async read(operation: Operation, state: ValueObject): Promise<Record<string, Value> | null> {
      const { filterId, ruleId } = ids(state);
      const found = await operation.call<Filter | undefined>('ListTrafficMirrorFilters', { id: filterId });
      const rule = found?.rules.find((one) => one.id === ruleId && one.direction === direction);
      return rule ? {
        [`traffic_mirror_filter_${direction}_rule_id`]: rule.id,
        id: state.id,
        dry_run: state.dry_run,
        action: rule.action,
        rule_action: rule.action,
        protocol: rule.protocol,
        priority: numeric(rule.priority) ?? null,
        source_cidr_block: rule.source,
        destination_cidr_block: rule.destination,
        source_port_range: rule.sourcePort,
        destination_port_range: rule.destinationPort,
        status: 'Created',
        traffic_mirror_filter_id: filterId,
        timeouts: state.timeouts,
      } : null;
    },

    async update(operation: Operation, prior: ValueObject, planned: ValueObject): Promise<void> {
      const attributes: Record<string, Value> = {};
      for (const [attribute, name] of Object.entries(SENT)) {
        if (planned[attribute] !== prior[attribute]) attributes[name] = planned[attribute];
      }
      if (planned.action !== prior.action) {
        attributes.action = text(planned.action);
      } else if (planned.rule_action !== prior.rule_action) {
        attributes.action = text(planned.rule_action);
      }
      if (Object.keys(attributes).length > 0) {
        await operation.call('UpdateTrafficMirrorFilterRuleAttribute', { ...ids(prior), attributes, dryRun: planned.dry_run === true });
        await operation.wait(SETTLE_SECONDS);
      }
    },

    async delete(operation: Operation, prior: ValueObject): Promise<void> {
      await deleteQuietly(operation, 'DeleteTrafficMirrorFilterRules', ids(prior));
    },
  };
}
