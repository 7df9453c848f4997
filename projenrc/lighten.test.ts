import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join } from 'path';
import { faultsOf, publicDeclarations } from './declarations';
import { lightAssembly, withoutComments, withTabs } from './lighten';

test('comments go, and what looks like one stays', () => {
  const head = '#!/usr/bin/env node\n"use strict";\n';
  expect(
    withoutComments(`${head}/** What it is. */\nconst url = "https://a/*b*/"; // why\n\nconst of = \`// \${url}\`;\nexports.of = of;\n`),
  ).toBe(`${head}const url = "https://a/*b*/";\nconst of = \`// \${url}\`;\nexports.of = of;\n`);
});

test('a class that makes itself before it is complete still does', () => {
  const light = withoutComments(
    'class Cidr { static ANY = new Cidr(0); constructor(first) { this.first = first; } }\nexports.any = Cidr.ANY;\n',
  );
  const exported: { any?: object } = {};
  // oxlint-disable-next-line no-new-func
  new Function('exports', light)(exported);
  expect(exported.any).toEqual({ first: 0 });
});

test('names of functions and classes stay, which an error shows', () => {
  const light = withoutComments(
    'class Planner {}\nfunction plan(input) { return input; }\nexports.plan = plan;\nexports.Planner = Planner;\n',
  );
  const exported: { plan?: { name: string }; Planner?: { name: string } } = {};
  // oxlint-disable-next-line no-new-func
  new Function('exports', light)(exported);
  expect([exported.plan!.name, exported.Planner!.name]).toEqual(['plan', 'Planner']);
});

test('lines are indented by tabs, except in a template', () => {
  const script = 'if (a) {\n    b(`x\n    ${`y\n        z`}\n    w`,\n        1);\n}\n';
  expect(withTabs(script)).toBe('if (a) {\n\tb(`x\n    ${`y\n        z`}\n    w`,\n\t\t1);\n}\n');
  expect(withTabs('    /**\n     * a\n      b\n')).toBe('\t/**\n\t * a\n\t  b\n');
});

test('an assembly loses its spaces and its places in the sources', () => {
  expect(lightAssembly('{ "types": { "a.B": { "name": "B", "locationInModule": { "filename": "src/b.ts", "line": 1 } } } }'))
    .toBe('{"types":{"a.B":{"name":"B"}}}');
});

describe('declarations', () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'declarations-')));
  afterAll(() => rmSync(folder, { recursive: true }));

  const FILES: Record<string, string> = {
    'index.d.ts': "export * from './shape';\nexport { type Size } from './size';\nexport * as more from './more';\n",
    'shape.d.ts': [
      "import { Corner, type Edge } from './corner';", "import * as inner from './inner';", "import type { Seldom } from './seldom';",
      '/** A shape. */', 'export declare class Shape {', '    /** @internal */', '    readonly _inner: inner.Inner;',
      '    /** Kept for later. */',
      '    private readonly seen;', '    /** Its corners. */', '    readonly corners: Corner[];', "    readonly far: import('./far').Far;",
      '    private constructor();', '}', 'export declare function shapeOf(edge: Edge): Shape;', '',
    ].join('\n'),
    'size.d.ts': [
      "import { Inner } from './inner';", 'export interface Size { readonly unit: Unit; }', "type Unit = 'm';",
      'export declare const inner: Inner;', '',
    ].join('\n'),
    'corner.d.ts': [
      'export interface Corner { readonly x: number; }', 'export interface Edge { readonly from: Corner; }',
      'export interface Never { }', '',
    ].join('\n'),
    'inner.d.ts': 'export interface Inner { }\n',
    'seldom.d.ts': 'export interface Seldom { }\n',
    'far.d.ts': 'export interface Far { }\nexport interface Farther { }\n',
    'more/index.d.ts': "export * from './thing';\n",
    'more/thing.d.ts': 'export interface Thing { }\n',
  };
  const write = (files: Record<string, string>): void => {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
  };
  const left = (): Map<string, string> => {
    write(FILES);
    const texts = publicDeclarations(join(folder, 'index.d.ts'), (path) => FILES[path.slice(folder.length + 1)]);
    return new Map([...texts].map(([path, text]) => [path.slice(folder.length + 1), text]));
  };

  test('only what the index leads to is left, member by member', () => {
    const texts = left();
    expect([...texts.keys()].sort()).toEqual(Object.keys(FILES).filter((name) => !['inner.d.ts', 'seldom.d.ts'].includes(name)).sort());
    expect(texts.get('shape.d.ts')).toBe([
      "import { Corner, type Edge } from './corner';", '/** A shape. */', 'export declare class Shape {', '    private readonly seen;',
      '    /** Its corners. */', '    readonly corners: Corner[];', "    readonly far: import('./far').Far;",
      '    private constructor();', '}', 'export declare function shapeOf(edge: Edge): Shape;', '',
    ].join('\n'));
    expect(texts.get('size.d.ts')).toBe("export interface Size { readonly unit: Unit; }\ntype Unit = 'm';\n");
    expect(texts.get('corner.d.ts')).not.toContain('Never');
    expect(texts.get('far.d.ts')).toBe('export interface Far { }\n');
  });

  test('what is left compiles, and a declaration that lacks is named', () => {
    write(Object.fromEntries(left()));
    expect(faultsOf(folder)).toEqual([]);
    write({ 'corner.d.ts': 'export interface Edge { }\n' });
    expect(faultsOf(folder).join('\n')).toMatch(/shape\.d\.ts:1 .*'Corner'/);
  });

  test('a file that leads to no declaration fails', () => {
    write(FILES);
    rmSync(join(folder, 'far.d.ts'));
    expect(() => publicDeclarations(join(folder, 'index.d.ts'), (path) => FILES[path.slice(folder.length + 1)])).toThrow('leads to ./far');
  });
});
