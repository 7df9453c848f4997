import { BUILD_SERVERS, BuildServer, ServerCondition } from './build-servers';

/** Build servers that the table lacks, more variables of its servers, and tools that run Terraform for others. */
export const FURTHER_SERVERS: readonly BuildServer[] = [
  { name: 'GoCD', all: [{ any: ['GO_PIPELINE_NAME'] }] },
  { name: 'Jenkins', all: [{ any: ['JENKINS_URL', 'JENKINS_HOME'] }] },
  { name: 'AWS CodeBuild', all: [{ any: ['CODEBUILD_BUILD_ID'] }] },
  { name: 'Bitbucket Pipelines', all: [{ any: ['BITBUCKET_BUILD_NUMBER'] }] },
  { name: 'Atlantis', all: [{ any: ['ATLANTIS_TERRAFORM_VERSION'] }] },
  { name: 'Spacelift', all: [{ any: ['SPACELIFT'] }] },
  { name: 'HCP Terraform', all: [{ any: ['TFC_RUN_ID'] }] },
  { name: 'Alibaba Cloud DevOps', all: [{ any: ['PIPELINE_ID'] }] },
];

/** Variables that many build servers set. */
const GENERIC = [
  'CI', 'CONTINUOUS_INTEGRATION', 'BUILD_ID', 'BUILD_NUMBER', 'CI_APP_ID', 'CI_BUILD_ID', 'CI_BUILD_NUMBER', 'CI_NAME', 'RUN_ID',
];

/** The build server that runs this process, if its name is known, and the variable that shows it. Undefined if no build server does. */
export function buildServer(
  environment: NodeJS.ProcessEnv = process.env,
): { readonly name?: string; readonly variable: string } | undefined {
  // A job may set CI=false.
  if (['false', '0'].includes(environment.CI ?? '')) return undefined;
  for (const { name, all } of [...BUILD_SERVERS, ...FURTHER_SERVERS]) {
    const variables = all.map((condition) => variableOf(condition, environment));
    if (variables.every((variable) => variable !== undefined)) return { name, variable: variables[0]! };
  }
  const variable = GENERIC.find((name) => environment[name]);
  return variable === undefined ? undefined : { variable };
}

/** The variable that meets the condition. */
function variableOf({ any, includes, is }: ServerCondition, environment: NodeJS.ProcessEnv): string | undefined {
  return any.find((name) => {
    const value = environment[name];
    return value !== undefined
      && value !== ''
      && (includes === undefined || value.includes(includes))
      && (is === undefined || value === is);
  });
}
