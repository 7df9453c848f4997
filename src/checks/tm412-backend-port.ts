import { mirrorListeners } from './arrival/written';
import { check } from './check';

/** A listener with a server group sets no backend port, since the servers have ports. */
export const TM412 = check('TM412', {
  run(model, _facts, outcomes) {
    for (const { block, stack } of mirrorListeners(model)) {
      const { body, path } = block;
      const port = body.backend_port ?? body.instance_port;
      const group = body.server_group_id ?? body.master_slave_server_group_id;
      if (port === undefined && group === undefined) outcomes.error({ path, stack, block }, 'neither');
      else if (port !== undefined && group !== undefined) outcomes.warn({ path, stack, block }, 'both', { port: String(port) });
      else outcomes.pass(block);
    }
  },
});
