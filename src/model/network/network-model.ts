import { AddressSet } from '../../net/address-set';
import { parseIpv4Address } from '../../net/ipv4-cidr';
import { InterfaceFact, NetworkFacts } from '../../input/network-facts';
import type { InterfaceStatement } from '../interface-statement';
import type { MirrorModel } from '../mirror-model';
import { Attachments } from '../attachments';
import { Identity, isLiteral, isManaged, literalText } from '../reference';
import type { Scope } from '../scope';
import { Block, StackModel } from '../stack-model';
import { blocksOf } from '../terraform-form';
import { LoadBalancers } from './load-balancers';
import { Names } from './names';
import { NetworkAcls } from './network-acls';
import { addressesOf } from './packet-rule';
import { Reach } from './reach';
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
  /**
   * The network of a model. The same object for every call.
   *
   * @param scope the account and region of the sessions. If undefined, the resources of all accounts and regions count
   */
  public static of(model: MirrorModel, scope?: Scope): NetworkModel {
    let known = networks.get(model);
    if (!known) networks.set(model, known = new Map());
    let network = known.get(scope?.key);
    if (!network) {
      const reach = new Reach(model, scope);
      // The usual app has one account and region.
      network = scope !== undefined && reach.away.length === 0 ? NetworkModel.of(model) : new NetworkModel(reach);
      known.set(scope?.key, network);
    }
    return network;
  }

  public readonly model: MirrorModel;
  public readonly facts: NetworkFacts;
  /** The names of the things that the app writes and also names by id. */
  public readonly names: Names;
  public readonly groups: SecurityGroups;
  public readonly acls: NetworkAcls;
  public readonly loadBalancers: LoadBalancers;
  public readonly routes: Routes;
  /** The interfaces of the app whose single address is the source of a rule or entry. */
  public readonly addressed: ReadonlySet<Identity>;
  private attached?: Attachments;
  private readonly places = new Map<Identity, Place>();
  /** Statements about interfaces that are not a target themselves. */
  private readonly stated = new Map<Identity, InterfaceStatement>();
  private readonly blocks = new Map<Identity, AddressSet | undefined>();
  private readonly lists = new Map<Identity, AddressSet | undefined>();

  private constructor(public readonly reach: Reach) {
    const { model } = reach;
    this.model = model;
    this.facts = joined(model);
    this.names = namesOf(model, this.facts);
    for (const stack of model.stacks) {
      for (const [id, statement] of Object.entries(stack.document.statements?.interfaces ?? {})) {
        this.stated.set(stack.identity(id), statement);
      }
    }
    this.groups = new SecurityGroups(reach, this.facts, this.names);
    this.acls = new NetworkAcls(reach, this.facts, this.names);
    this.loadBalancers = new LoadBalancers(reach, this.facts, this);
    this.routes = new Routes(reach, this.names);
    this.addressed = new Set(
      [...this.groups.written.map(({ rule }) => rule.peer), ...this.acls.peers()].flatMap((peer) => peer.interface ?? []),
    );
  }

  /** The attachments of interfaces to instances. */
  public get attachments(): Attachments {
    return this.attached ??= this.reach.away.length === 0 ? this.model.attachments : new Attachments(this.model.stacks, this.reach);
  }

  /** The interface of an id. An instance stands for its primary interface. */
  public interfaceOf(identity: Identity): Identity {
    if (isLiteral(identity)) {
      const own = this.names.of(identity);
      return own === identity ? this.facts.primaryOf.get(identity) ?? identity : this.interfaceOf(own);
    }
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
    if (isLiteral(vswitch)) return this.names.of(this.facts.vswitches.get(vswitch)?.vpcId);
    const found = this.reach.blockOf(vswitch);
    return found && this.names.idOf(found.stack, found.block.body.vpc_id);
  }

  /** The address block of a vSwitch. */
  public blockOf(vswitch: Identity): AddressSet | undefined {
    if (!this.blocks.has(vswitch)) {
      const cidr = isLiteral(vswitch) ? this.facts.vswitches.get(vswitch)?.cidr : this.reach.blockOf(vswitch)?.block.body.cidr_block;
      this.blocks.set(vswitch, addressesOf(cidr));
    }
    return this.blocks.get(vswitch);
  }

  /** The addresses of a prefix list. */
  public list(identity: Identity): AddressSet | undefined {
    if (!this.lists.has(identity)) this.lists.set(identity, this.readList(identity));
    return this.lists.get(identity);
  }

  /** The API response about an interface. */
  public factOf(eni: Identity): InterfaceFact | undefined {
    const id = this.names.factId(eni);
    const own = id !== undefined && eni.endsWith(PRIMARY) ? this.facts.primaryOf.get(id) : id;
    return own === undefined ? undefined : this.facts.interfaces.get(own);
  }

  private readList(identity: Identity): AddressSet | undefined {
    const body = this.reach.blockOf(identity)?.block.body;
    if (body?.dynamic?.entry !== undefined || typeof body?.entry === 'string') return undefined;
    const cidrs = body ? blocksOf(body.entry).map((e) => e.cidr) : isLiteral(identity) ? this.facts.prefixLists.get(identity) : undefined;
    const sets = cidrs?.map(addressesOf);
    return !sets || sets.some((s) => s === undefined) ? undefined : AddressSet.unionOf(sets as AddressSet[]);
  }

  private placed(identity: Identity, given?: InterfaceStatement): Place {
    const eni = this.interfaceOf(identity);
    const statement = given ?? this.stated.get(identity) ?? this.stated.get(eni);
    const fact = this.factOf(eni);
    const found = isLiteral(eni) ? undefined : this.reach.blockOf(eni);
    const written = found && this.written(found.stack, found.block, eni);
    const vswitch = this.names.of(written?.vswitch ?? fact?.vswitchId ?? statement?.vswitchId);
    const vpc = (vswitch === undefined ? undefined : this.vpcOf(vswitch)) ?? this.names.of(fact?.vpcId ?? statement?.vpcId);
    const block = vswitch === undefined ? undefined : this.blockOf(vswitch);
    const described = fact && fact.securityGroupIds.length > 0 ? fact.securityGroupIds : undefined;
    const known = addressOf(written?.ip ?? fact?.primaryIp ?? statement?.primaryIp);
    // TM107 reports an address outside of the vSwitch. It proves nothing.
    const address = known && block?.containsAll(known) !== false ? known : undefined;
    return {
      groups: (written?.groups ?? described ?? statement?.securityGroupIds ?? fact?.securityGroupIds)?.map((group) => this.names.of(group)),
      vswitch,
      vpc,
      // Each copy of a resource has a different address in the vSwitch's block.
      addresses: address
        ?? block
        ?? (vpc === undefined ? undefined : this.routes.blocksOf(vpc))
        ?? AddressSet.ALL,
      exact: address !== undefined,
      instance: written?.instance ?? this.attachments.instanceOf(eni) ?? statement?.instanceId ?? fact?.instanceId,
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
      instance: instance ? stack.managed(block.address) : this.attachments.instanceOf(identity),
    };
  }
}

const PRIMARY = '.network_interface_id';

const networks = new WeakMap<MirrorModel, Map<string | undefined, NetworkModel>>();

function addressOf(text: string | undefined): AddressSet | undefined {
  const parsed = text === undefined ? undefined : parseIpv4Address(text);
  return parsed?.ok ? AddressSet.range(parsed.address, parsed.address) : undefined;
}

/** The facts of all stacks together. Ids are the same in all stacks. The same object for every call. */
function joined(model: MirrorModel): NetworkFacts {
  let facts = allFacts.get(model);
  if (!facts) allFacts.set(model, facts = join(model));
  return facts;
}

const allFacts = new WeakMap<MirrorModel, NetworkFacts>();

function namesOf(model: MirrorModel, facts: NetworkFacts): Names {
  let names = allNames.get(model);
  if (!names) allNames.set(model, names = new Names(model, facts));
  return names;
}

const allNames = new WeakMap<MirrorModel, Names>();

function join(model: MirrorModel): NetworkFacts {
  const given = [...new Set(model.documents.flatMap((d) => d.network ?? []))];
  if (given.length === 1) return given[0];
  const all = <T>(pick: (facts: NetworkFacts) => ReadonlyMap<string, T>) => new Map(given.flatMap((facts) => [...pick(facts)]));
  return {
    interfaces: all((f) => f.interfaces),
    primaryOf: all((f) => f.primaryOf),
    instances: all((f) => f.instances),
    vswitches: all((f) => f.vswitches),
    securityGroups: all((f) => f.securityGroups),
    prefixLists: all((f) => f.prefixLists),
    networkAcls: all((f) => f.networkAcls),
    loadBalancers: all((f) => f.loadBalancers),
    serverGroups: all((f) => f.serverGroups),
    listeners: given.flatMap((f) => f.listeners),
  };
}
