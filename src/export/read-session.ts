import { ExportedSession } from './exported-session';
import { STATUSES } from './statuses';
import { Fields } from '../input/fields';
import { ENI_ID } from '../input/interface-id';

/** Reads one record of `ListTrafficMirrorSessions`. */
export function exportedSession(x: Fields): ExportedSession {
  const sessionId = x.named(x.required('TrafficMirrorSessionId', 'the id of a session (tms-...)'));
  if (!SESSION_ID.test(sessionId)) throw x.wrong('TrafficMirrorSessionId', sessionId, 'the id of a session (tms-...)');
  return Object.freeze({
    sessionId,
    sessionName: x.text('TrafficMirrorSessionName'),
    description: x.text('TrafficMirrorSessionDescription'),
    filterId: x.required('TrafficMirrorFilterId', 'the id of a filter (tmf-...)'),
    sourceIds: sourcesOf(x),
    targetId: x.required('TrafficMirrorTargetId', 'the id of a target'),
    targetType: x.required('TrafficMirrorTargetType', 'a type of target'),
    priority: x.requiredWholeNumber('Priority'),
    virtualNetworkId: x.requiredWholeNumber('VirtualNetworkId'),
    packetLength: x.wholeNumber('PacketLength'),
    enabled: x.requiredFlag('Enabled'),
    locked: x.oneOf('TrafficMirrorSessionBusinessStatus', ['Normal', 'FinancialLocked']) === 'FinancialLocked',
    status: x.requiredOneOf('TrafficMirrorSessionStatus', STATUSES),
    resourceGroupId: x.text('ResourceGroupId'),
    tags: x.tags('Tags'),
  });
}

/** The form of a session's id. */
export const SESSION_ID = /^tms-[A-Za-z0-9]+$/;

function sourcesOf(x: Fields): string[] {
  const ids = x.texts('TrafficMirrorSourceIds');
  const seen = new Set<string>();
  for (const id of ids) {
    if (!ENI_ID.test(id)) throw x.wrong('TrafficMirrorSourceIds', id, 'ids of network interfaces (eni-...)');
    if (seen.has(id)) throw x.wrong('TrafficMirrorSourceIds', id, 'each source once');
    seen.add(id);
  }
  Object.freeze(ids);
  return ids;
}
