import * as fc from 'fast-check';
import { getsIn, Packet, World } from './reference';
import { ADDRESSES, asFacts, asTerraform, completions, GROUPS, hideable, Hidden, managed, sender, world } from './worlds';
import { admission, Senders } from '../../src/checks/arrival/admission';
import { Arrival } from '../../src/checks/arrival/arrival';
import { Outcomes } from '../../src/checks/outcomes';
import { MirrorSeverity } from '../../src/checks/finding';
import { StackDocument } from '../../src/model/document';
import { MirrorModel } from '../../src/model/mirror-model';
import { NetworkModel } from '../../src/model/network/network-model';
import { AddressSet } from '../../src/net/address-set';
import { parseIpv4Address } from '../../src/net/ipv4-cidr';
import { played } from '../support/runs';
import '../support/recorded-inputs';

const number = (text: string) => (parseIpv4Address(text) as { address: number }).address;
const all = AddressSet.ofAddresses(ADDRESSES.map(number));

/** The verdicts of the algebra, by address. */
function verdicts(
  document: StackDocument,
  w: World,
  from: Senders,
  name: (type: string, id: string) => string,
): Map<string, 'accept' | 'drop' | undefined> {
  const network = NetworkModel.of(new MirrorModel([document]));
  const place = {
    groups: w.target.groups.map((g) => name('alicloud_security_group', g)),
    vswitch: name('alicloud_vswitch', w.target.vswitch),
    vpc: name('alicloud_vpc', w.target.vpc),
    addresses: AddressSet.ofAddresses([number('10.9.9.9')]), exact: true,
  };
  const outcomes = admission(network, { identity: 'eni-target', place, port: w.target.port, balanced: false }, from, all);
  expect(outcomes.filter((o) => o.sources.isEmpty)).toEqual([]);
  return new Map(ADDRESSES.map((address) => {
    const parts = outcomes.filter((o) => o.sources.contains(number(address)));
    expect(parts).toHaveLength(1);
    return [address, parts[0].verdict];
  }));
}

function senders(p: Omit<Packet, 'source'>, name: (type: string, id: string) => string, hidden: readonly Hidden[] = []): Senders {
  return {
    groups: hidden.some((h) => h.what === 'members') ? undefined : p.groups.map((g) => name('alicloud_security_group', g)),
    vswitch: name('alicloud_vswitch', p.vswitch), vpc: name('alicloud_vpc', p.vpc),
  };
}

const runs = played(300, 5);
/** How many of some worlds, always the same, have what a property is about: counted in random ones it is red now and then. */
const SAMPLE = { numRuns: 300, seed: 17 };

test('the algebra says of every packet what the rules say one by one', () => {
  fc.assert(fc.property(world, sender, (w, p) => {
    const found = verdicts(asTerraform(w), w, senders(p, managed), managed);
    for (const source of ADDRESSES) expect(found.get(source)).toBe(getsIn(w, { ...p, source }) ? 'accept' : 'drop');
  }), runs);
});

test('the worlds are no trivial ones: they admit some and stop some', () => {
  const verdict = fc.sample(fc.tuple(world, sender), SAMPLE).flatMap(([w, p]) => ADDRESSES.map((source) => getsIn(w, { ...p, source })));
  const admitted = verdict.filter((v) => v).length;
  expect(admitted).toBeGreaterThan(verdict.length / 10);
  expect(admitted).toBeLessThan(verdict.length / 2);
});

test('the same world as the API describes it has the same verdicts', () => {
  const literal = (_type: string, id: string) => id;
  fc.assert(fc.property(world, sender, (w, p) => {
    // An advanced group has no rule that names a group: the service refuses it.
    for (const g of Object.values(w.groups)) if (g.advanced) g.rules = g.rules.filter((r) => r.group === undefined);
    const found = verdicts(asFacts(w), w, senders(p, literal), literal);
    for (const source of ADDRESSES) expect(found.get(source)).toBe(getsIn(w, { ...p, source }) ? 'accept' : 'drop');
  }), runs);
});

const hiding = world.chain((w) => fc.tuple(fc.constant(w), fc.subarray(hideable(w), { minLength: 1, maxLength: 2 })));

test('what is decided in spite of hidden values is so whatever they are', () => {
  fc.assert(fc.property(hiding, sender, ([w, hidden], p) => {
    const found = verdicts(asTerraform(w, hidden), w, senders(p, managed, hidden), managed);
    for (const source of ADDRESSES) {
      const verdict = found.get(source);
      if (verdict === undefined) continue;
      for (const c of completions(w, { ...p, source }, hidden)) expect(getsIn(c.world, c.packet)).toBe(verdict === 'accept');
    }
  }), played(120, 6));
});

test('some is decided in spite of hidden values, and some is not', () => {
  const found = fc.sample(fc.tuple(hiding, sender), SAMPLE)
    .flatMap(([[w, hidden], p]) => [...verdicts(asTerraform(w, hidden), w, senders(p, managed, hidden), managed).values()]);
  const decided = found.filter((verdict) => verdict !== undefined).length;
  expect(decided).toBeGreaterThan(found.length / 4);
  expect(decided).toBeLessThan(found.length);
});

/** What becomes of a packet, for each value that a hidden one may have. */
const ends = (w: World, packet: Packet, hidden: Hidden) => new Set(completions(w, packet, [hidden]).map((c) => getsIn(c.world, c.packet)));

test('one hidden value leaves open only what depends on it', () => {
  const one = world.chain((w) =>
    fc.tuple(
      fc.constant(w),
      fc.constantFrom(...hideable(w).filter((h) => h.what === 'rule' || h.what === 'entry'), { what: 'list', list: 'p0' } as Hidden),
    ),
  );
  fc.assert(fc.property(one, sender, ([w, hidden], p) => {
    // A list stands in several rules, which the algebra looks at one by one.
    if (hidden.what === 'list' && Object.values(w.groups).flatMap((g) => g.rules).filter((r) => r.list === hidden.list).length > 1) return;
    const found = verdicts(asTerraform(w, [hidden]), w, senders(p, managed), managed);
    for (const source of ADDRESSES) {
      const every = ends(w, { ...p, source }, hidden);
      expect(found.get(source)).toBe(every.size > 1 ? undefined : every.has(true) ? 'accept' : 'drop');
    }
  }), played(250, 7));
  const open = fc
    .sample(fc.tuple(one, sender), SAMPLE)
    .filter(([[w, hidden], p]) => ADDRESSES.some((source) => ends(w, { ...p, source }, hidden).size > 1));
  expect(open.length).toBeGreaterThan(SAMPLE.numRuns / 20);
});

test('the checks refuse and prove as many sources as the rules do', () => {
  const one = fc.record({
    address: fc.constantFrom(...ADDRESSES),
    groups: fc.subarray(GROUPS),
    vswitch: fc.constantFrom('sensors', 'web'),
  });
  fc.assert(fc.property(world, fc.array(one, { minLength: 1, maxLength: 6 }), (given, sources) => {
    const w: World = { ...given, target: { ...given.target, port: 4789 } };
    const document = asTerraform(w);
    const interfaces: Record<string, any> = {
      sensor: {
        vswitch_id: '${alicloud_vswitch.sensors.id}',
        security_group_ids: w.target.groups.map((g) => `\${alicloud_security_group.${g}.id}`),
        primary_ip_address: '10.9.9.9',
      },
    };
    sources.forEach((s, i) => {
      interfaces[`s${i}`] = {
        vswitch_id: `\${alicloud_vswitch.${s.vswitch}.id}`,
        security_group_ids: s.groups.map((g) => `\${alicloud_security_group.${g}.id}`),
        primary_ip_address: s.address,
      };
    });
    Object.assign(document.terraform!.resource!, {
      alicloud_ecs_network_interface: interfaces,
      alicloud_ecs_network_interface_attachment: {
        sensor: { network_interface_id: '${alicloud_ecs_network_interface.sensor.id}', instance_id: 'i-bp1sensor' },
      },
      alicloud_vpc_traffic_mirror_session: {
        all: {
          enabled: true,
          traffic_mirror_target_id: '${alicloud_ecs_network_interface.sensor.id}',
          traffic_mirror_target_type: 'NetworkInterface',
          traffic_mirror_source_ids: sources.map((_, i) => `\${alicloud_ecs_network_interface.s${i}.id}`),
        },
      },
    });
    const arrival = Arrival.of(new MirrorModel([document]));
    const [groups, acl] = (['TM403', 'TM404'] as const).map((id) => {
      const outcomes = new Outcomes(id);
      arrival.report(id, outcomes);
      return outcomes;
    });
    const admitted = sources.filter((s) => getsIn(w, { source: s.address, groups: s.groups, vswitch: s.vswitch, vpc: 'here' }));
    expect(groups.passed).toBe(admitted.length);
    const findings = [...groups.all(), ...acl.all()];
    expect(findings.every((f) => f.severity === MirrorSeverity.ERROR)).toBe(true);
    expect(findings.length > 0).toBe(admitted.length < sources.length);
  }), played(200, 8));
});
