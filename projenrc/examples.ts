import { Component } from 'projen';
import { TypeScriptProject } from 'projen/lib/typescript';
import { Bindings } from './bindings';

/** The example apps: the demo, and the tool that writes their goldens on purpose. */
export class Examples extends Component {
  constructor(project: TypeScriptProject) {
    super(project);
    const bindings = Bindings.of(project);
    const run = 'tsx --tsconfig examples/tsconfig.json';
    const demo = project.addTask('demo', {
      description: 'Mirror the 120-instance estate: write its Terraform and print the report',
      steps: [{ spawn: bindings.name }, { exec: `${run} examples/landing-zone/main.ts` }],
    });
    project.setScript('demo', project.runTaskCommand(demo));
    const goldens = project.addTask('goldens', {
      description: 'Rewrite the golden Terraform of the examples (on purpose, in a commit that says why)',
      steps: [{ spawn: bindings.name }, { exec: 'tsx --tsconfig examples/tsconfig.json test/golden/write.ts' }],
    });
    project.setScript('goldens', project.runTaskCommand(goldens));
  }
}
