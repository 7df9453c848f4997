import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { FACTS_ZH } from './facts-zh';
import { BREAKS, MORE_BREAKS } from './fixtures';
import { policyExamples } from './policy-examples';
import { INPUTS } from '../support/recorded-inputs';
import { MirrorEdition } from '../../src';
import { ALL_CHECKS } from '../../src/checks/all';
import { findingOf } from '../../src/checks/found';
import { runChecks } from '../../src/checks/run';
import { FILTER_TYPE, MirrorModel, RULE_TYPES, SESSION_TYPE } from '../../src/model/mirror-model';
import { findingText } from '../../src/policy/finding-text';
import { CheckId, checkIds, titleOf } from '../../src/texts/catalogue';
import { Language } from '../../src/texts/language';
import { zh as chinese } from '../../src/texts/zh/spacing';

const ROOT = join(__dirname, '..', '..');
export const PAGES = join(ROOT, 'docs', 'checks');

/** The folder of the pages in a language. */
export function pagesIn(language: Language): string {
  return language === 'en' ? PAGES : join(PAGES, language);
}
export const CHECKS = join(ROOT, 'src', 'checks');

/** How the page of a check begins: its title, and the exact output for one wrong fact. */
export function pageHead(id: string, fact: string, output: string, language: Language = 'en'): string {
  const example = language === 'en' ? `For example, when ${fact}:` : chinese`例如，${FACTS_ZH[id as CheckId].replace(/`$/, '` ')}时：`;
  return `# ${id}${language === 'en' ? ': ' : '：'}${titleOf(id, language)}\n\n${example}\n\n\`\`\`text\n${output}\n\`\`\`\n`;
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
  /** By language. */
  readonly output: Readonly<Record<Language, string>>;
}

/** The examples of all checks that read the model, and of those about the policy. */
export function examples(): Example[] {
  const ofPolicy = policyExamples().map(({ finding, inChinese, ...rest }) => ({
    ...rest,
    output: { en: findingText(finding), zh: findingText(inChinese, 'zh') },
  }));
  return [...[...BREAKS, ...MORE_BREAKS].map(({ id, severity, fact, edition, app }) => {
    const found = runChecks(new MirrorModel(app()), edition ?? MirrorEdition.EDITION_2023).findings.find((f) => f.id === id)!;
    return {
      id,
      severity,
      fact,
      output: { en: findingText(findingOf(found)), zh: findingText(findingOf(found, 'constructs', 'zh'), 'zh') },
    };
  }), ...ofPolicy];
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
    '| id | condition | severity |',
    '|---|---|---|',
    ...checkIds().map((id) => `| [${id}](${id}.md) | ${titleOf(id)} | ${severities.get(id)} |`),
    '',
    ...readsTable(),
    '',
  ].join('\n');
  const [before, rest] = present.split(BEGIN);
  return `${before}${BEGIN}${table}${END}${rest.split(END)[1]}`;
}

const SEVERITIES_ZH: Readonly<Record<string, string>> = { error: '错误', warning: '警告', undecided: '无法判定' };

/** The index of the Chinese pages. What each check reads is on the English one. */
export function indexPageInChinese(present: string, severities: ReadonlyMap<string, string>): string {
  const rows = checkIds().map((id) => `| [${id}](${id}.md) | ${titleOf(id, 'zh')} | ${SEVERITIES_ZH[severities.get(id)!]} |`);
  const table = ['| ID | 须满足 | 级别 |', '|---|---|---|', ...rows, ''].join('\n');
  const [before, rest] = present.split(BEGIN);
  return `${before}${BEGIN}${table}${END}${rest.split(END)[1]}`;
}

/** Types that are read together, with the name of the group. */
const FILTERS = [FILTER_TYPE, ...Object.values(RULE_TYPES)];
const INTERFACES = [
  'alicloud_ecs_network_interface', 'alicloud_ecs_network_interface_attachment', 'alicloud_instance',
  'alicloud_network_interface_attachment',
];

/** What some checks read apart from resources. */
const OTHER_INPUTS: Partial<Record<CheckId, string>> = {
  TM513: 'fleets', TM604: 'folders and providers of the stacks', TM606: '`required_providers`', TM607: 'modules',
};

/** Reads of a check, in words. */
function readsOf(id: string, network: readonly string[]): string {
  const types = new Set(INPUTS[id]?.types);
  const named: string[] = [];
  const take = (name: string, of: readonly string[], least: number): void => {
    if (of.filter((type) => types.has(type)).length < least) return;
    for (const type of of) types.delete(type);
    named.push(name);
  };
  take('sessions', [SESSION_TYPE], 1);
  take('filters', FILTERS, 2);
  take('network', network, network.length / 2);
  take('interfaces', INTERFACES, 3);
  const other = OTHER_INPUTS[id as CheckId];
  return [...named, ...[...types].sort().map((type) => `\`${type}\``), ...other === undefined ? [] : [other]].join(', ');
}

function readsTable(): string[] {
  const own = new Set([SESSION_TYPE, ...FILTERS]);
  // The checks of arrival share what they read, and the first one records it.
  const network = [...new Set(['TM401', 'TM403', 'TM408'].flatMap((id) => INPUTS[id].types))].filter((type) => !own.has(type)).sort();
  const list = (types: readonly string[]): string => types.map((type) => `\`${type}\``).join(', ');
  return [
    '## Inputs of each check', '',
    'The table lists the resource types that a check reads, and the reasons why it can be undecided, recorded while the tests run. All checks also read the interface data of the constructs (`traffic-mirror.json`).',
    '',
    '| id | reads | undecided because of |', '|---|---|---|',
    ...ALL_CHECKS.map(({ id }) => `| ${id} | ${readsOf(id, network)} | ${(INPUTS[id]?.undecided ?? []).map(words).join(', ')} |`), '',
    `- Sessions: \`${SESSION_TYPE}\``,
    `- Filters: ${list(FILTERS)}`,
    `- Interfaces: ${list(INTERFACES)}`,
    `- Network: ${list(network)}, the API responses of \`MirrorNetworkFacts\`, and modules and resources of other types that refer to one of these`,
  ];
}

/** `sourceGroupsNotKnown` as words. */
function words(key: string): string {
  return key.replace(/[A-Z]+/g, (upper) => ` ${upper.toLowerCase()}`);
}

export function page(id: string, language: Language = 'en'): string {
  return readFileSync(join(pagesIn(language), `${id}.md`), 'utf8');
}
