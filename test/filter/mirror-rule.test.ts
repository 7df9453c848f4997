import { TerraformVariable } from 'cdktf';
import { MirrorProtocol, MirrorRule, MirrorRuleAction, PortRange } from '../../src';
import { messageOf, newApp, newStack } from '../support/app';

test('a rule takes everything unless told otherwise', () => {
  const rule = MirrorRule.accept();
  expect(String(rule)).toBe('accept ALL 0.0.0.0/0 -1/-1 -> 0.0.0.0/0 -1/-1');
  expect(rule.priority).toBeUndefined();
  expect(MirrorRule.drop().action).toBe(MirrorRuleAction.DROP);
});

test('a rule prints its five parts', () => {
  const rule = MirrorRule.drop({ protocol: MirrorProtocol.UDP, source: '10.0.0.0/8', sourcePort: PortRange.range(1, 9), destination: '192.168.1.0/24', destinationPort: PortRange.single(53) });
  expect(String(rule)).toBe('drop UDP 10.0.0.0/8 1/9 -> 192.168.1.0/24 53/53');
});

test.each(['999.1.1.1/8', '10.0.0.0/33', '10.0.0.0', 'fe80::/10', '10.0.0.1/8', '', 'any'])('fails for source %j', (source) => {
  const message = messageOf(() => MirrorRule.accept({ source }));
  expect(message).toMatch(/^source of a mirror rule: /);
  expect(message).toContain(JSON.stringify(source));
  expect(messageOf(() => MirrorRule.accept({ destination: source }))).toMatch(/^destination of a mirror rule: /);
});

test.each([MirrorProtocol.ALL, MirrorProtocol.ICMP])('fails for ports of %s', (protocol) => {
  expect(messageOf(() => MirrorRule.accept({ protocol, destinationPort: PortRange.single(443) }))).toContain('use MirrorProtocol.TCP or MirrorProtocol.UDP');
  expect(messageOf(() => MirrorRule.accept({ protocol, sourcePort: PortRange.single(443) }))).toMatch(/^sourcePort of a mirror rule/);
  expect(String(MirrorRule.accept({ protocol, sourcePort: PortRange.all() }))).toContain('-1/-1');
});

test('fails for ports where no protocol is named', () => {
  expect(messageOf(() => MirrorRule.accept({ destinationPort: PortRange.single(443) }))).toContain('destinationPort of a mirror rule for ALL: got "443/443"');
});

test.each([0, 11, -1, 1.5, NaN])('fails for priority %d', (priority) => {
  const message = messageOf(() => MirrorRule.accept({ priority }));
  expect(message).toContain(`the priority of a mirror rule: got ${priority}; allowed: whole numbers 1 to 10`);
});

test('fails for a priority that is a token, since the address is made of it', () => {
  const variable = new TerraformVariable(newStack(newApp()), 'priority', { type: 'number' });
  expect(messageOf(() => MirrorRule.accept({ priority: variable.numberValue }))).toContain('got a number token');
});

test.each([0, 65536, 1.5])('fails for port %d', (port) => {
  expect(messageOf(() => PortRange.single(port))).toContain(`got ${port}`);
});
