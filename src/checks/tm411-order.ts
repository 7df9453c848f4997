import { mirrorListeners, Waiting } from './arrival/written';
import { check } from './check';
import { aboutBlock, Outcomes } from './outcomes';
import { sendingTargets } from './target';
import { MirrorModel, reportedAt } from '../model/mirror-model';
import { WrittenListener } from '../model/network/load-balancers';
import { NetworkModel } from '../model/network/network-model';
import { label } from '../texts/names';

/** A session is created after the listener for its copies, and a listener after its servers. They are destroyed in the reverse order. */
export const TM411 = check('TM411', {
  run(model, _facts, outcomes) {
    for (const listener of mirrorListeners(model)) {
      sessionsWait(model, listener, outcomes);
      listenerWaits(model, listener, outcomes);
    }
  },
});

function sessionsWait(model: MirrorModel, listener: WrittenListener, outcomes: Outcomes<'TM411'>): void {
  const { stack, block } = listener;
  const sessions = sendingTargets(model).filter(({ target }) => target === listener.loadBalancer)
    .flatMap((sending) => sending.sessions).filter((s) => s.stack === stack);
  const waiting = Waiting.in(stack);
  const hasty = sessions.filter((s) => !waiting.waits(s.block.written, block.address));
  for (const session of sessions) if (!hasty.includes(session)) outcomes.pass(session);
  if (hasty.length === 0) return;
  outcomes.warn(aboutBlock(reportedAt(hasty), block), 'session', {
    sessions: hasty.map((h) => label(h.path)), listener: label(block.path), address: block.address,
  });
}

function listenerWaits(model: MirrorModel, { stack, block, serverGroup }: WrittenListener, outcomes: Outcomes<'TM411'>): void {
  const waiting = Waiting.in(stack);
  const servers = NetworkModel.of(model).loadBalancers.servers.filter((s) => s.stack === stack && s.group === serverGroup);
  const missing = servers.filter((s) => !waiting.waits(block.written, s.block.address));
  outcomes.pass(block, servers.length - missing.length);
  if (missing.length === 0) return;
  outcomes.warn(aboutBlock({ path: block.path, stack, block }, missing[0].block), 'listener', {
    servers: missing.map((s) => label(s.block.path)), addresses: missing.map((s) => s.block.address),
  });
}
