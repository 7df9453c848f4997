import { Command, ExitCode } from './command';
import { PacketOptions, VIEW_OPTIONS } from './packet-options';
import { filterNoteLines } from '../checks/filter-notes';
import { findingOf } from '../checks/found';
import { runChecks } from '../checks/run';
import { Answer, explain, Explanation } from '../explain/explain';
import { writtenModel } from '../explain/stacks';

/** `explain`: whether one packet is mirrored, and whether its copy arrives. */
export const explainCommand: Command = {
  words: 'explain',
  about: 'show whether a packet is mirrored, by which session and rule, and whether its copy arrives, or why not; without a packet, list notes on the filters',
  defaultFile: 'cdktf.out',
  options: [
    { name: 'from', value: 'ADDRESS', about: 'source address of the packet' },
    { name: 'to', value: 'ADDRESS', about: 'destination address' },
    { name: 'protocol', value: 'NAME', about: 'tcp, udp, icmp or other' },
    { name: 'port', value: 'PORT', about: 'destination port, for tcp and udp' },
    { name: 'from-port', value: 'PORT', about: 'source port, 49152 unless named' },
    ...VIEW_OPTIONS,
  ],
  run(given, terminal) {
    const options = new PacketOptions('traffic-mirror explain', given);
    const { direction, edition } = options;
    const model = writtenModel(given.file);
    if (!options.namesPacket) {
      const notes = filterNoteLines(model);
      if (given.has('json')) terminal.out(JSON.stringify({ notes }));
      else (notes.length > 0 ? notes : ['nothing to note of the filters; name a packet with --from, --to, --protocol and --port to ask about it']).forEach(terminal.out);
      return ExitCode.FINE;
    }
    const packet = options.packet();
    const explanation = explain(model, runChecks(model, edition).findings.map((f) => findingOf(f)), { packet, interfaceId: given.text('interface'), direction });
    if (given.has('json')) {
      terminal.out(JSON.stringify(explanation));
    } else {
      explanationLines(explanation).forEach(terminal.out);
    }
    return ExitCode.FINE;
  },
};

/** The answers about a packet, for a terminal. */
export function explanationLines({ packet, answers, remarks }: Explanation): string[] {
  return [packet, ...answers.flatMap(lines), ...remarks.map(({ code, text }) => `  ${code}  ${text}`)];
}

function lines({ mirrored, interfaceId, direction, code, text, arrives, remarks }: Answer): string[] {
  const verdict = mirrored === undefined ? 'undecided' : mirrored ? 'mirrored' : 'not mirrored';
  return [
    `${verdict}${interfaceId === '' ? '' : `  ${interfaceId} ${direction}`}`, `  ${code}  ${text}`,
    ...mirrored ? [`  the copy ${arrives === undefined ? 'may or may not arrive' : arrives ? 'arrives' : 'does not arrive'}`] : [],
    ...remarks.map((r) => `  ${r.code}  ${r.text}`),
  ];
}
