import { Lazy, TerraformElement, TerraformStack } from 'cdktf';

/** The name of the element in the tree of a unit test. */
const ID = 'TrafficMirrorStackCheck';

/**
 * Checks a stack alone when a unit test validates it: `Testing.synth(stack, true)` and `Testing.fullSynth(stack)` never ask
 * the app. It renders nothing. `App.synth` prepares each stack before it validates it, and checks the whole app
 * afterwards, so nothing is checked here then.
 */
export class StackCheck extends TerraformElement {
  public static install(stack: TerraformStack, check: (stack: TerraformStack) => string[]): void {
    if (!stack.node.tryFindChild(ID)) new StackCheck(stack, check);
  }

  private prepared = false;

  private constructor(stack: TerraformStack, check: (stack: TerraformStack) => string[]) {
    super(stack, ID);
    this.node.addValidation({
      validate: () => {
        const { prepared } = this;
        this.prepared = false;
        return prepared ? [] : check(stack);
      },
    });
  }

  public toTerraform(): any {
    return Lazy.anyValue({
      produce: ({ preparing }) => {
        if (preparing) this.prepared = true;
        return {};
      },
    });
  }
}
