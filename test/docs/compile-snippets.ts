// Compiles every TypeScript block of docs/ against the compiled library, each in the fixture that README's blocks have.
import { execFileSync } from 'child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { join, relative } from 'path';
import { FRAMEWORK } from '../../src/net/framework';

const ROOT = join(__dirname, '..', '..');
const OUT = join(ROOT, 'test', 'docs', '.snippets');

function pages(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? pages(path) : entry.name.endsWith('.md') ? [path] : [];
  });
}

/** The block as a module: whole where it has imports of its own, otherwise in the body of a stack. */
function moduleOf(block: string, fixture: string): string {
  if (/^import /m.test(block)) return block;
  // What the reader has already is declared in the block, and a declaration stands outside a body.
  const declared = block.split('\n').filter((line) => line.startsWith('declare '));
  const body = block.split('\n').filter((line) => !line.startsWith('declare '));
  return [...declared, fixture.replace('/// here', () => body.join('\n'))].join('\n');
}

rmSync(OUT, { recursive: true, force: true });
mkdirSync(OUT, { recursive: true });
const fixture = readFileSync(join(ROOT, 'rosetta', 'default.ts-fixture'), 'utf8');
let count = 0;
for (const page of pages(join(ROOT, 'docs'))) {
  for (const [, block] of readFileSync(page, 'utf8').matchAll(/^```ts\n([\s\S]*?)^```/gm)) {
    const name = `${relative(join(ROOT, 'docs'), page).replace(/[^A-Za-z0-9]+/g, '-')}-${++count}.ts`;
    writeFileSync(join(OUT, name), `${moduleOf(block, fixture)}\nexport {};\n`);
  }
}
writeFileSync(join(OUT, 'tsconfig.json'), JSON.stringify({
  extends: '../../../tsconfig.json',
  compilerOptions: {
    noEmit: true, rootDir: '../../..', noUnusedLocals: false, noUnusedParameters: false,
    paths: { [FRAMEWORK.packageName]: ['../../../lib'] },
  },
  include: ['*.ts'],
}));
try {
  execFileSync(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', OUT], { stdio: 'inherit' });
} finally {
  rmSync(OUT, { recursive: true, force: true });
}
console.log(`${count} snippets compile`);
