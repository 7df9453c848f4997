import { documents, FILTER, INBOUND, right, rule } from './fixtures';
import { filterRuleBlocks, packetWords } from '../../src/checks/filter-rules';
import { matchOf, outcomeOf, RuleArguments } from '../../src/checks/model-rules';
import { MirrorModel } from '../../src/model/mirror-model';
import { EVERY_ADDRESS, EVERY_PORT, Packet, PacketBox } from '../../src/net/packet';
import { inWords } from '../../src/texts/catalogue';
import { OUTBOUND } from '../support/app';

const WRITTEN: RuleArguments = {
  action: 'accept', protocol: 'TCP', sourceCidr: '10.0.0.0/8', destinationCidr: '0.0.0.0/0',
  sourcePorts: '-1/-1', destinationPorts: '443/443',
};
const BOX: PacketBox = {
  protocol: 'TCP', source: [0x0a000000, 0x0b000000], destination: EVERY_ADDRESS, sourcePorts: EVERY_PORT, destinationPorts: [443, 444],
};

describe('the packets of a rule', () => {
  const of = (more: Partial<RuleArguments>) => matchOf({ ...WRITTEN, ...more });

  test('whose values are known', () => {
    expect(of({})).toEqual({ accept: true, box: BOX, known: true });
    expect(of({ action: 'drop' })).toEqual({ accept: false, box: BOX, known: true });
    expect(of({ sourceCidr: '10.1.2.3/32', sourcePorts: '80/90', destinationPorts: '1/65535' })).toMatchObject({
      box: { source: [0x0a010203, 0x0a010204], sourcePorts: [80, 91], destinationPorts: EVERY_PORT }, known: true,
    });
    expect(of({ protocol: 'UDP' })).toMatchObject({ box: { ...BOX, protocol: 'UDP' }, known: true });
  });
  test.each(['ALL', 'ICMP'])('%s matches whatever the ports are', (protocol) => {
    expect(of({ protocol, sourcePorts: '${var.ports}' })).toEqual({
      accept: true, box: { ...BOX, protocol, sourcePorts: EVERY_PORT, destinationPorts: EVERY_PORT }, known: true,
    });
  });
  test.each([undefined, null, ''])('with %j for a value, which the service fills in', (none) => {
    expect(of({ sourceCidr: none, destinationCidr: none, sourcePorts: none, destinationPorts: none })).toEqual({
      accept: true, box: { ...BOX, source: EVERY_ADDRESS, sourcePorts: EVERY_PORT, destinationPorts: EVERY_PORT }, known: true,
    });
  });
  test.each(['${var.value}', 'malformed', 5])('with %j for a value, which may be any', (value) => {
    const unknown = (more: Partial<RuleArguments>, box: Partial<PacketBox> = {}) =>
      expect([more, of(more)]).toEqual([more, { accept: true, box: { ...BOX, ...box }, known: false }]);
    unknown({ sourceCidr: value }, { source: EVERY_ADDRESS });
    unknown({ destinationCidr: value });
    unknown({ sourcePorts: value });
    unknown({ destinationPorts: value }, { destinationPorts: EVERY_PORT });
    unknown({ protocol: value }, { protocol: 'ALL', destinationPorts: EVERY_PORT });
    expect(of({ action: value })).toEqual({ accept: undefined, box: BOX, known: true });
  });
  test('without a protocol, which Terraform refuses', () => {
    expect(of({ protocol: undefined })).toMatchObject({ box: { protocol: 'ALL' }, known: false });
  });
});

describe('what the rules do with a packet', () => {
  const PACKET: Packet = { kind: 'TCP', source: 0x0a000001, destination: 1, sourcePort: 1, destinationPort: 443 };
  const [accept, drop] = [true, false].map((does) => ({ accept: does, box: BOX, certain: true }));
  const unknown = { accept: undefined, box: BOX, certain: true };
  const perhaps = <T extends object>(one: T) => ({ ...one, certain: false });
  const other = { ...accept, box: { ...BOX, source: [0, 1] as const } };

  test('the first that matches decides', () => {
    expect(outcomeOf([accept, drop], PACKET)).toEqual({ outcome: 'accept', by: accept, mayAccept: true });
    expect(outcomeOf([other, drop, accept], PACKET)).toEqual({ outcome: 'drop', by: drop, mayAccept: false });
    expect(outcomeOf([other], PACKET)).toEqual({ outcome: 'none', by: undefined, mayAccept: false });
    expect(outcomeOf([], PACKET)).toEqual({ outcome: 'none', by: undefined, mayAccept: false });
  });
  test('an unknown action may be each of two', () => {
    expect(outcomeOf([unknown, accept], PACKET)).toEqual({ by: unknown, mayAccept: true });
    const open = perhaps(unknown);
    expect(outcomeOf([open, drop], PACKET)).toEqual({ by: open, mayAccept: true });
    expect(outcomeOf([perhaps(drop), unknown], PACKET)).toEqual({ by: perhaps(drop), mayAccept: true });
    const first = perhaps(drop);
    expect(outcomeOf([first, open], PACKET)).toEqual({ by: first, mayAccept: true });
  });
  test('a rule that may match leaves it open, unless the later ones do the same', () => {
    const [mayAccept, mayDrop] = [perhaps(accept), perhaps(drop)];
    expect(outcomeOf([mayAccept, accept], PACKET)).toEqual({ outcome: 'accept', by: accept, mayAccept: true });
    expect(outcomeOf([mayDrop, drop], PACKET)).toEqual({ outcome: 'drop', by: drop, mayAccept: false });
    expect(outcomeOf([mayAccept, drop], PACKET)).toEqual({ by: mayAccept, mayAccept: true });
    expect(outcomeOf([mayDrop, accept], PACKET)).toEqual({ by: mayDrop, mayAccept: true });
    expect(outcomeOf([mayDrop, mayAccept], PACKET)).toEqual({ by: mayDrop, mayAccept: true });
    expect(outcomeOf([mayDrop], PACKET)).toEqual({ by: mayDrop, mayAccept: false });
    expect(outcomeOf([mayAccept], PACKET)).toEqual({ by: mayAccept, mayAccept: true });
  });
});

test('the stand-alone rules of an app, of its filters and of others', () => {
  const f = right();
  const { ingress_rules: _, ...body } = f.terraform.resource[FILTER].web;
  f.terraform.resource[FILTER].web = { ...body, egress_rules: [rule(1)] };
  f.terraform.resource[OUTBOUND] = { other: rule(1, { traffic_mirror_filter_id: 'tmf-bp1x' }) };
  expect(filterRuleBlocks(new MirrorModel(documents(f))).map(({ block }) => block.address)).toEqual(
    [`${INBOUND}.inbound-1`, `${OUTBOUND}.other`],
  );
});

test('a packet of another protocol is named in the language', () => {
  const packet = { kind: 'OTHER' as const, source: 1, destination: 2, sourcePort: 0, destinationPort: 0 };
  expect(inWords(packetWords(packet), 'en')).toBe('protocol other than TCP, UDP and ICMP 0.0.0.1 -> 0.0.0.2');
  expect(inWords(packetWords(packet), 'zh')).not.toContain('protocol');
});
