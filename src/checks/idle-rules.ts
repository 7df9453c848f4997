import { copiesSomething, DIRECTIONS, FilterRules, filterRules } from './filter-rules';
import { ModelRule, modelRules } from './model-rules';
import { IN_PRACTICE_NEVER_MIRRORED } from '../catalog/never-mirrored';
import { MirrorModel } from '../model/mirror-model';
import { Packet } from '../net/packet';
import { Shadows } from '../net/shadows';

/** A rule that decides about no packet. */
export interface IdleRule {
  readonly rule: ModelRule;
  /** The rules that decide about its packets; none if its packets are never mirrored. */
  readonly blockers: readonly ModelRule[];
  /** One of them does the opposite. */
  readonly opposed: boolean;
  /** A packet that it matches. */
  readonly witness: Packet;
}

/** The rules of one filter that are known, and those of them that are idle. */
export interface IdleRules {
  readonly filter: FilterRules;
  readonly rules: readonly ModelRule[];
  readonly idle: readonly IdleRule[];
}

const perModel = new WeakMap<MirrorModel, IdleRules[]>();

/** The idle rules of every filter that copies something; what copies nothing is TM201's. */
export function idleRules(model: MirrorModel): IdleRules[] {
  let found = perModel.get(model);
  if (!found) perModel.set(model, found = gather(model));
  return found;
}

/** Where a rule is in its list, and whom it is hidden by. */
type Idle = { readonly rule: number; readonly blockers: readonly number[]; readonly opposed: boolean; readonly witness: Packet };

function gather(model: MirrorModel): IdleRules[] {
  // Many filters have the same rules.
  const known = new Map<string, Idle[]>();
  return filterRules(model).flatMap((filter): IdleRules[] => {
    if (typeof copiesSomething(filter.rules) === 'string') return [];
    const own = DIRECTIONS.map((direction) => modelRules(filter.rules, direction)).filter((rules) => rules !== undefined);
    const idle = own.flatMap((rules) => {
      const key = JSON.stringify(rules.map(({ box, accept, certain }) => [box, accept, certain]));
      let list = known.get(key);
      if (!list) known.set(key, list = idleOf(rules));
      return list.map(({ rule, blockers, opposed, witness }) => ({ rule: rules[rule], blockers: blockers.map((b) => rules[b]), opposed, witness }));
    });
    return [{ filter, rules: own.flat(), idle }];
  });
}

/** Only rules that are known hide others; one that is not known in full matches no more than its box. */
function idleOf(rules: readonly ModelRule[]): Idle[] {
  if (rules.length < 2 && !rules.some((r) => r.box.protocol === 'UDP')) return [];
  const places: number[] = [];
  const shadows = new Shadows(IN_PRACTICE_NEVER_MIRRORED);
  const found: Idle[] = [];
  rules.forEach((rule, i) => {
    const dead = shadows.of({ accept: rule.accept ?? true, box: rule.box });
    if (dead) {
      // What a rule of which the action is not known is hidden by is known all the same.
      found.push({ rule: i, blockers: dead.blockers.map((b) => places[b]), opposed: dead.opposed && rule.accept !== undefined, witness: dead.witness.witness()! });
    }
    if (rule.certain && rule.accept !== undefined) {
      places.push(i);
      shadows.add({ accept: rule.accept, box: rule.box });
    }
  });
  return found;
}
