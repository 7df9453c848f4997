// The first app of README in Python and Java, as jsii translates it: it runs, and prints the line that README shows.
import { spawnSync } from 'child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';

const README = readFileSync(join(__dirname, '..', '..', 'README.md'), 'utf8');

/** The block of README that is translated into a language. */
function shown(language: string): string {
  const found = new RegExp(`^<!-- translated from main\\.ts -->\n\`\`\`${language}\n([\\s\\S]*?)\n\`\`\`$`, 'm').exec(README);
  if (!found) throw new Error(`README has no first app in ${language}`);
  return found[1];
}

/** The packages that README names for the imports of Java. */
function imports(): string[] {
  const [, named] = /In Java it is the body of `main`, with the classes of (.*)\.$/m.exec(README)!;
  const names = [...named.matchAll(/`([\w.]+)`/g)].map(([, name]) => name);
  const ours = names.find((name) => name.startsWith('io.github.'))!;
  return names.map((name) => (name === 'java.util.List' ? name : name === 'alicloud.provider' ? `${ours}.${name}.*` : `${name}.*`));
}

/** Runs the first app in a folder of its own; the failures in words. */
export function firstAppFails(language: 'python' | 'java', program: readonly string[], home: string): string[] {
  const folder = join(home, 'first-app');
  mkdirSync(folder);
  const [file, text] = language === 'python' ? ['main.py', shown(language)] : [
    'FirstApp.java',
    [
      ...imports().map((name) => `import ${name};`),
      'public class FirstApp {', 'public static void main(String[] args) {', shown(language), '}', '}',
    ].join('\n'),
  ];
  writeFileSync(join(folder, file), `${text}\n`);
  const { status, stderr, stdout } = spawnSync(program[0], [...program.slice(1), file], { cwd: folder, encoding: 'utf8' });
  const [, line] = /^```text\n(.*)\n```$/m.exec(README)!;
  if (status !== 0) return [`the first app of README ends with ${status}\n${stdout}\n${stderr}`];
  const printed = `${stdout}${stderr}`.trim();
  return printed.includes(line) ? [] : [`the first app of README prints "${printed}" instead of "${line}"`];
}
