// In other languages jsii keeps the working directory and the environment in which it was started. Whoever passes a path, or sets a
// variable, reads it where the path or the variable is documented.
import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';

const SRC = join(__dirname, '..', '..', 'src');

/** The documentation of members, by file and member. */
function documented(file: string): Map<string, string> {
  const found = new Map<string, string>();
  const text = readFileSync(join(SRC, file), 'utf8');
  for (const [, doc, name] of text.matchAll(/\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*(?:public |static |readonly )*(\w+)\??[(:]/g)) {
    found.set(name, `${found.get(name) ?? ''}${doc}`.replace(/\s*\*\s*/g, ' '));
  }
  return found;
}

test.each([
  ['fleet/mirror-ledger.ts', 'file'], ['fleet/mirror-deployed.ts', 'files'], ['policy/mirror-policy.ts', 'file'],
  ['inventory/mirror-inventory.ts', 'fromFiles'], ['inventory/mirror-inventory.ts', 'fromState'], ['export/mirror-export.ts', 'fromFiles'],
  ['input/mirror-network-facts.ts', 'fromFiles'], ['filter/mirror-address-book.ts', 'fromFile'], ['report/mirror-report.ts', 'writeHtml'],
  ['input/input-age.ts', 'takenAtFile'], ['policy/mirror-governance.ts', 'exports'],
])('%s %s asks for absolute paths in other languages', (file, member) => {
  expect(documented(file).get(member)).toMatch(/In Python, Go, Java and C#, use (?:an )?absolute paths?\b/);
});

test.each([['frozen'], ['deployed']])('the variable of %s is set before the program starts', (option) => {
  expect(documented('fleet/mirror-ledger-options.ts').get(option)).toMatch(/set the variables? before the program starts/);
});

test('every example of another language names its files by absolute paths', () => {
  const examples = join(SRC, '..', 'examples', 'languages');
  const files = readdirSync(examples, { recursive: true, encoding: 'utf8' })
    .filter((name) => /(?:^|\/)[Mm]ain\.(?:ts|py|go|java)$/.test(name));
  expect(files).toHaveLength(4);
  for (const file of files) {
    const text = readFileSync(join(examples, file), 'utf8');
    for (const name of ['traffic-mirror.lock', 'deployed.lock', 'traffic-mirror.policy.json', 'network-interfaces.json']) {
      const lines = text.split('\n').filter((line) => line.includes(name));
      expect([file, name, lines.length > 0]).toEqual([file, name, true]);
      for (const line of lines) expect(line).toMatch(/join\(|file\((?:home|here|estate)|resolve\(|(?:home|HERE\.parent|estate) \//);
    }
  }
});
