import { ApiError } from './cloud/errors';
import { Operation } from './resources/operation';
import { Resource } from './resources/resource';
import { BlockSchema, complete } from './schema';
import { Unknown, Value, ValueObject, isObject, isZero, same } from './wire';

/** What comes of a change that Terraform asks for. */
export interface Changed {
  /** For Terraform's state; null once the object is gone. */
  readonly state: ValueObject | null;
  readonly error?: unknown;
  /** Whether the state strays from the plan in a way that only providers of the old SDK may. */
  readonly isLegacy: boolean;
}

/** The object as read, with null kept where the SDK cannot tell it from the value. */
export function settled(block: BlockSchema, reference: ValueObject, read: Record<string, Value>): ValueObject {
  const result = complete(block, read);
  for (const name of Object.keys(result)) {
    if (isZero(reference[name]) && isZero(result[name])) result[name] = reference[name] ?? null;
    const nested = block.block_types?.[name];
    const [before, after] = [reference[name], result[name]];
    if (nested && Array.isArray(before) && Array.isArray(after)) {
      result[name] = after.map((item, index) =>
        before[index] ? settled(nested.block, before[index] as ValueObject, item as ValueObject) : item,
      );
    }
  }
  return result;
}

/** What is known of a plan, where nothing better is to be had. */
const known = (planned: ValueObject): ValueObject =>
  Object.fromEntries(Object.entries(planned).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.map((item) => (isObject(item) ? known(item) : item)) : value instanceof Unknown ? null : value,
  ]));

/** Whether the state differs from its plan in one of the attributes that may. */
const strays = (resource: Resource, planned: ValueObject, state: ValueObject): boolean =>
  (resource.legacyAttributes ?? []).some((name) => !(planned[name] instanceof Unknown) && !same(planned[name] ?? null, state[name]));

/** Creates, updates or deletes, and reads what has become of it. A failure leaves what the provider's major would save. */
export async function change(
  operation: Operation, resource: Resource, block: BlockSchema, prior: ValueObject | null, planned: ValueObject | null,
): Promise<Changed> {
  try {
    const state = await through(operation, resource, block, prior, planned);
    return { state, isLegacy: state !== null && planned !== null && strays(resource, planned, state) };
  } catch (error) {
    // A creation that failed half way is saved, and Terraform taints it.
    const id = prior?.id ?? operation.createdId;
    const state = planned && id !== undefined ? operation.halfDone.state(block, prior, known(planned), id) : prior;
    return { state, error, isLegacy: true };
  }
}

async function through(
  operation: Operation, resource: Resource, block: BlockSchema, prior: ValueObject | null, planned: ValueObject | null,
): Promise<ValueObject | null> {
  if (!planned) {
    await resource.delete(operation, prior!);
    return null;
  }
  if (prior) {
    await resource.update(operation, prior, planned);
  } else {
    await resource.create(operation, planned);
  }
  operation.halfDone.through();
  const id = prior ? prior.id : operation.createdId!;
  const state = await resource.read(operation, { ...known(planned), id });
  if (!state) throw new ApiError('ResourceNotFound', `The resource ${String(id)} is gone right after it was changed.`);
  return settled(block, planned, state);
}
