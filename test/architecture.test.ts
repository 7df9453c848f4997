import { readdirSync, readFileSync } from 'fs';
import { dirname, join, relative, resolve } from 'path';
import * as library from '../src';
import { FRAMEWORK } from '../src/net/framework';

const SRC = join(__dirname, '..', 'src');
/** The checking half, lowest first: each may import itself and what stands before it. */
const CHAIN = ['net', 'texts', 'input', 'catalog', 'effects', 'model', 'checks', 'explain', 'own', 'policy', 'report'];
/** A report speaks of a selection, and knows nothing else of how an app is written. */
const ALLOWED = ['report -> inventory'];
const LOADS_CDK = new RegExp(`from '(${FRAMEWORK.module}|constructs)'`);

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((e) => {
    const path = join(folder, e.name);
    if (e.isDirectory()) return e.name === 'alicloud' ? [] : sources(path);
    return e.name.endsWith('.ts') ? [path] : [];
  });
}

const files = sources(SRC).map((path) => ({ path, room: relative(SRC, path).split('/')[0], text: readFileSync(path, 'utf8') }));

test('the checking half imports one way, and knows no construct', () => {
  expect(files.length).toBeGreaterThan(60);
  const wrong: string[] = [];
  for (const { path, room, text } of files) {
    const at = CHAIN.indexOf(room);
    if (at < 0) continue;
    for (const [, target] of text.matchAll(/from '(\.[^']+)'/g)) {
      const other = relative(SRC, resolve(dirname(path), target)).split('/')[0];
      const step = `${room} -> ${other}`;
      if (!CHAIN.slice(0, at + 1).includes(other) && !ALLOWED.includes(step)) wrong.push(`${relative(SRC, path)}: ${step}`);
    }
  }
  expect(wrong).toEqual([]);
});

test('nothing imports the command, and the command loads no CDK', () => {
  expect(files.filter((f) => f.room !== 'cli' && /from '\.[^']*\/cli\//.test(f.text)).map((f) => f.path)).toEqual([]);
  const loaded = new Set<string>();
  const load = (path: string) => {
    if (loaded.has(path)) return;
    loaded.add(path);
    // A type is gone once it is compiled.
    for (const [, target] of files.find((f) => f.path === path)!.text.matchAll(/^import (?!type )[^;]* from '(\.[^']+)'/gm)) {
      load(`${resolve(dirname(path), target)}.ts`);
    }
  };
  load(join(SRC, 'cli', 'main.ts'));
  expect(loaded.size).toBeGreaterThan(50);
  expect(files.filter((f) => loaded.has(f.path) && LOADS_CDK.test(f.text)).map((f) => f.path)).toEqual([]);
});

test('no room imports one that imports it, on whatever way round', () => {
  const rooms = new Map<string, Set<string>>();
  for (const { path, room, text } of files) {
    for (const [, target] of text.matchAll(/from '(\.[^']+)'/g)) {
      const other = relative(SRC, resolve(dirname(path), target)).split('/')[0];
      if (other === room || other === 'alicloud') continue;
      rooms.set(room, (rooms.get(room) ?? new Set()).add(other));
    }
  }
  const around = (room: string, seen: string[] = []): string[] => {
    if (seen.includes(room)) return [[...seen.slice(seen.indexOf(room)), room].join(' -> ')];
    return [...rooms.get(room) ?? []].flatMap((other) => around(other, [...seen, room]));
  };
  expect([...new Set([...rooms.keys()].flatMap((room) => around(room)))]).toEqual([]);
});

test('no file imports one that imports it, also within a room, nor for types', () => {
  const imports = new Map(files.map(({ path, text }) => [
    path, [...text.matchAll(/^(?:import|export) [^;]*? from '(\.[^']+)'/gm)].map(([, target]) => `${resolve(dirname(path), target)}.ts`),
  ]));
  const done = new Set<string>();
  const around: string[] = [];
  const visit = (path: string, above: string[]): void => {
    if (above.includes(path)) around.push([...above.slice(above.indexOf(path)), path].map((p) => relative(SRC, p)).join(' -> '));
    if (done.has(path) || above.includes(path)) return;
    for (const next of imports.get(path) ?? []) visit(next, [...above, path]);
    done.add(path);
  };
  for (const path of imports.keys()) visit(path, []);
  expect(around).toEqual([]);
});

test('neither the model nor a check knows the CDK', () => {
  expect(files.filter((f) => ['model', 'checks'].includes(f.room) && LOADS_CDK.test(f.text)).map((f) => f.path)).toEqual(
    [],
  );
});

test('no number of the product stands outside the catalog', () => {
  const telling = /\b(4789|8500|8_500|16777215|16_777_215|20000|20_000)\b/;
  const wrong = files.filter((f) => f.room !== 'catalog').flatMap(({ path, text }) => text.split('\n')
    .filter((line) => telling.test(line) && !/^\s*(\*|\/\*|\/\/)/.test(line)).map((line) => `${relative(SRC, path)}: ${line.trim()}`));
  expect(wrong).toEqual([]);
});

test('an error has the form of refusal, or is a fault of the library', () => {
  // Where an error of something inside gets the name of the whole, and what no input can cause.
  const others = [
    'net/refusal.ts', 'texts/catalogue.ts', 'intent/compile.ts', 'intent/priorities.ts', 'filter/mirror-rule.ts',
    'filter/mirror-network.ts',
    'filter/mirror-intent.ts', 'filter/mirror-address-book.ts',
  ];
  const wrong = files.filter(({ path, text }) => /\bnew Error\(/.test(text) && !others.includes(relative(SRC, path)));
  expect(wrong.map(({ path }) => relative(SRC, path))).toEqual([]);
});

test('no abstract class is public: other languages could extend or construct it', () => {
  const abstract = files.flatMap(({ text }) => [...text.matchAll(/^export abstract class (\w+)/gm)].map(([, name]) => name));
  expect(abstract).toContain('MirroredFleetBase');
  expect(abstract.filter((name) => name in library)).toEqual([]);
});
