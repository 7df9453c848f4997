import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { BREAKS, MORE_BREAKS } from './fixtures';
import { MirrorEdition } from '../../src';
import { findingOf } from '../../src/checks/found';
import { runChecks } from '../../src/checks/run';
import { MirrorModel } from '../../src/model/mirror-model';
import { findingText } from '../../src/policy/finding-text';
import { checkIds, titleOf } from '../../src/texts/catalogue';

const ROOT = join(__dirname, '..', '..');
export const PAGES = join(ROOT, 'docs', 'checks');
export const CHECKS = join(ROOT, 'src', 'checks');

/** How the page of a check begins: its title, and the exact output for one wrong fact. */
export function pageHead(id: string, fact: string, output: string): string {
  return `# ${id}: ${titleOf(id)}\n\nFor example, when ${fact}:\n\n\`\`\`text\n${output}\n\`\`\`\n`;
}

/** A page with a new beginning. */
export function withHead(present: string, head: string): string {
  const rest = /\n## (?!Example)[\s\S]*$/.exec(present);
  return `${head}${rest ? rest[0] : ''}`;
}

/** An example of a check's output. */
export interface Example {
  readonly id: string;
  readonly severity: string;
  readonly fact: string;
  readonly output: string;
}

/** The examples of all checks that read the model. */
export function examples(): Example[] {
  return [...BREAKS, ...MORE_BREAKS].map(({ id, severity, fact, edition, app }) => {
    const found = runChecks(new MirrorModel(app()), edition ?? MirrorEdition.EDITION_2023).findings.find((f) => f.id === id)!;
    return { id, severity, fact, output: findingText(findingOf(found)) };
  });
}

/** The list of all checks, from the check files. */
export function allChecksSource(): string {
  const files = readdirSync(CHECKS).filter((f) => /^tm\d+-.*\.ts$/.test(f)).sort().map((f) => f.slice(0, -'.ts'.length));
  const ids = files.map((f) => f.slice(0, 5).toUpperCase());
  return [
    '// Generated from the files of this folder. To change it, run "npx projen checks".',
    'import { Check } from \'./check\';',
    ...files.map((f, i) => `import { ${ids[i]} } from './${f}';`),
    '',
    '/** Every check that reads the model, in the order of its id. */',
    'export const ALL_CHECKS: readonly Check[] = [',
    ...ids.map((id) => `  ${id},`),
    '];',
    '',
  ].join('\n');
}

const BEGIN = '<!-- generated: npx projen checks -->\n';
const END = '<!-- end -->\n';

/** The index of check pages, its table from the catalogue and the examples. */
export function indexPage(present: string, severities: ReadonlyMap<string, string>): string {
  const table = [
    '| id | what must hold | severity |',
    '|---|---|---|',
    ...checkIds().map((id) => `| [${id}](${id}.md) | ${titleOf(id)} | ${severities.get(id)} |`),
    '',
  ].join('\n');
  const [before, rest] = present.split(BEGIN);
  return `${before}${BEGIN}${table}${END}${rest.split(END)[1]}`;
}

export function page(id: string): string {
  return readFileSync(join(PAGES, `${id}.md`), 'utf8');
}
