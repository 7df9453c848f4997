import { Waiting } from './arrival/written';
import { check } from './check';
import { aboutPart } from './outcomes';
import { Attachment } from '../model/attachments';
import { SessionModel } from '../model/mirror-model';
import { Identity, isManaged } from '../model/reference';
import { label } from '../texts/names';

/** A session refers to an interface through its attachment, so that Terraform creates it after the interface is attached. */
export const TM309 = check('TM309', {
  run(model, _facts, outcomes) {
    for (const session of model.sessions) {
      if (model.attachments.isEmpty) return;
      let passed = 0;
      const look = (identity: Identity | undefined, role: 'source' | 'target'): void => {
        if (identity === undefined) return;
        const attachments = model.attachments.of(identity);
        const unawaited = attachments.find((attachment) => !waitsFor(session, attachment));
        if (unawaited) {
          outcomes.warn(aboutPart(model, session, identity), 'doesNotWait', {
            role, name: model.nameOf(identity), attachment: label(unawaited.block.path), attachmentAddress: unawaited.block.address,
            way: !unawaited.byInstance ? 'attachment' : unawaited.stack === session.stack ? 'instance' : 'stack',
          });
        } else if (isManaged(identity) && (attachments.length > 0 || model.attachments.open.length === 0)) {
          // An attachment whose interface is known only at apply may belong to this interface.
          passed++;
        }
      };
      session.sources?.forEach((source) => look(source, 'source'));
      look(session.target, 'target');
      outcomes.pass(session, passed);
    }
  },
});

/** Whether a session is created after an attachment. */
function waitsFor({ stack, block }: SessionModel, attachment: Attachment): boolean {
  // A stack is applied after the stacks that it reads through remote state.
  if (attachment.stack !== stack) return stack.reads(attachment.stack);
  return Waiting.in(stack).waits(block.written, attachment.block.address);
}
