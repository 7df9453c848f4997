import { existsSync, readdirSync, readFileSync, statSync } from 'fs';
import { dirname, join, relative, resolve } from 'path';
import { checkIds } from '../../src/texts/catalogue';

const ROOT = join(__dirname, '..', '..');

function markdown(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return markdown(path);
    return entry.name.endsWith('.md') ? [path] : [];
  });
}

const pages = [
  ...['README.md', 'README.zh-CN.md', 'CHANGELOG.md', 'API.md'].map((name) => join(ROOT, name)),
  ...markdown(join(ROOT, 'docs')),
];
const names = pages.map((page) => relative(ROOT, page));

/** A page without its code, in which brackets mean something else. */
function prose(page: string): string {
  return readFileSync(page, 'utf8').replace(/```[\s\S]*?```/g, '').replace(/`[^`\n]*`/g, (code) => code.replace(/[[\]()]/g, ' '));
}

/** What a page can be entered at: its headings as GitHub names them, and anchors. */
function anchors(page: string): Set<string> {
  const text = readFileSync(page, 'utf8').replace(/```[\s\S]*?```/g, '');
  const headings = [...text.matchAll(/^#+\s+(.*)$/gm)].map(([, title]) =>
    title
      .replace(/<[^>]*>/g, '')
      .trim()
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-'),
  );
  return new Set([...headings, ...[...text.matchAll(/(?:name|id)="([^"]+)"/g)].map(([, name]) => name)]);
}

test.each(names)('every link of %s leads somewhere', (name) => {
  const page = join(ROOT, name);
  const broken = [...prose(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link).filter((link) => {
    if (/^[a-z]+:/.test(link)) return false;
    const [path, anchor] = link.split('#');
    const there = path === '' ? page : resolve(dirname(page), path);
    if (!existsSync(there)) return true;
    return anchor !== undefined && statSync(there).isFile() && !anchors(there).has(anchor);
  });
  expect(broken).toEqual([]);
});

const checks = checkIds();

test('every check has a page in the list, and every page is one of a check', () => {
  const listed = [...readFileSync(join(ROOT, 'docs', 'checks', 'README.md'), 'utf8').matchAll(/\]\((TM\d+)\.md\)/g)].map(([, id]) => id);
  const written = readdirSync(join(ROOT, 'docs', 'checks'))
    .filter((file) => /^TM\d+\.md$/.test(file))
    .map((file) => file.slice(0, -'.md'.length));
  expect([...new Set(listed)].sort()).toEqual([...new Set(checks)].sort());
  expect(written.sort()).toEqual([...new Set(checks)].sort());
});

test('every example is told of on a page', () => {
  const examples = readdirSync(join(ROOT, 'examples')).filter((name) => existsSync(join(ROOT, 'examples', name, 'cdktf.json')));
  const all = pages.map((page) => readFileSync(page, 'utf8')).join('\n');
  expect(examples.length).toBeGreaterThan(0);
  expect(examples.filter((name) => !new RegExp(`\\]\\((?:\\.\\./)*examples/${name}/main\\.ts\\)`).test(all))).toEqual([]);
});

test('the index of the documentation leads to every page', () => {
  const index = readFileSync(join(ROOT, 'docs', 'README.md'), 'utf8');
  const listed = new Set([...index.matchAll(/\]\(([^)]+)\)/g)].map(([, link]) => link));
  const all = markdown(join(ROOT, 'docs')).map((page) => relative(join(ROOT, 'docs'), page)).filter((page) => page !== 'README.md');
  // The pages of the checks have indexes of their own.
  expect(all.filter((page) => !/^checks\/(?:zh\/)?TM\d+\.md$/.test(page) && !listed.has(page))).toEqual([]);
});

test('the table of tests in CONTRIBUTING.md has every task of tests', () => {
  const { tasks } = JSON.parse(readFileSync(join(ROOT, '.projen', 'tasks.json'), 'utf8')) as { tasks: Record<string, unknown> };
  const contributing = readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8');
  const tests = Object.keys(tasks).filter((name) => /^test(?::|$)/.test(name) && !['test:update', 'test:watch'].includes(name));
  expect(tests.length).toBeGreaterThan(7);
  expect(tests.filter((name) => !contributing.includes(`\`npx projen ${name}\``))).toEqual([]);
});
