import { ScopeGroup } from '../model/mirror-model';
import { Identity, isLiteral, isManaged } from '../model/reference';
import { Block } from '../model/stack-model';

/** How many resources there will be. */
export interface Tally {
  /** The copies whose number is known. */
  readonly atLeast: number;
  /** Blocks whose number of copies is known only at apply. */
  readonly open: number;
}

/** Counts resources, with those that `count` or `for_each` make. */
export function tally(things: readonly { readonly block: Block }[]): Tally {
  let atLeast = 0;
  let open = 0;
  for (const { block } of things) {
    if (block.copies === undefined) open++;
    else atLeast += block.copies;
  }
  return { atLeast, open };
}

/** Whether an identity stands for another thing in every copy of its resource. */
export function perCopy(identity: Identity): boolean {
  return identity.charCodeAt(0) === OPAQUE && /\b(?:count\.index|each\.(?:key|value))\b/.test(identity);
}

const OPAQUE = 63;

/** Which kinds of identity a list holds: what is of one kind can be compared. */
export interface Kinds {
  readonly literal: boolean;
  readonly managed: boolean;
  readonly opaque: boolean;
}

export function kindsOf(identities: Iterable<Identity>): Kinds {
  let literal = false;
  let managed = false;
  let opaque = false;
  for (const id of identities) {
    if (isLiteral(id)) literal = true;
    else if (isManaged(id)) managed = true;
    else opaque = true;
  }
  return { literal, managed, opaque };
}

const perGroup = new WeakMap<ScopeGroup, Kinds>();

/** The kinds of all sources of an account and region. */
export function sourceKinds(group: ScopeGroup): Kinds {
  let kinds = perGroup.get(group);
  if (!kinds) perGroup.set(group, kinds = kindsOf(group.bySource.keys()));
  return kinds;
}

/**
 * Things whose number would exceed the limit, if one of them were another of the same list under another name.
 * Only what is of different kinds, or opaque, can be. One pass, since the largest of each kind decides.
 */
export function couldExceed(counts: ReadonlyMap<Identity, number>, limit: number): Identity[] {
  // The two largest of a kind, since a thing is not compared with itself.
  const largest = { literal: 0, managed: 0, opaque: [0, 0] };
  for (const [id, count] of counts) {
    if (isLiteral(id)) largest.literal = Math.max(largest.literal, count);
    else if (isManaged(id)) largest.managed = Math.max(largest.managed, count);
    else largest.opaque = [...largest.opaque, count].sort((a, b) => b - a).slice(0, 2);
  }
  const found: Identity[] = [];
  for (const [id, count] of counts) {
    if (count > limit || isLiteral(id)) continue;
    let other = largest.literal;
    if (!isManaged(id)) other = Math.max(other, largest.managed, count === largest.opaque[0] ? largest.opaque[1] : largest.opaque[0]);
    if (other > 0 && other <= limit && count + other > limit) found.push(id);
  }
  return found;
}

/** Whether a block is surely there: its count is known, and not 0. */
export function isSure({ block }: { readonly block: Block }): boolean {
  return block.copies !== undefined;
}
