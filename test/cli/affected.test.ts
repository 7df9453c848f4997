import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { run } from '../../src/cli/run';

let home: string;
beforeEach(() => { home = mkdtempSync(join(tmpdir(), 'affected-')); });
afterEach(() => rmSync(home, { recursive: true, force: true }));

/** An output of a synth: what each stack has, and what it waits for. */
function output(name: string, stacks: Readonly<Record<string, readonly [content: object, ...needs: string[]]>>): string {
  const folder = join(home, name);
  for (const [stack, [content]] of Object.entries(stacks)) {
    mkdirSync(join(folder, 'stacks', stack), { recursive: true });
    writeFileSync(join(folder, 'stacks', stack, 'cdk.tf.json'), JSON.stringify(content));
  }
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({
    version: 'stub',
    stacks: Object.fromEntries(Object.entries(stacks).map(([stack, [, ...needs]]) => [stack, { name: stack, dependencies: needs }])),
  }));
  return folder;
}

function affected(...args: string[]): { code: number; out: string[]; error: string } {
  const [out, error]: string[][] = [[], []];
  const code = run(['affected', ...args], { out: (line) => out.push(line), error: (line) => error.push(line) });
  return { code, out, error: error.join('\n') };
}

const resource = (value: number): object => ({ resource: { terraform_data: { a: { input: value } } } });

test('changed, new and removed stacks, and those that depend on one, however far', () => {
  const base = output('base', {
    net: [resource(1)],
    web: [resource(1), 'net'],
    far: [resource(1), 'web'],
    alone: [resource(1)],
    gone: [resource(1)],
  });
  const now = output('now', {
    net: [resource(2)],
    web: [resource(1), 'net'],
    far: [resource(1), 'web'],
    alone: [resource(1)],
    more: [resource(1)],
  });
  expect(affected(base, now)).toMatchObject({
    code: 0,
    out: [
      'more (new)', 'net', 'far (depends on one of them)', 'web (depends on one of them)',
      'gone (removed: destroy it with the code that still has it)',
    ],
  });
  expect(JSON.parse(affected(base, now, '--json').out[0])).toEqual({
    changed: ['more', 'net'],
    dependent: ['far', 'web'],
    removed: ['gone'],
  });
});

test('paths, versions and the order of keys are no difference', () => {
  const meta = (version: string) => ({
    '//': { metadata: { version } },
    resource: { terraform_data: { a: { '//': { metadata: { path: version } }, input: 1, triggers_replace: 2 } } },
  });
  const turned = { resource: { terraform_data: { a: { triggers_replace: 2, input: 1 } } } };
  expect(affected(output('base', { net: [meta('1')] }), output('now', { net: [meta('2')] })).out).toEqual([]);
  expect(affected(output('base2', { net: [meta('1')] }), output('now2', { net: [turned] })).out).toEqual([]);
  expect(
    affected(output('base3', { net: [{ locals: { list: [1, 2] } }] }), output('now3', { net: [{ locals: { list: [2, 1] } }] })).out,
  ).toEqual(['net']);
});

test('a name of a stack does not control the terminal', () => {
  const { out } = affected(
    output('base', { net: [resource(1)] }),
    output('now', { 'net': [resource(1)], 'a\u001b[31m': [resource(1)], 'b\u202e': [resource(1), 'a\u001b[31m'] }),
  );
  expect(out).toEqual(['a\\u001b[31m (new)', 'b\\u202e (new)']);
});

test.each([
  ['fails: one folder', () => [output('base', { net: [resource(1)] })], 'Allowed: two folders'],
  ['fails: a folder without stacks', () => [output('base', { net: [resource(1)] }), home], 'has no synthesized stack'],
  ['fails: a folder that does not exist', () => [join(home, 'no'), home], 'has no synthesized stack'],
])('%s', (_, folders, text) => {
  const { code, error } = affected(...folders());
  expect([code, error]).toEqual([2, expect.stringContaining(text)]);
});
