import { MirrorAnswerCode as Code, MirrorAnswerRemark } from './answer-code';
import { Arrival } from '../checks/arrival/arrival';
import { Copies } from '../checks/copies';
import { EditionFacts } from '../checks/edition-facts';
import { filterRules, FilterRules, knownRules, packetWords, ruleWords } from '../checks/filter-rules';
import { MirroredInterface, mirroredInterfaces, tried, TriedSession, unlistedInterface } from '../checks/mirrored-interfaces';
import { outcomeOf } from '../checks/model-rules';
import { truncationOf } from '../checks/tm701-truncation';
import { MirrorEdition } from '../catalog/mirror-edition';
import { neverMirrored } from '../catalog/never-mirrored';
import { Direction, MirrorModel, SessionModel } from '../model/mirror-model';
import { Identity, named } from '../model/reference';
import { formatIpv4Address } from '../net/ipv4-cidr';
import { Packet } from '../net/packet';
import { commandWords, inWords, sentences } from '../texts/catalogue';
import { Language } from '../texts/language';
import { label } from '../texts/names';
import { phrase } from '../texts/phrase';
import { Reader } from '../texts/reason';

/** The answer for one interface and one direction. */
export interface Answer {
  readonly interfaceId: string;
  readonly direction: Direction;
  /** Undefined if it depends on unknown values. */
  readonly mirrored?: boolean;
  readonly code: Code;
  readonly text: string;
  readonly session?: string;
  readonly rule?: string;
  readonly target?: string;
  /** Undefined if it is known only at apply, or the packet is not mirrored. */
  readonly virtualNetworkId?: number;
  /** Whether the copy reaches its target. Undefined if the packet is not mirrored, the answer is unknown, or only some servers admit it. */
  readonly arrives?: boolean;
  /** Whether long packets lose their end. Undefined if the packet is not mirrored or the answer is unknown. */
  readonly truncated?: boolean;
  readonly remarks: readonly MirrorAnswerRemark[];
}

export interface Question {
  readonly packet: Packet;
  /** The interface that sees the packet. @default - the sources with one of the packet's addresses */
  readonly interfaceId?: string;
  /** @default - outbound at the source's interface, inbound at the destination's */
  readonly direction?: Direction;
}

/** The edition in force, and the reader of the answer. */
export interface Circumstances {
  /** @default 2023 */
  readonly edition?: MirrorEdition;
  /** @default constructs */
  readonly reader?: Reader;
  /** @default en */
  readonly language?: Language;
}

export interface Explanation {
  readonly packet: string;
  /** Whether some interface copies the packet. Undefined if it depends on unknown values. */
  readonly mirrored?: boolean;
  readonly answers: readonly Answer[];
  readonly remarks: readonly MirrorAnswerRemark[];
}

/** Whether a packet is mirrored, from the Terraform of a whole app. */
export function explain(model: MirrorModel, question: Question, circumstances: Circumstances = {}): Explanation {
  return new Explainer(model, question, circumstances).explanation();
}

/** An interface, and how it sees the packet. */
interface View {
  readonly at: MirroredInterface;
  readonly direction: Direction;
}

class Explainer {
  private readonly facts: EditionFacts;
  private readonly words: ReturnType<typeof commandWords>;
  private readonly language: Language;
  private readonly reader: Reader;
  private readonly rulesOf: ReadonlyMap<Identity, FilterRules>;
  private readonly never: boolean;

  constructor(
    private readonly model: MirrorModel, private readonly question: Question,
    { edition = MirrorEdition.EDITION_2023, reader = 'constructs', language = 'en' }: Circumstances,
  ) {
    this.facts = new EditionFacts(edition, model);
    this.words = commandWords(language);
    this.language = language;
    this.reader = reader;
    this.rulesOf = new Map(filterRules(model).map((f) => [f.identity, f]));
    this.never = neverMirrored(question.packet) !== undefined;
  }

  public explanation(): Explanation {
    const { packet, interfaceId } = this.question;
    const all = mirroredInterfaces(this.model, this.facts);
    const views = interfaceId === undefined ? all.flatMap((i) => this.viewsByAddress(i)) : this.viewsOf(interfaceId, all);
    const answers = views.map((view) => this.answer(view));
    const others = interfaceId === undefined && !this.never ? this.others(all) : [];
    const remarks = [...interfaceId === undefined ? views.map(({ at }) => this.assumption(at)) : [], ...this.twice(answers)];
    if (answers.length > 0) return { packet: this.packetText(), ...verdictOf(answers, others), answers, remarks: [...remarks, ...others] };
    const [first, ...more] = others;
    const { noInterface, noSession } = this.words;
    const { code, text } = first ?? (interfaceId === undefined
      ? { code: Code.NO_INTERFACE, text: noInterface(formatIpv4Address(packet.source), formatIpv4Address(packet.destination)) }
      : { code: Code.NO_SESSION, text: noSession(interfaceId) });
    const none: Answer = {
      interfaceId: interfaceId ?? '',
      direction: this.question.direction ?? 'outbound',
      mirrored: first ? undefined : false,
      code,
      text,
      remarks: [],
    };
    return { packet: this.packetText(), ...verdictOf([none], []), answers: [none], remarks: more };
  }

  private packetText(): string {
    return inWords(packetWords(this.question.packet), this.language);
  }

  /** The views of an interface whose primary IP is one of the packet's addresses. */
  private viewsByAddress(at: MirroredInterface): View[] {
    const { packet } = this.question;
    return this.directions().filter((d) => at.address === (d === 'outbound' ? packet.source : packet.destination))
      .map((direction) => ({ at, direction }));
  }

  /** The views of the interface of the question. A packet without its primary IP belongs to a secondary one. */
  private viewsOf(interfaceId: string, all: readonly MirroredInterface[]): View[] {
    const { packet: { source, destination }, direction } = this.question;
    const own = all.find((i) => named(i.source) === interfaceId || i.source === interfaceId) ?? unlistedInterface(this.model, interfaceId);
    if (!own) return [];
    if (direction) return [{ at: own, direction }];
    const secondary = own.address !== source && own.address !== destination;
    return this.directions().filter((d) => secondary || own.address === (d === 'outbound' ? source : destination))
      .map((d) => ({ at: own, direction: d }));
  }

  private directions(): Direction[] {
    const { direction } = this.question;
    return direction ? [direction] : ['outbound', 'inbound'];
  }

  private assumption({ source, address }: MirroredInterface): MirrorAnswerRemark {
    return { code: Code.ASSUMPTION_INTERFACE, text: this.words.interfaceOfAddress(named(source), formatIpv4Address(address!)) };
  }

  private twice(answers: readonly Answer[]): MirrorAnswerRemark[] {
    const copies = answers.filter((a) => a.mirrored);
    const { at, copiedTimes } = this.words;
    return copies.length < 2 ? []
      : [{ code: Code.COPIED_TWICE, text: copiedTimes(copies.length, copies.map((a) => at(a.interfaceId, a.direction))) }];
  }

  /** Interfaces that may see and copy the packet too, because their address is unknown or they may be in a session. */
  private others(all: readonly MirroredInterface[]): MirrorAnswerRemark[] {
    const copies = new Copies(this.model);
    const mayCopy = (at: MirroredInterface): boolean =>
      this.directions().some((direction) => copies.of(at, direction).perhaps.contains(this.question.packet));
    const interfaces = all.filter((at) => at.address === undefined && mayCopy(at));
    const unlisted = unlistedInterface(this.model);
    const sessions = (unlisted?.unlisted ?? []).filter((session) => mayCopy({ ...unlisted!, unlisted: [session] }));
    const { addressNotKnown, sourcesNotKnown } = this.words;
    return [
      ...interfaces.length === 0 ? [] : [{ code: Code.UNKNOWN_ADDRESS, text: addressNotKnown(interfaces.map((i) => named(i.source))) }],
      ...sessions.length === 0 ? [] : [{ code: Code.UNKNOWN_SOURCES, text: sourcesNotKnown(sessions.map((s) => label(s.path))) }],
    ];
  }

  private answer(view: View): Answer {
    const { at, direction } = view;
    return this.never
      ? {
        interfaceId: named(at.source),
        direction,
        mirrored: false,
        code: Code.NOT_A_MIRRORED_KIND,
        text: this.words.neverMirrored,
        remarks: [],
      }
      : this.ruled(view);
  }

  /** The answer of the sessions and their rules. */
  private ruled({ at, direction }: View): Answer {
    const { words } = this;
    const place = { interfaceId: named(at.source), direction };
    const open = (code: Code, text: string, more: Partial<Answer> = {}): Answer => ({ ...place, code, text, remarks: [], ...more });
    const { sessions, order } = tried(at);
    if (sessions.length === 0) {
      const off = at.sessions[0]?.path;
      return off === undefined
        ? { ...open(Code.NO_SESSION, words.noSession(place.interfaceId)), mirrored: false }
        : { ...open(Code.SESSION_OFF, words.sessionOff(off)), mirrored: false, session: off };
    }
    if (order !== 'known') return this.unordered(sessions, order, direction, open);
    let last: Answer | undefined;
    /** The unknown value of an earlier session that never accepts the packet, but may leave it to the next session. */
    let opener: Answer | undefined;
    for (const { session, doubt } of sessions) {
      const own = { session: session.path };
      const rules = this.rules(session, direction);
      const doubtful = doubt === 'switch'
        ? open(Code.UNKNOWN_SESSION, words.switchNotKnown(session.path), own)
        : doubt === 'sources' ? open(Code.UNKNOWN_SOURCES, words.sourceNotKnown(session.path), own) : undefined;
      if (!rules) return opener ?? doubtful ?? open(Code.UNKNOWN_FILTER, words.rulesNotKnown(direction, session.path), own);
      const { outcome, by, mayAccept } = outcomeOf(rules, this.question.packet);
      const rule = by && inWords(phrase('ruleAt', { rule: ruleWords(by.rule), path: by.rule.block.path }), this.language);
      if (outcome === undefined) {
        const unknown = doubtful ?? open(Code.UNKNOWN_RULE, words.ruleNotKnown(rule!), { ...own, rule });
        if (mayAccept) return opener ?? unknown;
        opener ??= unknown;
        last ??= { ...open(Code.DROPPED_BY_RULE, words.mayDrop(rule!), { ...own, rule }), mirrored: false };
        continue;
      }
      if (outcome === 'accept' && (opener || doubtful)) return opener ?? doubtful!;
      if (outcome === 'drop' && doubtful) {
        opener ??= doubtful;
        last ??= { ...open(Code.DROPPED_BY_RULE, words.dropsIfOn(rule!, session.path), { ...own, rule }), mirrored: false };
        continue;
      }
      if (outcome === 'drop') return { ...open(Code.DROPPED_BY_RULE, words.drops(rule!), { ...own, rule }), mirrored: false };
      // A session without a rule for it leaves the packet to the next.
      if (outcome === 'none') {
        last ??= { ...open(Code.NO_RULE, words.noRule(direction, session.path), own), mirrored: false };
        continue;
      }
      return this.copied(place, session, at.source, rule!, sessions);
    }
    return last!;
  }

  private rules(session: SessionModel, direction: Direction): ReturnType<typeof knownRules> {
    const filter = session.filter === undefined ? undefined : this.rulesOf.get(session.filter);
    return filter && knownRules(filter, direction);
  }

  /** The answer if the order of the sessions is unknown: no order matters if none of them accepts the packet. */
  private unordered(
    sessions: readonly TriedSession[], order: 'unknown' | 'equal', direction: Direction, open: (code: Code, text: string) => Answer,
  ): Answer {
    const { words } = this;
    const accepts = sessions.some(({ session }) => {
      const rules = this.rules(session, direction);
      return !rules || outcomeOf(rules, this.question.packet).mayAccept;
    });
    if (accepts) return open(Code.UNKNOWN_SESSION, order === 'equal' ? words.prioritiesEqual : words.priorityNotKnown);
    return { ...open(Code.NO_RULE, words.noSessionAccepts(direction)), mirrored: false };
  }

  private copied(
    place: Pick<Answer, 'interfaceId' | 'direction'>,
    session: SessionModel,
    source: Identity,
    rule: string,
    sessions: readonly TriedSession[],
  ): Answer {
    const { words } = this;
    const target = session.target === undefined ? undefined : named(session.target);
    const hidden = sessions.filter((s) => s.session.priority! > session.priority!).map((s) => s.session.path);
    const arrival = this.arrival(session, source);
    const length = this.truncation(session, source);
    return {
      ...place, mirrored: true, code: Code.MIRRORED, session: session.path, rule, target, virtualNetworkId: session.virtualNetworkId,
      arrives: arrival.is, truncated: length.is,
      text: words.copied(session.path, rule, target, session.virtualNetworkId),
      remarks: [
        ...arrival.remarks, ...length.remarks,
        ...hidden.length > 0 ? [{ code: Code.HIDDEN_SESSION, text: words.notTried(hidden) }] : [],
      ],
    };
  }

  private arrival(session: SessionModel, source: Identity): Judged {
    if (session.target === undefined) return { remarks: [{ code: Code.UNKNOWN_TARGET, text: this.words.targetNotKnown }] };
    const { arrives, partly, because } = Arrival.of(this.model).verdict(session, source);
    if (!because) return { is: arrives, remarks: arrives ? [] : [{ code: Code.UNKNOWN_TARGET, text: this.words.targetNotKnown }] };
    const code = arrives === false ? Code.TARGET_BLOCKED : partly ? Code.PARTLY_BLOCKED : Code.UNKNOWN_TARGET;
    return { is: arrives, remarks: [this.remark(code, session, because.id, because.reason, because.parameters)] };
  }

  private truncation(session: SessionModel, source: Identity): Judged {
    const { cut, reason, parameters = {} } = truncationOf(this.model, this.facts, session, source);
    if (cut.kind === 'whole') return { is: false, remarks: [] };
    if (cut.kind === 'intended') {
      return { is: true, remarks: [{ code: Code.TRUNCATED, text: this.words.cutAsSet(session.path, cut.kept) }] };
    }
    const code = cut.kind === 'open' ? Code.UNKNOWN_LENGTH : Code.TRUNCATED;
    return {
      ...cut.kind !== 'open' && { is: true },
      remarks: [reason === undefined ? { code, text: this.words.regionNotKnown } : this.remark(code, session, 'TM701', reason, parameters)],
    };
  }

  /** A remark with the problem that a check reports. */
  private remark(code: Code, { path, block }: SessionModel, id: string, reason: string, parameters: object): MirrorAnswerRemark {
    const place = { path: this.reader === 'terraform' ? block.address : label(path), subject: '', count: 1 };
    return { code, text: this.words.remark(id, sentences(id, reason, parameters, place, this.reader, this.language).problem) };
  }
}

/** A part of an answer, with its remarks. */
interface Judged {
  readonly is?: boolean;
  readonly remarks: readonly MirrorAnswerRemark[];
}

/** Whether some interface copies the packet. */
function verdictOf(answers: readonly Answer[], others: readonly MirrorAnswerRemark[]): Pick<Explanation, 'mirrored'> {
  if (answers.some((a) => a.mirrored)) return { mirrored: true };
  return others.length > 0 || answers.some((a) => a.mirrored === undefined) ? {} : { mirrored: false };
}
