// Writes the L1 bindings of the pinned provider schema: generate-bindings.ts SCHEMA OUTDIR
// The generator asks for the newest Terraform version unless this is set before it loads.
process.env.CHECKPOINT_DISABLE = '1';

import { mkdtempSync, readFileSync, renameSync, rmSync } from 'fs';
import { dirname, join } from 'path';
import { CodeMaker, TerraformProviderConstraint, TerraformProviderGenerator } from '@cdktf/provider-generator';

async function main(schemaPath: string, outdir: string): Promise<void> {
  const code = new CodeMaker();
  new TerraformProviderGenerator(code, JSON.parse(readFileSync(schemaPath, 'utf8')))
    .generate(new TerraformProviderConstraint('aliyun/alicloud@>= 1.211.0'));
  const staging = mkdtempSync(join(dirname(outdir), '.bindings-'));
  await code.save(staging);
  const generated = join(staging, 'providers', 'alicloud');
  // Nothing exports it, so it would only weigh on the package.
  rmSync(join(generated, 'lazy-index.ts'));
  rmSync(outdir, { recursive: true, force: true });
  renameSync(generated, outdir);
  rmSync(staging, { recursive: true });
}

main(process.argv[2], process.argv[3]).then(
  // The generator leaves handles open.
  () => process.exit(0),
  (error) => { console.error(error); process.exit(1); },
);
