import { Command, ExitCode } from './command';
import { compareFilters } from '../explain/compare';
import { writtenModel } from '../explain/stacks';
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
    const changes = compareFilters(writtenModel(files[0]), writtenModel(files[1]));
    if (changes.length === 0) terminal.out('no filter copies anything else');
    for (const { filter, direction, added, removed, rules, shifted } of changes) {
      terminal.out(`${filter} ${direction}: ${counted(rules, 'rule')} written`);
      if (!added || !removed) {
        terminal.out('  undecided: a value of a rule is known to Terraform alone');
        continue;
      }
      if (added.isEmpty && removed.isEmpty) terminal.out('  copies the same');
      if (!added.isEmpty) setLines(added).forEach((line) => terminal.out(`  + ${line}`));
      if (!removed.isEmpty) setLines(removed).forEach((line) => terminal.out(`  - ${line}`));
      if (shifted) terminal.out('  rules move to other priorities one after another: for some seconds each, packets may be copied that should not be, or not');
    }
    return ExitCode.FINE;
  },
};
