import { textsOfFiles } from './documents';
import { isDay, now } from '../net/calendar';
import { known } from '../net/known';
import { described, refusal } from '../net/refusal';

/** The time of the input, and its maximum age. */
export interface MirrorInputAge {
  /**
   * The time of the API calls, with its time zone, for example `2026-11-26T06:00:00Z`. The times of files are not used, since a
   * checkout or a copy changes them.
   *
   * @default - unknown
   */
  readonly takenAt?: string;
  /**
   * A file that contains the time, for example from `date -u +%FT%TZ > taken-at`. Not together with `takenAt`. In Python, Go, Java
   * and C#, use an absolute path: jsii keeps the working directory in which it was started.
   *
   * @default - unknown
   */
  readonly takenAtFile?: string;
  /**
   * The maximum age in hours, more than 0. An older input is rejected, and so is an input of unknown age. The age is computed at
   * the time of the synth, or at `SOURCE_DATE_EPOCH` (seconds since 1970) if that variable is set.
   *
   * @default - any age
   */
  readonly maxAgeHours?: number;
}

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/;
const HOUR = 3_600_000;
/** Tolerance for clock differences. */
const AHEAD = HOUR / 4;

/** Rejects an input that is too old. Without a maximum age, only the form of the time is checked. */
export function checkAge(what: string, { takenAt, takenAtFile, maxAgeHours }: MirrorInputAge): void {
  if (maxAgeHours !== undefined && !(typeof maxAgeHours === 'number' && known(maxAgeHours) && maxAgeHours > 0)) {
    throw refusal({
      what: `maxAgeHours of ${what}`,
      got: maxAgeHours,
      allowed: 'a number of hours above 0',
      fix: 'set the maximum age, for example 24',
    });
  }
  if (takenAt !== undefined && takenAtFile !== undefined) {
    throw refusal({
      what: `takenAt of ${what}`,
      got: described('is set twice, by takenAt and takenAtFile'),
      allowed: 'one of the two',
      fix: 'omit one of them',
    });
  }
  const time = takenAtFile === undefined ? takenAt : textsOfFiles('takenAtFile', [takenAtFile])[0].read().trim();
  if (time === undefined) {
    if (maxAgeHours === undefined) return;
    throw refusal({
      what: `takenAt of ${what}`, got: undefined, allowed: 'a time, since maxAgeHours is set',
      fix: 'set takenAt, or set takenAtFile to a file that is written together with the responses: date -u +%FT%TZ > taken-at',
    });
  }
  const at = known(time) && typeof time === 'string' && TIME.test(time) && isDay(time.slice(0, 10)) ? Date.parse(time) : NaN;
  if (Number.isNaN(at)) {
    throw refusal({
      path: takenAtFile,
      what: `takenAt of ${what}`,
      got: time,
      allowed: 'a time with its time zone such as 2026-11-26T06:00:00Z',
      fix: 'write it with: date -u +%FT%TZ',
    });
  }
  const age = now() - at;
  if (age < -AHEAD) {
    throw refusal({
      path: takenAtFile,
      what: `takenAt of ${what}`,
      got: time,
      allowed: 'a time in the past',
      fix: 'correct the time, or the clock of the machine',
    });
  }
  if (maxAgeHours !== undefined && age > maxAgeHours * HOUR) {
    throw refusal({
      path: takenAtFile,
      what: `the age of ${what}`,
      got: described(`is ${Math.floor(age / HOUR)} hours (taken at ${time})`),
      allowed: `at most ${maxAgeHours} hours`,
      fix: 'make the calls again. The input lacks later changes of the sources',
    });
  }
}
