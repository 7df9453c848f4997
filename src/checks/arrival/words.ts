import { Reason, Receiver } from './admission';
import { Sender } from './senders';
import { VXLAN_PORT } from '../../catalog/limits';
import { NETWORK_ACL, SECURITY_GROUP } from '../../catalog/target-side';
import { isLiteral, named } from '../../model/reference';
import { AddressSet } from '../../net/address-set';
import { formatIpv4Address } from '../../net/ipv4-cidr';
import { few } from '../wording';

/** The checks that tell whether copies arrive. */
export type ArrivalCheck = 'TM401' | 'TM403' | 'TM404' | 'TM405' | 'TM406' | 'TM407' | 'TM408';

/** Any port does: the service takes a hash of the inner packet. */
const EXAMPLE_PORT = 49_152;

/** How to make known what is not. */
export function handIn(...kinds: string[]): string {
  return `hand in what the API says of it: MirrorPolicy.of(app).networkFacts(MirrorNetworkFacts.fromFiles({ ${kinds.map((k) => `${k}: [...]`).join(', ')} })); docs/proof.md has the commands; nothing that runs is changed`;
}

/** Where a packet goes. */
export type Destination = Pick<Receiver, 'identity' | 'port'> & { readonly place: Pick<Receiver['place'], 'addresses' | 'exact'> };

/** A packet that is stopped. */
export function witness(sender: Sender, { identity, place: { addresses, exact }, port }: Destination, sourcePort?: number): string {
  const from = formatIpv4Address(sender.address ?? sender.candidates!.first!);
  const to = exact ? formatIpv4Address(addresses.first!) : named(identity);
  return `packet ${from}:${sourcePort ?? EXAMPLE_PORT} -> ${to}:${port ?? VXLAN_PORT}/udp`;
}

/** The rule or entry that lets the sources in. */
export function refusalFix(receiver: Receiver, reason: Reason, senders: readonly Sender[]): string {
  const cidrs = AddressSet.unionOf([
    AddressSet.ofAddresses(senders.flatMap((s) => s.address ?? [])),
    ...new Set(senders.flatMap((s) => s.candidates ?? [])),
  ]).cidrs().map(String);
  const port = receiver.port ?? VXLAN_PORT;
  const each = cidrs.length > 1 ? ` (one each for ${few(cidrs)})` : '';
  if (reason.id === 'TM404') {
    const before = reason.byDefault ? 'add' : `before ${reason.text} insert`;
    return `${before} an entry${each}: ingress_acl_entries { protocol = "${NETWORK_ACL.protocol}", port = "${port}/${port}", source_cidr_ip = "${cidrs[0]}", policy = "accept" }, and keep the others, since the list is written as a whole; sessions keep running`;
  }
  const group = reason.list === undefined ? '<a security group of the interface>' : isLiteral(reason.list) ? `"${reason.list}"` : `${named(reason.list)}.id`;
  const { type, ipProtocol, nicType, policy, priority } = SECURITY_GROUP;
  const first = reason.priority === priority.min ? `take ${reason.text} away, or give it a priority above ${priority.min} by a new rule; ` : '';
  return `${first}add alicloud_security_group_rule${each}: security_group_id = ${group}, type = "${type}", ip_protocol = "${ipProtocol}", port_range = "${port}/${port}", nic_type = "${nicType}", `
    + `policy = "${policy}", priority = ${priority.min}, cidr_ip = "${cidrs[0]}", with lifecycle { create_before_destroy = true }; sessions keep running`;
}
