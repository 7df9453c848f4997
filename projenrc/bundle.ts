// All scripts of the compiled library in one file. Two thirds of a second file's size are what it shares with its neighbours, and a
// package of one file starts faster. Each module stays a function under its own name, and runs when it is first needed.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { createRequire } from 'module';
import { dirname, join, relative } from 'path';
import * as ts from 'typescript';

/** The file that has all modules. */
export const LIBRARY = 'library.js';

/** Node's wrapper of a module, without what no module of ours uses. */
const HEAD = `"use strict";
const { join } = require("path");
/** A module of the library, for example "fleet/planner". It runs at its first use. */
function __load(name) {
	if (!loaded.has(name)) {
		loaded.set(name, {});
		modules[name].call(loaded.get(name), loaded.get(name), join(__dirname, name, ".."));
	}
	return loaded.get(name);
}
exports.load = __load;
const loaded = new Map();
const modules = {
`;

/** A mark that only other compilers' imports read, or exports without values before they have them. */
const NEEDLESS = /^(?:Object\.defineProperty\(exports, "__esModule", \{\s*value: true\s*\}\)|(?:exports\.\w+ = )+void 0);\s*$/;

const ABSENT = /^(?:module\.exports|require\.(?!resolve$)\w+|__filename)$/;

/** A module whose imports of other modules of the library are loads, and these modules. */
function linked(name: string, text: string, lib: string): { readonly text: string; readonly loads: string[] } {
  const source = ts.createSourceFile(`${name}.js`, text, ts.ScriptTarget.ES2022, true);
  const loads: string[] = [];
  let left = '';
  let at = 0;
  const visit = (node: ts.Node): void => {
    if (node.parent === source && NEEDLESS.test(node.getText())) {
      left += text.slice(at, node.getStart());
      at = text.startsWith('\n', node.end) ? node.end + 1 : node.end;
      return;
    }
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'require') {
      const [argument] = node.arguments;
      if (!ts.isStringLiteral(argument)) throw new Error(`${name} requires what is not known before it runs: ${node.getText()}`);
      if (argument.text.startsWith('.')) {
        const path = join(dirname(name), argument.text);
        const module = [path, join(path, 'index')].find((candidate) => existsSync(join(lib, `${candidate}.js`)));
        if (module === undefined) throw new Error(`${name} requires ${argument.text}, which is no module of the library`);
        loads.push(module);
        left += `${text.slice(at, node.getStart())}__load("${module}")`;
        at = node.end;
      }
    } else if (ABSENT.test(ts.isPropertyAccessExpression(node) || ts.isIdentifier(node) ? node.getText() : '')) {
      throw new Error(`${name} uses ${node.getText()}, which modules in one file do not have`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return { text: left + text.slice(at), loads };
}

/** Puts all modules that the index and the commands need into one file. These stay files of their own. */
export function bundle(lib: string, commands: readonly string[], light: (script: string) => string): void {
  // Its names, one by one: so an ES module can import them.
  const names = Object.keys(createRequire(join(lib, LIBRARY))('./index.js'));
  const entries = ['index', ...commands.map(withoutEnding)];
  const modules = new Map<string, string>();
  for (const todo = [...entries]; todo.length > 0;) {
    const name = todo.pop()!;
    if (modules.has(name)) continue;
    const { text, loads } = linked(name, light(readFileSync(join(lib, `${name}.js`), 'utf8')).replace(/^#!.*\n/, ''), lib);
    modules.set(name, text.replace(/^"use strict";\n/, ''));
    todo.push(...loads);
  }
  for (const entry of readdirSync(lib, { recursive: true, withFileTypes: true })) {
    if (entry.name.endsWith('.js')) rmSync(join(entry.parentPath, entry.name));
  }
  const sorted = [...modules].sort(([a], [b]) => (a < b ? -1 : 1));
  writeFileSync(join(lib, LIBRARY), `${HEAD}${sorted.map(([name, text]) => `"${name}"(exports, __dirname) {\n${text}},\n`).join('')}};\n`);
  const values = names.map((name) => `exports.${name} = library.${name};\n`);
  writeFileSync(join(lib, 'index.js'), `"use strict";\nconst library = require("./${LIBRARY}").load("index");\n${values.join('')}`);
  for (const command of commands) {
    const up = relative(dirname(join(lib, command)), join(lib, LIBRARY));
    writeFileSync(join(lib, command), `#!/usr/bin/env node\nrequire("${up}").load("${withoutEnding(command)}");\n`);
  }
}

const withoutEnding = (file: string): string => file.replace(/\.js$/, '');
