import { check } from './check';
import { fits, governed } from './governed';
import { MirroredSession } from '../input/mirrored-sessions';
import { MirrorModel, SessionModel } from '../model/mirror-model';
import { isLiteral } from '../model/reference';
import { gather } from '../net/gather';

/** Every session of the account is described by an app. */
export const TM810 = check('TM810', {
  run(model, _facts, outcomes) {
    for (const { rule: { scope, foreignSessions }, sessions } of governed(model)) {
      const stack = sessions[0]?.stack ?? model.stacks[0];
      if (!foreignSessions) continue;
      const path = scope || stack.path;
      const imported = importedIds(model);
      // A priority is unique in an account and region.
      const byPriority = new Map<number, SessionModel[]>();
      const open = new OpenSessions();
      for (const session of sessions) {
        if (session.priority === undefined || session.block.copies === undefined) open.add(session);
        else gather(byPriority, session.priority, session);
      }
      const same = (priority: number): SessionModel[] => byPriority.get(priority) ?? [];
      for (const own of foreignSessions.sessions) {
        const at = { path, stack, subject: own.id };
        const { id, name, priority } = own;
        const shown = name === undefined ? id : `${id} (${name})`;
        if (imported.has(id) || foreignSessions.allowed.some((p) => fits(id, p) || name !== undefined && fits(name, p))) {
          outcomes.pass(at);
        } else if (same(priority).some((session) => isSame(session, own))) {
          outcomes.pass(at);
        } else if (same(priority).some((session) => isSame(session, own) === undefined) || open.mayInclude(own)) {
          outcomes.undecided(at, 'onlyAtApply', { session: shown, priority });
        } else {
          outcomes.warn(at, 'foreign', { session: shown, priority, sources: [...own.sourceIds], target: own.targetId });
        }
      }
    }
  },
});

/** Sessions of the app whose priority is known only at apply. */
class OpenSessions {
  private isAny = false;
  private readonly targets = new Set<string | undefined>();
  private readonly virtualNetworkIds = new Set<number | undefined>();
  private readonly sources = new Set<string>();

  public add(session: SessionModel): void {
    this.isAny ||= !isKnown(session);
    const { target, virtualNetworkId, sources } = session;
    this.targets.add(target);
    this.virtualNetworkIds.add(virtualNetworkId);
    for (const source of sources ?? []) this.sources.add(source);
  }

  /** Whether one of them may be a session of the account. */
  public mayInclude({ targetId, virtualNetworkId, sourceIds }: MirroredSession): boolean {
    return this.isAny
      || this.targets.has(targetId)
      || this.virtualNetworkIds.has(virtualNetworkId)
      || sourceIds.some((id) => this.sources.has(id));
  }
}

/** Whether a session of the app is the session of the account with the same priority. Target, VNI or a source must also be the same. */
function isSame(session: SessionModel, own: MirroredSession): boolean | undefined {
  const { target, virtualNetworkId, sources } = session;
  if (target === own.targetId || virtualNetworkId === own.virtualNetworkId || sources?.some((source) => own.sourceIds.includes(source))) {
    return true;
  }
  return isKnown(session) ? false : undefined;
}

/** Whether a session has a target, VNI and sources to compare. */
function isKnown({ target, virtualNetworkId, sources }: SessionModel): boolean {
  return target !== undefined && isLiteral(target) && virtualNetworkId !== undefined && sources?.every(isLiteral) === true;
}

/** The ids in import blocks. */
function importedIds(model: MirrorModel): Set<string> {
  const ids = new Set<string>();
  for (const { terraform } of model.stacks) {
    for (const block of [terraform.import].flat()) if (typeof block?.id === 'string') ids.add(block.id);
  }
  return ids;
}
