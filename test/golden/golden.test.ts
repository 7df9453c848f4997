import { exampleNames, readGoldens, synthesizeExample } from './examples';
import { expectConformsToSchema } from '../support/schema';

describe.each(exampleNames())('example %s', (name) => {
  test('writes its golden Terraform, which conforms to the provider schema', async () => {
    const { stacks } = await synthesizeExample(name);
    expect(Object.keys(stacks)).not.toHaveLength(0);
    expect(stacks).toEqual(readGoldens(name));
    for (const stack of Object.values(stacks)) expectConformsToSchema(stack);
  }, 60_000);

  test('says nothing to warn of', async () => {
    const { stderr } = await synthesizeExample(name);
    expect(stderr).toBe('');
  }, 60_000);
});
