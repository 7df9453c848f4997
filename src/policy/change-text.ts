import { ASSUMED_RATE } from '../catalog/behaviour';
import { ChangeStatement, NamedCount } from '../model/document';
import { counted } from '../net/wording';

/** What a change does, in a line. */
export function changeText(change: ChangeStatement): string {
  const { comparedWith, created, touched, removed, moved, added, gone, interrupted, switchedOff, parked, waiting, released, interruptedSeconds, calls, applySeconds } = change;
  const waits = waiting.count > 0 ? [`${counted(waiting.count, 'source')} ${waiting.count === 1 ? 'waits' : 'wait'} for the next apply (${waiting.names})`] : [];
  const leaves = released.count > 0 ? [`${counted(released.count, 'session')} released, and ${released.count === 1 ? 'it goes' : 'they go'} on running (${released.names})`] : [];
  if (created + touched + removed === 0) return [`no change against ${comparedWith}`, ...leaves, ...waits].join('. ');
  const sources = [...named('new', added), ...named('gone', gone), ...named('switched off', switchedOff)];
  return [
    `Against ${comparedWith}: ${counted(created, 'session')} created, ${touched} changed in place${moved > 0 ? ` (${moved} to another target)` : ''}, ${removed} destroyed`,
    ...sources.length > 0 ? [`Sources: ${sources.join(', ')}`] : [],
    interrupted.count === 0 ? 'No other source is interrupted'
      : `${counted(interrupted.count, 'other source')} ${interrupted.count === 1 ? 'is' : 'are'} interrupted for about ${interruptedSeconds} s (${interrupted.names})`,
    ...parked.count > 0 ? [`${counted(parked.count, 'source')} out of any session until the next apply (${parked.names})`] : [],
    ...leaves,
    ...waits,
    `${counted(calls, 'write call')}, ${duration(applySeconds)} to apply, at ${ASSUMED_RATE.secondsPerCall} s a call and a parallelism of ${ASSUMED_RATE.parallelism}`,
  ].join('. ');
}

function named(what: string, { count, names }: NamedCount): string[] {
  return count > 0 ? [`${count} ${what} (${names})`] : [];
}

function duration(seconds: number): string {
  if (seconds < 3_600) return `about ${Math.ceil(seconds / 60)} min`;
  return `about ${(seconds / 3_600).toFixed(1)} h`;
}
