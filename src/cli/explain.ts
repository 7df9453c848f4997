import { Command, ExitCode } from './command';
import { inputModel } from './input-model';
import { PacketOptions, VIEW_OPTIONS } from './packet-options';
import { appNotes, filterNoteLines } from '../checks/filter-notes';
import { Answer, explain, Explanation } from '../explain/explain';
import { commandWords } from '../texts/catalogue';
import { Language } from '../texts/language';

/** `explain`: shows whether one packet is mirrored, and whether its copy arrives. */
export const explainCommand: Command = {
  words: 'explain',
  about:
    'show whether a packet is mirrored, by which session and rule, and whether its copy arrives. Without a packet, list notes on the filters',
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
    const { direction, language } = options;
    const { model, reader, shown } = inputModel(given.file);
    if (!options.namesPacket) {
      if (given.has('json')) {
        terminal.out(JSON.stringify({ notes: shown(appNotes(model, language)) }));
        return ExitCode.FINE;
      }
      const notes = shown(filterNoteLines(model, language));
      (notes.length > 0 ? notes : [commandWords(language).noNotes]).forEach(terminal.out);
      return ExitCode.FINE;
    }
    const packet = options.packet();
    const explanation = shown(
      explain(model, { packet, interfaceId: given.text('interface'), direction }, { edition: options.editionOf(model), reader, language }),
    );
    if (given.has('json')) {
      terminal.out(JSON.stringify(explanation));
    } else {
      explanationLines(explanation, language).forEach(terminal.out);
    }
    return ExitCode.FINE;
  },
};

/** The explanation of a packet, for a terminal. */
export function explanationLines({ packet, answers, remarks }: Explanation, language: Language): string[] {
  return [packet, ...answers.flatMap((answer) => lines(answer, language)), ...remarks.map(({ code, text }) => `  ${code}  ${text}`)];
}

function lines({ mirrored, interfaceId, direction, code, text, arrives, truncated, remarks }: Answer, language: Language): string[] {
  const words = commandWords(language);
  const verdict = mirrored === undefined ? words.verdict.undecided : mirrored ? words.verdict.mirrored : words.verdict.notMirrored;
  return [
    `${verdict}${interfaceId === '' ? '' : `  ${interfaceId} ${words.direction(direction)}`}`, `  ${code}  ${text}`,
    ...mirrored ? [`  ${oneOf(words.arrives, arrives)}`, `  ${oneOf(words.truncated, truncated)}`] : [],
    ...remarks.map((r) => `  ${r.code}  ${r.text}`),
  ];
}

function oneOf({ yes, no, perhaps }: Readonly<Record<'yes' | 'no' | 'perhaps', string>>, is: boolean | undefined): string {
  return is === undefined ? perhaps : is ? yes : no;
}
