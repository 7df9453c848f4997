/** The reader of the messages of a synth. */
export type Audience = 'cli' | 'terminal' | 'test';

/**
 * Variables that the test runners of the languages of jsii set. pytest sets the version when it starts, which is before jsii does. It
 * sets the current test later.
 */
const RUNNERS = ['JEST_WORKER_ID', 'VITEST', 'NODE_TEST_CONTEXT', 'MOCHA_WORKER_ID', 'PYTEST_VERSION', 'PYTEST_CURRENT_TEST'];

/** Test runners that set none of these variables in the process of the app. */
const RUNNER_PROGRAMS = /[\\/](?:_?mocha|jasmine|ava|tap|uvu)(?:\.[cm]?js)?$/;

/**
 * The reader of a synth that passes: the CDKTF CLI, which shows annotations, a person or a pipeline that runs the app itself, where
 * annotations are never shown, or a test runner, which gets no messages.
 */
export function audience(env: NodeJS.ProcessEnv = process.env, program = process.argv[1]): Audience {
  if (env.NODE_ENV === 'test' || isTestRunner(env, program)) return 'test';
  // The CLI passes the context of cdktf.json and the folder to write to.
  return env.CDKTF_CONTEXT_JSON !== undefined || env.CDKTF_OUTDIR !== undefined ? 'cli' : 'terminal';
}

/** Whether a test runner runs the app. `NODE_ENV` alone may also be set for a deployment to a test environment. */
export function isTestRunner(env: NodeJS.ProcessEnv = process.env, program = process.argv[1]): boolean {
  return RUNNERS.some((name) => env[name] !== undefined) || RUNNER_PROGRAMS.test(program ?? '');
}
