import { ResourceEffect } from '../../catalog/resource-effects';
import { AddressSet } from '../../net/address-set';
import { firstMatch, Step, Verdict } from '../../net/first-match';
import type { MirrorModel } from '../mirror-model';
import { attributeReference, Identity, isLiteral, isManaged, literalText, named, surelyDiffer } from '../reference';
import { StackModel } from '../stack-model';
import { Others } from './others';
import { addressesOf } from './packet-rule';
import { phrase, Words } from '../../texts/phrase';

const ROUTE_TYPE = 'alicloud_route_entry';
const TABLE_ATTACHMENT_TYPE = 'alicloud_route_table_attachment';
const PEERING_TYPE = 'alicloud_vpc_peer_connection';
const ACCEPTER_TYPE = 'alicloud_vpc_peer_connection_accepter';
/** Resource types that connect VPCs without a peering connection. */
const OTHER_WAY = /^alicloud_(cen_|router_interface|express_connect_)/;
/** Next hops that never lead to another VPC of the account. For all others it is unknown. */
const DEAD_ENDS = ['NatGateway', 'IPv6Gateway', 'Ipv4Gateway', 'GatewayEndpoint'];

/** A peering connection of the app. */
export interface PeeringModel {
  readonly identity: Identity;
  readonly vpcs: (Identity | undefined)[];
  readonly label: string;
  /** Whether it certainly exists. */
  readonly certain: boolean;
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
}

/** The route to some addresses, or the reason why it is unknown. */
export interface RouteReason {
  readonly text: Words;
  /** No entry matches the addresses. */
  readonly byDefault?: boolean;
}

/** The route of the packets to some addresses. */
export interface Lead {
  readonly addresses: AddressSet;
  /** Whether the route uses a peering connection of the two VPCs. Undefined if unknown. */
  readonly over?: boolean;
  readonly reason: RouteReason;
}

/** Peerings and routes between the VPCs of an app. */
export class Routes {
  public readonly peerings: PeeringModel[] = [];
  public readonly routes: RouteModel[] = [];
  /** The custom route table of a vSwitch. */
  private readonly tables = new Map<Identity, { table: Identity; certain: boolean; label: string }[]>();
  private readonly byTable = new Map<Identity, RouteModel[]>();
  /** Entries whose route table is unknown. */
  private readonly stray: RouteModel[] = [];
  private readonly moreBlocks = new Map<Identity, (AddressSet | undefined)[]>();

  constructor(private readonly model: MirrorModel) {
    const accepted = new Map<Identity, Identity>();
    const id = (stack: StackModel, value: unknown) => typeof value === 'string' ? stack.identity(value) : undefined;
    for (const stack of model.stacks) {
      for (const block of stack.blocks(PEERING_TYPE)) {
        this.peerings.push({
          identity: stack.managed(block.address), label: block.path, certain: block.copies !== undefined,
          vpcs: [block.body.vpc_id, block.body.accepting_vpc_id].map((vpc) => id(stack, vpc)),
        });
      }
      for (const block of stack.blocks(ACCEPTER_TYPE)) {
        const instance = id(stack, block.body.instance_id);
        if (instance !== undefined) accepted.set(stack.managed(block.address), instance);
      }
      for (const block of stack.blocks(TABLE_ATTACHMENT_TYPE)) {
        const vswitch = id(stack, block.body.vswitch_id) ?? `?${stack.path}\u0000`;
        const there = this.tables.get(vswitch) ?? [];
        there.push({
          table: this.tableOf(id(stack, block.body.route_table_id)) ?? `?${stack.path}\u0000`,
          certain: block.copies !== undefined,
          label: block.path,
        });
        this.tables.set(vswitch, there);
      }
      for (const block of stack.blocks('alicloud_vpc_ipv4_cidr_block')) {
        const vpc = id(stack, block.body.vpc_id);
        if (vpc === undefined) continue;
        const there = this.moreBlocks.get(vpc) ?? [];
        there.push(block.copies === undefined ? undefined : addressesOf(block.body.secondary_cidr_block));
        this.moreBlocks.set(vpc, there);
      }
    }
    for (const stack of model.stacks) {
      for (const block of stack.blocks(ROUTE_TYPE)) {
        const { nexthop_id: nexthop, route_table_id: table, destination_cidrblock: destination, nexthop_type: type } = block.body;
        const hop = id(stack, nexthop);
        const route: RouteModel = {
          label: block.path, table: this.tableOf(id(stack, table)), destination: addressesOf(destination), nexthopType: literalText(type),
          nexthop: hop === undefined ? undefined : accepted.get(hop) ?? hop, certain: block.copies !== undefined,
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
    const found = this.model.blockOf(vpc);
    const main = found && addressesOf(found.block.body.cidr_block);
    const more = found?.block.body.secondary_cidr_blocks;
    const apart = this.moreBlocks.get(vpc) ?? [];
    if (!main || more === undefined && apart.length === 0) return main;
    if (more !== undefined && !Array.isArray(more)) return undefined;
    const sets = [...(more ?? []).map(addressesOf), ...apart] as (AddressSet | undefined)[];
    return sets.some((s) => s === undefined) ? undefined : AddressSet.unionOf([main, ...sets as AddressSet[]]);
  }

  /** The peerings between two VPCs, and whether there may be others. */
  public between(a: Identity, b: Identity): { peerings: PeeringModel[]; perhaps: boolean } {
    const peerings = this.peerings.filter(({ vpcs }) => vpcs.includes(a) && vpcs.includes(b));
    const may = (v: Identity | undefined, vpc: Identity) => v === undefined || !surelyDiffer(v, vpc);
    const perhaps = this.peerings.some(({ vpcs: [one, two], certain }) =>
      !(certain && peerings.length > 0) && (may(one, a) && may(two, b) || may(one, b) && may(two, a)));
    return { peerings, perhaps };
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
    if (tables.open !== undefined) return [{ addresses, reason: { text: tables.open } }];
    // If several tables are possible, the result is known only if they agree.
    const all = tables.tables.map((table) => this.inTable(table, vpc, addresses, to));
    if (all.length === 1) return all[0];
    const leads: Lead[] = [];
    let left = addresses;
    for (const over of [undefined, false, true]) {
      for (const lead of all.flat()) {
        if (lead.over !== over) continue;
        const part = lead.addresses.intersect(left);
        if (part.isEmpty) continue;
        const elsewhere = all.some((other) => other.some((o) => o.over !== over && o.addresses.overlaps(part)));
        leads.push({ ...lead, addresses: part, ...elsewhere && { over: undefined } });
        left = left.minus(part);
      }
    }
    return leads;
  }

  /** The tables that may serve a vSwitch, or all vSwitches of a VPC. */
  private tablesOf(vpc: Identity, vswitch: Identity | undefined): { tables: Identity[]; open?: Words } {
    const system = systemTable(vpc);
    const tables = new Set<Identity>();
    let own = false;
    for (const [served, attached] of this.tables) {
      if (vswitch !== undefined ? surelyDiffer(served, vswitch) : this.apart(served, vpc)) continue;
      for (const { table, certain, label } of attached) {
        if (!isLiteral(table) && !isManaged(table) && !table.endsWith(SYSTEM)) {
          return { tables: [], open: phrase('tableNotKnown', { path: label }) };
        }
        tables.add(table);
        own ||= served === vswitch && certain;
      }
    }
    if (!own) tables.add(system);
    const others = Others.of(this.model);
    for (const thing of [vpc, ...vswitch === undefined ? [] : [vswitch], ...tables]) {
      const who = others.at(thing, ResourceEffect.ROUTES);
      if (who !== undefined) return { tables: [], open: phrase('routesByOther', { who }) };
    }
    return { tables: [...tables] };
  }

  /** Whether a vSwitch is certainly in another VPC. */
  private apart(vswitch: Identity, vpc: Identity): boolean {
    const found = this.model.blockOf(vswitch);
    const own = found && typeof found.block.body.vpc_id === 'string' ? found.stack.identity(found.block.body.vpc_id) : undefined;
    return own !== undefined && surelyDiffer(own, vpc);
  }

  private inTable(table: Identity, vpc: Identity, addresses: AddressSet, to: Identity): Lead[] {
    const steps: Step<RouteReason>[] = [];
    const add = (route: RouteModel, certain: boolean): void => {
      const over = this.leadsOver(route, vpc, to);
      const sources = route.destination ?? AddressSet.ALL;
      const by: RouteReason = { text: route.label };
      const sure = certain && route.certain && route.destination !== undefined;
      const open: RouteReason = {
        text: route.destination === undefined
          ? phrase('destinationNotKnown', { path: route.label })
          : phrase('leadsPerhaps', { path: route.label, from: this.model.nameOf(vpc), to: this.model.nameOf(to) }),
      };
      if (over !== undefined) steps.push({ sources, verdict: verdictOf(over), certain: sure, by: sure ? by : open });
      else for (const verdict of ['drop', 'accept'] as const) steps.push({ sources, verdict, certain: false, by: open });
      if (over === undefined && sure) steps.push({ sources, verdict: 'accept', certain: true, by: open });
    };
    const perhaps = this.stray.filter((route) => route.destination === undefined || route.destination.overlaps(addresses));
    const own = this.byTable.get(table) ?? [];
    const others = [...this.byTable].flatMap(([other, routes]) => other !== table && !differentTables(other, table) ? routes : []);
    for (const route of [...own, ...perhaps, ...others]) if (route.destination === undefined) add(route, false);
    const known = [
      ...own.map((route) => ({ route, certain: true })), ...[...perhaps, ...others].map((route) => ({ route, certain: false })),
    ].filter(({ route }) =>
      route.destination !== undefined);
    // Of two entries for one block, the unknown one goes first.
    known.sort((a, b) => a.route.destination!.size - b.route.destination!.size || Number(a.certain) - Number(b.certain));
    for (const { route, certain } of known) add(route, certain);
    const managed = isManaged(vpc) && (table === systemTable(vpc) || isManaged(table));
    if (managed) {
      steps.push({ sources: AddressSet.ALL, verdict: 'drop', certain: true, by: { text: '', byDefault: true } });
    } else {
      const by: RouteReason = { text: phrase('routesNotWritten', { vpc: this.model.nameOf(vpc) }) };
      steps.push(
        { sources: AddressSet.ALL, verdict: 'drop', certain: false, by },
        { sources: AddressSet.ALL, verdict: 'accept', certain: true, by },
      );
      return firstMatch(addresses, steps).map(({ sources, verdict, by: reason }) => ({
        addresses: sources, over: reason === by ? undefined : verdict && verdict === 'accept', reason,
      }));
    }
    return firstMatch(addresses, steps).map(({ sources, verdict, by }) => ({
      addresses: sources, over: verdict && verdict === 'accept', reason: by,
    }));
  }

  /** Whether the next hop of an entry is a peering connection of two VPCs. */
  private leadsOver({ nexthop, nexthopType }: RouteModel, from: Identity, to: Identity): boolean | undefined {
    if (nexthopType !== undefined && DEAD_ENDS.includes(nexthopType)) return false;
    if (nexthop === undefined) return undefined;
    const peering = this.peerings.find(({ identity }) => identity === nexthop);
    if (peering) {
      if (peering.vpcs.includes(from) && peering.vpcs.includes(to)) return peering.certain ? true : undefined;
      // A peering connection of other VPCs drops packets to these addresses.
      return [from, to].every((vpc) => peering.vpcs.some((v) => v === undefined || !surelyDiffer(v, vpc))) ? undefined : false;
    }
    return undefined;
  }

  /** A unique name of a table. The system table of a VPC of the app is named after its VPC. */
  private tableOf(identity: Identity | undefined): Identity | undefined {
    if (identity === undefined || isLiteral(identity)) return identity;
    if (isManaged(identity)) return identity;
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

const SYSTEM = '\u0000route table';

function systemTable(vpc: Identity): Identity {
  return `${vpc}${SYSTEM}`;
}

/** Whether two tables certainly differ. A literal id may be any table. */
function differentTables(a: Identity, b: Identity): boolean {
  return isLiteral(a.replace(SYSTEM, '')) && isLiteral(b.replace(SYSTEM, ''))
    ? a.endsWith(SYSTEM) === b.endsWith(SYSTEM)
    : !isLiteral(a) && !isLiteral(b);
}

function verdictOf(over: boolean): Verdict {
  return over ? 'accept' : 'drop';
}
