import { join } from 'path';
import { IStackSynthesizer, ISynthesisSession, TerraformStack } from 'cdktf';
import { stableJson } from './stable-json';
import { writeParts } from '../input/text-file';

/**
 * Writes the Terraform of a stack part by part, where cdktf makes the text of its sessions four times over, whole each
 * time, and in a multiple of the time. The bytes are the same.
 */
export class PartedSynthesizer implements IStackSynthesizer {
  /** Takes the place of cdktf's own synthesizer; not of one that somebody else has put there. */
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
    this.render(session);
    const { config } = this;
    this.config = undefined;
    // Nothing where the app writes HCL.
    if (config) writeParts(join(session.outdir, session.manifest.forStack(this.stack).synthesizedStackPath), stableJson(config));
  }

  /** Has cdktf do all that it does, but write an empty file. */
  private render(session: ISynthesisSession): void {
    const { stack } = this;
    const own = Object.getOwnPropertyDescriptor(stack, 'toTerraform');
    const { toTerraform } = stack;
    const value = (): object => {
      this.config = toTerraform.call(stack) as object;
      return Object.defineProperty({ ...this.config }, 'toJSON', { value: () => ({}) });
    };
    Object.defineProperty(stack, 'toTerraform', { value, configurable: true, writable: true });
    this.writing = true;
    try {
      this.whole.synthesize(session);
    } finally {
      this.writing = false;
      if (own) Object.defineProperty(stack, 'toTerraform', own);
      else delete (stack as { toTerraform?: unknown }).toTerraform;
    }
  }
}
