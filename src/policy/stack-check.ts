import { dirname, join } from 'path';
import { App, TerraformElement, TerraformStack } from 'cdktf';
import { FRAMEWORK } from '../net/framework';
import { callSites } from '../net/call-sites';

/** The name of the element in the tree of a unit test. */
const ID = 'TrafficMirrorStackCheck';
/** Frames between `App.synth` and the validation of a stack, with room for synthesizers that wrap others. */
const FRAMES = 50;

/** Apps whose stacks are synthesized for an evaluation, which checks them itself. */
const evaluating = new WeakSet<App>();

/**
 * Checks a stack alone when a unit test validates it: `Testing.synth(stack, true)` and `Testing.fullSynth(stack)` never ask
 * the app. It renders nothing. `App.synth` checks the whole app after its stacks, so a stack that it validates is left to it.
 */
export class StackCheck extends TerraformElement {
  public static install(stack: TerraformStack, check: (stack: TerraformStack) => string[]): void {
    if (!stack.node.tryFindChild(ID)) new StackCheck(stack, check);
  }

  private constructor(stack: TerraformStack, check: (stack: TerraformStack) => string[]) {
    super(stack, ID);
    this.node.addValidation({ validate: () => isChecked(stack) ? [] : check(stack) });
  }

  public toTerraform(): any {
    return {};
  }
}

/** Whether the whole app is checked after this stack. */
function isChecked({ node: { root } }: TerraformStack): boolean {
  return App.isApp(root) && evaluating.has(root) || isCalledBySynth();
}

/** Runs a synth of stacks whose app is evaluated afterwards. */
export function withoutStackChecks<T>(app: App, synth: () => T): T {
  const outer = evaluating.has(app);
  evaluating.add(app);
  try {
    return synth();
  } finally {
    if (!outer) evaluating.delete(app);
  }
}

/**
 * Whether `App.synth` is among the callers. The app does not show that it synthesizes, the frameworks prepare and validate stacks in
 * different orders, and the methods of a user's app are not ours to replace. If the frames are not available, for example in a bundle, a
 * stack is checked again.
 */
function isCalledBySynth(): boolean {
  let file: string;
  try {
    file = join(dirname(require.resolve(FRAMEWORK.module)), 'app.js');
  } catch {
    return false;
  }
  return callSites(isCalledBySynth, FRAMES).some((site) => site.getFunctionName() === 'synth' && site.getFileName() === file);
}
