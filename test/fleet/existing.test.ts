import { writeFileSync } from 'fs';
import { join } from 'path';
import * as fc from 'fast-check';
import { statesOf } from './state-of';
import { session, sessions, read, Body } from '../export/builders';
import {
  MirrorDeployed, MirrorEdition, MirrorExport, MirrorLedger, MirrorLedgerOptions, MirrorPacking, MirrorPolicy, MirrorQuotaName,
  MirrorTarget, MirroredFleet, MirroredFleetProps,
} from '../../src';
import { bodiesByPath, filterIn, findings, messageOf, newApp, newStack, SESSION, source, synth, temporaryFolder } from '../support/app';
import { played } from '../support/runs';

const account = (...list: Body[]): MirrorExport => read(undefined, [sessions(list)]);
const lock = (): string => join(temporaryFolder(), 'traffic-mirror.lock');

/** Synthesizes a fleet; what it wrote and what was found. */
function run(
  file: string,
  ids: string[],
  options: MirrorLedgerOptions,
  more: Partial<MirroredFleetProps> = {},
  edition = MirrorEdition.EDITION_2023,
  quota?: [MirrorQuotaName, number],
) {
  const app = newApp();
  const policy = MirrorPolicy.of(app).edition(edition);
  if (quota) policy.quota('cn-hangzhou', ...quota);
  const stack = newStack(app);
  new MirroredFleet(stack, 'Fleet', {
    filter: filterIn(stack), sources: ids.map((id) => source(id)), targets: [MirrorTarget.internalLoadBalancer('lb-sensors')],
    ledger: MirrorLedger.file(file, { frozen: false, ...options }), ...more,
  });
  let refusal = '';
  let bodies: any[] = [];
  try {
    bodies = Object.values(bodiesByPath(synth(app).stack, SESSION));
  } catch (error) {
    refusal = (error as Error).message;
  }
  return { app, bodies, refusal, said: findings(app) };
}

const ids = (found: { said: { id: string }[] }): string[] => found.said.map(({ id }) => id);

test('a source of a session outside the ledger is refused where the edition allows no further one', () => {
  const existing = account(session('web', 7));
  expect(run(lock(), ['eni-web'], { existing }).refusal).toContain('ERROR TM522  eni-web is in 1 session outside the ledger already');
  expect(run(lock(), ['eni-web'], { existing }, {}, MirrorEdition.EDITION_2026).bodies).toHaveLength(1);
  expect(run(lock(), ['eni-other'], { existing }).bodies).toHaveLength(1);
});

test('numbers of sessions outside the ledger are not given out', () => {
  const existing = account(session('web', 2, { VirtualNetworkId: 1 }));
  const range = { first: 1, last: 3 };
  const { bodies } = run(lock(), ['eni-a', 'eni-b'], { existing }, { priorityRange: range, virtualNetworkIdRange: range });
  expect(bodies.map((b) => b.priority).sort()).toEqual([1, 3]);
  expect(bodies.map((b) => b.virtual_network_id).sort()).toEqual([2, 3]);
  expect(run(lock(), ['eni-a', 'eni-b', 'eni-c'], { existing }, { priorityRange: range, virtualNetworkIdRange: range }).refusal).toContain(
    'TM521',
  );
});

test('sessions outside the ledger count in the region', () => {
  const existing = account(session('a', 1), session('b', 2));
  const room = (limit: number) =>
    run(lock(), ['eni-web'], { existing }, {}, MirrorEdition.EDITION_2023, [MirrorQuotaName.SESSIONS_PER_REGION, limit]);
  expect(ids(room(2))).toEqual(['TM521']);
  expect(room(3).bodies).toHaveLength(1);
});

test.each([
  [MirrorEdition.EDITION_2023, 'sessions', 2, 3],
  [MirrorEdition.EDITION_2026, 'sources', 3, 4],
])('load of sessions outside the ledger counts on targets under edition %s, in %s', (edition, _, full, enough) => {
  const existing = account(
    session('a', 1),
    session('b', 2, { TrafficMirrorSourceIds: ['eni-b', 'eni-c'] }),
    session('c', 3, { TrafficMirrorTargetId: 'lb-others' }),
  );
  const room = (limit: number) =>
    run(lock(), ['eni-web'], { existing }, { targets: [MirrorTarget.internalLoadBalancer('lb-sensors', { key: 'sensors' })] }, edition, [
      MirrorQuotaName.LOAD_BALANCER_TARGET,
      limit,
    ]);
  expect(ids(room(full))).toContain('TM521');
  expect(room(enough).bodies).toHaveLength(1);
});

describe('sessions of the export that are the ledger\'s own', () => {
  const found = (body: any, more: Body = {}): Body => session('own', body.priority, {
    VirtualNetworkId: body.virtual_network_id,
    TrafficMirrorSourceIds: body.traffic_mirror_source_ids,
    TrafficMirrorTargetId: body.traffic_mirror_target_id,
    ...more,
  });

  test('are not counted twice, and nothing is said', () => {
    const file = lock();
    const [body] = run(file, ['eni-web'], {}).bodies;
    const { bodies, said } = run(file, ['eni-web', 'eni-more'], { existing: account(found(body)) }, {}, MirrorEdition.EDITION_2023, [
      MirrorQuotaName.SESSIONS_PER_REGION,
      2,
    ]);
    expect(bodies).toHaveLength(2);
    expect(said).toEqual([]);
  });

  test.each<[string, Body, string]>([
    ['priority', { Priority: 7 }, 'priority 7 instead of'],
    ['VNI', { VirtualNetworkId: 7 }, 'VNI 7 instead of'],
    ['target', { TrafficMirrorTargetId: 'lb-others' }, 'target lb-others instead of lb-sensors. The next apply sets it back in place'],
    [
      'sources',
      { TrafficMirrorSourceIds: ['eni-else'] },
      'sources eni-else instead of eni-web. The next apply sets it back in place and interrupts its 2 sources',
    ],
  ])('and have another %s are a warning that says what Terraform will do', (_, more, words) => {
    const file = lock();
    const [body] = run(file, ['eni-web'], {}).bodies;
    const { said, bodies } = run(file, ['eni-web'], { existing: account(found(body, more)) });
    expect(bodies).toEqual([body]);
    expect(said).toMatchObject([{ id: 'TM526', severity: 'warning', subject: 'eni-web' }]);
    expect(said[0].problem).toContain(words);
  });

  test('a source that somebody added to one is taken until the next apply', () => {
    const file = lock();
    const [body] = run(file, ['eni-web'], {}).bodies;
    const existing = account(found(body, { TrafficMirrorSourceIds: ['eni-web', 'eni-added'] }));
    expect(ids(run(file, ['eni-web', 'eni-added'], { existing }))).toEqual(['TM522', 'TM526']);
  });

  test('fails to be one by a number alone: another session with its priority is another session', () => {
    const file = lock();
    const [body] = run(file, ['eni-web'], {}).bodies;
    const { said } = run(file, ['eni-web'], { existing: account(session('other', body.priority, { VirtualNetworkId: 9 })) });
    expect(said).toMatchObject([{ id: 'TM512', severity: 'error', subject: 'eni-web' }]);
  });

  test.each<[string, Body, Partial<MirroredFleetProps>, string | undefined]>([
    ['off', { Enabled: false }, {}, 'enabled false instead of true. The next apply sets it back in place'],
    ['off, as the fleet is', { Enabled: false }, { enabled: false }, undefined],
    [
      'cut at another length',
      { PacketLength: 1500 },
      { packetLength: 200 },
      'packetLength 1500 instead of 200. The next apply replaces it and interrupts its 1 source',
    ],
    ['cut at a length that the fleet leaves open', { PacketLength: 200 }, {}, undefined],
  ])('and are %s', (_, more, props, words) => {
    const file = lock();
    const [body] = run(file, ['eni-web'], {}, props).bodies;
    const { said } = run(file, ['eni-web'], { existing: account(found(body, more)) }, props);
    expect(said.filter(({ id }) => id === 'TM526').map(({ problem }) => problem)).toEqual(
      words === undefined ? [] : [expect.stringContaining(words)],
    );
  });
});

describe('what a session outside the ledger has is refused for recorded sessions too', () => {
  /** The ledger as it was committed, beside one session of which one thing is that of its session. */
  const beside = (more: (body: any) => Body, edition = MirrorEdition.EDITION_2023, props: Partial<MirroredFleetProps> = {}) => {
    const file = lock();
    const [body] = run(file, ['eni-web'], {}, props, edition).bodies;
    const { Priority = 7, ...rest } = more(body);
    return run(file, ['eni-web'], { existing: account(session('other', Priority as number, rest)) }, props, edition).said.map(
      (f) => `${f.severity} ${f.id} ${f.problem}`,
    );
  };
  const sensor = { targets: [MirrorTarget.networkInterface('eni-sensor', { instanceType: 'ecs.g7.large', mtu: 1500 })] };

  test.each<[string, string[], string[]]>([
    [
      'a priority',
      beside(({ priority }) => ({ Priority: priority })),
      [
        expect.stringMatching(
          /^error TM512 The ledger .* gives priority \d+ to session eni-web, and session tms-other outside the ledger has it$/,
        ),
      ],
    ],
    [
      'a VNI on a target',
      beside((b) => ({ VirtualNetworkId: b.virtual_network_id, TrafficMirrorTargetId: b.traffic_mirror_target_id })),
      [expect.stringMatching(/^warning TM308 .* sends to target lb-sensors with VNI \d+, as session tms-other/)],
    ],
    ['a VNI on another target', beside((b) => ({ VirtualNetworkId: b.virtual_network_id, TrafficMirrorTargetId: 'lb-others' })), []],
    [
      'a source',
      beside(() => ({ TrafficMirrorSourceIds: ['eni-web'] })),
      ['error TM522 eni-web is in 1 session outside the ledger already, as many as edition 2023 allows'],
    ],
    ['a source, where several are allowed', beside(() => ({ TrafficMirrorSourceIds: ['eni-web'] }), MirrorEdition.EDITION_2026), []],
    [
      'a source as its target',
      beside(() => ({ TrafficMirrorTargetId: 'eni-web' })),
      [expect.stringMatching(/^error TM302 .*eni-web \(a source here, the target of session tms-other\)$/)],
    ],
    [
      'a target as its source',
      beside(() => ({ TrafficMirrorSourceIds: ['eni-sensor'] }), undefined, sensor),
      [expect.stringMatching(/^error TM302 .*eni-sensor \(a target here, a source of session tms-other\)$/)],
    ],
  ])('%s', (_, said, expected) => expect(said).toEqual(expected));
});

test('a session that does not run yet gets another priority than one outside the ledger', () => {
  const file = lock();
  const [body] = run(file, ['eni-web'], {}).bodies;
  const { bodies, said } = run(file, ['eni-web'], {
    existing: account(session('other', body.priority)),
    deployed: MirrorDeployed.nothing(),
  });
  expect(said).toEqual([]);
  expect(bodies[0].priority).not.toBe(body.priority);
});

test('a deployed session that the account lacks is created again, and that is said; one that no apply made is not', () => {
  const [file, state] = [lock(), join(temporaryFolder(), 'state.json')];
  const first = run(file, ['eni-web'], {});
  writeFileSync(state, Object.values(statesOf(first.app))[0]);
  run(file, ['eni-web', 'eni-later'], {});
  const existing = account(session('other', 7));
  const said = (deployed?: MirrorDeployed) => run(file, ['eni-web', 'eni-later'], { existing, deployed }).said;
  expect(said(MirrorDeployed.files([state]))).toMatchObject([
    {
      id: 'TM526',
      severity: 'warning',
      problem: expect.stringMatching(
        /^The export does not have eni-web, which is in the deployed sessions of .*The next apply creates it again$/,
      ),
    },
  ]);
  expect(said()).toEqual([]);
});

test('fails for an export that is given after a fleet has taken its numbers', () => {
  const stack = newStack(newApp());
  const ledger = MirrorLedger.file(lock(), { frozen: false });
  new MirroredFleet(stack, 'Fleet', {
    filter: filterIn(stack),
    sources: [source('eni-web')],
    targets: [MirrorTarget.internalLoadBalancer('lb-sensors')],
    ledger,
  });
  expect(messageOf(() => ledger._respect(account(session('web', 1))))).toContain(
    'comes after fleet stack/Fleet has taken its numbers. Allowed: an export before',
  );
});

test('whatever exists, no number is given out that a session of it has', () => {
  const numbers = fc.integer({ min: 1, max: 30 });
  const arbitrary = fc.uniqueArray(fc.record({ priority: numbers, vni: numbers }), { selector: ({ priority }) => priority, maxLength: 12 });
  fc.assert(
    fc.property(arbitrary, fc.integer({ min: 1, max: 12 }), fc.constantFrom(...Object.values(MirrorPacking)), (there, count, packing) => {
      const existing = account(...there.map(({ priority, vni }) => session(`s${priority}`, priority, { VirtualNetworkId: vni })));
      const range = { first: 1, last: 30 };
      const file = lock();
      const fresh = Array.from({ length: count }, (_, i) => `eni-new${i}`);
      for (const ids_ of [fresh, [...fresh, 'eni-later']]) {
        const { bodies, refusal } = run(file, ids_, { existing }, { priorityRange: range, virtualNetworkIdRange: range, packing });
        expect(refusal).toBe('');
        for (const body of bodies) {
          expect(there.map(({ priority }) => priority)).not.toContain(body.priority);
          expect(there.map(({ vni }) => vni)).not.toContain(body.virtual_network_id);
        }
      }
    }), played(40, 1));
});
