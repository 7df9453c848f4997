// Packs the library, installs the tarball in empty apps beside the oldest and the newest constructs, and synthesizes.
import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { appUnder, CONSTRUCTS, contentsOf, firstAppUnder, installApp, packInto, Verdict } from './consumer';

let [passed, failed] = [0, 0];
function verify(verdicts: readonly Verdict[], where = ''): void {
  for (const [what, holds] of verdicts) {
    if (holds) passed++;
    else failed++;
    console.log(`${holds ? 'ok    ' : 'FAILED'} ${what}${where}`);
  }
}

const folder = mkdtempSync(join(tmpdir(), 'consumer-'));
try {
  const tarball = packInto(folder);
  verify(contentsOf(tarball, folder));
  for (const readme of ['README.md', 'README.zh-CN.md']) verify(firstAppUnder(folder, tarball, readme));
  for (const wanted of CONSTRUCTS) {
    const { app, constructs } = installApp(folder, tarball, wanted);
    verify(appUnder(process.execPath, app), `, beside constructs ${constructs}`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`consumer: ${passed} passed, ${failed} failed`);
if (failed > 0) process.exitCode = 1;
