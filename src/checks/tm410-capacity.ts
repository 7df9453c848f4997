import { check } from './check';
import { atTarget, sendingTargets } from './target';
import { MirrorModel, SessionModel } from '../model/mirror-model';
import { Identity } from '../model/reference';

/** The number of busiest sources that a finding lists. */
const BUSIEST = 3;

/** A target has the capacity for its sources, if both are specified. TM503 checks the number of its sources. */
export const TM410 = check('TM410', {
  run(model, _facts, outcomes) {
    for (const { target, sessions } of sendingTargets(model)) {
      const capacity = sessions.find((s) => s.targetStatement?.capacityMbps !== undefined)?.targetStatement!.capacityMbps;
      if (capacity === undefined) continue;
      const { rates, silent } = ratesOf(model, sessions);
      const sum = rates.reduce((n, r) => n + r.mbps, 0);
      const at = atTarget(model, sessions, target);
      const common = { target: model.nameOf(target), capacity, sources: rates.length, sum, silent };
      if (sum > capacity) {
        const busiest = rates.sort((a, b) => b.mbps - a.mbps).slice(0, BUSIEST).map((r) => `${model.nameOf(r.source)} ${r.mbps}`);
        outcomes.warn(at, 'tooMuch', { ...common, busiest });
      } else if (silent > 0) {
        outcomes.undecided(at, 'ratesNotKnown', common);
      } else {
        outcomes.pass(at);
      }
    }
  },
});

function ratesOf(model: MirrorModel, sessions: readonly SessionModel[]): { rates: { source: Identity; mbps: number }[]; silent: number } {
  const rates: { source: Identity; mbps: number }[] = [];
  let silent = 0;
  for (const session of sessions) {
    if (!session.sources) silent++;
    model.sourceFacts(session).forEach(({ mirroredMbps }, i) => {
      if (mirroredMbps === undefined) silent++;
      else rates.push({ source: session.sources![i], mbps: mirroredMbps });
    });
  }
  return { rates, silent };
}
