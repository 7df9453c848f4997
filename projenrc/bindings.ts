import { Component, Task } from 'projen';
import { TypeScriptProject } from 'projen/lib/typescript';

export interface BindingsOptions {
  /** Pinned slices of `terraform providers schema -json`: the bindings hold what they have in common. */
  readonly schemas: readonly string[];
  readonly outdir: string;
}

/** Generates the L1 bindings from the pinned provider schemas, before anything that compiles them, if anything of them changed. */
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
      description: 'Generate the L1 bindings from the pinned provider schemas, if they changed',
      exec: `tsx schema/generate-bindings.ts ${options.outdir} ${options.schemas.join(' ')}`,
    });
    project.compileTask.prependSpawn(this.task);
    project.testTask.prependSpawn(this.task);
    project.addTask('provider-diff', {
      description: 'Compare two schema slices: what changed for what the library writes (OLD NEW, versions of schema/ or files)',
      exec: 'tsx schema/provider-diff.ts',
      receiveArgs: true,
    });
  }
}
