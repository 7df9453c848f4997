// Makes the documents of OpenTofu that the tests of the command read: TERRAFORM_BINARY_NAME=tofu npx tsx test/door/write-opentofu.ts
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { Lifecycle } from '../lifecycle/harness';

const FOLDER = join(__dirname, 'opentofu');

async function main(): Promise<void> {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  const life = await Lifecycle.start();
  const keep = (name: string, json: object): void => {
    const text = JSON.stringify(json, undefined, 1).replace(/"timestamp": "[^"]*"/, '"timestamp": "2026-11-28T00:00:00Z"');
    writeFileSync(join(FOLDER, `${name}.json`), `${text}\n`);
  };
  try {
    for (const [name, source] of [['estate', join(__dirname, 'estate')], ['modules', join(__dirname, 'fixtures', 'hcl')]]) {
      const folder = life.directory();
      cpSync(source, folder, { recursive: true, filter: (path) => !/\.(ts|json)$/.test(path) });
      writeFileSync(join(folder, 'main.tf'), readFileSync(join(source, 'main.tf')));
      keep(`${name}-plan`, (await life.plan(folder)).json);
      keep(`${name}-configuration`, await life.json(folder, ['show', '-config', '-json']));
    }
  } finally {
    await life.stop();
  }
}

main().catch((error: Error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
