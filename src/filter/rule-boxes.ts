import { MirrorRule, MirrorRuleAction } from './mirror-rule';
import { Ipv4Cidr } from '../net/ipv4-cidr';
import { known } from '../net/known';
import { MirrorProtocol } from '../net/mirror-protocol';
import { byPriority } from '../intent/priorities';
import { EVERY_ADDRESS, EVERY_PORT, hasPorts, PacketBox, PlacedRule, Span } from '../net/packet';
import { addressesText } from '../net/packet-text';
import { PortRange } from '../net/port-range';
import type { RuleInLedger } from '../terraform/ledger';

/** The packets that a rule matches. Undefined if a value is unknown at synth. */
export function boxOf(rule: MirrorRule): PacketBox | undefined {
  return isKnown(rule) ? widestBox(rule) : undefined;
}

function isKnown({ protocol, source, destination, sourcePort, destinationPort }: MirrorRule): boolean {
  return protocol.isKnown && known(source) && known(destination) && sourcePort.isKnown && destinationPort.isKnown;
}

/** The packets that a rule matches at most: a value that is unknown at synth may be any value. */
function widestBox(rule: MirrorRule): PacketBox {
  const block = (text: string): Span => {
    if (!known(text)) return EVERY_ADDRESS;
    const cidr = Ipv4Cidr.of(text);
    return [cidr.first, cidr.last + 1];
  };
  const protocol = (rule.protocol.isKnown ? rule.protocol.name : 'ALL') as PacketBox['protocol'];
  const ports = (range: PortRange): Span =>
    !hasPorts(protocol) || !range.isKnown || range.isAll ? EVERY_PORT : [range.first, range.last + 1];
  return {
    protocol, source: block(rule.source), destination: block(rule.destination),
    sourcePorts: ports(rule.sourcePort), destinationPorts: ports(rule.destinationPort),
  };
}

/** A rule of a filter, as far as it is known at synth. */
export interface PartlyKnownRule extends PlacedRule {
  /** Whether all values are known. Otherwise the rule matches at most its box. */
  readonly certain: boolean;
}

/** Rules with the priorities that a filter assigns, in their order. */
export function partlyKnown(rules: readonly MirrorRule[]): PartlyKnownRule[] {
  let last = 0;
  return byPriority(rules.map((rule) => ({
    accept: rule.action === MirrorRuleAction.ACCEPT,
    box: widestBox(rule),
    priority: last = rule.priority ?? last + 1,
    certain: isKnown(rule),
  })));
}

/** Rules with the priorities that a filter assigns. */
export function placedOf(rules: readonly MirrorRule[]): PlacedRule[] {
  let last = 0;
  return rules.flatMap((rule) => {
    const priority = last = rule.priority ?? last + 1;
    const box = boxOf(rule);
    return box ? [{ accept: rule.action === MirrorRuleAction.ACCEPT, box, priority }] : [];
  });
}

/** Compiled rules in the form of a ledger. */
export function inLedger(rules: readonly MirrorRule[], direction: RuleInLedger['direction']): RuleInLedger[] {
  return rules.map(({ action, priority, protocol, source, destination, sourcePort, destinationPort }) => ({
    direction,
    priority: priority!,
    action: action === MirrorRuleAction.ACCEPT ? 'accept' : 'drop',
    protocol: protocol.name,
    source,
    destination,
    sourcePorts: sourcePort.toString(), destinationPorts: destinationPort.toString(),
  }));
}

/** A compiled rule in the form of a filter's rule. */
export function ruleOf({ accept, box, priority }: PlacedRule, withPriority = true): MirrorRule {
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
