// The comments of the generated bindings.

/** The address of a resource's page, which begins each file. */
const PAGE = /^\/\/ (https:\/\/registry\.terraform\.io\/\S+)\n/;
const MEMBER_LINK = /^ *\* Docs at Terraform Registry: \{@link \S+ \S+\}\n/gm;
/** What the classes of blocks and lists say of their parameters, which only generated code passes. */
const PASSED_BY_CODE = /^ *\/\*\*\n *\* @param (?:terraformResource|index) (?:(?!\*\/)[^])*\*\/\n/gm;
/** What is left of a comment that had nothing but a link. */
const EMPTY = /^ *\/\*\*\n(?: *\*?\n)* *\*\/\n/gm;
const LAST_LINE_EMPTY = /(?:^ *\*\n)+(?= *\*\/\n)/gm;
const FIRST_LINE_EMPTY = /(?<=^ *\/\*\*\n)(?: *\*\n)+/gm;

/**
 * A binding with one link to its page for its arguments and one for its class. The generator writes a link for each argument, which is
 * a tenth of the package in every language and leads to the same page, and comments on parameters of code that it generates.
 */
export function withOneLink(text: string): string {
  const page = PAGE.exec(text)?.[1];
  const written = text
    .replace(MEMBER_LINK, '')
    .replace(PASSED_BY_CODE, '')
    .replace(EMPTY, '')
    .replace(LAST_LINE_EMPTY, '')
    .replace(FIRST_LINE_EMPTY, '')
    .replace(/^export interface \w+Config /m, `/** Arguments of {@link ${page}}. */\n$&`);
  if (page === undefined || written.includes('Docs at Terraform Registry') || written.split(`{@link ${page}}`).length !== 2) {
    throw new Error('the generator writes other comments now');
  }
  return written;
}
