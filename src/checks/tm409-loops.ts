import { mayCopyVxlan } from './arrival/loop';
import { check } from './check';
import { isSure } from './counting';
import { aboutPart, Outcomes } from './outcomes';
import { receiving, Sources } from './sensor-sources';
import { VXLAN_PORT } from '../catalog/limits';
import { MirrorModel, reportedAt, SessionModel } from '../model/mirror-model';
import { kindOf } from '../model/kinds';
import { Identity } from '../model/reference';
import { label } from '../texts/names';

/** No sensor is a source. Otherwise its received copies would be copied again, and copies of its reports would be sent back to it. */
export const TM409 = check('TM409', {
  run(model, _facts, outcomes) {
    for (const { target, sessions, balanced, receivers, sources, elsewhere } of receiving(model)) {
      for (const receiver of receivers) {
        // TM110 reports a sensor that is mirrored in another account that may be the same.
        const alone = !elsewhere.some((others) => others.mayMirror(receiver, balanced));
        // TM302 reports a target that is a source itself.
        if (balanced && kindOf(receiver) !== 'instance') received(model, sources, target, sessions, receiver, alone, outcomes);
        reported(model, sources, target, receiver, alone, outcomes);
      }
    }
  },
});

/** Reports a server that is a source. The copies that it receives may be copied again. */
function received(
  model: MirrorModel, sources: Sources, target: Identity, sessions: readonly SessionModel[], receiver: Identity, alone: boolean,
  outcomes: Outcomes<'TM409'>,
): void {
  const mirrored = sources.group.bySource.get(receiver)?.filter((s) => s.enabled !== false);
  if (!mirrored || mirrored.length === 0) {
    if (!sources.mayHave(receiver) || !sources.copyVxlan) {
      if (alone) outcomes.pass(sessions[0]);
    } else {
      outcomes.undecided(aboutPart(model, sessions[0], target), 'perhapsSource', {
        target: model.nameOf(target), server: model.nameOf(receiver), port: VXLAN_PORT,
      });
    }
    return;
  }
  const again = mirrored.map((session) => ({ session, copies: mayCopyVxlan(model, session) })).filter(({ copies }) => copies !== false);
  if (again.length === 0) {
    if (alone) outcomes.pass(sessions[0]);
    return;
  }
  const { session, copies } = again.find(({ session: s }) => s.target === target) ?? again[0];
  const at = aboutPart(model, session, receiver);
  const common = {
    source: model.nameOf(receiver), target: model.nameOf(target), sessions: sessions.map((s) => label(s.path)), port: VXLAN_PORT,
  };
  if (copies === undefined || !isSure(session) || !sessions.some(isSure)) outcomes.undecided(at, 'filterNotKnown', common);
  else if (session.target === target) outcomes.error(at, 'loop', common);
  else outcomes.warn(at, 'copiedAgain', { ...common, other: session.target === undefined ? undefined : model.nameOf(session.target) });
}

/** Reports another interface of a sensor's instance that is a source. Packets that the sensor sends from it are copied to the sensor. */
function reported(
  model: MirrorModel, sources: Sources, target: Identity, receiver: Identity, alone: boolean, outcomes: Outcomes<'TM409'>,
): void {
  // A server that is given as an instance with unknown interfaces stands for that instance.
  const byInstance = kindOf(receiver) === 'instance';
  const instance = sources.network.place(receiver).instance ?? (byInstance ? receiver : undefined);
  if (instance === undefined) return;
  const others = sources.of(instance).filter((source) => source !== receiver);
  if (others.length === 0) {
    const open = sources.perhapsOf(instance, receiver);
    if (open === undefined) {
      // TM501 reports a list of sources that is known only at apply.
      if (!sources.unlisted && alone) outcomes.pass(sources.group.byTarget.get(target)![0]);
      return;
    }
    const { source, attachment } = open;
    const at = reportedAt(sources.group.bySource.get(source)!);
    const common = { instance: model.nameOf(instance), target: model.nameOf(target) };
    if (attachment) {
      outcomes.undecided(aboutPart(model, at, source), 'perhapsAttached', {
        source: model.nameOf(source), attachment: label(attachment.block.path), ...common,
      });
    } else if (byInstance) {
      outcomes.undecided(aboutPart(model, at, instance), 'instanceNotKnown', common);
    }
    return;
  }
  const session = reportedAt(sources.group.bySource.get(others[0])!);
  outcomes.warn(aboutPart(model, session, others[0]), 'reportCopied', {
    sources: others.map((s) => model.nameOf(s)), instance: model.nameOf(instance), sensor: model.nameOf(receiver),
    target: model.nameOf(target),
  });
}
