import { writeFileSync } from 'fs';
import { join } from 'path';
import { TerraformStack } from 'cdktf';
import {
  alicloud, MirrorLedger, MirrorPacking, MirrorPlacementProps, MirroredFleetProps, MirroredFleetShard, OnNewSource,
} from '../../../src';
import { filterIn, SESSION, source, temporaryFolder } from '../../support/app';
import { fleet, plan, sensor } from '../apps';
import { refused, Row } from '../row';
import { shared } from './session';

type Stack = TerraformStack;
const at = (attribute: string) => ({ type: SESSION, path: 'stack/Fleet/eni-web', attribute });
const notKnown = (what: string) =>
  new RegExp(`${what} is .*. Allowed: a value that is known at synth. Fix: (?:Pass the value itself|Use a literal value)`);

/** What decides where sources go is needed while the app runs, whether a fleet or a plan of several stacks is asked. */
export function placement(struct: string, place: (stack: Stack, props: Partial<MirrorPlacementProps>) => unknown): Row[] {
  const value = (name: keyof MirrorPlacementProps, takes: Row['takes'], plain: any) =>
    refused(`${struct}.${name}`, takes, plain, notKnown(name), (stack, given) => place(stack, { [name]: given }));
  return [
    refused(`${struct}.sources`, [], undefined, notKnown('sources'), (stack, given) =>
      place(stack, { sources: given ?? [source('eni-web')] }),
    ),
    refused(`${struct}.targets`, [], undefined, notKnown('targets'), (stack, given) => place(stack, { targets: given ?? [sensor()] })),
    refused(`${struct}.ledger`, [], undefined, notKnown('ledger'), (stack, given) => place(stack, given ? { ledger: given } : {})),
    value('packing', [], MirrorPacking.DENSE),
    value('onNewSource', [], OnNewSource.LEAVE_OUT),
    value('deferRemovals', [], true),
    value('compaction', ['number'], 0),
  ];
}

/** A shard of its own, since each has one fleet. */
function shard(stack: Stack, props: object): MirroredFleetShard {
  return new MirroredFleetShard(stack, 'Fleet', { filter: filterIn(stack), shard: plan({ name: stack.node.id }).shards[0], ...props });
}

/** Names of sessions by their key. */
export const prefix = (struct: string, make: (stack: Stack, props: object) => unknown, findsMemory: boolean): Row => ({
  input: `${struct}.sessionNamePrefix`,
  takes: ['text'],
  plain: 'web-',
  outcome: 'written',
  at: at('traffic_mirror_session_name'),
  as: (e) => `${e}eni-web`,
  unknown: ['TM307'],
  inMemory: findsMemory,
  give: (stack, sessionNamePrefix) => make(stack, { sessionNamePrefix }),
});

/** A ledger whose only session is that of `eni-web`. */
function recorded(): MirrorLedger {
  const file = join(temporaryFolder(), 'a.lock');
  const line = {
    fleet: 'stack/Fleet',
    source: 'eni-web',
    placement: 'dedicated',
    session: 'eni-web',
    order: 0,
    target: 'eni-sensor',
    filter: 0,
    shard: 0,
    priority: 5000,
    vni: 77,
  };
  writeFileSync(file, [{ ledger: 'traffic-mirror', version: 1 }, line].map((record) => `${JSON.stringify(record)}\n`).join(''));
  return MirrorLedger.file(file, { frozen: false });
}

const inTags = (props: object, stack: Stack) => fleet(stack, { enabledByTag: { key: 'mirror' }, ...props } as Partial<MirroredFleetProps>);

export const FLEET_ROWS: Row[] = [
  ...shared('MirroredFleetProps', 'stack/Fleet/eni-web', fleet),
  ...placement('MirroredFleetProps', fleet),
  prefix('MirroredFleetProps', fleet, false),
  refused('MirroredFleetProps.fleetName', ['text'], 'old/Fleet', /fleetName is .*known at synth/, (stack, fleetName) =>
    fleet(stack, { fleetName }),
  ),
  ...shared('MirroredFleetShardProps', 'stack/Fleet/eni-web', shard).map((row): Row => ({ ...row, inMemory: true })),
  prefix('MirroredFleetShardProps', shard, true),
  refused('MirroredFleetShardProps.shard', [], undefined, /\] shard is a token/, (stack, given) =>
    shard(stack, given ? { shard: given } : {}),
  ),

  ...placement('MirrorPlanProps', (_, props) => plan(props)),
  refused('MirrorPlanProps.name', ['text'], 'fleet', /^name is .*known at synth/, (_, name) => plan({ name })),
  refused('MirrorPlanProps.policy', [], undefined, notKnown('policy'), (_, policy) => plan(policy ? { policy } : {})),
  refused('MirrorPlanProps.regionId', ['text'], 'cn-hangzhou', notKnown('regionId'), (_, regionId) => plan({ regionId })),
  refused('MirrorPlanProps.destroyedShards', [], [2], /destroyedShards is a.* token. Allowed: whole numbers from 0/, (_, destroyedShards) =>
    plan({ destroyedShards }),
  ),
  refused(
    'MirrorPlanProps.resourcesPerShard',
    ['number'],
    100,
    /resourcesPerShard is a.* token. Allowed: a whole number from 1/,
    (_, resourcesPerShard) => plan({ resourcesPerShard }),
  ),

  ...(['priorityRange', 'virtualNetworkIdRange'] as const).flatMap((range) => [
    {
      ...refused('MirrorNumberRange.first', ['number'], 1001, notKnown(range), (stack, first) =>
        fleet(stack, { [range]: { first, last: 30000 } }),
      ),
      part: range,
    },
    {
      ...refused('MirrorNumberRange.last', ['number'], 30000, notKnown(range), (stack, last) =>
        fleet(stack, { [range]: { first: 1001, last } }),
      ),
      part: range,
    },
  ]),
  refused('MirrorTagMatch.key', ['text'], 'mirror', notKnown('enabledByTag'), (stack, key) => fleet(stack, { enabledByTag: { key } })),
  refused('MirrorTagMatch.values', ['list'], ['yes'], notKnown('enabledByTag'), (stack, values) =>
    fleet(stack, { enabledByTag: { key: 'mirror', values } }),
  ),
  refused('MirrorSourceOptions.tags', ['map'], { mirror: 'yes' }, notKnown('tags'), (stack, tags) =>
    inTags({ sources: [source('eni-web', { tags })] }, stack),
  ),
  refused('MirrorTargetOptions.weight', ['number'], 2, /weight of target eni-sensor is a.* token. Allowed: a number above 0/, (_, weight) =>
    sensor('eni-sensor', { weight }),
  ),

  refused(
    'MirroredFleetBase.session(key)',
    ['text'],
    'eni-web',
    /\] The key of a session is (a token|"\$\{var\.text\}"). Allowed: one of the fleet's 1 keys: eni-web/,
    (stack, key) => fleet(stack).session(key),
  ),
  refused(
    'MirroredFleetBase.release(key)',
    ['text'],
    'eni-web',
    /\] The key of a session is (a token|"\$\{var\.text\}"). Allowed: one of the fleet's 1 keys: eni-web/,
    (stack, key) => fleet(stack, { ledger: recorded() }).release(key)),
  refused(
    'MirroredFleetSession.addOverride(path)',
    ['text'],
    'resource_group_id',
    /path to override of session eni-web is (a token|"\$\{var\.text\}")/,
    (stack, path) => fleet(stack).session('eni-web').addOverride(path, 'rg-1'),
  ),
  {
    input: 'MirroredFleetSession.addOverride(value)',
    takes: ['text', 'number', 'list', 'map', 'resolvable'],
    plain: 'rg-1',
    outcome: 'written',
    at: at('resource_group_id'),
    give: (stack, value) => fleet(stack).session('eni-web').addOverride('resource_group_id', value),
  },
  refused('MirroredFleetSession.useProvider(provider)', [], undefined, /The provider of session eni-web is a token/, (stack, value) =>
    fleet(stack)
      .session('eni-web')
      .useProvider(value ?? new alicloud.provider.AlicloudProvider(stack, 'Twin', { region: 'cn-hangzhou', alias: 'twin' })),
  ),
];
