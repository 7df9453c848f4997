import { ResourceEffect } from '../../catalog/resource-effects';
import { NetworkFacts } from '../../input/network-facts';
import { Identity, isLiteral, isOpaque, literalText, surelyDiffer } from '../reference';
import type { MirrorModel } from '../mirror-model';
import { Block, StackModel } from '../stack-model';
import { blocksOf } from '../terraform-form';
import { Names } from './names';
import { Others } from './others';
import { peerOf } from './peer';
import { addressesOf, entryRangeProblem, firstUnknown, NO_PORTS, PacketRule, Peer, udpPorts, verdictOf } from './packet-rule';
import { doubtOf, Reach } from './reach';
import { phrase, Words } from '../../texts/phrase';

export const ACL_TYPE = 'alicloud_network_acl';
const ATTACHMENT_TYPE = 'alicloud_vpc_network_acl_attachment';
/** Deprecated resources that some apps still use. */
const OLD_ATTACHMENT_TYPE = 'alicloud_network_acl_attachment';
/** The only type of resource that an ACL is bound to. */
const VSWITCH = 'VSwitch';
const OLD_ENTRIES_TYPE = 'alicloud_network_acl_entries';

/** The inbound entries of a network ACL, in order. */
export interface AclModel {
  readonly identity: Identity;
  readonly entries: PacketRule[];
  /** The reason why the entries are unknown, if they are. */
  readonly open?: Words;
}

/** The ACL of a vSwitch: none, one, or unknown. */
export interface AclBinding {
  readonly acl?: AclModel;
  /** The reason why the ACL is unknown. */
  readonly open?: Words;
}

/** The network ACLs of an app and of the network facts, by vSwitch. */
export class NetworkAcls {
  private readonly bound = new Map<Identity, Identity>();
  /** Bindings of the app that may not exist, or whose vSwitch or ACL is unknown. */
  private readonly perhaps: { vswitch: Identity; block: Block }[] = [];
  /** Bindings of the app. */
  private readonly own = new Map<Identity, Identity>();
  private readonly acls = new Map<Identity, AclModel>();
  /** Separate resources that write entries of an ACL. */
  private readonly written = new Map<Identity | undefined, Block>();

  private readonly model: MirrorModel;

  constructor(private readonly reach: Reach, private readonly facts: NetworkFacts, private readonly names: Names) {
    const { model } = reach;
    this.model = model;
    for (const [id, acl] of facts.networkAcls) for (const vswitch of acl.vswitchIds) this.bound.set(names.of(vswitch), names.of(id));
    // Bindings of the app take precedence over existing bindings.
    for (const stack of model.stacks) {
      for (const block of reach.blocks(stack, ACL_TYPE)) {
        for (const resource of blocksOf(block.body.resources)) this.bind(stack, block, resource, stack.managed(block.address));
        if (block.body.dynamic?.resources !== undefined || typeof block.body.resources === 'string') {
          this.perhaps.push({ vswitch: stack.anything, block });
        }
      }
      for (const block of reach.blocks(stack, ATTACHMENT_TYPE)) {
        this.bind(stack, block, block.body, names.idOf(stack, block.body.network_acl_id) ?? stack.anything);
      }
      for (const block of reach.blocks(stack, OLD_ATTACHMENT_TYPE)) {
        const acl = names.idOf(stack, block.body.network_acl_id) ?? stack.anything;
        for (const resource of blocksOf(block.body.resources)) this.bind(stack, block, resource, acl);
      }
      for (const block of reach.blocks(stack, OLD_ENTRIES_TYPE)) {
        this.written.set(names.idOf(stack, block.body.network_acl_id), block);
      }
    }
  }

  /** The peers of the app's entries. */
  public peers(): Peer[] {
    return this.model.stacks.flatMap(
      (stack) => this.reach.blocks(stack, ACL_TYPE).flatMap(({ body }) => blocksOf(body.ingress_acl_entries).map((entry) => peerOf(
        this.model, stack, entry.source_cidr_ip,
      ))),
    );
  }

  public ofVswitch(vswitch: Identity): AclBinding {
    const perhaps = this.perhaps.find((binding) => !surelyDiffer(binding.vswitch, vswitch));
    // A certain binding of the app takes precedence.
    const own = this.own.get(vswitch);
    if (own !== undefined) {
      const [at, of] = [this.vpcOf(vswitch), this.vpcOf(own)];
      // The service binds an ACL only to the vSwitches of its VPC.
      if (at === undefined || of === undefined || at === of) return { acl: this.of(own) };
      return { open: phrase('aclOfOther', { acl: this.model.nameOf(own), vpc: this.model.nameOf(at), aclVpc: this.model.nameOf(of) }) };
    }
    if (perhaps) {
      return { open: doubtOf(perhaps.block, phrase('aclPerhaps', { path: perhaps.block.path, vswitch: this.model.nameOf(vswitch) })) };
    }
    const who = Others.of(this.model).at(vswitch, ResourceEffect.NETWORK_ACL);
    if (who !== undefined) return { open: phrase('aclByOther', { who }) };
    const bound = this.bound.get(vswitch);
    if (bound !== undefined) return { acl: this.of(bound) };
    const imported = this.names.imported(vswitch);
    if (imported || isLiteral(vswitch)) {
      const id = this.names.factId(vswitch);
      const told = id === undefined ? undefined : this.facts.vswitches.get(id)?.networkAclId;
      if (told === undefined) return { open: imported ? phrase('importedAcl', imported) : phrase('aclNotKnown', { vswitch }) };
      return told === '' ? {} : { acl: this.of(this.names.of(told)) };
    }
    // The app creates its vSwitches without an ACL.
    return this.reach.blockOf(vswitch)
      ? {}
      : { open: this.reach.why(vswitch) ?? phrase('aclNotKnown', { vswitch: this.model.nameOf(vswitch) }) };
  }

  private vpcOf(thing: Identity): Identity | undefined {
    const found = this.reach.blockOf(thing);
    return found ? this.names.idOf(found.stack, found.block.body.vpc_id) : this.names.of(this.facts.vswitches.get(thing)?.vpcId);
  }

  private bind(stack: StackModel, block: Block, { resource_id: resource, resource_type: type = VSWITCH }: any, acl: Identity): void {
    const vswitch = this.names.idOf(stack, resource) ?? stack.anything;
    if (block.copies === undefined || type !== VSWITCH || isOpaque(vswitch)) this.perhaps.push({ vswitch, block });
    else this.own.set(vswitch, acl);
  }

  private of(identity: Identity): AclModel {
    let acl = this.acls.get(identity);
    if (!acl) this.acls.set(identity, acl = this.read(identity));
    return acl;
  }

  private read(identity: Identity): AclModel {
    const who = Others.of(this.model).at(identity, ResourceEffect.NETWORK_ACL);
    if (who !== undefined) return { identity, entries: [], open: phrase('entriesByOther', { who }) };
    const elsewhere = this.written.get(identity);
    if (elsewhere) return { identity, entries: [], open: phrase('entriesElsewhere', { path: elsewhere.path }) };
    const found = this.reach.blockOf(identity);
    const id = this.names.factId(identity);
    const fact = id === undefined ? undefined : this.facts.networkAcls.get(id);
    if (found?.block.type === ACL_TYPE) {
      const { block } = found;
      const written = block.body.ingress_acl_entries;
      const entries = blocksOf(written);
      if (block.body.dynamic?.ingress_acl_entries !== undefined || typeof written === 'string') {
        return { identity, entries: [], open: phrase('entriesAtApply', { path: block.path }) };
      }
      if (entries.length > 0) {
        return {
          identity,
          entries: entries.map((entry, i) => writtenEntry(block, entry, i, peerOf(this.model, found.stack, entry.source_cidr_ip))),
        };
      }
      if (!this.names.imported(identity)) return { identity, entries: [], open: phrase('entriesStay', { path: block.path }) };
    }
    if (!fact) {
      const open = this.reach.why(identity) ?? phrase('entriesNotKnown', { acl: this.model.nameOf(identity) });
      return { identity, entries: [], open };
    }
    return {
      identity,
      entries: fact.entries.map((entry) => ({
        label: phrase('of', { name: entry.name, owner: this.model.nameOf(identity) }),
        verdict: verdictOf(entry.policy),
        peer: { cidrs: addressesOf(entry.sourceCidr) },
        certain: true,
        ports: entry.ipVersion?.toUpperCase() === 'IPV6' ? NO_PORTS : udpPorts(entry.protocol, entry.port),
      })),
    };
  }
}

function writtenEntry(block: Block, entry: any, position: number, peer: Peer): PacketRule {
  const label = phrase('entry', { number: position + 1, path: block.path });
  // The behaviour of the service is unknown then.
  const wrong = entryRangeProblem(entry.protocol, entry.port) !== undefined;
  return {
    label, verdict: verdictOf(entry.policy), peer, certain: !wrong,
    ports: literalText(entry.ip_version)?.toUpperCase() === 'IPV6' ? NO_PORTS : wrong ? undefined : udpPorts(entry.protocol, entry.port),
    unknown: firstUnknown(label, entry, ['policy', 'protocol', 'port', 'source_cidr_ip'])
      ?? (wrong ? phrase('entryRange', { entry: label }) : phrase('entryIncomplete', { entry: label })),
  };
}

