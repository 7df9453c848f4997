import { mayChange, ResourceEffect } from '../../catalog/resource-effects';
import { expression } from '../../net/known';
import { ATTACHMENT_TYPES } from '../attachments';
import type { MirrorModel } from '../mirror-model';
import { Identity, isLiteral, named } from '../reference';
import { StackModel } from '../stack-model';
import { isObject } from '../terraform-form';
import { Phrase, phrase } from '../../texts/phrase';

/** The types whose arguments the model reads. Their effect is known. */
const READ = new Set([
  'alicloud_vpc_traffic_mirror_session',
  'alicloud_vpc_traffic_mirror_filter',
  'alicloud_vpc_traffic_mirror_filter_ingress_rule',
  'alicloud_vpc_traffic_mirror_filter_egress_rule',
  'alicloud_security_group',
  'alicloud_security_group_rule',
  'alicloud_network_acl',
  'alicloud_vpc_network_acl_attachment',
  'alicloud_network_acl_attachment',
  'alicloud_network_acl_entries',
  'alicloud_slb_load_balancer',
  'alicloud_slb',
  'alicloud_slb_listener',
  'alicloud_slb_server_group',
  'alicloud_slb_server_group_server_attachment',
  'alicloud_vpc',
  'alicloud_vswitch',
  'alicloud_route_entry',
  'alicloud_route_table_attachment',
  'alicloud_vpc_peer_connection',
  'alicloud_vpc_peer_connection_accepter',
  'alicloud_vpc_ipv4_cidr_block', 'alicloud_instance', 'alicloud_ecs_network_interface', 'alicloud_network_interface', ...ATTACHMENT_TYPES,
]);

const ADDRESS = /(?:^|[^\w.])([a-z][a-z0-9]*_\w+)\.([A-Za-z_][\w-]*)/g;
const LOCAL = /(?:^|[^\w.])local\.([A-Za-z_][\w-]*)/g;
/** Without the name of an output: all outputs. Other attributes of a remote state are no references. */
const OUTPUT = new RegExp(
  String.raw`(?:^|[^\w.])data\.terraform_remote_state\.([A-Za-z_][\w-]*)(?:\[(?!"outputs")[^\]]*\])?`
    + String.raw`(?:(?:\.outputs|\["outputs"\])(?:\.([A-Za-z_][\w-]*)|\["([^"]+)"\])?|(?![\w.[-]))`,
  'g',
);
/** An id of the service, such as `sg-bp1sensor`. */
const ID = /^[a-z]{1,8}-[a-zA-Z0-9]+$/;

/** A module or resource that refers to a resource, and may change it. */
interface Other {
  readonly label: string;
  /** Undefined for a module, since the written Terraform does not contain its resources. */
  readonly type?: string;
  /** It runs programs on the machine of Terraform, which may change anything that it refers to. */
  readonly runsPrograms?: boolean;
}

function runsPrograms({ provisioner }: { readonly provisioner?: unknown }): boolean {
  return [provisioner].flat().some((one) => isObject(one) && 'local-exec' in one);
}

/** A module, and its inputs. */
export interface ModuleUse {
  readonly stack: StackModel;
  readonly name: string;
  readonly path: string;
  readonly source: string;
  /** The names of its variables. */
  readonly inputs: readonly string[];
  /** Resources by their identity, and ids. */
  readonly things: readonly string[];
}

const MODULE_META = ['//', 'source', 'version', 'providers', 'depends_on', 'count', 'for_each'];

/**
 * Modules that get a resource as input, and resources of types that the model does not read. They may change a resource that
 * they refer to, directly, through locals, or from another stack.
 */
export class Others {
  public static of(model: MirrorModel): Others {
    let others = perModel.get(model);
    if (!others) perModel.set(model, others = new Others(model));
    return others;
  }

  /** The modules of the app. Its Terraform does not contain their resources. */
  public readonly modules: ModuleUse[] = [];
  private readonly byThing = new Map<string, Other[]>();

  private constructor(private readonly model: MirrorModel) {
    for (const stack of model.stacks) {
      for (const [name, module] of stack.modules) {
        const things = this.add(stack, module, { label: name });
        const inputs = Object.keys(module).filter((key) => !MODULE_META.includes(key));
        this.modules.push({
          stack,
          name,
          path: module['//']?.metadata?.path ?? `${stack.path}/module.${name}`,
          source: String(module.source ?? ''),
          inputs,
          things: [...things],
        });
      }
      for (const type of stack.types) {
        if (READ.has(type)) continue;
        for (const block of stack.blocks(type)) {
          this.add(stack, block.written, { label: block.path, type, runsPrograms: runsPrograms(block.written) });
        }
      }
    }
  }

  /**
   * The module or resource that may change a thing, for example `module rules refers to alicloud_security_group.sensor`.
   * Undefined if there is none.
   */
  public at(identity: Identity, effect: ResourceEffect): Phrase | undefined {
    const other = this.byThing.get(thingOf(identity))?.find(({ type, runsPrograms: anything }) =>
      type === undefined || anything === true || mayChange(type, effect));
    const thing = named(identity);
    return other
      && (other.type === undefined
        ? phrase('moduleHas', { module: other.label, thing })
        : phrase('refersTo', { path: other.label, type: other.type, thing }));
  }

  private add(stack: StackModel, given: unknown, other: Other): ReadonlySet<string> {
    const things = new Set<string>();
    this.collect(stack, given, things, new Set());
    for (const thing of things) {
      const there = this.byThing.get(thing);
      if (there) there.push(other);
      else this.byThing.set(thing, [other]);
    }
    return things;
  }

  private collect(stack: StackModel, given: unknown, things: Set<string>, seen: Set<string>): void {
    if (typeof given === 'string') {
      if (!expression(given)) {
        if (ID.test(given)) things.add(given);
        return;
      }
      for (const [, type, name] of given.matchAll(ADDRESS)) {
        if (stack.body(type, name) !== undefined) things.add(`#${stack.path}\u0000${type}.${name}`);
      }
      for (const [, name] of given.matchAll(LOCAL)) {
        this.once(`${stack.path} local ${name}`, seen, () => this.collect(stack, stack.terraform.locals?.[name], things, seen));
      }
      for (const [, state, short, quoted] of given.matchAll(OUTPUT)) {
        const other = this.model.states.readBy(stack.terraform.data?.terraform_remote_state?.[state]);
        if (!other) continue;
        const output = short ?? quoted;
        const outputs = other.terraform.output ?? {};
        for (const one of output === undefined ? Object.keys(outputs) : [output]) {
          this.once(`${other.path} output ${one}`, seen, () => this.collect(other, outputs[one]?.value, things, seen));
        }
      }
      return;
    }
    if (given === null || typeof given !== 'object') return;
    for (const [key, inner] of Object.entries(given)) if (key !== '//' || !isObject(given)) this.collect(stack, inner, things, seen);
  }

  private once(key: string, seen: Set<string>, work: () => void): void {
    if (seen.has(key)) return;
    seen.add(key);
    work();
  }
}

const perModel = new WeakMap<MirrorModel, Others>();

/** An identity without the key of its copy and the attribute. */
function thingOf(identity: Identity): string {
  if (isLiteral(identity)) return identity;
  const end = identity.indexOf('\u0000');
  const m = /^(?:\$\{)?([a-z][a-z0-9_]*\.[A-Za-z_][\w-]*)/.exec(identity.slice(end + 1));
  return m ? `#${identity.slice(1, end)}\u0000${m[1]}` : identity;
}
