import type { Extent } from './extent';
import { load } from './library';
import { median, progress, table } from './workloads';
import type { MirrorIntent as Intent } from '../src';
import type { MirrorModel as Model } from '../src/model/mirror-model';
import { LIST_KINDS, ListKind, ruleList } from '../test/support/rule-lists';

const { MirrorDirection, MirrorEdition, MirrorIntent, MirrorNetwork, MirrorService, MirrorStatement } =
  load<typeof import('../src')>('index');
const { runChecks } = load<typeof import('../src/checks/run')>('checks/run');
const { PacketSet } = load<typeof import('../src/net/packet-set')>('net/packet-set');
const { MirrorModel } = load<typeof import('../src/model/mirror-model')>('model/mirror-model');

const TYPE = 'alicloud_vpc_traffic_mirror_filter';
const PER_DIRECTION = 10;
/** The rules of a long list. */
const LIST = 200;

/** Numbers that are the same on every machine. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor(state / 2 ** 31 * below);
  };
}

/** CPU time of this process, in milliseconds. */
function cpuOf<T>(action: () => T): { ms: number; result: T } {
  const start = process.cpuUsage();
  const result = action();
  const { user, system } = process.cpuUsage(start);
  return { ms: (user + system) / 1_000, result };
}

/** CPU time of a loop of 100 million additions, in milliseconds: what this machine is worth at the moment. */
function reference(): number {
  return cpuOf(() => {
    let sum = 0;
    for (let i = 0; i < 100_000_000; i++) sum = sum + i | 0;
    return sum;
  }).ms;
}

/** A stack of filters whose rules overlap, hide each other and are of every protocol. */
function filters(count: number): Model {
  const next = numbers(20_261_127);
  const rules = (direction: 'ingress' | 'egress') => Object.fromEntries(Array.from({ length: count * PER_DIRECTION }, (_, i) => {
    const filter = Math.floor(i / PER_DIRECTION);
    const length = [8, 12, 16, 20, 24, 32][next(6)];
    const first = 10 * 2 ** 24 + next(16) * 2 ** 20 + next(256) * 256;
    const network = first - first % 2 ** (32 - length);
    const protocol = ['TCP', 'TCP', 'UDP', 'ALL', 'ICMP'][next(5)];
    const port = [53, 80, 443, 8_080][next(4)];
    const ports = protocol === 'TCP' || protocol === 'UDP' ? `${port}/${port + [0, 0, 100][next(3)]}` : '-1/-1';
    const cidr = `${[24, 16, 8, 0].map((bits) => Math.floor(network / 2 ** bits) % 256).join('.')}/${length}`;
    const [source, destination] = next(2) === 0 ? [cidr, '0.0.0.0/0'] : ['0.0.0.0/0', cidr];
    return [`f${filter}-${direction}-${i % PER_DIRECTION}`, {
      traffic_mirror_filter_id: `\${${TYPE}.f${filter}.id}`,
      priority: (i % PER_DIRECTION) + 1,
      action: next(4) === 0 ? 'drop' : 'accept',
      protocol,
      source_cidr_block: source, destination_cidr_block: destination, source_port_range: '-1/-1', destination_port_range: ports,
    }];
  }));
  return new MirrorModel([{
    path: 'bench',
    terraform: {
      provider: { alicloud: [{ region: 'cn-hangzhou' }] },
      resource: {
        [TYPE]: Object.fromEntries(Array.from({ length: count }, (_, i) => [`f${i}`, {}])),
        [`${TYPE}_ingress_rule`]: rules('ingress'), [`${TYPE}_egress_rule`]: rules('egress'),
      },
    },
  }]);
}

const services = [
  MirrorService.of('web', { tcp: ['80', '443', '8080-8090'] }),
  MirrorService.DNS,
  MirrorService.of('tls', { tcp: ['443'] }),
  MirrorService.TCP,
];
const network = (...cidrs: string[]) => MirrorNetwork.of(cidrs.join(' and '), { cidrs });

/** One to four statements over a few networks and services, with exceptions and replies. */
function intents(count: number): Intent[] {
  const next = numbers(27);
  const own = () =>
    network(
      ...Array.from({ length: 1 + next(2) }, () =>
        `10.${next(16)}.${next(4) * 64}.0/${[16, 18, 24][next(3)]}`.replace(/\.(\d+)\.0\/16$/, '.0.0/16'),
      ),
    );
  return Array.from({ length: count }, () =>
    MirrorIntent.of(
      Array.from({ length: 1 + next(4) }, () =>
        MirrorStatement[next(4) === 0 ? 'drop' : 'accept']({
          ...(next(2) === 0 && { from: [own()] }),
          ...(next(3) === 0 && { to: [own()] }),
          ...(next(4) === 0 && { exceptFrom: [own()] }),
          ...(next(2) === 0 && { services: [services[next(services.length)]] }),
          ...next(3) > 0 && { direction: MirrorDirection.INBOUND, replies: next(3) === 0 },
        })), { takeNearMiss: true }));
}

/** Intents that no filter holds. */
function huge(size: number): [string, Intent][] {
  const many = (second: number) => network(...Array.from({ length: size }, (_, i) => `10.${second + (i >> 7)}.${(i & 127) * 2}.0/24`));
  const direction = MirrorDirection.INBOUND;
  return [
    [
      `${size} networks to ${size} networks`,
      MirrorIntent.of([MirrorStatement.accept({ direction, from: [many(0)], to: [many(64)] })], { takeNearMiss: true }),
    ],
    [
      `all but ${size} networks to all but ${size} networks, web`,
      MirrorIntent.of([MirrorStatement.accept({ direction, exceptFrom: [many(0)], exceptTo: [many(64)], services: [services[0]] })], {
        takeNearMiss: true,
      }),
    ],
    [`${size} statements of a network and a port, each with an exception`, MirrorIntent.of(Array.from({ length: size }, (_, i) => [
      MirrorStatement.drop({ direction, from: [network(`10.${i}.9.0/24`)] }),
      MirrorStatement.accept({
        direction,
        from: [network(`10.${i}.0.0/16`)],
        services: [MirrorService.of(`service ${i}`, { tcp: [String(1_000 + 3 * i)] })],
      }),
    ]).flat(), { takeNearMiss: true })],
  ];
}

/** CPU time of each, with that of the reference loop right before. */
function compileTimes(all: readonly Intent[]): { ms: number; loop: number }[] {
  return all.map((intent, i) => {
    progress(`intent ${i + 1} of ${all.length}`);
    const loop = reference();
    return { loop, ms: cpuOf(() => intent.compile(MirrorEdition.EDITION_2026)).ms };
  });
}

/** The most CPU time that a result may take, in milliseconds. */
interface Bound {
  readonly what: string;
  readonly ms: number;
  readonly most: number;
}

/** CPU time of each operation on pairs of lists, in milliseconds: the most of several pairs, each the least of several runs. */
function operationTimes(kind: ListKind): Record<string, number> {
  const most: Record<string, number> = {};
  for (const seed of [1, 2, 3, 4, 5]) {
    const [one, other] = [ruleList(kind, LIST, seed), ruleList(kind, LIST, seed + 100)];
    const [a, b] = [PacketSet.ofRules(one), PacketSet.ofRules(other)];
    const operations: Record<string, () => unknown> = {
      list: () => PacketSet.ofRules(one), union: () => a.union(b), intersection: () => a.intersect(b), difference: () => a.minus(b),
      equality: () => a.isSameAs(b), witness: () => a.witness(), cover: () => PacketSet.ofRules(one).cover(),
    };
    for (const [name, operation] of Object.entries(operations)) {
      const times = Array.from({ length: 5 }, () => cpuOf<unknown>(operation).ms);
      most[name] = Math.max(most[name] ?? 0, Math.min(...times));
    }
  }
  return most;
}

/**
 * Prints the CPU times of checks, of the compiler and of operations on sets.
 *
 * @throws if one is above its bound
 */
export function benchFilters(rounds: number, { filters: count, intents: many, bounded }: Extent): void {
  // The first run is also compiled.
  reference();
  const checks = Array.from({ length: rounds }, () => {
    const loop = reference();
    const { ms, result } = cpuOf(() => filters(count));
    return { loop, model: ms, checks: cpuOf(() => runChecks(result, MirrorEdition.EDITION_2026)).ms };
  });
  const ms = (n: number) => n.toFixed(n < 10 ? 1 : 0);
  process.stdout.write(
    `${count.toLocaleString('en')} filters of ${2 * PER_DIRECTION} rules, CPU time in ms, the first round cold (bound for model and checks together: 2,000). The reference loop is 100 million additions right before:\n\n`,
  );
  table(
    ['round', 'model', 'all checks', 'reference loop', 'model and checks, in loops'],
    checks.map((c, i) => [String(i + 1), ms(c.model), ms(c.checks), ms(c.loop), ms((c.model + c.checks) / c.loop)]),
  );
  const random = intents(many);
  const [first, again] = [compileTimes(random), compileTimes(random)];
  const rows = ([[`${many} random intents`, first], ['the same intents again', again]] as const).map(([name, times]) => {
    const inLoops = times.map((t) => t.ms / t.loop);
    const own = times.map((t) => t.ms);
    return [
      name,
      ms(median(own)),
      ms(Math.max(...own)),
      ms(median(times.map((t) => t.loop))),
      median(inLoops).toFixed(2),
      ms(Math.max(...inLoops)),
    ];
  });
  progress();
  process.stdout.write('Compiling an intent at the default budget, CPU time in ms (bounds: median 50, most 1,000):\n\n');
  table(['', 'median', 'most', 'reference loop', 'median, in loops', 'most, in loops'], rows);
  process.stdout.write('Intents that fit into no filter, CPU time in ms:\n\n');
  table(['', 'CPU time', 'reference loop', 'rules', 'rules taken'], huge(200).map(([name, intent]) => {
    const loop = reference();
    const { ms: time, result } = cpuOf(() => intent.compile(MirrorEdition.EDITION_2026));
    return [name, ms(time), ms(loop), String(result.exactRules), String(result.inbound.length)];
  }));
  const operations = LIST_KINDS.map((kind) => ({ kind, times: operationTimes(kind) }));
  process.stdout.write(`Operations on pairs of lists of ${LIST} rules, CPU time in ms, the most of five pairs (bound: 100 each):\n\n`);
  table(['', ...Object.keys(operations[0].times)], operations.map(({ kind, times }) => [kind, ...Object.values(times).map(ms)]));
  if (!bounded) return;
  requireBounds([
    {
      what: `model and checks of ${count} filters, the median of the rounds`,
      ms: median(checks.map((c) => c.model + c.checks)),
      most: 2_000,
    },
    { what: 'the median intent', ms: median(first.map((t) => t.ms)), most: 50 },
    { what: 'the slowest intent', ms: Math.max(...first.map((t) => t.ms)), most: 1_000 },
    ...operations.flatMap(({ kind, times }) =>
      Object.entries(times).map(([name, time]) => ({ what: `${name} of ${kind} lists`, ms: time, most: 100 })),
    ),
  ]);
}

function requireBounds(bounds: readonly Bound[]): void {
  const above = bounds.filter(({ ms, most }) => ms > most);
  if (above.length === 0) return;
  throw new Error(
    `above the bounds of CPU time: ${above.map(({ what, ms, most }) => `${what}: ${ms.toFixed(0)} ms, at most ${most}`).join('. ')}`,
  );
}
