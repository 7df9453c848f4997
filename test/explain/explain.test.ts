import { readFileSync } from 'fs';
import { join } from 'path';
import { addSession, documents, FILTER, Fixture, INBOUND, right, rule, SESSION, session, stated } from '../checks/fixtures';
import { appNotes, NOTE_CODES } from '../../src/checks/filter-notes';
import { MirrorEdition } from '../../src/catalog/mirror-edition';
import { MirrorAnswerCode } from '../../src/explain/answer-code';
import { explain, Question } from '../../src/explain/explain';
import { MirrorModel } from '../../src/model/mirror-model';
import { parseIpv4Address } from '../../src/net/ipv4-cidr';
import { Packet } from '../../src/net/packet';

const address = (text: string) => (parseIpv4Address(text) as { address: number }).address;
const packet = (from: string, to: string, more: Partial<Packet> = {}): Packet =>
  ({ kind: 'TCP', source: address(from), destination: address(to), sourcePort: 49_152, destinationPort: 443, ...more });

/** The codes that some answer here has. */
const given = new Set<string>();

function ask(fixture: Fixture, question: Question, edition = MirrorEdition.EDITION_2023) {
  const explanation = explain(new MirrorModel(documents(fixture)), question, { edition });
  for (const { code, remarks } of explanation.answers) [code, ...remarks.map((r) => r.code)].forEach((c) => given.add(c));
  explanation.remarks.forEach((r) => given.add(r.code));
  return explanation;
}

/** The specification's own filter: inbound, TCP, 192.168.0.0/16 port 10000 to 10.0.0.0/8 port 80. */
function scenario0(): Fixture {
  const f = right();
  f.terraform.resource[INBOUND] = {
    'inbound-1': rule(1, {
      source_cidr_block: '192.168.0.0/16',
      source_port_range: '10000/10000',
      destination_cidr_block: '10.0.0.0/8',
      destination_port_range: '80/80',
    }),
  };
  f.statements.sessions[`${SESSION}.web`].sources = { 'eni-bp1web': stated({ primaryIp: '10.1.2.3' }) };
  return f;
}

test.each<[string, Partial<Packet>, 'inbound' | 'outbound', boolean, string]>([
  ['the packet itself', {}, 'inbound', true, 'MIRRORED'],
  ['over UDP', { kind: 'UDP' }, 'inbound', false, 'NO_RULE'],
  ['from port 10001', { sourcePort: 10_001 }, 'inbound', false, 'NO_RULE'],
  ['outbound', {}, 'outbound', false, 'NO_RULE'],
])('scenario 0: %s', (_, more, direction, mirrored, code) => {
  const { answers } = ask(scenario0(), {
    packet: packet('192.168.3.4', '10.1.2.3', { sourcePort: 10_000, destinationPort: 80, ...more }),
    interfaceId: 'eni-bp1web',
    direction,
  });
  expect(answers).toEqual([expect.objectContaining({ interfaceId: 'eni-bp1web', direction, mirrored, code })]);
});

test('a mirrored packet has its session, rule, target, VNI and whether the copy arrives', () => {
  const { answers, remarks } = ask(right(), { packet: packet('10.99.0.1', '10.10.0.4') });
  expect(answers).toEqual([expect.objectContaining({
    mirrored: true,
    code: 'MIRRORED',
    interfaceId: 'eni-bp1web',
    direction: 'inbound',
    target: 'lb-bp1sensors',
    virtualNetworkId: 100,
    arrives: true,
    remarks: [],
  })]);
  expect(answers[0].rule).toMatch(/^inbound rule 1 \(/);
  expect(remarks.map((r) => r.code)).toEqual(['ASSUMPTION_INTERFACE']);
});

const inbound = (more: object = {}) => (f: Fixture) => { f.terraform.resource[INBOUND] = { 'inbound-1': rule(1, more) }; };

/** Each code by one app. */
const CASES: [string, (f: Fixture) => void, Question, boolean | undefined][] = [
  ['NO_INTERFACE', () => {}, { packet: packet('10.99.0.1', '10.99.0.2') }, false],
  ['NO_SESSION', () => {}, { packet: packet('10.99.0.1', '10.99.0.2'), interfaceId: 'eni-other' }, false],
  ['SESSION_OFF', (f) => { f.terraform.resource[SESSION].web.enabled = false; }, { packet: packet('10.99.0.1', '10.10.0.4') }, false],
  ['DROPPED_BY_RULE', inbound({ action: 'drop' }), { packet: packet('10.99.0.1', '10.10.0.4') }, false],
  ['NO_RULE', inbound({ protocol: 'UDP' }), { packet: packet('10.99.0.1', '10.10.0.4') }, false],
  [
    'NOT_A_MIRRORED_KIND',
    inbound({ protocol: 'ALL', destination_port_range: '-1/-1' }),
    { packet: packet('10.99.0.1', '10.10.0.4', { kind: 'UDP', sourcePort: 67, destinationPort: 68 }) },
    false,
  ],
  ['UNKNOWN_RULE', inbound({ source_cidr_block: '${var.cidr}' }), { packet: packet('10.99.0.1', '10.10.0.4') }, undefined],
  ['UNKNOWN_FILTER', inbound({ priority: '${var.priority}' }), { packet: packet('10.99.0.1', '10.10.0.4') }, undefined],
  [
    'UNKNOWN_ADDRESS',
    (f) => {
      f.statements.sessions[`${SESSION}.web`].sources['eni-bp1web'].primaryIp = undefined;
    },
    { packet: packet('10.99.0.1', '10.99.0.2') },
    undefined,
  ],
  [
    'NO_INTERFACE',
    (f) => {
      f.statements.sessions[`${SESSION}.web`].sources['eni-bp1web'].primaryIp = undefined;
    },
    { packet: packet('10.99.0.1', '10.99.0.2', { kind: 'UDP' }) },
    false,
  ],
  [
    'UNKNOWN_SOURCES',
    (f) => {
      f.terraform.resource[SESSION].web.traffic_mirror_source_ids = '${var.sources}';
    },
    { packet: packet('10.99.0.1', '10.99.0.2') },
    undefined,
  ],
  [
    'UNKNOWN_SOURCES',
    (f) => {
      f.terraform.resource[SESSION].web.traffic_mirror_source_ids = '${var.sources}';
    },
    { packet: packet('10.99.0.1', '10.99.0.2'), interfaceId: 'eni-other', direction: 'inbound' },
    undefined,
  ],
  [
    'UNKNOWN_SESSION',
    (f) => {
      f.terraform.resource[SESSION].web.count = '${var.n}';
    },
    { packet: packet('10.99.0.1', '10.10.0.4') },
    undefined,
  ],
  [
    'UNKNOWN_SESSION',
    (f) => {
      f.terraform.resource[SESSION].web.enabled = '${var.on}';
    },
    { packet: packet('10.99.0.1', '10.10.0.4') },
    undefined,
  ],
];

test.each(CASES)('%s', (code, change, question, mirrored) => {
  const f = right();
  change(f);
  const { answers } = ask(f, question);
  expect(answers.map((a) => [a.code, a.mirrored])).toEqual([[code, mirrored]]);
});

const web = (f: Fixture) => f.terraform.resource[SESSION].web;
const source = (f: Fixture) => f.statements.sessions[`${SESSION}.web`].sources['eni-bp1web'];
const group = (f: Fixture) => f.network[0].securityGroups.get('sg-bp1sensor')! as { rules: object[] };
/** A second server behind the load balancer, in a group without rules. */
const closedServer = (f: Fixture) => {
  const [net] = f.network;
  net.interfaces.set('eni-bp1second', {
    ...net.interfaces.get('eni-bp1sensor')!,
    primaryIp: '10.10.9.6',
    securityGroupIds: ['sg-bp1closed'],
    instanceId: 'i-bp1second',
  });
  net.instances.set('i-bp1second', 'Running');
  net.securityGroups.set('sg-bp1closed', { vpcId: 'vpc-bp1prod', innerAccess: true, rules: [] });
  const servers = net.serverGroups.get('rsp-bp1sensors')!;
  net.serverGroups.set('rsp-bp1sensors', {
    ...servers,
    servers: [...servers.servers, { serverId: 'eni-bp1second', weight: 100, port: 4789 }],
  });
};

test.each<[string, (f: Fixture) => void, boolean | undefined, string[]]>([
  ['every server admits it', () => {}, true, []],
  ['the group of the server has no rule', (f) => { group(f).rules = []; }, false, ['TARGET_BLOCKED']],
  [
    'the instance of the only server is stopped',
    (f) => {
      f.network[0].instances.set('i-bp1sensor', 'Stopped');
    },
    false,
    ['TARGET_BLOCKED'],
  ],
  ['the target is no interface', (f) => { web(f).traffic_mirror_target_type = 'NetworkInterface'; }, false, ['TARGET_BLOCKED']],
  ['the target is an endpoint', (f) => { web(f).traffic_mirror_target_id = 'ep-bp1x'; }, false, ['TARGET_BLOCKED']],
  ['one of two servers refuses it', closedServer, undefined, ['PARTLY_BLOCKED']],
  ['the network is not known', (f) => { f.network = []; }, undefined, ['UNKNOWN_TARGET']],
  ['the target is not known', (f) => { web(f).traffic_mirror_target_id = undefined; }, undefined, ['UNKNOWN_TARGET']],
  ['another source of the target is refused', (f) => {
    addSession(f, 'other', ['eni-bp1other'], 200);
    f.statements.sessions[`${SESSION}.other`].sources['eni-bp1other'] = stated({ primaryIp: '172.16.0.9' });
  }, true, []],
])('whether the copy arrives: %s', (_, change, arrives, codes) => {
  const f = right();
  change(f);
  const { answers } = ask(f, { packet: packet('10.99.0.1', '10.10.0.4') });
  expect(answers.map((a) => [a.mirrored, a.arrives, a.remarks.map((r) => r.code)])).toEqual([[true, arrives, codes]]);
});

test('of 100 sources of a target the refused one is blocked, also behind the first few, and no other', () => {
  const f = right();
  const ids = Array.from({ length: 100 }, (_, i) => `eni-bp1n${String(i).padStart(3, '0')}`);
  web(f).traffic_mirror_source_ids = ids;
  const refused = (i: number) => i >= 90;
  f.statements.sessions[`${SESSION}.web`].sources = Object.fromEntries(
    ids.map((id, i) => [id, stated({ primaryIp: `${refused(i) ? '172.16' : '10.10'}.1.${i}` })]),
  );
  ids.forEach((interfaceId, i) => {
    const [{ arrives, remarks }] = ask(f, { packet: packet('10.99.0.1', '10.10.9.1'), interfaceId, direction: 'inbound' }).answers;
    expect([arrives, remarks.map((r) => r.code)]).toEqual(refused(i) ? [false, ['TARGET_BLOCKED']] : [true, []]);
    if (refused(i)) expect(remarks[0].text).toContain(interfaceId);
  });
});

test.each<[string, (f: Fixture) => void, boolean | undefined, string[]]>([
  ['the MTU leaves room', () => {}, false, []],
  ['the MTU is too long', (f) => { source(f).mtu = 1_500; }, true, ['TRUNCATED']],
  ['the MTU is not known', (f) => { source(f).mtu = undefined; }, undefined, ['UNKNOWN_LENGTH']],
  ['the length is set', (f) => { web(f).packet_length = 100; }, true, ['TRUNCATED']],
  ['the length is not known', (f) => { web(f).packet_length = '${var.length}'; }, undefined, ['UNKNOWN_LENGTH']],
  ['only another source has a long MTU', (f) => {
    web(f).traffic_mirror_source_ids = ['eni-bp1other', 'eni-bp1web'];
    f.statements.sessions[`${SESSION}.web`].sources['eni-bp1other'] = stated({ primaryIp: '10.10.0.9', mtu: 1_500 });
  }, false, []],
  ['only another source has an unknown MTU', (f) => {
    web(f).traffic_mirror_source_ids = ['eni-bp1other', 'eni-bp1web'];
    f.statements.sessions[`${SESSION}.web`].sources['eni-bp1other'] = stated({ primaryIp: '10.10.0.9', mtu: undefined });
  }, false, []],
])('whether long packets are truncated: %s', (_, change, truncated, codes) => {
  const f = right();
  change(f);
  const { answers } = ask(f, { packet: packet('10.99.0.1', '10.10.0.4') });
  expect(answers.map((a) => [a.mirrored, a.truncated, a.remarks.map((r) => r.code)])).toEqual([[true, truncated, codes]]);
});

test('under edition 2026 the region decides whether long packets are truncated', () => {
  const f = right();
  source(f).mtu = 1_500;
  f.terraform.provider.alicloud = [{ region: '${var.region}' }];
  const [{ truncated, remarks }] = ask(f, { packet: packet('10.99.0.1', '10.10.0.4') }, MirrorEdition.EDITION_2026).answers;
  expect([truncated, remarks.map((r) => r.text)]).toEqual([
    undefined,
    expect.arrayContaining(['cannot check truncation: the region is not known']),
  ]);
});

test('a VNI that is known only at apply is named as such', () => {
  const f = right();
  delete web(f).virtual_network_id;
  const [{ text, virtualNetworkId }] = ask(f, { packet: packet('10.99.0.1', '10.10.0.4') }).answers;
  expect([virtualNetworkId, text]).toEqual([undefined, expect.stringMatching(/to lb-bp1sensors with a VNI known only at apply$/)]);
});

test('the other end may be copied too if an address or a list of sources is not known', () => {
  const f = right();
  addSession(f, 'unknown', ['eni-bp1other'], 200);
  f.statements.sessions[`${SESSION}.unknown`].sources['eni-bp1other'] = stated({ primaryIp: undefined });
  addSession(f, 'unlisted', [], 300, { traffic_mirror_source_ids: '${var.sources}' });
  const { mirrored, remarks } = ask(f, { packet: packet('10.99.0.1', '10.10.0.4') });
  expect([mirrored, remarks.map((r) => r.code)]).toEqual([true, ['ASSUMPTION_INTERFACE', 'UNKNOWN_ADDRESS', 'UNKNOWN_SOURCES']]);
  // No rule of theirs accepts UDP.
  const udp = ask(f, { packet: packet('10.99.0.1', '10.10.0.4', { kind: 'UDP' }) });
  expect([udp.mirrored, udp.remarks.map((r) => r.code)]).toEqual([false, ['ASSUMPTION_INTERFACE']]);
});

test('a session with unknown sources may also decide about an interface of another session, if the edition allows two', () => {
  const f = right();
  addSession(f, 'unlisted', [], 50, { traffic_mirror_source_ids: '${var.sources}' });
  const question = { packet: packet('10.99.0.1', '10.10.0.4'), interfaceId: 'eni-bp1web' };
  expect(ask(f, question).answers.map((a) => [a.mirrored, a.code])).toEqual([[true, 'MIRRORED']]);
  expect(ask(f, question, MirrorEdition.EDITION_2026).answers.map((a) => [a.mirrored, a.code])).toEqual([[undefined, 'UNKNOWN_SOURCES']]);
});

test('of two sessions with equal priorities none is certain to decide', () => {
  const f = right();
  addSession(f, 'other', ['eni-bp1web'], 100);
  const answers = (more: Partial<Packet>) =>
    ask(f, { packet: packet('10.99.0.1', '10.10.0.4', more) }, MirrorEdition.EDITION_2026).answers.map((a) => [a.mirrored, a.code]);
  expect(answers({})).toEqual([[undefined, 'UNKNOWN_SESSION']]);
  expect(answers({ kind: 'UDP' })).toEqual([[false, 'NO_RULE']]);
});

test('COPIED_TWICE: both ends are mirrored', () => {
  const f = right();
  f.terraform.resource.alicloud_vpc_traffic_mirror_filter_egress_rule = { 'outbound-1': rule(1) };
  f.terraform.resource[SESSION].db = session(['eni-bp1db'], 200);
  f.statements.sessions[`${SESSION}.db`] = { sources: { 'eni-bp1db': stated({ primaryIp: '10.10.0.5' }) }, target: { mtu: 1_500 } };
  const { answers, remarks } = ask(f, { packet: packet('10.10.0.5', '10.10.0.4') });
  expect(answers.map((a) => [a.interfaceId, a.direction, a.mirrored]).sort()).toEqual([
    ['eni-bp1db', 'outbound', true],
    ['eni-bp1web', 'inbound', true],
  ]);
  expect(remarks.map((r) => r.code)).toContain('COPIED_TWICE');
});

test('of several sessions of a source the first with a matching rule decides, a rule that drops included', () => {
  const f = right();
  f.terraform.resource[FILTER].second = {};
  f.terraform.resource[INBOUND].second = rule(1, {
    traffic_mirror_filter_id: `\${${FILTER}.second.id}`,
    protocol: 'ALL',
    destination_port_range: '-1/-1',
  });
  f.terraform.resource[INBOUND]['inbound-1'].action = 'drop';
  f.terraform.resource[SESSION].later = session(['eni-bp1web'], 300, { traffic_mirror_filter_id: `\${${FILTER}.second.id}` });
  f.statements.sessions[`${SESSION}.later`] = { sources: { 'eni-bp1web': stated() }, target: { mtu: 1_500 } };
  const answer = (more: Partial<Packet>) =>
    ask(f, { packet: packet('10.99.0.1', '10.10.0.4', more) }, MirrorEdition.EDITION_2026).answers.map((a) => [a.code, a.virtualNetworkId]);
  expect(answer({})).toEqual([['DROPPED_BY_RULE', undefined]]);
  expect(answer({ destinationPort: 80 })).toEqual([['MIRRORED', 300]]);
  f.terraform.resource[INBOUND]['inbound-1'].action = 'accept';
  const [{ remarks }] = ask(f, { packet: packet('10.99.0.1', '10.10.0.4') }, MirrorEdition.EDITION_2026).answers;
  expect(remarks.map((r) => r.code)).toContain('HIDDEN_SESSION');
});

test('docs/filters.md lists every code of answers and of notes', () => {
  const page = readFileSync(join(__dirname, '..', '..', 'docs', 'filters.md'), 'utf8');
  const [answers, notes] = [...page.matchAll(/\| code \| meaning \|\n\|---\|---\|\n((?:\|.*\n)+)/g)].map(([, table]) =>
    [...table.matchAll(/`([A-Z_]+)`/g)].map((m) => m[1]).sort(),
  );
  expect(answers).toEqual(Object.keys(MirrorAnswerCode).sort());
  expect(notes).toEqual(Object.keys(NOTE_CODES).sort());
});

test('a packet of a secondary IP is looked at in both directions of the interface that is named', () => {
  const { answers } = ask(right(), { packet: packet('10.99.0.1', '10.10.0.77'), interfaceId: 'eni-bp1web' });
  expect(answers.map((a) => [a.direction, a.code])).toEqual([['outbound', 'NO_RULE'], ['inbound', 'MIRRORED']]);
});

test('notes have codes, and the filter, direction or packets that they are about', () => {
  const f = right();
  f.terraform.resource.alicloud_vpc_traffic_mirror_filter_egress_rule = {
    'outbound-1': rule(1, { protocol: 'ALL', destination_port_range: '-1/-1' }),
  };
  f.terraform.resource[SESSION].db = session(['eni-bp1db', 'eni-bp1other'], 200);
  f.statements.sessions[`${SESSION}.db`] = {
    sources: { 'eni-bp1db': stated({ primaryIp: '10.10.0.5' }), 'eni-bp1other': stated({ primaryIp: '${var.ip}' }) },
    target: { mtu: 1_500 },
  };
  const notes = appNotes(new MirrorModel(documents(f)));
  expect(notes.map(({ code, direction }) => [code, direction])).toEqual([
    ['COPIES_EVERYTHING', 'outbound'],
    ['COPIED_TWICE', undefined],
    ['UNKNOWN_ADDRESS', undefined],
  ]);
  expect(notes[1].packets!.length).toBeGreaterThan(0);
  expect(notes[0].packets).toHaveLength(1);
  // What the interface with a known address sends is dropped inbound; a statement for both loses nothing.
  expect(notes[1].pairs).toEqual([{ from: ['eni-bp1web', 'eni-bp1db'], to: ['eni-bp1web', 'eni-bp1db'] }]);
  expect(notes.every((n) => n.text !== '')).toBe(true);
});

test('every code is given by some app here', () => {
  expect([...given].sort()).toEqual(Object.keys(MirrorAnswerCode).sort());
});
