import { check } from './check';
import { literalText } from '../model/reference';

/** The app does not open the paid service, since it cannot be closed again. */
export const TM104 = check('TM104', {
  run(model, _facts, outcomes) {
    for (const stack of model.stacks) {
      for (const block of stack.dataBlocks('alicloud_vpc_traffic_mirror_service')) {
        const written = block.body.enable;
        const enable = literalText(written);
        const at = { path: block.path, stack, block };
        if (written === undefined) outcomes.pass(at);
        else if (enable === undefined) outcomes.undecided(at, 'onlyAtApply');
        else if (enable.toLowerCase() === 'on') outcomes.error(at, 'opens', { enable });
        else outcomes.pass(at);
      }
    }
  },
});
