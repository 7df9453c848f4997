import { github } from 'projen';
import { TypeScriptProject } from 'projen/lib/typescript';
import { CDKTF, CDKTN } from './twins';

const CHECKOUT: github.workflows.JobStep = { name: 'Checkout', uses: 'actions/checkout@v5' };
const node = (version: string, cached = true): github.workflows.JobStep => ({
  name: 'Set up Node', uses: 'actions/setup-node@v5', with: { 'node-version': version, ...cached && { cache: 'npm' } },
});
const JAVA: github.workflows.JobStep = {
  name: 'Set up Java',
  uses: 'actions/setup-java@v5',
  with: { 'distribution': 'temurin', 'java-version': '17' },
};
const GO: github.workflows.JobStep = { name: 'Set up Go', uses: 'actions/setup-go@v6', with: { 'go-version': '1.25', 'cache': false } };
const LANGUAGES: readonly github.workflows.JobStep[] = [
  { name: 'Set up Python', uses: 'actions/setup-python@v6', with: { 'python-version': '3.12' } },
  JAVA,
  GO,
  { name: 'Set up .NET', uses: 'actions/setup-dotnet@v5', with: { 'dotnet-version': '8.0.x' } },
];
/** Both are released at once, as one version. */
const PACKAGES: readonly string[] = [CDKTF.packageName, CDKTN.packageName];
const PACKAGE = '${{ matrix.package }}';
/** Publishes what jsii has packed to the registries that have no action of their own. */
const PUBLIB = '--package publib@0.2.1061';
/** What users download, for attestations. */
const artefactsOf = (name: string): string[] =>
  ['js/*.tgz', 'python/*', 'java/**/*.jar', 'dotnet/*.nupkg'].map((files) => `dist/release/${name}/${files}`);
/** Reads workflows: their expressions, the inputs of actions, the shell of each step. */
export const ACTIONLINT = 'go run github.com/rhysd/actionlint/cmd/actionlint@v1.7.12';
const INSTALL: github.workflows.JobStep = { name: 'Install', run: 'npm ci' };
const terraform = (version: string): github.workflows.JobStep => ({
  // The wrapper would stand between the tests and the exit code.
  name: 'Set up Terraform', uses: 'hashicorp/setup-terraform@v3', with: { terraform_version: version, terraform_wrapper: false },
});

/** Each apply of the lives is planned first, and compared with the forecast of the plan. */
const FORECAST_ALL = { FORECAST: 'all' };

/** The versions that the build goes through; `test/matrix` has what each is tried with. */
export interface MatrixOptions {
  readonly nodes: readonly string[];
  readonly terraforms: readonly string[];
  readonly openTofus: readonly string[];
  /** What a release is made with. */
  readonly releaseNode: string;
}

/** Workflows of GitHub: the build on every version that README names, and the release to every registry. */
export class Workflows extends github.GitHub {
  constructor(project: TypeScriptProject, options: MatrixOptions) {
    super(project, { mergify: false, pullRequestLint: false });
    this.build(options);
    this.release(options);
    project.addTask('lint:workflows', { description: 'Check the workflows (needs Go)', exec: ACTIONLINT });
  }

  private build({ nodes, terraforms, openTofus, releaseNode }: MatrixOptions): void {
    const workflow = this.addWorkflow('build');
    workflow.on({ push: { branches: ['main'] }, pullRequest: {}, workflowDispatch: {} });
    const job = (steps: github.workflows.JobStep[], matrix?: Record<string, readonly string[]>): github.workflows.Job => ({
      runsOn: ['ubuntu-latest'],
      permissions: { contents: github.workflows.JobPermission.READ },
      env: { CI: 'true' },
      ...(matrix && { strategy: { failFast: false, matrix: { domain: matrix as any } } }),
      steps: [CHECKOUT, ...steps],
    });
    workflow.addJobs({
      workflows: job([GO, { name: 'The workflows themselves', run: ACTIONLINT }]),
      all: job([node(releaseNode), terraform(terraforms[terraforms.length - 1]), { name: 'Everything', run: 'bash .ci/run' }]),
      lives: job([
        node(releaseNode), terraform(terraforms[terraforms.length - 1]), INSTALL,
        { name: 'The lives that are not in the run for every change', run: 'npx projen test:lifecycle:more', env: FORECAST_ALL },
        { name: 'Every apply of the others against the forecast of its plan', run: 'npx projen test:lifecycle', env: FORECAST_ALL },
      ]),
      node: job([
        node('${{ matrix.node }}'), terraform(terraforms[terraforms.length - 1]), INSTALL,
        { name: 'Unit tests', run: 'npx projen test' },
        { name: 'The package in empty apps, and a life', run: 'npx projen test:matrix --require node --require terraform' },
      ], { node: nodes }),
      terraform: job([
        node(releaseNode), terraform('${{ matrix.terraform }}'), INSTALL,
        { name: 'A life', run: 'npx projen test:matrix --require terraform --only lives' },
      ], { terraform: terraforms }),
      opentofu: job([
        node(releaseNode),
        {
          name: 'Set up OpenTofu',
          uses: 'opentofu/setup-opentofu@v1',
          with: { tofu_version: '${{ matrix.opentofu }}', tofu_wrapper: false },
        },
        INSTALL,
        { name: 'A life', run: 'npx projen test:matrix --require tofu --only lives' },
      ], { opentofu: openTofus }),
      twin: job([
        node(releaseNode), terraform(terraforms[terraforms.length - 1]), INSTALL,
        { name: 'The suite on the twin, and the move of an app', run: 'npx projen test:twin' },
      ]),
      languages: job([
        node(releaseNode), ...LANGUAGES, INSTALL,
        { name: 'Compile', run: 'npx projen compile' },
        { name: 'The example of each language', run: 'npx projen languages --require python --require go --require java' },
      ]),
    });
  }

  private release({ releaseNode, terraforms }: MatrixOptions): void {
    const workflow = this.addWorkflow('release');
    // By hand, from a tag v<version>: what is published is what the tag holds.
    workflow.on({ workflowDispatch: {} });
    const { READ, WRITE } = github.workflows.JobPermission;
    workflow.addJob('pack', {
      runsOn: ['ubuntu-latest'],
      permissions: { contents: READ, idToken: WRITE, attestations: WRITE },
      env: { CI: 'true' },
      steps: [
        // With its tags: the API is compared with that of the last one.
        { ...CHECKOUT, with: { 'fetch-depth': 0 } },
        node(releaseNode), terraform(terraforms[terraforms.length - 1]), ...LANGUAGES, INSTALL,
        { name: 'The tag, the version and the changelog agree', run: 'npx projen release-check "$GITHUB_REF"' },
        { name: 'Compile', run: 'npx projen compile' },
        { name: 'What breaks since the last release', run: 'npx projen api-diff' },
        { name: 'Test', run: 'npx projen test' },
        { name: 'The package in empty apps', run: 'npx projen test:matrix --require node --only consumer' },
        {
          name: 'Every example in its language, and the twin',
          run: 'npx projen test:everywhere --require python --require go --require java',
        },
        { name: 'Pack both packages for every language', run: 'npx projen artefacts --require python --require java --require dotnet' },
        ...PACKAGES.flatMap((name): github.workflows.JobStep[] => [
          {
            name: `Provenance of ${name}`,
            uses: 'actions/attest-build-provenance@v3',
            with: { 'subject-path': artefactsOf(name).join('\n') },
          },
          {
            name: `Bill of materials of ${name}`,
            uses: 'actions/attest-sbom@v3',
            with: { 'subject-path': artefactsOf(name).join('\n'), 'sbom-path': `dist/release/${name}/sbom.cdx.json` },
          },
        ]),
        {
          name: 'Keep',
          uses: 'actions/upload-artifact@v4',
          with: { 'name': 'release', 'path': 'dist/release', 'if-no-files-found': 'error' },
        },
      ],
    });
    /** The owner sets up the environment `release` with its approvals. */
    const publish = (
      name: string,
      permissions: github.workflows.JobPermissions,
      steps: readonly github.workflows.JobStep[],
      env: Record<string, string> = {},
    ): void => {
      workflow.addJob(name, {
        runsOn: ['ubuntu-latest'], needs: ['pack'], environment: 'release', permissions, env: { CI: 'true', ...env },
        strategy: { failFast: false, matrix: { domain: { package: [...PACKAGES] } } },
        steps: [{ name: 'What was packed', uses: 'actions/download-artifact@v4', with: { name: 'release', path: 'dist' } }, ...steps],
      });
    };
    const secret = (name: string): string => `\${{ secrets.${name} }}`;
    // npm, PyPI and NuGet trust this workflow once the owner has named it there: no token is stored.
    publish('npm', { contents: READ, idToken: WRITE }, [
      {
        name: 'Set up Node',
        uses: 'actions/setup-node@v5',
        with: { 'node-version': releaseNode, 'registry-url': 'https://registry.npmjs.org' },
      },
      { name: 'An npm that publishes without a token', run: 'npm install --global npm@^11.5.1' },
      { name: 'Publish', run: `npm publish ./dist/${PACKAGE}/js/*.tgz --provenance --access public` },
    ]);
    publish('pypi', { contents: READ, idToken: WRITE }, [
      {
        name: 'Publish with attestations',
        uses: 'pypa/gh-action-pypi-publish@release/v1',
        with: { 'packages-dir': `dist/${PACKAGE}/python` },
      },
    ]);
    publish('nuget', { contents: READ, idToken: WRITE }, [
      // The account at NuGet is no secret: a variable of the environment.
      { name: 'A key for an hour', id: 'login', uses: 'NuGet/login@v1', with: { user: '${{ vars.NUGET_USER }}' } },
      {
        name: 'Publish',
        run: `dotnet nuget push "dist/${PACKAGE}/dotnet/*.nupkg" --source https://api.nuget.org/v3/index.json --api-key "$NUGET_API_KEY"`,
        env: { NUGET_API_KEY: '${{ steps.login.outputs.NUGET_API_KEY }}' },
      },
    ]);
    // Maven Central and the repository of the Go modules want secrets of the environment, which the owner sets. None is in this repository.
    publish('maven', { contents: READ }, [
      node(releaseNode, false), JAVA,
      { name: 'Publish', run: `npx --yes ${PUBLIB} publib-maven dist/${PACKAGE}/java` },
    ], {
      MAVEN_SERVER_ID: 'central-ossrh', MAVEN_USERNAME: secret('MAVEN_USERNAME'), MAVEN_PASSWORD: secret('MAVEN_PASSWORD'),
      MAVEN_GPG_PRIVATE_KEY: secret('MAVEN_GPG_PRIVATE_KEY'), MAVEN_GPG_PRIVATE_KEY_PASSPHRASE: secret('MAVEN_GPG_PRIVATE_KEY_PASSPHRASE'),
    });
    publish('go', { contents: READ }, [
      node(releaseNode, false),
      { name: 'Publish', run: `npx --yes ${PUBLIB} publib-golang dist/${PACKAGE}/go` },
    ], { GITHUB_TOKEN: secret('GO_GITHUB_TOKEN'), GIT_USER_NAME: 'release', GIT_USER_EMAIL: 'release@users.noreply.github.com' });
  }
}
