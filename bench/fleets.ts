import type { Extent } from './extent';
import type { FleetMeasured, FleetWay } from './fleet-workload';
import { median, progress, table, Workload } from './workloads';

const APPS: { way: FleetWay; title: string }[] = [
  { way: 'l1', title: 'hand-written L1, cdktf\'s validations' },
  { way: 'l1-policy', title: 'hand-written L1 and MirrorPolicy.of(app)' },
  // Before those that read the ledger which it writes.
  { way: 'new', title: 'MirrorPlan and shards, a new ledger, all checks' },
  { way: 'full', title: 'MirrorPlan and shards, a full ledger, all checks' },
];
const PARTS: { way: FleetWay; title: string; plain: string }[] = [
  { way: 'plan', title: 'planning against a full ledger', plain: 'sorting the sources and putting them into one map' },
  { way: 'ledger', title: 'reading and writing that ledger', plain: 'JSON.parse and JSON.stringify of its lines' },
];

/** Many small fleets with one ledger, against one fleet of the same size. */
function benchMany(workload: Workload<FleetMeasured>, rounds: number, sources: number): void {
  const pairs = Array.from({ length: rounds }, (_, i) => {
    progress(`round ${i + 1} of ${rounds}: one fleet, and many with one ledger`);
    return { one: workload.run('one', String(sources), ''), many: workload.run('many', String(sources), '') };
  });
  const figures = (pick: (m: FleetMeasured) => number, digits: number) => [
    ...(['one', 'many'] as const).map((way) => median(pairs.map((pair) => pick(pair[way]))).toFixed(digits)),
    median(pairs.map(({ one, many }) => pick(many) / pick(one))).toFixed(2),
  ];
  progress();
  process.stdout.write(`${sources.toLocaleString('en')} sources with one ledger in one stack, all checks:\n\n`);
  table(['', 'one fleet', `${sources / 10} fleets`, 'ratio'], [
    ['CPU time, s', ...figures(({ cpu }) => cpu / 1_000, 2)],
    ['peak memory, MiB', ...figures(({ memory }) => memory, 0)],
  ]);
}

/** Large dense fleets over several stacks, against the same sessions in as many stacks by hand. */
export function benchFleets(rounds: number, sizes: number[], { smallFleets }: Extent): void {
  const runs = new Map<string, FleetMeasured[]>();
  const of = (size: number, way: FleetWay) => runs.get(`${size} ${way}`) ?? [];
  const workload = new Workload<FleetMeasured>('fleet-workload', 'without-checks', 'library');
  try {
    for (let round = 1; round <= rounds; round++) {
      for (const size of sizes) {
        for (const { way, title } of [...APPS, ...PARTS]) {
          progress(`round ${round} of ${rounds}: ${size} sources, ${title}`);
          const measured = workload.run(way, String(size), workload.file(`${size}.lock`));
          runs.set(`${size} ${way}`, [...of(size, way), measured]);
          if (measured.digest !== undefined && measured.digest !== of(size, 'l1')[0].digest) {
            throw new Error(`${title} does not write the sessions that hand-written L1s write`);
          }
        }
      }
    }
    benchMany(workload, rounds, smallFleets);
  } finally {
    workload.end();
  }

  const head = ['', ...sizes.map((size) => `${size.toLocaleString('en')} sources, ${of(size, 'l1')[0].stacks} stacks`)];
  const each = (size: number, way: FleetWay, pick: (m: FleetMeasured, floor: FleetMeasured) => number) =>
    median(of(size, way).map((m, i) => pick(m, of(size, 'l1')[i])));
  const row = (title: string, way: FleetWay, pick: Parameters<typeof each>[2]) => [
    title,
    ...sizes.map((size) => each(size, way, pick).toFixed(2)),
  ];

  process.stdout.write('Dense fleets, ten sources a session. CPU time, as a part of hand-written L1s in as many stacks:\n\n');
  table(head, APPS.map(({ way, title }) => row(title, way, (m, floor) => m.cpu / floor.cpu)));
  process.stdout.write('Peak memory of the process, likewise:\n\n');
  table(head, APPS.map(({ way, title }) => row(title, way, (m, floor) => m.memory / floor.memory)));
  process.stdout.write('Parts alone, in seconds of CPU time, and as a part of the same by hand:\n\n');
  table(head, PARTS.flatMap(({ way, title, plain }) => [
    row(`${title}, s`, way, (m) => m.cpu / 1_000),
    row(`against ${plain}`, way, (m) => m.cpu / m.plain!),
  ]));
  if (sizes.length > 1) {
    process.stdout.write('Growth: CPU time per source, as a part of that at the size before (1 is linear):\n\n');
    const perSource = (size: number, way: FleetWay) => each(size, way, (m) => m.cpu) / size;
    table(['', ...sizes.slice(1).map((size, i) => `${sizes[i].toLocaleString('en')} to ${size.toLocaleString('en')}`)],
      [...APPS, ...PARTS].map(({ way, title }) => [
        title,
        ...sizes.slice(1).map((size, i) => (perSource(size, way) / perSource(sizes[i], way)).toFixed(2)),
      ]),
    );
  }
}
