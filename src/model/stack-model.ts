import { expression } from '../net/known';
import { StackDocument, TerraformJson } from './document';
import { attributeReference, Identity, isLiteral, isManaged, literalNumber, localReference, outputReference } from './reference';

/** A resource block of a stack. */
export interface Block {
  readonly type: string;
  readonly name: string;
  /** `type.name`. */
  readonly address: string;
  /** Construct path, or stack and address where the Terraform does not tell it. */
  readonly path: string;
  readonly body: any;
  /** `count` or `for_each` makes any number of it. */
  readonly repeated: boolean;
  /** How many there will be; undefined where only Terraform knows. */
  readonly copies?: number;
}

/** Which attribute of a resource says which interface it is about. */
const INTERFACE_ATTRIBUTE: Record<string, string> = {
  alicloud_ecs_network_interface_attachment: 'network_interface_id',
  alicloud_network_interface_attachment: 'network_interface_id',
};

/** Which attribute beside its id names a resource, as far as the model asks. */
const IDENTIFYING: Record<string, string> = { ...INTERFACE_ATTRIBUTE, alicloud_instance: 'network_interface_id' };

/** An index that names one and the same copy wherever it stands. */
const DEFINITE_INDEX = /^\[(?:\d+|"[^"$%{]*")\]$/;

/** References longer than this go in a circle. */
const DEEPEST = 32;

/** One stack: its blocks, and what its expressions mean. */
export class StackModel {
  public readonly path: string;
  public readonly terraform: TerraformJson;
  private readonly blockCache = new Map<string, Block[]>();
  /** Of expressions only: thousands of sessions name a few filters and targets. */
  private readonly identities = new Map<string, Identity>();

  /** @param byBackend finds the stack whose state a remote state reads */
  constructor(public readonly document: StackDocument, private readonly byBackend: (backend: string, config: any) => StackModel | undefined) {
    this.path = document.path;
    this.terraform = document.terraform ?? {};
  }

  /** All blocks of a resource type. */
  public blocks(type: string): Block[] {
    let found = this.blockCache.get(type);
    if (!found) {
      const bodies = this.terraform.resource?.[type] ?? {};
      found = Object.keys(bodies).map((name) => this.block(type, name, bodies[name]));
      this.blockCache.set(type, found);
    }
    return found;
  }

  /** All blocks of a data source type. */
  public dataBlocks(type: string): Block[] {
    const bodies = this.terraform.data?.[type] ?? {};
    return Object.keys(bodies).map((name) => ({ ...this.block(type, name, bodies[name]), address: `data.${type}.${name}` }));
  }

  /** The body of a managed resource of this stack. */
  public body(type: string, name: string): any {
    return this.terraform.resource?.[type]?.[name];
  }

  /** What a text means as an id. */
  public identity(text: string): Identity {
    if (!expression(text)) return text;
    let identity = this.identities.get(text);
    if (identity === undefined) this.identities.set(text, identity = this.follow(text, 0));
    return identity;
  }

  /** @param depth how many references led here */
  private follow(text: string, depth: number): Identity {
    if (!expression(text)) return text;
    if (depth > DEEPEST) return this.opaque(text);
    const reference = attributeReference(text);
    if (reference && !reference.data) {
      const body = this.body(reference.type, reference.name);
      if (body !== undefined) {
        const follow = INTERFACE_ATTRIBUTE[reference.type];
        if (follow === reference.attribute && typeof body[follow] === 'string' && !reference.index) return this.follow(body[follow], depth + 1);
        const suffix = reference.type === 'alicloud_instance' && reference.attribute === 'network_interface_id' ? '.network_interface_id' : '';
        // `[count.index]` and `[each.key]` name another one in every copy.
        const definite = reference.index === '' || DEFINITE_INDEX.test(reference.index);
        if (definite && (suffix || reference.attribute === 'id')) return this.managed(`${reference.type}.${reference.name}${reference.index}${suffix}`);
      }
      return this.opaque(text);
    }
    const output = outputReference(text);
    if (output) return this.followOutput(output.state, output.output, depth) ?? this.opaque(text);
    const local = localReference(text);
    if (local !== undefined && typeof this.terraform.locals?.[local] === 'string') return this.follow(this.terraform.locals[local], depth + 1);
    return this.opaque(text);
  }

  /** The resource block that an identity names or refers to, if it is one of this stack. */
  public blockOf(identity: Identity): Block | undefined {
    const start = identity.indexOf('\u0000');
    if (isLiteral(identity) || identity.slice(1, start) !== this.path) return undefined;
    const text = identity.slice(start + 1);
    if (!isManaged(identity)) {
      const reference = attributeReference(text);
      // Another attribute of a resource is not the resource.
      if (!reference || reference.data || !(reference.attribute === 'id' || reference.attribute === IDENTIFYING[reference.type])) return undefined;
      const referred = this.body(reference.type, reference.name);
      return referred === undefined ? undefined : this.block(reference.type, reference.name, referred);
    }
    const [type, rest] = text.split('.', 2);
    const name = rest.replace(/\[.*$/, '');
    const body = this.body(type, name);
    return body === undefined ? undefined : this.block(type, name, body);
  }

  /** The identity of a resource of this stack, by its address. */
  public managed(address: string): Identity {
    return `#${this.path}\u0000${address}`;
  }

  private opaque(text: string): Identity {
    return `?${this.path}\u0000${text}`;
  }

  private followOutput(state: string, output: string, depth: number): Identity | undefined {
    const remote = this.terraform.data?.terraform_remote_state?.[state];
    const stack = remote && this.byBackend(remote.backend, remote.config);
    const value = stack?.terraform.output?.[output]?.value;
    return typeof value === 'string' ? stack!.follow(value, depth + 1) : undefined;
  }

  private block(type: string, name: string, body: any): Block {
    return {
      type,
      name,
      address: `${type}.${name}`,
      path: body?.['//']?.metadata?.path ?? `${this.path}/${type}.${name}`,
      body: body ?? {},
      repeated: body?.count !== undefined || body?.for_each !== undefined,
      copies: copiesOf(body),
    };
  }
}

function copiesOf(body: any): number | undefined {
  if (body?.count !== undefined) return literalNumber(body.count);
  const each = body?.for_each;
  if (each === undefined) return 1;
  return each !== null && typeof each === 'object' ? Object.keys(each).length : undefined;
}
