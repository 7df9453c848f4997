import { ArrivalReason, because } from './reasons';
import { TARGET_TYPES } from '../../catalog/limits';
import { MirrorModel, reportedAt, SessionModel } from '../../model/mirror-model';
import { Identity } from '../../model/reference';
import { label } from '../../texts/names';
import { isEndpoint, misfits, shownType, wrongKind } from '../target';

const [, SLB] = TARGET_TYPES;

/** A target that the service or the provider does not accept, whoever sends to it. */
export interface TargetFault {
  /** The session that shows it. */
  readonly at: SessionModel;
  readonly because: ArrivalReason;
}

/** The fault of a target itself. Undefined if it may be a target of these sessions. */
export function targetFault(model: MirrorModel, target: Identity, sessions: readonly SessionModel[]): TargetFault | undefined {
  const name = model.nameOf(target);
  const at = reportedAt(sessions);
  if (isEndpoint(model, target, sessions)) {
    return { at, because: because('TM402', 'endpoint', { target: name, allowed: [...TARGET_TYPES] }) };
  }
  const kind = wrongKind(target);
  if (kind === 'none') return { at, because: because('TM401', 'noId', { target: name }) };
  if (kind !== undefined) return { at, because: because('TM401', 'otherKind', { target: name, kind }) };
  const wrong = misfits(model, target, sessions);
  if (wrong.length === 0) return undefined;
  const fits = shownType(model, target)!;
  return {
    at: reportedAt(wrong),
    because: because('TM401', 'otherType', {
      target: name, balanced: fits === SLB, fits, written: wrong[0].targetType!, sessions: wrong.map((s) => label(s.path)),
    }),
  };
}
