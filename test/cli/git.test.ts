import { spawnSync } from 'child_process';
import { readFileSync, writeFileSync } from 'fs';
import { MirrorFilter, MirrorLedger, MirrorRule, MirrorTarget, MirroredFleet } from '../../src';
import { run } from '../../src/cli/run';
import { hasGit } from '../fleet/line-merge';
import { newApp, newStack, source, temporaryFolder } from '../support/app';

const LOCK = 'traffic-mirror.lock';
const home = process.cwd();
beforeEach(() => process.chdir(temporaryFolder()));
afterEach(() => process.chdir(home));

function git(...args: string[]): { out: string; status: number | null } {
  const identity = [
    '-c', 'user.name=A', '-c', 'user.email=a@example.com', '-c', 'init.defaultBranch=main', '-c', 'core.autocrlf=false', '-c',
    'merge.conflictStyle=merge',
  ];
  // Without what a user may have set for all repositories.
  const { stdout, stderr, status } = spawnSync('git', [...identity, ...args], {
    encoding: 'utf8',
    env: { ...process.env, HOME: process.cwd(), XDG_CONFIG_HOME: process.cwd(), GIT_CONFIG_NOSYSTEM: '1' },
  });
  return { out: stdout + stderr, status };
}

const commit = (message: string) => expect(git('commit', '-qam', message)).toEqual({ out: '', status: 0 });

/** Applies a fleet with these sources: what a developer runs before a commit. */
function synthesize(...ids: string[]): void {
  const app = newApp();
  const stack = newStack(app, 'net');
  new MirroredFleet(stack, 'Fleet', {
    filter: new MirrorFilter(stack, 'Filter', { inbound: [MirrorRule.accept()] }), sources: ids.map((id) => source(`eni-${id}`)),
    targets: [MirrorTarget.internalLoadBalancer('lb-h', { mtu: 1500 })], ledger: MirrorLedger.file(LOCK, { frozen: false }),
  });
  app.synth();
}

function here(...args: string[]): { out: string; status: number } {
  const out: string[] = [];
  const status = run(args, { out: (l) => out.push(l), error: (l) => out.push(l) });
  return { out: out.join('\n'), status };
}

const lines = () =>
  readFileSync(LOCK, 'utf8')
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((l) => JSON.parse(l))
    .filter((l) => l.source !== undefined);

/** Two branches that each add a source beside the other's. */
function twoBranches(attributes?: string): void {
  git('init', '-q');
  if (attributes !== undefined) writeFileSync('.gitattributes', attributes);
  synthesize('a', 'z');
  git('add', '-A');
  commit('base');
  git('checkout', '-qb', 'feature');
  synthesize('a', 'n', 'z');
  commit('feature');
  git('checkout', '-q', 'main');
  synthesize('a', 'm', 'z');
  commit('main');
}

(hasGit ? describe : describe.skip)('in a repository (skipped where git is not installed)', () => {
  test('fails: without merge=union two additions side by side are a conflict; it is mended without a base', () => {
    twoBranches();
    const before = lines();
    expect(git('merge', 'feature')).toMatchObject({ status: 1, out: expect.stringContaining('CONFLICT') });
    expect(() => MirrorLedger.file(LOCK)).toThrow(/conflict markers\. Fix: Run traffic-mirror ledger repair traffic-mirror.lock/);
    expect(here('ledger', 'repair')).toEqual({
      status: 0,
      out: 'traffic-mirror.lock: 1 conflict of a merge fixed\ntraffic-mirror.lock: written. Next: commit the ledger',
    });
    expect(lines().map((l) => l.source)).toEqual(['eni-a', 'eni-m', 'eni-n', 'eni-z']);
    expect(lines()).toEqual(expect.arrayContaining(before));
    const bytes = readFileSync(LOCK, 'utf8');
    synthesize('a', 'm', 'n', 'z');
    expect(readFileSync(LOCK, 'utf8')).toBe(bytes);
  });

  test('with merge=union it is none', () => {
    twoBranches(`${LOCK} merge=union\n`);
    expect(git('merge', '-q', '-m', 'merge', 'feature')).toMatchObject({ status: 0 });
    expect(here('ledger', 'check')).toMatchObject({ status: 0 });
  });

  test('fails: a union of two lines for one source is an error, and mended with the ledger that git shows', () => {
    twoBranches(`${LOCK} merge=union\n`);
    const change = (branch: string, vni: number) => {
      git('checkout', '-q', branch);
      writeFileSync(LOCK, readFileSync(LOCK, 'utf8').replace(/("source":"eni-a".*"vni":)\d+/, `$1${vni}`));
      commit(`a on ${branch}`);
    };
    change('feature', 5);
    change('main', 6);
    const deployed = lines();
    expect(git('merge', '-q', '-m', 'merge', 'feature')).toMatchObject({ status: 0 });
    expect(() => MirrorLedger.file(LOCK)).toThrow(
      /source eni-a of fleet net\/Fleet, which is on line 3 too.*git show origin\/main:.\/traffic-mirror.lock > base.lock/,
    );
    expect(here('ledger', 'repair').status).toBe(1);
    // Main as it was before the merge; with a remote, origin/main.
    writeFileSync('base.lock', git('show', `HEAD^1:./${LOCK}`).out);
    expect(here('ledger', 'repair', '--base', 'base.lock').status).toBe(0);
    expect(lines()).toEqual(expect.arrayContaining(deployed));
    synthesize('a', 'm', 'n', 'z');
    expect(lines()).toEqual(expect.arrayContaining(deployed));
  });

  test('with the ancestor shown, a change of one side is kept beside an addition of the other', () => {
    twoBranches();
    git('checkout', '-q', 'feature');
    const moved = readFileSync(LOCK, 'utf8').replace(/("source":"eni-z".*"target":")lb-h/, '$1lb-i');
    writeFileSync(LOCK, moved);
    commit('z moves');
    git('checkout', '-q', 'main');
    expect(git('merge', 'feature').status).toBe(1);
    expect(here('ledger', 'repair', '--dry-run').status).toBe(1);
    expect(git('checkout', '--conflict=diff3', '--', LOCK).status).toBe(0);
    expect(here('ledger', 'repair').status).toBe(0);
    expect(lines().map((l) => [l.source, l.target])).toEqual([['eni-a', 'lb-h'], ['eni-m', 'lb-h'], ['eni-n', 'lb-h'], ['eni-z', 'lb-i']]);
  });
});
