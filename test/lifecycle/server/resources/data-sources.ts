import { BlockSchema, emptyOf } from '../schema';
import { Value, ValueObject } from '../wire';
import { Operation } from './operation';

const ACCOUNT_ID = '1234567890123456';

/** What a data source answers beyond what was asked; everything else comes out empty. */
const ANSWERS: Readonly<Record<string, (operation: Operation, config: ValueObject) => Promise<Record<string, Value>>>> = {
  alicloud_account: async () => ({ id: ACCOUNT_ID }),
  alicloud_caller_identity: async () => ({ id: ACCOUNT_ID, account_id: ACCOUNT_ID, identity_type: 'Account' }),
  alicloud_regions: async ({ account }) => ({ ids: [account.region] }),
  // Opens a paid service for good, and does so while Terraform only plans.
  alicloud_vpc_traffic_mirror_service: async (operation, config) => {
    if (config.enable !== 'On') return { status: '' };
    return { status: await operation.call<string>('OpenTrafficMirrorService', {}) };
  },
};

export async function readDataSource(operation: Operation, type: string, block: BlockSchema, config: ValueObject): Promise<ValueObject> {
  const answers: Record<string, Value> = { id: `${type}-1`, ...await ANSWERS[type]?.(operation, config) };
  const result = { ...config };
  for (const [name, attribute] of Object.entries(block.attributes ?? {})) {
    if (attribute.computed) result[name] = config[name] ?? answers[name] ?? emptyOf(attribute.type);
  }
  return result;
}
