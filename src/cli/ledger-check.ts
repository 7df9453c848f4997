import { Command, CommandArguments, CommandOption, ExitCode, Terminal } from './command';
import { readText } from './files';
import { effectLines, gate, GATES, ledgerEffects } from './ledger-effects';
import { parseLedger, repairAdvice, repairCommand } from '../fleet/ledger-file';
import { overlapsOf } from '../fleet/ledger-overlap';
import { examineLedger } from '../fleet/ledger-repair';
import { LossCause, MirrorEffects } from '../effects/effects';
import { counted } from '../net/wording';

export const LEDGER_FILE = 'traffic-mirror.lock';
export const BASE_OPTION: CommandOption = { name: 'base', value: 'FILE', about: 'the ledger that is deployed, such as git show origin/main:./traffic-mirror.lock prints' };

/** Findings that are printed. The rest is counted. */
const SHOWN = 20;

/** Sources that may go between a base and a ledger before a lost part of the file is the likelier reason. */
const LOST_PART = 0.5;
const LOST_LEAST = 2;

/** `ledger check`: whether a ledger is valid. */
export const ledgerCheck: Command = {
  words: 'ledger check',
  about: 'check whether a ledger is valid, after a merge or before one, and whether several share numbers or sources',
  defaultFile: LEDGER_FILE,
  several: true,
  options: [BASE_OPTION, ...GATES],
  run(given, terminal) {
    const results = given.files.map((file) => checkOne(file, given, terminal));
    const fine = results.every((ok) => ok) && checkAll(given.files, terminal);
    return fine ? ExitCode.FINE : ExitCode.FINDINGS;
  },
};

function checkOne(file: string, given: CommandArguments, terminal: Terminal): boolean {
  const base = given.text('base');
  const ledger = readText(file, 'the ledger');
  const { untidy, collisions, fleets, sessions, sources } = examineLedger(ledger, base === undefined ? undefined : readText(base, 'the ledger that is deployed'));
  if (untidy.length + collisions.length === 0) {
    const counts = `${counted(fleets, 'fleet')}, ${counted(sessions, 'session')}, ${counted(sources, 'source')}`;
    if (base === undefined) {
      terminal.out(`${file}: fine: ${counts}`);
      return true;
    }
    const content = parseLedger(ledger.text, file);
    const effects = ledgerEffects(content, base);
    const lost = lostPart(file, base, effects, sources);
    terminal.out(`${file}: ${lost.length > 0 ? 'valid by itself' : 'fine'}: ${counts}`);
    if (effects.created.length + effects.changed.length + effects.removed.length > 0) {
      terminal.out(`against ${base}:`);
      effectLines(effects).forEach((line) => terminal.out(`  ${line}`));
    }
    lost.forEach((line) => terminal.out(line));
    return gate(effects, given, terminal) && (lost.length === 0 || given.has('max-lost'));
  }
  for (const what of untidy) terminal.out(`[${file}] ${what}`);
  for (const { at, check, problem } of collisions.slice(0, SHOWN)) terminal.out(`[${file}:${at}] ${check} ${problem}`);
  if (collisions.length > SHOWN) terminal.out(`[${file}] ${collisions.length - SHOWN} more like these`);
  terminal.out(collisions.length > 0 && base === undefined ? repairAdvice(file) : `to mend it run ${repairCommand(file)}${collisions.length === 0 ? '' : ` --base ${base}`}`);
  return false;
}

/** The report if so large a part of the deployed ledger is missing that the file was cut or lost a side of a conflict. */
function lostPart(file: string, base: string, { losses }: MirrorEffects, left: number): string[] {
  const lost = losses.filter(({ cause }) => cause === LossCause.REMOVED || cause === LossCause.LEFT).length;
  if (lost < LOST_LEAST || lost < (lost + left) * LOST_PART) return [];
  return [
    `[${file}] ${counted(lost, 'source')} of ${base} ${lost === 1 ? 'has' : 'have'} no session here, half of them or more: a file that was cut, or one side of a conflict, looks like this`,
    `if the code still has them, restore their lines from ${base}; if they are really gone, allow it with --max-lost ${lost}`,
  ];
}

/** Numbers and sources that several ledgers share. */
function checkAll(files: readonly string[], terminal: Terminal): boolean {
  if (files.length < 2) return true;
  const overlaps = overlapsOf(files.map((name) => ({ name, content: parseLedger(readText(name, 'the ledger').text, name) })));
  for (const { what, value, first, second } of overlaps.slice(0, SHOWN)) {
    terminal.out(`${what} ${value} is given to session ${first.session.key} of ${first.session.fleet} in ${first.ledger} and to session ${second.session.key} of ${second.session.fleet} in ${second.ledger}`);
  }
  if (overlaps.length > SHOWN) terminal.out(`${overlaps.length - SHOWN} more like these`);
  if (overlaps.length > 0) terminal.out('give each repository ranges of its own (priorityRange, virtualNetworkIdRange), and each source to one of them');
  else terminal.out(`${counted(files.length, 'ledger')} share no priority, no VNI on a target and no source`);
  return overlaps.length === 0;
}
