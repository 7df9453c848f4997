import { ASSUMED_RATE } from '../catalog/behaviour';
import { ChangeStatement, NamedCount } from '../model/document';
import { counted } from '../net/wording';

/** What a change does, in a line. */
export function changeText(change: ChangeStatement): string {
  const { created, touched, removed, moved, added, gone, darkened, parked, darkSeconds, calls, applySeconds } = change;
  if (created + touched + removed === 0) return 'nothing changes against the ledger';
  const sources = [...named('new', added), ...named('gone', gone)];
  return [
    `${counted(created, 'session')} created, ${touched} changed in place${moved > 0 ? ` (${moved} of them to another target)` : ''}, ${removed} destroyed`,
    ...sources.length > 0 ? [`sources: ${sources.join(', ')}`] : [],
    darkened.count === 0 ? 'no other source goes dark' : `${counted(darkened.count, 'other source')} ${darkened.count === 1 ? 'goes' : 'go'} dark for about ${darkSeconds} s (${darkened.names})`,
    ...parked.count > 0 ? [`${parked.count} out of any session until the next apply (${parked.names})`] : [],
    `${counted(calls, 'write call')}, ${duration(applySeconds)} to apply, at ${ASSUMED_RATE.secondsPerCall} s a call and a parallelism of ${ASSUMED_RATE.parallelism}`,
  ].join('; ');
}

function named(what: string, { count, names }: NamedCount): string[] {
  return count > 0 ? [`${count} ${what} (${names})`] : [];
}

function duration(seconds: number): string {
  if (seconds < 3_600) return `about ${Math.ceil(seconds / 60)} min`;
  return `about ${(seconds / 3_600).toFixed(1)} h`;
}
