import { NetworkFacts } from '../../input/network-facts';
import { gather } from '../../net/gather';
import type { InterfaceStatement } from '../interface-statement';
import type { MirrorModel } from '../mirror-model';
import { Identity, isLiteral, isManaged, literalText } from '../reference';
import { Block, StackModel } from '../stack-model';
import { bare, blocksOf } from '../terraform-form';

/** A resource that an import block takes into the app. What the app does not write of it stays as it was. */
export interface Imported {
  /** Its id. Undefined if it is known only at apply. */
  readonly id?: string;
  readonly path: string;
}

/**
 * The things that an app both writes and names by id. An import block shows the id of a resource. A statement about the VPC or vSwitch
 * of a resource whose vSwitch the app writes shows the id of the VPC.
 */
export class Names {
  private readonly managed = new Map<Identity, Identity>();
  /** By stack and address without the key of a copy. */
  private readonly imports = new Map<string, { readonly address: string; readonly id?: string }[]>();

  constructor(private readonly model: MirrorModel, private readonly facts: NetworkFacts) {
    for (const stack of model.stacks) {
      for (const block of blocksOf(stack.terraform.import)) this.take(stack, block);
      for (const [id, statement] of Object.entries(stack.document.statements?.interfaces ?? {})) this.stated(stack.identity(id), statement);
    }
    for (const { sources, sourceStatements, target, targetStatement } of model.sessions) {
      if (target !== undefined && targetStatement) this.stated(target, targetStatement);
      // Nearly all sources of a large app are ids.
      if (!sourceStatements || !sources) continue;
      for (const source of sources) {
        const statement = isManaged(source) ? sourceStatements.get(source) : undefined;
        if (statement) this.stated(source, statement);
      }
    }
  }

  /** The resource of an id, if the app has it. Otherwise the identity itself. */
  public of(identity: Identity): Identity;
  public of(identity: Identity | undefined): Identity | undefined;
  public of(identity: Identity | undefined): Identity | undefined {
    return identity === undefined ? undefined : this.managed.get(identity) ?? identity;
  }

  /** The identity of an argument with an id. Undefined if it is no text. */
  public idOf(stack: StackModel, argument: unknown): Identity | undefined {
    return this.of(stack.idOf(argument));
  }

  /** How a resource is imported. Undefined if the app creates it. */
  public imported(resource: Identity): Imported | undefined {
    if (this.imports.size === 0 || !isManaged(resource)) return undefined;
    const [, address = '', key] = ADDRESS.exec(resource) ?? [];
    const found = this.imports.get(address)?.find((one) => one.address === `${address}${key}` || one.address === address);
    const block = found && this.model.blockOf(resource)?.block;
    return block && { id: found.id, path: block.path };
  }

  /** The id of a thing in API responses, if it is known. */
  public factId(identity: Identity): string | undefined {
    return isLiteral(identity) ? identity : this.imported(identity)?.id;
  }

  private take(stack: StackModel, { to, id: plain, identity }: any): void {
    if (typeof to !== 'string') return;
    const id = stack.idOf(plain ?? blocksOf(identity)[0]?.id);
    const literal = id !== undefined && isLiteral(id) ? id : undefined;
    const resource = stack.managed(bare(to));
    const [, address, key] = ADDRESS.exec(resource) ?? [];
    if (address === undefined) return;
    // With `for_each`, each copy may be one of the imported.
    const definite = key === '' || DEFINITE.test(key);
    gather(this.imports, address, { address: definite ? resource : address, id: definite ? literal : undefined });
    if (!definite || literal === undefined) return;
    const type = this.model.blockOf(resource)?.block.type;
    if (type === undefined) return;
    this.join(resource, literal);
    if (type === 'alicloud_vswitch') this.join(this.written(resource, 'vpc_id'), this.facts.vswitches.get(literal)?.vpcId);
  }

  /** A resource is in the VPC of its vSwitch, which a statement may name by id. */
  private stated(resource: Identity, { vpcId, vswitchId }: InterfaceStatement): void {
    if (!isManaged(resource) || vpcId === undefined && vswitchId === undefined) return;
    const vswitch = this.written(resource, 'vswitch_id');
    const vpc = vswitch === undefined ? undefined : this.written(vswitch, 'vpc_id');
    this.join(vpc, vpcId ?? this.facts.vswitches.get(vswitchId!)?.vpcId);
  }

  private written(resource: Identity, argument: string): Identity | undefined {
    const found: { stack: StackModel; block: Block } | undefined = this.model.blockOf(resource);
    const value: unknown = found?.block.body[argument];
    return typeof value === 'string' ? found!.stack.identity(value) : undefined;
  }

  private join(resource: Identity | undefined, id: string | undefined): void {
    if (resource !== undefined && isManaged(resource) && literalText(id) !== undefined) this.managed.set(id!, resource);
  }
}

/** The stack and address of a resource, and the key of its copy. An attribute may follow. */
const ADDRESS = /^(#[^\u0000]*\u0000[\w-]+\.[\w-]+)((?:\[.*\])?)/;
const DEFINITE = /^\[(?:\d+|"[^"$%{]*")\]$/;
