import { refusal } from '../net/refusal';

/** The languages of texts, by the name that options and files give them. */
export const LANGUAGES = ['en', 'zh'] as const;

/** A language of texts: English, or Simplified Chinese. */
export type Language = typeof LANGUAGES[number];

/** The variable that chooses the language of people and pipelines that use no option. */
export const LANGUAGE_VARIABLE = 'TRAFFIC_MIRROR_LANG';

/** The variables of the locale of messages, in the order of POSIX: the first that is set decides. */
const LOCALE_VARIABLES = ['LC_ALL', 'LC_MESSAGES', 'LANG'];

/**
 * The language that the environment asks this library for. Nothing if it does not.
 *
 * @throws if it asks for another language
 */
export function askedLanguage(environment: NodeJS.ProcessEnv): Language | undefined {
  const asked = environment[LANGUAGE_VARIABLE];
  if (asked === undefined || asked === '') return undefined;
  const language = languageNamed(asked);
  if (language === undefined) {
    throw refusal({
      what: `the variable ${LANGUAGE_VARIABLE}`,
      got: asked,
      allowed: LANGUAGES.join(', '),
      fix: 'set one of them, or unset it',
    });
  }
  return language;
}

/** The language of the locale. English for all that have no texts here. */
export function localeLanguage(environment: NodeJS.ProcessEnv): Language {
  const locale = LOCALE_VARIABLES.map((name) => environment[name]).find((value) => value !== undefined && value !== '');
  return languageNamed(locale ?? '') ?? 'en';
}

/** The language of a name such as `zh`, `zh-CN` or `zh_CN.UTF-8`. */
function languageNamed(name: string): Language | undefined {
  const code = /^[a-z]+/i.exec(name)?.[0].toLowerCase();
  return LANGUAGES.find((language) => language === code);
}
