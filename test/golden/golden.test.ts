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
