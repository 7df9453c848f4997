import { VXLAN_PORT } from '../../catalog/limits';
import { MirrorModel, RuleModel, SessionModel } from '../../model/mirror-model';
import { ALL_PORTS, portsOf } from '../../model/network/packet-rule';
import { literalNumber, literalText } from '../../model/reference';
import { Ipv4Cidr } from '../../net/ipv4-cidr';

/** Whether a session copies some of the VXLAN packets that its sources receive. Undefined if unknown. */
export function mayCopyVxlan(model: MirrorModel, session: SessionModel): boolean | undefined {
  const filter = model.filterByIdentity.get(session.filter!);
  if (!filter || filter.openEnded || model.openRules.some((r) => r.direction === 'inbound')) return undefined;
  const inbound = filter.rules.filter((r) => r.direction === 'inbound');
  if (inbound.some((r) => literalNumber(r.priority) === undefined)) return undefined;
  for (const rule of inbound.sort((a, b) => literalNumber(a.priority)! - literalNumber(b.priority)!)) {
    const match = matches(rule);
    const action = literalText(rule.action);
    if (match === false) continue;
    if (match === undefined || action === undefined) return undefined;
    if (action === 'accept') return true;
    // The packets that it does not drop go on to the next rule.
    if (match === 'all') return false;
  }
  return false;
}

/** Whether a rule matches UDP to the VXLAN port: all, some (true), none (false), or unknown. */
function matches(rule: RuleModel): 'all' | boolean | undefined {
  const protocol = literalText(rule.protocol);
  if (protocol === undefined) return undefined;
  if (protocol !== 'ALL' && protocol !== 'UDP') return false;
  const ports = protocol === 'ALL' ? ALL_PORTS : portsOf(rule.destinationPorts);
  if (!ports) return undefined;
  if (VXLAN_PORT < ports[0] || VXLAN_PORT > ports[1]) return false;
  const wide = [rule.sourceCidr, rule.destinationCidr].every((cidr) => cidr === undefined || cidr === Ipv4Cidr.ANY.toString());
  const anyPort = protocol === 'ALL' || rule.sourcePorts === undefined || rule.sourcePorts === '-1/-1' || rule.sourcePorts === '1/65535';
  return wide && anyPort ? 'all' : true;
}
