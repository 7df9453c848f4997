import { formatIpv4Address, parseIpv4Cidr } from '../net/ipv4-cidr';
import { isResolved, Unresolved, Value } from './value';
import { byName } from '../net/by-name';

/**
 * Evaluates those functions of Terraform that are cheap to evaluate. Undefined for any other, or if the arguments are unknown.
 *
 * @param values the arguments, whose leaves may be unresolved
 */
export function callFunction(name: string, values: readonly Value[]): Value | undefined {
  const shaped = SHAPES[name];
  if (shaped && !values.some((v) => v instanceof Unresolved)) return shaped(...values as any[]);
  const plain = PLAIN[name];
  return plain && values.every(isResolved) ? plain(...values as any[]) : undefined;
}

type Functions = Readonly<Partial<Record<string, (...values: any[]) => Value | undefined>>>;

const isList = Array.isArray;
const lists = (values: unknown[]) => values.every(isList);
const same = (v: Value) => v;

/** Functions of lists and maps. Leaves may be unresolved. */
const SHAPES: Functions = byName({
  concat: (...all) => lists(all) ? all.flat() : undefined,
  flatten: (all) => isList(all) ? flattened(all) : undefined,
  tolist: (all) => isList(all) ? all : undefined,
  toset: (all) => isList(all) ? distinct(all) : undefined,
  distinct: (all) => isList(all) ? distinct(all) : undefined,
  setunion: (...all) => lists(all) ? distinct(all.flat()) : undefined,
  tomap: same,
  merge: (...all) => all.every((m) => m !== null && typeof m === 'object' && !isList(m)) ? Object.assign({}, ...all) : undefined,
  values: (all) => all !== null && typeof all === 'object' && !isList(all) ? Object.keys(all).sort().map((k) => all[k]) : undefined,
  keys: (all) => all !== null && typeof all === 'object' && !isList(all) ? Object.keys(all).sort() : undefined,
  element: (all, at) => isList(all) && typeof at === 'number' && all.length > 0 ? all[at % all.length] : undefined,
  lookup: (all, key, other) =>
    all !== null && typeof all === 'object' && typeof key === 'string' ? key in all ? all[key] : other : undefined,
  reverse: (all) => isList(all) ? [...all].reverse() : undefined,
  slice: (all, from, to) => isList(all) ? all.slice(from, to) : undefined,
  one: (all) => isList(all) && all.length < 2 ? all[0] ?? null : undefined,
  zipmap: (keys, all) =>
    isList(keys) && isList(all) && keys.every((k) => typeof k === 'string')
      ? Object.fromEntries(keys.map((k, i) => [k, all[i]]))
      : undefined,
  nonsensitive: same,
  sensitive: same,
});

/** Functions of fully resolved values. */
const PLAIN: Functions = byName({
  length: (v) => typeof v === 'string' ? v.length : v !== null && typeof v === 'object' ? Object.keys(v).length : undefined,
  compact: (all) => isList(all) ? all.filter((v) => v !== '' && v !== null) : undefined,
  contains: (all, v) => isList(all) ? all.includes(v) : undefined,
  sort: (all) => isList(all) ? [...all].sort() : undefined,
  coalesce: (...all) => all.find((v) => v !== null && v !== ''),
  coalescelist: (...all) => all.find((v) => isList(v) && v.length > 0),
  try: (v) => v,
  tostring: (v) => v !== null && typeof v !== 'object' ? String(v) : undefined,
  tonumber: (v) => typeof v === 'number' || typeof v === 'string' && /^-?\d+(\.\d+)?$/.test(v) ? Number(v) : undefined,
  tobool: (v) => v === true || v === 'true' ? true : v === false || v === 'false' ? false : undefined,
  lower: (v) => typeof v === 'string' ? v.toLowerCase() : undefined,
  upper: (v) => typeof v === 'string' ? v.toUpperCase() : undefined,
  trimspace: (v) => typeof v === 'string' ? v.trim() : undefined,
  join: (by, all) => typeof by === 'string' && isList(all) ? all.join(by) : undefined,
  split: (by, v) => typeof by === 'string' && typeof v === 'string' ? v.split(by) : undefined,
  replace: (v, from, to) =>
    typeof v === 'string' && typeof from === 'string' && !/^\/.*\/$/.test(from) ? v.split(from).join(to) : undefined,
  substr: (v, from, length) => typeof v === 'string' && from >= 0 ? v.slice(from, length < 0 ? undefined : from + length) : undefined,
  format,
  min: (...all) => Math.min(...all),
  max: (...all) => Math.max(...all),
  abs: Math.abs,
  floor: Math.floor,
  ceil: Math.ceil,
  range,
  cidrsubnet: (cidr, bits, number) => subnet(cidr, bits, number),
  cidrsubnets: (cidr, ...bits) => {
    const parsed = blockOf(cidr);
    if (!parsed) return undefined;
    let next = parsed.first;
    const found = bits.map((more) => {
      const size = 2 ** (32 - parsed.length - more);
      const first = Math.ceil(next / size) * size;
      next = first + size;
      return next - parsed.first > 2 ** (32 - parsed.length) ? undefined : `${formatIpv4Address(first)}/${parsed.length + more}`;
    });
    return found.some((f) => f === undefined) ? undefined : found;
  },
  cidrhost: (cidr, number) => {
    const parsed = blockOf(cidr);
    const size = parsed && 2 ** (32 - parsed.length);
    const at = size === undefined || !Number.isInteger(number) ? undefined : number < 0 ? size + number : number;
    return at === undefined || at < 0 || at >= size! ? undefined : formatIpv4Address(parsed!.first + at);
  },
});

function blockOf(cidr: unknown): { first: number; length: number } | undefined {
  const parsed = typeof cidr === 'string' ? parseIpv4Cidr(cidr) : undefined;
  return parsed?.ok ? { first: parsed.cidr.first, length: parsed.cidr.prefixLength } : undefined;
}

function subnet(cidr: unknown, bits: unknown, number: unknown): string | undefined {
  const parsed = blockOf(cidr);
  if (!parsed || !Number.isInteger(bits) || !Number.isInteger(number)) return undefined;
  const [more, at] = [bits as number, number as number];
  const length = parsed.length + more;
  if (length > 32 || more < 0 || at < 0 || at >= 2 ** more) return undefined;
  return `${formatIpv4Address(parsed.first + at * 2 ** (32 - length))}/${length}`;
}

function flattened(all: Value[]): Value[] | undefined {
  return all.some((v) => v instanceof Unresolved) ? undefined : all.flatMap((v) => isList(v) ? flattened(v) ?? [] : [v]);
}

function distinct(all: Value[]): Value[] {
  const seen = new Set<string>();
  return all.filter((v) => {
    const key = v instanceof Unresolved ? `?${v.text}` : JSON.stringify(v);
    return !seen.has(key) && seen.add(key);
  });
}

function format(text: unknown, ...values: unknown[]): string | undefined {
  if (typeof text !== 'string') return undefined;
  let at = 0;
  let understood = true;
  const made = text.replace(/%(%|[0-9.+-]*[a-zA-Z])/g, (_, verb: string) => {
    if (verb === '%') return '%';
    const value = values[at++];
    if (!/^0?\d*[dsv]$/.test(verb) || value === undefined || value !== null && typeof value === 'object') understood = false;
    const width = /^(0?)(\d*)/.exec(verb)!;
    return width[2] === '' ? String(value) : String(value).padStart(Number(width[2]), width[1] === '0' ? '0' : ' ');
  });
  return understood ? made : undefined;
}

function range(...given: number[]): number[] | undefined {
  const [from, to, step] = given.length === 1 ? [0, given[0], 1] : [given[0], given[1], given[2] ?? 1];
  if (![from, to, step].every(Number.isFinite) || step <= 0 || (to - from) / step > 1024) return undefined;
  const all: number[] = [];
  for (let n = from; n < to; n += step) all.push(n);
  return all;
}
