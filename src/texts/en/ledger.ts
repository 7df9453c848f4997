import { reason } from '../reason';
import { count, few, number, SOURCE_LEAVES, TARGET_OR_SOURCE_LEAVES, verb } from './phrases';
import { FRAMEWORK } from '../../net/framework';

/** How to repair a ledger if it must be known which of two entries is deployed. */
export function repairSteps(from: string, command: string): string {
  return `Get the deployed ledger: git show origin/main:./${from} > base.lock. Then run ${command} --base base.lock. `
    + 'The next synth places the other sources again. Running sessions do not move.';
}

/** A ledger and what repairs it. */
type Repair = {
  readonly ledger: string;
  /** The path of its file, as seen from the working directory. */
  readonly from: string;
  readonly command: string;
};

const repair = ({ from, command }: Repair): string => repairSteps(from, command);

const WRITE_LEDGER = `Run ${FRAMEWORK.module} synth outside the pipeline and commit the ledger.`;

/** An exchange that needs a deploy in between. */
const inTwoDeploys = ({ frozen, steps }: { readonly frozen: boolean; readonly steps?: string }): string => frozen
  ? 'Deploy the commit that frees it first, and this one after that. '
      + `Or run ${FRAMEWORK.module} synth outside the pipeline with this TRAFFIC_MIRROR_DEPLOYED, `
      + 'which keeps the deployed sessions in place, and commit the ledger.'
  : steps === undefined ? 'Free it and apply. Then use it and apply.' : `Use two applies: ${steps}.`;

/** What dense packing would do for sources without a place. */
type Denser = {
  /** How many sessions dense packing needs for the new sources. 0 if it does not help. */
  readonly denseSessions: number;
  readonly newSources: number;
  /** Whether running sessions must be packed first. */
  readonly compactFirst: boolean;
};

const denser = ({ denseSessions, newSources, compactFirst }: Denser): string => {
  if (compactFirst) {
    return ' Or first pack the running sessions densely (packing: MirrorPacking.DENSE and compaction, without these sources, see docs/ledger.md).';
  }
  if (denseSessions === 0) return '';
  return ` Or pack them densely (packing: MirrorPacking.DENSE): the ${count(newSources, 'new source')} then ${verb(newSources, 'needs', 'need')} ${count(denseSessions, 'session')}.`;
};

/** Sources for which a fleet has no place. */
type NoPlace = {
  readonly sources: readonly string[];
  readonly total: number;
  readonly edition: string;
  /** How much more is needed, and of what: sessions or sources. */
  readonly need: number;
  /** Names of the quotas in MirrorQuotaName that can be raised. */
  readonly raisable: readonly string[];
};

const noPlace = ({ sources, total }: NoPlace): string =>
  `${few(sources)} (${number(sources.length)} of ${count(total, 'source')}) ${verb(sources.length, 'has', 'have')} no place`;

const raise = ({ raisable }: NoPlace): string => raisable
  .map((name) => ` Or have the quota raised and set it with MirrorPolicy.of(app).quota(regionId, MirrorQuotaName.${name}, limit).`)
  .join('');

/** A source that leaves one session for another. */
type Moved = {
  readonly comparedWith: string;
  readonly moved: readonly string[];
  readonly frozen: boolean;
  /** The only fleet that they come from. Empty if there are several. */
  readonly fleet: string;
  /** Whether they move to a MirrorSession. */
  readonly single: boolean;
};

const TWO_APPLIES = 'To move a source, remove it and apply, then add it and apply.';
const keepName = (p: Moved): string => {
  if (p.frozen) return inTwoDeploys(p);
  if (p.single) {
    return `Keep the construct path of the session. ${TWO_APPLIES} `
      + 'If you rename the session with a moved block (moveFromId), rename it in its lines of the ledger too.';
  }
  return `Keep the fleet's name (fleetName${p.fleet === '' ? '' : `: '${p.fleet}'`}) and the source's key. ${TWO_APPLIES}`;
};
const keepNameEffect = ({ frozen }: Moved): string | undefined =>
  frozen ? undefined : 'A source that is moved is not mirrored between the two applies.';

const named = (fleets: readonly string[]): string => few(fleets.map((name) => `'${name}'`));
const shards = (numbers: readonly string[]): string => `${numbers.length === 1 ? 'Shard' : 'Shards'} ${few(numbers)}`;

/** A finding of a fleet, about an interface that becomes a target or a source. */
export const roleChanges = reason<{ comparedWith: string; uses: string[] }>({
  problem: ({ comparedWith, uses }) =>
    `Compared with ${comparedWith}, these change between source and target in one apply, in an order that Terraform does not guarantee: ${few(uses)}`,
  fix: 'Use two applies. First remove the source, or send to another target, and apply. Then add the new use and apply.',
  effect: TARGET_OR_SOURCE_LEAVES,
});

/** Ledgers and fleets. */
export const LEDGER = {
  TM511: {
    title: 'A frozen ledger has every source',
    reasons: {
      notPlaced: reason<{ ledger: string; frozenBy: string; unfreeze: string; sources: string[]; exists: boolean; leftOut: boolean }>({
        problem: ({ ledger, frozenBy, sources, leftOut }) =>
          `The ledger ${ledger} is frozen by ${frozenBy} and has no place for ${few(sources)}${leftOut ? `, so ${verb(sources.length, 'it is', 'they are')} not mirrored` : ''}`,
        fix: ({ ledger, unfreeze, exists }) =>
          `${exists ? '' : `The file ${ledger} does not exist. Either this is the first deploy, or the file is not committed. `}`
          + `${unfreeze}, and commit the ledger.${exists ? '' : ' Then run this job again.'}`,
      }),
      joins: reason<{ ledger: string; comparedWith: string; sources: string[]; leftOut: boolean }>({
        problem: ({ ledger, comparedWith, sources, leftOut }) =>
          `The ledger ${ledger} has ${few(sources)} in a session that runs without ${verb(sources.length, 'it', 'them')}, `
          + `compared with ${comparedWith}. To add ${verb(sources.length, 'it', 'them')} would interrupt the other sources of the session`
          + `${leftOut ? `, so ${verb(sources.length, 'it is', 'they are')} not mirrored` : ''}`,
        fix:
          'If several commits wait for a deploy, deploy them one after the other. '
          + `Otherwise run ${FRAMEWORK.module} synth outside the pipeline with this TRAFFIC_MIRROR_DEPLOYED, `
          + 'which keeps the deployed sessions in place, and commit the ledger.',
      }),
    },
  },
  TM512: {
    title: 'No other session has a priority of a ledger',
    reasons: {
      samePriority: reason<Repair & { priority: number; sessions: string[] }>({
        problem: ({ ledger, priority, sessions }) =>
          `The ledger ${ledger} gives priority ${priority} to session ${sessions.join(' and to session ')}`,
        fix: repair,
      }),
      takenOutside: reason<{ ledger: string; priority: number; session: string; other: string }>({
        problem: ({ ledger, priority, session, other }) =>
          `The ledger ${ledger} gives priority ${priority} to session ${session}, and session ${other} outside the ledger has it`,
        fix: 'If the export is older than the last apply, export again. If the session of the ledger does not run, delete its lines: '
          + 'the next synth gives it another priority. Otherwise give the other session another priority.',
      }),
    },
  },
  TM514: {
    title: 'Most sources of a ledger still exist',
    reasons: {
      massRemoval: reason<{
        ledger: string; fleet: string; missing: number; of: number; sources: string[]; lostFleets: string[]; incomplete: boolean;
      }>({
        problem: ({ ledger, fleet, missing, of, sources }) =>
          `${number(missing)} of the ${count(of, 'source')} ${fleet === '' ? '' : `of fleet ${fleet} `}in the ledger ${ledger} ${verb(missing, 'is', 'are')} missing at once (${few(sources)})`,
        fix: ({ ledger, missing, lostFleets, incomplete }) => 'Check that the inventory is complete. '
          + (incomplete ? 'Its files do not prove that: store the pages, or set expectTotal. ' : '')
          + `${lostFleets.length === 0 ? '' : `The app no longer has ${named(lostFleets)}: if a fleet was renamed or moved within its stack, set its old path as fleetName. `}`
          + `If the sources are really gone, set MirrorLedger.file('${ledger}', { expectRemovals: ${missing} }).`,
        effect:
          'The sessions of the missing sources are destroyed, or changed in place if they have other sources. These are interrupted for some seconds.',
      }),
    },
  },
  TM515: {
    title: 'A ledger has no removed sources',
    reasons: {
      nothingMissing: reason<{ ledger: string; expected: number }>({
        problem: ({ ledger, expected }) => `expectRemovals is ${number(expected)} for the ledger ${ledger}, and no source is missing`,
        fix: ({ expected }) =>
          `Remove expectRemovals. While it is set, up to ${count(expected, 'source')} can be missing without an error.`,
      }),
      frozenHoldsGone: reason<{ ledger: string; sources: string[] }>({
        problem: ({ ledger, sources }) =>
          `The frozen ledger ${ledger} still has ${few(sources)}, but the fleet no longer has them. Their sessions are destroyed`,
        fix: `${WRITE_LEDGER} Their numbers then become free.`,
      }),
      frozenLeaves: reason<{ ledger: string; sources: string[] }>({
        problem: ({ ledger, sources }) => `The frozen ledger ${ledger} still has ${few(sources)} without an interface id, `
          + `but the fleet no longer has ${verb(sources.length, 'it', 'them')}. `
          + `${verb(sources.length, 'It leaves its session', 'They leave their sessions')}, which interrupts the other sources`,
        fix: `Put the source back, or: ${WRITE_LEDGER}`,
        effect: 'If the next run has the source again, the other sources are interrupted again.',
      }),
      stackGone: reason<{ ledger: string; fleets: string[]; lostStacks: string[] }>({
        problem: ({ ledger, fleets, lostStacks }) => `The ledger ${ledger} has ${named(fleets)}, `
          + `and stack ${few(lostStacks)} is no longer in the app. `
          + 'Nothing destroys the sessions and filters that the stack may still have, so the ledger keeps them',
        fix: ({ lostStacks }) => `Put stack ${few(lostStacks)} back, and destroy it (${FRAMEWORK.module} destroy) before it leaves the app. `
          + `If it is destroyed already, set destroyedStacks: [${lostStacks.map((id) => `'${id}'`).join(', ')}] in MirrorLedger.file until the ledger is written.`,
      }),
      fleetGone: reason<{ ledger: string; sources: string[]; fleets: string[] }>({
        problem: ({ ledger, sources, fleets }) =>
          `The ledger ${ledger} has ${few(sources)} of ${named(fleets)}, which the app no longer has. `
          + 'Their sessions are destroyed, and the next written ledger drops them',
        fix: 'Create every fleet of the ledger in each run, also if the run deploys one stack only. '
          + 'If a fleet was renamed or moved within its stack, set its old name as fleetName.',
      }),
    },
  },
  TM516: {
    title: 'A ledger is kept in a file',
    reasons: {
      inMemory: reason({
        problem: 'The fleet\'s ledger is in memory only, so a later run may number and place its sessions again',
        fix: 'Use MirrorLedger.file(\'traffic-mirror.lock\') and commit the file.',
      }),
    },
  },
  TM517: {
    title: 'The lines of a ledger about one session agree',
    reasons: {
      sameOrder: reason<Repair & { line: number; source: string; session: string; order: string }>({
        problem: ({ ledger, line, source, session, order }) =>
          `Line ${line} of the ledger ${ledger} gives ${source} order ${order} in session ${session}, as an earlier line gives another source`,
        fix: repair,
      }),
      disagrees: reason<Repair & { line: number; session: string; field: string; got: string; earlier: string }>({
        problem: ({ ledger, line, session, field, got, earlier }) =>
          `Line ${line} of the ledger ${ledger} has ${field} ${got} for session ${session}, and an earlier line has ${earlier}`,
        fix: repair,
      }),
    },
  },
  TM518: {
    title: 'All targets of a frozen ledger exist',
    reasons: {
      targetGone: reason<{ ledger: string; sessions: number; targets: string[] }>({
        problem: ({ ledger, sessions, targets }) =>
          `The frozen ledger ${ledger} has ${count(sessions, 'session')} on ${few(targets)}, which ${verb(targets.length, 'is', 'are')} not among the targets`,
        fix: `Put the target back. Or: ${WRITE_LEDGER}`,
        effect: 'A new ledger moves the sessions to other targets in place, with their numbers. No source is interrupted.',
      }),
    },
  },
  TM519: {
    title: 'No source waits for a later run',
    reasons: {
      deferred: reason<{ sources: string[] }>({
        problem: ({ sources }) =>
          `${few(sources)} ${verb(sources.length, 'is', 'are')} no longer among the sources, and ${verb(sources.length, 'stays', 'stay')} mirrored and billed in a session with others, because deferRemovals is set`,
        fix: 'Remove deferRemovals when the other sources of those sessions may be interrupted.',
        effect: 'The other sources of those sessions are then interrupted for some seconds, once.',
      }),
      frozenKeeps: reason<{ ledger: string; sources: string[] }>({
        problem: ({ ledger, sources }) =>
          `${few(sources)} ${verb(sources.length, 'is', 'are')} no longer among the sources, and ${verb(sources.length, 'stays', 'stay')} mirrored and billed in a session with others, `
          + `because the frozen ledger ${ledger} still has ${verb(sources.length, 'it', 'them')}`,
        fix: `If the source is really gone: ${WRITE_LEDGER}`,
        effect: 'The other sources of the session are then interrupted for some seconds, once.',
      }),
      parked: reason<{ sources: string[] }>({
        problem: ({ sources }) =>
          `${few(sources)} ${verb(sources.length, 'is', 'are')} out of any session and not mirrored, because a compaction has emptied ${verb(sources.length, 'its session', 'their sessions')}`,
        fix: 'Apply this. Then remove compaction and apply again, which adds them to their new sessions.',
      }),
      waits: reason<{ sources: string[]; cause: string }>({
        problem: ({ sources, cause }) =>
          `${few(sources)} ${verb(sources.length, 'has', 'have')} no session yet and ${verb(sources.length, 'is', 'are')} not mirrored: ${WAITS[cause]}`,
        fix: ({ sources }) =>
          `Apply this. Then synthesize and apply again, which gives ${verb(sources.length, 'it its session', 'them their sessions')}.`,
      }),
    },
  },
  TM521: {
    title: 'A fleet fits into the quotas',
    reasons: {
      targets: reason<
        NoPlace
          & Denser & {
            unit: string;
            targetCount: number;
            kinds: string[];
            counts: string[];
            limits: string[];
            most: number;
            addTargets: number;
          }
      >({
        problem: (p) => `${noPlace(p)}: they need ${number(p.need)} more ${p.need === 1 ? p.unit : `${p.unit}s`}, and `
          + `${p.kinds.map((kind, i) => `${count(Number(p.counts[i]), ...KINDS[kind])} at ${number(Number(p.limits[i]))}`).join(' and ')} ${verb(p.targetCount, 'takes', 'take')} `
          + `${count(p.most, p.unit)} in all under edition ${p.edition}, which are used up: short by ${number(p.need)}`,
        fix: (p) => `Add ${count(p.addTargets, 'target')}.${p.unit === 'session' ? denser(p) : ''}${raise(p)}`,
      }),
      sessionsPerRegion: reason<NoPlace & Denser & { limit: number }>({
        problem: (p) =>
          `${noPlace(p)}: they need ${number(p.need)} more ${verb(p.need, 'session', 'sessions')}, and all ${number(p.limit)} of the account and region are used under edition ${p.edition}: short by ${number(p.need)}`,
        fix: (p) => `Mirror some of them in another account or region.${denser(p)}${raise(p)}`,
      }),
      filters: reason<NoPlace & Denser & { filters: number; perFilter: number; copyable: boolean }>({
        problem: (p) => `${noPlace(p)}: they need ${number(p.need)} more ${verb(p.need, 'session', 'sessions')}, and `
          + `${
            p.copyable
              ? `the ${number(p.filters)} filters of the account and region, with ${count(p.perFilter, 'session')} each, are used up`
              : `the filter is used by ${count(p.perFilter, 'session')}, as many as edition ${p.edition} allows, and cannot be copied because this app does not create it`
          }: short by ${number(p.need)}`,
        fix: (p) =>
          `${p.copyable ? 'Mirror some of them in another account or region, or raise resourcesPerShard, because each shard has a separate copy of the filter.' : 'Create the filter with new MirrorFilter, or adopt it.'}${denser(p)}${raise(p)}`,
      }),
      numbers: reason<NoPlace & Denser>({
        problem: (p) =>
          `${noPlace(p)}: they need ${number(p.need)} more ${verb(p.need, 'number', 'numbers')}, priority and VNI each, and priorityRange or virtualNetworkIdRange has no more: short by ${number(p.need)}`,
        fix: (p) =>
          `Widen the range, without the numbers of another fleet.${denser(p)} Numbers that this run frees can be used by the next run.`,
      }),
    },
  },
  TM522: {
    title: 'No session outside the ledger has a source of the fleet',
    reasons: {
      takenOutside: reason<{ sources: string[]; sessions: number; edition: string }>({
        problem: ({ sources, sessions, edition }) =>
          `${few(sources)} ${verb(sources.length, 'is', 'are')} in ${count(sessions, 'session')} outside the ledger already, as many as edition ${edition} allows`,
        fix: 'Remove the source from the fleet, adopt its session, or remove it from that session in an earlier apply. '
          + 'In a single apply it would be in both sessions for a moment. If the export is older than the last apply, export again.',
        effect: SOURCE_LEAVES,
      }),
    },
  },
  TM523: {
    title: 'A key keeps its interface',
    reasons: {
      keyChanged: reason<{ key: string; before: string; after: string; others: number }>({
        problem: ({ key, before, after, others }) =>
          `Key ${key} meant ${before} and now means ${after}. Its session gets the new interface in place`
          + `${others > 0 ? `, which interrupts the other ${others === 1 ? 'source' : `${number(others)} sources`} of the session` : ''}`,
        fix: 'If that is another machine, give it a separate key. If it replaces the first one, no change is needed.',
      }),
    },
  },
  TM524: {
    title: 'Every shard of a plan is in the app',
    reasons: {
      shardMissing: reason<{ plan: string; shards: string[]; sessions: number }>({
        problem: ({ plan, shards: numbers, sessions }) =>
          `${shards(numbers)} of plan ${plan} with ${count(sessions, 'session')} ${verb(numbers.length, 'is', 'are')} in no stack of the app`,
        fix: ({ plan }) =>
          `Keep MirrorPlan.of({ name: '${plan}' }) and create a MirroredFleetShard for each of plan.shards, also if a run deploys only one of the stacks. Otherwise the ledger forgets their sessions.`,
      }),
      emptyMissing: reason<{ plan: string; shards: string[] }>({
        problem: ({ plan, shards: numbers }) =>
          `${shards(numbers)} of plan ${plan} ${verb(numbers.length, 'has', 'have')} no session any more and ${verb(numbers.length, 'is', 'are')} in no stack of the app, so nothing destroys the filter that the stack may still have`,
        fix: ({ shards: numbers }) =>
          `Create a MirroredFleetShard for each of plan.shards, apply and destroy the stack. Then, or if it is destroyed already, set destroyedShards: [${numbers.join(', ')}] in MirrorPlan.of.`,
      }),
      empty: reason<{ plan: string; shards: string[] }>({
        problem: ({ plan, shards: numbers }) =>
          `${shards(numbers)} of plan ${plan} ${verb(numbers.length, 'has', 'have')} no session any more. The ledger remembers ${verb(numbers.length, 'it', 'them')} until the stack is destroyed`,
        fix: ({ shards: numbers }) =>
          `Apply the stack, destroy it (${FRAMEWORK.module} destroy), and set destroyedShards: [${numbers.join(', ')}] in MirrorPlan.of.`,
      }),
      notDestroyed: reason<{ plan: string; shards: string[] }>({
        problem: ({ plan, shards: numbers }) =>
          `destroyedShards of plan ${plan} lists ${verb(numbers.length, 'shard', 'shards')} ${few(numbers)}, which the plan uses`,
        fix: 'Remove the number from destroyedShards: the shard has sessions.',
      }),
    },
  },
  TM525: {
    title: 'A source keeps its fleet and its key',
    reasons: {
      movedRefused: reason<Moved>({
        problem: ({ comparedWith, moved }) =>
          `Compared with ${comparedWith}, these sources move from another session in one apply, in an order that Terraform does not guarantee: ${few(moved)}`,
        fix: keepName,
        effect: keepNameEffect,
      }),
      moved: reason<Moved>({
        problem: ({ comparedWith, moved }) =>
          `Compared with ${comparedWith}, these sources move from another session and may be interrupted: ${few(moved)}`,
        fix: keepName,
        effect: keepNameEffect,
      }),
    },
  },
  TM526: {
    title: 'The account has a fleet\'s sessions as the ledger has them',
    reasons: {
      absent: reason<{ comparedWith: string; sessions: string[] }>({
        problem: ({ comparedWith, sessions }) =>
          `The export does not have ${few(sessions)}, which ${verb(sessions.length, 'is', 'are')} in ${comparedWith}. `
          + `The next apply creates ${verb(sessions.length, 'it', 'them')} again`,
        fix: 'If the ledger was applied since the export, export again. '
          + 'Otherwise somebody deleted the session outside Terraform: if it should be gone, remove its sources from the fleet.',
      }),
      changedOutside: reason<{ session: string; changes: string[]; replaced: boolean; interrupted: number }>({
        problem: ({ session, changes, replaced, interrupted }) => `Session ${session} of the export has ${changes.join(', ')}. `
          + `The next apply ${replaced ? 'replaces it' : 'sets it back in place'}`
          + `${interrupted > 0 ? ` and interrupts its ${count(interrupted, 'source')}` : ''}`,
        fix: 'If the ledger was applied since the export, export again. Otherwise somebody changed the session outside Terraform: to keep the change, make it in this app too.',
      }),
    },
  },
  TM527: {
    title: 'No apply frees a number or slot and uses it again',
    reasons: {
      freedAndTaken: reason<{ risks: string[]; steps: string; frozen: boolean }>({
        problem: ({ risks }) => `One apply would free and take again, in an order that Terraform does not guarantee: ${few(risks)}`,
        fix: (p) =>
          `${inTwoDeploys(p)} Otherwise the apply may fail, and the sources that it has already removed are not mirrored until the next apply.`,
      }),
      sameVni: reason<{ risks: string[]; steps: string; frozen: boolean }>({
        problem: ({ risks }) => `One apply would reuse ${few(risks)}: for some seconds, the copies of two sessions have the same VNI`,
        fix: inTwoDeploys,
      }),
    },
  },
  TM528: {
    title: 'A source without its tag does not switch off others',
    reasons: {
      switchedOff: reason<{ session: string; without: string[]; others: string[]; tag: string; values: string[] }>({
        problem: ({ session, without, others, tag, values }) =>
          `Session ${session} is off because ${few(without)} ${verb(without.length, 'lacks', 'lack')} the tag ${tag}${values.length === 0 ? '' : `=${values.join(' or ')}`}. `
          + `${count(others.length, 'other source')} of the session ${verb(others.length, 'has', 'have')} the tag: ${others.join(', ')}`,
        fix: ({ without }) =>
          `Tag ${few(without)} again, or take ${verb(without.length, 'it', 'them')} out of the sources. With packing: MirrorPacking.DEDICATED, each source has a separate switch.`,
        effect: 'If they are taken out, the other sources are interrupted for some seconds and then mirrored.',
      }),
    },
  },
};

/** Why a source has no session yet, by cause. */
const WAITS: Record<string, string> = {
  deployed: 'another deployed session still has it',
  target: 'a deployed session still sends to it',
  room: 'no room is free until the next apply',
};

/** Kinds of targets, one and several. */
const KINDS: Record<string, [string, string]> = {
  loadBalancer: ['internal CLB', 'internal CLBs'],
  networkInterface: ['interface', 'interfaces'],
  largeNetworkInterface: ['interface of a large instance', 'interfaces of large instances'],
};
