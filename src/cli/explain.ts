import { Command, CommandArguments, ExitCode } from './command';
import { MirrorEdition } from '../catalog/mirror-edition';
import { MirrorCatalog } from '../catalog/mirror-catalog';
import { findingOf } from '../checks/found';
import { runChecks } from '../checks/run';
import { Answer, explain } from '../explain/explain';
import { writtenModel } from '../explain/stacks';
import { Direction } from '../model/mirror-model';
import { parseIpv4Address } from '../net/ipv4-cidr';
import { hasPorts, Packet, PacketKind } from '../net/packet';
import { refusal } from '../net/refusal';

const PATH = 'traffic-mirror explain';

/** `explain`: whether one packet is mirrored, and whether its copy arrives. */
export const explainCommand: Command = {
  words: 'explain',
  about: 'say whether a packet is mirrored, by which session and rule, and whether its copy arrives, or why not',
  defaultFile: 'cdktf.out',
  options: [
    { name: 'from', value: 'ADDRESS', about: 'source address of the packet' },
    { name: 'to', value: 'ADDRESS', about: 'destination address' },
    { name: 'protocol', value: 'NAME', about: 'tcp, udp, icmp or other' },
    { name: 'port', value: 'PORT', about: 'destination port, for tcp and udp' },
    { name: 'from-port', value: 'PORT', about: 'source port, 49152 unless named' },
    { name: 'direction', value: 'NAME', about: 'inbound or outbound; both unless named' },
    { name: 'interface', value: 'ID', about: 'the mirrored interface, if its primary IP is not one of the addresses' },
    { name: 'edition', value: 'NAME', about: '2023 or 2026; 2023 unless named' },
    { name: 'json', about: 'print the answer as JSON' },
  ],
  run(given, terminal) {
    const packet = packetOf(given);
    const direction = oneOf(given, 'direction', ['inbound', 'outbound']) as Direction | undefined;
    const edition = (oneOf(given, 'edition', Object.values(MirrorEdition)) ?? MirrorCatalog.defaultEdition) as MirrorEdition;
    const model = writtenModel(given.file);
    const explanation = explain(model, runChecks(model, edition).findings.map((f) => findingOf(f)), { packet, interfaceId: given.text('interface'), direction });
    if (given.has('json')) {
      terminal.out(JSON.stringify(explanation));
    } else {
      terminal.out(explanation.packet);
      for (const answer of explanation.answers) lines(answer).forEach(terminal.out);
      for (const { code, text } of explanation.remarks) terminal.out(`  ${code}  ${text}`);
    }
    return ExitCode.FINE;
  },
};

function lines({ mirrored, interfaceId, direction, code, text, arrives, remarks }: Answer): string[] {
  const verdict = mirrored === undefined ? 'undecided' : mirrored ? 'mirrored' : 'not mirrored';
  return [
    `${verdict}${interfaceId === '' ? '' : `  ${interfaceId} ${direction}`}`, `  ${code}  ${text}`,
    ...mirrored ? [`  the copy ${arrives === undefined ? 'may or may not arrive' : arrives ? 'arrives' : 'does not arrive'}`] : [],
    ...remarks.map((r) => `  ${r.code}  ${r.text}`),
  ];
}

function packetOf(given: CommandArguments): Packet {
  const kind = (oneOf(given, 'protocol', ['tcp', 'udp', 'icmp', 'other']) ?? missing('protocol', 'tcp, udp, icmp or other')).toUpperCase() as PacketKind;
  const address = (option: string): number => {
    const text = given.text(option) ?? missing(option, 'an IPv4 address');
    const parsed = parseIpv4Address(text);
    if (!parsed.ok) throw refusal({ path: PATH, what: `--${option}`, got: text, allowed: 'an IPv4 address', fix: `${parsed.problem}: ${parsed.fix}` });
    return parsed.address;
  };
  const port = (option: string, otherwise?: number): number => {
    const text = given.text(option);
    if (!hasPorts(kind)) {
      if (text !== undefined) throw refusal({ path: PATH, what: `--${option}`, got: text, allowed: 'ports of tcp and udp only', fix: 'leave it out' });
      return 0;
    }
    const number = text === undefined ? otherwise ?? Number(missing(option, 'a port of 1 to 65535')) : Number(text);
    if (!Number.isInteger(number) || number < 1 || number > 65_535) throw refusal({ path: PATH, what: `--${option}`, got: text, allowed: 'a port of 1 to 65535', fix: 'write one number' });
    return number;
  };
  return { kind, source: address('from'), destination: address('to'), sourcePort: port('from-port', 49_152), destinationPort: port('port') };
}

function missing(option: string, allowed: string): never {
  throw refusal({ path: PATH, what: `--${option}`, got: undefined, allowed, fix: `see ${PATH} --help` });
}

function oneOf(given: CommandArguments, option: string, allowed: readonly string[]): string | undefined {
  const text = given.text(option)?.toLowerCase();
  if (text === undefined || allowed.includes(text)) return text;
  throw refusal({ path: PATH, what: `--${option}`, got: given.text(option), allowed: allowed.join(', '), fix: 'write one of them' });
}
