import { Direction, RuleModel } from '../model/mirror-model';
import { literalNumber } from '../model/reference';
import { parseIpv4Cidr } from '../net/ipv4-cidr';
import { isProtocolName } from '../net/mirror-protocol';
import { EVERY_ADDRESS, EVERY_PORT, hasPorts, isIn, Packet, PacketBox, Span } from '../net/packet';
import { parsePortRange } from '../net/port-range';

/** A rule of the Terraform, as far as it is known. */
export interface ModelRule {
  readonly rule: RuleModel;
  readonly priority: number;
  /** Whether it accepts. Undefined if the action is unknown. */
  readonly accept?: boolean;
  /** The packets that it matches at most. An unknown value may be any value. */
  readonly box: PacketBox;
  /** Whether the rule certainly exists. A rule with an unknown count may not. */
  readonly exists: boolean;
  /** Whether the rule certainly exists and all values are known, so that it matches exactly its box. */
  readonly certain: boolean;
}

/**
 * The rules of one direction by priority. Undefined if the order cannot be determined, because a priority is unknown or a value
 * is malformed.
 */
export function modelRules(rules: readonly RuleModel[], direction: Direction): ModelRule[] | undefined {
  let known = perList.get(rules);
  if (!known) perList.set(rules, known = {});
  if (!(direction in known)) known[direction] = read(rules, direction);
  return known[direction];
}

/** Cache, since several checks use the same list. */
const perList = new WeakMap<readonly RuleModel[], { [direction in Direction]?: ModelRule[] }>();

function read(rules: readonly RuleModel[], direction: Direction): ModelRule[] | undefined {
  const found: ModelRule[] = [];
  for (const rule of rules) {
    if (rule.direction !== direction) continue;
    const priority = literalNumber(rule.priority);
    if (priority === undefined || (!rule.inline && rule.block.copies !== undefined && rule.block.copies !== 1)) return undefined;
    const exists = rule.inline || rule.block.copies === 1;
    const { accept, box, known } = matchOf(rule);
    found.push({ rule, priority, exists, accept, box, certain: exists && known });
  }
  found.sort((a, b) => a.priority - b.priority);
  return found.some((r, i) => i > 0 && r.priority === found[i - 1].priority) ? undefined : found;
}

/** The arguments of a rule that decide which packets it matches. */
export type RuleArguments = Pick<RuleModel, 'action' | 'protocol' | 'sourceCidr' | 'destinationCidr' | 'sourcePorts' | 'destinationPorts'>;

/** The action of a rule, and its packets. */
export interface RuleMatch {
  /** Undefined if the action is unknown. */
  readonly accept?: boolean;
  /** The packets that it matches at most. */
  readonly box: PacketBox;
  /** Whether it matches exactly the box. */
  readonly known: boolean;
}

/** The action and packets of a rule, as far as its arguments are known. */
export function matchOf(rule: RuleArguments): RuleMatch {
  const named = typeof rule.protocol === 'string' && isProtocolName(rule.protocol);
  const protocol = (named ? rule.protocol : 'ALL') as PacketBox['protocol'];
  const [source, destination] = [addresses(rule.sourceCidr), addresses(rule.destinationCidr)];
  const [sourcePorts, destinationPorts] = hasPorts(protocol)
    ? [ports(rule.sourcePorts), ports(rule.destinationPorts)]
    : [EVERY_PORT, EVERY_PORT];
  return {
    accept: rule.action === 'accept' ? true : rule.action === 'drop' ? false : undefined,
    box: {
      protocol, source: source ?? EVERY_ADDRESS, destination: destination ?? EVERY_ADDRESS,
      sourcePorts: sourcePorts ?? EVERY_PORT, destinationPorts: destinationPorts ?? EVERY_PORT,
    },
    known: named && [source, destination, sourcePorts, destinationPorts].every((value) => value !== undefined),
  };
}

/** A missing value matches everything, since the service fills it in. */
function isLeftOut(given: unknown): boolean {
  return given === undefined || given === null || given === '';
}

function addresses(given: unknown): Span | undefined {
  if (isLeftOut(given) || given === '0.0.0.0/0') return EVERY_ADDRESS;
  const parsed = typeof given === 'string' ? parseIpv4Cidr(given) : undefined;
  return parsed?.ok ? [parsed.cidr.first, parsed.cidr.last + 1] : undefined;
}

function ports(given: unknown): Span | undefined {
  if (isLeftOut(given) || given === '-1/-1') return EVERY_PORT;
  const parsed = typeof given === 'string' ? parsePortRange(given) : undefined;
  return !parsed?.ok ? undefined : parsed.range.isAll ? EVERY_PORT : [parsed.range.first, parsed.range.last + 1];
}

/** The effect of the rules of one direction on a packet. */
export interface RuleOutcome<Rule = ModelRule> {
  /** Undefined if it depends on unknown values. */
  readonly outcome?: 'accept' | 'drop' | 'none';
  /** The rule that decides, or the first rule with an unknown value that decides. */
  readonly by?: Rule;
  /** Whether the packet is accepted for some of the unknown values. */
  readonly mayAccept: boolean;
}

/** The first matching rule decides. A rule that may match leaves the outcome open, unless both outcomes are the same. */
export function outcomeOf<Rule extends Pick<ModelRule, 'accept' | 'box' | 'certain'>>(
  rules: readonly Rule[], packet: Packet,
): RuleOutcome<Rule> {
  const possible = new Set<'accept' | 'drop' | 'none'>();
  let opener: Rule | undefined;
  const end = (last: 'accept' | 'drop' | 'none' | undefined, by?: Rule): RuleOutcome<Rule> => {
    if (last) possible.add(last);
    const mayAccept = !last || possible.has('accept');
    return possible.size === 1 && last ? { outcome: last, by: by ?? opener, mayAccept } : { by: opener ?? by, mayAccept };
  };
  for (const rule of rules) {
    if (!isIn(rule.box, packet)) continue;
    const action = rule.accept === undefined ? undefined : rule.accept ? 'accept' as const : 'drop' as const;
    if (rule.certain) return end(action, rule);
    opener ??= rule;
    if (action) possible.add(action);
    else return { by: opener, mayAccept: true };
  }
  return end('none');
}
