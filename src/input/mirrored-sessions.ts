import { textsOfFiles } from './documents';
import { eachRecord } from './list-call';
import { SESSIONS_CALL } from './mirror-calls';

/** The attributes that identify an existing session of an account. */
export interface MirroredSession {
  readonly id: string;
  readonly name?: string;
  readonly priority: number;
  readonly virtualNetworkId: number;
  readonly targetId: string;
  readonly sourceIds: readonly string[];
}

/**
 * The sessions in responses of `ListTrafficMirrorSessions`.
 *
 * @throws if a file cannot be read or is not such a response, or if pages are missing
 */
export function mirroredSessions(files: string[]): MirroredSession[] {
  const sessions: MirroredSession[] = [];
  eachRecord(SESSIONS_CALL, textsOfFiles(SESSIONS_CALL.name, files), (x) => {
    const id = x.named(x.required('TrafficMirrorSessionId', 'the id of a session (tms-...)'));
    sessions.push({
      id,
      name: x.text('TrafficMirrorSessionName'),
      priority: x.requiredWholeNumber('Priority'),
      virtualNetworkId: x.requiredWholeNumber('VirtualNetworkId'),
      targetId: x.required('TrafficMirrorTargetId', 'the id of a target'), sourceIds: x.texts('TrafficMirrorSourceIds'),
    });
  });
  return sessions;
}
