import { mirrorListeners } from './arrival/written';
import { IMirrorCheck } from './check';
import { MirrorSeverity } from './finding';

/** A listener has a server group, whose servers have ports, and so no backend port of its own. */
export const TM412: IMirrorCheck = {
  id: 'TM412',
  title: 'A listener names its server group and no backend port',
  byEdition: false,
  run(model, _facts, outcomes) {
    for (const { block, stack } of mirrorListeners(model)) {
      const { body, path } = block;
      const port = body.backend_port ?? body.instance_port;
      const group = body.server_group_id ?? body.master_slave_server_group_id;
      if (port === undefined && group === undefined) {
        outcomes.fail({ path, stack }, {
          problem: 'the listener has neither server_group_id nor backend_port: the plan passes, and the service refuses it at apply',
          fix: 'write server_group_id; sessions keep running',
        });
      } else if (port !== undefined && group !== undefined) {
        outcomes.fail({ path, stack }, {
          severity: MirrorSeverity.WARNING,
          problem: `the listener has backend_port ${port} beside a server group: wherever the service answers another one (not verified which it answers), every plan replaces the listener, and mirroring is dark meanwhile`,
          fix: 'leave backend_port out: each server of the group has a port; look at the plan before it is applied, since a listener that has the argument may be replaced once more',
        });
      } else {
        outcomes.pass();
      }
    }
  },
};
