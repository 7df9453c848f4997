import * as fc from 'fast-check';
import { bpf, bpfOf } from '../../src/explain/bpf';
import { formatIpv4Address, parseIpv4Address } from '../../src/net/ipv4-cidr';
import { EVERY_ADDRESS, EVERY_PORT, Packet } from '../../src/net/packet';
import { PacketSet } from '../../src/net/packet-set';
import { boundaryPackets, copied, rules } from '../property/packets';

/** What pcap-filter(7) says of the primitives that are used here, and nothing of src. */
function matches(expression: string, p: Packet): boolean {
  const tokens = expression.match(/\(|\)|[^\s()]+/g)!;
  let at = 0;
  const factor = (): boolean => {
    const token = tokens[at++];
    if (token === 'not') return !factor();
    if (token === '(') {
      const value = either();
      expect(tokens[at++]).toBe(')');
      return value;
    }
    if (token === 'ip') return true;
    if (token === 'len') {
      expect(tokens[at++]).toBe('<');
      return 20 < Number(tokens[at++]);
    }
    if (token === 'tcp' || token === 'udp' || token === 'icmp') return p.kind === token.toUpperCase();
    const what = tokens[at++];
    const value = tokens[at++];
    const [host, port] = token === 'src' ? [p.source, p.sourcePort] : [p.destination, p.destinationPort];
    if (what === 'host') return formatIpv4Address(host) === value;
    if (what === 'net') {
      const [network, length] = value.split('/');
      const size = 2 ** (32 - Number(length));
      const first = (parseIpv4Address(network) as { address: number }).address;
      return host >= first && host < first + size;
    }
    const [low, high] = value.split('-').map(Number);
    return (p.kind === 'TCP' || p.kind === 'UDP') && port >= low && port <= (high ?? low);
  };
  // `and` and `or` have one precedence and are read from the left.
  function either(): boolean {
    let value = factor();
    while (tokens[at] === 'and' || tokens[at] === 'or') {
      const and = tokens[at++] === 'and';
      const next = factor();
      value = and ? value && next : value || next;
    }
    return value;
  }
  const value = either();
  expect(at).toBe(tokens.length);
  return value;
}

test('an expression matches the packets of its set', () => {
  fc.assert(fc.property(rules, (list) => {
    const expression = bpf(PacketSet.ofRules(list));
    expect(boundaryPackets([list], 60).filter((p) => matches(expression, p) !== copied(list, p))).toEqual([]);
  }), { numRuns: 15, seed: 4 });
});

test('the address of an interface tells the directions apart; without it either set matches', () => {
  const own = (parseIpv4Address('10.1.0.7') as { address: number }).address;
  fc.assert(fc.property(rules, rules, (received, sent) => {
    const [inbound, outbound] = [PacketSet.ofRules(received), PacketSet.ofRules(sent)];
    const [one, both] = [bpfOf(inbound, outbound, '10.1.0.7'), bpfOf(inbound, outbound)];
    const packets = boundaryPackets([received, sent], 40).flatMap((p) => [p, { ...p, source: own }, { ...p, destination: own }]);
    expect(packets.filter((p) => {
      const wanted = (p.destination === own && copied(received, p)) || (p.source === own && copied(sent, p));
      return matches(one, p) !== wanted || matches(both, p) !== (copied(received, p) || copied(sent, p));
    })).toEqual([]);
  }), { numRuns: 10, seed: 5 });
});

test('an interface that no rule names copies nothing, and pcap takes the expression for that', () => {
  const web = (end: 'source' | 'destination') => PacketSet.ofBox({
    protocol: 'TCP',
    source: EVERY_ADDRESS,
    destination: EVERY_ADDRESS,
    sourcePorts: EVERY_PORT,
    destinationPorts: [443, 444],
    [end]: [0x0a140000, 0x0a150000],
  });
  expect(bpfOf(web('destination'), web('source'), '10.10.0.4')).toBe('len < 1');
  expect(bpfOf(web('destination'), web('source'), '10.20.0.4')).toBe(
    '((ip and tcp and dst host 10.20.0.4 and dst port 443) or (ip and tcp and src host 10.20.0.4 and dst port 443))',
  );
  expect(bpfOf(web('destination'), PacketSet.EMPTY, '10.20.0.4')).toBe('ip and tcp and dst host 10.20.0.4 and dst port 443');
  fc.assert(fc.property(rules, (received) => {
    const inbound = PacketSet.ofRules(received);
    // No expression with a host and a network without it.
    const hosts = [...bpfOf(inbound, PacketSet.EMPTY, '10.1.0.7').matchAll(/dst net (\S+?)\)*(?: |$)/g)].map((m) => m[1]);
    expect(hosts).toEqual([]);
  }), { numRuns: 10, seed: 6 });
});

test.each([
  [
    'web from a network',
    [
      {
        accept: true,
        box: {
          protocol: 'TCP' as const,
          source: [0x0a000000, 0x0b000000] as const,
          destination: [0, 2 ** 32] as const,
          sourcePorts: [1, 65_536] as const,
          destinationPorts: [8_080, 8_091] as const,
        },
      },
    ],
    'ip and tcp and src net 10.0.0.0/8 and dst portrange 8080-8090',
  ],
  ['nothing', [], 'len < 1'],
])('%s', (_, list, expression) => {
  expect(bpf(PacketSet.ofRules(list))).toBe(expression);
});
