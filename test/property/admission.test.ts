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

const number = (text: string) => (parseIpv4Address(text) as { address: number }).address;
const all = AddressSet.ofAddresses(ADDRESSES.map(number));

/** The verdicts of the algebra, by address. */
function verdicts(document: StackDocument, w: World, from: Senders, name: (type: string, id: string) => string): Map<string, 'accept' | 'drop' | undefined> {
  const network = NetworkModel.of(new MirrorModel([document]));
  const place = {
    groups: w.target.groups.map((g) => name('alicloud_security_group', g)), vswitch: name('alicloud_vswitch', w.target.vswitch), vpc: name('alicloud_vpc', w.target.vpc),
    addresses: AddressSet.ofAddresses([number('10.9.9.9')]), exact: true,
  };
  const outcomes = admission(network, { identity: 'eni-target', place, port: w.target.port, balanced: false }, from, all);
  return new Map(ADDRESSES.map((address) => {
    const parts = outcomes.filter((o) => o.sources.contains(number(address)));
    // What no list of rules stops is admitted by the last.
    expect(parts.filter((p) => p.verdict === 'drop').length + parts.filter((p) => p.verdict === undefined).length).toBeLessThanOrEqual(1);
    return [address, parts.find((p) => p.verdict !== 'accept') ? parts.find((p) => p.verdict !== 'accept')!.verdict : 'accept'];
  }));
}

function senders(p: Omit<Packet, 'source'>, name: (type: string, id: string) => string, hidden: readonly Hidden[] = []): Senders {
  return {
    groups: hidden.some((h) => h.what === 'members') ? undefined : p.groups.map((g) => name('alicloud_security_group', g)),
    vswitch: name('alicloud_vswitch', p.vswitch), vpc: name('alicloud_vpc', p.vpc),
  };
}

const runs = { numRuns: 1_500 };

test('the algebra says of every packet what the rules say one by one', () => {
  let admitted = 0;
  fc.assert(fc.property(world, sender, (w, p) => {
    const found = verdicts(asTerraform(w), w, senders(p, managed), managed);
    for (const source of ADDRESSES) {
      const expected = getsIn(w, { ...p, source });
      if (expected) admitted++;
      expect(found.get(source)).toBe(expected ? 'accept' : 'drop');
    }
  }), runs);
  // The worlds are no trivial ones.
  expect(admitted).toBeGreaterThan(runs.numRuns);
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
  let decided = 0;
  fc.assert(fc.property(hiding, sender, ([w, hidden], p) => {
    const found = verdicts(asTerraform(w, hidden), w, senders(p, managed, hidden), managed);
    for (const source of ADDRESSES) {
      const verdict = found.get(source);
      if (verdict === undefined) continue;
      decided++;
      for (const c of completions(w, { ...p, source }, hidden)) expect(getsIn(c.world, c.packet)).toBe(verdict === 'accept');
    }
  }), { numRuns: 500 });
  expect(decided).toBeGreaterThan(1_000);
});

test('one hidden value leaves open only what depends on it', () => {
  const one = world.chain((w) => fc.tuple(fc.constant(w), fc.constantFrom(...hideable(w).filter((h) => h.what === 'rule' || h.what === 'entry'), { what: 'list', list: 'p0' } as Hidden)));
  let open = 0;
  fc.assert(fc.property(one, sender, ([w, hidden], p) => {
    // A list stands in several rules, which the algebra looks at one by one.
    if (hidden.what === 'list' && Object.values(w.groups).flatMap((g) => g.rules).filter((r) => r.list === hidden.list).length > 1) return;
    const found = verdicts(asTerraform(w, [hidden]), w, senders(p, managed), managed);
    for (const source of ADDRESSES) {
      const ends = new Set(completions(w, { ...p, source }, [hidden]).map((c) => getsIn(c.world, c.packet)));
      expect(found.get(source)).toBe(ends.size > 1 ? undefined : ends.has(true) ? 'accept' : 'drop');
      if (ends.size > 1) open++;
    }
  }), { numRuns: 1_000 });
  expect(open).toBeGreaterThan(100);
});

test('the checks refuse and prove as many sources as the rules do', () => {
  const one = fc.record({ address: fc.constantFrom(...ADDRESSES), groups: fc.subarray(GROUPS), vswitch: fc.constantFrom('sensors', 'web') });
  fc.assert(fc.property(world, fc.array(one, { minLength: 1, maxLength: 6 }), (given, sources) => {
    const w: World = { ...given, target: { ...given.target, port: 4789 } };
    const document = asTerraform(w);
    const interfaces: Record<string, any> = { sensor: { vswitch_id: '${alicloud_vswitch.sensors.id}', security_group_ids: w.target.groups.map((g) => `\${alicloud_security_group.${g}.id}`), primary_ip_address: '10.9.9.9' } };
    sources.forEach((s, i) => {
      interfaces[`s${i}`] = { vswitch_id: `\${alicloud_vswitch.${s.vswitch}.id}`, security_group_ids: s.groups.map((g) => `\${alicloud_security_group.${g}.id}`), primary_ip_address: s.address };
    });
    Object.assign(document.terraform!.resource!, {
      alicloud_ecs_network_interface: interfaces,
      alicloud_vpc_traffic_mirror_session: {
        all: {
          traffic_mirror_target_id: '${alicloud_ecs_network_interface.sensor.id}', traffic_mirror_target_type: 'NetworkInterface',
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
  }), { numRuns: 1_000 });
});
