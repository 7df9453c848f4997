import { ApiError } from '../cloud/errors';
import { BlockSchema } from '../schema';
import { Value, ValueObject, isZero } from '../wire';
import { generalResource } from './general';
import { Operation } from './operation';
import { Resource } from './resource';

const DIRECTIONS = ['ingress_acl_entries', 'egress_acl_entries'];
const MOST_ENTRIES = 20;

/** Entries are set direction by direction, each as one whole list; a direction that is left out stays as it is. */
export function networkAcl(block: BlockSchema): Resource {
  const general = generalResource('alicloud_network_acl', block);
  const demandRoom = (planned: ValueObject): void => {
    for (const direction of DIRECTIONS) {
      if (((planned[direction] ?? []) as Value[]).length > MOST_ENTRIES) throw new ApiError('QuotaExceeded.AclEntry', `An ACL has at most ${MOST_ENTRIES} entries in one direction.`);
    }
  };
  return {
    ...general,
    suppress: (name, _prior, proposed) => DIRECTIONS.includes(name) && isZero(proposed[name]),
    async create(operation: Operation, planned: ValueObject): Promise<void> {
      await general.create(operation, planned);
      // Only after the ACL is there; it stays, tainted.
      demandRoom(planned);
    },
    async update(operation: Operation, prior: ValueObject, planned: ValueObject): Promise<void> {
      demandRoom(planned);
      await general.update(operation, prior, planned);
    },
  };
}
