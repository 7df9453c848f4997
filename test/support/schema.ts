import { readSlice, SLICES, sliceFile } from '../../schema/slice';
import { expression } from '../../src/net/known';

type Type = string | [kind: 'list' | 'set' | 'map', of: Type] | ['object', Record<string, Type>];

interface Attribute {
  readonly type: Type;
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly computed?: boolean;
}

interface Block {
  readonly attributes?: Record<string, Attribute>;
  readonly block_types?: Record<
    string,
    { readonly block: Block; readonly nesting_mode: string; readonly min_items?: number; readonly max_items?: number }
  >;
}

interface ProviderSchema {
  readonly provider: { readonly block: Block };
  readonly resource_schemas: Record<string, { readonly block: Block }>;
  readonly data_source_schemas: Record<string, { readonly block: Block }>;
}

/** A version of the provider whose slice is in `schema/`. */
export type SliceVersion = (typeof SLICES)[number];

const cached = new Map<SliceVersion, ProviderSchema>();

function schemaOf(version: SliceVersion): ProviderSchema {
  let schema = cached.get(version);
  if (!schema) cached.set(version, schema = readSlice(sliceFile(version)) as ProviderSchema);
  return schema;
}

const META = ['//', 'provider', 'depends_on', 'lifecycle', 'count', 'for_each'];
const RESOURCE_META = [...META, 'connection', 'provisioner'];
const PROVIDER_META = ['//', 'alias', 'version'];

/**
 * What a stack's Terraform JSON says against the pinned schema of the provider: unknown resources, attributes and
 * blocks, wrong types, missing required attributes, computed attributes that are set. An expression fits any type.
 */
export function schemaProblems(stack: any, version: SliceVersion = '1.289.0'): string[] {
  const schema = schemaOf(version);
  const problems: string[] = [];
  const bodies = (part: 'resource' | 'data', schemas: Record<string, { block: Block }>, meta: string[]) => {
    for (const [type, byName] of Object.entries<any>(stack[part] ?? {})) {
      if (!type.startsWith('alicloud_')) continue;
      for (const [name, body] of Object.entries<any>(byName)) {
        const at = `${part === 'data' ? 'data.' : ''}${type}.${name}`;
        if (schemas[type]) checkBlock(at, schemas[type].block, body, meta, problems);
        else problems.push(`${at}: no such ${part === 'data' ? 'data source' : 'resource'} in the schema`);
      }
    }
  };
  bodies('resource', schema.resource_schemas, RESOURCE_META);
  bodies('data', schema.data_source_schemas, META);
  for (const [i, body] of [stack.provider?.alicloud ?? []].flat().entries()) {
    checkBlock(`provider.alicloud[${i}]`, schema.provider.block, body, PROVIDER_META, problems);
  }
  return problems;
}

/** Fails where a stack's alicloud blocks do not conform to the pinned schema of the provider. */
export function expectConformsToSchema(stack: any): void {
  const problems = schemaProblems(stack);
  if (problems.length > 0) throw new Error(`the stack does not conform to the provider's schema:\n  ${problems.join('\n  ')}`);
}

function checkBlock(at: string, block: Block, body: any, meta: string[], problems: string[]): void {
  if (body === null || typeof body !== 'object' || Array.isArray(body)) {
    problems.push(`${at}: a block is an object, got ${JSON.stringify(body)}`);
    return;
  }
  const dynamic = body.dynamic ?? {};
  for (const [name, value] of Object.entries<any>(body)) {
    const here = `${at}.${name}`;
    const attribute = block.attributes?.[name];
    const nested = block.block_types?.[name];
    if (attribute) {
      if (value === null) continue;
      if (attribute.computed && !attribute.optional && !attribute.required) problems.push(`${here}: is computed and cannot be set`);
      else checkType(here, attribute.type, value, problems);
    } else if (nested) {
      checkNested(here, nested, value, problems);
    } else if (name === 'dynamic') {
      for (const [label, given] of Object.entries<any>(value)) {
        const of = block.block_types?.[label];
        if (!of) problems.push(`${here}.${label}: no such block`);
        else for (const d of [given].flat()) checkBlock(`${here}.${label}.content`, of.block, d.content, [], problems);
      }
    } else if (!meta.includes(name)) {
      problems.push(`${here}: no such attribute`);
    }
  }
  for (const [name, attribute] of Object.entries(block.attributes ?? {})) {
    if (attribute.required && (body[name] === undefined || body[name] === null)) problems.push(`${at}.${name}: is required`);
  }
  for (const [name, nested] of Object.entries(block.block_types ?? {})) {
    if ((nested.min_items ?? 0) > 0 && body[name] === undefined && dynamic[name] === undefined) problems.push(`${at}.${name}: is required`);
  }
}

function checkNested(
  at: string,
  nested: { block: Block; nesting_mode: string; min_items?: number; max_items?: number },
  value: any,
  problems: string[],
): void {
  if (nested.nesting_mode === 'single') {
    checkBlock(at, nested.block, value, [], problems);
    return;
  }
  const items = Array.isArray(value) ? value : [value];
  if (nested.max_items && items.length > nested.max_items) problems.push(`${at}: ${items.length} blocks, at most ${nested.max_items}`);
  if (items.length < (nested.min_items ?? 0)) problems.push(`${at}: ${items.length} blocks, at least ${nested.min_items}`);
  items.forEach((item, i) => checkBlock(`${at}[${i}]`, nested.block, item, [], problems));
}

function checkType(at: string, type: Type, value: any, problems: string[]): void {
  if (typeof value === 'string' && expression(value)) return;
  const wrong = () => problems.push(`${at}: is a ${typeof type === 'string' ? type : type[0]}, got ${JSON.stringify(value)}`);
  if (typeof type === 'string') {
    const js = { string: 'string', number: 'number', bool: 'boolean' }[type];
    if (js === undefined || typeof value !== js) wrong();
    return;
  }
  const [kind, of] = type;
  if (kind === 'list' || kind === 'set') {
    if (!Array.isArray(value)) wrong();
    else value.forEach((item, i) => checkType(`${at}[${i}]`, of as Type, item, problems));
  } else if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    wrong();
  } else if (kind === 'map') {
    for (const [key, item] of Object.entries(value)) checkType(`${at}.${key}`, of as Type, item, problems);
  } else {
    for (const [key, item] of Object.entries(value)) {
      const field = (of as Record<string, Type>)[key];
      if (field === undefined) problems.push(`${at}.${key}: no such attribute`);
      else checkType(`${at}.${key}`, field, item, problems);
    }
  }
}
