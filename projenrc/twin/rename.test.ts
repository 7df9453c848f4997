import { execFileSync } from 'child_process';
import { readFileSync } from 'fs';
import { join } from 'path';
import { PAGES, pageOfTwin } from './prose';
import { inProse, inSource, textsAboutFramework } from './rename';
import { FRAMEWORK_FILE } from '../twins';

const ROOT = join(__dirname, '..', '..');
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

test.each([
  ['Run `cdktf synth`, then `npx cdktf-cli deploy`.', 'Run `cdktn synth`, then `npx cdktn-cli deploy`.'],
  ['`cdktf.json` and `cdktf.out` of a cdktf.App', '`cdktf.json` and `cdktf.out` of a cdktn.App'],
  ['npm install ./cdktf-alicloud-traffic-mirror-0.1.0.tgz', 'npm install ./cdktn-alicloud-traffic-mirror-0.1.0.tgz'],
  ['import cdktf_alicloud_traffic_mirror', 'import cdktn_alicloud_traffic_mirror'],
  ['in cdktf. CDKTF_OUTDIR', 'in cdktn. CDKTF_OUTDIR'],
  ['https://github.com/a/cdktf-a, @cdktf/warn', 'https://github.com/a/cdktf-a, @cdktf/warn'],
])('about the twin, "%s" is "%s"', (ours, twins) => {
  expect(inProse(ours)).toBe(twins);
});

test.each([
  ['import { App } from \'cdktf\'; // of cdktf', 'import { App } from \'cdktn\'; // of cdktn'],
  ['export * from "cdktf-alicloud-traffic-mirror";', 'export * from "cdktn-alicloud-traffic-mirror";'],
  ['type A = typeof import(\'cdktf\');', 'type A = typeof import(\'cdktn\');'],
  ['const a = require(\'cdktf\') as any;', 'const a = require(\'cdktn\') as any;'],
  ['const a = jest.requireActual(\'cdktf/lib/app\');', 'const a = jest.requireActual(\'cdktn/lib/app\');'],
  ['void import(\'@cdktf/provider-generator\');', 'void import(\'@cdktn/provider-generator\');'],
])('in a source, %s is %s', (ours, twins) => {
  expect(inSource(ours)).toBe(twins);
});

test('names in a source are not renamed', () => {
  expect(inSource('import * as cdktf from \'cdktf\'; /* cdktf */ cdktf.App;'))
    .toBe('import * as cdktf from \'cdktn\'; /* cdktn */ cdktf.App;');
});

test('texts of a source are not renamed, whatever they look like', () => {
  const source = 'const a = [\'run cdktf synth\', `cdktf ${a} // cdktf`, /from \'cdktf\'/, "import \'cdktf\'"];\n';
  expect(inSource(source)).toBe(source);
  expect(textsAboutFramework(source)).toEqual([
    '\'run cdktf synth\'', '`cdktf ${', '} // cdktf`', '/from \'cdktf\'/', '"import \'cdktf\'"',
  ]);
  expect(textsAboutFramework('import \'cdktf\'; const a = \'cdktf.out\'; // cdktf')).toEqual([]);
});

test('no text of the library, its tests or its examples names the framework, but the file with its names', () => {
  const files = execFileSync('git', ['ls-files', 'src', 'test', 'examples', 'schema', 'rosetta'], { cwd: ROOT, encoding: 'utf8' })
    .split('\n').filter((file) => /\.ts(-fixture)?$/.test(file));
  // What runs with both frameworks, or with one alone.
  const others = /^test\/(lifecycle|consumer|matrix|languages)\/|\.twin\.ts$/;
  expect(files.length).toBeGreaterThan(600);
  // Most files only import it.
  const names = (file: string): boolean => /cdktf(?!\.(?:out|json))/.test(read(file).replace(/ from '[^']*'/g, ''));
  const wrong = files.filter((file) => !others.test(file) && names(file) && textsAboutFramework(read(file)).length > 0);
  expect(wrong).toEqual([FRAMEWORK_FILE]);
});

test.each(PAGES)('the passages of %s about one framework are all there, and the page of the twin is about the other', (name) => {
  const page = pageOfTwin(name, read(name));
  // What was run, the framework to come from, and the folder of the clone.
  const rest = page.replace(/<!-- the table begins -->[^]*<!-- the table ends -->/, '')
    .replace(/(?:from|从) `cdktf`/g, '').replaceAll('../cdktf-alicloud-traffic-mirror/build', '');
  expect(inProse(rest)).toBe(rest);
  expect(page).not.toContain('\0');
});

test('a table of what was run keeps its names', () => {
  expect(pageOfTwin('docs/versions.md', read('docs/versions.md'))).toContain('| cdktf 0.21.0, constructs 10.4.2 | ');
});

test('fails if a passage has changed', () => {
  const versions = read('docs/versions.md');
  expect(() => pageOfTwin('docs/versions.md', versions.replace('10.4.2 or later', '10.5 or later'))).toThrow('has this passage 0 times');
  expect(() => pageOfTwin('docs/versions.md', `${versions}\n${versions}`)).toThrow('has this passage 2 times');
});
