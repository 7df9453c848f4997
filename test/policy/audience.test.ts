import { audience } from '../../src/policy/audience';

test('the CLI shows annotations, a person that runs the app gets a line, and a test runner gets none', () => {
  expect(audience({})).toBe('terminal');
  expect(audience({ CI: 'true' })).toBe('terminal');
  expect(audience({ CDKTF_CONTEXT_JSON: '{}', CDKTF_OUTDIR: 'cdktf.out' })).toBe('cli');
  expect([audience({ CDKTF_CONTEXT_JSON: '{}' }), audience({ CDKTF_OUTDIR: 'cdktf.out' })]).toEqual(['cli', 'cli']);
  for (const runner of ['JEST_WORKER_ID', 'VITEST', 'NODE_TEST_CONTEXT', 'PYTEST_VERSION', 'PYTEST_CURRENT_TEST']) {
    expect(audience({ [runner]: '1', CDKTF_OUTDIR: 'cdktf.out' })).toBe('test');
  }
  expect(audience({ NODE_ENV: 'test' })).toBe('test');
  for (const program of ['/app/node_modules/.bin/mocha', 'C:\\app\\node_modules\\mocha\\bin\\mocha.js', '/app/node_modules/.bin/jasmine']) {
    expect(audience({}, program)).toBe('test');
  }
  const programs = ['/app/main.ts', '/app/mocha/main.js', '/app/tap-mirror.js', undefined];
  for (const program of programs) expect(audience({}, program)).toBe('terminal');
});

test('a program without a file is a person\'s', () => {
  const { argv } = process;
  process.argv = argv.slice(0, 1);
  try {
    expect(audience({})).toBe('terminal');
  } finally {
    process.argv = argv;
  }
});

test('the suite itself is a test runner', () => {
  expect(audience()).toBe('test');
});
