import { count } from './phrases';
import { reason } from '../reason';

/** Findings about the policy itself. */
export const TM9 = {
  TM901: {
    title: 'No acknowledgement has expired',
    reasons: {
      expired: reason<{ check: string; expires: string; reason: string; owner?: string; where: string }>({
        problem: ({ check, expires, reason: why, owner }) =>
          `The acknowledgement of ${check} (${why}${owner === undefined ? '' : `, owner: ${owner}`}) expired on ${expires}`,
        fix: ({ where, check }) => `Fix what ${check} reports, or renew or remove the acknowledgement in ${where}.`,
      }),
    },
  },
  TM902: {
    title: 'Every acknowledgement matches a finding',
    reasons: {
      unmatched: reason<{ check: string; at: string; undecided: boolean; where: string; like?: string }>({
        problem: ({ check, at, undecided, where }) =>
          `The acknowledgement of ${undecided ? 'undecided results of ' : ''}${check}${at === '' ? '' : ` at ${at}`} in ${where} matches no finding`,
        fix: ({ like }) =>
          `${like === undefined ? '' : `Did you mean ${like}? `}Correct or remove it. Violations and undecided results are acknowledged separately.`,
      }),
    },
  },
  TM903: {
    title: 'No acknowledgement covers a whole stack',
    reasons: {
      broad: reason<{ check: string; matched: number; where: string; most: number }>({
        problem: ({ check, matched, where }) =>
          `The acknowledgement of ${check} in ${where} covers a whole stack or app, ${count(matched, 'finding')} now`,
        fix: ({ most }) =>
          `Set the subjects, or a scope in the stack. An acknowledgement of a whole stack may cover up to ${count(most, 'finding')}.`,
      }),
    },
  },
  TM904: {
    title: 'The baseline has not expired',
    reasons: {
      expired: reason<{ expires: string; size: number; file: string }>({
        problem: ({ expires, size, file }) => `The baseline ${file} with ${count(size, 'finding')} expired on ${expires}`,
        fix: 'Fix the remaining findings, or set a later date in the file.',
      }),
    },
  },
};
