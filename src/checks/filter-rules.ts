import { ModelRule, modelRules } from './model-rules';
import { Subject } from './outcomes';
import { NEVER_MIRRORED } from '../catalog/never-mirrored';
import { Direction, FilterModel, MirrorModel, RuleModel } from '../model/mirror-model';
import { Identity, isLiteral, literalText } from '../model/reference';
import { Scope } from '../model/scope';
import { formatIpv4Address } from '../net/ipv4-cidr';
import { Packet, PacketBox, packetText } from '../net/packet';
import { PacketSet } from '../net/packet-set';
import { freePacket } from '../net/shadows';
import { label } from '../texts/names';
import { Phrase, phrase, Words } from '../texts/phrase';

/** The app's rules of one filter. The filter itself may be outside the app. */
export interface FilterRules {
  readonly identity: Identity;
  /** The filter, if it is in the app. */
  readonly filter?: FilterModel;
  readonly rules: readonly RuleModel[];
  /** The number of rules is known only at apply. */
  readonly openEnded: boolean;
  /** The directions in which it may have more rules, since the filter of some rules is known only at apply. */
  readonly perhapsMore: readonly Direction[];
  readonly scope: Scope;
  /** The place of a finding about the whole filter. */
  readonly at: Subject;
}

const perModel = new WeakMap<MirrorModel, FilterRules[]>();

/** All filters that are in the app or have rules in it. Rules whose filter is known only at apply are left out. */
export function filterRules(model: MirrorModel): FilterRules[] {
  let found = perModel.get(model);
  if (!found) perModel.set(model, found = gather(model));
  return found;
}

function gather(model: MirrorModel): FilterRules[] {
  const perhapsMore = DIRECTIONS.filter((direction) => model.openRules.some((rule) => rule.direction === direction));
  const found: FilterRules[] = model.filters.map((filter) => ({
    identity: filter.identity,
    filter,
    rules: filter.rules,
    openEnded: filter.openEnded,
    perhapsMore,
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
    found.push({
      identity,
      rules,
      openEnded: rules.some((r) => r.block.copies === undefined),
      perhapsMore,
      scope: model.scopeOf(stack, block),
      at: { path: block.path, stack, block },
    });
  }
  return found;
}

/** The rules of a filter in one direction by priority. Undefined if there may be others, or if their order is unknown. */
export function knownRules(filter: FilterRules, direction: Direction): ModelRule[] | undefined {
  return filter.openEnded || filter.perhapsMore.includes(direction) ? undefined : modelRules(filter.rules, direction);
}

/** Every rule of the app. */
export function* allRules(model: MirrorModel): Generator<RuleModel> {
  for (const filter of model.filters) yield* filter.rules;
  for (const { rule } of model.strayRules) yield rule;
}

/** The place of a finding about a rule. Inline rules share the path of their filter. */
export function ruleSubject(rule: RuleModel): Subject {
  return { path: rule.block.path, stack: rule.stack, block: rule.block, subject: rule.inline ? ruleName(rule) : undefined };
}

/** The name of the rule in messages. */
export function ruleName(rule: RuleModel): string {
  return `${rule.direction} rule ${rule.priority ?? 'without priority'}`;
}

/** The name of the rule in the reader's language. */
export function ruleWords(rule: RuleModel): Phrase {
  return phrase('rule', { direction: rule.direction, priority: String(rule.priority) });
}

/** The packet in messages. */
export function packetWords(packet: Packet): Words {
  return packet.kind === 'OTHER'
    ? phrase('otherPacket', { from: formatIpv4Address(packet.source), to: formatIpv4Address(packet.destination) })
    : packetText(packet);
}

/** The name of the filter in messages: its id, or the construct or resource that makes it. */
export function filterName({ identity, at }: FilterRules): Phrase {
  return phrase('filter', { id: isLiteral(identity) ? identity : label(at.path) });
}

export const DIRECTIONS: readonly Direction[] = ['inbound', 'outbound'];

/** The number of copies of a rule counts for the quota. An inline rule exists in each copy of its filter. */
export function copiesOf(rule: RuleModel): number | undefined {
  return rule.inline ? 1 : rule.block.copies;
}

/** Whether a dynamic block creates inline rules of a direction. */
export function dynamicRules({ block }: FilterModel, direction: Direction): boolean {
  const { ingress_rules: inbound, egress_rules: outbound } = block.body.dynamic ?? {};
  return (direction === 'inbound' ? inbound : outbound) !== undefined;
}

/** The directions in which a filter has inline and stand-alone rules. In different directions they don't interfere. */
export function mixedDirections(filter: FilterModel): Direction[] {
  return DIRECTIONS.filter((direction) => {
    const rules = filter.rules.filter((rule) => rule.direction === direction);
    return rules.some((rule) => !rule.inline) && hasInlineRules(filter, direction);
  });
}

/** Whether a filter has inline rules in a direction. */
export function hasInlineRules(filter: FilterModel, direction: Direction): boolean {
  return dynamicRules(filter, direction) || filter.rules.some((rule) => rule.direction === direction && rule.inline);
}

/** The stand-alone rules of the app. Inline ones share the block of their filter. */
export function filterRuleBlocks(model: MirrorModel): RuleModel[] {
  const found: RuleModel[] = [];
  for (const rule of allRules(model)) if (!rule.inline) found.push(rule);
  return found;
}

/** The reason why a filter with rules copies nothing. */
export type Nothing = 'onlyDrops' | 'dropped' | 'neverMirrored';

/** Whether a filter copies anything, or the reason why not. Undefined if that depends on values known only at apply. */
export function copiesSomething(rules: readonly RuleModel[]): true | Nothing | undefined {
  let why: Nothing = 'onlyDrops';
  let open = false;
  for (const direction of DIRECTIONS) {
    const own = modelRules(rules, direction);
    if (!own) {
      // The order is unknown. It matters only if a rule may drop packets.
      const unordered = rules.filter((r) => r.direction === direction);
      if (unordered.every((r) => literalText(r.action) === 'accept') && unordered.some((r) => copiesOf(r) !== undefined)) return true;
      if (unordered.some((r) => literalText(r.action) !== 'drop')) open = true;
      continue;
    }
    const before: PacketBox[] = [];
    const perhapsBefore: PacketBox[] = [];
    for (const { accept, exists, certain, box } of own) {
      if (accept !== false) {
        if (why === 'onlyDrops') why = 'dropped';
        // Most filters copy something by their first rule that accepts.
        if (accept && exists && perhapsBefore.length === before.length && certain && freePacket(box, before, NEVER_MIRRORED)) return true;
        const set = PacketSet.ofBox(box);
        const left = before.length > 0 ? set.minus(PacketSet.ofBoxes(before)) : set;
        if (!NEVER_MIRRORED.containsAll(left)) {
          // No earlier rule drops its packets.
          if (accept && exists && perhapsBefore.length === 0) return true;
          if (accept && certain && !NEVER_MIRRORED.containsAll(set.minus(PacketSet.ofBoxes(perhapsBefore)))) return true;
          open = true;
        } else if (!left.isEmpty) {
          why = 'neverMirrored';
        }
      }
      if (accept === false && certain) before.push(box);
      if (accept !== true) perhapsBefore.push(box);
    }
  }
  return open ? undefined : why;
}
