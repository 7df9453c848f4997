import { check } from './check';
import { EditionFacts } from './edition-facts';
import { aboutPart, Outcomes } from './outcomes';
import { targetMtu } from './target';
import { DEFAULT_PACKET_LENGTH, JUMBO_MTU, PACKET_LENGTH, STANDARD_MTU, VXLAN_OVERHEAD } from '../catalog/limits';
import { MirrorEdition } from '../catalog/mirror-edition';
import { InterfaceFacts, MirrorModel, SessionModel } from '../model/mirror-model';
import { isOther } from '../model/kinds';
import { Identity, isManaged } from '../model/reference';
import { sourceForms } from '../model/session-forms';
import { gather } from '../net/gather';

/** A copy contains the whole packet. Encapsulation or the packet length may cut off the end, which is then lost. */
export const TM701 = check('TM701', {
  byEdition: true,
  run(model, facts, outcomes) {
    const mtus = targetMtus(model, facts);
    for (const form of sourceForms(model)) {
      const { first, sessions, traits } = form;
      // A session that is off sends nothing.
      if (first.enabled === false) continue;
      const target = mtus.get(first.scope.key)?.get(first.target!);
      const cut = traits && cutOf(facts, first, traits.mtu, target);
      const fits = traits && first.block.body.packet_length === undefined && fitsEverywhere(traits);
      if (fits || cut?.kind === 'whole' || cut?.kind === 'intended') {
        outcomes.passForm(form, 'source');
      } else if (cut?.kind === 'open' && outcomes.decidedOnly) {
        continue;
      } else if (cut?.kind === 'open' && cut.why === 'sourceMtu') {
        for (const session of sessions) withoutMtu(model, session, session.sources!, outcomes);
      } else {
        for (const session of sessions) checkSession(model, facts, session, target, outcomes);
      }
    }
  },
});

/** The MTUs of targets by account and region, if they matter. */
function targetMtus(model: MirrorModel, { edition }: EditionFacts): Map<string, Map<Identity, number | undefined>> {
  if (edition === MirrorEdition.EDITION_2023) return new Map();
  return new Map(model.groups.map(({ scope, byTarget }) => [
    scope.key, new Map([...byTarget].map(([target, sessions]) => [target, targetMtu(sessions)])),
  ]));
}

function checkSession(
  model: MirrorModel,
  facts: EditionFacts,
  session: SessionModel,
  target: number | undefined,
  outcomes: Outcomes<'TM701'>,
): void {
  const { sources } = session;
  // TM108 reports ids of another kind.
  if (!sources?.length || sources.some((s) => isOther(s, 'network interface'))) return;
  const known = model.sourceFacts(session);
  if (session.block.body.packet_length === undefined && known.every(fitsEverywhere)) {
    outcomes.pass(session, known.length);
    return;
  }
  // Sources with the same MTU lose the same bytes, so they become one finding.
  const byMtu = new Map<number | undefined, Identity[]>();
  known.forEach(({ mtu }, i) => gather(byMtu, mtu, sources[i]));
  for (const [mtu, same] of byMtu) checkSources(model, facts, session, same, mtu, target, outcomes);
}

/** @param same sources with the same MTU */
function checkSources(
  model: MirrorModel,
  facts: EditionFacts,
  session: SessionModel,
  same: readonly Identity[],
  mtu: number | undefined,
  target: number | undefined,
  outcomes: Outcomes<'TM701'>,
): void {
  const at = () => aboutPart(model, session, same[0]);
  const cut = cutOf(facts, session, mtu, target);
  switch (cut.kind) {
    case 'open':
      if (cut.why === 'sourceMtu') withoutMtu(model, session, same, outcomes);
      else if (cut.why !== 'region') outcomes.undecidedOf(same.length, at(), cut.why);
      return;
    case 'whole':
    case 'intended':
      outcomes.pass(session, same.length);
      return;
    case 'defaultLength':
      outcomes.warn(at(), 'defaultLength', defaultLength(model, same, cut));
      return;
    case 'encapsulation':
      outcomes.warn(at(), 'encapsulation', encapsulation(model, same, cut));
  }
}

function withoutMtu(model: MirrorModel, session: SessionModel, sources: readonly Identity[], outcomes: Outcomes<'TM701'>): void {
  const [first] = sources;
  outcomes.undecidedOf(sources.length, aboutPart(model, session, first), 'sourceMtu', sourceParameters(session, first));
}

/** The same parameters for all sources alike: thousands may have no MTU. */
const SOURCES = [false, true].map((sourceMade) => [false, true].map((listed) => ({ sourceMade, listed })));

function sourceParameters(session: SessionModel, source: Identity): { sourceMade: boolean; listed: boolean } {
  return SOURCES[Number(isManaged(source))][Number(session.sourceStatements?.get(source)?.instanceId !== undefined)];
}

function defaultLength(model: MirrorModel, of: readonly Identity[], { mtu, kept, whole, length }: Loss & { readonly length: number }) {
  return { sources: of.map((s) => model.nameOf(s)), mtu, lost: mtu - kept, whole, kept, length };
}

function encapsulation(model: MirrorModel, of: readonly Identity[], { mtu, kept, whole }: Loss) {
  return { sources: of.map((s) => model.nameOf(s)), mtu, lost: mtu - kept, whole, overhead: VXLAN_OVERHEAD };
}

/** Packets that are longer than their copies. */
interface Loss {
  readonly mtu: number;
  /** The bytes that a copy keeps at most. */
  readonly kept: number;
  /** The bytes that fit into the encapsulation. */
  readonly whole: number;
}

/** Whether the copies of packets of one MTU are whole, or the reason why not. */
export type Cut =
  | { readonly kind: 'open'; readonly why: 'sourceMtu' | 'targetMtu' | 'onlyAtApply' | 'region' }
  | { readonly kind: 'whole' }
  /** The user set a packet length that is shorter than the MTU. */
  | { readonly kind: 'intended'; readonly kept: number }
  | { readonly kind: 'defaultLength'; readonly length: number } & Loss
  | { readonly kind: 'encapsulation' } & Loss;

function cutOf(facts: EditionFacts, session: SessionModel, mtu: number | undefined, target: number | undefined): Cut {
  if (mtu === undefined) return { kind: 'open', why: 'sourceMtu' };
  const whole = wholeUpTo(facts, session, mtu, target);
  // TM101 reports an unknown region.
  if (whole === undefined) return { kind: 'open', why: 'region' };
  if (whole === 'target') return { kind: 'open', why: 'targetMtu' };
  const written = session.block.body.packet_length;
  const specified = session.packetLength;
  if (written !== undefined && specified === undefined) return { kind: 'open', why: 'onlyAtApply' };
  const kept = Math.min(mtu, whole, specified ?? DEFAULT_PACKET_LENGTH);
  if (mtu <= kept) return { kind: 'whole' };
  if (specified !== undefined && specified <= whole) return { kind: 'intended', kept };
  if (specified !== undefined || DEFAULT_PACKET_LENGTH >= Math.min(mtu, whole)) return { kind: 'encapsulation', mtu, kept, whole };
  return { kind: 'defaultLength', mtu, kept: DEFAULT_PACKET_LENGTH, whole, length: Math.min(mtu, whole, PACKET_LENGTH.max) };
}

/** Whether the copies of one source of a session are whole, and the reason of TM701 with its parameters if not. */
export function truncationOf(
  model: MirrorModel, facts: EditionFacts, session: SessionModel, source: Identity,
): { readonly cut: Cut; readonly reason?: string; readonly parameters?: object } {
  const mtu = model.sourceFacts(session).find((_, i) => session.sources![i] === source)?.mtu;
  const { byTarget } = model.groups.find(({ sessions }) => sessions.includes(session))!;
  const cut = cutOf(facts, session, mtu, targetMtu(byTarget.get(session.target!) ?? [session]));
  switch (cut.kind) {
    case 'open': return cut.why === 'region' ? { cut }
      : { cut, reason: cut.why, parameters: cut.why === 'sourceMtu' ? sourceParameters(session, source) : {} };
    case 'defaultLength': return { cut, reason: cut.kind, parameters: defaultLength(model, [source], cut) };
    case 'encapsulation': return { cut, reason: cut.kind, parameters: encapsulation(model, [source], cut) };
    default: return { cut };
  }
}

/** The packet length that fits every edition, region and target. */
function fitsEverywhere({ mtu }: InterfaceFacts): boolean {
  return mtu !== undefined && mtu <= STANDARD_MTU - VXLAN_OVERHEAD;
}

/** The longest packet that the network carries whole. Undefined if the region is unknown, which TM101 reports. */
function wholeUpTo(facts: EditionFacts, session: SessionModel, mtu: number, target: number | undefined): number | 'target' | undefined {
  const standard = STANDARD_MTU - VXLAN_OVERHEAD;
  if (facts.edition === MirrorEdition.EDITION_2023) return mtu <= STANDARD_MTU ? standard : JUMBO_MTU - VXLAN_OVERHEAD;
  const { region } = session.scope;
  // The length that fits every region.
  if (mtu <= standard) return standard;
  if (region === undefined) return undefined;
  if (facts.catalog.region(region)?.jumbo !== true) return standard;
  return target === undefined ? 'target' : target - VXLAN_OVERHEAD;
}
