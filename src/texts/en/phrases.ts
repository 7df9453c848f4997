import type { ParameterValue, Place, Reader } from '../reason';
import { acknowledgement, quotaSetting } from '../settings';

/** How many of a list a sentence names. */
const NAMED = 3;

/** `1 session`, `1,204 sessions`. */
export function count(amount: number, singular: string, plural = `${singular}s`): string {
  return `${amount.toLocaleString('en')} ${amount === 1 ? singular : plural}`;
}

/** The first few of a list, and how many more there are. */
export function few(items: readonly string[]): string {
  return items.length <= NAMED
    ? items.join(', ')
    : `${items.slice(0, NAMED).join(', ')} and ${(items.length - NAMED).toLocaleString('en')} more`;
}

/** The first few of a list as the subject of a sentence: `a and b`, `a, b and c`. */
export function listed(items: readonly string[]): string {
  return items.length < 2 || items.length > NAMED ? few(items) : `${items.slice(0, -1).join(', ')} and ${items[items.length - 1]}`;
}

/** The verb after a number: `1 session has`, `2 sessions have`. */
export function verb(amount: number, singular: string, plural: string): string {
  return amount === 1 ? singular : plural;
}

/** The subjects of an undecided outcome: `source eni-1 and 3 more`. */
export function subjects({ subject, count: all }: Place, what: string): string {
  return all > 1 ? `${what} ${subject} and ${(all - 1).toLocaleString('en')} more` : `${what} ${subject}`;
}

/** A value in a sentence, as somebody would write it. */
export function value(of: ParameterValue): string {
  return typeof of === 'string' ? JSON.stringify(of) : String(of);
}

/** A number with thousands separators. */
export function number(of: number): string {
  return of.toLocaleString('en');
}

/** How to have a quota raised, if the service raises it. */
export function orRaise({ raisable, quota }: { readonly raisable: boolean; readonly quota: string }, reader: Reader): string {
  return raisable ? ` Or have the quota raised and set it with ${quotaSetting(quota, reader)}.` : '';
}

/** A list of sources is replaced whole. */
export const OTHER_SOURCES_INTERRUPTED = 'If the session is running, its other sources are interrupted for some seconds.';

/** A session takes its sources in one list. */
export const SOURCE_LEAVES = 'A session that loses a source interrupts its other sources for some seconds.';
export const TARGET_OR_SOURCE_LEAVES = `A new target interrupts no source. ${SOURCE_LEAVES}`;

/** The packet length of a session cannot be changed in place. */
export const SESSION_REPLACED =
  'If the session is running, Terraform replaces it, and its sources are interrupted until the new session is enabled.';

/** An interface with a literal id in one place and a reference in another. */
export const NAME_INTERFACES_ALIKE = 'Refer to all interfaces by id, or all by resource.';

/** How to acknowledge an undecided result. */
export function acknowledgeUndecided(id: string, when: string, reader: Reader): string {
  return `If ${when}, acknowledge it${reader === 'terraform' ? ' in the policy file' : ''}: ${acknowledgement(id, true, reader)}.`;
}

/** A number of copies that only Terraform knows. */
export const WRITE_COUNT = 'Write count as a number or for_each as an object, or write the resources one by one.';

/** A noun with its article: `an instance`, `a VPC`, `an NLB`. */
export function a(noun: string): string {
  return `${/^(?:[aeio]|NLB)/i.test(noun) ? 'an' : 'a'} ${noun}`;
}
