// Makes the files of a new check: npx projen new-check TM399 "A session has an owner".
// It works at once, for an example fact to be replaced.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'fs';
import { dirname, join } from 'path';

/** The files to write, by their paths from the root of the project. */
export function newCheck(root: string, id: string | undefined, title: string | undefined): Map<string, string> {
  if (!id || !/^TM[1-9]\d\d$/.test(id)) {
    throw new Error(
      `The id is ${id ?? 'missing'}. Allowed: TM and three digits. Fix: npx projen new-check TM399 "A session has an owner".`,
    );
  }
  if (!title || /[.'`]|^[a-z]/.test(title)) {
    throw new Error(
      `The title is ${title ?? 'missing'}. Allowed: a sentence without a full stop and without quotes, which names the condition that holds. Fix: npx projen new-check ${id} "A session has an owner".`,
    );
  }
  const read = (path: string): string => readFileSync(join(root, path), 'utf8');
  const group = `tm${id[2]}`;
  if (!existsSync(join(root, `src/texts/en/${group}.ts`))) {
    throw new Error(`The id ${id} begins a new group. Allowed: a group of docs/checks/README.md. Fix: add src/texts/en/${group}.ts first.`);
  }
  if (read('test/checks/facts-zh.ts').includes(`  ${id}:`)) {
    throw new Error(`The id ${id} is in use. Allowed: an id that docs/checks/README.md does not list.`);
  }
  const slug = title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
    .split(' ')
    .filter((word) => !['a', 'an', 'the', 'is', 'has', 'of'].includes(word))
    .slice(0, 4)
    .join('-');
  const files = new Map<string, string>();
  files.set(`src/checks/${id.toLowerCase()}-${slug}.ts`, decision(id, title));
  files.set(`src/texts/en/${group}.ts`, byId(read(`src/texts/en/${group}.ts`), id, english(id, title)));
  files.set(`src/texts/zh/${group}.ts`, byId(read(`src/texts/zh/${group}.ts`), id, chinese(id)));
  files.set('test/checks/facts-zh.ts', byId(read('test/checks/facts-zh.ts'), id, `  ${id}: '会话有标签 \`${id}\`',\n`));
  files.set(
    'test/checks/fixtures.ts',
    read('test/checks/fixtures.ts').replace(
      '\n];\n',
      `\n  broken('${id}', 'warning', 'the session has the tag \`${id}\`', (f) => { body(f).tags = { ${id}: 'yes' }; }),\n];\n`,
    ),
  );
  files.set('test/checks/inputs.json', withInputs(read('test/checks/inputs.json'), id));
  files.set('test/lifecycle/advice.ts', inElsewhere(read('test/lifecycle/advice.ts'), `  ${id}: 'a tag, which is changed in place',\n`));
  files.set(`docs/checks/${id}.md`, page(id, title));
  files.set(`docs/checks/zh/${id}.md`, pageInChinese(id));
  return files;
}

/** Puts an entry into an object whose keys are ids, before the first that is greater. */
function byId(text: string, id: string, entry: string): string {
  const start = text.search(/^ {2}TM\d{3}: /m);
  const later = [...text.matchAll(/^ {2}(TM\d{3}): /gm)].find(([, other]) => other > id);
  const at = later ? later.index! : text.indexOf('\n};', start) + 1;
  return text.slice(0, at) + entry + text.slice(at);
}

function inElsewhere(text: string, entry: string): string {
  const at = text.indexOf('\n};', text.indexOf('export const ELSEWHERE')) + 1;
  return text.slice(0, at) + entry + text.slice(at);
}

/** The entry of the table of inputs. A later one is recorded: see test/support/recorded-inputs.ts. */
function withInputs(text: string, id: string): string {
  const all = { ...JSON.parse(text), [id]: { types: ['alicloud_vpc_traffic_mirror_session'], undecided: [] } };
  return `${JSON.stringify(Object.fromEntries(Object.entries(all).sort(([a], [b]) => a < b ? -1 : 1)), undefined, 1)}\n`;
}

const decision = (id: string, title: string): string => `import { check } from './check';

/** ${title}. */
export const ${id} = check('${id}', {
  run(model, _facts, outcomes) {
    for (const session of model.sessions) {
      // The example: replace it by the decision. Undecided is for a value that is known only at apply.
      const { tags } = session.block.body;
      if (typeof tags === 'string') outcomes.undecided(session, 'onlyAtApply');
      else if (tags?.${id} === undefined) outcomes.pass(session);
      else outcomes.warn(session, 'tagged');
    }
  },
});
`;

const english = (id: string, title: string): string => `  ${id}: {
    title: '${title}',
    reasons: {
      tagged: reason({
        problem: ({ path }) => \`\${path} has the tag ${id}\`,
        fix: 'Remove the tag.',
      }),
      onlyAtApply: reason({
        problem: ({ path }) => \`\${path}: tags are known only at apply\`,
        fix: 'Write them as a map.',
      }),
    },
  },
`;

const chinese = (id: string): string => `  ${id}: {
    title: '标题待译（${id}）',
    reasons: {
      tagged: {
        problem: ({ path }) => zh\`\${path} 有标签 ${id}\`,
        fix: '请删除该标签。',
      },
      onlyAtApply: {
        problem: ({ path }) => zh\`\${path}：tags 的值在 apply 时才知道\`,
        fix: '请写成映射。',
      },
    },
  },
`;

const page = (id: string, title: string): string => `# ${id}: ${title}

## Why

What happens in production if this does not hold, with the source.

## How to fix

The change to make, and its effect on running sessions.

## When to acknowledge

The case in which the finding is right and nothing needs to change.

\`\`\`ts
MirrorPolicy.of(this).acknowledge('${id}', 'why it is acknowledged');
\`\`\`
`;

const pageInChinese = (id: string): string => `# ${id}：待译

## 原因

不满足时在生产中会发生什么，以及出处。

## 如何处理

要做的修改，以及对正在运行的会话的影响。

## 何时确认并忽略

结果正确但无需修改的情况。

\`\`\`ts
MirrorPolicy.of(this).acknowledge('${id}', '确认的理由');
\`\`\`
`;

if (require.main === module) {
  const root = join(__dirname, '..');
  const [id, ...title] = process.argv.slice(2);
  try {
    const files = newCheck(root, id, title.join(' ') || undefined);
    for (const [path, text] of files) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
      console.log(path);
    }
    console.log('Now run "npx projen checks" and "npx jest test/checks test/texts". Then replace the example in each file.');
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 2;
  }
}
