// `ledger check` of several ledgers: what two repositories of one account and region both use.
import { readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { MirrorLedger, MirroredFleet } from '../../src';
import { run } from '../../src/cli/run';
import { filterIn, newApp, newStack, source, target, temporaryFolder } from '../support/app';

const home = process.cwd();
beforeEach(() => process.chdir(temporaryFolder()));
afterEach(() => process.chdir(home));

interface Given {
  readonly source: string;
  readonly fleet: string;
  readonly priority?: number;
  readonly vni?: number;
  readonly target?: string;
  readonly shard?: object;
  readonly region?: string;
}

/** A ledger of one fleet with one source, with numbers of its own unless told otherwise. */
function ledger(
  file: string,
  { source: id, fleet, priority = 5001, vni = 1, target: to = 'lb-h', shard, region = 'cn-hangzhou' }: Given,
): void {
  const lines = [
    { ledger: 'traffic-mirror', version: 1, region }, ...shard ? [{ fleet, shard: 0, stack: 'net', ...shard }] : [],
    { fleet, source: id, placement: 'dedicated', session: id, order: 0, target: to, filter: 0, shard: 0, priority, vni },
  ];
  writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
}

function check(web: Partial<Given>, shop: Partial<Given>): { lines: string[]; status: number } {
  ledger('web.lock', { source: 'eni-bp1web', fleet: 'net/Web', ...web });
  ledger('shop.lock', { source: 'eni-bp1shop', fleet: 'net/Shop', priority: 6001, vni: 2, ...shop });
  const out: string[] = [];
  const status = run(['ledger', 'check', 'web.lock', 'shop.lock'], { out: (l) => out.push(l), error: (l) => out.push(l) });
  return { lines: out.slice(2), status };
}

const CLEAN = { status: 0, lines: ['2 ledgers without a shared priority, VNI of a target, source or range'] };
const both = (web: string, shop: string) => `: by ${web} in web.lock, and by ${shop} in shop.lock`;
const sessions = both('session eni-bp1web of net/Web', 'session eni-bp1shop of net/Shop');
const fleets = both('fleet net/Web', 'fleet net/Shop');

test.each<[string, Partial<Given>, Partial<Given>, string]>([
  ['a priority', {}, { priority: 5001 }, `priority 5001 is used twice${sessions}`],
  ['a VNI on one target', {}, { vni: 1 }, `VNI 1 on target lb-h is used twice${sessions}`],
  [
    'a source',
    {},
    { source: 'eni-bp1web' },
    `source eni-bp1web is used twice${both('session eni-bp1web of net/Web', 'session eni-bp1web of net/Shop')}`,
  ],
  ['the default range', { shard: {} }, { shard: {} }, `priorityRange 1001 to 24576 is used twice${fleets}`],
  [
    'a part of a range',
    { shard: { priorityRange: [5000, 5999] } },
    { shard: { priorityRange: [5900, 6900] } },
    `priorityRange 5900 to 5999 is used twice${fleets}`,
  ],
  [
    'a part of a range of VNIs', { shard: { priorityRange: [5000, 5999], virtualNetworkIdRange: [1, 100] } },
    { shard: { priorityRange: [6000, 6999], virtualNetworkIdRange: [100, 200] } },
    `virtualNetworkIdRange 100 to 100 is used twice${fleets}`,
  ],
])('%s of both is found', (_, web, shop, problem) => {
  const { lines, status } = check(web, shop);
  expect(status).toBe(1);
  expect(lines).toEqual([problem, expect.stringMatching(/^use separate ranges in each repository/)]);
  // Another region is another place.
  expect(check(web, { ...shop, region: 'cn-beijing' })).toEqual(CLEAN);
});

test.each<[string, Partial<Given>, Partial<Given>]>([
  ['nothing', {}, {}],
  ['a VNI on two targets', {}, { vni: 1, target: 'lb-i' }],
  ['ranges beside each other', { shard: { priorityRange: [5000, 5999] } }, { shard: { priorityRange: [6000, 6999] } }],
  [
    'a range of VNIs that only one sets',
    { shard: { priorityRange: [5000, 5999], virtualNetworkIdRange: [1, 9] } },
    { shard: { priorityRange: [6000, 6999] } },
  ],
  ['a single session, which takes no further number', { shard: {} }, { shard: {}, fleet: 'net/web', source: 'net/web' }],
])('%s is no collision', (_, web, shop) => expect(check(web, shop)).toEqual(CLEAN));

test('a synth records the ranges that the code sets', () => {
  for (const [file, id, first] of [['web.lock', 'eni-a', 5000], ['shop.lock', 'eni-b', 5500]] as const) {
    const app = newApp();
    const stack = newStack(app, 'net');
    const range = { first, last: first + 999 };
    new MirroredFleet(stack, 'Fleet', {
      filter: filterIn(stack),
      sources: [source(id)],
      targets: [target()],
      ledger: MirrorLedger.file(file, { frozen: false, region: 'cn-hangzhou' }),
      priorityRange: range,
    });
    app.synth();
    expect(readFileSync(file, 'utf8')).toContain(`"priorityRange":[${first},${first + 999}]`);
    expect(run(['ledger', 'check', file], { out: () => undefined, error: () => undefined })).toBe(0);
  }
  const out: string[] = [];
  expect(run(['ledger', 'check', 'web.lock', 'shop.lock'], { out: (l) => out.push(l), error: (l) => out.push(l) })).toBe(1);
  expect(out.join('\n')).toContain('priorityRange 5500 to 5999 is used twice');
});

test.each([[[5000]], [[6000, 5000]], [[0, 5]], ['all'], [{ first: 1.5, last: 2 }]])(
  'a range %j that is none is refused with its line',
  (range) => {
    ledger('web.lock', { source: 'eni-a', fleet: 'net/Web', shard: { priorityRange: range } });
    const out: string[] = [];
    expect(run(['ledger', 'check', 'web.lock'], { out: (l) => out.push(l), error: (l) => out.push(l) })).not.toBe(0);
    expect(out.join('\n')).toMatch(
      /\[web\.lock:2\] field priorityRange of a ledger line is .*two numbers from 1 to 32766, the lower one first/,
    );
  });

test('the page shows it', () => {
  const { lines } = check({ shard: {} }, { shard: {}, priority: 5001 });
  expect(readFileSync(join(__dirname, '..', '..', 'docs', 'ledger.md'), 'utf8')).toContain(lines.join('\n'));
});
