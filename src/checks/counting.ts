import { ScopeGroup } from '../model/mirror-model';
import { Identity, isLiteral, isManaged, isOpaque, named } from '../model/reference';
import { Block, PER_COPY } from '../model/stack-model';

/** The number of resources. */
export interface Tally {
  /** The known number of copies. */
  readonly atLeast: number;
  /** Blocks whose number of copies is known only at apply. */
  readonly open: number;
}

/** Counts resources, including those from `count` or `for_each`. */
export function tally(things: readonly { readonly block: Block }[]): Tally {
  let atLeast = 0;
  let open = 0;
  for (const { block } of things) {
    if (block.copies === undefined) open++;
    else atLeast += block.copies;
  }
  return { atLeast, open };
}

/** The key of a copy, or the resource with this key. Entries of a list or map may be the same. */
const OF_KEY = /^\$\{(?:each\.key|[a-z]\w*_[\w.-]+\[(?:each\.key|count\.index)\]\.(?:id|network_interface_id))\}$/;
/** A set, whose values are its keys. */
const SET = /^\$\{toset\((?:[^()]|\([^()]*\))*\)\}$/;

/** Whether an identity certainly means a different thing in every copy of its block. No id and no resource has such a text. */
export function perCopy(identity: Identity, { written }: Block): boolean {
  const text = named(identity);
  return OF_KEY.test(text) || text === '${each.value}' && SET.test(written.for_each);
}

/** Whether an identity may mean a different thing in every copy of its block. */
export function mayVary(identity: Identity): boolean {
  return isOpaque(identity) && PER_COPY.test(named(identity));
}

export const NAME_KINDS = ['literal', 'managed', 'opaque'] as const;
export type NameKind = typeof NAME_KINDS[number];

export function nameKind(identity: Identity): NameKind {
  return isLiteral(identity) ? 'literal' : isManaged(identity) ? 'managed' : 'opaque';
}

/** The kinds of identity in a list. Identities of one kind can be compared. */
export type Kinds = Readonly<Record<NameKind, boolean>>;

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

/** Whether different identities of these kinds are different things. */
export function hasOneName({ literal, managed, opaque }: Kinds): boolean {
  return !opaque && !(literal && managed);
}

const perGroup = new WeakMap<ScopeGroup, Kinds>();

/** The kinds of all sources of an account and region. */
export function sourceKinds(group: ScopeGroup): Kinds {
  let kinds = perGroup.get(group);
  if (!kinds) perGroup.set(group, kinds = kindsOf(group.bySource.keys()));
  return kinds;
}

/**
 * Entries whose count would exceed the limit if other entries were the same thing under another name. A literal id, a managed
 * resource and every opaque expression may be one thing. Two ids, or two resources, are two things.
 */
export function couldExceed(counts: ReadonlyMap<Identity, number>, limit: number): Set<Identity> {
  const most = { literal: 0, managed: 0, opaque: 0 };
  for (const [id, count] of counts) {
    if (isLiteral(id)) most.literal = Math.max(most.literal, count);
    else if (isManaged(id)) most.managed = Math.max(most.managed, count);
    else most.opaque += count;
  }
  const found = new Set<Identity>();
  for (const [id, count] of counts) {
    const others = isLiteral(id) ? most.managed + most.opaque : isManaged(id) ? most.literal + most.opaque
      : most.literal + most.managed + most.opaque - count;
    if (count <= limit && count + others > limit) found.add(id);
  }
  return found;
}

/** Whether a block certainly exists. A block with a count of 0 is not in the model. */
export function isSure({ block }: { readonly block: Block }): boolean {
  return block.copies !== undefined;
}
