import { ApiError } from '../cloud/errors';
import { GroupRule } from '../cloud/receiving-side';
import { Value, ValueObject } from '../wire';
import { Operation } from './operation';
import { Problem, Resource, checkExclusive, checkRange, numeric, text } from './resource';

const DEFAULT_PRIORITY = 1;
const SOURCES = ['cidr_ip', 'source_security_group_id', 'prefix_list_id'];
const ALL_SOURCES = [...SOURCES, 'ipv6_cidr_ip'];

/** What the request carries; the provider sends the text "<nil>" for a card type that was left out. */
function ruleOf(object: ValueObject): GroupRule {
  const source = SOURCES.map((name) => text(object[name])).find((value) => value !== '') ?? '';
  const port = text(object.port_range);
  return {
    groupId: text(object.security_group_id),
    type: text(object.type),
    protocol: text(object.ip_protocol),
    portRange: port === '' && object.ip_protocol === 'all' ? '-1/-1' : port,
    nicType: text(object.nic_type) || '<nil>',
    source,
    policy: text(object.policy) || 'accept',
    priority: numeric(object.priority) ?? DEFAULT_PRIORITY,
  };
}

/** What the provider itself finds out only while it applies. */
function refuseAtApply({ protocol, portRange, nicType }: GroupRule): void {
  if (['tcp', 'udp'].includes(protocol) && portRange === '-1/-1') {
    throw new ApiError('InvalidPortRange', '"tcp" and "udp" can support port range: [1, 65535]. Please correct it and try again.');
  }
  if (nicType === 'internet') throw new ApiError('InvalidNicType', 'The nic_type must be "intranet" in a VPC.');
}

const idOf = ({ groupId, type, protocol, portRange, nicType, source, policy, priority }: GroupRule): string =>
  [groupId, type, protocol, portRange, nicType, source, policy, priority].join(':');

export const securityGroupRule: Resource = {
  forceNew: [
    'security_group_id', 'type', 'ip_protocol', 'port_range', 'nic_type', 'policy', 'priority', 'cidr_ip', 'ipv6_cidr_ip',
    'source_security_group_id', 'source_group_owner_account', 'source_group_owner_id', 'prefix_list_id',
  ],
  // Defaults of the provider, which its plan shows.
  legacyAttributes: ['policy', 'priority', 'port_range'],
  suppress: (name, _prior, proposed) => ['policy', 'priority', 'port_range'].includes(name) && proposed[name] === null,

  validate(config: ValueObject): Problem[] {
    const protocol = text(config.ip_protocol);
    return [
      ...(protocol === protocol.toLowerCase()
        ? []
        : [{ attribute: 'ip_protocol', text: `expected ip_protocol to be lower case, got ${protocol}` }]),
      ...checkExclusive(config, ['cidr_ip', 'source_security_group_id']),
      ...ALL_SOURCES.every((name) => config[name] === null)
        ? [{ attribute: 'cidr_ip', text: `one of \`${ALL_SOURCES.join(',')}\` must be specified` }]
        : [],
      ...checkRange(config, 'priority', [1, 100]),
    ];
  },

  async create(operation: Operation, planned: ValueObject): Promise<void> {
    const rule = ruleOf(planned);
    refuseAtApply(rule);
    await operation.call('AuthorizeSecurityGroup', { attributes: rule, description: text(planned.description) });
    operation.createdId = idOf(rule);
  },

  async read(operation: Operation, state: ValueObject): Promise<Record<string, Value> | null> {
    const [groupId, type, protocol, portRange, nicType, ...rest] = text(state.id).split(':');
    const [source, policy, priority] = rest;
    const found = await operation.call<GroupRule | undefined>('DescribeSecurityGroupAttribute', {
      attributes: { groupId, type, protocol, portRange, nicType, source, policy, priority: Number(priority) },
    });
    if (!found) return null;
    const argument = source.startsWith('sg-') ? 'source_security_group_id' : source.startsWith('pl-') ? 'prefix_list_id' : 'cidr_ip';
    return {
      ...state,
      security_group_id: groupId,
      type,
      ip_protocol: protocol,
      port_range: portRange,
      nic_type: nicType === '<nil>' ? null : nicType,
      policy,
      priority: Number(priority),
      [argument]: source,
      description: found.description || null,
      security_group_rule_id: `sgr-${source}`,
    };
  },

  /** Only the description changes in place. */
  async update(operation: Operation, prior: ValueObject, planned: ValueObject): Promise<void> {
    const params = { attributes: ruleOf(prior), description: text(planned.description) };
    for (let time = 0; time < 2; time++) await operation.call('ModifySecurityGroupRule', params);
  },

  async delete(operation: Operation, prior: ValueObject): Promise<void> {
    // Any refusal is repeated for five minutes.
    await operation.call('RevokeSecurityGroup', { attributes: ruleOf(prior) }, () => true);
  },
};
