import type { WORDS } from './en/words';

/** The key of a phrase. */
export type PhraseKey = keyof typeof WORDS;

/** Words of a language inside a sentence, which the catalogue has: plain JSON, so that a finding is the same in every language. */
export interface Phrase {
  readonly phrase: PhraseKey;
  readonly with: Readonly<Record<string, Words | number | boolean | undefined | readonly Words[]>>;
}

/** A text inside a sentence: a name or value as it is, or a phrase. */
export type Words = string | Phrase;

/** What may be given for parameters that a text gets as strings. */
export type Given<P> = { [K in keyof P]: GivenValue<P[K]> };

type GivenValue<T> = T extends string ? string extends T ? Words : T : T extends readonly string[] ? readonly Words[] : T;

type ParametersOfPhrase<K extends PhraseKey> = Given<Parameters<typeof WORDS[K]>[0]>;

/** A phrase with its parameters. */
export function phrase<K extends PhraseKey>(key: K, parameters: ParametersOfPhrase<K>): Phrase {
  return { phrase: key, with: parameters as Phrase['with'] };
}

/** Whether a parameter is a phrase. */
export function isPhrase(value: unknown): value is Phrase {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && 'phrase' in value;
}
