import { textsOfFiles } from './documents';
import { known } from '../net/known';
import { refusal } from '../net/refusal';

/** When the input was made, and how old it may be. */
export interface MirrorInputAge {
  /**
   * When the calls were made: a time with its zone, for example `2026-11-26T06:00:00Z`. The times of files are not asked:
   * a checkout or a copy changes them.
   *
   * @default - unknown
   */
  readonly takenAt?: string;
  /**
   * A file that holds the time, as `date -u +%FT%TZ > taken-at` writes it. Not together with `takenAt`.
   *
   * @default - unknown
   */
  readonly takenAtFile?: string;
  /**
   * The greatest age in hours, more than 0. An older input is refused, and one of unknown age. Now is the time of the
   * synth, or of `SOURCE_DATE_EPOCH` (seconds since 1970) if that variable is set.
   *
   * @default - any age
   */
  readonly maxAgeHours?: number;
}

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/;
const HOUR = 3_600_000;
/** Clocks differ. */
const AHEAD = HOUR / 4;

/** Refuses an input that is too old. Nothing is checked for one without an age limit but that its time is one. */
export function checkAge(what: string, { takenAt, takenAtFile, maxAgeHours }: MirrorInputAge): void {
  if (maxAgeHours !== undefined && !(typeof maxAgeHours === 'number' && known(maxAgeHours) && maxAgeHours > 0)) {
    throw refusal({ what: `maxAgeHours of ${what}`, got: maxAgeHours, allowed: 'a number of hours above 0', fix: 'set the greatest age, for example 24' });
  }
  if (takenAt !== undefined && takenAtFile !== undefined) {
    throw refusal({ what: `takenAt of ${what}`, got: 'takenAt and takenAtFile', allowed: 'one of the two', fix: 'leave one out' });
  }
  const time = takenAtFile === undefined ? takenAt : textsOfFiles('takenAtFile', [takenAtFile])[0].read().trim();
  if (time === undefined) {
    if (maxAgeHours === undefined) return;
    throw refusal({
      what: `takenAt of ${what}`, got: undefined, allowed: 'a time, since maxAgeHours is set',
      fix: 'set takenAt, or takenAtFile to a file that is written with the answers: date -u +%FT%TZ > taken-at',
    });
  }
  const at = known(time) && typeof time === 'string' && TIME.test(time) ? Date.parse(time) : NaN;
  if (Number.isNaN(at)) {
    throw refusal({ path: takenAtFile, what: `takenAt of ${what}`, got: time, allowed: 'a time with its zone such as 2026-11-26T06:00:00Z', fix: 'write it with: date -u +%FT%TZ' });
  }
  const age = now() - at;
  if (age < -AHEAD) throw refusal({ path: takenAtFile, what: `takenAt of ${what}`, got: time, allowed: 'a time in the past', fix: 'correct the time, or the clock of this machine' });
  if (maxAgeHours !== undefined && age > maxAgeHours * HOUR) {
    throw refusal({
      path: takenAtFile, what: `the age of ${what}`, got: `${Math.floor(age / HOUR)} hours (taken at ${time})`, allowed: `at most ${maxAgeHours} hours`,
      fix: 'make the calls again: sources that came or went since are not in it',
    });
  }
}

function now(): number {
  const epoch = process.env.SOURCE_DATE_EPOCH;
  return epoch !== undefined && /^\d+$/.test(epoch) ? Number(epoch) * 1_000 : Date.now();
}
