import { IMirrorCheck } from './check';
import { Outcomes } from './outcomes';
import { Bounds, FILTER_DESCRIPTION, FILTER_NAME, SESSION_DESCRIPTION, SESSION_NAME, tagKeyProblem, TAGS_PER_RESOURCE, textProblem } from '../catalog/limits';
import { Block, StackModel } from '../model/stack-model';
import { expression } from '../net/known';
import { shown } from '../net/refusal';

const SESSION_TEXTS: [string, Bounds][] = [['traffic_mirror_session_name', SESSION_NAME], ['traffic_mirror_session_description', SESSION_DESCRIPTION]];
const FILTER_TEXTS: [string, Bounds][] = [['traffic_mirror_filter_name', FILTER_NAME], ['traffic_mirror_filter_description', FILTER_DESCRIPTION]];

/** Names, descriptions and tags are ones that the service and the provider take. */
export const TM307: IMirrorCheck = {
  id: 'TM307',
  title: 'Names, descriptions and tags are within limits',
  byEdition: false,
  run(model, _facts, outcomes) {
    // The same few keys stand on every session of an app.
    const goodKeys = new Set<string>();
    for (const session of model.sessions) checkTexts(session.stack, session.block, SESSION_TEXTS, goodKeys, outcomes);
    for (const filter of model.filters) checkTexts(filter.stack, filter.block, FILTER_TEXTS, goodKeys, outcomes);
  },
};

function checkTexts(stack: StackModel, { path, body }: Block, texts: [string, Bounds][], goodKeys: Set<string>, outcomes: Outcomes): void {
  let failed = false;
  let open: string | undefined;
  const fail = (subject: string, problem: string, fix: string): void => {
    failed = true;
    outcomes.fail({ path, stack, subject }, { problem, fix: `${fix}; the change is made in place` });
  };
  for (const [name, bounds] of texts) {
    const text = body[name];
    if (typeof text !== 'string') continue;
    if (expression(text)) {
      open ??= name;
      continue;
    }
    const problem = textProblem(bounds, text);
    if (problem) fail(name, `${name} ${shown(text)}: ${problem.problem}`, problem.fix);
  }
  const tags = body.tags;
  if (typeof tags === 'string') {
    open ??= 'tags';
  } else if (tags !== null && typeof tags === 'object') {
    let count = 0;
    for (const key in tags) {
      count++;
      if (goodKeys.has(key)) continue;
      if (expression(key)) {
        open ??= 'a tag\'s key';
        continue;
      }
      const problem = tagKeyProblem(key);
      if (problem) fail(`tag ${key}`, `the tag key ${shown(key)}: ${problem.problem}`, problem.fix);
      else goodKeys.add(key);
    }
    if (count > TAGS_PER_RESOURCE) fail('tags', `${count} tags are more than the ${TAGS_PER_RESOURCE} that a resource can have`, `leave ${count - TAGS_PER_RESOURCE} out`);
  }
  if (failed) return;
  if (open) outcomes.unknown({ path, stack }, `${open} is known to Terraform alone`, 'write the text itself');
  else outcomes.pass();
}
