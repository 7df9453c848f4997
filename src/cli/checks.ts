import { readFileSync } from 'fs';
import { join } from 'path';
import { Command, ExitCode } from './command';
import { table } from './table';
import { refusal } from '../net/refusal';
import { checkIds, nearestCheckIds, titleOf } from '../texts/catalogue';

/** Folder of the check pages, in the repository and in the package. */
const PAGES = join(__dirname, '..', '..', 'docs', 'checks');

/** `checks`: the list of checks, or the page of one. */
export const checksCommand: Command = {
  words: 'checks',
  about: 'list the checks, or print the pages of those that are named, for example TM301',
  defaultFile: '',
  several: true,
  files: ['[ID...]'],
  options: [],
  run({ files }, terminal) {
    if (files.length === 0) {
      table(checkIds().map((id) => [id, titleOf(id)])).forEach(terminal.out);
      return ExitCode.FINE;
    }
    for (const given of files) {
      const id = given.toUpperCase();
      if (!checkIds().includes(id)) {
        throw refusal({ path: 'traffic-mirror checks', what: 'the check', got: given, allowed: nearestCheckIds(given).join(', '), fix: 'see traffic-mirror checks' });
      }
      terminal.out(readFileSync(join(PAGES, `${id}.md`), 'utf8').trimEnd());
    }
    return ExitCode.FINE;
  },
};
