// Makes a check: npx projen new-check TM399 "title".
import { existsSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';

const FIXTURES_END = '\n];\n';

/** Writes the files of a new check below a root. */
export function newCheck(root: string, id: string, title: string): string[] {
  const match = /^TM([1-9])\d\d$/.exec(id);
  if (!match) throw new Error(`the id is ${JSON.stringify(id)}. Allowed: TM and three digits. Fix: npx projen new-check TM399 "title"`);
  if (!/^[A-Z][^\n'`\\]*[^.\s]$/.test(title)) {
    throw new Error(`the title is ${JSON.stringify(title)}. Allowed: what must hold, with a capital and without a full stop, quote or backslash. Fix: choose another title`);
  }
  const slug = title.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/-$/, '');
  const check = join(root, 'src', 'checks', `${id.toLowerCase()}-${slug}.ts`);
  const page = join(root, 'docs', 'checks', `${id}.md`);
  const texts = join(root, 'src', 'texts', 'en', `tm${match[1]}.ts`);
  const fixtures = join(root, 'test', 'checks', 'fixtures.ts');
  if (existsSync(page)) throw new Error(`${id} is a check already. Allowed: an id without a page in docs/checks. Fix: choose the next free id`);
  if (!existsSync(texts)) throw new Error(`${id} begins a new group. Allowed: a group with a file in src/texts/en. Fix: create ${texts} and list it in src/texts/en/checks.ts`);

  const present = readFileSync(texts, 'utf8');
  const ids = [...present.matchAll(/^ {2}(TM\d+): \{$/gm)];
  const next = ids.find(([, other]) => other > id);
  const end = next ? next.index! : present.lastIndexOf('};');
  writeFileSync(texts, `${present.slice(0, end)}${TEXTS(id, title)}${present.slice(end)}`);
  const cases = readFileSync(fixtures, 'utf8');
  const at = cases.lastIndexOf(FIXTURES_END);
  writeFileSync(fixtures, `${cases.slice(0, at)}\n  broken('${id}', 'warning', 'TODO: one fact is wrong', (f) => { body(f).enabled = false; }),${cases.slice(at)}`);
  writeFileSync(check, CHECK(id, title));
  writeFileSync(page, PAGE(id, title));
  return [check, texts, fixtures, page];
}

const CHECK = (id: string, title: string) => `import { check } from './check';

/** ${title}. */
export const ${id} = check('${id}', {
  run(model, _facts, outcomes) {
    for (const session of model.sessions) {
      // TODO: decide. A value that is known only at apply is undecided.
      if (session.enabled !== false) outcomes.pass();
      else outcomes.warn(session, 'wrong');
    }
  },
});
`;

const TEXTS = (id: string, title: string) => `  ${id}: {
    title: '${title}',
    reasons: {
      wrong: reason({
        problem: ({ path }) => \`\${path} TODO: what is wrong\`,
        fix: 'TODO: what to change.',
      }),
    },
  },
`;

const PAGE = (id: string, title: string) => `# ${id}: ${title}

For example, when TODO.

## Why

TODO

## How to fix

TODO

## When to acknowledge

TODO

\`\`\`ts
MirrorPolicy.of(this).acknowledge('${id}', 'why it is acknowledged');
\`\`\`
`;

if (require.main === module) {
  const [id = '', title = ''] = process.argv.slice(2);
  for (const file of newCheck(join(__dirname, '..', '..'), id, title)) console.log(file);
  console.log('Replace each TODO, then run "npx projen checks".');
}
