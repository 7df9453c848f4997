// The goldens of each release, as they were: an upgrade of the library must plan nothing for what they deployed.
import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from 'fs';
import { join } from 'path';
import { EXAMPLES, exampleNames, goldenPage } from '../golden/examples';

const ROOT = join(__dirname, '..', '..');
const FOLDER = join(__dirname, 'goldens');

/** Versions whose goldens are kept, the present one included. */
export function frozenVersions(): string[] {
  return existsSync(FOLDER) ? readdirSync(FOLDER).sort() : [];
}

/** A stack of an example as a version wrote it. */
export interface FrozenStack {
  readonly version: string;
  readonly example: string;
  readonly stack: string;
  readonly terraform: any;
}

export function frozenStacks(version: string): FrozenStack[] {
  const folder = join(FOLDER, version);
  return readdirSync(folder).sort().flatMap((example) => readdirSync(join(folder, example)).sort().map((stack) => ({
    version, example, stack, terraform: JSON.parse(readFileSync(join(folder, example, stack, 'cdk.tf.json'), 'utf8')),
  })));
}

/** The version that is being made. */
export function presentVersion(): string {
  return JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).version;
}

/** Whether the changelog has dated a version: from then on its goldens stay as they are. */
export function isReleased(version: string, changelog = readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8')): boolean {
  return !changelog.split('\n').includes(`## ${version} (unreleased)`);
}

/** Keeps the present goldens as those of the present version, until it is released. */
export function freeze(): string {
  const version = presentVersion();
  if (isReleased(version)) return `the goldens of ${version} are released and stay as they are; set the next version in .projenrc.ts`;
  rmSync(join(FOLDER, version), { recursive: true, force: true });
  for (const name of exampleNames()) {
    cpSync(join(EXAMPLES, name, 'golden'), join(FOLDER, version, name), { recursive: true, filter: (path) => path !== goldenPage(name) });
  }
  return `frozen as the goldens of ${version}`;
}
