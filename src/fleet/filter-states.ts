import { ledgerBlock, ledgerPorts, LedgerFilters } from './ledger-rules';
import type { FilterState } from '../effects/mirror-state';
import type { PlacedRule } from '../effects/rule-changes';
import { EVERY_ADDRESS, EVERY_PORT, hasPorts, PacketBox, Span } from '../net/packet';
import type { RuleInLedger } from '../terraform/ledger';

/** The filters of a ledger, as effects are found of them. */
export function filterStates(filters: LedgerFilters): FilterState[] {
  return [...filters].map(([id, rules]) => {
    const of = (direction: RuleInLedger['direction']) => rules.filter((r) => r.direction === direction).map(placedRule);
    // The provider replaces a rule that becomes one of ICMP or ceases to be.
    return { id, rules: rules.map((r) => `${r.direction} ${r.priority} ${r.protocol === 'ICMP'}`), placed: { inbound: of('inbound'), outbound: of('outbound') } };
  });
}

function placedRule({ priority, action, protocol, source, destination, sourcePorts, destinationPorts }: RuleInLedger): PlacedRule {
  // Lines are checked when they are read.
  const block = (text: string): Span => ledgerBlock(text) ?? EVERY_ADDRESS;
  const ports = (text: string): Span => hasPorts(protocol) ? ledgerPorts(text) ?? EVERY_PORT : EVERY_PORT;
  return {
    priority, accept: action === 'accept',
    box: { protocol: protocol as PacketBox['protocol'], source: block(source), destination: block(destination), sourcePorts: ports(sourcePorts), destinationPorts: ports(destinationPorts) },
  };
}
