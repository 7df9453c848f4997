import { Component } from 'projen';
import { TypeScriptProject } from 'projen/lib/typescript';

/** The package for the other framework, by tasks of its own. It is made in build/cdktn, which is not committed. */
export class Twin extends Component {
  constructor(project: TypeScriptProject) {
    super(project);
    const made = project.addTask('twin', {
      description: 'Make the twin of the package for cdktn, in build/cdktn',
      exec: 'tsx projenrc/twin/make.ts',
    });
    const ours = '../../node_modules/.bin';
    const compiled = project.addTask('twin:compile', {
      description: 'Compile the twin for every language of jsii, with its API reference and its translated examples',
      cwd: 'build/cdktn',
      steps: [
        { exec: `${ours}/jsii --silence-warnings=reserved-word` },
        { exec: `${ours}/tsx ../../projenrc/lighten.ts .` },
        { exec: 'chmod 755 lib/cli/main.js' },
        { exec: `${ours}/jsii-docgen -s root -o API.md` },
        { exec: `${ours}/jsii-rosetta extract --strict` },
      ],
    });
    project.addTask('twin:pack', {
      description: 'Make, compile and pack the twin: build/cdktn/*.tgz',
      steps: [{ spawn: made.name }, { spawn: compiled.name }, { exec: 'npm pack --silent', cwd: 'build/cdktn' }],
    });
    const consumer = project.addTask('twin:consumer', {
      description: 'Install the packed twin in empty apps, and follow its READMEs to the letter',
      exec: 'tsx test/consumer/twin.ts',
      receiveArgs: true,
    });
    const mixtures = project.addTask('twin:mixtures', {
      description:
        'Both frameworks and the wheels of both packages in one Python program: each wrong mixture names the right package (--packed)',
      exec: 'tsx test/languages/mixtures.ts',
      receiveArgs: true,
    });
    const moved = project.addTask('twin:moved', {
      description: 'Move an app from one framework to the other and back under the real Terraform: nothing is planned',
      exec: 'tsx test/languages/moved.ts',
    });
    project.addTask('test:twin', {
      description:
        'Make the twin, run every unit, golden and property test on it, install it in empty apps, and move an app to it and back',
      steps: [
        { spawn: made.name }, { spawn: compiled.name }, { exec: 'tsx projenrc/twin/run-suite.ts', receiveArgs: true },
        { exec: '../../node_modules/.bin/tsx test/docs/compile-snippets.ts', cwd: 'build/cdktn' },
        { spawn: consumer.name }, { spawn: moved.name }, { spawn: mixtures.name },
      ],
    });
  }
}
