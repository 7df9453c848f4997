import { parseArgs } from 'util';
import { Command, CommandArguments } from './command';
import { described, refusal } from '../net/refusal';

/** The option that every command has. */
export const HELP_OPTION = { name: 'help', about: 'this text' };

/**
 * Reads the arguments after the name of a command.
 *
 * @throws for an unknown option, an option without its value, a repeated option, or too many files
 */
export function readArguments(command: Command, args: string[]): CommandArguments {
  const path = `traffic-mirror ${command.words}`;
  const fix = `run ${path} --help for the options`;
  const options = new Map([...command.options, HELP_OPTION].map((o) => [o.name, o]));
  const { tokens } = parseArgs({
    args, strict: false, tokens: true, allowPositionals: true,
    options: Object.fromEntries(
      [
        ...options.values(),
      ].map((o) => [o.name, { type: 'value' in o ? 'string' as const : 'boolean' as const, ...o === HELP_OPTION && { short: 'h' } }]),
    ),
  });
  const values = new Map<string, string[]>();
  const files: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') files.push(token.value);
    if (token.kind !== 'option') continue;
    const option = options.get(token.name);
    if (!option) {
      throw refusal({
        path,
        what: 'an option',
        got: token.rawName,
        allowed: [...options.keys()].map((name) => `--${name}`).join(', '),
        fix,
      });
    }
    const takes = 'value' in option ? option.value : undefined;
    // The next option is not the value of this one.
    const missing = takes !== undefined
      && (token.value === undefined || token.value === '' || (!token.inlineValue && token.value.startsWith('-')));
    if (missing || (takes === undefined && token.value !== undefined)) {
      throw refusal({
        path,
        what: `the value of --${option.name}`,
        got: missing ? undefined : token.value,
        allowed: takes ?? 'no value',
        fix,
      });
    }
    const there = values.get(option.name);
    if (there && !('several' in option && option.several)) {
      throw refusal({ path, what: `--${option.name}`, got: described('occurs twice'), allowed: 'it once', fix });
    }
    if (there) there.push(token.value ?? '');
    else values.set(option.name, [token.value ?? '']);
  }
  const most = command.several ? Infinity : command.files?.length ?? 1;
  if (files.length > most) {
    throw refusal({ path, what: 'FILE', got: files.join(' '), allowed: most === 1 ? 'one file' : `${most} files`, fix });
  }
  const all = files.length > 0 || command.files ? files : [command.defaultFile];
  return {
    file: files[0] ?? command.defaultFile,
    files: all,
    text: (name) => values.get(name)?.[0],
    texts: (name) => values.get(name) ?? [],
    has: (name) => values.has(name),
  };
}

/**
 * The value of an option with a fixed set of values, in lower case.
 *
 * @throws if the value is not in the set
 */
export function oneOf(given: CommandArguments, path: string, option: string, allowed: readonly string[]): string | undefined {
  const text = given.text(option)?.toLowerCase();
  if (text === undefined || allowed.includes(text)) return text;
  throw refusal({ path, what: `--${option}`, got: given.text(option), allowed: allowed.join(', '), fix: 'use one of these values' });
}
