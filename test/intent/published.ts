import {
  MirrorCompiledIntent, MirrorDirection, MirrorEdition, MirrorIntent, MirrorNetwork, MirrorService, MirrorStatement, MirrorStatementOptions,
} from '../../src';

const net = (name: string, ...cidrs: string[]) => MirrorNetwork.of(name, { cidrs });
const tcp = (name: string, ...ports: string[]) => MirrorService.of(name, { tcp: ports });
const udp = (name: string, ...ports: string[]) => MirrorService.of(name, { udp: ports });
const accept = (options: MirrorStatementOptions = {}) => MirrorStatement.accept(options);
const drop = (options: MirrorStatementOptions = {}) => MirrorStatement.drop(options);

const direction = MirrorDirection.INBOUND;
const outbound = MirrorDirection.OUTBOUND;
const vpc = net('production VPC', '10.10.0.0/16');
const backup = net('backup', '10.10.99.0/24');
const offices = net('offices', '203.0.113.0/24', '198.51.100.0/24', '192.0.2.0/24');
const privately = net('private', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16');
const web = tcp('web', '80', '443', '8080-8090');
const https = tcp('https', '443');
const monitors = net('monitors', '10.10.5.5/32', '10.10.5.6/32');
const every = (count: number, step = 2) => Array.from({ length: count }, (_, i) => `10.${step * i}.0.0/16`);

/** An intent that docs/filters.md lists. */
export interface Published {
  readonly name: string;
  readonly statements: MirrorStatement[];
}

/** The last five do not fit. */
export const PUBLISHED: readonly Published[] = [
  {
    name: 'Scenario 0: TCP from port 10000 of 192.168.0.0/16 to port 80 of 10.0.0.0/8, inbound',
    statements: [
      accept({
        direction,
        from: [net('clients', '192.168.0.0/16')],
        fromServices: [tcp('fixed', '10000')],
        to: [net('servers', '10.0.0.0/8')],
        services: [tcp('http', '80')],
      }),
    ],
  },
  { name: 'Scenario 1: inbound TCP', statements: [accept({ direction, services: [MirrorService.TCP] })] },
  { name: 'Scenario 2, first filter: TCP', statements: [accept({ services: [MirrorService.TCP] })] },
  { name: 'Scenario 2, second filter: UDP', statements: [accept({ services: [MirrorService.UDP] })] },
  { name: 'Scenario 3: everything but the traffic inside the VPC', statements: [drop({ from: [vpc], to: [vpc] }), accept()] },
  { name: 'Scenario 4: everything, both directions', statements: [accept()] },
  { name: 'Scenario 5: everything outbound', statements: [accept({ direction: outbound })] },
  { name: 'Scenario 6: inbound TCP and UDP', statements: [accept({ direction, services: [MirrorService.TCP, MirrorService.UDP] })] },
  {
    name: 'Scenario 7: web requests to the landing zone and their replies',
    statements: [accept({ direction, to: [vpc], services: [web], replies: true })],
  },
  {
    name: 'DNS requests and answers of a client',
    statements: [accept({ direction: outbound, services: [MirrorService.DNS], replies: true })],
  },
  { name: 'DNS only, both ends', statements: [accept({ services: [MirrorService.DNS], replies: true })] },
  { name: 'Everything but the backup network, inbound', statements: [accept({ direction, exceptFrom: [backup] })] },
  { name: 'The VPC but its backup network, inbound', statements: [accept({ direction, from: [vpc], exceptFrom: [backup] })] },
  {
    name: 'Web from the VPC but its backup network',
    statements: [accept({ direction, from: [vpc], exceptFrom: [backup], services: [web] })],
  },
  { name: 'Web from three offices', statements: [accept({ direction, from: [offices], services: [tcp('web', '80', '443')] })] },
  { name: 'Everything that is not private, outbound', statements: [accept({ direction: outbound, exceptTo: [privately] })] },
  {
    name: 'Everything that is not private, both directions',
    statements: [accept({ direction: outbound, exceptTo: [privately] }), accept({ direction, exceptFrom: [privately] })],
  },
  { name: 'Everything but SSH', statements: [accept({ direction, exceptServices: [tcp('ssh', '22')] })] },
  {
    name: 'Everything but SSH, web and DNS',
    statements: [accept({ direction, exceptServices: [tcp('ssh', '22'), web, MirrorService.DNS] })],
  },
  { name: 'TCP but port 443', statements: [accept({ direction, services: [MirrorService.TCP], exceptServices: [https] })] },
  { name: 'Everything but ICMP', statements: [accept({ direction, exceptServices: [MirrorService.ICMP] })] },
  { name: 'ICMP only, both directions', statements: [accept({ services: [MirrorService.ICMP] })] },
  {
    name: 'A network, not its subnet, but one host of the subnet',
    statements: [
      accept({ direction, from: [net('host', '10.10.99.7/32')] }),
      drop({ direction, from: [backup] }),
      accept({ direction, from: [vpc] }),
    ],
  },
  {
    name: 'Two networks that are neighbours',
    statements: [accept({ direction, from: [net('left', '10.2.0.0/16'), net('right', '10.3.0.0/16')] })],
  },
  {
    name: 'HTTPS to two networks from the offices, without the monitors',
    statements: [
      drop({ direction, from: [monitors] }),
      accept({ direction, from: [offices], to: [net('front', '10.10.1.0/24', '10.10.2.0/24')], services: [https] }),
      accept({ direction, from: [vpc], services: [https] }),
    ],
  },
  { name: 'Twelve networks, inbound', statements: [accept({ direction, from: [net('twelve', ...every(12))] })] },
  {
    name: 'Twelve TCP ports, inbound',
    statements: [accept({ direction, services: [tcp('twelve', ...Array.from({ length: 12 }, (_, i) => String(1_000 + 10 * i)))] })],
  },
  {
    name: 'Eleven hosts, outbound',
    statements: [accept({ direction: outbound, to: [net('hosts', ...Array.from({ length: 11 }, (_, i) => `10.20.${2 * i}.8/32`))] })],
  },
  {
    name: 'Six UDP ports at both ends',
    statements: [accept({ services: [udp('six', '53', '123', '161', '500', '1812', '4500')], replies: true })],
  },
  {
    name: 'Eleven networks, each without one subnet',
    statements: [
      accept({
        direction,
        from: [net('eleven', ...every(11))],
        exceptFrom: [net('subnets', ...every(11).map((c) => c.replace('.0.0/16', '.9.0/24')))],
      }),
    ],
  },
];

export function compiled({ statements }: Published): MirrorCompiledIntent {
  return MirrorIntent.of(statements, { takeNearMiss: true }).compile(MirrorEdition.EDITION_2023);
}

/** The row of an intent in docs/filters.md. */
export function publishedRow(intent: Published): string {
  const c = compiled(intent);
  const fits = c.excessRules === 0 ? 'yes' : `${c.excessRules} too many. ${c.inbound.length + c.outbound.length} rules copy more`;
  const shortest = c.provedShortest ? 'proved' : `at least ${c.leastRules}`;
  return `| ${PUBLISHED.indexOf(intent) + 1} | ${intent.name} | ${c.exactRules} | ${c.plainRules} | ${shortest} | ${fits} |`;
}
