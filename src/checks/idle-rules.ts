import { copiesSomething, DIRECTIONS, FilterRules, filterRules, knownRules } from './filter-rules';
import { ModelRule, modelRules } from './model-rules';
import { IN_PRACTICE_NEVER_MIRRORED, NEVER_MIRRORED } from '../catalog/never-mirrored';
import { MirrorModel } from '../model/mirror-model';
import { overlap, Packet, PacketBox } from '../net/packet';
import { Shadows } from '../net/shadows';

/** A rule that decides about no packet. */
export interface IdleRule {
  readonly rule: ModelRule;
  /** The rules that decide about its packets. Empty if its packets are never mirrored. */
  readonly blockers: readonly ModelRule[];
  /** One of them has the opposite action. */
  readonly opposed: boolean;
  /** A packet that it matches. */
  readonly witness: Packet;
}

/** The idle rules of one filter, and the number of those that decide. */
export interface IdleRules {
  readonly filter: FilterRules;
  readonly idle: readonly IdleRule[];
  /** The number of rules that certainly decide about some packet. */
  readonly deciding: number;
}

const perModel = new WeakMap<MirrorModel, IdleRules[]>();

/** The idle rules of every filter that copies something. TM201 reports filters that copy nothing. */
export function idleRules(model: MirrorModel): IdleRules[] {
  let found = perModel.get(model);
  if (!found) perModel.set(model, found = gather(model));
  return found;
}

/** The position of a rule in its list, and the rules that hide it. */
type Idle = { readonly rule: number; readonly blockers: readonly number[]; readonly opposed: boolean; readonly witness: Packet };

function gather(model: MirrorModel): IdleRules[] {
  // Cache, since many filters have the same rules.
  const known = new Map<string, Idle[]>();
  return filterRules(model).flatMap((filter): IdleRules[] => {
    if (typeof copiesSomething(filter.rules) === 'string') return [];
    const own = DIRECTIONS.map((direction) => modelRules(filter.rules, direction)).filter((rules) => rules !== undefined);
    const idle = own.flatMap((rules) => {
      const key = rules.map(keyOf).join('\n');
      let list = known.get(key);
      if (!list) known.set(key, list = idleOf(rules));
      return list.map(({ rule, blockers, opposed, witness }) => ({
        rule: rules[rule], blockers: blockers.map((b) => rules[b]), opposed, witness,
      }));
    });
    const hidden = new Set(idle.map(({ rule }) => rule));
    const deciding = DIRECTIONS.flatMap((direction) => decidingOf(knownRules(filter, direction) ?? [], hidden));
    return [{ filter, idle, deciding: deciding.length }];
  });
}

/** The rules that certainly decide about some packet: an earlier rule that is only partly known may hide a rule. */
function decidingOf(rules: readonly ModelRule[], idle: ReadonlySet<ModelRule>): ModelRule[] {
  const perhapsBefore: PacketBox[] = [];
  return rules.filter((rule) => {
    const decides = rule.certain && !idle.has(rule) && !perhapsBefore.some((box) => overlap(box, rule.box));
    if (!rule.certain || rule.accept === undefined) perhapsBefore.push(rule.box);
    return decides;
  });
}

/** Equal for rules with the same match and action. */
function keyOf({ box: { protocol, source, destination, sourcePorts, destinationPorts }, accept, certain }: ModelRule): string {
  return `${protocol} ${source[0]} ${source[1]} ${destination[0]} ${destination[1]} ${sourcePorts[0]} ${sourcePorts[1]} ${destinationPorts[0]} ${destinationPorts[1]} ${accept} ${certain}`;
}

/** Only fully known rules can hide others. A partly known rule matches at most its box. */
function idleOf(rules: readonly ModelRule[]): Idle[] {
  if (rules.length < 2 && !rules.some((r) => r.box.protocol === 'UDP')) return [];
  const places: number[] = [];
  const shadows = new Shadows(IN_PRACTICE_NEVER_MIRRORED);
  const found: Idle[] = [];
  rules.forEach((rule, i) => {
    const dead = shadows.of({ accept: rule.accept ?? true, box: rule.box });
    // A rule for packets with a DHCP port is a rule for DHCP only if some of them are DHCP.
    const witness = dead?.reason === 'ONLY_NEVER_MIRRORED' ? dead.witness.intersect(NEVER_MIRRORED).witness() : dead?.witness.witness();
    if (dead && witness) {
      // The rules that hide a rule are known even if its action is unknown.
      found.push({
        rule: i,
        blockers: dead.blockers.map((b) => places[b]),
        opposed: dead.opposed && rule.accept !== undefined,
        witness,
      });
    }
    if (rule.certain && rule.accept !== undefined) {
      places.push(i);
      shadows.add({ accept: rule.accept, box: rule.box });
    }
  });
  return found;
}
