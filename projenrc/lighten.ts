// Takes from the compiled library what no user reads, so that the package is light: lighten.ts [FOLDER]
// - Comments of the JavaScript (the declarations have them) and the names of its local variables. Lines stay lines, since Node shows
//   the line that throws, and are indented by tabs. All modules are in one file.
// - Declarations that nothing public leads to, and internal members of the others.
// - The spaces of the assembly, and its places in sources that are not in the package.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { join, relative, resolve } from 'path';
import { transformSync } from '@swc/core';
import * as ts from 'typescript';
import { bundle } from './bundle';
import { faultsOf, publicDeclarations } from './declarations';

const SHEBANG = /^#!.*\n/;

/** A script without its comments, with short names of local variables. */
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

/** A text that is indented by tabs instead of four spaces. What stands in a template stays as it is. */
export function withTabs(text: string): string {
  const templates: Array<readonly [from: number, to: number]> = [];
  const visit = (node: ts.Node): void => {
    if (ts.isNoSubstitutionTemplateLiteral(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) {
      templates.push([node.getStart(), node.end]);
    }
    ts.forEachChild(node, visit);
  };
  if (text.includes('`')) visit(ts.createSourceFile('script.js', text, ts.ScriptTarget.ES2022, true));
  let next = 0;
  return text.replace(/^(?: {4})+/gm, (spaces, at: number) => {
    while (next < templates.length && templates[next][1] <= at) next++;
    return next < templates.length && templates[next][0] < at ? spaces : '\t'.repeat(spaces.length / 4);
  });
}

/** An assembly without spaces, and without its places in the sources. */
export function lightAssembly(assembly: string): string {
  return JSON.stringify(JSON.parse(assembly, (key, value) => (key === 'locationInModule' ? undefined : value)));
}

function main(folder: string): void {
  const lib = join(folder, 'lib');
  const declarations = publicDeclarations(join(lib, 'index.d.ts'), (path) => readFileSync(path, 'utf8'));
  for (const entry of readdirSync(lib, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    if (file.endsWith('.d.ts') && !declarations.has(file)) rmSync(file);
  }
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  bundle(lib, Object.values<string>(bin).map((file) => relative('lib', file)), (script) => withTabs(withoutComments(script)));
  for (const [file, text] of declarations) writeFileSync(file, withTabs(text));
  const faults = faultsOf(lib);
  if (faults.length > 0) throw new Error(`the declarations are no longer whole:\n${faults.join('\n')}`);
  const assembly = join(folder, '.jsii');
  writeFileSync(assembly, lightAssembly(readFileSync(assembly, 'utf8')));
}

if (require.main === module) main(resolve(process.argv[2] ?? join(__dirname, '..')));
