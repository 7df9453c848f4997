import { ASSUMED_RATE } from '../catalog/behaviour';
import { ChangeStatement } from '../model/document';

/** What a change does, in a line. */
export function changeText({ created, touched, removed, darkened, parked, darkSeconds, applySeconds }: ChangeStatement): string {
  if (created + touched + removed === 0) return 'nothing changes';
  const minutes = Math.ceil(applySeconds / 60);
  return [
    `${created} sessions created, ${touched} changed in place, ${removed} destroyed`,
    darkened === 0 ? 'no source goes dark' : `${darkened} ${darkened === 1 ? 'source goes' : 'sources go'} dark for about ${darkSeconds} s`,
    ...parked > 0 ? [`${parked} out of any session until the next apply`] : [],
    `about ${minutes} min to apply, at ${ASSUMED_RATE.secondsPerCall} s a call and a parallelism of ${ASSUMED_RATE.parallelism}`,
  ].join('; ');
}
