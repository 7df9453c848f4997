import { readFileSync } from 'fs';
import { join } from 'path';
import { inProse } from './rename';
import { CDKTF, CDKTN } from '../twins';

/** A passage of a page, and what the twin's page has in its place. Spaces also match the ends of lines. */
type Passage = readonly [ours: string, twins: string];

const minor = (version: string): string => version.split('.').slice(0, 2).join('.');
const { version } = JSON.parse(readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8'));
const TARBALL = `-${version}.tgz`;

const PACK: Passage = [
  `npm ci && npm pack # ${CDKTF.packageName}${TARBALL}`,
  `npm ci && npx projen twin:pack    # build/cdktn/${CDKTN.packageName}${TARBALL}`,
];
const INSTALL: Passage = [
  `npm install cdktf constructs ../${CDKTF.packageName}/${CDKTF.packageName}${TARBALL}`,
  // cdktn accepts no later constructs, and npm would take the latest.
  `npm install cdktn "constructs@<10.8" ../${CDKTF.packageName}/build/cdktn/${CDKTN.packageName}${TARBALL}`,
];

/** Statements that are about one of the two frameworks. Everything else holds for both, under the twin's names. */
const PASSAGES: Readonly<Record<string, readonly Passage[]>> = {
  'README.md': [
    PACK,
    INSTALL,
    [
      `for the [${CDKTF.title}](${CDKTF.home}) that`,
      `for [${CDKTN.title}](${CDKTN.home}) (\`cdktn\`, the fork of the ${CDKTF.title}) that`,
    ],
    ['or use `cdktn` instead of `cdktf`', 'or move an app from `cdktf`'],
    [
      `\`cdktf\` ${minor(CDKTF.version)} and \`constructs\` 10.4.2 or later`,
      `\`cdktn\` ${minor(CDKTN.version)} and \`constructs\` 10.6 or 10.7`,
    ],
    [
      `| \`cdktf\` | ${minor(CDKTF.version)} | | \`constructs\` | 10.4.2 and later (10.8.0 was withdrawn, use 10.8.1) |`,
      `| \`cdktn\` | ${minor(CDKTN.version)}. Its command needs Node 22.19 or later |\n| \`constructs\` | 10.6 and 10.7 |`,
    ],
  ],
  'README.zh-CN.md': [
    PACK,
    INSTALL,
    [
      `用 [${CDKTF.title}](${CDKTF.home}) 描述`,
      `用 [${CDKTN.title}](${CDKTN.home})（\`cdktn\`，${CDKTF.title} 的分支）描述`,
    ],
    ['或用 `cdktn` 代替 `cdktf`', '或从 `cdktf` 迁移应用'],
    [
      `\`cdktf\` ${minor(CDKTF.version)} 与 \`constructs\` 10.4.2 及以上`,
      `\`cdktn\` ${minor(CDKTN.version)} 与 \`constructs\` 10.6 或 10.7`,
    ],
    [
      `| \`cdktf\` | ${minor(CDKTF.version)} | | \`constructs\` | 10.4.2 及以上（10.8.0 已撤回，请使用 10.8.1） |`,
      `| \`cdktn\` | ${minor(CDKTN.version)}，其命令需要 Node 22.19 及以上 |\n| \`constructs\` | 10.6 与 10.7 |`,
    ],
  ],
  'docs/pipelines.md': [
    ['`cdktf` is archived. There are three ways to leave it.', 'There are two ways to leave `cdktn`.'],
    [
      '**Move to cdktn.** Replace the package and the imports ([languages and frameworks](languages.md)). The ledger is the same file. **Con',
      '**Con',
    ],
  ],
  'docs/versions.md': [
    [
      '`constructs` is a peer dependency, 10.4.2 or later. 10.8.0 was withdrawn, use 10.8.1.',
      '`constructs` is a peer dependency, 10.6 or 10.7: `cdktn` accepts no other.',
    ],
  ],
};

const mark = (i: number): string => `\u0000${i}\u0000`;

/** A table of what was run, with its own names. */
const RECORD = /<!-- the table begins -->[^]*<!-- the table ends -->/;

/** A page of the twin's documentation. If a passage is not on its page exactly once, the twin's statement may be wrong, so it fails. */
export function pageOfTwin(name: string, text: string): string {
  const [record] = RECORD.exec(text) ?? [];
  const passages: readonly Passage[] = [...PASSAGES[name] ?? [], ...record === undefined ? [] : [[record, record] as const]];
  const marked = passages.reduce((page, [ours], i) => {
    const parts = page.split(new RegExp(ours.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/ /g, '\\s+')));
    if (parts.length !== 2) throw new Error(`${name} has this passage ${parts.length - 1} times. Correct projenrc/twin/prose.ts: ${ours}`);
    return parts.join(mark(i));
  }, text);
  return passages.reduce((page, [, twins], i) => page.replace(mark(i), () => twins), inProse(marked));
}

/** The pages that have passages of their own in the twin. */
export const PAGES: readonly string[] = Object.keys(PASSAGES);
