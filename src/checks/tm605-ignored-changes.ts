import { check } from './check';
import { filterRuleBlocks } from './filter-rules';
import { about } from './outcomes';
import { bare } from '../model/terraform-form';

/** Attributes whose changes can be ignored without harm. */
const HARMLESS = [
  'tags', 'traffic_mirror_session_name', 'traffic_mirror_session_description', 'traffic_mirror_filter_name',
  'traffic_mirror_filter_description', 'resource_group_id', 'dry_run',
];

/** No ignore_changes prevents the update of sessions, filters and rules. */
export const TM605 = check('TM605', {
  run(model, _facts, outcomes) {
    for (const { block, stack } of [...model.sessions, ...model.filters, ...filterRuleBlocks(model)]) {
      const ignored = block.written.lifecycle === undefined ? undefined : [block.written.lifecycle].flat()[0]?.ignore_changes;
      if (ignored === undefined) {
        if (!stack.document.withoutLifecycle) outcomes.pass(block);
        continue;
      }
      const names = [ignored].flat().map((name) => bare(String(name)));
      const kept = names.filter((name) => !HARMLESS.includes(name.replace(/[.[].*$/, '')));
      const at = { path: block.path, stack, block };
      if (kept.includes('all')) outcomes.warn(about(at, 'all'), 'all');
      else if (kept.length > 0) outcomes.warn(about(at, kept[0]), 'some', { attributes: kept });
      else outcomes.pass(at);
    }
  },
});
