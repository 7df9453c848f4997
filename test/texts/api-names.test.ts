// Names of the API in texts: as TypeScript writes them in the sources, and as the user's language writes them in its process.
import { spawnSync } from 'child_process';
import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import * as ts from 'typescript';
import { NAMES_FILE, namesModule } from '../../projenrc/api-names';
import { packageFolder, pageOf } from '../../src/checks/found';
import { appLanguage, inApi } from '../../src/net/api-names';
import { PUBLIC_NAMES } from '../../src/net/public-names';
import { TSX } from '../support/programs';

const ROOT = join(__dirname, '..', '..');

/** The parts of texts in the sources that may name the API: those with several words, and names alone. */
function textsOfSources(folder = join(ROOT, 'src')): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'alicloud' ? [] : textsOfSources(path);
    if (entry.name === 'public-names.ts') return [];
    const found: string[] = [];
    const visit = (node: ts.Node): void => {
      const isText = ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node);
      if (isText && /\s|^[a-z]+[A-Z]\w*$/.test(node.text)) found.push(node.text);
      ts.forEachChild(node, visit);
    };
    visit(ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2022, true));
    return found;
  });
}

const TEXTS = textsOfSources();

const named = (text: string): string[] => text.match(/[a-z]+(?:[A-Z][a-z0-9]*)+/g) ?? [];

test('the names are those of the API', () => {
  expect(PUBLIC_NAMES.size).toBeGreaterThan(200);
  expect(readFileSync(NAMES_FILE, 'utf8')).toBe(namesModule(readFileSync(join(ROOT, 'API.md'), 'utf8')));
});

test('no text of the sources keeps a name of TypeScript in Python', () => {
  // In the policy file and in the options of the command, names are the same for every language.
  const kept = TEXTS.flatMap((text) => named(inApi(text, 'python'))
    .filter((name) => PUBLIC_NAMES.has(name) && !new RegExp(`["=\`/.:$@#'-]${name}|${name}["'=\`/@-]`).test(text))
    .map((name) => `${name}: ${text}`));
  expect(kept).toEqual([]);
});

test('the page of a check is a file that is there, in every language', () => {
  const folder = packageFolder('go', {});
  expect(readFileSync(pageOf('TM201', 'en', folder), 'utf8')).toMatch(/^# TM201/);
  expect(readFileSync(pageOf('TM201', 'zh', folder), 'utf8')).toMatch(/^# TM201/);
  expect(packageFolder('typescript', {})).toBeUndefined();
  expect(packageFolder('python', { JSII_RUNTIME_PACKAGE_CACHE: 'disabled' })).toBeUndefined();
});

test.each([
  ['Python/3.11.7', 'MirrorPolicy.of(scope).acknowledge_undecided(\'TM102\', \'reason\')',
    /Help +traffic-mirror checks TM102, or \/\S+\/docs\/checks\/TM102\.md$/m],
  ['go1.26/linux', 'MirrorPolicy_Of(scope).AcknowledgeUndecided("TM102", "reason")', /Help +\/\S+\/docs\/checks\/TM102\.md$/m],
])('an app of %s reads its names in findings and errors', (agent, acknowledge, help) => {
  const app = join(__dirname, 'app-of-agent.ts');
  const { stdout, stderr } = spawnSync(process.execPath, [TSX, '--tsconfig', join(ROOT, 'examples', 'tsconfig.json'), app], {
    encoding: 'utf8', env: { ...process.env, JSII_AGENT: agent },
  });
  expect(stderr).toBe('');
  for (const text of ['Specify instanceType with MirrorSource.networkInterface(id, { instanceType })', 'virtualNetworkId is -1']) {
    expect(stdout).toContain(inApi(text, appLanguage({ JSII_AGENT: agent })));
  }
  expect(stdout).toContain(acknowledge);
  expect(stdout).toMatch(help);
  // What the user named stays.
  expect(stdout).toContain('[net/primaryIp]');
});
