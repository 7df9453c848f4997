import { check } from './check';
import { FilterStatements, filterStatements } from './filter-statements';
import { about } from './outcomes';
import { MirrorModel } from '../model/mirror-model';

/** The names of an address book are used, and no two networks share a part of their addresses. */
export const TM219 = check('TM219', {
  run(model, _facts, outcomes) {
    const filters = filterStatements(model).filter(({ statement }) => statement.names);
    /** One network may be in many filters. */
    const reported = new Set<string>();
    for (const { at, statement: { names } } of filters) {
      const overlaps = names!.overlaps.filter(({ name, other }) => !reported.has(JSON.stringify([name, other])));
      for (const { name, other, same, address } of overlaps) {
        reported.add(JSON.stringify([name, other]));
        const parameters = { name: owned(name, names!), other: owned(other, names!), address };
        outcomes.warn(about(at, `${name}, ${other}`), same ? 'same' : 'overlap', parameters);
      }
      if (overlaps.length === 0) outcomes.pass(at);
    }
    for (const { file, user, unused } of unusedNames(model, filters)) {
      if (unused.length > 0) outcomes.warn(about(user.at, file), 'unused', { file, names: unused });
      else outcomes.pass(user.at);
    }
  },
});

/** A network with its owner, who can correct it. */
function owned(name: string, { used }: NonNullable<FilterStatements['statement']['names']>): string {
  const owner = used.find((u) => u.kind === 'network' && u.name === name)?.owner;
  return owner === undefined ? name : `${name} (${owner})`;
}

/** For each address book, the names that no filter uses, and the first filter that uses others. */
function unusedNames(
  model: MirrorModel, filters: readonly FilterStatements[],
): { file: string; user: FilterStatements; unused: string[] }[] {
  const used = new Map<string, { readonly user: FilterStatements; readonly names: Set<string> }>();
  for (const user of filters) {
    for (const { kind, name, book } of user.statement.names!.used) {
      if (book === undefined) continue;
      let own = used.get(book);
      if (!own) used.set(book, own = { user, names: new Set() });
      own.names.add(`${kind} ${name}`);
    }
  }
  const books = new Map(model.stacks.flatMap((stack) => Object.entries(stack.document.statements?.addressBooks ?? {})));
  return [...books].flatMap(([file, { networks, services }]) => {
    const own = used.get(file);
    const all = [...networks.map((name) => `network ${name}`), ...services.map((name) => `service ${name}`)];
    return own ? [{ file, user: own.user, unused: all.filter((name) => !own.names.has(name)) }] : [];
  });
}
