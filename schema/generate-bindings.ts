// Writes the L1 bindings of the pinned provider schema: generate-bindings.ts SCHEMA OUTDIR
// The generator asks for the newest Terraform version unless this is set before it loads.
process.env.CHECKPOINT_DISABLE = '1';

import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'fs';
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
  for (const resource of MIRRORING) registers(join(generated, resource, 'index.ts'));
  rmSync(outdir, { recursive: true, force: true });
  renameSync(generated, outdir);
  rmSync(staging, { recursive: true });
}

/** The resources of traffic mirroring: an app that has one of them is checked. */
const MIRRORING = ['filter', 'filter-ingress-rule', 'filter-egress-rule', 'session'].map((kind) => `vpc-traffic-mirror-${kind}`);

/** Has the constructor of a resource switch the checks of its app on. */
function registers(file: string): void {
  const text = readFileSync(file, 'utf8');
  const written = text
    .replace("import * as cdktf from 'cdktf';\n", "$&import { Registry } from '../../policy/registry';\n")
    .replace(/(extends cdktf\.TerraformResource \{[^]*?\n {2}public constructor\([^]*?)(\n {2}\}\n)/, '$1\n    Registry.of(this);$2');
  if (!written.includes('{ Registry }') || !written.includes('Registry.of(this)')) throw new Error(`${file}: the generator writes another form of constructor now`);
  writeFileSync(file, written);
}

main(process.argv[2], process.argv[3]).then(
  // The generator leaves handles open.
  () => process.exit(0),
  (error) => { console.error(error); process.exit(1); },
);
