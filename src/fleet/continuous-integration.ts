/** Variables that build servers set for the jobs they run. */
const VARIABLES = [
  'CI', 'CONTINUOUS_INTEGRATION', 'BUILD_NUMBER', 'RUN_ID', 'GITHUB_ACTIONS', 'GITLAB_CI', 'JENKINS_URL', 'TEAMCITY_VERSION', 'TF_BUILD',
  'BUILDKITE', 'CIRCLECI', 'TRAVIS', 'DRONE', 'APPVEYOR', 'CODEBUILD_BUILD_ID', 'BITBUCKET_BUILD_NUMBER', 'SEMAPHORE',
  'HARNESS_BUILD_ID', 'GO_PIPELINE_NAME', 'WOODPECKER', 'PROW_JOB_ID', 'ATLANTIS_TERRAFORM_VERSION', 'SPACELIFT', 'TFC_RUN_ID', 'PIPELINE_ID',
];

/** Whether a build server runs this, by any of the variables that they set. */
export function inContinuousIntegration(environment: NodeJS.ProcessEnv = process.env): boolean {
  // Some servers let a job say CI=false.
  if (['false', '0'].includes(environment.CI ?? '')) return false;
  return VARIABLES.some((name) => (environment[name] ?? '') !== '');
}
