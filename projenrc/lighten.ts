// Takes from the compiled library what no user reads, so that the package is light: lighten.ts [FOLDER]
// Comments of the JavaScript (the declarations have them) and the names of its local variables (lines stay lines, since Node shows the
// line that throws), declarations that nothing public leads to, and the spaces of the assembly.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { dirname, join } from 'path';
import { transformSync } from '@swc/core';

const SHEBANG = /^#!.*\n/;

/** A script without its comments, and with short names of local variables. */
export function withoutComments(script: string): string {
  const [shebang = ''] = SHEBANG.exec(script) ?? [];
  const { code } = transformSync(script.slice(shebang.length), {
    isModule: 'unknown', configFile: false, swcrc: false,
    jsc: {
      target: 'es2022',
      parser: { syntax: 'ecmascript' },
      minify: { compress: false, mangle: { keepClassNames: true, keepFnNames: true }, format: { comments: false } },
    },
  });
  return shebang + code;
}

/** The declarations that the public ones lead to. */
export function reachable(index: string): Set<string> {
  const seen = new Set<string>();
  for (const todo = [index]; todo.length > 0;) {
    const file = todo.pop()!;
    if (seen.has(file)) continue;
    seen.add(file);
    for (const [, name] of readFileSync(file, 'utf8').matchAll(/(?:from |import\()['"](\.[^'"]*)['"]/g)) {
      const path = join(dirname(file), name);
      const found = [`${path}.d.ts`, join(path, 'index.d.ts')].find((candidate) => existsSync(candidate));
      if (found === undefined) throw new Error(`${file} leads to ${name}, which has no declaration`);
      todo.push(found);
    }
  }
  return seen;
}

function main(folder: string): void {
  const lib = join(folder, 'lib');
  const kept = reachable(join(lib, 'index.d.ts'));
  for (const entry of readdirSync(lib, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    if (file.endsWith('.js')) writeFileSync(file, withoutComments(readFileSync(file, 'utf8')));
    else if (file.endsWith('.d.ts') && !kept.has(file)) rmSync(file);
  }
  const assembly = join(folder, '.jsii');
  writeFileSync(assembly, JSON.stringify(JSON.parse(readFileSync(assembly, 'utf8'))));
}

if (require.main === module) main(process.argv[2] ?? join(__dirname, '..'));
