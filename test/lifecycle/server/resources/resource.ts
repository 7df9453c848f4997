import { PlanHooks } from '../planner';
import { Value, ValueObject } from '../wire';
import { Operation } from './operation';

export interface Problem {
  readonly attribute: string;
  readonly text: string;
}

/** How the provider turns Terraform's plans for one type of resource into calls of the API. */
export interface Resource extends PlanHooks {
  /** Attributes that may differ from the plan after apply, as only providers of the old SDK may let them. */
  readonly legacyAttributes?: readonly string[];
  /** Whether the state keeps nothing of an update that fails, but what major 1 writes down in between. */
  readonly partial?: boolean;
  /** Attribute that holds a name for people, for the journal. */
  readonly nameAttribute?: string;
  validate?(config: ValueObject): Problem[];
  /** Makes the object; sets `operation.createdId` as soon as it exists. */
  create(operation: Operation, planned: ValueObject): Promise<void>;
  /** The object as it is now; what the account cannot say is taken from the state. */
  read(operation: Operation, state: ValueObject): Promise<Record<string, Value> | null>;
  update(operation: Operation, prior: ValueObject, planned: ValueObject): Promise<void>;
  delete(operation: Operation, prior: ValueObject): Promise<void>;
}

export const text = (value: Value | undefined): string => (typeof value === 'string' ? value : '');
export const numeric = (value: Value | undefined): number | undefined => (typeof value === 'number' ? value : undefined);
export const texts = (value: Value | undefined): string[] => (Array.isArray(value) ? value.map(String) : []);

/** Names and descriptions are counted in bytes. */
export function checkBytes(config: ValueObject, attribute: string, least: number, most: number): Problem[] {
  const value = config[attribute];
  if (typeof value !== 'string') return [];
  const length = Buffer.byteLength(value);
  return length >= least && length <= most
    ? []
    : [{ attribute, text: `expected length of ${attribute} to be in the range (${least} - ${most}), got ${value}` }];
}

export function checkRange(config: ValueObject, attribute: string, [low, high]: readonly [number, number]): Problem[] {
  const value = config[attribute];
  return typeof value !== 'number' || (value >= low && value <= high)
    ? []
    : [{ attribute, text: `expected ${attribute} to be in the range (${low} - ${high}), got ${value}` }];
}

/** Arguments of which at most one, or exactly one, may be written. */
export function checkExclusive(config: ValueObject, attributes: readonly string[], isRequired = false): Problem[] {
  const written = attributes.filter((attribute) => config[attribute] !== null && config[attribute] !== undefined);
  if (written.length > 1) return [{ attribute: written[1], text: `"${written[1]}": conflicts with ${written[0]}` }];
  return written.length === 0 && isRequired
    ? [{ attribute: attributes[0], text: `one of \`${attributes.join(',')}\` must be specified` }]
    : [];
}

export function checkOneOf(config: ValueObject, attribute: string, allowed: readonly string[]): Problem[] {
  const value = config[attribute];
  return typeof value !== 'string' || allowed.includes(value)
    ? []
    : [{ attribute, text: `expected ${attribute} to be one of ${JSON.stringify(allowed)}, got ${value}` }];
}

/** Tags as the provider reads them: it takes no notice of the cloud's own. */
export function readTags(tags: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !/^(aliyun|acs:|https?:\/\/)/.test(key)));
}

/** The last step of an update: tags that changed are set, those that are gone are taken off. */
export async function updateTags(operation: Operation, prior: ValueObject | null, planned: ValueObject, type?: string): Promise<void> {
  const before = (prior?.tags ?? {}) as Record<string, string>;
  const after = (planned.tags ?? {}) as Record<string, string>;
  const id = text(prior?.id) || operation.createdId;
  const gone = Object.keys(before).filter((key) => !(key in after));
  const set = Object.fromEntries(Object.entries(after).filter(([key, value]) => before[key] !== value));
  if (gone.length > 0) await operation.call('UntagResources', { id, type, keys: gone });
  if (Object.keys(set).length > 0) await operation.call('TagResources', { id, type, tags: set });
  operation.halfDone.passed('tags');
}

export async function moveResourceGroup(operation: Operation, prior: ValueObject, planned: ValueObject): Promise<void> {
  const resourceGroupId = text(planned.resource_group_id);
  if (resourceGroupId && resourceGroupId !== prior.resource_group_id) {
    await operation.call('MoveResourceGroup', { id: text(prior.id), attributes: { resourceGroupId } });
    operation.halfDone.passed('resource_group_id');
  }
}
