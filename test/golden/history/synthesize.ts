import { mkdtempSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, LocalBackend, TerraformStack } from 'cdktf';
import { Changes, writtenChanges } from './changes';
import { REGION, history, writeEstate } from './history';
import { MirrorLedger, MirrorPacking, alicloud } from '../../../src';

/** The size that the goldens tell of. */
export const GOLDEN_SIZE = 20;

export const goldenOf = (packing: MirrorPacking): string => join(__dirname, `${packing}.json`);

/** Synthesizes the whole history: what each step changes in what the library writes, by the name of the step. */
export function synthesizedChanges(packing: MirrorPacking, size = GOLDEN_SIZE): Record<string, Changes> {
  const home = mkdtempSync(join(tmpdir(), 'history-'));
  try {
    let before = {};
    return Object.fromEntries(history(size).map(({ name, estate }) => {
      const app = new App({ outdir: join(home, 'cdktf.out') });
      const stack = new TerraformStack(app, 'net');
      new alicloud.provider.AlicloudProvider(stack, 'AliCloud', { region: REGION });
      new LocalBackend(stack, { path: 'terraform.tfstate' });
      writeEstate(stack, estate, MirrorLedger.file(join(home, 'traffic-mirror.lock'), { frozen: false }), packing);
      app.synth();
      const after = JSON.parse(readFileSync(join(app.outdir, 'stacks', 'net', 'cdk.tf.json'), 'utf8'));
      const changes = writtenChanges(before, after);
      before = after;
      return [name, changes];
    }));
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
