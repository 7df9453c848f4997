import { join } from 'path';
import { Aspects, TerraformStack } from 'cdktf';
import * as fc from 'fast-check';
import { Body, filter, filters, read, rule, session, sessions } from '../export/builders';
import {
  AdoptedFleetProps, MirrorAdoption, MirrorEdition, MirrorExport, MirrorFilter, MirrorLedger, MirrorPacking, MirrorPolicy,
  MirrorTarget, OnNewSource,
} from '../../src';
import { readLedger } from '../../src/fleet/ledger-reader';
import { bodiesByPath, findings, manifest, messageOf, newApp, newStack, SESSION, source, synth, temporaryFolder } from '../support/app';
import { played } from '../support/runs';

const lock = (): string => join(temporaryFolder(), 'traffic-mirror.lock');
const PLAIN = filters([filter('a')]);
const account = (...list: Body[]): MirrorExport => read([PLAIN], [sessions(list)]);

/** Synthesizes an adopted fleet: bodies by session key, import blocks by address, and what was found. */
function run(
  exported: MirrorExport,
  file: string,
  props: Partial<AdoptedFleetProps> = {},
  frozen = false,
  edition = MirrorEdition.EDITION_2026,
) {
  const app = newApp();
  MirrorPolicy.of(app).edition(edition);
  const stack = newStack(app);
  const fleet = MirrorAdoption.of(exported).fleet(stack, 'Fleet', {
    filter: MirrorFilter.fromFilterId(stack, 'Given', 'tmf-given'),
    sources: [],
    targets: [],
    ledger: MirrorLedger.file(file, { frozen }),
    ...props,
  });
  const json = synth(app).stack;
  const bodies = Object.fromEntries(
    Object.entries(bodiesByPath(json, SESSION)).map(([path, body]) => [path.replace('stack/Fleet/', ''), body]),
  );
  const imports: Record<string, string> = Object.fromEntries((json.import ?? []).map(({ to, id }: any) => [id, to]));
  return { app, stack, fleet, bodies, imports, json, said: findings(app).map(({ id, severity }) => `${severity} ${id}`) };
}

describe('a session', () => {
  const file = lock();
  const body = session('web', 7, {
    PacketLength: 900, VirtualNetworkId: 77, Enabled: false, Tags: [{ Key: 'team', Value: 'soc' }, { Key: 'acs:rm:rgId', Value: 'rg-a' }],
    TrafficMirrorSessionDescription: 'of ${team}', TrafficMirrorSourceIds: ['eni-c', 'eni-a', 'eni-b'],
  });
  const { bodies, imports, json, fleet } = run(account(body), file, {
    packetLength: 1000,
    description: 'new',
    tags: { made: 'here' },
    sessionNamePrefix: 'new-',
    sources: [source('eni-new')],
  });

  test('is written as it is', () => {
    expect(bodies['tms-web']).toEqual({
      '//': expect.anything(),
      'traffic_mirror_session_name': 'session web',
      'traffic_mirror_session_description': 'of $${team}',
      'resource_group_id': 'rg-a',
      'packet_length': 900,
      'enabled': false,
      'tags': { team: 'soc' }, 'priority': 7, 'virtual_network_id': 77, 'traffic_mirror_source_ids': ['eni-c', 'eni-a', 'eni-b'],
      'traffic_mirror_target_id': 'lb-sensors',
      'traffic_mirror_target_type': 'SLB',
      'traffic_mirror_filter_id': expect.stringMatching(/^\$\{alicloud_vpc_traffic_mirror_filter\.tmf-a_.*\.id\}$/),
    });
  });

  test('has an import block, and one that is made beside it has none', () => {
    expect(imports['tms-web']).toBe(`${SESSION}.${bodies['tms-web']['//'].metadata.uniqueId}`);
    expect(json.import.filter(({ to }: any) => to.startsWith(SESSION))).toHaveLength(1);
  });

  test('made beside it has the options of the fleet', () => {
    expect(fleet.sessionKeys).toEqual(['eni-new', 'tms-web']);
    expect(bodies['eni-new']).toMatchObject({
      traffic_mirror_session_name: 'new-eni-new',
      packet_length: 1000,
      traffic_mirror_session_description: 'new',
      tags: { made: 'here' },
      enabled: true,
      traffic_mirror_filter_id: 'tmf-given',
    });
  });

  test('stands in the ledger under its id, with the order of its sources', () => {
    const recorded = readLedger(file)!.fleets.get('stack/Fleet')!.sessions.get('tms-web')!;
    expect(recorded.sources.map(({ key }) => key)).toEqual(['eni-c', 'eni-a', 'eni-b']);
    expect(recorded).toMatchObject({ priority: 7, vni: 77, target: 'lb-sensors' });
  });
});

test('a fleet is switched off as a whole, and its adopted sessions are tagged by Aspects with the others', () => {
  const app = newApp();
  const stack = newStack(app);
  Aspects.of(stack).add({
    visit: (node: any) => {
      if ('tagsInput' in node && node.node.path === 'stack/Fleet/Resource') node.tags = { ...node.tagsInput, owner: 'net' };
    },
  });
  MirrorPolicy.of(app).edition(MirrorEdition.EDITION_2026);
  MirrorAdoption.of(account(session('web', 7, { Tags: [{ Key: 'team', Value: 'soc' }] }))).fleet(stack, 'Fleet', {
    filter: MirrorFilter.fromFilterId(stack, 'Given', 'tmf-given'),
    sources: [],
    targets: [],
    ledger: MirrorLedger.file(lock(), { frozen: false }),
    enabled: false,
    tags: { made: 'here' },
  });
  MirrorPolicy.of(app).acknowledge('TM305', 'off for now');
  expect(bodiesByPath(synth(app).stack, SESSION)['stack/Fleet/tms-web']).toMatchObject({
    enabled: false,
    tags: { team: 'soc', owner: 'net' },
  });
});

test('a source in two sessions has a line for each', () => {
  const file = lock();
  const both = account(
    session('a', 1, { TrafficMirrorSourceIds: ['eni-x'] }),
    session('b', 2, { TrafficMirrorSourceIds: ['eni-y', 'eni-x'] }),
  );
  const { bodies, said } = run(both, file);
  expect([bodies['tms-a'].traffic_mirror_source_ids, bodies['tms-b'].traffic_mirror_source_ids]).toEqual([['eni-x'], ['eni-y', 'eni-x']]);
  // One filter decides for both, so the session with the larger priority copies nothing of the source.
  expect(said.filter((line) => !line.startsWith('undecided'))).toEqual(['warning TM217']);
  expect([...readLedger(file)!.fleets.get('stack/Fleet')!.sessions.get('tms-b')!.sources]).toEqual([
    { key: 'eni-y', order: 0 },
    { key: 'eni-x@tms-b', order: 1, id: 'eni-x' },
  ]);
});

test('what is stated of an adopted source and target is known, whatever their keys', () => {
  const file = lock();
  const stated = {
    sources: [source('eni-web', { key: 'web-1' })],
    targets: [MirrorTarget.internalLoadBalancer('lb-sensors', { key: 'sensors' })],
  };
  const first = run(account(session('web', 7)), file, stated);
  expect(readLedger(file)!.fleets.get('stack/Fleet')!.sessions.get('tms-web')).toMatchObject({
    target: 'sensors',
    sources: [{ key: 'web-1', id: 'eni-web' }],
  });
  expect(MirrorPolicy.of(first.app).evaluate().passed('TM102')).toBe(1);
  // Another key than the one recorded is no other source.
  expect(run(account(session('web', 7)), file, { ...stated, sources: [source('eni-web', { key: 'web-2' })] }).bodies).toEqual(first.bodies);
});

test('a session that cannot be adopted is a warning, and so is the filter that one uses', () => {
  const odd = read(
    [filters([filter('a', { IngressRules: [rule(40)] })])],
    [sessions([session('kept', 1, { VirtualNetworkId: 0 }), session('web', 2)])],
  );
  const { bodies, app } = run(odd, lock());
  expect(Object.keys(bodies)).toEqual(['tms-web']);
  expect(bodies['tms-web'].traffic_mirror_filter_id).toBe('tmf-a');
  const warnings = Object.values(manifest(app).stacks as any[])[0].annotations.map(({ message }: any) => message);
  expect(warnings).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^session tms-kept .* its VNI is 0/),
      expect.stringMatching(/^filter tmf-a .* priority outside 1 to 10/),
    ]),
  );
});

test('a session that was removed is not adopted anew, and its source counts as taken until the next export', () => {
  const file = lock();
  const two = account(session('web', 7), session('dns', 8));
  run(two, file);
  const without = { withoutSources: ['eni-dns'] };
  for (let i = 0; i < 2; i++) {
    const { bodies, imports } = run(two, file, without);
    expect(Object.keys(bodies)).toEqual(['tms-web']);
    expect(Object.keys(imports)).not.toContain('tms-dns');
  }
  const again = () => run(two, file, { sources: [source('eni-dns')] }, false, MirrorEdition.EDITION_2023);
  expect(messageOf(again)).toContain('ERROR TM522  eni-dns is in 1 session outside the ledger already');
  expect(run(account(session('web', 7)), file, { sources: [source('eni-dns')] }, false, MirrorEdition.EDITION_2023).bodies).toMatchObject({
    'eni-dns': {},
    'tms-web': {},
  });
});

test('sessions of one fleet of the ledger are not adopted by another', () => {
  const file = lock();
  run(account(session('web', 7)), file);
  const app = newApp();
  MirrorPolicy.of(app).edition(MirrorEdition.EDITION_2026);
  const stack: TerraformStack = newStack(app);
  const adoption = MirrorAdoption.of(account(session('web', 7), session('later', 9)));
  const props = {
    filter: MirrorFilter.fromFilterId(stack, 'Given', 'tmf-given'),
    sources: [],
    targets: [],
    ledger: MirrorLedger.file(file, { frozen: false }),
  };
  expect(adoption.fleet(stack, 'Fleet', props).sessionKeys).toEqual(['tms-web']);
  expect(adoption.fleet(stack, 'Later', props).sessionKeys).toEqual(['tms-later']);
  synth(app);
});

test('a frozen ledger that does not know the sessions leaves them out, or says so', () => {
  const file = lock();
  expect(messageOf(() => run(account(session('web', 7)), file, {}, true))).toContain('TM511');
  const { bodies, imports } = run(account(session('web', 7)), file, { onNewSource: OnNewSource.LEAVE_OUT }, true);
  expect([bodies, Object.keys(imports).filter((id) => id.startsWith('tms-'))]).toEqual([{}, []]);
});

test('compaction leaves adopted sessions alone', () => {
  const file = lock();
  const many = account(...['a', 'b', 'c'].map((id, i) => session(id, i + 1)));
  const before = run(many, file).bodies;
  expect(run(many, file, { compaction: 100, packing: MirrorPacking.DENSE }).bodies).toEqual(before);
});

describe('fails', () => {
  const file = lock();
  run(account(session('web', 7)), file);

  test('where the export no longer has an adopted session, and says how to go on', () => {
    const later = account(session('other', 8));
    expect(messageOf(() => run(later, file))).toMatch(
      /\[stack\/Fleet\] The export lacks session tms-web.*Keep the export that contains the session.*withoutSources: \['eni-web'\]/,
    );
    expect(
      Object.keys(run(later, file, { withoutSources: ['eni-web'], targets: [MirrorTarget.internalLoadBalancer('lb-sensors')] }).bodies),
    ).toEqual([]);
  });

  test('for what is no interface to leave out, or is given as well', () => {
    expect(messageOf(() => run(account(session('a', 1)), lock(), { withoutSources: ['tms-a'] }))).toContain(
      'withoutSources is "tms-a". Allowed: interfaces of the fleet\'s adopted sessions',
    );
    expect(messageOf(() => run(account(session('a', 1)), lock(), { withoutSources: ['eni-a'], sources: [source('eni-a')] }))).toContain(
      'eni-a, which is also in sources',
    );
  });
});

describe('of any account', () => {
  const numbers = fc.integer({ min: 1, max: 40 });
  /** Sessions with distinct priorities, VNIs and sources, some of which cannot be adopted. */
  const accounts = fc
    .uniqueArray(
      fc.record({
        priority: numbers,
        enis: fc.integer({ min: 1, max: 4 }),
        target: fc.constantFrom('lb-s1', 'lb-s2'),
        enabled: fc.boolean(),
        adoptable: fc.boolean(),
        backwards: fc.boolean(),
      }),
      {
        selector: ({ priority }) => priority, minLength: 1, maxLength: 10,
      }).map((list) => list.map(({ priority, enis, target, enabled, adoptable, backwards }) => {
      const ids = Array.from({ length: enis }, (_, i) => `eni-s${priority}x${i}`);
      return session(`s${priority}`, priority, {
        VirtualNetworkId: adoptable ? 50 - priority : 0,
        Enabled: enabled,
        TrafficMirrorTargetId: target,
        TrafficMirrorSourceIds: backwards ? ids.reverse() : ids,
      });
    }));
  const range = { first: 1, last: 60 };
  const beside = { priorityRange: range, virtualNetworkIdRange: range, targets: [MirrorTarget.internalLoadBalancer('lb-s1')] };

  test('adoption writes every adoptable session as it is; later sources collide with none and touch none', () => {
    fc.assert(
      fc.property(accounts, fc.integer({ min: 1, max: 6 }), fc.constantFrom(...Object.values(MirrorPacking)), (list, count, packing) => {
        const exported = account(...list);
        const file = lock();
        const adopted = run(exported, file, { ...beside, packing });
        expect(adopted.fleet.change.isEmpty).toBe(true);
        for (const s of exported.sessions) {
          const body = adopted.bodies[s.sessionId];
          expect(body !== undefined).toBe(s.virtualNetworkId > 0);
          expect(
            body === undefined || [
              body.priority, body.virtual_network_id, body.traffic_mirror_source_ids, body.traffic_mirror_target_id, body.enabled,
            ],
          ).toEqual(body === undefined || [s.priority, s.virtualNetworkId, s.sourceIds, s.targetId, s.enabled]);
        }
        const more = run(exported, file, { ...beside, packing, sources: Array.from({ length: count }, (_, i) => source(`eni-new${i}`)) });
        for (const [key, body] of Object.entries(adopted.bodies)) expect(more.bodies[key]).toEqual(body);
        for (const [key, body] of Object.entries(more.bodies)) {
          if (key in adopted.bodies) continue;
          expect(exported.sessions.map(({ priority }) => priority)).not.toContain(body.priority);
          expect(exported.sessions.map(({ virtualNetworkId }) => virtualNetworkId)).not.toContain(body.virtual_network_id);
        }
      }), played(40, 1));
  });
});
