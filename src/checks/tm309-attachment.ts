import { Waiting } from './arrival/written';
import { check } from './check';
import { about } from './outcomes';
import { MirrorModel, SessionModel } from '../model/mirror-model';
import { attributeReference, Identity, isManaged } from '../model/reference';
import { Block } from '../model/stack-model';
import { label } from '../texts/names';

const ATTACHMENTS = ['alicloud_ecs_network_interface_attachment', 'alicloud_network_interface_attachment'];

/** A session refers to an interface through its attachment, so that it is made once the interface is attached. */
export const TM309 = check('TM309', {
  run(model, _facts, outcomes) {
    const attaching = new Set(model.stacks.filter((s) => ATTACHMENTS.some((type) => s.blocks(type).length > 0)));
    for (const session of model.sessions) {
      // Nothing to wait for in the whole stack.
      if (!attaching.has(session.stack)) continue;
      const body = session.block.body;
      let passed = 0;
      const look = (identity: Identity | undefined, text: unknown, role: 'source' | 'target'): void => {
        if (identity === undefined || !isManaged(identity)) return;
        const attachment = unawaited(model, session, identity, text);
        if (!attachment) {
          passed++;
          return;
        }
        const reference = attributeReference(text as string)!;
        outcomes.warn(about(session, `${reference.type}.${reference.name}`), 'doesNotWait', {
          role, name: model.nameOf(identity), attachment: label(attachment.path), attachmentAddress: attachment.address,
        });
      };
      session.sources?.forEach((source, i) => look(source, body.traffic_mirror_source_ids[i], 'source'));
      look(session.target, body.traffic_mirror_target_id, 'target');
      outcomes.pass(passed);
    }
  },
});

/** The attachment that a reference passes by, unless the session waits for it otherwise. */
function unawaited(model: MirrorModel, session: SessionModel, identity: Identity, text: unknown): Block | undefined {
  const attachment = model.attachmentOf(session.stack, identity);
  if (!attachment || typeof text !== 'string') return undefined;
  const reference = attributeReference(text);
  if (!reference || reference.type === attachment.type) return undefined;
  return Waiting.in(session.stack).waits(session.block.body, attachment.address) ? undefined : attachment;
}
