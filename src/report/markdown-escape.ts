import { printable } from './report-data';
import { MirrorFinding } from '../checks/finding';
import { helpAddress, helpOf } from '../policy/finding-text';
import { Language } from '../texts/language';

/** A text that Markdown shows unchanged. */
export function markdown(text: string): string {
  return printable(text).replace(/[\\`*_{}[\]<>#|~]/g, (c) => c === '<' ? '&lt;' : c === '>' ? '&gt;' : `\\${c}`)
    .replace(/@(?=\w)/g, '@\u200b');
}

/** The help of a finding, in Markdown. */
export function helpMarkdown(finding: MirrorFinding, language: Language): string {
  const address = helpAddress(finding);
  const text = helpOf(finding, language);
  return address === undefined ? markdown(text) : `[${markdown(text)}](<${address}>)`;
}
