import { isObject, list, jsonText } from '../model/terraform-form';

/** An object of a plan. */
export interface PlannedRow {
  readonly address: string;
  /** Its address in the document, if the document contains it. */
  readonly local?: string;
  readonly type: string;
  /** Set for an object that an earlier apply replaced but could not delete. */
  readonly deposed?: string;
  /** The actions of the plan, for example `delete` and `create` for a replacement that deletes first. */
  readonly actions: readonly string[];
  /** Set if the object is replaced because an apply failed after creating it. */
  readonly tainted?: true;
  /** Terraform's reason for these actions, for example `replace_because_cannot_update`. */
  readonly reason?: string;
  /** The arguments that cannot be changed in place. */
  readonly replacedBy?: readonly string[];
  readonly before?: Readonly<Record<string, any>>;
  readonly after?: Readonly<Record<string, any>>;
  readonly unknown: any;
  readonly sensitive: { readonly before: any; readonly after: any };
}

/** Whether Terraform forgets the object at the address without deleting it. */
export function isForgotten({ actions }: Pick<PlannedRow, 'actions'>): boolean {
  return actions.includes('forget') && !actions.includes('create');
}

/**
 * Whether the old object at the address stays, also if a new one is created. Terraform and OpenTofu list the actions in
 * different orders.
 */
export function forgets({ actions }: Pick<PlannedRow, 'actions'>): boolean {
  return actions.includes('forget');
}

export function plannedRow(
  { address, type, deposed, change, action_reason: why }: any, actions: readonly string[], local?: string,
): PlannedRow {
  const paths = list(change.replace_paths).map((path) => list(path).filter((step) => typeof step === 'string').join('.'))
    .filter((path) => path !== '');
  return {
    address: jsonText(address),
    type: jsonText(type),
    actions,
    unknown: change.after_unknown,
    sensitive: { before: change.before_sensitive, after: change.after_sensitive },
    ...local !== undefined && { local },
    ...deposed !== undefined && { deposed: String(deposed) },
    ...why === 'replace_because_tainted' && { tainted: true as const },
    ...typeof why === 'string' && { reason: why }, ...paths.length > 0 && { replacedBy: paths },
    ...isObject(change.before) && { before: change.before }, ...isObject(change.after) && { after: change.after },
  };
}
