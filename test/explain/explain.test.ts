import { readFileSync } from 'fs';
import { join } from 'path';
import { documents, FILTER, Fixture, INBOUND, right, rule, SESSION, session, stated } from '../checks/fixtures';
import { appNotes, NOTE_CODES } from '../../src/checks/filter-notes';
import { findingOf } from '../../src/checks/found';
import { runChecks } from '../../src/checks/run';
import { MirrorEdition } from '../../src/catalog/mirror-edition';
import { ANSWER_CODES, AnswerCode, explain, Question } from '../../src/explain/explain';
import { MirrorModel } from '../../src/model/mirror-model';
import { parseIpv4Address } from '../../src/net/ipv4-cidr';
import { Packet } from '../../src/net/packet';

const address = (text: string) => (parseIpv4Address(text) as { address: number }).address;
const packet = (from: string, to: string, more: Partial<Packet> = {}): Packet =>
  ({ kind: 'TCP', source: address(from), destination: address(to), sourcePort: 49_152, destinationPort: 443, ...more });

function ask(fixture: Fixture, question: Question, edition = MirrorEdition.EDITION_2023) {
  const model = new MirrorModel(documents(fixture));
  return explain(model, runChecks(model, edition).findings.map((f) => findingOf(f)), question);
}

/** The specification's own filter: inbound, TCP, 192.168.0.0/16 port 10000 to 10.0.0.0/8 port 80. */
function scenario0(): Fixture {
  const f = right();
  f.terraform.resource[INBOUND] = { 'inbound-1': rule(1, { source_cidr_block: '192.168.0.0/16', source_port_range: '10000/10000', destination_cidr_block: '10.0.0.0/8', destination_port_range: '80/80' }) };
  f.statements.sessions[`${SESSION}.web`].sources = { 'eni-bp1web': stated({ primaryIp: '10.1.2.3' }) };
  return f;
}

test.each<[string, Partial<Packet>, 'inbound' | 'outbound', boolean, AnswerCode]>([
  ['the packet itself', {}, 'inbound', true, 'MIRRORED'],
  ['over UDP', { kind: 'UDP' }, 'inbound', false, 'NO_RULE'],
  ['from port 10001', { sourcePort: 10_001 }, 'inbound', false, 'NO_RULE'],
  ['outbound', {}, 'outbound', false, 'NO_RULE'],
])('scenario 0: %s', (_, more, direction, mirrored, code) => {
  const { answers } = ask(scenario0(), { packet: packet('192.168.3.4', '10.1.2.3', { sourcePort: 10_000, destinationPort: 80, ...more }), interfaceId: 'eni-bp1web', direction });
  expect(answers).toEqual([expect.objectContaining({ interfaceId: 'eni-bp1web', direction, mirrored, code })]);
});

test('a mirrored packet has its session, rule, target, VNI and whether the copy arrives', () => {
  const { answers, remarks } = ask(right(), { packet: packet('10.99.0.1', '10.10.0.4') });
  expect(answers).toEqual([expect.objectContaining({
    mirrored: true, code: 'MIRRORED', interfaceId: 'eni-bp1web', direction: 'inbound', target: 'lb-bp1sensors', virtualNetworkId: 100, arrives: true, remarks: [],
  })]);
  expect(answers[0].rule).toMatch(/^inbound rule 1 \(/);
  expect(remarks.map((r) => r.code)).toEqual(['ASSUMPTION_INTERFACE']);
});

const inbound = (more: object = {}) => (f: Fixture) => { f.terraform.resource[INBOUND] = { 'inbound-1': rule(1, more) }; };

/** Each code by one app. */
const CASES: [AnswerCode, (f: Fixture) => void, Question, boolean | undefined][] = [
  ['NO_INTERFACE', () => {}, { packet: packet('10.99.0.1', '10.99.0.2') }, false],
  ['NO_SESSION', () => {}, { packet: packet('10.99.0.1', '10.99.0.2'), interfaceId: 'eni-other' }, false],
  ['SESSION_OFF', (f) => { f.terraform.resource[SESSION].web.enabled = false; }, { packet: packet('10.99.0.1', '10.10.0.4') }, false],
  ['DROPPED_BY_RULE', inbound({ action: 'drop' }), { packet: packet('10.99.0.1', '10.10.0.4') }, false],
  ['NO_RULE', inbound({ protocol: 'UDP' }), { packet: packet('10.99.0.1', '10.10.0.4') }, false],
  ['NOT_A_MIRRORED_KIND', inbound({ protocol: 'ALL', destination_port_range: '-1/-1' }), { packet: packet('10.99.0.1', '10.10.0.4', { kind: 'UDP', sourcePort: 67, destinationPort: 68 }) }, false],
  ['UNKNOWN_RULE', inbound({ source_cidr_block: '${var.cidr}' }), { packet: packet('10.99.0.1', '10.10.0.4') }, undefined],
  ['UNKNOWN_FILTER', inbound({ priority: '${var.priority}' }), { packet: packet('10.99.0.1', '10.10.0.4') }, undefined],
  ['UNKNOWN_SESSION', (f) => { f.terraform.resource[SESSION].web.enabled = '${var.on}'; }, { packet: packet('10.99.0.1', '10.10.0.4') }, undefined],
];

test.each(CASES)('%s', (code, change, question, mirrored) => {
  const f = right();
  change(f);
  const { answers } = ask(f, question);
  expect(answers.map((a) => [a.code, a.mirrored])).toEqual([[code, mirrored]]);
});

test('TARGET_BLOCKED, UNKNOWN_TARGET and TRUNCATED are remarks of a packet that is mirrored', () => {
  const remarksOf = (change: (f: Fixture) => void) => {
    const f = right();
    change(f);
    return ask(f, { packet: packet('10.99.0.1', '10.10.0.4') }).answers.map((a) => [a.mirrored, a.arrives, a.remarks.map((r) => r.code)]);
  };
  expect(remarksOf((f) => { f.network = []; })).toEqual([[true, undefined, ['UNKNOWN_TARGET']]]);
  expect(remarksOf((f) => { f.terraform.resource[SESSION].web.traffic_mirror_target_id = 'lb-x'; f.terraform.resource[SESSION].web.traffic_mirror_target_type = 'NetworkInterface'; })[0][1]).not.toBe(true);
  expect(remarksOf((f) => { f.statements.sessions[`${SESSION}.web`].sources['eni-bp1web'].mtu = 1_500; })).toEqual([[true, true, ['TRUNCATED']]]);
});

test('COPIED_TWICE: both ends are mirrored', () => {
  const f = right();
  f.terraform.resource.alicloud_vpc_traffic_mirror_filter_egress_rule = { 'outbound-1': rule(1) };
  f.terraform.resource[SESSION].db = session(['eni-bp1db'], 200);
  f.statements.sessions[`${SESSION}.db`] = { sources: { 'eni-bp1db': stated({ primaryIp: '10.10.0.5' }) }, target: { mtu: 1_500 } };
  const { answers, remarks } = ask(f, { packet: packet('10.10.0.5', '10.10.0.4') });
  expect(answers.map((a) => [a.interfaceId, a.direction, a.mirrored]).sort()).toEqual([['eni-bp1db', 'outbound', true], ['eni-bp1web', 'inbound', true]]);
  expect(remarks.map((r) => r.code)).toContain('COPIED_TWICE');
});

test('of several sessions of a source the first with a matching rule decides, a rule that drops included', () => {
  const f = right();
  f.terraform.resource[FILTER].second = {};
  f.terraform.resource[INBOUND].second = rule(1, { traffic_mirror_filter_id: `\${${FILTER}.second.id}`, protocol: 'ALL', destination_port_range: '-1/-1' });
  f.terraform.resource[INBOUND]['inbound-1'].action = 'drop';
  f.terraform.resource[SESSION].later = session(['eni-bp1web'], 300, { traffic_mirror_filter_id: `\${${FILTER}.second.id}` });
  f.statements.sessions[`${SESSION}.later`] = { sources: { 'eni-bp1web': stated() }, target: { mtu: 1_500 } };
  const answer = (more: Partial<Packet>) => ask(f, { packet: packet('10.99.0.1', '10.10.0.4', more) }, MirrorEdition.EDITION_2026).answers.map((a) => [a.code, a.virtualNetworkId]);
  expect(answer({})).toEqual([['DROPPED_BY_RULE', undefined]]);
  expect(answer({ destinationPort: 80 })).toEqual([['MIRRORED', 300]]);
  f.terraform.resource[INBOUND]['inbound-1'].action = 'accept';
  const [{ remarks }] = ask(f, { packet: packet('10.99.0.1', '10.10.0.4') }, MirrorEdition.EDITION_2026).answers;
  expect(remarks.map((r) => r.code)).toContain('HIDDEN_SESSION');
});

test('every code has a meaning, and every one is given by some app here', () => {
  const given = new Set<string>([...CASES.map(([code]) => code), 'MIRRORED', 'TARGET_BLOCKED', 'UNKNOWN_TARGET', 'TRUNCATED', 'COPIED_TWICE', 'HIDDEN_SESSION', 'ASSUMPTION_INTERFACE']);
  expect([...given].sort()).toEqual(Object.keys(ANSWER_CODES).sort());
});

test('docs/filters.md lists every code of answers and of notes', () => {
  const page = readFileSync(join(__dirname, '..', '..', 'docs', 'filters.md'), 'utf8');
  const [answers, notes] = [...page.matchAll(/\| code \| meaning \|\n\|---\|---\|\n((?:\|.*\n)+)/g)].map(([, table]) => [...table.matchAll(/`([A-Z_]+)`/g)].map((m) => m[1]).sort());
  expect(answers).toEqual(Object.keys(ANSWER_CODES).sort());
  expect(notes).toEqual(Object.keys(NOTE_CODES).sort());
});

test('a packet of a secondary IP is looked at in both directions of the interface that is named', () => {
  const { answers } = ask(right(), { packet: packet('10.99.0.1', '10.10.0.77'), interfaceId: 'eni-bp1web' });
  expect(answers.map((a) => [a.direction, a.code])).toEqual([['outbound', 'NO_RULE'], ['inbound', 'MIRRORED']]);
});

test('notes have codes, and the filter, direction or packets that they are about', () => {
  const f = right();
  f.terraform.resource.alicloud_vpc_traffic_mirror_filter_egress_rule = { 'outbound-1': rule(1, { protocol: 'ALL', destination_port_range: '-1/-1' }) };
  f.terraform.resource[SESSION].db = session(['eni-bp1db', 'eni-bp1other'], 200);
  f.statements.sessions[`${SESSION}.db`] = { sources: { 'eni-bp1db': stated({ primaryIp: '10.10.0.5' }), 'eni-bp1other': stated({ primaryIp: '${var.ip}' }) }, target: { mtu: 1_500 } };
  const notes = appNotes(new MirrorModel(documents(f)));
  expect(notes.map(({ code, direction }) => [code, direction])).toEqual([['COPIES_EVERYTHING', 'outbound'], ['COPIED_TWICE', undefined], ['UNKNOWN_ADDRESS', undefined]]);
  expect(notes[1].packets!.length).toBeGreaterThan(0);
  expect(notes.every((n) => n.text !== '')).toBe(true);
});
