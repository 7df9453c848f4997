// Writes what is generated of the checks: their list, the index of their pages, and the examples on the pages.
import { spawnSync } from 'child_process';
import { existsSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import {
  allChecksSource, CHECKS, Example, examples, indexPage, indexPageInChinese, page, pageHead, PAGES, pagesIn, withHead,
} from './pages';
import { indexOfInputs } from '../door/inputs-table';
import { MirrorPolicy } from '../../src';
import { findingText } from '../../src/policy/finding-text';
import { LANGUAGES } from '../../src/texts/language';
import { temporaryFolder } from '../support/app';
import { STATED } from '../fleet/stated';

const list = join(CHECKS, 'all.ts');
if (readFileSync(list, 'utf8') !== allChecksSource()) {
  // The list is loaded already, so another process writes the pages of a new check.
  writeFileSync(list, allChecksSource());
  process.exit(spawnSync(process.execPath, [...process.execArgv, ...process.argv.slice(1)], { stdio: 'inherit' }).status ?? 1);
}
const severities = new Map<string, string>();
const write = ({ id, severity, fact, output }: Example): void => {
  severities.set(id, severity);
  for (const language of LANGUAGES) {
    const file = join(pagesIn(language), `${id}.md`);
    writeFileSync(file, withHead(existsSync(file) ? page(id, language) : '', pageHead(id, fact, output[language], language)));
  }
};
examples().forEach(write);
const home = process.cwd();
for (const { id, severity, fact, before, wrong } of STATED) {
  process.chdir(temporaryFolder());
  before?.();
  const app = wrong();
  try {
    app.synth();
  } catch { /* Refused, as it should be. */ }
  const evaluation = MirrorPolicy.of(app).evaluate();
  const [en, zh] = LANGUAGES.map((language) => findingText(evaluation._in(language).findings.find((f) => f.id === id)!, language));
  write({ id, severity, fact, output: { en, zh } });
  process.chdir(home);
}
for (const language of LANGUAGES) {
  const index = join(pagesIn(language), 'README.md');
  writeFileSync(index, (language === 'en' ? indexPage : indexPageInChinese)(readFileSync(index, 'utf8'), severities));
}
const inputs = join(PAGES, '..', 'inputs.md');
writeFileSync(inputs, indexOfInputs(readFileSync(inputs, 'utf8')));
