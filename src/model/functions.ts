import { formatIpv4Address, parseIpv4Address } from '../net/ipv4-cidr';
import { byName } from '../net/by-name';
import { sortedJson } from '../net/sorted-json';
import { isResolved, numberOf, SetValue, textOf, unified, Unresolved, Value } from './value';

/**
 * Evaluates those functions of Terraform that are cheap to evaluate. Undefined for any other, if Terraform reports an error, or if
 * the result depends on unknown values or types. `test/lifecycle/expressions.test.ts` compares the results with those of Terraform.
 *
 * @param values the arguments, whose leaves may be unresolved
 */
export function callFunction(name: string, values: readonly Value[]): Value | undefined {
  const shaped = SHAPES[name];
  if (shaped && !values.some((v) => v instanceof Unresolved)) return shaped(...values as any[]);
  const plain = PLAIN[name];
  if (plain && values.every(isResolved)) return plain(...values as any[]);
  return OF_IDS[name]?.(...values as any[]);
}

type Functions = Readonly<Partial<Record<string, (...values: any[]) => Value | undefined>>>;

const isSet = (v: unknown): v is SetValue => v instanceof SetValue;
const isList = (v: unknown): v is Value[] => Array.isArray(v) && !isSet(v);
const isCollection = (v: unknown): v is Value[] => Array.isArray(v);
const isMap = (v: unknown): v is Record<string, Value> => v !== null && typeof v === 'object' && !Array.isArray(v);
const isText = (v: unknown): v is string => typeof v === 'string';
/** Terraform counts grapheme clusters. In ASCII, each is one character. */
const isAscii = (v: unknown): v is string => isText(v) && /^[\x00-\x7f]*$/.test(v);
const has = (map: object, key: string): boolean => Object.prototype.hasOwnProperty.call(map, key);
const ordered = (map: object): string[] => Object.keys(map).sort();

/** Whether a value is the id of a resource of the stack: a text that is never empty, and has no white space. */
const isId = (v: unknown): v is Unresolved => v instanceof Unresolved && ID.test(v.text);
const ID = /^(?!data\.)[a-z]\w*_\w+\.[\w-]+(?:\[[^\]]*\])?\.(?:id|\w+_id)$/;

/** Functions that return an id as it is. */
const OF_IDS: Functions = byName({
  coalesce: (id) => isId(id) ? id : undefined,
  try: (id) => isId(id) || isResolved(id) ? id : undefined,
  tostring: (id) => isId(id) ? id : undefined,
  trimspace: (id) => isId(id) ? id : undefined,
  format: (text, id, ...more) => text === '%s' && more.length === 0 && isId(id) ? id : undefined,
  join: (_by, all, ...more) => isCollection(all) && all.length === 1 && more.length === 0 && isId(all[0]) ? all[0] : undefined,
});

/** Functions of lists and maps. Leaves may be unresolved. */
const SHAPES: Functions = byName({
  // Two lists of different types become lists of texts, two tuples do not.
  concat: (...all) => all.every(isList) && isOneKind(all) ? all.flat() : undefined,
  flatten: (all) => isCollection(all) ? flattened(all) : undefined,
  tolist: (all) => isCollection(all) && !(isSet(all) && !isResolved(all)) ? unified(all) : undefined,
  toset: (all) => isCollection(all) ? SetValue.ofAll(all) : undefined,
  distinct: (all) => isList(all) && isResolved(all) ? distinct(unified(all)) : undefined,
  setunion: (...all) => all.length > 0 && ofOneType(all) ? SetValue.ofAll(all.flatMap((v) => [...v])) : undefined,
  tomap: (map) => {
    const values = isMap(map) ? unified(Object.values(map)) : undefined;
    return values && Object.fromEntries(Object.keys(map).map((key, i) => [key, values[i]]));
  },
  merge: (...all) => {
    const maps = all.filter((map) => map !== null);
    return maps.length > 0 && maps.every(isMap) ? Object.assign({}, ...maps) : undefined;
  },
  values: (map) => isMap(map) ? ordered(map).map((key) => map[key]) : undefined,
  keys: (map) => isMap(map) ? ordered(map) : undefined,
  element: (all, at) => isList(all) && Number.isInteger(at) && at >= 0 ? all[at % all.length] : undefined,
  lookup: (map, key, ...other) => {
    if (!isMap(map) || !isText(key) || other.length > 1) return undefined;
    if (has(map, key)) return map[key];
    // The elements of a map and the default have one type.
    const [value] = other;
    return unified([...Object.values(map), value])?.at(-1) === value ? value : undefined;
  },
  reverse: (all) => isList(all) || isSet(all) && isResolved(all) ? [...all].reverse() : undefined,
  slice: (all, from, to) =>
    isList(all) && Number.isInteger(from) && Number.isInteger(to) && from >= 0 && from <= to && to <= all.length
      ? all.slice(from, to)
      : undefined,
  one: (all) => isCollection(all) && all.length < 2 ? all[0] ?? null : undefined,
  zipmap: (keys, all) =>
    isList(keys) && isList(all) && keys.length === all.length && keys.every(isText)
      ? Object.fromEntries(keys.map((key, i) => [key, all[i]]))
      : undefined,
  // Unknown elements of a set may be one.
  length: (v) => isMap(v) || isList(v) || isSet(v) && isResolved(v) ? Object.keys(v).length : isAscii(v) ? v.length : undefined,
  nonsensitive: (v) => v,
  sensitive: (v) => v,
});

/** Functions of fully resolved values. */
const PLAIN: Functions = byName({
  compact: (all) => isCollection(all) ? texts(all.filter((v) => v !== null))?.filter((v) => v !== '') : undefined,
  contains: (all, v) =>
    isCollection(all) && v !== null && all.every((one) => one === null || (typeof one === 'object') === (typeof v === 'object'))
      ? all.some((one) => sortedJson(one) === sortedJson(v))
      : undefined,
  sort: (all) => isCollection(all) ? texts(all)?.sort() : undefined,
  coalesce: (...all) => {
    return unified(all.filter((v) => v !== null))?.find((v) => v !== '' && typeof v !== 'object');
  },
  coalescelist: (...all) => all.every(isList) && isOneKind(all) ? all.find((v) => v.length > 0) : undefined,
  setintersection: (first, ...rest) => combined(first, rest, (among) => among.every((one) => one)),
  setsubtract: (first, second) => combined(first, [second], ([one]) => !one),
  tostring: (v) => textOf(v),
  tonumber: (v) => numberOf(v),
  tobool: (v) => v === true || v === 'true' ? true : v === false || v === 'false' ? false : undefined,
  lower: (v) => isAscii(textOf(v)) ? textOf(v)!.toLowerCase() : undefined,
  upper: (v) => isAscii(textOf(v)) ? textOf(v)!.toUpperCase() : undefined,
  trimspace: (v) => isAscii(v) ? v.trim() : undefined,
  trimprefix: (v, start) => isText(v) && isText(start) ? v.startsWith(start) ? v.slice(start.length) : v : undefined,
  trimsuffix: (v, end) => isText(v) && isText(end) ? end !== '' && v.endsWith(end) ? v.slice(0, -end.length) : v : undefined,
  startswith: (v, start) => isText(v) && isText(start) ? v.startsWith(start) : undefined,
  endswith: (v, end) => isText(v) && isText(end) ? v.endsWith(end) : undefined,
  strcontains: (v, part) => isText(v) && isText(part) ? v.includes(part) : undefined,
  join: (by, ...lists) =>
    isText(by) && lists.length > 0 && lists.every(isCollection) ? texts(lists.flatMap((v) => [...v]))?.join(by) : undefined,
  split: (by, v) => isText(by) && isText(v) && (by !== '' || isAscii(v)) ? v.split(by) : undefined,
  // Terraform takes a text between slashes as a regular expression, and adds something before each character for an empty one.
  replace: (v, from, to) =>
    isText(v) && isText(from) && isText(to) && from !== '' && !/^\/.*\/$/s.test(from) ? v.split(from).join(to) : undefined,
  substr: (v, from, length) => {
    if (!isAscii(v) || !Number.isInteger(from) || !Number.isInteger(length) || from < 0 && length === 0) return undefined;
    const rest = v.slice(from);
    return length < 0 ? rest : rest.slice(0, length);
  },
  format,
  formatlist: (text, ...all) => {
    const lists = all.filter((v) => Array.isArray(v));
    const length: number | undefined = lists[0]?.length;
    if (length === undefined || lists.some((list) => isSet(list) || list.length !== length)) return undefined;
    const made = Array.from({ length }, (_, i) => format(text, ...all.map((v) => isCollection(v) ? v[i] : v)));
    return made.includes(undefined) ? undefined : made;
  },
  min: (...all) => extreme(Math.min, all),
  max: (...all) => extreme(Math.max, all),
  abs: (v) => rounded(Math.abs, v),
  floor: (v) => rounded(Math.floor, v),
  ceil: (v) => rounded(Math.ceil, v),
  range,
  alltrue: (all) => isCollection(all) && all.every((v) => typeof v === 'boolean') ? all.every(Boolean) : undefined,
  anytrue: (all) => isCollection(all) && all.every((v) => typeof v === 'boolean') ? all.some(Boolean) : undefined,
  sum: (all) => isCollection(all) && all.length > 0 && all.every(Number.isSafeInteger)
    ? safe((all as number[]).reduce((a, b) => a + b))
    : undefined,
  index: (all, v) => {
    const at = isList(all) ? all.findIndex((one) => sortedJson(one) === sortedJson(v)) : -1;
    return at < 0 ? undefined : at;
  },
  setproduct: (...all) =>
    all.length > 1 && all.every(isList)
      ? all.reduce<Value[][]>((product, list) => product.flatMap((part) => list.map((v) => [...part, v])), [[]])
      : undefined,
  chunklist: (all, size) =>
    isList(all) && Number.isInteger(size) && size > 0
      ? Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size))
      : undefined,
  cidrsubnet: (cidr, bits, number) => subnet(cidr, numberOf(bits), numberOf(number)),
  cidrsubnets: (cidr, ...bits) => subnets(cidr, bits.map(numberOf)),
  cidrhost: (cidr, number) => {
    const block = blockOf(cidr);
    const size = block && 2 ** (32 - block.length);
    const given = numberOf(number);
    if (size === undefined || !Number.isInteger(given)) return undefined;
    const at = given! < 0 ? size + given! : given!;
    return at < 0 || at >= size ? undefined : formatIpv4Address(block!.first + at);
  },
  cidrnetmask: (cidr) => {
    const block = blockOf(cidr);
    return block && formatIpv4Address(2 ** 32 - 2 ** (32 - block.length));
  },
});

/** Terraform drops the host bits of a block. */
function blockOf(cidr: unknown): { first: number; length: number } | undefined {
  const m = isText(cidr) ? /^([\d.]+)\/(\d{1,2})$/.exec(cidr) : null;
  if (!m) return undefined;
  const [parsed, length] = [parseIpv4Address(m[1]), Number(m[2])];
  if (!parsed.ok || length > 32 || String(length) !== m[2]) return undefined;
  return { first: parsed.address - parsed.address % 2 ** (32 - length), length };
}

function subnet(cidr: unknown, bits: number | undefined, at: number | undefined): string | undefined {
  const block = blockOf(cidr);
  if (!block || !Number.isInteger(bits) || !Number.isInteger(at)) return undefined;
  const length = block.length + bits!;
  if (length > 32 || bits! < 0 || at! < 0 || at! >= 2 ** bits!) return undefined;
  return `${formatIpv4Address(block.first + at! * 2 ** (32 - length))}/${length}`;
}

function subnets(cidr: unknown, bits: readonly (number | undefined)[]): string[] | undefined {
  const block = blockOf(cidr);
  if (!block) return undefined;
  const end = block.first + 2 ** (32 - block.length);
  let next = block.first;
  const found: string[] = [];
  for (const more of bits) {
    if (!Number.isInteger(more) || more! < 1 || block.length + more! > 32) return undefined;
    const size = 2 ** (32 - block.length - more!);
    const first = Math.ceil(next / size) * size;
    next = first + size;
    if (next > end) return undefined;
    found.push(`${formatIpv4Address(first)}/${block.length + more!}`);
  }
  return found;
}

/** The elements of nested lists. Undefined if an unknown element may be a list itself. */
function flattened(all: readonly Value[]): Value[] | undefined {
  const found: Value[] = [];
  for (const v of all) {
    if (isCollection(v)) {
      const inner = flattened(v);
      if (!inner) return undefined;
      found.push(...inner);
    } else if (v instanceof Unresolved && !/(?:\.id|_id)$/.test(v.text)) {
      return undefined;
    } else {
      found.push(v);
    }
  }
  return found;
}

function distinct(all: readonly Value[] | undefined): Value[] | undefined {
  return all && [...new Map(all.map((v) => [sortedJson(v), v])).values()];
}

/** Whether some are lists or sets whose elements Terraform converts to one type. */
function ofOneType(all: readonly unknown[]): all is Value[][] {
  return all.every(isCollection) && unified(all.flatMap((v) => [...v])) !== undefined && !mayBeTexts(all);
}

/** Whether an empty list may be one of texts, which converts the numbers of others. */
function mayBeTexts(all: readonly Value[][]): boolean {
  return all.some((v) => v.length === 0) && all.some((list) => list.some((v) => typeof v === 'number' || typeof v === 'boolean'));
}

/** The elements of a set that are, or are not, in other sets. */
function combined(first: unknown, others: readonly unknown[], keep: (among: readonly boolean[]) => boolean): SetValue | undefined {
  const all = [first, ...others];
  if (!ofOneType(all) || !isOneKind(all)) return undefined;
  const [own, ...sets] = all.map((v) => SetValue.ofAll(v));
  if (!own || sets.includes(undefined)) return undefined;
  const keys = sets.map((set) => new Set(set!.map(sortedJson)));
  return SetValue.ofAll(own.filter((v) => keep(keys.map((k) => k.has(sortedJson(v))))));
}

/** Whether the plain values of some lists are of one type. */
function isOneKind(all: readonly Value[][]): boolean {
  const plain = all.flatMap((v) => [...v]).filter((v) => typeof v !== 'object');
  return new Set(plain.map((v) => typeof v)).size < 2 && !mayBeTexts(all);
}

function texts(all: readonly Value[]): string[] | undefined {
  const made = all.map(textOf);
  return made.includes(undefined) ? undefined : made as string[];
}

function safe(n: number): number | undefined {
  return Number.isSafeInteger(n) ? n : undefined;
}

function extreme(of: (...numbers: number[]) => number, all: readonly Value[]): number | undefined {
  const numbers = all.map(numberOf);
  return numbers.length === 0 || numbers.includes(undefined) ? undefined : of(...numbers as number[]);
}

function rounded(of: (n: number) => number, v: Value): number | undefined {
  const n = numberOf(v);
  return n === undefined ? undefined : of(n);
}

function format(text: unknown, ...values: unknown[]): string | undefined {
  if (!isText(text)) return undefined;
  let at = 0;
  let understood = true;
  const made = text.replace(/%(%|[^a-zA-Z%]*[a-zA-Z]?)/g, (_, verb: string) => {
    if (verb === '%') return '%';
    const value = values[at++];
    const m = /^(0?)(\d*)([dsv])$/.exec(verb);
    const plain = m?.[3] === 'd' ? textOf(numberOf(value)) : textOf(value);
    // Terraform reports an error for %d of a number with a fraction.
    if (!m || !isAscii(plain) || m[3] === 'd' && !/^-?\d+$/.test(plain) || m[1] === '0' && plain.startsWith('-')) {
      understood = false;
      return verb;
    }
    return plain.padStart(Number(m[2]), m[1] === '0' ? '0' : ' ');
  });
  return understood && at === values.length ? made : undefined;
}

function range(...given: Value[]): number[] | undefined {
  const numbers = given.map(numberOf);
  if (given.length > 3 || !numbers.every(Number.isSafeInteger)) return undefined;
  const [from, to] = given.length === 1 ? [0, numbers[0]!] : [numbers[0]!, numbers[1]!];
  const step = numbers[2] ?? (from <= to ? 1 : -1);
  const steps = (to - from) / step;
  return steps >= 0 && steps <= MOST_NUMBERS ? Array.from({ length: Math.ceil(steps) }, (_, i) => from + i * step) : undefined;
}

/** Terraform's own limit. */
const MOST_NUMBERS = 1024;
