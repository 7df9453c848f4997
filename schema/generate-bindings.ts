// Writes the L1 bindings of what two pinned provider schemas have in common: generate-bindings.ts OUTDIR SCHEMA SCHEMA
import { createHash } from 'crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'fs';
import { devNull } from 'os';
import { dirname, join } from 'path';
import { withOneLink } from './binding-docs';
import { common, readSlice } from './slice';
import { PROVIDER_CONSTRAINT, PROVIDER_SOURCE } from '../src/catalog/versions';

/** Of whatever the bindings are made from: the schemas, the generator, the constraint, and this script. */
function fingerprint(schemas: readonly string[]): string {
  const hash = createHash('sha256').update(`${PROVIDER_SOURCE} ${PROVIDER_CONSTRAINT}\n`);
  const generator = require.resolve('@cdktf/provider-generator/package.json');
  const scripts = ['slice.ts', 'binding-docs.ts'].map((name) => join(__dirname, name));
  for (const file of [...schemas, __filename, ...scripts, generator]) hash.update(readFileSync(file));
  return hash.digest('hex');
}

async function main(outdir: string, ...schemas: string[]): Promise<void> {
  const stamp = join(outdir, '.made-from');
  const made = fingerprint(schemas);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === made) return;

  // The generator asks for the newest version of Terraform, and runs the one on the PATH, which complains of its settings.
  process.env.CHECKPOINT_DISABLE = '1';
  process.env.TF_CLI_CONFIG_FILE = devNull;
  const { CodeMaker, TerraformProviderConstraint, TerraformProviderGenerator } = await import('@cdktf/provider-generator');

  const [schema, ...others] = schemas.map(readSlice);
  const code = new CodeMaker();
  new TerraformProviderGenerator(code, {
    format_version: '1.0',
    provider_schemas: { [`registry.terraform.io/${PROVIDER_SOURCE}`]: others.reduce(common, schema) },
  } as any).generate(new TerraformProviderConstraint(`${PROVIDER_SOURCE}@${PROVIDER_CONSTRAINT}`));
  const staging = mkdtempSync(join(dirname(outdir), '.bindings-'));
  await code.save(staging);
  const generated = join(staging, 'providers', 'alicloud');
  // Nothing exports it, so it would only weigh on the package.
  rmSync(join(generated, 'lazy-index.ts'));
  for (const { name } of readdirSync(generated, { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
    const file = join(generated, name, 'index.ts');
    writeFileSync(file, withOneLink(readFileSync(file, 'utf8')));
  }
  for (const resource of MIRRORING) registers(join(generated, resource, 'index.ts'));
  writeFileSync(join(generated, '.made-from'), made);
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
    .replace(/import \* as \w+ from '\w+';\n/, "$&import { Registry } from '../../policy/registry';\n")
    .replace(/(extends \w+\.TerraformResource \{[^]*?\n {2}public constructor\([^]*?)(\n {2}\}\n)/, '$1\n    Registry.of(this);$2');
  if (!written.includes('{ Registry }') || !written.includes('Registry.of(this)')) {
    throw new Error(`${file}: the generator writes another form of constructor now`);
  }
  writeFileSync(file, written);
}

const [outdir, ...schemas] = process.argv.slice(2);
main(outdir, ...schemas).then(
  // The generator leaves handles open.
  () => process.exit(0),
  (error) => { console.error(error); process.exit(1); },
);
