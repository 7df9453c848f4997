import { cdktf, javascript } from 'projen';
import { ApiReference } from './projenrc/api-reference';
import { Bindings } from './projenrc/bindings';
import { writeBuildServers } from './projenrc/build-servers';
import { Examples } from './projenrc/examples';
import { Workflows } from './projenrc/github';
import { Identity, writeIdentity } from './projenrc/identity';
import { Languages, languagesOf, writeTwin } from './projenrc/languages';
import { Lint } from './projenrc/lint';
import { Packaging } from './projenrc/packaging';
import { TestKinds } from './projenrc/test-kinds';
import { Twin } from './projenrc/twin-tasks';
import { CDKTF, CDKTN, writeFramework } from './projenrc/twins';

/**
 * TO BE SET BY THE OWNER: repository, author and address; then `real`, so that findings lead to their pages by https.
 * Nothing else names them.
 */
const identity: Identity = {
  repository: 'cdktf-alicloud-traffic-mirror/cdktf-alicloud-traffic-mirror',
  author: 'cdktf-alicloud-traffic-mirror maintainers',
  email: 'maintainers@users.noreply.example.com',
  real: false,
};

const project = new cdktf.ConstructLibraryCdktf({
  name: 'cdktf-alicloud-traffic-mirror',
  description: CDKTF.description,
  keywords: ['alicloud', 'alibaba-cloud', 'traffic-mirroring', 'vxlan', 'vpc', 'network', 'security'],
  author: identity.author,
  authorOrganization: true,
  authorAddress: identity.email,
  repositoryUrl: `https://github.com/${identity.repository}.git`,
  license: 'Apache-2.0',
  defaultReleaseBranch: 'main',

  cdktfVersion: CDKTF.peers.cdktf,
  // Pins development; the peer below is what the library really works with.
  constructsVersion: '^10.6.0',
  jsiiVersion: '~5.9.0',
  minNodeVersion: '20.9.0',
  packageManager: javascript.NodePackageManager.NPM,
  projenVersion: '0.103.25',
  projenrcTs: true,
  github: false,
  depsUpgrade: false,
  release: false,
  sampleCode: false,
  docgen: true,

  devDeps: [
    // The generator of the L1 bindings from the pinned schema slice.
    `${CDKTF.generator}@${CDKTF.version}`,
    // Properties of values, packing and allocation.
    'fast-check@^4.10.2',
    // Runs the example apps without a type check of the 33,000 lines of bindings.
    'tsx@^4.23.15',
    // `cdktf diff` and `cdktf deploy` as users run them.
    'cdktf-cli@0.21.0',
    // The provider server of the lifecycle tests: gRPC, its protocol file, and Terraform's value encoding.
    '@grpc/grpc-js@1.14.7',
    '@grpc/proto-loader@0.8.1',
    '@msgpack/msgpack@3.1.3',
    // Reads the cloud-init of a sensor back.
    'js-yaml@^4',
    // Validates reports against schemas.
    'ajv@6.15.0',
    // libxml2 as WebAssembly, without dependencies: holds JUnit reports against the schema of Jenkins' xUnit plugin.
    'xmllint-wasm@5.3.0',
    '@types/js-yaml@^4',
    // Drives the browser that the HTML report is looked at in; it brings none and has no dependencies.
    'playwright-core@1.65.1',
    // Compiles the snippets of README and docstrings.
    'jsii-rosetta@~5.9.0',
    '@types/node@^20',
  ],

  jestOptions: {
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    jestConfig: {
      maxWorkers: 2,
      collectCoverage: false,
      coveragePathIgnorePatterns: ['/node_modules/', '/src/alicloud/', '/test/'],
      testPathIgnorePatterns: ['/node_modules/', '/lib/', '/test/lifecycle/', '/test/consumer/'],
      modulePathIgnorePatterns: ['<rootDir>/build/'],
      setupFiles: ['<rootDir>/test/support/workstation.ts'],
      moduleNameMapper: { '^cdktf-alicloud-traffic-mirror$': '<rootDir>/src' },
    },
  },
  eslint: false,
  tsconfigDev: {
    compilerOptions: {
      isolatedModules: true,
      paths: { 'cdktf-alicloud-traffic-mirror': ['./src'] },
    },
  },
  npmignoreEnabled: false,
  ...languagesOf(CDKTF, identity),
});

project.gitignore.exclude('/test/docs/.snippets/', '/src/alicloud/', '/src/.bindings-*', '.jsii.tabl.json', '/rosetta/*.md');
project.gitignore.exclude('/build/');
project.gitignore.exclude('.terraform/', '.terraform.lock.hcl', '*.tfstate', '*.tfstate.*', 'cdktf.out/', '*.tgz', '/bench/.run-*/');
project.package.addField('files', [
  'lib/**/*.js', 'lib/**/*.d.ts', '.jsii',
  // The pages that the command prints. README leads to the others in the repository.
  'docs/checks',
  'README.zh-CN.md',
  'CHANGELOG.md',
  'schema/*-1.schema.json',
]);
project.addBins({ 'traffic-mirror': 'lib/cli/main.js' });
project.package.addPeerDeps(`constructs@${CDKTF.peers.constructs}`);
// Lets the examples of this repository import the package by its name, as a user's app does.
project.package.addField('exports', { '.': { types: './lib/index.d.ts', default: './lib/index.js' }, './package.json': './package.json' });

// A lock file names no registry host; 1.12.2 is the newest whose platform packages all exist.
project.npmrc.addConfig('omit-lockfile-registry-resolved', 'true');
project.package.addPackageResolutions('unrs-resolver@1.12.2');

new Lint(project, { paths: ['src', 'test', 'examples', 'bench', 'projenrc', '.projenrc.ts'], ignore: ['src/alicloud/', '**/*.js'] });

// What both majors of the provider have: a name that only one has would be written in vain, or refused, under the other.
new Bindings(project, {
  schemas: ['schema/alicloud-1.289.0.schema.json', 'schema/alicloud-2.0.0-beta3.schema.json'],
  outdir: 'src/alicloud',
});
new ApiReference(project);
new Examples(project);
new TestKinds(project);
new Languages(project);
new Twin(project);
new Packaging(project, { version: '0.1.0' });
writeIdentity(project, identity);
writeFramework(project, CDKTF, CDKTN);
writeTwin(project, CDKTN, identity);
writeBuildServers(project);
new Workflows(project, {
  nodes: ['20', '22', '24'],
  terraforms: ['1.5.7', '1.11.4', 'latest'],
  openTofus: ['1.10.x', 'latest'],
  releaseNode: '22',
});

project.synth();
