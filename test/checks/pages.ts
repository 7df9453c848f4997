import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { FACTS_ZH } from './facts-zh';
import { BREAKS, MORE_BREAKS } from './fixtures';
import { policyExamples } from './policy-examples';
import { MirrorEdition } from '../../src';
import { ALL_CHECKS } from '../../src/checks/all';
import { Check } from '../../src/checks/check';
import { EditionFacts } from '../../src/checks/edition-facts';
import { findingOf } from '../../src/checks/found';
import { Outcomes } from '../../src/checks/outcomes';
import { runChecks } from '../../src/checks/run';
import { FILTER_TYPE, MirrorModel, RULE_TYPES, SESSION_TYPE } from '../../src/model/mirror-model';
import { StackModel } from '../../src/model/stack-model';
import { findingText } from '../../src/policy/finding-text';
import { CheckId, checkIds, titleOf } from '../../src/texts/catalogue';
import { CHECKS_EN } from '../../src/texts/en/checks';
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

/** What a check reads of a model: resource types, recorded while it runs over its own wrong app, a right one and a collector. */
function readsOf(check: Check): Set<string> {
  const types = new Set<string>();
  const own = [...BREAKS, ...MORE_BREAKS].filter(({ id }) => id === check.id || id === 'TM412');
  const { blocks, dataBlocks } = StackModel.prototype;
  try {
    for (const documents of own.map(({ app }) => app())) {
      const model = new MirrorModel(documents);
      StackModel.prototype.blocks = function (this: StackModel, type: string) { types.add(type); return blocks.call(this, type); };
      StackModel.prototype.dataBlocks = function (this: StackModel, type: string) {
        types.add(`data.${type}`);
        return dataBlocks.call(this, type);
      };
      const seen = new Proxy(model, {
        get: (of, name, self) => {
          for (const type of PARTS[String(name)] ?? []) types.add(type);
          return Reflect.get(of, name, self);
        },
      });
      check.run(seen, new EditionFacts(MirrorEdition.EDITION_2023, model), new Outcomes(check.id));
      Object.assign(StackModel.prototype, { blocks, dataBlocks });
    }
  } finally {
    Object.assign(StackModel.prototype, { blocks, dataBlocks });
  }
  return types;
}

/** The types behind the lists of the model. */
const PARTS: Record<string, string[]> = {
  sessions: [SESSION_TYPE],
  groups: [SESSION_TYPE],
  filters: [FILTER_TYPE],
  strayRules: Object.values(RULE_TYPES),
  filterByIdentity: [FILTER_TYPE, ...Object.values(RULE_TYPES)],
};

/** The types that every check of arrival reads, since they are one network. */
const NETWORK = 'network of the targets';

/** Keys of reasons that leave a check undecided. */
const UNDECIDED =
  /NotKnown|OnlyAtApply|onlyAtApply|notKnown|^mixed|^perhaps|^unread|^environment$|^notInApp$|^noLedger$|^others$|^dynamic$|^accessControl$|^instanceTypeNotSet$|notSpecified|routeOpen|routesToSome|^sourceMtu$|^targetMtu$/;

function readsTable(): string[] {
  const reads = ALL_CHECKS.map((check) => ({ check, types: readsOf(check) }));
  const arrival = reads.find(({ check }) => check.id === 'TM403')!.types;
  const network = [...arrival].filter((type) => !type.startsWith('alicloud_vpc_traffic_mirror_')).sort();
  const row = ({ check, types }: typeof reads[number]): string => {
    const whole = network.every((type) => types.has(type));
    const rest = [...types].filter((type) => !(whole && network.includes(type))).sort().map((type) => `\`${type}\``);
    const open = Object.keys(CHECKS_EN[check.id as keyof typeof CHECKS_EN].reasons).filter((key) => UNDECIDED.test(key)).map(words);
    return `| [${check.id}](${check.id}.md) | ${[...rest, ...whole ? [NETWORK] : []].join(', ')} | ${open.join(', ')} |`;
  };
  return [
    '## Inputs of each check', '',
    'The table lists the resource types that a check reads, recorded while it runs over the examples, and the reasons why it can be undecided. All checks also read the interface data of the constructs (`traffic-mirror.json`).',
    '',
    '| id | reads | undecided because of |', '|---|---|---|', ...reads.map(row), '',
    `The ${NETWORK}: ${network.map((type) => `\`${type}\``).join(', ')}, and the API responses of \`MirrorNetworkFacts\`.`,
  ];
}

/** `sourceGroupsNotKnown` as words. */
function words(key: string): string {
  return key.replace(/[A-Z]+/g, (upper) => ` ${upper.toLowerCase()}`);
}

export function page(id: string, language: Language = 'en'): string {
  return readFileSync(join(pagesIn(language), `${id}.md`), 'utf8');
}
