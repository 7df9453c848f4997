// The packed library in empty apps: what it holds, and that it works beside a version of constructs under a version of Node.
import { execFileSync, spawnSync } from 'child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'fs';
import { delimiter, dirname, join } from 'path';
import { LIMITS } from '../../projenrc/limits';
import { CDKTF, Framework } from '../../projenrc/twins';

const ROOT = join(__dirname, '..', '..');

/** A package, where it lies, and the Node that the command of its framework needs, if that is another than the present one. */
export interface Subject {
  readonly framework: Framework;
  readonly folder: string;
  readonly commandNode?: string;
}

const OURS: Subject = { framework: CDKTF, folder: ROOT };

/** The oldest, one in between, and the newest. 10.8.0 was withdrawn. */
export const CONSTRUCTS = ['10.4.2', '10.7', '10.x'];

export const INSTALL = ['npm', 'install', '--silent', '--no-audit', '--no-fund'] as const;

/** An app of a framework with a package, which may be for the other one. */
export const appOf = (framework: Framework, { packageName }: Framework): string => `
const { App, TerraformStack } = require('${framework.module}');
const { alicloud, MirrorFilter, MirrorRule, MirrorSession, MirrorSource, MirrorTarget } = require('${packageName}');
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

/** Node finds the names of a CommonJS module without running it, so each must stand in the file that is imported. */
const moduleOf = ({ packageName }: Framework): string => `
import * as library from '${packageName}';
import required from '${packageName}';
const lost = Object.keys(required).filter((name) => library[name] === undefined);
if (lost.length > 0 || typeof library.MirrorRule.accept !== 'function') throw new Error('not importable: ' + lost);
`;

/** What was looked at, and whether it holds. */
export type Verdict = readonly [what: string, holds: boolean];

export function run(cwd: string, ...[command, ...args]: readonly [string, ...string[]]): string {
  return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Packs a package as it lies there into a folder; the path of the tarball. */
export function packInto(folder: string, { folder: from }: Subject = OURS): string {
  return join(folder, run(from, 'npm', 'pack', '--silent', '--pack-destination', folder).trim().split('\n').pop()!);
}

/** What a tarball holds, and what it must not hold. */
export function contentsOf(tarball: string, folder: string): Verdict[] {
  run(folder, 'tar', '-xzf', tarball);
  const top = join(folder, 'package');
  const files = readdirSync(top, { recursive: true, withFileTypes: true })
    .filter((e) => e.isFile())
    .map((e) => join(e.parentPath, e.name).slice(top.length + 1));
  const scripts = files.filter((f) => f.endsWith('.js'));
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  return [
    [
      'the package has what it needs',
      [
        'lib/index.js', 'lib/index.d.ts', 'lib/library.js', 'lib/cli/main.js', '.jsii', 'README.md', 'README.zh-CN.md',
        'CHANGELOG.md', 'LICENSE',
        'docs/checks/TM501.md',
      ].every((f) => files.includes(f)),
    ],
    ['its version is the one of the repository', JSON.parse(readFileSync(join(top, 'package.json'), 'utf8')).version === version],
    [
      'no sources, no tests, no schemas but those of the reports and the policy',
      files.every(
        (f) => f.endsWith('.d.ts') || !/\.ts$|^(src|test|examples|bench|schema(?!\/[a-z-]+-1\.schema\.json$)|projenrc)\//.test(f),
      ),
    ],
    [
      'no source maps, and no minified lines, which a user would see where an error is thrown',
      scripts.length > 0 && scripts.map((f) => readFileSync(join(top, f), 'utf8')).every(
        (text) => !/^\/\/[#@] sourceMappingURL=/m.test(text) && text.length / text.split('\n').length < 100,
      ),
    ],
    [`at most ${LIMITS.js} MB packed (${(statSync(tarball).size / 1e6).toFixed(3)} MB)`, statSync(tarball).size <= LIMITS.js * 1e6],
  ];
}

/** The one app beside a version of constructs, without anything of this repository but the tarball. */
export function installApp(
  folder: string, tarball: string, constructs: string, { framework }: Subject = OURS,
): { app: string; constructs: string } {
  const app = join(folder, 'app');
  if (!existsSync(app)) {
    mkdirSync(app);
    writeFileSync(join(app, 'package.json'), '{"name":"app","private":true}');
    writeFileSync(join(app, 'main.js'), appOf(framework, framework));
    writeFileSync(join(app, 'module.mjs'), moduleOf(framework));
    run(app, ...INSTALL, tarball, `${framework.module}@${framework.version}`, `constructs@${constructs}`);
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
    ['an ES module imports every name', spawnSync(node, ['module.mjs'], { cwd: app }).status === 0],
    ['the command runs', /^\d+\.\d+\.\d+/.test(version)],
    ['a session that is on', sessions.length === 1 && sessions[0].enabled === true],
    ['a region without the service is refused', refused.includes('TM101')],
  ];
}

/** The first app of a README: its files, the commands that install and run it, and what it prints. */
interface FirstApp {
  readonly files: Record<string, string>;
  readonly commands: readonly string[];
  readonly success: string;
  readonly fault: string;
  readonly unitTest: string;
}

/** Reads the first app as a newcomer does: the first block after each file's name, the commands, then the two outputs. */
export function firstAppOf(readme: string): FirstApp {
  const blocks = [...readme.matchAll(/^```(\w+)[^\n]*\n([\s\S]*?)\n```$/gm)].map(([, language, text]) => ({ language, text }));
  const find = (what: string, from: number, is: (block: { language: string; text: string }) => boolean): number => {
    const at = blocks.findIndex((block, i) => i >= from && is(block));
    if (at < 0) throw new Error(`README has no ${what}`);
    return at;
  };
  const file = (name: string, language: string): string => {
    const from = readme.indexOf(`\`${name}\``);
    const found = from < 0 ? null : new RegExp(`\n\`\`\`${language}[^\\n]*\n([\\s\\S]*?)\n\`\`\``).exec(readme.slice(from));
    if (!found) throw new Error(`README has no ${name}`);
    return found[1];
  };
  const install = find('commands', 0, ({ language, text }) => language === 'console' && text.startsWith('npm init'));
  const success = find('output', install, ({ language }) => language === 'text');
  const fault = find('fault', success + 1, ({ language }) => language === 'text');
  const unitTest = find('unit test', fault, ({ text }) => text.includes('.evaluate()'));
  return {
    files: { 'main.ts': file('main.ts', 'ts'), 'cdktf.json': file('cdktf.json', 'json'), 'tsconfig.json': file('tsconfig.json', 'json') },
    commands: blocks[install].text.split('\n'),
    success: blocks[success].text, fault: blocks[fault].text, unitTest: blocks[unitTest].text,
  };
}

/** What the unit test of a README expects, for an app that has been synthesized, without a test runner. */
function played(unitTest: string): string {
  const body = unitTest.split('\n').filter((line) => !line.startsWith('declare ') && line !== 'app.synth();').join('\n');
  return `\nimport { deepStrictEqual } from 'assert';\nconst expect = (got: unknown) => ({ toEqual: (wanted: unknown) => deepStrictEqual(got, wanted) });\n${body}\n`;
}

/** Follows each README in a folder with nothing else, and compares what its commands print with what it shows. */
export function firstAppsUnder(folder: string, tarball: string, readmes: readonly string[], subject: Subject = OURS): Verdict[] {
  const installed = new Map<string, string>();
  return readmes.flatMap((readme, i) => {
    const app = join(folder, `first-app-${i}`);
    mkdirSync(app);
    const first = firstAppOf(readFileSync(join(subject.folder, readme), 'utf8'));
    for (const [name, text] of Object.entries(first.files)) writeFileSync(join(app, name), text);
    // The clone is not beside the app here. Its tarball is the one that was packed.
    const commands = first.commands
      .slice(0, -1)
      .map((command) => command.replace(/\S+\.tgz/, tarball).replace('npm install', INSTALL.join(' ')));
    // The installation of cdktf-cli takes two minutes: equal commands are run once.
    const same = installed.get(commands.join('\n'));
    if (same === undefined) {
      for (const command of commands) run(app, 'bash', '-c', command);
      installed.set(commands.join('\n'), app);
    } else {
      renameSync(join(same, 'node_modules'), join(app, 'node_modules'));
    }
    return firstAppIn(app, readme, first, subject);
  });
}

function firstAppIn(
  app: string, readme: string, { files, commands, success, fault, unitTest }: FirstApp, { framework, commandNode }: Subject,
): Verdict[] {
  const shell = (command: string, env: NodeJS.ProcessEnv = {}): { stdout: string; stderr: string; status: number | null } =>
    spawnSync('bash', ['-c', command], { cwd: app, encoding: 'utf8', env: { ...process.env, CHECKPOINT_DISABLE: '1', ...env } });
  const start = commands[commands.length - 1];

  const right = shell(start).stderr;
  const path = [...commandNode === undefined ? [] : [dirname(commandNode)], process.env.PATH].join(delimiter);
  const synth = shell(`npx ${framework.module} synth`, { PATH: path });
  const listed = `${synth.stdout}${synth.stderr}`;
  const types = shell('npx tsc --noEmit').status;
  writeFileSync(join(app, 'main.ts'), `${files['main.ts']}${played(unitTest)}`);
  const tested = shell(start);
  writeFileSync(join(app, 'main.ts'), files['main.ts'].split('\n').filter((line) => !line.includes('inbound:')).join('\n'));
  return [
    [`the first app of ${readme} prints what it shows: ${right.trim()}`, right.trim() === success.trim()],
    [
      `npx ${framework.module} synth lists the undecided results that ${readme} counts`,
      synth.status === 0 && listed.split('Cannot check').length - 1 === Number(/(\d+) (?:undecided|项无法判定)/.exec(success)![1]),
    ],
    [`the first app of ${readme} type-checks`, types === 0],
    [`the unit test of ${readme} passes on its first app${tested.status === 0 ? '' : `: ${tested.stderr}`}`, tested.status === 0],
    [`its fault prints what ${readme} shows`, shell(start).stderr.includes(fault)],
  ];
}
