// Writes what is generated of the checks: their list, the index of their pages, and the examples on the pages.
import { existsSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { allChecksSource, CHECKS, examples, indexPage, page, pageHead, PAGES, withHead } from './pages';
import { MirrorPolicy } from '../../src';
import { findingText } from '../../src/policy/finding-text';
import { temporaryFolder } from '../support/app';
import { STATED } from '../fleet/stated';

writeFileSync(join(CHECKS, 'all.ts'), allChecksSource());
const severities = new Map<string, string>();
const write = (id: string, severity: string, fact: string, output: string): void => {
  severities.set(id, severity);
  const file = join(PAGES, `${id}.md`);
  writeFileSync(file, withHead(existsSync(file) ? page(id) : '', pageHead(id, fact, output)));
};
for (const { id, severity, fact, output } of examples()) write(id, severity, fact, output);
const home = process.cwd();
for (const { id, severity, fact, before, wrong } of STATED) {
  process.chdir(temporaryFolder());
  before?.();
  const app = wrong();
  try {
    app.synth();
  } catch { /* Refused, as it should be. */ }
  write(id, severity, fact, findingText(MirrorPolicy.of(app).evaluate().findings.find((f) => f.id === id)!));
  process.chdir(home);
}
const index = join(PAGES, 'README.md');
writeFileSync(index, indexPage(readFileSync(index, 'utf8'), severities));
