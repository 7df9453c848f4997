import { check } from './check';
import { EditionFacts } from './edition-facts';
import { about, Outcomes } from './outcomes';
import { targetMtu } from './target';
import { DEFAULT_PACKET_LENGTH, JUMBO_MTU, PACKET_LENGTH, STANDARD_MTU, VXLAN_OVERHEAD } from '../catalog/limits';
import { MirrorEdition } from '../catalog/mirror-edition';
import { InterfaceFacts, MirrorModel, SessionModel } from '../model/mirror-model';
import { Identity, isManaged, named } from '../model/reference';

/** A copy contains the whole packet. Encapsulation or the packet length may cut off the end, which is then lost. */
export const TM701 = check('TM701', {
  byEdition: true,
  run(model, facts, outcomes) {
    for (const group of model.groups) {
      const targetMtus = new Map<Identity, number | undefined>();
      if (facts.edition !== MirrorEdition.EDITION_2023) {
        for (const [target, sessions] of group.byTarget) {
          targetMtus.set(target, targetMtu(sessions));
        }
      }
      for (const session of group.sessions) {
        // A session that is off sends nothing.
        if (session.sources?.length && session.enabled !== false) {
          checkSession(model, facts, session, session.sources, targetMtus.get(session.target ?? ''), outcomes);
        }
      }
    }
  },
});

function checkSession(
  model: MirrorModel,
  facts: EditionFacts,
  session: SessionModel,
  sources: readonly Identity[],
  target: number | undefined,
  outcomes: Outcomes<'TM701'>,
): void {
  const known = model.sourceFacts(session);
  if (session.block.body.packet_length === undefined && known.every(fitsEverywhere)) {
    outcomes.pass(session, known.length);
    return;
  }
  // Sources with the same MTU lose the same bytes, so they become one finding.
  const { mtu } = known[0];
  if (known.every((own) => own.mtu === mtu)) {
    checkSources(model, facts, session, sources, mtu, target, outcomes);
    return;
  }
  const byMtu = new Map<number | undefined, Identity[]>();
  known.forEach((own, i) => {
    const same = byMtu.get(own.mtu);
    if (same) same.push(sources[i]);
    else byMtu.set(own.mtu, [sources[i]]);
  });
  for (const [ownMtu, same] of byMtu) checkSources(model, facts, session, same, ownMtu, target, outcomes);
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
  const at = () => about(session, named(same[0]));
  if (mtu === undefined) {
    const [first] = same;
    const listed = session.sourceStatements?.get(first)?.instanceId !== undefined;
    outcomes.undecidedOf(same.length, at(), 'sourceMtu', { sourceMade: isManaged(first), listed });
    return;
  }
  const whole = wholeUpTo(facts, session, mtu, target);
  if (whole === undefined) return;
  if (whole === 'target') {
    outcomes.undecidedOf(same.length, at(), 'targetMtu');
    return;
  }
  const written = session.block.body.packet_length;
  const specified = session.packetLength;
  if (written !== undefined && written !== null && specified === undefined) {
    outcomes.undecidedOf(same.length, at(), 'onlyAtApply');
    return;
  }
  const kept = Math.min(mtu, whole, specified ?? DEFAULT_PACKET_LENGTH);
  // A shorter packet length that the user set is intended.
  if (specified !== undefined && specified <= whole || mtu <= kept) {
    outcomes.pass(session, same.length);
    return;
  }
  const cut = { sources: same.map((s) => model.nameOf(s)), mtu, lost: mtu - kept, whole };
  if (specified === undefined && DEFAULT_PACKET_LENGTH < Math.min(mtu, whole)) {
    outcomes.warn(at(), 'defaultLength', { ...cut, kept: DEFAULT_PACKET_LENGTH, length: Math.min(mtu, whole, PACKET_LENGTH.max) });
  } else {
    outcomes.warn(at(), 'encapsulation', { ...cut, overhead: VXLAN_OVERHEAD });
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
