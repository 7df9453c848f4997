import { CHECKS_EN } from './en/checks';
import { COMMANDS as COMMANDS_EN } from './en/commands';
import { MESSAGES as MESSAGES_EN } from './en/messages';
import { REPORT as REPORT_EN } from './en/report';
import { WORDS as WORDS_EN } from './en/words';
import { Language } from './language';
import { CHECKS_ZH } from './zh/checks';
import { Given, isPhrase, Phrase, Words } from './phrase';
import { COMMANDS as COMMANDS_ZH } from './zh/commands';
import { MESSAGES as MESSAGES_ZH } from './zh/messages';
import { packetLine as packetLineInChinese } from './zh/net';
import { REPORT as REPORT_ZH } from './zh/report';
import { WORDS as WORDS_ZH } from './zh/words';
import { inApi } from '../net/api-names';
import { nearestNames } from '../net/nearest';
import { CheckTexts, Place, Reader, Reason, Text } from './reason';

/** The id of a check, for example `TM201`. */
export type CheckId = keyof typeof CHECKS_EN;

/** The reasons of a check. */
export type ReasonOf<Id extends CheckId> = keyof typeof CHECKS_EN[Id]['reasons'] & string;

/** The parameters of a reason. */
export type ParametersOf<Id extends CheckId, Key extends ReasonOf<Id>> =
  (typeof CHECKS_EN)[Id]['reasons'][Key] extends Reason<infer P> ? P : never;

/** A reason and its parameters, which are left out if it has none. Phrases may take the place of texts. */
export type Because<Id extends CheckId, Key extends ReasonOf<Id>> = {} extends ParametersOf<Id, Key>
  ? [reason: Key, parameters?: Given<ParametersOf<Id, Key>>] : [reason: Key, parameters: Given<ParametersOf<Id, Key>>];

/** A finding in words. */
export interface Sentences {
  readonly problem: string;
  readonly fix: string;
  readonly effect?: string;
}

const CHECKS: Record<Language, Record<string, CheckTexts>> = { en: CHECKS_EN, zh: CHECKS_ZH };

const MESSAGES: Record<Language, typeof MESSAGES_EN> = { en: MESSAGES_EN, zh: MESSAGES_ZH };

const COMMANDS: Record<Language, typeof COMMANDS_EN> = { en: COMMANDS_EN, zh: COMMANDS_ZH };

const REPORT: Record<Language, typeof REPORT_EN> = { en: REPORT_EN, zh: REPORT_ZH };

const WORDS: Record<Language, typeof WORDS_EN> = { en: WORDS_EN, zh: WORDS_ZH };

/** The condition that a check of the library requires. */
export function titleOf(id: string, language: Language = 'en'): string {
  return CHECKS[language][id].title;
}

/** What ids of a user's own checks may be. */
export const OWN_CHECK_IDS = '2 to 40 capital letters and digits in parts joined by - or _, that start with a letter and not with TM';

/** Whether an id may be one of a user's own check. */
export function isOwnCheckId(id: unknown): id is string {
  return typeof id === 'string' && id.length >= 2 && id.length <= 40 && /^(?!TM)[A-Z][A-Z0-9]*(?:[-_][A-Z0-9]+)*$/.test(id);
}

/** The ids of all checks, in their order. */
export function checkIds(): string[] {
  return Object.keys(CHECKS_EN).sort();
}

/** Texts around findings. */
export function messages(language: Language): typeof MESSAGES_EN {
  return MESSAGES[language];
}

/** The words of commands. */
export function commandWords(language: Language): typeof COMMANDS_EN {
  return COMMANDS[language];
}

/** The words of reports. */
export function reportWords(language: Language): typeof REPORT_EN {
  return REPORT[language];
}

/** A line about packets or rules, as `src/net` and `src/effects` write it, in a language. */
export function packetLine(line: string, language: Language): string {
  return language === 'zh' ? packetLineInChinese(line) : line;
}

/** A finding in words. */
export function sentences(id: string, key: string, parameters: object, place: Place, reader: Reader, language: Language = 'en'): Sentences {
  const texts = CHECKS[language][id]?.reasons[key];
  if (!texts) throw new Error(`check ${id} has no reason ${key}`);
  const all = { ...spokenParameters(parameters, language), ...place };
  const effect = texts.effect === undefined ? undefined : spoken(texts.effect, all, reader);
  return { problem: spoken(texts.problem, all, reader)!, fix: spoken(texts.fix, all, reader)!, ...effect !== undefined && { effect } };
}

/** A text or phrase in a language. */
export function inWords(words: Words, language: Language): string {
  return isPhrase(words) ? phraseText(words, language) : words;
}

function phraseText({ phrase, with: parameters }: Phrase, language: Language): string {
  return (WORDS[language][phrase] as (parameters: object) => string)(spokenParameters(parameters, language));
}

/** Parameters with all phrases in words. Most have none. */
export function spokenParameters<T extends object>(parameters: T, language: Language): T {
  let words: Record<string, unknown> | undefined;
  for (const [name, value] of Object.entries(parameters)) {
    const phrases = isPhrase(value) || Array.isArray(value) && value.some(isPhrase);
    if (!phrases) continue;
    words ??= { ...parameters } as Record<string, unknown>;
    words[name] = isPhrase(value) ? phraseText(value, language) : value.map((v: Words) => inWords(v, language));
  }
  return (words ?? parameters) as T;
}

function spoken(text: Text<any>, parameters: object, reader: Reader): string | undefined {
  const written = typeof text === 'string' ? text : text(parameters as any, reader);
  return written === undefined ? undefined : inApi(written);
}

/** How many ids an error suggests. */
const SUGGESTED = 5;

/** The ids most like a wrong one, the nearest first. */
export function nearestCheckIds(id: string, own: readonly string[] = []): string[] {
  // JavaScript may give anything, and so may a token.
  return nearestNames(typeof id === 'string' ? id : '', [...checkIds(), ...own]).slice(0, SUGGESTED);
}
