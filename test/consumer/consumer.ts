// The packed library in empty apps: what it holds, and that it works beside a version of constructs under a version of Node.
import { execFileSync, spawnSync } from 'child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'fs';
import { join } from 'path';
import { CDKTF } from '../../projenrc/twins';

const ROOT = join(__dirname, '..', '..');

/** The oldest, one in between, and the newest. 10.8.0 was withdrawn. */
export const CONSTRUCTS = ['10.4.2', '10.7', '10.x'];

const INSTALL = ['npm', 'install', '--silent', '--no-audit', '--no-fund'] as const;

const APP = `
const { App, TerraformStack } = require('cdktf');
const { alicloud, MirrorFilter, MirrorRule, MirrorSession, MirrorSource, MirrorTarget } = require('cdktf-alicloud-traffic-mirror');
const app = new App();
const stack = new TerraformStack(app, 'net');
new alicloud.provider.AlicloudProvider(stack, 'AliCloud', { region: process.argv[2] });
new MirrorSession(stack, 'Session', {
  filter: new MirrorFilter(stack, 'Filter', { inbound: [MirrorRule.accept()] }),
  sources: [MirrorSource.networkInterface('eni-bp1web', { instanceType: 'ecs.g7.large' })],
  target: MirrorTarget.internalLoadBalancer('lb-bp1sensors'),
});
app.synth();
`;

/** What was looked at, and whether it holds. */
export type Verdict = readonly [what: string, holds: boolean];

function run(cwd: string, ...[command, ...args]: readonly [string, ...string[]]): string {
  return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Packs the library as it lies here into a folder; the path of the tarball. */
export function packInto(folder: string): string {
  return join(folder, run(ROOT, 'npm', 'pack', '--silent', '--pack-destination', folder).trim().split('\n').pop()!);
}

/** Without minified code, which would show a user long lines where an error is thrown. */
const TOO_LARGE = 950_000;

/** What a tarball holds, and what it must not hold. */
export function contentsOf(tarball: string, folder: string): Verdict[] {
  run(folder, 'tar', '-xzf', tarball);
  const top = join(folder, 'package');
  const files = readdirSync(top, { recursive: true, withFileTypes: true }).filter((e) => e.isFile()).map((e) => join(e.parentPath, e.name).slice(top.length + 1));
  const scripts = files.filter((f) => f.endsWith('.js'));
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  return [
    ['the package has what it needs', ['lib/index.js', 'lib/index.d.ts', 'lib/cli/main.js', 'lib/alicloud/index.js', '.jsii', 'README.md', 'README.zh-CN.md', 'CHANGELOG.md', 'LICENSE',
      'docs/checks/TM501.md'].every((f) => files.includes(f))],
    ['its version is the one of the repository', JSON.parse(readFileSync(join(top, 'package.json'), 'utf8')).version === version],
    ['no sources, no tests, no schemas but those of the reports and the policy', files.every((f) => f.endsWith('.d.ts') || !/\.ts$|^(src|test|examples|bench|schema(?!\/[a-z-]+-1\.schema\.json$)|projenrc)\//.test(f))],
    ['no source maps', scripts.length > 100 && scripts.every((f) => !readFileSync(join(top, f), 'utf8').includes('sourceMappingURL=data:'))],
    [`at most ${TOO_LARGE / 1e6} MB packed (${(statSync(tarball).size / 1e6).toFixed(2)} MB)`, statSync(tarball).size <= TOO_LARGE],
  ];
}

/** The one app beside a version of constructs, without anything of this repository but the tarball. */
export function installApp(folder: string, tarball: string, constructs: string): { app: string; constructs: string } {
  const app = join(folder, 'app');
  if (!existsSync(app)) {
    mkdirSync(app);
    writeFileSync(join(app, 'package.json'), '{"name":"app","private":true}');
    writeFileSync(join(app, 'main.js'), APP);
    run(app, ...INSTALL, tarball, `cdktf@${CDKTF.version}`, `constructs@${constructs}`);
  } else {
    run(app, ...INSTALL, `constructs@${constructs}`);
  }
  return { app, constructs: JSON.parse(readFileSync(join(app, 'node_modules', 'constructs', 'package.json'), 'utf8')).version };
}

/** Runs an app under a Node. */
export function appUnder(node: string, app: string): Verdict[] {
  const version = run(app, node, join(app, 'node_modules', '.bin', 'traffic-mirror'), '--version').trim();
  run(app, node, 'main.js', 'cn-hangzhou');
  const written = JSON.parse(readFileSync(join(app, 'cdktf.out', 'stacks', 'net', 'cdk.tf.json'), 'utf8'));
  const sessions: any[] = Object.values(written.resource.alicloud_vpc_traffic_mirror_session);
  let refused = '';
  try {
    run(app, node, 'main.js', 'me-east-1');
  } catch (error) {
    refused = (error as { stderr: string }).stderr;
  }
  return [
    ['the command runs', /^\d+\.\d+\.\d+/.test(version)],
    ['a session that is on', sessions.length === 1 && sessions[0].enabled === true],
    ['a region without the service is refused', refused.includes('TM101')],
  ];
}

/** The first app of a README: its three files, and what its commands print. */
interface FirstApp {
  readonly files: Record<string, string>;
  readonly success: string;
  readonly fault: string;
}

/** Reads the first app as a newcomer does: the first block after each file's name, then the two outputs. */
export function firstAppOf(readme: string): FirstApp {
  const block = (after: string, language: string): string => {
    const from = readme.indexOf(after);
    const found = from < 0 ? null : new RegExp(`\n\`\`\`${language}[^\\n]*\n([\\s\\S]*?)\n\`\`\``).exec(readme.slice(from));
    if (!found) throw new Error(`README has no ${language} block after ${after}`);
    return found[1];
  };
  const success = block('npx tsx main.ts', 'text');
  return {
    files: { 'main.ts': block('`main.ts`', 'ts'), 'cdktf.json': block('`cdktf.json`', 'json'), 'tsconfig.json': block('`tsconfig.json`', 'json') },
    success, fault: block(success, 'text'),
  };
}

/** Builds the first app of each README in a folder with nothing else, and compares what it prints with what the README shows. */
export function firstAppsUnder(folder: string, tarball: string, readmes: readonly string[]): Verdict[] {
  const app = join(folder, 'first-app');
  mkdirSync(app);
  run(app, 'npm', 'init', '-y');
  run(app, ...INSTALL, tarball, `cdktf@${CDKTF.version}`, 'constructs', 'tsx@4', 'typescript@5', '@types/node@22');
  return readmes.flatMap((readme) => firstAppIn(app, readme));
}

function firstAppIn(app: string, readme: string): Verdict[] {
  const { files, success, fault } = firstAppOf(readFileSync(join(ROOT, readme), 'utf8'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(app, name), text);
  const printed = (): string => {
    const { stderr } = spawnSync('npx', ['tsx', 'main.ts'], { cwd: app, encoding: 'utf8' });
    return stderr;
  };
  const right = printed();
  writeFileSync(join(app, 'main.ts'), files['main.ts'].split('\n').filter((line) => !line.includes('inbound:')).join('\n'));
  return [
    [`the first app of ${readme} prints what it shows: ${right.trim()}`, right.trim() === success.trim()],
    [`its fault prints what ${readme} shows`, printed().includes(fault)],
    [`the first app of ${readme} type-checks`, spawnSync('npx', ['tsc', '--noEmit'], { cwd: app }).status === 0],
  ];
}
