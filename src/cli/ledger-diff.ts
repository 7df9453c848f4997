import { Command, ExitCode } from './command';
import { readText } from '../input/readable-file';
import { LEDGER_FILE } from './ledger-check';
import { editionOf, editionOption } from './edition';
import { compareLedger, comparisonLines, effectsJson, gate, GATES } from './ledger-effects';
import { parseLedger } from '../fleet/ledger-reader';
import { refusal } from '../net/refusal';

/** `ledger diff`: the effect of a ledger on the deployed sessions. */
export const ledgerDiff: Command = {
  words: 'ledger diff',
  about:
    'list the effect of a ledger on the deployed sessions: interrupted and lost sources, and changes that depend on the order of writes',
  defaultFile: LEDGER_FILE,
  options: [
    { name: 'base', value: 'BASE', about: 'the deployed ledger, or the output of terraform show -json' },
    ...GATES,
    editionOption(),
    { name: 'json', about: 'print JSON' },
  ],
  run(given, terminal) {
    const base = given.text('base');
    if (base === undefined) {
      throw refusal({
        path: given.file,
        what: '--base',
        got: undefined,
        allowed: 'the deployed ledger, or the output of terraform show -json',
        fix: 'pass the file, for example: traffic-mirror ledger diff --base deployed.lock',
      });
    }
    const { path, text } = readText(given.file, 'the ledger');
    const ledger = parseLedger(text, path);
    const comparison = compareLedger(ledger, base, editionOf(given, path));
    const { effects, filterChanges, notCompared } = comparison;
    if (given.has('json')) {
      terminal.out(JSON.stringify({ ...effectsJson(effects), filterChanges, notCompared }, undefined, 2));
    } else {
      terminal.out(`${given.file} against ${base}`);
      comparisonLines(comparison).forEach((line) => terminal.out(`  ${line}`));
    }
    return gate(effects, given, terminal) ? ExitCode.FINE : ExitCode.FINDINGS;
  },
};
