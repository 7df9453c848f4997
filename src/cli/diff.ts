import { Command, ExitCode } from './command';
import { ruleChangeLines } from '../effects/rule-changes';
import { compareFilters, lostPackets } from '../explain/compare';
import { writtenModel } from '../explain/stacks';
import { MirrorModel } from '../model/mirror-model';
import { setLines } from '../net/packet-text';
import { counted } from '../net/wording';
import { refusal } from '../net/refusal';

/** `diff`: packets that a change of filters adds to the copies or removes from them. */
export const diffCommand: Command = {
  words: 'diff',
  about: 'compare the filters of two synthesized apps: which packets are copied in addition, and which no more',
  defaultFile: 'cdktf.out',
  files: ['OLD', 'NEW'],
  options: [],
  run({ files }, terminal) {
    if (files.length !== 2) throw refusal({ path: 'traffic-mirror diff', what: 'OLD and NEW', got: files.join(' ') || undefined, allowed: 'two folders or files', fix: 'name the output of the synth before and of the one after' });
    const [before, after] = [writtenModel(files[0]), writtenModel(files[1])];
    const filters = compareFilters(before, after);
    if (filters.length === 0) terminal.out('no rule of a filter changes');
    for (const { filter, direction, changes, rules } of filters) {
      const [head, ...lines] = changes ? ruleChangeLines(changes) : [`${counted(rules, 'rule')} changed`, 'undecided: a value of a rule is known only at apply'];
      terminal.out(`${filter} ${direction}: ${head}`);
      for (const line of lines) terminal.out(`  ${line}`);
    }
    lostLines(before, after).forEach(terminal.out);
    return ExitCode.FINE;
  },
};

/** Whether all packets that were copied still are: a packet that was copied at both ends may be copied at one of them. */
function lostLines(before: MirrorModel, after: MirrorModel): string[] {
  const { lost, perhaps, interfaces, withoutAddress } = lostPackets(before, after);
  return [
    ...interfaces === 0 ? [] : !lost.isEmpty ? ['no longer copied at any mirrored interface:', ...setLines(lost).map((line) => `  - ${line}`)]
      : perhaps.isEmpty ? ['no packet is lost: all that mirrored interfaces copied is copied there or at the other end']
        : ['undecided: whether a packet is lost depends on values that are known only at apply'],
    ...withoutAddress > 0 ? [`not compared: ${counted(withoutAddress, 'interface')} without a known primary IP`] : [],
  ];
}
