import { exampleNames, readGoldenPage, readGoldens, SynthesizedExample, synthesizeExample } from './examples';
import { expectConformsToSchema } from '../support/schema';

const synthesized = new Map<string, Promise<SynthesizedExample>>();
/** Each example runs once, as a process of its own. */
function once(name: string): Promise<SynthesizedExample> {
  if (!synthesized.has(name)) synthesized.set(name, synthesizeExample(name));
  return synthesized.get(name)!;
}

describe.each(exampleNames())('example %s', (name) => {
  test('writes its golden Terraform, which conforms to the provider schema, and warns of nothing', async () => {
    const { stacks, warnings, notes, page } = await once(name);
    expect(warnings).toEqual([]);
    expect(
      notes.filter((n) => /interfaces? mirrored in \d+ stacks?, \d+ checks passed, \d+ undecided; edition 20\d\d$/.test(n)),
    ).toHaveLength(1);
    expect(Object.keys(stacks)).not.toHaveLength(0);
    expect(stacks).toEqual(readGoldens(name));
    expect(page).toBe(readGoldenPage(name));
    for (const stack of Object.values(stacks)) expectConformsToSchema(stack);
  }, 120_000);
});

test('the page of the landing zone has nothing undecided', async () => {
  expect((await once('landing-zone')).page).toContain('0 errors   0 warnings   0 undecided');
}, 120_000);

describe('that copies arrive', () => {
  const undecided = async (name: string): Promise<string[]> => (await once(name)).notes.filter((note) => /TM4\d\d/.test(note));

  test.each(['landing-zone', 'security-audit'])('is proved of %s', async (name) => {
    expect(await undecided(name)).toEqual([]);
  }, 120_000);

  // Its three stacks share a ledger, so they are one account: priorities and quotas are decided across them.
  test('the accounts of the stacks of sharded are decided', async () => {
    const { notes } = await once('sharded');
    expect(notes.length).toBeGreaterThan(0);
    expect(notes.filter((note) => /TM110|TM304|TM50\d/.test(note))).toEqual([]);
  }, 120_000);

  test('is undecided of a target that is only named', async () => {
    expect(await undecided('one-source')).not.toEqual([]);
  }, 120_000);
});
