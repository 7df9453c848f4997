import { App, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { MirrorCollector, MirrorFilter, MirrorProtocol, MirrorRule, MirrorSession, MirrorSource, MirrorTarget, PortRange } from '../../src';

/** What a compiler refuses, and plain JavaScript does not. */
const lie = (value: unknown): any => value;

let stack: Construct;

beforeEach(() => {
  stack = new TerraformStack(new App(), 'net');
});

const source = () => MirrorSource.networkInterface('eni-bp1web');
const good = () => ({ filter: MirrorFilter.fromFilterId(stack, 'Filter', 'tmf-bp1'), sources: [source()], target: MirrorTarget.networkInterface('eni-bp1sensor') });
const session = (given: object) => new MirrorSession(stack, 'Session', lie({ ...good(), ...given }));

test.each<[string, () => unknown, string]>([
  ['a session without properties', () => new MirrorSession(stack, 'Session', lie(undefined)), '[net/Session] props: got nothing; allowed: the properties of a session'],
  ['no list of sources', () => session({ sources: null }), '[net/Session] sources: got null; allowed: a list of MirrorSource'],
  ['a source that is no list', () => session({ sources: source() }), '[net/Session] sources: got "one object"; allowed: a list of MirrorSource'],
  ['the id of a source', () => session({ sources: ['eni-bp1web'] }), '[net/Session] an item of sources: got "eni-bp1web"; allowed: a list of MirrorSource; use [MirrorSource.networkInterface(id)]'],
  ['a source that is missing', () => session({ sources: [undefined] }), '[net/Session] an item of sources: got nothing'],
  ['no target', () => session({ target: undefined }), '[net/Session] target: got nothing; allowed: a MirrorTarget'],
  ['any object as a target', () => session({ target: {} }), '[net/Session] target: got {}; allowed: a MirrorTarget'],
  ['no filter', () => session({ filter: undefined }), '[net/Session] filter: got nothing; allowed: a MirrorFilter'],
  ['any object as a filter', () => session({ filter: {} }), '[net/Session] filter: got {}; allowed: a MirrorFilter'],
  ['a session that is switched by a text', () => session({ enabled: 'false' }), '[net/Session] enabled: got "false"; allowed: true or false'],
  ['a name that is a number', () => session({ sessionName: 5 }), '[net/Session] sessionName: got 5; allowed: a text'],
  ['a rule that is no list', () => new MirrorFilter(stack, 'Web', { inbound: lie(MirrorRule.accept()) }), '[net/Web] inbound: got "one object"; allowed: a list of MirrorRule'],
  ['the options of a rule', () => new MirrorFilter(stack, 'Web', { inbound: [lie({ protocol: 'TCP' })] }), '[net/Web] an item of inbound: got {"protocol":"TCP"}; allowed: a list of MirrorRule'],
  ['a rule that is missing', () => new MirrorFilter(stack, 'Web').addInboundRule(lie(undefined)), '[net/Web] the next inbound rule: got nothing; allowed: a MirrorRule; write MirrorRule.accept(...)'],
  ['a port that is a number', () => MirrorRule.accept({ protocol: MirrorProtocol.TCP, destinationPort: lie(443) }), 'destinationPort of a mirror rule: got 443; allowed: a PortRange; use PortRange.single(port)'],
  ['a protocol that is an object', () => MirrorRule.accept({ protocol: lie({}) }), 'protocol of a mirror rule: got {}; allowed: a MirrorProtocol'],
  ['a primary IP that is a number', () => MirrorSource.networkInterface('eni-bp1web', { primaryIp: lie(5) }), 'primaryIp of source eni-bp1web: got 5; allowed: an IPv4 address'],
  ['a group that stands alone', () => MirrorSource.networkInterface('eni-bp1web', { securityGroupIds: lie('sg-bp1web') }), 'securityGroupIds of source eni-bp1web: got "sg-bp1web"; allowed: a list of ids'],
  ['no resource', () => MirrorSource.fromResource(lie(null)), 'the resource of MirrorSource.fromResource: got null; allowed: a resource'],
  ['any object as a resource', () => MirrorTarget.fromResource(lie({})), 'the resource of MirrorTarget.fromResource: got {}; allowed: a resource'],
  ['the id of a sensor', () => new MirrorCollector(stack, 'Collector').addSensor(lie('eni-bp1sensor')), '[net/Collector] a sensor: got "eni-bp1sensor"; allowed: a MirrorSensor'],
  ['ids of sources to allow', () => new MirrorCollector(stack, 'Collector').allowFromSources(lie(['eni-bp1web'])), '[net/Collector] an item of the sources to allow: got "eni-bp1web"'],
])('fails for %s', (_what, make, message) => {
  expect(make).toThrow(message);
});

test.each<[string, () => unknown, string]>([
  ['the VPC of a source', () => MirrorSource.networkInterface('eni-bp1web', { vpcId: 'vsw-bp1' }), 'vpcId of source eni-bp1web: got "vsw-bp1"; allowed: the id of a VPC (vpc-...)'],
  ['the vSwitch of a target', () => MirrorTarget.networkInterface('eni-bp1web', { vswitchId: 'vpc-bp1' }), 'vswitchId of target eni-bp1web: got "vpc-bp1"; allowed: the id of a vSwitch (vsw-...)'],
  ['a group of a source', () => MirrorSource.networkInterface('eni-bp1web', { securityGroupIds: ['sg-bp1', 'eni-bp1'] }), 'securityGroupIds of source eni-bp1web: got "eni-bp1"; allowed: the id of a security group (sg-...)'],
])('an id of another kind is no %s', (_what, make, message) => {
  expect(make).toThrow(message);
});

test('null is as good as nothing where something may be left out', () => {
  const rule = MirrorRule.accept({ protocol: lie(null), source: lie(null), destinationPort: lie(null) });
  expect(rule.destinationPort).toEqual(PortRange.all());
  expect(String(rule)).toBe('accept ALL 0.0.0.0/0 -1/-1 -> 0.0.0.0/0 -1/-1');
  expect(session({ enabled: null, tags: null, description: null })).toBeInstanceOf(MirrorSession);
});
