import * as fc from 'fast-check';
import { addSession, documents, FILTER, Fixture, INBOUND, right, rule } from './fixtures';
import { boundaryPackets, copied, matches, rule as anyRule, rules } from '../property/packets';
import { MirrorEdition } from '../../src';
import { acceptance } from '../../src/checks/accepted';
import { copiesSomething, filterRules } from '../../src/checks/filter-rules';
import { findingOf } from '../../src/checks/found';
import { runChecks } from '../../src/checks/run';
import { explain } from '../../src/explain/explain';
import { MirrorModel } from '../../src/model/mirror-model';
import { formatIpv4Address } from '../../src/net/ipv4-cidr';
import { EVERY_PORT, hasPorts, Packet, PACKET_KINDS, PacketBox, PacketRule, Span } from '../../src/net/packet';
import '../support/recorded-inputs';

const found = (change: (f: Fixture) => void, edition = MirrorEdition.EDITION_2023) => {
  const f = right();
  change(f);
  return runChecks(new MirrorModel(documents(f)), edition).findings.map((x) => findingOf(x));
};
const inbound =
  (...list: object[]) =>
    (f: Fixture) => {
      f.terraform.resource[INBOUND] = Object.fromEntries(list.map((more, i) => [`r${i + 1}`, rule(i + 1, more)]));
    };
const told = (change: (f: Fixture) => void, edition?: MirrorEdition) =>
  found(change, edition)
    .map((f) => `${f.severity} ${f.id} ${f.path.split('.').pop()}`)
    .sort();

const from = (cidr: string, more: object = {}) => ({ source_cidr_block: cidr, ...more });
const udp = (range: string) => ({ protocol: 'UDP', destination_port_range: range });

test('several rules together hide one, and those that do not matter are not named', () => {
  const [dead] = found(inbound(from('10.0.0.0/9'), from('172.16.0.0/12'), from('10.128.0.0/9'), from('10.0.0.0/8')));
  expect(dead).toMatchObject({ id: 'TM211', severity: 'warning', parameters: { blockers: ['inbound rule 1', 'inbound rule 3'] } });
  expect(dead.parameters.packet).toMatch(/^TCP 10\..* -> .*:443$/);
});

test('a rule that is hidden by one of each action contradicts the one that does the opposite', () => {
  const [dead] = found(inbound(from('10.0.0.0/9', { action: 'drop' }), from('10.128.0.0/9'), from('10.0.0.0/8')));
  expect(dead).toMatchObject({
    id: 'TM212',
    parameters: { opposed: ['inbound rule 1'], blockers: ['inbound rule 1', 'inbound rule 2'], accepts: true },
  });
});

test.each<[string, (f: Fixture) => void, string[]]>([
  ['a rule whose value only Terraform knows hides none', inbound(from('${var.cidr}'), from('10.0.0.0/8')), ['undecided TM204 r1']],
  ['but it is hidden by one that has all that it may match', inbound({}, from('${var.cidr}')), ['undecided TM204 r2', 'warning TM211 r2']],
  ['a rule of count 0 hides none', inbound({ count: 0 }, from('10.0.0.0/8')), []],
  ['nor does one of an unknown count', inbound({ count: '${var.n}' }, from('10.0.0.0/8')), ['undecided TM202 web', 'undecided TM203 r1']],
  ['rules of the other direction hide none', (f) => {
    f.terraform.resource.alicloud_vpc_traffic_mirror_filter_egress_rule = { out: rule(1) };
    inbound(from('10.0.0.0/8'))(f);
  }, []],
  ['a rule for all protocols is more than DHCP', inbound({}, { protocol: 'ALL', destination_port_range: '-1/-1' }), []],
  [
    'ports 67 and 68 of UDP at either end are DHCP',
    inbound({}, { protocol: 'UDP', source_port_range: '68/68', destination_port_range: '-1/-1' }),
    ['warning TM213 r2'],
  ],
  ['a wider range is more', inbound({}, udp('67/69')), []],
  [
    'from a port of DHCP to one that is not is no DHCP',
    inbound({}, { protocol: 'UDP', source_port_range: '68/68', destination_port_range: '53/53' }),
    [],
  ],
])('%s', (_, change, expected) => {
  expect(told(change)).toEqual(expected);
});

test.each<[string, (f: Fixture) => void, string]>([
  ['all rules drop', inbound({ action: 'drop' }), 'onlyDrops'],
  [
    'two rules that drop take together what a later one accepts',
    inbound(from('0.0.0.0/1', { action: 'drop' }), from('128.0.0.0/1', { action: 'drop' }), from('10.0.0.0/8')),
    'dropped',
  ],
  ['only DHCP is accepted', inbound({ ...udp('67/68'), source_port_range: '67/68' }), 'neverMirrored'],
])('a filter that has rules copies nothing, reported once: %s', (_, change, why) => {
  expect(found(change).map((f) => [f.severity, f.id, f.parameters.why])).toEqual([['error', 'TM201', why]]);
  // With a packet that is not copied.
  const [{ problem, parameters }] = found(change);
  expect(problem).toContain(`(${parameters.packet})`);
  expect(parameters.packet).toMatch(why === 'neverMirrored' ? /^UDP .*:6[78] -> .*:6[78]$/ : /^TCP .* -> .*:443$/);
});

test('a rule that may be dropped by an unknown one leaves it undecided whether the filter copies anything', () => {
  expect(told(inbound(from('${var.cidr}', { action: 'drop' }), {}))).toEqual(['undecided TM201 web', 'undecided TM204 r1']);
  expect(told(inbound({}, from('${var.cidr}', { action: 'drop' }))).filter((t) => t.includes('TM201'))).toEqual([]);
});

test('what explain answers of the packet of a finding agrees with the finding', () => {
  const f = right();
  inbound({}, { protocol: 'UDP', source_port_range: '68/68', destination_port_range: '-1/-1' })(f);
  const model = new MirrorModel(documents(f));
  const [finding] = runChecks(model, MirrorEdition.EDITION_2023).findings.map((x) => findingOf(x));
  expect(finding).toMatchObject({ id: 'TM213', parameters: { accepts: true, why: 'ONLY_NEVER_MIRRORED' } });
  const [, sender, fromPort, receiver, port] = /^UDP (.+):(\d+) -> (.+):(\d+)$/.exec(finding.parameters.packet)!;
  const address = (text: string) => text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const packet = {
    kind: 'UDP' as const,
    source: address(sender),
    destination: address(receiver),
    sourcePort: Number(fromPort),
    destinationPort: Number(port),
  };
  const [answer] = explain(model, { packet, interfaceId: 'eni-bp1web', direction: 'inbound' }).answers;
  expect([answer.mirrored, answer.code]).toEqual([false, 'NOT_A_MIRRORED_KIND']);
});

test('findings of rules without effect have the action of the rule and the reason as a code', () => {
  const codes = (change: (f: Fixture) => void) => found(change).map((f) => [f.id, f.parameters.accepts, f.parameters.why]);
  expect(codes(inbound({}, from('10.0.0.0/8')))).toEqual([['TM211', true, 'BLOCKED']]);
  expect(codes(inbound(from('10.0.0.0/8', { action: 'drop' }), {}, from('10.0.0.0/8', { action: 'drop' })))).toEqual([
    ['TM211', false, 'BLOCKED'],
  ]);
  expect(codes(inbound({}, from('10.0.0.0/8', { action: 'drop' })))).toEqual([['TM212', false, 'BLOCKED']]);
  expect(codes(inbound({}, { ...udp('67/67'), action: 'drop' }))).toEqual([['TM213', false, 'ONLY_NEVER_MIRRORED']]);
  const idle = (blockers: string[]) =>
    found((f) => {
      f.statements.filters = {
        [`${FILTER}.web`]: { idle: [{ statement: 'x', blockers, opposed: false, packet: 'inbound ICMP 10.0.0.1 -> 10.0.0.2' }] },
      };
    }).map((f) => [f.id, f.parameters.why, f.problem.includes('ICMP 10.0.0.1 -> 10.0.0.2')]);
  expect([...idle(['y']), ...idle([])]).toEqual([['TM215', 'BLOCKED', true], ['TM215', 'EMPTY_BY_ITSELF', true]]);
});

/** Rules as Terraform, some values hidden. */
const asTerraform = (list: readonly PacketRule[], hidden: readonly boolean[]) => inbound(...list.map(({ accept, box }, i) => {
  const cidr = ([first, end]: readonly [number, number]) => `${formatIpv4Address(first)}/${32 - Math.log2(end - first)}`;
  const ports = ([first, end]: readonly [number, number]) => first === 1 && end === 65_536 ? '-1/-1' : `${first}/${end - 1}`;
  return {
    action: accept ? 'accept' : 'drop',
    protocol: box.protocol,
    source_cidr_block: hidden[i] ? '${var.cidr}' : cidr(box.source),
    destination_cidr_block: cidr(box.destination),
    source_port_range: ports(box.sourcePorts), destination_port_range: ports(box.destinationPorts),
  };
}));

test('what is surely and perhaps accepted holds for every value of what is hidden', () => {
  let open = 0;
  fc.assert(
    fc.property(
      rules.filter((r) => r.length > 0),
      fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 8, maxLength: 8 }),
      (list, dice) => {
        const hidden = dice.map((d) => d === 0);
        const f = right();
        asTerraform(list, hidden)(f);
        const [filter] = filterRules(new MirrorModel(documents(f)));
        const { sure, perhaps } = acceptance(filter, 'inbound');
        if (!sure.isSameAs(perhaps)) open++;
        const packets = boundaryPackets([list], 40);
        // The real sources are one completion; all or none of the addresses are two others.
        const completions = [
          list,
          ...(
            [
              [0, 2 ** 32],
              [0, 1],
            ] as const
          ).map((source) => list.map((r, i) => (hidden[i] ? { ...r, box: { ...r.box, source } } : r))),
        ];
        for (const rulesThen of completions) {
          expect(
            packets.filter((p) => (sure.contains(p) && !copied(rulesThen, p)) || (!perhaps.contains(p) && copied(rulesThen, p))),
          ).toEqual([]);
        }
        const copies = copiesSomething(filter.rules);
        for (const rulesThen of completions) {
          const some = packets.some((p) => copied(rulesThen, p) && !(p.kind === 'UDP' && [67, 68].includes(p.sourcePort)));
          if (some) expect(typeof copies).not.toBe('string');
        }
        if (copies === true) expect(perhaps.isEmpty).toBe(false);
      }), { numRuns: 40, seed: 214 });
  expect(open).toBeGreaterThan(5);
});

/** A packet of a box for each combination of values that some rule, or DHCP, tells apart. */
function everyPacket(list: readonly PacketRule[], inside: PacketBox): Packet[] {
  const values = (pick: (b: PacketBox) => Span, more: number[] = []) => {
    const [first, end] = pick(inside);
    return [...new Set([first, ...list.flatMap((r) => [...pick(r.box)]), ...more])].filter((v) => v >= first && v < end);
  };
  const dhcp = [67, 69];
  const [sources, destinations] = [values((b) => b.source), values((b) => b.destination)];
  return PACKET_KINDS.flatMap((kind) =>
    sources.flatMap((source) =>
      destinations.flatMap((destination) =>
        (hasPorts(kind) ? values((b) => b.sourcePorts, dhcp) : [0]).flatMap((sourcePort) =>
          (hasPorts(kind) ? values((b) => b.destinationPorts, dhcp) : [0]).map((destinationPort) => ({
            kind, source, destination, sourcePort, destinationPort,
          })),
        ),
      ),
    ),
  ).filter((p) => matches(inside, p));
}

test('findings of rules that decide nothing are those of a matcher that looks at one packet after the other, and all of them', () => {
  let [dead, never] = [0, 0];
  const dhcp: fc.Arbitrary<PacketRule> = anyRule.map((r) =>
    ({ ...r, box: { ...r.box, protocol: 'UDP', sourcePorts: [67, 69], destinationPorts: EVERY_PORT } }));
  const short = fc.array(fc.oneof({ weight: 5, arbitrary: anyRule }, { weight: 1, arbitrary: dhcp }), { minLength: 2, maxLength: 5 });
  const again = short.map((list) => [...list, { ...list[0], accept: list[1].accept }]);
  fc.assert(fc.property(fc.oneof(short, again), (list) => {
    const all = found(asTerraform(list, []));
    if (all.some((f) => f.id === 'TM201')) return;
    const of = (...ids: string[]) => new Set(all.filter((f) => ids.includes(f.id)).map((f) => f.path.split('.').pop()!));
    const [hidden, onlyDhcp] = [of('TM211', 'TM212'), of('TM213')];
    dead += hidden.size;
    list.forEach((r, i) => {
      // Every combination of the values at which something changes: no packet decides means that none does.
      const own = everyPacket(list, r.box).filter((p) => !list.slice(0, i).some((e) => matches(e.box, p)));
      const name = `r${i + 1}`;
      expect([name, hidden.has(name)]).toEqual([name, own.length === 0]);
      const atDhcpPort = (p: Packet) => p.kind === 'UDP' && [p.sourcePort, p.destinationPort].some((port) => port === 67 || port === 68);
      const isDhcp = (p: Packet) => p.kind === 'UDP' && [p.sourcePort, p.destinationPort].every((port) => port === 67 || port === 68);
      expect([name, onlyDhcp.has(name)]).toEqual([name, own.length > 0 && own.every(atDhcpPort) && own.some(isDhcp)]);
      if (onlyDhcp.has(name)) never++;
    });
  }), { numRuns: 60, seed: 215 });
  expect(dead).toBeGreaterThan(10);
  expect(never).toBeGreaterThan(3);
});

describe('TM216', () => {
  const whole = [[0, 2 ** 32]];
  const ports = [[1, 65_536]];
  const expectation = (mirrored: boolean, port: number) => (f: Fixture) => {
    f.statements.filters = {
      [`${FILTER}.web`]: {
        expectations: [
          {
            text: 'x',
            mirrored,
            packets: [
              {
                direction: 'inbound',
                blocks: [{ kinds: ['TCP'], sources: whole, destinations: whole, sourcePorts: ports, destinationPorts: [[port, port + 1]] }],
              },
            ],
          },
        ],
      },
    };
  };
  test.each<[string, boolean, number, string[]]>([
    ['what must be mirrored is', true, 443, []], ['what must be mirrored is not', true, 80, ['error TM216 web']],
    ['what must not be mirrored is', false, 443, ['error TM216 web']], ['what must not be mirrored is not', false, 80, []],
  ])('%s', (_, mirrored, port, expected) => {
    expect(told(expectation(mirrored, port))).toEqual(expected);
  });
  test('a value that only Terraform knows leaves it undecided', () => {
    expect(told((f) => {
      inbound(from('${var.cidr}'))(f);
      expectation(true, 443)(f);
    })).toEqual(['undecided TM204 r1', 'undecided TM216 web']);
    expect(told((f) => {
      inbound(from('${var.cidr}'))(f);
      expectation(true, 80)(f);
    })).toEqual(['error TM216 web', 'undecided TM204 r1']);
  });
  test('the finding names the packet and the rule', () => {
    const [{ problem }] = found(expectation(false, 443));
    expect(problem).toMatch(/x must not be mirrored, but inbound rule 1 copies inbound TCP .*:443$/);
  });
});

describe('TM217', () => {
  const later = MirrorEdition.EDITION_2026;
  const second = (own: object, first: object[] = [{}]) => (f: Fixture) => {
    inbound(...first)(f);
    const id = `\${${FILTER}.plain.id}`;
    f.terraform.resource[FILTER].plain = {};
    f.terraform.resource[INBOUND].plain = rule(1, { traffic_mirror_filter_id: id, ...own });
    addSession(f, 'other', ['eni-bp1web'], 200, { traffic_mirror_filter_id: id });
  };
  test.each<[string, object, object[], string[]]>([
    ['a narrower filter behind a wider one is hidden', from('10.0.0.0/8'), [{}], ['warning TM217 other']],
    ['a rule that drops in front hides as well', from('10.0.0.0/8'), [from('10.0.0.0/8', { action: 'drop' }), {}], ['warning TM217 other']],
    ['a wider one copies the rest', {}, [from('10.0.0.0/8')], []],
    ['a rule that is not known hides nothing', from('10.0.0.0/8'), [from('${var.cidr}')], ['undecided TM204 r1']],
  ])('%s', (_, own, first, expected) => {
    expect(told(second(own, first), later)).toEqual(expected);
  });
  test('under 2023 the second session itself is the fault', () => {
    expect(told(second({}))).toEqual(['error TM301 other']);
  });
  test('a session that is off hides nothing', () => {
    expect(told((f) => {
      second({})(f);
      f.terraform.resource.alicloud_vpc_traffic_mirror_session.web.enabled = false;
    }, later).filter((t) => t.includes('TM217'))).toEqual([]);
  });
});

describe('TM218: rules of one filter in two stacks', () => {
  const tm218 = (change: (f: Fixture) => void) => {
    const [one, other] = [right(), right()];
    one.terraform.resource[INBOUND].shared = rule(1, { traffic_mirror_filter_id: 'tmf-bp1shared' });
    other.terraform.resource = { [INBOUND]: { shared: rule(2, { traffic_mirror_filter_id: 'tmf-bp1shared' }) } };
    other.statements.sessions = {};
    change(other);
    return runChecks(new MirrorModel(documents(one, other)), MirrorEdition.EDITION_2023)
      .findings.filter((x) => x.id === 'TM218')
      .map((x) => `${x.severity} ${x.reason}`);
  };
  const shared = (f: Fixture) => f.terraform.resource[INBOUND].shared;

  test.each<[string, (f: Fixture) => void, string[]]>([
    ['are found', () => {}, ['warning severalStacks']],
    ['of another filter are not', (f) => { shared(f).traffic_mirror_filter_id = 'tmf-bp1other'; }, []],
    ['of another region are not of one filter', (f) => { f.terraform.provider.alicloud[0].region = 'cn-beijing'; }, []],
    ['whose count is known only at apply are undecided', (f) => { shared(f).count = '${var.n}'; }, ['undecided perhapsSeveral']],
    ['of count 0 are none', (f) => { shared(f).count = 0; }, []],
  ])('%s', (_, change, expected) => {
    expect(tm218(change)).toEqual(expected);
  });
});
