import type { TerraformStack } from 'cdktf';
import { FileStamp, stampOf } from '../input/staged-file';
import type { TerraformJson } from '../model/document';

const kept = new WeakMap<TerraformStack, { readonly file: string; readonly stamp: FileStamp; readonly terraform: TerraformJson }>();

/**
 * Keeps the Terraform of a stack for the checks, which then need not read the file back.
 *
 * @param file the file that was just written
 * @param terraform the value of its text
 */
export function keepWritten(stack: TerraformStack, file: string, terraform: TerraformJson): void {
  kept.set(stack, { file, stamp: stampOf(file), terraform });
}

/** The Terraform that was kept for a stack, once. Undefined if its file has changed since, so that the file counts. */
export function takeWritten(stack: TerraformStack, file: string): TerraformJson | undefined {
  const found = kept.get(stack);
  kept.delete(stack);
  return found?.file === file && found.stamp === stampOf(file) ? found.terraform : undefined;
}
