import { check } from './check';
import { filterRuleBlocks } from './filter-rules';
import { about } from './outcomes';
import { sessionForms } from '../model/session-forms';
import { Block, StackModel } from '../model/stack-model';
import { bare } from '../model/terraform-form';

/** Attributes whose changes can be ignored without harm. */
const HARMLESS = [
  'tags', 'traffic_mirror_session_name', 'traffic_mirror_session_description', 'traffic_mirror_filter_name',
  'traffic_mirror_filter_description', 'resource_group_id', 'dry_run',
];

/** No ignore_changes prevents the update of sessions, filters and rules. */
export const TM605 = check('TM605', {
  run(model, _facts, outcomes) {
    const look = ({ block, stack }: { readonly block: Block; readonly stack: StackModel }): void => {
      const ignored = ignoredIn(block);
      if (ignored === undefined) {
        if (!stack.document.withoutLifecycle) outcomes.pass(block);
        return;
      }
      const names = [ignored].flat().map((name) => bare(String(name)));
      const kept = names.filter((name) => !HARMLESS.includes(name.replace(/[.[].*/, '')));
      const at = { path: block.path, stack, block };
      if (kept.includes('all')) outcomes.warn(about(at, 'all'), 'all');
      else if (kept.length > 0) outcomes.warn(about(at, kept[0]), 'some', { attributes: kept });
      else outcomes.pass(at);
    };
    for (const form of sessionForms(model)) {
      if (ignoredIn(form.first.block) !== undefined) form.sessions.forEach(look);
      else if (!form.first.stack.document.withoutLifecycle) outcomes.passForm(form);
    }
    for (const part of [...model.filters, ...filterRuleBlocks(model)]) look(part);
  },
});

function ignoredIn({ written: { lifecycle } }: Block): unknown {
  return lifecycle?.ignore_changes;
}
