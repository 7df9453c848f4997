import { Subject } from './outcomes';
import { Direction, FilterModel, MirrorModel, RuleModel } from '../model/mirror-model';
import { Identity, isLiteral, literalNumber, literalText, named } from '../model/reference';
import { Scope } from '../model/scope';
import { Ipv4Cidr } from '../net/ipv4-cidr';
import { MirrorProtocol } from '../net/mirror-protocol';

/** The rules that the app has of one filter, which need not be in the app itself. */
export interface FilterRules {
  readonly identity: Identity;
  /** The filter, if it is in the app. */
  readonly filter?: FilterModel;
  readonly rules: readonly RuleModel[];
  /** How many rules there are is known to Terraform alone. */
  readonly openEnded: boolean;
  readonly scope: Scope;
  /** Where a finding about the whole filter belongs. */
  readonly at: Subject;
}

const perModel = new WeakMap<MirrorModel, FilterRules[]>();

/** All filters that the app has or has rules of. Rules of a filter that only Terraform knows are left out. */
export function filterRules(model: MirrorModel): FilterRules[] {
  let found = perModel.get(model);
  if (!found) perModel.set(model, found = gather(model));
  return found;
}

function gather(model: MirrorModel): FilterRules[] {
  const found: FilterRules[] = model.filters.map((filter) => ({
    identity: filter.identity,
    filter,
    rules: filter.rules,
    openEnded: filter.openEnded,
    scope: filter.scope,
    at: { path: filter.block.path, stack: filter.stack, block: filter.block },
  }));
  const elsewhere = new Map<Identity, RuleModel[]>();
  for (const { rule, filter } of model.strayRules) {
    if (filter === undefined || !isLiteral(filter)) continue;
    const rules = elsewhere.get(filter);
    if (rules) rules.push(rule);
    else elsewhere.set(filter, [rule]);
  }
  for (const [identity, rules] of elsewhere) {
    const { stack, block } = rules[0];
    found.push({ identity, rules, openEnded: rules.some((r) => r.block.repeated), scope: model.scopeOf(stack, block), at: { path: block.path, stack, block } });
  }
  return found;
}

/** Every rule of the app. */
export function* allRules(model: MirrorModel): Generator<RuleModel> {
  for (const filter of model.filters) yield* filter.rules;
  for (const { rule } of model.strayRules) yield rule;
}

/** Where a finding about a rule belongs. Several inline rules share the path of their filter. */
export function ruleSubject(rule: RuleModel): Subject {
  return { path: rule.block.path, stack: rule.stack, block: rule.block, subject: rule.inline ? ruleName(rule) : undefined };
}

/** The rule as a reader would name it. */
export function ruleName(rule: RuleModel): string {
  return `${rule.direction} rule ${rule.priority ?? 'without priority'}`;
}

/** The filter as a reader would name it. */
export function filterName({ identity, at }: FilterRules): string {
  return isLiteral(identity) ? `filter ${identity}` : `filter ${named(identity)} (${at.path})`;
}

export const DIRECTIONS: readonly Direction[] = ['inbound', 'outbound'];

/** A rule costs as many rules as it has copies. Inline rules have those of their filter, each its own. */
export function copiesOf(rule: RuleModel): number | undefined {
  return rule.inline ? 1 : rule.block.copies;
}

/** Whether a dynamic block makes inline rules of a direction. */
export function dynamicRules({ block }: FilterModel, direction: Direction): boolean {
  const { ingress_rules: inbound, egress_rules: outbound } = block.body.dynamic ?? {};
  return (direction === 'inbound' ? inbound : outbound) !== undefined;
}

/** The directions in which a filter has inline and stand-alone rules. In different directions the two leave each other alone. */
export function mixedDirections(filter: FilterModel): Direction[] {
  return DIRECTIONS.filter((direction) => {
    const rules = filter.rules.filter((rule) => rule.direction === direction);
    return rules.some((rule) => !rule.inline) && (dynamicRules(filter, direction) || rules.some((rule) => rule.inline));
  });
}

/** The stand-alone rules of the app. Inline ones share the block of their filter. */
export function filterRuleBlocks(model: MirrorModel): RuleModel[] {
  const found: RuleModel[] = [];
  for (const rule of allRules(model)) if (!rule.inline) found.push(rule);
  return found;
}

/**
 * Whether a filter copies anything: some rule accepts, and no rule that drops everything comes before it. Undefined if that
 * depends on what only Terraform knows.
 */
export function copiesSomething(rules: readonly RuleModel[]): boolean | undefined {
  let open = false;
  for (const direction of DIRECTIONS) {
    const own = rules.filter((rule) => rule.direction === direction);
    const wall = Math.min(...own.filter(dropsEverything).map((rule) => literalNumber(rule.priority) ?? Infinity));
    for (const rule of own) {
      const action = literalText(rule.action);
      const priority = literalNumber(rule.priority);
      if (action === 'drop' || priority !== undefined && priority > wall) continue;
      if (action === 'accept' && copiesOf(rule) !== undefined && (priority !== undefined || wall === Infinity)) return true;
      open = true;
    }
  }
  return open ? undefined : false;
}

/** Whether a rule that is surely there drops every packet of its direction. */
function dropsEverything(rule: RuleModel): boolean {
  const any = (cidr: unknown) => cidr === undefined || cidr === Ipv4Cidr.ANY.toString();
  return literalText(rule.action) === 'drop' && rule.protocol === MirrorProtocol.ALL.name && any(rule.sourceCidr) && any(rule.destinationCidr) && copiesOf(rule) !== undefined;
}
