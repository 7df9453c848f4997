// Rewrites the goldens of the examples: on purpose, in a commit that says why.
import { mkdirSync, rmSync, writeFileSync } from 'fs';
import { dirname, join } from 'path';
import { EXAMPLES, exampleNames, goldenFile, goldenPage, synthesizeExample } from './examples';
import { freeze } from '../upgrade/frozen';

async function main(): Promise<void> {
  for (const name of exampleNames()) {
    const { stacks, page } = await synthesizeExample(name);
    rmSync(join(EXAMPLES, name, 'golden'), { recursive: true, force: true });
    for (const [stack, json] of Object.entries(stacks)) {
      const file = goldenFile(name, stack);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, `${JSON.stringify(json, null, 2)}\n`);
    }
    if (page !== '') writeFileSync(goldenPage(name), page);
    console.log(`${name}: ${Object.keys(stacks).join(', ')}`);
  }
  console.log(freeze());
}

void main();
