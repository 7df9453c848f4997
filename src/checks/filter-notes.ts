import { acceptedBy } from './accepted';
import { copiedTwice } from './copies';
import { DIRECTIONS, filterName, FilterRules, filterRules, ruleName } from './filter-rules';
import { ModelRule, modelRules } from './model-rules';
import { Direction, MirrorModel } from '../model/mirror-model';
import { PacketBox, PacketRule, Span } from '../net/packet';
import { PacketSet } from '../net/packet-set';
import { setLines } from '../net/packet-text';
import { deadRules } from '../net/shadows';
import { counted } from '../net/wording';

/** A note on a filter that is no finding: nothing is wrong. */
export interface FilterNote {
  readonly code: 'COPIES_EVERYTHING' | 'REDUNDANT_RULE' | 'MERGEABLE_RULES';
  readonly direction: Direction;
  readonly text: string;
}

export interface NotedFilter {
  readonly filter: string;
  readonly notes: readonly FilterNote[];
}

/** The filters of an app with notes. */
export function filterNotes(model: MirrorModel): NotedFilter[] {
  return filterRules(model).map((filter) => ({ filter: filterName(filter), notes: notesOf(filter) })).filter(({ notes }) => notes.length > 0);
}

function notesOf(filter: FilterRules): FilterNote[] {
  return DIRECTIONS.flatMap((direction) => {
    const accepted = acceptedBy(filter, direction);
    const rules = filter.openEnded ? undefined : modelRules(filter.rules, direction);
    if (!accepted || !rules || rules.some((r) => !r.certain || r.accept === undefined)) return [];
    const list = rules.map(({ accept, box }): PacketRule => ({ accept: accept!, box }));
    const same = (others: readonly PacketRule[]) => PacketSet.ofRules(others).isSameAs(accepted);
    const names = (...of: ModelRule[]) => of.map((r) => ruleName(r.rule)).join(' and ');
    // A rule that decides nothing is a finding.
    const dead = new Set(deadRules(list).map((d) => d.rule));
    const redundant = list.flatMap((_, i) => !dead.has(i) && same(list.filter((__, k) => k !== i)) ? [i] : []);
    return [
      ...accepted.isAll ? [{ code: 'COPIES_EVERYTHING' as const, direction, text: `copies every ${direction} packet` }] : [],
      ...redundant.map((i) => ({ code: 'REDUNDANT_RULE' as const, direction, text: `${names(rules[i])} can be left out: the others copy the same` })),
      ...mergeable(list, new Set([...redundant, ...dead]), same).map(([i, j]) => ({ code: 'MERGEABLE_RULES' as const, direction, text: `${names(rules[i], rules[j])} can be one rule` })),
    ];
  });
}

/** Pairs of rules that one can take the place of: neighbours in one of the five values. */
function mergeable(list: readonly PacketRule[], left: ReadonlySet<number>, same: (rules: readonly PacketRule[]) => boolean): [number, number][] {
  const pairs: [number, number][] = [];
  for (let i = 0; i < list.length; i++) {
    for (let j = i + 1; j < list.length; j++) {
      if (list[i].accept !== list[j].accept || left.has(i) || left.has(j)) continue;
      const box = joinedBox(list[i].box, list[j].box);
      if (!box) continue;
      const one = { accept: list[i].accept, box };
      if ([i, j].some((at) => same(list.flatMap((rule, k) => k === at ? [one] : k === i || k === j ? [] : [rule])))) pairs.push([i, j]);
    }
  }
  return pairs;
}

/** The box of exactly the packets of two boxes, if they differ in one value and touch there. */
function joinedBox(a: PacketBox, b: PacketBox): PacketBox | undefined {
  if (a.protocol !== b.protocol) return undefined;
  const values = ['source', 'destination', 'sourcePorts', 'destinationPorts'] as const;
  const differing = values.filter((v) => a[v][0] !== b[v][0] || a[v][1] !== b[v][1]);
  if (differing.length !== 1) return undefined;
  const [value] = differing;
  const [low, high] = a[value][0] <= b[value][0] ? [a[value], b[value]] : [b[value], a[value]];
  const span: Span = [low[0], Math.max(low[1], high[1])];
  const isBlock = Number.isInteger(Math.log2(span[1] - span[0])) && span[0] % (span[1] - span[0]) === 0;
  return high[0] <= low[1] && (value.endsWith('Ports') || isBlock) ? { ...a, [value]: span } : undefined;
}

/** Notes on an app's filters, for a terminal or a page. */
export function filterNoteLines(model: MirrorModel): string[] {
  const { packets, pairs, withoutAddress } = copiedTwice(model);
  const left = withoutAddress === 0 ? [] : [`Not looked at for packets that are copied twice: ${counted(withoutAddress, 'interface')} without a known primary IP`];
  return [
    ...filterNotes(model).flatMap(({ filter, notes }) => notes.map(({ code, text }) => `${filter}: ${code}  ${text}`)),
    ...packets.isEmpty ? [] : [
      `Copied at both ends: traffic between ${pairs === 1n ? '1 pair' : `${pairs.toLocaleString('en')} pairs`} of a mirrored sender and a mirrored receiver`,
      ...setLines(packets, 4).map((line) => `  ${line}`),
      '  To copy it once, drop it in one direction: MirrorStatement.drop({ from, to, direction: MirrorDirection.INBOUND })',
    ],
    ...left,
  ];
}
