// A fleet whose room is used up: a source that replaces another waits for one apply, whichever limit is reached.
import { readFileSync } from 'fs';
import { App } from 'cdktf';
import { MirrorFilter, MirrorLedger, MirrorPolicy, MirrorQuotaName, MirroredFleet, MirroredFleetProps } from '../../src';
import { findings, filterIn, newApp, newStack, source, target, temporaryFolder } from '../support/app';

const LOCK = 'traffic-mirror.lock';
const home = process.cwd();
beforeEach(() => process.chdir(temporaryFolder()));
afterEach(() => process.chdir(home));

interface Limit {
  readonly quota?: [MirrorQuotaName, number];
  readonly props?: Partial<MirroredFleetProps>;
  /** A filter that the app does not create, so it has no copies. */
  readonly foreign?: boolean;
}

function run(ids: string[], { quota, props, foreign }: Limit): { app: App; keys: string[]; said: string[]; ledger: string } {
  const app = newApp();
  if (quota) MirrorPolicy.of(app).quota('cn-hangzhou', ...quota);
  const stack = newStack(app, 'net');
  const fleet = new MirroredFleet(stack, 'Fleet', {
    filter: foreign ? MirrorFilter.fromFilterId(stack, 'Filter', 'tmf-bp1web') : filterIn(stack),
    sources: ids.map((id) => source(id)),
    targets: [target()],
    ledger: MirrorLedger.file(LOCK, { frozen: false, region: 'cn-hangzhou' }), ...props,
  });
  app.synth();
  return {
    app,
    keys: fleet.sessionKeys,
    said: findings(app)
      .filter(({ id }) => /^TM5/.test(id))
      .map((f) => `${f.severity} ${f.id} ${f.problem}`),
    ledger: readFileSync(LOCK, 'utf8'),
  };
}

test.each<[string, Limit]>([
  ['of the region', { quota: [MirrorQuotaName.SESSIONS_PER_REGION, 3] }],
  ['of the filter', { quota: [MirrorQuotaName.SESSIONS_PER_FILTER, 3], foreign: true }],
  ['of the priorities', { props: { priorityRange: { first: 1, last: 3 } } }],
  ['of the VNIs', { props: { virtualNetworkIdRange: { first: 1, last: 3 } } }],
  ['of the target', { quota: [MirrorQuotaName.LOAD_BALANCER_TARGET, 3] }],
])('all room %s is used: the new source waits, and the next run places it', (_, limit) => {
  run(['eni-a', 'eni-b', 'eni-c'], limit);
  const first = run(['eni-a', 'eni-b', 'eni-d'], limit);
  expect(first.keys).toEqual(['eni-a', 'eni-b']);
  expect(first.said).toEqual(['warning TM519 eni-d has no session yet and is not mirrored: no room is free until the next apply']);
  expect(first.ledger).toContain('{"fleet":"net/Fleet","source":"eni-d","waiting":true}');
  const next = run(['eni-a', 'eni-b', 'eni-d'], limit);
  expect([next.keys, next.said]).toEqual([['eni-a', 'eni-b', 'eni-d'], []]);
  expect(next.ledger).not.toContain('waiting');
});

test.each<[string, Limit]>([
  ['of the region', { quota: [MirrorQuotaName.SESSIONS_PER_REGION, 3] }],
  ['of the filter', { quota: [MirrorQuotaName.SESSIONS_PER_FILTER, 3], foreign: true }],
  ['of the priorities', { props: { priorityRange: { first: 1, last: 3 } } }],
  ['of the target', { quota: [MirrorQuotaName.LOAD_BALANCER_TARGET, 3] }],
])('a source more than all room %s is refused, even if others of the run wait', (_, limit) => {
  run(['eni-a', 'eni-b', 'eni-c'], limit);
  expect(() => run(['eni-a', 'eni-b', 'eni-d', 'eni-e'], limit)).toThrow(/TM521/);
});
