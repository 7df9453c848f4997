import { Command, ExitCode } from './command';
import { readText } from './files';
import { BASE_OPTION, LEDGER_FILE } from './ledger-check';
import { repairAdvice } from '../fleet/ledger-file';
import { LedgerMend, repairLedger } from '../fleet/ledger-repair';
import { refusal } from '../net/refusal';
import { stampOf, StagedFile } from '../input/staged-file';
import { counted } from '../net/wording';

const DONE: Record<LedgerMend['done'], string> = { forgotten: 'is forgotten', restored: 'is as deployed again', followed: 'follows' };

/** `ledger repair`: makes a valid ledger of a merged one. */
export const ledgerRepair: Command = {
  words: 'ledger repair',
  about: 'repair a ledger after a merge. Deployed sessions do not move',
  defaultFile: LEDGER_FILE,
  options: [
    BASE_OPTION,
    { name: 'forget-new', about: 'forget every line that the deployed ledger does not have, if a merge exceeds a quota' },
    { name: 'dry-run', about: 'print the changes, and write nothing' },
  ],
  run({ file, text, has }, terminal) {
    const base = text('base');
    const forgetNew = has('forget-new');
    if (forgetNew && base === undefined) {
      throw refusal({ path: file, what: '--forget-new', got: 'no --base', allowed: 'the ledger that is deployed as --base', fix: repairAdvice(file) });
    }
    const stamp = stampOf(file);
    const ledger = readText(file, 'the ledger');
    const repair = repairLedger(ledger, { forgetNew, base: base === undefined ? undefined : readText(base, 'the ledger that is deployed') });
    if (repair.text === undefined) {
      for (const { at, check, problem } of repair.open) terminal.error(`[${file}:${at}] ${check} ${problem}`);
      terminal.error(`${file} is left as it is, since nobody can tell which of these is deployed. ${repairAdvice(file)}`);
      return ExitCode.FINDINGS;
    }
    if (repair.text === ledger.text) {
      terminal.out(`${file}: nothing to mend`);
      return ExitCode.FINE;
    }
    for (const what of repair.tidied) terminal.out(`${file}: ${what} mended`);
    for (const { fleet, source, done, why } of repair.mends) terminal.out(`${file}: source ${source} of ${fleet} ${DONE[done]}: ${why}`);
    const forgotten = repair.mends.filter(({ done }) => done === 'forgotten').length;
    const next = forgotten === 0 ? 'commit the ledger' : `run cdktf synth outside the pipeline, which places ${counted(forgotten, 'source')} again, and commit the ledger`;
    if (has('dry-run')) {
      terminal.out(`${file}: not written, since this is a dry run`);
      return ExitCode.FINE;
    }
    const { text: mended } = repair;
    const staged = StagedFile.stage(file, () => [mended], 'the ledger', { stamp });
    if (staged) StagedFile.commit([staged]);
    terminal.out(`${file}: written; ${next}`);
    return ExitCode.FINE;
  },
};
