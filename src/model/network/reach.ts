import { kindOf } from '../kinds';
import type { MirrorModel } from '../mirror-model';
import { attributeReference, Identity, named } from '../reference';
import { belongs, sameRegion, Scope } from '../scope';
import { Block, StackModel } from '../stack-model';
import { bare, blocksOf } from '../terraform-form';
import { IdKind } from '../../catalog/id-kinds';
import { byName } from '../../net/by-name';
import { gather } from '../../net/gather';
import { phrase, Phrase, Words } from '../../texts/phrase';

/** An argument with an id of another kind. The apply fails. */
export interface WrongArgument {
  readonly argument: string;
  readonly value: Identity;
  readonly kind: IdKind;
  readonly expected: readonly IdKind[];
}

/** A resource that is in another account or region than the sessions, or may be, or that the service rejects. */
export interface Away {
  readonly stack: StackModel;
  readonly block: Block;
  readonly scope: Scope;
  /** Whether it certainly is. */
  readonly sure: boolean;
  /** The argument because of which the service rejects it. */
  readonly wrong?: WrongArgument;
}

/** A resource type of the network. */
interface Part {
  /** The arguments that name the resources to which it belongs. */
  readonly of: readonly string[];
  /** A VPC of another account may be shared with the account of the sessions, with everything that belongs to it. */
  readonly shared?: true;
}

const ATTACHED: Part = { of: ['network_interface_id', 'instance_id'] };
const PLACED: Part = { of: [] };

/** The types that the verification of arrival reads. */
const PARTS: Readonly<Record<string, Part>> = byName({
  alicloud_security_group: PLACED,
  alicloud_security_group_rule: { of: ['security_group_id'] },
  alicloud_ecs_prefix_list: PLACED,
  alicloud_network_acl: { of: ['resources'], shared: true },
  alicloud_vpc_network_acl_attachment: { of: ['network_acl_id', 'resource_id'], shared: true },
  alicloud_network_acl_attachment: { of: ['network_acl_id', 'resources'], shared: true },
  alicloud_network_acl_entries: { of: ['network_acl_id'], shared: true },
  alicloud_slb_load_balancer: PLACED,
  alicloud_slb: PLACED,
  alicloud_slb_listener: { of: ['load_balancer_id', 'server_group_id'] },
  alicloud_slb_server_group: { of: ['load_balancer_id'] },
  alicloud_slb_server_group_server_attachment: { of: ['server_group_id'] },
  alicloud_instance: PLACED,
  alicloud_ecs_network_interface: PLACED,
  alicloud_network_interface: PLACED,
  alicloud_ecs_network_interface_attachment: ATTACHED,
  alicloud_network_interface_attachment: ATTACHED,
  alicloud_vpc: { of: [], shared: true },
  alicloud_vpc_ipv4_cidr_block: { of: ['vpc_id'], shared: true },
  alicloud_vswitch: { of: [], shared: true },
  alicloud_route_table: { of: [], shared: true },
  alicloud_route_entry: { of: ['route_table_id'], shared: true },
  alicloud_route_table_attachment: { of: ['vswitch_id'], shared: true },
  alicloud_vpc_peer_connection: { of: ['vpc_id', 'accepting_vpc_id'], shared: true },
});

/** The kinds of ids that the arguments of these types accept. */
const ARGUMENTS: Readonly<Record<string, readonly IdKind[]>> = byName({
  vpc_id: ['VPC'], accepting_vpc_id: ['VPC'], vswitch_id: ['vSwitch'], security_group_id: ['security group'],
  source_security_group_id: ['security group'], security_groups: ['security group'], security_group_ids: ['security group'],
  prefix_list_id: ['prefix list'], network_acl_id: ['network ACL'], load_balancer_id: ['CLB'], server_group_id: ['server group'],
  server_id: ['instance', 'network interface'], network_interface_id: ['network interface'], instance_id: ['instance'],
  route_table_id: ['route table'], resource_id: ['vSwitch'], resources: ['vSwitch'],
});

/**
 * The resources of an app that are in one account and region. A resource elsewhere neither admits nor drops packets.
 * If the account or region of a resource is unknown, the resource is like one with an unknown count.
 */
export class Reach {
  /** The resources elsewhere. */
  public readonly away: Away[] = [];
  private readonly byName = new Map<string, Away>();
  private readonly byWhole = new Map<Identity, Away[]>();
  private readonly strays = new Map<StackModel, Away[]>();
  private readonly kept = new Map<StackModel, Map<string, Block[]>>();

  /** @param scope if undefined, all resources count */
  constructor(public readonly model: MirrorModel, public readonly scope?: Scope) {
    if (scope === undefined) return;
    for (const stack of model.stacks) {
      const kept = new Map<string, Block[]>();
      for (const type of stack.types) {
        if (PARTS[type]) this.look(stack, type, PARTS[type].shared === true, kept);
      }
      this.kept.set(stack, kept);
    }
    for (const away of this.away) {
      for (const whole of belongsTo(away)) gather(this.byWhole, whole, away);
      if (away.wrong && PARTS[away.block.type].of.includes(away.wrong.argument)) gather(this.strays, away.stack, away);
    }
  }

  /** The blocks of a type in the account and region. The number of a block that may be elsewhere is unknown. */
  public blocks(stack: StackModel, type: string): readonly Block[] {
    return this.kept.get(stack)?.get(type) ?? stack.blocks(type);
  }

  /** The resource block behind an identity, if it certainly is in the account and region. */
  public blockOf(identity: Identity): { stack: StackModel; block: Block } | undefined {
    return this.awayOf(identity) ? undefined : this.model.blockOf(identity);
  }

  /** The resource of an identity, if it is elsewhere or may be. */
  public awayOf(identity: Identity | undefined): Away | undefined {
    // Nearly all apps have one account and region.
    if (identity === undefined || this.byName.size === 0) return undefined;
    const found = this.model.blockOf(identity);
    return found && this.byName.get(nameOf(found.stack, found.block));
  }

  /** The resources elsewhere that name a resource or id as the one to which they belong. */
  public partsOf(identity: Identity): readonly Away[] {
    return this.byWhole.get(identity) ?? [];
  }

  /** The resources of a stack whose argument names, in place of the resource to which they belong, one of another kind. */
  public straysIn(stack: StackModel): readonly Away[] {
    return this.strays.get(stack) ?? [];
  }

  /** Why a resource is not read, if its account or region is the reason. */
  public why(identity: Identity): Phrase | undefined {
    const away = this.awayOf(identity);
    return away && elsewhere(away);
  }

  private look(stack: StackModel, type: string, shared: boolean, kept: Map<string, Block[]>): void {
    const blocks = stack.blocks(type);
    const there: Block[] = [];
    for (const block of blocks) {
      const scope = this.model.scopeOf(stack, block);
      const belonging = belongs(scope, this.scope!);
      const wrong = wrongArgument(stack, block);
      if (belonging === true && !wrong) {
        there.push(block);
        continue;
      }
      const elsewhereSurely = belonging === false && !(shared && sameRegion(scope, this.scope!) === true);
      const away: Away = { stack, block, scope, sure: wrong !== undefined || elsewhereSurely, ...wrong && { wrong } };
      this.away.push(away);
      this.byName.set(nameOf(stack, block), away);
      if (!away.sure) there.push(Object.create(block, { copies: {}, doubt: { value: elsewhere(away) } }));
    }
    if (there.length < blocks.length || there.some((block, i) => block !== blocks[i])) kept.set(type, there);
  }
}

/** The resources to which a resource belongs, by its arguments. The system route table of a VPC belongs to the VPC. */
function belongsTo({ stack, block }: Away): Identity[] {
  return PARTS[block.type].of.flatMap((argument) => {
    const value = block.body[argument];
    const ids = typeof value === 'string' ? [value] : blocksOf(value).map(({ resource_id: id }) => id);
    return ids.filter((id) => typeof id === 'string').map((id) => resourceOf(stack, stack.identity(id)));
  });
}

/** The first argument of a resource with an id of another kind. */
function wrongArgument(stack: StackModel, { body }: Block): WrongArgument | undefined {
  for (const argument in ARGUMENTS) {
    const written = body[argument];
    if (written === undefined) continue;
    const expected = ARGUMENTS[argument];
    for (const id of argument === 'resources' ? blocksOf(written).map((one) => one.resource_id) : [written].flat()) {
      if (typeof id !== 'string') continue;
      const value = stack.identity(id);
      const kind = kindOf(value);
      if (kind !== undefined && kind !== 'none' && !expected.includes(kind)) return { argument, value, kind, expected };
    }
  }
  return undefined;
}

/** The resource of an attribute, or the identity itself. */
function resourceOf(stack: StackModel, identity: Identity): Identity {
  const reference = attributeReference(named(identity));
  return reference && !reference.data ? stack.managed(`${reference.type}.${reference.name}${reference.index}`) : identity;
}

/** The provider of a resource in messages. */
export function providerOf({ written: { provider } }: Block): string {
  return typeof provider === 'string' ? bare(provider) : 'alicloud';
}

function nameOf({ path }: StackModel, { type, name }: Block): string {
  return `${path}\u0000${type}.${name}`;
}

/** Words for a resource that may be in another account or region. */
function elsewhere({ block }: Away): Phrase {
  return phrase('perhapsElsewhere', { path: block.path, provider: providerOf(block) });
}

/** Why it is unknown whether a block exists: its account or region, or else other words. */
export function doubtOf({ doubt }: Block, otherwise: Words): Words {
  return doubt ?? otherwise;
}
