import { Waiting } from './arrival/written';
import { check } from './check';
import { aboutPart } from './outcomes';
import { MirrorModel, SessionModel } from '../model/mirror-model';
import { attributeReference, Identity, isManaged } from '../model/reference';
import { Block } from '../model/stack-model';
import { label } from '../texts/names';

/** A session refers to an interface through its attachment, so that Terraform creates it after the interface is attached. */
export const TM309 = check('TM309', {
  run(model, _facts, outcomes) {
    for (const session of model.sessions) {
      // The app has no attachments.
      if (model.attachments.stacks.size === 0) return;
      const body = session.block.written;
      let passed = 0;
      const look = (identity: Identity | undefined, text: unknown, role: 'source' | 'target'): void => {
        if (identity === undefined || !isManaged(identity)) return;
        const attachment = unawaited(model, session, identity, text);
        if (!attachment) {
          // An attachment whose interface is known only at apply may belong to this interface.
          if (model.attachments.of(identity).length > 0 || model.attachments.open.length === 0) passed++;
          return;
        }
        outcomes.warn(aboutPart(model, session, identity), 'doesNotWait', {
          role, name: model.nameOf(identity), attachment: label(attachment.path), attachmentAddress: attachment.address,
        });
      };
      session.sources?.forEach((source, i) => look(source, body.traffic_mirror_source_ids?.[i], 'source'));
      look(session.target, body.traffic_mirror_target_id, 'target');
      outcomes.pass(session, passed);
    }
  },
});

/** The attachment that a reference bypasses, unless the session depends on it in another way. */
function unawaited(model: MirrorModel, session: SessionModel, identity: Identity, text: unknown): Block | undefined {
  const attachments = model.attachments.of(identity);
  if (attachments.length === 0 || typeof text !== 'string') return undefined;
  const { block, stack } = attachments[0];
  // A stack is applied after the stacks that it reads through remote state.
  if (stack !== session.stack) return session.stack.reads(stack) ? undefined : block;
  const reference = attributeReference(text);
  if (!reference || reference.type === block.type) return undefined;
  return Waiting.in(session.stack).waits(session.block.written, block.address) ? undefined : block;
}
