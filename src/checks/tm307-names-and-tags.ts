import { check } from './check';
import { Outcomes, Subject } from './outcomes';
import {
  Bounds, byteLength, FILTER_DESCRIPTION, FILTER_NAME, RESERVED_TAG_PREFIXES, SESSION_DESCRIPTION, SESSION_NAME, TAG_KEY, tagKeyFault,
  TAGS_PER_RESOURCE, textFault,
} from '../catalog/limits';
import { Block, StackModel } from '../model/stack-model';
import { expression } from '../net/known';
import { shown } from '../net/refusal';

const SESSION_TEXTS: [string, Bounds][] = [
  ['traffic_mirror_session_name', SESSION_NAME],
  ['traffic_mirror_session_description', SESSION_DESCRIPTION],
];
const FILTER_TEXTS: [string, Bounds][] = [
  ['traffic_mirror_filter_name', FILTER_NAME],
  ['traffic_mirror_filter_description', FILTER_DESCRIPTION],
];

/** The service and the provider accept the names, descriptions and tags. */
export const TM307 = check('TM307', {
  run(model, _facts, outcomes) {
    // Cache, since all sessions of an app have the same few keys.
    const goodKeys = new Set<string>();
    for (const stack of model.stacks) checkNames(stack, outcomes);
    for (const session of model.sessions) checkTexts(session.stack, session.block, SESSION_TEXTS, goodKeys, outcomes);
    for (const filter of model.filters) checkTexts(filter.stack, filter.block, FILTER_TEXTS, goodKeys, outcomes);
  },
});

/** Terraform's names of resources. cdktf makes them from construct ids, the first of which may begin with a digit. */
function checkNames(stack: StackModel, outcomes: Outcomes<'TM307'>): void {
  if (!stack.types.some((type) => MIRRORING_TYPE.test(type)) && !stack.document.statements?.collectors?.length) return;
  const wrong = stack.types.flatMap((type) => Object.keys(stack.terraform.resource?.[type] ?? {})
    .filter((name) => NO_LETTER_FIRST.test(name)).map((name) => ({ type, name })));
  if (wrong.length === 0) return;
  const [{ type, name }] = wrong;
  outcomes.error({ path: stack.pathOf(type, name), stack }, 'terraformName', { names: wrong.map((of) => of.name) });
}

const MIRRORING_TYPE = /^alicloud_vpc_traffic_mirror_/;
const NO_LETTER_FIRST = /^[\d-]/;

function checkTexts(stack: StackModel, block: Block, texts: [string, Bounds][], goodKeys: Set<string>, outcomes: Outcomes<'TM307'>): void {
  const { path, body } = block;
  const at = (subject?: string): Subject => ({ path, stack, block, subject });
  const before = outcomes.findings.length;
  let openArgument: string | undefined;
  let openTagKey = false;
  for (const [argument, bounds] of texts) {
    const text = body[argument];
    if (typeof text !== 'string') continue;
    if (expression(text)) {
      openArgument ??= argument;
      continue;
    }
    const fault = textFault(bounds, text);
    if (!fault) continue;
    const bytes = byteLength(text);
    outcomes.error(at(argument), fault, {
      argument, text: shown(text), bytes, ascii: bytes === text.length, min: bounds.min, max: bounds.max,
    });
  }
  const tags = body.tags;
  if (typeof tags === 'string') {
    openArgument ??= 'tags';
  } else {
    let count = 0;
    for (const key in tags) {
      count++;
      if (goodKeys.has(key)) continue;
      if (expression(key)) openTagKey = true;
      else if (checkTagKey(at(`tag ${key}`), key, outcomes)) goodKeys.add(key);
    }
    if (count > TAGS_PER_RESOURCE) outcomes.error(at('tags'), 'tooManyTags', { tags: count, limit: TAGS_PER_RESOURCE });
  }
  if (outcomes.findings.length > before) return;
  if (openArgument !== undefined) outcomes.undecided(at(), 'onlyAtApply', { argument: openArgument });
  else if (openTagKey) outcomes.undecided(at(), 'tagKeyOnlyAtApply');
  else outcomes.pass(at());
}

function checkTagKey(at: Subject, key: string, outcomes: Outcomes<'TM307'>): boolean {
  const fault = tagKeyFault(key);
  if (fault === undefined) return true;
  const prefix = RESERVED_TAG_PREFIXES.find((p) => key.startsWith(p));
  if (fault === 'tagKeyReserved') outcomes.error(at, fault, { key: shown(key), prefix: prefix! });
  else if (fault === 'tagKeyEmpty') outcomes.error(at, fault);
  else outcomes.error(at, fault, { key: shown(key), characters: [...key].length, max: TAG_KEY.max });
  return false;
}
