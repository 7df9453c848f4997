import { slot } from './arrival/admission';
import { targetKind, TargetKind } from './target';
import { VXLAN_PORT } from '../catalog/limits';
import { MirrorModel, SessionModel } from '../model/mirror-model';
import { NetworkModel } from '../model/network/network-model';
import { addressesOf, Ports } from '../model/network/packet-rule';
import { Identity, isLiteral, isOpaque, literalNumber } from '../model/reference';
import { AddressSet } from '../net/address-set';
import { phrase, Words } from '../texts/phrase';

/** A path between a target and the internet. */
export interface PublicWay {
  readonly way?: 'loadBalancer' | 'address' | 'group';
  /** The resource that opens the path, if it is not the target itself. */
  readonly by?: string;
  /** The unknown value, if there may be a path. */
  readonly unknown?: Words;
}

/** The addresses outside the internet (RFC 1918, 6598, 3927, 1122, and addresses of no host). */
const INTERNAL = [
  '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '169.254.0.0/16', '127.0.0.0/8', '0.0.0.0/8', '224.0.0.0/3',
];
const PUBLIC = AddressSet.ALL.minus(AddressSet.unionOf(INTERNAL.map((cidr) => addressesOf(cidr)!)));

const ASSOCIATION = 'alicloud_eip_association';

/** The paths between targets and the internet, from the app and the API responses. */
export class PublicWays {
  private readonly network: NetworkModel;
  /** EIPs by the resource that they are bound to. */
  private readonly addresses = new Map<Identity | undefined, string>();
  /** An EIP whose bound resource is known only at apply. */
  private readonly openAddress?: string;

  constructor(private readonly model: MirrorModel) {
    this.network = NetworkModel.of(model);
    for (const stack of model.stacks) {
      for (const { body, path } of stack.blocks(ASSOCIATION)) {
        const to = typeof body.instance_id === 'string' ? stack.identity(body.instance_id) : undefined;
        if (to !== undefined && !isOpaque(to)) this.addresses.set(to, path);
        else this.openAddress ??= path;
      }
    }
  }

  public of(target: Identity, sessions: readonly SessionModel[]): PublicWay {
    if (!isLiteral(target) && !this.model.blockOf(target)) return { unknown: phrase('targetNotKnown', {}) };
    const kind = targetKind(this.model, target, sessions);
    if (kind === TargetKind.LOAD_BALANCER) return this.ofLoadBalancer(target);
    return kind === TargetKind.INTERFACE ? this.ofInterface(target) : { unknown: phrase('targetKindNotKnown', {}) };
  }

  private ofLoadBalancer(target: Identity): PublicWay {
    const { addressType, addressTypeOpen, block } = this.network.loadBalancers.of(target);
    const bound = this.addresses.get(target);
    // A CLB of the app without an address type faces the internet.
    if (addressType === 'internet' || block && addressType === undefined && addressTypeOpen === undefined) return { way: 'loadBalancer' };
    if (bound !== undefined) return { way: 'address', by: bound };
    if (addressType === undefined) return { unknown: addressTypeOpen };
    return this.openAddress === undefined ? {} : { unknown: phrase('boundPerhaps', { path: this.openAddress }) };
  }

  private ofInterface(target: Identity): PublicWay {
    const { network, model, addresses } = this;
    const eni = network.interfaceOf(target);
    const place = network.place(target);
    const bound = [target, eni, place.instance].flatMap((id) => addresses.get(id) ?? []);
    if (bound.length > 0) return { way: 'address', by: bound[0] };
    const fact = isLiteral(eni) ? network.facts.interfaces.get(eni) : undefined;
    if (fact?.publicIp) return { way: 'address', by: fact.publicIp };
    const instance = place.instance === undefined || isLiteral(place.instance) ? undefined : model.blockOf(place.instance)?.block;
    const bandwidth = instance?.body.internet_max_bandwidth_out;
    if (instance && (literalNumber(bandwidth) ?? 0) > 0) return { way: 'address', by: instance.path };
    let unknown: Words | undefined;
    for (const group of place.groups ?? []) {
      const { open, admits } = this.groupOf(group);
      if (admits) return { way: 'group', by: model.nameOf(group) };
      unknown ??= open;
    }
    if (!place.groups) unknown ??= phrase('itsGroupsNotKnown', {});
    if (bandwidth !== undefined && literalNumber(bandwidth) === undefined) {
      unknown ??= phrase('argumentIs', { argument: 'internet_max_bandwidth_out', path: instance!.path, value: String(bandwidth) });
    }
    if (isLiteral(eni) && fact?.publicIp === undefined) unknown ??= phrase('publicAddressNotKnown', {});
    if (this.openAddress !== undefined) unknown ??= phrase('boundPerhaps', { path: this.openAddress });
    return { unknown };
  }

  /** Whether a group admits mirrored packets from all internet addresses. */
  private groupOf(identity: Identity): { readonly admits?: boolean; readonly open?: Words } {
    const group = this.network.groups.of(identity);
    let admitted = AddressSet.EMPTY;
    let dropped = AddressSet.EMPTY;
    let open = group.open;
    const about = (ports: Ports) => ports[0] <= VXLAN_PORT && ports[1] >= VXLAN_PORT;
    const rules = group.rules.filter(({ ports }) => ports === undefined || about(ports))
      .sort((a, b) => slot(a) - slot(b));
    for (const { verdict, priority, ports, peer: { cidrs, group: members, list, interface: one }, certain, label } of rules) {
      const addresses = cidrs ?? (list === undefined ? undefined : this.network.list(list));
      // Members of a group and interfaces of the app are taken to have no public addresses here.
      if (members !== undefined || one !== undefined) continue;
      if (!certain || verdict === undefined || priority === undefined || ports === undefined || addresses === undefined) {
        open ??= phrase('admitsNotKnown', { rule: label, group: this.model.nameOf(identity) });
      } else if (verdict === 'drop') {
        dropped = dropped.union(addresses.minus(admitted));
      } else {
        admitted = admitted.union(addresses.minus(dropped));
      }
    }
    // An unknown rule may drop or admit the packets.
    return open === undefined ? { admits: admitted.containsAll(PUBLIC) } : { open };
  }
}
