import { AddressSet } from '../../net/address-set';
import { ResourceEffect } from '../../catalog/resource-effects';
import { LOAD_BALANCER } from '../../catalog/target-side';
import { LoadBalancerFact, NetworkFacts, ServerFact, ServerGroupFact } from '../../input/network-facts';
import { Identity, isLiteral, literalBoolean, literalNumber, literalText, surelyDiffer } from '../reference';
import type { MirrorModel } from '../mirror-model';
import { Block, StackModel } from '../stack-model';
import { Names } from './names';
import { Others } from './others';
import { blocksOf, list } from '../terraform-form';
import { addressesOf, firstUnknown } from './packet-rule';
import { doubtOf, Reach } from './reach';
import { phrase, Words } from '../../texts/phrase';

export const LISTENER_TYPE = 'alicloud_slb_listener';
export const SERVER_GROUP_TYPE = 'alicloud_slb_server_group';
export const SERVER_TYPE = 'alicloud_slb_server_group_server_attachment';
export const LOAD_BALANCER_TYPES = ['alicloud_slb_load_balancer', 'alicloud_slb'];

/** A CLB, as far as it is known. */
export interface LoadBalancerModel {
  readonly identity: Identity;
  /** `intranet` or `internet`. Undefined if not set or unknown. */
  readonly addressType?: string;
  /** The reason why the address type is unknown. Undefined if a CLB of the app does not set it. */
  readonly addressTypeOpen?: Words;
  /** The API response shows that it is not active. */
  readonly status?: string;
  /** The reason why the status of a CLB of the app is unknown, if it is. */
  readonly statusOpen?: Words;
  readonly vpc?: Identity;
  readonly vswitch?: Identity;
  /** The location of its address. */
  readonly addresses: AddressSet;
  readonly listeners: ListenerModel[];
  /** The reason why there may be other listeners, if any. */
  readonly open?: Words;
  readonly block?: Block;
}

export interface ListenerModel {
  readonly label: Words;
  readonly protocol?: string;
  readonly port?: number;
  /** Its status in the API response. The provider starts the listeners of the app. */
  readonly status: string;
  readonly accessControl: boolean;
  /** Its server group, if it has one. */
  readonly serverGroup?: Identity;
  /** The default servers of the CLB, if the listener has no group and they are known. */
  readonly servers?: BackendModel[];
  /** The reason why the CLB may have other default servers, if any. */
  readonly serversOpen?: Words;
  readonly open?: Words;
  /** The app writes it. */
  readonly written?: true;
}

/** A listener of the app. */
export interface WrittenListener {
  readonly block: Block;
  readonly stack: StackModel;
  readonly loadBalancer: Identity;
  readonly serverGroup?: Identity;
}

/** A server behind a listener. */
export interface BackendModel {
  /** An interface, or an instance that stands for its primary interface. */
  readonly server: Identity;
  readonly weight?: number;
  readonly port?: number;
}

export interface BackendsModel {
  readonly servers: BackendModel[];
  /** The load balancer that the group belongs to. */
  readonly loadBalancer?: Identity;
  /** The reason why there may be others, if any. */
  readonly open?: Words;
}

/** A server of a group, written by the app as a separate resource. */
export interface WrittenServer {
  readonly block: Block;
  readonly stack: StackModel;
  readonly group: Identity;
}

/** Facts about vSwitches. */
export interface Vswitches {
  vpcOf(vswitch: Identity): Identity | undefined;
  blockOf(vswitch: Identity): AddressSet | undefined;
  readonly names: Names;
}

/** The CLBs of an app and of the network facts. */
export class LoadBalancers {
  public readonly listeners: WrittenListener[] = [];
  public readonly servers: WrittenServer[] = [];
  /** The primary/secondary server groups of listeners. Their servers are not read. */
  private readonly primarySecondary = new Set<Identity | undefined>();
  private readonly cache = new Map<Identity, LoadBalancerModel>();

  private readonly model: MirrorModel;
  private readonly names: Names;

  constructor(private readonly reach: Reach, private readonly facts: NetworkFacts, private readonly vswitches: Vswitches) {
    const { model } = reach;
    const { names } = vswitches;
    this.model = model;
    this.names = names;
    for (const stack of model.stacks) {
      for (const block of reach.blocks(stack, LISTENER_TYPE)) {
        const pair = names.idOf(stack, block.body.master_slave_server_group_id);
        this.primarySecondary.add(pair);
        this.listeners.push({
          block,
          stack,
          loadBalancer: names.idOf(stack, block.body.load_balancer_id) ?? stack.anything,
          serverGroup: names.idOf(stack, block.body.server_group_id) ?? pair,
        });
      }
      for (const block of reach.blocks(stack, SERVER_TYPE)) {
        this.servers.push({ block, stack, group: names.idOf(stack, block.body.server_group_id) ?? stack.anything });
      }
    }
    for (const { primarySecondaryGroupId: pair } of facts.listeners) this.primarySecondary.add(names.of(pair));
  }

  /** Whether a group is a primary/secondary server group. */
  public isPrimarySecondary(group: Identity): boolean {
    return this.primarySecondary.has(group);
  }

  public of(identity: Identity): LoadBalancerModel {
    let found = this.cache.get(identity);
    if (!found) this.cache.set(identity, found = this.read(this.names.of(identity)));
    return found;
  }

  /** The servers of a group. */
  public backendsOf(group: Identity): BackendsModel {
    const servers: BackendModel[] = [];
    let open: Words | undefined;
    for (const { block, stack, group: owner } of this.servers) {
      if (owner !== group) {
        if (!this.areApart(owner, group)) {
          open ??= doubtOf(block, phrase('serverPerhaps', {
            path: block.path, owner: this.model.nameOf(owner), group: this.model.nameOf(group),
          }));
        }
        continue;
      }
      const { server_id: server, weight, port } = block.body;
      if (typeof server === 'string') {
        servers.push({ server: stack.identity(server), weight: literalNumber(weight ?? DEFAULT_WEIGHT), port: literalNumber(port) });
      }
      if (block.copies === undefined || typeof server !== 'string') open ??= doubtOf(block, phrase('serverCount', { path: block.path }));
    }
    const who = Others.of(this.model).at(group, ResourceEffect.SERVERS);
    if (who !== undefined) open ??= phrase('serversByOther', { who });
    const found = this.reach.blockOf(group);
    const id = this.names.factId(group);
    const fact = id === undefined ? undefined : this.facts.serverGroups.get(id);
    if (found?.block.type === SERVER_GROUP_TYPE) {
      for (const inline of blocksOf(found.block.body.servers)) {
        const ids = inline.server_ids;
        if (!Array.isArray(ids)) open ??= phrase('serverIdsNotKnown', { path: found.block.path });
        for (const server of list(ids)) {
          servers.push({
            server: found.stack.identity(String(server)), weight: literalNumber(inline.weight ?? DEFAULT_WEIGHT),
            port: literalNumber(inline.port),
          });
        }
      }
      if (found.block.body.dynamic?.servers !== undefined || typeof found.block.body.servers === 'string') {
        open ??= phrase('serversAtApply', { path: found.block.path });
      }
      const imported = found.block.body.servers === undefined ? this.names.imported(group) : undefined;
      if (imported && !fact) open ??= phrase('importedServers', imported);
      return {
        servers: imported ? joined(servers, fact) : servers,
        open,
        loadBalancer: this.names.idOf(found.stack, found.block.body.load_balancer_id),
      };
    }
    if (!fact) {
      const why = this.reach.why(group) ?? phrase('groupServersNotKnown', { group: this.model.nameOf(group) });
      return { servers, open: why };
    }
    return { servers: joined(servers, fact), open, loadBalancer: this.names.of(fact.loadBalancerId) };
  }

  /** Whether two groups certainly differ: by their names, or by their load balancers. */
  private areApart(a: Identity, b: Identity): boolean {
    if (surelyDiffer(a, b)) return true;
    const [one, two] = [this.ownerOf(a), this.ownerOf(b)];
    return one !== undefined && two !== undefined && surelyDiffer(one, two);
  }

  /** The load balancer of a group, if it is known. */
  private ownerOf(group: Identity): Identity | undefined {
    if (isLiteral(group)) return this.names.of(this.facts.serverGroups.get(group)?.loadBalancerId);
    const found = this.reach.blockOf(group);
    return found && this.names.idOf(found.stack, found.block.body.load_balancer_id);
  }

  private read(identity: Identity): LoadBalancerModel {
    const found = this.reach.blockOf(identity);
    const listeners: ListenerModel[] = [];
    let open: Words | undefined;
    for (const written of this.listeners) {
      if (written.loadBalancer === identity) {
        listeners.push(this.writtenListener(written));
      } else if (!surelyDiffer(written.loadBalancer, identity)) {
        open ??= doubtOf(written.block, phrase('listenerPerhaps', {
          path: written.block.path, balancer: this.model.nameOf(written.loadBalancer),
        }));
      }
    }
    const who = Others.of(this.model).at(identity, ResourceEffect.LISTENERS);
    if (who !== undefined) open ??= phrase('listenersByOther', { who });
    const id = this.names.factId(identity);
    const fact = id === undefined ? undefined : this.facts.loadBalancers.get(id);
    if (found) {
      const { body, path } = found.block;
      const imported = this.names.imported(identity);
      if (imported) {
        this.describe(listeners, identity, imported.id, fact);
        if (!fact?.listeners) open ??= phrase('listenersNotKnown', { balancer: this.model.nameOf(identity) });
      }
      const internet = literalBoolean(body.internet);
      const typed = body.address_type ?? (internet === undefined ? undefined : internet ? 'internet' : 'intranet');
      const vswitch = this.names.idOf(found.stack, body.vswitch_id);
      return {
        identity, listeners, open, block: found.block,
        status: literalText(body.status ?? (imported && fact?.status)), addressType: literalText(typed ?? (imported && fact?.addressType)),
        statusOpen: firstUnknown(path, body, ['status'])
          ?? (imported && !fact && body.status === undefined ? phrase('importedStatus', imported) : undefined),
        addressTypeOpen: firstUnknown(path, body, typed === undefined ? ['internet'] : ['address_type'])
          ?? (imported && !fact && typed === undefined ? phrase('internalNotKnown', { balancer: path }) : undefined),
        vswitch, vpc: vswitch === undefined ? this.names.of(imported && fact?.vpcId) : this.vswitches.vpcOf(vswitch),
        addresses: addressesOf(literalText(body.address ?? (imported && fact?.address)))
          ?? (vswitch === undefined ? undefined : this.vswitches.blockOf(vswitch))
          ?? AddressSet.ALL,
      };
    }
    this.describe(listeners, identity, id, fact);
    if (!fact?.listeners) open ??= phrase('listenersNotKnown', { balancer: this.model.nameOf(identity) });
    return {
      identity,
      listeners,
      open,
      addressType: fact?.addressType,
      addressTypeOpen: fact ? undefined : phrase('internalNotKnown', { balancer: this.model.nameOf(identity) }),
      status: fact?.status, vpc: this.names.of(fact?.vpcId), addresses: addressesOf(fact?.address) ?? AddressSet.ALL,
    };
  }

  /** Adds the listeners of API responses that the app does not write. */
  private describe(listeners: ListenerModel[], identity: Identity, id: string | undefined, fact: LoadBalancerFact | undefined): void {
    const balancer = this.model.nameOf(identity);
    const serversBy = Others.of(this.model).at(identity, ResourceEffect.SERVERS);
    const described = this.facts.listeners.filter((l) => l.loadBalancerId === id);
    for (const l of described) {
      if (listeners.some((own) => own.port === l.port && own.protocol === 'udp')) continue;
      const group = this.names.of(l.serverGroupId ?? l.primarySecondaryGroupId);
      const label = phrase('listener', { protocol: 'UDP', port: l.port, balancer });
      listeners.push({
        label,
        protocol: 'udp',
        port: l.port,
        status: l.status,
        accessControl: l.accessControl === true,
        serverGroup: group,
        servers: group === undefined ? fact?.servers.map((s) => ({ ...backendOf(s), port: l.backendPort })) : undefined,
        open: l.accessControl === undefined ? phrase('accessNotKnown', { listener: label }) : undefined,
        serversOpen: group === undefined && serversBy !== undefined ? phrase('serversByOther', { who: serversBy }) : undefined,
      });
    }
    for (const text of fact?.listeners ?? []) {
      const [protocol, port] = text.split(' ');
      if (listeners.some((l) => l.port === Number(port) && l.protocol === protocol)) continue;
      const listener = phrase('listener', { protocol, port: Number(port), balancer });
      listeners.push({
        label: listener,
        protocol,
        port: Number(port),
        status: '',
        accessControl: false,
        open: phrase('listenerStateNotKnown', { listener }),
      });
    }
  }

  private writtenListener(written: WrittenListener): ListenerModel {
    const { path, body, copies, address } = written.block;
    const protocol = literalText(body.protocol ?? body.lb_protocol);
    const port = literalNumber(body.frontend_port ?? body.lb_port);
    // The provider starts only the listeners that it creates.
    const imported = this.names.imported(written.stack.managed(address));
    const id = this.names.factId(written.loadBalancer) ?? imported?.id?.split(':')[0];
    const fact = imported && this.facts.listeners.find((l) => l.loadBalancerId === id && l.port === port && protocol === 'udp');
    return {
      label: path, protocol, port, status: fact?.status ?? 'running', accessControl: body.acl_status === 'on',
      serverGroup: written.serverGroup,
      written: true,
      open: copies === undefined ? doubtOf(written.block, phrase('listenerPerhapsThere', { path }))
        : typeof body.acl_status === 'string' && !['on', 'off'].includes(body.acl_status)
          ? phrase('argumentIs', { argument: 'acl_status', path, value: body.acl_status })
          : imported && !fact ? phrase('importedStatus', imported) : undefined,
    };
  }
}

const DEFAULT_WEIGHT = LOAD_BALANCER.defaultWeight;

function backendOf({ serverId, weight, port }: ServerFact): BackendModel {
  return { server: serverId, weight, port };
}

/** The servers that the app writes, and the others of an API response. */
function joined(written: readonly BackendModel[], fact: ServerGroupFact | undefined): BackendModel[] {
  const others = fact?.servers.filter(({ serverId, port }) => !written.some((own) => own.server === serverId && own.port === port)) ?? [];
  return [...written, ...others.map(backendOf)];
}
