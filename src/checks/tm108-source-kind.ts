import { check } from './check';
import { aboutPart } from './outcomes';
import { prefixOf } from '../catalog/id-kinds';
import { isNetworkInterface, kindOf } from '../model/kinds';
import type { SessionModel } from '../model/mirror-model';
import { isLiteral } from '../model/reference';
import { sessionForms } from '../model/session-forms';
import type { Block, StackModel } from '../model/stack-model';

const PREFIX = prefixOf('network interface');

/** Every source is the id of a network interface, and there is at least one. */
export const TM108 = check('TM108', {
  run(model, _facts, outcomes) {
    const emptyByDefault = defaultsIn();
    const look = (session: SessionModel): void => {
      const { sources, block } = session;
      const variables = emptyByDefault(session);
      if (variables.length > 0) outcomes.warn(session, 'emptyByDefault', { variables });
      if (!sources) {
        if (block.body.traffic_mirror_source_ids === undefined) outcomes.error(session, 'none');
        return;
      }
      if (sources.length === 0) {
        outcomes.error(session, 'none');
        return;
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
    };
    for (const form of sessionForms(model)) {
      if (form.byId) outcomes.passForm(form, 'source');
      else form.sessions.forEach(look);
    }
  },
});

/** A name with white space around it is quoted. */
function visible(name: string): string {
  return name.trim() === name ? name : JSON.stringify(name);
}

/** The variables in the sources of a session, if their defaults add an empty string. */
function defaultsIn(): (session: SessionModel) => string[] {
  const known = new Map<StackModel, ReadonlyMap<string, Block>>();
  return ({ stack, block, sources }) => {
    if (sources?.every(isLiteral) || sources?.includes('')) return [];
    const variables = variablesIn(stack, block.written.traffic_mirror_source_ids);
    if (variables.length === 0) return [];
    let blocks = known.get(stack);
    if (!blocks) known.set(stack, blocks = firstBlocks(stack.withDefaults, block.type));
    const same = blocks.get(block.address);
    return same && [same.body.traffic_mirror_source_ids].flat().includes('') ? variables : [];
  };
}

/** The first block at each address. The defaults may also remove a session, or decide nothing. */
function firstBlocks(stack: StackModel, type: string): ReadonlyMap<string, Block> {
  const first = new Map<string, Block>();
  for (const block of stack.blocks(type)) if (block.copies !== undefined && !first.has(block.address)) first.set(block.address, block);
  return first;
}

/** The addresses of the variables in an expression, also through locals. */
function variablesIn(stack: StackModel, written: unknown, seen: Set<string> = new Set()): string[] {
  for (const [address, kind, name] of String(JSON.stringify(written)).matchAll(/(?<![\w.-])(var|local)\.([A-Za-z_][\w-]*)/g)) {
    if (seen.has(address)) continue;
    seen.add(address);
    if (kind === 'local') variablesIn(stack, stack.terraform.locals?.[name], seen);
  }
  return [...seen].filter((address) => address.startsWith('var.')).sort();
}
