import { evaluate } from './expression';
import { asJson, entriesOf, Names, Step, stepText, Unresolved, Value, within } from './value';
import { expression } from '../net/known';
import { StackDocument, TerraformJson } from './document';
import { attributeReference, Identity, isLiteral, isManaged, literalNumber } from './reference';
import { bare, blocksOf, isObject, oneForm } from './terraform-form';
import { byName } from '../net/by-name';
import type { Words } from '../texts/phrase';

/** A resource or data block of a stack. A block with a `count` of 0 or an empty `for_each` is left out. */
export interface Block {
  readonly type: string;
  readonly name: string;
  /** `type.name`, with the key of the copy if the block stands for one of several: `type.name["a"]`. */
  readonly address: string;
  /** Construct path, or stack and address if the Terraform does not show it. */
  readonly path: string;
  /** Its arguments. Expressions that the stack itself defines (locals, arguments of other resources, functions) are resolved. */
  readonly body: any;
  /** Its arguments as written. */
  readonly written: any;
  /** Its number depends on `count` or `for_each`. */
  readonly repeated: boolean;
  /** The number of copies, at least 1. Undefined if it is known only at apply and may be 0. */
  readonly copies?: number;
  /** The reason why the number is unknown, if it is not `count` or `for_each`. */
  readonly doubt?: Words;
}

/** The attribute of a resource with the id of its interface. */
const INTERFACE_ATTRIBUTE: Record<string, string> = byName({
  alicloud_ecs_network_interface_attachment: 'network_interface_id',
  alicloud_network_interface_attachment: 'network_interface_id',
});

/** The attribute that identifies a resource in addition to its id, as far as the model needs it. */
const IDENTIFYING: Record<string, string> = byName({ ...INTERFACE_ATTRIBUTE, alicloud_instance: 'network_interface_id' });

/** An index that means the same copy in every place. */
const DEFINITE_INDEX = /^\[(?:\d+|"[^"$%{]*")\]$/;

/** Longer chains of references are taken for a cycle. */
const DEEPEST = 32;

/** Blocks with more copies are not expanded. Their copies are only counted. */
const MOST_COPIES = 10_000;

/** A text that differs between the copies of a block. */
export const PER_COPY = /\b(?:each\.|count\.index\b)/;

/** An app has thousands of them with separate names. They are expanded only if the copies differ. */
const COUNTED = /^alicloud_vpc_traffic_mirror_(session|filter_ingress_rule|filter_egress_rule)$/;

/** Arguments that contain references to resources instead of values. */
const META = ['//', 'depends_on', 'lifecycle', 'provider', 'provisioner', 'connection', 'count', 'for_each'];

/** One stack: its blocks, and the values of its expressions. */
export class StackModel {
  public readonly path: string;
  public readonly terraform: TerraformJson;
  private readonly blockCache = new Map<string, Block[]>();
  /** By type and name. The only block of a name is no list, since a large app has 20,000 of them. */
  private readonly byName = new Map<string, Map<string, Block | Block[]>>();
  /** Cache, for expressions only, since thousands of sessions use a few filters and targets. */
  private readonly identities = new Map<string, Identity>();
  private readonly values = new Map<string, Value>();
  private depth = 0;
  private byDefault?: StackModel;

  /**
   * @param readBy finds the stack whose state a `terraform_remote_state` reads
   * @param variables the values of variables, by name
   */
  constructor(
    public readonly document: StackDocument,
    private readonly readBy: (remote: any) => StackModel | undefined,
    private readonly variables: Readonly<Record<string, unknown>> = {},
  ) {
    this.path = document.path;
    this.terraform = oneForm(document.terraform);
  }

  /** The stack if no variable gets another value than its default. */
  public get withDefaults(): StackModel {
    return this.byDefault ??= new StackModel(this.document, this.readBy, Object.fromEntries(
      Object.entries<any>(this.terraform.variable ?? {}).map(([name, given]) => [name, given.default]),
    ));
  }

  /** The blocks of a resource type, as far as they exist. */
  public blocks(type: string): Block[] {
    let found = this.blockCache.get(type);
    if (!found) {
      found = [];
      for (const name in this.terraform.resource?.[type] ?? {}) {
        const copies = this.madeOf(type, name);
        if (Array.isArray(copies)) found.push(...copies);
        else found.push(copies);
      }
      this.blockCache.set(type, found);
    }
    return found;
  }

  /** The blocks of a data source type, as far as they exist. */
  public dataBlocks(type: string): Block[] {
    const bodies = this.terraform.data?.[type] ?? {};
    return Object.keys(bodies).flatMap(
      (name) => [this.made(type, name, bodies[name])].flat()
        .map((block) => ({ ...block, body: block.body, address: `data.${block.address}` })),
    );
  }

  /** The modules of the stack by name, except those that `count` or `for_each` turns off. */
  public get modules(): [name: string, body: any][] {
    return Object.entries<any>(this.terraform.module ?? {}).filter(([, body]) => this.entries(body)?.length !== 0);
  }

  /** The types of the resources of the stack. */
  public get types(): string[] {
    return Object.keys(this.terraform.resource ?? {});
  }

  /** The arguments of a managed resource of this stack, as written. */
  public body(type: string, name: string): any {
    return this.terraform.resource?.[type]?.[name];
  }

  /** The construct path of a resource, or its stack and address. */
  public pathOf(type: string, name: string): string {
    return this.body(type, name)?.['//']?.metadata?.path ?? `${this.path}/${type}.${name}`;
  }

  /** Whether the stack reads the state of another one, directly or through others. */
  public reads(other: StackModel, seen = new Set<StackModel>()): boolean {
    if (seen.has(this)) return false;
    seen.add(this);
    return Object.values<any>(this.terraform.data?.terraform_remote_state ?? {}).some((remote) => {
      const stack = this.readBy(remote);
      return stack === other || stack?.reads(other, seen) === true;
    });
  }

  /** The identity of an id text. */
  public identity(text: string): Identity {
    if (!expression(text)) return text;
    let identity = this.identities.get(text);
    if (identity === undefined) {
      this.identities.set(text, this.opaque(text));
      this.identities.set(text, identity = this.deeper(() => this.follow(text)) ?? this.opaque(text));
    }
    return identity;
  }

  /** The identity of an argument with an id. Undefined if it is no text. */
  public idOf(argument: unknown): Identity | undefined {
    return typeof argument === 'string' ? this.identity(argument) : undefined;
  }

  /** The identity of a thing of which nothing is known. */
  public get anything(): Identity {
    return this.opaque('');
  }

  /** The value of an expression, whose leaves may be unresolved. A plain text is its own value. */
  public value(text: string): Value {
    if (!expression(text)) return text;
    if (!this.values.has(text)) {
      this.values.set(text, new Unresolved(JSON.stringify(text)));
      this.values.set(text, this.compute(text, {}));
    }
    return this.values.get(text);
  }

  /** The resource block that an identity means or refers to, if it is in this stack. */
  public blockOf(identity: Identity): Block | undefined {
    const start = identity.indexOf('\u0000');
    if (isLiteral(identity) || identity.slice(1, start) !== this.path) return undefined;
    const text = identity.slice(start + 1);
    if (!isManaged(identity)) {
      const reference = attributeReference(text);
      // Another attribute of a resource is not the resource.
      if (!reference || reference.data || !(reference.attribute === 'id' || reference.attribute === IDENTIFYING[reference.type])) {
        return undefined;
      }
      return this.copyOf(reference.type, reference.name, reference.index);
    }
    const m = ADDRESS.exec(text);
    return m ? this.copyOf(m[1], m[2], m[3] ?? '') : undefined;
  }

  /** The identity of a resource of this stack, by its address. */
  public managed(address: string): Identity {
    return `#${this.path}\u0000${address}`;
  }

  private compute(text: string, names: Names): Value {
    const value = this.deeper(() => evaluate(text, { reference: (steps, source) => this.referred(steps, source) }, names));
    return value === undefined ? new Unresolved(JSON.stringify(text)) : value;
  }

  /** Undefined if the references form a cycle. */
  private deeper<T>(work: () => T): T | undefined {
    if (this.depth > DEEPEST) return undefined;
    this.depth++;
    try {
      return work();
    } finally {
      this.depth--;
    }
  }

  /** The value of a reference, if the stack itself defines it. */
  private referred([root, ...steps]: readonly Step[], source: string): Value {
    if (root === 'local') {
      const given = this.terraform.locals?.[steps[0]];
      return given === undefined ? new Unresolved(source) : walk(this.json(given), steps.slice(1), source);
    }
    if (root === 'var') {
      const value = this.variables[String(steps[0])];
      return value === undefined ? new Unresolved(source) : walk(value as Value, steps.slice(1), source);
    }
    if (root === 'data') {
      return steps[0] === 'terraform_remote_state' && steps[2] === 'outputs' ? this.output(steps, source) : new Unresolved(source);
    }
    const [name, ...more] = steps;
    const body = this.body(root as string, name as string);
    if (body === undefined) return new Unresolved(source);
    const repeated = body.count !== undefined || body.for_each !== undefined;
    const [attribute, ...rest] = repeated ? more.slice(1) : more;
    if (attribute === undefined) return this.resource(root as string, name as string, repeated ? more[0] : '', source);
    // The service creates the id and all attributes that are not written.
    if (attribute === 'id' || META.includes(String(attribute))) return new Unresolved(source);
    const given = (repeated ? this.copyOf(root as string, name as string, bracketed(more[0]))?.body : body)?.[attribute];
    return given === undefined ? new Unresolved(source) : walk(this.json(given), rest, source);
  }

  /**
   * A resource without an attribute, or its copies: a list with `count`, an object with `for_each`.
   *
   * @param key the key of a copy. Empty for a resource without copies, undefined for all copies
   */
  private resource(type: string, name: string, key: Step | undefined, source: string): Value {
    const one = (index: Step | ''): Unresolved => {
      const steps: Step[] = index === '' ? [type, name] : [type, name, index];
      const text = `${type}.${name}${index === '' ? '' : bracketed(index)}`;
      return new Unresolved(text, (step) => this.referred([...steps, step], `${text}${stepText(step)}`));
    };
    if (key !== undefined) return one(key);
    const entries = this.entries(this.body(type, name));
    if (entries === undefined || entries.length > MOST_COPIES) return new Unresolved(source);
    return this.body(type, name).count !== undefined
      ? entries.map(([index]) => one(index))
      : Object.fromEntries(entries.map(([index]) => [index, one(index)]));
  }

  /** An output of another stack, read from its state: its value, or else the expression that reads it. */
  private output(steps: readonly Step[], source: string): Value {
    const found = this.outputOf(String(steps[1]), steps[3]);
    if (!found) return new Unresolved(source);
    return walk(
      here(found.stack.json(found.value), `data.terraform_remote_state${steps.slice(1, 4).map(stepText).join('')}`),
      steps.slice(4),
      source,
    );
  }

  private outputOf(state: string, output: Step | undefined): { stack: StackModel; value: unknown } | undefined {
    const remote = this.terraform.data?.terraform_remote_state?.[state];
    const stack = this.readBy(remote);
    const value = stack?.terraform.output?.[output!]?.value;
    return value === undefined ? undefined : { stack: stack!, value };
  }

  /** The value of an argument in JSON. */
  private json(given: unknown): Value {
    if (typeof given === 'string') return this.value(given);
    if (Array.isArray(given)) return given.map((item) => this.json(item));
    return isObject(given) ? Object.fromEntries(Object.entries(given).map(([k, v]) => [k, this.json(v)])) : given;
  }

  private follow(text: string): Identity {
    const reference = attributeReference(text);
    if (reference && !reference.data) {
      const managed = this.resourceOf(reference);
      if (managed !== undefined) return managed;
    }
    const value = this.value(text);
    if (typeof value === 'string') return value;
    if (typeof value === 'number') return String(value);
    if (!(value instanceof Unresolved)) return this.opaque(text);
    const known = asJson(value);
    if (known !== text) return this.identity(known);
    return this.elsewhere(text) ?? this.opaque(text);
  }

  /** The resource of a reference. */
  private resourceOf(
    { type, name, index, attribute }: { type: string; name: string; index: string; attribute: string },
  ): Identity | undefined {
    const body = this.body(type, name);
    if (body === undefined) return undefined;
    const follow = INTERFACE_ATTRIBUTE[type];
    if (follow === attribute && typeof body[follow] === 'string' && index === '') return this.identity(body[follow]);
    const suffix = type === 'alicloud_instance' && attribute === 'network_interface_id' ? '.network_interface_id' : '';
    // `[count.index]` and `[each.key]` mean a different resource in every copy.
    const definite = index === '' || DEFINITE_INDEX.test(index);
    return definite && (suffix || attribute === 'id') ? this.managed(`${type}.${name}${index}${suffix}`) : undefined;
  }

  /** The meaning of an output within its stack. */
  private elsewhere(text: string): Identity | undefined {
    const m = OUTPUT.exec(text);
    const found = m ? this.outputOf(m[1], m[2] ?? m[3]) : undefined;
    if (!found) return undefined;
    const steps = [...m![4].matchAll(/\[(?:(\d+)|"([^"]+)")\]|\.([\w-]+)/g)].map(([, at, key, name]): Step =>
      at === undefined ? key ?? name : Number(at));
    const there = asJson(walk(found.stack.json(found.value), steps, ''));
    return there === '${}' ? undefined : found.stack.identity(there);
  }

  private opaque(text: string): Identity {
    return `?${this.path}\u0000${text}`;
  }

  private copyOf(type: string, name: string, index: string): Block | undefined {
    const copies = this.copiesOf(type, name);
    if (copies[0]?.address === `${type}.${name}`) return copies[0];
    const address = `${type}.${name}${index}`;
    return copies.find((c) => c.address === address) ?? (DEFINITE_INDEX.test(index) ? undefined : copies[0] && this.oneOf(copies[0]));
  }

  /** The block of these copies, if the copy is unknown. */
  private oneOf({ type, name }: Block): Block {
    return new WrittenBlock(this, type, name, this.body(type, name), undefined, true);
  }

  private copiesOf(type: string, name: string): Block[] {
    const copies = this.madeOf(type, name);
    return Array.isArray(copies) ? copies : [copies];
  }

  private madeOf(type: string, name: string): Block | Block[] {
    let named = this.byName.get(type);
    if (!named) this.byName.set(type, named = new Map());
    let copies = named.get(name);
    if (!copies) {
      const written = this.body(type, name);
      // Copies that refer to each other, which Terraform refuses, have no copies while they are made.
      named.set(name, []);
      named.set(name, copies = written === undefined ? [] : this.made(type, name, written));
    }
    return copies;
  }

  /** The block, or its copies if they can be distinguished. */
  private made(type: string, name: string, written: any): Block | Block[] {
    const repeated = written.count !== undefined || written.for_each !== undefined;
    if (!repeated) return new WrittenBlock(this, type, name, written, 1, false);
    const entries = this.entries(written);
    if (entries?.length === 0) return [];
    const apart = entries !== undefined && entries.length <= MOST_COPIES && (!COUNTED.test(type) || PER_COPY.test(JSON.stringify(written)));
    if (!apart) return new WrittenBlock(this, type, name, written, entries?.length, true);
    return entries.map(([key, value]) => {
      const names = written.count !== undefined ? { count: { index: key } } : { each: { key, value } };
      return new WrittenBlock(this, type, name, written, 1, false, bracketed(key), names);
    });
  }

  /** The keys and values of the copies of a block. Undefined if they are known only at apply. */
  private entries(written: any): [Step, Value][] | undefined {
    if (written.count !== undefined) {
      const count = literalNumber(typeof written.count === 'string' ? this.value(written.count) : written.count);
      return count === undefined ? undefined : Array.from({ length: Math.max(0, Math.min(count, MOST_COPIES + 1)) }, (_, i) => [i, i]);
    }
    const each = this.json(written.for_each);
    // In a set, the value is the key.
    if (Array.isArray(each)) return each.every((v) => typeof v === 'string') ? [...new Set(each)].sort().map((v) => [v, v]) : undefined;
    return entriesOf(each)?.map(([key, value]) => [String(key), value]);
  }

  /** The arguments of a block with the expressions resolved that the stack defines. */
  public _resolved(written: any, names = NO_NAMES): any {
    let changed: any;
    for (const name in written) {
      const given = written[name];
      // Most arguments are numbers and plain texts.
      if (typeof given !== 'object' && (typeof given !== 'string' || !given.includes('{')) || META.includes(name)) continue;
      const value = name === 'dynamic' ? given : this.replaced(given, names);
      if (value === given) continue;
      changed ??= { ...written };
      changed[name] = value;
    }
    const body = changed ?? written;
    return body.dynamic === undefined ? body : this.unfolded(body, names);
  }

  /** The same value if nothing in it can be resolved. */
  private replaced(given: any, names: Names): any {
    if (typeof given === 'string') {
      if (!expression(given) || PLAIN_REFERENCE.test(given)) return given;
      const own = names !== NO_NAMES;
      const value = own ? this.compute(given, names) : this.value(given);
      // A reference stays unresolved here. The identity resolves it.
      if (value instanceof Unresolved) return own ? asJson(value) : given;
      return value === null ? undefined : asJson(value);
    }
    if (Array.isArray(given)) {
      let changed: any[] | undefined;
      for (let i = 0; i < given.length; i++) {
        const value = this.replaced(given[i], names);
        if (value === given[i]) continue;
        changed ??= [...given];
        changed[i] = value;
      }
      return changed ?? given;
    }
    let changed: any;
    for (const key in given) {
      const value = this.replaced(given[key], names);
      if (value === given[key]) continue;
      changed ??= { ...given };
      changed[key] = value;
    }
    return changed ?? given;
  }

  /** A value of Terraform JSON, whose texts may be expressions. */
  private lifted(given: any, names: Names): Value {
    if (typeof given === 'string') return expression(given) ? this.compute(given, names) : given;
    if (Array.isArray(given)) return given.map((item) => this.lifted(item, names));
    return isObject(given) ? Object.fromEntries(Object.entries(given).map(([key, value]) => [key, this.lifted(value, names)])) : given;
  }

  /** Expands `dynamic` blocks over collections whose keys are known. */
  private unfolded(body: any, names: Names): any {
    const { dynamic, ...rest } = body;
    const open: Record<string, any> = {};
    for (const [label, written] of Object.entries<any>(dynamic)) {
      for (const one of blocksOf(written)) {
        const entries = entriesOf(this.replaced(one.for_each, names));
        const content = blocksOf(one.content)[0];
        if (entries === undefined
          || content === undefined
          || entries.some(([key]) => typeof key === 'string' && expression(key))
          || typeof rest[label] === 'string') {
          open[label] = written;
          continue;
        }
        const iterator = one.iterator === undefined ? label : bare(String(one.iterator));
        rest[label] = [
          ...blocksOf(rest[label]),
          ...entries.map(([key, value]) => this.replaced(content, { ...names, [iterator]: { key, value: this.lifted(value, names) } })),
        ];
      }
    }
    return Object.keys(open).length > 0 ? { ...rest, dynamic: open } : rest;
  }
}

const NO_NAMES: Names = {};
/** The form of nearly all references of a large app, which needs no evaluation. */
const PLAIN_REFERENCE = /^\$\{[a-z][a-z0-9]*_\w+\.[A-Za-z_][\w-]*\.(?:id|network_interface_id)\}$/;
const ADDRESS = /^([a-z][a-z0-9_]*)\.([A-Za-z_][\w-]*)(\[(?:\d+|"[^"]*")\])?/;
const OUTPUT =
  /^\$\{data\.terraform_remote_state\.([A-Za-z_][\w-]*)\.outputs(?:\.([A-Za-z_][\w-]*)|\["([^"]+)"\])((?:\[(?:\d+|"[^"]+")\]|\.[\w-]+)*)\}$/;

function bracketed(key: Step): string {
  return `[${JSON.stringify(key)}]`;
}

function walk(value: Value, steps: readonly Step[], source: string): Value {
  for (const step of steps) {
    const next = within(value, step);
    if (next === undefined) return new Unresolved(source);
    value = next;
  }
  return value;
}

/** A value of another stack. Its unknown parts become references from this stack. */
function here(value: Value, text: string): Value {
  if (value instanceof Unresolved) return new Unresolved(text);
  if (Array.isArray(value)) return value.map((item, i) => here(item, `${text}[${i}]`));
  return isObject(value) ? Object.fromEntries(Object.entries(value).map(([k, v]) => [k, here(v, `${text}${stepText(k)}`)])) : value;
}

/** A block whose arguments are resolved when they are first used. */
class WrittenBlock implements Block {
  public readonly address: string;
  public readonly path: string;
  private resolved?: any;

  /**
   * @param key the index of one of several copies
   * @param names what `count` and `each` mean in this copy
   */
  constructor(
    private readonly stack: StackModel, public readonly type: string, public readonly name: string, public readonly written: any,
    public readonly copies: number | undefined, public readonly repeated: boolean, key = '', names = NO_NAMES,
  ) {
    this.address = `${type}.${name}${key}`;
    this.path = written['//']?.metadata?.path ?? `${stack.path}/${this.address}`;
    // Few blocks are one of several copies.
    if (key !== '') this.resolved = stack._resolved(written, names);
  }

  public get body(): any {
    return this.resolved ??= this.stack._resolved(this.written);
  }
}
