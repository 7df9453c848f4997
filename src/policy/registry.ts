import { rmSync } from 'fs';
import { join } from 'path';
import { AnnotationMetadataEntryType, App, Manifest, TerraformStack } from 'cdktf';
import { IConstruct } from 'constructs';
import { Evaluator } from './evaluator';
import { audience } from './audience';
import { aboutApp, errorTexts, Notice, notices, verifiedText } from './evaluation-text';
import { MirrorEvaluation } from './mirror-evaluation';
import { isUnitTest, policyVersion, PolicySettings } from './policy-settings';
import { StackCheck } from './stack-check';
import type { Stating } from './stating';
import { FRAMEWORK } from '../net/framework';
import { StagedFile } from '../input/staged-file';
import { OwnCheckError } from '../own/own-checks';
import { described, refusal } from '../net/refusal';
import { messages } from '../texts/catalogue';

/** Files that may be written only once every check has passed. */
export interface Pending {
  /** Writes them next to their places. */
  _stage(): StagedFile[];
}

/** The other twin of the library shares global symbols, so the package's own name is part of the marker. */
const REGISTRY = Symbol.for(`${FRAMEWORK.packageName}/registry`);
const LEVEL = { warning: AnnotationMetadataEntryType.WARN, information: AnnotationMetadataEntryType.INFO } as const;

/** The data of one app: its constructs, and the only validation on the app's root. */
export class Registry {
  /** The app's registry. The first call installs the whole-app check. */
  public static of(scope: IConstruct): Registry {
    const root = scope.node.root as IConstruct & { [REGISTRY]?: Registry };
    if (!root[REGISTRY]) {
      refuseOtherFramework(root);
      Object.defineProperty(root, REGISTRY, { value: new Registry(root) });
    }
    const registry = root[REGISTRY]!;
    registry.enter(scope);
    return registry;
  }

  public readonly stating: Stating[] = [];
  public readonly pending = new Set<Pending>();
  /** The last evaluation, if the app was synthesized or evaluated. */
  private last?: { readonly evaluator: Evaluator; readonly policy: number; readonly evaluation: MirrorEvaluation };
  /** The app was synthesized into a temporary folder. */
  private evaluated = false;
  /** A stubbed app, as `Testing.app()` makes it. */
  private readonly isUnitTest: boolean;
  private readonly entered = new Set<TerraformStack>();

  private constructor(private readonly root: IConstruct) {
    this.isUnitTest = isUnitTest(root);
    root.node.addValidation({ validate: () => App.isApp(root) ? this.validate(root) : [] });
  }

  /**
   * Evaluates the app as it was synthesized. If it was not, or if constructs were added or removed since, synthesizes it
   * into a temporary folder.
   */
  public evaluate(): MirrorEvaluation {
    const { root, last } = this;
    if (!App.isApp(root)) {
      throw refusal({
        what: 'the root of this construct tree',
        got: described(`is a ${root.constructor.name}`),
        allowed: 'an App',
        fix: 'put the constructs into an App, then evaluate',
      });
    }
    const evaluator = new Evaluator(root, this.stating);
    if (last && evaluator.seesTheSame(last.evaluator)) {
      return last.policy === policyVersion(root)
        ? last.evaluation
        : this.keep(last.evaluator, last.evaluator.evaluateAgain(last.evaluation));
    }
    if (last || !evaluator.isSynthesized) {
      if (last && evaluator.hasAspects()) {
        throw refusal({
          what: 'MirrorPolicy.evaluate',
          got: described('comes after constructs were added to or removed from an app that was synthesized or evaluated'),
          allowed: 'an app that is complete',
          fix: 'evaluate after all constructs are created, or build the app again: another synth would apply its Aspects twice',
        });
      }
      this.evaluated = true;
      return this.keep(evaluator, evaluator.evaluateInTemporaryFolder());
    }
    return this.keep(evaluator, evaluator.evaluate());
  }

  private keep(evaluator: Evaluator, evaluation: MirrorEvaluation): MirrorEvaluation {
    this.last = { evaluator, policy: policyVersion(this.root), evaluation };
    return evaluation;
  }

  /** Looks at the stack that something of ours is in, once. */
  private enter(scope: IConstruct): void {
    const stack = stackOf(scope);
    if (!stack || this.entered.has(stack)) return;
    refuseOtherFramework(stack);
    this.entered.add(stack);
    if (this.isUnitTest) {
      StackCheck.install(stack, () => App.isApp(this.root) ? errorTexts(new Evaluator(this.root, this.stating).evaluateAlone(stack)) : []);
    }
  }

  private validate(app: App): string[] {
    const evaluator = new Evaluator(app, this.stating);
    if (this.evaluated && evaluator.hasAspects()) {
      return this.refuse(app, [messages(PolicySettings.of(app).language).evaluatedFirst]);
    }
    let evaluation: MirrorEvaluation;
    try {
      evaluation = this.keep(evaluator, evaluator.evaluate());
    } catch (error) {
      if (!(error instanceof OwnCheckError)) throw error;
      return this.refuse(app, [error.message]);
    }
    evaluator.writeStatements(evaluation);
    const errors = errorTexts(evaluation);
    if (errors.length > 0) return this.refuse(app, errors);
    for (const notice of notices(evaluation)) annotate(app, notice);
    // A stubbed app is a unit test: its ledger belongs to nobody.
    if (this.isUnitTest) return [];
    const refused = this.write(app);
    if (refused.length === 0) this.report(app, evaluation);
    return refused;
  }

  /** Success is one line, so that a synth that checked nothing differs from one that checked everything. */
  private report(app: App, evaluation: MirrorEvaluation): void {
    const to = audience();
    if (to === 'test') return;
    const text = verifiedText(evaluation);
    if (text === undefined) return;
    if (to === 'terminal') process.stderr.write(`${text}\n`);
    else annotate(app, aboutApp(evaluation, text));
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
    // Otherwise the refused stacks lie next to an earlier manifest, and `deploy --skip-synth` takes them.
    rmSync(join(app.outdir, Manifest.fileName), { force: true });
    return errors;
  }
}

/** The nearest stack. Every session asks, so no list of scopes is made. */
function stackOf(scope: IConstruct): TerraformStack | undefined {
  for (let at: IConstruct | undefined = scope; at; at = at.node.scope) if (TerraformStack.isStack(at)) return at;
  return undefined;
}

function annotate(app: App, { stackId, path, level, text }: Notice): void {
  const stack = app.manifest.stacks[stackId] ?? Object.values(app.manifest.stacks)[0];
  stack.annotations.push({ constructPath: path, level: LEVEL[level], message: text });
}

/** The other framework shares global symbols and types with ours: its apps and stacks compile, and fail or go unchecked later. */
function refuseOtherFramework(construct: IConstruct): void {
  const { module, packageName, otherModule, otherPackageName } = FRAMEWORK;
  for (let c = construct.constructor; c; c = Object.getPrototypeOf(c)) {
    const fqn: string | undefined = (c as any)[Symbol.for('jsii.rtti')]?.fqn;
    if (!fqn?.startsWith(`${otherModule}.`)) continue;
    const isApp = construct === construct.node.root;
    throw refusal({
      what: isApp ? 'the app' : `the stack ${construct.node.path}`,
      got: described(`is a ${fqn}`),
      allowed: `${isApp ? 'an App' : 'a TerraformStack'} of ${module}, with which ${packageName} works`,
      fix: `use ${otherPackageName}, or make it with ${module}`,
    });
  }
}
