import { Component, Task } from 'projen';
import { TypeScriptProject } from 'projen/lib/typescript';

export interface BindingsOptions {
  /** The pinned slice of `terraform providers schema -json`. */
  readonly schema: string;
  readonly outdir: string;
}

/** Generates the L1 bindings from the pinned provider schema, before anything that compiles them. */
export class Bindings extends Component {
  public static of(project: TypeScriptProject): Task {
    const found = project.components.find((c): c is Bindings => c instanceof Bindings);
    if (!found) throw new Error('the project has no Bindings component');
    return found.task;
  }

  public readonly task: Task;

  constructor(project: TypeScriptProject, options: BindingsOptions) {
    super(project);
    this.task = project.addTask('bindings', {
      description: 'Generate the L1 bindings from the pinned provider schema',
      exec: `tsx schema/generate-bindings.ts ${options.schema} ${options.outdir}`,
    });
    project.compileTask.prependSpawn(this.task);
    project.testTask.prependSpawn(this.task);
    // ESLint would rewrite 33,000 generated lines and then fail on them.
    project.eslint?.addIgnorePattern(`${options.outdir}/`);
  }
}
