import { Component } from 'projen';
import { TypeScriptProject } from 'projen/lib/typescript';

/** API.md of the library alone (the bindings would make it 5 MB), and strict checks of every documented snippet. */
export class ApiReference extends Component {
  constructor(project: TypeScriptProject) {
    super(project);
    project.tasks.tryFind('docgen')!.reset('jsii-docgen -s root -o API.md');
    project.tasks.tryFind('docgen')!.exec('tsx projenrc/api-names.ts');
    const rosetta = project.addTask('rosetta', {
      description: 'Compile every TypeScript snippet of README and docstrings, and hold the translations in README against it (--write)',
      steps: [{ exec: 'jsii-rosetta extract --strict' }, { exec: 'tsx projenrc/translated.ts', receiveArgs: true }],
    });
    project.postCompileTask.spawn(rosetta);
  }
}
