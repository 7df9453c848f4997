import { rmSync } from 'fs';
import { join } from 'path';
import { AnnotationMetadataEntryType, App, Manifest } from 'cdktf';
import { IConstruct } from 'constructs';
import { Evaluator } from './evaluator';
import { errorTexts, notices } from './evaluation-text';
import { MirrorEvaluation } from './mirror-evaluation';
import { StagedFile } from '../input/staged-file';
import { StackStatements } from '../model/document';
import { MESSAGES } from '../texts/en/messages';

/** Gathers what constructs state, by stack path. */
export interface StatementSink {
  of(stackPath: string): Required<StackStatements>;
}

/** A construct that knows what its Terraform cannot say. */
export interface Stating {
  _state(sink: StatementSink): void;
}

/** Files that may be written only once every check has passed. */
export interface Pending {
  /** Writes them beside their places. */
  _stage(): StagedFile[];
}

/** The other twin of the library shares global symbols, so the package's own name is part of the marker. */
const REGISTRY = Symbol.for('cdktf-alicloud-traffic-mirror/registry');
const OWN_APP = 'cdktf.App';
const LEVEL = { warning: AnnotationMetadataEntryType.WARN, information: AnnotationMetadataEntryType.INFO } as const;

/** What the library knows of one app: its constructs, and the one validation on the app's root. */
export class Registry {
  /** The app's registry; the first call installs the whole-app check. */
  public static of(scope: IConstruct): Registry {
    const root = scope.node.root as IConstruct & { [REGISTRY]?: Registry };
    if (!root[REGISTRY]) {
      refuseOtherTwin(root);
      Object.defineProperty(root, REGISTRY, { value: new Registry(root) });
    }
    return root[REGISTRY]!;
  }

  public readonly stating: Stating[] = [];
  public readonly pending = new Set<Pending>();
  /** The last evaluation, where the app was synthesized or evaluated. */
  public evaluation?: MirrorEvaluation;
  private evaluated = false;

  private constructor(private readonly root: IConstruct) {
    root.node.addValidation({ validate: () => App.isApp(root) ? this.validate(root) : [] });
  }

  /** Evaluates the app as it was synthesized; where it was not, synthesizes it once into a temporary folder. */
  public evaluate(): MirrorEvaluation {
    if (!App.isApp(this.root)) throw new Error('the root of this construct tree is no App: only an App can be evaluated');
    if (!this.evaluation) {
      const evaluator = new Evaluator(this.root, this.stating);
      if (!evaluator.isSynthesized) this.evaluated = true;
      this.evaluation = evaluator.evaluate();
    }
    return this.evaluation;
  }

  private validate(app: App): string[] {
    const evaluator = new Evaluator(app, this.stating);
    if (this.evaluated && evaluator.hasAspects()) {
      return this.refuse(app, [MESSAGES.evaluatedFirst]);
    }
    const evaluation = this.evaluation = evaluator.evaluate();
    evaluator.writeStatements();
    const errors = errorTexts(evaluation);
    if (errors.length > 0) return this.refuse(app, errors);
    for (const { stackId, path, level, text } of notices(evaluation)) {
      const stack = app.manifest.stacks[stackId] ?? Object.values(app.manifest.stacks)[0];
      stack.annotations.push({ constructPath: path, level: LEVEL[level], message: text });
    }
    // A stubbed app is a unit test: its ledger belongs to nobody.
    if (app.node.tryGetContext('cdktfVersion') !== 'stubbed') return this.write(app);
    return [];
  }

  /** All of them or none. */
  private write(app: App): string[] {
    const staged: StagedFile[] = [];
    try {
      for (const pending of this.pending) staged.push(...pending._stage());
      StagedFile.commit(staged);
      return [];
    } catch (error) {
      for (const file of staged) file.discard();
      return this.refuse(app, [(error as Error).message]);
    }
  }

  private refuse(app: App, errors: string[]): string[] {
    // Otherwise the refused stacks lie beside an earlier manifest, and `deploy --skip-synth` takes them.
    rmSync(join(app.outdir, Manifest.fileName), { force: true });
    return errors;
  }
}

function refuseOtherTwin(root: IConstruct): void {
  for (let c = root.constructor; c && c !== Object; c = Object.getPrototypeOf(c)) {
    const fqn: string | undefined = (c as any)[Symbol.for('jsii.rtti')]?.fqn;
    if (fqn !== undefined && /^cdkt[fn]\.App$/.test(fqn) && fqn !== OWN_APP) {
      throw new Error(`this app is a ${fqn}, and cdktf-alicloud-traffic-mirror works with ${OWN_APP} only: use the package of the same name for cdktn, or build the app with cdktf`);
    }
  }
}
