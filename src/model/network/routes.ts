import { AddressSet } from '../../net/address-set';
import { attributeReference, Identity, isLiteral, named } from '../reference';
import type { MirrorModel } from '../mirror-model';
import { StackModel } from '../stack-model';
import { handedTo } from './modules';
import { addressesOf } from './packet-rule';

const ROUTE_TYPE = 'alicloud_route_entry';
const OTHER_WAY = /^alicloud_(cen|router_interface|vpn|express_connect|vpc_gateway|transit)/;
/** A vSwitch that is attached to a table of its own does not go by the VPC's. */
const OTHER_TABLES = /^alicloud_(route_table_attachment|.*route_entr(y|ies))$/;

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
  /** What decides which table a vSwitch goes by, or adds routes, and is not read here. */
  public readonly otherTables?: string;

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
      const types = Object.keys(stack.terraform.resource ?? {});
      this.otherWay ??= types.find((type) => OTHER_WAY.test(type));
      this.otherTables ??= types.find((type) => OTHER_TABLES.test(type) && type !== ROUTE_TYPE);
    }
    for (const stack of model.stacks) {
      for (const block of stack.blocks(ROUTE_TYPE)) {
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

  /** The module that is handed one of two VPCs, and may connect them. */
  public moduleOf(vpcs: readonly Identity[]): string | undefined {
    return vpcs.map((vpc) => handedTo(this.model, vpc)).find((module) => module !== undefined);
  }

  /** The VPC behind a reference to its system table. */
  private vpcOfTable(stack: StackModel, text: string): Identity | undefined {
    const identity = stack.identity(text);
    if (isLiteral(identity)) return undefined;
    const reference = attributeReference(named(identity));
    if (reference?.type !== 'alicloud_vpc' || reference.attribute !== 'route_table_id') return undefined;
    return this.ownerOf(identity)?.managed(`alicloud_vpc.${reference.name}${reference.index}`);
  }

  private ownerOf(identity: Identity): StackModel | undefined {
    const path = identity.slice(1, identity.indexOf('\u0000'));
    return this.model.stacks.find((s) => s.path === path);
  }
}
