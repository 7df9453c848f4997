import { ResourceEffect } from '../../catalog/resource-effects';
import { NetworkFacts } from '../../input/network-facts';
import { Identity, isLiteral, isManaged, literalText, named, surelyDiffer } from '../reference';
import type { MirrorModel } from '../mirror-model';
import { Block, StackModel } from '../stack-model';
import { blocksOf } from '../terraform-form';
import { Others } from './others';
import { peerOf } from './peer';
import { addressesOf, firstUnknown, NO_PORTS, PacketRule, Peer, udpPorts, verdictOf } from './packet-rule';

export const ACL_TYPE = 'alicloud_network_acl';
const ATTACHMENT_TYPE = 'alicloud_vpc_network_acl_attachment';
/** Deprecated resources that some apps still have. */
const OLD_ATTACHMENT_TYPE = 'alicloud_network_acl_attachment';
const OLD_ENTRIES_TYPE = 'alicloud_network_acl_entries';

/** The inbound entries of a network ACL in their order. */
export interface AclModel {
  readonly identity: Identity;
  readonly entries: PacketRule[];
  /** Why the entries are not known, if they are not. */
  readonly open?: string;
}

/** The ACL of a vSwitch: none, one, or not known. */
export interface AclBinding {
  readonly acl?: AclModel;
  /** Why it is not known which. */
  readonly open?: string;
}

/** The network ACLs of an app and of the facts from outside, by vSwitch. */
export class NetworkAcls {
  private readonly bound = new Map<Identity, Identity>();
  /** Bindings of the app that may or may not be there, or of which it is not known what they bind. */
  private readonly perhaps: { vswitch: Identity; label: string }[] = [];
  /** Bindings of the app. */
  private readonly own = new Map<Identity, Identity>();
  private readonly acls = new Map<Identity, AclModel>();
  /** Resources that write the entries of an ACL from outside of it. */
  private readonly written = new Map<Identity, Block>();

  constructor(private readonly model: MirrorModel, private readonly facts: NetworkFacts) {
    for (const [id, acl] of facts.networkAcls) for (const vswitch of acl.vswitchIds) this.bound.set(vswitch, id);
    // What the app binds goes before what was there.
    for (const stack of model.stacks) {
      for (const block of stack.blocks(ACL_TYPE)) {
        for (const resource of blocksOf(block.body.resources)) this.bind(stack, block, resource.resource_id, stack.managed(block.address));
        if (block.body.dynamic?.resources !== undefined || typeof block.body.resources === 'string') this.perhaps.push({ vswitch: `?${stack.path}\u0000`, label: block.path });
      }
      for (const block of stack.blocks(ATTACHMENT_TYPE)) {
        const acl = block.body.network_acl_id;
        this.bind(stack, block, block.body.resource_id, typeof acl === 'string' ? stack.identity(acl) : `?${stack.path}\u0000`);
      }
      for (const block of stack.blocks(OLD_ATTACHMENT_TYPE)) {
        const acl = block.body.network_acl_id;
        for (const resource of blocksOf(block.body.resources)) this.bind(stack, block, resource.resource_id, typeof acl === 'string' ? stack.identity(acl) : `?${stack.path}\u0000`);
      }
      for (const block of stack.blocks(OLD_ENTRIES_TYPE)) {
        if (typeof block.body.network_acl_id === 'string') this.written.set(stack.identity(block.body.network_acl_id), block);
      }
    }
  }

  /** Whom the entries of the app are about. */
  public peers(): Peer[] {
    return this.model.stacks.flatMap((stack) => stack.blocks(ACL_TYPE).flatMap(({ body }) => blocksOf(body.ingress_acl_entries).map((entry) => peerOf(this.model, stack, entry.source_cidr_ip))));
  }

  public ofVswitch(vswitch: Identity): AclBinding {
    const perhaps = this.perhaps.find((binding) => binding.vswitch === vswitch || !surelyDiffer(binding.vswitch, vswitch));
    // What the app surely binds goes before all.
    const own = this.own.get(vswitch);
    if (own !== undefined) return { acl: this.of(own) };
    if (perhaps) return { open: `whether ${perhaps.label} binds a network ACL to ${named(vswitch)} is not known` };
    const who = Others.of(this.model).at(vswitch, ResourceEffect.NETWORK_ACL);
    if (who !== undefined) return { open: `${who}, and whether it binds a network ACL to it is not known` };
    const bound = this.bound.get(vswitch);
    if (bound !== undefined) return { acl: this.of(bound) };
    if (isLiteral(vswitch)) {
      const told = this.facts.vswitches.get(vswitch)?.networkAclId;
      if (told === undefined) return { open: `whether vSwitch ${vswitch} has a network ACL is not known` };
      return told === '' ? {} : { acl: this.of(told) };
    }
    // A vSwitch of the app is made without an ACL.
    return this.model.blockOf(vswitch) ? {} : { open: `whether vSwitch ${named(vswitch)} has a network ACL is not known` };
  }

  private bind(stack: StackModel, block: Block, resource: unknown, acl: Identity): void {
    const vswitch = typeof resource === 'string' ? stack.identity(resource) : `?${stack.path}\u0000`;
    if (block.copies === undefined || !isLiteral(vswitch) && !isManaged(vswitch)) this.perhaps.push({ vswitch, label: block.path });
    else this.own.set(vswitch, acl);
  }

  private of(identity: Identity): AclModel {
    let acl = this.acls.get(identity);
    if (!acl) this.acls.set(identity, acl = this.read(identity));
    return acl;
  }

  private read(identity: Identity): AclModel {
    const who = Others.of(this.model).at(identity, ResourceEffect.NETWORK_ACL);
    if (who !== undefined) return { identity, entries: [], open: `${who}, and whether it writes its entries is not known` };
    const elsewhere = this.written.get(identity);
    if (elsewhere) return { identity, entries: [], open: `its entries are written by ${elsewhere.path}, a deprecated resource that is not read here` };
    const found = this.model.blockOf(identity);
    if (found?.block.type === ACL_TYPE) {
      const { block } = found;
      const written = block.body.ingress_acl_entries;
      const entries = blocksOf(written);
      if (block.body.dynamic?.ingress_acl_entries !== undefined || typeof written === 'string') return { identity, entries: [], open: `the ingress entries of ${block.path} are known to Terraform alone` };
      if (entries.length === 0) return { identity, entries: [], open: `${block.path} writes no ingress entries, so those on the cloud stay, and they are not known` };
      return { identity, entries: entries.map((entry, i) => writtenEntry(block, entry, i, peerOf(this.model, found.stack, entry.source_cidr_ip))) };
    }
    const fact = isLiteral(identity) ? this.facts.networkAcls.get(identity) : undefined;
    if (!fact) return { identity, entries: [], open: `the entries of network ACL ${named(identity)} are not known` };
    return {
      identity,
      entries: fact.entries.map((entry) => ({
        label: `${entry.name} of ${identity}`, verdict: verdictOf(entry.policy), peer: { cidrs: addressesOf(entry.sourceCidr) }, certain: true,
        ports: entry.ipVersion?.toUpperCase() === 'IPV6' ? NO_PORTS : udpPorts(entry.protocol, entry.port),
      })),
    };
  }
}

function writtenEntry(block: Block, entry: any, position: number, peer: Peer): PacketRule {
  const label = `ingress entry ${position + 1} of ${block.path}`;
  return {
    label, verdict: verdictOf(entry.policy), peer, certain: true,
    ports: literalText(entry.ip_version)?.toUpperCase() === 'IPV6' ? NO_PORTS : udpPorts(entry.protocol, entry.port),
    unknown: firstUnknown(label, entry, ['policy', 'protocol', 'port', 'source_cidr_ip']) ?? `${label} does not write all of policy, protocol, port and source_cidr_ip`,
  };
}

