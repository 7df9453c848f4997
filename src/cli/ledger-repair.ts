import { Command, ExitCode } from './command';
import { readText } from '../input/readable-file';
import { BASE_OPTION, LEDGER_FILE } from './ledger-check';
import { repairAdvice } from '../fleet/ledger-repair-advice';
import { LedgerMend, repairLedger } from '../fleet/ledger-repair';
import { described, refusal } from '../net/refusal';
import { stampOf, StagedFile } from '../input/staged-file';
import { counted } from '../net/wording';
import { FRAMEWORK } from '../net/framework';

const DONE: Record<LedgerMend['done'], string> = {
  forgotten: 'is forgotten', restored: 'is restored as deployed', followed: 'follows its session',
};

/** `ledger repair`: makes a valid ledger from a merged one. */
export const ledgerRepair: Command = {
  words: 'ledger repair',
  about: 'repair a ledger after a merge, without moving deployed sessions',
  defaultFile: LEDGER_FILE,
  options: [
    BASE_OPTION,
    { name: 'forget-new', about: 'forget every line that is not in the deployed ledger, for example if a merge exceeds a quota' },
    { name: 'dry-run', about: 'print the changes without writing' },
  ],
  run({ file, text, has }, terminal) {
    const base = text('base');
    const forgetNew = has('forget-new');
    if (forgetNew && base === undefined) {
      throw refusal({
        path: file,
        what: '--forget-new',
        got: described('has no --base'),
        allowed: 'the deployed ledger as --base',
        fix: repairAdvice(file),
      });
    }
    const stamp = stampOf(file);
    const ledger = readText(file, 'the ledger');
    const repair = repairLedger(ledger, { forgetNew, base: base === undefined ? undefined : readText(base, 'the deployed ledger') });
    if (repair.text === undefined) {
      for (const { at, check, problem } of repair.open) terminal.error(`[${file}:${at}] ${check} ${problem}`);
      terminal.error(
        `${file} is unchanged, because only the deployed ledger shows which of these lines is deployed. ${repairAdvice(file)}`,
      );
      return ExitCode.FINDINGS;
    }
    if (repair.text === ledger.text) {
      terminal.out(`${file}: nothing to repair`);
      return ExitCode.FINE;
    }
    for (const what of repair.tidied) terminal.out(`${file}: ${what} fixed`);
    for (const { fleet, source, done, why } of repair.mends) terminal.out(`${file}: source ${source} of ${fleet} ${DONE[done]}: ${why}`);
    const forgotten = repair.mends.filter(({ done }) => done === 'forgotten').length;
    const next = forgotten === 0
      ? 'commit the ledger'
      : `run ${FRAMEWORK.module} synth outside the pipeline, which places ${counted(forgotten, 'source')} again, and commit the ledger`;
    if (has('dry-run')) {
      terminal.out(`${file}: not written, because this is a dry run`);
      return ExitCode.FINE;
    }
    const { text: mended } = repair;
    const staged = StagedFile.stage(file, () => [mended], 'the ledger', { stamp });
    if (staged) StagedFile.commit([staged]);
    terminal.out(`${file}: written. Next: ${next}`);
    return ExitCode.FINE;
  },
};
