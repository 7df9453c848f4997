import { affectedCommand } from './affected';
import { HELP_OPTION, readArguments } from './arguments';
import { checkCommand } from './check';
import { checksCommand } from './checks';
import { Command, ExitCode, Terminal } from './command';
import { diffCommand } from './diff';
import { explainCommand } from './explain';
import { filterCommand } from './filter-bpf';
import { forecastCommand } from './forecast';
import { ledgerCheck } from './ledger-check';
import { ledgerDiff } from './ledger-diff';
import { ledgerRepair } from './ledger-repair';
import { ledgerShow } from './ledger-show';
import { rulesCommand } from './rules';
import { searchCommand } from './search';
import { table } from './table';
import { packageVersion } from '../input/package-version';
import { refusal } from '../net/refusal';
import { wrapped } from '../report/wrap';

/** All subcommands, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  checkCommand, checksCommand, forecastCommand, affectedCommand, ledgerCheck, ledgerDiff, ledgerRepair, ledgerShow,
  explainCommand, searchCommand, diffCommand, filterCommand, rulesCommand,
];

/** Four commands show the effect of a change at different times. */
const CHANGES: readonly (readonly [string, string])[] = [
  ['affected', 'after the synth: the stacks to plan'],
  ['diff', 'after the synth: the packets that the filters copy'],
  ['ledger diff', 'after the synth, without a plan: the effect of the ledger on deployed sessions'],
  ['forecast', 'after the plan, also without these constructs: the effect on sessions and collectors'],
];

/** Help texts are not wider. */
const HELP_WIDTH = 100;

const EXIT_CODES = 'Exit codes: 0 success, 1 findings, 2 wrong usage or an unreadable or incomplete input, 3 undecided only.';

/** Runs the command `traffic-mirror`. */
export function run(args: string[], terminal: Terminal): ExitCode {
  try {
    return choose(args, terminal);
  } catch (error) {
    // Errors of other classes are bugs, which the user cannot fix.
    terminal.error(error instanceof Error && error.constructor === Error ? error.message : String((error as Error)?.stack ?? error));
    return ExitCode.UNUSABLE;
  }
}

function choose(args: string[], terminal: Terminal): ExitCode {
  const command = COMMANDS.find(({ words }) => startsWith(args, words.split(' ')));
  if (command) {
    const given = readArguments(command, args.slice(command.words.split(' ').length));
    if (!given.has(HELP_OPTION.name)) return command.run(given, terminal);
    helpOf(command, widthOf(terminal)).forEach(terminal.out);
    return ExitCode.FINE;
  }
  const words = args.filter((a) => !a.startsWith('-'));
  const options = args.filter((a) => a.startsWith('-'));
  if (args.length === 1 && args[0] === '--version') {
    terminal.out(packageVersion());
    return ExitCode.FINE;
  }
  const known = COMMANDS.filter((c) => startsWith(c.words.split(' '), words));
  if (known.length === 0 || options.some((o) => o !== '--help' && o !== '-h')) {
    throw refusal({
      path: 'traffic-mirror', what: 'the command', got: args.join(' '),
      allowed: `${COMMANDS.map((c) => c.words).join(', ')}, --help or --version`, fix: 'run traffic-mirror --help',
    });
  }
  const asked = options.length > 0;
  overview(known, widthOf(terminal)).forEach(asked ? terminal.out : terminal.error);
  return asked ? ExitCode.FINE : ExitCode.UNUSABLE;
}

function startsWith(args: readonly string[], words: readonly string[]): boolean {
  return words.every((word, i) => args[i] === word);
}

/** The columns of a help text. */
function widthOf({ columns = HELP_WIDTH }: Terminal): number {
  return Math.min(columns, HELP_WIDTH);
}

/** Names with their descriptions, which wrap within their column. */
function described(rows: readonly (readonly [name: string, about: string])[], width: number): string[] {
  const indent = 2 + Math.max(...rows.map(([name]) => name.length)) + 2;
  return table(rows).flatMap((line) => wrapped(`  ${line}`, width, indent));
}

function overview(commands: readonly Command[], width: number): string[] {
  return [
    'Usage: traffic-mirror COMMAND [FILE] [OPTIONS]',
    '',
    ...described([
      ...commands.map((c): [string, string] => [c.words, c.about]),
      ['COMMAND --help', 'help on a command'],
      ['--version', 'the version of the library'],
    ], width),
    '',
    'Effects of a change:',
    ...described(CHANGES, width),
    '',
    EXIT_CODES,
  ];
}

function helpOf({ words, about, defaultFile, several, files, filesAbout, options }: Command, width: number): string[] {
  const start = ['Usage: traffic-mirror', words, ...files ?? [several ? '[FILE...]' : '[FILE]']].join(' ');
  const usage = [start, ...options.map((o) => `[--${o.name}${o.value ? ` ${o.value}` : ''}]`)].join(' ');
  return [
    usage.length <= width ? usage : `${start} [OPTIONS]`,
    '',
    ...wrapped(`${about[0].toUpperCase()}${about.slice(1)}.`, width, 0),
    '',
    ...described([
      [files?.join(', ') ?? 'FILE', filesAbout ?? `default: ${defaultFile}`],
      ...[...options, HELP_OPTION].map((o): [string, string] => [`--${o.name}${'value' in o ? ` ${o.value}` : ''}`, o.about]),
    ], width),
    '',
    ...wrapped(EXIT_CODES, width, 0),
  ];
}
