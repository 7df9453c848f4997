import { execFileSync } from 'child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join } from 'path';
import { bundle, LIBRARY } from './bundle';

let lib: string;
beforeEach(() => {
  lib = realpathSync(mkdtempSync(join(tmpdir(), 'bundle-')));
});
afterEach(() => rmSync(lib, { recursive: true }));

const MODULE = '"use strict";\nObject.defineProperty(exports, "__esModule", { value: true });\n';

function write(files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(lib, name)), { recursive: true });
    writeFileSync(join(lib, name), text);
  }
}

const FILES = {
  'index.js': `${MODULE}exports.deep = exports.Planner = void 0;
exports.Planner = require("./fleet/planner").Planner;
exports.deep = require("./deep");
exports.here = __dirname;
`,
  'fleet/planner.js': `${MODULE}const sorted = require("./sorted");
class Planner {
    static FIRST = new Planner();
    run() { return sorted.of("require('./no')"); }
}
exports.Planner = Planner;
`,
  // Each needs the other, at the time of a call.
  'fleet/sorted.js': `${MODULE}const planner = require("./planner");
exports.of = (text) => [text, planner.Planner.name, require("path").basename(__dirname)];
`,
  'deep/index.js': `${MODULE}exports.up = require("../fleet/sorted").of;\n`,
  'stale.js': 'throw new Error("nothing needs it");\n',
  'cli/main.js': `#!/usr/bin/env node
${MODULE}const { Planner } = require("../fleet/planner");
console.log(new Planner().run().join(" "));
`,
};

test('modules run as in files of their own, and only what is needed is there', () => {
  write(FILES);
  bundle(lib, ['cli/main.js'], (script) => script);
  const scripts = readdirSync(lib, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js'));
  expect(scripts.sort()).toEqual(['cli/main.js', 'index.js', LIBRARY]);
  expect(readFileSync(join(lib, LIBRARY), 'utf8')).not.toMatch(/nothing needs it|__esModule|void 0/);
  const run = (...args: string[]): string => execFileSync(process.execPath, args, { cwd: lib, encoding: 'utf8' }).trim();
  expect(run(join(lib, 'cli', 'main.js'))).toBe("require('./no') Planner fleet");
  expect(readFileSync(join(lib, 'cli', 'main.js'), 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
  expect(run('-p', 'const l = require("./index.js"); [l.Planner.FIRST.run()[1], l.deep.up("a")[2], l.here === process.cwd()].join()'))
    .toBe('Planner,fleet,true');
  // An ES module reads the names of the index without running it.
  const module = `import { Planner, deep } from ${JSON.stringify(join(lib, 'index.js'))}; console.log(Planner.name, typeof deep.up);`;
  expect(run('--input-type=module', '--eval', module)).toBe('Planner function');
});

test('a compiled library is bundled again after the next compile', () => {
  write(FILES);
  bundle(lib, ['cli/main.js'], (script) => script);
  const first = readFileSync(join(lib, LIBRARY), 'utf8');
  write(FILES);
  bundle(lib, ['cli/main.js'], (script) => script);
  expect(readFileSync(join(lib, LIBRARY), 'utf8')).toBe(first);
});

test.each([
  ['a module that is not there', 'exports.a = require("./gone");', 'index requires ./gone, which is no module of the library'],
  ['a name that it computes', 'exports.a = () => require(name);', 'index requires what is not known before it runs: require(name)'],
  ['exports of another form', 'module.exports = { a: 1 };', 'index uses module.exports'],
  ['whether it is the program', 'exports.a = () => require.main;', 'index uses require.main'],
  ['the name of its file', 'exports.a = () => __filename;', 'index uses __filename'],
])('fails for %s, and leaves the files', (_, text, message) => {
  write({ 'index.js': text });
  // Its names are read by running it.
  if (text.includes('gone')) write({ 'gone.js': '' });
  expect(() => bundle(lib, [], (script) => {
    rmSync(join(lib, 'gone.js'), { force: true });
    return script;
  })).toThrow(message);
  expect(existsSync(join(lib, 'index.js')) && !existsSync(join(lib, LIBRARY))).toBe(true);
});
