import { BlockSchema } from '../schema';
import { Value, ValueObject, isZero } from '../wire';
import { generalResource } from './general';
import { Operation } from './operation';
import { Resource } from './resource';

const DIRECTIONS = ['ingress_acl_entries', 'egress_acl_entries'];

/** Entries are set direction by direction, each as one whole list; a direction that is left out stays as it is. */
export function networkAcl(block: BlockSchema): Resource {
  const general = generalResource('alicloud_network_acl', block);
  const setEntries = async (
    operation: Operation,
    id: Value | undefined,
    prior: ValueObject | null,
    planned: ValueObject,
  ): Promise<void> => {
    for (const direction of DIRECTIONS) {
      const entries = planned[direction] ?? [];
      if (isZero(entries) || JSON.stringify(prior?.[direction]) === JSON.stringify(entries)) continue;
      await operation.call('UpdateNetworkAclEntries', { id: String(id), attributes: { direction, entries } });
    }
  };
  return {
    ...general,
    suppress: (name, _prior, proposed) => DIRECTIONS.includes(name) && isZero(proposed[name]),
    async create(operation: Operation, planned: ValueObject): Promise<void> {
      await general.create(operation, planned);
      // The ACL is there by now: where its entries are refused it stays, tainted.
      await setEntries(operation, operation.createdId, null, planned);
    },
    async update(operation: Operation, prior: ValueObject, planned: ValueObject): Promise<void> {
      await setEntries(operation, prior.id, prior, planned);
      await general.update(operation, prior, planned);
    },
  };
}
