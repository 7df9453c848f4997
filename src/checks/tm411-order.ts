import { mirrorListeners, Waiting } from './arrival/written';
import { IMirrorCheck } from './check';
import { MirrorSeverity } from './finding';
import { Outcomes } from './outcomes';
import { counted, few } from './wording';
import { MirrorModel } from '../model/mirror-model';
import { WrittenListener } from '../model/network/load-balancers';
import { NetworkModel } from '../model/network/network-model';

/** A session is made after the listener that takes its copies, and a listener after its servers; destroyed the other way. */
export const TM411: IMirrorCheck = {
  id: 'TM411',
  title: 'Sessions wait for the listener, and a listener for its servers',
  byEdition: false,
  run(model, _facts, outcomes) {
    for (const listener of mirrorListeners(model)) {
      sessionsWait(model, listener, outcomes);
      listenerWaits(model, listener, outcomes);
    }
  },
};

function sessionsWait(model: MirrorModel, listener: WrittenListener, outcomes: Outcomes): void {
  const { stack, block } = listener;
  const sessions = model.groups.flatMap((group) => group.byTarget.get(listener.loadBalancer) ?? []).filter((s) => s.stack === stack);
  const waiting = Waiting.in(stack);
  const hasty = sessions.filter((s) => !waiting.waits(s.block.body, block.address));
  outcomes.pass(sessions.length - hasty.length);
  if (hasty.length === 0) return;
  outcomes.fail({ path: hasty[0].path, stack, subject: block.address }, {
    severity: MirrorSeverity.WARNING,
    problem: `${counted(hasty.length, 'session')} of the load balancer (${few(hasty.map((s) => s.path))}) ${hasty.length === 1 ? 'does' : 'do'} not wait for its listener ${block.path}: made beside it, and at a destroy the servers go while sessions still send`,
    fix: `write depends_on = ["${block.address}"] in the sessions; nothing that runs is changed`,
  });
}

function listenerWaits(model: MirrorModel, { stack, block, serverGroup }: WrittenListener, outcomes: Outcomes): void {
  if (serverGroup === undefined) return;
  const waiting = Waiting.in(stack);
  const servers = NetworkModel.of(model).loadBalancers.servers.filter((s) => s.stack === stack && s.group === serverGroup);
  const missing = servers.filter((s) => !waiting.waits(block.body, s.block.address));
  outcomes.pass(servers.length - missing.length);
  if (missing.length === 0) return;
  outcomes.fail({ path: block.path, stack, subject: missing[0].block.address }, {
    severity: MirrorSeverity.WARNING,
    problem: `the listener does not wait for ${counted(missing.length, 'server')} of its group (${few(missing.map((s) => s.block.path))}): calls on one load balancer run at once, and the provider does not try the listener's again`,
    fix: `write depends_on = [${missing.map((s) => `"${s.block.address}"`).join(', ')}] in the listener; nothing that runs is changed`,
  });
}
