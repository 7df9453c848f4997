import { join } from 'path';
import { IStackSynthesizer, ISynthesisSession, TerraformStack } from 'cdktf';
import { stableJson } from './stable-json';
import { writeParts } from '../input/text-file';
import type { TerraformJson } from '../model/document';
import { keepWritten } from '../policy/written-terraform';

/**
 * Writes the Terraform of a stack part by part. cdktf builds the whole text of the sessions four times, which takes several
 * times as long. The bytes are the same.
 */
export class PartedSynthesizer implements IStackSynthesizer {
  /** Replaces the default synthesizer of cdktf, but not one that the user has set. */
  public static install(stack: TerraformStack): void {
    const { synthesizer } = stack;
    if (synthesizer.constructor.name === 'StackSynthesizer') stack.synthesizer = new PartedSynthesizer(stack, synthesizer);
  }

  /** Whether the current rendering of the stack is written part by part. */
  public static isWriting({ synthesizer }: TerraformStack): boolean {
    return synthesizer instanceof PartedSynthesizer && synthesizer.writing;
  }

  private writing = false;
  /** The last rendering of the stack, until it is written. */
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
    // Undefined if the app writes HCL.
    if (!config) return;
    const file = join(session.outdir, session.manifest.forStack(this.stack).synthesizedStackPath);
    let written: unknown;
    // Only the checks need it.
    const keep = session.skipValidation !== true;
    const parts = function* (): Generator<string> {
      written = yield* stableJson(config, keep);
    };
    writeParts(file, parts());
    if (keep) keepWritten(this.stack, file, written as TerraformJson);
  }

  /**
   * cdktf's synthesizer with a substitute for the stack when it writes. The substitute renders the user's stack and lets cdktf
   * write an empty file. The user's stack stays unchanged, because it may override `toTerraform`, or be a frozen object.
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
      // cdktf reads this property after Aspects, validations and annotations, and then renders and writes.
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
