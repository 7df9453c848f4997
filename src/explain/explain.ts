import { mirroredInterfaces, tried } from '../checks/mirrored-interfaces';
import { modelRules, outcomeOf } from '../checks/model-rules';
import { filterRules, packetWords, ruleWords } from '../checks/filter-rules';
import { MirrorFinding, MirrorSeverity } from '../checks/finding';
import { neverMirrored } from '../catalog/never-mirrored';
import { Direction, MirrorModel, SessionModel } from '../model/mirror-model';
import { Identity, named } from '../model/reference';
import { formatIpv4Address } from '../net/ipv4-cidr';
import { Packet } from '../net/packet';
import { commandWords, inWords } from '../texts/catalogue';
import { Language } from '../texts/language';
import { phrase } from '../texts/phrase';

/** The reasons why a packet is mirrored or not, as stable codes. */
export const ANSWER_CODES = {
  MIRRORED: 'the packet is copied',
  NO_INTERFACE: 'no mirrored interface has the source or destination address',
  NO_SESSION: 'the interface is a source of no session',
  SESSION_OFF: 'the session is off',
  DROPPED_BY_RULE: 'a rule of the filter drops the packet',
  NO_RULE: 'no rule of the filter matches the packet',
  NOT_A_MIRRORED_KIND: 'packets of this kind are never mirrored',
  TARGET_BLOCKED: 'the copy does not reach its target',
  TRUNCATED: 'long packets are cut',
  COPIED_TWICE: 'the packet is copied at both ends',
  HIDDEN_SESSION: 'a session of the same interface with a larger priority number does not copy the packet',
  UNKNOWN_FILTER: 'the rules of the filter are unknown',
  UNKNOWN_RULE: 'a value of a rule is unknown',
  UNKNOWN_SESSION: 'a value of a session is unknown',
  UNKNOWN_TARGET: 'it is unknown whether the copy reaches its target',
  ASSUMPTION_INTERFACE: 'the interface is assumed to have the address',
} as const;

export type AnswerCode = keyof typeof ANSWER_CODES;

export interface Remark {
  readonly code: AnswerCode;
  readonly text: string;
}

/** The answer for one interface and one direction. */
export interface Answer {
  readonly interfaceId: string;
  readonly direction: Direction;
  /** Undefined if it depends on unknown values. */
  readonly mirrored?: boolean;
  readonly code: AnswerCode;
  readonly text: string;
  readonly session?: string;
  readonly rule?: string;
  readonly target?: string;
  readonly virtualNetworkId?: number;
  /** Whether the copy reaches its target. Undefined if the packet is not mirrored or the answer is unknown. */
  readonly arrives?: boolean;
  readonly remarks: readonly Remark[];
}

export interface Question {
  readonly packet: Packet;
  /** The interface that sees the packet. @default - the sources with one of the packet's addresses */
  readonly interfaceId?: string;
  /** @default - outbound at the source's interface, inbound at the destination's */
  readonly direction?: Direction;
}

export interface Explanation {
  readonly packet: string;
  readonly answers: readonly Answer[];
  readonly remarks: readonly Remark[];
}

/**
 * Whether a packet is mirrored, from the Terraform of a whole app.
 *
 * @param findings in the language of the answer
 */
export function explain(
  model: MirrorModel, findings: readonly MirrorFinding[], { packet, interfaceId, direction }: Question, language: Language = 'en',
): Explanation {
  const words = commandWords(language);
  const text = inWords(packetWords(packet), language);
  const never = neverMirrored(packet);
  const remarks: Remark[] = [];
  const views: View[] = [];
  for (const { source, address, sessions } of mirroredInterfaces(model)) {
    if (interfaceId !== undefined && named(source) !== interfaceId && source !== interfaceId) continue;
    const own: Direction[] = direction ? [direction] : [
      // The packet belongs to a secondary IP of the given interface.
      ...interfaceId !== undefined && address !== packet.source && address !== packet.destination ? ['outbound', 'inbound'] as const : [],
      ...address === packet.source ? ['outbound'] as const : [], ...address === packet.destination ? ['inbound'] as const : [],
    ];
    const seen = direction && interfaceId === undefined
      ? address === (direction === 'outbound' ? packet.source : packet.destination)
      : true;
    if (seen) for (const d of own) views.push({ source, sessions, direction: d });
    if (seen && own.length > 0 && interfaceId === undefined) {
      remarks.push({ code: 'ASSUMPTION_INTERFACE', text: words.interfaceOfAddress(named(source), formatIpv4Address(address!)) });
    }
  }
  if (views.length === 0) {
    const code = interfaceId === undefined ? 'NO_INTERFACE' as const : 'NO_SESSION' as const;
    const reason = interfaceId === undefined
      ? words.noInterface(formatIpv4Address(packet.source), formatIpv4Address(packet.destination)) : words.noSession(interfaceId);
    return {
      packet: text,
      answers: [{ interfaceId: interfaceId ?? '', direction: direction ?? 'outbound', mirrored: false, code, text: reason, remarks: [] }],
      remarks,
    };
  }
  const answers = views.map((view) => never
    ? {
      interfaceId: named(view.source),
      direction: view.direction,
      mirrored: false,
      code: 'NOT_A_MIRRORED_KIND' as const,
      text: words.neverMirrored,
      remarks: [],
    }
    : answer(model, findings, view, packet, language));
  const copies = answers.filter((a) => a.mirrored);
  if (copies.length > 1) {
    remarks.push({ code: 'COPIED_TWICE', text: words.copiedTimes(copies.length, copies.map((a) => words.at(a.interfaceId, a.direction))) });
  }
  return { packet: text, answers, remarks };
}

/** A source of sessions, and how it sees the packet. */
interface View {
  readonly source: Identity;
  readonly sessions: readonly SessionModel[];
  readonly direction: Direction;
}

function answer(
  model: MirrorModel,
  findings: readonly MirrorFinding[],
  { source, sessions, direction }: View,
  packet: Packet,
  language: Language,
): Answer {
  const words = commandWords(language);
  const at = { interfaceId: named(source), direction };
  const open = (code: AnswerCode, text: string, more: Partial<Answer> = {}): Answer => ({ ...at, code, text, remarks: [], ...more });
  const on = tried(sessions);
  if (on?.length === 0) return { ...open('SESSION_OFF', words.sessionOff(sessions[0].path)), mirrored: false, session: sessions[0].path };
  if (!on) return open('UNKNOWN_SESSION', words.priorityNotKnown);
  const rulesOf = new Map(filterRules(model).map((f) => [f.identity, f]));
  let last: Answer | undefined;
  /** The unknown value of an earlier session that never accepts the packet, but may leave it to the next session. */
  let opener: Answer | undefined;
  for (const session of on) {
    const own = { session: session.path };
    const filter = session.filter === undefined ? undefined : rulesOf.get(session.filter);
    const rules = filter && !filter.openEnded ? modelRules(filter.rules, direction) : undefined;
    const unknownSession = session.enabled === undefined ? open('UNKNOWN_SESSION', words.switchNotKnown(session.path), own) : undefined;
    if (!rules) return opener ?? unknownSession ?? open('UNKNOWN_FILTER', words.rulesNotKnown(direction, session.path), own);
    const { outcome, by, mayAccept } = outcomeOf(rules, packet);
    const rule = by && inWords(phrase('ruleAt', { rule: ruleWords(by.rule), path: by.rule.block.path }), language);
    if (outcome === undefined) {
      const unknown = unknownSession ?? open('UNKNOWN_RULE', words.ruleNotKnown(rule!), { ...own, rule });
      if (mayAccept) return opener ?? unknown;
      opener ??= unknown;
      last ??= { ...open('DROPPED_BY_RULE', words.mayDrop(rule!), { ...own, rule }), mirrored: false };
      continue;
    }
    if (outcome === 'accept' && (opener || unknownSession)) return opener ?? unknownSession!;
    if (outcome === 'drop' && unknownSession) {
      opener ??= unknownSession;
      last ??= { ...open('DROPPED_BY_RULE', words.dropsIfOn(rule!, session.path), { ...own, rule }), mirrored: false };
      continue;
    }
    if (outcome === 'drop') return { ...open('DROPPED_BY_RULE', words.drops(rule!), { ...own, rule }), mirrored: false };
    // A session without a rule for it leaves the packet to the next.
    if (outcome === 'none') {
      last ??= { ...open('NO_RULE', words.noRule(direction, session.path), own), mirrored: false };
      continue;
    }
    return copied(at, findings, session, rule!, on, language);
  }
  return last!;
}

function copied(
  at: Pick<Answer, 'interfaceId' | 'direction'>,
  findings: readonly MirrorFinding[],
  session: SessionModel,
  rule: string,
  sessions: readonly SessionModel[],
  language: Language,
): Answer {
  const words = commandWords(language);
  const target = session.target === undefined ? undefined : named(session.target);
  const arrival = findings.filter((f) => /^TM4(?:0[1-9]|11)$/.test(f.id) && f.subject === target);
  const blocked = arrival.find((f) => f.severity === MirrorSeverity.ERROR && f.problem.includes(at.interfaceId))
    ?? arrival.find((f) => f.severity === MirrorSeverity.ERROR);
  const unknown = arrival.find((f) => f.severity === MirrorSeverity.UNDECIDED);
  const cut = findings.find((f) => f.id === 'TM701' && f.path === session.path && f.severity === MirrorSeverity.WARNING);
  const hidden = sessions.filter((s) => s !== session && (s.priority ?? 0) > (session.priority ?? 0));
  return {
    ...at, mirrored: true, code: 'MIRRORED', session: session.path, rule, target, virtualNetworkId: session.virtualNetworkId,
    arrives: blocked ? false : unknown ? undefined : true,
    text: words.copied(session.path, rule, target, session.virtualNetworkId),
    remarks: [
      ...blocked
        ? [{ code: 'TARGET_BLOCKED' as const, text: words.remark(blocked.id, blocked.problem) }]
        : unknown ? [{ code: 'UNKNOWN_TARGET' as const, text: words.remark(unknown.id, unknown.problem) }] : [],
      ...cut ? [{ code: 'TRUNCATED' as const, text: words.remark('TM701', cut.problem) }] : [],
      ...hidden.length > 0 ? [{ code: 'HIDDEN_SESSION' as const, text: words.notTried(hidden.map((s) => s.path)) }] : [],
    ],
  };
}
