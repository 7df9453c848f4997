// The success message in real processes: who gets it, and where.
import { spawnSync } from 'child_process';
import { readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { temporaryFolder } from '../support/app';
import { TSX } from '../support/programs';
import { FRAMEWORK } from '../../src/net/framework';

const ROOT = join(__dirname, '..', '..');
/** Node itself, with a loader of TypeScript. */
const NODE = ['--require', require.resolve('tsx/cjs')];
const LINE = /^1 interface mirrored in 1 stack, \d+ checks passed, \d+ undecided; edition 2023$/;

/** Apps with one session each, made with the library of this repository, and what is done with them. */
const program = (uses: string): string => `
import { App, Testing, TerraformStack } from '${join(ROOT, 'node_modules', FRAMEWORK.module)}';
import { alicloud, MirrorFilter, MirrorPolicy, MirrorRule, MirrorSession, MirrorSource, MirrorTarget } from '${join(ROOT, 'src')}';
function stackIn(app: App): TerraformStack {
  const stack = new TerraformStack(app, 'net');
  new alicloud.provider.AlicloudProvider(stack, 'AliCloud', { region: 'cn-hangzhou' });
  new MirrorSession(stack, 'Session', {
    filter: new MirrorFilter(stack, 'Filter', { inbound: [MirrorRule.acceptTcp()] }),
    sources: [MirrorSource.networkInterface('eni-bp1web', { instanceType: 'ecs.g7.large' })],
    target: MirrorTarget.internalLoadBalancer('lb-bp1sensors'),
  });
  return stack;
}
const app = new App();
${uses}
`;

/** Runs a program by node, without the variables of the test runner that runs this file. */
function ran(
  text: string, args: readonly string[] = [TSX], env: Record<string, string> = {},
): { folder: string; stdout: string; stderr: string } {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'main.ts'), text);
  const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(JEST_|NODE_ENV$|CDKTF_|TSX_)/.test(name)));
  const options = { cwd: folder, encoding: 'utf8', env: { ...own, ...env } } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, [...args, 'main.ts'], options);
  expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
  return { folder, stdout, stderr };
}

test('a person who runs the app gets one line on standard error', () => {
  const { stdout, stderr } = ran(program('stackIn(app); app.synth();'));
  expect([stdout, stderr.trimEnd()]).toEqual(['', expect.stringMatching(LINE)]);
}, 60_000);

test('under the CLI, the line is one information of the first stack', () => {
  const { folder, stderr } = ran(program('stackIn(app); app.synth();'), NODE, { CDKTF_OUTDIR: 'cdktf.out', CDKTF_CONTEXT_JSON: '{}' });
  const { annotations } = JSON.parse(readFileSync(join(folder, 'cdktf.out', 'manifest.json'), 'utf8')).stacks.net;
  expect(stderr).toBe('');
  expect(annotations.filter(({ message }: { message: string }) => LINE.test(message)))
    .toEqual([expect.objectContaining({ constructPath: 'net', level: '@cdktf/info' })]);
}, 60_000);

test('apps of Testing and an evaluation report nothing', () => {
  const { stdout, stderr } = ran(program(`
stackIn(app);
console.log(MirrorPolicy.of(app).evaluate().ok);
const tested = Testing.app();
stackIn(tested);
tested.synth();
console.log(Testing.synth(stackIn(Testing.app()), true).length > 0);
`), NODE);
  expect([stdout, stderr]).toEqual(['true\ntrue\n', '']);
}, 60_000);

test('a test of node:test has no line of the library', () => {
  const text = program('import { test } from "node:test"; test("synthesizes", () => { stackIn(app); app.synth(); });');
  const { stdout, stderr } = ran(text, [...NODE, '--test']);
  expect(stdout).toMatch(/pass 1\b/);
  expect(`${stdout}${stderr}`).not.toMatch(/mirrored in|checks passed/);
}, 60_000);
