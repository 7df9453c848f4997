import { TerraformOutput, TerraformVariable, Testing } from 'cdktf';
import { MirrorProtocol, isProtocolName } from '../../src/net/mirror-protocol';

test.each([
  ['ALL', MirrorProtocol.ALL, false],
  ['ICMP', MirrorProtocol.ICMP, false],
  ['TCP', MirrorProtocol.TCP, true],
  ['UDP', MirrorProtocol.UDP, true],
])('%s is one object, with its ports', (name, protocol, takesPorts) => {
  expect(MirrorProtocol.of(name)).toBe(protocol);
  expect(protocol).toMatchObject({ name, takesPorts, isKnown: true });
  expect(`${protocol}`).toBe(name);
  expect(isProtocolName(name)).toBe(true);
});

test('a token is a protocol that is not known', () => {
  const json = JSON.parse(Testing.synthScope(scope => {
    const protocol = MirrorProtocol.of(new TerraformVariable(scope, 'protocol', {}).stringValue);
    expect(protocol).toMatchObject({ takesPorts: false, isKnown: false });
    new TerraformOutput(scope, 'used', { value: protocol.toString() });
  }));
  expect(json.output.used.value).toBe('${var.protocol}');
});

test.each([
  ['tcp', /^protocol is "tcp". Allowed: ALL, ICMP, TCP, UDP. Fix: Write TCP/],
  [' Udp', /Write UDP/],
  ['any', /Write ALL for every protocol/],
  ['', /Write ALL for every protocol/],
  ['-1', /Write ALL for every protocol/],
  ['ICMPv6', /IPv6 traffic is not mirrored/],
  ['GRE', /Write ALL, which includes every protocol/],
])('fails for %j', (name, message) => {
  expect(() => MirrorProtocol.of(name)).toThrow(message);
  expect(isProtocolName(name)).toBe(false);
});
