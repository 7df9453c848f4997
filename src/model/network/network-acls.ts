import { NetworkFacts } from '../../input/network-facts';
import { Identity, isLiteral, literalText, named, surelyDiffer } from '../reference';
import type { MirrorModel } from '../mirror-model';
import { Block, StackModel } from '../stack-model';
import { handedTo } from './modules';
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
  /** Why the entries are not known, where they are not. */
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
  private readonly acls = new Map<Identity, AclModel>();
  /** Resources that write the entries of an ACL from outside of it. */
  private readonly written = new Map<Identity, Block>();

  constructor(private readonly model: MirrorModel, private readonly facts: NetworkFacts) {
    for (const [id, acl] of facts.networkAcls) for (const vswitch of acl.vswitchIds) this.bound.set(vswitch, id);
    // What the app binds goes before what was there.
    for (const stack of model.stacks) {
      for (const block of stack.blocks(ACL_TYPE)) {
        for (const resource of blocksOf(block.body.resources)) this.bind(stack, block, resource.resource_id, stack.managed(block.address));
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
    const bound = this.bound.get(vswitch);
    if (bound !== undefined) return { acl: this.of(bound) };
    if (isLiteral(vswitch)) {
      const told = this.facts.vswitches.get(vswitch)?.networkAclId;
      if (told === undefined) return { open: `whether vSwitch ${vswitch} has a network ACL is not known` };
      return told === '' ? {} : { acl: this.of(told) };
    }
    // A vSwitch of the app is made without an ACL.
    for (const [other, acl] of this.bound) {
      if (!isLiteral(other) && !surelyDiffer(other, vswitch)) return { open: `whether network ACL ${named(acl)} is bound to ${named(vswitch)} or to another vSwitch is not known` };
    }
    const module = handedTo(this.model, vswitch);
    if (module !== undefined) return { open: `module ${module} is handed ${named(vswitch)}, and whether it binds a network ACL to it is not known` };
    return this.model.blockOf(vswitch) ? {} : { open: `whether vSwitch ${named(vswitch)} has a network ACL is not known` };
  }

  private bind(stack: StackModel, block: Block, resource: unknown, acl: Identity): void {
    if (typeof resource === 'string' && block.copies !== 0) this.bound.set(stack.identity(resource), acl);
  }

  private of(identity: Identity): AclModel {
    let acl = this.acls.get(identity);
    if (!acl) this.acls.set(identity, acl = this.read(identity));
    return acl;
  }

  private read(identity: Identity): AclModel {
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

/** Blocks as JSON writes them: a list, one alone, or none. */
export function blocksOf(blocks: unknown): any[] {
  return Array.isArray(blocks) ? blocks : blocks !== null && typeof blocks === 'object' ? [blocks] : [];
}
