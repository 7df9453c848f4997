import { Identity, isOpaque } from './reference';
import { Block, StackModel } from './stack-model';
import { blocksOf } from './terraform-form';

export const ATTACHMENT_TYPES = ['alicloud_ecs_network_interface_attachment', 'alicloud_network_interface_attachment'];
const INSTANCE_TYPE = 'alicloud_instance';

/** An attachment of an interface to an instance: a separate resource, or a block of the instance. */
export interface Attachment {
  readonly stack: StackModel;
  readonly block: Block;
  /** The instance, if its id is written. */
  readonly instance?: Identity;
  /** A block `network_interfaces` of the instance. */
  readonly byInstance: boolean;
}

/** The blocks of a stack that count. */
interface BlockSource {
  blocks(stack: StackModel, type: string): readonly Block[];
}

const ALL_BLOCKS: BlockSource = { blocks: (stack, type) => stack.blocks(type) };

/** The attachments of an app by interface, from all stacks. */
export class Attachments {
  /** The stacks that contain attachments. */
  public readonly stacks = new Set<StackModel>();
  /** Attachments whose interface is known only at apply. Any interface may be attached by them. */
  public readonly open: Attachment[] = [];
  private readonly byInterface = new Map<Identity, Attachment[]>();

  /** @param from the blocks of a stack that count. All by default */
  constructor(stacks: readonly StackModel[], from: BlockSource = ALL_BLOCKS) {
    for (const stack of stacks) {
      for (const type of ATTACHMENT_TYPES) {
        for (const block of from.blocks(stack, type)) {
          const { network_interface_id: eni, instance_id: instance } = block.body;
          this.add(eni, { stack, block, instance: stack.idOf(instance), byInstance: false });
        }
      }
      for (const block of from.blocks(stack, INSTANCE_TYPE)) {
        if (block.written.network_interfaces === undefined && block.written.dynamic === undefined) continue;
        const attachment = { stack, block, instance: stack.managed(block.address), byInstance: true };
        const { network_interfaces: written, dynamic } = block.body;
        for (const { network_interface_id: eni } of blocksOf(written)) this.add(eni, attachment);
        if (typeof written === 'string' || dynamic?.network_interfaces !== undefined) {
          this.stacks.add(stack);
          this.open.push(attachment);
        }
      }
    }
  }

  public of(identity: Identity): readonly Attachment[] {
    return this.byInterface.get(identity) ?? NONE;
  }

  /** Whether the app has no attachments. */
  public get isEmpty(): boolean {
    return this.stacks.size === 0;
  }

  /** The instance of an interface. Undefined if no attachment certainly exists, or if several name different instances. */
  public instanceOf(identity: Identity): Identity | undefined {
    const [first, ...others] = this.of(identity);
    if (first === undefined || others.some(({ instance }) => instance !== first.instance)) return undefined;
    return [first, ...others].some(({ block }) => block.copies !== undefined) ? first.instance : undefined;
  }

  private add(eni: unknown, attachment: Attachment): void {
    this.stacks.add(attachment.stack);
    if (typeof eni !== 'string') return;
    const identity = attachment.stack.identity(eni);
    if (isOpaque(identity)) this.open.push(attachment);
    const there = this.byInterface.get(identity);
    if (there) there.push(attachment);
    else this.byInterface.set(identity, [attachment]);
  }
}

const NONE: readonly Attachment[] = [];
