import { Arrival } from './arrival/arrival';
import { check } from './check';
import { aboutPart, Outcomes } from './outcomes';
import { FilterModel, MirrorModel, SessionModel } from '../model/mirror-model';
import { providerOf } from '../model/network/reach';
import { Identity, isManaged } from '../model/reference';
import { accountName, belongs, sameAccount, sameRegion, Scope, sameScope } from '../model/scope';
import { Block } from '../model/stack-model';
import { label } from '../texts/names';

/**
 * Filter, target, sources and everything that receives the copies are in the account and region of their session, and rules in
 * those of their filter. TM106 checks the region of a source.
 */
export const TM109 = check('TM109', {
  run(model, _facts, outcomes) {
    for (const { stack, provider, stated, uid } of model.contradictions) {
      outcomes.error({ path: stack.path, stack, subject: provider }, 'otherAccountSet', { provider, stated, uid });
    }
    const scopes = new Map<Identity, Scope | undefined>();
    const scopeOf = (identity: Identity): Scope | undefined => {
      if (!scopes.has(identity)) scopes.set(identity, ownScope(model, identity));
      return scopes.get(identity);
    };
    for (const filter of model.filters) rulesOf(model, filter, outcomes);
    for (const session of model.sessions) {
      let passed = 0;
      const look = (part: 'filter' | 'target' | 'source', identity: Identity | undefined): void => {
        if (identity === undefined || !isManaged(identity)) return;
        const own = scopeOf(identity);
        if (!own) {
          passed++;
          return;
        }
        const reported = own.key !== session.scope.key && compare(session, part, identity, own);
        // Scopes may be joined because the session uses the part, which is what this check is about.
        if (!reported && sameScope(own.alone ?? own, session.scope.alone ?? session.scope) === true) passed++;
      };
      const compare = (of: SessionModel, part: 'filter' | 'target' | 'source', identity: Identity, own: Scope): boolean => {
        const at = aboutPart(model, of, identity);
        const names = { part, name: model.nameOf(identity) };
        if (own.missing === undefined && sameAccount(own.account, of.scope.account) === false) {
          outcomes.error(at, 'otherAccount', { ...names, account: accountName(own), sessionAccount: accountName(of.scope) });
        } else if (part !== 'source' && sameRegion(own, of.scope) === false) {
          outcomes.error(at, 'otherRegion', { ...names, region: own.region!, sessionRegion: of.scope.region! });
        } else {
          return false;
        }
        return true;
      };
      look('filter', session.filter);
      filterElsewhere(model, session, outcomes);
      look('target', session.target);
      session.sources?.forEach((source) => look('source', source));
      outcomes.pass(session, passed);
    }
    Arrival.of(model).report('TM109', outcomes);
  },
});

/** The stand-alone rules of a filter are in its account and region. Otherwise the apply does not find the filter. */
function rulesOf(model: MirrorModel, filter: FilterModel, outcomes: Outcomes<'TM109'>): void {
  for (const { block, stack, inline } of filter.rules) {
    if (inline) continue;
    const [own, other] = [model.scopeOf(stack, block), filter.scope];
    const at = aboutPart(model, { path: block.path, stack, block }, filter.identity);
    const name = { filter: label(filter.block.path) };
    const otherAccount = own.missing === undefined && sameAccount(own.account, other.account) === false;
    if (own.key === other.key) {
      outcomes.pass(at);
    } else if (otherAccount) {
      outcomes.error(at, 'ruleInOtherAccount', { ...name, account: accountName(own), filterAccount: accountName(other) });
    } else if (sameRegion(own, other) === false) {
      outcomes.error(at, 'ruleInOtherRegion', { ...name, region: own.region!, filterRegion: other.region! });
    } else if (sameScope(own, other) === true) {
      outcomes.pass(at);
    } else if (belongs(own, other) === undefined && own.missing === undefined) {
      outcomes.undecided(at, 'partPerhapsElsewhere', pair(block, filter.block));
    }
  }
}

/** Reports a filter whose account or region is unknown. Other parts are reported when their copies are verified. */
function filterElsewhere(model: MirrorModel, session: SessionModel, outcomes: Outcomes<'TM109'>): void {
  const filter = session.filter === undefined ? undefined : model.filterByIdentity.get(session.filter);
  if (!filter || filter.scope.missing !== undefined || belongs(filter.scope, session.scope) !== undefined) return;
  outcomes.undecided(aboutPart(model, session, filter.identity), 'partPerhapsElsewhere', pair(filter.block, session.block));
}

/** The providers of a resource, and of the one to which it belongs. */
function pair(part: Block, whole: Block): { part: string; provider: string; session: string; sessionProvider: string } {
  return { part: label(part.path), provider: providerOf(part), session: label(whole.path), sessionProvider: providerOf(whole) };
}

function ownScope(model: MirrorModel, identity: Identity): Scope | undefined {
  const found = model.blockOf(identity);
  return found && model.scopeOf(found.stack, found.block);
}
