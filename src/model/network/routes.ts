import { AddressSet } from '../../net/address-set';
import { attributeReference, Identity, isLiteral, isManaged, literalText, named } from '../reference';
import type { MirrorModel } from '../mirror-model';
import { StackModel } from '../stack-model';
import { addressesOf } from './packet-rule';

/** A peering connection of the app. */
export interface PeeringModel {
  readonly identity: Identity;
  readonly vpcs: (Identity | undefined)[];
  readonly label: string;
}

/** A route entry of the app. */
export interface RouteModel {
  readonly label: string;
  /** The VPC whose table it is in; undefined where that is not known. */
  readonly vpc?: Identity;
  readonly destination?: AddressSet;
  readonly nexthop?: Identity;
}

/** Peerings and routes between the VPCs of an app. */
export class Routes {
  public readonly peerings: PeeringModel[] = [];
  public readonly routes: RouteModel[] = [];
  /** Another way between VPCs that the app writes, and of which nothing is known here. */
  public readonly otherWay?: string;

  constructor(private readonly model: MirrorModel) {
    const accepted = new Map<Identity, Identity>();
    for (const stack of model.stacks) {
      for (const block of stack.blocks('alicloud_vpc_peer_connection')) {
        if (block.copies === 0) continue;
        this.peerings.push({
          identity: stack.managed(block.address), label: block.path, vpcs: [block.body.vpc_id, block.body.accepting_vpc_id].map((id) => typeof id === 'string' ? stack.identity(id) : undefined),
        });
      }
      for (const block of stack.blocks('alicloud_vpc_peer_connection_accepter')) {
        if (typeof block.body.instance_id === 'string') accepted.set(stack.managed(block.address), stack.identity(block.body.instance_id));
      }
      this.otherWay ??= Object.keys(stack.terraform.resource ?? {}).find((type) => /^alicloud_(cen|router_interface|vpn)/.test(type));
    }
    for (const stack of model.stacks) {
      for (const block of stack.blocks('alicloud_route_entry')) {
        if (block.copies === 0) continue;
        const { nexthop_id: nexthop, route_table_id: table, destination_cidrblock: destination } = block.body;
        const hop = typeof nexthop === 'string' ? stack.identity(nexthop) : undefined;
        this.routes.push({
          label: block.path, vpc: typeof table === 'string' ? this.vpcOfTable(stack, table) : undefined, destination: addressesOf(destination),
          nexthop: hop === undefined ? undefined : accepted.get(hop) ?? hop,
        });
      }
    }
  }

  /** The address blocks of a VPC of the app. */
  public blocksOf(vpc: Identity): AddressSet | undefined {
    const found = this.model.blockOf(vpc);
    const main = found && addressesOf(found.block.body.cidr_block);
    const more = found?.block.body.secondary_cidr_blocks;
    if (!main || more === undefined) return main;
    if (!Array.isArray(more)) return undefined;
    const sets = more.map(addressesOf);
    return sets.some((s) => s === undefined) ? undefined : AddressSet.unionOf([main, ...sets as AddressSet[]]);
  }

  /** The VPC behind a reference to its system table, or behind a table of the app. */
  private vpcOfTable(stack: StackModel, text: string, depth = 0): Identity | undefined {
    const identity = stack.identity(text);
    if (isLiteral(identity)) return undefined;
    const owner = this.ownerOf(identity);
    const reference = attributeReference(named(identity));
    if (reference?.type === 'alicloud_vpc' && reference.attribute === 'route_table_id') return owner?.managed(`alicloud_vpc.${reference.name}${reference.index}`);
    const table = this.model.blockOf(identity);
    const vpc = table && literalOrReference(table.block.body.vpc_id);
    return table && vpc !== undefined && isManaged(identity) && depth === 0 ? table.stack.identity(vpc) : undefined;
  }

  private ownerOf(identity: Identity): StackModel | undefined {
    const path = identity.slice(1, identity.indexOf('\u0000'));
    return this.model.stacks.find((s) => s.path === path);
  }
}

function literalOrReference(value: unknown): string | undefined {
  return literalText(value) ?? (typeof value === 'string' ? value : undefined);
}
