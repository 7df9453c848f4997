import { mayCopyVxlan } from './arrival/loop';
import { balancingOf } from './arrival/balancing';
import { IMirrorCheck } from './check';
import { MirrorSeverity } from './finding';
import { Outcomes } from './outcomes';
import { targetKind, TargetKind } from './target';
import { few } from './wording';
import { VXLAN_PORT } from '../catalog/limits';
import { MirrorModel, ScopeGroup, SessionModel } from '../model/mirror-model';
import { NetworkModel } from '../model/network/network-model';
import { Identity, named } from '../model/reference';

/** No sensor is mirrored: what it receives would be copied again, and what it reports would come back to it. */
export const TM409: IMirrorCheck = {
  id: 'TM409',
  title: 'No sensor is mirrored itself',
  byEdition: false,
  run(model, _facts, outcomes) {
    const network = NetworkModel.of(model);
    for (const group of model.groups) {
      const sources = new Sources(network, group);
      for (const [target, sessions] of group.byTarget) {
        const balanced = targetKind(model, target, sessions) === TargetKind.LOAD_BALANCER;
        const receivers = balanced ? balancingOf(network, target).servers.map((s) => network.interfaceOf(s.server)) : [target];
        for (const receiver of new Set(receivers)) {
          // That the target itself is no source is TM302's to say.
          if (balanced) received(model, group, target, sessions, receiver, outcomes);
          reported(network, sources, target, receiver, outcomes);
        }
      }
    }
  },
};

/** A server that is a source: the copies that it receives may be copied again. */
function received(model: MirrorModel, group: ScopeGroup, target: Identity, sessions: readonly SessionModel[], receiver: Identity, outcomes: Outcomes): void {
  const mirrored = group.bySource.get(receiver);
  if (!mirrored) {
    outcomes.pass();
    return;
  }
  const again = mirrored.map((session) => ({ session, copies: mayCopyVxlan(model, session) })).filter(({ copies }) => copies !== false);
  if (again.length === 0) {
    outcomes.pass();
    return;
  }
  const { session, copies } = again.find(({ session: s }) => s.target === target) ?? again[0];
  const at = { path: session.path, stack: session.stack, subject: named(receiver) };
  const where = session.target === target ? `to ${named(target)} again, and so on` : `to ${named(session.target ?? '')}`;
  const problem = `source ${named(receiver)} is a server behind target ${named(target)} (of ${few(sessions.map((s) => s.path))})`;
  const fix = `take it out of the sources, or drop UDP ${VXLAN_PORT} first in the inbound rules of its filter; its session's other sources go dark while a source is taken out`;
  if (copies === undefined) outcomes.unknown(at, `${problem}; whether its filter copies the UDP ${VXLAN_PORT} that it receives is not known`, fix);
  else outcomes.fail(at, { severity: session.target === target ? MirrorSeverity.ERROR : MirrorSeverity.WARNING, problem: `${problem}, and its filter copies the UDP ${VXLAN_PORT} that it receives ${where}`, fix });
}

/** Another interface of a sensor's instance that is a source: what the sensor reports over it is copied to the sensor. */
function reported(network: NetworkModel, sources: Sources, target: Identity, receiver: Identity, outcomes: Outcomes): void {
  const { instance } = network.place(receiver);
  if (instance === undefined) return;
  const others = sources.of(instance).filter((source) => source !== receiver && source !== target);
  if (others.length === 0) {
    outcomes.pass();
    return;
  }
  const session = sources.group.bySource.get(others[0])![0];
  outcomes.fail({ path: session.path, stack: session.stack, subject: named(others[0]) }, {
    severity: MirrorSeverity.WARNING,
    problem: `source ${few(others.map(named))} is an interface of ${named(instance)}, the sensor at ${named(receiver)} of target ${named(target)}: what the sensor reports over it is copied too`,
    fix: 'let the sensor report over an interface that is not mirrored, or take this one out; its session\'s other sources go dark while a source is taken out',
  });
}

/** The sources of an account and region by their instance. */
class Sources {
  private byInstance?: Map<Identity, Identity[]>;

  constructor(private readonly network: NetworkModel, public readonly group: ScopeGroup) {}

  public of(instance: Identity): Identity[] {
    if (!this.byInstance) {
      this.byInstance = new Map();
      for (const source of this.group.bySource.keys()) {
        const own = this.network.place(source).instance;
        if (own === undefined) continue;
        const there = this.byInstance.get(own);
        if (there) there.push(source);
        else this.byInstance.set(own, [source]);
      }
    }
    return this.byInstance.get(instance) ?? [];
  }
}
