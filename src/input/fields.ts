import { refusal } from '../net/refusal';

/** An object of JSON. */
export type Json = { [key: string]: unknown };

/** The place of a record. Its text is only built when an error needs it. */
export interface Place {
  /** File, and page if there are several. */
  readonly source: string;
  /** Position in the page from 1, or a resource's address. */
  readonly record: number | string;
}

/** The path of an error about a record. */
export function placeText(place: Place, id?: string): string {
  const record = typeof place.record === 'number' ? `record ${place.record}` : place.record;
  return `${place.source}, ${record}${id === undefined ? '' : ` (${id})`}`;
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Values that many records share, stored once. */
export class Shared {
  public readonly tags = new Map<string, { [key: string]: string }>();
}

/** Reads the fields of one record, and rejects values of another type with an error that contains the place. */
export class Fields {
  private id?: string;

  public constructor(public readonly place: Place, private readonly body: Json, private readonly shared: Shared = new Shared()) {}

  /** Sets the id of the record for later errors. */
  public named(id: string): string {
    this.id = id;
    return id;
  }

  /** A text. Undefined if the field is absent, null or empty. */
  public text(...names: string[]): string | undefined {
    for (const name of names) {
      const value = this.body[name];
      if (value === undefined || value === null || value === '') continue;
      if (typeof value !== 'string') throw this.wrong(name, value, 'a text');
      return value;
    }
    return undefined;
  }

  /** A text that must be present. */
  public required(name: string, example: string): string {
    const value = this.text(name);
    if (value === undefined) {
      throw this.wrong(
        name,
        this.body[name],
        example,
        'the record is truncated or filtered. Keep all fields of the response, without --cli-query',
      );
    }
    return value;
  }

  /** A whole number, also as text. Undefined if the field is absent, null or empty. */
  public number(name: string): number | undefined {
    const value = this.body[name];
    if (value === undefined || value === null || value === '') return undefined;
    const n = typeof value === 'string' ? Number(value) : value;
    if (typeof n !== 'number' || !Number.isInteger(n)) throw this.wrong(name, value, 'a whole number');
    return n;
  }

  /** Whether the record has the field, even if it is empty. */
  public has(name: string): boolean {
    return this.body[name] !== undefined && this.body[name] !== null;
  }

  /** The record's place as text, for nested records. */
  public get placed(): string {
    return placeText(this.place, this.id);
  }

  /** A flag that must be present. */
  public requiredFlag(name: string): boolean {
    const value = this.body[name];
    if (typeof value !== 'boolean') throw this.wrong(name, value, 'true or false');
    return value;
  }

  /** A whole number from 0. Undefined if the field is absent or null. */
  public wholeNumber(name: string): number | undefined {
    const value = this.body[name];
    return value === undefined || value === null ? undefined : this.requiredWholeNumber(name);
  }

  /** A whole number from 0 that must be present. */
  public requiredWholeNumber(name: string): number {
    const value = this.body[name];
    if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) throw this.wrong(name, value, 'a whole number from 0');
    return value;
  }

  /** One of the known values of the API. Undefined if the field is absent. */
  public oneOf<T extends string>(name: string, allowed: readonly T[]): T | undefined {
    const value = this.text(name);
    if (value === undefined || allowed.includes(value as T)) return value as T | undefined;
    throw this.wrong(
      name,
      value,
      allowed.join(', '),
      'store the unchanged response. If the API has a new value, this version does not support it yet',
    );
  }

  /** One of the known values of the API. It must be present. */
  public requiredOneOf<T extends string>(name: string, allowed: readonly T[]): T {
    this.required(name, allowed.join(', '));
    return this.oneOf(name, allowed)!;
  }

  public object(name: string): Json | undefined {
    const value = this.body[name];
    if (value === undefined || value === null) return undefined;
    if (!isObject(value)) throw this.wrong(name, value, 'an object');
    return value;
  }

  /** A list, either nested as in the API (`Tags.Tag`), or flat as some clients print it. */
  public list(name: string, inner?: string): unknown[] {
    let value = this.body[name];
    if (inner !== undefined && isObject(value)) value = value[inner];
    if (value === undefined || value === null) return [];
    if (!Array.isArray(value)) throw this.wrong(inner === undefined ? name : `${name}.${inner}`, value, 'a list');
    return value;
  }

  /** The length of a list. Undefined if the list is absent, since an empty list has no items. */
  public count(name: string, inner?: string): number | undefined {
    const value = this.body[name];
    const isThere = isObject(value) ? inner !== undefined && inner in value : value !== undefined;
    return isThere ? this.list(name, inner).length : undefined;
  }

  public texts(name: string, inner?: string): string[] {
    return this.list(name, inner).map(value => {
      if (typeof value !== 'string') throw this.wrong(name, value, 'a list of texts');
      return value;
    });
  }

  /** Tags in the form of the API (TagKey and TagValue, or Key and Value), or as the map of a Terraform state. */
  public tags(name: string): { [key: string]: string } {
    const value = this.body[name];
    if (value === undefined || value === null) return NO_TAGS;
    const pairs = isObject(value) && !('Tag' in value && Array.isArray(value.Tag)) && name === 'tags'
      ? Object.entries(value).map(([k, v]) => this.tag(k, v, name))
      : this.list(name, 'Tag').map(tag => {
        if (!isObject(tag)) throw this.wrong(name, tag, 'TagKey and TagValue');
        return this.tag(tag.TagKey ?? tag.Key, tag.TagValue ?? tag.Value, name);
      });
    if (pairs.length === 0) return NO_TAGS;
    // An estate of any size has only a few hundred different sets of tags.
    const key = JSON.stringify(pairs);
    let tags = this.shared.tags.get(key);
    if (tags === undefined) this.shared.tags.set(key, tags = Object.freeze(Object.fromEntries(pairs)));
    return tags;
  }

  public wrong(name: string, got: unknown, allowed: string, fix = 'store the unchanged response'): Error {
    return refusal({ path: placeText(this.place, this.id), what: name, got, allowed, fix });
  }

  private tag(key: unknown, value: unknown, name: string): [string, string] {
    if (typeof key !== 'string' || (value !== undefined && value !== null && typeof value !== 'string')) {
      throw this.wrong(name, { key, value }, 'texts as key and value of a tag');
    }
    return [key, value ?? ''];
  }
}

const NO_TAGS: { [key: string]: string } = Object.freeze({});
