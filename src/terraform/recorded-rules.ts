import type { RuleInLedger } from './ledger';
import { EVERY_ADDRESS, EVERY_PORT, hasPorts, PacketBox, PlacedRule, Span } from '../net/packet';

/** The rules of one direction that a ledger has, as the packets that they match. */
export function recordedRules(rules: readonly RuleInLedger[], direction: RuleInLedger['direction']): PlacedRule[] {
  return rules.filter((r) => r.direction === direction).map(recordedRule);
}

function recordedRule({ priority, action, protocol, source, destination, sourcePorts, destinationPorts }: RuleInLedger): PlacedRule {
  // Lines are checked when they are read.
  const block = (text: string): Span => ledgerBlock(text) ?? EVERY_ADDRESS;
  const ports = (text: string): Span => hasPorts(protocol) ? ledgerPorts(text) ?? EVERY_PORT : EVERY_PORT;
  return {
    priority, accept: action === 'accept',
    box: {
      protocol: protocol as PacketBox['protocol'],
      source: block(source),
      destination: block(destination),
      sourcePorts: ports(sourcePorts),
      destinationPorts: ports(destinationPorts),
    },
  };
}

/** The addresses of a CIDR as the library writes it. Nothing if it is none. What reads ledgers alone loads no cdktf, as our CIDRs do. */
export function ledgerBlock(text: string): Span | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text);
  const [a, b, c, d, length] = match ? match.slice(1).map(Number) : [256, 0, 0, 0, 0];
  const size = 2 ** (32 - length);
  const first = ((a * 256 + b) * 256 + c) * 256 + d;
  return Math.max(a, b, c, d) < 256 && length <= 32 && first % size === 0 ? [first, first + size] : undefined;
}

/** The ports of a range as the provider writes it, `-1/-1` for all. Nothing if it is none. */
export function ledgerPorts(text: string): Span | undefined {
  if (text === '-1/-1') return EVERY_PORT;
  const match = /^(\d{1,5})\/(\d{1,5})$/.exec(text);
  const [first, last] = match ? [Number(match[1]), Number(match[2])] : [0, 0];
  return first >= EVERY_PORT[0] && first <= last && last < EVERY_PORT[1] ? [first, last + 1] : undefined;
}
