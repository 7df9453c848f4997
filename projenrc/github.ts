import { github } from 'projen';
import { TypeScriptProject } from 'projen/lib/typescript';

const CHECKOUT: github.workflows.JobStep = { name: 'Checkout', uses: 'actions/checkout@v5' };
const node = (version: string): github.workflows.JobStep => ({ name: 'Set up Node', uses: 'actions/setup-node@v5', with: { 'node-version': version, 'cache': 'npm' } });
const INSTALL: github.workflows.JobStep = { name: 'Install', run: 'npm ci' };
const terraform = (version: string): github.workflows.JobStep => ({
  // The wrapper would stand between the tests and the exit code.
  name: 'Set up Terraform', uses: 'hashicorp/setup-terraform@v3', with: { terraform_version: version, terraform_wrapper: false },
});

/** The versions that the build goes through; `test/matrix` has what each is tried with. */
export interface MatrixOptions {
  readonly nodes: readonly string[];
  readonly terraforms: readonly string[];
  readonly openTofus: readonly string[];
  /** What a release is made with. */
  readonly releaseNode: string;
}

/** Workflows of GitHub: the build on every version that README names, and the release to npm. */
export class Workflows extends github.GitHub {
  constructor(project: TypeScriptProject, options: MatrixOptions) {
    super(project, { mergify: false, pullRequestLint: false });
    this.build(options);
    this.release(options);
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
      all: job([node(releaseNode), terraform(terraforms[terraforms.length - 1]), { name: 'Everything', run: 'bash .ci/run' }]),
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
        node(releaseNode), { name: 'Set up OpenTofu', uses: 'opentofu/setup-opentofu@v1', with: { tofu_version: '${{ matrix.opentofu }}', tofu_wrapper: false } }, INSTALL,
        { name: 'A life', run: 'npx projen test:matrix --require tofu --only lives' },
      ], { opentofu: openTofus }),
    });
  }

  private release({ releaseNode }: MatrixOptions): void {
    const workflow = this.addWorkflow('release');
    // By hand, from a tag v<version>: what is published is what the tag holds.
    workflow.on({ workflowDispatch: {} });
    workflow.addJob('npm', {
      runsOn: ['ubuntu-latest'],
      // The owner sets up the environment `release` with its approvals, and the trusted publisher at npm: no token is stored.
      environment: 'release',
      permissions: { contents: github.workflows.JobPermission.READ, idToken: github.workflows.JobPermission.WRITE },
      env: { CI: 'true' },
      steps: [
        CHECKOUT,
        { name: 'Set up Node', uses: 'actions/setup-node@v5', with: { 'node-version': releaseNode, 'registry-url': 'https://registry.npmjs.org' } },
        { name: 'An npm that publishes without a token', run: 'npm install --global npm@^11.5.1' },
        INSTALL,
        { name: 'The tag, the version and the changelog agree', run: 'npx projen release-check "$GITHUB_REF"' },
        { name: 'Compile', run: 'npx projen compile' },
        { name: 'Test', run: 'npx projen test' },
        { name: 'The package in empty apps', run: 'npx projen test:matrix --require node --only consumer' },
        { name: 'Publish', run: 'npm publish --provenance --access public' },
      ],
    });
  }
}
