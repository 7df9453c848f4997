import { FilterRules, filterRules } from './filter-rules';
import { Subject } from './outcomes';
import { FilterStatement } from '../model/document';
import { MirrorModel } from '../model/mirror-model';

/** The filters that have an intent or expectations. */
export function filterStatements(model: MirrorModel): { rules: FilterRules; at: Subject; statement: FilterStatement }[] {
  return filterRules(model).flatMap((rules) => {
    const { filter, at } = rules;
    const statement = filter && filter.stack.document.statements?.filters?.[`${filter.block.type}.${filter.block.name}`];
    return statement ? [{ rules, at, statement }] : [];
  });
}
