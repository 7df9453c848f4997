import { callFunction } from './functions';
import {
  asJson, canonical, chosen, entriesOf, isExact, isResolved, Names, numberOf, Step, textOf, Unresolved, Value, within,
} from './value';

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
  /** The step is `[*]` (every element, with all steps that follow) or `.*` (every element, with the names that follow). */
  readonly splat?: 'steps' | 'names';
}

/**
 * The value of a text with expressions: the list for `${local.ids}`, an unresolved value for `${var.a}/32`. Unsupported
 * syntax gives an unresolved value, never an error.
 */
export function evaluate(text: string, context: Context, names: Names = {}): Value {
  try {
    return new Parser(text, context, names).template('', true);
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

const OPERATORS: string[][] = [['||'], ['&&'], ['==', '!='], ['<=', '>=', '<', '>'], ['+', '-'], ['*', '/', '%']];

/** Parses and evaluates in one pass. Each text is parsed once. */
class Parser {
  private at = 0;

  constructor(private readonly text: string, private readonly context: Context, private names: Names) {}

  /** A text with `${}` in it, up to the end of the input or a quotation mark. */
  public template(end: '' | '"', alone: boolean): Value {
    const start = this.at;
    const parts: Value[] = [];
    let plain = '';
    for (;;) {
      const c = this.text[this.at];
      if (c === undefined || c === end) {
        if (c === undefined && end !== '') throw new Syntax();
        break;
      }
      const two = this.text.slice(this.at, this.at + 3);
      if (two === '$${' || two === '%%{') {
        plain += two.slice(1);
        this.at += 3;
      } else if (two.startsWith('%{')) {
        throw new Syntax();
      } else if (two.startsWith('${')) {
        this.at += 2;
        if (plain !== '') parts.push(plain);
        plain = '';
        parts.push(this.expression());
        this.take('}');
      } else if (end === '"' && c === '\\') {
        plain += this.escape();
      } else {
        plain += c;
        this.at++;
      }
    }
    if (plain !== '') parts.push(plain);
    // An expression alone keeps its type.
    if (parts.length === 1) return parts[0];
    const texts = parts.map(textOf);
    if (!texts.includes(undefined)) return texts.join('');
    return new Unresolved(
      alone && end === '' ? JSON.stringify(parts.map((p) => p instanceof Unresolved ? asJson(p) : p).join(''))
        : `"${this.text.slice(start, this.at)}"`,
    );
  }

  private escape(): string {
    const [, c] = this.text.slice(this.at, this.at + 2);
    this.at += 2;
    const known: Record<string, string> = { 'n': '\n', 't': '\t', 'r': '\r', '"': '"', '\\': '\\' };
    if (c === 'u') {
      const digits = /^[\da-fA-F]{4}/.exec(this.text.slice(this.at, this.at + 4))?.[0];
      if (digits === undefined) throw new Syntax();
      this.at += digits.length;
      return String.fromCharCode(parseInt(digits, 16));
    }
    if (c === undefined || known[c] === undefined) throw new Syntax();
    return known[c];
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
    return isResolved(yes) && isResolved(no) && canonical(yes) === canonical(no) ? yes : this.open(start);
  }

  private binary(level: number): Value {
    const start = this.skip();
    if (level === OPERATORS.length) return this.unary();
    let left = this.binary(level + 1);
    for (;;) {
      this.skip();
      const operator = OPERATORS[level].find((o) => this.text.startsWith(o, this.at));
      if (operator === undefined) return left;
      this.at += operator.length;
      const right = this.binary(level + 1);
      left = isResolved(left) && isResolved(right) ? computed(operator, left, right) ?? this.open(start)
        : operator === '&&' && (left === false || right === false) ? false
          : operator === '||' && (left === true || right === true) ? true : this.open(start);
    }
  }

  private unary(): Value {
    const start = this.skip();
    if (this.text[this.at] === '!' && this.text[this.at + 1] !== '=') {
      this.at++;
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
      if (this.tryTake('(')) {
        const value = callFunction(name, this.list(')'));
        return this.after(value === undefined ? this.open(start) : value, start);
      }
      return this.reference(name, start);
    }
    return this.after(this.primary(), start);
  }

  private primary(): Value {
    const number = /^\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/.exec(this.text.slice(this.at, this.at + 32));
    if (number) {
      this.at += number[0].length;
      return Number(number[0]);
    }
    if (this.tryTake('"')) {
      const value = this.template('"', false);
      this.take('"');
      return value;
    }
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
      if (this.tryTake('...')) throw new Syntax();
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
      const start = this.at;
      let key: Value = this.identifier();
      this.skip();
      if (key === undefined || !/^[=:]/.test(this.text.slice(this.at, this.at + 1))) {
        this.at = start;
        key = this.expression();
      }
      if (!this.tryTake('=')) this.take(':');
      const text = textOf(key);
      if (text === undefined) throw new Syntax();
      all[text] = this.expression();
      this.tryTake(',');
    }
    return all;
  }

  /** `for k, v in values : ...`, with the body parsed again for each of them. */
  private loop(end: ']' | '}'): Value | undefined {
    const start = this.at;
    if (this.identifier() !== 'for') {
      this.at = start;
      return undefined;
    }
    const first = this.identifier();
    const second = this.tryTake(',') ? this.identifier() : undefined;
    if (first === undefined || this.identifier() !== 'in') throw new Syntax();
    const values = this.expression();
    this.take(':');
    const body = this.at;
    const outer = this.names;
    const list: Value[] = [];
    const object: Record<string, Value> = {};
    const each = (names: Names): void => {
      this.at = body;
      this.names = { ...outer, ...names };
      const one = this.expression();
      const value = end === '}' ? (this.take('=>'), this.expression()) : one;
      if (this.tryTake('...')) throw new Syntax();
      const kept = this.word('if') ? this.expression() : true;
      this.take(end);
      if (kept === false) return;
      if (kept !== true) throw new Syntax();
      if (end === ']') {
        list.push(value);
        return;
      }
      const key = textOf(one);
      // Terraform refuses a key that occurs twice.
      if (key === undefined || Object.prototype.hasOwnProperty.call(object, key)) throw new Syntax();
      object[key] = value;
    };
    try {
      const entries = entriesOf(values);
      if (entries === undefined) throw new Syntax();
      for (const [key, value] of entries) each(second === undefined ? { [first]: value } : { [first]: key, [second]: value });
      // Without values, the body is only skipped.
      if (entries.length === 0) {
        const nothing = new Unresolved(first);
        try {
          each({ [first]: nothing, ...second === undefined ? {} : { [second]: nothing } });
        } catch (error) {
          if (!(error instanceof Syntax)) throw error;
          throw new Syntax();
        }
        return end === ']' ? [] : {};
      }
    } finally {
      this.names = outer;
    }
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
    if (Object.prototype.hasOwnProperty.call(this.names, name)) return this.inside(this.names[name], more, start);
    const splat = more.findIndex((one) => one.splat !== undefined);
    const plain = splat < 0 ? more : more.slice(0, splat);
    const value = this.context.reference([name, ...plain.map(({ step }) => step)], `${name}${plain.map(({ text }) => text).join('')}`);
    return splat < 0 ? value : this.inside(value, more.slice(splat), start);
  }

  private after(value: Value, start: number): Value {
    const steps = this.steps(start);
    return steps instanceof Unresolved ? steps : this.inside(value, steps, start);
  }

  private inside(value: Value, steps: readonly Taken[], start: number): Value {
    return stepped(value, steps) ?? (steps.length === 0 ? value : this.open(start));
  }

  /** The names and keys that follow. */
  private steps(start: number): Taken[] | Unresolved {
    const steps: Taken[] = [];
    let open = false;
    for (;;) {
      this.skip();
      if (this.text[this.at] === '.' && this.text[this.at + 1] !== '.') {
        this.at++;
        const name = this.identifier();
        const number = name ?? /^\d+/.exec(this.text.slice(this.at, this.at + 12))?.[0];
        if (name !== undefined) {
          steps.push({ step: name, text: `.${name}` });
        } else if (number !== undefined) {
          this.at += number.length;
          steps.push({ step: Number(number), text: `[${number}]` });
        } else {
          this.take('*');
          steps.push({ step: '*', text: '.*', splat: 'names' });
        }
      } else if (this.tryTake('[')) {
        if (this.tryTake('*')) {
          this.take(']');
          steps.push({ step: '*', text: '[*]', splat: 'steps' });
          continue;
        }
        const key = this.expression();
        this.take(']');
        if (typeof key === 'string' || typeof key === 'number') steps.push({ step: key, text: `[${JSON.stringify(key)}]` });
        else open = true;
      } else {
        return open ? this.open(start) : steps;
      }
    }
  }

  private identifier(): string | undefined {
    this.skip();
    const m = /^[A-Za-z_][\w-]*/.exec(this.text.slice(this.at, this.at + 256));
    if (m) this.at += m[0].length;
    return m?.[0];
  }

  private open(start: number): Unresolved {
    return new Unresolved(this.text.slice(start, this.at).trim());
  }

  private skip(): number {
    while (/\s/.test(this.text[this.at] ?? '')) this.at++;
    return this.at;
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

/** The value behind steps. Undefined if it does not exist or is unknown. */
function stepped(value: Value, steps: readonly Taken[]): Value | undefined {
  for (let i = 0; i < steps.length; i++) {
    const { step, text, splat } = steps[i];
    if (splat !== undefined) {
      const rest = steps.slice(i + 1);
      const indexed = splat === 'steps' ? -1 : rest.findIndex((one) => one.splat !== undefined || /^\[/.test(one.text));
      const names = indexed < 0 ? rest : rest.slice(0, indexed);
      const elements = elementsOf(value)?.map((element) => stepped(element, names));
      return elements && !elements.includes(undefined) ? stepped(elements, rest.slice(names.length)) : undefined;
    }
    const next = within(value, step, text);
    if (next === undefined) return undefined;
    value = next;
  }
  return value;
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
  return [a, b, result].every(isExact) && !(operator === '/' && result * b !== a) && !Object.is(result, -0) ? result : undefined;
}

/** Whether two values are equal. Undefined if that depends on their types: a list never equals a tuple. */
function equal(a: Value, b: Value): boolean | undefined {
  if (typeof a !== typeof b || canonical(a) !== canonical(b)) return false;
  return a !== null && typeof a === 'object' ? undefined : true;
}
