import { Decoder, Encoder, ExtData, ExtensionCodec } from '@msgpack/msgpack';

/** A value that Terraform knows only after apply. */
export class Unknown {
  toString(): string {
    return '(known after apply)';
  }
}

export const UNKNOWN = new Unknown();

/** What an attribute or a block can hold on the wire. */
export type Value = null | boolean | number | string | Unknown | Value[] | ValueObject;
export type ValueObject = { [name: string]: Value };

/** DynamicValue of the protocol. */
export interface DynamicValue {
  readonly msgpack?: Uint8Array;
  readonly json?: Uint8Array;
}

const UNKNOWN_TYPE = 0;

class TerraformExtensions extends ExtensionCodec {
  tryToEncode(value: unknown): ExtData | null {
    return value instanceof Unknown ? new ExtData(UNKNOWN_TYPE, Uint8Array.of(0)) : null;
  }

  // Type 0 is the plain unknown, type 12 the one with refinements; a plain unknown is a valid answer to both.
  decode(): unknown {
    return UNKNOWN;
  }
}

const extensionCodec = new TerraformExtensions();
const encoder = new Encoder({ extensionCodec });
const decoder = new Decoder({ extensionCodec });

export function pack(value: Value): DynamicValue {
  return { msgpack: encoder.encode(value) };
}

export function unpack(value: DynamicValue | null | undefined): Value {
  if (value?.msgpack?.length) {
    try {
      return decoder.decode(value.msgpack) as Value;
    } catch (error) {
      // The decoder refuses a map key such as __proto__, which a tag may be.
      throw new Error(`a value cannot be read: ${(error as Error).message}`);
    }
  }
  return value?.json?.length ? JSON.parse(Buffer.from(value.json).toString()) as Value : null;
}

export function unpackObject(value: DynamicValue | null | undefined): ValueObject | null {
  return unpack(value) as ValueObject | null;
}

/** Whether an unknown stands anywhere inside. */
export function holdsUnknown(value: Value): boolean {
  if (value instanceof Unknown) return true;
  if (Array.isArray(value)) return value.some(holdsUnknown);
  return value !== null && typeof value === 'object' && Object.values(value).some((item) => holdsUnknown(item));
}

/** Deep equality; two unknowns are not known to be equal. */
export function same(a: Value, b: Value): boolean {
  if (a instanceof Unknown || b instanceof Unknown) return false;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, index) => same(item, b[index]));
  if (isObject(a) && isObject(b)) {
    const keys = Object.keys(a);
    return keys.length === Object.keys(b).length && keys.every((key) => key in b && same(a[key], b[key]));
  }
  return a === b;
}

export function isObject(value: Value | undefined): value is ValueObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Unknown);
}

/** The provider's SDK cannot tell these from null. */
export function isZero(value: Value | undefined): boolean {
  return value === null || value === undefined || value === false || value === 0 || value === ''
    || (Array.isArray(value) && value.length === 0) || (isObject(value) && Object.keys(value).length === 0);
}
