// Holds the Python and Java of both READMEs against what jsii makes of their first app: translated.ts [--write]
// Needs the tablet that `jsii-rosetta extract` writes: npx projen rosetta
import { readFileSync, writeFileSync } from 'fs';
import { join } from 'path';

const ROOT = join(__dirname, '..');
const READMES = ['README.md', 'README.zh-CN.md'];
/** What stands above a block that is made of the first app. */
const MARKED = /(<!-- translated from main\.ts -->\n```(\w+)\n)[\s\S]*?(?=\n```$)/gm;
const FIRST_APP = /^```ts nofixture\n([\s\S]*?)\n```$/m;

/** The first app of a README. */
export function firstApp(readme: string): string {
  const found = FIRST_APP.exec(readme);
  if (!found) throw new Error('README has no first app');
  return found[1];
}

/** What a tablet has for a snippet in a language. */
export function translation(tablet: string, snippet: string, language: string): string {
  const { snippets } = JSON.parse(tablet) as { snippets: Record<string, { translations: Record<string, { source: string }> }> };
  const found = Object.values(snippets).find(({ translations }) => translations.$.source.trim() === snippet.trim());
  const source = found?.translations[language]?.source;
  if (source === undefined) throw new Error(`the tablet has no such snippet in ${language}. Fix: npx projen rosetta`);
  // The imports of Java name each class, and a package that has none.
  return (language === 'java' ? source.replace(/^import .*\n/gm, '') : source).trim();
}

/** A README whose marked blocks are the translations of its first app. */
export function translated(readme: string, tablet: string): string {
  return readme.replace(MARKED, (_, head: string, language: string) => head + translation(tablet, firstApp(readme), language));
}

function main(write: boolean): void {
  const tablet = readFileSync(join(ROOT, '.jsii.tabl.json'), 'utf8');
  for (const name of READMES) {
    const is = readFileSync(join(ROOT, name), 'utf8');
    const should = translated(is, tablet);
    if (is === should) continue;
    if (write) {
      writeFileSync(join(ROOT, name), should);
    } else {
      console.error(`${name} does not have what jsii makes of its first app. Fix: npx projen rosetta --write`);
      process.exitCode = 1;
    }
  }
}

if (require.main === module) main(process.argv.includes('--write'));
