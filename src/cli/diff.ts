import { Command, ExitCode } from './command';
import { inputModels } from './input-model';
import { LANGUAGE_OPTION, languageOf } from './language';
import { ruleChangeLines } from '../effects/rule-changes';
import { compareFilters, lostPackets } from '../explain/compare';
import { MirrorModel } from '../model/mirror-model';
import { setLines } from '../net/packet-text';
import { refusal } from '../net/refusal';
import { commandWords, inWords, packetLine } from '../texts/catalogue';
import { Language } from '../texts/language';

/** `diff`: packets that are newly copied or no longer copied after a change of filters. */
export const diffCommand: Command = {
  words: 'diff',
  about:
    'compare the filters of two versions of a stack, Terraform JSON, a plan or a state: packets that are newly copied, and packets that are no longer copied',
  defaultFile: 'cdktf.out',
  files: ['OLD', 'NEW'],
  filesAbout: 'the folders or files to compare',
  options: [LANGUAGE_OPTION],
  run(given, terminal) {
    const { files } = given;
    const language = languageOf(given, 'traffic-mirror diff').people;
    const words = commandWords(language);
    if (files.length !== 2) {
      throw refusal({
        path: 'traffic-mirror diff',
        what: 'OLD and NEW',
        got: files.join(' ') || undefined,
        allowed: 'two folders or files',
        fix: 'pass the output before and after the change, for example two folders cdktf.out or two plans as JSON',
      });
    }
    const [old, { model: after, shown }] = inputModels(files);
    const before = old.model;
    const filters = compareFilters(before, after);
    if (filters.length === 0) terminal.out(words.noRuleChanges);
    for (const { filter, direction, changes, rules } of filters) {
      const [head, ...lines] = changes ? ruleChangeLines(changes) : [words.rulesChanged(rules), words.ruleUndecided];
      terminal.out(shown(words.filterLine(inWords(filter, language), direction, packetLine(head, language))));
      for (const line of lines) terminal.out(`  ${packetLine(line, language)}`);
    }
    lostLines(before, after, language).forEach(terminal.out);
    return ExitCode.FINE;
  },
};

/** Lines about packets that are no longer copied at any interface. A packet that was copied at both ends may be copied at one of them. */
function lostLines(before: MirrorModel, after: MirrorModel, language: Language): string[] {
  const words = commandWords(language);
  const { lost, perhaps, interfaces, withoutAddress } = lostPackets(before, after);
  return [
    ...interfaces === 0 ? [] : !lost.isEmpty ? [words.lost, ...setLines(lost).map((line) => `  ${packetLine(`- ${line}`, language)}`)]
      : perhaps.isEmpty ? [words.nothingLost]
        : [words.lostUndecided],
    ...withoutAddress > 0 ? [words.notCompared(withoutAddress)] : [],
  ];
}
