import { IMirrorCheck } from './check';
import { MirrorSeverity } from './finding';
import { counted, few } from './wording';
import { MirrorModel, SessionModel } from '../model/mirror-model';
import { Identity, named } from '../model/reference';

/** A target takes what its sources send, where both are stated. How many sources it may serve is TM503's to say. */
export const TM410: IMirrorCheck = {
  id: 'TM410',
  title: 'A target takes what its sources send',
  byEdition: false,
  run(model, _facts, outcomes) {
    for (const group of model.groups) {
      for (const [target, sessions] of group.byTarget) {
        const capacity = sessions.find((s) => s.targetStatement?.capacityMbps !== undefined)?.targetStatement!.capacityMbps;
        if (capacity === undefined) continue;
        const { rates, silent } = ratesOf(model, sessions);
        const sum = rates.reduce((n, r) => n + r.mbps, 0);
        const at = { path: sessions[0].path, stack: sessions[0].stack, subject: named(target) };
        if (sum > capacity) {
          const hottest = rates.sort((a, b) => b.mbps - a.mbps).map((r) => `${named(r.source)} ${r.mbps}`);
          outcomes.fail(at, {
            severity: MirrorSeverity.WARNING,
            problem: `target ${named(target)} takes ${capacity} Mbit/s, and ${counted(rates.length, 'source')} ${rates.length === 1 ? 'sends' : 'send'} ${sum} Mbit/s at their busiest (hottest: ${few(hottest)})${silent > 0 ? `, beside ${silent} of which nothing is stated` : ''}`,
            fix: 'give the hottest sources another target, narrow their filter, or put more sensors behind a CLB; a target is set in place',
          });
        } else if (silent > 0) {
          outcomes.unknown(at, `${counted(silent, 'source')} of the target state no mirroredMbps; the others send ${sum} of the ${capacity} Mbit/s that it takes`,
            'state mirroredMbps with MirrorSource, for example from the interface\'s monitoring, or leave capacityMbps of the target out');
        } else {
          outcomes.pass();
        }
      }
    }
  },
};

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
