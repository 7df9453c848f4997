import { readFileSync } from 'fs';
import { join } from 'path';
import { load } from 'js-yaml';
import { CDKTF, CDKTN } from './twins';

const ROOT = join(__dirname, '..');
const NAMES = ['build', 'release'] as const;
const text = (name: string): string => readFileSync(join(ROOT, '.github', 'workflows', `${name}.yml`), 'utf8');

interface Job {
  readonly needs?: string;
  readonly environment?: string;
  readonly permissions: Record<string, string>;
  readonly strategy?: { readonly matrix: Record<string, string[]> };
  readonly steps: ReadonlyArray<{ readonly run?: string; readonly uses?: string; readonly with?: Record<string, string> }>;
}

const jobsOf = (name: string): Record<string, Job> => (load(text(name)) as { jobs: Record<string, Job> }).jobs;
const release = jobsOf('release');
const publishing = Object.entries(release).filter(([name]) => name !== 'pack');

test.each(NAMES)('%s runs only tasks of this project', (name) => {
  const tasks = Object.keys(JSON.parse(readFileSync(join(ROOT, '.projen', 'tasks.json'), 'utf8')).tasks);
  const commands = Object.values(jobsOf(name)).flatMap(({ steps }) => steps.map(({ run = '' }) => run)).join('\n');
  const run = [...commands.matchAll(/npx projen (\S+)/g)].map(([, task]) => task);
  expect(run.length).toBeGreaterThan(4);
  expect(run.filter((task) => !tasks.includes(task))).toEqual([]);
});

test.each(NAMES)('%s holds no secret, and names them only where something is published that needs one', (name) => {
  const secrets = Object.entries(jobsOf(name)).filter(([, job]) => JSON.stringify(job).includes('secrets.')).map(([job]) => job);
  expect(secrets).toEqual(name === 'release' ? ['maven', 'go'] : []);
  // Whatever is called a token, a password or a key is an expression.
  const values = [...text(name).matchAll(/^\s*\S*(?:TOKEN|PASSWORD|KEY|PASSPHRASE)\S*: *(.*)$/gm)].map(([, value]) => value);
  expect(values.filter((value) => !/^\$\{\{ (?:secrets|steps)\.[\w.]+ \}\}$/.test(value))).toEqual([]);
});

test('a release packs once, and publishes to every registry both packages from what was packed', () => {
  expect(publishing.map(([name]) => name)).toEqual(['npm', 'pypi', 'nuget', 'maven', 'go']);
  for (const [name, { needs, environment, permissions, strategy, steps }] of publishing) {
    expect([name, needs, environment]).toEqual([name, 'pack', 'release']);
    expect([name, strategy!.matrix.package]).toEqual([name, [CDKTF.packageName, CDKTN.packageName]]);
    const trusted = ['npm', 'pypi', 'nuget'].includes(name);
    expect([name, permissions.contents, permissions['id-token']]).toEqual([name, 'read', trusted ? 'write' : undefined]);
    expect([name, steps[0].uses]).toEqual([name, expect.stringMatching(/^actions\/download-artifact@/)]);
    expect([name, JSON.stringify(steps)]).toEqual([name, expect.stringContaining('dist/${{ matrix.package }}/')]);
  }
});

test('CONTRIBUTING lists what the owner sets: every secret and variable, and no other', () => {
  const used = [...text('release').matchAll(/\b(?:secrets|vars)\.(\w+)/g)].map(([, name]) => name);
  const [, section] = /^## Release\n([\s\S]*?)^## /m.exec(readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8'))!;
  const listed = [...section.matchAll(/`([A-Z][A-Z_]+)`/g)].map(([, name]) => name);
  expect([...new Set(listed)].sort()).toEqual([...new Set(used)].sort());
});

test('what is published was checked, compared, tested and attested before', () => {
  const steps = release.pack.steps.map(({ run, uses, with: given }) => run ?? [uses, given?.['sbom-path']].filter(Boolean).join(' '));
  const order = [
    'release-check', 'projen compile', 'api-diff', 'projen test', 'test:everywhere', 'projen artefacts', 'attest-build-provenance',
    'upload-artifact',
  ].map((what) => steps.findIndex((step) => step.includes(what)));
  expect(order).toEqual([...order].sort((a, b) => a - b));
  expect(order[0]).toBeGreaterThan(0);
  for (const { packageName } of [CDKTF, CDKTN]) {
    const bill = `dist/release/${packageName}/sbom.cdx.json`;
    expect(steps.filter((step) => step.includes('attest-sbom') && step.includes(bill))).toHaveLength(1);
  }
  expect(JSON.stringify(release.npm.steps)).toContain('--provenance');
});
