import { Command, CommandOption, ExitCode } from './command';
import { readText } from './files';
import { repairAdvice, repairCommand } from '../fleet/ledger-file';
import { examineLedger } from '../fleet/ledger-repair';
import { counted } from '../net/wording';

export const LEDGER_FILE = 'traffic-mirror.lock';
export const BASE_OPTION: CommandOption = { name: 'base', value: 'FILE', about: 'the ledger that is deployed, such as git show origin/main:./traffic-mirror.lock prints' };

/** Findings that are printed; the rest is counted. */
const SHOWN = 20;

/** `ledger check`: whether a ledger is valid. */
export const ledgerCheck: Command = {
  words: 'ledger check',
  about: 'say whether a ledger is valid, after a merge or before one',
  defaultFile: LEDGER_FILE,
  options: [BASE_OPTION],
  run({ file, text }, terminal) {
    const base = text('base');
    const ledger = readText(file, 'the ledger');
    const { untidy, collisions, fleets, sessions, sources } = examineLedger(ledger, base === undefined ? undefined : readText(base, 'the ledger that is deployed'));
    if (untidy.length + collisions.length === 0) {
      terminal.out(`${file}: fine: ${counted(fleets, 'fleet')}, ${counted(sessions, 'session')}, ${counted(sources, 'source')}`);
      return ExitCode.FINE;
    }
    for (const what of untidy) terminal.out(`[${file}] ${what}`);
    for (const { at, check, problem } of collisions.slice(0, SHOWN)) terminal.out(`[${file}:${at}] ${check} ${problem}`);
    if (collisions.length > SHOWN) terminal.out(`[${file}] ${collisions.length - SHOWN} more like these`);
    terminal.out(`to mend it ${collisions.length === 0 ? `run ${repairCommand(file)}` : base === undefined ? repairAdvice(file) : `run ${repairCommand(file)} --base ${base}`}`);
    return ExitCode.FINDINGS;
  },
};
