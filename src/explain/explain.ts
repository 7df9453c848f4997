import { mirroredInterfaces, tried } from '../checks/mirrored-interfaces';
import { modelRules, outcomeOf } from '../checks/model-rules';
import { filterRules, ruleName } from '../checks/filter-rules';
import { MirrorFinding, MirrorSeverity } from '../checks/finding';
import { neverMirrored } from '../catalog/never-mirrored';
import { Direction, MirrorModel, SessionModel } from '../model/mirror-model';
import { Identity, named } from '../model/reference';
import { formatIpv4Address } from '../net/ipv4-cidr';
import { Packet, packetText } from '../net/packet';

/** Why a packet is mirrored or not, in codes that never change. */
export const ANSWER_CODES = {
  MIRRORED: 'the packet is copied',
  NO_INTERFACE: 'no mirrored interface has the source or destination address',
  NO_SESSION: 'the interface is a source of no session',
  SESSION_OFF: 'the session is off',
  DROPPED_BY_RULE: 'a rule of the filter drops the packet',
  NO_RULE: 'no rule of the filter matches the packet',
  NOT_A_MIRRORED_KIND: 'packets of this kind are never mirrored',
  TARGET_BLOCKED: 'the copy does not get into its target',
  TRUNCATED: 'long packets are cut',
  COPIED_TWICE: 'the packet is copied at both ends',
  UNKNOWN_FILTER: 'the rules of the filter are not known',
  UNKNOWN_RULE: 'a value of a rule is not known',
  UNKNOWN_SESSION: 'a value of a session is not known',
  UNKNOWN_TARGET: 'whether the copy gets into its target is not known',
  ASSUMPTION_INTERFACE: 'an interface is taken for the one that has the address',
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
  /** Undefined if it depends on values that are not known. */
  readonly mirrored?: boolean;
  readonly code: AnswerCode;
  readonly text: string;
  readonly session?: string;
  readonly rule?: string;
  readonly target?: string;
  readonly virtualNetworkId?: number;
  /** Whether the copy gets into its target. Undefined if it is not mirrored or not known. */
  readonly arrives?: boolean;
  readonly remarks: readonly Remark[];
}

export interface Question {
  readonly packet: Packet;
  /** The interface at which the packet is seen. @default - the sources that have one of its addresses */
  readonly interfaceId?: string;
  /** @default - outbound at the source's interface, inbound at the destination's */
  readonly direction?: Direction;
}

export interface Explanation {
  readonly packet: string;
  readonly answers: readonly Answer[];
  readonly remarks: readonly Remark[];
}

/** Whether a packet is mirrored, by the written Terraform of a whole app. */
export function explain(model: MirrorModel, findings: readonly MirrorFinding[], { packet, interfaceId, direction }: Question): Explanation {
  const text = packetText(packet);
  const never = neverMirrored(packet);
  const remarks: Remark[] = [];
  const views: { source: Identity; sessions: readonly SessionModel[]; direction: Direction }[] = [];
  for (const { source, address, sessions } of mirroredInterfaces(model)) {
    if (interfaceId !== undefined && named(source) !== interfaceId && source !== interfaceId) continue;
    const own: Direction[] = direction ? [direction] : [
      ...interfaceId !== undefined && address === undefined ? ['outbound', 'inbound'] as const : [], ...address === packet.source ? ['outbound'] as const : [], ...address === packet.destination ? ['inbound'] as const : [],
    ];
    const seen = direction && interfaceId === undefined ? address === (direction === 'outbound' ? packet.source : packet.destination) : true;
    if (seen) for (const d of own) views.push({ source, sessions, direction: d });
    if (seen && own.length > 0 && interfaceId === undefined) remarks.push({ code: 'ASSUMPTION_INTERFACE', text: `${named(source)} is the interface of ${formatIpv4Address(address!)}, its primary IP` });
  }
  if (views.length === 0) {
    const code = interfaceId === undefined ? 'NO_INTERFACE' as const : 'NO_SESSION' as const;
    const reason = interfaceId === undefined
      ? `no source has ${formatIpv4Address(packet.source)} or ${formatIpv4Address(packet.destination)} as its primary IP; name the interface if the address is a secondary one`
      : `${interfaceId} is a source of no session`;
    return { packet: text, answers: [{ interfaceId: interfaceId ?? '', direction: direction ?? 'outbound', mirrored: false, code, text: reason, remarks: [] }], remarks };
  }
  const answers = views.map((view) => never
    ? { interfaceId: named(view.source), direction: view.direction, mirrored: false, code: 'NOT_A_MIRRORED_KIND' as const, text: never, remarks: [] }
    : answer(model, findings, view.source, view.sessions, view.direction, packet));
  const copies = answers.filter((a) => a.mirrored);
  if (copies.length > 1) remarks.push({ code: 'COPIED_TWICE', text: `the packet is copied ${copies.length} times: at ${copies.map((a) => `${a.interfaceId} (${a.direction})`).join(' and ')}` });
  return { packet: text, answers, remarks };
}

function answer(model: MirrorModel, findings: readonly MirrorFinding[], source: Identity, sessions: readonly SessionModel[], direction: Direction, packet: Packet): Answer {
  const at = { interfaceId: named(source), direction };
  const open = (code: AnswerCode, text: string, more: Partial<Answer> = {}): Answer => ({ ...at, code, text, remarks: [], ...more });
  const on = tried(sessions);
  if (on?.length === 0) return { ...open('SESSION_OFF', `session ${sessions[0].path} is off`), mirrored: false, session: sessions[0].path };
  if (!on) return open('UNKNOWN_SESSION', 'the priority of a session of the interface is not known, so which is tried first is not');
  const rulesOf = new Map(filterRules(model).map((f) => [f.identity, f]));
  let last: Answer | undefined;
  /** The value that is not known of an earlier session, which never accepts the packet, but may leave it to the next. */
  let opener: Answer | undefined;
  for (const session of on) {
    const own = { session: session.path };
    const filter = session.filter === undefined ? undefined : rulesOf.get(session.filter);
    const rules = filter && !filter.openEnded ? modelRules(filter.rules, direction) : undefined;
    const unknownSession = session.enabled === undefined ? open('UNKNOWN_SESSION', `whether session ${session.path} is on is not known`, own) : undefined;
    if (!rules) return opener ?? unknownSession ?? open('UNKNOWN_FILTER', `the ${direction} rules of the filter of session ${session.path} are not all known`, own);
    const { outcome, by, mayAccept } = outcomeOf(rules, packet);
    const rule = by && `${ruleName(by.rule)} (${by.rule.block.path})`;
    if (outcome === undefined) {
      const unknown = unknownSession ?? open('UNKNOWN_RULE', `whether ${rule} matches is not known`, { ...own, rule });
      if (mayAccept) return opener ?? unknown;
      opener ??= unknown;
      last ??= { ...open('DROPPED_BY_RULE', `${rule} may drop it, and no rule behind it accepts it`, { ...own, rule }), mirrored: false };
      continue;
    }
    if (outcome === 'accept' && (opener || unknownSession)) return opener ?? unknownSession!;
    if (outcome === 'drop' && unknownSession) {
      opener ??= unknownSession;
      last ??= { ...open('DROPPED_BY_RULE', `${rule} drops it if session ${session.path} is on`, { ...own, rule }), mirrored: false };
      continue;
    }
    if (outcome === 'drop') return { ...open('DROPPED_BY_RULE', `${rule} drops it`, { ...own, rule }), mirrored: false };
    // A session without a rule for it leaves the packet to the next.
    if (outcome === 'none') {
      last ??= { ...open('NO_RULE', `no ${direction} rule of the filter of session ${session.path} matches`, own), mirrored: false };
      continue;
    }
    return copied(at, findings, session, rule!, on);
  }
  return last!;
}

function copied(at: Pick<Answer, 'interfaceId' | 'direction'>, findings: readonly MirrorFinding[], session: SessionModel, rule: string, sessions: readonly SessionModel[]): Answer {
  const target = session.target === undefined ? undefined : named(session.target);
  const arrival = findings.filter((f) => /^TM4(?:0[1-9]|11)$/.test(f.id) && f.subject === target);
  const blocked = arrival.find((f) => f.severity === MirrorSeverity.ERROR && f.problem.includes(at.interfaceId)) ?? arrival.find((f) => f.severity === MirrorSeverity.ERROR);
  const unknown = arrival.find((f) => f.severity === MirrorSeverity.UNDECIDED);
  const cut = findings.find((f) => f.id === 'TM701' && f.path === session.path && f.severity === MirrorSeverity.WARNING);
  const hidden = sessions.filter((s) => s !== session && (s.priority ?? 0) > (session.priority ?? 0));
  return {
    ...at, mirrored: true, code: 'MIRRORED', session: session.path, rule, target, virtualNetworkId: session.virtualNetworkId,
    arrives: blocked ? false : unknown ? undefined : true,
    text: `session ${session.path}, ${rule}, to ${target ?? 'a target that is not known'}${session.virtualNetworkId === undefined ? '' : ` with VNI ${session.virtualNetworkId}`}`
      + `${hidden.length > 0 ? `; ${hidden.map((s) => s.path).join(', ')} of lower precedence does not see it` : ''}`,
    remarks: [
      ...blocked ? [{ code: 'TARGET_BLOCKED' as const, text: `${blocked.id}: ${blocked.problem}` }] : unknown ? [{ code: 'UNKNOWN_TARGET' as const, text: `${unknown.id}: ${unknown.problem}` }] : [],
      ...cut ? [{ code: 'TRUNCATED' as const, text: `TM701: ${cut.problem}` }] : [],
    ],
  };
}
