import { readFileSync } from 'fs';
import { join } from 'path';
import { Value, ValueObject } from './wire';

export type AttributeType = string | [string, AttributeType] | ['object', Record<string, AttributeType>];

export interface AttributeSchema {
  readonly type: AttributeType;
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly computed?: boolean;
  readonly sensitive?: boolean;
  readonly deprecated?: boolean;
}

export interface BlockSchema {
  readonly attributes?: Record<string, AttributeSchema>;
  readonly block_types?: Record<string, NestedBlockSchema>;
  readonly deprecated?: boolean;
}

export interface NestedBlockSchema {
  readonly nesting_mode: 'single' | 'list' | 'set' | 'map' | 'group';
  readonly block: BlockSchema;
  readonly min_items?: number;
  readonly max_items?: number;
}

export interface ResourceSchema {
  readonly version: number;
  readonly block: BlockSchema;
}

export interface ProviderSchema {
  readonly provider: ResourceSchema;
  readonly resource_schemas: Record<string, ResourceSchema>;
  readonly data_source_schemas: Record<string, ResourceSchema>;
}

export const PROVIDER_ADDRESS = 'registry.terraform.io/aliyun/alicloud';
/** Where OpenTofu looks for the same source. */
export const OPENTOFU_ADDRESS = 'registry.opentofu.org/aliyun/alicloud';

/** The provider whose slice is served, unless a test or PROVIDER_VERSION chooses another one. */
const DEFAULT_VERSION = '1.289.0';

export const schemaFile = (version = process.env.PROVIDER_VERSION ?? DEFAULT_VERSION): string =>
  join(__dirname, '..', '..', '..', 'schema', `alicloud-${version}.schema.json`);

export function loadSchema(version?: string): ProviderSchema {
  return JSON.parse(readFileSync(schemaFile(version), 'utf8')).provider_schemas[PROVIDER_ADDRESS];
}

const NESTING = { single: 1, list: 2, set: 3, map: 4, group: 5 };

function blockMessage(block: BlockSchema): object {
  return {
    attributes: Object.entries(block.attributes ?? {}).map(([name, attribute]) => ({
      ...attribute,
      name,
      type: Buffer.from(JSON.stringify(attribute.type)),
    })),
    block_types: Object.entries(block.block_types ?? {}).map(([typeName, nested]) => ({
      type_name: typeName,
      block: blockMessage(nested.block),
      nesting: NESTING[nested.nesting_mode],
      min_items: nested.min_items ?? 0,
      max_items: nested.max_items ?? 0,
    })),
    deprecated: block.deprecated ?? false,
  };
}

const schemaMessage = (schema: ResourceSchema): object => ({ version: schema.version, block: blockMessage(schema.block) });

const schemaMessages = (schemas: Record<string, ResourceSchema>): object =>
  Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, schemaMessage(schema)]));

/** The answer to GetSchema. */
export function providerSchemaMessage(schema: ProviderSchema): object {
  return {
    provider: schemaMessage(schema.provider),
    resource_schemas: schemaMessages(schema.resource_schemas),
    data_source_schemas: schemaMessages(schema.data_source_schemas),
    server_capabilities: { plan_destroy: true, get_provider_schema_optional: true },
  };
}

/** What a nested block holds where nothing is written: only a list or a set may not be null. */
const absent = (nested: NestedBlockSchema): Value => (nested.nesting_mode === 'list' || nested.nesting_mode === 'set' ? [] : null);

/** The object with every attribute and block of the schema, no more and no fewer, as the wire wants it. */
export function complete(block: BlockSchema, value: Record<string, Value | undefined>): ValueObject {
  const result: ValueObject = {};
  for (const name of Object.keys(block.attributes ?? {})) {
    result[name] = value[name] ?? null;
  }
  for (const [name, nested] of Object.entries(block.block_types ?? {})) {
    const inner = value[name];
    if (inner === null || inner === undefined) {
      result[name] = absent(nested);
    } else if (Array.isArray(inner)) {
      result[name] = inner.map((item) => complete(nested.block, item as ValueObject));
    } else {
      result[name] = complete(nested.block, inner as ValueObject);
    }
  }
  return result;
}

/** A plausible known value of a type, for what the account has nothing to say about. */
export function emptyOf(type: AttributeType): Value {
  if (type === 'string') return '';
  if (type === 'number') return 0;
  if (type === 'bool') return false;
  return type[0] === 'map' || type[0] === 'object' ? {} : [];
}
