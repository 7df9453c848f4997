import { IMirrorCheck } from './check';
import { literalText } from '../model/reference';

/** Nothing opens the paid service, which cannot be closed again. */
export const TM104: IMirrorCheck = {
  id: 'TM104',
  title: 'No data source opens the service',
  byEdition: false,
  run(model, _facts, outcomes) {
    for (const stack of model.stacks) {
      for (const block of stack.dataBlocks('alicloud_vpc_traffic_mirror_service')) {
        const written = block.body.enable;
        const at = { path: block.path, stack };
        if (written === undefined || written === null) {
          outcomes.pass();
        } else if (literalText(written) === undefined) {
          outcomes.unknown(at, 'enable is known to Terraform alone', 'leave enable out: the data source reads the status then');
        } else if (literalText(written)!.toLowerCase() === 'on') {
          outcomes.fail(at, {
            problem: `data source alicloud_vpc_traffic_mirror_service opens the paid service with enable = ${JSON.stringify(written)}, already when a plan is made, and for good`,
            fix: 'leave enable out and open the service once by hand; running sessions are not touched',
          });
        } else {
          outcomes.pass();
        }
      }
    }
  },
};
