import { readFileSync } from 'fs';
import { join } from 'path';
import { firstScreen, Screen, withAddresses } from './first-screen';
import { firstApp, translated, translation } from './translated';

const APP = "import { App } from 'cdktf';\nnew App();";
const TABLET = JSON.stringify({
  snippets: {
    a: { translations: { $: { source: 'other()' }, python: { source: 'other()' } } },
    b: {
      translations: {
        $: { source: `${APP}\n` }, python: { source: 'App()\n' }, java: { source: 'import a.App;\nimport b.*;\n\nnew App();' },
      },
    },
  },
});
const README = `# it

\`\`\`ts nofixture
${APP}
\`\`\`

<!-- translated from main.ts -->
\`\`\`python
old()
\`\`\`

\`\`\`python
kept()
\`\`\`
`;

test('a marked block becomes the translation of the first app, and no other does', () => {
  expect(firstApp(README)).toBe(APP);
  expect(translated(README, TABLET)).toBe(README.replace('old()', 'App()'));
  expect(translation(TABLET, APP, 'java')).toBe('new App();');
});

test('fails for a README without an app, and for a snippet or language that the tablet lacks', () => {
  expect(() => firstApp('# it\n')).toThrow('README has no first app');
  expect(() => translation(TABLET, 'new()', 'python')).toThrow('no such snippet in python. Fix: npx projen rosetta');
  expect(() => translation(TABLET, APP, 'go')).toThrow('no such snippet in go');
});

describe('the pages of the registries', () => {
  const root = join(__dirname, '..');
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const screen: Screen = {
    manifest: JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')),
    readme,
    tablet: JSON.stringify({
      snippets: { a: { translations: { $: { source: firstApp(readme) }, python: { source: 'the_first_app()' } } } },
    }),
  };

  test('PyPI shows pip, the first app in Python, and the line that it prints', () => {
    const page = firstScreen('python', screen);
    expect(page).toMatch(
      /^# cdktf-alicloud-traffic-mirror\n\nConstructs for .*\n\n```console\npip install cdktf-alicloud-traffic-mirror\n```/,
    );
    expect(page).toContain('```python\nthe_first_app()\n```');
    expect(page).toContain('```text\n1 interface mirrored in 1 stack,');
    expect(page).not.toMatch(/npm |npx |```ts|中文/);
  });

  test('the page for Go shows go get, the import, and the tested app', () => {
    const page = firstScreen('go', screen);
    const { moduleName, packageName } = screen.manifest.jsii.targets.go;
    expect(page).toContain(`go get ${moduleName}/${packageName}@v${screen.manifest.version}\n`);
    expect(page).toContain('```go\nweb := mirror.NewMirrorFilter(');
    expect(page).not.toMatch(/npm |npx |```ts|```python|中文/);
  });

  test.each(['python', 'go'] as const)('no link of %s is relative', (language) => {
    const links = (page: string): string[] => [...page.matchAll(/\]\(([^)]*)\)/g)].map(([, link]) => link);
    expect(links(firstScreen(language, screen)).filter((link) => !link.startsWith('https:'))).toEqual([]);
    const files = 'https://example.com/files';
    const led = links(firstScreen(language, { ...screen, files }));
    expect(led).toContain(`${files}/docs/languages.md`);
    for (const link of led.filter((one) => one.startsWith(files))) readFileSync(join(root, link.slice(files.length)));
    expect(withAddresses('[a](b.md) [c](https://d)', undefined)).toBe('a [c](https://d)');
  });
});
