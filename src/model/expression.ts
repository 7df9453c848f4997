import { callFunction } from './functions';
import {
  areExact, asJson, chosen, entriesOf, isResolved, Names, numberOf, Step, textOf, Unresolved, Value, within,
} from './value';
import { sortedJson } from '../net/sorted-json';

/** Resolves references. */
export interface Context {
  /**
   * @param steps the names and keys of the reference, for example `local`, `ids`, 0
   * @param text the same as an expression
   */
  reference(steps: readonly Step[], text: string): Value;
}

class Syntax extends Error {}

/** A step, and its text. */
interface Taken {
  readonly step: Step;
  readonly text: string;
  /** A name or number after a dot, a key in brackets, `.*` (every element, with the dots that follow), or `[*]` (with all steps). */
  readonly form: '.' | '[' | '.*' | '[*]';
}

const EACH_BY_DOTS: Taken = { step: '*', text: '.*', form: '.*' };
const EACH: Taken = { step: '*', text: '[*]', form: '[*]' };

/**
 * The value of a text with expressions: the list for `${local.ids}`, an unresolved value for `${var.a}/32`. Unsupported
 * syntax gives an unresolved value, never an error.
 */
export function evaluate(text: string, context: Context, names: Names = {}): Value {
  try {
    return new Parser(text, context, names).template();
  } catch (error) {
    if (error instanceof Syntax || error instanceof RangeError) return new Unresolved(wrapped(text));
    throw error;
  }
}

/** An expression that evaluates to the text. */
function wrapped(text: string): string {
  const whole = /^\$\{((?:[^"{}]|"[^"$%]*")*)\}$/.exec(text);
  return whole ? whole[1].trim() : JSON.stringify(text);
}

// The parts of an expression. They match at the place of the parser only, so it always moves forward.
const SPACE = /\s*/y;
const NAME = /[A-Za-z_][\w-]*/y;
const KEY = /[A-Za-z_][\w-]*(?=\s*[=:])/y;
const INDEX = /\d+/y;
const NUMBER = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const NOT = /!(?!=)/y;
const DOT = /\.(?!\.)/y;
/** A part of a template: the start of an expression or directive, the same as plain text, or other text. */
const PART = /[$%]\{|\$\$\{|%%\{|["\\$%]|[^"\\$%]+/y;
/** The same as plain text. */
const PLAIN = /^([$%])\1\{/;
/** The rest of an escape sequence. JSON has the same ones. */
const ESCAPE = /[ntr"\\]|u[\da-fA-F]{4}/y;
/** By precedence, the loosest first. */
const OPERATORS = [/\|\|/y, /&&/y, /[=!]=/y, /[<>]=?/y, /[+-]/y, /[*/%]/y];

/** Parses and evaluates in one pass. Each text is parsed once. */
class Parser {
  private at = 0;

  constructor(private readonly text: string, private readonly context: Context, private names: Names) {}

  /** A text with `${}` in it, up to the end of the input or a quotation mark. */
  public template(end?: '"'): Value {
    const parts: Value[] = [];
    for (let part = this.next(PART); part !== end; part = this.next(PART)) {
      if (part === undefined || part === '%{') throw new Syntax();
      if (part === '${') {
        parts.push(this.expression());
        this.take('}');
      } else if (part === '\\' && end !== undefined) {
        parts.push(this.escape());
      } else {
        parts.push(part.replace(PLAIN, '$1{'));
      }
    }
    // An expression alone keeps its type.
    if (parts.length === 1) return parts[0];
    const texts = parts.map(textOf);
    return texts.includes(undefined) ? new Unresolved(JSON.stringify(parts.map(templateOf).join(''))) : texts.join('');
  }

  private escape(): string {
    const rest = this.next(ESCAPE);
    if (rest === undefined) throw new Syntax();
    return JSON.parse(`"\\${rest}"`);
  }

  private expression(): Value {
    const start = this.at;
    const condition = this.binary(0);
    if (!this.tryTake('?')) return condition;
    const yes = this.expression();
    this.take(':');
    const no = this.expression();
    const truth = truthOf(condition);
    if (truth !== undefined) {
      const value = truth ? chosen(yes, no) : chosen(no, yes);
      return value === undefined ? this.open(start) : value;
    }
    return isResolved(yes) && isResolved(no) && sortedJson(yes) === sortedJson(no) ? yes : this.open(start);
  }

  private binary(level: number): Value {
    const start = this.skip();
    if (level === OPERATORS.length) return this.unary();
    let left = this.binary(level + 1);
    for (;;) {
      this.skip();
      const operator = this.next(OPERATORS[level]);
      if (operator === undefined) return left;
      const right = this.binary(level + 1);
      left = isResolved(left) && isResolved(right) ? computed(operator, left, right) ?? this.open(start)
        : operator === '&&' && (left === false || right === false) ? false
          : operator === '||' && (left === true || right === true) ? true : this.open(start);
    }
  }

  private unary(): Value {
    const start = this.skip();
    if (this.next(NOT) !== undefined) {
      const value = truthOf(this.unary());
      return value === undefined ? this.open(start) : !value;
    }
    if (this.tryTake('-')) {
      const value = numberOf(this.unary());
      // Terraform writes minus zero in another form.
      return value === undefined || value === 0 ? this.open(start) : -value;
    }
    return this.postfix();
  }

  private postfix(): Value {
    const start = this.skip();
    const name = this.identifier();
    if (name !== undefined) {
      if (name === 'true' || name === 'false') return name === 'true';
      if (name === 'null') return null;
      if (this.tryTake('(')) return this.after(callFunction(name, this.list(')')), start);
      return this.reference(name, start);
    }
    return this.after(this.primary(), start);
  }

  private primary(): Value {
    const number = this.next(NUMBER);
    if (number !== undefined) return Number(number);
    if (this.tryTake('"')) return this.template('"');
    if (this.tryTake('(')) {
      const value = this.expression();
      this.take(')');
      return value;
    }
    if (this.tryTake('[')) return this.loop(']') ?? this.list(']');
    if (this.tryTake('{')) return this.loop('}') ?? this.object();
    throw new Syntax();
  }

  /** The values up to a closing bracket. */
  private list(end: string): Value[] {
    const values: Value[] = [];
    while (!this.tryTake(end)) {
      values.push(this.expression());
      if (!this.tryTake(',')) {
        this.take(end);
        break;
      }
    }
    return values;
  }

  private object(): Value {
    const all: Record<string, Value> = {};
    while (!this.tryTake('}')) {
      this.skip();
      const text = textOf(this.next(KEY) ?? this.expression());
      if (!this.tryTake('=')) this.take(':');
      if (text === undefined) throw new Syntax();
      all[text] = this.expression();
      this.tryTake(',');
    }
    return all;
  }

  /** `for k, v in values : ...`, with the body parsed again for each of them. */
  private loop(end: ']' | '}'): Value | undefined {
    if (!this.word('for')) return undefined;
    const first = this.identifier();
    const second = this.tryTake(',') ? this.identifier() : undefined;
    if (first === undefined || !this.word('in')) throw new Syntax();
    const entries = entriesOf(this.expression());
    this.take(':');
    if (entries === undefined) throw new Syntax();
    const [body, outer] = [this.at, this.names];
    const list: Value[] = [];
    const object: Record<string, Value> = {};
    // Without values, the body is only skipped.
    for (const [key, value] of entries.length > 0 ? entries : [[]]) {
      this.at = body;
      this.names = { ...outer, ...second === undefined ? { [first]: value } : { [first]: key, [second]: value } };
      const one = this.expression();
      const result = end === '}' ? (this.take('=>'), this.expression()) : one;
      const kept = this.word('if') ? this.expression() : true;
      this.take(end);
      if (kept === false || entries.length === 0) continue;
      if (kept !== true) throw new Syntax();
      if (end === ']') {
        list.push(result);
        continue;
      }
      const name = textOf(one);
      // Terraform refuses a key that occurs twice.
      if (name === undefined || Object.hasOwn(object, name)) throw new Syntax();
      object[name] = result;
    }
    this.names = outer;
    return end === ']' ? list : object;
  }

  private word(word: string): boolean {
    const start = this.at;
    if (this.identifier() === word) return true;
    this.at = start;
    return false;
  }

  private reference(name: string, start: number): Value {
    const more = this.steps(start);
    if (more instanceof Unresolved) return more;
    if (Object.hasOwn(this.names, name)) return this.inside(this.names[name], more, start);
    const splat = more.findIndex(isSplat);
    const plain = splat < 0 ? more : more.slice(0, splat);
    const value = this.context.reference([name, ...plain.map(({ step }) => step)], `${name}${plain.map(({ text }) => text).join('')}`);
    return splat < 0 ? value : this.inside(value, more.slice(splat), start);
  }

  private after(value: Value | undefined, start: number): Value {
    const steps = this.steps(start);
    return steps instanceof Unresolved ? steps : this.inside(value, steps, start);
  }

  private inside(value: Value | undefined, steps: readonly Taken[], start: number): Value {
    const found = stepped(value, steps);
    return found === undefined ? this.open(start) : found;
  }

  /** The names and keys that follow. */
  private steps(start: number): Taken[] | Unresolved {
    const steps: Taken[] = [];
    let open = false;
    for (;;) {
      this.skip();
      if (this.next(DOT) !== undefined) {
        const name = this.identifier();
        const number = name ?? this.next(INDEX);
        if (name !== undefined) {
          steps.push({ step: name, text: `.${name}`, form: '.' });
        } else if (number !== undefined) {
          steps.push({ step: Number(number), text: `[${number}]`, form: '.' });
        } else {
          this.take('*');
          steps.push(EACH_BY_DOTS);
        }
      } else if (this.tryTake('[')) {
        if (this.tryTake('*')) {
          this.take(']');
          steps.push(EACH);
          continue;
        }
        const key = this.expression();
        this.take(']');
        if (typeof key === 'string' || typeof key === 'number') steps.push({ step: key, text: `[${JSON.stringify(key)}]`, form: '[' });
        else open = true;
      } else {
        return open ? this.open(start) : steps;
      }
    }
  }

  private identifier(): string | undefined {
    this.skip();
    return this.next(NAME);
  }

  private open(start: number): Unresolved {
    return new Unresolved(this.text.slice(start, this.at).trim());
  }

  private skip(): number {
    this.next(SPACE);
    return this.at;
  }

  private next(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at = pattern.lastIndex;
    return found;
  }

  private tryTake(token: string): boolean {
    this.skip();
    if (!this.text.startsWith(token, this.at)) return false;
    this.at += token.length;
    return true;
  }

  private take(token: string): void {
    if (!this.tryTake(token)) throw new Syntax();
  }
}

/** A part of a template as it is written. */
function templateOf(part: Value): string {
  const text = part instanceof Unresolved ? asJson(part) : textOf(part)?.replace(/([$%])(?=\{)/g, '$1$1');
  if (text === undefined) throw new Syntax();
  return text;
}

function isSplat({ form }: Taken): boolean {
  return form === '.*' || form === '[*]';
}

/** The value behind steps. Undefined if it does not exist or is unknown. */
function stepped(value: Value, [first, ...rest]: readonly Taken[]): Value | undefined {
  if (first === undefined) return value;
  if (!isSplat(first)) return stepped(within(value, first.step, first.text), rest);
  const end = first === EACH ? -1 : rest.findIndex(({ form }) => form !== '.');
  const inner = end < 0 ? rest : rest.slice(0, end);
  const elements = elementsOf(value)?.map((element) => stepped(element, inner));
  return elements && !elements.includes(undefined) ? stepped(elements, rest.slice(inner.length)) : undefined;
}

/** The elements of a splat: none of null, those of a list or set, otherwise the value alone. Undefined if the type is unknown. */
function elementsOf(value: Value): Value[] | undefined {
  if (value === null) return [];
  if (Array.isArray(value)) return [...value];
  return value instanceof Unresolved && value.inner === undefined ? undefined : [value];
}

function truthOf(value: Value): boolean | undefined {
  return value === true || value === 'true' ? true : value === false || value === 'false' ? false : undefined;
}

function computed(operator: string, left: Value, right: Value): Value | undefined {
  if (operator === '==') return equal(left, right);
  if (operator === '!=') {
    const same = equal(left, right);
    return same === undefined ? undefined : !same;
  }
  if (operator === '&&' || operator === '||') {
    const [a, b] = [truthOf(left), truthOf(right)];
    if (a === undefined || b === undefined) return undefined;
    return operator === '&&' ? a && b : a || b;
  }
  const [a, b] = [numberOf(left), numberOf(right)];
  if (a === undefined || b === undefined) return undefined;
  if (operator === '<') return a < b;
  if (operator === '>') return a > b;
  if (operator === '<=') return a <= b;
  if (operator === '>=') return a >= b;
  const result = operator === '+' ? a + b : operator === '-' ? a - b : operator === '*' ? a * b : operator === '/' ? a / b : a % b;
  return areExact([a, b, result]) && !Object.is(result, -0) ? result : undefined;
}

/** Whether two values are equal. Undefined if that depends on their types: a list never equals a tuple. */
function equal(a: Value, b: Value): boolean | undefined {
  if (sortedJson(a) !== sortedJson(b)) return false;
  return a !== null && typeof a === 'object' ? undefined : true;
}
