import { FilterRules, filterRules } from './filter-rules';
import { Subject } from './outcomes';
import { FilterStatement } from '../model/document';
import { MirrorModel } from '../model/mirror-model';

export interface FilterStatements {
  readonly rules: FilterRules;
  readonly at: Subject;
  readonly statement: FilterStatement;
}

/** The filters that have an intent or expectations. */
export function filterStatements(model: MirrorModel): FilterStatements[] {
  return filterRules(model).flatMap((rules) => {
    const { filter, at } = rules;
    const statement = filter && filter.stack.document.statements?.filters?.[`${filter.block.type}.${filter.block.name}`];
    return statement ? [{ rules, at, statement }] : [];
  });
}
