import { ArrivalReason, because } from './reasons';
import { reportedAt, SessionModel } from '../../model/mirror-model';
import { Away, providerOf } from '../../model/network/reach';
import { NetworkModel } from '../../model/network/network-model';
import { Identity, named } from '../../model/reference';
import { accountName, sameAccount } from '../../model/scope';
import { Block } from '../../model/stack-model';
import { isPhrase } from '../../texts/phrase';
import { label } from '../../texts/names';

/** The first of some resources that is not in the account and region of the sessions, or may not be. */
export function misplaced(network: NetworkModel, things: readonly (Identity | undefined)[]): Away | undefined {
  const all = things.flatMap((thing) => network.reach.awayOf(thing) ?? []);
  return all.find(({ sure }) => sure) ?? all[0];
}

/** The providers of a resource, and of the one to which it belongs. */
export function providersOf(part: Block, whole: Block): { part: string; provider: string; session: string; sessionProvider: string } {
  return { part: label(part.path), provider: providerOf(part), session: label(whole.path), sessionProvider: providerOf(whole) };
}

/** Why a resource of a target is not read. */
export function elsewhere({ block, scope, sure, wrong }: Away, target: string, sessions: readonly SessionModel[]): ArrivalReason {
  if (wrong) {
    const { argument, value, kind, expected } = wrong;
    const names = { part: label(block.path), argument, value: named(value), kind, expected: [...expected], target };
    return because('TM401', 'argumentKind', names);
  }
  const session = reportedAt(sessions);
  const pair = providersOf(block, session.block);
  if (!sure) return because('TM109', 'partPerhapsElsewhere', pair);
  const names = { ...pair, target };
  return sameAccount(scope.account, session.scope.account) === false
    ? because('TM109', 'partInOtherAccount', {
      ...names, account: accountName(scope), sessionAccount: accountName(session.scope),
    })
    : because('TM109', 'partInOtherRegion', { ...names, region: scope.region!, sessionRegion: session.scope.region! });
}

/** The resource elsewhere that is the cause of a reason, if one is. */
export function causeElsewhere(network: NetworkModel, { parameters }: ArrivalReason): Away | undefined {
  const { why } = parameters as { readonly why?: unknown };
  if (!isPhrase(why) || why.phrase !== 'perhapsElsewhere') return undefined;
  return network.reach.away.find(({ block }) => block.path === why.with.path);
}
