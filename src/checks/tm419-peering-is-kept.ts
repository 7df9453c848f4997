import { crossings } from './arrival/written';
import { check } from './check';
import { NetworkModel } from '../model/network/network-model';
import { Identity, surelyDiffer } from '../model/reference';

/** A later plan does not replace a peering connection that carries copies. Other peering connections are ignored. */
export const TM419 = check('TM419', {
  run(model, _facts, outcomes) {
    let crossed: Crossing[] | undefined;
    for (const stack of model.stacks) {
      for (const block of stack.blocks('alicloud_vpc_peer_connection')) {
        const { names } = NetworkModel.of(model);
        const [a, b] = [block.body.vpc_id, block.body.accepting_vpc_id].map((id) =>
          typeof id === 'string' ? names.of(stack.identity(id)) : undefined);
        crossed ??= crossings(model);
        const use = block.body.accepting_ali_uid !== undefined ? false : usedBy(crossed, a, b);
        if (use === false) outcomes.pass(block);
        else if (use === undefined) outcomes.undecided({ path: block.path, stack, block }, 'perhapsCrossed');
        else outcomes.warn({ path: block.path, stack, block }, 'noAccount');
      }
    }
  },
});

type Crossing = [Identity | undefined, Identity | undefined];

/** Whether mirrored packets cross a peering of two VPCs. Undefined if they may. */
function usedBy(crossed: readonly Crossing[], a: Identity | undefined, b: Identity | undefined): boolean | undefined {
  const is = (end: Identity | undefined, vpc: Identity | undefined): boolean => end !== undefined && end === vpc;
  const maybe = (end: Identity | undefined, vpc: Identity | undefined): boolean =>
    end === undefined || vpc === undefined || !surelyDiffer(end, vpc);
  if (crossed.some(([from, to]) => is(a, from) && is(b, to) || is(a, to) && is(b, from))) return true;
  return crossed.some(([from, to]) => maybe(a, from) && maybe(b, to) || maybe(a, to) && maybe(b, from)) ? undefined : false;
}
