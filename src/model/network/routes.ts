import { ResourceEffect } from '../../catalog/resource-effects';
import { AddressSet } from '../../net/address-set';
import { firstMatch, Step } from '../../net/first-match';
import { gather } from '../../net/gather';
import type { MirrorModel } from '../mirror-model';
import { attributeReference, Identity, isLiteral, isManaged, isOpaque, literalText, named, surelyDiffer } from '../reference';
import { Block, StackModel } from '../stack-model';
import { Names } from './names';
import { Others } from './others';
import { addressesOf } from './packet-rule';
import { Reach } from './reach';
import { phrase, Words } from '../../texts/phrase';

const ROUTE_TYPE = 'alicloud_route_entry';
const TABLE_ATTACHMENT_TYPE = 'alicloud_route_table_attachment';
const PEERING_TYPE = 'alicloud_vpc_peer_connection';
const ACCEPTER_TYPE = 'alicloud_vpc_peer_connection_accepter';
/** Resource types that connect VPCs without a peering connection. */
const OTHER_WAY = /^alicloud_(cen_|router_interface|express_connect_)/;
/** The type of a next hop that is a peering connection. */
const PEERING_HOP = 'VpcPeer';
/** Next hops that never lead to another VPC of the account. For all others it is unknown. */
const DEAD_ENDS: readonly (string | undefined)[] = ['NatGateway', 'IPv6Gateway', 'Ipv4Gateway', 'GatewayEndpoint'];

/** A peering connection of the app. */
export interface PeeringModel {
  readonly identity: Identity;
  readonly vpcs: (Identity | undefined)[];
  readonly label: string;
  /** Whether it certainly exists. */
  readonly certain: boolean;
  /** Why it is unknown whether it exists, if an account or region is the reason. */
  readonly doubt?: Words;
}

/** A route entry of the app. */
export interface RouteModel {
  readonly label: string;
  /** Its route table. Undefined if unknown. */
  readonly table?: Identity;
  readonly destination?: AddressSet;
  readonly nexthop?: Identity;
  readonly nexthopType?: string;
  readonly certain: boolean;
  /** Why it is unknown whether it exists, if an account or region is the reason. */
  readonly doubt?: Words;
}

/** The entry that decides, or the reason why the route is unknown. Undefined if no entry matches. */
export type RouteReason = Words | undefined;

/** The route of the packets to some addresses. */
export interface Lead {
  readonly addresses: AddressSet;
  /** Whether the route uses a peering connection of the two VPCs. Undefined if unknown. */
  readonly over?: boolean;
  readonly reason: RouteReason;
}

/** A route table on a vSwitch. */
interface Attached {
  readonly table: Identity;
  readonly certain: boolean;
  readonly label: string;
  readonly doubt?: Words;
}

/** Peerings and routes between the VPCs of an app. */
export class Routes {
  public readonly peerings: PeeringModel[] = [];
  /** Made at the first use: a large app has thousands of routes. */
  private peeringByIdentity?: ReadonlyMap<Identity | undefined, PeeringModel>;
  public readonly routes: RouteModel[] = [];
  /** The custom route table of a vSwitch. */
  private readonly tables = new Map<Identity, Attached[]>();
  private readonly byTable = new Map<Identity, RouteModel[]>();
  /** Entries whose route table is unknown. */
  private readonly stray: RouteModel[] = [];
  private readonly moreBlocks = new Map<Identity | undefined, (AddressSet | undefined)[]>();

  private readonly model: MirrorModel;

  constructor(private readonly reach: Reach, private readonly names: Names) {
    const { model } = reach;
    this.model = model;
    const accepted = new Map<Identity | undefined, Identity | undefined>();
    for (const stack of model.stacks) {
      for (const block of reach.blocks(stack, PEERING_TYPE)) {
        const inside = this.acceptsHere(stack, block);
        const { vpc_id: vpc, accepting_vpc_id: accepting, accepting_region_id: region } = block.body;
        this.peerings.push({
          identity: stack.managed(block.address), label: block.path, certain: block.copies !== undefined && inside !== undefined,
          doubt: block.doubt ?? (inside === undefined
            ? phrase('argumentIs', { argument: 'accepting_region_id', path: block.path, value: String(region) })
            : undefined),
          vpcs: [names.idOf(stack, vpc), inside === false ? ELSEWHERE : names.idOf(stack, accepting)],
        });
      }
      for (const block of reach.blocks(stack, ACCEPTER_TYPE)) {
        accepted.set(stack.managed(block.address), names.idOf(stack, block.body.instance_id));
      }
      for (const block of reach.blocks(stack, TABLE_ATTACHMENT_TYPE)) {
        const vswitch = names.idOf(stack, block.body.vswitch_id) ?? stack.anything;
        gather(this.tables, vswitch, {
          table: this.tableOf(names.idOf(stack, block.body.route_table_id)) ?? stack.anything,
          certain: block.copies !== undefined,
          label: block.path,
          doubt: block.doubt,
        });
      }
      for (const block of reach.blocks(stack, 'alicloud_vpc_ipv4_cidr_block')) {
        const vpc = names.idOf(stack, block.body.vpc_id);
        gather(this.moreBlocks, vpc, block.copies === undefined ? undefined : addressesOf(block.body.secondary_cidr_block));
      }
    }
    for (const stack of model.stacks) {
      for (const block of reach.blocks(stack, ROUTE_TYPE)) {
        const { nexthop_id: nexthop, route_table_id: table, destination_cidrblock: destination, nexthop_type: type } = block.body;
        const hop = names.idOf(stack, nexthop);
        const route: RouteModel = {
          label: block.path, table: this.tableOf(names.idOf(stack, table)), destination: addressesOf(destination),
          nexthopType: literalText(type),
          nexthop: accepted.get(hop) ?? hop, certain: block.copies !== undefined, doubt: block.doubt,
        };
        this.routes.push(route);
        if (route.table === undefined) {
          this.stray.push(route);
        } else {
          const there = this.byTable.get(route.table);
          if (there) there.push(route);
          else this.byTable.set(route.table, [route]);
        }
      }
    }
  }

  /** The address blocks of a VPC of the app. */
  public blocksOf(vpc: Identity): AddressSet | undefined {
    const found = this.reach.blockOf(vpc);
    const main = found && addressesOf(found.block.body.cidr_block);
    const more = found?.block.body.secondary_cidr_blocks;
    const apart = this.moreBlocks.get(vpc) ?? [];
    // An imported VPC keeps the blocks that the app does not write.
    if (!main || (more === undefined ? this.names.imported(vpc) : !Array.isArray(more))) return undefined;
    const sets = [...(more ?? []).map(addressesOf), ...apart] as (AddressSet | undefined)[];
    return sets.some((s) => s === undefined) ? undefined : AddressSet.unionOf([main, ...sets as AddressSet[]]);
  }

  /** The peerings between two VPCs, and whether there may be others. */
  public between(a: Identity, b: Identity): { peerings: PeeringModel[]; perhaps: boolean } {
    const peerings = this.peerings.filter((peering) => connects(peering, a, b));
    const perhaps = this.peerings.some((peering) => !(peering.certain && peerings.length > 0) && mayConnect(peering, a, b));
    return { peerings, perhaps };
  }

  /** Whether the app creates a VPC, and so contains its routes and connections. */
  public isNew(vpc: Identity): boolean {
    return isManaged(vpc) && this.names.imported(vpc) === undefined;
  }

  /** The resource that may connect two VPCs in a way that the model does not read. */
  public otherWay(vpcs: readonly Identity[]): Words | undefined {
    const others = Others.of(this.model);
    return vpcs.map((vpc) => others.at(vpc, ResourceEffect.CONNECTIONS)).find((who) => who !== undefined)
      // A transit router or a router interface may connect VPCs by their ids.
      ?? this.model.stacks.flatMap((stack) => stack.types).find((type) => OTHER_WAY.test(type));
  }

  /**
   * The routes of packets from a VPC to some addresses. In each table that serves the vSwitch, the entry with the longest
   * prefix decides.
   *
   * @param vswitch the vSwitch of the sender. If undefined, the sender may be in any vSwitch of the VPC
   * @param to the VPC of the addresses
   */
  public leads(vpc: Identity, vswitch: Identity | undefined, addresses: AddressSet, to: Identity): Lead[] {
    const tables = this.tablesOf(vpc, vswitch);
    if (!Array.isArray(tables)) return [{ addresses, reason: tables }];
    const all = tables.map((table) => this.inTable(table, vpc, addresses, to));
    const leads: Lead[] = [];
    let left = addresses;
    for (const over of [undefined, false, true]) {
      const alike = all.map((table) => AddressSet.unionOf(table.filter((lead) => lead.over === over).map((lead) => lead.addresses)));
      // If several tables are possible, the result is known only if they agree.
      const agreed = over === undefined ? addresses : alike.reduce((one, other) => one.intersect(other));
      for (const lead of all.flat()) {
        const part = lead.addresses.intersect(agreed).intersect(left);
        if (lead.over !== over || part.isEmpty) continue;
        leads.push({ ...lead, addresses: part });
        left = left.minus(part);
      }
    }
    return left.isEmpty ? leads : [{ addresses: left, reason: phrase('tablesDiffer', { vpc: this.model.nameOf(vpc) }) }, ...leads];
  }

  /** The tables that may serve a vSwitch, or all vSwitches of a VPC. If they or their routes are unknown, the reason. */
  private tablesOf(vpc: Identity, vswitch: Identity | undefined): Identity[] | Words {
    const system = systemTable(vpc);
    const tables = new Set<Identity>();
    let own = false;
    for (const [served, attached] of this.tables) {
      if (vswitch !== undefined ? surelyDiffer(served, vswitch) : this.apart(served, vpc)) continue;
      for (const { table, certain, label, doubt } of attached) {
        if (doubt !== undefined) return doubt;
        if (isOpaque(table)) return phrase('tableNotKnown', { path: label });
        if (!this.fits(table, vpc)) {
          return phrase('tableOfOther', { path: label, table: this.model.nameOf(table.replace(SYSTEM, '')), vpc: this.model.nameOf(vpc) });
        }
        tables.add(table);
        own ||= served === vswitch && certain;
      }
    }
    if (!own) {
      tables.add(system);
      // A vSwitch that the app does not create may have a table from outside of the app.
      if (vswitch !== undefined && this.isNew(vpc) && !this.isNew(vswitch)) {
        return phrase('tableOfVswitch', { vswitch: this.model.nameOf(vswitch) });
      }
    }
    const others = Others.of(this.model);
    for (const thing of [vpc, vswitch ?? vpc, ...tables]) {
      const who = others.at(thing, ResourceEffect.ROUTES);
      if (who !== undefined) return phrase('routesByOther', { who });
    }
    return [...tables];
  }

  /** Whether the service accepts a table on a vSwitch of a VPC. */
  private fits(table: Identity, vpc: Identity): boolean {
    if (table.endsWith(SYSTEM)) return table === systemTable(vpc);
    const found = this.reach.blockOf(table);
    const own = found && this.names.idOf(found.stack, found.block.body.vpc_id);
    return (own === undefined || own === vpc) && (found?.block.body.associate_type ?? VSWITCH_TABLE) === VSWITCH_TABLE;
  }

  /** Whether a vSwitch is certainly in another VPC. */
  private apart(vswitch: Identity, vpc: Identity): boolean {
    const found = this.reach.blockOf(vswitch);
    const own = this.names.of(found?.stack.idOf(found.block.body.vpc_id));
    return own !== undefined && surelyDiffer(own, vpc);
  }

  private inTable(table: Identity, vpc: Identity, addresses: AddressSet, to: Identity): Lead[] {
    const own = this.byTable.get(table) ?? [];
    // A table that the app does not create may have entries with longer prefixes.
    const made = table === systemTable(vpc) ? vpc : table;
    if (!this.isNew(made)) return [{ addresses, reason: phrase('routesNotWritten', { of: this.model.nameOf(made) }) }];
    // An id may be that of this table.
    const others = [...this.byTable].flatMap(([other, routes]) => isLiteral(other) ? routes : []);
    const entries = [
      ...own.map((route) => ({ route, inTable: true })), ...[...this.stray, ...others].map((route) => ({ route, inTable: false })),
    ];
    // Of two entries for one block, the unknown one goes first. An entry without a known destination may have the longest prefix.
    const size = ({ destination }: RouteModel) => destination?.size ?? 0;
    entries.sort((a, b) => size(a.route) - size(b.route) || Number(a.inTable) - Number(b.inTable));
    const hops = new Map<string, Set<boolean | undefined>>();
    for (const { route, inTable } of entries) {
      if (!inTable) continue;
      const at = String(route.destination);
      hops.set(at, (hops.get(at) ?? new Set()).add(this.leadsOver(route, vpc, to)));
    }
    // The service refuses a second entry for a block, or shares the packets among both.
    const steps = entries.flatMap(({ route, inTable }) =>
      this.stepsOf(route, inTable && hops.get(String(route.destination))!.size === 1, vpc, to));
    const end: Step<RouteReason> = { sources: AddressSet.ALL, verdict: 'drop', certain: true, by: undefined };
    return firstMatch(addresses, [...steps, end])
      .map(({ sources, verdict, by }) => ({ addresses: sources, over: verdict && verdict === 'accept', reason: by }));
  }

  private stepsOf(route: RouteModel, inTable: boolean, vpc: Identity, to: Identity): Step<RouteReason>[] {
    const { destination, label: path } = route;
    const why = destination === undefined
      ? phrase('destinationNotKnown', { path })
      : route.doubt ?? this.peeringOf(route)?.doubt
        ?? phrase('leadsPerhaps', { path, from: this.model.nameOf(vpc), to: this.model.nameOf(to) });
    const sources = destination ?? AddressSet.ALL;
    const over = this.leadsOver(route, vpc, to);
    if (over === undefined) return openSteps(sources, why);
    const certain = inTable && route.certain && destination !== undefined;
    return [{ sources, verdict: over ? 'accept' : 'drop', certain, by: certain ? path : why }];
  }

  /** Whether the next hop of an entry is a peering connection of two VPCs. */
  private leadsOver(route: RouteModel, from: Identity, to: Identity): boolean | undefined {
    if (DEAD_ENDS.includes(route.nexthopType)) return false;
    // The service refuses a peering connection as a next hop of another type.
    const peering = route.nexthopType === PEERING_HOP ? this.peeringOf(route) : undefined;
    // A peering connection of other VPCs drops packets to these addresses.
    if (peering && !mayConnect(peering, from, to)) return false;
    return peering?.certain && connects(peering, from, to) ? true : undefined;
  }

  private peeringOf({ nexthop }: RouteModel): PeeringModel | undefined {
    this.peeringByIdentity ??= new Map(this.peerings.map((peering) => [peering.identity, peering]));
    return this.peeringByIdentity.get(nexthop);
  }

  /** Whether both VPCs of a peering connection are in one region. */
  private acceptsHere(stack: StackModel, block: Block): boolean | undefined {
    const written = block.body.accepting_region_id;
    // The provider demands the argument.
    if (typeof written !== 'string') return true;
    const { region, regionText } = this.model.scopeOf(stack, block);
    const accepting = stack.identity(written);
    if (isLiteral(accepting)) return region === undefined ? undefined : accepting === region;
    return written === regionText ? true : undefined;
  }

  /** A unique name of a table. The system table of a VPC of the app is named after its VPC. */
  private tableOf(identity: Identity | undefined): Identity | undefined {
    if (identity === undefined || !isOpaque(identity)) return identity;
    const reference = attributeReference(named(identity));
    if (reference?.type === 'alicloud_vpc'
      && !reference.data
      && ['route_table_id', 'router_table_id', 'system_route_table_id'].includes(reference.attribute)) {
      const path = identity.slice(1, identity.indexOf('\u0000'));
      const stack = this.model.stacks.find((s) => s.path === path);
      return stack && systemTable(stack.managed(`alicloud_vpc.${reference.name}${reference.index}`));
    }
    return undefined;
  }
}

function connects({ vpcs }: PeeringModel, a: Identity, b: Identity): boolean {
  return vpcs.includes(a) && vpcs.includes(b);
}

/** Whether a peering connection is not certainly one of other VPCs. */
function mayConnect({ vpcs: [one, two] }: PeeringModel, a: Identity, b: Identity): boolean {
  const may = (v: Identity | undefined, vpc: Identity) => v === undefined || !surelyDiffer(v, vpc);
  return may(one, a) && may(two, b) || may(one, b) && may(two, a);
}

function systemTable(vpc: Identity): Identity {
  return `${vpc}${SYSTEM}`;
}

const SYSTEM = '\u0000route table';
/** The `associate_type` of a route table for vSwitches, which is the default. */
const VSWITCH_TABLE = 'VSwitch';
/** A VPC of another region. */
const ELSEWHERE = '#\u0000elsewhere';

/** Packets to these addresses may be dropped or accepted. */
function openSteps(sources: AddressSet, by: Words): Step<Words>[] {
  return (['drop', 'accept'] as const).map((verdict) => ({ sources, verdict, certain: false, by }));
}
