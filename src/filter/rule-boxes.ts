import { MirrorRule, MirrorRuleAction } from './mirror-rule';
import { Placed } from '../intent/priorities';
import { Ipv4Cidr } from '../net/ipv4-cidr';
import { known } from '../net/known';
import { MirrorProtocol } from '../net/mirror-protocol';
import { EVERY_PORT, PacketBox, Span } from '../net/packet';
import { addressesText } from '../net/packet-text';
import { PortRange } from '../net/port-range';
import type { RuleInLedger } from '../terraform/ledger';

/** The packets that a rule matches. Nothing if a value is not known at synth. */
export function boxOf(rule: MirrorRule): PacketBox | undefined {
  if (!rule.protocol.isKnown || !known(rule.source) || !known(rule.destination) || !rule.sourcePort.isKnown || !rule.destinationPort.isKnown) return undefined;
  const block = (text: string): Span => {
    const cidr = Ipv4Cidr.of(text);
    return [cidr.first, cidr.last + 1];
  };
  const ports = (range: PortRange): Span => range.isAll ? EVERY_PORT : [range.first, range.last + 1];
  return {
    protocol: rule.protocol.name as PacketBox['protocol'], source: block(rule.source), destination: block(rule.destination),
    sourcePorts: ports(rule.sourcePort), destinationPorts: ports(rule.destinationPort),
  };
}

/** Rules with the priorities that a filter gives them. */
export function placedOf(rules: readonly MirrorRule[]): Placed[] {
  let last = 0;
  return rules.flatMap((rule) => {
    const priority = last = rule.priority ?? last + 1;
    const box = boxOf(rule);
    return box ? [{ accept: rule.action === MirrorRuleAction.ACCEPT, box, priority }] : [];
  });
}

/** Rules of one direction as a ledger has them. */
export function placedOfLedger(rules: readonly RuleInLedger[], direction: RuleInLedger['direction']): Placed[] {
  return placedOf(rules.filter((r) => r.direction === direction).map(({ action, priority, protocol, source, destination, sourcePorts, destinationPorts }) => {
    const named = MirrorProtocol.of(protocol);
    const ports = named.takesPorts ? { sourcePort: PortRange.parse(sourcePorts), destinationPort: PortRange.parse(destinationPorts) } : {};
    return (action === 'accept' ? MirrorRule.accept : MirrorRule.drop)({ priority, protocol: named, source, destination, ...ports });
  }));
}

/** Compiled rules as a ledger has them. */
export function inLedger(rules: readonly MirrorRule[], direction: RuleInLedger['direction']): RuleInLedger[] {
  return rules.map(({ action, priority, protocol, source, destination, sourcePort, destinationPort }) => ({
    direction, priority: priority!, action: action === MirrorRuleAction.ACCEPT ? 'accept' : 'drop', protocol: protocol.name, source, destination,
    sourcePorts: sourcePort.toString(), destinationPorts: destinationPort.toString(),
  }));
}

/** A compiled rule as one of a filter. */
export function ruleOf({ accept, box, priority }: Placed, withPriority = true): MirrorRule {
  const block = (span: Span) => {
    const text = addressesText(span);
    return text === 'any' ? Ipv4Cidr.ANY.toString() : text.includes('/') ? text : `${text}/32`;
  };
  const ports = ([first, end]: Span) => first === EVERY_PORT[0] && end === EVERY_PORT[1] ? undefined : PortRange.range(first, end - 1);
  return (accept ? MirrorRule.accept : MirrorRule.drop)({
    protocol: MirrorProtocol.of(box.protocol), source: block(box.source), destination: block(box.destination),
    sourcePort: ports(box.sourcePorts), destinationPort: ports(box.destinationPorts), priority: withPriority ? priority : undefined,
  });
}
