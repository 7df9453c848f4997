import { join } from 'path';
import { IStackSynthesizer, ISynthesisSession, TerraformStack } from 'cdktf';
import { stableJson } from './stable-json';
import { writeParts } from '../input/text-file';

/**
 * Writes the Terraform of a stack part by part, where cdktf makes the text of its sessions four times over, whole each
 * time, and in a multiple of the time. The bytes are the same.
 */
export class PartedSynthesizer implements IStackSynthesizer {
  /** Takes the place of cdktf's own synthesizer. Not of one that somebody else has put there. */
  public static install(stack: TerraformStack): void {
    const { synthesizer } = stack;
    if (synthesizer.constructor.name === 'StackSynthesizer') stack.synthesizer = new PartedSynthesizer(stack, synthesizer);
  }

  /** Whether what the stack renders now is written part by part. */
  public static isWriting({ synthesizer }: TerraformStack): boolean {
    return synthesizer instanceof PartedSynthesizer && synthesizer.writing;
  }

  private writing = false;
  /** What the stack rendered last, until it is written. */
  private config?: object;

  private constructor(private readonly stack: TerraformStack, private readonly whole: IStackSynthesizer) {}

  public synthesize(session: ISynthesisSession): void {
    try {
      this.renderer().synthesize(session);
    } finally {
      this.writing = false;
    }
    const { config } = this;
    this.config = undefined;
    // Nothing if the app writes HCL.
    if (config) writeParts(join(session.outdir, session.manifest.forStack(this.stack).synthesizedStackPath), stableJson(config));
  }

  /**
   * cdktf's synthesizer with another stack in its hands once it writes: one that renders what the user's does, and has
   * cdktf write an empty file. The user's stack is not touched: it may have a `toTerraform` of its own, or be frozen.
   */
  private renderer(): IStackSynthesizer {
    const { stack, whole } = this;
    const rendered = {
      toTerraform: () => {
        this.config = stack.toTerraform() as object;
        return {};
      },
      toHclTerraform: () => stack.toHclTerraform(),
    };
    return Object.create(whole, {
      // cdktf asks for it after Aspects, validations and annotations, and then renders and writes.
      hclOutput: {
        get: () => {
          this.writing = true;
          return (whole as { hclOutput?: boolean }).hclOutput;
        },
      },
      stack: { get: () => this.writing ? rendered : stack },
    }) as IStackSynthesizer;
  }
}
