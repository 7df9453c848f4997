// What a released version of the library deployed, planned with the present one: nothing, or what the changelog lists.
import { readFileSync } from 'fs';
import { join } from 'path';
import { planned } from './apps';
import { Lifecycle, describeWithTerraform } from './harness';
import { readGoldens } from '../golden/examples';
import { FrozenStack, frozenStacks, frozenVersions, presentVersion } from '../upgrade/frozen';

/**
 * What an upgrade changes on purpose: by version and stack, what the plan shows. Each row stands in CHANGELOG.md in the
 * same words, with what it interrupts.
 */
const CHANGES: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {};

const CHANGELOG = readFileSync(join(__dirname, '..', '..', 'CHANGELOG.md'), 'utf8');
// It begins with what somebody made in the console.
const STACKS = frozenVersions().flatMap(frozenStacks).filter(({ example }) => example !== 'adoption');

test('the goldens of the present version are kept, and every change of an upgrade is in the changelog', () => {
  expect(frozenVersions()).toContain(presentVersion());
  expect(STACKS.length).toBeGreaterThan(8);
  expect(Object.values(CHANGES).flatMap((stacks) => Object.values(stacks).flat()).filter((row) => !CHANGELOG.includes(row))).toEqual([]);
});

describeWithTerraform('an upgrade of the library', () => {
  let life: Lifecycle;
  beforeAll(async () => { life = await Lifecycle.start(); });
  afterAll(async () => life.stop());

  const locally = (terraform: any): any => ({ ...terraform, terraform: { ...terraform.terraform, backend: undefined } });

  /** What is planned with `now` after `before` has been applied. */
  async function upgrade(before: any, now: any, edition: '2023' | '2026'): Promise<string[]> {
    await life.reset({ edition });
    const folder = life.directory(locally(before));
    await life.apply(folder);
    expect(planned(await life.plan(folder))).toEqual([]);
    life.write(folder, locally(now));
    return planned(await life.plan(folder));
  }

  test.each(STACKS.map((s): [string, string, string, FrozenStack] => [s.version, s.example, s.stack, s]))(
    'from %s, example %s, stack %s', async (version, example, stack, { terraform }) => {
      const now = readGoldens(example)[stack];
      const found = await upgrade(terraform, now, example === 'two-targets' ? '2026' : '2023');
      expect(found).toEqual([...CHANGES[version]?.[`${example}/${stack}`] ?? []].sort());
    });

  test('fails where a stack has changed', async () => {
    const [{ terraform }] = STACKS.filter(({ example }) => example === 'one-source');
    const changed = JSON.parse(JSON.stringify(terraform).replace('"enabled":true', '"enabled":false'));
    expect(await upgrade(terraform, changed, '2023')).toEqual([expect.stringMatching(/^update alicloud_vpc_traffic_mirror_session\./)]);
  });
});
