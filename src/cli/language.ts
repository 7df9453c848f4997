import { oneOf } from './arguments';
import { CommandArguments, CommandOption } from './command';
import { audience } from '../policy/audience';
import { askedLanguage, Language, LANGUAGES, localeLanguage } from '../texts/language';

/** The option for the language of a command's output. */
export const LANGUAGE_OPTION: CommandOption = { name: 'lang', value: 'NAME', about: 'en or zh. Default: the language of the environment' };

/** The language of a command. */
export interface ChosenLanguage {
  /** The language of output for people. */
  readonly people: Language;
  /** The language of output for programs: English without the option, so that files of a pipeline do not depend on its machine. */
  readonly programs: Language;
}

/**
 * The language of a command: that of the option, of `TRAFFIC_MIRROR_LANG`, of the policy, or of the locale, in this order.
 * The locale is ignored under a test runner.
 *
 * @param path the name of the command, for errors
 */
export function languageOf(
  given: CommandArguments, path: string, policy?: Language, environment: NodeJS.ProcessEnv = process.env,
): ChosenLanguage {
  const option = oneOf(given, path, 'lang', LANGUAGES) as Language | undefined;
  const locale = (): Language => audience(environment) === 'test' ? 'en' : localeLanguage(environment);
  return { people: option ?? askedLanguage(environment) ?? policy ?? locale(), programs: option ?? 'en' };
}

/** The language of an output. Programs read it if the option `json` is set. */
export function outputLanguage(given: CommandArguments, path: string, policy?: Language): Language {
  const { people, programs } = languageOf(given, path, policy);
  return given.has('json') ? programs : people;
}
