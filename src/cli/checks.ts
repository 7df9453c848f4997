import { readFileSync } from 'fs';
import { join } from 'path';
import { Command, ExitCode } from './command';
import { LANGUAGE_OPTION, languageOf } from './language';
import { table } from './table';
import { ownChecksIn } from '../door/written-stacks';
import { refusal } from '../net/refusal';
import { checkIds, nearestCheckIds, titleOf } from '../texts/catalogue';

/** The folder of the check pages, in the repository and in the package. */
const PAGES = join(__dirname, '..', '..', 'docs', 'checks');
const WRITTEN = 'cdktf.out';

const PATH = 'traffic-mirror checks';

/** `checks`: lists the checks, or prints the page of one. */
export const checksCommand: Command = {
  words: 'checks',
  about: 'list all checks, or print the pages of some, for example TM301',
  defaultFile: '',
  several: true,
  files: ['[ID...]'],
  filesAbout: 'ids of checks. Default: the list of all checks',
  options: [
    LANGUAGE_OPTION,
    { name: 'app', value: 'FOLDER', about: `the synthesized app whose custom checks are listed too. Default: ${WRITTEN}` },
  ],
  run(given, terminal) {
    const language = languageOf(given, PATH).people;
    const own = new Map(ownChecksIn(given.text('app') ?? WRITTEN).map((check) => [check.id, check]));
    if (given.files.length === 0) {
      const rows = [...checkIds().map((id) => [id, titleOf(id, language)]), ...[...own.values()].map(({ id, title }) => [id, title])];
      table(rows).forEach(terminal.out);
      return ExitCode.FINE;
    }
    for (const name of given.files) {
      const id = name.toUpperCase();
      const check = own.get(id);
      if (!check && !checkIds().includes(id)) {
        const allowed = nearestCheckIds(name, [...own.keys()]).join(', ');
        throw refusal({
          path: PATH,
          what: 'the check',
          got: name,
          allowed,
          fix: 'use one of these ids. traffic-mirror checks lists all of them',
        });
      }
      terminal.out(
        check
          ? `# ${id}: ${check.title}\n\n${check.help}`
          : readFileSync(join(PAGES, ...language === 'en' ? [] : [language], `${id}.md`), 'utf8').trimEnd(),
      );
    }
    return ExitCode.FINE;
  },
};
