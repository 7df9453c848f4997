import { AddressSet } from '../../net/address-set';
import { parseIpv4Address } from '../../net/ipv4-cidr';
import { NetworkFacts } from '../../input/network-facts';
import type { InterfaceStatement } from '../interface-statement';
import type { MirrorModel } from '../mirror-model';
import { Identity, isLiteral, isManaged, literalText } from '../reference';
import { Block, StackModel } from '../stack-model';
import { blocksOf } from '../terraform-form';
import { LoadBalancers } from './load-balancers';
import { NetworkAcls } from './network-acls';
import { addressesOf } from './packet-rule';
import { Routes } from './routes';
import { SecurityGroups } from './security-groups';

/** The location of an interface. Undefined fields are unknown. */
export interface Place {
  readonly groups?: readonly Identity[];
  readonly vswitch?: Identity;
  readonly vpc?: Identity;
  /** Its primary address, or all addresses that it may have. */
  readonly addresses: AddressSet;
  /** Whether the exact address is known. */
  readonly exact: boolean;
  readonly instance?: Identity;
}

/** The network of targets and sources, from the app's resources and from API responses. */
export class NetworkModel {
  /** The network of a model. The same object for every call. */
  public static of(model: MirrorModel): NetworkModel {
    let network = networks.get(model);
    if (!network) networks.set(model, network = new NetworkModel(model));
    return network;
  }

  public readonly facts: NetworkFacts;
  public readonly groups: SecurityGroups;
  public readonly acls: NetworkAcls;
  public readonly loadBalancers: LoadBalancers;
  public readonly routes: Routes;
  /** The interfaces of the app whose single address is the source of a rule or entry. */
  public readonly addressed: ReadonlySet<Identity>;
  private readonly places = new Map<Identity, Place>();
  /** Statements about interfaces that are not a target themselves. */
  private readonly stated = new Map<Identity, InterfaceStatement>();
  private readonly blocks = new Map<Identity, AddressSet | undefined>();
  private readonly lists = new Map<Identity, AddressSet | undefined>();

  private constructor(private readonly model: MirrorModel) {
    this.facts = joined(model);
    for (const stack of model.stacks) {
      for (const [id, statement] of Object.entries(stack.document.statements?.interfaces ?? {})) {
        this.stated.set(stack.identity(id), statement);
      }
    }
    this.groups = new SecurityGroups(model, this.facts);
    this.acls = new NetworkAcls(model, this.facts);
    this.loadBalancers = new LoadBalancers(model, this.facts, this);
    this.routes = new Routes(model);
    this.addressed = new Set(
      [...this.groups.written.map(({ rule }) => rule.peer), ...this.acls.peers()].flatMap((peer) => peer.interface ?? []),
    );
  }

  /** The interface of an id. An instance stands for its primary interface. */
  public interfaceOf(identity: Identity): Identity {
    if (isLiteral(identity)) return this.facts.primaryOf.get(identity) ?? identity;
    const found = isManaged(identity) && !identity.endsWith(PRIMARY) ? this.model.blockOf(identity) : undefined;
    return found?.block.type === 'alicloud_instance' ? `${identity}${PRIMARY}` : identity;
  }

  /** The location of an interface, or of the primary interface of an instance. */
  public place(identity: Identity, statement?: InterfaceStatement): Place {
    if (statement) return this.placed(identity, statement);
    let place = this.places.get(identity);
    if (!place) this.places.set(identity, place = this.placed(identity));
    return place;
  }

  public vpcOf(vswitch: Identity): Identity | undefined {
    if (isLiteral(vswitch)) return this.facts.vswitches.get(vswitch)?.vpcId;
    const found = this.model.blockOf(vswitch);
    return found?.stack.idOf(found.block.body.vpc_id);
  }

  /** The address block of a vSwitch. */
  public blockOf(vswitch: Identity): AddressSet | undefined {
    if (!this.blocks.has(vswitch)) {
      const cidr = isLiteral(vswitch) ? this.facts.vswitches.get(vswitch)?.cidr : this.model.blockOf(vswitch)?.block.body.cidr_block;
      this.blocks.set(vswitch, addressesOf(cidr));
    }
    return this.blocks.get(vswitch);
  }

  /** The addresses of a prefix list. */
  public list(identity: Identity): AddressSet | undefined {
    if (!this.lists.has(identity)) this.lists.set(identity, this.readList(identity));
    return this.lists.get(identity);
  }

  private readList(identity: Identity): AddressSet | undefined {
    const body = this.model.blockOf(identity)?.block.body;
    if (body?.dynamic?.entry !== undefined || typeof body?.entry === 'string') return undefined;
    const cidrs = body ? blocksOf(body.entry).map((e) => e.cidr) : isLiteral(identity) ? this.facts.prefixLists.get(identity) : undefined;
    const sets = cidrs?.map(addressesOf);
    return !sets || sets.some((s) => s === undefined) ? undefined : AddressSet.unionOf(sets as AddressSet[]);
  }

  private placed(identity: Identity, given?: InterfaceStatement): Place {
    const eni = this.interfaceOf(identity);
    const statement = given ?? this.stated.get(identity) ?? this.stated.get(eni);
    const fact = isLiteral(eni) ? this.facts.interfaces.get(eni) : undefined;
    const found = isLiteral(eni) ? undefined : this.model.blockOf(eni);
    const written = found && this.written(found.stack, found.block, eni);
    const vswitch = written?.vswitch ?? fact?.vswitchId ?? statement?.vswitchId;
    const vpc = (vswitch === undefined ? undefined : this.vpcOf(vswitch)) ?? fact?.vpcId ?? statement?.vpcId;
    const block = vswitch === undefined ? undefined : this.blockOf(vswitch);
    const described = fact && fact.securityGroupIds.length > 0 ? fact.securityGroupIds : undefined;
    const known = addressOf(written?.ip ?? fact?.primaryIp ?? statement?.primaryIp);
    // TM107 reports an address outside of the vSwitch. It proves nothing.
    const address = known && block?.containsAll(known) !== false ? known : undefined;
    return {
      groups: written?.groups ?? described ?? statement?.securityGroupIds ?? fact?.securityGroupIds,
      vswitch,
      vpc,
      // Each copy of a resource has a different address in the vSwitch's block.
      addresses: address
        ?? block
        ?? (vpc === undefined ? undefined : this.routes.blocksOf(vpc))
        ?? AddressSet.ALL,
      exact: address !== undefined,
      instance: written?.instance ?? this.model.attachments.instanceOf(eni) ?? statement?.instanceId ?? fact?.instanceId,
    };
  }

  private written(
    stack: StackModel, block: Block, identity: Identity,
  ): { groups?: Identity[]; vswitch?: Identity; ip?: string; instance?: Identity } {
    const b = block.body;
    const instance = block.type === 'alicloud_instance';
    const groups = b.security_group_ids ?? b.security_groups;
    return {
      groups: Array.isArray(groups) && groups.every((g) => typeof g === 'string') ? groups.map((g) => stack.identity(g)) : undefined,
      vswitch: stack.idOf(b.vswitch_id),
      ip: literalText(b.primary_ip_address) ?? literalText(b.private_ip),
      instance: instance ? stack.managed(block.address) : this.model.attachments.instanceOf(identity),
    };
  }
}

const PRIMARY = '.network_interface_id';

const networks = new WeakMap<MirrorModel, NetworkModel>();

function addressOf(text: string | undefined): AddressSet | undefined {
  const parsed = text === undefined ? undefined : parseIpv4Address(text);
  return parsed?.ok ? AddressSet.range(parsed.address, parsed.address) : undefined;
}

/** The facts of all stacks together. Ids are the same in all stacks. */
function joined(model: MirrorModel): NetworkFacts {
  const given = [...new Set(model.documents.flatMap((d) => d.network ?? []))];
  if (given.length === 1) return given[0];
  const join = <T>(pick: (facts: NetworkFacts) => ReadonlyMap<string, T>) => new Map(given.flatMap((facts) => [...pick(facts)]));
  return {
    interfaces: join((f) => f.interfaces),
    primaryOf: join((f) => f.primaryOf),
    instances: join((f) => f.instances),
    vswitches: join((f) => f.vswitches),
    securityGroups: join((f) => f.securityGroups),
    prefixLists: join((f) => f.prefixLists),
    networkAcls: join((f) => f.networkAcls),
    loadBalancers: join((f) => f.loadBalancers),
    serverGroups: join((f) => f.serverGroups),
    listeners: given.flatMap((f) => f.listeners),
  };
}
