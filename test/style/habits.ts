/** A habit of the old texts. */
export interface Habit {
  readonly name: string;
  /** How often it occurred in README, docs and src before the texts were rewritten (2026-11-26), by this pattern. */
  readonly before: number;
  /** How often it may still occur: at most a tenth of `before`. */
  readonly most: number;
  /** Why these are left. */
  readonly left?: string;
  readonly pattern: RegExp;
  readonly instead: string;
}

/** The counted habits, with what to write instead. */
export const HABITS: Habit[] = [
  {
    name: 'things that speak',
    before: 277,
    most: 0,
    instead: 'reports, lists, shows, checks',
    pattern: /\b(?:says?|said|tells?(?! apart)|told|speaks?|spoken|unsaid|(?:is|are|be|was) asked)\b/gi,
  },
  {
    name: 'where and what as subjects',
    before: 825,
    most: 12,
    left: 'short clauses after a verb for which there is no noun, for example the template of an error: what is got',
    instead: 'if, when, or a noun',
    pattern:
      /\b(?:(?<!from |and |or )where (?:it|they|there|the|an?|no|none|one|that|this|nothing|something|its|each|all|several|two|both|only|its|somebody|nobody|you|[a-z]+ (?:is|are|has|have|can|does))\b|what (?:is|are|has|have|was|it|they|the|an?|runs?|nobody|somebody|no|must|would|each|one|only|cannot|can|can't|there|does|gets?|goes|stays?)\b)/gi,
  },
  {
    name: 'state for set or specify',
    before: 129,
    most: 2,
    left: 'the Terraform state that a stack or a data source reads',
    instead: 'set, specify, pass',
    pattern:
      /\b(?:(?<!Terraform |power |the |other |or |of )states (?!of |move |in )(?:that|the|an?|its|it|what|which|no|only)\b|stated|stating|unstated|(?:to|must|may|can|cannot|you|that|who) state(?! of)\b|state (?:it|the|its|an?|them|what|both|all|no|only|every|each|where)\b) ?/gi,
  },
  {
    name: 'dark',
    before: 160,
    most: 2,
    left: 'the dark colour scheme of the page',
    instead: 'interrupted',
    pattern: /\b(?:dark|darkens?|darkened|darkness)\b/gi,
  },
  {
    name: 'semicolons',
    before: 614,
    most: 37,
    left: 'JavaScript, HTML and shell in templates, and separators of shell commands and of the success line',
    instead: 'two sentences',
    pattern: /;(?=\s|$)/g,
  },
  {
    name: 'postposed quantities',
    before: 134,
    most: 3,
    left: 'one or more, as a number, and a call that writes less than it is given',
    instead: 'one more source, another, again, in addition to',
    pattern: /\b(?:anew|once more|so many|so much|beside|(?:one|an?|two) [a-z-]+ (?:more|less)\b|[a-z]+ less(?= than it))\b/gi,
  },
  {
    name: 'bare words and passives without an actor',
    before: 311,
    most: 4,
    left: 'an id that is its own identity, a text that is its own value, and a shell script',
    instead: 'repeat the noun, name the actor',
    pattern:
      /\b(?:(?:its|their) own\b|of (?:its|their) own|(?:is|are|be|was|were|been) (?:let|handed|put)\b|(?:let|handed) (?:in|over|out)\b|to be (?:had|done)\b|(?:in|from|out of|of) there\b|there(?=[,.:]|$))/gi,
  },
  {
    name: 'aphorisms', before: 90, most: 0, instead: 'the technical word: race condition, silently, contains, yields, collector',
    pattern:
      /\b(?:by chance|is chance|left to chance|without a word|stands?(?! for\b|[ -]alone\b)|stood|(?:gives?|gave|giving) way|receiving sides?|in vain|hurts? nobody|by heart|of old)\b/gi,
  },
];
