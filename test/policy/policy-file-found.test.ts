// The policy file of a process, which finds it from the folder in which it starts: the modules are loaded again for each.
import { mkdirSync, realpathSync, writeFileSync } from 'fs';
import { join } from 'path';
import type { App } from 'cdktf';
import { temporaryFolder } from '../support/app';
import { POLICY_FILE } from '../../src/policy/policy-file';
import type { PolicySettings } from '../../src/policy/policy-settings';

function file(json: unknown, folder: string): string {
  writeFileSync(join(folder, POLICY_FILE), JSON.stringify(json));
  return join(folder, POLICY_FILE);
}

describe('without a name', () => {
  const saved = { ...process.env };
  /** What an app in a folder with a policy file reads, in a process that starts there. */
  const settingsIn = (
    folder: string,
    env: NodeJS.ProcessEnv,
    makeApp: (framework: typeof import('cdktf')) => unknown,
    move?: string,
  ): { file?: string; edition: string } => {
    const before = process.cwd();
    for (const name of ['JEST_WORKER_ID', 'NODE_ENV']) delete process.env[name];
    Object.assign(process.env, env);
    process.chdir(folder);
    try {
      let found: { file?: string; edition: string } | undefined;
      jest.isolateModules(() => {
        const { PolicySettings: Settings } = jest.requireActual('../../src/policy/policy-settings') as {
          PolicySettings: typeof PolicySettings;
        };
        const app = makeApp(jest.requireActual('cdktf')) as App;
        if (move !== undefined) process.chdir(move);
        found = Settings.of(app);
      });
      return { file: found!.file, edition: found!.edition };
    } finally {
      process.chdir(before);
      process.env = { ...saved };
    }
  };
  const folder = realpathSync(temporaryFolder());
  const path = file({ edition: '2026' }, folder);
  const inner = join(folder, 'inner');
  mkdirSync(inner);
  const deployed = ({ App: Class }: typeof import('cdktf')) => new Class({ outdir: join(folder, 'cdktf.out') });
  const tested =
    (stubVersion: boolean) =>
      ({ Testing }: typeof import('cdktf')) =>
        Testing.app({ stubVersion, outdir: join(folder, 'cdktf.out') });

  test('an app reads the file above its working directory, also if it moves later', () => {
    expect(settingsIn(inner, {}, deployed)).toEqual({ file: path, edition: '2026' });
    expect(settingsIn(inner, {}, deployed, realpathSync(temporaryFolder()))).toEqual({ file: path, edition: '2026' });
  });

  test('a test reads none: a stubbed app, and any app under a test runner', () => {
    expect(settingsIn(inner, {}, tested(true))).toEqual({ file: undefined, edition: '2023' });
    for (const makeApp of [deployed, tested(true), tested(false)]) {
      expect(settingsIn(inner, { JEST_WORKER_ID: '1' }, makeApp)).toEqual({ file: undefined, edition: '2023' });
    }
  });

  test('both read the file that TRAFFIC_MIRROR_POLICY names', () => {
    const named = file({ edition: '2026' }, realpathSync(temporaryFolder()));
    for (const makeApp of [deployed, tested(true), tested(false)]) {
      for (const env of [{}, { JEST_WORKER_ID: '1' }]) {
        expect(settingsIn(inner, { ...env, TRAFFIC_MIRROR_POLICY: named }, makeApp)).toEqual({ file: named, edition: '2026' });
      }
    }
  });
});

test('no file is found if the working directory is gone', () => {
  const { cwd } = process;
  process.cwd = () => { throw new Error('ENOENT'); };
  try {
    jest.isolateModules(() => {
      const again = jest.requireActual<typeof import('../../src/policy/policy-file')>('../../src/policy/policy-file');
      expect(again.findPolicyFile()).toBeUndefined();
    });
  } finally {
    process.cwd = cwd;
  }
});
