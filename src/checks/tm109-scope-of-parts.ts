import { Arrival } from './arrival/arrival';
import { providersOf } from './arrival/misplaced';
import { check } from './check';
import { aboutPart, Outcomes } from './outcomes';
import { FilterModel, MirrorModel, SessionModel } from '../model/mirror-model';
import { Identity, isManaged } from '../model/reference';
import { accountName, belongs, sameAccount, sameRegion, Scope, sameScope } from '../model/scope';
import { sessionForms } from '../model/session-forms';
import { label } from '../texts/names';

/**
 * Filter, target, sources and everything that receives the copies are in the account and region of their session, and rules in
 * those of their filter. TM106 checks the region of a source.
 */
export const TM109 = check('TM109', {
  run(model, _facts, outcomes) {
    for (const { stack, provider, one, other } of model.contradictions) {
      outcomes.error({ path: stack.path, stack, subject: provider }, 'otherAccountSet', {
        provider, by: other.by, account: other.account, ledger: other.ledger ?? '',
        against: one.by, uid: one.account, otherLedger: one.ledger ?? '',
      });
    }
    const scopes = new Map<Identity, Scope | undefined>();
    const scopeOf = (identity: Identity): Scope | undefined => {
      if (!scopes.has(identity)) scopes.set(identity, ownScope(model, identity));
      return scopes.get(identity);
    };
    for (const filter of model.filters) rulesOf(model, filter, outcomes);
    const standing = (session: SessionModel, part: Part, identity: Identity | undefined): Standing => {
      const own = identity !== undefined && isManaged(identity) ? scopeOf(identity) : undefined;
      if (!own) return 'elsewhere';
      const of = session.scope;
      if (own.key !== of.key && own.missing === undefined) {
        if (sameAccount(own.account, of.account) === false) return 'otherAccount';
        if (part !== 'source' && sameRegion(own, of) === false) return 'otherRegion';
      }
      return sameScope(alone(own), alone(of)) === true ? 'same' : 'unknown';
    };
    const look = (session: SessionModel, part: Part, identity: Identity | undefined): void => {
      const found = standing(session, part, identity);
      if (found === 'same') outcomes.pass(session);
      if (found !== 'otherAccount' && found !== 'otherRegion') return;
      const own = scopeOf(identity!)!;
      const at = aboutPart(model, session, identity!);
      const names = { part, name: model.nameOf(identity!) };
      if (found === 'otherRegion') {
        outcomes.error(at, found, { ...names, region: own.region!, sessionRegion: session.scope.region! });
      } else {
        outcomes.error(at, found, { ...names, account: accountName(own), sessionAccount: accountName(session.scope) });
      }
    };
    for (const form of sessionForms(model)) {
      const { first, sessions, byId } = form;
      for (const part of ['filter', 'target'] as const) {
        const found = standing(first, part, first[part]);
        if (found === 'same') outcomes.passForm(form);
        else if (found !== 'elsewhere') for (const session of sessions) look(session, part, session[part]);
      }
      const filter = filterElsewhere(model, first);
      if (filter) for (const session of sessions) reportElsewhere(model, session, filter, outcomes);
      // An id belongs to no scope.
      if (!byId) for (const session of sessions) session.sources?.forEach((source) => look(session, 'source', source));
    }
    Arrival.of(model).report('TM109', outcomes);
  },
});

type Part = 'filter' | 'target' | 'source';

/** The scope of a part of a session, against that of the session. `elsewhere` if the app does not make the part. */
type Standing = 'elsewhere' | 'same' | 'unknown' | 'otherAccount' | 'otherRegion';

/** The stand-alone rules of a filter are in its account and region. Otherwise the apply does not find the filter. */
function rulesOf(model: MirrorModel, filter: FilterModel, outcomes: Outcomes<'TM109'>): void {
  for (const { block, stack, inline } of filter.rules) {
    const [own, other] = [model.scopeOf(stack, block), filter.scope];
    // TM604 reports a provider that the stack does not have.
    if (inline || own.missing !== undefined || other.missing !== undefined) continue;
    const at = aboutPart(model, { path: block.path, stack, block }, filter.identity);
    const name = { filter: label(filter.block.path) };
    if (sameAccount(own.account, other.account) === false) {
      outcomes.error(at, 'ruleInOtherAccount', { ...name, account: accountName(own), filterAccount: accountName(other) });
    } else if (sameRegion(own, other) === false) {
      outcomes.error(at, 'ruleInOtherRegion', { ...name, region: own.region!, filterRegion: other.region! });
    } else if (sameScope(alone(own), alone(other)) === true) {
      outcomes.pass(at);
    } else if (belongs(alone(own), alone(other)) === undefined) {
      outcomes.undecided(at, 'partPerhapsElsewhere', providersOf(block, filter.block));
    }
  }
}

/** The filter of a session, if its account or region is unknown. Other parts are reported when their copies are verified. */
function filterElsewhere(model: MirrorModel, session: SessionModel): FilterModel | undefined {
  const filter = session.filter === undefined ? undefined : model.filterByIdentity.get(session.filter);
  return filter && filter.scope.missing === undefined && belongs(alone(filter.scope), alone(session.scope)) === undefined
    ? filter
    : undefined;
}

/** Scopes may be joined because a session uses the part, which is what this check is about. */
function alone(scope: Scope): Scope {
  return scope.alone ?? scope;
}

function reportElsewhere(model: MirrorModel, session: SessionModel, { identity, block }: FilterModel, outcomes: Outcomes<'TM109'>): void {
  outcomes.undecided(aboutPart(model, session, identity), 'partPerhapsElsewhere', providersOf(block, session.block));
}

function ownScope(model: MirrorModel, identity: Identity): Scope | undefined {
  const found = model.blockOf(identity);
  return found && model.scopeOf(found.stack, found.block);
}
