import { mkdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import * as fc from 'fast-check';
import { documents, FILTER, Fixture, INBOUND, right, rule, SESSION, session, stated } from '../checks/fixtures';
import { run } from '../../src/cli/run';
import { MirrorEdition } from '../../src/catalog/mirror-edition';
import { copiedTwice } from '../../src/checks/copies';
import { MirrorDirection, MirrorIntent, MirrorNetwork, MirrorRule, MirrorStatement } from '../../src';
import { appNotes, filterNoteLines, filterNotes } from '../../src/checks/filter-notes';
import { compareFilters, lostPackets } from '../../src/explain/compare';
import { explain } from '../../src/explain/explain';
import { search } from '../../src/explain/search';
import { MirrorModel } from '../../src/model/mirror-model';
import { formatIpv4Address, parseIpv4Address } from '../../src/net/ipv4-cidr';
import { EVERY_ADDRESS, EVERY_PORT, hasPorts, isIn, Packet, PACKET_KINDS, PacketBox } from '../../src/net/packet';
import { PacketSet } from '../../src/net/packet-set';
import { OUTBOUND, temporaryFolder } from '../support/app';
import { played } from '../support/runs';
import { inWords } from '../../src/texts/catalogue';

const address = (text: string) => (parseIpv4Address(text) as { address: number }).address;
const [WEB, DB, OUTSIDE] = ['10.10.0.4', '10.10.0.5', '192.0.2.1'];
const ADDRESSES = [WEB, DB, OUTSIDE].map(address);
const PORTS = [1, 79, 80, 443, 65_535];

/** Every packet of a few values: two interfaces, one address outside, and ports on both sides of the bounds of rules. */
const PACKETS: Packet[] = PACKET_KINDS.flatMap((kind) =>
  ADDRESSES.flatMap((source) =>
    ADDRESSES.filter((a) => a !== source).flatMap((destination) =>
      (hasPorts(kind) ? PORTS : [0]).map((destinationPort) => ({
        kind,
        source,
        destination,
        sourcePort: hasPorts(kind) ? 49_152 : 0,
        destinationPort,
      })),
    ),
  ),
);

interface World {
  readonly inbound: readonly any[];
  readonly outbound: readonly any[];
  readonly on: boolean | string;
  /** Whether the primary IP of the second interface is not known. */
  readonly hidden?: boolean;
  /** Whether there is a session whose sources are not known. */
  readonly unlisted?: boolean;
  readonly edition?: MirrorEdition;
}

const cidr = fc.constantFrom('0.0.0.0/0', '10.10.0.4/31', '10.10.0.4/32', '192.0.2.0/24', '${var.cidr}');
const written = fc.record({
  action: fc.constantFrom('accept', 'accept', 'drop'),
  protocol: fc.constantFrom('ALL', 'TCP', 'UDP', 'ICMP'),
  source_cidr_block: cidr,
  destination_cidr_block: cidr,
  port: fc.constantFrom('-1/-1', '80/443', '80/80'),
}).map(({ port, ...r }) => ({ ...r, source_port_range: '-1/-1', destination_port_range: hasPorts(r.protocol) ? port : '-1/-1' }));
const worlds: fc.Arbitrary<World> = fc.record({
  inbound: fc.array(written, { maxLength: 3 }),
  outbound: fc.array(written, { maxLength: 3 }),
  on: fc.constantFrom(true, true, true, '${var.on}'),
});
const openWorlds: fc.Arbitrary<World> = fc.record({
  inbound: fc.array(written, { maxLength: 2 }), outbound: fc.array(written, { maxLength: 2 }), on: fc.constantFrom(true, true, '${var.on}'),
  hidden: fc.boolean(),
  unlisted: fc.constantFrom(false, false, true),
  edition: fc.constantFrom(MirrorEdition.EDITION_2023, MirrorEdition.EDITION_2026),
});

function modelOf({ inbound, outbound, on, hidden, unlisted }: World): MirrorModel {
  const f: Fixture = right();
  const rules = (own: readonly object[]) => Object.fromEntries(own.map((r, i) => [`r${i}`, rule(i + 1, r)]));
  f.terraform.resource[INBOUND] = rules(inbound);
  f.terraform.resource[OUTBOUND] = rules(outbound);
  f.terraform.resource[SESSION].web.enabled = on;
  f.terraform.resource[SESSION].db = session(['eni-bp1db'], 200);
  f.statements.sessions[`${SESSION}.web`].sources = { 'eni-bp1web': stated({ primaryIp: WEB }) };
  f.statements.sessions[`${SESSION}.db`] = {
    sources: { 'eni-bp1db': stated({ primaryIp: hidden ? undefined : DB }) },
    target: { mtu: 1_500 },
  };
  if (unlisted) f.terraform.resource[SESSION].unlisted = session([], 50, { traffic_mirror_source_ids: '${var.sources}' });
  return new MirrorModel(documents(f));
}

type Seen = { readonly seen: boolean; readonly copied: boolean };

/** What happens to a packet for each value of what is not known, by the product's own sentences and nothing of src. */
function completions({ inbound, outbound, on, hidden, unlisted, edition }: World, packet: Packet): Seen[] {
  const within = (text: string, value: number): boolean => {
    const [network, length] = text.split('/');
    const size = 2 ** (32 - Number(length));
    return Math.floor(value / size) === Math.floor(address(network) / size);
  };
  /** Whether a rule matches: undefined if a value decides that is not known. */
  const match = (r: any): boolean | undefined => {
    if (r.protocol !== 'ALL' && r.protocol !== packet.kind) return false;
    if (hasPorts(r.protocol) && r.destination_port_range !== '-1/-1') {
      const [low, high] = r.destination_port_range.split('/').map(Number);
      if (packet.destinationPort < low || packet.destinationPort > high) return false;
    }
    const ends = [
      [r.source_cidr_block, packet.source],
      [r.destination_cidr_block, packet.destination],
    ].map(([text, value]) => (text.startsWith('$') ? undefined : within(text, value)));
    return ends.includes(false) ? false : ends.includes(undefined) ? undefined : true;
  };
  const first = (rules: readonly any[]): ('accept' | 'drop' | 'none')[] => {
    const possible = new Set<'accept' | 'drop' | 'none'>();
    for (const r of rules) {
      const own = match(r);
      if (own === false) continue;
      possible.add(r.action);
      if (own) return [...possible];
    }
    return [...possible.add('none')];
  };
  const dhcp = packet.kind === 'UDP' && [packet.sourcePort, packet.destinationPort].every((port) => port === 67 || port === 68);
  const found: Seen[] = [];
  const addresses: (number | undefined)[] = [...new Set([undefined, ...ADDRESSES, packet.source, packet.destination])];
  for (const received of first(inbound)) {
    for (const sent of first(outbound)) {
      for (const webOn of typeof on === 'boolean' ? [on] : [true, false]) {
        for (const db of hidden ? addresses : [address(DB)]) {
          // A source of the session that has no other: at any address, or nowhere. All sessions have one filter.
          for (const third of unlisted ? addresses : [undefined]) {
            // A third interface may also be that of the first session, whose second session is the other one then.
            for (const both of unlisted && edition === MirrorEdition.EDITION_2026 ? [true, false] : [false]) {
              const at = [{ on: webOn || both, address: address(WEB) }, { on: true, address: db }, { on: true, address: third }];
              const sees = (end: number) => at.filter((i) => i.address === end);
              const copies = (end: number, outcome: string) => sees(end).some((i) => i.on) && outcome === 'accept' && !dhcp;
              found.push({
                seen: sees(packet.source).length + sees(packet.destination).length > 0,
                copied: copies(packet.destination, received) || copies(packet.source, sent),
              });
            }
          }
        }
      }
    }
  }
  return found;
}

/** Copied, not copied, or open; for what is not copied, only if an interface sees it. */
function truth(world: World, packet: Packet, copied: boolean): boolean | 'open' {
  const of = completions(world, packet).map((c) => copied ? c.copied : c.seen && !c.copied);
  return of.every(Boolean) ? true : of.some(Boolean) ? 'open' : false;
}

const spaces: fc.Arbitrary<PacketBox> = fc.record({
  protocol: fc.constantFrom('ALL' as const, 'TCP' as const),
  source: fc.constantFrom(EVERY_ADDRESS, [ADDRESSES[0], ADDRESSES[0] + 1] as const, [ADDRESSES[2], ADDRESSES[2] + 1] as const),
  destination: fc.constantFrom(EVERY_ADDRESS, [ADDRESSES[1], ADDRESSES[1] + 1] as const),
  sourcePorts: fc.constant(EVERY_PORT),
  destinationPorts: fc.constantFrom(EVERY_PORT, [80, 444] as const),
}).map((b) => b.protocol === 'ALL' ? { ...b, destinationPorts: EVERY_PORT } : b);

test('explain and search answer what every value of what is not known leads to', () => {
  const seen = { found: 0, none: 0, undecided: 0, mirrored: 0, not: 0, open: 0 };
  fc.assert(fc.property(openWorlds, spaces, fc.boolean(), (world, space, copied) => {
    const model = modelOf(world);
    for (const packet of PACKETS) {
      const { mirrored } = explain(model, { packet }, world);
      // Of two sessions that both copy it, which one does is not known, and the answer of the first is not one for the second.
      const either = world.unlisted && world.edition === MirrorEdition.EDITION_2026;
      if (mirrored !== undefined || !either) expect([packet, mirrored ?? 'open']).toEqual([packet, truth(world, packet, true)]);
      seen[mirrored ? 'mirrored' : mirrored === false ? 'not' : 'open']++;
    }
    const { packet, undecided } = search(model, { space: PacketSet.ofBox(space), copied, edition: world.edition });
    const inside = PACKETS.filter((p) => isIn(space, p));
    if (packet) {
      seen[undecided ? 'undecided' : 'found']++;
      expect(isIn(space, packet)).toBe(true);
      const either = world.unlisted && world.edition === MirrorEdition.EDITION_2026;
      expect(undecided && either ? [true, false, 'open'] : [undecided ? 'open' : true]).toContain(truth(world, packet, copied));
      // The answer that the command prints with the packet.
      const { mirrored } = explain(model, { packet }, world);
      if (!undecided) expect(mirrored).toBe(copied);
      else if (copied) expect(mirrored).toBeUndefined();
    } else {
      seen.none++;
    }
    for (const other of inside) {
      const own = truth(world, other, copied);
      if (!packet) expect(own).toBe(false);
      if (undecided && !(world.unlisted && world.edition === MirrorEdition.EDITION_2026)) expect(own).not.toBe(true);
    }
  }), played(50, 41));
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(5);
});

const all = {
  action: 'accept',
  protocol: 'ALL',
  source_cidr_block: '0.0.0.0/0',
  source_port_range: '-1/-1',
  destination_cidr_block: '0.0.0.0/0',
  destination_port_range: '-1/-1',
};

test('packets that are copied twice are those of which explain answers so', () => {
  let twice = 0;
  // Mostly one direction that copies everything, so that the other decides.
  const open = worlds.map((world) => ({ ...world, inbound: [all], on: true }));
  fc.assert(fc.property(fc.oneof(worlds, open, open), (world) => {
    const model = modelOf(world);
    const { packets } = copiedTwice(model);
    for (const packet of PACKETS) {
      const own = explain(model, { packet }).remarks.some((r) => r.code === 'COPIED_TWICE');
      expect(packets.contains(packet)).toBe(own);
      if (own) twice++;
    }
  }), played(60, 42));
  expect(twice).toBeGreaterThan(50);
});

/** Compiled rules as the Terraform of a rule. */
const asTerraform = (rules: readonly MirrorRule[]) => rules.map((r) => ({
  action: r.action,
  protocol: r.protocol.name,
  source_cidr_block: r.source,
  source_port_range: r.sourcePort.toString(),
  destination_cidr_block: r.destination,
  destination_port_range: r.destinationPort.toString(),
}));

test('the intent of the advice copies once what two interfaces send each other, and loses nothing', () => {
  const before = modelOf({ inbound: [all], outbound: [all], on: true });
  expect(copiedTwice(before)).toMatchObject({ pairs: 2n, withoutAddress: 0 });
  const [{ advice, pairs, packets }] = appNotes(before).filter((n) => n.code === 'COPIED_TWICE');
  expect(advice).toBe(
    'To copy it once, drop inbound packets from 10.10.0.4/31 to 10.10.0.4/31 (MirrorStatement.drop with direction INBOUND). No packet is lost, because the sender copies it.',
  );
  expect(pairs).toEqual([{ from: ['eni-bp1web', 'eni-bp1db'], to: ['eni-bp1web', 'eni-bp1db'] }]);
  expect(packets!.length).toBeGreaterThan(0);
  expect(
    filterNoteLines(before)
      .filter((line) => line.includes(' -> '))
      .slice(-2),
  ).toEqual(['  eni-bp1web -> eni-bp1db', '  eni-bp1db -> eni-bp1web']);
  const mirrored = MirrorNetwork.of('mirrored', { cidrs: ['10.10.0.4/31'] });
  const intent = MirrorIntent.of([
    MirrorStatement.drop({ from: [mirrored], to: [mirrored], direction: MirrorDirection.INBOUND }),
    MirrorStatement.accept(),
  ]).compile();
  const between = { ...all, action: 'drop', source_cidr_block: '10.10.0.4/31', destination_cidr_block: '10.10.0.4/31' };
  expect(asTerraform(intent.inbound)).toEqual([between, all]);
  const after = modelOf({ inbound: asTerraform(intent.inbound), outbound: asTerraform(intent.outbound), on: true });
  expect(copiedTwice(after).packets.isEmpty).toBe(true);
  expect(lostPackets(before, after).lost.isEmpty).toBe(true);
  expect(lostPackets(before, after).perhaps.isEmpty).toBe(true);
  // A network with an address that is not mirrored loses what that one sends.
  const wide = modelOf({ inbound: [{ ...between, source_cidr_block: '10.10.0.0/16' }, all], outbound: [all], on: true });
  const { lost } = lostPackets(before, wide);
  expect([
    lost.contains({ ...PACKETS[0], source: address('10.10.7.7'), destination: address(WEB) }),
    lost.contains({ ...PACKETS[0], source: address(DB), destination: address(WEB) }),
  ]).toEqual([true, false]);
  const [change] = compareFilters(before, wide);
  expect([change.direction, change.rules, change.changes!.added.isEmpty, change.changes!.taken.isEmpty]).toEqual([
    'inbound', 2, true, false,
  ]);
});

test('the packets that the advice would lose are those that no interface copies with its statement', () => {
  const seen = { lossless: 0, lossy: 0 };
  const known = worlds.filter(({ inbound, outbound }) =>
    [...inbound, ...outbound].every((r: any) => !r.source_cidr_block.startsWith('$') && !r.destination_cidr_block.startsWith('$')),
  );
  const some = { ...all, protocol: 'TCP', destination_port_range: '80/443' };
  const lossy = known.map((w) => ({ ...w, inbound: [all], outbound: [...w.outbound, some] }));
  fc.assert(
    fc.property(
      fc.oneof(
        known,
        lossy,
        lossy,
        known.map((w) => ({ ...w, inbound: [all], outbound: [...w.outbound, all] })),
      ),
      (world) => {
        const on = { ...world, on: true };
        const before = modelOf(on);
        const { once } = copiedTwice(before);
        if (!once) return;
        const drops = once.from
          .cidrs()
          .flatMap((from) =>
            once.to.cidrs().map((to) => ({ ...all, action: 'drop', source_cidr_block: String(from), destination_cidr_block: String(to) })),
          );
        const after = modelOf({ ...on, inbound: [...drops, ...on.inbound] });
        expect(copiedTwice(after).packets.isEmpty).toBe(true);
        expect(lostPackets(before, after).lost.isSameAs(once.lost)).toBe(true);
        seen[once.lost.isEmpty ? 'lossless' : 'lossy']++;
      }), played(60, 43));
  expect(Math.min(seen.lossless, seen.lossy)).toBeGreaterThan(3);
});

test('20,000 interfaces with gaps between their addresses: all pairs, and no packet of an interface to itself', () => {
  const f: Fixture = right();
  f.terraform.resource[INBOUND] = { r1: rule(1, all) };
  f.terraform.resource[OUTBOUND] = { r1: rule(1, all) };
  f.terraform.resource[SESSION] = {};
  const [first, size] = [address('10.20.0.0'), 20_000];
  for (let i = 0; i < size; i++) {
    f.terraform.resource[SESSION][`s${i}`] = session([`eni-${i}`], i + 1);
    f.statements.sessions[`${SESSION}.s${i}`] = {
      sources: { [`eni-${i}`]: stated({ primaryIp: formatIpv4Address(first + 3 * i) }) },
      target: { mtu: 1_500 },
    };
  }
  const model = new MirrorModel(documents(f));
  const { pairs, between, once } = copiedTwice(model);
  expect([pairs, between.map(({ from, to }) => [from.length, to.length]), once!.lost.isEmpty]).toEqual([
    BigInt(size) * BigInt(size - 1),
    [[size, size]],
    true,
  ]);
  const one: PacketBox = { ...boxFrom(first, 32), destination: [first, first + 1] };
  expect(search(model, { space: PacketSet.ofBox(one), copied: true }).packet).toBeUndefined();
  expect(search(model, { space: PacketSet.ofBox({ ...one, destination: [first, first + 4] }), copied: true }).packet).toMatchObject({
    source: first,
    destination: first + 1,
  });
});

test('notes: a filter that copies everything, rules that can be left out, and rules that can be one', () => {
  const notes = (...inbound: object[]) =>
    filterNotes(modelOf({ inbound, outbound: [], on: true })).flatMap((f) => f.notes.map((n) => `${n.code} ${inWords(n.text, 'en')}`));
  const from = (source: string, more: object = {}) => ({ ...all, source_cidr_block: source, ...more });
  expect(notes(all)).toEqual(['COPIES_EVERYTHING copies every inbound packet']);
  expect(notes(from('10.0.0.0/9'), from('10.128.0.0/9'))).toEqual(['MERGEABLE_RULES inbound rule 1 and inbound rule 2 can be one rule']);
  // The first is not hidden, and nothing changes without it.
  expect(notes(from('10.1.0.0/16'), from('10.0.0.0/8'))).toEqual([
    'REDUNDANT_RULE inbound rule 1 can be left out: the others copy the same',
  ]);
  // A rule between them decides otherwise, and a rule that is hidden is a finding.
  expect(
    notes(
      from('10.0.0.0/9'),
      from('10.0.0.0/8', { action: 'drop', protocol: 'TCP', destination_port_range: '80/80' }),
      from('10.128.0.0/9'),
    ),
  ).toEqual([]);
  expect(notes(from('10.0.0.0/8'), from('10.1.0.0/16'))).toEqual([]);
  expect(notes(from('${var.cidr}'), from('10.128.0.0/9'))).toEqual([]);
  const packets = (...inbound: object[]) =>
    filterNotes(modelOf({ inbound, outbound: [], on: true })).flatMap((f) => f.notes.map((n) => n.packets));
  expect(packets(all).map((p) => p.length)).toEqual([1]);
  const [[first]] = packets(from('10.1.0.0/16'), from('10.0.0.0/8'));
  expect(isIn(boxFrom(0x0a010000, 16), first)).toBe(true);
  const [[low, high]] = packets(from('10.0.0.0/9'), from('10.128.0.0/9'));
  expect([isIn(boxFrom(0x0a000000, 9), low), isIn(boxFrom(0x0a800000, 9), high)]).toEqual([true, true]);
});

/** Every packet from a network. */
function boxFrom(first: number, length: number): PacketBox {
  return {
    protocol: 'ALL',
    source: [first, first + 2 ** (32 - length)],
    destination: EVERY_ADDRESS,
    sourcePorts: EVERY_PORT,
    destinationPorts: EVERY_PORT,
  };
}

test('the command prints the packet and its answers, and returns whether there is one', () => {
  const f = right();
  const folder = join(temporaryFolder(), 'cdktf.out');
  mkdirSync(join(folder, 'stacks', 'net'), { recursive: true });
  writeFileSync(join(folder, 'stacks', 'net', 'cdk.tf.json'), JSON.stringify(f.terraform));
  writeFileSync(join(folder, 'stacks', 'net', 'traffic-mirror.json'), JSON.stringify(f.statements));
  const asked = (...args: string[]) => {
    const out: string[] = [];
    const code = run(['search', folder, ...args], { out: (line) => out.push(line), error: (line) => out.push(line) });
    return { code, text: out.join('\n') };
  };
  expect(f.terraform.resource[FILTER]).toBeDefined();
  const found = asked('--copied', '--to', WEB, '--protocol', 'tcp', '--port', '443,8080-8090');
  expect([found.code, found.text]).toEqual([
    0,
    expect.stringMatching(/^TCP [\d.]+:\d+ -> 10\.10\.0\.4:443\nmirrored {2}eni-bp1web inbound\n {2}MIRRORED/),
  ]);
  const none = asked('--copied', '--from', '10.10.0.4', '--protocol', 'tcp');
  expect([none.code, none.text]).toEqual([1, 'no packet of this traffic is copied at 1 mirrored interface']);
  expect(JSON.parse(asked('--not-copied', '--protocol', 'udp', '--json').text)).toMatchObject({
    found: true,
    undecided: false,
    interfaces: 1,
  });
  expect(asked('--copied', '--not-copied').text).toContain('Allowed: --copied or --not-copied');
  expect(asked('--copied', '--protocol', 'icmp', '--port', '1').text).toContain('ports of tcp and udp only');
  expect(asked('--copied', '--port', '443-80').text).toContain('Write for example 443 or 80,8080-8090');
});
