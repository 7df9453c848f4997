import { exampleNames, readGoldens, synthesizeExample } from './examples';
import { expectConformsToSchema } from '../support/schema';

describe.each(exampleNames())('example %s', (name) => {
  test('writes its golden Terraform, which conforms to the provider schema, and warns of nothing', async () => {
    const { stacks, warnings } = await synthesizeExample(name);
    expect(warnings).toEqual([]);
    expect(Object.keys(stacks)).not.toHaveLength(0);
    expect(stacks).toEqual(readGoldens(name));
    for (const stack of Object.values(stacks)) expectConformsToSchema(stack);
  }, 60_000);
});

describe('that copies arrive', () => {
  const undecided = async (name: string): Promise<string[]> => (await synthesizeExample(name)).notes.filter((note) => /TM4\d\d/.test(note));

  test.each(['landing-zone', 'security-audit'])('is proved of %s', async (name) => {
    expect(await undecided(name)).toEqual([]);
  }, 60_000);

  test('is undecided of a target that is only named', async () => {
    expect(await undecided('one-source')).not.toEqual([]);
  }, 60_000);
});
