import { ApiError, invalid, notFound, quotaExceeded } from './errors';
import { Ids } from './ids';
import { Limits, RANGES } from './limits';

export type Direction = 'ingress' | 'egress';

export interface Rule {
  readonly id: string;
  readonly direction: Direction;
  readonly priority: number;
  readonly protocol: string;
  readonly action: string;
  readonly source: string;
  readonly destination: string;
  readonly sourcePort: string;
  readonly destinationPort: string;
}

export interface Filter {
  readonly id: string;
  name: string;
  description: string;
  resourceGroupId: string;
  tags: Record<string, string>;
  rules: Rule[];
}

/** A rule as a caller writes it. */
export type RuleInput = { readonly direction: Direction } & Partial<Omit<Rule, 'id' | 'direction'>>;

const ANY_PORT = '-1/-1';

function checkCidr(parameter: string, value: string): void {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(value);
  if (!match || match.slice(1, 5).some((octet) => Number(octet) > 255) || Number(match[5]) > 32) throw invalid(parameter, value);
}

function checkPorts(parameter: string, protocol: string, value: string): void {
  if (value === ANY_PORT) return;
  const match = /^(\d+)\/(\d+)$/.exec(value);
  const [first, last] = match ? [Number(match[1]), Number(match[2])] : [0, 0];
  const allowed = protocol === 'TCP' || protocol === 'UDP';
  if (!allowed || first < RANGES.port[0] || last > RANGES.port[1] || first > last) throw invalid(parameter, value);
}

/** Refuses what the service does not take; `sent` names what this very call says. */
function checkRule(rule: Rule, sent: Partial<Rule>): void {
  if (!['ALL', 'ICMP', 'TCP', 'UDP'].includes(rule.protocol)) throw invalid('Protocol', rule.protocol);
  if (!['accept', 'drop'].includes(rule.action)) throw invalid('Action', rule.action);
  const [low, high] = RANGES.rulePriority;
  if (!(rule.priority >= low && rule.priority <= high)) throw invalid('Priority', rule.priority);
  checkCidr('SourceCidrBlock', rule.source);
  checkCidr('DestinationCidrBlock', rule.destination);
  // Ports that an earlier call left behind are not looked at again: ALL may keep the ports of a former TCP.
  if (sent.sourcePort !== undefined) checkPorts('SourcePortRange', rule.protocol, rule.sourcePort);
  if (sent.destinationPort !== undefined) checkPorts('DestinationPortRange', rule.protocol, rule.destinationPort);
}

function checkPriorities(rules: readonly Rule[]): void {
  const seen = new Set<string>();
  for (const { direction, priority } of rules) {
    const key = `${direction} ${priority}`;
    if (seen.has(key)) throw new ApiError('DuplicatedParam.RulePriority', `The priority ${priority} is used twice (${direction}).`);
    seen.add(key);
  }
}

/** The filters of one account and region. Every method is one synchronous step. */
export class Filters {
  private readonly all = new Map<string, Filter>();

  constructor(
    private readonly ids: Ids, private readonly limits: () => Limits, private readonly usedBy: (filterId: string) => number,
    /** Told of every filter whose rules came, changed or went. */
    private readonly changed: (filterId: string) => void,
  ) {}

  list(): Filter[] {
    return [...this.all.values()];
  }

  find(id: string): Filter | undefined {
    return this.all.get(id);
  }

  get(id: string): Filter {
    const filter = this.all.get(id);
    if (!filter) throw notFound(id);
    return filter;
  }

  create(input: Pick<Filter, 'name' | 'description' | 'resourceGroupId'>, rules: readonly RuleInput[]): Filter {
    const { filters, rulesPerDirectionAtCreation: perDirection } = this.limits();
    if (filters !== null && this.all.size >= filters) throw quotaExceeded('filters', filters);
    for (const direction of ['ingress', 'egress']) {
      if (rules.filter((rule) => rule.direction === direction).length > perDirection) {
        throw quotaExceeded('rules in one direction', perDirection);
      }
    }
    const filter: Filter = { ...input, id: this.ids.next('tmf'), tags: {}, rules: [] };
    filter.rules = this.withRules(filter, rules);
    this.all.set(filter.id, filter);
    return filter;
  }

  delete(id: string): void {
    const filter = this.get(id);
    if (this.usedBy(filter.id) > 0) {
      throw new ApiError('DependencyViolation.TrafficMirrorSession', `The filter ${id} is in use by a session.`);
    }
    this.all.delete(id);
  }

  addRules(filterId: string, rules: readonly RuleInput[]): Rule[] {
    const filter = this.get(filterId);
    const before = filter.rules.length;
    filter.rules = this.withRules(filter, rules);
    this.changed(filterId);
    return filter.rules.slice(before);
  }

  updateRule(filterId: string, ruleId: string, changes: Partial<Rule>): void {
    const filter = this.get(filterId);
    const index = this.indexOf(filter, ruleId);
    const next = { ...filter.rules[index], ...changes };
    checkRule(next, changes);
    const rules = filter.rules.map((rule, at) => (at === index ? next : rule));
    checkPriorities(rules);
    filter.rules = rules;
    this.changed(filterId);
  }

  deleteRules(filterId: string, ruleIds: readonly string[]): void {
    const filter = this.get(filterId);
    for (const id of ruleIds) this.indexOf(filter, id);
    filter.rules = filter.rules.filter((rule) => !ruleIds.includes(rule.id));
    this.changed(filterId);
  }

  private indexOf(filter: Filter, ruleId: string): number {
    const index = filter.rules.findIndex((rule) => rule.id === ruleId);
    if (index < 0) throw notFound(ruleId);
    return index;
  }

  private withRules(filter: Filter, inputs: readonly RuleInput[]): Rule[] {
    const added = inputs.map((input): Rule => {
      const rule = {
        id: this.ids.next('tmr'),
        direction: input.direction,
        priority: input.priority ?? 1,
        protocol: input.protocol ?? 'ALL',
        action: input.action ?? '',
        source: input.source ?? '0.0.0.0/0',
        destination: input.destination ?? '0.0.0.0/0',
        sourcePort: input.sourcePort ?? ANY_PORT,
        destinationPort: input.destinationPort ?? ANY_PORT,
      };
      checkRule(rule, input);
      return rule;
    });
    const rules = [...filter.rules, ...added];
    const { rulesPerFilter } = this.limits();
    if (rules.length > rulesPerFilter) throw quotaExceeded('rules per filter', rulesPerFilter);
    checkPriorities(rules);
    return rules;
  }
}
