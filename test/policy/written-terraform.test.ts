import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { TerraformStack } from 'cdktf';
import { keepWritten, takeWritten } from '../../src/policy/written-terraform';
import { newApp } from '../support/app';

let folder: string;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'written-')); });
afterEach(() => rmSync(folder, { recursive: true }));

const TERRAFORM = { resource: {} };

/** A stack whose Terraform is kept for a file. */
function kept(): { stack: TerraformStack; file: string } {
  const stack = new TerraformStack(newApp(), 'stack');
  const file = join(folder, 'cdk.tf.json');
  writeFileSync(file, '{"resource":{}}');
  keepWritten(stack, file, TERRAFORM);
  return { stack, file };
}

describe('the Terraform that is kept for a stack', () => {
  test('is taken once', () => {
    const { stack, file } = kept();
    expect([takeWritten(stack, file), takeWritten(stack, file)]).toEqual([TERRAFORM, undefined]);
  });

  test('is that of its own file', () => {
    const { stack, file } = kept();
    const other = join(folder, 'other.tf.json');
    writeFileSync(other, '{"resource":{}}');
    expect(takeWritten(stack, other)).toBeUndefined();
    // Nobody takes it later: the file counts from then on.
    expect(takeWritten(stack, file)).toBeUndefined();
  });

  test('is that of its own stack', () => {
    const { stack, file } = kept();
    expect([takeWritten(new TerraformStack(newApp(), 'stack'), file), takeWritten(stack, file)]).toEqual([undefined, TERRAFORM]);
  });

  test.each<[string, (file: string) => void]>([
    ['has another text', (file) => writeFileSync(file, '{}')],
    ['is gone', (file) => rmSync(file)],
  ])('does not count if the file %s', (_, change) => {
    const { stack, file } = kept();
    change(file);
    expect(takeWritten(stack, file)).toBeUndefined();
  });
});
