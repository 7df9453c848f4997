import { copiedTwice, CopiedTwice, Once } from './copies';
import { DIRECTIONS, filterName, FilterRules, filterRules, knownRules, packetWords, ruleWords } from './filter-rules';
import { filterStatements } from './filter-statements';
import { ModelRule } from './model-rules';
import { Precedence, precedences } from './precedence';
import { FilterStatement } from '../model/document';
import { Direction, MirrorModel } from '../model/mirror-model';
import { Identity } from '../model/reference';
import { Packet, PacketBox, PacketRule, Span } from '../net/packet';
import { PacketSet } from '../net/packet-set';
import { setLines } from '../net/packet-text';
import { deadRules } from '../net/shadows';
import { commandWords, inWords, packetLine } from '../texts/catalogue';
import { Language } from '../texts/language';
import { label } from '../texts/names';
import { phrase, Words } from '../texts/phrase';

/** A note on a filter. It is not a finding, since nothing is wrong. */
export interface FilterNote {
  readonly code: NoteCode;
  /** Undefined if it is about both directions. */
  readonly direction?: Direction;
  readonly text: Words;
  /** A packet of each rule of the note. */
  readonly packets: readonly Packet[];
  /** The additional packets of the note, one line for each part. */
  readonly extra?: readonly string[];
  /** The networks and services that have an owner or a comment. */
  readonly names?: readonly string[];
}

export interface NotedFilter {
  readonly filter: Words;
  readonly notes: readonly FilterNote[];
}

/** The filters of an app with notes. */
export function filterNotes(model: MirrorModel): NotedFilter[] {
  const statements = new Map(filterStatements(model).map(({ rules, statement }) => [rules, statement]));
  return filterRules(model)
    .map((filter) => ({ filter: filterName(filter), notes: [...intentNotes(statements.get(filter)), ...notesOf(filter)] }))
    .filter(({ notes }) => notes.length > 0);
}

/** The result of the compilation of an intent. */
function intentNotes({ compiled, names }: FilterStatement = {}): FilterNote[] {
  if (!compiled) return [];
  const { rules, least, plain, excess, extra } = compiled;
  const owned = (names?.used ?? []).filter(({ owner, comment }) => owner !== undefined || comment !== undefined);
  return [
    {
      code: 'COMPILED',
      packets: [],
      text: least === rules ? phrase('provedShortest', { rules, plain }) : phrase('shortestFound', { rules, least, plain }),
      ...owned.length > 0 && {
        names: owned.map(({ name, contents, owner, comment }) =>
          `${name} (${contents}): ${[owner, comment].filter((text) => text !== undefined).join(', ')}`),
      },
    },
    ...extra
      ? [{ code: 'COPIES_MORE' as const, text: phrase('copiesMore', { excess, share: extra.share }), packets: [], extra: extra.lines }]
      : [],
  ];
}

function notesOf(filter: FilterRules): FilterNote[] {
  return DIRECTIONS.flatMap((direction) => {
    const rules = knownRules(filter, direction);
    if (!rules || rules.some((r) => !r.certain || r.accept === undefined)) return [];
    const list = rules.map(({ accept, box }): PacketRule => ({ accept: accept!, box }));
    const accepted = PacketSet.ofRules(list);
    const same = (others: readonly PacketRule[]) => PacketSet.ofRules(others).isSameAs(accepted);
    const name = ({ rule }: ModelRule) => ruleWords(rule);
    // A packet that a rule decides about, for each of some rules that decide.
    const packets = (...of: number[]) => of.map((i) =>
      PacketSet.ofBox(list[i].box).minus(PacketSet.ofBoxes(list.slice(0, i).map((r) => r.box))).witness()!);
    // A rule that decides nothing is a finding.
    const dead = new Set(deadRules(list).map((d) => d.rule));
    const redundant = list.flatMap((_, i) => !dead.has(i) && same(list.filter((__, k) => k !== i)) ? [i] : []);
    return [
      ...accepted.isAll
        ? [{
          code: 'COPIES_EVERYTHING' as const, direction, text: phrase('copiesEverything', { direction }), packets: [accepted.witness()!],
        }]
        : [],
      ...redundant.map((i) => ({
        code: 'REDUNDANT_RULE' as const, direction, text: phrase('redundantRule', { rule: name(rules[i]) }), packets: packets(i),
      })),
      ...mergeable(list, new Set([...redundant, ...dead]), same).map(([i, j]) => ({
        code: 'MERGEABLE_RULES' as const,
        direction,
        text: phrase('mergeableRules', { rule: name(rules[i]), other: name(rules[j]) }),
        packets: packets(i, j),
      })),
    ];
  });
}

/** Pairs of rules that one rule can replace, because they are adjacent in one of the five values. */
function mergeable(
  list: readonly PacketRule[], left: ReadonlySet<number>, same: (rules: readonly PacketRule[]) => boolean,
): [number, number][] {
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

/** The box with exactly the packets of two boxes, if they differ in one value and are adjacent in it. */
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

/** A note on the filters of an app, with a stable code. */
export interface Note {
  readonly code: NoteCode;
  readonly text: string;
  /** The filter and the direction, if the note is about one. */
  readonly filter?: string;
  readonly direction?: Direction;
  /** The packets of the note, one line for each part. */
  readonly packets?: readonly string[];
  /** The networks and services of an intent that have an owner or a comment. */
  readonly names?: readonly string[];
  /** All pairs of a sender and a receiver: each interface of the first list with each other one of the second. */
  readonly pairs?: readonly { readonly from: readonly string[]; readonly to: readonly string[] }[];
  /** The sources of the note. */
  readonly sources?: readonly string[];
  /** The part of each session, for a source in several sessions. */
  readonly sessions?: readonly NotedSession[];
  /** The possible change. */
  readonly advice?: string;
}

/** The part of one session of a source in several sessions. */
export interface NotedSession {
  readonly session: string;
  readonly direction: Direction;
  /** Packets that the session copies, one line for each part. */
  readonly wins: readonly string[];
  /** Packets that it would copy alone, and the sessions that decide about them. */
  readonly taken: readonly string[];
  readonly by: readonly string[];
  /** A packet of each. */
  readonly packet?: string;
  readonly takenPacket?: string;
  /** Whether unknown values change this. */
  readonly undecided: boolean;
}

/** The codes of notes, with their meaning. */
export const NOTE_CODES = {
  COMPILED: 'the rules of an intent, and whether fewer rules are possible',
  COPIES_MORE: 'the intent does not fit, and its rules copy more',
  COPIES_EVERYTHING: 'the filter copies every packet of a direction',
  REDUNDANT_RULE: 'a rule decides about packets, and later rules decide the same without it',
  MERGEABLE_RULES: 'one rule can take the place of two',
  SESSION_PRECEDENCE: 'sources are in several sessions: the packets of each session, and those that earlier sessions take from it',
  COPIED_TWICE: 'traffic between mirrored interfaces is copied at both ends',
  UNKNOWN_ADDRESS: 'the primary IP of mirrored interfaces is not known, so their traffic is not looked at',
} as const;

export type NoteCode = keyof typeof NOTE_CODES;

/** How many lines of packets, pairs and networks a text shows. */
const SHOWN = 4;

/** Notes on an app's filters. */
export function appNotes(model: MirrorModel, language: Language = 'en'): Note[] {
  const words = commandWords(language);
  const twice = copiedTwice(model);
  const packet = (of: Packet) => inWords(packetWords(of), language);
  return [
    ...filterNotes(model).flatMap(({ filter, notes }) => notes.map(({ code, direction, text, packets, extra, names }): Note => ({
      code, filter: inWords(filter, language), direction, text: inWords(text, language),
      packets: extra ? extra.map((line) => packetLine(line, language)) : packets.map(packet), ...names && { names },
    }))),
    ...precedences(model).map((p) => precedenceNote(model, p, language)),
    ...twice.once ? [twiceNote(model, twice, twice.once, language)] : [],
    ...twice.withoutAddress === 0 ? [] : [{ code: 'UNKNOWN_ADDRESS' as const, text: words.notLookedAtForBothEnds(twice.withoutAddress) }],
  ];
}

function twiceNote(model: MirrorModel, { packets, pairs, between }: CopiedTwice, once: Once, language: Language): Note {
  const words = commandWords(language);
  const name = (of: Identity) => model.nameOf(of);
  return {
    code: 'COPIED_TWICE',
    text: words.copiedAtBothEnds(pairs),
    packets: linesOf(packets, language),
    pairs: between.map(({ from, to }) => ({ from: from.map(name), to: to.map(name) })),
    advice: words.copyOnce(
      once.from.cidrs().map(String), once.to.cidrs().map(String), once.lost.isEmpty ? undefined : linesOf(once.lost, language),
    ),
  };
}

function precedenceNote(model: MirrorModel, { sources, shares }: Precedence, language: Language): Note {
  const words = commandWords(language);
  const witness = (set: PacketSet): string | undefined => {
    const packet = set.witness();
    return packet && inWords(packetWords(packet), language);
  };
  return {
    code: 'SESSION_PRECEDENCE',
    text: words.severalSessions(sources.map((s) => model.nameOf(s))),
    sources: sources.map((s) => model.nameOf(s)),
    sessions: shares.map(({ session, direction, wins, taken, by, open }): NotedSession => ({
      session: label(session.path), direction, wins: linesOf(wins, language), taken: linesOf(taken, language),
      by: by.map((b) => label(b.path)),
      packet: witness(wins), takenPacket: witness(taken), undecided: open,
    })),
  };
}

function linesOf(set: PacketSet, language: Language): string[] {
  return set.isEmpty ? [] : setLines(set, SHOWN).map((line) => packetLine(line, language));
}

/** Notes on an app's filters, for a terminal or a page. */
export function filterNoteLines(model: MirrorModel, language: Language = 'en'): string[] {
  const words = commandWords(language);
  return appNotes(model, language).flatMap(({ code, filter, text, packets = [], names = [], pairs = [], sessions = [], advice }) =>
    [
      filter === undefined ? words.appNote(code, text) : words.note(filter, code, text),
      ...firstPairs(pairs).map(([from, to]) => `  ${from} -> ${to}`),
      ...[...packets, ...names].map((line) => `  ${line}`),
      ...sessions.flatMap(({ session, direction, wins, taken, by, packet, takenPacket, undecided }) => [
        ...packet === undefined ? [] : [`  ${words.sessionWins(session, direction, wins, packet, undecided)}`],
        ...takenPacket === undefined ? [] : [`  ${words.sessionLoses(session, direction, taken, by, takenPacket)}`],
      ]),
      ...advice === undefined ? [] : [`  ${advice}`],
    ]);
}

/** The first pairs of two interfaces. */
function firstPairs(pairs: NonNullable<Note['pairs']>): [string, string][] {
  const found: [string, string][] = [];
  for (const { from, to } of pairs) {
    for (const sender of from) {
      for (const receiver of to) {
        if (sender === receiver) continue;
        found.push([sender, receiver]);
        if (found.length === SHOWN) return found;
      }
    }
  }
  return found;
}
