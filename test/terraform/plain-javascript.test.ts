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
const good = () => ({
  filter: MirrorFilter.fromFilterId(stack, 'Filter', 'tmf-bp1'),
  sources: [source()],
  target: MirrorTarget.networkInterface('eni-bp1sensor'),
});
const session = (given: object) => new MirrorSession(stack, 'Session', lie({ ...good(), ...given }));

test.each<[string, () => unknown, string]>([
  [
    'a session without properties',
    () => new MirrorSession(stack, 'Session', lie(undefined)),
    '[net/Session] props is not set. Allowed: the properties of a session',
  ],
  ['no list of sources', () => session({ sources: null }), '[net/Session] sources is null. Allowed: a list of MirrorSource'],
  [
    'a source that is no list',
    () => session({ sources: source() }),
    '[net/Session] sources is one object. Allowed: a list of MirrorSource',
  ],
  [
    'the id of a source',
    () => session({ sources: ['eni-bp1web'] }),
    '[net/Session] An item of sources is "eni-bp1web". Allowed: a list of MirrorSource. Fix: Use [MirrorSource.networkInterface(id)]',
  ],
  ['a source that is missing', () => session({ sources: [undefined] }), '[net/Session] An item of sources is not set'],
  ['no target', () => session({ target: undefined }), '[net/Session] target is not set. Allowed: a MirrorTarget'],
  ['any object as a target', () => session({ target: {} }), '[net/Session] target is {}. Allowed: a MirrorTarget'],
  ['no filter', () => session({ filter: undefined }), '[net/Session] filter is not set. Allowed: a MirrorFilter'],
  ['any object as a filter', () => session({ filter: {} }), '[net/Session] filter is {}. Allowed: a MirrorFilter'],
  ['a session that is switched by a text', () => session({ enabled: 'false' }), '[net/Session] enabled is "false". Allowed: true or false'],
  ['a name that is a number', () => session({ sessionName: 5 }), '[net/Session] sessionName is 5. Allowed: a text'],
  [
    'a rule that is no list',
    () => new MirrorFilter(stack, 'Web', { inbound: lie(MirrorRule.accept()) }),
    '[net/Web] inbound is one object. Allowed: a list of MirrorRule',
  ],
  [
    'the options of a rule',
    () => new MirrorFilter(stack, 'Web', { inbound: [lie({ protocol: 'TCP' })] }),
    '[net/Web] An item of inbound is {"protocol":"TCP"}. Allowed: a list of MirrorRule',
  ],
  [
    'a rule that is missing',
    () => new MirrorFilter(stack, 'Web').addInboundRule(lie(undefined)),
    '[net/Web] The next inbound rule is not set. Allowed: a MirrorRule. Fix: Use MirrorRule.accept(...)',
  ],
  [
    'a port that is a number',
    () => MirrorRule.accept({ protocol: MirrorProtocol.TCP, destinationPort: lie(443) }),
    'destinationPort of a mirror rule is 443. Allowed: a PortRange. Fix: Use PortRange.single(port)',
  ],
  [
    'a protocol that is an object',
    () => MirrorRule.accept({ protocol: lie({}) }),
    'protocol of a mirror rule is {}. Allowed: a MirrorProtocol',
  ],
  [
    'a primary IP that is a number',
    () => MirrorSource.networkInterface('eni-bp1web', { primaryIp: lie(5) }),
    'primaryIp of source eni-bp1web is 5. Allowed: an IPv4 address',
  ],
  [
    'a group that stands alone',
    () => MirrorSource.networkInterface('eni-bp1web', { securityGroupIds: lie('sg-bp1web') }),
    'securityGroupIds of source eni-bp1web is "sg-bp1web". Allowed: a list of ids',
  ],
  ['no resource', () => MirrorSource.fromResource(lie(null)), 'The resource of MirrorSource.fromResource is null. Allowed: a resource'],
  [
    'any object as a resource',
    () => MirrorTarget.fromResource(lie({})),
    'The resource of MirrorTarget.fromResource is {}. Allowed: a resource',
  ],
  [
    'the id of a sensor',
    () => new MirrorCollector(stack, 'Collector').addSensor(lie('eni-bp1sensor')),
    '[net/Collector] A sensor is "eni-bp1sensor". Allowed: a MirrorSensor',
  ],
  [
    'ids of sources to allow',
    () => new MirrorCollector(stack, 'Collector').allowFromSources(lie(['eni-bp1web'])),
    '[net/Collector] An item of the sources to allow is "eni-bp1web"',
  ],
])('fails for %s', (_what, make, message) => {
  expect(make).toThrow(message);
});

test.each<[string, () => unknown, string]>([
  [
    'the VPC of a source',
    () => MirrorSource.networkInterface('eni-bp1web', { vpcId: 'vsw-bp1' }),
    'vpcId of source eni-bp1web is "vsw-bp1". Allowed: the id of a VPC (vpc-...)',
  ],
  [
    'the vSwitch of a target',
    () => MirrorTarget.networkInterface('eni-bp1web', { vswitchId: 'vpc-bp1' }),
    'vswitchId of target eni-bp1web is "vpc-bp1". Allowed: the id of a vSwitch (vsw-...)',
  ],
  [
    'a group of a source',
    () => MirrorSource.networkInterface('eni-bp1web', { securityGroupIds: ['sg-bp1', 'eni-bp1'] }),
    'securityGroupIds of source eni-bp1web is "eni-bp1". Allowed: the id of a security group (sg-...)',
  ],
])('an id of another kind is no %s', (_what, make, message) => {
  expect(make).toThrow(message);
});

test('null is as good as nothing where something may be left out', () => {
  const rule = MirrorRule.accept({ protocol: lie(null), source: lie(null), destinationPort: lie(null) });
  expect(rule.destinationPort).toEqual(PortRange.ALL);
  expect(String(rule)).toBe('accept ALL 0.0.0.0/0 -1/-1 -> 0.0.0.0/0 -1/-1');
  expect(session({ enabled: null, tags: null, description: null })).toBeInstanceOf(MirrorSession);
});
