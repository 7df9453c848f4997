import { BUILD_SERVERS } from '../../src/fleet/build-servers';
import { buildServer, FURTHER_SERVERS } from '../../src/fleet/continuous-integration';

/** An environment with the variables of a server, each by its `nth` alternative. */
const environmentOf = ({ all }: (typeof BUILD_SERVERS)[number], nth = 0): Record<string, string> =>
  Object.fromEntries(all.map(({ any, is, includes }) => [any[nth % any.length], is ?? (includes === undefined ? 'yes' : `/x${includes}`)]));

test('every build server of the table is found, by its name and a variable', () => {
  expect(BUILD_SERVERS.length).toBeGreaterThan(50);
  for (const server of BUILD_SERVERS) {
    for (const nth of [0, 1]) {
      const environment = environmentOf(server, nth);
      const found = buildServer(environment);
      expect([server.name, found?.name]).toEqual([server.name, server.name]);
      expect(Object.keys(environment)).toContain(found?.variable);
    }
  }
});

test('the further servers are found, and the table does not have their variables', () => {
  const variables = new Set(BUILD_SERVERS.flatMap(({ all }) => all.length === 1 ? all[0].any : []));
  for (const server of FURTHER_SERVERS) {
    expect(buildServer(environmentOf(server))).toEqual({ name: server.name, variable: server.all[0].any[0] });
    expect(server.all[0].any.filter((name) => variables.has(name))).toEqual([]);
  }
});

test('fails: a server of which only one of two variables is set, or with another value', () => {
  expect(buildServer({ TASK_ID: '1' })).toBeUndefined();
  expect(buildServer({ NODE: '/usr/bin/node' })).toBeUndefined();
  expect(buildServer({ CI_NAME: 'other' })).toEqual({ variable: 'CI_NAME' });
  expect(buildServer({ TASK_ID: '1', RUN_ID: '2' })).toEqual({ name: 'TaskCluster', variable: 'TASK_ID' });
});

test('a workstation is none, an empty variable is none, and a job may set CI=false', () => {
  for (const environment of [{}, { CI: '' }, { CI: 'false', GITHUB_ACTIONS: 'true' }, { CI: '0' }]) {
    expect(buildServer(environment)).toBeUndefined();
  }
  expect(buildServer({ BUILD_NUMBER: '7' })).toEqual({ variable: 'BUILD_NUMBER' });
  expect(buildServer({ GITHUB_ACTIONS: 'true', CI: 'true' })).toEqual({ name: 'GitHub Actions', variable: 'GITHUB_ACTIONS' });
});
