import { check } from './check';
import { aboutPart } from './outcomes';
import { prefixOf } from '../catalog/id-kinds';
import { isNetworkInterface, kindOf } from '../model/kinds';

const PREFIX = prefixOf('network interface');

/** Every source is the id of a network interface, and there is at least one. */
export const TM108 = check('TM108', {
  run(model, _facts, outcomes) {
    for (const session of model.sessions) {
      const { sources, block } = session;
      if (!sources) {
        if (block.body.traffic_mirror_source_ids === undefined) outcomes.error(session, 'none');
        continue;
      }
      if (sources.length === 0) {
        outcomes.error(session, 'none');
        continue;
      }
      let passed = 0;
      for (const source of sources) {
        if (isNetworkInterface(source)) {
          passed++;
          continue;
        }
        const kind = kindOf(source);
        // An id that is known only at apply may be of any kind.
        if (kind === undefined) continue;
        const at = aboutPart(model, session, source);
        if (source === '') outcomes.error(at, 'empty');
        else if (kind === 'none') outcomes.error(at, 'noId', { source: visible(model.nameOf(source)), prefix: PREFIX });
        else outcomes.error(at, 'otherKind', { source: model.nameOf(source), kind });
      }
      outcomes.pass(session, passed);
    }
  },
});

/** A name with white space around it is quoted. */
function visible(name: string): string {
  return name.trim() === name ? name : JSON.stringify(name);
}
