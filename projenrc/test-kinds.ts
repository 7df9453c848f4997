import { Component } from 'projen';
import { TypeScriptProject } from 'projen/lib/typescript';
import { Bindings } from './bindings';

/** Tests and measurements that need more than Node, or more time than a unit test may take. */
export class TestKinds extends Component {
  constructor(project: TypeScriptProject) {
    super(project);
    const bindings = Bindings.of(project).name;
    // Types are checked once, by the linter; each test only has them taken off.
    project.addDevDeps('@swc/core@1.16.22', '@swc/jest@0.2.39');
    project.deps.removeDependency('ts-jest');
    project
      .tryFindObjectFile('package.json')!
      .addOverride('jest.transform', { '^.+\\.[t]sx?$': '<rootDir>/test/support/without-types.js' });
    project.addTask('test:lifecycle', {
      description: 'Whole lives of fleets under the real Terraform binary',
      steps: [{ spawn: bindings }, { exec: 'jest --ci --config test/lifecycle/jest.config.json', receiveArgs: true }],
    });
    project.addTask('test:lifecycle:more', {
      description: 'What the lifecycle suite is built on: the hazards of Terraform by hand, and every switch of the provider server',
      steps: [{ spawn: bindings }, { exec: 'jest --ci --config test/lifecycle/more.jest.config.json', receiveArgs: true }],
    });
    project.addTask('test:collector', {
      description: 'Real VXLAN packets between network namespaces (needs root, ip and tcpdump)',
      steps: [{ spawn: bindings }, { exec: 'jest --ci --config test/collector/jest.config.json', receiveArgs: true }],
    });
    project.addTask('test:page', {
      description: 'The HTML report in a real browser (needs Chromium)',
      steps: [{ spawn: bindings }, { exec: 'jest --ci --config test/page/jest.config.json', receiveArgs: true }],
    });
    project.addTask('test:rules', {
      description: 'The rules for Rego, with the interpreter of test/rules/requirements.txt (needs Python); the unit tests have the others',
      steps: [
        { spawn: bindings },
        {
          exec: 'python3 -m venv build/rego && build/rego/bin/pip install --quiet --disable-pip-version-check --requirement test/rules/requirements.txt',
        },
        { exec: 'REGO_PYTHON=build/rego/bin/python jest --ci test/rules --testNamePattern Rego', receiveArgs: true },
      ],
    });
    project.addTask('checks', {
      description: 'Write what is generated of the checks: their list, the index of their pages, and the examples on the pages',
      steps: [{ spawn: bindings }, { exec: 'tsx --tsconfig examples/tsconfig.json test/checks/write.ts' }],
    });
    project.addTask('new-check', {
      description: 'Make the files of a new check: TM399 "A session has an owner"',
      steps: [{ exec: 'tsx projenrc/new-check.ts', receiveArgs: true }],
    });
    project.addTask('lives', {
      description: 'Play the history of fleets of 100 and 1,000 sources under the real Terraform, and write its numbers into docs/lives.md',
      steps: [{ spawn: bindings }, { exec: 'tsx test/lifecycle/numbers.ts', receiveArgs: true }],
    });
    project.addTask('test:consumer', {
      description: 'Install the packed tarball in empty apps and synthesize',
      steps: [{ exec: 'tsx test/matrix/run.ts --only consumer', receiveArgs: true }],
    });
    project.addTask('test:matrix', {
      description: 'The packed package and a life on every version of Node, constructs, Terraform and OpenTofu that is present',
      steps: [{ spawn: bindings }, { exec: 'tsx test/matrix/run.ts', receiveArgs: true }],
    });
    project.addTask('test:docs', {
      description: 'Compile the TypeScript snippets of docs, against the compiled library',
      steps: [{ exec: 'tsx test/docs/compile-snippets.ts' }],
    });
    // 9.6 is the last with Node 20. Its runner for mocha keeps the tests loaded from mutant to mutant, the one for jest does not.
    project.addDevDeps('@stryker-mutator/core@9.6.1', '@stryker-mutator/mocha-runner@9.6.1', 'mocha@11.7.5');
    project.addTask('mutants', {
      description:
        'Change the source at one place after the other: which changes does no unit test notice? (net, model, checks, policy, planner)',
      steps: [{ spawn: bindings }, { exec: 'tsx test/mutants/run.ts', receiveArgs: true }],
    });
    const bench = project.addTask('bench', {
      description: 'Ratios of time and memory against hand-written L1 resources',
      steps: [{ spawn: 'compile' }, { exec: 'tsx bench/run.ts', receiveArgs: true }],
    });
    project.setScript('bench', project.runTaskCommand(bench));
  }
}
