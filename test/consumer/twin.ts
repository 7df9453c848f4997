// The packed twin in empty apps, as the library itself is tried by test/matrix. Then each package in an app of the other framework, as npm
// installs them beside each other. Both must be compiled: npx projen compile, npx projen twin, npx projen twin:compile.
import { spawnSync } from 'child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { appOf, appUnder, contentsOf, firstAppsUnder, INSTALL, installApp, packInto, run, Subject, Verdict } from './consumer';
import { ROOT, TWIN } from '../../projenrc/twin/make';
import { CDKTF, CDKTN } from '../../projenrc/twins';

/** The oldest constructs that cdktn accepts, and the newest. */
const CONSTRUCTS = ['10.6.0', '10.7'];
/** The oldest major of Node that the command of cdktn runs on. */
const COMMAND_NODE = 22;

let failed = 0;
function verify(where: string, verdicts: readonly Verdict[]): void {
  for (const [what, holds] of verdicts) {
    console.log(`${holds ? 'ok    ' : 'FAILED'} ${where}: ${what}`);
    if (!holds) failed++;
  }
}

/** A Node that the command of cdktn runs on, unless the present one is. */
function commandNode(folder: string): string | undefined {
  if (Number(process.versions.node.split('.')[0]) >= COMMAND_NODE) return undefined;
  return run(folder, 'npx', '--yes', '--package', `node@${COMMAND_NODE}`, '--', 'node', '-p', 'process.execPath').trim();
}

/** A user who installs the package for one framework into an app of the other: npm installs the missing framework without a word. */
function wrongPackage(folder: string, tarball: string, subject: Subject, other: Subject): Verdict[] {
  const app = join(folder, `wrong-${subject.framework.module}`);
  mkdirSync(app);
  writeFileSync(join(app, 'package.json'), '{"name":"app","private":true}');
  writeFileSync(join(app, 'main.js'), appOf(other.framework, subject.framework));
  run(app, ...INSTALL, tarball, `${other.framework.module}@${other.framework.version}`);
  const { stderr, status } = spawnSync(process.execPath, ['main.js', 'cn-hangzhou'], { cwd: app, encoding: 'utf8' });
  const expected = `Allowed: an App of ${subject.framework.module}, with which ${subject.framework.packageName} works. `
    + `Fix: Use ${other.framework.packageName}, or make it with ${subject.framework.module}.`;
  const what = `an app of ${other.framework.module} is refused, and the error names ${other.framework.packageName}`;
  return [[what, status === 1 && stderr.includes(expected)]];
}

function main(): void {
  const folder = mkdtempSync(join(tmpdir(), 'twin-'));
  try {
    const ours: Subject = { framework: CDKTF, folder: ROOT };
    const twin: Subject = { framework: CDKTN, folder: TWIN, commandNode: commandNode(folder) };
    const tarball = packInto(folder, twin);
    verify(CDKTN.packageName, contentsOf(tarball, folder));
    for (const wanted of CONSTRUCTS) {
      const { app, constructs } = installApp(folder, tarball, wanted, twin);
      verify(`${CDKTN.packageName} beside constructs ${constructs}`, appUnder(process.execPath, app));
    }
    verify(CDKTN.packageName, wrongPackage(folder, tarball, twin, ours));
    verify(CDKTF.packageName, wrongPackage(folder, packInto(folder, ours), ours, twin));
    verify(`a newcomer to ${CDKTN.module}`, firstAppsUnder(folder, tarball, ['README.md', 'README.zh-CN.md'], twin));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  if (failed > 0) process.exitCode = 1;
}

main();
