import { join } from 'path';
import { TerraformStack } from 'cdktf';
import { MirrorLedger, MirrorPlan, MirrorPlanProps, MirrorPolicy, MirrorTagMatch, MirroredFleetShard, MirroredFleetShardProps } from '../../../src';
import { filterIn, source, temporaryFolder } from '../../support/app';
import { fleet, sensor, session, sourceWith } from '../apps';
import { prefixed, shared } from './session';
import { refused, Row } from '../row';

/** A right plan, and the fleet of its only shard. */
function plan(stack: TerraformStack, props: Partial<MirrorPlanProps> = {}, options: Partial<MirroredFleetShardProps> = {}): MirroredFleetShard {
  const ledger = MirrorLedger.file(join(temporaryFolder(), 'traffic-mirror.lock'), { frozen: false });
  const { shards: [shard] } = MirrorPlan.of({ name: 'prod', sources: [source('eni-web')], targets: [sensor()], ledger, ...props });
  return new MirroredFleetShard(stack, 'Fleet', { shard, filter: filterIn(stack), ...options });
}

/** How sources are placed. */
export const placement = (struct: string, give: (stack: TerraformStack, props: object) => unknown): Row[] => [
  refused(`${struct}.packing`, [], 'dense', /\] packing: got a token; allowed: dedicated or dense/, (stack, packing) => give(stack, { packing })),
  refused(`${struct}.deferRemovals`, [], true, /\] deferRemovals: got a token; allowed: a value that is known at synth/, (stack, deferRemovals) => give(stack, { deferRemovals })),
  refused(`${struct}.compaction`, ['number'], 0, /\] compaction: got a.* token; allowed: a whole number/, (stack, compaction) => give(stack, { compaction })),
];

const taggedFleet = (stack: TerraformStack, enabledByTag: MirrorTagMatch) => fleet(stack, { enabledByTag, sources: [source('eni-web', { tags: { mirror: 'on' } })] });

const shardOf = (stack: TerraformStack, options: Partial<MirroredFleetShardProps>) => plan(stack, {}, options);

export const PLAN_ROWS: Row[] = [
  ...shared('MirroredFleetShardProps', 'stack/Fleet/eni-web', shardOf),
  prefixed('MirroredFleetShardProps', shardOf),
  ...placement('MirroredFleetProps', fleet),
  ...placement('MirrorPlanProps', plan),
  refused('MirroredFleetProps.fleetName', ['text'], 'prod', /\] fleetName: got .*; allowed: a text that is known at synth/, (stack, fleetName) => fleet(stack, { fleetName })),
  refused('MirrorPlanProps.name', ['text'], 'prod', /name of MirrorPlan.of: got .*; allowed: a text that is known at synth/, (stack, name) => plan(stack, { name })),
  refused('MirrorPlanProps.regionId', ['text'], 'cn-hangzhou', /regionId of MirrorPlan.of: got .*; allowed: a text that is known at synth/, (stack, regionId) => plan(stack, { regionId })),
  refused('MirrorPlanProps.policy', [], undefined, /\] policy: got a token; allowed: a MirrorPolicy/, (stack, policy) => plan(stack, { policy: policy ?? MirrorPolicy.of(stack) })),
  refused('MirrorPlanProps.resourcesPerShard', ['number'], 100, /\] resourcesPerShard: got a.* token; allowed: a whole number from 1/, (stack, resourcesPerShard) => plan(stack, { resourcesPerShard })),
  refused('MirrorPlanProps.sources', [], undefined, /\] sources: got a token/, (stack, value) => plan(stack, { sources: value ?? [source('eni-web')] })),
  refused('MirrorPlanProps.targets', [], undefined, /\] targets: got a token/, (stack, value) => plan(stack, { targets: value ?? [sensor()] })),
  refused('MirrorPlanProps.ledger', [], undefined, /\] ledger: got a token/, (stack, value) => value ? plan(stack, { ledger: value }) : plan(stack)),
  refused('MirrorPlanProps.onNewSource', [], 'fail', /\] onNewSource: got a token; allowed: fail or leaveOut/, (stack, onNewSource) => plan(stack, { onNewSource })),
  refused('MirrorTagMatch.key', ['text'], 'mirror', /\] enabledByTag: got .*; allowed: a value that is known at synth/, (stack, key) => taggedFleet(stack, { key })),
  refused('MirrorTagMatch.values', ['list'], ['on'], /\] enabledByTag: got .*; allowed: a value that is known at synth/, (stack, values) => taggedFleet(stack, { key: 'mirror', values })),
  refused('MirrorSourceOptions.tags', ['map'], { mirror: 'on' }, /tags of source eni-web: got .*; allowed: tags that are known at synth/, (stack, tags) => sourceWith(stack, { tags })),
  refused('MirrorTargetOptions.weight', ['number'], 2, /weight of target eni-own: got a.* token; allowed: a number above 0/, (stack, weight) => session(stack, { target: sensor('eni-own', { weight }) })),
  refused('MirroredFleetShardProps.shard', [], undefined, /\] shard: got a token; allowed: one of plan.shards/,
    (stack, value) => value ? new MirroredFleetShard(stack, 'Fleet', { shard: value, filter: filterIn(stack) }) : plan(stack)),
];
