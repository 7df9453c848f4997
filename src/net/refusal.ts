import { inApi } from './api-names';
import { tokenName } from './token-name';

/** The parts of an error about one argument. The message is "argument is value. Allowed: ... Fix: ...". */
export interface Refusal {
  /** A construct path, or a file and record. Left out for a value made outside any construct. */
  readonly path?: string;
  /** The argument by the name the caller knows, or a noun. */
  readonly what: string;
  /** The value, or `described('has no sensor')` if no single value is wrong. */
  readonly got: unknown;
  /** The values allowed, as a noun or a list of values. */
  readonly allowed: string;
  /** The change to make, in the imperative. */
  readonly fix: string;
}

/** The fault of an argument, as the predicate of a sentence. */
class Described {
  public constructor(public readonly predicate: string) {
  }
}

/** For `got`: the fault in words with a verb, such as `is empty` or `has eni-1 twice`. */
export function described(predicate: string): object {
  return new Described(predicate);
}

/** For `got`: a text that does not parse, and why. */
export function malformed(text: string, problem: string): object {
  return new Described(`is ${shown(text)}: ${problem}`);
}

/** Longer values are cut: an error is read in a terminal. */
const SHOWN = 120;

/** An error that names the path, the value got, the values allowed and the change to make. */
export function refusal({ path, what, got, allowed, fix }: Refusal): Error {
  const isPlural = /^the \w*[^s]s\b/.test(what);
  const is = isPlural ? 'are' : 'is';
  const predicate = got instanceof Described
    ? isPlural ? got.predicate.replace(/^has\b/, 'have') : got.predicate
    : `${is} ${got === undefined ? 'not set' : isOfTerraform(got) ? 'output of Terraform' : shown(got)}`;
  const [named, change] = [inApi(subject(what)), inApi(sentence(fix))];
  return new Error(`${path ? `[${path}] ` : ''}${named} ${predicate}. Allowed: ${stopped(inApi(allowed))} Fix: ${change}`);
}

/** Whether a value is a plan or state, or its text. It begins with the values of variables and outputs, which may be secret. */
function isOfTerraform(got: unknown): boolean {
  if (typeof got === 'string') return /^\s*\{\s*("version":\s*\d+,\s*)?"(format|terraform)_version"/.test(got);
  return ['format_version', 'terraform_version'].some((key) => Object.prototype.hasOwnProperty.call(Object(got), key));
}

/** The first word is left alone if it can be the name of an argument. */
function subject(what: string): string {
  return what.replace(/^(?:the|an?) /, ([first, ...rest]) => first.toUpperCase() + rest.join(''));
}

/** The first word is left alone if it is code, such as `fromJson`. */
function sentence(text: string): string {
  return stopped(text.replace(/^[a-z]+(?=[ ,:])/, ([first, ...rest]) => first.toUpperCase() + rest.join('')));
}

function stopped(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** The value as a reader would write it. The marker of a token in code means nothing to readers. */
export function shown(value: unknown): string {
  const text = tokenName(value) ?? (value === undefined ? 'nothing' : typeof value === 'number' ? String(value) : inCode(value));
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}... (${text.length} characters)` : text;
}

/** An object of a class is its class and its name: constructs lead to the whole app, and the fields of others mean nothing to readers. */
function inCode(value: unknown): string {
  if (typeof value === 'function') return value.name === '' ? 'a function' : `the function or class ${value.name}`;
  if (typeof value !== 'object' || value === null) return typeof value === 'bigint' ? `${value}n` : JSON.stringify(value) ?? String(value);
  const type: unknown = (value as { constructor?: unknown }).constructor;
  if (typeof type === 'function' && type !== Object && type !== Array && !('toJSON' in value)) {
    const text = String(value as unknown);
    return `an object of ${type.name}${text.startsWith('[object') ? '' : `, ${JSON.stringify(text)}`}`;
  }
  try {
    return JSON.stringify(value, (_, item: unknown) => typeof item === 'bigint' ? `${item}n` : item);
  } catch {
    return Array.isArray(value) ? 'a list that contains itself' : 'an object that contains itself';
  }
}
