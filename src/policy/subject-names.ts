import { isBelow } from '../checks/outcomes';
import { FilterModel, MirrorModel, SessionModel } from '../model/mirror-model';
import { named } from '../model/reference';
import { nearestNames } from '../net/nearest';
import { label } from '../texts/names';

/** Names of a kind that are compared with a pattern: a stack may have 200,000 sources. */
const COMPARED = 500;
const NONE: readonly string[] = [];

/** The names that the subject of an acknowledgement can have, for a suggestion. */
export class SubjectNames {
  private readonly stacks: readonly string[];
  private names?: readonly string[];

  constructor(private readonly model: MirrorModel) {
    this.stacks = model.documents.filter((d) => !d.ofOthers).flatMap(({ path, folder }) => folder === undefined ? [path] : [path, folder]);
  }

  /** Whether a scope is at or above a stack. */
  public isWhole(scope: string): boolean {
    return this.stacks.some((stack) => isBelow(stack, scope));
  }

  /** How many characters of names a pattern fixes, apart from the name of a stack and the wildcards. */
  public fixedLength(pattern: string): number {
    const own = this.stacks.find((stack) => pattern === stack || pattern.startsWith(`${stack}/`)) ?? '';
    return pattern.slice(own.length).replace(/[*?/]/g, '').length;
  }

  /** Whether a pattern starts with the name of a stack that is not looked at: one file may serve several apps. */
  public isOfAnother(pattern: string): boolean {
    const [head, ...rest] = pattern.split('/');
    return rest.length > 0 && !/[*?]/.test(head) && !this.stacks.some((stack) => stack.split('/', 1)[0] === head);
  }

  /** The name that a pattern probably means. For a pattern that starts with the misspelt name of a stack, the corrected pattern. */
  public nearest(pattern: string): string | undefined {
    this.names ??= subjectNames(this.model);
    const like = probable(pattern.replace(/[*?]/g, ''), this.names);
    if (like !== undefined && !this.stacks.includes(like) || !this.isOfAnother(pattern)) return like;
    const [head] = pattern.split('/', 1);
    const stack = probable(head, this.stacks);
    return stack === undefined ? undefined : `${stack}${pattern.slice(head.length)}`;
  }
}

/** The name most like another, if it is probably meant: fewer than a third of the characters differ. */
export function probable(written: string, names: readonly string[]): string | undefined {
  return nearestNames(written, names, { most: Math.ceil(written.length / 3) - 1, onlyNearest: true })[0];
}

/** Stacks, sessions, filters, collectors, targets and sources, by path, Terraform address and id. */
function subjectNames(model: MirrorModel): string[] {
  const { stacks, sessions, filters } = model;
  const byPath = (all: readonly (SessionModel | FilterModel)[]): string[] => all.slice(0, COMPARED).map(({ block }) => label(block.path));
  const byAddress = (all: readonly (SessionModel | FilterModel)[]): string[] => all.slice(0, COMPARED)
    .flatMap(({ block, stack }) => [block.address, `${stack.path}/${block.address}`]);
  return [
    ...stacks.map(({ path }) => path),
    ...stacks.flatMap(({ document }) => document.statements?.collectors ?? []).map(({ path }) => path),
    ...byPath(filters), ...byPath(sessions), ...byAddress(filters), ...byAddress(sessions),
    ...interfacesOf(sessions, ({ target }) => target === undefined ? NONE : [target]),
    ...interfacesOf(sessions, ({ sources = NONE }) => sources),
  ];
}

/** The first interfaces of sessions, each once: ids, or addresses of managed resources. */
function interfacesOf(sessions: readonly SessionModel[], of: (session: SessionModel) => readonly string[]): string[] {
  const found = new Set<string>();
  for (const session of sessions) {
    for (const identity of of(session)) found.add(named(identity));
    if (found.size >= COMPARED) break;
  }
  return [...found];
}
