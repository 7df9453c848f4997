import { BUILD_SERVERS, buildServer } from '../../src/fleet/continuous-integration';

interface Vendor {
  readonly name: string;
  readonly env: string | string[] | { any?: string[]; env?: string; includes?: string; [name: string]: unknown };
}

/** A development dependency of the test runner; what it knows is the table's source. */
const VENDORS: Vendor[] = jest.requireActual('ci-info/vendors.json');

test('every build server of ci-info is known, by its name and the variable', () => {
  expect(BUILD_SERVERS.map(({ name }) => name)).toEqual(VENDORS.map(({ name }) => name));
  for (const { name, env } of VENDORS) {
    const environment: Record<string, string> = {};
    if (typeof env === 'string') environment[env] = 'yes';
    else if (Array.isArray(env)) env.forEach((variable) => { environment[variable] = 'yes'; });
    else if (env.any) environment[env.any[0]] = 'yes';
    else if (env.includes) environment[env.env!] = `/x${env.includes}`;
    else Object.assign(environment, env);
    const found = buildServer(environment);
    expect([name, found?.name]).toEqual([name, name]);
    expect(Object.keys(environment)).toContain(found?.variable);
  }
});

test('a workstation is none, an empty variable is none, and a job may set CI=false', () => {
  for (const environment of [{}, { CI: '' }, { CI: 'false', GITHUB_ACTIONS: 'true' }, { CI: '0' }, { NODE: '/usr/bin/node' }]) expect(buildServer(environment)).toBeUndefined();
  expect(buildServer({ BUILD_NUMBER: '7' })).toEqual({ variable: 'BUILD_NUMBER' });
  expect(buildServer({ GITHUB_ACTIONS: 'true', CI: 'true' })).toEqual({ name: 'GitHub Actions', variable: 'GITHUB_ACTIONS' });
});
