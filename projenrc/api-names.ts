// Writes the names of the API that have several words, from API.md, so that texts write them as the user's language does: api-names.ts
import { readFileSync, writeFileSync } from 'fs';
import { join } from 'path';

const ROOT = join(__dirname, '..');
export const NAMES_FILE = join(ROOT, 'src', 'net', 'public-names.ts');
/** What fits into a line. */
const WIDTH = 126;

/** The module with the names that the text of API.md documents: options, properties, parameters and methods. */
export function namesModule(reference: string): string {
  const names = new Set([...reference.matchAll(/^#+ `([a-z]+[A-Z]\w*)`/gm)].map(([, name]) => name));
  names.delete('toString');
  const lines = [''];
  for (const name of [...names].sort()) {
    if (`${lines.at(-1)}${name} `.length > WIDTH) lines.push('');
    lines[lines.length - 1] += `${name} `;
  }
  return [
    '// Generated from API.md. After a change of the API, run "npx projen docgen".',
    '/** Options, properties, parameters and methods of the API with more than one word, as TypeScript writes them. */',
    'export const PUBLIC_NAMES: ReadonlySet<string> = new Set((',
    ...lines.map((line, i) => `  ${i > 0 ? '+ ' : ''}'${i === lines.length - 1 ? line.trimEnd() : line}'`),
    ').split(\' \'));',
    '',
  ].join('\n');
}

if (require.main === module) writeFileSync(NAMES_FILE, namesModule(readFileSync(join(ROOT, 'API.md'), 'utf8')));
