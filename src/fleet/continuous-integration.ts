/** A build server, by the variables that it sets for its jobs. */
export interface BuildServer {
  readonly name: string;
  /** One of these is set. */
  readonly any?: readonly string[];
  /** All of these are set. */
  readonly all?: readonly string[];
  /** The text that the variable contains. */
  readonly includes?: string;
  /** The value of the variable. */
  readonly is?: string;
}

/** The table of ci-info 3.9.0, in its order. A test compares it with the installed package. */
export const BUILD_SERVERS: readonly BuildServer[] = [
  { name: 'Appcircle', any: ['AC_APPCIRCLE'] },
  { name: 'AppVeyor', any: ['APPVEYOR'] },
  { name: 'AWS CodeBuild', any: ['CODEBUILD_BUILD_ARN'] },
  { name: 'Azure Pipelines', any: ['TF_BUILD'] },
  { name: 'Bamboo', any: ['bamboo_planKey'] },
  { name: 'Bitbucket Pipelines', any: ['BITBUCKET_COMMIT'] },
  { name: 'Bitrise', any: ['BITRISE_IO'] },
  { name: 'Buddy', any: ['BUDDY_WORKSPACE_ID'] },
  { name: 'Buildkite', any: ['BUILDKITE'] },
  { name: 'CircleCI', any: ['CIRCLECI'] },
  { name: 'Cirrus CI', any: ['CIRRUS_CI'] },
  { name: 'Codefresh', any: ['CF_BUILD_ID'] },
  { name: 'Codemagic', any: ['CM_BUILD_ID'] },
  { name: 'Codeship', any: ['CI_NAME'], is: 'codeship' },
  { name: 'Drone', any: ['DRONE'] },
  { name: 'dsari', any: ['DSARI'] },
  { name: 'Expo Application Services', any: ['EAS_BUILD'] },
  { name: 'Gerrit', any: ['GERRIT_PROJECT'] },
  { name: 'GitHub Actions', any: ['GITHUB_ACTIONS'] },
  { name: 'GitLab CI', any: ['GITLAB_CI'] },
  { name: 'GoCD', any: ['GO_PIPELINE_LABEL'] },
  { name: 'Google Cloud Build', any: ['BUILDER_OUTPUT'] },
  { name: 'Harness CI', any: ['HARNESS_BUILD_ID'] },
  { name: 'Heroku', any: ['NODE'], includes: '/app/.heroku/node/bin/node' },
  { name: 'Hudson', any: ['HUDSON_URL'] },
  { name: 'Jenkins', all: ['JENKINS_URL', 'BUILD_ID'] },
  { name: 'LayerCI', any: ['LAYERCI'] },
  { name: 'Magnum CI', any: ['MAGNUM'] },
  { name: 'Netlify CI', any: ['NETLIFY'] },
  { name: 'Nevercode', any: ['NEVERCODE'] },
  { name: 'ReleaseHub', any: ['RELEASE_BUILD_ID'] },
  { name: 'Render', any: ['RENDER'] },
  { name: 'Sail CI', any: ['SAILCI'] },
  { name: 'Screwdriver', any: ['SCREWDRIVER'] },
  { name: 'Semaphore', any: ['SEMAPHORE'] },
  { name: 'Shippable', any: ['SHIPPABLE'] },
  { name: 'Solano CI', any: ['TDDIUM'] },
  { name: 'Sourcehut', any: ['CI_NAME'], is: 'sourcehut' },
  { name: 'Strider CD', any: ['STRIDER'] },
  { name: 'TaskCluster', all: ['TASK_ID', 'RUN_ID'] },
  { name: 'TeamCity', any: ['TEAMCITY_VERSION'] },
  { name: 'Travis CI', any: ['TRAVIS'] },
  { name: 'Vercel', any: ['NOW_BUILDER', 'VERCEL'] },
  { name: 'Visual Studio App Center', any: ['APPCENTER_BUILD_ID'] },
  { name: 'Woodpecker', any: ['CI'], is: 'woodpecker' },
  { name: 'Xcode Cloud', any: ['CI_XCODE_PROJECT'] },
  { name: 'Xcode Server', any: ['XCS'] },
];

/** Build servers that the table lacks, and tools that run Terraform for others. */
const FURTHER: readonly BuildServer[] = [
  { name: 'Go CD', any: ['GO_PIPELINE_NAME'] },
  { name: 'Jenkins', any: ['JENKINS_URL', 'JENKINS_HOME'] },
  { name: 'AWS CodeBuild', any: ['CODEBUILD_BUILD_ID'] },
  { name: 'Bitbucket Pipelines', any: ['BITBUCKET_BUILD_NUMBER'] },
  { name: 'Harness CI', any: ['HARNESS_BUILD_ID'] },
  { name: 'Prow', any: ['PROW_JOB_ID'] },
  { name: 'Atlantis', any: ['ATLANTIS_TERRAFORM_VERSION'] },
  { name: 'Spacelift', any: ['SPACELIFT'] },
  { name: 'HCP Terraform', any: ['TFC_RUN_ID'] },
  { name: 'Alibaba Cloud DevOps', any: ['PIPELINE_ID'] },
];

/** Variables that many build servers set. */
const GENERIC = ['CI', 'CONTINUOUS_INTEGRATION', 'BUILD_ID', 'BUILD_NUMBER', 'CI_APP_ID', 'CI_BUILD_ID', 'CI_BUILD_NUMBER', 'CI_NAME', 'RUN_ID'];

/** Why a run is taken for one of a build server: the server, if it is known, and the variable. Nothing if it is none. */
export function buildServer(environment: NodeJS.ProcessEnv = process.env): { readonly name?: string; readonly variable: string } | undefined {
  // A job may set CI=false.
  if (['false', '0'].includes(environment.CI ?? '')) return undefined;
  const isSet = (name: string) => (environment[name] ?? '') !== '';
  for (const { name, any = [], all = [], includes, is } of [...BUILD_SERVERS, ...FURTHER]) {
    const variable = any.find((v) => isSet(v) && (includes === undefined || environment[v]!.includes(includes)) && (is === undefined || environment[v] === is));
    if (variable !== undefined) return { name, variable };
    if (all.length > 0 && all.every(isSet)) return { name, variable: all[0] };
  }
  const variable = GENERIC.find(isSet);
  return variable === undefined ? undefined : { variable };
}
