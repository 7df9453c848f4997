import { IMirrorCheck } from './check';
import { EditionFacts } from './edition-facts';
import { MirrorSeverity } from './finding';
import { Failure, Outcomes } from './outcomes';
import { targetMtu } from './target';
import { namedFirst } from './wording';
import { DEFAULT_PACKET_LENGTH, JUMBO_MTU, PACKET_LENGTH, STANDARD_MTU, VXLAN_OVERHEAD } from '../catalog/limits';
import { MirrorEdition } from '../catalog/mirror-edition';
import { InterfaceFacts, MirrorModel, SessionModel } from '../model/mirror-model';
import { Identity, named } from '../model/reference';

/** A copy holds the whole packet: what the encapsulation or the packet length cuts off is lost. */
export const TM701: IMirrorCheck = {
  id: 'TM701',
  title: 'Copies hold whole packets',
  byEdition: true,
  run(model, facts, outcomes) {
    for (const group of model.groups) {
      const targetMtus = new Map<Identity, number | undefined>();
      if (facts.edition !== MirrorEdition.EDITION_2023) for (const [target, sessions] of group.byTarget) targetMtus.set(target, targetMtu(sessions));
      for (const session of group.sessions) {
        if (session.sources?.length) checkSession(model, facts, session, session.sources, targetMtus.get(session.target ?? ''), outcomes);
      }
    }
  },
};

function checkSession(
  model: MirrorModel, facts: EditionFacts, session: SessionModel, sources: readonly Identity[], target: number | undefined, outcomes: Outcomes,
): void {
  const known = model.sourceFacts(session);
  if (session.block.body.packet_length === undefined && known.every(fitsEverywhere)) {
    outcomes.pass(known.length);
    return;
  }
  // Sources of one MTU lose the same, and are said together.
  const { mtu } = known[0];
  if (known.every((own) => own.mtu === mtu)) {
    checkSources(facts, session, sources, mtu, target, outcomes);
    return;
  }
  const byMtu = new Map<number | undefined, Identity[]>();
  known.forEach((own, i) => {
    const same = byMtu.get(own.mtu);
    if (same) same.push(sources[i]);
    else byMtu.set(own.mtu, [sources[i]]);
  });
  for (const [ownMtu, same] of byMtu) checkSources(facts, session, same, ownMtu, target, outcomes);
}

/** @param same sources of one MTU */
function checkSources(facts: EditionFacts, session: SessionModel, same: readonly Identity[], mtu: number | undefined, target: number | undefined, outcomes: Outcomes): void {
  const at = () => ({ path: session.path, stack: session.stack, subject: named(same[0]) });
  if (mtu === undefined) {
    outcomes.unknown(at(), 'the MTU is not stated', 'state mtu with MirrorSource.networkInterface(id, { mtu }), as the guest shows it; nothing that runs is changed', same.length);
    return;
  }
  const whole = wholeUpTo(facts, session, mtu, target);
  if (whole === undefined) return;
  if (whole === 'target') {
    outcomes.unknown(at(), 'the target\'s MTU is not stated, and it limits packets in this region', 'state mtu with MirrorTarget.networkInterface(id, { mtu })', same.length);
    return;
  }
  const written = session.block.body.packet_length;
  if (written !== undefined && written !== null && session.packetLength === undefined) {
    outcomes.unknown(at(), 'packet_length is known to Terraform alone', 'write it as a number', same.length);
    return;
  }
  const failure = truncation(mtu, whole, session.packetLength, namedFirst(same));
  if (failure) outcomes.fail(at(), failure);
  else outcomes.pass(same.length);
}

/** Short enough for every edition, region and target. */
function fitsEverywhere({ mtu }: InterfaceFacts): boolean {
  return mtu !== undefined && mtu <= STANDARD_MTU - VXLAN_OVERHEAD;
}

/** The longest packet that the network carries whole: nothing where TM101 says why it is not known. */
function wholeUpTo(facts: EditionFacts, session: SessionModel, mtu: number, target: number | undefined): number | 'target' | undefined {
  const standard = STANDARD_MTU - VXLAN_OVERHEAD;
  if (facts.edition === MirrorEdition.EDITION_2023) return mtu <= STANDARD_MTU ? standard : JUMBO_MTU - VXLAN_OVERHEAD;
  const { region } = session.scope;
  // Short enough for every region.
  if (mtu <= standard) return standard;
  if (region === undefined) return undefined;
  if (facts.catalog.region(region)?.jumbo !== true) return standard;
  return target === undefined ? 'target' : target - VXLAN_OVERHEAD;
}

function truncation(mtu: number, whole: number, stated: number | undefined, who: string): Failure | undefined {
  // A shorter packet length that somebody wrote is what that somebody wants.
  if (stated !== undefined && stated <= whole) return undefined;
  const byLength = stated === undefined && DEFAULT_PACKET_LENGTH < Math.min(mtu, whole);
  const kept = Math.min(mtu, whole, stated ?? DEFAULT_PACKET_LENGTH);
  const lost = mtu - kept;
  if (lost <= 0) return undefined;
  const length = Math.min(mtu, whole, PACKET_LENGTH.max);
  const reason = byLength
    ? `the session states no packet_length, so it keeps ${DEFAULT_PACKET_LENGTH} bytes`
    : `the encapsulation takes ${VXLAN_OVERHEAD} bytes, so ${whole} fit`;
  const cure = byLength
    ? `${mtu > whole ? `set the guest's MTU to ${whole} and ` : ''}write packet_length = ${length}, or ${DEFAULT_PACKET_LENGTH} where that is enough; a new packet_length replaces a running session, which is dark meanwhile`
    : `set the guest's MTU to ${whole}, which touches no session, or write packet_length = ${whole} where the cut is meant; that replaces a running session, which is dark meanwhile`;
  return { severity: MirrorSeverity.WARNING, problem: `packets of ${who} with MTU ${mtu} lose up to ${lost} bytes: ${reason}`, fix: cure };
}
