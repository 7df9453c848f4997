import { Command, CommandArguments, CommandOption, ExitCode, Terminal } from './command';
import { readText } from '../input/readable-file';
import { editionOf, editionOption } from './edition';
import { compareLedger, comparisonLines, gate, GATES } from './ledger-effects';
import { isLedgerText } from '../fleet/deployed-sessions';
import { parseLedger } from '../fleet/ledger-reader';
import { repairAdvice, repairCommand } from '../fleet/ledger-repair-advice';
import { Holder, overlapsOf } from '../fleet/ledger-overlap';
import { examineLedger } from '../fleet/ledger-repair';
import { LossCause, MirrorEffects } from '../effects/effects';
import { counted } from '../net/wording';

export const LEDGER_FILE = 'traffic-mirror.lock';
export const BASE_OPTION: CommandOption = {
  name: 'base',
  value: 'FILE',
  about: 'the deployed ledger, for example the output of git show origin/main:./traffic-mirror.lock',
};

/** How many findings are printed. The others are counted. */
const SHOWN = 20;

/** The part of the deployed sources that may be missing. If more are missing, a part of the file was probably lost. */
const LOST_PART = 0.5;
const LOST_LEAST = 2;

/** `ledger check`: checks whether a ledger is valid. */
export const ledgerCheck: Command = {
  words: 'ledger check',
  about: 'check whether a ledger is valid, before or after a merge, and whether several ledgers share numbers, sources or ranges',
  defaultFile: LEDGER_FILE,
  several: true,
  options: [BASE_OPTION, ...GATES, editionOption()],
  run(given, terminal) {
    const results = given.files.map((file) => checkOne(file, given, terminal));
    const fine = results.every((ok) => ok) && checkAll(given.files, terminal);
    return fine ? ExitCode.FINE : ExitCode.FINDINGS;
  },
};

function checkOne(file: string, given: CommandArguments, terminal: Terminal): boolean {
  const base = given.text('base');
  const ledger = readText(file, 'the ledger');
  const deployed = base === undefined ? undefined : readText(base, 'the deployed ledger');
  // A state has no lines to compare. Its sessions are compared below.
  const isState = deployed !== undefined && /^\s*\{/.test(deployed.text) && !isLedgerText(deployed.text);
  const { untidy, collisions, fleets, sessions, sources } = examineLedger(ledger, isState ? undefined : deployed);
  if (untidy.length + collisions.length === 0) {
    const counts = `${counted(fleets, 'fleet')}, ${counted(sessions, 'session')}, ${counted(sources, 'source')}`;
    if (base === undefined) {
      terminal.out(`${file}: valid: ${counts}`);
      return true;
    }
    const content = parseLedger(ledger.text, file);
    const comparison = compareLedger(content, base, editionOf(given, file));
    const { effects } = comparison;
    const lost = lostPart(file, base, effects, sources);
    terminal.out(`${file}: ${lost.length > 0 ? 'no contradictions' : 'valid'}: ${counts}`);
    if (effects.created.length + effects.changed.length + effects.removed.length > 0) {
      terminal.out(`against ${base}:`);
      comparisonLines(comparison).forEach((line) => terminal.out(`  ${line}`));
    }
    lost.forEach((line) => terminal.out(line));
    return gate(effects, given, terminal) && (lost.length === 0 || given.has('max-lost'));
  }
  for (const what of untidy) terminal.out(`[${file}] ${what}`);
  for (const { at, check, problem } of collisions.slice(0, SHOWN)) terminal.out(`[${file}:${at}] ${check} ${problem}`);
  if (collisions.length > SHOWN) terminal.out(`[${file}] ${collisions.length - SHOWN} more like these`);
  terminal.out(
    collisions.length > 0 && (base === undefined || isState)
      ? repairAdvice(file)
      : `to fix it, run ${repairCommand(file)}${collisions.length === 0 ? '' : ` --base ${base}`}`,
  );
  return false;
}

/** The report if a large part of the deployed ledger is missing. Then the file was probably truncated, or lost one side of a conflict. */
function lostPart(file: string, base: string, { losses }: MirrorEffects, left: number): string[] {
  const lost = losses.filter(({ cause }) => cause === LossCause.REMOVED || cause === LossCause.LEFT).length;
  if (lost < LOST_LEAST || lost < (lost + left) * LOST_PART) return [];
  return [
    `[${file}] ${counted(lost, 'source')} of ${base} ${lost === 1 ? 'has' : 'have'} no session here, which is half of them or more. The file may be truncated, or one side of a conflict may be missing`,
    `if the code still has these sources, restore their lines from ${base}. If they were removed on purpose, allow it with --max-lost ${lost}`,
  ];
}

function holderText({ ledger, fleet, session }: Holder): string {
  return `${session === undefined ? `fleet ${fleet}` : `session ${session} of ${fleet}`} in ${ledger}`;
}

/** Reports numbers, sources and ranges that several ledgers share. */
function checkAll(files: readonly string[], terminal: Terminal): boolean {
  if (files.length < 2) return true;
  const overlaps = overlapsOf(files.map((name) => ({ name, content: parseLedger(readText(name, 'the ledger').text, name) })));
  for (const { what, value, first, second } of overlaps.slice(0, SHOWN)) {
    terminal.out(`${what} ${value} is used twice: by ${holderText(first)}, and by ${holderText(second)}`);
  }
  if (overlaps.length > SHOWN) terminal.out(`${overlaps.length - SHOWN} more like these`);
  if (overlaps.length > 0) {
    terminal.out(
      'use separate ranges in each repository (priorityRange, virtualNetworkIdRange), and add each source in one repository only',
    );
  } else {
    terminal.out(`${counted(files.length, 'ledger')} without a shared priority, VNI of a target, source or range`);
  }
  return overlaps.length === 0;
}
