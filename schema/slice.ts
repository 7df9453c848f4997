// Reads slices of `terraform providers schema -json`.
import { readFileSync } from 'fs';
import { join } from 'path';

export type AttributeType = string | [kind: string, of: AttributeType] | ['object', Record<string, AttributeType>];

export interface AttributeSchema {
  readonly type: AttributeType;
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly computed?: boolean;
  readonly sensitive?: boolean;
  readonly deprecated?: boolean;
}

export interface NestedSchema {
  readonly nesting_mode: string;
  readonly block: BlockSchema;
  readonly min_items?: number;
  readonly max_items?: number;
}

export interface BlockSchema {
  readonly attributes?: Record<string, AttributeSchema>;
  readonly block_types?: Record<string, NestedSchema>;
  readonly deprecated?: boolean;
}

export interface ObjectSchema {
  readonly version: number;
  readonly block: BlockSchema;
}

export interface ProviderSchema {
  readonly provider: ObjectSchema;
  readonly resource_schemas: Record<string, ObjectSchema>;
  readonly data_source_schemas: Record<string, ObjectSchema>;
  /** Of Terraform 1.14 and later: what `terraform query` lists, and what an `action` block runs. */
  readonly list_resource_schemas?: Record<string, unknown>;
  readonly action_schemas?: Record<string, unknown>;
}

/** The slices of this folder: the oldest version claimed, the one of the 1.x line, and the one of the 2.x line. */
export const SLICES = ['1.239.0', '1.289.0', '2.0.0-beta3'] as const;

export function sliceFile(version: string): string {
  return join(__dirname, `alicloud-${version}.schema.json`);
}

/** The schema of the only provider in a file. */
export function readSlice(file: string): ProviderSchema {
  return Object.values(JSON.parse(readFileSync(file, 'utf8')).provider_schemas)[0] as ProviderSchema;
}

/** A place of a schema: an attribute or a block, with whatever a writer of configurations must know of it. */
export interface Place {
  /** For example `alicloud_slb_listener.health_check` or `data.alicloud_zones.zones`. */
  readonly path: string;
  /** Type, direction, limits: equal texts are equal schemas. */
  readonly form: string;
  readonly deprecated: boolean;
}

/** All places of a schema, by path. */
export function places(schema: ProviderSchema): Map<string, Place> {
  const found = new Map<string, Place>();
  const add = (path: string, form: string, deprecated = false): void => { found.set(path, { path, form, deprecated }); };
  const walk = (path: string, block: BlockSchema): void => {
    for (const [name, a] of Object.entries(block.attributes ?? {})) {
      const direction = a.required ? 'required' : [a.optional && 'optional', a.computed && 'computed'].filter(Boolean).join(' and ');
      add(`${path}.${name}`, `${typeText(a.type)}, ${direction}`, a.deprecated);
    }
    for (const [name, nested] of Object.entries(block.block_types ?? {})) {
      const limits = `${nested.min_items ? `, at least ${nested.min_items}` : ''}${nested.max_items ? `, at most ${nested.max_items}` : ''}`;
      add(`${path}.${name}`, `block ${nested.nesting_mode}${limits}`, nested.block.deprecated);
      walk(`${path}.${name}`, nested.block);
    }
  };
  walk('provider', schema.provider.block);
  for (const [prefix, objects] of [['', schema.resource_schemas], ['data.', schema.data_source_schemas]] as const) {
    for (const [type, { block }] of Object.entries(objects)) {
      add(`${prefix}${type}`, prefix === '' ? 'resource' : 'data source', block.deprecated);
      walk(`${prefix}${type}`, block);
    }
  }
  return found;
}

function typeText(type: AttributeType): string {
  if (typeof type === 'string') return type;
  const [kind, of] = type;
  if (kind !== 'object') return `${kind}(${typeText(of as AttributeType)})`;
  return `object(${Object.entries(of).map(([name, inner]) => `${name}: ${typeText(inner)}`).sort().join(', ')})`;
}

/**
 * What two versions have in common: names that only one has, and attributes that have another type in it, are left out.
 * Numbers of items are the first one's: a version that takes any number takes one.
 */
export function common(one: ProviderSchema, other: ProviderSchema): ProviderSchema {
  const objects = (a: Record<string, ObjectSchema>, b: Record<string, ObjectSchema>): Record<string, ObjectSchema> =>
    Object.fromEntries(
      Object.entries(a)
        .filter(([type]) => b[type])
        .map(([type, o]) => [type, { ...o, block: commonBlock(o.block, b[type].block) }]),
    );
  return {
    ...one,
    provider: { ...one.provider, block: commonBlock(one.provider.block, other.provider.block) },
    resource_schemas: objects(one.resource_schemas, other.resource_schemas),
    data_source_schemas: objects(one.data_source_schemas, other.data_source_schemas),
  };
}

function commonBlock(one: BlockSchema, other: BlockSchema): BlockSchema {
  const { attributes, block_types: nested } = one;
  return {
    ...one,
    ...(attributes && {
      attributes: Object.fromEntries(Object.entries(attributes).filter(([name, { type }]) => {
        const there = other.attributes?.[name];
        return there && typeText(there.type) === typeText(type);
      })),
    }),
    ...(nested && {
      block_types: Object.fromEntries(Object.entries(nested)
        .filter(([name, { nesting_mode: mode }]) => other.block_types?.[name]?.nesting_mode === mode)
        .map(([name, b]) => [name, { ...b, block: commonBlock(b.block, other.block_types![name].block) }])),
    }),
  };
}
