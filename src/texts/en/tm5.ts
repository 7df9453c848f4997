import {
  count, few, NAME_INTERFACES_ALIKE, number, OTHER_SOURCES_INTERRUPTED, orRaise, subjects, WRITE_COUNT,
} from './phrases';
import { reason } from '../reason';

/** Sessions or sources, in the unit of a target's quota. */
function used(amount: number, unit: string): string {
  return count(amount, unit === 'sources' ? 'source' : 'session');
}

/** The kind of a target, as far as its quota depends on it. */
function kindOf({ loadBalancer, large, instanceType }: { loadBalancer: boolean; large: boolean; instanceType?: string }): string {
  if (loadBalancer) return 'internal CLB';
  return instanceType === undefined ? 'ENI' : `ENI of ${large ? 'large ' : ''}${instanceType}`;
}

/** The account and region that a number is about. */
function within(region: string | undefined): string {
  return region === undefined ? 'in one account and region' : `in one account in ${region}`;
}

/** Two ranges of numbers that fleets with different ledgers take. */
type Ranges = { first: number; last: number; ledger: string; other: string; otherFirst: number; otherLast: number; otherLedger: string };

function overlap(what: string, path: string, r: Ranges): string {
  return `${path} uses ${what} ${r.first} to ${r.last} with ledger ${r.ledger}, `
    + `and ${r.other} uses ${r.otherFirst} to ${r.otherLast} with ledger ${r.otherLedger}`;
}

function separate(prop: string): string {
  return `Use one ledger for both fleets, with the lines of both, or set a ${prop} for each so that they do not overlap.`;
}

/** Quotas. */
export const TM5 = {
  TM501: {
    title: 'A session has no more sources than the quota',
    reasons: {
      tooMany: reason<{ sources: number; limit: number; edition: string; raisable: boolean; quota: string }>({
        problem: ({ path, sources, limit }) => `${path} has ${count(sources, 'source')}, but the limit is ${limit}`,
        fix: (p, reader) =>
          `Move ${count(p.sources - p.limit, 'source')} to another session${reader === 'constructs' ? ', or use MirroredFleet' : ''}.${orRaise(p, reader)}`,
        effect: OTHER_SOURCES_INTERRUPTED,
      }),
      onlyAtApply: reason({
        problem: ({ path }) => `${path}: the list of sources is known only at apply`,
        fix: 'List the sources one by one.',
      }),
    },
  },
  TM502: {
    title: 'An account has no more sessions in a region than the quota',
    reasons: {
      tooMany: reason<{ sessions: number; region?: string; limit: number; edition: string }>({
        problem: ({ sessions, region, limit }) =>
          `The app has ${count(sessions, 'session')} ${within(region)}, but the limit is ${number(limit)}`,
        fix: ({}, reader) => reader === 'constructs'
          ? 'Put several sources into one session, which MirroredFleet does with dense packing, or use another account or region.'
          : 'Put several sources into one session, or use another account or region.',
        effect: 'If sources are added to a running session, its other sources are interrupted for some seconds.',
      }),
      copiesOnlyAtApply: reason<{ blocks: number }>({
        problem: ({ path, blocks }) =>
          `${path}: the number of copies of ${count(blocks, 'session')} with count or for_each is known only at apply`,
        fix: WRITE_COUNT,
      }),
    },
  },
  TM503: {
    title: 'A target serves no more than its quota',
    reasons: {
      tooMany: reason<{
        target: string; loadBalancer: boolean; large: boolean; instanceType?: string; sessions: string[];
        used: number; unit: string; limit: number; edition: string; raisable: boolean; quota: string;
      }>({
        problem: (p) => `Target ${p.target} (${kindOf(p)}) serves ${used(p.used, p.unit)} `
          + `(${p.unit === 'sources' ? 'in ' : ''}${few(p.sessions)}), but the limit is ${number(p.limit)}`,
        fix: (p, reader) => {
          const such = p.loadBalancer ? '' : ', such as an internal CLB in front of several sensors';
          return `Give some of the sessions another target${such}.${orRaise(p, reader)}`;
        },
      }),
      instanceTypeNotSet: reason<{ target: string; used: number; unit: string; limit: number; largeLimit: number; edition: string }>({
        problem: (p) => `Target ${p.target} serves ${used(p.used, p.unit)}, but `
          + `the limit is ${number(p.limit)}, or ${number(p.largeLimit)} on a large instance type, and the instance type is not set`,
        fix: ({}, reader) => reader === 'constructs'
          ? 'Set the instance type with MirrorTarget.networkInterface(id, { instanceType }).'
          : 'Refer to the interface by its resource, so that its instance type is known.',
      }),
      mixedSourceNames: reason<{ target: string; sources: number; limit: number; edition: string }>({
        problem: ({ target, sources, limit }) => `Target ${target} serves up to ${count(sources, 'source')}, `
          + `some of which may be one interface under two names, but the limit is ${number(limit)}`,
        fix: NAME_INTERFACES_ALIKE,
      }),
      onlyAtApply: reason<{ unit: string; limit: number; edition: string }>({
        problem: (p) =>
          `${p.path}: the number of ${p.unit} of ${subjects(p, 'target')} is known only at apply, and the limit is ${number(p.limit)}`,
        fix: ({ unit }) => unit === 'sources' ? `${WRITE_COUNT} List the sources one by one.` : WRITE_COUNT,
      }),
      mixedTargetNames: reason({
        problem: (p) =>
          `${p.path}: ${subjects(p, 'target')} may be another target under a different name, and both together exceed the limit`,
        fix: 'Refer to all targets by id, or all by resource.',
      }),
    },
  },
  TM504: {
    title: 'A filter is used by no more sessions than the quota',
    reasons: {
      tooMany: reason<{ filter: string; sessions: number; users: string[]; limit: number; edition: string }>({
        problem: ({ filter, sessions, users, limit }) =>
          `Filter ${filter} is used by ${count(sessions, 'session')} (${few(users)}), but the limit is ${number(limit)}`,
        fix: 'Create another filter with the same rules and apply it. Then set it as the filter of some of the sessions.',
      }),
      copiesOnlyAtApply: reason({
        problem: (p) => `${p.path}: the number of sessions of ${subjects(p, 'filter')} is known only at apply`,
        fix: WRITE_COUNT,
      }),
      mixedNames: reason({
        problem: (p) =>
          `${p.path}: ${subjects(p, 'filter')} may be another filter under a different name, and both together exceed the limit`,
        fix: 'Refer to all filters by id, or all by resource.',
      }),
    },
  },
  TM505: {
    title: 'An account has no more filters in a region than the quota',
    reasons: {
      tooMany: reason<{ filters: number; region?: string; limit: number; edition: string }>({
        problem: ({ filters, region, limit }) =>
          `The app has ${count(filters, 'filter')} ${within(region)}, but the limit is ${number(limit)}`,
        fix: 'Use one filter for all sessions with the same rules. Remove unused filters in a second apply: the service does not delete a filter in use.',
      }),
      copiesOnlyAtApply: reason<{ blocks: number }>({
        problem: ({ path, blocks }) =>
          `${path}: the number of copies of ${count(blocks, 'filter')} with count or for_each is known only at apply`,
        fix: WRITE_COUNT,
      }),
    },
  },
  TM513: {
    title: 'Fleets with different ledgers take their numbers from ranges that do not overlap',
    reasons: {
      prioritiesOverlap: reason<Ranges>({
        problem: (p) => `${overlap('priorities', p.path, p)} in the same account and region`,
        fix: separate('priorityRange'),
      }),
      vnisOverlap: reason<Ranges>({
        problem: (p) => `${overlap('VNIs', p.path, p)} in the same account and region`,
        fix: separate('virtualNetworkIdRange'),
      }),
    },
  },
};
