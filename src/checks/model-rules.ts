import { Direction, RuleModel } from '../model/mirror-model';
import { literalNumber } from '../model/reference';
import { parseIpv4Cidr } from '../net/ipv4-cidr';
import { isProtocolName } from '../net/mirror-protocol';
import { EVERY_ADDRESS, EVERY_PORT, hasPorts, isIn, Packet, PacketBox, Span } from '../net/packet';
import { parsePortRange } from '../net/port-range';

/** A rule of the written Terraform as far as it is known. */
export interface ModelRule {
  readonly rule: RuleModel;
  readonly priority: number;
  /** Whether it accepts. Undefined if the action is not known. */
  readonly accept?: boolean;
  /** What it matches at most: a value that is not known may be any. */
  readonly box: PacketBox;
  /** Whether the rule is there; one of an unknown count may not be. */
  readonly exists: boolean;
  /** Whether the rule is there and every value is known, so that it matches exactly that. */
  readonly certain: boolean;
}

/**
 * The rules of one direction by priority. Undefined if a priority is not known, or a value is malformed, so that no order of
 * them can be told.
 */
export function modelRules(rules: readonly RuleModel[], direction: Direction): ModelRule[] | undefined {
  let known = perList.get(rules);
  if (!known) perList.set(rules, known = {});
  if (!(direction in known)) known[direction] = read(rules, direction);
  return known[direction];
}

/** Several checks look at one list. */
const perList = new WeakMap<readonly RuleModel[], { [direction in Direction]?: ModelRule[] }>();

function read(rules: readonly RuleModel[], direction: Direction): ModelRule[] | undefined {
  const found: ModelRule[] = [];
  for (const rule of rules) {
    if (rule.direction !== direction) continue;
    const priority = literalNumber(rule.priority);
    if (priority === undefined || (!rule.inline && rule.block.copies !== undefined && rule.block.copies !== 1)) return undefined;
    const exists = rule.inline || rule.block.copies === 1;
    let certain = exists;
    const spanOf = (given: unknown, whole: Span, parse: (text: string) => Span | undefined): Span => {
      // What is left out is everything, as the service fills it in.
      if (given === undefined || given === null || given === '') return whole;
      const span = typeof given === 'string' ? parse(given) : undefined;
      if (!span) certain = false;
      return span ?? whole;
    };
    const cidr = (text: string): Span | undefined => {
      const parsed = parseIpv4Cidr(text);
      return parsed.ok ? [parsed.cidr.first, parsed.cidr.last + 1] : undefined;
    };
    const ports = (text: string): Span | undefined => {
      const parsed = parsePortRange(text);
      return !parsed.ok ? undefined : parsed.range.isAll ? EVERY_PORT : [parsed.range.first, parsed.range.last + 1];
    };
    const named = typeof rule.protocol === 'string' && isProtocolName(rule.protocol);
    if (!named) certain = false;
    const protocol = (named ? rule.protocol : 'ALL') as PacketBox['protocol'];
    const action = rule.action === 'accept' ? true : rule.action === 'drop' ? false : undefined;
    const withPorts = hasPorts(protocol);
    found.push({
      rule, priority, exists, accept: action,
      box: {
        protocol, source: spanOf(rule.sourceCidr, EVERY_ADDRESS, cidr), destination: spanOf(rule.destinationCidr, EVERY_ADDRESS, cidr),
        sourcePorts: withPorts ? spanOf(rule.sourcePorts, EVERY_PORT, ports) : EVERY_PORT, destinationPorts: withPorts ? spanOf(rule.destinationPorts, EVERY_PORT, ports) : EVERY_PORT,
      },
      certain,
    });
  }
  found.sort((a, b) => a.priority - b.priority);
  return found.some((r, i) => i > 0 && r.priority === found[i - 1].priority) ? undefined : found;
}

/** What the rules of one direction do to a packet. */
export interface RuleOutcome {
  /** Undefined if it depends on values that are not known. */
  readonly outcome?: 'accept' | 'drop' | 'none';
  /** The rule that decides, or the first whose values would have to be known. */
  readonly by?: ModelRule;
  /** Whether some values accept the packet. */
  readonly mayAccept: boolean;
}

/** The first rule that matches decides. A rule that may match leaves it open, unless all that can come of it is the same. */
export function outcomeOf(rules: readonly ModelRule[], packet: Packet): RuleOutcome {
  const possible = new Set<'accept' | 'drop' | 'none'>();
  let opener: ModelRule | undefined;
  const end = (last: 'accept' | 'drop' | 'none' | undefined, by?: ModelRule): RuleOutcome => {
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
