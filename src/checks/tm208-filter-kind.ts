import { check } from './check';
import { aboutPart, Subject } from './outcomes';
import { prefixOf } from '../catalog/id-kinds';
import { kindOf } from '../model/kinds';
import { Identity } from '../model/reference';
import { sessionForms } from '../model/session-forms';

/** The filter id of a session or rule is the id of a filter. */
export const TM208 = check('TM208', {
  run(model, _facts, outcomes) {
    // Thousands of sessions have one filter.
    const kinds = new Map<Identity, ReturnType<typeof kindOf>>();
    const look = (at: Subject, filter: Identity | undefined): void => {
      if (filter === undefined) return;
      if (!kinds.has(filter)) kinds.set(filter, kindOf(filter));
      const kind = kinds.get(filter);
      // An id that is known only at apply may be of any kind.
      if (kind === undefined) return;
      if (kind === 'filter') {
        outcomes.pass(at);
        return;
      }
      const part = aboutPart(model, at, filter);
      if (kind === 'none') outcomes.error(part, 'noId', { filter: model.nameOf(filter), prefix: prefixOf('filter') });
      else outcomes.error(part, 'otherKind', { filter: model.nameOf(filter), kind });
    };
    for (const form of sessionForms(model)) {
      const { filter } = form.first;
      if (filter !== undefined && kindOf(filter) === 'filter') outcomes.passForm(form);
      else form.sessions.forEach((session) => look(session, filter));
    }
    for (const { rule, filter } of model.strayRules) look({ path: rule.block.path, stack: rule.stack, block: rule.block }, filter);
  },
});
